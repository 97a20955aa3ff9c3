"""A sign keeps its lines."""

from __future__ import annotations


def test_line_for_line(read, screen, page):
    blocks = read("::: sign {.telegram}\nCOME AT ONCE\n*LAMP\nOUT*\n\nSTOP\n:::\n")
    expected = '<blockquote class="sign telegram"><p>COME AT ONCE<br/><em>LAMP<br/>OUT</em></p><p>STOP</p></blockquote>'
    assert screen(*blocks) == page(*blocks) == expected
