"""What makes the artefacts: our own code and the libraries whose versions their bytes hold for."""

from __future__ import annotations

import ctypes
import hashlib
import platform
import sys
import zlib
from functools import cache
from importlib import metadata
from importlib.resources import files
from importlib.resources.abc import Traversable

import publisher

# Distributions that have a hand in the bytes; a change of any of them may change an artefact.
_LIBRARIES = (
    "ebooklib",
    "fonttools",
    "html5lib",
    "jinja2",
    "linkify-it-py",
    "lxml",
    "markdown-it-py",
    "mdit-py-plugins",
    "pikepdf",
    "pillow",
    "pydyf",
    "pygments",
    "pyphen",
    "resvg-py",
    "tinycss2",
    "tinyhtml5",
    "uharfbuzz",
    "weasyprint",
)

_SHARED_OBJECTS = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.dylib", "libharfbuzz-0.dll"),
}


@cache
def versions() -> tuple[tuple[str, str], ...]:
    """Name and version of everything whose change may change a byte, sorted by name.

    A library that is not installed has version "none": its absence matters too.
    """
    found = {
        "publisher": publisher.__version__,
        "python": platform.python_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "pango": _native_version("pango", "pango_version_string"),
        "harfbuzz": _native_version("harfbuzz", "hb_version_string"),
    }
    for name in (*_LIBRARIES, *_font_packages()):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return tuple(sorted(found.items()))


def _font_packages() -> list[str]:
    requirements = metadata.requires("publisher") or []
    names = (requirement.split(";")[0].split("=")[0].split(">")[0].strip() for requirement in requirements)
    return sorted(name for name in names if name.startswith("fontpkg-"))


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
    """SHA-256 (hex) of Publisher's own files: while it is developed its version says nothing."""
    total = hashlib.sha256(sys.implementation.name.encode())
    for name, data in _package_files(files("publisher"), ""):
        total.update(name.encode())
        total.update(hashlib.sha256(data).digest())
    return total.hexdigest()


def _package_files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{prefix}{entry.name}"
        if entry.is_dir():
            if entry.name != "__pycache__":
                found.extend(_package_files(entry, name + "/"))
        elif not entry.name.endswith((".pyc", ".pyo")):
            found.append((name, entry.read_bytes()))
    return found


@cache
def maker_digest() -> str:
    """One digest (hex) for all that is not the book: our code and every version."""
    return hashlib.sha256(f"{code_digest()} {versions()!r}".encode()).hexdigest()
