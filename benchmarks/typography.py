"""The setting of one novel measured: by Publisher, by plain WeasyPrint and by XeLaTeX, at one measure.

    python benchmarks/typography.py [--words 95000] [--chapters 36] [--seed 1] [--keep FOLDER] [--only NAME …]

The same words in the same type: EB Garamond 11.5 on 15 pt, 311 pt wide, 34 lines, British English. Plain WeasyPrint
sets our own HTML and CSS with its own line breaker and our layout's steps left out. XeLaTeX sets it in memoir and in
scrbook as they come, and tuned by one who knows TeX (see ``latex``). What is not installed is left out, and said to be.
All figures are read off the finished PDFs by the code of ``publisher check --typography``.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from manuscripts import Chapter, novel, novel_chapters
from peers import BIN, plain_html

from publisher.judges.typography.measure import Measures, measure

FONT = "fontpkg_eb_garamond/EBGaramond[wght].ttf"
ITALIC = "fontpkg_eb_garamond/EBGaramond-Italic[wght].ttf"
_SPECIAL = str.maketrans(
    {"&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}"}
)


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who sets the book: a name, what it needs on the path, and how it makes the PDF."""

    name: str
    program: str
    make: Callable[[Path, Path], Path]


def main() -> None:
    """Set the book with everybody, measure, print the table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--words", type=int, default=95_000)
    options.add_argument("--chapters", type=int, default=36)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="a folder to leave the PDFs in")
    options.add_argument("--only", nargs="*", default=[], help="names of those who shall set it")
    given = options.parse_args()
    chapters = novel_chapters(given.words, given.chapters, given.seed)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        book = novel(folder / "novel", given.words, given.chapters, given.seed)
        found = []
        for peer in peers(chapters):
            if given.only and peer.name not in given.only:
                continue
            if shutil.which(peer.program) is None:
                print(f"{peer.name}: left out, {peer.program} is not installed")
                continue
            result = _set(peer, book, folder / re.sub(r"\W+", "-", peer.name), given.keep)
            if result is not None:
                found.append(result)
        print(f"\n{given.words:,} words, {given.chapters} chapters, seed {given.seed}\n")
        print("\n".join(table(found)))


def _set(peer: Peer, book: Path, folder: Path, keep: Path | None) -> tuple[str, float, Measures] | None:
    """Make the book, measure it."""
    folder.mkdir()
    start = time.perf_counter()
    try:
        made = peer.make(book, folder)
    except (subprocess.CalledProcessError, OSError) as error:
        output = getattr(error, "stdout", b"") or b""
        print(f"{peer.name}: left out, it failed: {error}\n{output[-600:].decode('utf-8', 'replace')}")
        return None
    seconds = time.perf_counter() - start
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(made, keep / f"{folder.name}.pdf")
    measured = measure(made.read_bytes())
    if measured is None:
        print(f"{peer.name}: left out, no running text was found")
        return None
    return peer.name, seconds, measured


def peers(chapters: Sequence[Chapter]) -> Iterator[Peer]:
    """Everybody who might set the book."""
    yield Peer("Publisher", str(BIN / "python"), _publisher)
    yield Peer("WeasyPrint", str(BIN / "weasyprint"), _weasyprint)
    for document_class in ("memoir", "scrbook"):
        for tuned in (False, True):
            name = f"XeLaTeX {document_class}{' tuned' if tuned else ''}"
            yield Peer(name, "xelatex", _xelatex(chapters, document_class, tuned))


def _publisher(book: Path, folder: Path) -> Path:
    command = [str(BIN / "python"), "-m", "publisher", "build", "-C", str(book), "-o", str(folder), "--no-cache"]
    _run([*command, "--format", "pdf"], folder)
    (made,) = folder.glob("*.pdf")
    return made


def _weasyprint(book: Path, folder: Path) -> Path:
    page = plain_html(book, folder / "html")
    _run([str(BIN / "weasyprint"), str(page), "w.pdf"], folder)
    return folder / "w.pdf"


def _run(command: Sequence[str], folder: Path) -> None:
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _xelatex(chapters: Sequence[Chapter], document_class: str, tuned: bool) -> Callable[[Path, Path], Path]:
    def make(_: Path, folder: Path) -> Path:
        from publisher.fonts import read_font

        (folder / "text.ttf").write_bytes(read_font(FONT, 400, ()))
        (folder / "italic.ttf").write_bytes(read_font(ITALIC, 400, ()))
        (folder / "book.tex").write_text("\n".join(latex(chapters, document_class, tuned)), "utf-8")
        command = ["xelatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "book.tex"]
        _run(command, folder)
        return folder / "book.pdf"

    return make


_LAYOUT = {
    "memoir": r"""\documentclass[11pt,twoside,openright]{memoir}
\setstocksize{648bp}{432bp}\settrimmedsize{\stockheight}{\stockwidth}{*}
\setlrmarginsandblock{63bp}{58bp}{*}\setulmarginsandblock{66bp}{72bp}{*}\checkandfixthelayout
""",
    "scrbook": r"""\documentclass[11pt,twoside,open=right,paper=432bp:648bp,headings=normal]{scrbook}
