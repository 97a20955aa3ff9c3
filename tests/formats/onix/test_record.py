"""ONIX 3.0 records: every one passes EDItEUR's schemas, and says what is known and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from publisher.config import Contributor, Price, Series
from publisher.config.relators import relators
from publisher.formats.onix import codes
from publisher.formats.onix.values import ALTERNATIVE_FORMAT, BASED_ON_PRINT, Related

ISBN = "978-0-571-25809-3"


def test_the_least_record_makes_nothing_up(record: Any, book: Any) -> None:
    bare = record(book(info={"authors": (), "publisher": "", "date": ""}))
    assert bare.has("NoContributor")
    assert bare.has("NoCollection")
    for name in ("CollateralDetail", "PublishingDetail", "ProductSupply", "Audience", "Subject", "RelatedMaterial"):
        assert not bare.has(name), name


def test_the_same_book_gives_the_same_bytes_under_the_files_name(record: Any) -> None:
    assert record().artefact.data == record().artefact.data
    assert record().artefact.file_name == "a-book.epub.onix.xml"
    assert record().all("SentDateTime") == ["20261122T000000Z"]


def test_an_isbn_is_trade_item_and_book_number(record: Any, book: Any) -> None:
    made = record(book(isbn=ISBN))
    assert made.all("Product/ProductIdentifier/ProductIDType") == ["03", "15"]
    assert set(made.all("Product/ProductIdentifier/IDValue")) == {"9780571258093"}
    assert made.all("RecordReference") == ["urn:isbn:9780571258093"]


def test_without_an_isbn_the_files_name_tells_it_apart(record: Any, book: Any) -> None:
    made = record(book(identifiers=("doi:10.1000/182", "https://example.org/b")))
    assert made.all("Product/ProductIdentifier/ProductIDType") == ["01", "06", "01"]
    assert made.all("Product/ProductIdentifier/IDValue") == ["a-book.epub", "10.1000/182", "https://example.org/b"]


def test_people(record: Any, book: Any) -> None:
    authors = (Contributor("Kazuo Ishiguro", "aut", "Ishiguro, Kazuo"), Contributor("The Team", "edt", kind="group"))
    made = record(book(info={"authors": authors, "contributors": (Contributor("Ann Other", "trl"),)}))
    assert made.all("ContributorRole") == ["A01", "B01", "B06"]
    assert made.all("SequenceNumber") == ["1", "2", "3"]
    assert made.all("PersonName") == ["Kazuo Ishiguro", "Ann Other"]
    assert (made.all("PersonNameInverted"), made.all("KeyNames")) == (["Ishiguro, Kazuo"], ["Ishiguro"])
    assert made.all("CorporateName") == ["The Team"]


def test_every_relator_has_a_role(record: Any, book: Any) -> None:
    people = tuple(Contributor(f"N {code}", code) for code in relators())
    roles = record(book(info={"authors": people})).all("ContributorRole")
    assert len(roles) == len(people)
    assert roles[list(relators()).index("ill")] == "A12"


def test_every_language_of_the_table_is_in_the_schemas_list(record: Any, book: Any) -> None:
    tags = tuple(sorted(codes._table("languages-iso639-2b.tsv")))
    made = record(book(info={"language": "pt-BR", "languages": tags}))
    assert made.all("LanguageCode")[0] == "por"
    assert made.all("CountryCode") == ["BR"]
    assert [codes.language_code(tag) for tag in ("de", "deu", "zh-Hant-TW")] == ["ger", "ger", "chi"]


def test_series_and_set(record: Any, book: Any) -> None:
    info = {"series": (Series("Blue Books", "3"),), "set": (Series("Works", "II", "set"),)}
    made = record(book(info=info))
    assert made.all("Collection/TitleDetail/TitleElement/TitleText") == ["Blue Books", "Works"]
    assert made.all("PartNumber") == ["3", "II"]
    assert made.all("CollectionSequenceNumber") == ["3"]


METADATA = """<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityFeature">pageNavigation</meta>
<meta property="schema:accessibilityFeature">somethingNew</meta>
<meta property="schema:accessModeSufficient">textual</meta><meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">It reads aloud &amp; well.</meta>"""


def test_accessibility_is_what_the_file_says_of_itself(record: Any, make_epub: Any) -> None:
    made = record(product=make_epub(METADATA), pages=45)
    features = list(zip(made.all("ProductFormFeatureType"), made.all("ProductFormFeatureValue"), strict=True))
    expected = [("15", "101F"), ("09", "14"), ("09", "41"), ("09", "52"), ("09", "00"), ("12", "00")]
    assert features == expected
    assert made.all("ProductFormFeatureDescription") == ["It reads aloud & well."]
    assert ("08", "45") in zip(made.all("ExtentType"), made.all("ExtentValue"), strict=True)


