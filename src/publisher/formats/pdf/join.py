"""The documents of a composition, joined into the one XHTML document that becomes the PDF.

The joined body, and what CSS may rely on::

    body
    ├── div.covermatter                     documents of matter "cover", when there are any
    ├── div.frontmatter                     documents before the body
    └── main.bodymatter                     the body …
        └── div.backmatter                  … and the back matter in it, so that its numbers go on

Every document stands in ``div.document.<kind>.matter-<matter>`` with its body classes, and has the id of its
stem unless an element of its own has it. The first document of ``main.bodymatter`` also has the class ``first``.

**The numbers of the pages**, measured with WeasyPrint 70, in the words of CSS (``tests/formats/pdf/reference.css``
has it whole). Page groups start anew with every element that carries ``page:``, and a group only starts on the
element whose ``page`` is the innermost at that break, so a ``page`` on ``main`` is never seen when its first
child has one too. Therefore:

* ``.frontmatter { page: front }`` and ``@page front`` prints ``counter(page, lower-roman)``;
* each document of the body carries ``page: chapter``, so that ``@page :nth(1 of chapter)`` is the opener of every
  chapter (no running head, drop folio); only ``.bodymatter > .document.first`` carries ``page: opening`` in its
  place, and ``@page :nth(1 of opening) { counter-reset: page 1 }`` starts the arabic numbers once;
* ``@page :blank`` (unnamed) silences the blank versos;
* a ``counter-reset: page`` on an element gives wrong numbers in the contents; ``target-counter()`` in a flex or grid
  box prints 0; both are caught by rule P827.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from xml.etree import ElementTree

from publisher.config import Contributor
from publisher.diagnostics import Diagnostic
from publisher.formats.pdf.spans import without_idle_spans
from publisher.rules import pdf as rules
from publisher.source import Span
from publisher.style.composition import Composition, Document
from publisher.words import words

COVER, FRONT, BODY, BACK = "cover", "front", "body", "back"


class NotWellFormed(Exception):
    """A document of the composition is not XML; the diagnostics say where."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        """Carry the diagnostics."""
        super().__init__("not well-formed")
        self.diagnostics = diagnostics


def join(composition: Composition, font_css: str, only: Document | None = None) -> ElementTree.Element:
    """The joined document as a tree without namespaces on its HTML elements; with ``only``, of one document.

    Raises :class:`NotWellFormed`.
    """
    documents = composition.documents if only is None else (only,)
    markup = f"{_opening(composition, font_css)}<body>{_body(composition, documents)}</body></html>"
    try:
        return without_idle_spans(ElementTree.fromstring(markup), composition.css)
    except ElementTree.ParseError as error:
        raise NotWellFormed(_broken(composition, documents, error)) from None


def join_part(
    composition: Composition, font_css: str, documents: Sequence[Document], first: bool
) -> ElementTree.Element:
    """Some of the documents in the wrappers that they have in the whole; ``first`` where the body begins with them.

    Without documents it is what the file says of itself, and the sheets. Raises :class:`NotWellFormed`.
    """
    markup = f"{_opening(composition, font_css)}<body>{_body(composition, documents, first)}</body></html>"
    try:
        return without_idle_spans(ElementTree.fromstring(markup), composition.css)
    except ElementTree.ParseError as error:
        raise NotWellFormed(_broken(composition, documents, error)) from None


def matter_of(document: Document, reached: str) -> str:
    """Which wrapper a document stands in, after one that stood in ``reached``: there is no way back."""
    ranks = (COVER, FRONT, BODY, BACK)
    return max(reached, document.matter if document.matter in ranks else BODY, key=ranks.index)


def _opening(composition: Composition, font_css: str) -> str:
    info = composition.info
    metas = [("author", person.name) for person in _authors(info.authors, info.contributors)]
    metas += [("description", info.description), ("keywords", ", ".join(info.subjects)), ("generator", "Publisher")]
    metas += [("dcterms.created", composition.modified), ("dcterms.modified", composition.modified)]
    lines = "".join(f'<meta name="{name}" content="{_attribute(value)}"/>' for name, value in metas if value)
    return (
        f'<html xmlns:epub="http://www.idpf.org/2007/ops" lang="{_attribute(info.language)}"'
        f' dir="{_attribute(info.direction)}"><head><title>{_text(_title(composition))}</title>{lines}'
        f"<style>{_text(font_css)}</style><style>{_text(composition.css)}</style></head>"
    )


def _title(composition: Composition) -> str:
    """What a window, a shelf and a print queue call the file: the book, and which edition of it."""
    info, edition = composition.info, composition.edition
    name = edition.title or ": ".join(filter(None, (info.title, info.subtitle)))
    whose = words(info.language)["for_teacher"] if edition.audience == "teacher" else ""
    return " – ".join(filter(None, (name, edition.statement or info.edition, whose)))


def _authors(authors: Iterable[Contributor], contributors: Iterable[Contributor]) -> list[Contributor]:
    return [*authors, *(person for person in contributors if person.role == "aut")]


def _body(composition: Composition, documents: Iterable[Document], begins: bool = True) -> str:
    """The wrappers in the order cover, front, body, back; ``begins``: the first of the body's documents is here."""
    runs: dict[str, list[str]] = {COVER: [], FRONT: [], BODY: [], BACK: []}
    reached = COVER
    for document in documents:
        reached = matter_of(document, reached)
        first = begins and reached in (BODY, BACK) and not (runs[BODY] or runs[BACK])
        runs[reached].append(_wrapped(composition, document, first))
    parts = []
    if runs[COVER]:
        parts.append(f'<div class="covermatter">{"".join(runs[COVER])}</div>')
    if runs[FRONT]:
        parts.append(f'<div class="frontmatter">{"".join(runs[FRONT])}</div>')
    if runs[BODY] or runs[BACK]:
        back = f'<div class="backmatter">{"".join(runs[BACK])}</div>' if runs[BACK] else ""
        parts.append(f'<main class="bodymatter">{"".join(runs[BODY])}{back}</main>')
    return "".join(parts)