\usepackage[paperwidth=432bp,paperheight=648bp,inner=63bp,outer=58bp,top=66bp,bottom=72bp]{geometry}
""",
}


def latex(chapters: Sequence[Chapter], document_class: str, tuned: bool) -> Iterator[str]:
    """The book as LaTeX: our trim, margins, type and indent, and everything else as the class has it.

    ``tuned`` is what one who knows TeX would add: hanging marks, no line too long, no widows, lines on one grid.
    """
    yield _LAYOUT[document_class]
    yield r"\usepackage{fontspec}\setmainfont{text.ttf}[ItalicFont=italic.ttf,Numbers=OldStyle]"
    yield r"\usepackage{polyglossia}\setmainlanguage[variant=british]{english}"
    if tuned:
        yield r"\usepackage{microtype}\setlength\emergencystretch{2em}"
        yield r"\widowpenalty=10000\clubpenalty=10000\raggedbottom\setlength\parskip{0pt}"
    yield r"\makeatletter\renewcommand\normalsize{\@setfontsize\normalsize{11.5bp}{15bp}"
    yield r"\abovedisplayskip 11pt\belowdisplayskip 11pt}"
    yield r"\renewcommand\footnotesize{\@setfontsize\footnotesize{9.5bp}{12bp}}"
    yield r"\makeatother\normalsize\setlength\parindent{14.375bp}"
    yield r"\begin{document}\frenchspacing"
    for chapter in chapters:
        yield rf"\chapter{{{_plain(chapter.title)}}}"
        after_break = False
        for text in chapter.paragraphs:
            if text == "***":
                yield r"\par\nopagebreak\vspace{15bp}\nopagebreak\centerline{*}\nopagebreak\vspace{15bp}"
                after_break = True
            else:
                yield (r"\noindent " if after_break else "") + _marked(text, chapter.notes) + "\n"
                after_break = False
    yield r"\end{document}"


def _plain(text: str) -> str:
    """The text with its straight quotes turned, and without anything that TeX would take for its own."""
    text = text.translate(_SPECIAL)
    text = re.sub(r'(^|[\s(])"', r"\1“", text).replace('"', "”").replace("'", "’")
    return text.replace("...", "…").replace("---", "—").replace("--", "–")


def _marked(text: str, notes: Sequence[str]) -> str:
    text = re.sub(r"\*([^*]+)\*", r"\\emph{\1}", _plain(text).replace(r"\*", "*"))
    return re.sub(r"\[\^(\d+)\]", lambda call: rf"\footnote{{{_plain(notes[int(call[1]) - 1])}}}", text)


_ROWS: tuple[tuple[str, Callable[[Measures], float], str], ...] = (
    ("pages", lambda m: m.pages, "d"),
    ("lines of text", lambda m: m.lines, "d"),
    ("paragraphs", lambda m: m.paragraphs, "d"),
    ("mean word space", lambda m: m.mean, ".3f"),
    ("spread (sd)", lambda m: m.spread, ".3f"),
    ("widest 1 %", lambda m: m.loosest, ".3f"),
    ("narrowest 1 %", lambda m: m.tightest, ".3f"),
    ("loose lines (T901)", lambda m: m.count("T901"), "d"),
    ("tight lines (T902)", lambda m: m.count("T902"), "d"),
    ("overfull lines (T915)", lambda m: m.count("T915"), "d"),
    ("hyphenated lines", lambda m: m.hyphenated, "d"),
    ("> 2 hyphens in a row (T903)", lambda m: m.count("T903"), "d"),
    ("hyphens at recto foot (T904)", lambda m: m.count("T904"), "d"),
    ("short breaks (T905)", lambda m: m.count("T905"), "d"),
    ("short last lines (T906)", lambda m: m.count("T906"), "d"),
    ("stacked words (T907)", lambda m: m.count("T907"), "d"),
    ("widows (T908)", lambda m: m.count("T908"), "d"),
    ("orphans (T909)", lambda m: m.count("T909"), "d"),
    ("low headings (T910)", lambda m: m.count("T910"), "d"),
    ("short last pages (T911)", lambda m: m.count("T911"), "d"),
    ("rivers (T912)", lambda m: m.count("T912"), "d"),
    ("off-grid lines", lambda m: m.off_grid, "d"),
    ("uneven spreads (T914)", lambda m: m.count("T914"), "d"),
)


def table(found: Sequence[tuple[str, float, Measures]]) -> Iterator[str]:
    """The table in Markdown: a row a measure, a column a setter. Less is better from the spread on."""
    yield "| | " + " | ".join(name for name, _, _ in found) + " |"
    yield "|---|" + "---:|" * len(found)
    for label, value, form in _ROWS:
        yield f"| {label} | " + " | ".join(format(value(measured), form) for _, _, measured in found) + " |"
    yield "| seconds | " + " | ".join(f"{seconds:.1f}" for _, seconds, _ in found) + " |"


if __name__ == "__main__":
    main()
