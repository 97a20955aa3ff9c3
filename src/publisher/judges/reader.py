"""A reading engine, foliate-js, in a real browser: whether every link lands, every page fits and can be read."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from publisher.diagnostics import MachineError
from publisher.judges.finding import Finding

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SCRIPT = Path(__file__).with_suffix(".mjs")
_TIMEOUT = 300  # seconds for one book


def reader(path: Path, tools: Path, pictures: Path | None = None) -> tuple[Finding, ...]:
    """What is wrong with the EPUB at ``path`` for somebody who reads it; an empty tuple when nothing is.

    It is opened as on a phone (390 × 844 CSS pixels) and a tablet (820 × 1180), by day and by night, and scrolled at
    320 pixels. Codes: ``unresolved``, ``elsewhere``, ``no-target``, ``not-shown`` and ``not-there`` of a link;
    ``wide``, ``image`` and ``contrast`` (WCAG 2.2 §1.4.3) of a page; ``console``, ``error``, ``network`` and ``open``
    of the book. ``tools`` is the folder whose ``node_modules`` holds the engine; ``pictures`` one for screenshots.
    Raises :class:`MachineError` when the engine, Node or a browser is missing, or the engine itself fails.
    """
    node = shutil.which("node")
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    engine = tools / "node_modules" / "foliate-js" / "view.js"
    if node is None or browser is None or not engine.is_file():
        raise MachineError("the reading engine or its browser is missing", "run `make setup-test`, install chromium")
    command = [node, str(_SCRIPT), str(tools.absolute()), browser, str(path.absolute())]
    if pictures is not None:
        command.append(str(pictures.absolute()))
    done = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=False)
    if done.returncode != 0:
        raise MachineError(f"the reading engine failed ({done.returncode}): {done.stderr.strip()[-500:]}")
    return tuple(
        Finding(
            judge="reader",
            severity=each["setting"],
            code=each["code"],
            message=each["message"],
            path=each["path"],
            fragment=each["fragment"],
        )
        for each in json.loads(done.stdout)
    )
