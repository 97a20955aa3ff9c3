"""The JSON Schema of book.toml."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from publisher.config import PAPER_NAMES
from publisher.config.schema import book_schema, schema_text

COMMITTED = files("publisher").joinpath("data/book.schema.json")


def test_the_committed_schema_is_the_one_that_the_types_give():
    """Stale? ``python -c "from publisher.config.schema import *; write_schema(Path('…/book.schema.json'))"``."""
    assert COMMITTED.read_text(encoding="utf-8") == schema_text()


def properties(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from schema["properties"].items()
    for each in schema["$defs"].values():
        yield from each["properties"].items()


def test_every_key_is_described():
    missing = [name for name, each in properties(book_schema()) if not each.get("description")]
    assert missing == []


def test_the_schema_is_about_the_file_and_not_about_the_values():
    schema = book_schema()
    assert set(schema["properties"]) == {"book", "contents", "reading", "editions", "onix", "accessibility"}
    assert "name" not in schema["$defs"]["EditionSpec"]["properties"]
    assert schema["required"] == ["book"]
    assert schema["additionalProperties"] is False
    assert json.loads(schema_text()) == schema


def test_the_schema_knows_what_may_be_chosen():
    edition = book_schema()["$defs"]["EditionSpec"]["properties"]
    assert edition["formats"]["anyOf"][0] == {"enum": ["epub", "pdf"]}
    assert edition["papers"]["anyOf"][0]["anyOf"][0] == {"enum": list(PAPER_NAMES)}
    roles = book_schema()["$defs"]["Contributor"]["properties"]["role"]["oneOf"]
    assert {"const": "trl", "description": "Translator"} in roles
