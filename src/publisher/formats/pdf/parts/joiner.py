"""Fragments joined into one tagged file: numbers, names, fonts and structure of the whole, and not a page laid out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import field
from hashlib import sha256
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree

from publisher.fonts import subset_glyphs
from publisher.formats.pdf import weasy
from publisher.formats.pdf.engine import engine_html, engine_options, screen_colours
from publisher.formats.pdf.finish import Finishing, keep_whole
from publisher.formats.pdf.join import BACK, BODY
from publisher.formats.pdf.parts.fragment import FontValues, Fragment, ObjectValues
from publisher.formats.pdf.parts.press import Dress
from publisher.formats.pdf.weasy import pydyf
from publisher.value import dataclass

_REFERENCE = re.compile(rb"\x01(\d+)|\x03(\d+)")
_CONTENTS = re.compile(rb"/Contents (\d+ 0 R)")
_STATE = re.compile(rb"/(\S+) <<")
_SCALE = 0.75  # points in a CSS pixel


@dataclass(frozen=True, slots=True)
class Placed:
    """A fragment at its place in the book, with the streams of its heads and folios."""

    fragment: Fragment
    margins: Fragment
    matter: str  # which wrappers it stands in: those of the cover, the front, the body or the back


class _Raw(pydyf.Object):  # type: ignore[misc]  # the engine writes its own kind
    """An object whose bytes are known."""

    def __init__(self, head: bytes, stream: bytes | None = None) -> None:
        super().__init__()
        self.head, self.stream = head, stream

    @property
    def data(self) -> bytes:
        return self.head if self.stream is None else b"".join((self.head, b"\nstream\n", self.stream, b"\nendstream"))

    @property
    def compressible(self) -> bool:
        return self.stream is None


def join_file(
    placed: Sequence[Placed],
    head: ElementTree.Element,
    dress: Dress,
    identifier: bytes,
    finishing: Finishing,
) -> bytes:
    """The whole file. ``head`` is the document with nothing in its body, for what the file says of itself."""
    options = engine_options(dress.variant)
    options["pdf_identifier"] = identifier
    html = engine_html(head, dress.served)
    document = weasy.Document(
        [], weasy.DocumentMetadata(**weasy.get_html_metadata(html)), html.url_fetcher, dress.faces, {},
        options["output_intent"],
    )  # fmt: skip
    screen_colours(document, options)
    document.fonts = _fonts(placed, dress)
    printer = finishing.composition.printer
    if printer is not None and printer.full_fonts:
        for font in document.fonts.values():
            keep_whole(font)
    run = _Join(placed, finishing)
    with weasy.quick_deflate():
        data: bytes = document.write_pdf(finisher=run.finish, **options)
    return data


@dataclass(slots=True)
class _Join:
    placed: Sequence[Placed]
    finishing: Finishing
    known: dict[bytes, int] = field(default_factory=dict)  # digest of a shared object → its number in the file
    kids: list[bytes] = field(default_factory=list)  # of the structure's document
    wrappers: dict[str, Any] = field(default_factory=dict)  # matter → the structure element of its wrapper
    parents: list[bytes] = field(default_factory=list)
    anchors: dict[bytes, bytes] = field(default_factory=dict)
    pages: list[tuple[int, Any]] = field(default_factory=list)  # number of the page's object, and its values

    def finish(self, document: Any, pdf: Any) -> None:
        """Put all fragments into the file that WeasyPrint made without a page."""
        root = element = None
        if "StructTreeRoot" in pdf.catalog:
            root = pdf.objects[int(pdf.catalog["StructTreeRoot"].split()[0])]
            element = pdf.objects[int(root["K"][0].split()[0])]
        fonts = _fonts_of(pdf)
        for each in self.placed:
            self._take(each, pdf, fonts, element)
        if root is not None and element is not None:
            tree = pdf.objects[int(root["ParentTree"].split()[0])]
            entries = b" ".join(b"%d %b" % (key, value) for key, value in enumerate(self.parents))
            tree["Nums"] = _Raw(b"[" + entries + b"]")
            root["ParentTreeNextKey"] = len(self.parents)
            element["K"] = _Raw(b"[" + b" ".join(self.kids) + b"]")
        self._names(pdf)
        self._outline(pdf)
        self.finishing.finish_file(pdf)

    def _take(self, placed: Placed, pdf: Any, fonts: int, element: Any) -> None:
        fragment = placed.fragment
        table = {fragment.fonts_object: fonts, fragment.pages_object: pdf.pages.number}
        holder = self._holder(placed, pdf, element)
        if holder is not None:
            table[fragment.root] = holder.number
        self._number(fragment, table, pdf)
        base = len(self.parents)

        def moved(match: re.Match[bytes]) -> bytes:
            if match[1]:
                return b"%d" % table[int(match[1])]
            return b"%d" % (base + int(match[2]))

        streams = dict(zip(fragment.page_objects, placed.margins.objects, strict=True))
        for each in fragment.objects:
            thing = pdf.objects[table[each.number]]
            if thing.head:
                continue  # it came with another fragment
            thing.head = _REFERENCE.sub(moved, each.head)
            if each.number in streams:
                thing.head = self._page(thing.head, streams[each.number], pdf)
            elif each.number == fragment.resources_object:
                thing.head = _with_states(thing.head, placed.margins.states)
        for number, page in zip(fragment.page_objects, fragment.pages, strict=True):
            reference = b"%d 0 R" % table[number]
            pdf.pages["Kids"].extend([table[number], 0, "R"])
            pdf.pages["Count"] += 1
            self.pages.append((table[number], page))
            for id, x, y in page.anchors:
                place = b"[%b /XYZ %b %b 0]" % (reference, _number(x), _number(y))
                self.anchors.setdefault(pydyf.String(id).data, place)
        self.parents.extend(_REFERENCE.sub(moved, each) for each in fragment.parents)
        kids = [b"%d 0 R" % table[number] for number in fragment.kids]
        if holder is element:
            self.kids.extend(kids)
        elif holder is not None:
            holder["K"].extend(kids)

    def _number(self, fragment: Fragment, table: dict[int, int], pdf: Any) -> None:
        """Give every object its number in the file; a shared one that is there already keeps that."""
        for each in fragment.objects:
            digest = b""
            if each.shared:
                digest = sha256(each.head + (each.stream or b"")).digest()
                if b"\x01" in each.head:  # what it refers to is shared as well, or it would not be
                    digest = sha256(b"+".join(_referred(each, fragment))).digest()
                if digest in self.known:
                    table[each.number] = self.known[digest]
                    continue
            thing = _Raw(b"", each.stream)
            pdf.add_object(thing)
            table[each.number] = thing.number
            if digest:
                self.known[digest] = thing.number

    def _page(self, data: bytes, margins: ObjectValues, pdf: Any) -> bytes:
        """A page's dictionary with a further stream, of its heads and folio."""
        stream = _Raw(margins.head, margins.stream)
        pdf.add_object(stream)
        opened, closed = self._brackets(pdf)
        return _CONTENTS.sub(b"/Contents [%b \\1 %b %d 0 R]" % (opened, closed, stream.number), data, count=1)

    def _brackets(self, pdf: Any) -> tuple[bytes, bytes]:
        """Streams that save and restore the state of painting: one of each serves all pages."""
        found = []
        for mark in (b"q", b"Q"):
            if mark not in self.known:
                stream = _Raw(b"<</Length 1>>", mark)
                pdf.add_object(stream)
                self.known[mark] = stream.number
            found.append(b"%d 0 R" % self.known[mark])
        return found[0], found[1]

    def _holder(self, placed: Placed, pdf: Any, element: Any) -> Any:
        """The structure element that the fragment's own hang in: the file's, or that of a wrapper."""
        if element is None or not placed.fragment.kids or placed.fragment.depth == 0:
            return element
        matter = BODY if placed.matter == BACK else placed.matter
        if matter not in self.wrappers:
            self.wrappers[matter] = self._part(pdf, element, None)
        if placed.matter != BACK or placed.fragment.depth < 2:
            return self.wrappers[matter]
        if BACK not in self.wrappers:
            body = self.wrappers[BODY]
            self.wrappers[BACK] = self._part(pdf, body, body["K"])
        return self.wrappers[BACK]

    def _part(self, pdf: Any, parent: Any, kids: Any) -> Any:
        part = pydyf.Dictionary({"Type": "/StructElem", "S": "/Part", "P": parent.reference, "K": pydyf.Array()})
        pdf.add_object(part)
        (self.kids if kids is None else kids).append(part.reference)
        return part

    def _names(self, pdf: Any) -> None:
        """The name tree of destinations, in the order that a reader looks them up in (ISO 32000-1, 7.9.6)."""
        if not self.anchors or not self.finishing.may_link():
            return
        names = b" ".join(name + b" " + place for name, place in sorted(self.anchors.items()))
        pdf.catalog.setdefault("Names", pydyf.Dictionary())["Dests"] = pydyf.Dictionary(
            {"Names": _Raw(b"[" + names + b"]")}
        )

    def _outline(self, pdf: Any) -> None:
        if not self.finishing.may_outline():
            return
        pages = [
            SimpleNamespace(
                height=values.height,
                bookmarks=[(level, label, (x, y), state) for level, label, x, y, state in values.bookmarks],
            )
            for _, values in self.pages
        ]
        tree = weasy.Document.make_bookmark_tree(SimpleNamespace(pages=pages), _SCALE, True)
        weasy.pdf_package.add_outlines(pdf, tree)


