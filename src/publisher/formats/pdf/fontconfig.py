"""A world without the machine's fonts, for as long as WeasyPrint looks for them.

WeasyPrint adds the style's faces to Fontconfig's default configuration, so that a letter that no face has would be
set in whatever the machine owns. Fontconfig reads the file that ``FONTCONFIG_FILE`` names in the place of its default
configuration; ours declares no font folder, no alias and no cache. The variable is put back at once.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_EMPTY = '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig></fontconfig>'


@contextmanager
def only_our_fonts() -> Iterator[None]:
    """Within it, a new font configuration knows no font at all."""
    before = os.environ.get("FONTCONFIG_FILE")
    with tempfile.TemporaryDirectory(prefix="publisher-fonts-") as folder:
        file = Path(folder) / "fonts.conf"
        file.write_text(_EMPTY, encoding="utf-8")
        os.environ["FONTCONFIG_FILE"] = str(file)
        try:
            yield
        finally:
            if before is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = before
