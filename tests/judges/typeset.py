"""A small typesetter for tests: pages of lines in Courier, each exactly where it was put."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field, replace

import pikepdf

SIZE = 10.0
EM = 6.0  # the advance of every letter of Courier at 10 pt
LETTERS = 50  # of a full line
MEASURE = LETTERS * EM
INDENT = 20.0
LEADING = 14.0
TOP = 520.0
ON_PAGE = 24
LEFTS = (60.0, 50.0)  # of right-hand and left-hand pages


@dataclass(frozen=True)
class Row:
    """A line: full (justified), or as long as its text. ``shift`` moves it down from its place."""

    text: str
    indent: float = 0.0
    full: bool = True
    size: float = SIZE
    bold: bool = False
    shift: float = 0.0
    down: int = 1  # lines that it takes


@dataclass
class Book:
    """Pages of rows; a running head, a folio and a note stand beside them."""

    pages: list[list[Row]] = field(default_factory=list)
    notes: dict[int, list[str]] = field(default_factory=dict)

    def change(self, page: int, row: int, **changes: object) -> None:
        """Change one row."""
        self.pages[page][row] = replace(self.pages[page][row], **changes)  # type: ignore[arg-type]

    def pdf(self) -> bytes:
        """The book as a file."""
        made = pikepdf.new()
        fonts = {
            "/" + name: made.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name("/" + base),
                    Encoding=pikepdf.Name.WinAnsiEncoding,
                )
            )
            for name, base in (("F", "Courier"), ("B", "Courier-Bold"))
        }  # fmt: skip
        for index, rows in enumerate(self.pages):
            page = made.add_blank_page(page_size=(420, 600))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts))
            page.Contents = made.make_stream("\n".join(self._page(index, rows)).encode("cp1252"))
        held = io.BytesIO()
        made.save(held, static_id=True)
        return held.getvalue()

    def _page(self, index: int, rows: list[Row]) -> list[str]:
        left = LEFTS[index % 2]
        opens = bool(rows) and rows[0].size > SIZE
        drawn = [] if opens or not rows else [_show("The running head", left + 40, TOP + 30, SIZE, 0)]
        drawn.append(_show(str(index + 1), left + 140, 120, SIZE, 0) if rows else "")
        height = TOP
        for row in rows:
            height -= (row.down - 1) * LEADING
            spaces = row.text.count(" ")
            room = MEASURE - row.indent - EM * len(row.text) * row.size / SIZE
            stretch = room / spaces if row.full and spaces else 0.0
            drawn.append(_show(row.text, left + row.indent, height - row.shift, row.size, stretch, bold=row.bold))
            height -= LEADING
        notes = self.notes.get(index, [])
        foot = TOP - (ON_PAGE - 1) * LEADING
        drawn.extend(_show(note, left, foot + 9 * (len(notes) - 1 - at), 7.5, 0) for at, note in enumerate(notes))
        return drawn


def _show(text: str, left: float, height: float, size: float, stretch: float, *, bold: bool = False) -> str:
    escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    font = "B" if bold else "F"
    return f"BT /{font} {size} Tf {stretch:.4f} Tw 1 0 0 1 {left:.2f} {height:.2f} Tm ({escaped}) Tj ET"


def clean_book(pages: int = 8, seed: int = 3) -> Book:
    """Two chapters of pages that nothing is wrong with: paragraphs of six lines, the first of eight."""
    chance = random.Random(seed)
    words = _Words(chance)
    flow: list[Row] = []
    for number in range(pages * 5):
        count = 8 if number == 0 else 6
        flow.append(Row(words.line(LETTERS - 4), INDENT, full=True))
        flow.extend(Row(words.line(LETTERS)) for _ in range(count - 2))
        flow.append(Row(words.line(26), full=False))
    made = [flow[start : start + ON_PAGE] for start in range(0, pages * ON_PAGE, ON_PAGE)]
    book = Book([page[:] for page in made])
    book.notes[2] = ["a note that is set small " * 2, "and a second line of it"]
    book.pages[2] = book.pages[2][:-2]
    return book


class _Words:
    """Words that never stand under one another at an edge of two lines."""

    def __init__(self, chance: random.Random) -> None:
        self.chance, self.count = chance, 0
        self.before: list[int] = []

    def line(self, letters: int) -> str:
        """A line of at most so many letters, and hardly fewer, whose spaces stand elsewhere than the last one's."""
        for _ in range(200):
            made = self._try(letters)
            stops = [at for at, letter in enumerate(made) if letter == " "]
            if len(set(stops) & set(self.before)) < 2:
                break
        self.before = stops
        return made

    def _try(self, letters: int) -> str:
        words: list[str] = []
        left = letters
        while left > 9:
            size = self.chance.choice((3, 4, 5, 6, 7))
            words.append(self._word(size))
            left -= size + 1
        words.append(self._word(left - 1 if left > 4 else left))
        return " ".join(words)

    def _word(self, size: int) -> str:
        self.count += 1
        number, letters = self.count, []
        for _ in range(size):
            number, rest = divmod(number, 19)
            letters.append("abdefghklmnoprstuvw"[rest])
        return "".join(letters)
