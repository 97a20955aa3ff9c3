"""Publisher's own data are read from the package, whether it lies in a folder or in an archive."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from publisher.owndata import own_data, own_text

PACKAGE = Path(__file__).parent.parent / "src" / "publisher"


def test_data_are_the_bytes_of_the_file_and_text_has_plain_line_ends():
    assert own_data("words.toml") == (PACKAGE / "data" / "words.toml").read_bytes()
    assert own_text("shops/own.toml") == (PACKAGE / "data" / "shops" / "own.toml").read_text("utf-8")


def test_what_is_not_there_is_an_os_error():
    with pytest.raises(FileNotFoundError):
        own_data("missing.toml")


def test_they_are_read_out_of_an_archive(tmp_path):
    archive = tmp_path / "book.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        for name in ("__init__.py", "owndata.py", "data/words.toml"):
            packed.write(PACKAGE / name, f"publisher/{name}")
    code = f"import sys; sys.path.insert(0, {str(archive)!r}); from publisher.owndata import own_text as read;"
    said = subprocess.run(
        [sys.executable, "-I", "-c", f"{code} print(read.__code__.co_filename); print(len(read('words.toml')))"],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert said == [f"{archive}/publisher/owndata.py", str(len(own_text("words.toml")))]
