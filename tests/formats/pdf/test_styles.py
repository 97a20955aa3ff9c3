"""Styles that are shared: the values of every element are those that the engine computes for it."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from pdf_sample import chapter, composition, font

from publisher.formats.pdf import weasy
from publisher.formats.pdf.engine import engine_html, engine_options, lay_out, unpacked_fonts
from publisher.formats.pdf.faces import font_face_css, read_faces
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.join import join
from publisher.formats.pdf.shortcuts import short_answers
from publisher.formats.pdf.styles import Styles, shared_styles
from publisher.formats.pdf.used import used_values

BODY = (
    '<p id="a">One <em>two</em></p><p id="b">Three <em id="c">four</em></p><p class="x" lang="de">Fünf <em>sechs</em></p>'
    '<section id="s"><p>Text<span class="footnote" id="n">Note.</span> <a href="#a">there</a> <a href="#b">here</a></p>'
    "<ul><li>item</li><li id='i'>item</li></ul><ol><li>first</li></ol></section><div id='t' style='margin: 3px'>d</div>"
    "<table><tbody><tr><td>d</td><td id='d'>e</td></tr></tbody></table><table id='u'><tbody><tr><td>f</td></tr></tbody></table>"
)
CSS = (
    ".footnote { float: footnote } .footnote::footnote-call { color: #123456 } li::marker { font-size: 7px }"
    "#b { color: #654321 } .x em { font-weight: bold } p::before { content: '' } table { border-collapse: collapse }"
)
KEYS = ("anchor", "color", "font_size", "font_weight", "margin_left", "lang", "display", "float", "content", "width",
        "text_decoration_line", "page", "border_top_width", "white_space", "hyphens")  # fmt: skip
PSEUDO = (None, "marker", "before", "after", "footnote-call", "footnote-marker", "first-letter")


def served_of(plan: Any) -> Served:
    served = Served({}, plan.fonts, plan.css, lambda path: b"", font)
    assert read_faces(served) == ()
    return served


def values(plan: Any, faces: Any, styles: Styles | None) -> list[Any]:
    """The values of all elements and pseudo-elements, in the order of the document."""
    html = engine_html(join(plan, font_face_css(plan.fonts)), served_of(plan))
    sharing = contextlib.nullcontext() if styles is None else shared_styles(styles)
    with sharing:
        context = weasy.Document._build_layout_context(html, faces, weasy.CounterStyle(), {}, engine_options(""))
    found = []
    for element in html.etree_element.iter():
        for pseudo in PSEUDO:
            style = context.style_for(element, pseudo)
            found.append((element.tag, pseudo, style if style is None else [repr(style[key]) for key in KEYS]))
    return found


def test_every_element_has_the_values_that_the_engine_computes() -> None:
    styles = Styles()
    plan, other = (composition([chapter(stem, BODY)], CSS) for stem in ("one", "two"))
    with unpacked_fonts() as faces:
        for each in (plan, other, plan):
            assert values(each, faces, styles) == values(each, faces, None)
    assert len(styles.known) > len(styles.kinds), "nothing was shared"


def places(plan: Any) -> list[Any]:
    with unpacked_fonts() as faces:
        layout = lay_out(join(plan, font_face_css(plan.fonts)), served_of(plan), plan.pdf_variant, faces)
        return [
            (box.element_tag, *(getattr(box, name, None) for name in ("position_x", "position_y", "width", "height")))
            for page in layout.pages
            for box in page.descendants()
        ]


@pytest.mark.parametrize("name", ["used_values", "short_answers", "shared_styles"])
def test_boxes_stand_where_the_engine_sets_them(name: str) -> None:
    css = (
        CSS
        + "table { width: 80%; box-sizing: border-box; padding: 2% } p { margin: 0 1% } section { border: 1px solid }"
    )
    plan = composition([chapter("one", BODY * 1), chapter("two", "<p>x</p>" * 90)], css)
    ours = places(plan)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(f"publisher.formats.pdf.engine.{name}", lambda *_: contextlib.nullcontext())
        if name == "shared_styles":  # pages share theirs only where elements do
            patch.setattr("publisher.formats.pdf.engine.few_page_types", lambda **_: contextlib.nullcontext())
        assert places(plan) == ours


def test_what_is_patched_is_there_and_put_back() -> None:
    before = _patched()
    with used_values(), short_answers(), shared_styles(Styles()):
        assert not set(before) & set(_patched())
    assert _patched() == before
    for module in (
        weasy.inline_layout, weasy.block_layout, weasy.table_layout, weasy.absolute_layout, weasy.page_layout,
    ):  # fmt: skip
        assert module.resolve_percentages is weasy.resolve_percentages


def _patched() -> tuple[Any, ...]:
    box = weasy.boxes.Box
    return (
        weasy.css.StyleFor, weasy.block_layout.resolve_percentages, weasy.inline_layout.strut, box.is_in_normal_flow,
        box.descendants, weasy.background_layout.layout_box_backgrounds, weasy.boxes.ParentBox.page_values,
        weasy.block_layout.collapse_margin,
    )  # fmt: skip
