"""The documents of a composition: made pages from templates, part openers, and the chapters, in the style's order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote
from xml.parsers import expat

from publisher import __version__
from publisher.book.model import Chapter, Counts, Edition, Part
from publisher.book.reading import duration
from publisher.config import Contributor
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.patterns import regex
from publisher.rules import dress
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store
from publisher.style.composition import ACCESS_SLOT, ACCESSIBILITY, COVER_IMAGE, PAGE, SCREEN, Document
from publisher.style.meanings import meaning
from publisher.style.outline import Line
from publisher.style.pack import CHAPTERS
from publisher.style.speak import Speaker
from publisher.style.templates import Ready, Templates, fill_kept
from publisher.style.variables import number
from publisher.value import dataclass
from publisher.words import access_words, words

COVER = "cover"
HANDOUT_HEAD = "handout-head"
_CREDITS = {"edt": "edited_by", "trl": "translated_by", "ill": "illustrated_by", "aui": "introduction_by",
            "aft": "afterword_by", "cov": "cover_by"}  # fmt: skip
_YEAR = regex(r"\d{4}")


@dataclass(frozen=True, slots=True)
class Stems:
    """The file stems of all documents: of made pages by their kind, of chapters and parts by their id."""

    pages: Mapping[str, str]
    chapters: Mapping[str, str]


def give_stems(edition: Edition, pages: Sequence[str]) -> Stems:
    """Chapters and parts are called by their ids; a made page by its kind, or where that is taken ``<kind>-page``."""
    ids = [*(part.id for part in edition.parts), *(chapter.id for chapter in edition.chapters)]
    named = dict(zip(ids, ids, strict=True))
    taken = {name.casefold() for name in named} | {target.id.casefold() for target in edition.targets}
    made = {}
    for kind in pages:
        if kind != CHAPTERS:
            stem = kind
            while stem.casefold() in taken:
                stem = f"{stem}-page"
            taken.add(stem.casefold())
            made[kind] = stem
    return Stems(made, named)


@dataclass(slots=True)
class Press:
    """What all documents of one composition are made with. Lives as long as it is made; never travels."""

    edition: Edition
    speaker: Speaker
    templates: Templates
    stems: Stems
    lines: Sequence[Line]
    cover_words: str
    found: list[Diagnostic]

    @property
    def language(self) -> str:
        """The book's."""
        return self.edition.info.language


def make_documents(press: Press, pages: Sequence[str]) -> tuple[Document, ...]:
    """All documents, in reading order; a template that writes nothing makes no document."""
    common = _common_values(press)
    documents: list[Document] = []
    reached = False
    for kind in dict.fromkeys(pages):
        if kind == CHAPTERS:
            reached = True
            documents.extend(_chapters(press, common))
        elif kind not in (COVER, ACCESSIBILITY) or press.speaker.medium == SCREEN:
            documents.extend(_made_page(press, kind, common, "back" if reached else "front"))
    return tuple(documents)


def _made_page(press: Press, kind: str, common: Mapping[str, Any], matter: str) -> Iterator[Document]:
    stem = press.stems.pages[kind]
    said = words(press.language)
    contents = _line_values(press, press.lines, stem) if kind == "contents" else []
    values = {**common, "id": stem, "kind": kind, "contents": contents}
    about = access_words(press.language) if kind == ACCESSIBILITY else None
    if about is not None:
        foreign = about.language if about.language != press.language else ""
        values["about"] = {"title": about.title, "lang": foreign, "facts": Ready(ACCESS_SLOT)}
    body = _fill(press, f"{kind}.xhtml", values)
    if body:
        matter = {COVER: "cover", HANDOUT_HEAD: "body"}.get(kind, matter)
        shown = "handout" if kind == HANDOUT_HEAD else kind
        named = about.title if about else said.get(kind.replace("-", "_"), press.edition.info.title)
        title = press.edition.info.title if kind in ("title-page", "half-title") else named
        yield _document(stem, shown, title or stem, body, matter, press.language, shown)


def _chapters(press: Press, common: Mapping[str, Any]) -> Iterator[Document]:
    parts = {part.id: part for part in press.edition.parts}
    opened: set[str] = set()
    for index, chapter in enumerate(press.speaker.edition.chapters):
        part = parts.get(chapter.part)
        if part is not None and part.id not in opened:
            opened.add(part.id)
            yield from _part_opener(press, part, common)
        yield from _chapter(press, chapter, common, first=index == 0)


def _part_opener(press: Press, part: Part, common: Mapping[str, Any]) -> Iterator[Document]:
    said = words(press.language)
    label = said["part_number"].format(number=part.number) if part.number else ""
    values = {**common, "part": {"id": part.id, "title": part.title, "number": part.number, "label": label}}
    body = _fill(press, "part.xhtml", values)
    if body:
        yield _document(press.stems.chapters[part.id], "part", part.title, body, "body", press.language, "part")