def _referred(each: ObjectValues, fragment: Fragment) -> Iterable[bytes]:
    """The bytes of an object, and of all that it refers to."""
    objects = {other.number: other for other in fragment.objects}
    yield _REFERENCE.sub(b"", each.head)
    yield each.stream or b""
    for match in _REFERENCE.finditer(each.head):
        other = objects.get(int(match[1] or 0))
        if other is not None:
            yield other.head
            yield other.stream or b""


def _with_states(resources: bytes, states: Mapping[str, str]) -> bytes:
    """Resources that know the graphics states of the heads too; one name has one meaning in all of them."""
    known = {name.decode("ascii") for name in _STATE.findall(resources.partition(b"/XObject")[0])}
    new = "".join(f"/{name} {value}" for name, value in states.items() if name not in known)
    return resources.replace(b"/ExtGState <<", b"/ExtGState <<" + new.encode("ascii"), 1)


def _fonts_of(pdf: Any) -> int:
    """The number of the dictionary of fonts: what the resources of all pages say."""
    for thing in pdf.objects:
        if isinstance(thing, dict) and "ExtGState" in thing and "Font" in thing:
            return int(thing["Font"].split()[0])
    raise AssertionError("the engine made no resources")


def _number(value: float) -> bytes:
    """As pydyf writes one; there are thousands."""
    if isinstance(value, int) or value.is_integer():
        return b"%d" % int(value)
    return f"{value:f}".rstrip("0").encode("ascii")


