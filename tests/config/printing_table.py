"""The figures of all profiles as tables for ``docs/printing.md``; run as a script it writes them there."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path

from publisher.config.printer_files import find_printer
from publisher.config.printers import PRINTERS, Multiple, Printer, Sides

PAGE = Path(__file__).parents[2] / "docs" / "printing.md"
BEGIN, END = "<!-- figures: made from data/printers by tests/config/printing_table.py -->", "<!-- end of figures -->"


def length(points: float) -> str:
    """Inches where they are round ones, else millimetres, else points."""
    inches, millimetres = points / 72, points / 72 * 25.4
    if abs(points - round(points * 100) / 100) < 1e-4 and points < 12 and abs(inches * 1000 % 62.5) > 1e-3:
        return f"{points:g} pt"
    if abs(inches * 1000 - round(inches * 1000)) < 1e-3:
        return f"{inches:g} in"
    return f"{millimetres:.3g} mm"


def sides(value: Sides) -> str:
    known = {name: getattr(value, name) for name in Sides.__slots__ if getattr(value, name)}
    if not known:
        return ""
    if len(known) == 4 and len(set(known.values())) == 1:
        return f"{length(value.top)} on all sides"
    return "; ".join(
        f"{length(amount)} {', '.join(name for name, _ in names)}"
        for amount, names in groupby(known.items(), key=lambda item: item[1])
    )


def multiples(value: tuple[Multiple, ...]) -> str:
    return "; ".join(
        f"{each.pages}" + (f" up to {length(each.width)} × {length(each.height)}" if each.width else "")
        for each in value
    )


def pair(value: tuple[float, float]) -> str:
    return " × ".join(map(length, value)) if any(value) else ""


def yes(value: bool) -> str:
    return "yes" if value else "no"


def number(unit: str) -> Callable[[float], str]:
    return lambda value: f"{value:,.0f}{unit}" if value else ""


def some(value: float) -> str:
    return length(value) if value else ""


ROWS: tuple[tuple[str, str, Callable[..., str]], ...] = (
    ("Trims", "trims", lambda value: ", ".join(value) or "any"),
    ("Sizes of one's own, from", "trim_least", pair),
    ("Sizes of one's own, to", "trim_most", pair),
    ("Bleed", "bleed", sides),
    ("Crop marks", "marks", yes),
    ("Least margins", "margins", sides),
    ("Least margins with bleed", "margins_with_bleed", sides),
    (
        "Least inside margin, up to so many pages",
        "gutters",
        lambda bands: ", ".join(f"{length(band.amount)} ({band.pages:,})" for band in bands),
    ),
    ("Fewest pages", "pages_least", str),
    ("Most pages", "pages_most", number("")),
    ("Pages in multiples of", "multiples", multiples),
    ("Last page empty", "last_blank", yes),
    ("Empty pages in a row", "blanks_in_row", number("")),
    ("Inks", "inks", lambda inks: ", ".join(inks)),
    ("Colours of a colour interior", "colour_space", str.upper),
    ("Most ink", "total_ink", number(" %")),
    ("Black text in black ink only", "black_text_only_k", yes),
    ("Least resolution", "resolution_least", number(" ppi")),
    ("Most resolution", "resolution_most", number(" ppi")),
    ("Least resolution of line art", "line_art_least", number(" ppi")),
    ("Links", "links", yes),
    ("Outline", "outline", yes),
    ("Attachments", "attachments", yes),
    ("Fonts rather whole", "full_fonts", yes),
    ("Transparency", "transparency", yes),
    ("Smallest type", "type_least", some),
    ("Thinnest rule", "rule_least", some),
    ("Lightest tint", "tint_least", number(" %")),
    ("Largest file", "bytes_most", lambda value: f"{value // 1_000_000} MB" if value else ""),
    ("Standard asked for", "standard", str),
    (
        "Papers (thickness of a page)",
        "stocks",
        lambda stocks: ", ".join(f"{each.name} ({each.caliper / 72:.6f} in)" for each in stocks),
    ),
    ("Bleed of the cover", "cover_bleed", some),
    ("Art from the cover's edge", "cover_safe", some),
    ("Spine wider than the pages by", "spine_extra", some),
    ("Words on the spine from, pages", "spine_text_pages", number("")),
    ("Free beside them", "spine_clear", some),
    ("Field for the barcode", "barcode", pair),
)


def tables() -> str:
    """Markdown: one table of figures, and who says them."""
    printers = [found for name in PRINTERS if (found := find_printer(name)[0]) is not None]
    lines = ["| | " + " | ".join(f"`{each.name}`" for each in printers) + " |", "|---" * (len(printers) + 1) + "|"]
    for title, figure, shown in ROWS:
        cells = [shown(getattr(each, figure)) or "–" for each in printers]
        lines.append(f"| {title} (`{figure}`) | " + " | ".join(cells) + " |")
    lines += ["", "Who says so, figure by figure:", ""]
    for printer in printers:
        lines.append(f"* `{printer.name}`, {printer.title}")
        lines += [f"  * {said}: {', '.join(names)}" for said, names in _said(printer).items()]
    return "\n".join(lines)


def _said(printer: Printer) -> dict[str, list[str]]:
    by: dict[str, list[str]] = {}
    for each in printer.sources:
        by.setdefault(f"{each.source} ({each.checked})", []).append(f"`{each.figure}`")
    return by


def page_with_tables(text: str) -> str:
    """The page with its tables made anew."""
    before, rest = text.split(BEGIN)
    return f"{before}{BEGIN}\n\n{tables()}\n\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    PAGE.write_text(page_with_tables(PAGE.read_text("utf-8")), "utf-8")
