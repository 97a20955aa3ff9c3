"""Reading a manuscript: its folder in; its configuration, its chapters in order and all that is wrong with them out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from publisher.config import BookInfo, Config, ConfigReading, Contents, read_with_positions
from publisher.config.positions import Positions
from publisher.diagnostics import Diagnostic, in_order
from publisher.manuscript.assume import Order, Page, assume_order, page_of
from publisher.manuscript.contents import Entry, check_entries, cleaned, contents_of, entries_of, not_listed
from publisher.manuscript.folder import Listing, list_folder
from publisher.manuscript.header import read_header
from publisher.manuscript.lock import read_lock
from publisher.manuscript.paths import locate, name_trouble, real_folder, why_unsafe
from publisher.manuscript.summary import read_summary
from publisher.manuscript.text import read_source
from publisher.manuscript.values import ChapterFile, Header, Manuscript
from publisher.rules import config as config_rules
from publisher.rules import files as rules
from publisher.rules.access import LANGUAGE_ASSUMED
from publisher.source import Source, Span
from publisher.value import dataclass

CONFIG = "book.toml"
LARGEST_ALL = 64 * 1024 * 1024
"""Characters of all chapters together: forty long novels."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A chapter file that was read, with its header."""

    source: Source
    header: Header
    body_line: int

    def page(self) -> Page:
        lines = self.source.text.split("\n", self.body_line - 1)
        return page_of(self.header, lines[-1] if len(lines) >= self.body_line else "")


def read_manuscript(folder: Path) -> Manuscript:
    """The manuscript in ``folder`` (see :func:`publisher.manuscript.find_manuscript`).

    Nothing that an author wrote makes it raise: what is wrong is in the diagnostics, whose places are relative to the
    folder. Raises :class:`publisher.diagnostics.MachineError` when the folder itself cannot be read.
    """
    root = real_folder(folder)
    listing = list_folder(root)
    found = [*listing.diagnostics, *name_trouble((*listing.chapters, *(asset.path for asset in listing.assets)))]
    reading = _config(root, found)
    config = reading.config if reading else None
    if config and config.contents != Contents(numbered=config.contents.numbered):
        manuscript = _by_contents(root, config, reading.positions if reading else Positions(CONFIG, {}), listing, found)
    else:
        manuscript = _by_files(root, config, listing, found)
    if not manuscript.files:
        hint = "a chapter is a file that ends in .md"
        found.append(rules.NO_CHAPTERS.at(Span(CONFIG if config else ""), "the book has no chapters", hint))
    if reading:
        found.extend(_cover(root, manuscript.config, reading.positions))
    lock, trouble = read_lock(root)
    found.extend(trouble)
    return replace(manuscript, lock=lock, diagnostics=in_order(found))


def _config(root: Path, found: list[Diagnostic]) -> ConfigReading | None:
    """book.toml as it was read, or None when there is none."""
    if not (root / CONFIG).exists() and not (root / CONFIG).is_symlink():
        return None
    source, trouble = read_source(root, CONFIG)
    found.extend(trouble)
    reading = read_with_positions(source.text if source else '[book]\ntitle = "Untitled"\n', CONFIG)
    if not trouble:
        found.extend(reading.diagnostics)
        table = reading.positions.places.get(("book",))
        if table is not None and ("book", "language") not in reading.positions.places:
            assumed = reading.config.book.language
            hint = f'write language = "{assumed}", or another BCP 47 tag'
            found.append(LANGUAGE_ASSUMED.at(table, f'no language is given: taken to be "{assumed}"', hint))
    return reading


def _by_contents(
    root: Path, config: Config, positions: Positions, listing: Listing, found: list[Diagnostic]
) -> Manuscript:
    """The files that ``[contents]`` names."""
    named = entries_of(config.contents, positions)
    entries, trouble = check_entries(root, named, listing.chapters)
    found.extend((*trouble, *not_listed(named, listing.chapters, positions.at(("contents",)))))
    read = _read_all(root, entries, found)
    config = replace(config, contents=cleaned(config.contents))
    return Manuscript(config, _chapters(entries, read), listing.assets)


