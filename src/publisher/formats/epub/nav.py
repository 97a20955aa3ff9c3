"""The ways into the book: nav document (EPUB 3.3 §7) and NCX, with the same labels in the same order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape

from publisher.formats.epub.parts import PageMark
from publisher.style.composition import Composition, Entry
from publisher.value import dataclass
from publisher.words import words

_CONTENTS = {"de": "Inhalt", "en": "Contents", "es": "Índice", "fr": "Table des matières", "it": "Indice"}


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the printed book and the place in the EPUB where it begins."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Way:
    """A line of the contents, resolved. ``href`` is empty for a line that only gathers others."""

    label: str  # XHTML
    text: str
    href: str
    ways: tuple[Way, ...] = ()


def ways(composition: Composition, address: Callable[[str, str], str]) -> tuple[Way, ...]:
    """The contents with their links, which ``address(stem, id)`` gives. A book without contents lists its documents."""

    def way(entry: Entry) -> Way:
        text = entry.text.strip() or composition.info.title
        label = entry.label if entry.label.strip() else escape(text)
        link = address(entry.stem, entry.target) if entry.stem else ""
        return Way(label, text, link, tuple(way(child) for child in entry.children))

    made = tuple(way(entry) for entry in composition.contents)
    if made:
        return made
    read = [document for document in composition.documents if document.linear and document.matter != "cover"]
    return tuple(
        Way(escape(title), title, address(document.stem, ""))
        for document in read or composition.documents[:1]
        for title in [document.title.strip() or composition.info.title]
    )


def pages(marks: Iterable[PageMark], address: Callable[[str, str], str]) -> tuple[Page, ...]:
    """The pages of the printed book with their links, which ``address(stem, id)`` gives."""
    return tuple(Page(mark.label, address(mark.stem, mark.id)) for mark in marks)


def nav_document(
    composition: Composition,
    contents: tuple[Way, ...],
    landmarks: Iterable[tuple[str, str, str]],
    page_list: tuple[Page, ...],
) -> bytes:
    """The nav document. ``landmarks`` are (epub:type, text, link)."""
    language = composition.info.language
    title = _contents_title(composition)
    direction = ' dir="rtl"' if composition.info.direction == "rtl" else ""
    start = (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
        f' lang="{escape(language)}" xml:lang="{escape(language)}"{direction}>\n'
        f'<head>\n<meta charset="utf-8"/>\n<title>{escape(title)}</title>\n</head>\n<body>\n'
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">\n<h1 id="toc-title">'
        f"{escape(title)}</h1>\n"
    )
    parts = [start, *_list(contents), "</nav>\n"]
    marks = [f'<li><a epub:type="{type_}" href="{link}">{escape(text)}</a></li>\n' for type_, text, link in landmarks]
    if marks:
        parts += ['<nav epub:type="landmarks" id="landmarks" hidden="">\n<ol>\n', *marks, "</ol>\n</nav>\n"]
    if page_list:
        lines = [f'<li><a href="{page.href}">{escape(page.label)}</a></li>\n' for page in page_list]
        named = f'aria-label="{escape(words(language)["pages"])}"'
        parts.append(f'<nav epub:type="page-list" role="doc-pagelist" id="page-list" {named} hidden="">\n<ol>\n')
        parts += [*lines, "</ol>\n</nav>\n"]
    return "".join([*parts, "</body>\n</html>\n"]).encode()


def ncx(
    composition: Composition,
    identifier: str,
    contents: tuple[Way, ...],
    page_list: tuple[Page, ...],
    reading_order: Mapping[str, int],
) -> bytes:
    """The contents and pages for EPUB 2 readers (OPF 2.0.1 §2.4.1, ANSI/NISO Z39.86 §8.4).

    Places are played in the order in which they are read, equal places alike; ``reading_order`` gives the rank of a
    link among all places of the book. A link that it lacks comes last.
    """
    addresses = [*links(contents), *(page.href for page in page_list)]
    ranked = sorted(dict.fromkeys(addresses), key=lambda link: reading_order.get(link, len(reading_order)))
    order = {link: rank for rank, link in enumerate(ranked, 1)}
    count = 0

    def point(way: Way) -> str:
        nonlocal count
        count += 1
        key = f"nav-{count}"
        link = way.href or _first_link(way)
        start = (
            f'<navPoint id="{key}" playOrder="{order[link]}"><navLabel><text>{escape(way.text)}</text></navLabel>'
            f'<content src="{escape(link)}"/>'
        )
        return start + "".join(point(child) for child in way.ways) + "</navPoint>\n"

    points = "".join(point(way) for way in contents)
    authors = "".join(
        f"<docAuthor><text>{escape(author.name)}</text></docAuthor>\n" for author in composition.info.authors
    )
    targets = "".join(
        f'<pageTarget id="page-{number}" type="{_page_type(page.label)}"{_page_value(page.label)}'
        f' playOrder="{order[page.href]}">'
        f"<navLabel><text>{escape(page.label)}</text></navLabel>"
        f'<content src="{escape(page.href)}"/></pageTarget>\n'
        for number, page in enumerate(page_list, 1)
    )
    title = escape(words(composition.info.language)["pages"])
    page_targets = f"<pageList>\n<navLabel><text>{title}</text></navLabel>\n{targets}</pageList>\n" if targets else ""
    highest = max((int(page.label) for page in page_list if page.label.isdecimal()), default=0)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"'
        f' xml:lang="{escape(composition.info.language)}">\n<head>\n'
        f'<meta name="dtb:uid" content="{escape(identifier)}"/>\n'
        f'<meta name="dtb:depth" content="{_depth(contents)}"/>\n'
        f'<meta name="dtb:totalPageCount" content="{len(page_list)}"/>\n'
        f'<meta name="dtb:maxPageNumber" content="{highest}"/>\n</head>\n'
        f"<docTitle><text>{escape(composition.info.title)}</text></docTitle>\n{authors}"
        f"<navMap>\n{points}</navMap>\n{page_targets}</ncx>\n"
    )
    return text.encode()


def _list(contents: tuple[Way, ...]) -> list[str]:
    parts = ["<ol>\n"]
    for way in contents:
        line = f'<a href="{escape(way.href)}">{way.label}</a>' if way.href else f"<span>{way.label}</span>"
        inner = "".join(_list(way.ways)) if way.ways else ""
        parts.append(f"<li>{line}{inner}</li>\n")
    return [*parts, "</ol>\n"]


def _contents_title(composition: Composition) -> str:
    """What the book itself calls its contents, or the word in its language."""
    for mark in composition.landmarks:
        if mark.type == "toc" and mark.text.strip():
            return mark.text
    for document in composition.documents:
        if document.kind == "contents" and document.title.strip():
            return document.title
    return _CONTENTS.get(composition.info.language.partition("-")[0].lower(), _CONTENTS["en"])


def links(contents: tuple[Way, ...]) -> Iterator[str]:
    """The address of every line, in order."""
    for way in contents:
        yield way.href or _first_link(way)
        yield from links(way.ways)


def _first_link(way: Way) -> str:
    return way.href or next((link for child in way.ways if (link := _first_link(child))), "")


def _depth(contents: tuple[Way, ...]) -> int:
    return 1 + max((_depth(way.ways) for way in contents if way.ways), default=0)


def _page_type(label: str) -> str:
    return "normal" if label.isdecimal() else "front"


def _page_value(label: str) -> str:
    return f' value="{int(label)}"' if label.isdecimal() else ""
