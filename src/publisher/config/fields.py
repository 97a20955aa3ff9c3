"""The kinds of value that a key of ``book.toml`` may have: a text, a date, a number, a list of words."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field

from publisher.config import shapes

NO_OTHER_KEYS = ConfigDict(extra="forbid")

Text = Annotated[str, BeforeValidator(shapes.text, json_schema_input_type=str | int)]
"""A string; a number without quotes (``number = 3``) is read as its digits."""

Date = Annotated[str, BeforeValidator(shapes.date, json_schema_input_type=str | int)]
Yes = Annotated[bool, Field(strict=True)]
Number = Annotated[float, Field(strict=True, ge=0, allow_inf_nan=False)]
Amount = Annotated[str, BeforeValidator(shapes.plain_number, json_schema_input_type=str | float)]
Words = Annotated[tuple[str, ...], BeforeValidator(shapes.words, json_schema_input_type=str | tuple[str, ...])]
"""A list of strings; a single string is a list of one."""
