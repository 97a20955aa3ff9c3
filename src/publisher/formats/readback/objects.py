"""A finished PDF read back into values: anybody's file, damaged and hostile ones too."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import pikepdf
from pikepdf import settings

from publisher.formats.readback import pictures
from publisher.formats.readback.canvas import Budget, Enough, Seen
from publisher.formats.readback.facts import Annotation, Box, FileFacts, Ink, Intent, PageFacts, Space
from publisher.formats.readback.geometry import IDENTITY, around, corners, read_box, read_matrix, times
from publisher.formats.readback.resources import Shelf
from publisher.formats.readback.walk import Walk

MOST_PAGES = 5_000
_MOST_BYTES = 1_000_000_000
_LARGEST_STREAM = 400_000_000  # bytes, when unpacked: a page of pixels in four inks at 600 to the inch has 80 million
# qpdf gives a JPEG up whose pixels take more than a twentieth of its limit: 200 million bytes are left, a spread of two
# Letter pages in RGB at 600 to the inch; the coefficients of a progressive one take twice that.
_JPEG_LIMIT = 10 * _LARGEST_STREAM
_MOST_DAMAGE = 20
_MOST_ANNOTATIONS = 2_000
_PRINTED, _HIDDEN = 4, 2  # flags of an annotation (12.5.3)
_CLAIMS = (
    "GTS_PDFXVersion|GTS_PDFXConformance|Trapped|DocumentID|VersionID|RenditionClass|CreateDate|ModifyDate|MetadataDate"
)
_CLAIM = re.compile(rf"<(?:[\w.-]+:)?({_CLAIMS})>([^<]{{0,200}})<|[\s:]({_CLAIMS})\s*=\s*[\"']([^\"'<]{{0,200}})")
_HEADER = Box(0.0, 0.0, 612.0, 792.0)  # where a page gives no box at all, readers take US Letter

_OURS = re.compile(r"^(?:WARNING: )?(?:stream )?<_io\.BytesIO object at 0x[0-9a-fA-F]+>[,:]?\s*")

# pikepdf tells of a file's faults by these; so do the conversions of what stands in it where a number should stand.
FAULTS = (
    pikepdf.PdfError, pikepdf.PasswordError, ValueError, TypeError, KeyError, AttributeError, IndexError,
    RuntimeError, ArithmeticError, AssertionError, NotImplementedError, MemoryError,
)  # fmt: skip
_Value = TypeVar("_Value")


def read_back(data: bytes) -> FileFacts:
    """All that stands in a PDF. A file that cannot be read gives facts with ``trouble``, never an exception."""
    size = len(data)
    if size > _MOST_BYTES:
        return FileFacts(size, trouble="it is larger than a gigabyte")
    try:
        with bounded(), pikepdf.open(io.BytesIO(data), access_mode=pikepdf.AccessMode.default) as pdf:
            return _read(pdf, size)
    except pikepdf.PasswordError:
        return FileFacts(size, encrypted=True, trouble="it is encrypted, and opens only with a password")
    except FAULTS as error:
        return FileFacts(size, trouble=_said(error))


@contextmanager
def bounded() -> Iterator[None]:
    """Small files that unpack into enormous ones are given up, and what qpdf would log is kept among the damage.

    The limits and the log are the process's, so they are put back.
    """
    log = logging.getLogger("pikepdf._core")
    silent, log.disabled = log.disabled, True
    before: dict[str, Any] = settings.set_qpdf_limits(
        doc_max_warnings=500,
        parser_max_nesting=100,
        max_stream_filters=4,
        flate_max_memory=_LARGEST_STREAM,
        run_length_max_memory=_LARGEST_STREAM,
        png_max_memory=_LARGEST_STREAM,
        tiff_max_memory=_LARGEST_STREAM,
        dct_max_memory=_JPEG_LIMIT,
        dct_max_progressive_scans=200,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)
        log.disabled = silent


def _read(pdf: pikepdf.Pdf, size: int) -> FileFacts:
    damage = _damage(pdf)
    root: Any = pdf.Root
    unread: list[str] = []
    pages, images = _pages(pdf, unread)
    info = read_info(pdf)
    return FileFacts(
        size=size,
        version=str(pdf.pdf_version),
        pages=pages,
        intents=_careful(lambda: _intents(root), ()),
        claims=(*_claims_of(root), *((key, value) for key, value in info if key in _CLAIMS)),
        info=info,
        identified="/ID" in pdf.trailer,
        encrypted=bool(pdf.is_encrypted),
        outline=_careful(lambda: "/First" in root.get("/Outlines", {}), False),
        scripts=_careful(lambda: "/JavaScript" in root.get("/Names", {}), False),
        actions=_careful(lambda: tuple(key[1:] for key in ("/OpenAction", "/AA") if _is_action(root.get(key))), ()),
        forms=_careful(lambda: bool(len(root.AcroForm.get("/Fields", []))) if "/AcroForm" in root else False, False),
        attachments=_careful(lambda: "/EmbeddedFiles" in root.get("/Names", {}) or "/AF" in root, False),
        inks=_inks(images),
        damage=damage,
        unread=tuple(dict.fromkeys(unread)),
    )


def _careful(read: Callable[[], _Value], otherwise: _Value) -> _Value:
    """What is read, or ``otherwise`` where the file has something else in its place."""
    try:
        return read()
    except FAULTS:
        return otherwise


def _damage(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """What qpdf finds wrong with the file's own structure."""
    try:
        found = [str(each) for each in (*pdf.get_warnings(), *pdf.check_pdf_syntax())]
    except FAULTS as error:
        found = [_said(error)]
    return tuple(dict.fromkeys(_plain(each) for each in found))[:_MOST_DAMAGE]


