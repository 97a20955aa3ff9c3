"""mdBook's SUMMARY.md read as contents: links in order, headings as parts."""

from __future__ import annotations

from urllib.parse import unquote

from publisher.manuscript.contents import Entry
from publisher.manuscript.headings import plain_words
from publisher.manuscript.paths import clean
from publisher.patterns import regex
from publisher.source import Source, Span

_LINK = regex(r"\[((?:[^\[\]\\]|\\.)*)\]\(\s*<?([^()<>]*)>?\s*\)")
_ITEM = regex(r"\s*(?:[-*+]|\d+[.)])\s+")
_HEADING = regex(r"#{1,6}\s+(.*?)(?:\s+#+)?\s*")
_SLUG = regex(r"[^\w]+")


def read_summary(source: Source) -> tuple[tuple[Entry, ...], dict[str, str]]:
    """The entries of a SUMMARY.md, and the parts' titles by the name entries have.

    Links before the first list are front matter, links after the last list back matter; a heading before a list
    begins a part, except for the first one when it is the file's own. A link without a target is a chapter not yet
    written and is passed over.
    """
    entries: list[Entry] = []
    titles: dict[str, str] = {}
    part = ""
    seen_list = False
    for number, line in enumerate(source.text.split("\n"), start=1):
        heading = _HEADING.fullmatch(line)
        if heading:
            if entries or (number > 1 and _says_something(heading[1])):
                part = _part(plain_words(heading[1]), titles)
            continue
        item = _ITEM.match(line)
        link = _LINK.search(line, item.end() if item else 0)
        target = unquote(link[2].strip()) if link else ""
        if not link or not target or (not item and line[: link.start()].strip()):
            continue
        seen_list = seen_list or bool(item)
        matter = "body" if item else "back" if seen_list else "front"
        span = Span(source.path, number, link.start() + 1, number, link.end() + 1)
        entries.append(Entry(clean(target.partition("#")[0]), matter, part if item else "", span))
    return tuple(entries), titles


def _says_something(words: str) -> bool:
    return plain_words(words).casefold() not in ("", "summary", "contents", "table of contents")


def _part(title: str, titles: dict[str, str]) -> str:
    name = "part-" + (_SLUG.sub("-", title.lower()).strip("-_") or "x")
    number = 2
    while name in titles:
        name = f"{name.rstrip('0123456789').rstrip('-')}-{number}"
        number += 1
    titles[name] = title
    return name
