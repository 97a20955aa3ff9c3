"""Block 1 of a record, the descriptive detail: form, accessibility, titles, people, languages, extent, subjects."""

from __future__ import annotations

from collections.abc import Iterator

from publisher.config import Contributor, Series
from publisher.formats.onix import codes
from publisher.formats.onix.tree import Element, group, said
from publisher.formats.onix.values import Facts, Trade
from publisher.style.composition import Composition


def descriptive_detail(composition: Composition, facts: Facts, trade: Trade) -> Element:
    """``<DescriptiveDetail>``, in the order of the standard (P.3 to P.13)."""
    info, spec = composition.info, composition.edition
    printed = bool(spec.binding) and facts.format == "pdf"
    unprotected = not printed and spec.channel == "own"  # what another shop adds is not ours to say
    return group(
        "DescriptiveDetail",
        said("ProductComposition", "00"),
        _bound(composition, trade) if printed else _digital(facts),
        said("EpubTechnicalProtection", "00") if unprotected else None,
        *_collections((*info.series, *info.set)),
        group("TitleDetail", said("TitleType", "01"), _title(info.title, info.subtitle)),
        *_people((*info.authors, *info.contributors)),
        said("EditionStatement", ", ".join(filter(None, (spec.statement, info.edition)))),
        (_language(tag) for tag in dict.fromkeys((info.language, *info.languages))),
        _extents(composition, facts, printed=printed),
        _subjects(composition, trade),
        _audience(trade),
    )


def _digital(facts: Facts) -> Iterator[Element]:
    """A download (ED): its file type, its version, and what the file says of its accessibility."""
    detail, version = ("E101", codes.EPUB_3_3) if facts.format == "epub" else ("E107", "")
    version = version or codes.PDF_VERSIONS.get(facts.version, "")
    yield from filter(None, (said("ProductForm", "ED"), said("ProductFormDetail", detail)))
    if version:
        yield _feature("15", version)
    for code, words in dict.fromkeys(_access(facts)):
        yield _feature("09", code, words)
    for hazard in facts.hazards:
        if hazard in codes.HAZARDS:
            yield _feature("12", codes.HAZARDS[hazard])
    yield Element("PrimaryContentType", "10")


def _access(facts: Facts) -> Iterator[tuple[str, str]]:
    """Codes of list 196 and the words that go with them."""
    for stated in facts.conforms:
        yield from ((code, "") for code in codes.conformance(stated))
    yield from ((codes.FEATURES[name], "") for name in facts.features if name in codes.FEATURES)
    if "textual" in facts.sufficient:
        yield codes.TEXT_SUFFICES, ""
    if facts.certifier:
        yield codes.CERTIFIER, facts.certifier
    if facts.report:
        yield codes.REPORT, facts.report
    if facts.summary:
        yield codes.SUMMARY, facts.summary


def _feature(kind: str, value: str, words: str = "") -> Element:
    return group(
        "ProductFormFeature",
        said("ProductFormFeatureType", kind),
        said("ProductFormFeatureValue", value),
        said("ProductFormFeatureDescription", words),
    )


def _bound(composition: Composition, trade: Trade) -> Iterator[Element]:
    """A printed book: how it is bound, and its size in millimetres."""
    binding = composition.edition.binding
    yield Element("ProductForm", codes.BINDINGS[binding])
    yield Element("PrimaryContentType", "10")
    if not (trade.width and trade.height):
        return
    # A hardback's boards stand over the page, so only its page can be measured here.
    kinds = ("01", "02") if binding == "paperback" else ("04", "05")
    for kind, side in zip(kinds, (trade.height, trade.width), strict=True):
        yield group(
            "Measure", said("MeasureType", kind), said("Measurement", f"{side:.0f}"), said("MeasureUnitCode", "mm")
        )


def _collections(all_series: tuple[Series, ...]) -> Iterator[Element]:
    if not all_series:
        yield Element("NoCollection")
    for series in all_series:
        number = series.number if series.number.replace(".", "", 1).isdecimal() else ""
        sequence = said("CollectionSequenceNumber", number)
        order = group("CollectionSequence", said("CollectionSequenceType", "02"), sequence) if sequence else None
        element = group("TitleElement", said("TitleElementLevel", "02"), said("PartNumber", series.number))
        titled = group("TitleDetail", said("TitleType", "01"), _with_text(element, series.name, ""))
        yield group("Collection", said("CollectionType", "10"), order, titled)


def _title(title: str, subtitle: str) -> Element:
    return _with_text(group("TitleElement", said("TitleElementLevel", "01")), title, subtitle)


def _with_text(element: Element, title: str, subtitle: str) -> Element:
    return group("TitleElement", element.children, said("TitleText", title), said("Subtitle", subtitle))


def _people(people: tuple[Contributor, ...]) -> Iterator[Element]:
    if not people:
        yield Element("NoContributor")
    for number, person in enumerate(people, 1):
        yield group(
            "Contributor",
            said("SequenceNumber", number),
            said("ContributorRole", codes.role_code(person.role)),
            _name(person),
        )


def _name(person: Contributor) -> Iterator[Element]:
    """A group by its name; a person by the name, by that of catalogues, and by its parts where they are told."""
    if person.kind == "group":
        parts = [said("CorporateName", person.name), said("CorporateNameInverted", person.file_as)]
    else:
        parts = [said("PersonName", person.name), said("PersonNameInverted", person.file_as)]
        key, comma, before = (part.strip() for part in person.file_as.partition(","))
        if comma and key and before and "," not in before:
            parts += [said("NamesBeforeKey", before), said("KeyNames", key)]
    yield from filter(None, parts)


def _language(tag: str) -> Element:
    return group(
        "Language",
        said("LanguageRole", "01"),
        said("LanguageCode", codes.language_code(tag)),
        said("CountryCode", codes.region(tag)),
    )


def _extents(composition: Composition, facts: Facts, *, printed: bool) -> Iterator[Element]:
    """Pages, words and bytes; nothing that was not counted."""
    counted = (
        ("00", facts.highest if printed else 0, "03"),
        ("07", facts.pages if not printed else 0, "03"),
        ("08", facts.print_pages, "03"),
        ("02", composition.reading.counts.total, "02"),
        ("22", 0 if printed else facts.size, "17"),
    )
    for kind, value, unit in counted:
        if value:
            yield group("Extent", said("ExtentType", kind), said("ExtentValue", value), said("ExtentUnit", unit))


def _subjects(composition: Composition, trade: Trade) -> Iterator[Element]:
    """Codes of the trade's schemes, the main one of each marked, and the book's own subjects as keywords."""
    met: set[str] = set()
    for code in trade.onix.thema:
        scheme = codes.thema_scheme(code)
        yield _subject(scheme, code, main=scheme == "93" and scheme not in met)
        met.add(scheme)
    for index, code in enumerate(trade.onix.bisac):
        yield _subject("10", code, main=index == 0)
    keywords = "; ".join(subject.replace(";", ",") for subject in composition.info.subjects)
    if keywords:
        yield group("Subject", said("SubjectSchemeIdentifier", "20"), said("SubjectHeadingText", keywords))


def _subject(scheme: str, code: str, *, main: bool) -> Element:
    flag = Element("MainSubject") if main else None
    return group("Subject", flag, said("SubjectSchemeIdentifier", scheme), said("SubjectCode", code))


def _audience(trade: Trade) -> Element | None:
    code = codes.AUDIENCES.get(trade.onix.audience)
    return group("Audience", said("AudienceCodeType", "01"), said("AudienceCodeValue", code)) if code else None
