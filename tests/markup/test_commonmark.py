"""All 652 examples of the CommonMark spec 0.31.2, read by our parser and written from our tree."""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.markup.node import Node
from publisher.markup.parse import Parser
from publisher.source import Source

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} *([^\n]*)$", re.MULTILINE | re.DOTALL)
_ATTRS = ("href", "src", "alt", "title", "start")
_IN_LINE = frozenset({"emphasis", "strong", "link", "code", "strike", "span", "element"})
_AROUND = re.compile(r"\s*(</?(?:p|ul|ol|li|blockquote|h[1-6]|hr|pre|br|table|thead|tbody|tr|td|th|div)\b[^>]*>)\s*")

# Where the whole dialect differs from bare CommonMark, and why. The list is closed: another difference is a fault.
DIFFERENT = {
    "typography sets quotes, dashes and apostrophes": (
        14, 46, 55, 87, 197, 209, 210, 352, 359, 363, 380, 385, 395, 508, 590, 619, 620, 622, 624, 632, 650,
    ),
    "raw HTML is read into nodes, made well nested, and what a book may not hold is left out": (
        21, 31, 148, 149, 150, 151, 152, 153, 154, 155, 156, 157, 158, 160, 161, 162, 163, 164, 165, 166, 169, 170, 171,
        172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 186, 187, 190, 191, 201, 308, 309, 344, 475,
        476, 477, 491, 494, 524, 536, 613, 614, 615, 616, 617, 623, 625, 626, 627, 628, 629, 630, 631, 642, 643,
    ),
    "an image alone in its paragraph is a figure, and its title the caption": (
        520, 572, 573, 574, 575, 576, 577, 578, 580, 581, 582, 583, 584, 585, 586, 588, 589, 591,
    ),
    "links lead to http, https, mailto and tel only": (596, 598, 599, 601),
    "bare addresses are links (GFM)": (602, 608, 611, 612),
    "both HTML and typography": (91,),
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    number: int
    section: str
    markdown: str
    html: str


def spec_examples() -> list[Example]:
    """All examples in order; the spec is the npm package commonmark-spec 0.31.2."""
    named = os.environ.get("PUBLISHER_COMMONMARK")
    beside = Path(__file__).parents[2] / ".tools" / "node_modules" / "commonmark-spec" / "spec.txt"
    path = Path(named) if named else beside
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8").partition("<!-- END TESTS -->")[0]
    examples: list[Example] = []
    section = ""
    for match in _EXAMPLE.finditer(text):
        if match[3] is not None:
            section = match[3]
        else:
            markdown, expected = (match[group].replace("→", "\t") for group in (1, 2))
            examples.append(Example(len(examples) + 1, section, markdown, expected))
    return examples


EXAMPLES = spec_examples()
_DIFFERENT = {number for numbers in DIFFERENT.values() for number in numbers}


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def to_html(node: Node) -> str:
    """The HTML of a tree by the tags and attributes of its nodes alone."""
    if node.kind == "html":
        return node.text
    if node.kind == "softbreak":
        return "\n"
    inside = _escaped(node.text) + "".join(to_html(child) for child in node.children)
    if node.kind == "code_block":
        language = f' class="language-{_escaped(node.get("lang"))}"' if node.get("lang") else ""
        return f"<pre><code{language}>{inside}</code></pre>\n"
    if not node.tag:
        return inside + ("\n" if node.kind == "plain" else "")
    attrs = "".join(f' {key}="{_escaped(value)}"' for key, value in node.attrs if key in _ATTRS)
    if node.tag in ("br", "hr", "img"):
        return f"<{node.tag}{attrs} />" + ("\n" if node.tag != "img" else "")
    return f"<{node.tag}{attrs}>{inside}</{node.tag}>" + ("\n" if node.kind not in _IN_LINE else "")


def normal(text: str) -> str:
    """The HTML without the white space that means nothing: that around tags of blocks. Code is kept as it is."""
    parts = re.split(r"(<pre.*?</pre>)", text, flags=re.DOTALL)
    return "".join(part if part.startswith("<pre") else _AROUND.sub(r"\1", part).strip() for part in parts)


def rendered(example: Example, *, plain: bool) -> str:
    return normal(to_html(Parser("en", plain=plain).parse(Source("spec.md", example.markdown)).root))


def test_the_spec_is_there_and_whole() -> None:
    if not EXAMPLES:
        sentence = "no CommonMark spec: npm install --prefix .tools commonmark-spec@0.31.2"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    assert len(EXAMPLES) == 652


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.number}")
def test_example(example: Example) -> None:
    assert rendered(example, plain=True) == normal(example.html)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.number}")
def test_example_in_the_dialect(example: Example) -> None:
    same = rendered(example, plain=False) == normal(example.html)
    assert same == (example.number not in _DIFFERENT)
