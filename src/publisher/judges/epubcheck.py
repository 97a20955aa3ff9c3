"""EPUBCheck, the W3C's judge of EPUB files: every message of every severity, usages too."""

from __future__ import annotations

from pathlib import Path

from publisher.judges.finding import Finding
from publisher.judges.jvm import java

FACTS = frozenset({"CSS-028"})
"""Codes of usages that state a fact and no fault, whatever is written: EPUBCheck 5.3 says CSS-028, "Use of Font-face
declaration", of each declaration in each ``@font-face``, so every book that carries its fonts has them."""


def epubcheck(path: Path) -> tuple[Finding, ...]:
    """All that EPUBCheck says of the EPUB at ``path``, as its command line does with ``-u``.

    A clean bill is an empty tuple, or nothing but :data:`FACTS`.
    Raises :class:`publisher.diagnostics.MachineError` when Java or the judge is missing.
    """
    machine = java()
    writer = machine.JClass("java.io.StringWriter")()
    report = machine.JClass("com.adobe.epubcheck.reporting.CheckingReport")(
        machine.JClass("java.io.PrintWriter")(writer), str(path)
    )
    report.initialize()
    report.setReportingLevel(machine.JClass("com.adobe.epubcheck.util.ReportingLevel").Usage)
    machine.JClass("com.adobe.epubcheck.util.outWriter").setQuiet(True)
    machine.JClass("com.adobe.epubcheck.api.EpubCheck")(
        machine.JClass("java.io.File")(str(path.absolute())), report
    ).check()
    report.generate()
    return _findings(str(writer.toString()))


def _findings(report: str) -> tuple[Finding, ...]:
    import json

    found = []
    for message in json.loads(report)["messages"]:
        more = message.get("additionalLocations") or 0  # the report names 25 places of one message, and counts the rest
        text = f"{message['message']} (and in {more} more places)" if more else message["message"]
        for location in message["locations"] or [{}]:
            found.append(
                Finding(
                    judge="epubcheck",
                    severity=message["severity"],
                    code=message["ID"],
                    message=text,
                    path=location.get("path") or "",
                    line=max(0, location.get("line") or 0),
                    column=max(0, location.get("column") or 0),
                )
            )
    return tuple(found)
