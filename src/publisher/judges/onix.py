"""The judge of ONIX records: EDItEUR's own schemas of release 3.0, as the package ``onixcheck`` carries them."""

from __future__ import annotations

from pathlib import Path

from publisher.diagnostics import MachineError
from publisher.judges.finding import Finding

_SCHEMAS = ("xsd", "rng")


def onix(path: Path) -> tuple[Finding, ...]:
    """What the XML Schema and the RELAX NG schema, code lists and all, have against the message at ``path``.

    Raises :class:`publisher.diagnostics.MachineError` when the judge is missing.
    """
    try:
        import onixcheck  # type: ignore[import-untyped]
    except ImportError as error:
        raise MachineError("the judge of ONIX records is missing", "pip install onixcheck") from error
    return tuple(
        Finding("onix", str(each.level), str(each.validator), " ".join(str(each.message).split()), str(each.location))
        for each in onixcheck.validate(str(path), schemas=_SCHEMAS)
    )
