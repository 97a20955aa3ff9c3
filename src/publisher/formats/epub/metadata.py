"""The metadata of the package document (EPUB 3.3 §5.5), in the order in which a person would want to read it."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from publisher.config import Contributor, Review
from publisher.formats.artefact import Claim
from publisher.formats.epub.about import summary
from publisher.formats.epub.access import FEATURE, HAZARD, MODE, SUFFICIENT
from publisher.formats.epub.parts import Statement
from publisher.patterns import regex
from publisher.style.composition import Composition, Document

UNIQUE_ID = "book-id"
_NUMBERED = regex(r"[0-9]+(?:\.[0-9]+)*")
_DATE = regex(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
_NO_TIME = "1980-01-01T00:00:00Z"


def modified(composition: Composition) -> str:
    """The time that ``dcterms:modified`` and the archive's entries carry, YYYY-MM-DDThh:mm:ssZ."""
    return composition.modified or _NO_TIME


def identifier(composition: Composition) -> str:
    """The unique identifier: the artefact's, the book's, or a UUID made from title, authors and edition."""
    given = composition.identifier or composition.info.identifier
    if given:
        return given
    authors = "\n".join(author.name for author in composition.info.authors)
    digest = sha256(f"{composition.info.title}\n{authors}\n{composition.edition.name}".encode()).digest()
    return f"urn:uuid:{UUID(bytes=digest[:16], version=5)}"


def describe(composition: Composition, claims: Sequence[Claim], cover_id: str, pages_from: str = "") -> list[Statement]:
    """Everything the package document says of the book.

    ``cover_id`` is the manifest id of the cover image, ``pages_from`` names the printed edition whose pages are listed.
    """
    info = composition.info
    stated = [*_identifiers(composition), *_titles(composition)]
    stated += _people("creator", info.authors) + _people("contributor", info.contributors)
    languages = _languages((info.language, *info.languages), composition.documents)
    stated += [Statement("dc:language", each) for each in languages]
    if info.publisher:
        stated.append(Statement("dc:publisher", info.publisher))
    if _DATE.fullmatch(info.date):
        stated.append(Statement("dc:date", info.date))
    if info.rights:
        stated.append(Statement("dc:rights", info.rights))
    stated += [Statement("dc:subject", subject) for subject in info.subjects]
    if info.description:
        stated.append(Statement("dc:description", info.description))
    stated += _series(composition)
    stated.append(_meta("dcterms:modified", modified(composition)))
    if composition.reading.minutes:
        stated.append(_meta("schema:timeRequired", f"PT{composition.reading.minutes}M"))
    if composition.reading.counts.total:
        stated.append(_meta("schema:wordCount", str(composition.reading.counts.total)))
    stated += _access(claims, composition.review, info.language)
    if pages_from:
        # Page Source Identification, W3C Publishing Community Group, 2023: a property without prefix.
        stated.append(_meta("pageBreakSource", pages_from))
    if cover_id:
        # EPUB 2 and Kobo look here for the cover, not at the manifest's properties.
        stated.append(Statement("meta", "", (("name", "cover"), ("content", cover_id))))
    return stated


def _meta(name: str, text: str, refines: str = "", **more: str) -> Statement:
    attrs = (("refines", f"#{refines}"),) if refines else ()
    return Statement("meta", text, (*attrs, ("property", name), *more.items()))


def _identifiers(composition: Composition) -> list[Statement]:
    own = identifier(composition)
    stated = [Statement("dc:identifier", own, (("id", UNIQUE_ID),))]
    isbn = "".join(c for c in composition.edition.isbn if c.isalnum())
    further = [*composition.edition.identifiers, *composition.info.identifiers]
    if isbn and isbn not in own.replace("-", ""):
        further.insert(0, f"urn:isbn:{isbn}")
    stated += [Statement("dc:identifier", each) for each in dict.fromkeys(further) if each != own]
    return stated


def _titles(composition: Composition) -> list[Statement]:
    info = composition.info
    stated = [Statement("dc:title", info.title, (("id", "title"),)), _meta("title-type", "main", "title")]
    if info.subtitle:
        stated.append(_meta("display-seq", "1", "title"))
        stated.append(Statement("dc:title", info.subtitle, (("id", "subtitle"),)))
        stated += [_meta("title-type", "subtitle", "subtitle"), _meta("display-seq", "2", "subtitle")]
    return stated


def _people(kind: str, people: tuple[Contributor, ...]) -> list[Statement]:
    stated = []
    for number, person in enumerate(people, 1):
        key = f"{kind}-{number}"
        stated.append(Statement(f"dc:{kind}", person.name, (("id", key),)))
        if person.role:
            stated.append(_meta("role", person.role, key, scheme="marc:relators"))
        if person.file_as:
            stated.append(_meta("file-as", person.file_as, key))
        if len(people) > 1:
            stated.append(_meta("display-seq", str(number), key))
    return stated


def _languages(own: tuple[str, ...], documents: tuple[Document, ...]) -> list[str]:
    """The book's languages, then those of documents in another one."""
    return list(dict.fromkeys([*own, *(document.lang for document in documents if document.lang)]))


def _series(composition: Composition) -> list[Statement]:
    stated = []
    for number, series in enumerate((*composition.info.series, *composition.info.set), 1):
        key = f"series-{number}"
        stated.append(Statement("meta", series.name, (("property", "belongs-to-collection"), ("id", key))))
        stated.append(_meta("collection-type", series.kind or "series", key))
        if _NUMBERED.fullmatch(series.number):
            stated.append(_meta("group-position", series.number, key))
    return stated


def _access(claims: Sequence[Claim], review: Review | None, language: str) -> list[Statement]:
    """The claims that hold, in the vocabulary's words, then their summary and what a review found."""
    stated = []
    for name in (MODE, SUFFICIENT, FEATURE, HAZARD):
        stated += [_meta(f"schema:{name}", claim.value) for claim in claims if claim.held and claim.property == name]
    words, spoken = summary(claims, language)
    own = () if spoken == language else (("xml:lang", spoken),)
    stated.append(Statement("meta", words, (("property", "schema:accessibilitySummary"), *own)))
    return stated + (_review(review) if review is not None else [])


def _review(review: Review) -> list[Statement]:
    """Who found that the book conforms to what (EPUB Accessibility 1.1 §4.2.2 and §4.3)."""
    stated = [
        Statement("meta", review.standard, (("property", "dcterms:conformsTo"), ("id", "conformance"))),
        _meta("a11y:certifiedBy", review.by, "conformance", id="certifier"),
        _meta("dcterms:date", review.date, "certifier"),
    ]
    if review.credential:
        stated.append(_meta("a11y:certifierCredential", review.credential, "certifier"))
    if review.report:
        attrs = (("rel", "a11y:certifierReport"), ("refines", "#certifier"), ("href", review.report))
        stated.append(Statement("link", "", attrs))
    return stated
