"""Ace by DAISY, the judge of an EPUB's accessibility, run by Node in a browser without a window."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from publisher.diagnostics import MachineError
from publisher.judges.browser import find_browser
from publisher.judges.finding import Finding

_TIMEOUT = 300  # seconds for one book


def ace(path: Path, tools: Path) -> tuple[Finding, ...]:
    """What Ace asserts against the EPUB at ``path``; an empty tuple is an outcome of "pass".

    ``tools`` is the folder whose ``node_modules`` holds ``@daisy/ace-cli``. Ace runs the book's scripts in a
    browser without a sandbox, so give it only books that we have made. Raises :class:`MachineError` when Ace,
    Node or a browser is missing, or Ace itself fails.
    """
    program = tools / "node_modules" / ".bin" / "ace-cli"
    browser = find_browser()
    if not program.exists() or browser is None:
        raise MachineError("Ace or its browser is missing", hint="run `make setup-test`, and install chromium")
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [str(program), "--force", "--silent", "-o", folder, str(path.absolute())],
            env=os.environ | {"PUPPETEER_EXECUTABLE_PATH": browser, "ACE_TIMEOUT_INITIAL": "60000"},
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=False,
        )
        report = Path(folder) / "report.json"
        if done.returncode != 0 or not report.is_file():
            raise MachineError(f"Ace failed ({done.returncode}): {(done.stderr or done.stdout).strip()[-500:]}")
        return _findings(json.loads(report.read_text("utf-8")))


def _findings(report: dict[str, Any]) -> tuple[Finding, ...]:
    found = []
    for document in report["assertions"]:
        for each in document["assertions"]:
            test, result = each["earl:test"], each["earl:result"]
            found.append(
                Finding(
                    judge="ace",
                    severity=test["earl:impact"],
                    code=test["dct:title"],
                    message=" ".join(result["dct:description"].split()),
                    path=document["earl:testSubject"]["url"],
                    fragment=result.get("html", ""),
                )
            )
    if report["earl:result"]["earl:outcome"] != "pass" and not found:
        found.append(Finding("ace", "fail", "outcome", "the outcome is not pass"))
    return tuple(found)
