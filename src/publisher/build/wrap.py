"""Building the cover of a printed edition: from its finished pages to one sheet in dist/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.build.artefacts import artefacts
from publisher.build.corridor import Planned, Walk, compositions, walk
from publisher.build.deliver import deliver
from publisher.build.dressing import Dressing, order_of
from publisher.build.place import Place, Tell, quiet
from publisher.build.plan import Options, wrap_name
from publisher.build.printers import check_profile
from publisher.build.report import Made, Report
from publisher.build.stale import label_of
from publisher.config import EditionSpec
from publisher.config.printer_files import find_printer
from publisher.diagnostics import Diagnostic, Severity, UsageError, has_errors, in_order
from publisher.features.feature import Feature
from publisher.formats.artefact import Artefact
from publisher.formats.wrap.label import Label
from publisher.manuscript import asset_reader, probe_asset
from publisher.rules import covers as rules
from publisher.source import Span
from publisher.style.composition import PROFILE, AssetRef, FontFace
from publisher.style.pack import style_folders

COVER_WRAP = "cover-wrap"
_STOPS = ("C", "M")  # as in a build


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command asks of a cover. Empty: as the edition says."""

    edition: str = ""
    profile: str = ""
    stock: str = ""
    proof: bool = False


def cover(place: Place, wish: Wish, features: tuple[Feature, ...], tell: Tell = quiet) -> Report:
    """Make the cover wraps of one edition, one for each of its papers, and put them into dist/.

    The pages are counted in the finished book, which is made if it is not in the cache. A manuscript with errors gives
    a report with none, and dist/ stays as it was. Raises :class:`UsageError` when no edition or several could be meant,
    and :class:`publisher.diagnostics.PublisherError` for trouble that is not the manuscript's.
    """
    options = Options(editions=(wish.edition,) if wish.edition else (), format="pdf")
    walked = walk(place.folder, options, features, tell)
    found = list(walked.diagnostics)
    if any(each.severity == Severity.ERROR and each.code.startswith(_STOPS) for each in found):
        return Report(diagnostics=in_order(found))
    spec = _chosen(walked, wish, place.folder)
    found = _as_asked(found, walked, spec, place.folder)
    walked = _only(walked, spec)
    options = replace(options, editions=(spec.name,))
    planned, trouble = compositions(walked, place.folder, place.style_folders, options, features, tell)
    found += trouble
    if has_errors(found):
        return Report(diagnostics=in_order(found))
    planned = tuple(each for each in planned if each.job.format == "pdf" and not each.product)
    finished = artefacts(place, planned, 0, tell)
    made: list[tuple[Artefact, Label]] = []
    for interior, each in zip(finished, planned, strict=True):
        found += (said for said in interior.diagnostics if said.severity is Severity.ERROR)
        if interior.data and not has_errors(interior.diagnostics):
            made += _wrap(place, walked, each, interior, wish, found, tell)
    if has_errors(found):
        return Report(diagnostics=in_order(found))
    report = Report(
        tuple(_describe(artefact, spec.name) for artefact, _ in made),
        in_order(found),
        wraps=tuple(label for _, label in made),
    )
    if place.dist is None:
        return report
    tell("write", place.dist.name)
    deliver(place.dist, (artefact for artefact, _ in made))
    return report


