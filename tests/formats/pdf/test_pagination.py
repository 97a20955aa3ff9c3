"""Numbers as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publisher.formats.pdf.finish import page_labels
from publisher.formats.pdf.pagination import Folio, written
from publisher.formats.pdf.survey import solid


@pytest.mark.parametrize(
    ("number", "style", "label"),
    [
        (4, "lower-roman", "iv"),
        (1999, "upper-roman", "MCMXCIX"),
        (28, "lower-alpha", "bb"),
        (37, "decimal", "37"),
        (0, "lower-roman", "0"),
        (5, "hebrew", "5"),
    ],
)
def test_written(number: int, style: str, label: str) -> None:
    assert written(number, style) == label


def test_labels_start_anew_where_numbers_or_style_do() -> None:
    folios = [
        Folio(1, "lower-roman"),
        Folio(2, "lower-roman"),
        Folio(1, "decimal"),
        Folio(2, "decimal"),
        Folio(7, "decimal"),
    ]
    nums = page_labels(folios)["Nums"]
    assert [nums[index] for index in range(0, len(nums), 2)] == [0, 2, 4]
    assert [dict(nums[index]) for index in (1, 3, 5)] == [{"S": "/r"}, {"S": "/D"}, {"S": "/D", "St": 7}]


@given(st.text(), st.text())
def test_solid_text_does_not_care_for_hyphens_and_spaces(one: str, other: str) -> None:
    assert solid(f"{one}-\n{other}") == solid(one + other)
