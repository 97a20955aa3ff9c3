"""A second edition of a book keeps every id that survives, in the EPUB and in the PDF, and reuses none."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from publisher.build.locking import write_lock
from publisher.diagnostics import MachineError
from publisher.manuscript import read_manuscript
from publisher.manuscript.lock import LOCK, Lock

pytestmark = pytest.mark.slow

OPF = "{http://www.idpf.org/2007/opf}"

BOOK = """[book]
title = "A Guide"
authors = ["A. Writer"]
identifier = "urn:uuid:2b1f0a3e-8c47-4b62-9e0d-7a3c61f2b8aa"
date = "2026-11-22"

[contents]
body = [
    {{ part = "The Story", chapters = [{story}] }},
    {{ part = "The Classroom", chapters = ["themes.md", "questions.md"] }},
]

[editions.ebook]
formats = ["epub"]

[editions.print]
formats = ["pdf"]
"""

HAILSHAM = """# Hailsham

Kathy is thirty-one and has been a carer for elevn years when she begins to tell of the school.[^1]

The Sales and the Exchanges are the great days of the term, for what is made there is kept in a box under the bed.

## The Gallery

Madame comes twice a year and takes away the best of the pictures, and nobody is told where she brings them.

> The problem, as I see it, is that you've been told and not told.
>
> — Miss Lucy, *Never Let Me Go*, ch. 7

Tommy has tantrums on the playing field because the others laugh at a picture that he painted as a joke.

Yes.

The tape with the song goes missing one winter, and Ruth gives her another one that is not at all the same.

Yes.

[^1]: The novel was published in 2005; the film followed five years latter.
"""

COTTAGES = """# The Cottages

The old farm where they live after school has been closed for years, and the hedges have grown over its windows.

![Two people on a field](images/field.png "The field behind the barn")

The veterans copy their gestures from the television, and Ruth copies the gestures of the vetarans.

## Norfolk

They drive to the coast to look for a woman behind the glass of an open-plan office, who might be Ruth's possible.

Afterwards Tommy and Kathy look through the second-hand shops, and there, in a box of cassettes, lies the same tape.
"""

DONORS = """# Carers and Donors

After the training come the roads at night, the lay-bys and the recovery centres, and more roads, for years on end.

| who | donations |
|-----|-----------|
| Ruth | two |
| Tommy | four |

The boat lies stranded on the marsh with its paint coming off, and Ruth, who can hardly walk, wants to go nearer to it.

## Littlehampton

Miss Emily receives them in the dark hall and explains what the gallery was for, and why there is no deferral.
"""

THEMES = """# Themes

## Memory

Kathy does not remember in order: one thing brings up another, and she always says so to whomever she is talking to.

She returns to a scene when she has found out what she had misunderstood in it, and tells it over again, corected.

## Silence

Nobody lies to the children, and nobody tells them; what they know they have always known without being surprised.
"""

QUESTIONS = """# Questions

::: question
Why does Kathy tell her story now, and to whom?

::: answer
She is about to become a donor; she speaks to someone like herself.
:::
:::

::: question
What is lost in Norfolk, and what is found there?
:::

