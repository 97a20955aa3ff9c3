"""The guides of a proof: where the sheet is cut and folded, what keeps clear of both, and what each line means."""

from __future__ import annotations

from html import escape

from publisher.formats.wrap.geometry import Rect, Wrap

_CUT, _FOLD, _SAFE, _FIELD, _BLEED = "#d6006c", "#0067b1", "#00873c", "#b35c00", "#7a3fb0"


def guides(wrap: Wrap, family: str, title: str) -> str:
    """An SVG of the sheet's size, in points, to lie over it."""
    parts = [_rect(Rect(0.5, 0.5, wrap.width - 1, wrap.height - 1), _BLEED, "2 2"), _rect(wrap.trim, _CUT, "")]
    for panel in (wrap.back, wrap.spine, wrap.front):
        inner = wrap.safe_of(panel)
        if inner.width > 0:
            parts.append(_rect(inner, _SAFE, "4 3"))
    for x in wrap.folds:
        parts.append(
            f'<line x1="{x:.3f}" x2="{x:.3f}" y1="0" y2="{wrap.height:.3f}" stroke="{_FOLD}" stroke-width="0.75"'
            ' stroke-dasharray="8 3"/>'
        )
    if wrap.barcode is not None:
        parts.append(_rect(wrap.barcode, _FIELD, "3 2"))
        parts.append(_label("barcode", wrap.barcode.x + 2, wrap.barcode.y - 3, _FIELD))
    parts += _legend(wrap, title)
    style = f'font-family="{escape(family, quote=True)}" font-size="7"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wrap.width:.3f}pt" height="{wrap.height:.3f}pt"'
        f' viewBox="0 0 {wrap.width:.3f} {wrap.height:.3f}"><g {style}>{"".join(parts)}</g></svg>'
    )


def _legend(wrap: Wrap, title: str) -> list[str]:
    """What each line means, written on a white ground at the head of back and front."""
    made = []
    lines = [
        ("proof", _CUT, 22.0),
        (title, "#000000", 8.0),
        (f"sheet {_inches(wrap.width)} × {_inches(wrap.height)} in", "#000000", 7.0),
        (f"trim {_inches(wrap.front.width)} × {_inches(wrap.front.height)} in", _CUT, 7.0),
        (f"spine {wrap.spine.width / 72:.4f} in, between the folds", _FOLD, 7.0),
        (f"bleed {_inches(wrap.bleed)} in: cut off", _BLEED, 7.0),
        (f"safe: {_inches(wrap.safe)} in from the trim", _SAFE, 7.0),
    ]
    for panel in (wrap.back, wrap.front):
        area = wrap.safe_of(panel)
        y = area.y + 6
        made.append(
            f'<rect x="{area.x + 4:.3f}" y="{y:.3f}" width="{min(180.0, area.width - 8):.3f}" height="88"'
            ' fill="#ffffff"/>'
        )
        for text, colour, size in lines:
            y += size * 1.25
            made.append(_label(text[:46], area.x + 10, y, colour, size))
    return made


def _inches(points: float) -> str:
    return f"{points / 72:.3f}".rstrip("0").rstrip(".")


def _rect(rect: Rect, colour: str, dashes: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<rect x="{rect.x:.3f}" y="{rect.y:.3f}" width="{rect.width:.3f}" height="{rect.height:.3f}" fill="none"'
        f' stroke="{colour}" stroke-width="0.75"{dashed}/>'
    )


def _label(text: str, x: float, y: float, colour: str, size: float = 7.0) -> str:
    return f'<text x="{x:.3f}" y="{y:.3f}" font-size="{size:g}" fill="{colour}">{escape(text)}</text>'
