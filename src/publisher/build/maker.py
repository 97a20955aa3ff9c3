"""What makes the artefacts: our own code and styles, and the libraries whose versions their bytes hold for."""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import sys
import zlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import publisher
from publisher.installed import requirements, version
from publisher.style.own import own_styles

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# Distributions that have a hand in the bytes; a change of any of them may change an artefact.
_LIBRARIES = (
    "cssselect2",
    "ebooklib",
    "fonttools",
    "jinja2",
    "lxml",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "mdurl",
    "pikepdf",
    "pillow",
    "pydyf",
    "pygments",
    "pypdfium2",
    "pyphen",
    "python-barcode",
    "resvg-py",
    "tinycss2",
    "tinyhtml5",
    "uharfbuzz",
    "weasyprint",
)

_CHUNK = 1 << 16  # bytes read at a time
_SHARED_OBJECTS = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"),
}


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of everything whose change may change a byte, sorted by name.

    Of Python only what its language and library promise to keep (3.11, not 3.11.7); the platform, because compiled
    libraries round as their processor does. A library that is not installed has version "none": its absence matters.
    """
    found = {
        "publisher": publisher.__version__,
        "platform": f"{sys.platform}-{platform.machine().lower()}",
        "python": f"{sys.implementation.name}-{sys.version_info[0]}.{sys.version_info[1]}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": _native_version("pango", "pango_version_string"),
        "harfbuzz": _native_version("harfbuzz", "hb_version_string"),
    }
    for name in (*_LIBRARIES, *_font_packages()):
        found[name] = version(name)
    return tuple(sorted(found.items()))


def _font_packages() -> list[str]:
    return sorted({name for name in requirements("publisher") if name.startswith("fontpkg-")})


def _native_version(library: str, function: str) -> str:
    for name in _SHARED_OBJECTS[library]:
        try:
            call = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        call.restype = ctypes.c_char_p
        return str(call().decode("ascii"))
    return "none"


@cache
def code_digest() -> str:
    """SHA-256 (hex) of Publisher's own files and styles: while it is developed its version says nothing."""
    total = hashlib.sha256()
    package, styles = _package(), own_styles()
    found = _files_in(package)
    if not package.joinpath("styles").is_dir() and styles.is_dir():  # a checkout keeps them beside src/
        found += [(f"styles/{name}", data) for name, data in _files_in(styles)]
    for name, data in found:
        total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def _files_in(folder: Path | Traversable) -> list[tuple[str, bytes]]:
    if not isinstance(folder, Path):
        return _files(folder, "")
    found: list[tuple[str, bytes]] = []
    _gather(os.fspath(folder), "", found)
    return found


def _gather(folder: str, prefix: str, found: list[tuple[str, bytes]]) -> None:
    """As :func:`_files`, of a folder on the disk: every build does it, and paths as objects take twice the time."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda each: each.name):
            if _is_passed_over(entry.name):
                continue
            if entry.is_dir():
                _gather(entry.path, f"{prefix}{entry.name}/", found)
            else:
                found.append((f"{prefix}{entry.name}", _read(entry.path)))


def _read(path: str) -> bytes:
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        parts = [os.read(handle, _CHUNK)]
        while len(parts[-1]) == _CHUNK:
            parts.append(os.read(handle, _CHUNK))
    finally:
        os.close(handle)
    return b"".join(parts)


def _is_passed_over(name: str) -> bool:
    return name.startswith(".") or name.endswith((".pyc", ".pyo")) or name == "__pycache__"


def _package() -> Path | Traversable:
    folder = Path(publisher.__file__).parent
    if folder.is_dir():
        return folder
    from importlib.resources import files  # out of an archive

    return files("publisher")


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{prefix}{entry.name}"
        if _is_passed_over(entry.name):
            continue
        if entry.is_dir():
            found.extend(_files(entry, name + "/"))
        else:
            found.append((name, entry.read_bytes()))
    return found


@cache
def maker_digest() -> str:
    """One digest (hex) for all that is not the book: our code and every version."""
    return hashlib.sha256(f"{code_digest()} {versions()!r}".encode()).hexdigest()
