"""What book.toml says of printing by name: inks and printers."""

from __future__ import annotations

from publisher.patterns import regex

BLACK, COLOUR = "black", "colour"
PRINTERS = ("kdp", "ingramspark", "lulu", "press", "office")
PRINTER_NAME = regex(r"[a-z0-9]+(?:-[a-z0-9]+)*")
