"""Imports go down the floors of docs/architecture.md, in no circle, and each library has one door."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).parent.parent / "src" / "publisher"

# The longest prefix of a module's name decides its floor.
FLOORS = {
    "publisher": 0,  # the version
    "publisher.source": 0,
    "publisher.diagnostics": 0,
    "publisher.rules": 0,
    "publisher.words": 0,
    "publisher.config": 1,
    "publisher.manuscript": 1,
    "publisher.fonts": 1,
    "publisher.markup": 2,
    "publisher.book": 3,
    "publisher.style": 4,
    "publisher.features": 5,
    "publisher.formats": 5,
    "publisher.build": 6,
    "publisher.judges": 6,
    "publisher.plugins": 7,
    "publisher.cli": 8,
    "publisher.__main__": 9,
}

# Library → the prefixes of the modules that may import it.
DOORS = {
    "PIL": ("publisher.manuscript",),
    "barcode": ("publisher.formats.wrap",),
    "click": ("publisher.cli",),
    "distributed": ("publisher.build",),
    "ebooklib": ("publisher.formats.epub",),
    "fsspec": ("publisher.build",),
    "jinja2": ("publisher.style",),
    "jpype": ("publisher.judges",),
    "lxml": ("publisher.manuscript", "publisher.formats.epub"),  # EbookLib's own trees are lxml's
    "markdown_it": ("publisher.markup",),
    "mdit_py_plugins": ("publisher.markup",),
    "onixcheck": ("publisher.judges",),
    "pikepdf": ("publisher.formats.readback",),
    "platformdirs": ("publisher.cli",),
    "pydantic": ("publisher.config",),
    "pydantic_core": ("publisher.config",),
    "pydyf": ("publisher.formats.pdf",),
    "pygments": ("publisher.features",),
    "pypdfium2": ("publisher.formats.readback",),
    "pyphen": ("publisher.formats.pdf",),
    "resvg_py": ("publisher.style",),
    "rich": ("publisher.cli",),
    "stdnum": ("publisher.config",),
    "tinycss2": ("publisher.style",),
    "uharfbuzz": ("publisher.fonts",),
    "watchfiles": ("publisher.build",),
    "weasyprint": ("publisher.formats.pdf",),
    "yaml": ("publisher.manuscript",),
}


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(SRC.rglob("*.py")):
        parts = path.relative_to(SRC.parent).with_suffix("").parts
        yield ".".join(part for part in parts if part != "__init__"), path


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """Every import of a file, those inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}:{node.lineno}: relative import"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def floor(name: str) -> int:
    while name not in FLOORS:
        name = name.rpartition(".")[0]
    return FLOORS[name]


NAMES = dict(modules())


def module_of(name: str) -> str | None:
    """The module of ours that an imported name is, or is in."""
    while name.startswith("publisher"):
        if name in NAMES:
            return name
        name = name.rpartition(".")[0]
    return None


@pytest.mark.parametrize("name", NAMES)
def test_imports_go_down(name: str) -> None:
    climbing = [
        f"line {line} imports {target}"
        for imported, line in imports(NAMES[name])
        if (target := module_of(imported)) and floor(target) > floor(name)
    ]
    assert not climbing


@pytest.mark.parametrize("name", NAMES)
def test_each_library_has_one_door(name: str) -> None:
    wrong = []
    for imported, line in imports(NAMES[name]):
        library = imported.partition(".")[0]
        if library == "publisher" or library in sys.stdlib_module_names:
            continue
        doors = DOORS.get(library, ())
        if not name.startswith(doors):
            wrong.append(f"line {line} imports {library}, whose door is {doors or 'not in the list'}")
    assert not wrong


def test_no_circles() -> None:
    graph = {
        name: {target for imported, _ in imports(path) if (target := module_of(imported)) and target != name}
        for name, path in NAMES.items()
    }
    # A package's __init__ that gathers its own modules is not a circle of meaning, only one of files.
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        if name in trail:
            circle = trail[trail.index(name) :]
            assert len(circle) == 1, "a circle: " + " → ".join([*circle, name])
            return
        if name not in done:
            for target in sorted(graph[name]):
                visit(target, (*trail, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def test_modules_begin_with_one_sentence() -> None:
    for name, path in NAMES.items():
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
        assert docstring, f"{name} has no docstring"
        first = docstring.splitlines()[0]
        assert first.endswith((".", ":", "?")) or docstring.splitlines()[1:2] != [""], f"{name}: {first!r}"
