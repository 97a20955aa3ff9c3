"""Where a link or an image in a chapter leads: which file of the manuscript, and which place in it."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from publisher.config.hints import nearest
from publisher.patterns import regex
from publisher.value import dataclass

_SCHEME = regex(r"([A-Za-z][A-Za-z0-9+.-]*):")

_MOST_CANDIDATES = 2000  # so that "did you mean" stays quick in a manuscript full of mistakes


@dataclass(frozen=True, slots=True)
class Reference:
    """What an author wrote as the goal of a link, taken apart.

    ``scheme`` is lower case, ``"//"`` for a URL that leaves its scheme out, ``""`` for a place in the manuscript.
    ``path`` and ``fragment`` are percent-decoded, once.
    """

    scheme: str
    path: str
    fragment: str


def read_reference(written: str) -> Reference:
    """Take a link's ``href`` or an image's ``src`` apart."""
    written = written.strip()
    scheme = _SCHEME.match(written)
    if scheme:
        return Reference(scheme.group(1).lower(), written, "")
    if written.startswith("//"):
        return Reference("//", written, "")
    path, _, fragment = written.partition("#")
    return Reference("", normal(unquote(path.partition("?")[0])), normal(unquote(fragment)))


def normal(text: str) -> str:
    """NFC: some file systems give names decomposed, and authors type them composed."""
    return unicodedata.normalize("NFC", text)


def candidates(chapter_path: str, written: str) -> tuple[str, ...]:
    """The paths, relative to the manuscript folder, that ``written`` in a chapter may mean, the likeliest first.

    It is relative to the chapter's own folder, as on the web; failing that to the manuscript folder, as Pandoc has it.
    A path that leaves the manuscript folder is not among them.
    """
    if not written or written.startswith("/") or "\0" in written:
        return ()
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(chapter_path), written))
    paths = (beside, posixpath.normpath(written))
    return tuple(dict.fromkeys(path for path in paths if path != ".." and not path.startswith("../")))


def leaves_folder(chapter_path: str, written: str) -> bool:
    """Whether ``written`` names something outside the manuscript folder."""
    return written.startswith("/") or not candidates(chapter_path, written)


def relative(chapter_path: str, path: str) -> str:
    """How a chapter would write ``path`` (which is relative to the manuscript folder)."""
    return posixpath.relpath(path, posixpath.dirname(chapter_path) or ".")


def nearest_path(written: str, known: Iterable[str]) -> str:
    """Like :func:`nearest` for paths: the same file name in another folder or with another ending counts first."""
    paths = tuple(known)
    wanted = posixpath.basename(written.replace("\\", "/")).lower()
    by_name = [path for path in paths if posixpath.basename(path).lower() == wanted]
    if by_name:
        return by_name[0]
    stem = posixpath.splitext(wanted)[0]
    by_stem = [path for path in paths if stem and posixpath.splitext(posixpath.basename(path).lower())[0] == stem]
    return by_stem[0] if by_stem else nearest(written, paths[:_MOST_CANDIDATES])