def _wrapped(composition: Composition, document: Document, first: bool) -> str:
    classes = ["document", document.kind, f"matter-{document.matter}", *document.body_class.split()]
    if first:
        classes.append("first")
    attributes = f' class="{_attribute(" ".join(dict.fromkeys(classes)))}"'
    if document.stem and not _has_id(document.body, document.stem):
        attributes += f' id="{_attribute(document.stem)}"'
    if document.lang and document.lang != composition.info.language:
        attributes += f' lang="{_attribute(document.lang)}"'
    return f"<div{attributes}>{document.body}</div>"


def _has_id(body: str, stem: str) -> bool:
    return f'id="{_attribute(stem)}"' in body or f"id='{_attribute(stem)}'" in body


def _attribute(text: str) -> str:
    return escape(text, quote=True)


def _text(text: str) -> str:
    return escape(text, quote=False)


def _broken(
    composition: Composition, documents: Iterable[Document], error: ElementTree.ParseError
) -> tuple[Diagnostic, ...]:
    """Which documents are broken, and near which words; or the head of the joined one, which is ours."""
    found = []
    places = dict(composition.spans)
    for document in documents:
        start = '<div xmlns:epub="http://www.idpf.org/2007/ops">'
        try:
            ElementTree.fromstring(f"{start}{document.body}</div>")
        except ElementTree.ParseError as trouble:
            line, column = trouble.position
            text = document.body.split("\n")[min(line, document.body.count("\n") + 1) - 1]
            at = column - len(start) if line == 1 else column
            before = "\n".join([*document.body.split("\n")[: line - 1], text[:at]])
            ids = [piece.split('"', 1)[0] for piece in before.split('id="')[1:]]
            span = next((places[id] for id in reversed(ids) if id in places), first_place(document, places))
            near = text[max(0, at - 40) : max(0, at) + 20]
            reason = str(trouble).rsplit(":", 1)[0]
            message = f"“{document.title}” is not well-formed: {reason}, near “{near}”"
            found.append(rules.DOCUMENT_BROKEN.at(span, message))
    if not found:
        message = f"the joined document is not well-formed: {error}"
        hint = "the title, the metadata or the CSS holds a control character"
        found.append(rules.DOCUMENT_BROKEN.at(Span(""), message, hint=hint))
    return tuple(found)


def first_place(document: Document, places: dict[str, Span]) -> Span:
    """The place in the manuscript of the first id of a document that has one."""
    for piece in document.body.split('id="')[1:]:
        span = places.get(piece.split('"', 1)[0])
        if span is not None:
            return span
    return places.get(document.stem, Span(""))
