"""The first heading of a chapter file, found without parsing the chapter: for titles that nobody wrote down."""

from __future__ import annotations

import re

from publisher.patterns import regex
from publisher.value import dataclass

_FENCE = regex(r" {0,3}(`{3,}|~{3,})")
_ATX = regex(r" {0,3}#{1,6}(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*")
_SETEXT = regex(r" {0,3}(?:=+|-+)[ \t]*")
_BLOCK = regex(r" {0,3}(?:[-*+>|:]|\d+[.)]|<)| {4}|\t|\s*$")
_COMMENT = regex(r"<!--.*?(?:-->|\Z)", re.DOTALL)  # one that does not end is looked for once, not once for each
_ATTRIBUTES = regex(r"\s*\{[^{}]*\}\s*$")
_IMAGE = regex(r"!\[([^\]]*)\]\([^)]*\)")
_LINK = regex(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])")
_TAG = regex(r"</?[A-Za-z][^<>]*>")
_MARKS = regex(r"(\*{1,3}|_{1,3}|`+|~~)(?=\S)(.+?)(?<=\S)\1")
_ESCAPE = regex(r"\\([!-/:-@\[-`{-~])")
_MOST_LINES = 2000


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading's words, and whether anything but the heading stands in the text."""

    words: str
    alone: bool


def first_heading(markdown: str) -> Heading:
    """The first heading of ``markdown`` in plain words, ``""`` where there is none in its first 2,000 lines."""
    text = _COMMENT.sub("", markdown)
    lines = text.split("\n")
    fence = ""
    for number, line in enumerate(lines[:_MOST_LINES]):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not line.strip(" `~"):
                fence = ""
            continue
        if mark:
            fence = mark[1]
            continue
        atx = _ATX.fullmatch(line) if "#" in line[:4] else None
        if atx:
            return Heading(plain_words(atx[1] or ""), _empty(lines[:number] + lines[number + 1 :]))
        under = lines[number + 1] if number + 1 < len(lines) else ""
        if under.lstrip()[:1] in ("=", "-") and _SETEXT.fullmatch(under) and not _BLOCK.match(line):
            return Heading(plain_words(line), _empty(lines[:number] + lines[number + 2 :]))
    return Heading("", not text.strip())


def _empty(lines: list[str]) -> bool:
    return not "".join(lines).strip()


def plain_words(inline: str) -> str:
    """A heading without its markup."""
    text = _ATTRIBUTES.sub("", inline[:1000])
    text = _LINK.sub(r"\1", _IMAGE.sub(r"\1", text))
    text = _MARKS.sub(r"\2", _MARKS.sub(r"\2", _TAG.sub("", text)))
    return " ".join(_ESCAPE.sub(r"\1", text).split())


def words_of_name(name: str) -> str:
    """A file's or folder's name as a title: no number before it, spaces for hyphens, a capital first."""
    bare = re.sub(r"^[0-9][0-9.]*[\s._-]+", "", name) or name
    words = " ".join(bare.replace("_", " ").replace("-", " ").split()) or name
    return words[:1].upper() + words[1:]
