"""Images of the manuscript, looked at before anybody unpacks them, and their bytes for the formats.

Listing images costs nothing (:mod:`publisher.manuscript.folder`); only one that a chapter uses is opened here, so
that a broken image nobody shows does not stop a build.
"""

from __future__ import annotations

import hashlib
import posixpath
import warnings
from collections.abc import Callable
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from publisher.diagnostics import Diagnostic, MachineError
from publisher.manuscript.folder import MEDIA_TYPES
from publisher.manuscript.moving import moves
from publisher.manuscript.paths import locate, read_bytes, real_folder, why_unsafe
from publisher.manuscript.rasters import look
from publisher.manuscript.values import AssetFile
from publisher.rules import access
from publisher.rules import files as rules
from publisher.source import Span
from publisher.value import dataclass

LARGEST = 64 * 1024 * 1024
MOST_PIXELS = 40_000_000
_SMALL, _REMEMBERED = 32 * 1024, 256  # bytes of an image, and images: 8 MB at most
PROFILE = "application/vnd.iccprofile"
_PROFILES = (".icc", ".icm")
_LARGEST_PROFILE = 8 * 1024 * 1024
_SVG = "image/svg+xml"
_KINDS = {"PNG": "image/png", "JPEG": "image/jpeg", "GIF": "image/gif", "WEBP": "image/webp", "MPO": "image/jpeg"}
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP")


@dataclass(frozen=True, slots=True)
class _Looked:
    """An image's bytes as a book may have them (``b""`` when it may not), its size, and its trouble."""

    data: bytes
    width: int = 0
    height: int = 0
    size: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


def probe_asset(folder: Path, path: str) -> tuple[AssetFile | None, tuple[Diagnostic, ...]]:
    """The image at ``path`` looked at, and what is wrong with it; None when it cannot be in a book.

    The diagnostics' places are in the image's file; who shows the image knows where. Nothing is decoded: a raster's
    size comes from its head (at most 40 million pixels), a drawing's from its ``viewBox``, ``width`` and ``height``.
    """
    looked = _look(folder, path)
    if not looked.data:
        return None, looked.diagnostics
    if posixpath.splitext(path)[1].lower() in _PROFILES:
        return None, (rules.IMAGE_TYPE.at(Span(path), "this is a colour profile", "show a PNG or JPEG"),)
    digest = hashlib.sha256(looked.data).hexdigest()
    media_type = MEDIA_TYPES[posixpath.splitext(path)[1].lower()]
    return AssetFile(path, media_type, digest, looked.width, looked.height, looked.size), looked.diagnostics


def probe_profile(folder: Path, path: str) -> tuple[AssetFile | None, tuple[Diagnostic, ...]]:
    """The colour profile at ``path`` looked at; None where it is none. What it is good for is asked by the PDF."""
    looked = _look(folder, path)
    if not looked.data:
        return None, looked.diagnostics
    return AssetFile(path, PROFILE, hashlib.sha256(looked.data).hexdigest(), 0, 0, looked.size), ()


def asset_reader(folder: Path) -> Callable[[str], bytes]:
    """A function that gives the bytes of an image by its path; a drawing's are the cleaned ones.

    It gives nothing that :func:`probe_asset` would refuse, and nothing outside the folder: it raises
    :class:`publisher.diagnostics.MachineError`, since whoever asks has probed before.
    """
    root = real_folder(folder)

    def read(path: str) -> bytes:
        looked = _look(root, path)
        if not looked.data:
            raise MachineError(f"{path}: {looked.diagnostics[0].message}", looked.diagnostics[0].hint)
        return looked.data

    return read


def _look(folder: Path, path: str) -> _Looked:
    span = Span(path)
    media_type = MEDIA_TYPES.get(posixpath.splitext(path)[1].lower(), "")
    target, reason = locate(folder, path)
    if target is None:
        return _Looked(b"", diagnostics=(_not_there(path, reason),))
    if path.lower().endswith(_PROFILES):
        return _profile(target, span)
    if not media_type:
        return _refused(
            rules.IMAGE_TYPE.at(span, "this is not PNG, JPEG, GIF, WebP or SVG", "export it as PNG or JPEG")
        )
    try:
        data = read_bytes(target, LARGEST)
    except OSError as error:
        return _refused(rules.UNREADABLE.at(span, f"this image cannot be read: {error.strerror}"))
    if data is None:
        return _refused(rules.TOO_LARGE.at(span, f"this image is larger than {LARGEST >> 20} MB", "scale it down"))
    return (_judged_before if len(data) <= _SMALL else _judged)(data, media_type, span)


