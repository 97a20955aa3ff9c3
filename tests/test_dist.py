"""dist/SHA256SUMS, which git tracks, says what `make book` makes: with the versions that it names, to the byte."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from publisher.build.deliver import SUMS, read_sums, version_lines

DIST = Path(__file__).resolve().parents[1] / "dist"


def versions(lines: list[str]) -> dict[str, str]:
    """Name → version of the comment lines; ours is left out: a new version of Publisher must be told of itself."""
    pairs = (line.removeprefix("# ").split(maxsplit=1) for line in lines)
    return {name: version for name, version in pairs if name != "publisher"}


def test_the_books_are_those_that_the_list_names(sample, capsys):
    assert (DIST / SUMS).is_file(), "dist/SHA256SUMS is not there: run `make book` and commit it"
    lines, wanted = read_sums(DIST)
    there, here = versions(lines), versions(version_lines())
    if there != here:
        other = sorted(name for name in there.keys() | here.keys() if there.get(name) != here.get(name))
        told = ", ".join(f"{name} {there.get(name, 'none')} (here {here.get(name, 'none')})" for name in other)
        with capsys.disabled():
            print(f"\ndist/SHA256SUMS holds for other versions, so the sums were not compared: {told}")
        assert sample.files
        return
    made = {name: hashlib.sha256(data).hexdigest() for name, data in sample.files.items()}
    differing = sorted(name for name in made.keys() | wanted.keys() if made.get(name) != wanted.get(name))
    assert not differing, f"the books have changed: run `make book` and commit dist/SHA256SUMS ({', '.join(differing)})"


def test_the_list_is_one_that_sha256sum_reads():
    lines = (DIST / SUMS).read_text("utf-8").splitlines()
    assert all(re.fullmatch(r"# \S+ \S+|[0-9a-f]{64}  [A-Za-z0-9._-]+", line) for line in lines)
    names = [line[66:] for line in lines if not line.startswith("#")]
    assert names == sorted(set(names))


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_sha256sum_finds_every_book_as_listed(sample, tmp_path):
    for name, data in sample.files.items():
        (tmp_path / name).write_bytes(data)
    shutil.copy(sample.dist / SUMS, tmp_path / SUMS)
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", SUMS], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK") == len(sample.files)
    assert not done.stderr
