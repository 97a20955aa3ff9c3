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
    parts += _names(wrap)
    if wrap.barcode is not None:
        parts.append(_rect(wrap.barcode, _FIELD, "3 2"))
        parts.append(_tag("barcode", wrap.barcode.x, wrap.barcode.y - 10, _FIELD))
    parts += _legend(wrap, title)
    style = f'font-family="{escape(family, quote=True)}" font-size="7"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wrap.width:.3f}pt" height="{wrap.height:.3f}pt"'
        f' viewBox="0 0 {wrap.width:.3f} {wrap.height:.3f}"><g {style}>{"".join(parts)}</g></svg>'
    )


def _names(wrap: Wrap) -> list[str]:
    """What each line is called, at the line."""
    named = []
    for panel in (wrap.back, wrap.front):
        safe = wrap.safe_of(panel)
        named += [_tag("trim", panel.x + panel.width / 2, wrap.trim.y, _CUT)]
        named += [_tag("safe", panel.x + panel.width / 2, safe.y, _SAFE), _tag("safe", safe.x, safe.bottom, _SAFE)]
    for x in wrap.folds:
        named += [_tag("fold", x, wrap.trim.y + 2, _FOLD), _tag("fold", x, wrap.trim.bottom - 12, _FOLD)]
    return [*named, _tag("bleed", 0, wrap.height / 2, _BLEED)]


def _legend(wrap: Wrap, title: str) -> list[str]:
    """That this is a proof, and of what, where least of the cover is hidden: above the imprint, and on the front."""
    lines = [
        ("proof: not for the press", _CUT, 11.0),
        (title, "#000000", 8.0),
        (f"sheet {_inches(wrap.width)} × {_inches(wrap.height)} in", "#000000", 7.5),
        (f"trim {_inches(wrap.front.width)} × {_inches(wrap.front.height)} in", _CUT, 7.5),
        (f"spine {wrap.spine.width / 72:.4f} in, between the folds", _FOLD, 7.5),
        (f"bleed {_inches(wrap.bleed)} in, cut off", _BLEED, 7.5),
        (f"safe {_inches(wrap.safe)} in from the trim", _SAFE, 7.5),
    ]
    area = wrap.safe_of(wrap.back)
    x, y = area.x + 20, wrap.front_art.y + wrap.front_art.height * 0.68
    width, height = min(170.0, area.width - 40), 82.0
    made = [f'<rect x="{x:.3f}" y="{y:.3f}" width="{width:.3f}" height="{height:.3f}" fill="#ffffff"/>']
    for text, colour, size in lines:
        y += size * 1.32
        made.append(_label(text[:46], x + 8, y, colour, size))
    front = wrap.safe_of(wrap.front)
    return [*made, _label("proof", front.x + 20, wrap.front_art.y + wrap.front_art.height * 0.82, _CUT, 56.0)]


def _tag(text: str, x: float, y: float, colour: str) -> str:
    """A name in white on the colour of its line."""
    width = 4.2 * len(text) + 4
    return (
        f'<rect x="{x:.3f}" y="{y:.3f}" width="{width:.3f}" height="9" fill="{colour}"/>'
        f"{_label(text, x + 2, y + 7, '#ffffff')}"
    )


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
