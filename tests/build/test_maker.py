"""The versions that sums and cache hold for: of every library that has a hand in the bytes, and of no other."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from publisher.build.maker import code_digest, maker_digest, versions

ROOT = Path(__file__).resolve().parents[2]

# They read the command line and book.toml, draw on terminals or build wheels: what they do is in the composition.
NO_HAND = {
    *("annotated-types", "click", "colorama", "fontpkg", "platformdirs", "pydantic", "pydantic-core", "python-stdnum"),
    *("pyyaml", "rich", "typing-extensions", "typing-inspection", "uc-micro-py"),
    *("cffi", "pycparser"),  # they carry calls to Pango and HarfBuzz, which are listed
    *("brotli", "zopfli"),  # they unpack fonts
    *("six", "webencodings"),
    *("anyio", "idna", "watchfiles"),  # they wait for a save
    "packaging",  # pikepdf looks at versions with it
}


def needed(name: str, found: set[str], extras: frozenset[str] = frozenset()) -> set[str]:
    """All distributions that this one needs here, itself left out."""
    for line in metadata.requires(name) or []:
        requirement = Requirement(line)
        wanted = [{"extra": extra} for extra in extras] or [{"extra": ""}]
        if requirement.marker and not any(requirement.marker.evaluate(each) for each in wanted):
            continue
        other = canonicalize_name(requirement.name)
        if other not in found:
            found.add(other)
            needed(other, found, frozenset(requirement.extras))
    return found


def test_every_library_is_listed_or_known_to_have_no_hand():
    listed = {name for name, _ in versions()} - {"publisher", "python", "platform", "zlib", "pango", "harfbuzz"}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    closure: set[str] = set()
    for requirement in map(Requirement, project["dependencies"]):
        closure.add(canonicalize_name(requirement.name))
        needed(requirement.name, closure, frozenset(requirement.extras))
    assert closure - listed - NO_HAND == set(), "say of these whether they have a hand in the bytes"
    assert listed - closure == set(), "Publisher does not need these any more"


def test_nothing_is_missing_here():
    assert [name for name, version in versions() if version == "none"] == []


def test_the_patch_release_of_python_does_not_count():
    assert dict(versions())["python"] == f"cpython-{sys.version_info[0]}.{sys.version_info[1]}"


def test_the_digest_is_the_same_in_another_process():
    code = "from publisher.build.maker import maker_digest; print(maker_digest())"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=True)
    assert done.stdout.strip() == maker_digest()


def test_our_own_styles_count(tmp_path, monkeypatch):
    before = code_digest()
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "print.css").write_text("p { color: red }")
    monkeypatch.setattr("publisher.build.ownfiles.own_styles", lambda: tmp_path)
    code_digest.cache_clear()
    try:
        assert code_digest() != before
    finally:
        code_digest.cache_clear()
