"""A manuscript with everything in it that pushes a line off its grid, for the tests of the two looks."""

from __future__ import annotations

import random

SENTENCES = """\
The keeper had counted the steps so often that his feet knew the number better than his head did.
On still nights one could hear the ships breathe, and on others nothing but the sea, which never learned to be quiet.
Nobody had asked the harbour commission whether the light was wanted, and the commission had never asked anybody.
Whoever wishes to understand the coast must begin with its weather, and must begin that by being wet.
In the year 1871 there were 214 such houses between the two capes, and not one of them was alike within.
The oil came in spring with the first boat, together with letters, flour, and the opinions of the mainland.
It was not loneliness, he said, but arithmetic; there was one of him and a great deal of everything else.
What the inspectors called negligence was often nothing but fog.
Children who grew up on the rock learned to read from tide tables and became, most of them, bookkeepers.
We know this from the journals, from three photographs, and from the marks of the chains in the stairwell.
""".splitlines()
HOUSE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 233" width="400" height="233">
<path d="M40 200 L140 120 L260 120 L360 200Z" fill="#ccc" stroke="#000"/></svg>"""
TOML = """\
[book]
title = "The Keeper’s Arithmetic"
authors = ["Ada Keeper"]
language = "en-GB"
identifier = "urn:uuid:2b0f4f5a-7a43-4f3d-8a7c-1c2d3e4f5a6b"
date = "2026-11-22"

[contents]
numbered = true
body = ["01-one.md", "02-two.md"]
"""
CODE = """\
```python
def light(hour: int, wind: float) -> bool:
    # after dusk, or in fog, or whenever the inspector comes up the stairs
    for keeper in keepers_of_the_house_sorted_by_seniority(include_assistants=True, year=1871):
        if keeper.awake and hour > 17:
            return True
    return wind > 9.5
```"""
LETTER = """\
::: letter
The Rock, Skerry

My dear Bo,

The oil has come, and the wicks with it.

Your affectionate friend,

Ada Keeper

P.S. Send rope.
:::"""
VERSE = """\
::: verse
**The Keeper’s Song**

Grey is the water, and
  grey is the stone;
no bird on the railing, and nobody ever comes out to the rock in a month with an R in its name, alone.

The lamp is a promise
  made to the sea.
:::"""
PULLED = "What the inspectors called negligence was often nothing but fog."


def write_chapter(title: str, seed: int) -> str:
    """One chapter with every kind of block between paragraphs."""
    chance = random.Random(seed)

    def prose(count: int = 0) -> str:
        return " ".join(chance.choice(SENTENCES) for _ in range(count or chance.randint(3, 8)))

    table = "\n".join(f"| {1860 + row} | {chance.randint(9, 300)} | {chance.randint(1, 40)}.5 |" for row in range(9))
    blocks = [
        "::: epigraph\n> A light that is seen by nobody is still a light.\n>\n> — Ada Keeper, *Songs of the Rock*\n:::",
        f"Once upon the rock there stood a house with one lamp in it. {prose(6)}",
        prose(),
        "## The first measure of the light, and how it was taken by the commission",
        "- " + "\n- ".join(chance.sample(SENTENCES, 3)),
        f"> {prose(2)}\n>\n> — Miss Emily, *The Long House*, ch. {seed}",
        "### A smaller matter",
        "#### Smaller still",
        "##### The fifth degree",
        "###### The sixth degree",
        '![The lamp house](house.svg "The lamp house, after a drawing of 1871.")',
        f"| Year | Houses | Oil |\n|---|--:|--:|\n{table}",
        CODE,
        f"> [!NOTE]\n> {prose(3)}",
        f"> [!WARNING] Before you climb\n> {prose(2)}\n>\n> - one rope\n> - two hands",
        VERSE,
        LETTER,
        "***",
        f"Lamp\n: {prose(1)}\n\nLens\n: {prose(1)}",
        f"::: pullquote\n{PULLED}\n:::",
        PULLED,
        f"{{.band}}\n> {SENTENCES[seed]}\n>\n> — Miss Emily, *The Long House*",
        "::: sign\nNO LANDING\nat any state of the tide\n:::",
        "::: question\nWhy does the keeper count the steps?\n:::",
        f"1. {prose(2)}\n\n   {prose(2)}\n\n2. {prose(3)}",
        f"A call.[^1] {prose(6)} The function `light(hour, wind)` says so.[^2]",
        f"[^1]: {prose(2)}\n\n[^2]: {prose(1)}",
    ]
    parts = [f"# {title}"]
    for block in blocks:
        parts.append(block)
        if not block.startswith(("::: epigraph", "[^")):
            parts.extend(prose() for _ in range(chance.randint(1, 3)))
    notes = parts.pop()
    return "\n\n".join([*parts, *(prose() for _ in range(6)), notes]) + "\n"


def mixed_book() -> dict[str, str | bytes]:
    """The files of the manuscript."""
    return {
        "book.toml": TOML,
        "01-one.md": write_chapter("The House and Its Lamp", 1),
        "02-two.md": write_chapter(
            "Of the Northern Commission, Its Inspectors, and the Many Things They Overlooked", 2
        ),
        "house.svg": HOUSE.encode(),
    }
