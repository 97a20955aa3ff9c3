"""XHTML made well-formed by construction: escaping, elements, and which attributes may stand on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from publisher.markup.node import Attrs
from publisher.patterns import regex

VOID = frozenset({"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
# Characters that XML 1.0 §2.2 does not allow anywhere. The reader of manuscripts refuses them; this is the last door.
_ILLEGAL = regex("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAME = regex(r"[A-Za-z_][A-Za-z0-9_.-]*(?::[A-Za-z_][A-Za-z0-9_.-]*)?")
_ANYWHERE = frozenset({"id", "class", "lang", "xml:lang", "dir", "title", "role", "epub:type"})
_ON_TAG = {
    "ol": frozenset({"start", "reversed", "type"}),
    "li": frozenset({"value"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"colspan", "rowspan", "headers", "scope", "abbr"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "a": frozenset({"href", "hreflang"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "blockquote": frozenset({"cite"}),
    "q": frozenset({"cite"}),
    "del": frozenset({"cite", "datetime"}),
    "ins": frozenset({"cite", "datetime"}),
    "time": frozenset({"datetime"}),
    "data": frozenset({"value"}),
    "details": frozenset({"open"}),
}
_NONE: frozenset[str] = frozenset()


def escape(text: str) -> str:
    """``text`` as character data, safe between tags; what XML cannot carry becomes U+FFFD."""
    if not text.isprintable() and _ILLEGAL.search(text):  # what can be printed can be carried, and is most of a book
        text = _ILLEGAL.sub("\ufffd", text)
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text


def escape_value(text: str) -> str:
    """``text`` as the value of an attribute, to stand between double quotes."""
    text = escape(text)
    if '"' in text:
        text = text.replace('"', "&quot;")
    if "\n" in text or "\t" in text or "\r" in text:
        text = text.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    return text


def element(tag: str, attrs: Mapping[str, str | None] | Iterable[tuple[str, str | None]] = (), inner: str = "") -> str:
    """The element ``tag``; ``inner`` is XHTML already. An attribute whose value is None is left out.

    >>> element("p", {"class": "first", "id": None}, "a &amp; b")
    '<p class="first">a &amp; b</p>'
    """
    pairs = attrs.items() if isinstance(attrs, Mapping) else attrs
    written = "".join([f' {name}="{escape_value(value)}"' for name, value in pairs if value is not None])
    if tag in VOID:
        return f"<{tag}{written}/>"
    return f"<{tag}{written}>{inner}</{tag}>"


def allowed(tag: str, attrs: Attrs, *, both_langs: bool) -> list[tuple[str, str | None]]:
    """Of a node's attributes those that XHTML knows on ``tag``, each once, in the order they came.

    A node also carries what only Publisher reads (``level``, ``speaker``, ``align``). With ``both_langs`` a language
    is written as ``lang`` and ``xml:lang``, as EPUB 3.3 §6.1 wants it for all kinds of reading systems.
    """
    own = _ON_TAG.get(tag, _NONE)
    kept: dict[str, str | None] = {}
    for name, value in attrs:
        if name == "epub:type" and not both_langs:
            continue  # paper has no such namespace
        if name in _ANYWHERE or name in own or (name[:5] in ("aria-", "data-") and _NAME.fullmatch(name)):
            if name == "lang" or name == "xml:lang":
                kept["lang"] = value
                if both_langs:
                    kept["xml:lang"] = value
            elif value or name not in ("id", "class"):
                kept[name] = value
    return list(kept.items())


def tag_name(tag: str, otherwise: str = "span") -> str:
    """``tag`` if it is a name that XML allows, else ``otherwise``."""
    return tag if _NAME.fullmatch(tag) else otherwise
