"""Reading time is computed from the words of an edition, never typed, and is the same number in every place.

The rule::

    minutes = sum over languages (words / R + CJK characters / C) + code words / 0.5 R + table words / 0.7 R
    seconds = for each chapter's informative images max(3, 12 - (i - 1)), i = 1 … n

R is 238 words a minute for non-fiction and 260 for fiction (M. Brysbaert, "How many words do we read per minute?",
Journal of Memory and Language 109, 2019: silent reading, English, adults), times the ratio between a language and
English in IReST (S. Trauzettel-Klosinski and K. Dietz, IOVS 53(9), 2012). IReST was read aloud: only its ratios are
used. C and the Korean speed are our own judgement, as are the factors for code and tables.

A word is a maximal run of letters and digits with an apostrophe, hyphen, full stop or comma inside; dashes part
words. Text is NFC. Chinese and Japanese are counted by characters.

Not counted: back matter and pages that are looked at (:data:`publisher.book.roles.NOT_READ`), pull quotes, lists of
quotations, answers and what is for the teacher, notes, alt texts and web addresses.
"""

from __future__ import annotations

import math
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from publisher.book.audiences import TEACHER
from publisher.book.model import Chapter, Counts, ReadingTime
from publisher.book.roles import NOT_READ
from publisher.book.trees import is_inline
from publisher.config import ReadingOptions
from publisher.markup.node import Node
from publisher.patterns import regex

ENGLISH_WPM = {"non-fiction": 238.0, "fiction": 260.0}

# IReST: words a minute, read aloud, adults of 18 to 35. Only the ratios to English (228) mean anything here.
IREST_WPM = {
    "ar": 138.0, "de": 179.0, "en": 228.0, "es": 218.0, "fi": 161.0, "fr": 195.0, "he": 187.0, "it": 188.0, "nl": 202.0,
    "pl": 166.0, "pt": 181.0, "ru": 184.0, "sl": 180.0, "sv": 199.0, "tr": 166.0,
}  # fmt: skip
IREST_MEAN_WPM = 184.0  # of all its languages: for a language that it has not
KOREAN_WPM = 225.0
CJK_CPM = {"ja": 450.0, "zh": 350.0}  # characters a minute
CHINESE = frozenset({"zh", "yue", "lzh", "wuu", "nan", "cmn", "hak"})
CODE_SPEED = 0.5
TABLE_SPEED = 0.7
SHORTEST_LOOK = 3.0  # seconds for an image, at least

PROSE, CODE, TABLE = "prose", "code", "table"

_NOT_COUNTED = frozenset({"pullquote", "quotations", "quotation_entry", "answer", "notes", "note", "noteref", TEACHER})


@cache
def _word_with_marks() -> re.Pattern[str]:
    """A word where combining marks may be, which belong to it although ``\\w`` does not match them."""
    places = (*range(0x0300, 0x1E00), *range(0x20D0, 0x2100), *range(0xA600, 0xAC00), *range(0xFE20, 0xFE30))
    marks = "".join(chr(code) for code in places if unicodedata.category(chr(code))[0] == "M")
    return re.compile(rf"[\w{marks}]+(?:['’.,\-‐‑·][\w{marks}]+)*")


