"""The reading order: what ``[contents]`` says, or mdBook's SUMMARY.md, or the files by their names."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from pathlib import Path as Folder

from publisher.config import Contents, PartSpec
from publisher.config.hints import nearest
from publisher.config.positions import Path, Positions
from publisher.diagnostics import Diagnostic
from publisher.manuscript.folder import MARKDOWN
from publisher.manuscript.paths import clean, locate, why_unsafe
from publisher.rules import files as rules
from publisher.source import Span
from publisher.value import dataclass

_MOST_NAMES = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """One chapter file of the reading order, and the place that names it."""

    path: str
    matter: str  # front, body or back
    part: str = ""
    span: Span = field(default=Span(""))


def entries_of(contents: Contents, positions: Positions) -> tuple[Entry, ...]:
    """The files of ``[contents]`` in order, each with its place in book.toml."""
    found = [Entry(clean(path), "front", "", positions.at(loc)) for path, loc in _placed(contents.front, "front")]
    for index, item in enumerate(contents.body):
        loc: Path = ("contents", "body", index)
        if isinstance(item, str):
            found.append(Entry(clean(item), "body", "", positions.at(loc)))
            continue
        for number, path in enumerate(item.chapters):
            span = positions.at((*loc, "chapters", number))
            found.append(Entry(clean(path), "body", item.id or item.part, span))
    found.extend(Entry(clean(path), "back", "", positions.at(loc)) for path, loc in _placed(contents.back, "back"))
    return tuple(found)


def _placed(paths: tuple[str, ...], matter: str) -> Iterator[tuple[str, Path]]:
    for index, path in enumerate(paths):
        yield path, ("contents", matter, index)


def cleaned(contents: Contents) -> Contents:
    """The contents with every path in its shortest form, as the files will have it."""

    def shortest(paths: Iterable[str]) -> tuple[str, ...]:
        return tuple(clean(path) for path in paths)

    body = tuple(
        clean(item) if isinstance(item, str) else replace(item, chapters=shortest(item.chapters))
        for item in contents.body
    )
    return replace(contents, front=shortest(contents.front), body=body, back=shortest(contents.back))


def contents_of(entries: Iterable[Entry], titles: Mapping[str, str], *, numbered: bool = False) -> Contents:
    """The ``[contents]`` that would give these entries; ``titles`` are the parts' by the name entries have."""
    front: list[str] = []
    back: list[str] = []
    body: list[str | PartSpec] = []
    for entry in entries:
        last = body[-1] if body else ""
        if entry.matter != "body":
            (front if entry.matter == "front" else back).append(entry.path)
        elif not entry.part:
            body.append(entry.path)
        elif isinstance(last, PartSpec) and entry.part in (last.id, last.part):
            body[-1] = replace(last, chapters=(*last.chapters, entry.path))
        else:
            title = titles.get(entry.part, entry.part)
            body.append(PartSpec(title, (entry.path,), "" if title == entry.part else entry.part))
    return Contents(tuple(front), tuple(body), tuple(back), numbered)


def check_entries(
    root: Folder, entries: Iterable[Entry], there: tuple[str, ...]
) -> tuple[tuple[Entry, ...], tuple[Diagnostic, ...]]:
    """The entries that can be read, and what is wrong with the others. ``there`` are the folder's chapter files."""
    good: dict[str, Entry] = {}
    found: list[Diagnostic] = []
    known = frozenset(there)
    folded = {path.casefold() for path in there}
    for entry in entries:
        unsafe = why_unsafe(entry.path)
        shown = entry.path[:80]
        if entry.path in good:
            message = f"{shown} is listed twice, the first time in line {good[entry.path].span.line}"
            found.append(rules.LISTED_TWICE.at(entry.span, message, "keep one of the two"))
        elif unsafe:
            found.append(rules.OUTSIDE.at(entry.span, f"`{shown}` {unsafe}", "name a file in the manuscript folder"))
        elif not entry.path.lower().endswith(MARKDOWN):
            hint = _meant(entry.path, there) or "chapters end in .md"
            found.append(rules.NOT_MARKDOWN.at(entry.span, f"{shown} is not a Markdown file", hint))
        elif entry.path not in known and (entry.path.casefold() in folded or locate(root, entry.path)[1] == "missing"):
            # Upper and lower case differ, even on a file system that does not mind.
            message = f"there is no file {shown} in the manuscript"
            found.append(rules.MISSING_FILE.at(entry.span, message, _meant(entry.path, there)))
        else:
            good[entry.path] = entry
    return tuple(good.values()), tuple(found)


def _meant(path: str, there: tuple[str, ...]) -> str:
    name = posixpath.basename(path).casefold()
    stem = posixpath.splitext(name)[0]
    same = [each for each in there if posixpath.basename(each).casefold() == name]
    same = same or [each for each in there if posixpath.splitext(posixpath.basename(each))[0].casefold() == stem]
    meant = same[0] if same else nearest(path, there)
    return f"did you mean `{meant}`?" if meant else ""


def not_listed(entries: Iterable[Entry], there: Iterable[str], span: Span) -> tuple[Diagnostic, ...]:
    """A note about chapter files that are in the folder and not in the book."""
    listed = {entry.path for entry in entries}
    left = [path for path in there if path not in listed and not _is_readme(path)]
    if not left:
        return ()
    names = ", ".join(left[:_MOST_NAMES]) + (f" and {len(left) - _MOST_NAMES} more" if len(left) > _MOST_NAMES else "")
    verb = "is" if len(left) == 1 else "are"
    return (
        rules.NOT_LISTED.at(span, f"{names} {verb} not in the contents", "list them, or let a dot begin their names"),
    )


def _is_readme(path: str) -> bool:
    return path.lower() in ("readme.md", "summary.md")