def test_no_conformance_is_claimed_that_the_file_does_not_state(record: Any, make_epub: Any) -> None:
    assert not {"04", "82", "85"} & set(record(product=make_epub(METADATA)).all("ProductFormFeatureValue"))
    stated = '<meta property="dcterms:conformsTo">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>'
    assert {"04", "82", "85"} <= set(record(product=make_epub(stated)).all("ProductFormFeatureValue"))


def test_a_pdf_is_a_download_until_it_is_bound(record: Any, book: Any, make_pdf: Any) -> None:
    product = make_pdf("i", "ii", "1", "2", "3")
    digital = record(book(), product)
    assert (digital.all("ProductForm"), digital.all("ProductFormDetail")) == (["ED"], ["E107"])
    assert dict(zip(digital.all("ExtentType"), digital.all("ExtentValue"), strict=True))["07"] == "5"
    bound = record(book(binding="paperback"), product, width=152.4, height=228.6)
    assert (bound.all("ProductForm"), bound.all("ProductFormDetail")) == (["BC"], [])
    assert bound.all("Measurement") == ["229", "152"]
    assert dict(zip(bound.all("ExtentType"), bound.all("ExtentValue"), strict=True)) == {"00": "3", "02": "500"}
    assert not bound.has("EpubTechnicalProtection")


def test_protection_is_told_only_of_ones_own_shop(record: Any, book: Any) -> None:
    assert record(book("own")).all("EpubTechnicalProtection") == ["00"]
    assert not record(book("kobo")).has("EpubTechnicalProtection")


def test_prices(record: Any, book: Any) -> None:
    prices = (Price("9.99", "GBP", "included", ("IE", "GB")), Price("11.50", "USD", "excluded"))
    made = record(book("kobo", prices=prices), onix={"territory": ("WORLD",)})
    assert (made.all("PriceType"), made.all("PriceAmount")) == (["02", "01"], ["9.99", "11.50"])
    assert made.all("Price/Territory/CountriesIncluded") == ["GB IE"]
    assert made.all("SupplierRole") == ["01"]
    free = record(book(prices=(Price("0", "GBP"),)))
    assert (free.all("UnpricedItemType"), free.all("SupplierRole")) == (["01"], ["09"])


def test_a_book_that_is_announced(record: Any, book: Any) -> None:
    made = record(book(info={"date": "2027-03"}, prices=(Price("9", "EUR"),)), onix={"status": "forthcoming"})
    assert (made.all("NotificationType"), made.all("PublishingStatus")) == (["02"], ["02"])
    assert (made.all("ProductAvailability"), made.all("SupplyDateRole")) == (["10"], ["08"])
    assert made.all("PublishingDate/Date") == ["202703"]


def test_subjects_rights_and_audience(record: Any, book: Any) -> None:
    onix = {"thema": ("DSK", "3MR", "DSB"), "bisac": ("LIT004120",), "audience": "school", "territory": ("GB",),
            "exclusive": True, "contact": "Ann", "email": "a@b.org"}  # fmt: skip
    made = record(book(info={"subjects": ("One; two", "Three")}), onix=onix)
    assert made.all("SubjectSchemeIdentifier") == ["93", "96", "93", "10", "20"]
    assert made.all("SubjectHeadingText") == ["One, two; Three"]
    assert len(made.all("MainSubject")) == 2
    assert (made.all("SalesRightsType"), made.all("ROWSalesRightsType")) == (["01"], ["00"])
    assert made.all("AudienceCodeValue") == ["04"]


def test_related_files(record: Any) -> None:
    related = (Related(BASED_ON_PRINT, "9780306406157"), Related(ALTERNATIVE_FORMAT, "9783161484100"))
    assert record(related=related).all("ProductRelationCode") == ["13", "06"]


_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn"))).filter(str.strip)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_WORDS, _WORDS, _WORDS)
def test_whatever_is_written_the_record_is_valid(record: Any, book: Any, title: str, name: str, text: str) -> None:
    info = {"title": title, "authors": (Contributor(name, file_as=text),), "description": text, "subjects": (text,),
            "publisher": name, "series": (Series(title, text),)}  # fmt: skip
    made = record(book(info=info, statement=text), onix={"sender": name})
    assert made.all("TitleElement/TitleText")[-1] == " ".join(title.split())


def test_the_judge_finds_a_seeded_fault(record: Any, schemas: Any) -> None:
    tree = etree.fromstring(record().artefact.data.replace(b">ED<", b">XX<"))
    assert [schema.validate(tree) for schema in schemas] == [False, False]


@pytest.mark.parametrize("fault", [None, "<ProductForm>"])
def test_the_judge_by_the_command_of_onixcheck(fault: str | None, record: Any, tmp_path: Any) -> None:
    from publisher.judges.onix import onix

    path = tmp_path / "a.onix.xml"
    data = record().artefact.data
    path.write_bytes(data.replace(b"<ProductForm>", b"<ProductForm>X") if fault else data)
    assert bool(onix(path)) == bool(fault)
