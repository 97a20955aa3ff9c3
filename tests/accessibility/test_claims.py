"""What a book says of its accessibility is true, is said with its proof, and is the same wherever it is said."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from publisher.judges.ace import ace
from publisher.judges.epubcheck import FACTS, epubcheck
from publisher.words import access_words

REVIEW = """
[accessibility.review]
standard = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
by = "Access & Co."
date = 2026-11-22
credential = "Certified Reader 7"
report = "https://example.org/report"
"""
FEATURE = "accessibilityFeature"
PLAIN = "# Tides\n\nWords.\n"
PICTURES = "# Tides\n\nSee ![The bay at noon](p.png) and ![](q.png){.decorative} here.\n"


def proof(said: Any, value: str) -> str:
    return next(each.proof for each in said.claims if each.value == value)


def test_alternatives_are_claimed_with_their_count(say: Any, pictures: Any) -> None:
    made = say({"a.md": PICTURES, "p.png": pictures.png(), "q.png": pictures.png("red")})
    assert (FEATURE, "alternativeText") in made.held
    assert (
        proof(made, "alternativeText")
        == "2 of 2 pictures that need one have one, the cover among them; 1 is decorative"
    )
    assert ("", "schema:accessMode", "visual") in made.metas
    assert ("", "schema:accessModeSufficient", "textual") in made.metas


@pytest.mark.parametrize(
    "silent", ["![](p.png)", '![](p.png "A caption")', '<img src="p.png">', '<img src="p.png" alt="">']
)
def test_one_silent_picture_takes_the_claim_away(silent: str, say: Any, pictures: Any) -> None:
    text = f"# Tides\n\nSee ![The bay](q.png) and {silent} here.\n"
    made = say({"a.md": text, "p.png": pictures.png(), "q.png": pictures.png("red")})
    assert (FEATURE, "alternativeText") not in made.held
    assert proof(made, "alternativeText") == "2 of 3 pictures that need one have one, the cover among them"
    assert ("accessModeSufficient", "textual") not in made.held
    assert ("", "schema:accessModeSufficient", "textual") not in made.metas
    assert "Pictures without a text alternative: 1." in made.epub.text("accessibility.xhtml")


def test_nothing_is_claimed_that_is_not_there(say: Any) -> None:
    made = say({"a.md": PLAIN})
    absent = {"MathML", "index", "pageNavigation", "pageBreakMarkers", "longDescription", "rubyAnnotations"}
    assert {each.value for each in made.claims if not each.held} >= absent
    assert not [text for _, name, text in made.metas if name == "schema:accessibilityFeature" and text in absent]


@pytest.mark.parametrize("kind", ["gif", "png", "webp"])
def test_what_moves_is_no_longer_without_hazards(kind: str, say: Any, pictures: Any) -> None:
    made = say({"a.md": f"# T\n\n![The tide](tide.{kind})\n", f"tide.{kind}": pictures.moving(kind.upper())})
    hazards = {text for _, name, text in made.metas if name == "schema:accessibilityHazard"}
    assert hazards == {"unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"}
    assert "has not been found out" in made.epub.text("accessibility.xhtml")
    assert "tide" in proof(made, "unknownFlashingHazard")


def test_nothing_moves(say: Any) -> None:
    made = say({"a.md": PLAIN})
    assert ("", "schema:accessibilityHazard", "none") in made.metas
    assert ("", "schema:accessMode", "visual") not in made.metas


def test_a_style_that_imposes_itself_is_not_transformable(say: Any, tmp_path: Any) -> None:
    from publisher.formats.artefact import Claim
    from publisher.formats.epub.access import Evidence, judge
    from publisher.formats.epub.parts import Survey

    def claimed(css: str, value: str) -> bool:
        found = judge(Evidence({"a.xhtml": Survey()}, None, (), css, 1, 0, ""))
        return next(each for each in found if isinstance(each, Claim) and each.value == value).held

    assert claimed("p { margin: 0 }", "displayTransformability")
    for css in ("body { color: #111 }", "p { font-size: 12px }", "html { line-height: 1.5 }", "h1 { color: #700 }"):
        assert not claimed(css, "displayTransformability"), css
    assert not claimed("p { position: absolute }", "readingOrder")
    assert not claimed("@keyframes a { from { top: 0 } }", "none")


def test_pages_are_claimed_with_their_number_and_source(say: Any) -> None:
    editions = '[editions.print]\nformats = ["pdf"]\n[editions.ebook]\nformats = ["epub"]\npages_from = "print"\n'
    made = say({"a.md": PLAIN}, editions)
    count = sum(name == "pageBreakSource" for _, name, _ in made.metas)
    assert count == 1
    assert (FEATURE, "pageNavigation") in made.held
    listed = len(made.epub.document("nav.xhtml").findall(".//{*}nav[@id='page-list']//{*}li"))
    assert proof(made, "pageNavigation").startswith(f"{listed} page")


def test_conformance_takes_a_person(say: Any) -> None:
    made = say({"a.md": PLAIN})
    assert not [name for _, name, _ in made.metas if name.startswith(("dcterms:conformsTo", "a11y:"))]
    assert "conformsTo" in {each.property for each in made.claims if not each.held}
    assert "claims no conformance" in made.epub.text("accessibility.xhtml")


def test_a_review_is_written_with_who_and_when(say: Any) -> None:
    made = say({"a.md": PLAIN}, REVIEW)
    assert {each for each in made.metas if each[0] in ("#conformance", "#certifier") or "conforms" in each[1]} == {
        ("", "dcterms:conformsTo", "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"),
        ("#conformance", "a11y:certifiedBy", "Access & Co."),
        ("#certifier", "dcterms:date", "2026-11-22"),
        ("#certifier", "a11y:certifierCredential", "Certified Reader 7"),
        ("#certifier", "a11y:certifierReport", "https://example.org/report"),
    }
    told = made.epub.text("accessibility.xhtml")
    assert "Access & Co. reviewed this edition on 2026-11-22" in told
    assert "Certified Reader 7" in told
    assert 'href="https://example.org/report"' in made.epub.xhtml


def test_a_review_is_of_its_editions_only(say: Any) -> None:
    review = REVIEW.replace("[accessibility.review]", '[accessibility.review]\neditions = ["other"]')
    editions = '[editions.ebook]\nformats = ["epub"]\n[editions.other]\nformats = ["epub"]\n'
    made = say({"a.md": PLAIN}, editions + review, editions=("ebook",))
    assert "dcterms:conformsTo" not in [name for _, name, _ in made.metas]


@pytest.mark.parametrize(
    ("old", "new", "code", "key"),
    [
        ("EPUB Accessibility 1.1 - WCAG 2.2 Level AA", "WCAG 2.2 AA", "C140", "standard"),
        ("date = 2026-11-22\ncred", "date = 2026-01-10\ncred", "C142", "date"),
        ("date = 2026-11-22\ncred", 'date = "soon"\ncred', "C110", "date"),
        ('by = "Access & Co."', 'by = "Access & Co."\neditions = ["ebok"]', "C141", "editions"),
        ("https://example.org/report", "file:///report", "C113", "report"),
    ],
)
def test_a_review_that_cannot_be(old: str, new: str, code: str, key: str, say: Any) -> None:
    toml = '[editions.ebook]\nformats = ["epub"]\n' + REVIEW.replace(old, new)
    made = say({"a.md": PLAIN}, toml)
    (found,) = made.diagnostics
    lines = ("x\n" * 5 + toml).split("\n")  # after the five lines of every book.toml here
    assert (found.code, found.span.path) == (code, "book.toml")
    assert lines[found.span.line - 1].startswith(key)


@pytest.mark.parametrize("language", ["en-GB", "de", "fr", "es", "pl"])
def test_the_page_says_what_the_metadata_say(language: str, say: Any, pictures: Any) -> None:
    toml = f'[book]\ntitle = "T"\nlanguage = "{language}"\n'
    made = say({"book.toml": toml, "a.md": PICTURES, "p.png": pictures.png(), "q.png": pictures.png("red")})
    said = access_words(language)
    told = " ".join(made.epub.text("accessibility.xhtml").split())
    for claim in made.claims:
        sentence = said.said.get(claim.value, "") if claim.property in (FEATURE, "accessibilityHazard") else ""
        if sentence:
            assert (sentence.format(count=claim.count) in told) == claim.held, claim
    (summary,) = (text for _, name, text in made.metas if name == "schema:accessibilitySummary")
    for sentence in re.findall(r"[^.]+\.", summary):
        assert sentence.strip() in told
    element = made.epub.document("accessibility.xhtml").find(".//{*}section")
    assert element.get("lang") == ("en" if language == "pl" else None)
    assert said.title in made.epub.text("accessibility.xhtml")


def test_all_languages_have_the_same_keys() -> None:
    english = access_words("en")
    for language in ("de", "fr", "es"):
        words = access_words(language)
        assert words.language == language
        assert (words.headings.keys(), words.said.keys()) == (english.headings.keys(), english.said.keys())
        for key, sentence in words.said.items():
            assert re.findall(r"\{\w+\}", sentence).sort() == re.findall(r"\{\w+\}", english.said[key]).sort(), key


def test_the_page_is_last_in_the_contents_and_may_be_left_out(say: Any) -> None:
    made = say({"a.md": PLAIN})
    assert made.epub.reading_order[-1].endswith("accessibility.xhtml")
    assert [a.get("href") for a in made.epub.document("nav.xhtml").findall(".//{*}nav[@id='toc']//{*}a")][-1] == (
        "accessibility.xhtml"
    )
    made = say({"a.md": PLAIN}, '[editions.e]\nformats = ["epub"]\naccessibility_page = false\n')
    assert not [name for name in made.epub.entries if "accessibility" in name]
    assert (FEATURE, "unlocked") in made.held


def test_the_page_counts_in_no_reading_time(say: Any) -> None:
    with_page = say({"a.md": PLAIN}).report.made[0]
    without = say({"a.md": PLAIN}, '[editions.e]\nformats = ["epub"]\naccessibility_page = false\n').report.made[0]
    assert (with_page.words, with_page.minutes) == (without.words, without.minutes)


def test_check_lists_the_proofs(tmp_path: Any, press: Any, capsys: Any) -> None:
    from publisher.cli.main import run

    press.write_files(tmp_path, {"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\n', "a.md": PLAIN})
    assert run(["check", "-C", str(tmp_path), "--format", "epub", "--no-cache"]) == 0
    out = capsys.readouterr().out
    assert re.search(r"accessibilityFeature +tableOfContents +2 entries in the navigation document", out)
    assert out.index("and does not say") < out.index("no review of this edition is recorded")
    assert run(["check", "-C", str(tmp_path), "--format", "epub", "--no-cache", "--json"]) == 0
    (artefact,) = json.loads(capsys.readouterr().out)["artefacts"]
    assert {"property": FEATURE, "value": "MathML", "claimed": False, "proof": "there is no formula"} in artefact[
        "accessibility"
    ]


def test_kept_claims_are_the_same(tmp_path: Any, press: Any) -> None:
    from publisher.build.cache import Cache
    from publisher.build.place import Place
    from publisher.build.plan import Options
    from publisher.build.run import build
    from publisher.plugins import load_features

    folder = press.write_files(tmp_path / "b", {"book.toml": '[book]\ntitle = "T"\nlanguage = "en"\n', "a.md": PLAIN})
    place = Place(folder, (), tmp_path / "dist", Cache(tmp_path / "cache"))
    first = build(place, Options(format="epub", jobs=1), load_features)
    again = build(place, Options(format="epub", jobs=1), load_features)
    (tmp_path / "dist" / first.made[0].file_name).unlink()
    kept = build(place, Options(format="epub", jobs=1), load_features)
    assert [each.unchanged for each in (again, kept)] == [True, False]
    assert first.made[0].claims
    assert first.made == again.made == kept.made


@pytest.mark.judge
def test_the_judges_have_nothing_against_it(say: Any, pictures: Any, ask: Any, press: Any) -> None:
    editions = '[editions.print]\nformats = ["pdf"]\n[editions.ebook]\nformats = ["epub"]\npages_from = "print"\n'
    files = {"a.md": PICTURES, "p.png": pictures.png(), "q.png": pictures.png("red")}
    made = say(files, editions + REVIEW)
    assert [each for each in ask(epubcheck, made.path) if each.code not in FACTS] == []
    assert list(ask(ace, made.path, press.root / ".tools")) == []
