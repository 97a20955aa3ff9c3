"""The corridor walked once: from the author's files to one composition an artefact, still no bytes."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from publisher.book.assemble import assemble
from publisher.book.edition import edit
from publisher.book.model import Book, Edition
from publisher.book.slips import slip_of
from publisher.build.inks import with_profile
from publisher.build.pages import also_needed, page_jobs
from publisher.build.parsed import NO_SHELF, Shelf
from publisher.build.place import Tell, quiet
from publisher.build.plan import COVER, ONIX, Job, Options, choose_editions, clashes, plan, wrap_names
from publisher.build.printers import check_profile, for_printer
from publisher.build.shops import of_one_file, trade_of, with_places, without_cover
from publisher.config import BookInfo, EditionSpec, review_of
from publisher.config.positions import find_positions
from publisher.diagnostics import Diagnostic, Severity, UsageError, has_errors, in_order
from publisher.features.feature import Feature
from publisher.formats.contrast import low_contrast
from publisher.manuscript import Manuscript, default_editions, probe_asset, read_manuscript
from publisher.manuscript.lock import Lock
from publisher.markup.node import attributed
from publisher.markup.parse import Parser
from publisher.rules.book import NEARLY_AN_AUDIENCE
from publisher.rules.build import SAME_FILE, UNKNOWN_STYLE
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store
from publisher.style.compose import compose
from publisher.style.composition import PAGE, SCREEN, AssetRef, Composition
from publisher.style.pack import find_style
from publisher.style.render import Renderer
from publisher.value import dataclass

if TYPE_CHECKING:
    from publisher.formats.onix.values import Trade

_NOWHERE = Span("")
_NO_DATE = "2000-01-01T00:00:00Z"  # for a book that gives no date: the clock must not
_DEVICE = r"con|prn|aux|nul|(com|lpt)[0-9]"  # Windows keeps these names for itself, whatever the ending


@dataclass(frozen=True, slots=True)
class Walk:
    """The book, its chosen editions and what was found on the way."""

    manuscript: Manuscript
    book: Book
    editions: tuple[Edition, ...]
    specs: tuple[EditionSpec, ...]
    diagnostics: tuple[Diagnostic, ...]


def walk(
    folder: Path,
    options: Options,
    features: tuple[Feature, ...],
    tell: Tell = quiet,
    shelf: Shelf = NO_SHELF,
) -> Walk:
    """Read, parse, assemble and edit the manuscript in ``folder``. The ``shelf`` has chapters that were parsed before.

    Raises :class:`publisher.diagnostics.UsageError` for an edition that is not there.
    """
    tell("read", "")
    manuscript = read_manuscript(folder)
    if options.begin_lock and manuscript.lock is None and not has_errors(manuscript.diagnostics):
        manuscript = replace(manuscript, lock=Lock())
    found = list(manuscript.diagnostics)
    specs = manuscript.config.editions or default_editions()
    try:
        chosen = choose_editions(specs, options)
    except UsageError:
        if not has_errors(found):
            raise
        chosen = ()  # a book.toml with errors may well have meant to have that edition
    found.extend(_audiences(manuscript.config.editions, folder))
    found.extend(each for spec in specs for each in check_profile(spec, folder, lambda *loc: _place(folder, *loc)))
    book = _assemble(manuscript, features, tell, found, shelf)
    editions = []
    lenders = also_needed(specs, chosen, options)
    for spec in (*chosen, *(spec for spec in specs if spec.name in lenders)):
        tell("edit", spec.name)
        edition = edit(
            book,
            spec,
            manuscript.config.reading,
            passes=tuple(each for feature in features for each in feature.passes),
            checks=tuple(each for feature in features for each in feature.checks),
        )
        found.extend(about(edition.diagnostics, spec.name not in lenders))
        editions.append(edition)
    return Walk(manuscript, book, tuple(editions), specs, in_order(found))


def _audiences(specs: Iterable[EditionSpec], folder: Path) -> Iterator[Diagnostic]:
    for spec in specs:
        meant = slip_of(spec.audience)
        if meant:
            message = f"the edition `{spec.name}` is for `{spec.audience}`, and no block is for them"
            span = _place(folder, "editions", spec.name, "audience")
            yield NEARLY_AN_AUDIENCE.at(span, message, f"did you mean `{meant}`? If not, take another name")


def _assemble(
    manuscript: Manuscript, features: tuple[Feature, ...], tell: Tell, found: list[Diagnostic], shelf: Shelf
) -> Book:
    syntaxes = tuple(feature.syntax for feature in features if feature.syntax is not None)
    parsers: dict[str, Parser] = {}
    parsed = {}
    for file in manuscript.files:
        tell("parse", file.path)
        language = file.header.lang or manuscript.config.book.language
        if language not in parsers:
            parsers[language] = Parser(language, syntaxes)
        parsed[file.path] = shelf.parsed(parsers[language], file.source, file.body_line)
        found.extend(parsed[file.path].diagnostics)
    tell("assemble", "")
    book = assemble(manuscript, parsed)
    found.extend(book.diagnostics)
    return book


@dataclass(frozen=True, slots=True)
class Planned:
    """A job of the plan and what it is made from."""

    job: Job
    composition: Composition
    pages_from: Job | None = None  # the PDF whose pages an EPUB lists: it is made first
    pages_span: Span = _NOWHERE  # where book.toml says so
    delivered: bool = True  # whether the file was asked for, or is only made because another needs it
    trade: Trade | None = None  # what an ONIX record says beside the finished file
    product: Job | None = None  # the book that a cover or a record belongs to


def about(found: Iterable[Diagnostic], asked: bool) -> Iterable[Diagnostic]:
    """What to say of something: of what is only made for another's sake the errors."""
    return (each for each in found if asked or each.severity is Severity.ERROR)


