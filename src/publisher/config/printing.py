"""What book.toml says of printing by name: inks and printers."""

from __future__ import annotations

import re

BLACK, COLOUR = "black", "colour"
PRINTERS = ("kdp", "ingramspark", "lulu", "press", "office")
PRINTER_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
