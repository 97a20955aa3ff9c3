"""Lints of a chapter's tree for readers who do not see the page, or see it otherwise."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cache
from itertools import pairwise

from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, plain_text
from publisher.markup.scripts import foreign_runs
from publisher.patterns import regex
from publisher.rules.access import (
    ALT_SAYS_NOTHING,
    BOLD_HEADING,
    CAPITALS,
    COLOUR_ALONE,
    EMPTY_HEADER_CELL,
    OTHER_SCRIPT,
    SAME_WORDS,
    SHORT_CHART_ALT,
    TYPED_LIST,
    VAGUE_LINK,
)
from publisher.value import dataclass
from publisher.words import language_table, nearest_language

_CHARTS = frozenset({"chart", "diagram", "graph", "map", "scan", "table"})
_SET_AS_IT_IS = frozenset({"verse", "letter", "sign", "telegram", "inscription", "epigraph", "pullquote", "quotation"})
_NO_PROSE = frozenset({"code", "code_block"})
_FOLLOWS_A_HEADING = frozenset({"paragraph", "list", "blockquote", "quotation", "figure", "table", "deflist"})
_FILE = regex(
    r"\S+\.(?:png|jpe?g|gif|webp|svg|tiff?|bmp)|(?:img|dsc|image|photo|screenshot|untitled)[ _-]?\d+", re.IGNORECASE
)
_ARTICLE = regex(r"(?:an?|the|eine?|une?|la|las|los|el|le|les|das|die|der)\s+", re.IGNORECASE)
_BULLET = regex(r"[•‣⁃◦▪▫■□●○∙➢➤►▶✓✔✗✘]\s*(?=\S)|[·*]\s+(?=\S)")
_NUMBERED = regex(r"\(?(\d{1,3}|[a-z])[.)]\s+(?=\S)")
_LOUD = regex("[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f]{2,}")
_MAYBE_CAPITAL = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ\xc3\xce\xd0"  # each that _LOUD counts has one of these in UTF-8
_LONGEST_TITLE = 70  # characters of a bold paragraph that may play a heading
_LONGEST_ADDRESS = 50  # characters of an address that a link may show
_FEWEST_CAPITALS = 8
_SHORTEST = 3 * _FEWEST_CAPITALS - 1  # letters in which so many words of two capitals have room
_JUDGED = frozenset({"document", "paragraph", "image", "link", "table", "figure"})
_CHART_WORDS = 5


@dataclass(frozen=True, slots=True)
class _Words:
    """What a language's table of ``data/plain-words.toml`` says."""

    links: frozenset[str]
    pictures: tuple[str, ...]
    colour: tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]  # words of which one must be there; what to find
    telling: tuple[str, ...]  # the longest word of each of those


@dataclass(slots=True)
class _Place:
    """What holds at a place of the tree: the language, and whether lines and letters are the author's own setting."""

    language: str
    as_it_is: bool = False


@dataclass(slots=True)
class _Found:
    """What gathers on the way through a chapter."""

    links: dict[str, Node] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)


def lint_access(root: Node, language: str) -> Iterator[Diagnostic]:
    """All that keeps somebody out who listens, or does not see colours, in reading order; ``language`` is BCP 47."""
    found = _Found()
    stack = [(root, _Place(language))]
    while stack:
        node, place = stack.pop()
        kind = node.kind
        if kind == "text":
            if len(node.text) >= _SHORTEST or not node.text.isascii():
                yield from _text(node, place)
            continue
        if kind in _NO_PROSE:
            continue
        if node.attrs:
            own = node.get("lang")
            if own or kind in _SET_AS_IT_IS or not _SET_AS_IT_IS.isdisjoint(node.classes):
                as_it_is = place.as_it_is or kind in _SET_AS_IT_IS or not _SET_AS_IT_IS.isdisjoint(node.classes)
                place = _Place(own or place.language, as_it_is)
        elif kind in _SET_AS_IT_IS:
            place = _Place(place.language, as_it_is=True)
        if kind in _JUDGED:
            yield from _node(node, place, found)
        stack += [(child, place) for child in node.children[::-1]]


def _node(node: Node, place: _Place, found: _Found) -> Iterator[Diagnostic]:
    kind = node.kind
    if kind == "document":
        yield from _played(node.children)
    elif kind == "paragraph" and not place.as_it_is:
        yield from _typed_lines(node)
        yield from _by_colour(node, place.language)
    elif kind == "image":
        yield from _image(node, place.language)
    elif kind == "link":
        yield from _link(node, place.language, found)
    elif kind == "table":
        yield from _header_cells(node)
    elif kind == "figure" and not _CHARTS.isdisjoint(node.classes):
        yield from _charts(node.children, node.classes)


