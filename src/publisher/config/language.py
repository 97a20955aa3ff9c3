"""Language tags: whether one is well-formed as BCP 47 (RFC 5646 §2.1) asks, and what was probably meant."""

from __future__ import annotations

import re

from publisher.patterns import regex

_LANGTAG = regex(
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
    "irish": "ga", "en-uk": "en-GB", "jp": "ja", "cn": "zh", "eng": "en", "fra": "fr", "fre": "fr", "deu": "de",
    "ger": "de", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "ell": "el", "gre": "el",
    "lat": "la", "jpn": "ja", "zho": "zh", "chi": "zh", "ara": "ar", "heb": "he", "cym": "cy", "wel": "cy", "gr": "el",
}  # fmt: skip

# ISO 639-1, with those that RFC 5646 keeps for old texts: a primary subtag of two letters is one of these.
_TWO_LETTERS = frozenset(
    {
        "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh", "bi",
        "bm", "bn", "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv",
        "dz", "ee", "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd",
        "gl", "gn", "gu", "gv", "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig",
        "ii", "ik", "in", "io", "is", "it", "iu", "iw", "ja", "ji", "jv", "jw", "ka", "kg", "ki", "kj", "kk",
        "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw", "ky", "la", "lb", "lg", "li", "ln", "lo", "lt",
        "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mo", "mr", "ms", "mt", "my", "na", "nb", "nd", "ne",
        "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or", "os", "pa", "pi", "pl", "ps", "pt",
        "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "sh", "si", "sk", "sl", "sm", "sn",
        "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk", "tl", "tn", "to",
        "tr", "ts", "tt", "tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh", "yi", "yo",
        "za", "zh", "zu",
    }
)  # fmt: skip


def is_language(tag: str) -> bool:
    """Whether ``tag`` is well-formed, and its language one that is. The primary subtags of 4 to 8 letters that RFC 5646
    keeps for later are not; of two letters there are those of ISO 639-1, and where there are two nobody writes three.

    ``en-UK`` is refused too: the United Kingdom's region is GB, and no dictionary knows the other.
    """
    if len(tag) > 100 or _LANGTAG.fullmatch(tag) is None or tag.lower() in _MEANT:
        return False
    primary = tag.partition("-")[0].lower()
    return len(primary) > 2 or primary in _TWO_LETTERS


def probable_language(tag: str) -> str:
    """A well-formed tag that ``tag`` may stand for, or ``""``."""
    wanted = tag.strip().replace("_", "-").partition(".")[0]
    meant = _MEANT.get(wanted.casefold(), wanted)
    return meant if is_language(meant) else ""
