"""The private parts of WeasyPrint that we stand on: these tests tell which one moved."""

from __future__ import annotations

import contextlib
import inspect
import os
import re
from typing import Any

import pytest
from pdf_sample import chapter, composition, font, paragraphs

from publisher.formats.pdf import boxes, grid, weasy
from publisher.formats.pdf.calls import notes_at_their_calls
from publisher.formats.pdf.engine import Layout, lay_out, unpacked_fonts
from publisher.formats.pdf.faces import font_face_css, foreign_fonts, read_faces
from publisher.formats.pdf.fetch import Served
from publisher.formats.pdf.fontconfig import only_our_fonts
from publisher.formats.pdf.join import join
from publisher.formats.pdf.shaping import _FEATURES
from publisher.style.composition import Composition

TABLE = "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>d</td></tr></tbody></table>"
TEXT = '<p id="p">Text<span class="footnote" id="n">Note.</span> <a href="#one">link</a></p>'
BODY = f"{TEXT}<ul><li>item</li></ul>{TABLE}{paragraphs('q', 6)}"


def laid_out(plan: Composition) -> tuple[Layout, Served]:
    served = Served({}, plan.fonts, plan.css, lambda path: b"", font)
    assert read_faces(served) == ()
    with unpacked_fonts() as faces:
        layout = lay_out(join(plan, font_face_css(plan.fonts)), served, plan.pdf_variant, faces)
        assert len(list(faces._folder.iterdir())) == len(plan.fonts)  # the engine has put them where we said
    return layout, served


@pytest.fixture(scope="module")
def layout() -> Layout:
    css = 'a::after { content: leader(".") target-counter(attr(href), page) }'
    return laid_out(composition([chapter("one", BODY)], css))[0]


def find(layout: Layout, wanted: Any) -> Any:
    return next(box for page in layout.pages for box in page.descendants() if wanted(box))


def test_boxes_know_their_element_and_text(layout: Layout) -> None:
    box = find(layout, lambda box: isinstance(box, boxes.TextBox) and box.text.startswith("Text"))
    assert (box.element.get("id"), box.element_tag) == ("p", "p")


def test_the_page_box_has_margin_boxes_a_type_and_margins(layout: Layout) -> None:
    page = layout.pages[0]
    assert any(isinstance(child, boxes.MarginBox) for child in page.children)
    assert (page.page_type.side, page.page_type.blank) == ("right", False)
    assert page.margin_left != page.margin_right


def test_margin_boxes_keep_their_content(layout: Layout) -> None:
    contents = [box.style["content"] for box in layout.pages[0].children if isinstance(box, boxes.MarginBox)]
    assert (("counter()", ("page", "decimal")),) in contents


def test_a_call_knows_its_note_and_notes_stand_in_their_area(layout: Layout) -> None:
    call = find(layout, lambda box: box.footnote is not None)
    assert call.element_tag == "span::footnote-call"
    area = next(child for child in layout.pages[0].children if isinstance(child, boxes.FootnoteAreaBox))
    assert [box.element.get("id") for box in area.children] == ["n"]
    assert [box.element.get("id") for box in layout.notes] == ["n"]


def test_generated_numbers_keep_their_content(layout: Layout) -> None:
    after = find(layout, lambda box: box.element_tag == "a::after" and box.style["content"] != "normal")
    assert [item[0] for item in after.style["content"]] == ["leader()", "target-counter()"]
    assert any(child.is_leader for child in after.children)


def test_table_heads_and_markers_are_known(layout: Layout) -> None:
    assert find(layout, boxes.is_repeated_header).element_tag == "thead"
    assert find(layout, lambda box: box.element_tag == "li::marker")


def test_the_counter_of_every_page_is_known(layout: Layout) -> None:
    assert layout.numbers == tuple(range(1, len(layout.pages) + 1))


def test_painting_marks_boxes_in_the_stream(layout: Layout) -> None:
    seen: dict[str, Any] = {}
    page = layout.document.pages[0]

    def paint(stream: Any, scale: float = 1) -> None:
        weasy.Page.paint(page, stream, scale)
        seen["tags"], seen["fonts"] = dict(stream._tags), dict(stream._fonts)

    page.paint = paint
    layout.document.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    assert all(set(mark) == {"tag", "mcid"} for mark in seen["tags"].values())
    assert all(isinstance(box, boxes.TextBox | boxes.ReplacedBox) for box in seen["tags"])
    assert all(font.family and font.file_content for font in seen["fonts"].values())
    assert all(callable(font.subset) and font.name[:1] == b"/" and b"+" in font.name for font in seen["fonts"].values())


def test_the_environment_is_put_back() -> None:
    before = os.environ.get("FONTCONFIG_FILE")
    with only_our_fonts():
        assert os.environ["FONTCONFIG_FILE"] != before
    assert os.environ.get("FONTCONFIG_FILE") == before


def test_a_foreign_font_is_found_out() -> None:
    plan = composition([chapter("one", "<p>x</p>")])
    _, served = laid_out(plan)
    assert foreign_fonts([("Body", served.font(0))], served) == ()
    (found,) = foreign_fonts([("DejaVu Sans", b"other")], served)
    assert (found.code, "DejaVu Sans" in found.message) == ("P803", True)


