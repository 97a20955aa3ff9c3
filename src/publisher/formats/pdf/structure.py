"""The structure of a tagged PDF as plain values: elements, the content in them, and how they are written.

ISO 32000-1, 14.7 and 14.8; PDF/UA-1 (ISO 14289-1) asks for more, and that is said where it is met.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from publisher.formats.pdf.weasy import pydyf

GROUPING = frozenset(("Document", "Part", "Art", "Sect", "Div", "BlockQuote", "TOC", "TOCI"))
# Elements that hold blocks as well as text, so that a note may follow a paragraph in them.
HOLDING = GROUPING - {"TOC"} | {"LBody", "TD", "TH", "Note", "Caption"}
_KEPT_EMPTY = frozenset(("TD", "TH", "LBody", "Document"))


class Content(NamedTuple):
    """A stretch of marked content: the index of its page and its number there, or in a form that the page shows."""

    page: int
    mcid: int
    form: Any = None  # a pydyf stream: what is seen through is painted into one of its own


class Annotation(NamedTuple):
    """A link's annotation, a pydyf dictionary, on the page with this index."""

    page: int
    dictionary: Any


@dataclass(slots=True, eq=False)
class Struct:
    """One structure element.

    ``after`` are the notes that follow it, ``tail`` those at its end; ``maker`` is the HTML behind an implied one;
    ``wrapper`` tells the part of a book that all its chapters share.
    """

    type: str
    parent: Struct | None
    page: int
    lang: str = ""
    kids: list[Struct | Content | Annotation] = field(default_factory=list)
    after: list[Struct] = field(default_factory=list)
    tail: list[Struct] = field(default_factory=list)
    attributes: dict[str, Any] = field(default_factory=dict)
    maker: Any = None
    wrapper: bool = False

    def child(self, type: str, page: int, lang: str = "", *, at: int | None = None) -> Struct:
        """A new element in this one, last or at an index."""
        made = Struct(type, self, page, lang or self.lang)
        if lang and lang != self.lang:
            made.attributes["Lang"] = pydyf.String(lang)
        self.kids.insert(len(self.kids) if at is None else at, made)
        return made

    def up_to(self, *types: str) -> Struct | None:
        """This element or the nearest above it that is of one of the types."""
        struct: Struct | None = self
        while struct is not None and struct.type not in types:
            struct = struct.parent
        return struct


@dataclass(slots=True)
class Writer:
    """Writes a tree of :class:`Struct` into a PDF."""

    pdf: Any
    page_references: Sequence[bytes]
    owners: list[dict[int, bytes]]  # for each page: marked content → its element
    annotations: list[tuple[Any, bytes]] = field(default_factory=list)
    forms: dict[int, tuple[Any, dict[int, bytes]]] = field(default_factory=dict)  # id() of a form → it, its owners

    def write(self, document: Struct, root: Any, element: Any, parent_tree: Any) -> None:
        """Fill WeasyPrint's empty root, document element and parent tree."""
        element["K"], parents = self.branch(document, element.reference)
        parent_tree["Nums"] = pydyf.Array([each for entry in enumerate(parents) for each in entry])
        root["ParentTreeNextKey"] = len(parents)

    def branch(self, struct: Struct, reference: bytes, key: str = "") -> tuple[Any, list[Any]]:
        """Write what is in an element; gives its kids, and the entries of the parent tree by their keys from 0.

        ``key`` stands before the keys of annotations and forms: whoever joins branches moves them on.
        """
        kids = self._kids(struct, reference)
        parents = [_by_number(owned) for owned in self.owners]
        for annotation, owner in self.annotations:
            annotation["StructParent"] = f"{key}{len(parents)}"
            parents.append(owner)
        for form, owned in self.forms.values():
            form.extra["StructParents"] = f"{key}{len(parents)}"
            parents.append(_by_number(owned))
        return kids, parents

    def _element(self, struct: Struct, parent: bytes) -> bytes:
        element = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{struct.type}", "P": parent})
        self.pdf.add_object(element)
        element["Pg"] = self.page_references[struct.page]
        element.update(struct.attributes)
        element["K"] = self._kids(struct, element.reference)
        reference: bytes = element.reference
        return reference

    def _kids(self, struct: Struct, reference: bytes) -> Any:
        kids = pydyf.Array()
        for kid in struct.kids:
            if isinstance(kid, Struct):
                kids.append(self._element(kid, reference))
                kids.extend(self._element(note, reference) for note in kid.after)
            elif isinstance(kid, Content) and kid.form is not None:
                self.forms.setdefault(id(kid.form), (kid.form, {}))[1][kid.mcid] = reference
                kids.append(self._reference("MCR", kid.page, Stm=kid.form.reference, MCID=kid.mcid))
            elif isinstance(kid, Content):
                self.owners[kid.page][kid.mcid] = reference
                kids.append(kid.mcid if kid.page == struct.page else self._reference("MCR", kid.page, MCID=kid.mcid))
            else:
                kids.append(self._reference("OBJR", kid.page, Obj=kid.dictionary.reference))
                self.annotations.append((kid.dictionary, reference))
        kids.extend(self._element(note, reference) for note in struct.tail)
        return kids

    def _reference(self, type: str, page: int, **what: Any) -> Any:
        return pydyf.Dictionary({"Type": f"/{type}", "Pg": self.page_references[page], **what})


