"""Loading the print engine: without what it looks for in vain, and without what only other programs need of it.

WeasyPrint asks for each C library by its names on all systems, Windows' first, and each name that is not there starts a
process that lists all libraries: thirteen times, 10 ms each. And it loads fontTools' subsetter and instancer (130 ms),
where our fonts are cut by HarfBuzz.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import importlib.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any


@contextmanager
def known_libraries() -> Iterator[None]:
    """Within it, on Linux, a library is looked for under ``lib….so.0`` alone, where the system has Pango so."""
    original = ctypes.util.find_library
    if not sys.platform.startswith("linux") or not _is_there("pango-1.0"):
        yield
        return
    ctypes.util.find_library = lambda name: f"lib{name}.so.0" if _is_there(name) else None
    try:
        yield
    finally:
        ctypes.util.find_library = original


def _is_there(name: str) -> bool:
    with suppress(OSError):
        ctypes.CDLL(f"lib{name}.so.0")
        return True
    return False


@contextmanager
def called_later(module: str, function: str) -> Iterator[None]:
    """Within it who imports this function gets one that loads its module when it is called."""
    if module in sys.modules:
        yield
        return

    def load_and_call(*values: Any, **named: Any) -> Any:
        return getattr(importlib.import_module(module), function)(*values, **named)

    stand_in = ModuleType(module)
    setattr(stand_in, function, load_and_call)
    sys.modules[module] = stand_in
    try:
        yield
    finally:
        del sys.modules[module]


def load_later(name: str) -> None:
    """Let a module of a package be loaded when something of it is asked for, and not before."""
    if name in sys.modules:
        return
    parent, _, child = name.rpartition(".")
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        return
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    setattr(sys.modules[parent], child, module)
