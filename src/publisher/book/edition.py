"""An edition is the book for one audience: choose → number → passes → resolve references → count words → check."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from publisher.book.audiences import ALWAYS, any_marked, kept
from publisher.book.checks import CHECKS
from publisher.book.collect import quotes_of, targets_in, targets_of
from publisher.book.drafts import relevel
from publisher.book.links import resolve_links
from publisher.book.model import Book, Chapter, Edition, Part, ReadingTime
from publisher.book.numbering import number_chapters, number_contents
from publisher.book.reading import book_time, chapter_time
from publisher.book.sections import sections_of
from publisher.book.trees import words_of
from publisher.config import BookInfo, EditionSpec, ReadingOptions
from publisher.config.hints import did_you_mean
from publisher.config.shops import buy_link
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.rules.book import EMPTY_EDITION, UNKNOWN_CHAPTER
from publisher.source import Span

Pass = Callable[[Edition], Edition]
Check = Callable[[Edition], tuple[Diagnostic, ...]]


def edit(
    book: Book, spec: EditionSpec, reading: ReadingOptions, passes: Iterable[Pass] = (), checks: Iterable[Check] = ()
) -> Edition:
    """The edition that ``spec`` asks for. Its diagnostics are its own, not the book's.

    A pass gets an edition with sections, targets and quotations (and unresolved links) and gives back a changed
    one; what it adds must have ids. ``checks`` run after the book's own.
    """
    found: list[Diagnostic] = []
    chapters, parts = choose(book, spec, found)
    chapters, trouble = number_contents(chapters)
    found.extend(trouble)
    there = [(chapter, targets_in(chapter)) for chapter in chapters]
    edition = Edition(
        name=spec.name,
        spec=spec,
        info=_info(book.info, spec),
        chapters=tuple(_with_sections(chapter) for chapter in chapters),
        parts=parts,
        targets=targets_of(chapters, parts, there),
        quotes=quotes_of(chapters),
        reading=ReadingTime(),
        diagnostics=tuple(found),
    )
    passes = tuple(passes)
    for each in passes:
        edition = each(edition)
    if passes:
        edition = replace(
            edition,
            chapters=tuple(_with_sections(chapter) for chapter in edition.chapters),
            targets=targets_of(edition.chapters, edition.parts, there),
        )
    edition = _counted(_resolved(edition, book), reading)
    trouble = tuple(each for check in (*CHECKS, *checks) for each in check(edition))
    return replace(edition, diagnostics=(*edition.diagnostics, *trouble))


def choose(book: Book, spec: EditionSpec, found: list[Diagnostic]) -> tuple[tuple[Chapter, ...], tuple[Part, ...]]:
    """The chapters and parts of an edition, without what is for other audiences, with their numbers.

    They are numbered among all that the audience may read, before ``spec.chapters`` picks some of them: a handout
    of chapter 3 is about chapter 3.
    """
    names = frozenset({*ALWAYS, *book.audiences, spec.audience})
    for_them = [left for chapter in book.chapters if (left := _for_audience(chapter, spec.audience, names)) is not None]
    parts = _parts_with(book.parts, for_them)
    chapters, parts = number_chapters(book, for_them, parts)
    if spec.chapters:
        wanted = _wanted(book, spec, chapters, found)
        chapters = tuple(chapter for chapter in chapters if chapter.id in wanted)
        parts = _parts_with(parts, chapters)
    if not chapters:
        found.append(EMPTY_EDITION.at(_place(spec), f"the edition `{spec.name}` has no chapters"))
    return chapters, parts


def _place(spec: EditionSpec) -> Span:
    return Span("book.toml")


def _for_audience(chapter: Chapter, audience: str, names: frozenset[str]) -> Chapter | None:
    marks = names.intersection(chapter.classes)
    if marks and audience not in marks:
        return None
    if not any_marked((*chapter.title, chapter.body), names):
        return chapter
    old_title = Node("title", children=chapter.title)
    title = kept(old_title, audience, names)
    body = kept(chapter.body, audience, names) or Node("document", span=chapter.body.span)
    if title is old_title and body is chapter.body:
        return chapter
    body = relevel(body)  # a heading that is left out must leave no gap above the next
    inlines = title.children if title is not None else ()
    text = words_of(inlines)
    ids = {node.id for root in (*inlines, body) for node in root.walk() if node.attrs}
    ids.add(chapter.id)
    return replace(
        chapter,
        title=inlines,
        text=text,
        short=text if chapter.short == chapter.text else chapter.short,
        body=body,
        aliases=tuple((alias, id) for alias, id in chapter.aliases if id in ids),
    )


def _wanted(book: Book, spec: EditionSpec, chapters: Sequence[Chapter], found: list[Diagnostic]) -> set[str]:
    """The ids of the chapters that ``spec.chapters`` asks for, by id or by file."""
    there = {chapter.id for chapter in chapters}
    by_path: dict[str, list[str]] = {}
    for chapter in book.chapters:
        by_path.setdefault(chapter.path, []).append(chapter.id)
    known = {chapter.id: None for chapter in book.chapters}
    wanted: set[str] = set()
    for asked in spec.chapters:
        ids = [asked] if asked in known else by_path.get(asked, [])
        if ids and there.isdisjoint(ids):
            message = f"the chapter `{asked}` is not for the audience `{spec.audience}` of the edition `{spec.name}`"
            found.append(UNKNOWN_CHAPTER.at(_place(spec), message))
        elif not ids:
            hint = did_you_mean(asked, known, "`publisher info` lists the ids")
            message = f"the edition `{spec.name}` asks for a chapter `{asked}` that the book does not have"
            found.append(UNKNOWN_CHAPTER.at(_place(spec), message, hint))
        wanted.update(ids)
    return wanted


def _parts_with(parts: Iterable[Part], chapters: Iterable[Chapter]) -> tuple[Part, ...]:
    """The parts that still have chapters, each with those it still has."""
    there = {chapter.id for chapter in chapters}
    left = (replace(part, chapters=tuple(id for id in part.chapters if id in there)) for part in parts)
    return tuple(part for part in left if part.chapters)


def _info(info: BookInfo, spec: EditionSpec) -> BookInfo:
    """What is true of the book in this edition: its own title and identifier, and no link that its shop refuses."""
    own = (spec.title or info.title, spec.identifier or info.identifier, buy_link(info.buy, spec.channel))
    if own == (info.title, info.identifier, info.buy):
        return info
    return replace(info, title=own[0], identifier=own[1], buy=own[2])


def _with_sections(chapter: Chapter) -> Chapter:
    sections = sections_of(chapter.body)
    return chapter if sections == chapter.sections else replace(chapter, sections=sections)


def _resolved(edition: Edition, book: Book) -> Edition:
    """The edition with its links resolved; nothing is a goal any more that this edition has not."""
    ids = frozenset(target.id for target in edition.targets)
    chapters, trouble = resolve_links(book, edition.chapters, edition.name, ids)
    return replace(edition, chapters=chapters, quotes=quotes_of(chapters), diagnostics=(*edition.diagnostics, *trouble))


def _counted(edition: Edition, reading: ReadingOptions) -> Edition:
    info = edition.info
    times = [chapter_time(chapter, info.language, info.kind, reading) for chapter in edition.chapters]
    chapters = tuple(replace(chapter, reading=time) for chapter, time in zip(edition.chapters, times, strict=True))
    return replace(edition, chapters=chapters, reading=book_time(times))