::: question
Does anybody in the novel try to run away?
:::
"""

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)

FIRST: dict[str, str | bytes] = {
    "book.toml": BOOK.format(story='"01-hailsham.md", "02-cottages.md", "03-donors.md"'),
    "01-hailsham.md": HAILSHAM,
    "02-cottages.md": COTTAGES,
    "03-donors.md": DONORS,
    "themes.md": THEMES,
    "questions.md": QUESTIONS,
    "images/field.png": PNG,
}


def paragraph(text: str, beginning: str) -> str:
    (found,) = (block for block in text.split("\n\n") if block.startswith(beginning))
    assert text.count(found.strip()) == 1
    return found.strip()


def second() -> dict[str, str | bytes]:
    """The second edition, as the issue describes it."""
    hailsham = HAILSHAM.replace("elevn", "eleven").replace("latter", "later").replace("is kept in", "is kept at")
    third = paragraph(hailsham, "The tape")
    hailsham = hailsham.replace(  # rewritten by a third
        third, "The tape with the song is lost one winter, and a guardian finds another one that is not at all like it."
    )
    one, two = paragraph(hailsham, "Kathy is"), paragraph(hailsham, "The Sales")
    hailsham = hailsham.replace(f"{one}\n\n{two}", f"{two}\n\n{one}")  # swapped
    cottages = COTTAGES.replace("the vetarans", "the veterans")
    moved = paragraph(cottages, "Afterwards")  # to another chapter
    cottages = cottages.replace(moved, "")
    assert moved not in cottages
    donors = DONORS.replace("\n## Littlehampton", f"\n{moved}\n\n## Littlehampton")
    themes = THEMES.replace("corected", "corrected")
    questions = QUESTIONS.replace(
        "::: question\nWhat is lost in Norfolk, and what is found there?\n:::", ""
    ) + "\n::: question\nWhich of the guardians would you have believed?\n:::\n"  # fmt: skip
    foreword = "# Before You Read\n\nThis guide tells the whole plot; come back when you have read it.\n\nYes.\n"
    return {
        # A chapter before all, one moved to the front of the others, one file with another name.
        "book.toml": BOOK.format(story='"00-before.md", "03-donors.md", "01-hailsham.md", "02-life-on-the-farm.md"'),
        "00-before.md": foreword,
        "01-hailsham.md": hailsham,
        "02-life-on-the-farm.md": cottages,
        "03-donors.md": donors,
        "themes.md": themes,
        "questions.md": questions,
        "images/field.png": PNG,
    }


def published(folder: Path, files: dict[str, str | bytes], press: SimpleNamespace, **options: Any) -> Any:
    for old in folder.glob("*.md"):
        old.unlink()
    press.write_files(folder, files)
    built = press.build_folder(folder, folder.parent / "dist", folder.parent / "cache", **options)
    assert built.ok, built.diagnostics
    return built


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory, press: SimpleNamespace) -> SimpleNamespace:
    folder = tmp_path_factory.mktemp("second") / "manuscript"
    one = published(folder, FIRST, press, begin_lock=True)
    first_lock = read_manuscript(folder).lock
    epub, pdf = one.epub, one.pdf
    two = published(folder, second(), press)
    locks = (first_lock, read_manuscript(folder).lock)
    return SimpleNamespace(folder=folder, epubs=(epub, two.epub), pdfs=(pdf, two.pdf), locks=locks, built=two)


def ids_of(epub: Any) -> dict[str, str]:
    """Every id in the documents of the reading order, with the text that it names."""
    found = {}
    for name in epub.reading_order:
        for element in etree.fromstring(epub.entries[name]).iter(etree.Element):
            if element.get("id"):
                found[element.get("id")] = " ".join("".join(element.itertext()).split())
    return found


def manifest(epub: Any) -> dict[str, str]:
    return {item.get("id"): item.get("href") for item in epub.opf.iter(f"{OPF}item")}


def test_no_id_is_lost_and_none_is_used_again(editions: SimpleNamespace) -> None:
    old, new = map(ids_of, editions.epubs)
    deleted = {id for id, text in old.items() if "What is lost in" in text and id.startswith(("question-", "p-"))}
    assert len(deleted) == 2  # the question and its paragraph
    lost = set(old) - set(new) - deleted
    assert len(lost) == 0, lost
    assert not deleted & set(new)
    fresh = set(new) - set(old)
    assert not fresh & {line.id for line in editions.locks[0].lines}
    assert sorted(new[id] for id in fresh if id.startswith("p-")) == [
        "This guide tells the whole plot; come back when you have read it.",
        "Which of the guardians would you have believed?",
        "Yes.",
    ]


def test_every_id_names_what_it_named(editions: SimpleNamespace) -> None:
    """Blocks only: a section's or chapter's text is what stands in it."""
    old, new = map(ids_of, editions.epubs)
    edited = {
        id: (old[id], new[id])
        for id in old.keys() & new.keys()
        if re.match(r"(p|q|fig|table|answer)-", id) and old[id] != new[id]
    }
    assert len(edited) == 6  # five slips, one of them in a note, and the paragraph that was rewritten
    for before, after in edited.values():
        assert len(set(before.split()) & set(after.split())) > 0.5 * len(set(before.split()))


def test_files_and_manifest_ids_stay(editions: SimpleNamespace) -> None:
    old, new = map(manifest, editions.epubs)
    assert len(old) > 10
    assert {id: href for id, href in new.items() if id in old} == old
    assert {href.rpartition("/")[2] for id, href in new.items() if id not in old} == {"before.xhtml"}
    order = [name.rpartition("/")[2] for name in editions.epubs[1].reading_order]
    assert [name for name in order if name in ("donors.xhtml", "hailsham.xhtml", "cottages.xhtml", "themes.xhtml")] == [
        "donors.xhtml", "hailsham.xhtml", "cottages.xhtml", "themes.xhtml"
    ]  # fmt: skip


def test_anchors_of_the_pdf_stay(editions: SimpleNamespace) -> None:
    old, new = (anchors(pdf.data) for pdf in editions.pdfs)
    gone = {line.id for line in editions.locks[1].lines if line.gone}
    assert {"hailsham", "cottages", "hailsham-the-gallery"} <= old
    assert old - new <= gone
    assert not gone & new


def anchors(data: bytes) -> set[str]:
    import pikepdf

    found: set[str] = set()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        waiting: list[Any] = [pdf.Root.Names.Dests]
        while waiting:
            node = waiting.pop()
            names = list(node.get("/Names", []))
            found.update(str(name) for name in names[0::2])
            waiting.extend(node.get("/Kids", []))
    return found


def test_what_the_lock_holds(editions: SimpleNamespace) -> None:
    first, last = ({line.id: line for line in lock.lines} for lock in editions.locks)
    assert set(first) <= set(last)
    assert not any(line.gone for line in first.values())
    assert sorted(line.kind for line in last.values() if line.gone) == ["paragraph", "question"]
    text = (editions.folder / LOCK).read_text("utf-8")
    body = "".join(row for row in text.splitlines() if not row.startswith("#"))
    for words in re.findall(r"\w+ \w+", HAILSHAM + COTTAGES):
        assert words not in body


def test_building_again_changes_nothing(editions: SimpleNamespace, press: SimpleNamespace) -> None:
    before = (editions.folder / LOCK).read_bytes()
    again = press.build_folder(editions.folder, editions.folder.parent / "other", None, locked=True)
    assert again.ok
    assert (editions.folder / LOCK).read_bytes() == before
    assert again.files == editions.built.files


def test_a_student_reads_nothing_of_the_lock(editions: SimpleNamespace) -> None:
    """The lock stays at home: no file in the book is it, and none names it."""
    for epub in editions.epubs:
        assert not any("lock" in name for name in epub.entries)
        assert b"ids.lock" not in b"".join(epub.streams())


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The command, as it is typed in a folder with a manuscript of two short chapters."""
    folder = tmp_path / "manuscript"
    folder.mkdir()
    (folder / "one.md").write_text("# One\n\nThe first paragraph of a small book that is built many times.\n", "utf-8")
    (folder / "two.md").write_text("# Two\n\nAnd the second one, which a later edition may well leave out.\n", "utf-8")
    env = {**os.environ, "PUBLISHER_CACHE": str(tmp_path / "cache"), "NO_COLOR": "1"}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "publisher", *words]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)

    return run