def _plain(message: str) -> str:
    """A message of qpdf without the name of the stream that we gave it."""
    return _OURS.sub("", message)[:300].strip()


def _said(error: Exception) -> str:
    if isinstance(error, MemoryError):
        return "it unpacks into more than the memory holds"
    return _plain(str(error).split("\n")[0]) or type(error).__name__


# Pages


def _pages(pdf: pikepdf.Pdf, unread: list[str]) -> tuple[tuple[PageFacts, ...], dict[str, tuple[Any, Space]]]:
    shelf, budget = Shelf(), Budget()
    images: dict[str, tuple[Any, Space]] = {}
    made: list[PageFacts] = []
    for index, page in enumerate(pdf.pages):
        if index >= MOST_PAGES:
            unread.append(f"pages after the {MOST_PAGES:,}th")
            break
        made.append(_page(page, index, shelf, budget, images))
    if budget.left < 0:
        unread.append("pages beyond the most operators that are looked at")
    return tuple(made), images


def _page(
    page: pikepdf.Page, index: int, shelf: Shelf, budget: Budget, images: dict[str, tuple[Any, Space]]
) -> PageFacts:
    raw: Any = page.obj
    media = _careful(lambda: read_box(page.mediabox), None) or _HEADER
    boxes = {key: _careful(lambda key=key: read_box(raw.get(key)), None) for key in _BOXES}  # type: ignore[misc]
    seen, trouble = _walk(raw, media, shelf, budget)
    for picture in seen.pictures:
        if picture.key in seen.images and picture.space is not None and pictures.is_inked(picture.space):
            images.setdefault(picture.key, (seen.images[picture.key], picture.space))
    return PageFacts(
        index=index,
        label=_careful(lambda: str(page.label)[:40], str(index + 1)),
        media=media,
        crop=boxes["/CropBox"],
        bleed=boxes["/BleedBox"],
        trim=boxes["/TrimBox"],
        art=boxes["/ArtBox"],
        rotation=_careful(lambda: _rotation(raw), 0),
        unit=_careful(lambda: float(raw.get("/UserUnit", 1)), 1.0),
        paints=tuple(seen.paints),
        texts=tuple(seen.texts),
        hidden=seen.hidden,
        rules=tuple(seen.rules),
        pictures=tuple(seen.pictures),
        fonts=tuple(dict.fromkeys(face.fact for face in seen.faces.values())),
        transparent=tuple(seen.transparent),
        annotations=_careful(lambda: _annotations(raw), ()),
        forbidden=tuple(seen.forbidden),
        painted=seen.painted,
        reach=seen.reach,
        trouble=trouble,
    )


_BOXES = ("/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")


def _rotation(raw: Any) -> int:
    """Rotate is inherited (7.7.3.4)."""
    for _ in range(50):
        if "/Rotate" in raw:
            return int(raw["/Rotate"]) % 360
        if "/Parent" not in raw:
            break
        raw = raw["/Parent"]
    return 0


def _walk(raw: Any, media: Box, shelf: Shelf, budget: Budget) -> tuple[Seen, str]:
    """Walk over a page; what was seen until something went wrong, and what that was."""
    walk = Walk(shelf, budget, media)
    if budget.left < 0:
        return walk.seen, "not looked at"
    try:
        walk.run(_contents(raw.get("/Contents")), _resources(raw))
        _appearances(raw, walk)
    except Enough:
        return walk.seen, "it holds more than can be looked at"
    except RecursionError:
        return walk.seen, "it stands in itself"
    except FAULTS as error:
        return walk.seen, _said(error)
    return walk.seen, ""


