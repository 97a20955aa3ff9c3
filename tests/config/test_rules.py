"""The rules about book.toml and files."""

from __future__ import annotations

import pytest

from publisher.diagnostics import Rule
from publisher.rules import config, files

RULES = [value for module in (config, files) for value in vars(module).values() if isinstance(value, Rule)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_rule_says_what_why_an_example_and_what_instead(rule: Rule):
    paragraphs = rule.doc.split("\n\n")
    assert len(paragraphs) == 4
    assert paragraphs[2].startswith("Example: ")
    assert paragraphs[3].startswith("Write instead: ")


def test_codes_are_unique_and_of_their_floor():
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert {code[:2] for code in codes} == {"C1", "F2"}
