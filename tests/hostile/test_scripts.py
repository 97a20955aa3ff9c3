"""Everything that would run or lead astray: scripts, links, templates, codes for the terminal."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

pytestmark = pytest.mark.slow

LINKS = {
    "javascript": "javascript:alert(1)",
    "mixed case": "JaVaScRiPt:alert(1)",
    "an entity": "&#106;avascript:alert(1)",
    "a named entity": "javascript&colon;alert(1)",
    "entities for all of it": "&#x6A&#x61&#x76&#x61&#x73&#x63&#x72&#x69&#x70&#x74&#x3A;alert(1)",
    "a tab inside": "java&Tab;script:alert(1)",
    "a coded tab inside": "java&#9;script:alert(1)",
    "a line end inside": "java&NewLine;script:alert(1)",
    "a control character first": "&#1;javascript:alert(1)",
    "percent signs": "%6Aavascript:alert(1)",
    "percent signs twice": "%256Aavascript:alert(1)",
    "a soft hyphen": "java&shy;script:alert(1)",
    "a zero width space": "java&#x200B;script:alert(1)",
    "vbscript": "vbscript:msgbox(1)",
    "data": "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "data in capitals": "DATA:text/html,x",
    "file": "file:///etc/passwd",
    "blob": "blob:https://example.org/x",
    "ftp": "ftp://127.0.0.1/x",
    "a launch": "ms-msdt:/id",
    "an editor": "vscode://file/etc/passwd",
    "view-source": "view-source:http://127.0.0.1/",
    "another machine": "//127.0.0.1/x",
    "a share": "\\\\127.0.0.1\\share",
}


FORMS = [
    "[words]({})",
    "[words](<{}>)",
    '<a href="{}">words</a>',
    "[words](<{}> 'Title')",
    "*[**words**]({})*",
    "| a |\n|---|\n| [words]({}) |",
    "![[words]({})](p.png)",
    "[words][r]\n\n[r]: {}",
]


@pytest.mark.parametrize("row", LINKS)
def test_a_link(attack: Any, row: str) -> None:
    pieces = [form.replace("{}", LINKS[row]) for form in FORMS]
    done = attack({"a.md": "# A\n\n" + "\n\n".join(pieces) + "\n", "p.png": PNG}, format="epub")
    lines = {each.line for each in done.said if each.severity == "error"}
    assert {3, 5, 7, 9, 11} <= lines, "a link was not objected to"
    assert {15, 19} & lines


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "vbscript:x"])
def test_an_autolink(attack: Any, address: str) -> None:
    done = attack({"a.md": f"# A\n\n<{address}>\n"}, format="epub")
    assert done.errors
    assert done.at(done.errors[0]) == [("a.md", 3)]


@pytest.mark.parametrize(
    "tag",
    [
        "<script>alert(1)</script>",
        "<SCRIPT SRC=x>alert(1)</SCRIPT>",
        "<script\n>alert(1)</script\n>",
        "<img src=here.png alt=x onerror=alert(1)>",
        "<p onclick='alert(1)'>words</p>",
        "<details open ontoggle=alert(1)><summary>s</summary>words</details>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<svg><foreignObject><p>words</p></foreignObject></svg>",
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "<svg><animate attributeName=href values=javascript:alert(1) /></svg>",
        "<math><maction actiontype='statusline#http://x' xlink:href='javascript:alert(1)'>x</maction></math>",
        "<math><annotation-xml encoding='text/html'><script>alert(1)</script></annotation-xml></math>",
        "<style>p { color: red; -moz-binding: url(x) }</style>",
        "<form><button formaction=javascript:alert(1)>x</button></form>",
        "<input autofocus onfocus=alert(1)>",
        "<isindex action=javascript:alert(1)>",
        "<template><script>alert(1)</script></template>",
        "<noscript><p title='</noscript><script>alert(1)</script>'></noscript>",
        "<p><!-- --><script>alert(1)</script> --></p>",
        "<p style='expression(alert(1))'>words</p>",
        "<button popovertarget=x onclick=alert(1)>words</button>",
        "<marquee onstart=alert(1)>words</marquee>",
        "<a href='#a' onmouseover=alert(1)>words</a>",
        "<p title='\"><script>alert(1)</script>' onx=1>words</p>",
        "<textarea></textarea><script>alert(1)</script>",
        "<title></title><script>alert(1)</script>",
        "<plaintext><script>alert(1)</script>",
        "<base href='javascript:/a/'>",
        "<meta http-equiv=refresh content='0;javascript:alert(1)'>",
        "<object type=text/html data='javascript:alert(1)'></object>",
    ],
)
def test_raw_html_that_runs(attack: Any, tag: str) -> None:
    done = attack({"a.md": f"# A\n\nBefore.\n\n{tag}\n\nAfter.\n"})
    assert done.codes, "not a word was said"
    assert {each.line for each in done.said if each.code.startswith("M")} <= set(range(5, 8))
    for book in done.opened.values():
        for data in book.streams():
            assert b"alert(1)" not in data.replace(b"&gt;", b"").replace(b"script", b"") or b"<script" not in data


TEMPLATES = [
    "{{ 7 * 191 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% for x in range(9) %}boo{% endfor %}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{% include '/etc/passwd' %}",
    "{# a comment #}",
    "${7*191}",
    "<%= 7*191 %>",
    "#{7*191}",
    "{{ 'a' * 2000000000 }}",
]


def test_a_template_is_words(attack: Any) -> None:
    """In a chapter, a heading, an alternative text, a caption, the title, the authors: it is set as it is written."""
    named = " ".join(TEMPLATES[:2])
    book = [("title", named), ("subtitle", named), ("rights", named), ("description", named), ("summary", named)]
    lines = [f"{key} = '''{value}'''" for key, value in book] + [f"authors = ['''{named}''']"]
    files: dict[str, Any] = {"book.toml": "\n".join(["[book]", *lines, ""]), "p.png": PNG}
    for number, template in enumerate(TEMPLATES):
        described = re.sub(r"[\[\]<]", "", template)
        caption = re.sub(r"['<]", "", template)
        picture = f"![alt {described}](p.png '{caption}')"
        files[f"{number}.md"] = f"# {number} `{template}`\n\nWords `{template}` words.\n\n{picture}\n"
    done = attack(files)
    assert done.errors == []
    for template in TEMPLATES:
        squeezed = "".join(template.split())
        assert "".join(done.epub.text().split()).count(squeezed) >= 3
        assert "".join(done.pdf.text.split()).count(squeezed) >= 3
    for book in done.opened.values():
        for data in book.streams():
            assert not re.search(rb"\b1337\b", data) or data.startswith(b"%PDF")
            assert b"uid=" not in data
            assert b"booboo" not in data


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q"
    b"\0\0\0\0IEND\xaeB`\x82"
)


@pytest.mark.parametrize("key", ["style", "class", "id", "onclick", "href", "src", "srcdoc", "xmlns", "data-x", "is"])
def test_attributes_of_markdown(attack: Any, key: str) -> None:
    """What an author's ``{key=value}`` may set is not more than what raw HTML may."""
    value = "javascript:alert(1)"
    done = attack(
        {"a.md": f'# A {{{key}="{value}"}}\n\n[Words]{{{key}="{value}"}} and\n\n::: x {{{key}="{value}"}}\nx\n:::\n'}
    )
    if done.files:
        tree = done.epub.document(done.epub.reading_order[-1])
        attributes = {name for element in tree.iter(etree.Element) for name in element.attrib}
        assert not attributes & {"style", "onclick", "src", "srcdoc", "is"}
        assert not any(value.startswith("javascript:") for value in done.epub.links())