def _text(node: Node, place: _Place) -> Iterator[Diagnostic]:
    text = node.text
    if len(text) < 6:
        return
    for script, words in foreign_runs(text, place.language):
        message = f"“{_short(words)}” is {script}, and nothing says in which language"
        yield OTHER_SCRIPT.at(node.span, message, "put it in brackets and name its language: […]{lang=…}")
    if place.as_it_is:
        return
    loud = _capitals(text)
    if loud:
        hint = "write it in small letters; [.smallcaps] or a style may set it in capitals"
        yield CAPITALS.at(node.span, f"“{_short(loud)}” is typed in capitals", hint)


def _capitals(text: str) -> str:
    """The first run of eight words in capitals that is no list of abbreviations; empty for none."""
    data = text.encode("utf-8", "surrogatepass")
    if len(data) - len(data.translate(None, delete=_MAYBE_CAPITAL)) < 2 * _FEWEST_CAPITALS:
        return ""  # so it is with nearly every text, and to count bytes is quick
    if len(_LOUD.findall(text)) < _FEWEST_CAPITALS:
        return ""
    run: list[str] = []
    for word in (*text.split(), "end"):
        if word.isupper() or not any(char.isalpha() for char in word):
            run.append(word)
            continue
        loud = sum(len(each) > 1 and each.isupper() for each in run)
        if loud >= _FEWEST_CAPITALS and sum(each.endswith((",", ";")) for each in run) * 2 < len(run):
            return " ".join(run)
        run = []
    return ""


def _played(blocks: Sequence[Node]) -> Iterator[Diagnostic]:
    """Paragraphs that stand for headings and, one after another, for the items of a list."""
    for index, block in enumerate(blocks):
        if block.kind != "paragraph":
            continue
        before = blocks[index - 1] if index else None
        after = blocks[index + 1] if index + 1 < len(blocks) else None
        if _is_bold_title(block) and after is not None and after.kind in _FOLLOWS_A_HEADING:
            led_to = before is not None and before.kind == "paragraph" and plain_text(before).rstrip().endswith(":")
            if not led_to and not _is_bold_title(after) and not (before is not None and _is_bold_title(before)):
                words = _short(plain_text(block).strip())
                yield BOLD_HEADING.at(block.span, f"“{words}” looks like a heading and is none", f"write `## {words}`")
        if _is_item(block) and _is_item(after) and not _is_item(before):
            yield TYPED_LIST.at(block.span, "these paragraphs play a list", "begin each with `- `")


def _is_item(block: Node | None) -> bool:
    """Whether a block is a paragraph of one line that begins with a bullet."""
    if block is None or block.kind != "paragraph":
        return False
    lines = _lines(block)
    return len(lines) == 1 and _marker(lines[0]) == "•"


def _is_bold_title(block: Node) -> bool:
    inner = [each for each in block.children if each.kind != "text" or each.text.strip()]
    if block.kind != "paragraph" or block.classes or len(inner) != 1 or inner[0].kind not in ("strong", "emphasis"):
        return False
    bold = inner[0].kind == "strong" or [each.kind for each in inner[0].children] == ["strong"]
    text = plain_text(block).strip()
    return bold and 0 < len(text) <= _LONGEST_TITLE and text[-1] not in ".!?:;,…”’\"')»"


def _lines(paragraph: Node) -> list[str]:
    """The beginnings of a paragraph's lines as they are typed."""
    lines = [""]
    for child in paragraph.children:
        if child.kind in ("softbreak", "hardbreak"):
            lines.append("")
        elif len(lines[-1]) < 12:
            lines[-1] += plain_text(child)
    return lines


def _marker(line: str) -> str:
    """``•`` for a bullet, the number or letter of an item; empty for neither."""
    line = line.lstrip()
    if _BULLET.match(line):
        return "•"
    match = _NUMBERED.match(line)
    return match[1] if match else ""


def _typed_lines(paragraph: Node) -> Iterator[Diagnostic]:
    if not any(child.kind in ("softbreak", "hardbreak") for child in paragraph.children):
        return
    markers = [_marker(line) for line in _lines(paragraph)]
    for one, next_one in pairwise(markers):
        if one and next_one and (one == next_one == "•" or _follows(one, next_one)):
            hint = "write `- ` before each" if one == "•" else "write `1. ` before each, with an empty line above"
            yield TYPED_LIST.at(paragraph.span, "the lines of this paragraph play a list", hint)
            return


def _follows(one: str, other: str) -> bool:
    if one.isdecimal() and other.isdecimal():
        return int(other) == int(one) + 1
    return one.isalpha() and other.isalpha() and ord(other) == ord(one) + 1


