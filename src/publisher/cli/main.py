"""The ``publisher`` command and its sub-commands.

Exit codes: 0 done · 1 the manuscript has errors, or the machine lacks something · 2 wrong use · 130 stopped.
"""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import signal
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from publisher import __version__
from publisher.cli import machine, show, trouble
from publisher.cli.commands import Commands, nearest
from publisher.cli.cover import cover
from publisher.cli.preflight import preflight
from publisher.cli.proof import proof
from publisher.diagnostics import PublisherError, Severity, UsageError, has_errors

if TYPE_CHECKING:
    from publisher.features.feature import Feature

_EDITIONS = click.argument("editions", nargs=-1, metavar="[EDITION]...")
_FOLDER = click.option(
    "-C", "--directory", "directory", default=".", metavar="DIR", type=click.Path(path_type=Path),
    help="A folder that holds manuscript/ (and perhaps styles/), or a manuscript itself. [default: here]",
)  # fmt: skip
_JSON = click.option("--json", "as_json", is_flag=True, help="Say it for a machine: one JSON object on standard out.")
_STRICT = click.option("--strict", is_flag=True, help="Take warnings for errors.")
_LOCKED = click.option("--locked", is_flag=True, help="Stop when the list of ids (ids.lock) is not up to date.")
_JOBS = click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="At most so many workers at a time.")
_NO_CACHE = click.option("--no-cache", is_flag=True, help="Make everything afresh and keep nothing.")
_FORMAT = click.option("--format", "format_", type=click.Choice(["epub", "pdf"]), help="Only files of this format.")
_STOPPED = 130


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="publisher", message="%(prog)s %(version)s")
def publisher() -> None:
    """Markdown chapters in, an accessible EPUB 3 and print-ready PDFs out."""


@publisher.command(short_help="Build the editions of a manuscript into dist/.")
@_EDITIONS
@_FOLDER
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIST", help="Where the books go. [default: dist/]"
)
@_FORMAT
@_JOBS
@_NO_CACHE
@_STRICT
@_LOCKED
@click.option(
    "--catalogue", type=click.Path(path_type=Path), metavar="DIR", help="Build every book below DIR, each as by itself."
)
@click.option(
    "--executor", default="", metavar="URL", help="With --catalogue: build on a Dask cluster, dask://HOST:PORT."
)
@click.option("--watch", is_flag=True, help="Build again whenever a file of the book is saved, until Ctrl-C.")
@_JSON
def build(**given: Any) -> int:
    """Build the editions of a manuscript (all of them, or those named) into dist/."""
    with machine.trouble_as_json(given["as_json"]):
        return _build(given, deliver=True)


@publisher.command(short_help="Say what a build would say, and write nothing.")
@_EDITIONS
@_FOLDER
@_FORMAT
@_JOBS
@_NO_CACHE
@_STRICT
@_LOCKED
@click.option("--typography", is_flag=True, help="Measure the lines and pages of the PDFs, and say what is amiss.")
@_JSON
def check(**given: Any) -> int:
    """Say what a build would say, layout and all, and write nothing to dist/."""
    with machine.trouble_as_json(given["as_json"]):
        return _build(given, deliver=False)


def _build(given: dict[str, Any], *, deliver: bool) -> int:
    from publisher.build.plan import Options
    from publisher.build.run import build as make
    from publisher.cli.place import find_place
    from publisher.cli.progress import progress

    options = Options(
        editions=given["editions"],
        format=given["format_"] or "",
        jobs=given["jobs"] or 0,
        use_cache=not given["no_cache"],
        strict=given["strict"],
        locked=given["locked"],
        typography=given.get("typography", False),
    )
    if given.get("executor") and given.get("catalogue") is None:
        raise UsageError("--executor sends the books of a catalogue", "name their folder: --catalogue DIR")
    if given.get("catalogue") is not None:
        if given["watch"] or given["editions"] or given["output"] is not None or given["directory"] != Path():
            raise UsageError("--catalogue builds each book as it is", "leave out editions, -C, -o and --watch")
        from publisher.cli.catalogue import catalogue

        return catalogue(given["catalogue"], options, executor=given["executor"], as_json=given["as_json"])
    place = find_place(given["directory"], given.get("output"), deliver=deliver, keep=not given["no_cache"])
    if given.get("watch"):
        from publisher.cli.watching import watch

        return watch(place, options, _features, as_json=given["as_json"])
    with progress() as tell:
        report = make(place, options, _features, tell)
    failed = has_errors(report.diagnostics, strict=options.strict)
    if given["as_json"]:
        machine.report(report, place, ok=not failed)
    else:
        trouble.show(report.diagnostics, place)
        by_strict = failed and not has_errors(report.diagnostics)
        if not deliver:
            show.claims(report)
            show.typography(report)
        show.report(report, place, failed=failed, strict=by_strict)
    return 1 if failed else 0


def _features() -> tuple[Feature, ...]:
    from publisher.plugins import load_features

    return load_features()


@publisher.command()
@_FOLDER
@_JSON
def info(directory: Path, as_json: bool) -> int:
    """Say what a manuscript holds: chapters, words, minutes, editions."""
    from publisher.build.corridor import walk
    from publisher.build.plan import Options
    from publisher.cli.place import find_place

    with machine.trouble_as_json(as_json):
        place = find_place(directory, None, deliver=False, keep=False)
        walked = walk(place.folder, Options(), _features())
    failed = has_errors(walked.diagnostics)
    if as_json:
        machine.info(walked, place, ok=not failed)
    else:
        errors = [each for each in walked.diagnostics if each.severity is Severity.ERROR]
        trouble.show(errors, place)
        show.info(walked)
        if walked.diagnostics:
            click.echo(f"\n{trouble.summary(walked.diagnostics)}: publisher check shows all", err=True)
    return 1 if failed else 0


