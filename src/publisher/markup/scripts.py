"""Writing systems: in which one a language is written, and runs of words of another one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from publisher.patterns import regex

_RANGES = {
    "Cyrl": "\u0400-\u052f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Arab": "\u0600-\u06ff\u0750-\u077f",
    "Hebr": "\u0590-\u05ff",
    "Deva": "\u0900-\u097f",
    "Thai": "\u0e00-\u0e7f",
    "Armn": "\u0530-\u058f",
    "Geor": "\u10a0-\u10ff",
    "Hani": "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af",
}
_NAMES = {
    "Cyrl": "Cyrillic", "Grek": "Greek", "Arab": "Arabic", "Hebr": "Hebrew", "Deva": "Devanagari", "Thai": "Thai",
    "Armn": "Armenian", "Geor": "Georgian", "Hani": "Chinese, Japanese or Korean",
}  # fmt: skip
_WRITTEN = {
    "Cyrl": "be bg ce cu kk ky mk mn os ru sr tg tt uk uz", "Grek": "el grc", "Arab": "ar arz ckb fa ks ku ps sd ug ur",
    "Hebr": "he yi lad arc", "Deva": "hi mr ne sa bho mai", "Thai": "th", "Armn": "hy", "Geor": "ka",
    "Hani": "zh ja ko yue lzh vi",
}  # fmt: skip
_OF = {language: script for script, languages in _WRITTEN.items() for language in languages.split()}
_SAME = {"hans": "Hani", "hant": "Hani", "jpan": "Hani", "kore": "Hani", "hang": "Hani", "hira": "Hani", "kana": "Hani"}
_LEADS = bytes([*range(0xCD, 0xE2), *range(0xE3, 0xEE)])  # of U+0340 to U+1FFF, and of U+3000 to U+DFFF
_FEWEST = 3  # words; of scripts without spaces twice as many characters
_ANY = regex("[" + "".join(_RANGES.values()) + "]{2}")


@cache
def _runs(script: str) -> re.Pattern[str]:
    letters = _RANGES[script]
    return re.compile(
        f"[{letters}]{{{_FEWEST * 2},}}"
        if script in ("Hani", "Thai")
        else f"[{letters}]{{2,}}(?:[^\\w<>\n]{{1,4}}[{letters}]+)*[^\\w<>\n]{{1,4}}[{letters}]{{2,}}"
    )


def foreign_runs(text: str, language: str) -> Iterator[tuple[str, str]]:
    """The name of a script that ``language`` (BCP 47) is not written in, and the words in it: three or more."""
    if text.isascii() or _is_western(text) or _ANY.search(text) is None:
        return
    own = _script(language)
    for script in _RANGES:
        if script == own:
            continue
        for match in _runs(script).finditer(text):
            if script in ("Hani", "Thai") or len(re.findall(r"\w{2,}", match[0])) >= _FEWEST:
                yield _NAMES[script], match[0]
                break


def _is_western(text: str) -> bool:
    """Whether a text surely has no letter of these scripts: none of the bytes with which they begin in UTF-8."""
    data = text.encode("utf-8", "surrogatepass")
    return len(data.translate(None, delete=_LEADS)) == len(data)


def _script(language: str) -> str:
    parts = language.lower().replace("_", "-").split("-")
    given = next((part for part in parts[1:] if len(part) == 4 and part.isalpha()), "")
    return (_SAME.get(given) or given.capitalize()) if given else _OF.get(parts[0], "Latn")
