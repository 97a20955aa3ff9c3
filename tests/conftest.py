"""A book in three lines: write a manuscript, build it, look into what came out."""

from __future__ import annotations

import functools
import io
import os
import pickle
import posixpath
import re
import shutil
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import settings
from lxml import etree

from publisher.build.cache import Cache
from publisher.build.place import Place
from publisher.build.plan import Options
from publisher.build.run import build
from publisher.diagnostics import Diagnostic, MachineError
from publisher.manuscript import find_manuscript
from publisher.plugins import load_features

# A slow machine is no fault of the text that hypothesis has found.
settings.register_profile("publisher", deadline=None)
settings.load_profile("publisher")

ROOT = Path(__file__).resolve().parents[1]
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
_BLOCKS = frozenset(
    {"address", "article", "aside", "blockquote", "body", "br", "caption", "dd", "details", "div", "dl", "dt"}
    | {"figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "li", "main"}
    | {"nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr"}
    | {"ul"}
)
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> Counter[str]:
    """The runs of letters and digits of a text, each with how often it stands there."""
    return Counter(_WORD.findall(text))


@dataclass(frozen=True)
class Epub:
    """An EPUB, opened."""

    data: bytes

    @functools.cached_property
    def entries(self) -> dict[str, bytes]:
        """Name → bytes of every entry, decompressed."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as book:
            return {info.filename: book.read(info) for info in book.infolist()}

    @functools.cached_property
    def opf(self) -> Any:
        """The package document."""
        (name,) = (name for name in self.entries if name.endswith(".opf"))
        return etree.fromstring(self.entries[name])

    @functools.cached_property
    def reading_order(self) -> tuple[str, ...]:
        """Names of the documents in the order of the spine."""
        (opf,) = (name for name in self.entries if name.endswith(".opf"))
        hrefs = {item.get("id"): unquote(item.get("href")) for item in self.opf.iter(f"{OPF}item")}
        folder = posixpath.dirname(opf)
        return tuple(posixpath.join(folder, hrefs[ref.get("idref")]) for ref in self.opf.iter(f"{OPF}itemref"))

    def document(self, name: str) -> Any:
        """One XHTML document (its name, or the end of it) as a tree."""
        (full,) = (each for each in self.entries if each.endswith(name))
        return etree.fromstring(self.entries[full])

    def text(self, name: str = "", without: str = "") -> str:
        """The text of the reading order, or of one document; ``without`` is an XPath of elements to leave out."""
        names = [name] if name else list(self.reading_order)
        return "\n".join(body_text(self.document(each), without) for each in names)

    @property
    def xhtml(self) -> str:
        """All documents of the reading order, as written."""
        return "\n".join(self.entries[name].decode("utf-8") for name in self.reading_order)

    def links(self) -> list[str]:
        """Every address of every document, sheet and drawing."""
        found = []
        for name, data in self.entries.items():
            if name.endswith((".xhtml", ".opf", ".ncx", ".svg", ".xml")):
                for element in etree.fromstring(data).iter(etree.Element):
                    found += [value for key, value in element.items() if key.rpartition("}")[2] in _ADDRESSES]
            if name.endswith((".css", ".svg", ".xhtml")):
                found += re.findall(r"url\(\s*[\"']?([^)\"']*)", data.decode("utf-8"))
        return found

    def streams(self) -> Iterator[bytes]:
        """Everything in it, decompressed."""
        yield from self.entries.values()
        yield "\n".join(self.entries).encode()


_ADDRESSES = frozenset(
    {"href", "src", "cite", "action", "formaction", "data", "poster", "background", "srcset", "longdesc", "ping"}
)


def body_text(tree: Any, without: str = "") -> str:
    """The text of an XHTML tree, with a break between blocks and none between inlines."""
    (body,) = tree.iter(f"{XHTML}body")
    left_out = set(body.xpath(without, namespaces={"h": XHTML[1:-1]})) if without else set()
    pieces: list[str] = []

    def walk(element: Any) -> None:
        name = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if name and element not in left_out:
            pieces.append("\n" if name in _BLOCKS else "")
            pieces.append(element.text or "")
            for child in element:
                walk(child)
            pieces.append("\n" if name in _BLOCKS else "")
        pieces.append(element.tail or "")

    walk(body)
    return "".join(pieces)


@dataclass(frozen=True)
class Pdf:
    """A PDF, opened."""

    data: bytes

    @functools.cached_property
    def pages(self) -> tuple[str, ...]:
        """The text of each page in the order it is drawn, heads and folios (artifacts) left out, hyphens joined."""
        return tuple(join_lines(lines) for lines in _page_lines(self.data, artifacts=False))

    @functools.cached_property
    def drawn(self) -> tuple[str, ...]:
        """The text of each page, heads and folios too, a line a line."""
        return tuple("\n".join(lines) for lines in _page_lines(self.data, artifacts=True))

    @property
    def text(self) -> str:
        """The text of the whole file; a word that a page's end divides is whole."""
        return join_lines([line for page in _page_lines(self.data, artifacts=False) for line in page])

    @property
    def lines(self) -> list[str]:
        """All lines in the order they are drawn; one that ends with a hyphen of the engine's ends with U+00AD."""
        drawn = (line.rstrip() for page in _page_lines(self.data, artifacts=False) for line in page)
        return [re.sub(r"[\xad\ufffe\x02\u2010]$", "\xad", line) for line in drawn]

    def links(self) -> list[str]:
        """The addresses of every action in the file, whatever holds it, and the code of every script."""
        return [str(each[key]) for each in self._dictionaries() for key in ("/URI", "/JS") if key in each]

    def kinds(self) -> set[str]:
        """Types of actions, annotations and files in it, such as ``/URI``, ``/JavaScript``, ``/Filespec``."""
        found = {str(each[key]) for each in self._dictionaries() for key in ("/S", "/Type", "/Subtype") if key in each}
        return found | {key for each in self._dictionaries() for key in each if key in ("/JS", "/EF", "/EmbeddedFiles")}

    def _dictionaries(self) -> list[dict[str, Any]]:
        import pikepdf

        found: list[dict[str, Any]] = []

        def walk(item: Any, depth: int) -> None:
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                inner = dict(item.items())
                found.append({key: _plain(value) for key, value in inner.items()})
            elif isinstance(item, pikepdf.Array):
                inner = dict(enumerate(item))
            else:
                return
            for value in inner.values():
                if depth < 20 and not getattr(value, "is_indirect", False):
                    walk(value, depth + 1)

        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            for item in pdf.objects:
                walk(item, 0)
        return found

    def images(self) -> set[tuple[int, int]]:
        """Width and height of each image in it."""
        import pikepdf

        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            return {
                (int(item.Width), int(item.Height))
                for item in pdf.objects
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"
            }

    def streams(self) -> Iterator[bytes]:
        """Every stream decompressed, every string of every object, and the text of the pages, in UTF-8."""
        import pikepdf

        yield self.data
        with pikepdf.open(io.BytesIO(self.data)) as pdf:
            for item in pdf.objects:
                if isinstance(item, pikepdf.Stream):
                    try:
                        yield item.read_bytes()
                    except pikepdf.PdfError:
                        yield item.read_raw_bytes()
                for text in _strings(item):
                    yield text.encode("utf-8", "replace")
        yield "\n".join(self.drawn).encode()
        yield self.text.encode()


def _plain(value: Any) -> Any:
    import pikepdf

    return str(value) if isinstance(value, pikepdf.Name | pikepdf.String) else None


def _strings(item: Any, depth: int = 0) -> Iterator[str]:
    import pikepdf

    if isinstance(item, pikepdf.String):
        yield str(item)
    elif depth < 20 and isinstance(item, pikepdf.Array):
        for each in item:
            if not getattr(each, "is_indirect", False):
                yield from _strings(each, depth + 1)
    elif depth < 20 and isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for each in dict(item.items()).values():
            if not getattr(each, "is_indirect", False):
                yield from _strings(each, depth + 1)


@functools.lru_cache(8)
def _page_lines(data: bytes, *, artifacts: bool) -> tuple[tuple[str, ...], ...]:
    """The lines of each page; a hyphen that the line's end has set stays as U+00AD."""
    import pypdfium2
    import pypdfium2.raw as raw

    pages = []
    pdf = pypdfium2.PdfDocument(data)
    try:
        for page in pdf:
            textpage = page.get_textpage()
            known: dict[int, bool] = {}
            text = []
            for index in range(textpage.count_chars()):
                thing = raw.FPDFText_GetTextObject(textpage, index)
                if thing and not artifacts:
                    address = _address(thing)
                    if address not in known:
                        known[address] = _is_artifact(thing)
                    if known[address]:
                        text.append("\n")
                        continue
                code = raw.FPDFText_GetUnicode(textpage, index)
                text.append("\xad" if raw.FPDFText_IsHyphen(textpage, index) == 1 else chr(code))
            textpage.close()
            page.close()
            pages.append(tuple(line for line in "".join(text).splitlines() if line.strip()))
    finally:
        pdf.close()
    return tuple(pages)


def _address(thing: Any) -> int:
    import ctypes

    return ctypes.cast(thing, ctypes.c_void_p).value or 0


def _is_artifact(thing: Any) -> bool:
    import ctypes

    import pypdfium2.raw as raw

    for number in range(max(0, raw.FPDFPageObj_CountMarks(thing))):
        mark = raw.FPDFPageObj_GetMark(thing, number)
        buffer = (ctypes.c_ushort * 64)()
        length = ctypes.c_ulong()
        raw.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length)
        if bytes(buffer)[: length.value].decode("utf-16-le").rstrip("\0") == "Artifact":
            return True
    return False


