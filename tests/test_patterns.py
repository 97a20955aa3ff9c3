"""Regular expressions compiled later are those that would have been compiled at once."""

from __future__ import annotations

import importlib
import pkgutil
import re

import pytest

import publisher
from publisher.patterns import Later, regex


def test_it_finds_what_a_compiled_one_finds():
    later = regex(r"(?P<word>a+)|b", re.IGNORECASE)
    now = re.compile(r"(?P<word>a+)|b", re.IGNORECASE)
    text = "xAaB aa"
    assert later.search(text)["word"] == "Aa"
    assert later.match(text) is None
    assert later.findall(text) == now.findall(text)
    assert later.sub("-", text) == "x-- -"
    assert (later.pattern, later.flags, later.groups, later.groupindex) == (now.pattern, now.flags, 1, {"word": 1})


def test_it_is_compiled_once_and_not_before():
    later = regex("a")
    assert vars(later).keys() == {"_given"}
    later.search("a")
    assert vars(later)["search"].__self__ is vars(later)["match"].__self__


def test_a_mistake_is_said_when_it_is_used():
    with pytest.raises(re.error):
        regex("(").search("")
    with pytest.raises(AttributeError):
        regex("a").sarch("a")


def test_all_of_ours_can_be_compiled():
    later = [
        value
        for module in pkgutil.walk_packages(publisher.__path__, "publisher.")
        if module.name != "publisher.__main__"
        for value in vars(importlib.import_module(module.name)).values()
        if isinstance(value, Later)
    ]
    assert len(later) > 100
    for each in later:
        assert each.pattern is not None
