"""Bare addresses that become links: ``https://…``, ``www.…`` and e-mail (GFM 6.9)."""

from __future__ import annotations

import re

from publisher.patterns import regex
from publisher.value import dataclass

_FIND = regex(
    r"(?<![A-Za-z0-9_])(?P<web>https?://|www\.)(?P<rest>[^\s<>\x00-\x1f“”«»„]+)"
    r"|(?<![A-Za-z0-9._+/-])(?P<mail>[A-Za-z0-9][A-Za-z0-9._+-]{0,63}@"
    r"[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){1,8})(?![A-Za-z0-9@_-])",
)
_DOMAIN = regex(r"(?:[\w-]{1,63}\.){0,20}[\w-]{1,63}(?::\d{1,5})?(?=[/?#]|\Z)|\[[0-9A-Fa-f:.]+\]")
_ENTITY = regex(r"&[A-Za-z0-9]{1,31};\Z")
_TAIL = "?!.,:*_~'\"’”…"


@dataclass(frozen=True, slots=True)
class Bare:
    """A bare address in a text: its offsets and where it leads."""

    start: int
    end: int
    url: str


def bare_addresses(text: str) -> list[Bare]:
    """All bare addresses in ``text``, in order."""
    if "://" not in text and "www." not in text and "@" not in text:
        return []
    found = []
    for match in _FIND.finditer(text):
        if match["mail"]:
            address = match["mail"].rstrip(".")
            if address[-1] not in "-_" and "." in address.partition("@")[2]:
                found.append(Bare(match.start(), match.start() + len(address), f"mailto:{address}"))
            continue
        bare = _web(match)
        if bare is not None:
            found.append(bare)
    return found


def _web(match: re.Match[str]) -> Bare | None:
    scheme = match["web"]
    rest = _trimmed(match["rest"])
    if not rest:
        return None
    host = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    if not _DOMAIN.match(host):
        return None
    labels = host.partition(":")[0].split(".")
    if any("_" in label for label in labels[-2:]):
        return None
    url = scheme + rest
    return Bare(match.start(), match.start() + len(url), f"http://{url}" if scheme == "www." else url)


def _trimmed(rest: str) -> str:
    """Without the marks of the sentence: closing punctuation, an unpaired bracket, an entity."""
    surplus = rest.count(")") - rest.count("(")
    end = len(rest)
    while end:
        char = rest[end - 1]
        if char == ")" and surplus > 0:
            surplus -= 1
            end -= 1
        elif char in _TAIL:
            end -= 1
        elif char == ";":
            match = _ENTITY.search(rest, max(0, end - 33), end)
            end = match.start() if match else end - 1
        else:
            break
    return rest[:end]
