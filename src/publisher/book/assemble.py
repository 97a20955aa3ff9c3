"""Assembling makes one book of many files: order and matter, titles, ids, images, parts."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from publisher.book.audiences import audience_names
from publisher.book.drafts import Draft, drafts_of
from publisher.book.ids import Identified, give_ids, wanted_ids
from publisher.book.images import find_images, known_images
from publisher.book.model import Book, Chapter, Part
from publisher.book.names import RESERVED, Names, digest
from publisher.book.roles import role_of
from publisher.book.sections import sections_of
from publisher.book.slips import slips
from publisher.book.slugs import is_strict_name, slug, strict_name, without_order
from publisher.book.trees import words_of
from publisher.config import Config, PartSpec
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.rules.book import DUPLICATE_ID, EMPTY_PART, UNUSABLE_ID
from publisher.source import Span
from publisher.value import dataclass

if TYPE_CHECKING:
    from publisher.book.lock import Keeper
    from publisher.book.survey import Survey
    from publisher.manuscript import Manuscript
    from publisher.markup.parse import Parsed


def assemble(manuscript: Manuscript, parsed: Mapping[str, Parsed]) -> Book:
    """The whole book, nothing chosen yet. ``parsed`` is by the chapter files' paths; a file without one is left out.

    The book's diagnostics are those of the manuscript and of the parser and, after them, its own.
    """
    config = manuscript.config
    found: list[Diagnostic] = [*manuscript.diagnostics]
    drafts: list[Draft] = []
    for file in manuscript.files:
        if file.path in parsed:
            found.extend(parsed[file.path].diagnostics)
            new, trouble = drafts_of(file, parsed[file.path])
            drafts.extend(new)
            found.extend(trouble)
    audiences = audience_names(edition.audience for edition in config.editions)
    found.extend(slips((each.root for each in parsed.values()), audiences))
    images = known_images(tuple(asset.path for asset in manuscript.assets))
    pictured = [_pictured(draft, images) for draft in drafts]
    keeper = None
    if manuscript.lock is not None:
        from publisher.book.lock import keep  # few manuscripts have one

        keeper = keep(manuscript.lock, tuple(_survey(each, frozenset(audiences)) for each in pictured))
        found.extend(keeper.diagnostics)
    names = Names(_wanted(config, drafts), keeper.before if keeper else ())
    ids = _chapter_ids(drafts, names, keeper, found)
    parts, part_of = _parts(config, drafts, ids, names, keeper, found)
    github: dict[str, dict[str, int]] = {}
    chapters: list[Chapter] = []
    given: list[tuple[str, ...]] = []
    for number, (each, id, part) in enumerate(zip(pictured, ids, part_of, strict=True)):
        found.extend(each.diagnostics)
        before = keeper.blocks(number) if keeper else None
        counted = github.setdefault(each.draft.file.path, {})
        named = give_ids(id, each.title, each.body, names, frozenset(audiences), counted, before)
        found.extend(named.diagnostics)
        chapters.append(_chapter(each.draft, id, part, named))
        given.append(named.ids)
    lock = None
    if keeper is not None:
        from publisher.book.lock import next_lock

        lock = next_lock(keeper, chapters, given, parts)
    return Book(config.book, tuple(chapters), parts, config.contents.numbered, tuple(found), audiences, lock)


@dataclass(frozen=True, slots=True)
class _Pictured:
    """A draft whose images are found."""

    draft: Draft
    title: tuple[Node, ...]
    body: Node
    diagnostics: tuple[Diagnostic, ...]


def _pictured(draft: Draft, images: Mapping[str, str]) -> _Pictured:
    found: list[Diagnostic] = []
    path = draft.file.path
    title = find_images(Node("title", children=draft.title), path, images, found).children
    body = find_images(draft.body, path, images, found)
    return _Pictured(draft, title, body, tuple(found))


def _survey(each: _Pictured, audiences: frozenset[str]) -> Survey:
    from publisher.book.ledger import CHAPTER
    from publisher.book.survey import Block, Survey, survey

    draft = each.draft
    title = words_of(each.title)
    given = _given_id(draft)
    author = given if is_strict_name(given) and given not in RESERVED else ""
    itself = Block(CHAPTER, title, digest(title), author, draft.span)
    return Survey(draft.file.path, itself, survey(each.title, each.body, audiences))


def _given_id(draft: Draft) -> str:
    """The id that the author gives a chapter, in the header or at the title's heading; ``""`` where there is none."""
    return (draft.file.header.id if draft.first else "") or draft.title_id


def _chapter(draft: Draft, id: str, part: str, given: Identified) -> Chapter:
    file, header = draft.file, draft.file.header
    text = words_of(given.title)
    aliases = given.aliases
    if draft.title_id and draft.title_id != id:
        aliases = (*aliases, (draft.title_id, id))
    return Chapter(
        id=id,
        path=file.path,
        title=given.title,
        text=text,
        short=(header.short if draft.first else "") or text,
        role=role_of(header.role, file.matter, slug(_stem(file.path), "")),
        matter=file.matter,
        part=part,
        lang=header.lang,
        body=given.body,
        sections=sections_of(given.body),
        aliases=aliases,
        span=draft.span,
        classes=draft.classes,
        numbered=header.numbered is not False and "unnumbered" not in draft.classes,
        summary=header.summary if draft.first else "",
    )


