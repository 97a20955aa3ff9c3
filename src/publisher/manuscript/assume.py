"""A folder of Markdown files with no word about their order: what it most likely means, and what was assumed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from publisher.manuscript.contents import Entry
from publisher.manuscript.headings import Heading, first_heading, words_of_name
from publisher.manuscript.values import Header
from publisher.patterns import regex
from publisher.value import dataclass

_FRONT_PAGES = ("readme", "index", "_index")  # in this order the first one there is gives the title

# A file with one of these names and no number before it goes where such a text goes in a book.
_MATTERS = {
    "dedication": "front", "foreword": "front", "preface": "front", "introduction": "front",
    "acknowledgments": "front", "acknowledgements": "front",
    "afterword": "back", "appendix": "back", "appendices": "back", "bibliography": "back", "references": "back",
    "glossary": "back", "colophon": "back", "about-the-author": "back",
}  # fmt: skip
_NUMBER = regex(r"^[0-9]")


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of a chapter file: its header and its first heading."""

    header: Header
    heading: Heading


@dataclass(frozen=True, slots=True)
class Order:
    """An assumed reading order; ``titles`` are the parts' by the name entries have."""

    title: str
    entries: tuple[Entry, ...]
    titles: Mapping[str, str]
    assumed: tuple[str, ...]


def page_of(header: Header, body: str) -> Page:
    """A file's page from its header and the Markdown after it."""
    return Page(header, first_heading(body))


def is_front_page(path: str) -> bool:
    """Whether the file is the README or index of its folder."""
    return posixpath.splitext(posixpath.basename(path))[0].lower() in _FRONT_PAGES


def assume_order(paths: tuple[str, ...], pages: Mapping[str, Page], folder_name: str) -> Order:
    """The order of files that are in natural order already."""
    front_page = _front_page(paths)
    title, assumed = _title(front_page, pages, folder_name)
    entries: dict[str, list[Entry]] = {"front": [], "body": [], "back": []}
    titles: dict[str, str] = {}
    moved: list[str] = []
    for path in _front_pages_first(paths):
        if _title_only(path, pages[path]) and len(paths) > 1:
            continue
        folder = path.partition("/")[0] if "/" in path else ""
        if folder:
            part = f"part-{_slug(folder)}"
            titles.setdefault(part, _part_title(folder, paths, pages))
            entries["body"].append(Entry(path, "body", part))
            continue
        matter = _matter(path, pages[path], single=len(paths) == 1)
        if matter != "body" and path != front_page:
            moved.append(f"{path} is {matter} matter, by its name or role")
        entries[matter].append(Entry(path, matter))
    order = (*entries["front"], *entries["body"], *entries["back"])
    if not order:  # nothing but title pages: they are all there is
        order = tuple(Entry(path, "body") for path in paths)
    if len(order) > 1:
        assumed.append(f"The {len(order)} chapters stand in the order of their files' names")
    if titles:
        assumed.append("The folders are parts: " + ", ".join(f"“{each}”" for each in titles.values()))
    return Order(title, order, titles, (*assumed, *moved[:10]))


def _front_page(paths: tuple[str, ...]) -> str:
    by_stem = {posixpath.splitext(path)[0].lower(): path for path in reversed(paths) if "/" not in path}
    return next((by_stem[stem] for stem in _FRONT_PAGES if stem in by_stem), "")


def _front_pages_first(paths: tuple[str, ...]) -> list[str]:
    """The paths with each folder's README or index before its other files."""
    ranks = {path: number for number, path in reversed(list(enumerate(paths)))}
    first: dict[str, int] = {}
    for path in paths:
        first.setdefault(path.partition("/")[0] if "/" in path else path, ranks[path])
    return sorted(
        paths,
        key=lambda path: (
            first[path.partition("/")[0]] if "/" in path else (-1 if is_front_page(path) else first[path]),
            "/" in path and not (path.count("/") == 1 and is_front_page(path)),
            ranks[path],
        ),
    )


def _title(front_page: str, pages: Mapping[str, Page], folder_name: str) -> tuple[str, list[str]]:
    if front_page:
        page = pages[front_page]
        if page.header.title:
            return page.header.title, [f"The title is “{page.header.title}”, from the header of {front_page}"]
        if page.heading.words:
            return page.heading.words, [f"The title is “{page.heading.words}”, the first heading of {front_page}"]
    title = words_of_name(folder_name)
    return title, [f"The title is “{title}”, the folder's name"]


def _title_only(path: str, page: Page) -> bool:
    return is_front_page(path) and path.count("/") <= 1 and page.heading.alone


def _matter(path: str, page: Page, *, single: bool) -> str:
    if single:
        return "body"
    if is_front_page(path):
        return "front"
    stem = posixpath.splitext(path)[0].lower().replace("_", "-").replace(" ", "-")
    if page.header.role in _MATTERS:
        return _MATTERS[page.header.role]
    if _NUMBER.match(stem):
        return "body"
    return _MATTERS.get(stem, "back" if stem.startswith("appendix-") else "body")


def _part_title(folder: str, paths: tuple[str, ...], pages: Mapping[str, Page]) -> str:
    for path in paths:
        if posixpath.dirname(path) == folder and is_front_page(path):
            page = pages[path]
            return page.header.title or page.heading.words or words_of_name(folder)
    return words_of_name(folder)


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.lower()).strip("-_") or "x"