def _resources(raw: Any) -> Any:
    """Resources are inherited (7.7.3.4)."""
    for _ in range(50):
        if "/Resources" in raw:
            return raw["/Resources"]
        if "/Parent" not in raw:
            break
        raw = raw["/Parent"]
    return None


def _contents(contents: Any) -> bytes:
    """A page's contents, which may stand in several streams (7.8.2)."""
    if contents is None:
        return b""
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts if isinstance(part, pikepdf.Stream))


def _annotations(raw: Any) -> tuple[Annotation, ...]:
    found = []
    for each in list(raw.get("/Annots", []))[:_MOST_ANNOTATIONS]:
        if isinstance(each, pikepdf.Dictionary):
            flags = int(each.get("/F", 0))
            kind = str(each.get("/Subtype", "/unknown"))[1:]
            found.append(Annotation(kind, read_box(each.get("/Rect")), bool(flags & _PRINTED) and not flags & _HIDDEN))
    return tuple(found)


def _appearances(raw: Any, walk: Walk) -> None:
    """What annotations that are printed look like is painted too (12.5.5)."""
    for each in list(raw.get("/Annots", []))[:_MOST_ANNOTATIONS]:
        flags = int(each.get("/F", 0)) if isinstance(each, pikepdf.Dictionary) else 0
        if not flags & _PRINTED or flags & _HIDDEN:
            continue
        form = each.get("/AP", {}).get("/N")
        box, bounds = read_box(each.get("/Rect")), read_box(form.get("/BBox")) if form is not None else None
        if not isinstance(form, pikepdf.Stream) or box is None or bounds is None:
            continue
        matrix = read_matrix(form.get("/Matrix", IDENTITY))
        stands = around(corners(matrix, *bounds))
        across = box.width / stands.width if stands.width else 1.0
        up = box.height / stands.height if stands.height else 1.0
        fitted = (across, 0.0, 0.0, up, box.left - stands.left * across, box.bottom - stands.bottom * up)
        walk.begin()
        walk.form(form, times(matrix, fitted))


# The file


def _is_action(raw: Any) -> bool:
    """An OpenAction that is a place to go to is no action (12.3.2)."""
    if isinstance(raw, pikepdf.Dictionary):
        return str(raw.get("/S", "")) != "/GoTo"
    return False


def read_info(pdf: pikepdf.Pdf) -> tuple[tuple[str, str], ...]:
    """The Info dictionary, keys and texts, cut to a bearable length."""

    def read() -> tuple[tuple[str, str], ...]:
        raw: Any = pdf.trailer.get("/Info", {})
        return tuple((str(key)[1:], str(raw[key])[:200].lstrip("/")) for key in sorted(raw.keys())[:100])

    return _careful(read, ())


def _claims_of(root: Any) -> tuple[tuple[str, str], ...]:
    return _careful(lambda: _claims(root), ())


def _claims(root: Any) -> tuple[tuple[str, str], ...]:
    """What the XMP says of standards; read by its words, since a hostile one must not be parsed."""
    stream = root.get("/Metadata")
    if not isinstance(stream, pikepdf.Stream):
        return ()
    text = stream.read_bytes()[:1_000_000].decode("utf-8", "replace")
    found = {(each[1] or each[3]): (each[2] if each[1] else each[4]).strip() for each in _CLAIM.finditer(text)}
    packed = (("XMP filter", str(stream["/Filter"])),) if "/Filter" in stream else ()
    return (("XMP", "yes"), *packed, *sorted(found.items()))


def _intents(root: Any) -> tuple[Intent, ...]:
    made = []
    for each in list(root.get("/OutputIntents", []))[:20]:
        profile = each.get("/DestOutputProfile")
        head = profile.read_bytes()[:128] if isinstance(profile, pikepdf.Stream) else b""
        kind = str(each.get("/S", "/"))[1:]
        condition = str(each.get("/OutputConditionIdentifier", ""))[:100]
        components = int(profile.get("/N", 0)) if isinstance(profile, pikepdf.Stream) else 0
        if len(head) == 128 and head[36:40] == b"acsp":
            fields = [head[at : at + 4].decode("latin-1").strip() for at in (12, 16)]
            made.append(Intent(kind, condition, components, *fields))
        else:
            made.append(Intent(kind, condition, components))
    return tuple(made)


def _inks(images: dict[str, tuple[Any, Space]]) -> tuple[tuple[str, Ink], ...]:
    found = {}
    for key, (image, space) in images.items():
        ink = _careful(lambda image=image, space=space: pictures.ink_of(image, space), None)  # type: ignore[misc]
        if ink is not None:
            found[key] = ink
    return tuple(sorted(found.items()))
