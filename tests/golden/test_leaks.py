"""What an edition leaves out is nowhere in its files: not in the text, not in a stream, not in what describes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

_OPEN = re.compile(r":{3,}\s*(?:\{\s*\.)?(\w[\w-]*)")
_CLOSE = re.compile(r":{3,}\s*$")
_MARKS = re.compile(r"\]\([^)]*\)|[*_`\[\]]|\{[^}]*\}")


def sentences(folder: Path, names: tuple[str, ...]) -> Iterator[str]:
    """Every sentence of the blocks with these names, in plain words."""
    for path in sorted(folder.glob("*.md")):
        stack: list[str] = []
        for line in path.read_text("utf-8").split("\n"):
            if _CLOSE.match(line) and stack:
                stack.pop()
            elif (opened := _OPEN.match(line)) is not None:
                stack.append(opened[1])
            elif set(stack) & set(names):
                for sentence in re.split(r"(?<=[.?!:;,])\s|--", _MARKS.sub("", line)):
                    if len(sentence.split()) > 3:
                        yield sentence.strip(" .?!:;,")


def squeezed(data: bytes) -> bytes:
    """The bytes without what a typesetter changes: blanks, quotes, dashes, case."""
    return re.sub(rb"[^a-z0-9]+", b"", data.lower())


def streams(book: Any) -> list[bytes]:
    """Everything in the file that can hold words, each squeezed; strings of a PDF in all their encodings."""
    found = []
    for data in book.streams():
        found.append(squeezed(data))
        if b"\0" in data:
            found.append(squeezed(data.replace(b"\0", b"")))
    return found


@pytest.fixture(scope="session")
def held(sample: Any) -> dict[str, list[bytes]]:
    return {name: streams(book) for name, book in sample.opened().items()}


def holders(held: dict[str, list[bytes]], sentence: str) -> set[str]:
    """The files that hold a sentence."""
    wanted = squeezed(sentence.encode())
    return {name for name, data in held.items() if any(wanted in each for each in data)}


def only(held: dict[str, list[bytes]], edition: str) -> set[str]:
    return {name for name in held if edition in name}


def test_the_teacher_s_words_are_the_teacher_s_alone(held: Any, press: Any) -> None:
    said = list(sentences(press.root / "manuscript", ("teacher", "answer")))
    assert len(said) > 60
    for sentence in said:
        assert holders(held, sentence) == only(held, "handout-teacher"), sentence


def test_the_student_s_words_are_the_student_s_alone(held: Any, press: Any) -> None:
    said = list(sentences(press.root / "manuscript", ("student",)))
    assert said
    for sentence in said:
        assert holders(held, sentence) == only(held, "handout-student"), sentence


def test_a_leak_is_seen(held: Any) -> None:
    """The proof of the proof: a line that every edition has is found in every file, compressed or not."""
    assert holders(held, "The girls want to prove that Madame is afraid of them") == set(held)


def test_a_leak_in_what_describes_the_book(make_book: Any) -> None:
    """Alternative texts, captions, ids, titles, notes, outline, index of quotations: none tells of what is left out."""
    word = "Xyzzyteacher"
    text = (
        f"# Questions\n\nOpen.\n\n::: teacher\n## Heading {word}\n\nText {word}.[^a]\n\n![{word}](p.svg '{word}')\n\n"
        f"{{#q-{word.lower()} .highlight}}\n> Said {word}.\n>\n> — {word}, *{word}*\n\n| {word} |\n|---|\n| {word} |\n:::\n\n"
        f"::: quotations\n:::\n\n[^a]: Note {word}.\n\n    More {word}.\n"
    )
    toml = "[book]\ntitle = 'T'\n[editions.all]\nformats = ['epub', 'pdf']\n"
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{word}</title><rect/></svg>'
    made = make_book({"book.toml": toml, "q.md": text, "p.svg": drawing})
    assert made.ok, made.diagnostics
    for name, book in made.opened().items():
        for data in streams(book):
            assert word.lower().encode() not in data, name