def join_lines(lines: list[str] | tuple[str, ...]) -> str:
    """Lines as one text: what a hyphen divides is joined."""
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"[\xad\ufffe\x02]\n?|\u2010\n", "", text)


@dataclass(frozen=True)
class Built:
    """What came of a build."""

    folder: Path
    dist: Path
    diagnostics: tuple[Diagnostic, ...]
    files: Mapping[str, bytes]

    @property
    def ok(self) -> bool:
        """Whether there are books."""
        return bool(self.files)

    @property
    def codes(self) -> list[str]:
        """The codes of the diagnostics, in the manuscript's order, without the notes on what was assumed."""
        return [each.code for each in self.diagnostics if each.code != "C124"]

    def path(self, ending: str) -> Path:
        """The one file of dist/ whose name ends so."""
        (name,) = (name for name in self.files if name.endswith(ending))
        return self.dist / name

    @property
    def epub(self) -> Epub:
        """The one EPUB."""
        return Epub(self.path(".epub").read_bytes())

    @property
    def pdf(self) -> Pdf:
        """The one PDF."""
        return Pdf(self.path(".pdf").read_bytes())

    def opened(self) -> dict[str, Epub | Pdf]:
        """Each file, opened."""
        return {name: Epub(data) if name.endswith(".epub") else Pdf(data) for name, data in self.files.items()}


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write the files below ``folder``; text as it is, in UTF-8."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder


