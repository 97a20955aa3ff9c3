"""Two manuscripts to print: a novel and a technical book, of any length, out of the sample's own sentences and a seed.

    python benchmarks/manuscripts.py novel DIR [--words 95000] [--chapters 36] [--seed 1]
    python benchmarks/manuscripts.py technical DIR [--chapters 12] [--seed 1] [--words 200000]
    python benchmarks/manuscripts.py catalogue DIR [--books 200] [--words 8000]

95,000 words are a novel of about 300 pages of 6 × 9 inches; ``--words 2500 --chapters 3`` about ten. A technical
chapter is about ten pages: code, tables, pictures of points and of lines, lists, callouts, notes, four levels of
headings; with ``--words`` it has as many sections as that takes. A catalogue is a folder of both, small ones, each of
a length of its own up to ``--words``. Equal arguments give equal files.
"""

from __future__ import annotations

import argparse
import io
import itertools
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from books import sentences

_NAMES = (
    "Ada",
    "Bo",
    "Clement",
    "Dora",
    "Edith",
    "Frances",
    "Gilbert",
    "Hester",
    "Ines",
    "Jonah",
    "Keziah",
    "Laurence",
)
_PLACES = ("the harbour", "the long gallery", "the reading room", "the orchard", "the station", "the lighthouse stairs")
_SAID = ("said", "asked", "answered", "whispered", "went on", "admitted", "repeated", "called from the landing")
_DOING = (
    "crossed to the window and looked down at",
    "had been thinking the whole afternoon about",
    "would not hear another word concerning",
    "carried the lamp slowly towards",
    "remembered, not for the first time,",
    "drew a careful picture of",
)
_WHEN = ("Before the tide turned", "In the spring of that year", "When the letters came", "Long afterwards", "At first")
_DEEDS = (
    "as if nothing had happened",
    "while the kettle began to sing",
    "and somebody in the passage laughed",
    "though the weather had hardly changed since Thursday",
    "because there was nothing else to be done",
    "until even the gulls were quiet",
)
_SMALL_NOVEL_CHAPTER, _SMALL_TECHNICAL_CHAPTER = 1_000, 1_500  # words, in a catalogue's small books
_SECTIONS = 4  # of a technical chapter that has no number of words to reach
_LATER = ("svg", "png", "svg", "jpg")  # the kinds of pictures after these, in turn
_TERMS = (
    "internationalisation",
    "counterrevolutionary",
    "electroencephalographically",
    "Donaudampfschifffahrtsgesellschaft",
    "incomprehensibilities",
    "uncharacteristically",
)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of a novel. A paragraph is Markdown with ``*emphasis*`` and ``[^1]`` at most; "***" ends a scene."""

    title: str
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...] = ()  # in the order of their calls, from 1


def novel_chapters(words: int = 95_000, chapters: int = 36, seed: int = 1) -> tuple[Chapter, ...]:
    """The chapters of a novel of about so many words."""
    chance = random.Random(seed)
    pool = _plain_sentences()
    made: dict[str, Chapter] = {}
    while len(made) < chapters:  # no title twice
        chapter = _novel_chapter(chance, pool, words // chapters)
        made.setdefault(chapter.title, chapter)
    return tuple(made.values())


def novel(
    folder: Path, words: int = 95_000, chapters: int = 36, seed: int = 1, title: str = "The Lighthouse Stairs"
) -> Path:
    """The novel as a manuscript in ``folder``, with a book.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    names = []
    for number, chapter in enumerate(novel_chapters(words, chapters, seed), 1):
        blocks = [f"# {chapter.title}", *chapter.paragraphs]
        blocks += [f"[^{index}]: {note}" for index, note in enumerate(chapter.notes, 1)]
        names.append(f"{number:03}.md")
        (folder / names[-1]).write_text("\n\n".join(blocks) + "\n", "utf-8")
    _book_toml(folder, title, "fiction", names, seed)
    return folder


