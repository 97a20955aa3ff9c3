"""Faces are the same whether they are kept, cut here, or cut by several hands; and what cannot be had is said once asked."""

from __future__ import annotations

import pytest

from publisher.build import fontcase
from publisher.build.fontcase import FontCase
from publisher.diagnostics import MachineError
from publisher.fonts import font_digest, read_font
from publisher.store import NOTHING_KEPT
from publisher.style.composition import FontFace

SOURCES = [("fontpkg_eb_garamond/EBGaramond[wght].ttf", 400), ("fontpkg_source_code_pro/SourceCodePro[wght].ttf", 700)]
FACES = [FontFace("F", weight, "normal", source, font_digest(source)) for source, weight in SOURCES]
BROKEN = FontFace("F", 400, "normal", "fontpkg_eb_garamond/Missing.ttf", "0" * 64)


class Kept(dict):
    """A store in memory."""

    put = dict.__setitem__


@pytest.mark.parametrize("hands", [1, 2])
def test_many_hands_cut_what_one_cuts(hands):
    store = Kept()
    case = FontCase((), store)
    case.make_ready(FACES, hands)
    for face in FACES:
        assert case.font(face) == read_font(face.source, face.weight)
    assert sorted(store.values()) == sorted(read_font(face.source, face.weight) for face in FACES)


def test_what_is_kept_is_not_cut_again(monkeypatch):
    store = Kept()
    FontCase((), store).make_ready(FACES, 2)
    monkeypatch.setattr(FontCase, "_read", lambda self, face: pytest.fail(f"{face} is read"))
    case = FontCase((), store)
    case.make_ready(FACES, 2)
    assert case.font(FACES[0]) == store[fontcase._key(FACES[0])]
    assert FontCase((), store).font(FACES[1]) == store[fontcase._key(FACES[1])]


@pytest.mark.parametrize("hands", [1, 2, 3])
def test_a_face_that_cannot_be_had_is_said_when_it_is_asked_for(hands):
    case = FontCase((), NOTHING_KEPT)
    case.make_ready([BROKEN, *FACES], hands)
    assert case.font(FACES[0])
    with pytest.raises(MachineError, match=r"Missing\.ttf"):
        case.font(BROKEN)