def number_of(reference: bytes) -> int:
    """The number of an object by a reference to it; one in a fragment of a file has a mark before it."""
    return int(reference.split()[0].lstrip(b"\x01"))


def _by_number(owned: dict[int, bytes]) -> Any:
    return pydyf.Array([owned.get(mcid, b"null") for mcid in range(max(owned, default=-1) + 1)])


def marks_in_forms(stream: Any, known: set[int]) -> dict[int, Any]:
    """The numbers of marked content that stand in forms and not on the page itself, with their form.

    ``known`` are the forms of earlier pages, by ``id()``: all pages share one dictionary of resources.
    """
    found: dict[int, Any] = {}
    waiting = [stream]
    while waiting:
        resources = waiting.pop()._resources
        for kind in ("XObject", "Pattern"):
            for form in resources.get(kind, {}).values():
                if id(form) in known or not isinstance(form, pydyf.Stream):
                    continue
                known.add(id(form))
                waiting.append(form)
                for piece in form.stream:
                    if isinstance(piece, pydyf.Dictionary) and "MCID" in piece:
                        found[piece["MCID"]] = form
    return found


def mark_anew(stream: Any, artifacts: set[int], spoken: Mapping[int, str]) -> None:
    """Make artifacts of marked content: ``/Span <</MCID 7>> BDC`` becomes ``/Artifact <</Type /Layout>> BDC``.

    What says other words than it shows gets them as its ActualText (ISO 32000-1, 14.9.4).
    """
    if not (artifacts or spoken):
        return
    pieces = stream.stream
    for index, piece in enumerate(pieces):
        if not isinstance(piece, pydyf.Dictionary):
            continue
        if piece.get("MCID") in artifacts:
            pieces[index - 1] = "/Artifact"
            pieces[index] = pydyf.Dictionary({"Type": "/Layout"})
        elif piece.get("MCID") in spoken:
            pieces[index - 1] = "/Span"
            piece["ActualText"] = pydyf.String(spoken[piece["MCID"]])


def prune(struct: Struct) -> None:
    """Take out the elements that came out with nothing in them."""
    for kid in struct.kids:
        if isinstance(kid, Struct):
            prune(kid)
    for note in (*struct.after, *struct.tail):
        prune(note)
    struct.kids = [kid for kid in struct.kids if not isinstance(kid, Struct) or _says_something(kid)]


def _says_something(struct: Struct) -> bool:
    return bool(struct.kids or struct.after or struct.tail) or struct.type in _KEPT_EMPTY
