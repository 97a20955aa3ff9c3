"""Language tags: whether one is well-formed as BCP 47 (RFC 5646 §2.1) asks, and what was probably meant."""

from __future__ import annotations

import re

_LANGTAG = re.compile(
    r"""(?:[a-z]{2,3}(?:-[a-z]{3}){0,3})          # language and extended language
        (?:-[a-z]{4})?                            # script
        (?:-(?:[a-z]{2}|[0-9]{3}))?               # region
        (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*  # variants
        (?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*      # extensions
        (?:-x(?:-[a-z0-9]{1,8})+)?                # private use
    """,
    re.VERBOSE | re.IGNORECASE,
)

# What people write in its place.
_MEANT = {
    "english": "en", "american": "en-US", "british": "en-GB", "german": "de", "deutsch": "de", "french": "fr",
    "francais": "fr", "français": "fr", "spanish": "es", "español": "es", "italian": "it", "italiano": "it",
    "portuguese": "pt", "dutch": "nl", "polish": "pl", "swedish": "sv", "danish": "da", "norwegian": "nb",
    "finnish": "fi", "russian": "ru", "ukrainian": "uk", "greek": "el", "turkish": "tr", "arabic": "ar",
    "hebrew": "he", "chinese": "zh", "japanese": "ja", "korean": "ko", "hindi": "hi", "latin": "la", "welsh": "cy",
    "irish": "ga", "en-uk": "en-GB", "jp": "ja", "cn": "zh",
}  # fmt: skip


def is_language(tag: str) -> bool:
    """Whether ``tag`` is well-formed. The primary subtags of 4 to 8 letters that RFC 5646 keeps for later are not.

    ``en-UK`` is refused too: the United Kingdom's region is GB, and no dictionary knows the other.
    """
    return len(tag) <= 100 and _LANGTAG.fullmatch(tag) is not None and tag.lower() not in _MEANT


def probable_language(tag: str) -> str:
    """A well-formed tag that ``tag`` may stand for, or ``""``."""
    wanted = tag.strip().replace("_", "-").partition(".")[0]
    meant = _MEANT.get(wanted.casefold(), wanted)
    return meant if is_language(meant) else ""
