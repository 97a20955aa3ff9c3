"""The closed list of everything that Publisher can complain about, one module a floor.

Codes: C1xx book.toml and chapter headers · F2xx files · M3xx markup · B4xx the book ·
Q5xx quotations · D6xx dress (styles, templates, glyphs) · E7xx EPUB · P8xx PDF · T9xx typography · J9xx judges ·
R9xx the run of a build. Where a subject crosses the floors (shops, access) its module has codes of several.
"""

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
