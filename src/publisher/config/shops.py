"""What each shop takes and refuses, read from ``data/shops/``: every limit with its source and the day we looked."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from publisher.owndata import own_text
from publisher.value import dataclass

OWN = "own"
CHANNELS = ("apple", "google", "kindle", "kobo", OWN)
LINKS_REFUSED, LINKS_UNWELCOME, ALLOWED = "refused", "unwelcome", "allowed"


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that a shop says. Sizes are in bytes, sides in pixels."""

    value: int | str | tuple[str, ...]
    source: str  # a sentence: who says so, and where we saw it
    checked: str  # the day on which we looked, ISO 8601


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop and its limits, by their names in ``data/shops/``."""

    name: str
    title: str
    limits: tuple[tuple[str, Limit], ...]

    def limit(self, name: str) -> Limit | None:
        """The limit of that name; None where the shop sets none."""
        return dict(self.limits).get(name)

    def number(self, name: str) -> int:
        """A limit that is a number; 0 where the shop sets none."""
        limit = self.limit(name)
        return limit.value if limit is not None and isinstance(limit.value, int) else 0

    def word(self, name: str) -> str:
        """A limit that is a word; empty where the shop sets none."""
        limit = self.limit(name)
        return limit.value if limit is not None and isinstance(limit.value, str) else ""

    def words(self, name: str) -> tuple[str, ...]:
        """A limit that is a list; empty where the shop sets none."""
        limit = self.limit(name)
        return limit.value if limit is not None and isinstance(limit.value, tuple) else ()

    def source(self, name: str) -> str:
        """Who sets the limit, for a diagnostic's hint."""
        limit = self.limit(name)
        return f"{limit.source}; looked at on {limit.checked}" if limit else ""


def find_shop(channel: str) -> Shop:
    """The shop of a channel. No channel at all has the limits of one's own shop: they are the safe ones."""
    return _shop(channel or OWN)


@cache
def _shop(name: str) -> Shop:
    """What a shop does not say for itself holds as in ``own.toml``."""
    raw = _read(name)
    limits = {} if name == OWN else dict(_shop(OWN).limits)
    for key, limit in raw["limits"].items():
        value = limit["value"]
        source = raw["sources"][limit["source"]]
        limits[key] = Limit(tuple(value) if isinstance(value, list) else value, source, limit["checked"].isoformat())
    return Shop(name, raw["title"], tuple(sorted(limits.items())))


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(own_text(f"shops/{name}.toml"))


def store_of(link: str) -> str:
    """Whose shop a link leads to: a channel's name, "others" for a shop that is no channel, or "" for no shop."""
    try:
        host = (urlsplit(link).hostname or "").lower().rstrip(".")
    except ValueError:
        return ""
    return next((owner for owner, pattern in _hosts().items() if host and pattern.search(host)), "")


@cache
def _hosts() -> Mapping[str, re.Pattern[str]]:
    return {
        owner: re.compile(rf"(?:^|\.)(?:{'|'.join(_host_pattern(host) for host in hosts)})$")
        for owner, hosts in _read("hosts").items()
    }


def _host_pattern(host: str) -> str:
    plain = re.escape(host.removesuffix(".*"))
    return rf"{plain}\.(?:[a-z]{{2,3}}\.)?[a-z]{{2,3}}" if host.endswith(".*") else plain


def buy_link(link: str, channel: str) -> str:
    """The buy link as the edition of a channel may have it: empty where the shop would refuse it."""
    if not channel or find_shop(channel).word("buy-link") == ALLOWED or store_of(link) == channel:
        return link
    return ""
