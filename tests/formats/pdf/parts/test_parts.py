"""A book laid out in parts is the book laid out as a whole; and its bytes are the same whichever parts were kept."""

from __future__ import annotations

import gc
import io
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from pdf_sample import chapter, composition, document, font, paragraphs

from publisher.build.corridor import compositions, walk
from publisher.build.plan import Options
from publisher.config.printer_files import find_printer, printer_names
from publisher.fonts import read_font
from publisher.formats.artefact import Artefact
from publisher.formats.pdf import boxes
from publisher.formats.pdf.make import make_pdf
from publisher.formats.pdf.parts import capture, divide, hands, workshop
from publisher.formats.pdf.parts import make as parts_make
from publisher.formats.pdf.parts.fragment import pack, unpack
from publisher.manuscript import asset_reader
from publisher.plugins import load_features
from publisher.source import Span
from publisher.style.composition import AssetRef, Composition, FontFace

ROOT = Path(__file__).parents[4]
PAGES = """
@page { size: 300pt 400pt; margin: 40pt; @bottom-center { content: counter(page) } }
@page :nth(1 of chapter) { @bottom-center { content: none } }
@page :nth(1 of opening) { counter-reset: page 1 }
.document { break-before: recto; page: chapter } .document.first { page: opening }
h1 { bookmark-level: 1; string-set: title content(text) }
a.ref::after { content: " (page " target-counter(attr(href), page) ")" }
"""


class Store(dict[str, bytes]):
    """Keeps what it is given, and counts what is new."""

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


@pytest.fixture(autouse=True)
def short_books_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(divide, "LEAST", 0)
    monkeypatch.setenv("PUBLISHER_DEBUG", "1")  # what goes wrong in parts is not hidden by setting the book whole


@cache
def _sample(style: str) -> Composition:
    planned, _ = compositions(
        walk(ROOT / "manuscript", Options(), load_features()), ROOT / "manuscript", (), Options(), load_features()
    )
    return next(each.composition for each in planned if each.job.format == "pdf" and each.composition.style == style)


@cache
def _font(face: FontFace) -> bytes:
    return read_font(face.source, face.weight)


def set_in_parts(book: Composition, store: Store | None = None, count: int = 1) -> Artefact:
    read = asset_reader(ROOT / "manuscript")
    return make_pdf(book, read, font if book.name == "gallery" else _font, store=store, hands=count)


def hear(book: Composition, store: Store) -> list[tuple[int, int]]:
    """What is told of the parts: how many are laid out, and of how many."""
    heard: list[tuple[int, int]] = []
    read = asset_reader(ROOT / "manuscript")
    make_pdf(book, read, _font, store=store, parts=lambda done, total: heard.append((done, total)))
    return heard


def set_whole(book: Composition, monkeypatch: pytest.MonkeyPatch) -> Artefact:
    with monkeypatch.context() as patch:
        patch.setattr(parts_make, "divide", lambda book: ())
        return set_in_parts(book)


def novel(edits: dict[int, str] | None = None, count: int = 6, css: str = "", *, refers: bool = True) -> Composition:
    """Chapters of two pages or so, some of which refer to one another by page."""
    front = [document("title", '<h1 id="t">The Gallery</h1>', "title-page", "front")]
    toc = "".join(f'<p><a class="ref" href="#c{number}">Chapter {number}</a></p>' for number in range(count))
    front.append(document("toc", f'<nav id="toc-nav">{toc}</nav>', "contents", "front"))
    texts = {number: paragraphs(f"c{number}", 2 + number % 3) for number in range(count)}
    if refers:
        texts[1] += f'<p id="far">See <a class="ref" href="#c{count - 1}-p1">there</a>.</p>'
        texts[count - 1] += '<p id="near">See <a class="ref" href="#far">back</a>.</p>'
    for number, text in (edits or {}).items():
        texts[number] += text
    return composition([*front, *(chapter(f"c{number}", text) for number, text in texts.items())], PAGES + css)


# What is read back from a file


def words(made: Artefact) -> list[Any]:
    with pdfplumber.open(io.BytesIO(made.data)) as pdf:
        return [
            (index, word["text"], round(word["x0"], 2), round(word["top"], 2))
            for index, page in enumerate(pdf.pages)
            for word in sorted(page.extract_words(), key=lambda word: (word["top"], word["x0"]))
        ]


