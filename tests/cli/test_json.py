"""The JSON is what docs/command.md promises: these keys, these types."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

TOML = '[book]\ntitle = "A Book"\nauthors = ["A. Writer"]\nlanguage = "en"\n[editions.ebook]\nformats = ["epub"]\n'
DOC = Path(__file__).resolve().parents[2] / "docs" / "command.md"


def said_json(said):
    assert said.err == ""
    return json.loads(said.out)


def test_a_build(publisher, book):
    folder = book(**{"book.toml": TOML, "one.md": "# One\n\nA sentence.\n"})
    value = said_json(publisher("build", "--json"))
    (made,) = value.pop("artefacts")
    dist = Path("dist").absolute()
    assert value == {
        "format": 1,
        "ok": True,
        "manuscript": str(folder.resolve()),
        "dist": str(dist),
        "unchanged": False,
        "ids": None,
        "left_over": [],
        "diagnostics": [],
    }
    data = (dist / "a-book.epub").read_bytes()
    assert made == {
        "path": str(dist / "a-book.epub"),
        "file_name": "a-book.epub",
        "edition": "ebook",
        "format": "epub",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "pages": None,
        "words": 3,
        "minutes": 1,
        "accessibility": made["accessibility"],
    }
    first = made["accessibility"][0]
    assert (first["property"], first["value"], first["claimed"]) == ("accessMode", "textual", True)


def test_an_error(publisher, book):
    book(**{"book.toml": TOML, "one.md": "# One\n\nA [road](nowhere.md) here.\n"})
    said = publisher("check", "--json")
    assert said.code == 1
    value = said_json(said)
    assert (value["ok"], value["dist"], value["artefacts"]) == (False, None, [])
    (found,) = value["diagnostics"]
    message = found.pop("message")
    assert "nowhere.md" in message
    assert found == {
        "code": found["code"],
        "severity": "error",
        "hint": found["hint"],
        "path": "one.md",
        "line": 3,
        "column": 3,
        "end_line": 3,
        "end_column": 21,
    }


def test_wrong_use(publisher):
    said = publisher("build", "--json", "-C", "nowhere")
    assert said.code == 2
    value = said_json(said)
    assert value["ok"] is False
    assert value["error"]["message"] == "there is no folder nowhere"
    assert value["error"]["hint"]


def test_info(publisher, book):
    book(**{"book.toml": TOML, "one.md": "# One\n\nA sentence.\n"})
    value = said_json(publisher("info", "--json"))
    assert {key: value[key] for key in ("title", "subtitle", "authors", "language", "diagnostics")} == {
        "title": "A Book",
        "subtitle": "",
        "authors": ["A. Writer"],
        "language": "en",
        "diagnostics": [],
    }
    (edition,) = value["editions"]
    (chapter,) = edition.pop("chapters")
    assert edition == {"name": "ebook", "formats": ["epub"], "audience": "reader", "words": 3, "minutes": 1}
    assert chapter == {"id": "one", "path": "one.md", "title": "One", "matter": "body", "words": 3, "minutes": 1}


def test_the_list_of_ids(publisher, book):
    folder = book(**{"book.toml": TOML, "one.md": "# One\n\nA sentence.\n"})
    begun = said_json(publisher("ids", "--json"))
    counts = {"kept": 0, "edited": 0, "moved": 0, "new": 2, "back": 0, "gone": 0}
    assert begun == {"format": 1, "ok": True, "manuscript": str(folder.resolve()), "ids": counts, "diagnostics": []}
    assert said_json(publisher("ids", "--json"))["ids"] is None


def keys(value):
    """Every key of a JSON value, however deep."""
    if isinstance(value, dict):
        yield from value
        for each in value.values():
            yield from keys(each)
    elif isinstance(value, list):
        for each in value:
            yield from keys(each)


def test_every_key_is_documented(publisher, book):
    book(**{"book.toml": TOML, "one.md": "# One\n\nA sentence.\n"})
    page = DOC.read_text("utf-8")
    asked = (("build",), ("info",), ("ids",), ("build", "-C", "nowhere"))
    values = [said_json(publisher(*each, "--json")) for each in asked]
    book(**{"one.md": "# One\n\nA [road](nowhere.md) here.\n"})
    values.append(said_json(publisher("check", "--json")))
    missing = {key for value in values for key in keys(value) if f'"{key}"' not in page}
    assert not missing
