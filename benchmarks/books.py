"""The sentences of the sample manuscript, which generated books are made of."""

from __future__ import annotations

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
