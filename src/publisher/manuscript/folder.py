"""What lies in the manuscript folder: chapter files and images, without opening one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from publisher.diagnostics import Diagnostic, UsageError
from publisher.manuscript.values import AssetFile
from publisher.patterns import regex
from publisher.rules import files as rules
from publisher.source import Span
from publisher.value import dataclass

MEDIA_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".svg": "image/svg+xml",
}
MARKDOWN = (".md", ".markdown")

MOST_ENTRIES = 20_000
MOST_CHAPTERS = 5_000
DEEPEST = 32

_NOT_BOOKS = frozenset({"node_modules", "__pycache__", "venv"})
_NOT_CHAPTERS = frozenset({"styles", "dist"})  # beside the chapters when the folder itself is the manuscript
_DIGITS = regex(r"([0-9]+)")


@dataclass(frozen=True, slots=True)
class Listing:
    """The files of a folder in natural order; ``links`` are symbolic links to folders, which are not followed."""

    chapters: tuple[str, ...] = ()
    assets: tuple[AssetFile, ...] = ()
    links: tuple[str, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def natural_key(path: str) -> tuple[tuple[tuple[int, int, str], ...], ...]:
    """A key that sorts as a person counts: ``2-b.md`` before ``10-a.md``, case aside, folder by folder."""
    stem, dot, ending = path.rpartition(".")
    names = (stem if dot and "/" not in ending else path).split("/")
    return tuple(tuple(_pieces(name)) for name in names)


def _pieces(name: str) -> Iterator[tuple[int, int, str]]:
    for piece in _DIGITS.split(name.casefold()):
        if piece:
            yield (0, int(piece), piece) if piece[0] in "0123456789" else (1, 0, piece)


def list_folder(folder: Path) -> Listing:
    """Everything in ``folder`` that may be part of a book. Hidden files and folders are not.

    A symbolic link to a file is listed (whether it may be read is decided when it is); one to a folder is not followed.
    """
    chapters: list[str] = []
    assets: list[AssetFile] = []
    links: list[str] = []
    found: list[Diagnostic] = []
    left = MOST_ENTRIES
    waiting = [""]
    while waiting:
        under = waiting.pop()
        for entry in _entries(folder, under, found):
            left -= 1
            path = f"{under}{entry.name}"
            ending = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - a hot loop, and there is no Path yet
            if entry.is_dir(follow_symlinks=False):
                if under == "" and entry.name in _NOT_CHAPTERS:
                    continue
                if path.count("/") >= DEEPEST:
                    found.append(rules.TOO_MANY.at(Span(path), f"folders nest deeper than {DEEPEST} here"))
                    continue
                waiting.append(f"{path}/")
            elif entry.is_symlink() and _leads_to_folder(entry):
                links.append(path)
            elif ending in MARKDOWN:
                chapters.append(path)
            elif ending in MEDIA_TYPES:
                assets.append(AssetFile(path, MEDIA_TYPES[ending], size=_size(entry)))
        if left < 0 or len(chapters) > MOST_CHAPTERS:
            what = f"{MOST_CHAPTERS} Markdown files" if left >= 0 else f"{MOST_ENTRIES} files"
            found.append(rules.TOO_MANY.at(Span(""), f"there are more than {what} here", "is this the right folder?"))
            break
    return Listing(
        tuple(sorted(chapters, key=lambda path: (natural_key(path), path))),
        tuple(sorted(assets, key=lambda asset: asset.path)),
        tuple(sorted(links)),
        tuple(found),
    )


def _entries(folder: Path, under: str, found: list[Diagnostic]) -> Iterator[os.DirEntry[str]]:
    """The entries of one folder that are worth a look, by name: no two machines list them in one order."""
    try:
        with os.scandir(folder / under) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        found.append(rules.UNREADABLE.at(Span(under.rstrip("/")), f"this folder cannot be read: {error.strerror}"))
        return
    for entry in listed:
        if entry.name.startswith(".") or entry.name in _NOT_BOOKS:
            continue
        try:
            entry.name.encode("utf-8")
        except UnicodeEncodeError:
            shown = ascii(entry.name)[1:-1]
            span = Span(under.rstrip("/"))
            found.append(rules.BAD_NAME.at(span, f"the name “{shown}” is not UTF-8: the file is passed over"))
            continue
        yield entry


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:  # a circle of links
        return False


def _size(entry: os.DirEntry[str]) -> int:
    try:
        return entry.stat().st_size
    except OSError:
        return 0


def find_manuscript(folder: Path) -> Path:
    """The manuscript at ``folder``: its ``manuscript/``, or the folder itself. Absolute, links followed.

    Raises :class:`publisher.diagnostics.UsageError` when there is no folder, or no Markdown in it.
    """
    hint = "name the folder that holds the chapters, or `manuscript/` with them"
    try:
        root = folder.resolve(strict=True)
    except (OSError, RuntimeError, ValueError) as error:
        raise UsageError(f"there is no folder {folder}", hint) from error
    if not root.is_dir():
        raise UsageError(f"{folder} is a file, not a folder", hint)
    inner = root / "manuscript"
    if inner.is_dir():
        if not inner.resolve().is_relative_to(root):
            raise UsageError(f"{inner} is a link to a place outside {folder}", "name that place itself")
        if _has_book(inner):
            return inner.resolve()
    if _has_book(root):
        return root
    where = f"{folder / 'manuscript'}" if inner.is_dir() else f"{folder}"
    raise UsageError(f"there is no Markdown file in {where}", "a chapter is a file that ends in .md")


def _has_book(folder: Path) -> bool:
    return (folder / "book.toml").is_file() or bool(list_folder(folder).chapters)
