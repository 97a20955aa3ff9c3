"""The JSON Schema of ``book.toml``, made from the same types that read it, for editors that complete and check.

With Taplo (Even Better TOML, Helix, Neovim …) the first line of a book.toml says where it is::

    #:schema ./book.schema.json
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from publisher.config.forms import adapter
from publisher.config.papers import PAPER_NAMES
from publisher.config.relators import relators

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SIZE = "^[0-9.]+ ?[x×] ?[0-9.]+ ?(mm|cm|in|pt)?$"


def book_schema() -> dict[str, Any]:
    """The schema as a JSON value; JSON Schema 2020-12."""
    schema = adapter().json_schema(mode="validation")
    _without_made_titles(schema)
    _as_written(schema)
    return {"$schema": _DIALECT, "title": "book.toml", **schema}


def schema_text() -> str:
    """The schema as the text of its file, ``src/publisher/data/book.schema.json``."""
    return json.dumps(book_schema(), indent=2, ensure_ascii=False) + "\n"


def write_schema(path: Path) -> None:
    """Write the schema where the package carries it; a test compares the two."""
    path.write_text(schema_text(), encoding="utf-8", newline="\n")


def _without_made_titles(schema: Any) -> None:
    """Pydantic names every field after itself; an editor shows the descriptions, so the names only take room."""
    if isinstance(schema, dict):
        if isinstance(schema.get("title"), str):
            del schema["title"]
        for each in schema.values():
            _without_made_titles(each)
    elif isinstance(schema, list):
        for each in schema:
            _without_made_titles(each)


def _as_written(schema: dict[str, Any]) -> None:
    """What the file has otherwise than the values: no ``assumed``, editions named by their key, fixed words."""
    del schema["properties"]["assumed"]
    edition = schema["$defs"]["EditionSpec"]
    del edition["properties"]["name"], edition["properties"]["isbns"]
    one_isbn = {key: edition["properties"]["isbn"].pop(key) for key in ("type",)}
    by_file = {"type": "object", "additionalProperties": one_isbn, "propertyNames": {"pattern": "^(epub|pdf(:.+)?)$"}}
    edition["properties"]["isbn"]["anyOf"] = [one_isbn, by_file]
    edition.pop("required", None)
    schema["properties"]["editions"]["default"] = {}
    edition["properties"]["variables"]["default"] = {}
    edition["properties"]["formats"]["anyOf"] = _one_or_more({"enum": ["epub", "pdf"]})
    edition["properties"]["papers"]["anyOf"] = _one_or_more(
        {"anyOf": [{"enum": list(PAPER_NAMES)}, {"type": "string", "pattern": _SIZE}]}
    )
    role = schema["$defs"]["Contributor"]["properties"]["role"]
    role.pop("pattern", None)
    role["oneOf"] = [{"const": code, "description": term} for code, term in relators().items()]


def _one_or_more(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [item, {"type": "array", "items": item}]
