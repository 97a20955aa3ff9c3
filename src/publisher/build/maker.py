"""What makes the artefacts: our own code and styles, and the libraries whose versions their bytes hold for."""

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
from publisher.style.own import own_styles

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
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "none"
    return tuple(sorted(found.items()))


def _font_packages() -> list[str]:
    try:
        requirements = metadata.requires("publisher") or []
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return []
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
    """SHA-256 (hex) of Publisher's own files and styles: while it is developed its version says nothing."""
    total = hashlib.sha256()
    package, styles = files("publisher"), own_styles()
    found = _files(package, "")
    if not package.joinpath("styles").is_dir() and styles.is_dir():  # a checkout keeps them beside src/
        found += _files(styles, "styles/")
    for name, data in found:
        total.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
    return total.hexdigest()


def _files(folder: Traversable, prefix: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for entry in sorted(folder.iterdir(), key=lambda each: each.name):
        name = f"{prefix}{entry.name}"
        if entry.name.startswith(".") or entry.name.endswith((".pyc", ".pyo")):
            continue
        if entry.is_dir():
            if entry.name != "__pycache__":
                found.extend(_files(entry, name + "/"))
        else:
            found.append((name, entry.read_bytes()))
    return found


@cache
def maker_digest() -> str:
    """One digest (hex) for all that is not the book: our code and every version."""
    return hashlib.sha256(f"{code_digest()} {versions()!r}".encode()).hexdigest()
