"""A style pack is everything that dresses a book: a style folder joined to the more general ones that it extends.

Two rules and no merging: of templates the most particular one wins; of sheets all apply, the most general first.
Of variables the later value wins, of fonts the families of a role replace the more general ones of that role, and
``pages``, ``papers`` and ``pdf_variant`` hold until a more particular style says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from publisher.config.hints import did_you_mean
from publisher.config.papers import PAPER_NAMES, find_paper
from publisher.diagnostics import Diagnostic, UsageError
from publisher.rules import dress
from publisher.source import Span
from publisher.style.own import own_styles
from publisher.style.parts import FontFamily, StyleFile
from publisher.style.stylefile import STYLE_NAME, Layer, read_layer, root_rule
from publisher.value import dataclass

Value = TypeVar("Value")
GENERAL = "base"  # what a style extends that does not say
CHAPTERS = "chapters"  # stands for the chapters in ``pages``
_PDF_VARIANTS = (
    "",
    *(f"pdf/a-{level}" for level in ("1b", "2b", "3b", "2u", "3u", "4u", "1a", "2a", "3a", "4e", "4f")),
    *("pdf/a-2a+ua-1", "pdf/a-3a+ua-1", "pdf/ua-1", "pdf/ua-2", "pdf/x-1a", "pdf/x-3", "pdf/x-4", "pdf/x-5g"),
)


@dataclass(frozen=True, slots=True)
class StylePack:
    """A style with all that it extends, as text."""

    name: str
    chain: tuple[str, ...]  # style names, the most general first
    sheets: tuple[StyleFile, ...] = ()
    templates: tuple[StyleFile, ...] = ()  # one a name: the most particular
    general_templates: tuple[StyleFile, ...] = ()  # the others, for ``{% extends "base/chapter.xhtml" %}``
    variables: tuple[tuple[str, str], ...] = ()
    pages: tuple[str, ...] = (CHAPTERS,)
    papers: tuple[str, ...] = ()
    pdf_variant: str = ""
    fonts: tuple[FontFamily, ...] = ()
    description: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()

    def template(self, name: str) -> StyleFile | None:
        """The template of this file name, such as ``chapter.xhtml``."""
        return next((file for file in self.templates if file.name == name), None)


def style_folders(folders: Sequence[Path]) -> tuple[Path, ...]:
    """Where styles and their fonts are looked for, in this order: ``folders``, then Publisher's own."""
    return (*folders, own_styles())


def style_names(folders: Sequence[Path]) -> tuple[str, ...]:
    """The names of all styles that can be found, sorted."""
    found = {
        path.name
        for folder in style_folders(folders)
        if folder.is_dir()
        for path in folder.iterdir()
        if path.is_dir() and STYLE_NAME.fullmatch(path.name)
    }
    return tuple(sorted(found))


def find_style(name: str, folders: Sequence[Path]) -> StylePack:
    """The style ``name`` from the first of ``folders`` that has it, else from Publisher's own.

    A style that says no ``extends`` extends the next style of its own name (a project's ``print`` extends
    Publisher's ``print``), else ``base``; a folder that only repeats the one that extends it counts once. Raises
    :class:`UsageError` when there is no style of this name; trouble in its files is in the pack's diagnostics.
    """
    places = style_folders(folders)
    start = _place_of(name, places)
    if start is None:
        names = style_names(folders)
        raise UsageError(f"there is no style `{name}`", did_you_mean(name, names, f"there are: {', '.join(names)}"))
    layers, found = _chain(name, start, places)
    return _join(name, layers, found)


def _place_of(name: str, places: Sequence[Path], start: int = 0) -> int | None:
    """The index of the first folder, from ``start`` on, that has this style."""
    if not STYLE_NAME.fullmatch(name):
        return None
    found = (index for index in range(start, len(places)) if (places[index] / name).is_dir())
    return next(found, None)


def _chain(name: str, start: int, places: Sequence[Path]) -> tuple[list[Layer], list[Diagnostic]]:
    """The layers from the most general to the style itself."""
    layers: list[Layer] = []
    found: list[Diagnostic] = []
    seen: list[tuple[int, str]] = []
    place: int | None = start
    while place is not None:
        seen.append((place, name))
        layer = read_layer(name, places[place] / name)
        # A checkout's styles/ are Publisher's own, and a copy of them says nothing new: what two folders say alike
        # is said once.
        if layers[:1] != [layer]:
            layers.insert(0, layer)
        parent, place = _parent(layer, place, places)
        span = Span(f"styles/{name}/style.toml", dict(layer.lines).get("extends", 0))
        if parent and place is None:
            known = style_names(places[:-1])
            hint = did_you_mean(parent, known, f"there are: {', '.join(known)}")
            found.append(dress.UNKNOWN_BASE.at(span, f"`{name}` extends `{parent}`, and there is no such style", hint))
        elif place is not None and (place, parent) in seen:
            circle = " → ".join([*(each for _, each in seen[seen.index((place, parent)) :]), parent])
            found.append(dress.STYLE_CIRCLE.at(span, f"styles extend each other in a circle: {circle}"))
            place = None
        name = parent
    return layers, found


