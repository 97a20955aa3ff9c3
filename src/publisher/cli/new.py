"""Making a first manuscript: small, whole, and built without a change."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from pathlib import Path

from publisher.config.schema import book_schema
from publisher.diagnostics import MachineError, UsageError


def make_manuscript(directory: Path, title: str, author: str, language: str) -> list[Path]:
    """Write ``manuscript/`` with a ``book.toml``, its schema and three chapters into ``directory``.

    Raises :class:`UsageError` when there is a manuscript already; nothing of anybody's is overwritten.
    """
    target = directory / "manuscript"
    if directory.exists() and not directory.is_dir():
        raise UsageError(f"{directory} is a file, not a folder", hint="choose another name; nothing was changed")
    if target.exists() or target.is_symlink():
        raise UsageError(f"{target} exists already", hint="choose another folder; nothing was changed")
    if not re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language):
        raise UsageError(f"{language!r} is not a language tag", hint="write one such as en, en-GB or fr")
    name = title or directory.resolve().name.replace("-", " ").replace("_", " ").strip().title() or "A New Book"
    values = {"title": name, "author": author or "Your Name", "language": language}
    written = []
    try:
        target.mkdir(parents=True)
        for entry in sorted(files("publisher").joinpath("data/new").iterdir(), key=lambda each: each.name):
            text = entry.read_text("utf-8")
            if entry.name.endswith(".toml"):
                text = _fill(text, values)
            written.append(_write(target / entry.name, text))
        schema = json.dumps(book_schema(), indent=2, ensure_ascii=False) + "\n"
        written.append(_write(target / "book.schema.json", schema))
    except OSError as error:
        raise MachineError(f"cannot write {target}: {error.strerror or error}") from error
    return written


def _write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8", newline="\n")
    return path


def _fill(text: str, values: dict[str, str]) -> str:
    """Put values in place of ``"@key@"``, quoted as TOML strings (JSON strings are TOML basic strings)."""
    for key, value in values.items():
        text = text.replace(f'"@{key}@"', json.dumps(value, ensure_ascii=False))
    return text
