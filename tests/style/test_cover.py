from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.diagnostics import MachineError
from publisher.fonts import read_font
from publisher.style.cover import render_cover, set_block, width_of

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 160"><rect width="100" height="160" fill="#234"/>'
    '<text x="10" y="80" font-size="30" fill="#fff" font-family="EB Garamond">Hi</text></svg>'
)


def test_a_short_title_is_large_and_a_long_one_smaller():
    assert set_block("Emma", 1200, 220, 80).size == 220
    long = set_block("A " + "very " * 20 + "long title", 1200, 220, 80, 5)
    assert long.size < 220
    assert len(long.lines) <= 5


def test_what_does_not_fit_at_all_is_cut():
    block = set_block("word " * 400, 1200, 220, 80, 5)
    assert len(block.lines) == 5
    assert block.lines[-1].endswith("…")


def test_scripts_without_spaces_are_broken_too():
    block = set_block("千年の祈りと忘れられた約束の物語", 1200, 220, 120)
    assert len(block.lines) > 1
    assert " " not in "".join(block.lines)


@given(st.text(max_size=300))
def test_any_title_fits_its_measure(title: str):
    block = set_block(title, 1200, 220, 80, 5)
    assert len(block.lines) <= 5
    assert all(width_of(line) * block.size <= 1201 for line in block.lines)


def test_a_drawing_becomes_the_same_png_each_time():
    font = read_font("fontpkg_eb_garamond/EBGaramond[wght].ttf", 400)
    image = render_cover(SVG, [font], 100, 160)
    assert image.startswith(b"\x89PNG")
    assert image == render_cover(SVG, [font], 100, 160)
    assert image != render_cover(
        SVG, [], 100, 160
    )  # without a font of ours there are no letters: none of the machine's


def test_a_drawing_that_cannot_be_drawn_is_trouble():
    with pytest.raises(MachineError, match="cover"):
        render_cover("<svg", [])
