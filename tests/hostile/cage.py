"""A cage: builds manuscripts in a process that watches every file it opens and every machine it speaks to.

Run as a program: one JSON object a line on standard input (folder, dist, canaries, options), one on standard output.
After a harmless book has been built (so that Python's own late imports are done) an audit hook notes each event that
no book may cause: a connection, a name looked up, a process started, a file opened outside the book's folder, dist/,
the temporary folder and the installed packages.
"""

from __future__ import annotations

import json
import os
import resource
import site
import sys
import sysconfig
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

FORBIDDEN = (
    "socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind", "urllib.Request",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "ftplib.connect",
    "http.client.connect", "smtplib.connect", "webbrowser.open", "shutil.rmtree", "pty.spawn",
)  # fmt: skip
HARMLESS = {"book.toml": "[book]\ntitle = 'Harmless'\n", "a.md": "# One\n\nWords, *more* words and `code`.[^1]\n\n[^1]: N.\n"}


class Watch:
    """What the audit hook sees while it is armed."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self.roots: tuple[str, ...] = ()
        self.armed = False

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event.startswith(FORBIDDEN) and not self._benign(event, arguments):
            self.seen.append(f"{event} {arguments!r}"[:300])
        elif event in ("open", "os.listdir", "os.scandir") and isinstance(arguments[0], str | bytes):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not path.startswith(self.roots):
                self.seen.append(f"{event} {path}"[:300])

    def _benign(self, event: str, arguments: tuple[Any, ...]) -> bool:
        """Temporary folders are taken away."""
        return event == "shutil.rmtree" and os.path.realpath(str(arguments[0])).startswith(self.roots)


def installed() -> tuple[str, ...]:
    """The folders of Python, of its packages and of Publisher's own files."""
    import publisher

    package = Path(publisher.__file__).resolve().parent
    found = {sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages(), *sysconfig.get_paths().values()}
    found |= {str(package), str(package.parents[1] / "styles"), str(package.parents[1] / "pyproject.toml")}
    return tuple(sorted(os.path.realpath(each) + ("" if each.endswith(".toml") else os.sep) for each in found))


def run(job: dict[str, Any], watch: Watch) -> dict[str, Any]:
    """Build one manuscript, watched."""
    from publisher.build.cache import Cache
    from publisher.build.place import Place
    from publisher.build.plan import Options
    from publisher.build.run import build
    from publisher.diagnostics import PublisherError
    from publisher.manuscript import find_manuscript
    from publisher.plugins import load_features

    folder, dist = Path(job["folder"]), Path(job["dist"])
    watch.seen.clear()
    watch.roots = (*installed(), *(os.path.realpath(each) for each in (folder, dist, tempfile.gettempdir(), os.devnull)))
    answer: dict[str, Any] = {"diagnostics": [], "files": [], "crash": "", "refused": ""}
    start = time.perf_counter()
    watch.armed = job.get("watched", True)
    try:
        place = Place(find_manuscript(folder), (), dist, Cache(None))
        report = build(place, Options(jobs=1, use_cache=False, **job.get("options", {})), load_features)
        answer["files"] = [made.file_name for made in report.made]
        answer["diagnostics"] = [
            [each.code, str(each.severity), each.span.path, each.span.line, each.span.column, each.message, each.hint]
            for each in report.diagnostics
        ]
    except PublisherError as error:
        answer["refused"] = f"{type(error).__name__}: {error}"
    except BaseException:
        answer["crash"] = traceback.format_exc()
    watch.armed = False
    answer["seconds"] = time.perf_counter() - start
    answer["violations"] = list(dict.fromkeys(watch.seen))
    answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return answer


def warm(watch: Watch) -> None:
    """Build the harmless book, unwatched."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in HARMLESS.items():
            (Path(folder) / name).write_text(text, "utf-8")
        answer = run({"folder": folder, "dist": f"{folder}/dist", "watched": False}, watch)
    if not answer["files"]:
        raise SystemExit(f"the harmless book cannot be built: {answer}")


def main(memory: int) -> None:
    """Answer jobs until standard input ends. ``memory``: bytes of address space; 0: no limit."""
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints must not get into the answers
    watch = Watch()
    warm(watch)
    sys.addaudithook(watch)
    say: Callable[[Any], None] = lambda answer: print(json.dumps(answer), file=answers, flush=True)  # noqa: E731
    say({"ready": True})
    for line in sys.stdin:
        say(run(json.loads(line), watch))


if __name__ == "__main__":
    main(int(sys.argv[1]))
