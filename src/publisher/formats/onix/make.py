"""A finished file's ONIX 3.0 message: a header, and one product; from its arguments alone, without a clock."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publisher.config.checks import bare_isbn
from publisher.formats.artefact import Artefact
from publisher.formats.onix.detail import descriptive_detail
from publisher.formats.onix.facts import facts_of
from publisher.formats.onix.supply import (
    collateral_detail,
    product_supply,
    publisher,
    publishing_detail,
    related_material,
)
from publisher.formats.onix.tree import NAMESPACE, Element, group, said, write
from publisher.formats.onix.values import Facts, Trade
from publisher.style.composition import Composition

MEDIA_TYPE = "application/xml"
ENDING = ".onix.xml"
_DOI = re.compile(r"(?:doi:|https://(?:dx\.)?doi\.org/)(10\.\d{4,9}/\S+)", re.IGNORECASE)


def make_onix(composition: Composition, product: Artefact, trade: Trade, print_pages: int = 0) -> Artefact:
    """The record of ``product``, which was made from ``composition``, named after its file with ``.onix.xml``.

    ``print_pages``: how many pages the printed edition has whose pages an EPUB lists; 0 for none.
    """
    facts = facts_of(product, print_pages)
    message = Element(
        "ONIXMessage",
        children=(_header(composition, trade), _product(composition, facts, trade)),
        attrs=(("xmlns", NAMESPACE), ("release", "3.0")),
    )
    return Artefact(f"{product.file_name}{ENDING}", MEDIA_TYPE, write(message))


def _header(composition: Composition, trade: Trade) -> Element:
    """Who sends it. The time is the edition's: a message about the same book is the same message."""
    onix = trade.onix
    sender = group(
        "Sender",
        said("SenderName", onix.sender or publisher(composition) or composition.info.title),
        said("ContactName", onix.contact),
        said("EmailAddress", onix.email),
    )
    return group("Header", sender, said("SentDateTime", re.sub(r"[-:]", "", composition.modified)))


def _product(composition: Composition, facts: Facts, trade: Trade) -> Element:
    isbn = bare_isbn(composition.edition.isbn) if composition.edition.isbn else ""
    announced = trade.onix.status == "forthcoming"
    return group(
        "Product",
        said("RecordReference", f"urn:isbn:{isbn}" if isbn else f"{composition.identifier}#{facts.file_name}"),
        said("NotificationType", "02" if announced else "03"),
        _identifiers(composition, facts, isbn),
        descriptive_detail(composition, facts, trade),
        collateral_detail(composition),
        publishing_detail(composition, trade),
        related_material(trade),
        product_supply(composition, trade),
    )


def _identifiers(composition: Composition, facts: Facts, isbn: str) -> Iterator[Element]:
    """The ISBN, as which it is also the trade item's number; without one the house's own number, the file's name.

    Identifiers of the book in every edition tell no two products apart, so only DOIs and the edition's own go in.
    """
    if isbn:
        yield _identifier("03", isbn)
        yield _identifier("15", isbn)
    else:
        yield _identifier("01", facts.file_name, "file name")
    spec = composition.edition
    for uri in dict.fromkeys(filter(None, (spec.identifier, *spec.identifiers))):
        doi = _DOI.fullmatch(uri)
        if doi:
            yield _identifier("06", doi[1])
        elif uri.lower().startswith("urn:") and not uri.lower().startswith("urn:isbn:"):
            yield _identifier("22", uri)
        elif not uri.lower().startswith("urn:"):
            yield _identifier("01", uri, "URI")


def _identifier(kind: str, value: str, name: str = "") -> Element:
    return group("ProductIdentifier", said("ProductIDType", kind), said("IDTypeName", name), said("IDValue", value))
