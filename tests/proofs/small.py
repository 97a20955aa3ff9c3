"""Small PDFs with words that pdfium reads, made by hand."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

WIDTH, HEIGHT = 216.0, 324.0


def small_pdf(
    pages: Sequence[str],
    *,
    labels: Sequence[str] = (),
    size: tuple[float, float] = (WIDTH, HEIGHT),
    bleed: float = 0.0,
    extra: str = "",
    encryption: bool = False,
) -> bytes:
    """A PDF with these words on its pages, a line for each of theirs, 15 pt apart from 40 pt below the top."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        )
        for words in pages:
            lines = [
                f"BT /F 9 Tf 20 {size[1] - 40 - 15 * number} Td ({line}) Tj ET"
                for number, line in enumerate(words.split("\n"))
                if line
            ]
            page = Dictionary(
                Type=Name.Page,
                MediaBox=Array([-bleed, -bleed, size[0] + bleed, size[1] + bleed]),
                TrimBox=Array([0, 0, *size]),
                BleedBox=Array([-bleed, -bleed, size[0] + bleed, size[1] + bleed]),
                Resources=Dictionary(Font=Dictionary(F=font)),
                Contents=pdf.make_stream("\n".join([extra, *lines]).encode("cp1252")),
            )
            pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
        if labels:
            numbers = [each for n, label in enumerate(labels) for each in (n, Dictionary(P=pikepdf.String(label)))]
            pdf.Root.PageLabels = Dictionary(Nums=Array(numbers))
        out = io.BytesIO()
        pdf.save(
            out, deterministic_id=not encryption,
            encryption=pikepdf.Encryption(owner="one", user="two") if encryption else False,
        )  # fmt: skip
        return out.getvalue()
