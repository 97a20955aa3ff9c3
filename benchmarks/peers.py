"""Those who make the same books: how each is called, in which version, and what it needs prepared.

All get the same chapters, and for paper the same page (6 × 9 inches), the same faces and sizes of type, hyphens, and a
contents with page numbers; the sheets and preambles are below. Everything that is only prepared (copies of files, fonts
instanced to their weights) costs nobody any time. The highlighting of code is each one's own.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from measure import Command

BIN = Path(sys.executable).parent
_FACES = {  # file → where it is from, and its weight
    "text.ttf": ("fontpkg_eb_garamond/EBGaramond[wght].ttf", 400),
    "text-bold.ttf": ("fontpkg_eb_garamond/EBGaramond[wght].ttf", 600),
    "text-italic.ttf": ("fontpkg_eb_garamond/EBGaramond-Italic[wght].ttf", 400),
    "text-bold-italic.ttf": ("fontpkg_eb_garamond/EBGaramond-Italic[wght].ttf", 600),
    "code.ttf": ("fontpkg_source_code_pro/SourceCodePro[wght].ttf", 400),
    "code-bold.ttf": ("fontpkg_source_code_pro/SourceCodePro[wght].ttf", 700),
}

CSS = """\
@font-face { font-family: Text; src: url(fonts/text.ttf) }
@font-face { font-family: Text; src: url(fonts/text-bold.ttf); font-weight: bold }
@font-face { font-family: Text; src: url(fonts/text-italic.ttf); font-style: italic }
@font-face { font-family: Text; src: url(fonts/text-bold-italic.ttf); font-weight: bold; font-style: italic }
@font-face { font-family: Code; src: url(fonts/code.ttf) }
@font-face { font-family: Code; src: url(fonts/code-bold.ttf); font-weight: bold }
@page { size: 432pt 648pt; margin: 66pt 58pt 72pt 63pt; @bottom-center { content: counter(page); font: 10pt Text } }
@page :left { margin-left: 58pt; margin-right: 63pt; @top-center { content: "Book"; font: 10pt Text } }
@page :right { @top-center { content: string(chapter); font: 10pt Text } }
html { font: 11.5pt/15pt Text }
body { margin: 0 }
p { margin: 0; text-indent: 14pt; text-align: justify; hyphens: auto; widows: 2; orphans: 2 }
h1, h2, h3, h4 { break-after: avoid; hyphens: none; margin: 15pt 0 }
h1 { break-before: right; string-set: chapter content(); font-size: 26pt; line-height: 30pt }
nav ul { list-style: none; padding: 0 }
nav a::after { content: leader(". ") target-counter(attr(href url), page) }
a { color: inherit; text-decoration: none }
img { max-width: 100% }
pre, code { font: 8.5pt/12pt Code }
pre { white-space: pre-wrap }
table { border-collapse: collapse; font-size: 10.5pt; width: 100% }
td, th { padding: 1pt 4pt; vertical-align: top }
"""

TYPST = """\
#let horizontalrule = align(center)[\\*]
#set document(title: "Book")
#set page(width: 432pt, height: 648pt, margin: (inside: 63pt, outside: 58pt, top: 66pt, bottom: 72pt), numbering: "1",
  header: context {
    let heads = query(selector(heading.where(level: 1)).before(here()))
    if heads.len() > 0 { align(center, heads.last().body) }
  })
#set text(font: "EB Garamond", size: 11.5pt, lang: "en", region: "GB", hyphenate: true)
#set par(justify: true, first-line-indent: 14pt, leading: 7.5pt, spacing: 7.5pt)
#show raw: set text(font: "Source Code Pro", size: 8.5pt)
#show heading.where(level: 1): it => { pagebreak(to: "odd", weak: true); it }
#set table(inset: 4pt, stroke: none)
#outline(depth: 1)
$if(highlighting-definitions)$
$highlighting-definitions$
$endif$
$body$
"""

LATEX = r"""
\makeatletter
\renewcommand\normalsize{\@setfontsize\normalsize{11.5bp}{15bp}}
\renewcommand\footnotesize{\@setfontsize\footnotesize{9.5bp}{12bp}}
\makeatother
\normalsize\setlength\parindent{14bp}
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """Somebody who makes the book: the name in the tables, and the commands.

    ``alone``: the name under which the commands after the first ``before`` are told by themselves too; ``tells`` is
    said below the table.
    """

    name: str
    commands: tuple[Command, ...]
    out: Path
    alone: str = ""
    tells: str = ""
    before: int = 1


@dataclass(frozen=True, slots=True)
class Missing:
    """Somebody who cannot be asked, and why."""

    name: str
    why: str


def pandoc_program() -> str | None:
    """The one in the package index's ``pypandoc_binary``, or the system's."""
    try:
        import pypandoc

        return str(pypandoc.get_pandoc_path())
    except (ImportError, OSError):
        return shutil.which("pandoc")


def pandoc() -> list[str]:
    """Pandoc's command, for a book with contents."""
    return [pandoc_program() or "pandoc", "--toc", "--metadata", "title=Novel", "--metadata", "lang=en"]


