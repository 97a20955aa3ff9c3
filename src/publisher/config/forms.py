"""How each key of ``book.toml`` may be written, for pydantic: validators in front of the types of the values.

The annotations of the values name these; a form here stands for the plain type of the same name there.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Discriminator, Field, Tag, TypeAdapter

from publisher.config import shapes
from publisher.config.review import Review
from publisher.config.trade import Price
from publisher.config.values import Config, Contributor, EditionSpec, PartSpec, Series

Text = Annotated[str, BeforeValidator(shapes.text, json_schema_input_type=str | int)]
"""A string; a number without quotes (``number = 3``) is read as its digits."""

Date = Annotated[str, BeforeValidator(shapes.date, json_schema_input_type=str | int)]
Yes = Annotated[bool, Field(strict=True)]
Number = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Amount = Annotated[str, BeforeValidator(shapes.plain_number, json_schema_input_type=str | float)]
Words = Annotated[tuple[str, ...], BeforeValidator(shapes.words, json_schema_input_type=str | tuple[str, ...])]
"""A list of strings; a single string is a list of one."""

Pairs = Annotated[
    tuple[tuple[str, str], ...],
    BeforeValidator(shapes.pairs, json_schema_input_type=dict[str, str | int | float]),
]
Person = Annotated[Contributor, BeforeValidator(shapes.named, json_schema_input_type=str | Contributor)]
People = Annotated[
    tuple[Person, ...], BeforeValidator(shapes.several, json_schema_input_type=str | Contributor | tuple[Person, ...])
]
Helper = Annotated[Contributor, BeforeValidator(shapes.helper, json_schema_input_type=str | Contributor)]
Helpers = Annotated[
    tuple[Helper, ...], BeforeValidator(shapes.several, json_schema_input_type=str | Contributor | tuple[Helper, ...])
]
OneSeries = Annotated[Series, BeforeValidator(shapes.named, json_schema_input_type=str | Series)]
AllSeries = Annotated[
    tuple[OneSeries, ...], BeforeValidator(shapes.several, json_schema_input_type=str | Series | tuple[OneSeries, ...])
]
OneSet = Annotated[Series, BeforeValidator(shapes.volumes, json_schema_input_type=str | Series)]
AllSets = Annotated[
    tuple[OneSet, ...], BeforeValidator(shapes.several, json_schema_input_type=str | Series | tuple[OneSet, ...])
]
Reviews = Annotated[
    tuple[Review, ...], BeforeValidator(shapes.several, json_schema_input_type=Review | tuple[Review, ...])
]
OnePrice = Annotated[
    tuple[Price, ...], BeforeValidator(shapes.several, json_schema_input_type=Price | tuple[Price, ...])
]
BodyItem = Annotated[
    Annotated[str, Tag(shapes.A_FILE)] | Annotated[PartSpec, Tag(shapes.A_PART)], Discriminator(shapes.file_or_part)
]
Editions = Annotated[
    tuple[EditionSpec, ...], BeforeValidator(shapes.named_tables, json_schema_input_type=dict[str, EditionSpec])
]


def adapter() -> TypeAdapter[Config]:
    """What reads a ``book.toml`` into values, or says what is wrong with it."""
    made = TypeAdapter(Config, config=None)
    made.rebuild(force=True, _types_namespace=globals())
    return made
