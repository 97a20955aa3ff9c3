"""The bars read back by the tables of the standard, written out here a second time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.formats.wrap.barcode import LEAST, MODULE, draw, modules

# ISO/IEC 15420, table 1: set A by digit; set C is its complement, set B is C read backwards.
A = ["0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011"]
C = ["".join("10"[int(bit)] for bit in each) for each in A]
B = [each[::-1] for each in C]
FIRST = ["AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB", "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"]


def decoded(pattern: str) -> str:
    assert len(pattern) == 95
    assert (pattern[:3], pattern[45:50], pattern[92:]) == ("101", "01010", "101")
    left = [pattern[at : at + 7] for at in range(3, 45, 7)]
    sets = "".join("A" if each in A else "B" for each in left)
    digits = [A.index(each) if kind == "A" else B.index(each) for each, kind in zip(left, sets, strict=True)]
    right = [C.index(pattern[at : at + 7]) for at in range(50, 92, 7)]
    return "".join(str(each) for each in (FIRST.index(sets), *digits, *right))


def number(twelve: str) -> str:
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return twelve + str(-total % 10)


@given(st.text("0123456789", min_size=12, max_size=12))
def test_every_number_decodes_back(twelve: str) -> None:
    assert decoded(modules(number(twelve))) == number(twelve)


@pytest.mark.parametrize("wrong", ["9783161484101", "978316148410", "97831614841000", "٩٧٨٣١٦١٤٨٤١٠٠", ""])
def test_what_is_no_number_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"digit"):
        modules(wrong)


def test_bars_quiet_zones_and_digits_stay_within_the_field() -> None:
    code = draw("9783161484100", 144.0, 86.4)
    assert code is not None
    assert len(code.bars) == 30
    assert min(bar.width for bar in code.bars) == pytest.approx(MODULE)
    last = code.bars[-1]
    assert code.x >= 11 * MODULE
    assert 144.0 - (code.x + last.x + last.width) >= 7 * MODULE
    assert code.y + code.baseline <= 86.4
    assert "".join(digit.text for digit in code.digits) == "9783161484100"


def test_a_smaller_field_has_smaller_bars_and_a_tiny_one_none() -> None:
    code = draw("9783161484100", 92.0, 86.4)
    assert code is not None
    assert LEAST * MODULE <= code.bars[0].width < MODULE
    assert draw("9783161484100", 60.0, 86.4) is None
    assert draw("9783161484100", 144.0, 40.0) is None
