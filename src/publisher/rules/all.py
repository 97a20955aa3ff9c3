"""All rules, of all floors, by their codes."""

from __future__ import annotations

from publisher.diagnostics import Rule
from publisher.rules import (
    access,
    book,
    build,
    colour,
    config,
    covers,
    dress,
    epub,
    files,
    judges,
    markup,
    pdf,
    preflight,
    printers,
    quotations,
    shops,
    typography,
)

_MODULES = (
    access,
    config,
    files,
    markup,
    book,
    quotations,
    dress,
    epub,
    pdf,
    printers,
    colour,
    typography,
    preflight,
    covers,
    shops,
    judges,
    build,
)


def all_rules() -> dict[str, Rule]:
    """Every rule by its code, in the order of the codes."""
    found = [value for module in _MODULES for value in vars(module).values() if isinstance(value, Rule)]
    return {rule.code: rule for rule in sorted(found, key=lambda rule: rule.code)}
