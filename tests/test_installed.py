"""What is installed is read from folders' names as importlib.metadata reads it, only sooner."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

from publisher import installed


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder as the only place where packages are."""
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    installed.installed.cache_clear()
    yield tmp_path
    installed.installed.cache_clear()


def package(shelf: Path, name: str, version: str, entry_points: str = "") -> None:
    """A package's metadata."""
    folder = shelf / f"{name.replace('-', '_')}-{version}.dist-info"
    folder.mkdir()
    text = (
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nRequires-Dist: other (>=1)\nRequires-Dist: x.y\n\n"
    )
    (folder / "METADATA").write_text(text + "Version: 9 in the description\n", "utf-8")
    if entry_points:
        (folder / "entry_points.txt").write_text(entry_points, "utf-8")


def test_it_says_what_the_library_says() -> None:
    for each in metadata.distributions():
        assert installed.version(each.metadata["Name"]) == each.version


def test_a_package_its_version_and_what_it_requires(shelf: Path) -> None:
    package(shelf, "some-book", "1.006")
    assert installed.version("Some.Book") == "1.006"
    assert list(installed.requirements("some-book")) == ["other", "x.y"]
    assert installed.version("missing") == "none"
    assert list(installed.requirements("missing")) == []


def test_entry_points_are_seen(shelf: Path) -> None:
    package(shelf, "plain", "1")
    assert not installed.may_have("publisher.features")
    installed.installed.cache_clear()
    package(shelf, "plugin", "1", "[publisher.features]\nmine = plugin:FEATURE\n")
    assert installed.may_have("publisher.features")


def test_where_packages_lie_otherwise_the_library_is_asked(shelf: Path) -> None:
    package(shelf, "plain", "1")
    (shelf / "old.egg-info").mkdir()
    assert installed.installed() == {}
    assert installed.may_have("publisher.features")


def test_a_build_of_an_unchanged_book_does_not_load_what_reads_metadata() -> None:
    code = (
        "import sys; from publisher.build.maker import maker_digest; from publisher.plugins import identities;"
        "maker_digest(), identities(); print('importlib.metadata' in sys.modules, 'email' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "False"]