_JOINTS = "'’.,-‐‑·"
_WORD = regex(rf"\w+(?:[{re.escape(_JOINTS)}]\w+)*")  # where there are no combining marks
_FAR = regex("[^\x00-\u02ff\u2000-\u20cf]")  # beyond Latin letters and punctuation: marks, Chinese, Japanese …
_CJK = (
    "[\u3005-\u3007\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff66-\uff9d\U00020000-\U000323af]"
)
_ADDRESS = regex(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_INVISIBLE = regex("[\u00ad\u200b-\u200d\u2060\ufeff]")


@cache
def _cjk() -> re.Pattern[str]:
    return re.compile(_CJK)


@cache
def _western_kinds() -> bytes:
    """For each byte of Windows-1252 an ``a`` for a letter or digit, a full stop for a joint, else a space."""
    chars = (bytes([code]).decode("cp1252", "replace") for code in range(256))
    return "".join("a" if re.match(r"\w", char) else "." if char in _JOINTS else " " for char in chars).encode()


def _western_words(text: bytes) -> int:
    """The words of a text in Windows-1252, which has no combining marks: most books' text, in a tenth of the time.

    A word begins at each letter that follows neither a letter nor a single joint with a letter before it.
    """
    kinds = b" " + text.translate(_western_kinds(), delete=b"\xad")  # soft hyphens
    return kinds.count(b" a") + kinds.count(b" .a") + kinds.count(b"..a")


def count_words(text: str) -> tuple[int, int]:
    """The words of a text and, apart from them, its Chinese and Japanese characters."""
    if "://" in text or "www." in text:
        text = _ADDRESS.sub(" ", text)
    if "_" in text:
        text = text.replace("_", " ")
    try:
        return _western_words(text.encode("cp1252")), 0
    except UnicodeEncodeError:
        pass
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
    if not _FAR.search(text):
        return len(_WORD.findall(text)), 0
    text, characters = _cjk().subn(" ", text)
    return len(_word_with_marks().findall(text)), characters


def count(title: tuple[Node, ...], body: Node, language: str) -> dict[str, Counts]:
    """What is countable in a chapter, by language (BCP 47 tags as the author wrote them, ``language`` first)."""
    texts: dict[tuple[str, str], list[str]] = {}
    images = 0

    def gather(node: Node, lang: str, sort: str, add: Callable[[str], None]) -> None:
        nonlocal images
        kind = node.kind
        if kind == "text":
            add(node.text)
            return
        if kind in _NOT_COUNTED:
            return
        if node.attrs:
            if TEACHER in node.classes:
                return
            own = node.get("lang") or node.get("xml:lang")
            if own and own != lang:
                lang, add = own, texts.setdefault((own, sort), []).append
        if kind == "image" or node.tag == "img":
            images += bool(node.get("alt").strip())
            return
        if sort == PROSE and (kind in ("code_block", "table") or node.tag in ("pre", "table")):
            sort = CODE if kind == "code_block" or node.tag == "pre" else TABLE
            add = texts.setdefault((lang, sort), []).append
        if node.tag in ("rt", "rp"):
            return
        apart = not is_inline(node)
        if apart:
            add("\n")
        if node.text:
            add(node.text)
        for child in node.children:
            gather(child, lang, sort, add)
        if apart:
            add("\n")

    add = texts.setdefault((language, PROSE), []).append
    for node in title:
        gather(node, language, PROSE, add)
    gather(body, language, PROSE, add)
    return _counted(texts, images, language)


def _counted(texts: Mapping[tuple[str, str], list[str]], images: int, language: str) -> dict[str, Counts]:
    counts: dict[str, Counts] = {language: Counts(images=images)}
    for (lang, sort), parts in texts.items():
        words, characters = count_words("".join(parts))
        if sort == PROSE:
            new = Counts(words=words, characters=characters)
        elif sort == CODE:
            new = Counts(code_words=words, characters=characters)
        else:
            new = Counts(table_words=words, characters=characters)
        counts[sys.intern(lang)] = counts.get(lang, Counts()) + new
    return counts


def words_a_minute(language: str, main: str, kind: str, options: ReadingOptions) -> float:
    """The reading speed in a language. ``options.wpm`` is that of ``main``, the book's own; others keep their ratio."""
    own = _word_speed(language, kind)
    return own if not options.wpm else options.wpm * own / _word_speed(main, kind)


def _word_speed(language: str, kind: str) -> float:
    english = ENGLISH_WPM.get(kind, ENGLISH_WPM["non-fiction"])
    primary = _primary(language)
    if primary == "ko":
        return KOREAN_WPM * english / ENGLISH_WPM["non-fiction"]
    if primary == "ja" or primary in CHINESE:
        return english  # the words among its characters are mostly English ones
    return english * IREST_WPM.get(primary, IREST_MEAN_WPM) / IREST_WPM["en"]


def characters_a_minute(language: str, kind: str, options: ReadingOptions) -> float:
    """The reading speed in Chinese or Japanese characters; Chinese is assumed for Han characters in other languages."""
    if options.cpm:
        return options.cpm
    english = ENGLISH_WPM.get(kind, ENGLISH_WPM["non-fiction"])
    return CJK_CPM["ja" if _primary(language) == "ja" else "zh"] * english / ENGLISH_WPM["non-fiction"]


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def seconds_for(counts: Mapping[str, Counts], main: str, kind: str, options: ReadingOptions) -> float:
    """The time that some counts (by language) take, in seconds, not rounded."""
    seconds = 0.0
    for language, each in counts.items():
        speed = words_a_minute(language, main, kind, options)
        minutes = each.words / speed + each.code_words / (CODE_SPEED * speed) + each.table_words / (TABLE_SPEED * speed)
        if each.characters:
            minutes += each.characters / characters_a_minute(language, kind, options)
        seconds += 60 * minutes + _looking(each.images, options.image_seconds)
    return seconds


def _looking(images: int, first: float) -> float:
    """Seconds for a chapter's images: each a second less than the one before it, never under three."""
    if first <= 0:
        return 0.0
    floor = min(first, SHORTEST_LOOK)
    falling = min(images, max(0, math.ceil(first - floor)))
    return falling * first - falling * (falling - 1) / 2 + (images - falling) * floor


def chapter_time(chapter: Chapter, language: str, kind: str, options: ReadingOptions) -> ReadingTime | None:
    """A chapter's reading time; None where there is none to tell (back matter, a colophon …).

    ``language`` and ``kind`` are the book's. A chapter's time depends on nothing outside the chapter, so a handout
    of it says what the book says.
    """
    if chapter.matter == "back" or chapter.role in NOT_READ:
        return None
    counts = count(chapter.title, chapter.body, chapter.lang or language)
    return timed(sum(counts.values(), Counts()), seconds_for(counts, language, kind, options))


def book_time(chapters: Iterable[ReadingTime | None]) -> ReadingTime:
    """The whole edition's reading time: the sum of the chapters' unrounded times."""
    times = [time for time in chapters if time is not None]
    return timed(sum((time.counts for time in times), Counts()), math.fsum(time.seconds for time in times))


def timed(counts: Counts, seconds: float) -> ReadingTime:
    """Counts and their time, with the minutes that are shown."""
    return ReadingTime(counts, seconds, shown_minutes(seconds))


def shown_minutes(seconds: float) -> int:
    """The minutes to show: half up, at least 1 for anything at all, from an hour on to the nearest 5."""
    if seconds <= 0:
        return 0
    exact = round(seconds / 60, 9)  # a half must stay a half through the division
    minutes = max(1, math.floor(exact + 0.5))
    return minutes if minutes < 60 else 5 * math.floor(exact / 5 + 0.5)


def duration(minutes: int) -> tuple[int, int]:
    """Minutes as hours and minutes: 80 is ``(1, 20)``."""
    return divmod(minutes, 60)


def iso_duration(minutes: int) -> str:
    """Minutes as an ISO 8601 duration: 36 is ``PT36M``, 80 is ``PT1H20M``."""
    hours, rest = duration(minutes)
    if not hours:
        return f"PT{rest}M"
    return f"PT{hours}H{rest}M" if rest else f"PT{hours}H"
