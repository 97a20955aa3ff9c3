"""The examples of the CommonMark spec, and the HTML of a tree as the spec would have it."""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from publisher.markup.node import Node

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$|^#{1,6} *([^\n]*)$", re.MULTILINE | re.DOTALL)
_ATTRS = ("href", "src", "alt", "title", "start")


@dataclass(frozen=True)
class Example:
    number: int
    section: str
    markdown: str
    html: str


def _spec_file() -> Path:
    named = os.environ.get("PUBLISHER_COMMONMARK")
    if named:
        return Path(named)
    return Path(__file__).parents[2] / ".tools" / "node_modules" / "commonmark-spec" / "spec.txt"


def spec_examples() -> list[Example]:
    """All examples of spec 0.31.2 (the npm package commonmark-spec), in order."""
    path = _spec_file()
    if not path.is_file():
        sentence = "the CommonMark spec is missing: npm install --prefix .tools commonmark-spec@0.31.2"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence, allow_module_level=True)
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


def _escaped(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def to_html(node: Node) -> str:
    """The HTML of a tree by the tags and attributes of its nodes alone."""
    if node.kind == "text":
        return _escaped(node.text)
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


_IN_LINE = frozenset({"emphasis", "strong", "link", "code", "strike", "span", "element"})
_AROUND = re.compile(r"\s*(</?(?:p|ul|ol|li|blockquote|h[1-6]|hr|pre|br|table|thead|tbody|tr|td|th|div)\b[^>]*>)\s*")


def normal(text: str) -> str:
    """The HTML without the white space that means nothing: that around tags of blocks. Code is kept as it is."""
    parts = re.split(r"(<pre.*?</pre>)", text, flags=re.DOTALL)
    return "".join(part if part.startswith("<pre") else _AROUND.sub(r"\1", part).strip() for part in parts)
