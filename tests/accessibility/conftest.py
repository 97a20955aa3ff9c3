"""Small books with pictures, and what they say of themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.run import build
from publisher.manuscript import find_manuscript
from publisher.plugins import load_features

OPF = "{http://www.idpf.org/2007/opf}"
TOML = '[book]\ntitle = "Tides"\nauthors = ["Ann Lee"]\nlanguage = "en-GB"\ndate = "2026-11-22"\n'


def png(colour: str = "navy") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def moving(kind: str = "GIF") -> bytes:
    """Two pictures, one after the other."""
    out = BytesIO()
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def still(kind: str) -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, kind)
    return out.getvalue()


@pytest.fixture(scope="session")
def pictures() -> SimpleNamespace:
    """What makes pictures."""
    return SimpleNamespace(png=png, moving=moving, still=still)


@pytest.fixture
def say(tmp_path: Path, press: Any) -> Callable[..., Any]:
    """``say({"a.md": …}, toml="…")``: a book that is built; its report, claims, metadata and EPUB.

    ``toml`` follows the usual book.toml; a file ``book.toml`` replaces it.
    """

    def make(files: Mapping[str, str | bytes], toml: str = "", **options: Any) -> Any:
        folder = press.write_files(tmp_path / "book", {"book.toml": TOML + toml, **files})
        dist = tmp_path / "dist"
        place = Place(find_manuscript(folder), (), dist, Cache(None))
        asked = Options(**({"jobs": 1, "format": "epub", "use_cache": False} | options))
        report = build(place, asked, load_features)
        said = SimpleNamespace(report=report, diagnostics=report.diagnostics, epub=None, path=None)
        if any(each.format == "epub" for each in report.made):
            made = next(each for each in report.made if each.format == "epub")
            said.path = dist / made.file_name
            said.epub = press.Epub(said.path.read_bytes())
            said.claims = made.claims
            said.held = {(each.property, each.value) for each in made.claims if each.held}
            said.metas = metas(said.epub)
        return said

    return make


def metas(epub: Any) -> list[tuple[str, str, str]]:
    """(what it refines, property, text) of every meta, and of every link its rel and href."""
    found = [(m.get("refines", ""), m.get("property", ""), m.text or "") for m in epub.opf.iter(f"{OPF}meta")]
    return found + [
        (link.get("refines", ""), link.get("rel", ""), link.get("href", "")) for link in epub.opf.iter(f"{OPF}link")
    ]