def chromium_program() -> str | None:
    """Chromium or its like, if installed."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def prepare(book: Path, folder: Path) -> Path:
    """The chapters and pictures as these programs want them, with fonts, sheets and preambles, in ``folder``.

    Drawings that LaTeX cannot take are there a second time in points.
    """
    from resvg_py import svg_to_bytes

    from publisher.fonts import read_font

    shutil.copytree(book, folder, ignore=shutil.ignore_patterns("book.toml", "ids.lock"))
    for chapter in sorted(folder.glob("*.md")):
        chapter.write_text(_as_one(chapter.stem, chapter.read_text("utf-8")), "utf-8")
    (folder / "fonts").mkdir()
    for name, (source, weight) in _FACES.items():
        (folder / "fonts" / name).write_bytes(read_font(source, weight))
    (folder / "book.css").write_text(CSS, "utf-8")
    (folder / "typst.template").write_text(TYPST, "utf-8")
    (folder / "preamble.tex").write_text(LATEX, "utf-8")
    shutil.copytree(folder, folder / "latex", ignore=shutil.ignore_patterns("latex"))
    for drawing in sorted((folder / "latex").glob("images/*.svg")):
        drawing.with_suffix(".svg.png").write_bytes(bytes(svg_to_bytes(svg_path=str(drawing), width=1440)))
    for chapter in (folder / "latex").glob("*.md"):
        chapter.write_text(chapter.read_text("utf-8").replace(".svg ", ".svg.png "), "utf-8")
    return folder


def _as_one(stem: str, text: str) -> str:
    """A chapter that can stand in one document with the others: its notes' names and its own are its alone.

    Pandoc's ``--file-scope`` does this too, but Typst then cannot read the names that it gives to files.
    """
    text = re.sub(r"\[\^(\d+)\]", rf"[^{stem}-\1]", text)
    text = re.sub(r"\]\((\d+)\.md\)", r"](#chapter-\1)", text)
    return re.sub(r"\A(# .*)", rf"\1 {{#chapter-{stem}}}", text)


def _read(folder: Path) -> tuple[str, ...]:
    """Pandoc's arguments for all chapters."""
    names = sorted(path.name for path in folder.glob("*.md"))
    told = ("--metadata", "title=Book", "--metadata", "author=Ada Keeper", "--metadata", "lang=en-GB")
    return (pandoc_program() or "pandoc", "--standalone", *told, *names)


def epub_peers(folder: Path) -> Iterator[Peer | Missing]:
    """Who makes EPUBs of what :func:`prepare` has prepared."""
    if pandoc_program() is None:
        yield Missing("pandoc", "neither pypandoc_binary nor pandoc is installed")
        return
    command = (*_read(folder), "--toc", "--toc-depth=1", "-o", "pandoc.epub")
    yield Peer("pandoc", (Command(command, folder),), folder / "pandoc.epub")


def pdf_peers(folder: Path) -> Iterator[Peer | Missing]:
    """Who makes PDFs of it. All read Markdown through pandoc; without it nobody can."""
    if pandoc_program() is None:
        yield Missing("all peers for PDFs", "neither pypandoc_binary nor pandoc is installed")
        return
    contents = ("--toc", "--toc-depth=1")
    html = Command((*_read(folder), *contents, "--css", "book.css", "-t", "html5", "-o", "book.html"), folder)
    yield _weasyprint(folder, html)
    yield _typst(folder)
    yield from _chromium(folder, html)
    yield _xelatex(folder / "latex")


def _weasyprint(folder: Path, html: Command) -> Peer:
    command = Command((sys.executable, "-m", "weasyprint", "book.html", "weasyprint.pdf"), folder)
    tells = "WeasyPrint is plain, and writes no tags; Publisher's PDFs are tagged (PDF/UA-1)."
    return Peer("pandoc + WeasyPrint", (html, command), folder / "weasyprint.pdf", "WeasyPrint itself", tells)


def _typst(folder: Path) -> Peer | Missing:
    if _version("typst") is None:
        return Missing("Typst", "the package typst is not installed")
    read = Command((*_read(folder), "--template", "typst.template", "-t", "typst", "-o", "book.typ"), folder)
    code = 'import typst; typst.compile("book.typ", output="typst.pdf", font_paths=["fonts"], ignore_system_fonts=True)'
    command = Command((sys.executable, "-c", code), folder)
    tells = "Typst's PDF is tagged as it comes."
    return Peer("pandoc + Typst", (read, command), folder / "typst.pdf", "Typst itself", tells)