def tags(made: Artefact) -> list[Any]:
    found: list[Any] = []
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        stack = [(0, pdf.Root.StructTreeRoot.K[0])]
        while stack:
            depth, kid = stack.pop()
            if not isinstance(kid, pikepdf.Dictionary):
                found.append((depth, int(kid)))
            elif "/S" in kid:
                said = {key: str(kid[key]) for key in ("/Alt", "/Lang", "/ID", "/A", "/E") if key in kid}
                found.append((depth, str(kid.S), said))
                kids = kid.get("/K", [])
                kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
                stack.extend((depth + 1, each) for each in reversed(kids))
            else:
                found.append((depth, str(kid.Type), int(kid.get("/MCID", -1)), pages[kid.Pg.objgen]))
    return found


def parents(made: Artefact) -> None:
    """Every marked content and every annotation is found from the parent tree (ISO 32000-1, 14.7.4.4)."""
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        nums = pdf.Root.StructTreeRoot.ParentTree.Nums
        assert [int(key) for key in nums[::2]] == list(range(len(nums) // 2))
        assert int(pdf.Root.StructTreeRoot.ParentTreeNextKey) == len(nums) // 2
        used = set()
        for page in pdf.pages:
            used.add(int(page.StructParents))
            for annotation in page.get("/Annots", []):
                used.add(int(annotation.StructParent))
                assert str(nums[2 * int(annotation.StructParent) + 1].S) == "/Link"
        assert used <= set(range(len(nums) // 2))


def names(made: Artefact) -> tuple[Any, ...]:
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        dests = pdf.Root.Names.Dests.Names if "/Names" in pdf.Root and "/Dests" in pdf.Root.Names else []
        places = {str(dests[i]): (pages[dests[i + 1][0].objgen], *map(float, dests[i + 1][2:4])) for i in range(0, len(dests), 2)}  # fmt: skip
        links = [
            (
                index,
                str(link.get("/Dest", "")),
                [round(float(edge), 2) for edge in link.Rect],
                str(link.get("/Contents")),
            )
            for index, page in enumerate(pdf.pages)
            for link in page.get("/Annots", [])
        ]
        with pdf.open_outline() as outline:
            titles = [_titles(item) for item in outline.root]
        boxes = [[str(page.get(name)) for name in ("/MediaBox", "/TrimBox", "/BleedBox")] for page in pdf.pages]
        return places, links, titles, [page.label for page in pdf.pages], boxes


def _titles(item: Any) -> Any:
    return (item.title, item.is_closed, [_titles(each) for each in item.children])


def said(made: Artefact) -> list[tuple[str, str, Span]]:
    return [(each.code, each.message, each.span) for each in made.diagnostics]


# The same as a whole


@pytest.mark.parametrize("style", ["screen", "print", "large-print"])
def test_parts_are_the_whole(style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = _sample(style)
    ours, whole = set_in_parts(book), set_whole(book, monkeypatch)
    assert words(ours) == words(whole)
    assert names(ours) == names(whole)
    assert ours.pagination == whole.pagination
    assert said(ours) == said(whole)
    if style == "screen":
        assert tags(ours) == tags(whole)
        parents(ours)


def test_numbers_of_pages_are_true_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    book = novel()
    ours, whole = set_in_parts(book), set_whole(book, monkeypatch)
    assert words(ours) == words(whole)
    assert tags(ours) == tags(whole)
    assert names(ours) == names(whole)
    assert said(ours) == said(whole)
    assert any("page" in word[1] for word in words(ours))


@pytest.mark.parametrize(
    "css",
    [
        ".document { break-before: page }",
        ".document { break-before: auto; break-after: left }",
        "@page :left { margin-left: 60pt; margin-right: 20pt } .document { break-before: page }",
        "@page :first { background: #eee; margin-top: 120pt }",
        "@page { border: 1pt solid; @top-left { content: string(title); background: #ddd } }",
        "@page { @top-right { content: string(title, first-except) } @bottom-right { content: counter(pages) } }",
    ],
)
def test_any_page_of_the_style_is_as_in_the_whole(css: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = novel(css=css, refers=False)
    ours, whole = set_in_parts(book), set_whole(book, monkeypatch)
    assert words(ours) == words(whole)
    assert names(ours) == names(whole)
    assert ours.pagination == whole.pagination


@pytest.mark.parametrize("length", [0, 1, 3])
def test_printed_numbers_are_true_whatever_side_chapters_begin_on(length: int) -> None:
    """A reference may move the chapter that it stands in, and with it the page that it names."""
    css = "@page :left { margin-left: 60pt; margin-right: 20pt } .document { break-before: page }"
    more = f'<p id="more">{"And more of it than before. " * 12 * length}</p>'
    made = set_in_parts(novel({0: more}, css=css))
    assert said(made) == []
    label = next(start.label for start in made.pagination.pages if start.block.startswith("c5"))
    assert f"{label})." in {word[1] for word in words(made)}  # "See there (page 23)."


# The same however it was made


def test_edited_books_have_the_bytes_of_new_ones() -> None:
    """Chapters edited at random, one after another, on one store: each file is what a cold build gives."""
    chance, store, edits = random.Random(5), Store(), dict[int, str]()
    set_in_parts(novel(), store)
    for step in range(8):
        number = chance.randrange(6)
        length = chance.choice([0, 1, 3, 40])
        edits[number] = f'<p id="e{number}">{"Edited and edited again. " * length}{step}</p>' if length else ""
        before = len(store)
        warm, cold = set_in_parts(novel(edits), store), set_in_parts(novel(edits), Store())
        assert warm == cold
        assert len(store) - before < 24, "hardly anything but what changed is laid out again"


def test_what_a_printer_takes_decides_what_parts_are_made_from() -> None:
    """Its inks are in the bytes of every part: an author may change them in a file of their own."""
    shipped = find_printer(printer_names()[0])[0]
    assert shipped is not None
    books = [
        replace(novel(), printer=each) for each in (None, shipped, replace(shipped, total_ink=shipped.total_ink + 1))
    ]
    digests = [{part.digest for part in divide.divide(book)} for book in books]
    assert len(set().union(*digests)) == sum(map(len, digests))


def test_hands_and_stores_change_no_byte() -> None:
    book = novel()
    alone = set_in_parts(book)
    store = Store()
    assert set_in_parts(book, store, count=3) == alone
    kept = dict(store)
    assert set_in_parts(book, store) == alone
    assert store == kept, "nothing new was made"


def test_only_the_edited_chapter_is_laid_out(monkeypatch: pytest.MonkeyPatch) -> None:
    store, laid = Store(), list[str]()
    set_in_parts(novel(), store)
    own: Callable[..., Any] = workshop.Workshop._lay_out

    def counting(shop: Any, part: Any, order: Any) -> Any:
        laid.append(part.name)
        return own(shop, part, order)

    monkeypatch.setattr(workshop.Workshop, "_lay_out", counting)
    set_in_parts(novel({3: '<p id="new">Some words more.</p>'}), store)
    assert laid == ["c3"]


@pytest.mark.parametrize("damage", [b"", b"{}", b"\0" * 60, b"\x00\x00\x00\x00\x00\x00\x00\x02{}" + b"x" * 80])
def test_a_damaged_store_is_no_harm(damage: bytes) -> None:
    store, book = Store(), novel()
    good = set_in_parts(book, store)
    for key in list(store):
        store[key] = damage
    assert set_in_parts(book, store) == good


def test_a_fragment_is_its_bytes() -> None:
    store = Store()
    set_in_parts(novel(), store)
    for raw in store.values():
        for skip in (0, 32):  # fragments of text have the digest of their places before them
            try:
                fragment = unpack(raw[skip:])
            except (ValueError, KeyError, TypeError):
                continue
            assert unpack(pack(fragment)) == fragment
            assert pack(fragment) == raw[skip:]


# What parts cannot do, and what is wrong


@pytest.mark.parametrize(
    "css",
    [
        "h1 { position: running(head) } @page { @top-left { content: element(head) } }",
        ".x { position: fixed }",
        'a.ref::before { content: target-text(attr(href)) " " }',
        "@page :nth(3) { margin: 50pt }",
        ".document, .document.first { break-before: auto; page: auto }",
        "@page { @top-left { background: linear-gradient(red, blue); content: 'x' } }",
    ],
)
def test_what_parts_cannot_have_is_laid_out_as_a_whole(css: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLISHER_DEBUG")
    book = novel(css=css)
    assert set_in_parts(book) == set_whole(book, monkeypatch)


def test_how_many_parts_are_laid_out_is_told() -> None:
    book, store = novel(), Store()
    count = len(divide.divide(book))
    heard = hear(book, store)
    assert heard[: count + 1] == [(done, count) for done in range(count + 1)]
    assert all(0 < done <= count == total for done, total in heard[count + 1 :]), "some again, with other numbers"
    assert heard[-1] == (count, count)
    assert set(hear(book, store)) == {(count, count)}, "all are kept"


def test_that_there_are_no_parts_after_all_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLISHER_DEBUG")
    gradient = "@page { @top-left { background: linear-gradient(red, blue); content: 'x' } }"
    heard = hear(novel(css=gradient), Store())
    done, total = heard[-2]
    assert done == total > 0, "it is found when the heads are painted"
    assert heard[-1] == (0, 0)


def test_what_is_wrong_is_said_with_the_page_and_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = '<p id="wide" style="white-space: pre">' + "wide" * 60 + '</p><p id="dead"><a href="#nowhere">x</a></p>'
    spans = (("wide", Span("c4.md", 7, 1)), ("dead", Span("c4.md", 9, 1)))
    book = replace(novel({4: wide}), spans=spans)
    found = said(set_in_parts(book))
    assert found == said(set_whole(book, monkeypatch))
    assert {code for code, _, _ in found} >= {"P806", "P822"} or len(found) >= 2
    assert Span("c4.md", 9, 1) in {span for _, _, span in found}
    assert not any("\x02" in message for _, message, _ in found)


def test_moved_places_are_said_anew() -> None:
    store = Store()
    dead = '<p id="dead"><a href="#nowhere">x</a></p>'
    before = set_in_parts(replace(novel({4: dead}), spans=(("dead", Span("c4.md", 9, 1)),)), store)
    after = set_in_parts(replace(novel({4: dead}), spans=(("dead", Span("c4.md", 12, 1)),)), store)
    assert before.data == after.data
    assert [span for *_, span in said(after)] == [Span("c4.md", 12, 1)]


def test_an_id_in_two_chapters_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    book = novel({2: '<p id="twice">One.</p>', 4: '<p id="twice">Two.</p>'})
    assert [code for code, *_ in said(set_in_parts(book))] == [code for code, *_ in said(set_whole(book, monkeypatch))]


def test_a_hand_that_dies_costs_no_book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PUBLISHER_DEBUG")
    book = novel()
    good = set_whole(book, monkeypatch)
    here = os.getpid()
    own: Callable[..., Any] = capture.record

    def dying(*arguments: Any) -> Any:
        if os.getpid() != here:
            os._exit(9)
        return own(*arguments)

    monkeypatch.setattr(capture, "record", dying)
    assert set_in_parts(book, count=2) == good


def test_what_a_hand_cannot_do_is_told() -> None:
    def failing() -> bytes:
        raise ValueError("no such thing")

    jobs: list[Callable[[], bytes]] = [lambda: b"one", failing]
    with pytest.raises(hands.HandLost, match="no such thing"):
        list(hands.do_all(jobs, 2))


def test_all_jobs_are_done_whatever_their_order() -> None:
    jobs = [lambda number=number: b"%d" % number for number in range(20)]
    for count in (1, 3):
        assert sorted(hands.do_all(jobs, count)) == [(number, b"%d" % number) for number in range(20)]


def test_something_else_is_done_meanwhile() -> None:
    here, done = os.getpid(), []
    jobs = [lambda: b"%d" % os.getpid()] * 2
    made = list(hands.do_all(jobs, 2, lambda: done.append(os.getpid())))
    assert done == [here]
    if hasattr(os, "fork") and sys.platform != "darwin":
        assert all(int(pid) != here for _, pid in made), "who has something else to do does none of the jobs"
        assert [int(pid) == here for _, pid in sorted(hands.do_all(jobs, 2))] == [True, False]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no children where nothing can be forked")
def test_children_end_with_their_parent_whatever_they_do(tmp_path: Path) -> None:
    """A text that hangs the engine: the worker is stopped by its clock, and what it has started stops too."""
    code = f"""
import os, threading
from pathlib import Path
from publisher.formats.pdf.parts.hands import do_all
def hang():
    Path({str(tmp_path)!r}, str(os.getpid())).write_text("")
    while True:
        pass
threading.Timer(1.5, lambda: os._exit(1)).start()
list(do_all([hang, hang], 2))
"""
    subprocess.run([sys.executable, "-c", code], timeout=30, check=False)
    pids = [int(path.name) for path in tmp_path.iterdir()]
    assert len(pids) == 2
    deadline = time.monotonic() + 10
    while any(_lives(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not any(_lives(pid) for pid in pids)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").split()[2] not in "ZX"
    except FileNotFoundError:
        return False


def test_a_part_that_is_done_leaves_no_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next one would be laid out in what is left of the memory: a drawing kept all of its chapter."""
    drawing = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
    figure = '<figure><img src="images/a.svg" alt="A field"/></figure>'
    book = composition([chapter(f"c{at}", f"{figure}{paragraphs(f'p{at}-', 4)}") for at in range(4)], PAGES)
    assets = (AssetRef("images/a.svg", "image/svg+xml", "0", 40, 30),)
    found: list[int] = []

    def count(_: int) -> None:
        gc.collect()
        found.append(sum(isinstance(each, boxes.LineBox) for each in gc.get_objects()))

    count(0)  # what other tests left
    monkeypatch.setattr(workshop, "collect_if_many", count)
    assert make_pdf(replace(book, assets=assets), lambda path: drawing.encode(), font, store=None, hands=1).data
    assert len(found) > 4
    assert max(found) == found[0]
