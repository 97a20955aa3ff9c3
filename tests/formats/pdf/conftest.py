"""Makes the hand-made books of ``pdf_sample`` importable, and lays out the common one once."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from publisher.style.composition import Composition

sys.path.insert(0, str(Path(__file__).parent))

from pdf_sample import sample_book


@pytest.fixture(scope="session")
def book() -> Composition:
    """Front matter, contents, three chapters, an afterword."""
    return sample_book()
