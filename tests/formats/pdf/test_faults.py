"""What goes wrong is said, with its code and at its place; nothing outside the book is touched."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from pdf_sample import (
    ASSETS,
    FACES,
    LOREM,
    chapter,
    codes,
    composition,
    document,
    font,
    make,
    paragraphs,
    picture,
    spans,
)

from publisher.diagnostics import Diagnostic, MachineError
from publisher.formats.artefact import Artefact
from publisher.formats.pdf import produce
from publisher.formats.pdf.make import make_pdf
from publisher.source import Span

PLACES = spans("a", "b", "c", "note")
B = Span("book.md", 2)


def made(body: str, css: str = "", **more: object) -> Artefact:
    more = {"assets": ASSETS, "spans": PLACES, **more}
    return make(composition([chapter("one", f'<p id="a">First.</p>{body}')], css, **more))


def only(artefact: Artefact, code: str) -> Diagnostic:
    found = [diagnostic for diagnostic in artefact.diagnostics if diagnostic.code == code]
    assert len(found) == 1, artefact.diagnostics
    return found[0]


# One book with all of these, each in a block of its own: {id} is where the fault is to be found.
FAULTS = {
    "an image that is not there": ("P801", '<p id="{id}"><img src="images/none.png" alt="x"/></p>'),
    "an absolute path": ("P801", '<p id="{id}"><img src="/etc/hostname" alt="x"/></p>'),
    "a path that climbs": ("P801", '<p id="{id}"><img src="../../etc/passwd" alt="x"/></p>'),
    "a path that climbs in disguise": ("P801", '<p id="{id}"><img src="i/%2e%2e/%2e%2e/etc/group" alt="x"/></p>'),
    "a file": ("P802", '<p id="{id}"><img src="file:///etc/hostname" alt="x"/></p>'),
    "the web": ("P802", '<p id="{id}"><img src="http://127.0.0.1:9/a.png" alt="x"/></p>'),
    "an old web": ("P802", '<p id="{id}"><img src="ftp://127.0.0.1/a.png" alt="x"/></p>'),
    "an image in the address": ("P802", '<p id="{id}"><img src="data:image/png;base64,AAAA" alt="x"/></p>'),
    "a guess at our own scheme": ("P802", '<p id="{id}"><img src="publisher:other" alt="x"/></p>'),
    "an attached file": ("P802", '<p id="{id}"><a rel="attachment" href="file:///etc/hostname">x</a></p>'),
    "a character that no font has": ("P804", '<p id="{id}">Unpronounceable: \U0001f600</p>'),
    "a link to nowhere": ("P806", '<p id="{id}"><a class="ref" href="#gone">x</a></p>'),
    "an id given twice": ("P807", '<p id="{id}">x</p><p id="{id}">y</p>'),
    "a box that swallows text": ("P820", f'<div id="{{id}}" style="height: 50px; overflow: hidden">{LOREM * 20}</div>'),
    "text beside the paper": ("P820", '<p id="{id}" style="position: absolute; top: -900px">Gone</p>'),
    "a line of code over the paper": ("P816", f'<pre id="{{id}}"><code>{"x" * 150}</code></pre>'),
    "a word over the paper": ("P816", f'<p id="{{id}}">{"1" * 150}</p>'),
    "a table over the paper": ("P816", f'<table id="{{id}}"><tr>{"<td>1234567890123</td>" * 20}</tr></table>'),
    "a long line of code": ("P823", f'<pre id="{{id}}"><code>{"x" * 50}</code></pre>'),
    "a long word": ("P823", f'<p id="{{id}}">{"1" * 60}</p>'),
    "a wide table": ("P824", f'<table id="{{id}}"><tr>{"<td>1234567890123</td>" * 5}</tr></table>'),
    "a wide image": ("P825", '<p id="{id}"><img src="images/a.png" alt="x" class="wide"/></p>'),
    "a tall image": ("P825", '<p id="{id}"><img src="images/a.png" alt="x" class="tall"/></p>'),
    "an image without description": ("P828", '<p id="{id}"><img src="images/a.png"/></p>'),
}
FAULTS_CSS = """
.wide { width: 900px; max-width: none }
.tall { width: 20px; height: 900px; max-height: none }
a.ref::after { content: target-counter(attr(href), page) }
"""


@pytest.fixture(scope="module")
def mishaps() -> tuple[Artefact, list[str]]:
    """The artefact of the book of faults, and the images that were read for it."""
    ids = [f"f{number}" for number in range(len(FAULTS))]
    body = "".join(text.replace("{id}", id) for id, (_, text) in zip(ids, FAULTS.values(), strict=True))
    read: list[str] = []

    def reader(path: str) -> bytes:
        read.append(path)
        return picture()

    plan = composition([chapter("one", body)], FAULTS_CSS, assets=ASSETS, spans=spans(*ids))
    return make_pdf(plan, reader, font), read


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_said_at_its_place(mishaps: tuple[Artefact, list[str]], fault: str) -> None:
    line = list(FAULTS).index(fault) + 1
    assert [each.code for each in mishaps[0].diagnostics if each.span.line == line] == [FAULTS[fault][0]]


def test_nothing_but_faults_is_said_and_nothing_but_the_image_is_read(mishaps: tuple[Artefact, list[str]]) -> None:
    artefact, read = mishaps
    assert len(artefact.diagnostics) == len(FAULTS)
    assert set(read) == {"images/a.png"}


def test_an_image_that_is_none_is_an_error() -> None:
    body = '<p id="b"><img src="images/a.png" alt="x"/></p>'
    plan = composition([chapter("one", body)], assets=ASSETS, spans=PLACES)
    assert only(make_pdf(plan, lambda path: b"not an image", font), "P801").span == B


def test_an_image_that_cannot_be_read_says_why() -> None:
    def refuse(path: str) -> bytes:
        raise MachineError("the disk is on fire")

    plan = composition([chapter("one", '<p id="b"><img src="images/a.png" alt="x"/></p>')], assets=ASSETS, spans=PLACES)
    assert "the disk is on fire" in only(make_pdf(plan, refuse, font), "P801").message


def test_styles_that_ask_for_too_much() -> None:
    css = """
        p { background: url("http://127.0.0.1:9/a.png") }
        h1 { background: url("file:///etc/hostname") }
        @font-face { font-family: X; src: url("file:///etc/hostname") }
        @font-face { font-family: Y; src: local("DejaVu Sans") }
        p { text-wrap: balance }
        @nothing { }
        p:unknown { color: red }
    """
    assert codes(made("", css)) == ["P802", "P802", "P803", "P803", "P805", "P805", "P805"]


def test_an_ignored_declaration_is_shown_with_its_line() -> None:
    diagnostic = only(made("", "\np { text-wrap: balance }"), "P805")
    assert "text-wrap: balance" in diagnostic.message
    assert "p { text-wrap: balance }" in diagnostic.hint


def test_imports_are_refused() -> None:
    plan = composition([chapter("one", "<p>x</p>")])
    plan = replace(plan, css='@import url("http://127.0.0.1:9/x.css");' + plan.css)
    assert codes(make(plan)) == ["P802"]


def test_a_data_image_of_the_style_is_fine() -> None:
    svg = "<svg xmlns='http://www.w3.org/2000/svg' width='5' height='5'><title>t</title></svg>"
    assert codes(made("", f'p {{ background: url("data:image/svg+xml;utf8,{svg}") }}')) == []


def test_the_fonts_of_the_machine_are_never_used() -> None:
    artefact = made("", 'p { font-family: "DejaVu Sans", "Liberation Serif", sans-serif }')
    assert artefact.diagnostics == ()
    assert b"DejaVu" not in artefact.data


def test_hidden_text_is_the_designers_will() -> None:
    assert codes(made('<p id="b" class="no">x</p>', ".no { display: none }")) == []


def test_hyphens_case_and_small_measures_lose_nothing() -> None:
    body = f'<p id="b" lang="de">Straße {"Donaudampfschifffahrtsgesellschaft " * 20}so-called well\u00adcome</p>'
    assert codes(made(body, "#b { text-transform: uppercase; width: 3.5in; text-align: left }")) == []


def test_a_footnote_longer_than_a_page() -> None:
    note = f'<span class="footnote" id="note">{"word another " * 900}</span>'
    artefact = made(f'<p id="b">Call{note} after.</p>{paragraphs("z", 4)}')
    assert only(artefact, "P821").span == Span("book.md", 4)


def test_a_footnote_on_another_page_than_its_call() -> None:
    note = f'<span class="footnote" id="note">{"word another " * 350}</span>'
    artefact = made(f'<p id="b">Call{note} after.</p>{paragraphs("z", 4)}')
    assert only(artefact, "P822").span == Span("book.md", 4)


def test_what_stands_in_the_margin_on_purpose_is_not_too_wide() -> None:
    css = "#b { margin-left: -0.4in; margin-right: -0.4in }"
    assert codes(made(f'<p id="b">{LOREM * 3}</p>', css)) == []


def test_a_heading_as_last_line() -> None:
    tall = '<h2 id="b">Head</h2><div style="height: 7.3in; break-inside: avoid">Text.</div>'
    artefact = made(tall, "h2 { break-after: auto; margin: 0 }")
    assert only(artefact, "P826").span == B


def test_a_heading_alone_on_a_part_page_is_right() -> None:
    plan = composition([document("part", '<h1 id="b">Part One</h1>', "part"), chapter("one", "<p>x</p>")], spans=PLACES)
    assert codes(make(plan)) == []


def test_a_wrong_number_in_the_contents() -> None:
    contents = '<nav class="contents"><ol><li><a href="#one">One</a></li></ol></nav>'
    artefact = made(contents, "nav.contents a { display: flex }")
    assert "“0”" in only(artefact, "P827").message


def test_words_around_a_number_are_not_the_number() -> None:
    css = 'a.ref::after { content: " (p. " target-counter(attr(href), page) ")" }'
    assert codes(made('<p id="b"><a class="ref" href="#a">there</a></p>', css)) == []


def test_the_chapter_that_cannot_be_set_is_named() -> None:
    nested = "<div>" * 400 + "x" + "</div>" * 400
    plan = composition([chapter("one", "<p>x</p>"), chapter("two", f'<div id="b">{nested}</div>')], spans=PLACES)
    artefact = make(plan)
    assert (artefact.data, codes(artefact)) == (b"", ["P811"])
    assert "“Two”" in artefact.diagnostics[0].message
    assert artefact.diagnostics[0].span == B


def test_a_failure_that_no_chapter_explains_is_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def fail_once(*arguments: object) -> object:
        calls.append(arguments)
        if len(calls) == 1:
            raise AssertionError("engine")
        return real(*arguments)

    real = produce.lay_out
    monkeypatch.setattr(produce, "lay_out", fail_once)
    with pytest.raises(MachineError, match="AssertionError: engine"):
        made("")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"pdf_variant": "pdf/ua"}, "P812"),
        ({"fonts": ()}, "P813"),
        ({"fonts": (replace(FACES[0], source="fontpkg_eb_garamond/none.ttf"),)}, "P803"),
    ],
)
def test_styles_that_cannot_work(more: dict[str, object], code: str) -> None:
    artefact = made("", **more)
    assert (artefact.data, codes(artefact)) == (b"", [code])


def test_a_font_file_that_is_none() -> None:
    plan = composition([chapter("one", "<p>x</p>")])
    artefact = make_pdf(plan, lambda path: picture(), lambda face: b"<html>")
    assert set(codes(artefact)) == {"P803"}


def test_the_log_of_the_engine_goes_nowhere_else(
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        made("", "p { text-wrap: balance }")
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")
    assert logging.getLogger("weasyprint").propagate