def compositions(
    walked: Walk,
    folder: Path,
    style_folders: tuple[Path, ...],
    options: Options,
    features: tuple[Feature, ...],
    tell: Tell = quiet,
    store: Store = NOTHING_KEPT,
) -> tuple[tuple[Planned, ...], tuple[Diagnostic, ...]]:
    """One composition for each job of the plan, and everything that was found while composing.

    The ``store`` has pages that were made before.
    """
    editions = {edition.name: edition for edition in walked.editions}
    info = walked.manuscript.config.book
    renderers: dict[str, Renderer] = {kind: each for feature in features for kind, each in feature.render.items()}
    probe = _Prober(folder, walked.manuscript)
    jobs = plan(walked.specs, slug(info), options)
    found = [
        SAME_FILE.at(_place(folder, "editions", edition), message, "give one of them another name")
        for edition, message in clashes(plan(walked.specs, slug(info), Options()))
    ]
    made: list[Planned] = []
    book: Planned | None = None
    lent = page_jobs(walked.specs, slug(info), jobs)
    for job in dict.fromkeys((*jobs, *lent.values())):
        asked = job in jobs
        if job.product:  # it belongs to the book that was composed before it
            made.extend(_company(job, book, walked, found, tell))
            continue
        book = None
        tell("compose", job.file_name)
        try:
            style = find_style(job.style, style_folders)
        except UsageError as error:
            span = _place(folder, "editions", job.edition, "style")
            found.append(UNKNOWN_STYLE.at(span, str(error), error.hint))
            continue
        edition = of_one_file(editions[job.edition], job)
        assets, trouble = probe.assets(edition)
        composition = compose(
            edition,
            style,
            SCREEN if job.format == "epub" else PAGE,
            renderers,
            name=job.stem,
            paper=job.paper,
            modified=modified(info),
            assets=assets,
            folders=style_folders,
            store=store,
        )
        composition = with_profile(composition, folder, lambda *loc: _place(folder, *loc))
        faint = low_contrast(style, edition.spec, style_folders, lambda *loc: _place(folder, *loc))
        found.extend(about((*composition.diagnostics, *trouble, *faint), asked))
        composition = replace(composition, review=review_of(walked.manuscript.config, job.edition))
        composition = with_places(composition, lambda *loc: _place(folder, *loc))
        if job.format == "pdf":
            composition = for_printer(composition, folder, lambda *loc: _place(folder, *loc))
        span = _place(folder, "editions", job.edition, "pages_from") if job in lent else _NOWHERE
        book = Planned(job, composition, lent.get(job), span, delivered=asked)
        made.append(book)
    return tuple(made), tuple(found)


