"""A book of some 300 pages with everything in it that a page may begin with, from the sentences of the benchmarks."""

from __future__ import annotations

import random
from pathlib import Path

TOML = """\
[book]
title = "The Long Book"
authors = ["A. Writer"]
language = "en-GB"
identifier = "urn:uuid:2b0f4f5a-7a43-4f3d-8a7c-1c2d3e4f5a6b"
date = "2026-11-22"
publisher = "House"

[contents]
front = ["000-preface.md"]
body = [{body}]
back = ["900-glossary.md"]

[editions.ebook]
formats = ["epub"]
pages_from = "print"

[editions.print]
formats = ["pdf"]
papers = ["6x9"]
isbn = "978-3-16-148410-0"
"""
CODE = "\n".join(f"for page_{n} in pages: print(page_{n}.label, page_{n}.block, page_{n}.offset)" for n in range(14))


def write_book(folder: Path, pool: list[str], words: int = 88_000, chapters: int = 24, seed: int = 3) -> Path:
    """Write the manuscript into ``folder``; equal arguments give equal files."""
    chance = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{number:03}-chapter.md" for number in range(1, chapters + 1)]
    (folder / "book.toml").write_text(TOML.format(body=", ".join(f'"{name}"' for name in names)), "utf-8")
    (folder / "000-preface.md").write_text(_chapter("Preface", chance, pool, 900), "utf-8")
    for number, name in enumerate(names, 1):
        title = " ".join(_words(chance, pool)[:4]).capitalize()
        (folder / name).write_text(_chapter(f"{title} {number}", chance, pool, words // chapters), "utf-8")
    terms = "\n".join(f"Term {number:02}\n: {' '.join(chance.sample(pool, 2))}\n" for number in range(60))
    (folder / "900-glossary.md").write_text(f"---\nrole: glossary\n---\n# Glossary\n\n{terms}", "utf-8")
    return folder


def _words(chance: random.Random, pool: list[str]) -> list[str]:
    return [word for word in "".join(c if c.isalpha() else " " for c in chance.choice(pool)).split() if len(word) > 2]


def _chapter(title: str, chance: random.Random, pool: list[str], words: int) -> str:
    parts, notes, count = [f"# {title}"], [], 0
    while count < words:
        part = _paragraph(chance, pool, notes) if chance.random() < 0.72 else chance.choice(BLOCKS)(chance, pool)
        parts.append(part)
        count += len(part.split())
    return "\n\n".join([*parts, "\n".join(notes)]) + "\n"


def _paragraph(chance: random.Random, pool: list[str], notes: list[str]) -> str:
    sentences = [chance.choice(pool) for _ in range(chance.randint(3, 9))]
    for index, sentence in enumerate(sentences):
        dice = chance.random()
        if dice < 0.06:
            sentences[index] = f"*{sentence.replace('*', '')}*"
        elif dice < 0.09:
            notes.append(f"[^n{len(notes)}]: {chance.choice(pool)} {chance.choice(pool)}")
            sentences[index] = f"{sentence}[^n{len(notes) - 1}]"
        elif dice < 0.11 and notes:
            sentences[index] = f"{sentence}[^n0]"
        elif dice < 0.13:
            words = sentence.split(" ")
            sentences[index] = f"[{' '.join(words[:3])}](https://example.org/) {' '.join(words[3:])}"
    return " ".join(sentences)


def _section(chance: random.Random, pool: list[str]) -> str:
    title = " ".join(_words(chance, pool)[:5]).capitalize()
    return f"{'#' * chance.choice((2, 2, 3))} {title}\n\n{chance.choice(pool)}"


def _quotation(chance: random.Random, pool: list[str]) -> str:
    said = "\n>\n> ".join(" ".join(chance.sample(pool, chance.randint(2, 5))) for _ in range(chance.randint(1, 3)))
    return f"> {said}\n>\n> — A. Reader, *The Other Book*, ch. {chance.randint(1, 30)}"


def _items(chance: random.Random, pool: list[str]) -> str:
    mark, gap = chance.choice(("-", "1.")), chance.choice(("\n", "\n\n"))
    items = [" ".join(chance.sample(pool, chance.randint(1, 3))) for _ in range(chance.randint(4, 9))]
    return gap.join(f"{mark} {item}" for item in items)


def _table(chance: random.Random, pool: list[str]) -> str:
    def cell() -> str:
        return chance.choice(pool).replace("|", "/")

    rows = [f"| Row {number} | {cell()} | {cell()} |" for number in range(chance.randint(4, 12))]
    head = "| | What | Why |" if chance.random() < 0.5 else "| Where | What | Why |"
    return "\n".join([head, "|---|---|---|", *rows])


def _definitions(chance: random.Random, pool: list[str]) -> str:
    terms = [" ".join(_words(chance, pool)[:2]) for _ in range(chance.randint(3, 6))]
    return "\n\n".join(f"{term}\n: {' '.join(chance.sample(pool, 2))}" for term in terms)


def _code(chance: random.Random, pool: list[str]) -> str:
    return f"```python\n# {chance.randint(0, 999)}\n{CODE}\n```"


def _alert(chance: random.Random, pool: list[str]) -> str:
    return f"> [!NOTE]\n> {' '.join(chance.sample(pool, 4))}"


def _question(chance: random.Random, pool: list[str]) -> str:
    return f"::: question\n{' '.join(chance.sample(pool, 2))}\n:::"


BLOCKS = (_section, _section, _quotation, _quotation, _items, _items, _table, _definitions, _code, _alert, _question)
