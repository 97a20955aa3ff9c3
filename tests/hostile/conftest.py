"""The fixture ``attack``: build a manuscript in a cage and look whether anything got in or out."""

from __future__ import annotations

import contextlib
import json
import os
import re
import secrets
import selectors
import signal
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

CAGE = Path(__file__).with_name("cage.py")
MEMORY = 2_000_000_000  # bytes of address space for one cage
MINUTES = 1.5  # for a worker that sets pages
SLOWEST = 60.0  # seconds: no manuscript may hold a build longer; most take less than one
CANARY = "canary" + secrets.token_hex(8)
CANARY_SIZE = (37, 41)  # pixels of the picture beside the manuscript
_FORBIDDEN = re.compile(r"[\s\x00-\x1f]*(?:javascript|vbscript|data|file|blob|ftp|jar|view-source)\s*:", re.IGNORECASE)
_ACTIVE = re.compile(rb"<\s*(?:script|iframe|object|embed|form|input|foreignobject|base|applet|video|audio)\b", re.I)
_HANDLER = re.compile(rb"<[^>]*\son[a-z]+\s*=", re.I)
_ACTIONS = {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/EF", "/Filespec", "/GoToR", "/GoToE"}
_ACTIONS |= {"/SubmitForm", "/ImportData", "/RichMedia", "/FileAttachment", "/Movie", "/Sound"}


def png(width: int, height: int, text: str = "") -> bytes:
    """A grey PNG of this size; ``text`` stands in it as a comment."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress((b"\0" + b"\x80" * width) * height, 9)
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    note = chunk(b"tEXt", b"Comment\0" + text.encode()) if text else b""
    return b"\x89PNG\r\n\x1a\n" + head + note + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class Server:
    """A web server on this machine that counts who comes."""

    def __init__(self) -> None:
        self.hits: list[str] = []
        hits = self.hits

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                hits.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(png(*CANARY_SIZE))

            do_HEAD = do_POST = do_GET

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Stop."""
        self._server.shutdown()
        self._server.server_close()


class Cage:
    """A process that builds what it is told to; started when first needed, and again when it has died."""

    def __init__(self, memory: int, tmp: Path) -> None:
        self._memory, self._tmp = memory, tmp
        self._process: subprocess.Popen[str] | None = None

    def build(self, job: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The cage's answer; ``died`` says how it ended when it gave none."""
        process = self._process or self._start()
        assert process.stdin is not None
        process.stdin.write(json.dumps(job) + "\n")
        process.stdin.flush()
        return self._answer(process, seconds)

    def _start(self) -> subprocess.Popen[str]:
        with (self._tmp / "cage.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", str(CAGE), str(self._memory)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                start_new_session=True,
                env=os.environ | self._environment(),
            )
        ready = self._answer(self._process, 120)
        assert "ready" in ready, ready
        return self._process

    def _environment(self) -> dict[str, str]:
        path = os.pathsep.join(filter(None, [str(CAGE.with_name("watch")), os.environ.get("PYTHONPATH", "")]))
        return {
            "PYTHONPATH": path,
            "PUBLISHER_WATCH": str(self._tmp / "watched"),
            "PUBLISHER_WORKER_MINUTES": str(MINUTES),
            "TMPDIR": str(self._tmp),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def _answer(self, process: subprocess.Popen[str], seconds: float) -> dict[str, Any]:
        assert process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            line = process.stdout.readline() if selector.select(seconds) else None
        if line:
            answer: dict[str, Any] = json.loads(line)
            return answer
        how = "took too long" if line is None else f"ended with {process.wait()}"
        self.close()
        return {"died": how, "log": (self._tmp / "cage.log").read_text("utf-8", "replace")[-3000:]}

    def close(self) -> None:
        """End the process and all that it has started."""
        process, self._process = self._process, None
        if process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()


@dataclass(frozen=True)
class Said:
    """One diagnostic of a caged build."""

    code: str
    severity: str
    path: str
    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True)
class Survived:
    """A build that has been looked through and let nothing in or out."""

    said: tuple[Said, ...]
    dist: Path
    files: tuple[str, ...]
    refused: str
    seconds: float
    peak: int
    opened: Mapping[str, Any] = field(default_factory=dict)

    @property
    def codes(self) -> list[str]:
        """The codes of what was said, without what was assumed and is of no weight here."""
        return [each.code for each in self.said if each.code not in ("C124", "F203")]

    @property
    def errors(self) -> list[str]:
        """The codes of the errors."""
        return [each.code for each in self.said if each.severity == "error"]

    def at(self, code: str) -> list[tuple[str, int]]:
        """File and line of each diagnostic of this code."""
        return [(each.path, each.line) for each in self.said if each.code == code]

    @property
    def epub(self) -> Any:
        """The EPUB, opened."""
        (name,) = (name for name in self.files if name.endswith(".epub"))
        return self.opened[name]

    @property
    def pdf(self) -> Any:
        """The PDF, opened."""
        (name,) = (name for name in self.files if name.endswith(".pdf"))
        return self.opened[name]


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The machine that no book may speak to."""
    running = Server()
    yield running
    running.close()


@pytest.fixture(scope="session")
def cage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cage]:
    """One warm cage for all rows."""
    running = Cage(MEMORY, tmp_path_factory.mktemp("cage"))
    yield running
    running.close()


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """The folder above the manuscript, with secrets in it: a text, a picture, a drawing, a sheet."""
    (tmp_path / "secret.txt").write_text(CANARY, "utf-8")
    (tmp_path / "secret.md").write_text(f"# {CANARY}\n\n{CANARY}\n", "utf-8")
    (tmp_path / "secret.png").write_bytes(png(*CANARY_SIZE, CANARY))
    (tmp_path / "secret.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>{CANARY}</title></svg>', "utf-8"
    )
    (tmp_path / "secret.css").write_text(f"p::before {{ content: '{CANARY}' }}", "utf-8")
    (tmp_path / "book").mkdir()
    return tmp_path


@pytest.fixture
def attack(outside: Path, cage: Cage, server: Server, press: Any) -> Any:
    """``attack({"a.md": …})`` builds the manuscript in the cage and fails on anything that got in or out.

    In the files ``OUTSIDE`` stands for the folder with the secrets, ``SERVER`` for the address of the web server.
    """

    def run(
        files: Mapping[str, str | bytes],
        *,
        seconds: float = SLOWEST,
        links: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Survived:
        folder, dist = outside / "book", outside / "dist"
        filled = {
            name: text.replace("OUTSIDE", str(outside)).replace("SERVER", server.address)
            if isinstance(text, str)
            else text
            for name, text in files.items()
        }
        press.write_files(folder, filled)
        for name, target in (links or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to(target.replace("OUTSIDE", str(outside)))
        server.hits.clear()
        answer = cage.build({"folder": str(folder), "dist": str(dist), "options": options}, seconds)
        assert "died" not in answer, (answer["died"], answer["log"])
        assert not answer["crash"], answer["crash"]
        assert answer["violations"] == []
        assert server.hits == []
        opened = {}
        for name in answer["files"]:
            data = (dist / name).read_bytes()
            opened[name] = press.Epub(data) if name.endswith(".epub") else press.Pdf(data)
            harmless(opened[name])
        assert CANARY not in json.dumps(answer["diagnostics"]), "a secret is told in a diagnostic"
        said = tuple(Said(*each) for each in answer["diagnostics"])
        errors = [each for each in said if each.severity == "error"]
        assert [each for each in errors if not each.path and each.code != "F222"] == []  # that is said of the folder
        return Survived(
            said, dist, tuple(answer["files"]), answer["refused"], answer["seconds"], answer["peak"], opened
        )

    return run


def harmless(book: Any) -> None:
    """Nothing of another file is in the book, and nothing in it runs, loads or leads to what no book may."""
    for data in book.streams():
        assert CANARY.encode() not in data, "a secret is in the book"
    assert [link for link in book.links() if _FORBIDDEN.match(link)] == []
    if hasattr(book, "entries"):
        _harmless_epub(book)
    else:
        assert book.kinds() & _ACTIONS == set()
        assert CANARY_SIZE not in book.images()


def _harmless_epub(book: Any) -> None:
    for name, data in book.entries.items():
        if name.endswith((".xhtml", ".svg", ".ncx")):
            assert not _ACTIVE.search(data), name
            assert not _HANDLER.search(data), name
            assert not re.search(rb'<[^>]*\b(?:src|xlink:href)\s*=\s*["\']?\s*(?:https?:|//|\.\./\.\.)', data), name
        if name.endswith((".css", ".svg")):
            assert not re.search(rb"@import|url\(\s*[\"']?(?:https?:|//|file:|/)", data), name
        assert struct.pack(">II", *CANARY_SIZE) not in data[:64], "a picture from outside"