def build_folder(folder: Path, dist: Path, cache: Path | None, **options: Any) -> Built:
    """Build what lies in ``folder``, in this process unless ``jobs`` says otherwise."""
    own = (folder / "styles",) if (folder / "styles").is_dir() and folder != ROOT else ()
    place = Place(find_manuscript(folder), own, dist, Cache(cache))
    report = build(place, Options(**({"jobs": 1} | options)), load_features)
    files = {made.file_name: (dist / made.file_name).read_bytes() for made in report.made}
    return Built(place.folder, dist, report.diagnostics, files)


@pytest.fixture(scope="session")
def press() -> SimpleNamespace:
    """What the fixtures are made of, for tests that need the pieces."""
    return SimpleNamespace(
        Epub=Epub,
        Pdf=Pdf,
        body_text=body_text,
        build_folder=build_folder,
        root=ROOT,
        words=words,
        write_files=write_files,
    )


@pytest.fixture(scope="session")
def ask() -> Callable[..., tuple[Any, ...]]:
    """``ask(judge, path, …)``: its findings. A missing judge skips the test, or fails it where judges are required."""

    def findings(judge: Callable[..., tuple[Any, ...]], *given: Any) -> tuple[Any, ...]:
        try:
            return judge(*given)
        except MachineError as error:
            if os.environ.get("PUBLISHER_JUDGES") == "required" or os.environ.get("CI"):
                raise
            pytest.skip(f"{error} ({error.hint})")

    return findings


@pytest.fixture
def make_book(tmp_path: Path) -> Callable[..., Built]:
    """``make_book({"a.md": "# A"}, format="epub")`` writes a manuscript and builds it; options as of a build."""

    def make(files: Mapping[str, str | bytes], **options: Any) -> Built:
        folder = write_files(tmp_path / "book", files)
        return build_folder(folder, tmp_path / "dist", tmp_path / "cache", **options)

    return make


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Path], Built]], Built]:
    """Make a book once for all workers of the session: ``once(name, make)`` where ``make`` gets an empty folder."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def made(name: str, make: Callable[[Path], Built]) -> Built:
        folder = shared / "once" / name
        folder.mkdir(parents=True, exist_ok=True)
        kept = folder / "built.pickle"
        try:
            (folder / "taken").mkdir()
        except FileExistsError:  # another worker makes it
            for _ in range(3000):
                if kept.exists():
                    break
                time.sleep(0.1)
        else:
            partial = kept.with_suffix(".part")
            partial.write_bytes(pickle.dumps(make(folder)))
            partial.rename(kept)
        built = pickle.loads(kept.read_bytes())
        assert isinstance(built, Built)
        return built

    return made


@pytest.fixture(scope="session")
def sample(once: Callable[[str, Callable[[Path], Built]], Built]) -> Built:
    """Every edition of this repository's own manuscript."""
    return once("sample", lambda folder: build_folder(ROOT, folder / "dist", None, jobs=0))


@pytest.fixture(scope="session")
def everything(once: Callable[[str, Callable[[Path], Built]], Built]) -> Built:
    """The small book with one of everything, in ``tests/golden/everything``."""
    book = ROOT / "tests" / "golden" / "everything"
    return once("everything", lambda folder: build_folder(book, folder / "dist", None, jobs=0))


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """The path of a program that judges; one that is missing skips the test, and fails it where judges are required."""

    def find(name: str) -> str:
        path = shutil.which(name)
        if path is None:
            if os.environ.get("PUBLISHER_JUDGES") == "required" or os.environ.get("CI"):
                pytest.fail(f"the judge {name} is missing")
            pytest.skip(f"{name} is missing")
        return path

    return find
