"""Loaded once by the process that workers are forked from, so that each finds the print engine ready."""

from __future__ import annotations

import contextlib

with contextlib.suppress(OSError, ImportError):  # without Pango: the worker meets it again and says so
    import publisher.fonts
    import publisher.formats.pdf.produce
    import publisher.manuscript  # noqa: F401
