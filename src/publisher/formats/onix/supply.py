"""Blocks 2 and 4 to 6 of a record: what is told of the book, who publishes it, what is related, what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publisher.config import Price
from publisher.formats.onix.tree import Element, group, said
from publisher.formats.onix.values import Trade
from publisher.style.composition import Composition

WORLD = "WORLD"
_FORMS = {4: "05", 6: "01", 8: "00"}  # digits of a date → list 55


def collateral_detail(composition: Composition) -> Element | None:
    """``<CollateralDetail>``: the description, and the words of the back cover; None without either."""
    texts = (("03", composition.info.description), ("05", composition.info.summary))
    found = [
        group("TextContent", said("TextType", kind), said("ContentAudience", "00"), said("Text", text))
        for kind, text in texts
        if text.strip()
    ]
    return group("CollateralDetail", found) if found else None


def publishing_detail(composition: Composition, trade: Trade) -> Element | None:
    """``<PublishingDetail>``: house, place, status, date, and where it may be sold if that is told.

    None for a book of neither house nor author: the standard wants a publisher here, and none may be made up.
    """
    info = composition.info
    name = said("PublisherName", publisher(composition))
    if name is None:
        return None
    return group(
        "PublishingDetail",
        group("Publisher", said("PublishingRole", "01"), name),
        said("CityOfPublication", info.place),
        said("PublishingStatus", "02" if trade.onix.status == "forthcoming" else "04"),
        _date("PublishingDate", "PublishingDateRole", "01", info.date),
        _rights(trade),
    )


def publisher(composition: Composition) -> str:
    """The publishing house; authors without one are their own. Empty where neither is told."""
    return composition.info.publisher or ", ".join(author.name for author in composition.info.authors)


def _date(name: str, role_name: str, role: str, date: str) -> Element | None:
    digits = date.replace("-", "")
    if len(digits) not in _FORMS:
        return None
    return group(name, said(role_name, role), said("Date", digits, dateformat=_FORMS[len(digits)]))


def _rights(trade: Trade) -> Iterator[Element]:
    """Where it may be sold. Of the rest of the world nothing is claimed."""
    if not trade.onix.territory:
        return
    kind = "01" if trade.onix.exclusive else "02"
    yield group("SalesRights", said("SalesRightsType", kind), _territory(trade.onix.territory))
    if WORLD not in trade.onix.territory:
        yield Element("ROWSalesRightsType", "00")


def _territory(places: Sequence[str]) -> Element:
    if WORLD in places:
        return group("Territory", said("RegionsIncluded", WORLD))
    return group("Territory", said("CountriesIncluded", " ".join(sorted(set(places)))))


def related_material(trade: Trade) -> Element | None:
    """``<RelatedMaterial>``: the book's other files by their ISBN."""
    if not trade.related:
        return None
    products = (
        group(
            "RelatedProduct",
            said("ProductRelationCode", each.relation),
            group("ProductIdentifier", said("ProductIDType", "15"), said("IDValue", each.isbn)),
        )
        for each in trade.related
    )
    return group("RelatedMaterial", products)


def product_supply(composition: Composition, trade: Trade) -> Element | None:
    """``<ProductSupply>``: who supplies it at what price; None where no price is told, since none may be made up."""
    prices = composition.edition.prices
    if not prices:
        return None
    forthcoming = trade.onix.status == "forthcoming"
    role = "09" if composition.edition.channel == "own" else "01"
    supplier = publisher(composition) or composition.info.title
    detail = group(
        "SupplyDetail",
        group("Supplier", said("SupplierRole", role), said("SupplierName", supplier)),
        said("ProductAvailability", "10" if forthcoming else "20"),
        _date("SupplyDate", "SupplyDateRole", "08", composition.info.date) if forthcoming else None,
        _prices(prices, trade),
    )
    return group("ProductSupply", detail)


def _prices(prices: tuple[Price, ...], trade: Trade) -> Iterator[Element]:
    """Each price in its currency; a book that costs nothing is unpriced and free of charge (list 57)."""
    priced = [price for price in prices if float(price.amount)]
    if not priced:
        yield Element("UnpricedItemType", "01")
    for price in priced:
        places = price.countries or trade.onix.territory
        yield group(
            "Price",
            said("PriceType", "02" if price.tax == "included" else "01"),
            said("PriceAmount", price.amount),
            said("CurrencyCode", price.currency),
            _territory(places) if places else None,
        )