def _chapter(press: Press, chapter: Chapter, common: Mapping[str, Any], *, first: bool) -> Iterator[Document]:
    stem = press.stems.chapters[chapter.id]
    rendering = press.speaker.rendering(chapter, stem)
    values = {**common, "chapter": _chapter_values(press, chapter), "first": first, "words": dict(rendering.words)}
    values["chapter"] |= {
        "title": Ready(rendering.nodes(chapter.title)),
        "body": Ready(rendering.nodes((chapter.body,))),
    }
    body = _fill(press, "chapter.xhtml", values)
    lang = chapter.lang or press.language
    classes = " ".join(dict.fromkeys(("chapter", chapter.role)))
    yield _document(stem, "chapter", chapter.text or press.edition.info.title, body, chapter.matter, lang, classes)


def _chapter_values(press: Press, chapter: Chapter) -> dict[str, Any]:
    said = words(chapter.lang or press.language)
    numbered = "appendix_number" if chapter.role == "appendix" else "chapter_number"
    epub_type, doc_role = meaning(chapter.role, chapter.matter)
    classes = ["chapter", f"role-{chapter.role}", f"matter-{chapter.matter}", *(["in-part"] if chapter.part else [])]
    heading = f"{chapter.id}-title"
    return {
        "id": chapter.id,
        "heading_id": heading if heading not in press.speaker.known else "",
        "classes": " ".join(classes),
        "number": chapter.number,
        "label": said[numbered].format(number=chapter.number) if chapter.number else "",
        "text": chapter.text,
        "short": _head(press, chapter.short or chapter.text, chapter.span),
        "role": chapter.role,
        "matter": chapter.matter,
        "lang": chapter.lang if chapter.lang != press.language else "",
        "minutes": chapter.reading.minutes if chapter.reading else 0,
        "time": time_text(chapter.reading.minutes if chapter.reading else 0, said),
        "epub_type": epub_type,
        "doc_role": doc_role,
    }


def _room(press: Press) -> int:
    """How many letters a running head holds, on paper; the style's variable ``head-room`` says it."""
    return number(press.speaker.variables, "head-room", 0, 0, 999) if press.speaker.medium == PAGE else 0


def _head(press: Press, title: str, span: Span) -> str:
    """A running head of one line; a title that is cut for it is reported."""
    short = shortened(title, _room(press))
    if short != title:
        message = f"the running head says “{short}”: the title is too long for one line"
        press.found.append(dress.LONG_RUNNING_HEAD.at(span, message, 'write short = "…" in the header of the chapter'))
    return short


def shortened(title: str, most: int) -> str:
    """A title of at most ``most`` letters (0: any number), cut after a word.

    >>> shortened("Of the Inspectors, and What They Saw", 22)
    'Of the Inspectors…'
    """
    if not most or len(title) <= most:
        return title
    words = title[: most - 1].rsplit(" ", 1)[0] if " " in title[:most] else title[: most - 1]
    return words.rstrip(" ,.;:–—-") + "…"


def time_text(minutes: int, said: Mapping[str, str]) -> str:
    """``36 min`` or ``1 h 20 min``; empty when there is nothing to read."""
    hours, rest = duration(minutes)
    if hours:
        return said["hours_minutes"].format(hours=hours, minutes=rest)
    return said["minutes"].format(minutes=minutes) if minutes else ""


def _common_values(press: Press) -> dict[str, Any]:
    """What every template may ask for: plain strings, numbers, lists and dicts, never our own objects."""
    edition, info, spec = press.edition, press.edition.info, press.edition.spec
    said = words(press.language)
    year = _YEAR.match(info.date)
    return {
        "medium": press.speaker.medium,
        "screen": press.speaker.medium == SCREEN,
        "page": press.speaker.medium == PAGE,
        "words": dict(said),
        "variables": dict(press.speaker.variables),
        "version": __version__,
        "book": {
            "title": info.title,
            "short": shortened(info.title, _room(press)),
            "subtitle": info.subtitle,
            "authors": [person.name for person in info.authors],
            "contributors": _credits(info.contributors, said),
            "language": info.language,
            "publisher": info.publisher,
            "place": info.place,
            "date": info.date,
            "year": year[0] if year else "",
            "edition": info.edition,
            "rights": info.rights,
            "licence": info.licence,
            "series": [{"name": series.name, "number": series.number} for series in info.series],
            "description": info.description,
            "summary": info.summary,
            "buy": info.buy if info.buy.startswith("https://") else "",
            "dedication": info.dedication,
        },
        "edition": {
            "name": edition.name,
            "title": spec.title,
            "statement": spec.statement,
            "audience": spec.audience,
            "isbn": spec.isbn,
            "accessibility_page": spec.accessibility_page,
            "minutes": edition.reading.minutes,
            "time": time_text(edition.reading.minutes, said),
            "words": edition.reading.counts.total,
            "wpm": _pace(edition),
        },
        "fonts": list(dict.fromkeys(family.family for family in press.templates.pack.fonts)),
        "cover": {"src": quote(info.cover) or COVER_IMAGE, "alt": press.cover_words},
    }


