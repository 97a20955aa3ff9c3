"""Everything that would take for ever, or all the memory there is: it ends, with a book or with the trouble's place."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest

pytestmark = pytest.mark.slow

SECONDS = 12.0  # of the processors, for any row, some of which take three; what is quadratic takes far more
PEAK = 1_300_000_000  # bytes
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" {XLINK} width="90" height="90">{{}}</svg>'

# Text that some parser of Markdown has choked on: with words around it, it must still be a book, or be refused.
MARKDOWN = {
    "images that do not end": "![[]()" * 30_000,
    "emphasis in brackets": "[ a_" * 20_000,
    "brackets that open": "[" * 30_000,
    "brackets that open and close": "[" * 20_000 + "a" + "]" * 20_000,
    "links that do not end": "[a](" * 20_000,
    "links in angle brackets that do not end": "[a](<b" * 20_000,
    "stars": "*" * 20_000,
    "stars apart": "*a " * 30_000,
    "stars and underscores": "*a_ " * 20_000,
    "emphasis within emphasis": "*a **a " * 30_000,
    "closing stars": "a* " * 30_000,
    "underscores": "a_b" * 30_000,
    "tildes": "~~a ~" * 20_000,
    "backticks of growing length": "".join("e" + "`" * length for length in range(1_200)),
    "backticks": "`" * 20_000,
    "backslashes": "\\" * 20_000,
    "entities": "&#x41;" * 30_000,
    "entities that do not end": "&" * 20_000,
    "entities without a semicolon": "&amp" * 30_000,
    "comments that do not end": "<!--" * 30_000,
    "declarations": "<!A " * 20_000,
    "instructions": "<?" * 25_000,
    "CDATA": "<![CDATA[" * 30_000,
    "tags that do not end": "<a href='" * 20_000,
    "attributes": "<a " + "b " * 10_000 + ">",
    "open tags": "<b>" * 20_000,
    "open tags of a table": "<table>" * 5_000,
    "end tags": "</b>" * 20_000,
    "autolinks": "<http:a" * 20_000,
    "addresses": "http://a" * 15_000,
    "mail addresses": "a@" * 30_000,
    "dots and slashes": "www.a" * 20_000,
    "smart quotes": '"a ' * 30_000 + "b' " * 30_000,
    "double quotes": '"' * 20_000,
    "single quotes": "'a " * 30_000,
    "dashes": "-" * 20_000,
    "dots": "." * 20_000,
    "tabs": "\t" * 20_000 + "a",
    "blanks": "a" + " " * 20_000 + "b",
    "blanks at line ends": ("a" + " " * 100 + "\n") * 5_000,
    "quotations in quotations": ">" * 10_000 + "a",
    "quotations in quotations, line by line": "".join("> " * depth + "a\n" for depth in range(300)),
    "lists in lists": "".join("  " * depth + "* a\n" for depth in range(500)),
    "lists in one line": "- " * 10_000 + "a",
    "numbered lists in one line": "1. " * 10_000 + "a",
    "lists and quotations": "> - " * 5_000 + "a",
    "divs in divs": "::: a\n" * 3_000 + "x\n" + ":::\n" * 3_000,
    "divs that do not end": "::: a\n" * 20_000,
    "ends of divs": ":::\n" * 20_000,
    "attributes of Markdown": "a{" * 30_000,
    "attributes that do not end": "[a]{.b " * 30_000,
    "spans in spans": "[" * 3_000 + "a" + "]{.b}" * 3_000,
    "definitions": "".join(f"[a{n}]: u\n" for n in range(30_000)),
    "one definition, many uses": "[a]: " + "u" * 20_000 + "\n\n" + "[a] " * 1_000,
    "definitions that do not end": "[a\n" * 20_000,
    "notes that call notes": "".join(f"[^{n}]: see [^{n + 1}]\n\n" for n in range(2_000))
    + "[^2000]: x\n\nStart.[^0]\n",
    "notes that call themselves": "A.[^a]\n\n[^a]: see [^a]\n",
    "notes that call each other": "A.[^a]\n\n[^a]: [^b]\n\n[^b]: [^a]\n",
    "calls of one note": "A.[^a]" * 300 + "\n\n[^a]: x\n",
    "inline notes in inline notes": "^[" * 3_000 + "a" + "]" * 3_000,
    "tables of many columns": "|" + "a|" * 300 + "\n|" + "-|" * 300 + "\n",
    "tables of many rows": "|a|b|\n|-|-|\n" + "|a|b|\n" * 300,
    "tables that are none": "|" * 30_000 + "\n" + "|-" * 20_000 + "\n",
    "pipes": "a | " * 20_000 + "\n---\n",
    "headings": "# a\n" * 20 + "## b\n" * 400,
    "definition lists": "a\n: b\n" * 5_000,
    "fences": "```\n" * 10_001,
    "code that is highlighted": "```python\n" + "f(" * 2_000 + "\n```\n",
    "code with a hostile regular expression": "```js\n" + "/" + "(a+" * 10_000 + "\n```\n",
    "ornaments": "***\n\n" * 5_000,
    "line ends": "\n" * 20_000 + "a",
    "a word of a megabyte": "a" * 1_000_000,
    "combining marks": "a" + "\u0301" * 5_000,
    "directions": "\u202e" * 20_000 + "a",
    "joiners": "\u200d\u200b" * 20_000,
    "zwj families": "a\u200da" * 20_000,
    "an alert in an alert": "> [!NOTE]\n" * 500 + "> " * 90 + "[!TIP]\n",
    "pull quotes": "::: pullquote\na\n:::\n\n" * 1_000,
    "quotations that must be compared": "".join(
        f"> words of it number {n}\n>\n> — A, *B*, {n}\n\n" for n in range(600)
    ),
}


@pytest.mark.parametrize("row", MARKDOWN)
def test_markdown(attack: Any, row: str) -> None:
    done = attack({"a.md": f"# Title\n\nBefore.\n\n{MARKDOWN[row]}\n\nAfter.\n"}, seconds=120, format="epub")
    assert done.seconds < SECONDS
    assert done.peak < PEAK
    assert done.files or done.errors or done.refused
    if done.files:
        assert "Before." in done.epub.text()


ON_PAPER = [
    "a word of a megabyte", "tables of many columns", "tables of many rows", "quotations in quotations, line by line",
    "lists in lists", "calls of one note", "notes that call notes", "combining marks", "directions", "open tags",
    "stars", "code that is highlighted", "tables that are none", "headings",
]  # fmt: skip


@pytest.mark.parametrize("row", ON_PAPER)
def test_markdown_on_paper(attack: Any, row: str) -> None:
    text = MARKDOWN[row]
    if row == "a word of a megabyte":
        text = text[:20_000]
    done = attack({"a.md": f"# Title\n\nBefore.\n\n{text}\n\nAfter.\n"}, seconds=180, format="pdf")
    assert done.seconds < 4 * SECONDS
    assert done.files or done.errors


HTML = {
    "colspan": '<table><tr><th colspan="100000">a</th></tr><tr><td>b</td></tr></table>',
    "rowspan": '<table><tr><th rowspan="1000000">a</th></tr><tr><td>b</td></tr></table>',
    "colspan without end": f'<table><tr><th colspan="{"9" * 5000}">a</th></tr></table>',
    "negative spans": '<table><tr><th colspan="-1" rowspan="-5">a</th></tr></table>',
    "span of columns": '<table><colgroup span="100000"></colgroup><tr><th>a</th></tr></table>',
    "tables in tables": "<table><tr><th>" * 300 + "a" + "</th></tr></table>" * 300,
    "depth 300": "<div>" * 300 + "a" + "</div>" * 300,
    "depth 5000": "<div>" * 5000 + "a" + "</div>" * 5000,
    "inline depth 300": "<p>" + "<b>" * 300 + "a" + "</b>" * 300 + "</p>",
    "unlike tags": "<p>" + "<b><i>" * 2000 + "</b></i>" * 2000 + "</p>",
    "lists": "<ul><li>" * 400 + "a" + "</li></ul>" * 400,
    "a start of a list": '<ol start="99999999999999999999"><li>a</li></ol>',
    "a wide image": '<img src="p.png" alt="x" width="999999999" height="999999999">',
    "classes": f'<p class="{"a " * 50_000}">a</p>',
    "a huge attribute": f'<p title="{"a" * 500_000}">a</p>',
    "many attributes": "<p " + " ".join(f"data-a{n}=1" for n in range(5_000)) + ">a</p>",
    "many ids": "".join(f'<p id="a">{n}</p>\n' for n in range(2_000)),
    "details": "<details>" * 200 + "a" + "</details>" * 200,
    "ruby": "<p><ruby>" + "<rt>" * 2_000 + "a</ruby></p>",
}


@pytest.mark.parametrize("row", HTML)
def test_raw_html(attack: Any, row: str) -> None:
    done = attack({"a.md": f"# Title\n\nBefore.\n\n{HTML[row]}\n\nAfter.\n", "p.png": png(1, 1)}, seconds=90)
    assert done.seconds < SECONDS
    assert done.peak < PEAK
    assert done.files or done.errors


def png(width: int, height: int, rows: bytes | None = None, more: bytes = b"") -> bytes:
    """A PNG of one bit a pixel; ``more`` are chunks that stand before the pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)) + more
    if rows is None:
        packer = zlib.compressobj(9)
        row = b"\0" * (1 + (width + 7) // 8)
        rows = b"".join(packer.compress(row * 1000) for _ in range(height // 1000))
        rows += packer.compress(row * (height % 1000)) + packer.flush()
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def packed_chunk(kind: bytes, head: bytes) -> bytes:
    """A chunk that unfolds to 40 megabytes."""
    packer = zlib.compressobj(9)
    data = head + b"".join(packer.compress(b"\0" * 1_000_000) for _ in range(40)) + packer.flush()
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


GIF = b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\1\0\1\0\0\x02\x02D\1\0;"
IMAGES = {
    "a comment that unfolds": ("p.png", png(1, 1, None, packed_chunk(b"zTXt", b"Comment\0\0")), set()),
    "a profile that unfolds": ("p.png", png(1, 1, None, packed_chunk(b"iCCP", b"Profile\0\0")), set()),
    "a small picture on a vast canvas": ("p.gif", GIF, {"F215", "F214"}),
    "a bomb of 900 megapixels": ("p.png", png(30_000, 30_000), {"F215"}),
    "a bomb of 144 megapixels": ("p.png", png(12_000, 12_000), {"F215"}),
    "a bomb that is wide": ("p.png", png(60_000_000, 1), {"F215"}),
    "a bomb that lies about its size": ("p.png", png(2**31 - 1, 2**31 - 1, b"x"), {"F215", "F214"}),
    "a broken image": ("p.png", b"\x89PNG\r\n\x1a\nrubbish", {"F214"}),
    "an image cut short": ("p.png", png(900, 900)[:60], {"F214"}),
    "no image": ("p.png", b"GIF89a<script>alert(1)</script>", {"F214", "F217"}),
    "a web page": ("p.png", b"<html><script>alert(1)</script>", {"F214", "F217"}),
    "an empty file": ("p.png", b"", {"F214"}),
    "a PostScript program": (
        "p.png",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(x) print\n",
        {"F214", "F216", "F217"},
    ),
    "a PDF": ("p.png", b"%PDF-1.7\n", {"F214", "F216", "F217"}),
    "an ICO": ("p.png", b"\0\0\1\0\1\0" + b"\0" * 99, {"F214", "F216", "F217"}),
    "billion laughs": (
        "p.svg",
        "<!DOCTYPE svg [<!ENTITY a 'lol'>"
        + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9))
        + "]>"
        + SVG.format("<text>&j;</text>"),
        {"F218", "F219", "F220"},
    ),
    "an entity of a file": (
        "p.svg",
        "<!DOCTYPE svg [<!ENTITY a SYSTEM 'file://OUTSIDE/secret.txt'>]>" + SVG.format("<text>&a;</text>"),
        {"F218", "F219"},
    ),
    "an entity of the web": (
        "p.svg",
        "<!DOCTYPE svg [<!ENTITY % a SYSTEM 'SERVER/a.dtd'> %a;]>" + SVG.format("<text>x</text>"),
        {"F218", "F219"},
    ),
    "a use bomb": (
        "p.svg",
        SVG.format(
            '<g id="a0"><rect width="9" height="9"/></g>'
            + "".join(f'<g id="a{n + 1}">' + f'<use xlink:href="#a{n}"/>' * 10 + "</g>" for n in range(9))
            + '<use xlink:href="#a9"/>'
        ),
        {"F220"},
    ),
    "a use of itself": ("p.svg", SVG.format('<g id="a"><use xlink:href="#a"/></g>'), {"F219", "F220"}),
    "a pattern of itself": (
        "p.svg",
        SVG.format('<pattern id="a"><rect fill="url(#a)" width="9" height="9"/></pattern><rect fill="url(#a)"/>'),
        set(),
    ),
    "a script": ("p.svg", SVG.format("<script>alert(1)</script>"), {"F219"}),
    "a handler": ("p.svg", SVG.format('<rect onload="alert(1)" width="9" height="9"/>'), {"F219"}),
    "a foreign object": (
        "p.svg",
        SVG.format("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>"),
        {"F219"},
    ),
    "a picture of a file": ("p.svg", SVG.format('<image xlink:href="file://OUTSIDE/secret.png"/>'), {"F219"}),
    "a picture above": ("p.svg", SVG.format('<image href="../secret.png"/>'), {"F219"}),
    "a picture of the web": ("p.svg", SVG.format('<image href="SERVER/secret.png"/>'), {"F219"}),
    "a picture in the picture": ("p.svg", SVG.format('<image href="data:image/png;base64,iVBORw0KGgo="/>'), {"F219"}),
    "a use of a file": ("p.svg", SVG.format('<use xlink:href="file://OUTSIDE/secret.svg#x"/>'), {"F219"}),
    "a sheet of the web": (
        "p.svg",
        SVG.format("<style>@import 'SERVER/x.css'; rect { fill: url(SERVER/x) }</style>"),
        {"F219"},
    ),
    "a sheet above": ("p.svg", SVG.format("<style>@import url(../secret.css);</style>"), {"F219"}),
    "a style attribute that loads": ("p.svg", SVG.format('<rect style="fill: url(SERVER/x)"/>'), {"F219"}),
    "a style instruction": ("p.svg", f'<?xml-stylesheet href="SERVER/x.css"?>{SVG.format("<rect/>")}', set()),
    "a link that runs": ("p.svg", SVG.format('<a xlink:href="javascript:alert(1)"><rect/></a>'), {"F219"}),
    "an animation": (
        "p.svg",
        SVG.format('<a><animate attributeName="href" values="javascript:alert(1)"/></a>'),
        {"F219"},
    ),
    "a filter that loads": ("p.svg", SVG.format('<filter id="f"><feImage href="SERVER/x"/></filter>'), {"F219"}),
    "a drawing 5,000 deep": ("p.svg", SVG.format("<g>" * 5_000 + "</g>" * 5_000), {"F218", "F220"}),
    "a drawing without measure": ("p.svg", SVG.format("<rect/>").replace('"90"', '"1e30"'), set()),
    "a drawing of a million shapes": ("p.svg", SVG.format("<rect/>" * 700_000), {"F206", "F220"}),
    "a drawing that includes": (
        "p.svg",
        SVG.format(
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file://OUTSIDE/secret.txt" parse="text"/>'
        ),
        {"F219"},
    ),
}


@pytest.mark.parametrize("row", IMAGES)
def test_an_image(attack: Any, row: str) -> None:
    name, data, codes = IMAGES[row]
    done = attack({"a.md": f"# A\n\n![A picture]({name})\n", name: data}, seconds=60)
    assert done.seconds < SECONDS
    assert done.peak < PEAK
    if codes:
        assert codes & set(done.codes), done.codes
        placed = [each for each in done.said if each.code in codes]
        assert all(each.path for each in placed)
    for book in done.opened.values():
        assert all(b"alert(1)" not in data for data in book.streams())


@pytest.mark.parametrize("name", ["a.md", "book.toml"])
@pytest.mark.parametrize(
    "data",
    [
        b"# A\0B\n",
        b"# A\x0bB\n",
        b"# A\x01B\n",
        b"# A\xef\xbf\xbeB\n",
        b"# A\xed\xa0\x80B\n",
        b"\xff\xfe#\0 \0A\0",
        b"# \xc0\xaf\n",
    ],
    ids=["NUL", "vertical tab", "control", "U+FFFE", "surrogate", "UTF-16", "overlong"],
)
def test_characters(attack: Any, name: str, data: bytes) -> None:
    done = attack({"z.md": "# Z\n\nWords.\n", name: data})
    assert done.files == ()
    assert {each.path for each in done.said if each.severity == "error"} == {name}
    assert all(each.line for each in done.said if each.severity == "error")


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\u0085"])
def test_line_ends_and_a_byte_order_mark(attack: Any, end: str) -> None:
    done = attack({"a.md": "\ufeff" + end.join(["# Title", "", "One line", "of words.", ""])}, format="epub")
    if end != "\u0085":
        assert done.errors == []
        (chapter,) = (name for name in done.epub.reading_order if "One line" in done.epub.text(name))
        assert done.epub.document(chapter).findtext(".//{*}h1") == "Title"


HEADERS = {
    "an alias bomb": "a: &a [x,x,x,x,x,x,x,x,x]\n"
    + "\n".join(f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "a merge bomb": "a: &a {x: y}\n"
    + "\n".join(f"{b}: &{b} {{<<: [{','.join(['*' + a] * 9)}]}}" for a, b in zip("abcdefgh", "bcdefghi", strict=True)),
    "lists 30,000 deep": "x: " + "[" * 30_000,
    "an object": "title: !!python/object/apply:os.system ['id']",
    "an object made new": "title: !!python/object/new:subprocess.Popen [['id']]",
    "a number of a million digits": "numbered: " + "9" * 60_000,
}


@pytest.mark.parametrize("row", HEADERS)
def test_a_header(attack: Any, row: str) -> None:
    done = attack({"a.md": f"---\n{HEADERS[row]}\n---\n\n# A\n\nWords.\n"})
    assert done.seconds < 5
    assert done.files == ()
    assert {each.path for each in done.said if each.severity == "error"} == {"a.md"}


CONTENTS = {
    "deep lists": "x = " + "[" * 50_000 + "]" * 50_000,
    "a dotted key": ".".join(["a"] * 20_000) + " = 1",
    "many editions": "\n".join(f"[editions.e{n}]\nformats = ['epub']" for n in range(3_000)),
    "editions that extend in a circle": "[editions.a]\nextends = 'b'\n[editions.b]\nextends = 'a'",
    "a title of a megabyte": f"[book]\ntitle = '{'a' * 1_000_000}'",
    "an edition that climbs": '[editions."../../x"]',
    "a style that climbs": "[editions.x]\nstyle = '../../../etc'",
    "a paper without measure": "[editions.x]\npapers = ['99999999x99999999']",
    "a variable that fetches": "[editions.x]\nvariables = { text-size = 'url(SERVER/x)' }",
    "a variable that breaks out": "[editions.x]\nvariables = { text-size = '1pt } * { background: url(SERVER/x) ' }",
    "a variable without measure": "[editions.x]\nvariables = { text-size = '1e9px' }",
    "a slug that climbs": "[book]\ntitle = 'T'\nslug = '../../x'",
    "a cover above": "[book]\ntitle = 'T'\ncover = '../secret.png'",
    "a cover of the web": "[book]\ntitle = 'T'\ncover = 'SERVER/secret.png'",
    "a link that runs": "[book]\ntitle = 'T'\nbuy = 'javascript:alert(1)'",
    "a language that is a path": "[book]\ntitle = 'T'\nlanguage = '../../etc/passwd'",
}


@pytest.mark.parametrize("row", CONTENTS)
def test_a_book_toml(attack: Any, row: str) -> None:
    done = attack({"book.toml": CONTENTS[row] + "\n", "a.md": "# A\n\nWords.\n"}, seconds=60)
    assert done.seconds < SECONDS
    assert done.errors, done.files
    assert done.files == ()
    assert {each.path for each in done.said if each.severity == "error"} == {"book.toml"}
