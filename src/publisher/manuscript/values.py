"""A manuscript as it was read: its configuration, its chapter files in order, the images it has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publisher.diagnostics import Diagnostic
from publisher.source import Source
from publisher.value import dataclass

if TYPE_CHECKING:  # loading these costs a tenth of a second, which finding a manuscript need not pay
    from publisher.config import Config
    from publisher.manuscript.lock import Lock


@dataclass(frozen=True, slots=True)
class Header:
    """The YAML header of a chapter file; every value as it was written, ``""`` where there is none."""

    title: str = ""
    short: str = ""  # for running heads
    id: str = ""
    role: str = ""  # one of ROLES
    lang: str = ""  # BCP 47
    summary: str = ""
    numbered: bool | None = None  # None: as the book has it


@dataclass(frozen=True, slots=True)
class ChapterFile:
    """One file of the reading order.

    ``source`` is the whole file, header and all; ``body_line`` (1-based) is the line where its Markdown begins.
    ``part`` is the id of its part, or the part's title where it has no id, or ``""``.
    """

    path: str  # POSIX, relative to the manuscript folder
    source: Source
    header: Header = Header()
    body_line: int = 1
    matter: str = "body"  # front, body or back
    part: str = ""


@dataclass(frozen=True, slots=True)
class AssetFile:
    """An image of the manuscript.

    In ``Manuscript.assets`` it is a name on a list: nobody has opened the file, so ``digest`` is empty and ``width``
    and ``height`` are 0. :func:`publisher.manuscript.probe_asset` gives the same record looked at: ``digest``
    (SHA-256, hex) stands for the bytes that :func:`publisher.manuscript.asset_reader` will give, a drawing's after
    cleaning.
    """

    path: str  # POSIX, relative to the manuscript folder
    media_type: str
    digest: str = ""
    width: int = 0  # pixels, or a drawing's user units; 0 unknown
    height: int = 0
    size: int = 0  # bytes on disk


@dataclass(frozen=True, slots=True)
class Manuscript:
    """Everything the author gave, and what is wrong with it.

    ``config.contents`` holds the order that ``files`` has, also where it was assumed. ``assets`` lists every image in
    the folder, used or not, by path: enough to know which exist and which was meant. ``lock`` is None where no ids are
    kept.
    """

    config: Config
    files: tuple[ChapterFile, ...] = ()
    assets: tuple[AssetFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    lock: Lock | None = None