def _stem(path: str) -> str:
    """What names a chapter in its path: the file's stem without its order number; for an index, its folder."""
    folder, name = posixpath.split(path)
    stem = posixpath.splitext(name)[0]
    if stem.lower() in ("index", "readme") and folder:
        stem = posixpath.basename(folder)
    return without_order(stem)


def _wanted(config: Config, drafts: Iterable[Draft]) -> set[str]:
    """Every id that an author gives anywhere."""
    wanted = wanted_ids(node for draft in drafts for node in (*draft.title, draft.body))
    for draft in drafts:
        wanted.update((draft.title_id, draft.file.header.id))
    wanted.update(entry.id for entry in config.contents.body if isinstance(entry, PartSpec))
    wanted.discard("")
    return wanted


def _chapter_ids(drafts: list[Draft], names: Names, keeper: Keeper | None, found: list[Diagnostic]) -> list[str]:
    """The chapters' ids; no two are the same even where upper and lower case are one, for they name files."""
    folded: dict[str, str] = {}
    ids = []
    for number, draft in enumerate(drafts):
        given = _given_id(draft)
        before = keeper.chapter(number) if keeper else ""
        id = _authors_id(given, before, draft.span, names, found) if given else ""
        if id and id.lower() in folded:
            other = folded[id.lower()]
            message = f"the ids `{id}` and `{other}` differ only in upper and lower case, but they name files"
            found.append(DUPLICATE_ID.at(draft.span, message, "give one of the two chapters another id"))
            id = ""
        if not id and before and before.lower() not in folded and names.keep(before, draft.span):
            id = before
        if not id:
            id = _made_id(draft, names, folded)
        folded[id.lower()] = id
        ids.append(id)
    return ids


def _made_id(draft: Draft, names: Names, folded: Mapping[str, str]) -> str:
    if draft.alone:
        base = slug(_stem(draft.file.path), "chapter")
        folder = posixpath.basename(posixpath.dirname(draft.file.path))
        if base in folded and folder:
            base = slug(f"{without_order(folder)}-{base}", "chapter")
    else:
        base = slug(words_of(draft.title), "chapter")
    base = strict_name(base, "chapter")
    id = names.make(base, draft.span)
    while id.lower() in folded:
        id = names.make(base, draft.span)
    return id


def _authors_id(given: str, before: str, span: Span, names: Names, found: list[Diagnostic]) -> str:
    """An id from a header, a title or book.toml, claimed; ``""`` where something else has it.

    It will be the id of a document in the EPUB's manifest, so it must be a strict name. Where it cannot be given, what
    was made of it ``before`` is.
    """
    if not is_strict_name(given):
        id = before if before and names.keep(before, span) else ""
        id = id or names.make(strict_name(slug(given, "chapter"), "chapter"), span)
        found.append(UNUSABLE_ID.at(span, f"`{given}` cannot be an id; the book has `{id}` for it", f"write `{id}`"))
        return id
    holder = names.claim(given, span)
    if holder is None:
        return given
    if not holder.path:  # the name of a page that we make
        return before if before and names.keep(before, span) else names.make(given, span)
    message = f"the id `{given}` is given already, at {holder}"
    found.append(DUPLICATE_ID.at(span, message, "give one of the two another id"))
    return ""


def _parts(
    config: Config,
    drafts: list[Draft],
    ids: list[str],
    names: Names,
    keeper: Keeper | None,
    found: list[Diagnostic],
) -> tuple[tuple[Part, ...], list[str]]:
    """The parts that have chapters, and for every draft the id of its part."""
    specs = [entry for entry in config.contents.body if isinstance(entry, PartSpec)]
    part_of_file = {path: number for number, spec in enumerate(specs) for path in spec.chapters}
    by_name: dict[str, int] = {}
    for number, spec in enumerate(specs):
        for name in (spec.part, spec.id):
            by_name.setdefault(name, number)
    members: dict[int, list[int]] = {number: [] for number in range(len(specs))}
    for index, draft in enumerate(drafts):
        if draft.file.part:
            name = draft.file.part
            number = part_of_file.get(draft.file.path, by_name.get(name, -1))
            if number < 0:  # a part that only the files know of
                number = by_name[name] = len(specs)
                specs.append(PartSpec(name, ()))
                members[number] = []
            members[number].append(index)
    parts: list[Part] = []
    part_of = [""] * len(drafts)
    for number, spec in enumerate(specs):
        if not members[number]:
            found.append(EMPTY_PART.at(Span("book.toml"), f"the part “{spec.part}” has no chapters: it is left out"))
            continue
        before = keeper.part(spec.part, members[number], {part.id for part in parts}) if keeper else ""
        id = _authors_id(spec.id, before, Span("book.toml"), names, found) if spec.id else ""
        if not id and before and names.keep(before, Span("book.toml")):
            id = before
        id = id or names.make(strict_name("part-" + slug(spec.part, "x"), "part"), Span("book.toml"))
        for index in members[number]:
            part_of[index] = id
        parts.append(Part(id, spec.part, tuple(ids[index] for index in members[number])))
    return tuple(parts), part_of