def _pace(edition: Edition) -> int:
    """Words a minute, for the rule that the copyright page states; 0 where words are not all that takes time."""
    reading = edition.reading
    only_words = reading.counts == Counts(words=reading.counts.words)
    return round(reading.counts.words * 60 / reading.seconds) if reading.seconds and only_words else 0


def _credits(people: Sequence[Contributor], said: Mapping[str, str]) -> list[str]:
    """A line for each kind of contributor: "Edited by A and B"."""
    by_role: dict[str, list[str]] = {}
    for person in people:
        by_role.setdefault(person.role, []).append(person.name)
    return [
        said[_CREDITS.get(role, "contribution_by")].format(names=name_list(names, said))
        for role, names in by_role.items()
    ]


def name_list(names: Sequence[str], said: Mapping[str, str]) -> str:
    """``A, B and C`` in the book's language."""
    return f"{', '.join(names[:-1])} {said['and']} {names[-1]}" if len(names) > 1 else "".join(names)


def _line_values(press: Press, lines: Sequence[Line], stem: str) -> list[dict[str, Any]]:
    href = press.speaker.href_from(stem)
    said = words(press.language)
    chapters = {chapter.id: chapter for chapter in press.edition.chapters}
    some = next(iter(press.edition.chapters), None)
    values = []
    for line in lines:
        chapter = chapters.get(line.id, some)
        if chapter is None:
            continue
        render = press.speaker.rendering(chapter, stem).nodes
        link = Node("link", "a", (("href", f"#{line.id}"),), children=line.title)
        values.append(
            {
                "kind": line.kind,
                "matter": line.matter,
                "href": href(line.id),
                "number": line.number,
                "text": line.text,
                "title": Ready(render(line.title)),
                "link": Ready(render((link,))),
                "level": line.level,
                "minutes": line.minutes,
                "time": time_text(line.minutes, said),
                "children": _line_values(press, line.children, stem),
            }
        )
    return values


def _fill(press: Press, name: str, values: Mapping[str, Any]) -> str:
    """What the template makes of the values, if it is well-formed; trouble goes to ``press.found``."""
    file = press.templates.pack.template(name)
    if file is None:
        span = Span(f"styles/{press.templates.pack.name}/style.toml")
        message = f"the style has no template `{name}`"
        press.found.append(dress.UNKNOWN_PAGE.at(span, message, f"put templates/{name} into the style"))
        return ""
    body, trouble = fill_kept(press.templates, name, values)
    press.found.extend(trouble)
    broken = _not_well_formed(body, press.templates.store)
    if not broken:
        return body
    chapter = values.get("chapter")
    place = f" in the chapter “{chapter['text']}”" if isinstance(chapter, dict) else ""
    press.found.append(dress.NOT_WELL_FORMED.at(Span(file.path), f"not well-formed XHTML{place}: {broken}"))
    return ""


def _not_well_formed(body: str, store: Store) -> str:
    """As :func:`not_well_formed`; what was well-formed once still is."""
    if store is NOTHING_KEPT:
        return not_well_formed(body)
    key = f"well-formed {sha256(body.encode('utf-8', 'surrogatepass')).hexdigest()}"
    if store.get(key) is not None:
        return ""
    broken = not_well_formed(body)
    if not broken:
        store.put(key, b"")
    return broken


def not_well_formed(body: str) -> str:
    """What an XML parser says against ``body`` as the inside of ``<body>``; empty when it takes it."""
    parser = expat.ParserCreate()
    try:
        parser.Parse("<body>", False)
        parser.Parse(body.encode("utf-8", "surrogatepass"), False)
        parser.Parse("</body>", True)
    except expat.ExpatError as error:
        near = body[max(0, parser.ErrorByteIndex - 46) : parser.ErrorByteIndex + 20].replace("\n", " ")
        return f"{expat.errors.messages[error.code]}, near “{near}”"
    return ""


def _document(stem: str, kind: str, title: str, body: str, matter: str, lang: str, body_class: str) -> Document:
    return Document(
        stem=stem,
        kind=kind,
        title=title,
        body=body,
        matter=matter,
        lang=lang,
        body_class=body_class,
        svg="<svg" in body,
        mathml="<math" in body,
    )