@pytest.mark.parametrize("where", ["book", "chapter", "path"])
def test_codes_for_the_terminal_do_not_reach_it(tmp_path: Path, where: str) -> None:
    """Neither raw nor undone by an escape sequence of TOML or an entity of Markdown."""
    escape = "\\u001b]0;owned\\u0007\\u001b[2J\\u009b31m"
    raw = "\x1b]0;owned\x07\x1b[2J"
    book = {"title": '"T"'}
    files = {"a.md": "# A\n\nWords.\n"}
    extra = ""
    match where:
        case "book":
            book["title"] = f'"T {escape}"'
            book["authors"] = f'[{{name = "{escape}"}}]'
            extra = f'"{escape}" = 1\n[editions."{escape}"]\nstyle = "{escape}"\n'
        case "chapter":
            files["a.md"] = f"# A {raw}\n\n[x](missing.md#{raw} '&#27;[2J') <b onclick='{raw}'>&#27;[31m</b>\n"
            files["b.md"] = "# B\n\n[x](missing.md '&#27;[2J') <b onclick='&#27;[2J'>&#27;[31m</b> ![](x&#27;[2J.png)\n"
        case "path":
            files[f"b{raw.replace('/', '')}.md"] = "# B\n\n![x](missing.png)\n"
    folder = tmp_path / "book"
    folder.mkdir()
    lines = "\n".join(f"{key} = {value}" for key, value in book.items())
    (folder / "book.toml").write_text(f"[book]\n{lines}\n{extra}", "utf-8")
    for name, text in files.items():
        (folder / name).write_text(text, "utf-8")
    command = [
        sys.executable,
        "-m",
        "publisher",
        "build",
        "-C",
        str(folder),
        "-o",
        str(tmp_path / "dist"),
        "--jobs",
        "1",
    ]
    for arguments in (["--format", "epub", "--no-cache"], ["--format", "epub", "--no-cache", "--json"]):
        done = subprocess.run(
            [*command, *arguments], capture_output=True, env=os.environ | {"NO_COLOR": "1"}, check=False
        )
        said = (done.stdout + done.stderr).decode("utf-8")
        assert "Traceback" not in said
        assert [char for char in said if (ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0] == []
    info = subprocess.run([*command[:3], "info", "-C", str(folder)], capture_output=True, check=False)
    said = (info.stdout + info.stderr).decode("utf-8")
    assert [char for char in said if (ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0] == []