def test_the_command(run: Run, tmp_path: Path) -> None:
    lock = tmp_path / "manuscript" / LOCK
    assert run("build", "--format", "epub").returncode == 0
    assert not lock.exists()  # nobody asked for it
    refused = run("build", "--format", "epub", "--locked")
    assert refused.returncode == 1
    assert "B462" in refused.stderr
    assert "wrote manuscript/ids.lock: 4 new" in run("ids").stdout
    first = lock.read_bytes()
    assert "is up to date" in run("ids").stdout
    assert run("build", "--format", "epub", "--locked").returncode == 0

    (tmp_path / "manuscript" / "one.md").write_text("# One\n\nThe first paragraph of a small book, again.\n", "utf-8")
    assert run("check", "--format", "epub").returncode == 0
    assert lock.read_bytes() == first  # to check writes nothing
    refused = run("check", "--format", "epub", "--locked")
    assert refused.returncode == 1
    assert "4 kept (1 edited)" in refused.stderr
    built = run("build", "--format", "epub", "--json")
    assert json.loads(built.stdout)["ids"]["edited"] == 1
    assert lock.read_bytes() != first
    assert run("build", "--format", "epub", "--locked").returncode == 0

    (tmp_path / "manuscript" / "two.md").unlink()
    told = run("ids")
    assert "B464" in told.stderr
    assert "2 kept, 2 gone" in told.stdout


def test_a_damaged_lock_is_never_written_over(run: Run, tmp_path: Path) -> None:
    lock = tmp_path / "manuscript" / LOCK
    run("ids")
    damaged = lock.read_bytes().replace(b"paragraph", b"\xc2\xa7", 1)
    lock.write_bytes(damaged)
    for command in (("build", "--format", "epub"), ("check",), ("ids",)):
        done = run(*command)
        assert done.returncode == 1
        assert re.search(r"manuscript/ids.lock:\d+:\d+: error\[B460\]", done.stderr)
        assert lock.read_bytes() == damaged
    assert not list((tmp_path / "dist").glob("*.epub"))


def test_what_is_in_the_locks_place(run: Run, tmp_path: Path) -> None:
    (tmp_path / "manuscript" / LOCK).mkdir()
    done = run("build", "--format", "epub")
    assert done.returncode == 1
    assert "F212" in done.stderr


def test_a_lock_that_cannot_be_written(tmp_path: Path) -> None:
    walked: Any = SimpleNamespace(book=SimpleNamespace(lock=Lock()))
    with pytest.raises(MachineError, match=r"cannot write .*ids\.lock") as raised:
        write_lock(tmp_path / "not there", walked)
    assert "--locked" in raised.value.hint
