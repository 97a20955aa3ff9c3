"""The fonts of an EPUB: the faces that its style names and its text needs, cut down to the characters it uses."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from hashlib import sha256

from publisher.diagnostics import Diagnostic
from publisher.fonts import Embedding, code_points, embedding, is_cff, subset_font
from publisher.formats.epub.names import href, slug, unique, xml_id
from publisher.formats.epub.parts import File
from publisher.formats.epub.sheet import bare, style_rules
from publisher.patterns import regex
from publisher.rules.epub import FONT_NOT_FOR_EBOOKS
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store, kept
from publisher.style.composition import FontFace
from publisher.style.glyphs import characters_of
from publisher.value import dataclass

# What a reading system may set that is not in the text: hyphens at line ends, list numbers, its own quotes.
_NO_QUOTES = str.maketrans("", "", "\"'")
_ALWAYS = frozenset(range(0x20, 0x7F)) | frozenset({0xA0, 0xAD, 0x2010, 0x2011, 0x2013, 0x2014, 0x2026, 0x2022})
_REFERENCE = regex(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
_CSS_ESCAPE = regex(r"\\([0-9a-fA-F]{1,6})")
_FAMILIES = regex(r"(?<![\w-])font(?:-family)?\s*:([^;{}]*)", re.IGNORECASE)
_WEIGHTS = regex(r"(?<![\w-])font(?:-weight)?\s*:([^;{}]*)", re.IGNORECASE)
_NUMERIC_WEIGHT = regex(r"(?<![\w.#-])[1-9]00(?![\w.%-])")
_BOLD_TAGS = regex(r"<(?:strong|b|h[1-6]|th)[\s/>]")
_SLANTED_TAGS = regex(r"<(?:em|i|cite|dfn|var|address)[\s/>]")
_FEATURES = {
    "all-small-caps": ("smcp", "c2sc"),
    "small-caps": ("smcp",),
    "petite-caps": ("pcap", "smcp"),
    "unicase": ("unic",),
    "titling-caps": ("titl",),
    "oldstyle-nums": ("onum",),
    "lining-nums": ("lnum",),
    "tabular-nums": ("tnum",),
    "proportional-nums": ("pnum",),
    "slashed-zero": ("zero",),
    "ordinal": ("ordn",),
    "discretionary-ligatures": ("dlig",),
    "historical-ligatures": ("hlig",),
    "font-variant-position": ("subs", "sups"),
}
_RAW_FEATURE = regex(r"""font-feature-settings\s*:([^;{}]*)""", re.IGNORECASE)
_TAG_NAME = regex(r"<([a-z][a-z0-9]*)")
_CLASS = regex(r"""class(?<=\sclass)\s*=\s*(["'])(.*?)\1""")  # a word first: so the text is searched for it
_PSEUDO = regex(r"::?[\w-]+(?:\([^()]*\))?|\[[^\]]*\]|#[\w-]+")
_TYPE = regex(r"(?<![\w.-])[a-z][\w-]*")
_CLASS_NAME = regex(r"\.(-?[^\W\d][\w-]*)")
_QUOTED_TAG = regex(r"""["']([\x20-\x7e]{4})["']""")


@dataclass(frozen=True, slots=True)
class FontNeeds:
    """What in a document decides on fonts."""

    characters: str  # each once, in order
    tags: tuple[str, ...]
    classes: tuple[str, ...]
    bold: bool
    slanted: bool


def font_needs(body: str, store: Store = NOTHING_KEPT) -> FontNeeds:
    """What in the inside of a body decides on fonts, from the store where it has been looked through before."""
    if store is NOTHING_KEPT:
        return _looked_through(body)
    made = kept(
        store,
        f"shown {sha256(body.encode('utf-8', 'surrogatepass')).hexdigest()}",
        lambda: json.dumps(asdict(_looked_through(body))).encode(),
    )
    said = json.loads(made)
    return FontNeeds(said["characters"], tuple(said["tags"]), tuple(said["classes"]), said["bold"], said["slanted"])


def _looked_through(body: str) -> FontNeeds:
    letters = characters_of(body)
    if "&#" in body:
        numbers = [int(hexa, 16) if hexa else int(plain) for hexa, plain in _REFERENCE.findall(body)]
        letters.update(chr(number) for number in numbers if number < 0x110000)
    classes = {name for _, value in _CLASS.findall(body) for name in value.split()}
    return FontNeeds(
        characters="".join(sorted(letters)),
        tags=tuple(sorted(set(_TAG_NAME.findall(body)))),
        classes=tuple(sorted(classes)),
        bold=_BOLD_TAGS.search(body) is not None,
        slanted=_SLANTED_TAGS.search(body) is not None,
    )


def characters(documents: Iterable[FontNeeds], css: str) -> frozenset[int]:
    """Every code point that the documents show, in either case, with what CSS puts before and after."""
    used: set[str] = set(css)
    numbers: set[int] = {int(match, 16) for match in _CSS_ESCAPE.findall(css)}
    for each in documents:
        used.update(each.characters)
    used.update(chr(number) for number in numbers if number < 0x110000)
    if "text-transform" in css or "font-variant" in css:
        used.update("".join(used).upper())
    return frozenset(map(ord, used))


def declarations(css: str, documents: Iterable[FontNeeds], classes: Iterable[str] = ()) -> str:
    """The declarations of those rules that something in ``documents`` may match, with everything in strings.

    A rule may match when all element and class names of one of its selectors occur; ``classes`` are those of the
    body elements.
    """
    tags = {"html", "body"}
    known = set(classes)
    for each in documents:
        tags.update(each.tags)
        known.update(each.classes)
    text = bare(css, strings=True)
    return ";\n".join(
        text[rule.position : rule.position + len(rule.body)]
        for rule in style_rules(bare(css))
        if not rule.prelude.startswith("@")
        and any(_may_match(selector, tags, known) for selector in rule.prelude.split(","))
    )


def choose_faces(fonts: tuple[FontFace, ...], declared: str, documents: Sequence[FontNeeds]) -> tuple[FontFace, ...]:
    """The faces of ``fonts`` whose family is declared and whose weight and slant something asks for."""
    values = " ".join(_WEIGHTS.findall(declared)).lower()
    weights = {400, *(int(number) for number in _NUMERIC_WEIGHT.findall(values))}
    slants = ["normal"]
    if "bold" in values or any(each.bold for each in documents):
        weights.add(700)
    if re.search(r"\b(?:italic|oblique)\b", declared) or any(each.slanted for each in documents):
        slants.append("italic")
    chosen: set[FontFace] = set()
    for family in dict.fromkeys(family for chain in chains(fonts, declared) for family in chain):
        for slant in slants:
            faces = [face for face in fonts if face.family == family and face.style == slant]
            chosen.update(_nearest(faces, weight) for weight in weights if faces)
    return tuple(face for face in fonts if face in chosen)


def chains(fonts: tuple[FontFace, ...], declared: str) -> list[tuple[str, ...]]:
    """The families of ``fonts`` in the order in which each declaration tries them."""
    families = {face.family.lower(): face.family for face in fonts}
    found = []
    for value in dict.fromkeys(_FAMILIES.findall(declared)):
        items = [item.translate(_NO_QUOTES).strip().lower() for item in value.split(",")]
        chain = [families[name] for item in items for name in families if _ends_with_name(item, name)]
        found.append(tuple(chain))
    return found


def _ends_with_name(item: str, name: str) -> bool:
    """Whether a piece of a declaration is a family's name, or ends with it as the shorthand ``font`` does."""
    before = item.removesuffix(name)
    return item.endswith(name) and (not before or before[-1].isspace())


def characters_for(
    used: frozenset[int], tried: Iterable[tuple[str, ...]], covers: Callable[[str], frozenset[int]]
) -> Mapping[str, frozenset[int]]:
    """The characters that each family sets: the first of a chain all of them, a later one what those before lack."""
    wanted: dict[str, frozenset[int]] = {}
    for chain in tried:
        missing = used
        for position, family in enumerate(chain):
            if not missing:
                break
            has = covers(family)
            share = (missing & has) if position else used | _ALWAYS
            wanted[family] = wanted.get(family, frozenset()) | share
            missing = frozenset(code for code in missing - has if not _is_invisible(code))
    return {family: share for family, share in wanted.items() if share}


def features(declared: str) -> tuple[str, ...]:
    """The OpenType features that are declared, on top of those that are always on."""
    lowered = declared.lower()
    said = (word for word in _FEATURES if word in lowered and re.search(rf"(?<![\w-]){word}", lowered))
    tags = {tag for word in said for tag in _FEATURES[word]}
    for value in _RAW_FEATURE.findall(lowered):
        tags.update(_QUOTED_TAG.findall(value))
    return tuple(sorted(tags))


def set_fonts(
    fonts: tuple[FontFace, ...],
    css: str,
    documents: Sequence[FontNeeds],
    classes: Iterable[str],
    read_font: Callable[[FontFace], bytes],
    store: Store = NOTHING_KEPT,
) -> tuple[tuple[File, ...], str, tuple[Diagnostic, ...]]:
    """The font files, the ``@font-face`` rules for them, and what is wrong with their licences.

    Raises :class:`publisher.diagnostics.MachineError` for a font that is missing or broken.
    """
    declared = declarations(css, documents, classes)
    chosen = choose_faces(fonts, declared, documents)
    if not chosen:
        return (), "", ()

    def covers(family: str) -> frozenset[int]:
        return _covered(next(face for face in chosen if face.family == family), read_font, store)

    wanted = characters_for(characters(documents, css), chains(chosen, declared), covers)
    tags = features(declared)
    files, rules, found = [], [], []
    taken: set[str] = set()
    for face in chosen:
        if face.family not in wanted:
            continue
        made_from = repr((face, sorted(wanted[face.family]), tags)).encode("utf-8", "surrogatepass")
        cut = kept(
            store, f"cut {sha256(made_from).hexdigest()}", partial(_cut, face, wanted[face.family], tags, read_font)
        )
        if not cut:
            message = f"the font {face.family} ({face.source}) may not be given away inside an EPUB"
            found.append(FONT_NOT_FOR_EBOOKS.at(Span(""), message, hint="choose a font under an open licence"))
            continue
        file = _font_file(face, cut, taken)
        files.append(file)
        rules.append(_font_rule(face, file.name))
    return tuple(files), "".join(rules), tuple(found)


def _covered(face: FontFace, read_font: Callable[[FontFace], bytes], store: Store) -> frozenset[int]:
    """The code points for which a face has a glyph."""

    def written() -> bytes:
        return " ".join(f"{code:x}" for code in sorted(code_points(read_font(face)))).encode()

    return frozenset(int(code, 16) for code in kept(store, f"covered {face!r}", written).split())


def _cut(face: FontFace, codes: frozenset[int], tags: tuple[str, ...], read_font: Callable[[FontFace], bytes]) -> bytes:
    """The face with these characters; nothing of one that may not be given away."""
    data = read_font(face)
    if embedding(data) in (Embedding.PREVIEW, Embedding.RESTRICTED):
        return b""
    return subset_font(data, codes, tags)


def _font_file(face: FontFace, data: bytes, taken: set[str]) -> File:
    slant = "" if face.style == "normal" else f"-{face.style}"
    stem = f"fonts/{slug(face.family) or 'font'}-{face.weight}{slant}"
    name = unique(stem, taken, ".otf" if is_cff(data) else ".ttf")
    return File(name, xml_id(name.replace("/", ".")), "font/otf" if is_cff(data) else "font/ttf", data)


def _font_rule(face: FontFace, name: str) -> str:
    family = face.family.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'@font-face {{\n  font-family: "{family}";\n  font-weight: {face.weight};\n'
        f"  font-style: {face.style};\n  src: url({href(name)});\n}}\n"
    )


def _is_invisible(code: int) -> bool:
    return unicodedata.category(chr(code)) in ("Cc", "Cf", "Zs", "Zl", "Zp") or 0xFE00 <= code <= 0xFE0F


def _may_match(selector: str, tags: set[str], classes: set[str]) -> bool:
    plain = _PSEUDO.sub("", selector)
    return set(_TYPE.findall(plain)) <= tags and set(_CLASS_NAME.findall(plain)) <= classes


def _nearest(faces: list[FontFace], weight: int) -> FontFace:
    """The face that CSS takes for ``weight`` (CSS Fonts 4 §5.2)."""

    def rank(face: FontFace) -> tuple[int, int]:
        if face.weight == weight:
            return (0, 0)
        heavier = face.weight > weight
        if 400 <= weight <= 500:
            return (1 if heavier and face.weight <= 500 else 3 if heavier else 2, abs(face.weight - weight))
        return (1 if heavier == (weight > 500) else 2, abs(face.weight - weight))

    return min(faces, key=rank)