def _company(job: Job, book: Planned | None, walked: Walk, found: list[Diagnostic], tell: Tell) -> Iterable[Planned]:
    """The cover or record of a book that was composed; nothing where it was not, or has no cover."""
    if book is None:
        return
    if job.format == COVER:
        missing, trouble = without_cover(book.composition)
        found.extend(trouble)
        if missing:
            return
    trade = None
    if job.format == ONIX:
        trade = trade_of(job, walked.manuscript.config, walked.specs, book.pages_from)
    tell("compose", job.file_name)
    yield Planned(job, book.composition, trade=trade, product=book.job)


def expected_files(walked: Walk) -> tuple[str, frozenset[str]]:
    """What the names of this book's files begin with, and the names of all files that a whole build makes,
    cover wraps among them, which a command of their own makes."""
    stem = slug(walked.manuscript.config.book)
    jobs = plan(walked.specs, stem, Options())
    return stem, frozenset(job.file_name for job in jobs) | wrap_names(jobs)


def _place(folder: Path, *loc: str) -> Span:
    """The place of a key in book.toml; the manuscript as a whole when there is none."""
    try:
        text = (folder / "book.toml").read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return Span("")
    return find_positions(text, "book.toml").at(loc)


class _Prober:
    """Looks at each image once, however many editions show it."""

    def __init__(self, folder: Path, manuscript: Manuscript) -> None:
        self._folder = folder
        self._known = {asset.path for asset in manuscript.assets}
        self._seen: dict[str, tuple[AssetRef | None, tuple[Diagnostic, ...]]] = {}

    def assets(self, edition: Edition) -> tuple[Mapping[str, AssetRef], tuple[Diagnostic, ...]]:
        """The images that this edition shows, by path, and what is wrong with them, at the place of use."""
        refs: dict[str, AssetRef] = {}
        trouble: list[Diagnostic] = []
        for path, node_span in _images(edition):
            if path not in self._known:
                continue  # book/ has already said that it is missing
            if path not in self._seen:
                asset, found = probe_asset(self._folder, path)
                self._seen[path] = (
                    AssetRef(asset.path, asset.media_type, asset.digest, asset.width, asset.height) if asset else None,
                    tuple(replace(each, span=node_span) if node_span else each for each in found),
                )
            ref, found = self._seen[path]
            trouble.extend(found)
            if ref is not None:
                refs[path] = ref
        return refs, tuple(dict.fromkeys(trouble))


def _images(edition: Edition) -> Iterable[tuple[str, Span | None]]:
    for chapter in edition.chapters:
        for node in attributed(chapter.body):  # an image has an address
            if node.kind == "image":
                yield node.get("src"), node.span
    if edition.info.cover:
        yield edition.info.cover, None


def slug(info: BookInfo) -> str:
    """The stem of the book's file names: its own slug, or its title in plain letters."""
    if info.slug:
        return info.slug
    plain = unicodedata.normalize("NFKD", info.title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    if not words:
        return "book-" + hashlib.sha256(info.title.encode()).hexdigest()[:8]
    return f"book-{words}" if re.fullmatch(_DEVICE, words) else words


def modified(info: BookInfo) -> str:
    """When the edition was last changed, as ``YYYY-MM-DDThh:mm:ssZ``: the book's date, or SOURCE_DATE_EPOCH.

    Never the clock. A year alone is its first day. Raises :class:`UsageError` when SOURCE_DATE_EPOCH is no number.
    """
    if re.fullmatch(r"\d{4}(-\d{2}){0,2}", info.date):
        year, month, day = (*info.date.split("-"), "01", "01")[:3]
        return f"{year}-{month}-{day}T00:00:00Z"
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return _NO_DATE
    if not re.fullmatch(r"[0-9]{1,11}", epoch):
        raise UsageError(f"SOURCE_DATE_EPOCH is {epoch[:40]!r}", "it is a number of seconds since 1970")
    return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
