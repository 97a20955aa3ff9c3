"""An edition put into its dress: documents, style sheet, contents and fonts of one file, all still text."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from publisher.book.model import Edition
from publisher.config.papers import Paper
from publisher.diagnostics import Diagnostic, MachineError
from publisher.fonts import font_digest
from publisher.rules import dress
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store, bundled
from publisher.style.composition import SCREEN, AssetRef, Composition, Document, Entry, FontFace
from publisher.style.cover import cover_values, cover_words
from publisher.style.documents import COVER, Press, Stems, give_stems, make_documents
from publisher.style.glyphs import choose_families, letters, missing_glyphs
from publisher.style.images import image_css
from publisher.style.outline import Line, entries_of, landmarks_of, lines_of, with_pages
from publisher.style.pack import StylePack, style_folders
from publisher.style.parts import FontFamily, StyleFile
from publisher.style.render import Renderer
from publisher.style.speak import Speaker, gather_renderers
from publisher.style.stylefile import root_rule
from publisher.style.survey import Survey, survey
from publisher.style.templates import Templates, fill_kept, load_templates
from publisher.style.variables import check_variables, choose_paper, chosen_variables, number
from publisher.value import dataclass
from publisher.words import words

# What a PDF needs to be PDF/UA, whatever a style says: see publisher.style.plain and .images.
_PAGE_CSS = """\
.loose { list-style: none }
.loose > li::before { content: attr(data-marker); float: left; margin-left: -1.5em }
"""


@dataclass(frozen=True, slots=True)
class _Ground:
    """What every step of one composition stands on."""

    edition: Edition
    style: StylePack
    medium: str
    templates: Templates
    variables: dict[str, str]
    paper: Paper
    stems: Stems
    survey: Survey


def compose(
    edition: Edition,
    style: StylePack,
    medium: str,
    renderers: Mapping[str, Renderer],
    *,
    name: str,
    paper: str = "",
    modified: str,
    assets: Mapping[str, AssetRef],
    folders: Sequence[Path] = (),
    store: Store = NOTHING_KEPT,
) -> Composition:
    """The composition of one file, named ``name`` in ``dist/``.

    ``medium`` is :data:`SCREEN` or :data:`PAGE`, ``paper`` the name of a page size (the edition's or the style's first
    when empty), ``modified`` a UTC time ``YYYY-MM-DDThh:mm:ssZ``, ``assets`` all images of the manuscript by path,
    ``folders`` the style folders that :func:`find_style` was given, ``store`` has pages
    that were made before. Trouble is in the composition's diagnostics,
    the style's included, the edition's not.
    """
    with bundled(store, f"dress {medium} {identifier_of(edition)} {name}") as desk:
        return _composed(edition, style, medium, renderers, name, paper, modified, assets, folders, desk)


def _composed(
    edition: Edition,
    style: StylePack,
    medium: str,
    renderers: Mapping[str, Renderer],
    name: str,
    paper: str,
    modified: str,
    assets: Mapping[str, AssetRef],
    folders: Sequence[Path],
    store: Store,
) -> Composition:
    size, found_paper = choose_paper(style, edition.spec, paper)
    found_variables = check_variables(style, edition.spec)
    variables = dict(style.variables) | chosen_variables(edition.spec, style.fonts, size)
    stems = give_stems(edition, style.pages)
    seen = survey(edition, stems.chapters, assets)
    ground = _Ground(edition, style, medium, load_templates(style, store), variables, size, stems, seen)
    lines = lines_of(edition, stems.chapters, number(variables, "toc-depth", 2, 1, 6))
    found: list[Diagnostic] = [*style.diagnostics, *found_paper, *found_variables, *seen.diagnostics]
    documents, entries = _set_documents(ground, renderers, lines, assets, found)
    places = style_folders(folders)
    digest_of = cache(partial(font_digest, folders=places))  # of one font, read once for one composition
    families, missing = choose_families(style.fonts, letters(documents, style.sheets), places, store, digest_of)
    found += missing_glyphs(edition, documents, missing, medium)
    roles = {stems.chapters[chapter.id]: chapter.role for chapter in edition.chapters}
    shows_cover = any(document.kind == COVER for document in documents)
    return Composition(
        name=name,
        medium=medium,
        info=edition.info,
        edition=edition.spec,
        style=style.name,
        reading=edition.reading,
        documents=documents,
        css=_style_sheet(ground, families, found),
        contents=with_pages(entries, documents),
        landmarks=landmarks_of(documents, roles, words(edition.info.language)) if medium == SCREEN else (),
        fonts=faces_of(style, families, places, found, digest_of),
        assets=_used_assets(ground, assets, shows_cover),
        cover_svg=_cover(ground, found) if shows_cover and not edition.info.cover else "",
        identifier=identifier_of(edition),
        modified=modified,
        pdf_variant=(edition.spec.pdf_variant or style.pdf_variant) if medium != SCREEN else "",
        spans=seen.spans,
        diagnostics=tuple(dict.fromkeys(found)),
    )


def identifier_of(edition: Edition) -> str:
    """The edition's ISBN as a URN, else its or the book's identifier, else a UUID made from title and authors."""
    isbn = "".join(char for char in edition.spec.isbn if char.isascii() and (char.isdigit() or char in "xX"))
    if isbn:
        return f"urn:isbn:{isbn.upper()}"
    given = edition.spec.identifier or edition.info.identifier
    if given:
        return given
    import uuid  # takes a while to load, and most books have an identifier

    named = "\n".join([edition.info.title, *(person.name for person in edition.info.authors)])
    return uuid.uuid5(uuid.NAMESPACE_URL, named).urn


def _set_documents(
    ground: _Ground,
    renderers: Mapping[str, Renderer],
    lines: Sequence[Line],
    assets: Mapping[str, AssetRef],
    found: list[Diagnostic],
) -> tuple[tuple[Document, ...], tuple[Entry, ...]]:
    edition = replace(ground.edition, chapters=ground.survey.chapters)
    known = frozenset(ground.survey.stems) | {target.id for target in edition.targets}
    speaker = Speaker(
        medium=ground.medium,
        edition=edition,
        renderers=gather_renderers(renderers, ground.templates, found),
        assets=assets,
        variables=ground.variables,
        stems=ground.survey.stems,
        known=known,
        store=ground.templates.store,
    )
    press = Press(edition, speaker, ground.templates, ground.stems, lines, cover_words(edition), found)
    documents = make_documents(press, ground.style.pages)
    if not edition.chapters:
        return documents, ()
    rendering = speaker.rendering(edition.chapters[0], "")
    return documents, entries_of(lines, rendering.nodes)


def _style_sheet(ground: _Ground, families: Sequence[FontFamily], found: list[Diagnostic]) -> str:
    """The CSS of the composition; on screen written out for old reading systems."""
    variables = chosen_variables(ground.edition.spec, families, ground.paper)
    own = image_css(ground.survey.images, ground.medium)
    if ground.medium == SCREEN:
        css, trouble = _flattened([*ground.style.sheets, StyleFile("", "", own)], variables, ground.templates.store)
        found.extend(trouble)
        return css
    sheets = [f"/* {sheet.path} */\n{sheet.text.strip()}\n" for sheet in ground.style.sheets]
    return "".join([_PAGE_CSS, *sheets, root_rule(variables), own])


def _flattened(
    sheets: Sequence[StyleFile], variables: Mapping[str, str], store: Store
) -> tuple[str, tuple[Diagnostic, ...]]:
    """The sheets written out for old reading systems, from the store where nothing was wrong with them before."""
    made_from = repr(([(sheet.path, sheet.text) for sheet in sheets], sorted(variables.items())))
    key = f"sheet {sha256(made_from.encode('utf-8', 'surrogatepass')).hexdigest()}"
    known = store.get(key)
    if known is not None:
        return known.decode("utf-8", "surrogatepass"), ()
    from publisher.style.flatten import flatten  # loads what reads CSS

    css, trouble = flatten(sheets, variables)
    if not trouble:
        store.put(key, css.encode("utf-8", "surrogatepass"))
    return css, trouble


def faces_of(
    style: StylePack,
    families: Sequence[FontFamily],
    folders: Sequence[Path],
    found: list[Diagnostic],
    digest_of: Callable[[str], str] | None = None,
) -> tuple[FontFace, ...]:
    """The faces with their digests, each once; a file that is not there is reported."""
    digest_of = digest_of or partial(font_digest, folders=folders)
    faces: dict[tuple[str, int, str], FontFace] = {}
    digests: dict[str, str] = {}
    for face in (face for family in families for face in family.faces):
        try:
            if face.source not in digests:
                digests[face.source] = digest_of(face.source)
        except MachineError as error:
            digests[face.source] = ""
            owner = face.source.removeprefix("style:").split("/")[0] if face.source.startswith("style:") else style.name
            span = Span(f"styles/{owner}/style.toml")
            found.append(dress.MISSING_FONT.at(span, str(error), error.hint))
        if digests[face.source]:
            faces.setdefault((face.family, face.weight, face.style), replace(face, digest=digests[face.source]))
    return tuple(faces.values())


def _used_assets(ground: _Ground, assets: Mapping[str, AssetRef], shows_cover: bool) -> tuple[AssetRef, ...]:
    used = {asset.path: asset for _, asset in ground.survey.images}
    cover = assets.get(ground.edition.info.cover)
    if shows_cover and cover is not None:
        used[cover.path] = cover
    return tuple(used[path] for path in sorted(used))


def _cover(ground: _Ground, found: list[Diagnostic]) -> str:
    """The cover art, from the style's ``cover.svg``; empty when the style has none."""
    if ground.style.template("cover.svg") is None:
        return ""
    svg, trouble = fill_kept(ground.templates, "cover.svg", cover_values(ground.edition, ground.variables))
    found.extend(trouble)
    return svg