def _by_files(root: Path, config: Config | None, listing: Listing, found: list[Diagnostic]) -> Manuscript:
    """The order of SUMMARY.md or else of the files' names."""
    numbered = bool(config and config.contents.numbered)
    summary = next((path for path in listing.chapters if path.lower() == "summary.md"), "")
    source = None
    if summary:
        source, _ = read_source(root, summary)
    entries, titles = read_summary(source) if source else ((), {})
    if entries:
        rest = tuple(path for path in listing.chapters if path != summary)
        entries, trouble = check_entries(root, entries, rest)
        found.extend((*trouble, *not_listed(entries, rest, Span(summary))))
        read = _read_all(root, entries, found)
        order = Order("", entries, titles, (f"The chapters stand in the order of {summary}",))
        if config is None:
            order = replace(order, title=_named(root, read))
            order = replace(order, assumed=(f"The title is “{order.title}”", *order.assumed))
    else:
        found.extend(_links_outside(root, listing.links))
        read = _read_all(root, (Entry(path, "body") for path in listing.chapters), found)
        pages = {path: each.page() for path, each in read.items()}
        order = assume_order(tuple(read), pages, _folder_name(root))
    contents = contents_of(order.entries, order.titles, numbered=numbered)
    if config is None:
        config = _assumed(order, found)
    return Manuscript(replace(config, contents=contents), _chapters(order.entries, read), listing.assets)


def _links_outside(root: Path, links: Iterable[str]) -> Iterator[Diagnostic]:
    """Links to folders elsewhere, where chapters may have been meant; a link inside only repeats what is listed."""
    for path in links:
        if not (root / path).resolve().is_relative_to(root):
            words = f"{path} is a link to a folder outside the manuscript: it is not followed"
            yield rules.LINK_OUTSIDE.at(Span(path), words, "copy the folder here")


def _folder_name(root: Path) -> str:
    """The name of the book's folder: a folder called manuscript says nothing."""
    return root.parent.name if root.name.lower() in ("manuscript", "src") and root.parent.name else root.name


def _named(root: Path, read: dict[str, _Read]) -> str:
    pages = {path: each.page() for path, each in read.items()}
    return assume_order(tuple(read), pages, _folder_name(root)).title


def _assumed(order: Order, found: list[Diagnostic]) -> Config:
    assumed = (
        *order.assumed,
        "The language is English (en)",
        "The author is not known",
        "One edition is made, as an EPUB and as a PDF",
    )
    message = "there is no book.toml, so this was assumed: " + "; ".join(assumed)
    found.append(config_rules.ASSUMED.at(Span(""), message, "write a book.toml to say otherwise"))
    return Config(BookInfo(order.title), assumed=tuple(f"{each}." for each in assumed))


def _read_all(root: Path, entries: Iterable[Entry], found: list[Diagnostic]) -> dict[str, _Read]:
    """Every file of the entries that can be read, by path."""
    read: dict[str, _Read] = {}
    left = LARGEST_ALL
    for entry in entries:
        source, trouble = read_source(root, entry.path, entry.span if entry.span.path else None)
        found.extend(trouble)
        if source is None:
            continue
        left -= len(source.text)
        if left < 0:
            message = f"the chapters together are larger than {LARGEST_ALL >> 20} MB: this and later ones are left out"
            found.append(rules.TOO_LARGE.at(Span(entry.path), message))
            break
        header, body_line, more = read_header(source)
        found.extend(more)
        read[entry.path] = _Read(source, header, body_line)
    return read


def _chapters(entries: Iterable[Entry], read: dict[str, _Read]) -> tuple[ChapterFile, ...]:
    return tuple(
        ChapterFile(
            entry.path,
            read[entry.path].source,
            read[entry.path].header,
            read[entry.path].body_line,
            entry.matter,
            entry.part,
        )
        for entry in entries
        if entry.path in read
    )


def _cover(root: Path, config: Config, positions: Positions) -> tuple[Diagnostic, ...]:
    """What is wrong with the path of the author's own cover."""
    cover = config.book.cover
    target, reason = locate(root, cover) if cover else (root, "")
    if target is not None:
        return ()
    span = positions.at(("book", "cover"))
    if reason == "missing":
        return (rules.NO_IMAGE.at(span, f"there is no image {cover[:80]} in the manuscript"),)
    if reason == "outside":
        why = why_unsafe(cover) or "is a link to a place outside the manuscript"
        return (rules.OUTSIDE.at(span, f"`{cover[:80]}` {why}", "name an image in the manuscript folder"),)
    return (rules.UNREADABLE.at(span, f"{cover[:80]} is not a file that can be read"),)
