"""A build that has nothing to do loads nothing to do it with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src"
HEAVY = ("pydantic", "rich", "jinja2", "markdown_it", "lxml", "PIL", "pygments", "weasyprint", "ebooklib", "yaml")
CODE = """\
import sys
from publisher.cli.main import run
code = run(["build", "--format", "epub"])
print(code, *sorted(name for name in sys.modules if "." not in name))
"""


def loaded(here: Path) -> tuple[str, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(SRC)!r})\n{CODE}"],
        cwd=here,
        capture_output=True,
        text=True,
        check=True,
    )
    code, *modules = done.stdout.splitlines()[-1].split()
    assert code == "0", done.stderr
    return done.stdout, set(modules)


def test_an_unchanged_book_loads_nothing_heavy(book):
    book(**{"book.toml": '[book]\ntitle = "A Book"\nauthors = ["A. Writer"]\n', "one.md": "# One\n"})
    here = Path.cwd()
    _, first = loaded(here)
    assert "markdown_it" in first, "the test would prove nothing"
    assert "weasyprint" not in first, "an EPUB needs no print engine"
    said, again = loaded(here)
    assert "nothing has changed" in said
    assert again.isdisjoint(HEAVY)