def _chromium(folder: Path, html: Command) -> Iterator[Peer | Missing]:
    program = chromium_program()
    if program is None:
        yield Missing("Chromium", "it is not installed")
        return
    user = f"--user-data-dir={folder / 'chromium'}"
    root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    quiet = ("--headless", "--disable-gpu", "--no-first-run", "--disable-extensions", "--disable-background-networking")

    def printed(page: str, pdf: str) -> Command:
        target = ("--no-pdf-header-footer", f"--print-to-pdf={pdf}", (folder / page).as_uri())
        return Command((program, *quiet, *root, user, *target), folder)

    once = printed("book.html", "chromium.pdf")
    tells = (
        "Chromium knows no page numbers for a contents (`target-counter`) and no running heads of chapters "
        "(`string-set`), and it divides no words where the dictionaries are missing that it fetches from its maker."
    )
    yield Peer("pandoc + Chromium", (html, once), folder / "chromium.pdf", "Chromium itself", tells)
    step = (sys.executable, str(Path(__file__).with_name("numbered.py")), "chromium.pdf", "book.html", "numbered.html")
    twice = (once, Command(step, folder), printed("numbered.html", "numbered.pdf"))
    tells = "Printed twice: the page numbers of the first printing are put into the contents of the second."
    yield Peer("pandoc + Chromium twice", (html, *twice), folder / "numbered.pdf", "Chromium twice", tells)


def _xelatex(folder: Path) -> Peer | Missing:
    if shutil.which("xelatex") is None:
        return Missing("XeLaTeX", "it is not installed")
    page = "paperwidth=432bp,paperheight=648bp,inner=63bp,outer=58bp,top=66bp,bottom=72bp"
    text = "Path=fonts/,BoldFont=text-bold.ttf,ItalicFont=text-italic.ttf,BoldItalicFont=text-bold-italic.ttf"
    code = "Path=fonts/,BoldFont=code-bold.ttf,Scale=0.75"
    settings = (
        "documentclass=book", "classoption=twoside,openright", f"geometry={page}", "fontsize=11pt",
        "mainfont=text.ttf", f"mainfontoptions={text}", "monofont=code.ttf", f"monofontoptions={code}",
    )  # fmt: skip
    told = [piece for each in settings for piece in ("-V", each)]
    made = ("--top-level-division=chapter", "--toc", "--toc-depth=1", "-H", "preamble.tex", "--pdf-engine=xelatex")
    command = Command((*_read(folder), *told, *made, "-o", "xelatex.pdf"), folder, _tex_metrics(folder))
    return Peer("pandoc + XeLaTeX", (command,), folder / "xelatex.pdf")


def _tex_metrics(folder: Path) -> dict[str, str]:
    """Where TeX finds the metrics of the font Dingbats, which hyperref opens and hardly uses: many machines lack it."""
    found = subprocess.run(["kpsewhich", "pzdr.tfm", "cmr10.tfm"], capture_output=True, text=True, check=False)
    *_, last = found.stdout.split() or ("",)
    if not last.endswith("cmr10.tfm") or "pzdr.tfm" in found.stdout:
        return {}
    (folder / "metrics").mkdir(exist_ok=True)
    shutil.copy(last, folder / "metrics" / "pzdr.tfm")
    return {"TFMFONTS": f"{folder / 'metrics'}:"}


def versions() -> Iterator[tuple[str, str]]:
    """The names and versions of whoever is there."""
    ours = _version("publisher")
    if ours:
        yield "Publisher", ours
    yield "Python", ".".join(map(str, sys.version_info[:3]))
    for name, package in (("WeasyPrint", "weasyprint"), ("Typst", "typst")):
        found = _version(package)
        if found:
            yield name, found
    programs = (("pandoc", pandoc_program()), ("Chromium", chromium_program()), ("XeTeX", shutil.which("xelatex")))
    for name, found in programs:
        if found:
            yield name, _said_version(found)


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _said_version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(?:\.\d+)+", done.stdout)
    return found[0] if found else "?"


def program() -> tuple[str, ...]:
    """Our command's first words."""
    installed = BIN / "publisher"
    return (str(installed),) if installed.exists() else (sys.executable, "-m", "publisher")


def publisher(book: Path, dist: Path, *more: str) -> Command:
    """Our command, which builds ``book`` into ``dist``."""
    return Command((*program(), "build", "-C", str(book), "-o", str(dist), *more), book.parent)


def plain_html(book: Path, folder: Path) -> Path:
    """The very HTML, CSS and fonts that Publisher lays out for this book, as files for WeasyPrint's own command."""
    from xml.etree import ElementTree

    from publisher.build.corridor import compositions, walk
    from publisher.build.plan import Options
    from publisher.fonts import read_font
    from publisher.formats.pdf.faces import font_face_css
    from publisher.formats.pdf.fetch import FONT
    from publisher.formats.pdf.join import join
    from publisher.plugins import load_features

    options = Options(format="pdf")
    features = load_features()
    walked = walk(book, options, features)
    ((planned,), _) = compositions(walked, book, (), options, features)
    composition = planned.composition
    folder.mkdir()
    for number, face in enumerate(composition.fonts):
        (folder / f"font-{number}").write_bytes(read_font(face.source, face.weight, ()))
    tree = join(composition, font_face_css(composition.fonts).replace(FONT, "font-"))
    page = folder / "book.html"
    page.write_bytes(b"<!DOCTYPE html>" + ElementTree.tostring(tree, "utf-8", method="html"))
    return page


if __name__ == "__main__":  # `peers.py BOOK FOLDER`: in a process of its own, so that the measuring one stays small
    prepare(Path(sys.argv[1]), Path(sys.argv[2]))
