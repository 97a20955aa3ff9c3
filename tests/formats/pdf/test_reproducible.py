"""Equal compositions give equal bytes, wherever and whenever."""

from __future__ import annotations

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SCRIPT = """
import sys
sys.path.insert(0, sys.argv[1])
import test_tags
from hashlib import sha256
print(sha256(test_tags.rich().data).hexdigest())
"""


def run(folder: Path, zone: str, seed: str) -> str:
    folder.mkdir()
    environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "TMPDIR": str(folder)}
    environment.pop("SOURCE_DATE_EPOCH", None)
    command = [sys.executable, "-c", SCRIPT, str(HERE)]
    return subprocess.run(
        command, cwd=folder, env=environment, check=True, capture_output=True, text=True
    ).stdout.strip()


def test_same_bytes(tmp_path: Path) -> None:
    one = run(tmp_path / "one", "UTC", "1")
    other = run(tmp_path / "another", "Asia/Tokyo", "2")
    assert one == other
    assert len(one) == len(sha256().hexdigest())