def _wrap(
    place: Place, walked: Walk, planned: Planned, interior: Artefact, wish: Wish, found: list[Diagnostic], tell: Tell
) -> Iterator[tuple[Artefact, Label]]:
    """The wrap of one finished book, with what is to be said of it."""
    from publisher.fonts import read_font
    from publisher.formats.pdf.wrap import make_wrap

    composition = planned.composition
    where = dict(composition.spans).get(PROFILE, Span("book.toml"))
    label = label_of(interior, composition)
    if label is None:
        title = composition.printer.title if composition.printer is not None else "no printer"
        message = f"{title} does not say how thick the spine of a book of {interior.page_count} pages is"
        found.append(rules.NO_WRAP.at(where, message, "name a profile with papers, or write one of your own"))
        return
    folders = style_folders(place.style_folders)
    edition = next(each for each in walked.editions if each.spec.name == planned.job.edition)

    def font(face: FontFace) -> bytes:
        return read_font(face.source, face.weight, folders)

    name = wrap_name(planned.job, proof=wish.proof)
    tell("compose", name)
    own = _own_image(edition.info.cover, place.folder, found)
    dressing = Dressing(edition, composition, planned.job, label, place.style_folders, name, wish.proof, own)
    order, pictures, trouble = order_of(dressing, font)
    found += trouble
    if has_errors(trouble):
        return
    asset = asset_reader(place.folder)
    tell("make", name)
    made = make_wrap(order, lambda path: pictures[path] if path in pictures else asset(path), font)
    found += made.artefact.diagnostics
    if made.left_out:
        words = ", ".join(made.left_out)
        message = f"the spine is {label.spine / 72:.3f} in thick, and has no room for: {words}"
        found.append(rules.NO_WORDS_FIT.at(where, message, "give the edition a shorter title, or let them go"))
    if made.cut:
        message = f"the back has room for {made.fit.back_words} of the {order.back_words} words of the summary"
        found.append(rules.CUT_BLURB.at(Span("book.toml"), message, "shorten [book] summary"))
    if made.artefact.data:
        tell("made", name)
        yield made.artefact, label


def _own_image(path: str, folder: Path, found: list[Diagnostic]) -> AssetRef | None:
    """The author's image for the front, which the pages of the book need not show; trouble with it is found."""
    if not path:
        return None
    asset, trouble = probe_asset(folder, path)
    found += trouble
    return AssetRef(asset.path, asset.media_type, asset.digest, asset.width, asset.height) if asset else None


def _chosen(walked: Walk, wish: Wish, folder: Path) -> EditionSpec:
    """The edition that is meant, with the profile and the paper that were asked for."""
    specs = tuple(each.spec for each in walked.editions if "pdf" in each.spec.formats)
    asked = [_asked(spec, wish) for spec in specs]
    if not wish.edition:
        asked = [spec for spec in asked if _binds(spec, folder)]
    if len(asked) != 1:
        names = ", ".join(spec.name for spec in asked) or ", ".join(spec.name for spec in specs)
        what = "several editions are bound" if asked else "no edition has a printer that binds books"
        raise UsageError(what, f"name one: publisher cover EDITION (there are {names})" if names else "")
    spec = asked[0]
    if not spec.profile:
        hint = 'write profile = "kdp" in book.toml, or --profile kdp'
        raise UsageError(f"the edition {spec.name!r} names no printer", hint)
    return spec


def _asked(spec: EditionSpec, wish: Wish) -> EditionSpec:
    stock = wish.stock or (spec.stock if not wish.profile or wish.profile == spec.profile else "")
    return replace(spec, profile=wish.profile or spec.profile, stock=stock)


def _as_asked(found: list[Diagnostic], walked: Walk, spec: EditionSpec, folder: Path) -> list[Diagnostic]:
    """What was found, with what is wrong with the profile and paper asked for in the place of book.toml's own."""
    written = next(each.spec for each in walked.editions if each.spec.name == spec.name)
    if written == spec:
        return found

    def said(of: EditionSpec) -> tuple[Diagnostic, ...]:
        return check_profile(of, folder, lambda *loc: Span("book.toml"))

    moot = {(each.code, each.message) for each in said(written)}
    return [*(each for each in found if (each.code, each.message) not in moot), *said(spec)]


def _binds(spec: EditionSpec, folder: Path) -> bool:
    """Whether the edition has a printer that says how thick a spine is."""
    printer = find_printer(spec.profile, folder)[0] if spec.profile else None
    return printer is not None and bool(printer.stocks or printer.spine_bands)


def _only(walked: Walk, spec: EditionSpec) -> Walk:
    """What was walked, with this edition as it was asked for."""
    editions = tuple(replace(each, spec=spec) for each in walked.editions if each.spec.name == spec.name)
    specs = tuple(spec if each.name == spec.name else each for each in walked.specs)
    return replace(walked, editions=editions, specs=specs)


def _describe(artefact: Artefact, edition: str) -> Made:
    digest = hashlib.sha256(artefact.data).hexdigest()
    return Made(artefact.file_name, edition, COVER_WRAP, len(artefact.data), digest, 1, 0, 0)
