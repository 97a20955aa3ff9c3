"""Makes the small book of ``bindery`` importable."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from bindery import Bindery


@pytest.fixture
def bindery(tmp_path: Path) -> Bindery:
    return Bindery(tmp_path)
