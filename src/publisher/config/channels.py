"""Editions for shops: what the configuration alone shows to be out of order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from publisher.config.positions import Positions
from publisher.config.shops import CHANNELS, buy_link, find_shop
from publisher.config.values import Config
from publisher.diagnostics import Diagnostic
from publisher.rules import shops as rules


def check_channels(config: Config, raw: Mapping[str, Any], positions: Positions) -> Iterator[Diagnostic]:
    """Editions with nothing that their shop takes, buy links that are left out, records that would be untrue.

    ``raw`` are the editions as written.
    """
    sold = [spec for spec in config.editions if spec.channel in CHANNELS]
    for spec in sold:
        shop = find_shop(spec.channel)
        if not set(shop.words("formats")) & set(spec.formats):
            at = next((key for key in ("formats", "channel") if key in raw.get(spec.name, {})), "channel")
            message = f"{shop.title} takes none of the files of `{spec.name}`"
            hint = f"it takes {' and '.join(shop.words('formats'))} ({shop.source('formats')})"
            yield rules.NOTHING_TO_SELL.at(positions.at(("editions", spec.name, at)), message, hint)
    left_out = [spec.name for spec in sold if config.book.buy and not buy_link(config.book.buy, spec.channel)]
    if left_out:
        names = ", ".join(f"`{name}`" for name in left_out)
        message = f"the buy link is left out of {names}: the shop would refuse the book over it"
        yield rules.BUY_LEFT_OUT.at(positions.at(("book", "buy")), message)
    if sold and config.onix.status == "forthcoming" and not config.book.date:
        message = "a book that is announced needs the day on which it comes out"
        yield rules.UNDATED.at(positions.at(("onix", "status")), message, 'write [book] date = "2027-03-01"')
