"""Loaded once by the process that workers are forked from, so that each finds the print engine ready."""

from __future__ import annotations

import contextlib

from publisher.collector import collector_resting

# Without Pango: the worker meets it again and says so. What is loaded is no garbage, and need not be looked through.
with contextlib.suppress(OSError, ImportError), collector_resting():
    import publisher.fonts
    import publisher.formats.pdf.produce
    import publisher.manuscript  # noqa: F401