def technical(
    folder: Path, chapters: int = 12, seed: int = 1, words: int = 0, title: str = "Signals and Lamps"
) -> Path:
    """The technical book as a manuscript in ``folder``, with a book.toml and its pictures.

    Each chapter has four sections; with ``words`` as many as the book needs to have about so many (code not counted).
    """
    chance = random.Random(seed)
    pool = _plain_sentences()
    (folder / "images").mkdir(parents=True, exist_ok=True)
    names = []
    for number in range(1, chapters + 1):
        _pictures(folder / "images", number, chance)
        names.append(f"{number:03}.md")
        blocks = list(_technical_chapter(chance, pool, number, chapters, words // chapters))
        for section in sorted(int(each) for each in re.findall(rf"\(images/{number:03}-(\d+)\.", "\n".join(blocks))):
            if section > _SECTIONS:
                _picture(folder / "images", number, section, random.Random(f"{seed}-{number}-{section}"))
        (folder / names[-1]).write_text("\n\n".join(blocks) + "\n", "utf-8")
    _book_toml(folder, title, "non-fiction", names, seed)
    return folder


def catalogue(folder: Path, books: int = 200, most: int = 8_000) -> Path:
    """Small books below ``folder``, novels and technical ones in turn, of ``most`` words or up to four times fewer."""
    for seed in range(1, books + 1):
        words = random.Random(seed).randint(most // 4, most)
        if seed % 2:
            chapters = max(2, words // _SMALL_NOVEL_CHAPTER)
            novel(folder / f"{seed:04}-novel", words, chapters, seed, f"The Lighthouse Stairs {seed}")
        else:
            chapters = max(2, words // _SMALL_TECHNICAL_CHAPTER)
            technical(folder / f"{seed:04}-technical", chapters, seed, words, f"Signals and Lamps {seed}")
    return folder


def _book_toml(folder: Path, title: str, kind: str, names: Sequence[str], seed: int) -> None:
    body = "".join(f'    "{name}",\n' for name in names)
    (folder / "book.toml").write_text(
        f'[book]\ntitle = "{title}"\nauthors = ["Ada Keeper"]\nlanguage = "en-GB"\nkind = "{kind}"\n'
        f'identifier = "urn:uuid:00000000-0000-4000-8000-{seed:012}"\ndate = "2026-11-23"\n\n'
        f"[contents]\nbody = [\n{body}]\n\n"
        '[editions.ebook]\nstyle = "ebook"\nformats = ["epub"]\n\n'
        '[editions.print]\nstyle = "print"\nformats = ["pdf"]\npapers = ["6x9"]\n',
        "utf-8",
    )


def _plain_sentences() -> list[str]:
    """Whole sentences of the sample without references, marks of Markdown or halves of quotations."""
    return [
        " ".join(each.split())
        for each in sentences()
        if each[0].isupper()
        and each[-1] in ".?!"
        and not re.search(r"[*_`\"“”‘()\[\]{}<>|—\\]|ch\.|--| :| '|'[^a-z]", each)
    ]


def _sentence(chance: random.Random, pool: Sequence[str]) -> str:
    """One of the sample's, or one of ours: a story needs more of them than a study guide has."""
    kind = chance.random()
    if kind < 0.5:
        return chance.choice(pool)
    name, place, deed = chance.choice(_NAMES), chance.choice(_PLACES), chance.choice(_DEEDS)
    if kind < 0.7:
        return f"{name} {chance.choice(_DOING)} {place}, {deed}."
    if kind < 0.9:
        first = chance.choice(pool)[:-1]
        return f"{chance.choice(_WHEN)}, {name} wrote it down: {_lower(first)}, {deed}."
    return f"{chance.choice(_WHEN)} {name} {chance.choice(_DOING)} {place}."


def _lower(text: str) -> str:
    """The text with a small first letter, where that is no name."""
    return (
        text[0].lower() + text[1:] if text.split()[0] in ("The", "A", "She", "He", "They", "It", "But", "And") else text
    )


def _prose(chance: random.Random, pool: Sequence[str], most: int = 7) -> str:
    return " ".join(_sentence(chance, pool) for _ in range(chance.randint(2, most)))


def _speech(chance: random.Random, pool: Sequence[str]) -> str:
    said, name = _sentence(chance, pool)[:-1], chance.choice(_NAMES)
    if chance.random() < 0.3:
        return f'"{said}?"'
    return f'"{said}," {chance.choice(_SAID)} {name}. "{_sentence(chance, pool)}"'


def _novel_chapter(chance: random.Random, pool: Sequence[str], words: int) -> Chapter:
    paragraphs: list[str] = []
    notes: list[str] = []
    count = 0
    while count < words:
        text = _speech(chance, pool) if chance.random() < 0.35 else _prose(chance, pool)
        if chance.random() < 0.15:
            word = chance.choice([word for word in text.split() if word.isalpha() and len(word) > 3] or ["the"])
            text = text.replace(f" {word} ", f" *{word}* ", 1)
        if chance.random() < 0.015:
            notes.append(_prose(chance, pool, 3))
            text += f"[^{len(notes)}]"
        paragraphs.append(text)
        count += len(text.split())
        if chance.random() < 0.04 and words - count > 120:
            paragraphs += ["***", _prose(chance, pool)]
            count += len(paragraphs[-1].split())
    return Chapter(_title(chance, pool), tuple(paragraphs), tuple(notes))


def _title(chance: random.Random, pool: Sequence[str], most: int = 4) -> str:
    words = [word for word in re.findall(r"[A-Za-z]+", chance.choice(pool)) if len(word) > 2]
    return " ".join(words[: chance.randint(2, most)]).capitalize()


def _technical_chapter(
    chance: random.Random, pool: Sequence[str], number: int, chapters: int, words: int = 0
) -> Iterator[str]:
    """A chapter: every kind of block that such a book has. About ten pages, or as many sections as ``words`` need."""
    notes: list[str] = []
    yield f"# {_title(chance, pool)}"
    yield _prose(chance, pool)
    count = 0
    for section in itertools.count(1):
        if count >= words if words else section > _SECTIONS:
            break
        blocks = list(_section(chance, pool, number, section, chapters, notes))
        count += sum(len(block.split()) for block in blocks if not block.startswith(("```", "![")))
        yield from blocks
    yield from (f"[^{index}]: {note}" for index, note in enumerate(notes, 1))


def _section(
    chance: random.Random, pool: Sequence[str], number: int, section: int, chapters: int, notes: list[str]
) -> Iterator[str]:
    """A section of about three pages; its note goes to ``notes``."""
    yield f"## {_title(chance, pool)} {{#s{number}-{section}}}"
    yield f"{_prose(chance, pool)} Write `lamp --{chance.choice(_NAMES).lower()}` and see[^{len(notes) + 1}]."
    other = f"[there]({chance.randint(1, chapters):03}.md)"
    notes.append(f"{_sentence(chance, pool)} More is {other}, or at <https://example.org/{number}/lamps/{section}>.")
    turn = (section - 1) % _SECTIONS + 1
    yield _list(chance, pool, turn)
    yield f"### {_title(chance, pool)}"
    yield f"{_prose(chance, pool)} This is called *{chance.choice(_TERMS)}*, or {chance.choice(_TERMS)} in short."
    yield _code(chance, number * 10 + section)
    yield _prose(chance, pool)
    yield _table(chance, pool, 6 + 10 * (turn == 3), turn + 1)
    yield f"#### {_title(chance, pool)}"
    yield _prose(chance, pool)
    yield f"> [!{chance.choice(('NOTE', 'TIP', 'WARNING'))}]\n> {_prose(chance, pool, 3)}"
    yield _prose(chance, pool)
    if section <= _SECTIONS or section % 2:
        yield _figure(chance, pool, number, section)
        yield _prose(chance, pool)


def _list(chance: random.Random, pool: Sequence[str], section: int) -> str:
    marks = ("- ", "1. ", "- ", "1. ")[section - 1]
    items = [f"{marks}{_sentence(chance, pool)}" for _ in range(chance.randint(3, 6))]
    if section == 3:
        items.insert(2, f"    {marks}{_sentence(chance, pool)}\n    {marks}{_sentence(chance, pool)}")
    return "\n".join(items)


def _code(chance: random.Random, number: int) -> str:
    lines = [f"def lamp_{number}(height: int, lit: bool = False) -> str:", '    """The signal of a lamp."""']
    for index in range(chance.randint(4, 14)):
        name = chance.choice(_NAMES).lower()
        lines.append(f"    {name}_{index} = height * {chance.randint(2, 99)}  # {chance.choice(_DEEDS)}")
    lines.append('    return "\\n".join(str(signal) for signal in (height, lit))')
    return "```python\n" + "\n".join(lines) + "\n```"


def _table(chance: random.Random, pool: Sequence[str], rows: int, columns: int) -> str:
    heads = [f"{chance.choice(_NAMES)} {index}" for index in range(columns)]
    lines = [f"| {' | '.join(heads)} |", "|" + " --- |" * (columns - 1) + " ---: |"]
    for _ in range(rows):
        cells = [" ".join(chance.choice(pool)[:-1].split()[:3]) for _ in range(columns - 1)]
        lines.append(f"| {' | '.join([*cells, str(chance.randint(1, 10_000))])} |")
    return "\n".join(lines)


def _figure(chance: random.Random, pool: Sequence[str], number: int, section: int) -> str:
    name = f"images/{number:03}-{section}.{_kind(section)}"
    return f'![{_sentence(chance, pool)}]({name} "{_title(chance, pool)}")'


def _kind(section: int) -> str:
    return ("svg", "png", "svg", "jpg")[(section - 1) % _SECTIONS] if section <= _SECTIONS else _LATER[section // 2 % 4]


def _pictures(folder: Path, number: int, chance: random.Random) -> None:
    """Two drawings of lines and two pictures of points, one of them grey."""
    for section in (1, 3, 2, 4):
        _picture(folder, number, section, chance)


def _picture(folder: Path, number: int, section: int, chance: random.Random) -> None:
    """One picture, of the kind that this section has."""
    kind = _kind(section)
    path = folder / f"{number:03}-{section}.{kind}"
    if kind == "svg":
        path.write_text(_drawing(chance), "utf-8")
    else:
        path.write_bytes(_points(kind, chance))


def _drawing(chance: random.Random) -> str:
    bars = "".join(
        f'<rect x="{20 + 40 * index}" y="{(top := chance.randint(10, 160))}" width="30" height="{190 - top}" '
        f'fill="#{chance.randrange(0x20, 0xC0):02x}{chance.randrange(0x20, 0xC0):02x}80"/>'
        for index in range(8)
    )
    frame = '<path d="M10 10V190H350" fill="none" stroke="#000" stroke-width="2"/>'
    size = 'viewBox="0 0 360 200" width="360" height="200"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{bars}{frame}</svg>'


def _points(kind: str, chance: random.Random) -> bytes:
    from PIL import Image, ImageDraw

    mode = "RGB" if kind == "png" else "L"
    picture = Image.new(mode, (1400, 820), "white")
    pen = ImageDraw.Draw(picture)
    for _ in range(30):
        x, y, wide = chance.randrange(1300), chance.randrange(720), chance.randrange(20, 200)
        shade = chance.randrange(256)
        pen.ellipse((x, y, x + wide, y + wide), fill=(shade, 255 - shade, 90) if mode == "RGB" else shade)
    held = io.BytesIO()
    picture.save(held, "PNG" if kind == "png" else "JPEG", dpi=(300, 300))
    return held.getvalue()


def main() -> None:
    """Write one of the three."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("kind", choices=("novel", "technical", "catalogue"))
    options.add_argument("folder", type=Path)
    options.add_argument("--words", type=int)
    options.add_argument("--chapters", type=int)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--books", type=int, default=200, help="of a catalogue")
    given = options.parse_args()
    if given.kind == "catalogue":
        catalogue(given.folder, given.books, given.words or 8_000)
    elif given.kind == "novel":
        novel(given.folder, given.words or 95_000, given.chapters or 36, given.seed)
    else:
        technical(given.folder, given.chapters or 12, given.seed, given.words or 0)


if __name__ == "__main__":
    main()
