"""Everything that would fetch: another file, another machine."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest

pytestmark = pytest.mark.slow

PATHS = {
    "a file URL": "file://OUTSIDE/secret.png",
    "an absolute path": "OUTSIDE/secret.png",
    "a path that climbs": "../secret.png",
    "a path that climbs, encoded": "%2e%2e/secret.png",
    "a path that climbs, half encoded": "..%2fsecret.png",
    "a path that climbs, encoded twice": "%252e%252e%252fsecret.png",
    "a path that climbs, later": "images/../../secret.png",
    "a path of a drive": "C:\\secret.png",
    "a path with a backslash": "..\\secret.png",
    "a web address": "SERVER/secret.png",
    "a web address without a scheme": "//127.0.0.1/secret.png",
    "a passwd": "/etc/passwd",
    "a device": "/dev/zero",
    "a process": "/proc/self/environ",
    "a file of the package": "publisher/data/words.toml",
    "a data address": "data:image/png;base64,iVBORw0KGgo=",
    "a blob": "blob:http://127.0.0.1/x",
    "a jar": "jar:file:///etc/passwd!/x",
}


@pytest.mark.parametrize("row", PATHS)
def test_an_image(attack: Any, row: str) -> None:
    done = attack({"a.md": f"# A\n\nBefore.\n\n![A picture](<{PATHS[row]}>)\n"})
    assert done.errors
    assert done.files == ()
    assert {(each.path, each.line) for each in done.said if each.severity == "error"} == {("a.md", 5)}


@pytest.mark.parametrize("row", PATHS)
def test_a_raw_image(attack: Any, row: str) -> None:
    done = attack({"a.md": f'# A\n\nBefore.\n\n<img src="{PATHS[row]}" alt="A picture">\n'})
    assert done.errors
    assert done.files == ()
    assert {each.line for each in done.said if each.severity == "error"} == {5}


@pytest.mark.skipif(os.name == "nt", reason="no links there without a privilege")
@pytest.mark.parametrize("target", ["OUTSIDE/secret.png", "../secret.png", "/etc/passwd", "/dev/zero"])
def test_an_image_that_is_a_link(attack: Any, target: str) -> None:
    done = attack({"a.md": "# A\n\n![A picture](pic.png)\n"}, links={"pic.png": target})
    assert done.errors
    assert done.files == ()


@pytest.mark.skipif(os.name == "nt", reason="no links there without a privilege")
def test_an_image_in_a_folder_that_is_a_link(attack: Any) -> None:
    done = attack({"a.md": "# A\n\n![A picture](images/secret.png)\n"}, links={"images": "OUTSIDE"})
    assert done.errors
    assert done.files == ()


@pytest.mark.skipif(os.name == "nt", reason="no links there without a privilege")
@pytest.mark.parametrize("name", ["a.md", "book.toml"])
def test_a_manuscript_file_that_is_a_link(attack: Any, name: str) -> None:
    done = attack({"z.md": "# Z\n\nWords.\n"}, links={name: "OUTSIDE/secret.md"})
    assert "F209" in done.errors
    assert done.files == ()


@pytest.mark.parametrize(
    "tag",
    [
        '<link rel="attachment" href="{}">',
        '<link rel="stylesheet" href="{}">',
        '<a rel="attachment" href="{}">file</a>',
        '<a rel="ATTACHMENT nofollow" href="{}">file</a>',
        '<a rel="&#97;ttachment" href="{}">file</a>',
        '<object data="{}"></object>',
        '<embed src="{}">',
        '<iframe src="{}"></iframe>',
        '<video src="{0}" poster="{0}"></video>',
        '<audio src="{}"></audio>',
        '<picture><source srcset="{0}"><img src="{0}" alt="x"></picture>',
        '<img srcset="{} 2x" src="here.png" alt="x">',
        '<input type="image" src="{}">',
        '<body background="{}">',
        '<table background="{}"><tr><th>a</th></tr></table>',
        '<svg xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="{}"/></svg>',
        '<svg><use href="{}#x"/></svg>',
        '<svg><style>@import "{}";</style></svg>',
        '<math><mi href="{}">x</mi></math>',
        '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{}"/>',
        '<script src="{}"></script>',
        '<style>@import url("{}"); @font-face {{ font-family: x; src: url("{}") }}</style>',
        '<style>@page {{ background: url("{}") }}</style>',
        '<style>@color-profile device-cmyk {{ src: url("{}") }}</style>',
        '<meta http-equiv="refresh" content="0; url={}">',
        '<base href="{}">',
        '<p style="background: url({})">styled</p>',
        '<p style="list-style-image:u\\72l({})">styled</p>',
        "<li style=\"content: image-set('{}' 1x)\">styled</li>",
        '<form action="{}"><input name="x"></form>',
        '<blockquote cite="{}">quoted</blockquote>',
        '<applet archive="{}"></applet>',
        '<frameset><frame src="{}"></frameset>',
        '<html manifest="{}"><p>x</p></html>',
        '<a ping="{}" href="#a">x</a>',
    ],
)
def test_raw_html_that_loads(attack: Any, tag: str) -> None:
    targets = ["file://OUTSIDE/secret.png", "SERVER/secret.png", "../secret.png"]
    pieces = [tag.replace("{}", target).replace("{0}", target) for target in targets]
    done = attack({"a.md": "# A\n\nBefore.\n\n" + "\n\n".join(pieces) + "\n\nAfter.\n"})
    lines = {each.line for each in done.said if each.code.startswith(("M", "B"))}
    if tag.startswith("<xi:"):
        assert done.errors == []  # no HTML for CommonMark, so it is words
    elif tag.startswith("<blockquote"):
        assert {5} <= lines <= {5, 9}  # a source on the web may be named
    else:
        assert {5, 7, 9} <= lines or re.match("<(?:script|plaintext)", tag), "not a word was said of it"
        assert 5 in lines


def test_links_in_the_words_of_the_book(attack: Any) -> None:
    """An address that would be fetched may be written, as long as it is only words."""
    done = attack({"a.md": "# A\n\n`<img src=file:///etc/passwd>` and `url(SERVER)`\n\n    <script src='SERVER'>\n"})
    assert done.errors == []
    assert "<script src='http" in done.pdf.text.replace("‘", "'").replace("’", "'")
