"""Chapters that are kept: what was parsed comes back, and a book is the same, byte for byte, with and without."""

from __future__ import annotations

import hashlib
import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.build.cache import Cache
from publisher.build.parsed import Shelf, pack, unpack
from publisher.markup.parse import Parser
from publisher.plugins import load_features
from publisher.source import Source

SAMPLE = Path(__file__).parent.parent.parent / "manuscript"
SYNTAXES = tuple(feature.syntax for feature in load_features() if feature.syntax is not None)
PIECES = (
    "A sentence with “words” in it, and *more* of them.[^NUMBER]\n\n[^NUMBER]: A note.",
    "## A heading",
    "> Somebody said this.\n> — *Somebody*, Book",
    "::: teacher\nAn answer.\n:::",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "- one\n- two\n\n  with a paragraph",
    "```python\nprint('x')\n```",
    "See [the other](two.md).",
    '"An open quotation.',
    "***",
)


@pytest.mark.parametrize("path", sorted(SAMPLE.glob("*.md")), ids=lambda path: path.name)
def test_a_chapter_comes_back_as_it_was(path):
    made = Parser("en-GB", SYNTAXES).parse(Source(path.name, path.read_text("utf-8")))
    assert unpack(pack(made), path.name) == made


@given(st.text())
@settings(max_examples=50)
def test_whatever_was_written_comes_back(text):
    made = Parser("en", SYNTAXES).parse(Source("a.md", text))
    assert unpack(pack(made), "a.md") == made


def test_only_the_chapter_that_changed_is_parsed(tmp_path):
    parsed = []

    class Counting(Parser):
        def parse(self, source, first_line=1):
            parsed.append(source.path)
            return super().parse(source, first_line)

    def read(*texts):
        parsed.clear()
        for number, text in enumerate(texts):
            Shelf(Cache(tmp_path)).parsed(Counting("en"), Source(f"{number}.md", text), 1)
        return parsed

    assert read("# A", "# A") == ["0.md", "1.md"]  # the same words in another file stand at other places
    assert read("# A", "# A") == []
    assert read("# A", "# B") == ["1.md"]
    assert Shelf(Cache(tmp_path), ("plugin=1",)).parsed(Counting("en"), Source("0.md", "# A"), 1)
    assert Shelf(Cache(tmp_path)).parsed(Counting("de"), Source("0.md", "# A"), 1)
    assert parsed == ["1.md", "0.md", "0.md"]


def test_who_builds_again_has_the_chapters_at_hand_that_are_as_they_were(tmp_path):
    one, other = Source("one.md", "# One"), Source("other.md", "# Other")
    first = Shelf(Cache(tmp_path))
    trees = [first.parsed(Parser("en"), each, 1) for each in (one, other)]
    edited = Source("other.md", "# Another")
    second = Shelf(Cache(tmp_path), before=first.now)
    assert second.parsed(Parser("en"), one, 1) is trees[0]
    assert second.parsed(Parser("en"), edited, 1) == Parser("en").parse(edited)
    assert len(second.now) == 2, "a chapter that is no more is not kept in memory for ever"
    assert Shelf(Cache(tmp_path), ("plugin=1",), first.now).parsed(Parser("en"), one, 1) is not trees[0]


@pytest.mark.parametrize("damage", [b"", b"{}", b"[]", b"[1,2]", b'[["p"],[]]', b"[" * 100_000])
def test_an_entry_that_is_not_ours_counts_as_none(tmp_path, monkeypatch, damage):
    source = Source("a.md", "# A\n\nWords.\n")
    made = Parser("en").parse(source)
    monkeypatch.setattr(Cache, "get", lambda self, key: damage)
    assert Shelf(Cache(tmp_path)).parsed(Parser("en"), source, 1) == made


@pytest.mark.parametrize("seed", range(3))
def test_edited_at_random_a_book_is_what_a_cold_build_gives(shop, seed):
    chance = random.Random(seed)
    chapters = {"one.md": ["# One", *chance.sample(PIECES, 4)], "two.md": ["# Two", *chance.sample(PIECES, 4)]}
    cold = type(shop)(shop.root / "cold" / "x")
    for _ in range(4):
        name = chance.choice(sorted(chapters))
        pieces = chapters[name]
        place = chance.randint(1, len(pieces))
        pieces[place : place + chance.randint(0, 1)] = [chance.choice(PIECES)]
        for each in (shop, cold):
            for other, own in chapters.items():
                numbered = [piece.replace("NUMBER", str(number)) for number, piece in enumerate(own)]
                each.write(other, "\n\n".join(numbered) + "\n")
        warm_report = shop.build("ebook")
        for entry in cold.cache.glob("*/*"):
            entry.unlink()
        cold_report = cold.build("ebook")
        assert [(made.file_name, made.sha256) for made in warm_report.made] == [
            (made.file_name, made.sha256) for made in cold_report.made
        ]
        assert warm_report.made, warm_report.diagnostics
        assert warm_report.diagnostics == cold_report.diagnostics
        for made in warm_report.made:
            assert hashlib.sha256((shop.dist / made.file_name).read_bytes()).hexdigest() == made.sha256


def test_what_is_kept_is_text(tmp_path):
    Shelf(Cache(tmp_path)).parsed(Parser("en"), Source("a.md", "# A"), 1)
    (entry,) = tmp_path.glob("*/*")
    assert json.loads(entry.read_bytes()[64:])[0][0] == "document"


@pytest.mark.parametrize("seed", range(4))
def test_a_book_whose_look_and_facts_change_too_is_what_a_cold_build_gives(shop, seed):
    chance = random.Random(seed)
    cold = type(shop)(shop.root / "cold" / "x")
    facts = {"title": ["Two Handouts", "One & <Other>"], "date": ["2026-11-22", "2027-01-01"]}
    sheets = [".epigraph { color: #123456 }", "p { margin: calc(1em + 1em) }", "h1 { font-weight: 700 }", ""]
    templates = {
        "chapter.xhtml": ["<div>{{ chapter.title }}{{ chapter.body }}</div>", "<p>{{ chapter.title | upper }}</p>"],
        "title-page.xhtml": ["<p>{{ edition.words }} {{ edition.minutes }}</p>", "<p>{{ book.title | length }}</p>"],
    }
    for _ in range(5):
        change = chance.choice(("facts", "sheet", "template", "words", "words"))
        key, choices = chance.choice(sorted(facts.items()))
        name, texts = chance.choice(sorted(templates.items()))
        said, sheet, text = chance.choice(choices), chance.choice(sheets), chance.choice(texts)
        words = " ".join(chance.choices(["“word”", "café", "`code`", "*so*", "и", "plain"], k=chance.randint(1, 9)))
        code = f"```python\nprint({chance.randint(0, 2)})\n```"
        for each in (shop, cold):
            if change == "facts":
                old = (each.folder / "book.toml").read_text("utf-8")
                each.write("book.toml", re.sub(rf"(?m)^{key} = .*$", f'{key} = "{said}"', old))
            elif change == "sheet":
                each.write("../styles/ebook/own.css", sheet)
            elif change == "template":
                each.write(f"../styles/ebook/templates/{name}", text)
            else:
                each.write("two.md", f"# Two\n\n{words}\n\n{code}\n")
        warm_report = shop.build("ebook")
        for entry in cold.cache.glob("*/*"):
            entry.unlink()
        cold_report = cold.build("ebook", use_cache=chance.choice((True, False)))
        assert [made.sha256 for made in warm_report.made] == [made.sha256 for made in cold_report.made]
        assert warm_report.diagnostics == cold_report.diagnostics
