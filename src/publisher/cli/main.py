"""The ``publisher`` command and its sub-commands.

Exit codes: 0 done · 1 the manuscript has errors, or the machine lacks something · 2 wrong use.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publisher import __version__
from publisher.cli import show
from publisher.diagnostics import PublisherError, UsageError, has_errors

if TYPE_CHECKING:
    from publisher.features.feature import Feature

_FOLDER = click.option(
    "-C", "--directory", "directory", default=".", metavar="DIR", type=click.Path(path_type=Path),
    help="A folder that holds manuscript/ (and perhaps styles/), or a manuscript itself.",
)  # fmt: skip
_JSON = click.option("--json", "as_json", is_flag=True, help="Say it for a machine: one JSON object on standard out.")
_STRICT = click.option("--strict", is_flag=True, help="Take warnings for errors.")
_JOBS = click.option("--jobs", type=click.IntRange(1, 256), help="Workers at a time (default: one a processor).")
_NO_CACHE = click.option("--no-cache", is_flag=True, help="Make everything afresh and keep nothing.")
_FORMAT = click.option("--format", "format_", type=click.Choice(["epub", "pdf"]), help="Only files of this format.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="publisher", message="%(prog)s %(version)s")
def publisher() -> None:
    """Markdown chapters in, an accessible EPUB 3 and print-ready PDFs out."""


@publisher.command()
@click.argument("editions", nargs=-1, metavar="[EDITION]...")
@_FOLDER
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="DIST", help="Where the books go (DIR/dist).")
@_FORMAT
@_JOBS
@_NO_CACHE
@_STRICT
@_JSON
def build(**given: Any) -> int:
    """Build the editions of a manuscript (all of them, or those named) into dist/."""
    return _run_build(given, deliver=True)


@publisher.command()
@click.argument("editions", nargs=-1, metavar="[EDITION]...")
@_FOLDER
@_FORMAT
@_JOBS
@_NO_CACHE
@_STRICT
@_JSON
def check(**given: Any) -> int:
    """Say what a build would say, layout and all, and write nothing."""
    return _run_build(given, deliver=False)


def _run_build(given: dict[str, Any], *, deliver: bool) -> int:
    from publisher.build.plan import Options
    from publisher.build.run import build as run
    from publisher.cli.place import find_place
    from publisher.cli.progress import progress

    place = find_place(given["directory"], given.get("output"), deliver=deliver, keep=not given["no_cache"])
    options = Options(
        editions=given["editions"],
        format=given["format_"] or "",
        jobs=given["jobs"] or 0,
        use_cache=not given["no_cache"],
        strict=given["strict"],
    )
    with progress() as tell:
        report = run(place, options, _features, tell)
    failed = has_errors(report.diagnostics, strict=options.strict)
    if given["as_json"]:
        show.report_as_json(report, place, ok=not failed)
    else:
        show.diagnostics(report.diagnostics, place.folder)
        show.report(report, place, failed=failed)
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
    from publisher.plugins import load_features

    place = find_place(directory, None, deliver=False, keep=False)
    walked = walk(place.folder, Options(), load_features())
    if as_json:
        show.info_as_json(walked)
    else:
        show.diagnostics(walked.diagnostics, place.folder)
        show.info(walked)
    return 1 if has_errors(walked.diagnostics) else 0


@publisher.command()
@click.argument("directory", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", default="", help="The book's title (default: from the folder's name).")
@click.option("--author", default="", help="The author's name.")
@click.option("--language", default="en", show_default=True, help="BCP 47 tag, such as en-GB or fr.")
def new(directory: Path, title: str, author: str, language: str) -> int:
    """Make a small manuscript in DIR that builds at once."""
    from publisher.cli.new import make_manuscript

    for path in make_manuscript(directory, title, author, language):
        click.echo(f"wrote {path}")
    click.echo(f"\nNow: publisher build -C {directory}")
    return 0


@publisher.command()
@click.argument("code")
def explain(code: str) -> int:
    """Explain a diagnostic: what it finds, why that is bad, what to write instead."""
    from publisher.rules import all_rules

    rules = all_rules()
    rule = rules.get(code.upper().strip("[]"))
    if rule is None:
        raise UsageError(f"there is no diagnostic {code!r}", hint=show.nearest(code.upper(), list(rules)))
    show.rule(rule)
    return 0


@publisher.command()
def schema() -> int:
    """Print the JSON Schema of book.toml, for editors that complete it."""
    import json

    from publisher.config import book_schema

    click.echo(json.dumps(book_schema(), indent=2, ensure_ascii=False))
    return 0


def _guarded(run: Callable[[], int | None]) -> int:
    """Run a command and turn every way it can end into a sentence and an exit code."""
    try:
        return run() or 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except UsageError as error:
        show.failure(str(error), error.hint)
        return 2
    except PublisherError as error:
        show.failure(str(error), error.hint)
        return 1
    except KeyboardInterrupt:
        show.failure("stopped", "")
        return 130
    except BrokenPipeError:
        # Whoever read our output has gone; Python would complain once more while it closes.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # the last door: a person gets a sentence, never a traceback
        if os.environ.get("PUBLISHER_DEBUG"):
            raise
        show.failure(
            f"Publisher itself failed: {type(error).__name__}: {error}",
            "this is our fault, not yours; please report it with what PUBLISHER_DEBUG=1 prints",
        )
        return 1


def main() -> None:
    """The console script."""
    sys.exit(_guarded(lambda: publisher.main(standalone_mode=False)))


if __name__ == "__main__":
    main()
