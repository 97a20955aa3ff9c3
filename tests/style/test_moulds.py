"""What is kept of a template gives, letter for letter, what Jinja makes of the values."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from publisher.style.moulds import Ready
from publisher.style.pack import StylePack, find_style
from publisher.style.parts import StyleFile
from publisher.style.templates import Templates, fill, fill_kept

WORDS = ("", "A & B", "<b>", 'it\'s "so"', "  spaces  ")
TEMPLATES = {
    "printed": '<p class="{{ chapter.id }}">{{ chapter.title }}</p>{{ chapter.body }}',
    "decides": "{% if chapter.title %}<h1>{{ chapter.body }}</h1>{% else %}none{% endif %}",
    "both": "{% if chapter.title %}{{ chapter.title }}{% endif %}{{ chapter.body }}",
    "filtered": "{{ chapter.title | upper }}{{ chapter.body }}",
    "joined": "{{ chapter.title ~ '!' }}{{ [chapter.title, chapter.id] | select | join(', ') }}",
    "method": "{% if chapter.title.isupper() %}loud{% endif %}{{ chapter.id }}",
    "filter block": "{% filter upper %}{{ chapter.title }}{% endfilter %}",
    "set block": "{% set told %}{{ chapter.title }}{% endset %}{{ told | length }}",
    "set": "{% set title = chapter.title %}{{ title }}{{ title | length }}",
    "macro": "{% macro say(chapter) %}{{ chapter.title }}{% endmacro %}{{ say({'title': chapter.title | length}) }}",
    "shadow": "{% for chapter in pages %}{{ chapter.title }}{% endfor %}{{ chapter.id }}",
    "loop": "{% for page in pages %}{{ loop.index }}{{ page.title }}{{ chapter.title }}{% endfor %}",
    "with": "{% with chapter = {'title': chapter.title | length} %}{{ chapter.title }}{% endwith %}",
    "block": "{% block head %}{{ chapter.title }}{% endblock %}{{ self.head() | upper }}",
    "include": "{% include 'printed.xhtml' %}",
    "extends": "{% extends 'block.xhtml' %}{% block head %}<i>{{ chapter.title }}</i>{% endblock %}",
    "import": "{% import 'macro.xhtml' as other %}{{ other.say(chapter) }}",
    "unescaped": "{% autoescape false %}{{ chapter.title }}{% endautoescape %}",
    "raw": "{{ chapter.title | safe }}{{ chapter.title | e }}{{ chapter.body | striptags }}",
    "choice": "{{ chapter.title if chapter.id else chapter.body }}{{ chapter.title or 'none' }}",
    "item": "{{ chapter['title'] }}{{ chapter[('ti', 'tle') | join] }}",
    "whole": "{{ chapter | length }}{{ chapter.title }}",
    "table": "{{ chapter.items() | list | length }}{{ chapter.keys() | first }}",
    "number": "{{ count }}{{ yes }}{% if count > 3 %}many{% endif %}",
    "edges": "  {{ chapter.title }}  ",
    "wrong name": "{{ chapter.nothing }}",
    "wrong value": "{{ nothing }}{{ chapter.title }}",
    "broken": "{% if %}",
}


class Memory(dict[str, bytes]):
    """A store."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


def pack(**texts: str) -> StylePack:
    files = tuple(StyleFile(f"{name}.xhtml", f"styles/x/templates/{name}.xhtml", text) for name, text in texts.items())
    return StylePack("x", ("x",), templates=files)


def values() -> list[dict[str, Any]]:
    found = []
    for title, body, count in itertools.product(WORDS, ("<p>one</p>", "", " two & three"), (3, 4)):
        chapter = {"id": "c", "title": title, "body": Ready(body)}
        pages = [{"title": Ready(body)}, {"title": title}]
        found.append({"chapter": chapter, "pages": pages, "count": count, "yes": count > 3, "href": str.upper})
    return found


@pytest.mark.parametrize("name", TEMPLATES)
def test_whatever_a_template_does_with_its_values(name: str) -> None:
    style = pack(**TEMPLATES)
    store = Memory()
    for _ in range(2):
        for given in values():
            made = fill_kept(Templates(style, store), f"{name}.xhtml", given)
            assert made == fill(Templates(style), f"{name}.xhtml", given)


@pytest.mark.parametrize("name", ["printed", "loop", "number"])
def test_what_is_only_printed_makes_no_new_mould(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    style = pack(**TEMPLATES)
    store = Memory()
    first, *others = ({**each, "pages": [], "count": 3} for each in values())
    fill_kept(Templates(style, store), f"{name}.xhtml", first)
    count = len(store)
    monkeypatch.setattr(Templates, "engine", None)
    for given in others:
        if name != "loop":
            fill_kept(Templates(style, store), f"{name}.xhtml", {**given, "yes": True})
    assert len(store) == count


def test_another_template_or_style_has_other_moulds() -> None:
    store = Memory()
    given = values()[0]
    one, two = (
        pack(a="{{ chapter.id }}", b=text) for text in ("{% include 'a.xhtml' %}", "<i>{% include 'a.xhtml' %}</i>")
    )
    for style in (one, two, pack(a="!{{ chapter.id }}", b="{% include 'a.xhtml' %}")):
        assert fill_kept(Templates(style, store), "b.xhtml", given) == fill(Templates(style), "b.xhtml", given)


@pytest.mark.parametrize("damage", [b"", b"[", b"{}", b"[1]", b'[["nothing"]]', b"null"])
def test_a_broken_mould_is_none(damage: bytes) -> None:
    style = pack(**TEMPLATES)
    store = Memory()
    given = values()[3]
    fill_kept(Templates(style, store), "printed.xhtml", given)
    for key in store:
        store[key] = damage
    made = fill_kept(Templates(style, store), "printed.xhtml", given)
    assert made == fill(Templates(style), "printed.xhtml", given)


def test_what_our_own_chapters_print_is_left_open() -> None:
    uses = Templates(find_style("ebook", ())).uses("chapter.xhtml")
    assert uses is not None
    assert {("chapter", "body"), ("chapter", "title")} <= set(uses.printed)
