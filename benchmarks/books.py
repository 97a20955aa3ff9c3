"""Books to measure with: any number of words and chapters, out of the sample's own sentences and a seed."""

from __future__ import annotations

import random
import re
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "manuscript"


def sentences() -> list[str]:
    """The plain sentences of the sample manuscript, without markup."""
    found: list[str] = []
    for path in sorted(SAMPLE.glob("*.md")):
        text = re.sub(r"\A---\n.*?\n---\n", "", path.read_text("utf-8"), flags=re.S)
        for block in text.split("\n\n"):
            if re.match(r"[#>|:\[{!\-]", block.strip()) or "](" in block or "[^" in block or "]{" in block:
                continue
            found.extend(s for s in re.split(r"(?<=[.?!])\s+", block.strip()) if 4 < len(s.split()) < 60)
    return found


def novel(folder: Path, words: int = 100_000, chapters: int = 40, seed: int = 1) -> Path:
    """A prose book in ``folder``: ``chapters`` files of Markdown with sections, emphasis and a few notes."""
    chance = random.Random(seed)
    pool = sentences()
    folder.mkdir(parents=True, exist_ok=True)
    each = words // chapters
    for number in range(1, chapters + 1):
        lines = [f"# Chapter {number}: {_title(chance, pool)}", ""]
        count = 0
        notes: list[str] = []
        while count < each:
            if chance.random() < 0.03:
                lines += [f"## {_title(chance, pool)}", ""]
            paragraph = " ".join(chance.choice(pool) for _ in range(chance.randint(3, 8)))
            if chance.random() < 0.2:
                word = chance.choice([w for w in paragraph.split() if w.isalpha()])
                paragraph = paragraph.replace(f" {word} ", f" *{word}* ", 1)
            if chance.random() < 0.03:
                notes.append(f"[^{len(notes) + 1}]: {chance.choice(pool)}")
                paragraph += f"[^{len(notes)}]"
            lines += [paragraph, ""]
            count += len(paragraph.split())
        (folder / f"{number:03}-chapter.md").write_text("\n".join([*lines, *notes, ""]), "utf-8")
    return folder


def _title(chance: random.Random, pool: list[str]) -> str:
    words = [word for word in re.findall(r"[A-Za-z]+", chance.choice(pool)) if len(word) > 2]
    return " ".join(words[:4]).capitalize()
