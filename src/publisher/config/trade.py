"""What ``book.toml`` says for the trade alone: what an edition costs, and the ``[onix]`` of its records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar

from publisher.config.fields import NO_OTHER_KEYS, Amount, Words, Yes
from publisher.value import dataclass

if TYPE_CHECKING:
    from pydantic import ConfigDict, Field

ONIX_AUDIENCES = ("general", "children", "teenage", "school", "college", "professional", "adult-education")


@dataclass(frozen=True, slots=True)
class Price:
    """What an edition costs its reader in one currency."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    amount: Annotated[
        Amount, Field(description='The price in units of the currency: "9.99"; "0" is free of charge.', min_length=1)
    ]
    currency: Annotated[
        str,
        Field(
            description="The currency as an ISO 4217 code: GBP, EUR, USD.",
            json_schema_extra={"pattern": "^[A-Z]{3}$"},
        ),
    ]
    tax: Annotated[
        str,
        Field(
            description='Whether sales or value-added tax is in the amount: "included" or "excluded".',
            json_schema_extra={"enum": ["included", "excluded"]},
        ),
    ] = "included"
    countries: Annotated[
        Words,
        Field(description='Where it holds, as ISO 3166 codes (["GB", "IE"]) or "WORLD"; everywhere when left out.'),
    ] = ()


OnePrice = tuple[Price, ...]


@dataclass(frozen=True, slots=True)
class OnixInfo:
    """``[onix]``: what only the trade's catalogues ask, for the records of editions with a channel."""

    __pydantic_config__: ClassVar[ConfigDict] = NO_OTHER_KEYS

    sender: Annotated[str, Field(description="Who sends the record; the publishing house when left out.")] = ""
    contact: Annotated[str, Field(description="The person there to ask.")] = ""
    email: Annotated[str, Field(description="Where to write to.", json_schema_extra={"format": "email"})] = ""
    status: Annotated[
        str,
        Field(
            description='"active" for a book that is published, "forthcoming" for one that is announced.',
            json_schema_extra={"enum": ["active", "forthcoming"]},
        ),
    ] = "active"
    audience: Annotated[
        str,
        Field(
            description="For whom the book is written.",
            json_schema_extra={"enum": list(ONIX_AUDIENCES)},
        ),
    ] = ""
    thema: Annotated[
        Words,
        Field(description="Thema codes, the main subject first; qualifiers begin with a digit: DSK, 3MR, 4CL."),
    ] = ()
    bisac: Annotated[Words, Field(description="BISAC codes, the main one first: LIT004120.")] = ()
    territory: Annotated[
        Words, Field(description='Where you may sell it: "WORLD", or ISO 3166 codes of countries.')
    ] = ()
    exclusive: Annotated[Yes, Field(description="Whether nobody else may sell it there.")] = False


NO_ONIX = OnixInfo()