def test_what_is_wrapped_takes_and_gives_what_we_count_on() -> None:
    flow = list(inspect.signature(weasy.block_layout._in_flow_layout).parameters)
    assert flow[:4] == ["context", "box", "index", "child"]
    assert flow[4:].index("bottom_space") == grid._BOTTOM_SPACE
    given = " ".join(inspect.getsource(weasy.block_layout._in_flow_layout).split())
    assert "( abort, stop, resume_at, position_y, adjoining_margins, next_page, new_children, max_lines)" in given
    assert next(iter(inspect.signature(weasy.block_layout._linebox_layout).parameters)) == "context"
    assert "report = not context.in_column and" in inspect.getsource(weasy.block_layout._linebox_layout)
    absolute = list(inspect.signature(weasy.absolute_layout.absolute_block).parameters)
    assert absolute[:5] == ["context", "box", "containing_block", "fixed_boxes", "bottom_space"]


def test_what_is_wrapped_is_put_back() -> None:
    before = weasy.block_layout._in_flow_layout, weasy.block_layout._linebox_layout
    with grid.baseline_grid(), notes_at_their_calls():
        assert weasy.block_layout._in_flow_layout is not before[0]
    assert (weasy.block_layout._in_flow_layout, weasy.block_layout._linebox_layout) == before


def test_the_screens_profile_is_there_and_closed() -> None:
    profile = weasy.screen_profile()
    assert len(profile.components) == 3
    assert profile.content[36:40] == b"acsp"


def test_what_parts_of_books_stand_on() -> None:
    """Each of these is wrapped, made or filled by ``publisher.formats.pdf.parts`` or ``pagetypes``."""
    given = {
        weasy.css.find_stylesheets: "wrapper_element device_media_type url_fetcher base_url font_config counter_style "
        "color_profiles page_rules layers",
        weasy.get_all_computed_styles: "html user_stylesheets presentational_hints font_config counter_style "
        "color_profiles page_rules layers target_collector forms",
        weasy.LayoutContext.__init__: "self style_for get_image_from_uri font_config counter_style target_collector",
        weasy.TargetCollector.lookup_target: "self anchor_token source_box css_token parse_again",
        weasy.layout_package.initialize_page_maker: "context root_box",
        weasy.layout_package.make_margin_boxes: "context page state",
        weasy.page_layout.set_page_type_computed_styles: "page_type html style_for",
        weasy.page_layout.remake_page: "index context root_box html",
        weasy.pdf_package.resolve_links: "pages",
        weasy.pdf_package.build_fonts_dictionary: "pdf fonts compress subset options",
        weasy.pdf_package.add_outlines: "pdf bookmarks parent",
        weasy.Document.make_bookmark_tree: "self scale transform_pages",
        weasy.draw_stacking_context: "stream stacking_context",
        weasy.layout_box_backgrounds: "page box get_image_from_uri layout_children style",
    }
    for function, names in given.items():
        assert " ".join(inspect.signature(function).parameters) == names, function
    assert weasy.page_layout.PageType._fields == ("side", "blank", "name", "index", "groups")
    assert inspect.getsource(weasy.layout_package.layout_document).count("initialize_page_maker(") == 1
    assert "compressobj(level=9)" in inspect.getsource(weasy.pydyf.Stream)


def test_a_font_is_made_of_what_we_fill_it_with(layout: Layout) -> None:
    """The joiner makes fonts from plain values: whatever else the engine asks of one would be missing there."""
    from publisher.formats.pdf.parts.capture import _FACTS

    layout.document.write_pdf(pdf_tags=True)
    for made in layout.document.fonts.values():
        ours = {*_FACTS, "name", "hash", "file_content", "widths", "to_unicode", "missing", "hb_face"}
        assert set(vars(made)) - ours <= {"hb_font", "font_file_name", "subset"}, "does the writing of fonts need it?"


def test_shaping_knows_all_that_the_engine_tells_the_shaper() -> None:
    """:mod:`publisher.formats.pdf.shaping` says the same; another property in it would be lost on our pages."""
    source = inspect.getsource(weasy.line_break.Layout.setup)
    asked = set(re.findall(r"style\['(\w+)'\]", source))
    assert asked == {*_FEATURES, "direction", "font_language_override", "lang", "font_family", "text_decoration_line"}
    assert set(re.findall(r"pango\.(pango_(?:layout|context)_set_\w+)", source)) == {
        "pango_context_set_round_glyph_positions",
        "pango_context_set_base_dir",
        "pango_context_set_language",
        "pango_layout_set_auto_dir",
        "pango_layout_set_font_description",
        "pango_layout_set_attributes",
    }


def test_shared_shaping_moves_no_letter() -> None:
    css = "p { font-variant-caps: small-caps; letter-spacing: 0.2pt } a { text-decoration: underline }"
    plan = composition([chapter("one", BODY)], css)
    ours = [places(page) for page in laid_out(plan)[0].pages]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("publisher.formats.pdf.engine.shared_shaping", contextlib.nullcontext)
        assert [places(page) for page in laid_out(plan)[0].pages] == ours


def places(page: Any) -> list[tuple[str, float, float, float]]:
    boxes_of_text = (box for box in page.descendants() if isinstance(box, boxes.TextBox))
    return [(box.text, box.position_x, box.position_y, box.width) for box in boxes_of_text]