def _parent(layer: Layer, place: int, places: Sequence[Path]) -> tuple[str, int | None]:
    """The name of the style that a layer extends and where it is; an empty name when it stands alone."""
    if layer.extends is None or layer.extends == layer.name:
        below = _place_of(layer.name, places, place + 1)
        if below is not None:
            return layer.name, below
        parent = "" if layer.name == GENERAL else GENERAL
        return parent, _place_of(parent, places)
    return layer.extends, _place_of(layer.extends, places)


def _join(name: str, layers: Sequence[Layer], found: Iterable[Diagnostic]) -> StylePack:
    templates: dict[str, StyleFile] = {}
    general: dict[str, StyleFile] = {}
    fonts: dict[str, list[FontFamily]] = {}
    variables: dict[str, str] = {}
    for layer in layers:
        for file in layer.templates:
            templates[file.name] = file
            # Of two layers of one name the more general is meant: the other is reached without the name.
            named = f"{layer.name}/{file.name}"
            general.setdefault(named, StyleFile(named, file.path, file.text))
        variables.update(layer.variables)
        own: dict[str, list[FontFamily]] = {}
        for family in layer.fonts:
            own.setdefault(family.role, []).append(family)
        fonts.update(own)
    diagnostics = [*found, *(each for layer in layers for each in layer.diagnostics)]
    diagnostics += [each for layer in layers for each in _check(layer, templates)]
    return StylePack(
        name=name,
        chain=tuple(layer.name for layer in layers),
        sheets=tuple(sheet for layer in layers for sheet in _sheets(layer)),
        templates=tuple(templates[key] for key in sorted(templates)),
        general_templates=tuple(general[key] for key in sorted(general)),
        variables=tuple(variables.items()),
        pages=_last((layer.pages for layer in layers), (CHAPTERS,)),
        papers=_last((layer.papers for layer in layers), ()),
        pdf_variant=_last((layer.pdf_variant for layer in layers), ""),
        fonts=tuple(family for role in sorted(fonts) for family in fonts[role]),
        description=layers[-1].description,
        diagnostics=tuple(diagnostics),
    )


def _sheets(layer: Layer) -> tuple[StyleFile, ...]:
    """A layer's sheets after its variables, so that a more particular layer's variables win over both."""
    if not layer.variables:
        return layer.sheets
    rule = root_rule(dict(layer.variables))
    return (StyleFile("style.toml", f"styles/{layer.name}/style.toml", rule), *layer.sheets)


def _last(values: Iterable[Value | None], otherwise: Value) -> Value:
    said = [value for value in values if value is not None]
    return said[-1] if said else otherwise


def _is_page(template: str) -> bool:
    return template.endswith(".xhtml") and not template.startswith(("node-", "chapter.", "part."))


def _check(layer: Layer, templates: Iterable[str]) -> Iterable[Diagnostic]:
    """What a layer names and does not exist: pages, papers, a PDF variant."""
    path, lines = f"styles/{layer.name}/style.toml", dict(layer.lines)
    kinds = [CHAPTERS, *sorted(key.removesuffix(".xhtml") for key in templates if _is_page(key))]
    for page in layer.pages or ():
        if page not in kinds:
            span = Span(path, lines.get("pages", 0))
            hint = did_you_mean(page, kinds, f"put templates/{page}.xhtml into the style")
            yield dress.UNKNOWN_PAGE.at(span, f"there is no template for the page `{page}`", hint)
    for paper in layer.papers or ():
        if find_paper(paper) is None:
            span = Span(path, lines.get("papers", 0))
            hint = did_you_mean(paper, PAPER_NAMES, "write a size such as 6x9 or 170x240mm")
            yield dress.UNKNOWN_PAPER.at(span, f"there is no paper `{paper}`", hint)
    if (layer.pdf_variant or "") not in _PDF_VARIANTS:
        span = Span(path, lines.get("pdf_variant", 0))
        hint = did_you_mean(layer.pdf_variant or "", _PDF_VARIANTS)
        yield dress.BAD_STYLE_FILE.at(span, f"there is no PDF variant `{layer.pdf_variant}`", hint)
