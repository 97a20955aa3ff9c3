"""The patterns by which a language's words are divided, read the short way, and kept: pyphen takes 80 ms for a file."""

from __future__ import annotations

import json
import re
from pathlib import Path

from publisher.formats.pdf.weasy import pyphen
from publisher.installed import version
from publisher.store import Store, kept

Patterns = dict[str, tuple[int, tuple[int, ...]]]
"""The letters of a pattern → how many zeros come first, and the weights after them, up to the last that is none."""

_WEIGHTS = {str(weight): weight for weight in range(10)}
_NO_FIGURES = str.maketrans("", "", "0123456789")
_CHANGING = re.compile(r"\^\^|[/=]|(?![0-9])\d")  # letters that change, characters by their codes
_ODD = re.compile(r"\d\d")  # a slip, which divides somewhere else


def load_patterns(language: str, store: Store | None) -> None:
    """Let pyphen know the patterns of a language, or of the one that stands for it; none if it has none."""
    known = pyphen.language_fallback(language)
    if not known:
        return
    path = pyphen.LANGUAGES[known]
    if path in pyphen.hdcache:
        return
    if store is None:
        patterns = read_patterns(path)
    else:
        data = json.loads(kept(store, f"patterns {version('pyphen')} {path.name}", lambda: _as_json(path)))
        patterns = {letters: (start, tuple(values)) for letters, (start, values) in data.items()} if data else None
    if patterns is None:
        pyphen.Pyphen(lang=known)
        return
    made = pyphen.HyphDict.__new__(pyphen.HyphDict)
    made.patterns, made.cache, made.maxlen = patterns, {}, max(map(len, patterns))
    pyphen.hdcache[path] = made


def _as_json(path: Path) -> bytes:
    return json.dumps(read_patterns(path)).encode()


def read_patterns(path: Path) -> Patterns | None:
    """The patterns of a file, as pyphen's own reader has them; None where some of them change letters.

    The file is one of Hunspell's: its encoding, then a pattern a line, ``1ta.2``, in which a figure stands between
    the letters that it weighs; a line may have a word of control or a remark in its place.
    """
    encoding, _, rest = path.read_bytes().partition(b"\n")
    try:
        text = rest.decode(encoding.decode("ascii").strip())
    except (LookupError, UnicodeDecodeError):
        return None
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    lines = [line for line in lines if line and not line.startswith(pyphen.ignored)]
    whole = "\n".join(lines)
    if _CHANGING.search(whole):
        return None
    odd = bool(_ODD.search(whole))
    patterns: Patterns = {}
    for line in lines:
        values = _weights(line) if not odd or not _ODD.search(line) else [int(i or 0) for i, _ in pyphen.parse(line)]
        start, end = 0, len(values)
        while start < end and not values[start]:
            start += 1
        while end > start and not values[end - 1]:
            end -= 1
        if start < end:
            patterns[line.translate(_NO_FIGURES)] = start, tuple(values[start:end])
    return patterns or None


def _weights(pattern: str) -> list[int]:
    """The weight before each letter of a pattern, and after the last."""
    values = []
    weight = 0
    for sign in pattern:
        if sign in _WEIGHTS:
            weight = _WEIGHTS[sign]
        else:
            values.append(weight)
            weight = 0
    values.append(weight)
    return values
