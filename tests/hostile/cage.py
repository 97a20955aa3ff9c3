"""A cage: builds manuscripts where every file that is opened and every machine that is called is written down.

Run as a program with ``watch/`` on the path: one JSON object a line on standard input (folder, dist, options), one on
standard output. First two harmless books are built: what happens then (Python's own late imports, the fonts of the
machine) is no manuscript's doing. What happens later is, unless it stays in the book's folder, dist/, the temporary
folder and the installed packages.
"""

from __future__ import annotations

import json
import os
import resource
import site
import sys
import sysconfig
import tempfile
import traceback
from pathlib import Path
from typing import Any

HARMLESS = "# One\n\nWords, *more* words and `code`.[^1]\n\n![A picture](p.svg)\n\n[^1]: N.\n"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


class Log:
    """What the processes of the cage write down. ``usual`` is what they do without any manuscript's help."""

    def __init__(self, path: Path) -> None:
        self._path, self._read = path, 0
        self.usual: set[str] = set()

    def news(self, roots: tuple[str, ...]) -> list[str]:
        """What has happened since the last call outside ``roots``, once each."""
        with self._path.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        self._read += len(data)
        found = []
        for line in dict.fromkeys(data.decode("utf-8", "replace").splitlines()):
            _, _, what = line.partition("\t")
            inside = what.startswith("/") and os.path.realpath(what).startswith(roots)
            if not inside and line not in self.usual:
                found.append(line)
        return found


def installed() -> tuple[str, ...]:
    """The folders of Python, of its packages and of Publisher's own files; and the bin that is always empty."""
    import publisher

    package = Path(publisher.__file__).resolve().parent
    folders = {sys.prefix, sys.base_prefix, sys.exec_prefix, *site.getsitepackages(), *sysconfig.get_paths().values()}
    folders |= {each for each in sys.path if each} | {str(package), str(package.parents[1] / "styles")}
    return (os.devnull, *sorted(os.path.realpath(each) + os.sep for each in folders))


def run(job: dict[str, Any], log: Log) -> dict[str, Any]:
    """Build one manuscript, watched."""
    from publisher.build.cache import Cache
    from publisher.build.place import Place
    from publisher.build.plan import Options
    from publisher.build.run import build
    from publisher.diagnostics import PublisherError
    from publisher.manuscript import find_manuscript
    from publisher.plugins import load_features

    folder, dist = Path(job["folder"]), Path(job["dist"])
    roots = (
        *installed(),
        *(os.path.realpath(each) for each in (folder, dist, folder.parent / "cache", tempfile.gettempdir())),
    )
    answer: dict[str, Any] = {"diagnostics": [], "files": [], "crash": "", "refused": ""}
    start = _processors()
    try:
        place = Place(find_manuscript(folder), (), dist, Cache(folder.parent / "cache"))
        report = build(place, Options(jobs=1, **job.get("options", {})), load_features)
        answer["files"] = [made.file_name for made in report.made]
        answer["diagnostics"] = [
            [each.code, str(each.severity), each.span.path, each.span.line, each.span.column, each.message, each.hint]
            for each in report.diagnostics
        ]
    except PublisherError as error:
        answer["refused"] = f"{type(error).__name__}: {error}"
    except BaseException:
        answer["crash"] = traceback.format_exc(limit=-4)
    answer["seconds"] = _processors() - start
    answer["violations"] = log.news(roots)
    answer["peak"] = 1024 * max(
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return answer


def _processors() -> float:
    """Seconds that the processors have spent on us and on those who have ended."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def warm(log: Log) -> None:
    """Build the harmless book twice."""
    for _ in range(2):
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "a.md").write_text(HARMLESS, "utf-8")
            (Path(folder) / "p.svg").write_text(DRAWING, "utf-8")
            answer = run({"folder": folder, "dist": f"{folder}/dist"}, log)
        if len(answer["files"]) != 2:
            raise SystemExit(f"the harmless book cannot be built: {answer}")
        log.usual |= set(answer["violations"])


def main(memory: int) -> None:
    """Answer jobs until standard input ends. ``memory``: bytes of address space; 0: no limit."""
    if memory:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever prints must not get into the answers
    log = Log(Path(os.environ["PUBLISHER_WATCH"]))
    warm(log)
    print(json.dumps({"ready": True, "usual": sorted(log.usual)}), file=answers, flush=True)
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line), log)), file=answers, flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
