"""What makes the artefacts: our own code and styles, and the libraries whose versions their bytes hold for."""

from __future__ import annotations

import ctypes
import hashlib
import platform
import sys
import zlib
from functools import cache

import publisher
from publisher.build.ownfiles import own_digest
from publisher.installed import requirements, version

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
    return own_digest()


@cache
def maker_digest() -> str:
    """One digest (hex) for all that is not the book: our code and every version."""
    return hashlib.sha256(f"{code_digest()} {versions()!r}".encode()).hexdigest()
