"""Loading the print engine: quicker, and with all of it there."""

from __future__ import annotations

import ctypes.util
import subprocess
import sys

import pytest

from publisher.formats.pdf.loading import called_later, known_libraries, load_later

ENGINE = """
import sys
before = set(sys.modules)
import publisher.formats.pdf.weasy as weasy
assert "fontTools.varLib" not in sys.modules, "the instancer was loaded"
assert "fontTools.otlLib" not in sys.modules and "fontTools.cffLib.specializer" not in sys.modules
from fontTools import subset
assert subset.Subsetter.__name__ == "Subsetter"
from fontTools.varLib.instancer import instantiateVariableFont
assert instantiateVariableFont.__module__ == "fontTools.varLib.instancer"
from weasyprint.pdf import fonts
assert callable(fonts.instantiateVariableFont)
print("done")
"""


def test_the_engine_loads_without_what_we_do_not_use_of_it() -> None:
    done = subprocess.run([sys.executable, "-c", ENGINE], capture_output=True, text=True, check=False)
    assert done.stdout == "done\n", done.stderr


def test_a_function_is_called_in_its_module() -> None:
    sys.modules.pop("colorsys", None)
    with called_later("colorsys", "rgb_to_hsv"):
        from colorsys import rgb_to_hsv
    assert "colorsys" not in sys.modules
    assert rgb_to_hsv(1, 0, 0) == (0.0, 1.0, 1)
    assert "colorsys" in sys.modules


def test_a_module_is_loaded_when_it_is_asked() -> None:
    sys.modules.pop("xml.sax.saxutils", None)
    import xml.sax

    load_later("xml.sax.saxutils")
    assert xml.sax.saxutils.escape("<") == "&lt;"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems are asked as ever")
def test_libraries_are_looked_for_under_one_name() -> None:
    original = ctypes.util.find_library
    with known_libraries():
        assert ctypes.util.find_library("pango-1.0") == "libpango-1.0.so.0"
        assert ctypes.util.find_library("libpango-1.0-0") is None
    assert ctypes.util.find_library is original
