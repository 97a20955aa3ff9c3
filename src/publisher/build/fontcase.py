"""The faces of one artefact, ready to be embedded: kept from the last time, or cut, where there are many by many hands.

A variable font takes a hundredth of a second to be pinned to a weight, and a style has ten faces: that is as long as a
chapter takes, before any chapter can begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from publisher.diagnostics import PublisherError
from publisher.store import Store
from publisher.style.composition import FontFace
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class FontCase:
    """Where faces are had from: ``folders`` of styles, and the ``store`` of those that were cut before."""

    folders: tuple[Path, ...]
    store: Store
    cut: dict[FontFace, bytes] = field(default_factory=dict)

    def font(self, face: FontFace) -> bytes:
        """One face. Raises :class:`publisher.diagnostics.MachineError` where it is missing, broken or not to be had."""
        data = self.cut.get(face) or self.store.get(_key(face))
        if data is None:
            data = self._read(face)
            self.store.put(_key(face), data)
        return data

    def make_ready(self, faces: Sequence[FontFace], hands: int) -> None:
        """Cut what must be cut of these, with so many hands; what does not succeed is for :meth:`font` to say."""
        from publisher.formats.pdf.parts.hands import HandLost, do_all  # one process needs nothing of it

        known = {face: self.store.get(_key(face)) for face in faces}
        self.cut.update((face, data) for face, data in known.items() if data is not None)
        missing = [face for face, data in known.items() if data is None]
        if len(missing) < 2:
            return
        jobs = [lambda face=face: self._read(face) for face in missing]
        with suppress(HandLost, PublisherError, OSError):
            for index, data in do_all(jobs, hands):
                self.cut[missing[index]] = data
                self.store.put(_key(missing[index]), data)

    def _read(self, face: FontFace) -> bytes:
        from publisher.fonts import read_font

        return read_font(face.source, face.weight, self.folders)


def _key(face: FontFace) -> str:
    return f"font {face.digest} {face.weight}"
