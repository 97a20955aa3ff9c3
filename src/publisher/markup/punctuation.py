"""Punctuation by language: which marks a straight quote, a hyphen pair and a space become. A table, no code."""

from __future__ import annotations

from publisher.value import dataclass

NBSP = "\u00a0"
NNBSP = "\u202f"


@dataclass(frozen=True, slots=True)
class Punctuation:
    """How one language sets marks.

    ``double`` and ``single`` are the opening and closing mark that ``"`` and ``'`` become, ``pad`` the space inside
    double marks (French). ``before`` are marks with a space before them, ``before_space`` that space, ``colon_space``
    the one before a colon. ``numbered`` are abbreviations that keep together with the number after them; ``titles``
    those that keep together with the name. ``elisions`` are words that begin with an apostrophe.
    """

    double: tuple[str, str]
    single: tuple[str, str]
    pad: str = ""
    before: str = ""
    before_space: str = ""
    colon_space: str = ""
    numbered: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    elisions: tuple[str, ...] = ()


_ENGLISH = ("p", "pp", "ch", "chs", "chap", "vol", "vols", "no", "nos", "fig", "figs", "sec", "l", "ll", "n", "nn")
_GERMAN = ("S", "Bd", "Nr", "Kap", "Abb", "Abs", "Art", "Z", "H")
_FRENCH = ("p", "pp", "chap", "vol", "t", "n°", "no", "fig", "art", "l")
_ROMANCE = ("p", "pp", "cap", "caps", "vol", "vols", "núm", "n.º", "nº", "fig", "art", "t")
_NORDIC = ("s", "kap", "bd", "nr", "fig", "st")
_SLAVIC = ("s", "str", "rozdz", "t", "nr", "č", "kap", "obr", "rys", "ryc")
_RUSSIAN = ("с", "стр", "гл", "т", "рис", "№")
_ELIDED = (
    "tis", "twas", "twere", "twill", "twould", "twixt", "tisn't", "twasn't", "em", "n", "til", "till", "cause", "cos",
    "round", "bout", "neath", "nother", "nuff", "ere", "appen", "fraid", "scuse", "kay", "sup", "member", "bye",
)  # fmt: skip
_CURLY = ("“", "”"), ("‘", "’")
_LOW = ("„", "“"), ("‚", "‘")
_POLISH = ("„", "”"), ("‚", "’")
_ANGLE = ("«", "»"), ("“", "”")
_SAME = ("”", "”"), ("’", "’")
_RUSSIAN_MARKS = ("«", "»"), ("„", "“")

_EN = Punctuation(*_CURLY, numbered=_ENGLISH, titles=("Mr", "Mrs", "Ms", "Dr", "St", "Prof"), elisions=_ELIDED)
_FR = Punctuation(
    *_ANGLE, pad=NNBSP, before=";:!?", before_space=NNBSP, colon_space=NNBSP, numbered=_FRENCH, titles=("M", "MM")
)
_NL = Punctuation(*_CURLY, numbered=("p", "blz", "hst", "nr", "dl"), elisions=("s", "t", "n", "k", "m", "ns"))
_DE = Punctuation(*_LOW, numbered=_GERMAN, titles=("Dr", "Prof", "Hr", "Fr"), elisions=("s", "n", "ne", "nen", "ner"))

LANGUAGES: dict[str, Punctuation] = {
    "en": _EN,
    "de": _DE,
    "de-ch": Punctuation(("«", "»"), ("‹", "›"), numbered=_GERMAN, elisions=_DE.elisions),
    "de-li": Punctuation(("«", "»"), ("‹", "›"), numbered=_GERMAN, elisions=_DE.elisions),
    "fr": _FR,
    "fr-ca": Punctuation(*_ANGLE, pad=NBSP, before=":", before_space="", colon_space=NBSP, numbered=_FRENCH),
    "es": Punctuation(*_ANGLE, numbered=_ROMANCE),
    "es-mx": Punctuation(*_CURLY, numbered=_ROMANCE),
    "es-us": Punctuation(*_CURLY, numbered=_ROMANCE),
    "es-419": Punctuation(*_CURLY, numbered=_ROMANCE),
    "ca": Punctuation(*_ANGLE, numbered=_ROMANCE),
    "gl": Punctuation(*_ANGLE, numbered=_ROMANCE),
    "it": Punctuation(*_ANGLE, numbered=_ROMANCE),
    "pt": Punctuation(*_CURLY, numbered=_ROMANCE),
    "pt-pt": Punctuation(*_ANGLE, numbered=_ROMANCE),
    "ro": Punctuation(("„", "”"), ("«", "»"), numbered=_ROMANCE),
    "nl": _NL,
    "af": _NL,
    "pl": Punctuation(*_POLISH, numbered=_SLAVIC),
    "cs": Punctuation(*_LOW, numbered=_SLAVIC),
    "sk": Punctuation(*_LOW, numbered=_SLAVIC),
    "sl": Punctuation(*_LOW, numbered=_SLAVIC),
    "hr": Punctuation(*_POLISH, numbered=_SLAVIC),
    "sr": Punctuation(*_LOW, numbered=_SLAVIC),
    "bg": Punctuation(*_LOW, numbered=_RUSSIAN),
    "is": Punctuation(*_LOW, numbered=_NORDIC),
    "et": Punctuation(*_LOW, numbered=_NORDIC),
    "lt": Punctuation(*_LOW, numbered=_SLAVIC),
    "lv": Punctuation(*_CURLY, numbered=_SLAVIC),
    "hu": Punctuation(("„", "”"), ("»", "«")),
    "sv": Punctuation(*_SAME, numbered=_NORDIC),
    "fi": Punctuation(*_SAME, numbered=_NORDIC),
    "da": Punctuation(("»", "«"), ("›", "‹"), numbered=_NORDIC),
    "nb": Punctuation(("«", "»"), ("‘", "’"), numbered=_NORDIC),
    "nn": Punctuation(("«", "»"), ("‘", "’"), numbered=_NORDIC),
    "no": Punctuation(("«", "»"), ("‘", "’"), numbered=_NORDIC),
    "ru": Punctuation(*_RUSSIAN_MARKS, numbered=_RUSSIAN),
    "uk": Punctuation(*_RUSSIAN_MARKS, numbered=_RUSSIAN),
    "be": Punctuation(*_RUSSIAN_MARKS, numbered=_RUSSIAN),
    "el": Punctuation(*_ANGLE, numbered=("σ", "σσ", "κεφ", "τ", "αρ")),
    "tr": Punctuation(*_CURLY),
    "ga": Punctuation(*_CURLY),
    "cy": Punctuation(*_CURLY),
    "he": Punctuation(("”", "”"), ("’", "’")),
    "ar": Punctuation(("«", "»"), ("‹", "›")),
    "ja": Punctuation(("「", "」"), ("『", "』")),
    "zh": Punctuation(*_CURLY),
    "zh-hant": Punctuation(("「", "」"), ("『", "』")),
    "zh-tw": Punctuation(("「", "」"), ("『", "』")),
    "zh-hk": Punctuation(("「", "」"), ("『", "』")),
    "ko": Punctuation(*_CURLY),
}


def punctuation_of(language: str) -> Punctuation:
    """The punctuation of a BCP 47 tag: the most particular entry that fits, English for a language we do not know."""
    parts = language.lower().replace("_", "-").split("-")
    while parts:
        found = LANGUAGES.get("-".join(parts))
        if found is not None:
            return found
        parts.pop()
    return _EN
