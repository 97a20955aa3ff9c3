"""Links inside finished XHTML text, changed without touching anything else."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

from publisher.patterns import regex

# Only tags that can link or show are looked at; a ">" inside a quoted value does not end one.
_TAG = regex(r"""<(a|area|img|image)\b((?:[^<>"']|"[^"]*"|'[^']*')*)>""")
_ATTRIBUTE = regex(r"""(\s(?:xlink:)?(?:href|src)\s*=\s*)("[^"]*"|'[^']*')""")


def rewrite(body: str, change: Callable[[str, str], str]) -> str:
    """``body`` with ``change(tag, value)`` in place of every href and src of a, area, img and image elements."""

    def tag(match: re.Match[str]) -> str:
        name = match[1]

        def attribute(found: re.Match[str]) -> str:
            old = unescape(found[2][1:-1])
            new = change(name, old)
            return found[0] if new == old else f'{found[1]}"{escape(new)}"'

        return f"<{name}{_ATTRIBUTE.sub(attribute, match[2])}>"

    return _TAG.sub(tag, body)
