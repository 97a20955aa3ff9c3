"""Where the command begins: with the process that loads the print engine, where it looks as if that will be needed.

The engine takes longer to load than a book to read, so each hundredth of a second that it starts earlier counts. What
is guessed here, from the arguments alone, costs nothing but time where it is wrong.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from publisher.build.signs import manuscript_at, saved_since
from publisher.collector import collector_resting

_OF_ONE = {"-C": "folder", "--directory": "folder", "-o": "dist", "--output": "dist", "--format": "format"}
_STOPPED = 130


def main() -> None:
    """The console script."""
    try:
        begin_early(sys.argv[1:])
        with collector_resting():  # what is imported stays
            from publisher.cli.main import main
    except KeyboardInterrupt:
        sys.exit(_STOPPED)
    main()


def begin_early(arguments: Sequence[str]) -> bool:
    """Start that process if a book is to be built that is not as it was; says whether it did."""
    if arguments[:1] != ["build"] or any(each.startswith(("--catalogue", "-h", "--help")) for each in arguments):
        return False
    given = _given(arguments[1:])
    if given.get("format") == "epub":
        return False
    folder = manuscript_at(Path(given.get("folder", ".")))
    root = folder.parent if folder.name == "manuscript" else folder
    if not saved_since(folder, Path(given.get("dist", root / "dist"))):
        return False
    from publisher.build.ready import make_ready  # what starts processes takes time to load

    return make_ready(folder)


def _given(arguments: Sequence[str]) -> dict[str, str]:
    """What options of one value say: ``--format pdf``, ``--format=pdf`` or ``-C book``."""
    found: dict[str, str] = {}
    waiting = ""
    for each in arguments:
        name, equals, value = each.partition("=")
        if waiting:
            found[waiting], waiting = each, ""
        elif each in _OF_ONE:
            waiting = _OF_ONE[each]
        elif equals and name in _OF_ONE and name.startswith("--"):
            found[_OF_ONE[name]] = value
    return found
