"""A reading engine, foliate-js in a browser without a window, judges an EPUB as its reader meets it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from publisher.diagnostics import MachineError
from publisher.judges.browser import find_browser
from publisher.judges.finding import Finding

_TIMEOUT = 300  # seconds for one book
_NEEDS = ("foliate-js", "puppeteer-core")


@dataclass(frozen=True, slots=True)
class Setting:
    """How a book is held: a screen in CSS pixels, by day or by night, in pages or as one long page, in larger type."""

    name: str
    width: int
    height: int
    dark: bool = False
    flow: str = "paginated"  # or scrolled
    text: int = 100  # the size of type, in per cent of the engine's


SETTINGS = (
    Setting("phone-light", 390, 844),
    Setting("phone-dark", 390, 844, dark=True, flow="scrolled"),
    Setting("tablet-light", 820, 1180, flow="scrolled"),
    Setting("tablet-dark", 820, 1180, dark=True),
    Setting("narrow-light", 320, 640, flow="scrolled"),
    Setting("phone-large", 390, 844, text=200),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a book: what is wrong with it, and how much was looked at.

    ``counts`` has ``sections`` (documents of the reading order), ``links`` (within the book), ``notes`` (calls of
    notes), ``contents``, ``landmarks`` and ``pages`` (entries of the navigation), and ``targets``: the different
    places they lead to, each of which was visited in every setting.
    """

    findings: tuple[Finding, ...]
    counts: Mapping[str, int]
    screenshots: tuple[str, ...] = ()  # names of files


def reader(
    path: Path,
    tools: Path,
    programs: Path,
    *,
    settings: Sequence[Setting] = SETTINGS,
    screenshots: Path | None = None,
) -> Reading:
    """Read the EPUB at ``path`` in all ``settings``.

    ``tools`` is the folder whose ``node_modules`` holds foliate-js and puppeteer-core; ``programs`` the one that holds
    ``reader.mjs``. Pictures of the title page, a quotation, a table and more are written to the folder
    ``screenshots``, a set for each setting. The codes of the findings:

    ``link`` ``entry``
        a link, or an entry of the contents, landmarks or page-list, leads to nothing
    ``landing``
        the engine goes there and shows something else
    ``note`` ``backlink``
        a call leads to no note, or to one that does not pop up; a note has no way back
    ``contents`` ``opening`` ``markup``
        no table of contents; the book or a document does not open; a document is no XHTML
    ``console`` ``script`` ``network``
        the browser reports an error; the book asks for something outside of itself
    ``overflow`` ``cut-off`` ``lost``
        an element is wider than the page, hides what does not fit, or goes on below the last line of a page
    ``contrast`` ``image``
        text has a contrast of less than 4.5 with what is behind it; a picture does not show

    Raises :class:`MachineError` when Node, a browser or a package is missing, or the program itself fails.
    """
    node, browser = shutil.which("node"), find_browser()
    packages = [tools / "node_modules" / name for name in _NEEDS]
    if node is None or browser is None or not all(each.is_dir() for each in packages):
        raise MachineError(
            "the reading engine or its browser is missing", hint="run `make setup-test`, and install chromium"
        )
    if screenshots is not None:
        screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        order = {
            "book": str(path.absolute()),
            "tools": str(tools.absolute()),
            "browser": browser,
            "profile": profile,
            "settings": [asdict(each) for each in settings],
            "screenshots": str(screenshots.absolute()) if screenshots else None,
        }
        told = _run([node, str(programs / "reader.mjs")], json.dumps(order))
    return Reading(_findings(told["findings"], len(settings)), told["counts"], tuple(told["screenshots"]))


def _run(command: list[str], order: str) -> dict[str, Any]:
    try:
        done = subprocess.run(command, input=order, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired as error:
        raise MachineError(f"the reading engine took more than {_TIMEOUT} seconds") from error
    try:
        told = json.loads(done.stdout)
    except ValueError:
        told = None
    if done.returncode != 0 or not isinstance(told, dict):
        raise MachineError(f"the reading engine failed ({done.returncode}): {done.stderr.strip()[-500:]}")
    return told


def _findings(told: Iterable[Mapping[str, str]], settings: int) -> tuple[Finding, ...]:
    """One finding for what is the same in several settings; the settings are named unless it is so in all of them."""
    places: dict[tuple[str, str, str, str], list[str]] = {}
    for each in told:
        key = (each["path"], each["code"], each["message"], each.get("fragment", ""))
        names = places.setdefault(key, [])
        if each["setting"] not in names:
            names.append(each["setting"])
    found = []
    for (path, code, message, fragment), names in sorted(places.items()):
        where = "" if names == [""] or len(names) == settings else f" ({', '.join(filter(None, names))})"
        found.append(Finding("reader", "error", code, f"{message}{where}", path, fragment=fragment))
    return tuple(found)
