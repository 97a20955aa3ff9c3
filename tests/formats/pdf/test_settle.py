"""A PDF for a printer: margins by the page count, bleed, whole sheets, and nothing that paper cannot use."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from publisher.config.printer_files import find_printer
from publisher.config.printers import Band, Multiple, Printer, Sides
from publisher.features import builtin_features
from publisher.formats.artefact import Artefact
from publisher.formats.pdf.make import make_pdf
from publisher.manuscript import asset_reader
from publisher.style.composition import Composition
