"""The archive is what Python's own library would write, and what is deflated already goes in as it is."""

from __future__ import annotations

import io
import zipfile

import pytest

from publisher.diagnostics import MachineError
from publisher.formats.epub import archive as module
from publisher.formats.epub.archive import Entry, archive, deflate

MOMENT = (2026, 11, 22, 9, 30, 58)
FILES = {"mimetype": b"application/epub+zip", "EPUB/a.xhtml": b"<p>words</p>" * 900, "EPUB/é 書.css": b"", "b": b"\0"}


def test_it_is_the_library_s_archive() -> None:
    wanted = io.BytesIO()
    with zipfile.ZipFile(wanted, "w") as written:
        for name, data in FILES.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            method = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            written.writestr(entry, data, compress_type=method, compresslevel=6)
    entries = [Entry(name, data, None if name == "mimetype" else deflate(data)) for name, data in FILES.items()]
    made = archive(entries, MOMENT)
    assert made == wanted.getvalue()
    with zipfile.ZipFile(io.BytesIO(made)) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in read.namelist()} == FILES


@pytest.mark.parametrize(("what", "most"), [("_MOST_BYTES", 5000), ("_MOST_ENTRIES", 2)])
def test_more_than_an_archive_holds_is_refused(what: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, what, most)
    with pytest.raises(MachineError, match="larger than an archive"):
        archive([Entry(str(number), b"x" * 2000) for number in range(3)], MOMENT)
