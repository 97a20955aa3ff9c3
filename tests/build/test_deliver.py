"""Files come into dist/ all together or not at all, and the list of their sums is true."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from publisher.build.deliver import SUMS, deliver, read_sums, version_lines
from publisher.build.whole import alone_in, write_all, write_whole
from publisher.diagnostics import MachineError
from publisher.formats.artefact import Artefact


def artefact(name: str, data: bytes = b"data") -> Artefact:
    return Artefact(name, "application/pdf", data)


def sums(dist: Path) -> dict[str, str]:
    return read_sums(dist)[1]


def test_the_list_says_what_lies_beside_it(tmp_path):
    deliver(tmp_path / "dist", [artefact("b.pdf"), artefact("a.epub", b"other")])
    lines = (tmp_path / "dist" / SUMS).read_text().splitlines()
    assert lines[: len(version_lines())] == version_lines()
    assert lines[len(version_lines()) :] == [
        f"{hashlib.sha256(b'other').hexdigest()}  a.epub",
        f"{hashlib.sha256(b'data').hexdigest()}  b.pdf",
    ]


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="no sha256sum here")
def test_sha256sum_understands_the_list(tmp_path):
    deliver(tmp_path, [artefact("a.pdf")])
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", SUMS], cwd=tmp_path, check=True)
    (tmp_path / "a.pdf").write_bytes(b"changed")
    changed = subprocess.run(["sha256sum", "--check", SUMS], cwd=tmp_path, capture_output=True, check=False)
    assert changed.returncode == 1


def test_a_part_of_the_editions_keeps_the_others_lines(tmp_path):
    deliver(tmp_path, [artefact("a.pdf"), artefact("b.pdf")])
    deliver(tmp_path, [artefact("b.pdf", b"new")])
    wanted = {"a.pdf": b"data", "b.pdf": b"new"}
    assert sums(tmp_path) == {name: hashlib.sha256(data).hexdigest() for name, data in wanted.items()}


def test_a_line_goes_with_its_file(tmp_path):
    deliver(tmp_path, [artefact("a.pdf"), artefact("b.pdf")])
    (tmp_path / "a.pdf").unlink()
    deliver(tmp_path, [artefact("b.pdf")])
    assert list(sums(tmp_path)) == ["b.pdf"]


def test_lines_of_other_versions_go(tmp_path):
    deliver(tmp_path, [artefact("a.pdf"), artefact("b.pdf")])
    text = (tmp_path / SUMS).read_text()
    (tmp_path / SUMS).write_text(text.replace("# weasyprint ", "# weasyprint 1"))
    deliver(tmp_path, [artefact("b.pdf")])
    assert list(sums(tmp_path)) == ["b.pdf"]


def test_files_of_editions_that_are_gone_are_named_once_and_left(tmp_path):
    deliver(tmp_path, [artefact("book-a.pdf"), artefact("book-b.pdf"), artefact("others.pdf")])
    assert deliver(tmp_path, [artefact("book-a.pdf")], "book", {"book-a.pdf"}) == ("book-b.pdf",)
    assert (tmp_path / "book-b.pdf").exists()
    assert list(sums(tmp_path)) == ["book-a.pdf", "others.pdf"]
    assert deliver(tmp_path, [artefact("book-a.pdf")], "book", {"book-a.pdf"}) == ()


def test_a_file_with_the_same_bytes_is_left_alone(tmp_path):
    deliver(tmp_path, [artefact("a.pdf")])
    os.utime(tmp_path / "a.pdf", (1, 1))
    deliver(tmp_path, [artefact("a.pdf")])
    assert (tmp_path / "a.pdf").stat().st_mtime == 1


def test_a_full_disk_leaves_everything_as_it_was(tmp_path, monkeypatch):
    deliver(tmp_path, [artefact("a.pdf"), artefact("b.pdf")])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    written = []

    def full(handle: int) -> None:
        written.append(handle)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(MachineError, match="No space left on device"):
        deliver(tmp_path, [artefact("a.pdf", b"new"), artefact("b.pdf", b"new")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_stop_in_the_middle_leaves_no_parts(tmp_path, monkeypatch):
    def stop(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write_all({tmp_path / "a": b"a"})
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_build_left_is_swept(tmp_path):
    part = tmp_path / ".publisher-0123.part"
    part.write_bytes(b"half")
    with alone_in(tmp_path):
        assert not part.exists()


def test_permissions_are_those_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        write_whole(tmp_path / "a", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_dist_that_is_a_file(tmp_path):
    (tmp_path / "dist").write_text("")
    with pytest.raises(MachineError, match="cannot write to"):
        deliver(tmp_path / "dist", [artefact("a.pdf")])


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"# x\nnonsense\n\n", b"a  b  c\n"])
def test_a_list_of_rubbish_is_written_anew(tmp_path, content):
    (tmp_path / SUMS).write_bytes(content)
    deliver(tmp_path, [artefact("a.pdf")])
    assert list(sums(tmp_path)) == ["a.pdf"]