def _by_colour(paragraph: Node, language: str) -> Iterator[Diagnostic]:
    words = _words(language)
    if words is None or not words.colour:
        return
    text = plain_text(paragraph).casefold()
    for word in words.telling:
        if word in text:
            break
    else:
        return
    text = " ".join(text.split())
    for needed, pattern in words.colour:
        if any(word in text for word in needed) and (match := pattern.search(text)):
            message = f"“{match[0]}”: not everybody sees that"
            yield COLOUR_ALONE.at(paragraph.span, message, "name it, or mark it by a sign")
            return


def _image(node: Node, language: str) -> Iterator[Diagnostic]:
    alt = " ".join(node.get("alt").split())
    if not alt:
        return
    name = posixpath.basename(node.get("src"))
    words = _words(language)
    plain = _ARTICLE.sub("", alt, count=1).casefold() if _ARTICLE.match(alt) else alt.casefold()
    if alt.casefold() in (name.casefold(), posixpath.splitext(name)[0].casefold()) and not alt.isalpha():
        yield ALT_SAYS_NOTHING.at(node.span, f"“{_short(alt)}” is the file's name", "say what the image shows")
    elif _FILE.fullmatch(alt):
        yield ALT_SAYS_NOTHING.at(node.span, f"“{_short(alt)}” is a file's name", "say what the image shows")
    elif words and any(plain.startswith(each if each[-1] in "'’" else f"{each} ") for each in words.pictures):
        yield ALT_SAYS_NOTHING.at(node.span, f"“{_short(alt)}” says that it is an image", "begin with what it shows")
    else:
        yield from _charts((node,), node.classes)


def _charts(nodes: Sequence[Node], classes: Sequence[str]) -> Iterator[Diagnostic]:
    kinds = [each for each in classes if each in _CHARTS]
    for node in nodes if kinds else ():
        alt = node.get("alt")
        if node.kind == "image" and alt and len(alt.split()) < _CHART_WORDS and not node.get("aria-details"):
            message = f"“{_short(alt)}” is all that is said of this {kinds[0]}"
            yield SHORT_CHART_ALT.at(node.span, message, "say what it tells, its numbers too")


def _link(node: Node, language: str, found: _Found) -> Iterator[Diagnostic]:
    text = " ".join(plain_text(node).split())
    href = node.get("href")
    if not text or not href:
        return
    words = _words(language)
    bare = text.casefold().strip(" .,:;!?…→»›>()[]")
    address = re.match(r"(?:https?://|www\.)\S+\Z", text) is not None
    if words and bare in words.links:
        yield VAGUE_LINK.at(node.span, f"“{text}” does not say where it leads", "let the words name the goal")
    elif address and len(text) > _LONGEST_ADDRESS:
        message = f"an address of {len(text)} letters is read one by one"
        yield VAGUE_LINK.at(node.span, message, "write [what is there](the address)")
    elif len(bare) > 1 and any(char.isalpha() for char in bare):
        first = found.links.setdefault(bare, node)
        if not _same_file(first.get("href"), href) and bare not in found.told:
            found.told.add(bare)
            where = f"in line {first.span.line} they lead to {_short(first.get('href'))}"
            yield SAME_WORDS.at(node.span, f"“{text}” leads to {_short(href)}; {where}", "let the words differ")


def _same_file(one: str, other: str) -> bool:
    """Whether two links lead to one chapter, at whatever place, or to the same address."""
    local = "//" not in one and "//" not in other
    return one == other or (local and one.partition("#")[0] == other.partition("#")[0])


def _header_cells(table: Node) -> Iterator[Diagnostic]:
    rows = [row for head in table.children if head.kind == "table_head" for row in head.children]
    for row in rows:
        said = [bool(plain_text(cell).strip()) for cell in row.children]
        for index, cell in enumerate(row.children):
            if index and any(said) and not said[index]:
                yield EMPTY_HEADER_CELL.at(cell.span, f"column {index + 1} of this table has no name", "name it")


def _short(words: str) -> str:
    return words if len(words) <= 60 else words[:59] + "…"


@cache
def _words(language: str) -> _Words | None:
    tag = nearest_language(language.replace("_", "-").partition("-")[0], "plain-words")
    if not tag:
        return None
    table = language_table(tag, "plain-words")
    patterns = tuple((tuple(each["one_of"]), re.compile(each["pattern"])) for each in table["colour"])
    telling = dict.fromkeys(max(words.split(), key=len) for needed, _ in patterns for words in needed)
    return _Words(frozenset(table["links"]), tuple(table["pictures"]), patterns, tuple(telling))
