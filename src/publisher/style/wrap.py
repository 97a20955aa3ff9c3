"""A cover wrap in its style's dress: the front's drawing in the book's own shape, and the sheet around it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from publisher.book.model import Edition
from publisher.config.papers import Paper
from publisher.diagnostics import Diagnostic
from publisher.patterns import regex
from publisher.rules import dress
from publisher.source import Span
from publisher.style.cover import HEIGHT, cover_values
from publisher.style.pack import StylePack
from publisher.style.stylefile import root_rule
from publisher.style.templates import Ready, Templates, fill, load_templates
from publisher.style.variables import chosen_variables

TEMPLATE = "cover-wrap.xhtml"
_STYLE = regex(r"\s*<style>(.*?)</style>", re.DOTALL)
_LEAD = 80  # characters of a first sentence that can stand alone above the rest


@dataclass(frozen=True, slots=True)
class Wardrobe:
    """A style made ready for the wraps of one edition on one paper."""

    edition: Edition
    pack: StylePack
    templates: Templates
    variables: Mapping[str, str]
    root: str  # the variables as CSS


def open_wardrobe(edition: Edition, pack: StylePack, paper: Paper) -> Wardrobe:
    """The style's templates and variables for an edition."""
    chosen = chosen_variables(edition.spec, pack.fonts, paper)
    return Wardrobe(edition, pack, load_templates(pack), dict(pack.variables) | chosen, root_rule(chosen))


def drawing(wardrobe: Wardrobe, ratio: float) -> tuple[str, tuple[Diagnostic, ...]]:
    """The style's cover as SVG, ``ratio`` times as wide as it is high; empty where the style has none."""
    if wardrobe.pack.template("cover.svg") is None:
        return "", ()
    values = cover_values(wardrobe.edition, dict(wardrobe.variables), round(HEIGHT * ratio), HEIGHT)
    return fill(wardrobe.templates, "cover.svg", values)


def sheet(wardrobe: Wardrobe, values: Mapping[str, Any]) -> tuple[str, str, tuple[Diagnostic, ...]]:
    """The CSS and the XHTML of the wrap, and what is wrong with its template.

    The template begins with its CSS in a ``<style>`` element. It is filled with the book's words and ``values``:
    the panels (``trim``, ``back``, ``spine``, ``front`` … as CSS), the pictures, the bar code, how large things are.
    """
    if wardrobe.pack.template(TEMPLATE) is None:
        message = f"the style `{wardrobe.pack.name}` has no templates/{TEMPLATE}, from which a cover is made"
        hint = "let it extend base, which has one"
        return "", "", (dress.TEMPLATE_ERROR.at(Span(f"styles/{wardrobe.pack.name}/style.toml"), message, hint),)
    text, trouble = fill(wardrobe.templates, TEMPLATE, {**book_words(wardrobe.edition), **values})
    found = _STYLE.match(text)
    css, body = (found[1], text[found.end() :]) if found else ("", text)
    colours = {name: value for name, value in wardrobe.variables.items() if name.startswith("cover-")}
    return root_rule(colours) + wardrobe.root + css, body, trouble


def book_words(edition: Edition) -> dict[str, Any]:
    """The words of a cover: what the book is called, who made it, and what it is about."""
    info, spec = edition.info, edition.spec
    lead, summary = split_lead(info.summary or info.description)
    return {
        "title": spec.title or info.title,
        "subtitle": info.subtitle,
        "authors": [person.name for person in info.authors],
        "publisher": info.publisher,
        "place": info.place,
        "statement": spec.statement,
        "lead": lead,
        "summary": summary,
        "lang": info.language,
        "direction": info.direction,
    }


def split_lead(text: str) -> tuple[str, list[str]]:
    """A short first sentence that may stand alone, and the paragraphs of the rest."""
    paragraphs = [" ".join(each.split()) for each in re.split(r"\n\s*\n", text) if each.strip()]
    if not paragraphs:
        return "", []
    found = re.match(rf"(.{{8,{_LEAD}}}?[.?!…][”’\"']?)\s+(?=\S)", paragraphs[0])
    if found is None:
        return "", paragraphs
    return found[1], [paragraphs[0][found.end() :], *paragraphs[1:]]


def ready(xml: str) -> Ready:
    """A drawing of ours that the template sets as it is."""
    return Ready(xml)