@publisher.command(short_help="Keep the ids of chapters and blocks for later editions.")
@_FOLDER
@_JSON
def ids(directory: Path, as_json: bool) -> int:
    """Keep what chapters and blocks are called for later editions, in ids.lock; begin it where there is none."""
    from publisher.build.corridor import walk
    from publisher.build.locking import lock_changes, write_lock
    from publisher.build.plan import Options
    from publisher.cli.place import find_place
    from publisher.manuscript.lock import LOCK

    with machine.trouble_as_json(as_json):
        place = find_place(directory, None, deliver=False, keep=False)
        walked = walk(place.folder, Options(begin_lock=True), _features())
        failed = has_errors(walked.diagnostics)
        changed = None if failed else lock_changes(walked)
        if changed is not None:
            write_lock(place.folder, walked)
    if as_json:
        machine.ids(changed, walked.diagnostics, place, ok=not failed)
    else:
        # What does not keep the list from being written is for a build to say.
        of_lock = [each for each in walked.diagnostics if each.span.path == LOCK]
        trouble.show(walked.diagnostics if failed else of_lock, place)
        show.ids(changed, place, failed=failed)
    return 1 if failed else 0


@publisher.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", default="", help="The book's title. [default: from the folder's name]")
@click.option("--author", default="", help="The author's name.")
@click.option("--language", default="en", show_default=True, help="A BCP 47 tag such as en-GB or fr.")
def new(directory: Path, title: str, author: str, language: str) -> int:
    """Make a small manuscript in DIR that builds at once."""
    from publisher.cli.new import make_manuscript
    from publisher.cli.text import printable

    for path in make_manuscript(directory, title, author, language):
        click.echo(f"wrote {printable(str(path))}")
    there = "" if directory.resolve() == Path.cwd() else f" -C {printable(str(directory))}"
    click.echo(f"\nNow: publisher build{there}")
    return 0


@publisher.command(short_help="Explain a diagnostic by its code.")
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Explain a diagnostic by its CODE (all codes without one): what it finds, why, what to write instead."""
    from publisher.rules.all import all_rules

    rules = all_rules()
    if code is None:
        show.rules(rules.values())
        return 0
    rule = rules.get(code.upper().strip("[]"))
    if rule is None:
        hint = nearest(code.upper(), list(rules)) or "publisher explain, without a code, lists them all"
        raise UsageError(f"there is no diagnostic {code!r}", hint)
    show.rule(rule)
    return 0


@publisher.command(short_help="Print the JSON Schema of book.toml.")
def schema() -> int:
    """Print the JSON Schema of book.toml, for editors that complete it."""
    import json

    from publisher.config.schema import book_schema

    click.echo(json.dumps(book_schema(), indent=2, ensure_ascii=False))
    return 0


publisher.add_command(preflight)
publisher.add_command(cover)
publisher.add_command(proof)


def _guarded(start: Callable[[], int | None]) -> int:
    """Run a command and turn every way it can end into a sentence and an exit code."""
    debug = bool(os.environ.get("PUBLISHER_DEBUG"))
    try:
        return start() or 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except (click.Abort, KeyboardInterrupt):
        trouble.failure("stopped", "")
        return _STOPPED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        _hush()
        return 1
    except PublisherError as error:
        if debug:
            raise
        trouble.failure(str(error), error.hint)
        return 2 if isinstance(error, UsageError) else 1
    except OSError as error:  # a disk that is full, a folder that went away: the system's words are the best there are
        if debug:
            raise
        where = f": {error.filename}" if error.filename else ""
        trouble.failure(f"{error.strerror or error}{where}", "")
        return 1
    except Exception as error:  # the last door: a person gets a sentence, never a traceback
        if debug:
            raise
        kind = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        trouble.failure(
            f"Publisher itself failed: {kind}",
            "this is our fault, not yours; please report it with what PUBLISHER_DEBUG=1 prints",
        )
        return 1


def _hush() -> None:
    """Whoever read our output has gone; Python would complain once more while it closes."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(nowhere, stream.fileno())


def _prepare_streams() -> None:
    """A terminal that cannot show a character shows another one; that is no reason to fail."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _stop(number: int, _: object) -> NoReturn:
    """Asked to end by the system: go by the same way as after Ctrl-C, so that nothing is left behind."""
    raise SystemExit(128 + number)


def _colour() -> bool | None:
    """Colours on a terminal, unless ``NO_COLOR`` is set to anything (no-color.org)."""
    return False if os.environ.get("NO_COLOR") else None


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command with these arguments (those of the process when None) and give its exit code."""
    start = partial(publisher.main, prog_name="publisher", standalone_mode=False, color=_colour())
    return _guarded(lambda: start(list(arguments) if arguments is not None else None))


def main() -> None:
    """The console script."""
    _prepare_streams()
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    _end(run())


def _end(code: int) -> NoReturn:
    """End the process at once: to free what it has piece by piece takes a sixth of an unchanged book's time.

    What libraries do at the end is done, and what we said is said.
    """
    if os.environ.get("PUBLISHER_DEBUG"):
        sys.exit(code)
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        code = 1
    except OSError as error:
        trouble.failure(f"what was to be said could not be: {error.strerror or error}", "")
        code = 1
    with contextlib.suppress(OSError, ValueError):
        sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
