"""Where the file of a font is: in an installed font package or in a style folder, never elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from publisher.diagnostics import MachineError
from publisher.patterns import regex

_PACKAGE = regex(r"fontpkg_[a-z0-9_]+")
_STYLE = "style:"
_MOST_BYTES = 40_000_000  # the largest pan-CJK faces stay below this


def font_bytes(source: str, folders: Sequence[Path] = ()) -> bytes:
    """The bytes of the font file that ``source`` names, as they lie on the disk.

    ``folders`` hold style folders; the first one that has the file is believed. Raises
    :class:`MachineError` when the file is missing, too large, or outside its folder.
    """
    path = _style_file(source, folders) if source.startswith(_STYLE) else _package_file(source)
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise MachineError(f"the font {source} is larger than {_MOST_BYTES // 1_000_000} MB")
        return path.read_bytes()
    except OSError as error:
        raise MachineError(f"cannot read the font {source}: {error.strerror}") from error


def font_digest(source: str, folders: Sequence[Path] = ()) -> str:
    """SHA-256 (hex) of the font file's bytes; raises like :func:`font_bytes`."""
    return hashlib.sha256(font_bytes(source, folders)).hexdigest()


def _package_file(source: str) -> Path:
    package, _, name = source.partition("/")
    if not _PACKAGE.fullmatch(package) or not _is_plain(name):
        raise MachineError(
            f"{source!r} names no font",
            hint="write fontpkg_NAME/FILE.ttf for a font package, or style:NAME/fonts/FILE.ttf for a style's own",
        )
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise MachineError(
            f"the font package {package} is not installed", hint=f"pip install {package.replace('_', '-')}"
        )
    path = Path(places[0], "files", name)
    if not path.is_file():
        raise MachineError(f"the font package {package} has no file {name}", hint=_neighbours(path.parent))
    return path


def _style_file(source: str, folders: Sequence[Path]) -> Path:
    parts = source.removeprefix(_STYLE).split("/")
    if len(parts) < 2 or not all(_is_plain(part) for part in parts):
        raise MachineError(f"{source!r} names no font", hint="write style:NAME/fonts/FILE.ttf, without '..'")
    for folder in folders:
        path = folder.joinpath(*parts)
        if path.is_file():
            # A link in the folder may point anywhere on the disk: what counts is where it ends.
            if not path.resolve().is_relative_to(folder.resolve()):
                raise MachineError(f"the font {source} lies outside its style folder", hint="copy the file there")
            return path
    raise MachineError(
        f"the font {source} is in no style folder", hint=f"put it at styles/{source.removeprefix(_STYLE)}"
    )


def _is_plain(name: str) -> bool:
    return bool(name) and name not in (".", "..") and not set(name) & set("/\\:\0")


def _neighbours(folder: Path) -> str:
    names = sorted(path.name for path in folder.glob("*.[ot]tf"))
    return f"it has {', '.join(names)}" if names else ""