def _judged(data: bytes, media_type: str, span: Span) -> _Looked:
    """An image by its bytes."""
    if media_type == _SVG:
        from publisher.manuscript.svg import clean_svg

        drawing = clean_svg(data, span.path)
        return _Looked(drawing.data, drawing.width, drawing.height, len(data), drawing.diagnostics)
    return _raster(data, media_type, span)


# An image is looked at when a book is read, and again when its bytes are packed: the small ones are remembered.
_judged_before = lru_cache(maxsize=_REMEMBERED)(_judged)


def _profile(target: Path, span: Span) -> _Looked:
    """An ICC profile by its signature (ICC.1, 7.2): nobody else reads its bytes before the PDF does."""
    try:
        data = read_bytes(target, _LARGEST_PROFILE)
    except OSError as error:
        return _refused(rules.UNREADABLE.at(span, f"this profile cannot be read: {error.strerror}"))
    if data is None:
        return _refused(rules.TOO_LARGE.at(span, f"this profile is larger than {_LARGEST_PROFILE >> 20} MB"))
    if data[36:40] != b"acsp":
        return _refused(rules.BROKEN_IMAGE.at(span, "this is no colour profile", "ask the printer for an .icc file"))
    return _Looked(data, size=len(data))


def _refused(diagnostic: Diagnostic) -> _Looked:
    return _Looked(b"", diagnostics=(diagnostic,))


def _not_there(path: str, reason: str) -> Diagnostic:
    span = Span(path)
    if reason == "missing":
        return rules.NO_IMAGE.at(span, f"there is no image {path[:80]}")
    if reason == "outside":
        why = why_unsafe(path)
        if why:
            return rules.OUTSIDE.at(span, f"`{path[:80]}` {why}", "name an image in the manuscript folder")
        return rules.LINK_OUTSIDE.at(span, f"{path} is a link to a file outside the manuscript", "copy the image here")
    return rules.UNREADABLE.at(span, f"{path[:80]} is not a file that can be read")


def _raster(data: bytes, media_type: str, span: Span) -> _Looked:
    """A raster's kind and size from its head; its end is looked for, its pixels are not unpacked."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=_FORMATS) as image:
                kind, (width, height) = str(image.format), image.size
                if look(data, media_type).turned > 4:  # the camera was held upright
                    width, height = height, width
                if width * height <= MOST_PIXELS:
                    image.verify()  # the checksums of a PNG; nothing is unpacked
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return _refused(_too_many(span, "many more"))
    except Exception as error:  # Pillow raises what its decoders raise: OSError, SyntaxError, struct.error …
        words = f"this image is broken or of another kind ({type(error).__name__})"
        return _refused(rules.BROKEN_IMAGE.at(span, words, "export it again as PNG or JPEG"))
    if width * height > MOST_PIXELS:
        return _refused(_too_many(span, f"{width} × {height}"))
    if _KINDS.get(kind) != media_type:
        ending = next(end for end, each in MEDIA_TYPES.items() if each == _KINDS[kind])
        return _refused(
            rules.WRONG_ENDING.at(
                span, f"the name says {media_type}, but this is a {kind}", f"let its name end in {ending}"
            )
        )
    if not width or not height or _cut_off(data, kind):
        return _refused(rules.BROKEN_IMAGE.at(span, "this image is cut off before its end", "copy or export it again"))
    moving = (access.ANIMATED.at(span, "this image moves", "show one of its pictures, or two"),) if moves(data) else ()
    return _Looked(data, width, height, len(data), moving)


def _too_many(span: Span, shown: str) -> Diagnostic:
    limit = MOST_PIXELS // 1_000_000
    return rules.TOO_MANY_PIXELS.at(
        span,
        f"this image has {shown} pixels; {limit} million are the most",
        "scale it down: 6000 by 4000 fills any page",
    )


def _cut_off(data: bytes, kind: str) -> bool:
    """Whether the end of the file is missing: JFIF's end marker after the scan, GIF's trailer, RIFF's length."""
    if kind == "JPEG":
        return data.rfind(b"\xff\xd9") < data.find(b"\xff\xda")
    if kind == "GIF":
        return b"\x3b" not in data[-64:]
    if kind == "WEBP":
        return len(data) < int.from_bytes(data[4:8], "little") + 8
    return False