# Fonts


def _fonts(placed: Sequence[Placed], dress: Dress) -> dict[str, Any]:
    """Every font of the book once, with all that any page uses of it."""
    files = {sha256(data).hexdigest(): data for data in _files(dress)}
    found: dict[str, Any] = {}
    for each in placed:
        for font in (*each.fragment.fonts, *each.margins.fonts):
            if font.hash not in found:
                found[font.hash] = _font(font, files)
            else:
                merged = found[font.hash]
                merged.widths = {**font.widths, **merged.widths}
                merged.to_unicode = {**font.to_unicode, **merged.to_unicode}
                merged.missing = {**font.missing, **merged.missing}
    for font in found.values():
        font.widths = dict(sorted(font.widths.items()))
        font.to_unicode = dict(sorted(font.to_unicode.items()))
    return found


def _files(dress: Dress) -> Iterable[bytes]:
    return [dress.served.font(number) for number in range(len(dress.served.fonts))]


def _font(values: FontValues, files: Mapping[str, bytes]) -> Any:
    font = object.__new__(weasy.Font)
    for name, value in values.facts.items():
        setattr(font, name, value)
    font.name = values.facts["name"].encode("latin-1")
    font.hash = values.hash
    font.file_content = files[values.file]
    font.widths, font.to_unicode, font.missing = dict(values.widths), dict(values.to_unicode), dict(values.missing)
    font.hb_face = None
    font.subset = _subset(font)
    return font


def _subset(font: Any) -> Callable[[Any, Any], None]:
    def subset(to_unicode: Mapping[int, str], hinting: bool) -> None:
        if to_unicode:
            font.file_content = subset_glyphs(
                font.file_content, to_unicode, index=font.index, keep_notdef=bool(font.missing)
            )

    return subset
