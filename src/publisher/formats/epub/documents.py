"""The documents of a composition as XHTML files: named, divided where too long, linked, framed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from urllib.parse import unquote
from xml.parsers.expat import ExpatError

from publisher.diagnostics import Diagnostic
from publisher.formats.epub.names import file_stem, folded, href, unique, xml_id
from publisher.formats.epub.parts import CSS_NAME, XHTML, File, Leaf, Survey
from publisher.formats.epub.rewrite import rewrite
from publisher.formats.epub.split import LIMIT, split
from publisher.rules.epub import SAME_NAME, TOO_LONG
from publisher.source import Span
from publisher.style.composition import Composition, Document
from publisher.value import dataclass

_MATTER = {"front": "frontmatter", "body": "bodymatter", "back": "backmatter", "cover": "cover"}
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "nqo", "ps", "sd", "syr", "ug", "ur", "yi"})
# ANSI/NISO Z39.98: the vocabulary that has words for verse and for the parts of letters (EPUB 3.3 §D.1, prefixes).
_Z3998 = "z3998: http://www.daisy.org/z3998/2012/vocab/structure/"


@dataclass(frozen=True, slots=True)
class Leaves:
    """The XHTML files of a book in reading order, and where the ids of divided documents went."""

    leaves: tuple[Leaf, ...]
    heads: Mapping[str, str]  # stem of a document → its file, the first one where it is divided
    moved: Mapping[str, Mapping[str, str]]  # stem of a divided document → id → file
    diagnostics: tuple[Diagnostic, ...] = ()

    def address(self, stem: str, target: str) -> str:
        """The link to ``target`` (an id, or "" for the head) of the document ``stem``."""
        return href(_file_of(stem, target, self.heads, self.moved), target)


def leaves(composition: Composition, ids: set[str]) -> Leaves:
    """The files of the composition's documents. ``ids`` are manifest ids that are taken; theirs are added."""
    found: list[Diagnostic] = []
    spans = dict(composition.spans)
    names: set[str] = set()
    heads: dict[str, str] = {}
    for document in composition.documents:
        if folded(document.stem) in names:
            place = spans.get(document.stem, Span(""))
            found.append(SAME_NAME.at(place, f"two documents would be {document.stem}.xhtml", hint="change an id"))
        names.add(folded(document.stem))
        heads[document.stem] = f"{file_stem(document.stem)}.xhtml"
    made: list[Leaf] = []
    moved: dict[str, Mapping[str, str]] = {}
    for document in composition.documents:
        for stem, body in _pieces(document, names, moved, found, spans):
            made.append(Leaf(f"{stem}.xhtml", unique(xml_id(stem), ids), document, body))
    if moved or any(name != f"{stem}.xhtml" for stem, name in heads.items()):
        made = [replace(leaf, body=rewrite(leaf.body, _follow(leaf, heads, moved))) for leaf in made]
    return Leaves(tuple(made), heads, moved, tuple(found))


def shown(leaf: Leaf, change: Callable[[str, str], str]) -> Leaf:
    """The leaf with its pictures' names changed."""
    return replace(leaf, body=rewrite(leaf.body, change)) if "<im" in leaf.body else leaf


def frame(leaf: Leaf, composition: Composition) -> bytes:
    """The finished XHTML file."""
    document = leaf.document
    book = composition.info.title
    title = document.title.strip()
    title = f"{title} – {book}" if title and title != book else book
    lang = document.lang or composition.info.language
    direction = ' dir="rtl"' if _is_rtl(lang, composition) else ""
    type_ = _MATTER.get(document.matter, "")
    body = (f' class="{escape(document.body_class)}"' if document.body_class else "") + (
        f' epub:type="{type_}"' if type_ else ""
    )
    prefix = f' epub:prefix="{_Z3998}"' if "z3998:" in leaf.body else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{escape(lang)}" xml:lang="{escape(lang)}"{direction}{prefix}>\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{CSS_NAME}"/>\n</head>\n'
        f"<body{body}>\n{leaf.body}\n</body>\n</html>\n"
    ).encode()


def xhtml_file(leaf: Leaf, data: bytes, survey: Survey) -> File:
    """The manifest's view of a finished document: properties as its elements demand (EPUB 3.3, appendix D.6)."""
    properties = [name for name, tag in (("mathml", "math"), ("svg", "svg")) if tag in survey.tags]
    return File(leaf.name, leaf.id, XHTML, data, tuple(properties))


def _pieces(
    document: Document,
    names: set[str],
    moved: dict[str, Mapping[str, str]],
    found: list[Diagnostic],
    spans: Mapping[str, Span],
) -> list[tuple[str, str]]:
    """File stem and body of the files that a document becomes; where there are several, ``moved`` learns of it."""
    first = file_stem(document.stem)
    whole = [(first, document.body)]
    if len(document.body) * 4 <= LIMIT or len(document.body.encode()) <= LIMIT:
        return whole
    try:
        pieces = split(document.body)
    except ExpatError:
        return whole  # the survey will say what is wrong, and where
    if any(len(piece.body.encode()) > LIMIT for piece in pieces):
        place = spans.get(document.stem, Span(""))
        message = f"a part of {document.stem}.xhtml is larger than {LIMIT // 1000} KB and cannot be divided"
        found.append(TOO_LONG.at(place, message, hint="divide it with headings"))
    if len(pieces) == 1:
        return whole
    stems = [first, *(unique(f"{first}-{number}", names) for number in range(2, len(pieces) + 1))]
    moved[document.stem] = {
        key: f"{stem}.xhtml" for stem, piece in zip(stems, pieces, strict=True) for key in piece.ids
    }
    return [(stem, piece.body) for stem, piece in zip(stems, pieces, strict=True)]


def _follow(leaf: Leaf, heads: Mapping[str, str], moved: Mapping[str, Mapping[str, str]]) -> Callable[[str, str], str]:
    """The change of a link in ``leaf`` to the file where its target now stands."""

    def change(tag: str, value: str) -> str:
        path, mark, fragment = value.partition("#")
        if tag not in ("a", "area") or (path and not path.endswith(".xhtml")):
            return value
        stem = unquote(path).removesuffix(".xhtml") if path else leaf.document.stem
        if stem not in heads or (not path and not fragment):
            return value
        name = _file_of(stem, unquote(fragment), heads, moved)
        return f"#{fragment}" if name == leaf.name and fragment else f"{href(name)}{mark}{fragment}"

    return change


def _file_of(stem: str, target: str, heads: Mapping[str, str], moved: Mapping[str, Mapping[str, str]]) -> str:
    return moved.get(stem, {}).get(target) or heads.get(stem, f"{stem}.xhtml")


def _is_rtl(lang: str, composition: Composition) -> bool:
    """Whether text in ``lang`` runs right to left: the book says so of its own language, the script of others."""
    primary = lang.partition("-")[0].lower()
    if primary == composition.info.language.partition("-")[0].lower():
        return composition.info.direction == "rtl"
    return primary in _RIGHT_TO_LEFT
