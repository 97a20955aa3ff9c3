"""Ids survive editions: every way in which an author changes a text between two of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publisher.book.assemble import assemble
from publisher.book.lock import changes
from publisher.book.model import Book
from publisher.book.trees import words_of
from publisher.config import BookInfo, Config, Contents, PartSpec
from publisher.manuscript.lock import Lock, LockLine, lock_text, parse_lock
from publisher.manuscript.values import AssetFile, ChapterFile, Header, Manuscript
from publisher.markup.parse import Parser
from publisher.plugins import load_features
from publisher.source import Source

PARSER = Parser("en", tuple(each.syntax for each in load_features() if each.syntax is not None))

BOAT = "They drove for two hours to see the stranded boat, and nobody in the car said what all of them were thinking."
TAPE = "The tape was lost one winter, somewhere between the dormitory and the pavilion, and Kathy never blamed anybody."
SALE = "At the Sales they spent their tokens on other people’s cast-offs, as if these were treasures from the world."
FENCE = "Nobody at Hailsham ever climbed the fence, though the wood behind the house was black and close in those days."
GALLERY = "Madame came twice a year with her briefcase and took away the best pictures for what they called a gallery."
SONG = "Years later a different copy turned up in a second-hand shop on the coast, and neither of them could speak."
RUTH = "Ruth wanted to work in an open-plan office with plants and glass, like the one in the torn advertisement."
TOMMY = "Tommy drew animals no larger than a stamp, with screws and wheels for bones, and hid the notebook for years."


def edition(texts, lock=None, headers=None, parts=(), assets=()) -> Book:
    """A book of Markdown texts by path. ``lock``: of the edition before; none begins one."""
    headers = headers or {}
    of_part = {path: name for name, paths in parts for path in paths}
    files = tuple(
        ChapterFile(path, Source(path, text), headers.get(path, Header()), part=of_part.get(path, ""))
        for path, text in texts.items()
    )
    contents = Contents(body=tuple(PartSpec(name, tuple(paths)) for name, paths in parts) if parts else tuple(texts))
    lock = lock if lock is not None else Lock()
    images = tuple(AssetFile(path, "image/png") for path in assets)
    manuscript = Manuscript(Config(BookInfo("T"), contents), files, images, lock=lock)
    book = assemble(manuscript, {file.path: PARSER.parse(file.source) for file in files})
    _holds(book, lock)
    again = assemble(replace(manuscript, lock=book.lock), {file.path: PARSER.parse(file.source) for file in files})
    assert again.lock == book.lock, "the same text has changed the lock"
    assert again.chapters == book.chapters
    return book


def _holds(book: Book, before: Lock) -> None:
    """What is true of every lock: all ids of the book live in it, once each, and none from before is forgotten."""
    assert book.lock is not None
    lines = {line.id: line for line in book.lock.lines}
    assert len(lines) == len(book.lock.lines)
    every = [n.id for c in book.chapters for root in (*c.title, c.body) for n in root.walk() if n.id]
    every += [c.id for c in book.chapters] + [p.id for p in book.parts]
    assert len(every) == len(set(every))
    assert {id for id, line in lines.items() if not line.gone} == set(every)
    assert {line.id for line in before.lines} <= set(lines)
    lock, found = parse_lock(Source("ids.lock", lock_text(book.lock)))
    assert (lock, found) == (book.lock, ())


def ids(book: Book, kind: str = "paragraph", chapter: int | None = None) -> list[str]:
    chapters = book.chapters if chapter is None else (book.chapters[chapter],)
    return [n.id for c in chapters for n in c.body.walk() if n.kind == kind]


def id_of(book: Book, words: str, kind: str = "paragraph") -> str:
    (found,) = (n.id for c in book.chapters for n in c.body.walk() if n.kind == kind and words in words_of(n.children))
    return found


def line_of(book: Book, id: str) -> LockLine:
    assert book.lock is not None
    (found,) = (line for line in book.lock.lines if line.id == id)
    return found


def text(*blocks: str, title: str = "Hailsham") -> str:
    return "\n\n".join((f"# {title}", *blocks)) + "\n"


FIRST = {
    "01-hailsham.md": text(BOAT, "## Memory", TAPE, SALE, FENCE),
    "02-cottages.md": text(GALLERY, "## Dreams", SONG, RUTH, TOMMY, title="The Cottages"),
}


@pytest.fixture(scope="module")
def first() -> Book:
    return edition(FIRST)


def test_a_first_lock_changes_no_id(first):
    files = tuple(ChapterFile(path, Source(path, words)) for path, words in FIRST.items())
    manuscript = Manuscript(Config(BookInfo("T"), Contents(body=tuple(FIRST))), files)
    plain = assemble(manuscript, {file.path: PARSER.parse(file.source) for file in files})
    assert plain.lock is None
    assert plain.chapters == first.chapters


@pytest.mark.parametrize(
    "edited",
    [
        TAPE.replace("winter", "wintre"),
        TAPE.replace("somewhere", "Somehwere").replace(",", ""),
        TAPE.replace("tape", "*tape*"),
        "One winter the tape was lost, between the dormitory and the new pavilion; Kathy never blamed anybody for it.",
        TAPE + " It was only a tape.",
        "The tape was lost one winter, somewhere between the dormitory and a room that no one has ever found again.",
    ],
)
def test_an_edited_paragraph_keeps_its_id(first, edited):
    second = edition(FIRST | {"01-hailsham.md": text(BOAT, "## Memory", edited, SALE, FENCE)}, first.lock)
    assert ids(second) == ids(first)
    assert all(not line.gone for line in second.lock.lines)


def test_another_paragraph_in_its_place_does_not(first):
    other = "The lake froze early, and for a week the younger ones slid across it after lessons until the whistle blew."
    second = edition(FIRST | {"01-hailsham.md": text(BOAT, "## Memory", other, SALE, FENCE)}, first.lock)
    old, new = ids(first), ids(second)
    assert (old[0], *old[2:]) == (new[0], *new[2:])
    assert new[1] not in old
    assert line_of(second, old[1]).gone


def test_a_heading_keeps_its_id_through_edits(first):
    for heading in ("## Memroy", "## Memory and loss", "### Memory"):
        second = edition(FIRST | {"01-hailsham.md": text(BOAT, heading, TAPE, SALE, FENCE)}, first.lock)
        assert ids(second, "heading") == ids(first, "heading") == ["hailsham-memory", "cottages-dreams"]


def test_moved_within_and_between_chapters(first):
    second = edition(
        {
            "01-hailsham.md": text(BOAT, "## Memory", FENCE, SALE),
            "02-cottages.md": text(
                GALLERY, "## Dreams", SONG, TAPE.replace("winter", "summer"), RUTH, TOMMY, title="The Cottages"
            ),
        },
        first.lock,
    )
    for words in (BOAT, FENCE, SALE, GALLERY, SONG, RUTH, TOMMY):
        assert id_of(second, words) == id_of(first, words)
    moved = id_of(second, "one summer")
    assert moved == id_of(first, TAPE)
    assert line_of(second, moved).chapter == "cottages"
    assert not any(line.gone for line in second.lock.lines)


def test_chapters_moved_and_renamed_and_one_before_them(first):
    second = edition(
        {
            "01-norfolk.md": text(
                "Everything that is lost in the country ends in Norfolk, the guardian told them once.", title="Norfolk"
            ),
            "02-cottages.md": FIRST["02-cottages.md"],
            "03-the-school.md": FIRST["01-hailsham.md"].replace("# Hailsham", "# The School"),
        },
        first.lock,
    )
    assert [c.id for c in second.chapters] == ["norfolk", "cottages", "hailsham"]
    assert ids(second, chapter=1) + ids(second, chapter=2) == ids(first, chapter=1) + ids(first, chapter=0)
    assert line_of(second, "hailsham").path == "03-the-school.md"


def test_files_that_only_have_numbers_may_be_numbered_anew(first):
    one = edition({"chapter-1.md": FIRST["01-hailsham.md"], "chapter-2.md": FIRST["02-cottages.md"]})
    new = text("A preface says why a book was written, and for whom, and begs the reader's pardon.", title="Why")
    old = tuple(FIRST.values())
    two = edition({"chapter-1.md": new, "chapter-2.md": old[0], "chapter-3.md": old[1]}, one.lock)
    assert [c.id for c in one.chapters] == ["chapter-1", "chapter-2"]
    assert [c.id for c in two.chapters][1:] == ["chapter-1", "chapter-2"]
    assert two.chapters[0].id not in ("chapter-1", "chapter-2")


def test_a_chapter_rewritten_from_end_to_end_is_still_that_chapter(first):
    second = edition(FIRST | {"02-cottages.md": text("Not one of the old words.", title="The Cottages")}, first.lock)
    assert second.chapters[1].id == "cottages"
    assert [d.code for d in second.diagnostics] == []


def test_split_and_joined_paragraphs(first):
    half = "They drove for two hours to see the stranded boat."
    rest = "Nobody in the car said what all of them were thinking, and it was thinking of them that had made them come."
    second = edition(
        FIRST | {"01-hailsham.md": text(half, rest, "## Memory", f"{TAPE} {SALE} And nothing else.", FENCE)}, first.lock
    )
    kept = {id_of(second, half), id_of(second, rest)} & set(ids(first))
    assert kept == {id_of(first, BOAT)}
    joined = id_of(second, "The tape")
    assert joined in (id_of(first, TAPE), id_of(first, SALE))
    assert sum(line.gone for line in second.lock.lines) == 1


def test_same_words_are_told_apart_by_their_neighbours():
    one = edition({"a.md": text("Yes.", BOAT, "Yes.", "No.", TAPE, "Yes.", SALE, "Yes.")})
    old = ids(one)
    two = edition({"a.md": text(BOAT, "Yes.", "No.", "Yes.", TAPE, "Yes.", SALE, "Yes.")}, one.lock)
    new = ids(two)
    assert new[:3] == old[1:4]  # the first “Yes.” went away, the one behind the boat has stayed
    assert new[4:] == old[4:]
    three = edition({"a.md": text(SALE, "Yes.", BOAT, "Yes.", "No.", TAPE, "Yes.")}, one.lock)
    assert ids(three) == [old[6], old[7], old[1], old[2], old[3], old[4], old[5]]


def test_a_chapter_of_nothing_but_same_words():
    one = edition({"a.md": text(*["Yes."] * 6)})
    two = edition({"a.md": text(*["Yes."] * 4)}, one.lock)
    assert ids(two) == ids(one)[:4]
    three = edition({"a.md": text(*["Yes."] * 5)}, two.lock)
    assert len(set(ids(three))) == 5
    assert ids(three)[:4] == ids(one)[:4]


def test_a_short_block_does_not_hop_into_another_chapter():
    one = edition({"a.md": text(BOAT, "Yes.", TAPE), "b.md": text(SALE, FENCE, title="B")})
    two = edition({"a.md": text(BOAT, TAPE), "b.md": text(SALE, "Yes.", FENCE, title="B")}, one.lock)
    assert ids(two)[3] not in ids(one)
    assert line_of(two, ids(one)[1]).gone


def test_what_is_gone_is_never_used_again_but_by_its_own_words(first):
    without = FIRST | {"01-hailsham.md": text(BOAT, "## Memory", SALE, FENCE)}
    second = edition(without, first.lock)
    tape = id_of(first, TAPE)
    assert line_of(second, tape).gone
    elsewhere = text(GALLERY, "## Dreams", SONG, TAPE, RUTH, TOMMY, title="C")
    third = edition(without | {"02-cottages.md": elsewhere}, second.lock)
    assert id_of(third, TAPE) == tape  # word for word the old text: old references to it are right again
    assert not line_of(third, tape).gone
    assert changes(second.lock, third.lock).back == 1
    like = TAPE.replace("winter", "summer")
    other = edition(FIRST | {"01-hailsham.md": text(BOAT, "## Memory", like, SALE, FENCE)}, second.lock)
    assert id_of(other, like) not in ids(first)  # only like it: something else since the second edition


def test_a_short_block_comes_back_only_to_its_old_place():
    whole, parted = text(BOAT, "Yes.", TAPE, SALE), text(BOAT, TAPE, SALE)
    one = edition({"a.md": whole})
    two = edition({"a.md": parted}, one.lock)
    assert ids(edition({"a.md": whole}, two.lock)) == ids(one)
    elsewhere = edition({"a.md": text(BOAT, TAPE, "Yes.", SALE)}, two.lock)
    assert ids(elsewhere)[2] not in ids(one)


def test_a_chapter_that_was_out_for_one_edition_comes_back_whole(first):
    with_yes = FIRST | {"02-cottages.md": text(GALLERY, "Yes.", "## Dreams", SONG, RUTH, "Yes.", TOMMY, title="C")}
    one = edition(with_yes)
    two = edition({"01-hailsham.md": FIRST["01-hailsham.md"]}, one.lock)
    assert [(d.code, d.span.path) for d in two.diagnostics] == [("B464", "ids.lock")]
    assert "7 of its blocks" in two.diagnostics[0].hint
    three = edition(with_yes, two.lock)
    assert three.chapters == one.chapters


def test_a_new_chapter_with_a_gone_ones_path_is_another(first):
    two = edition({"01-hailsham.md": FIRST["01-hailsham.md"]}, first.lock)
    new = text("Of donors and carers, and what the word completing means in a ward at night.", title="The Cottages")
    three = edition(FIRST | {"02-cottages.md": new}, two.lock)
    assert three.chapters[1].id == "cottages-2"


def test_the_authors_ids_win(first):
    marked = text(BOAT, "## Memory {#loss}", "{#tape}\n" + TAPE, SALE, FENCE)
    second = edition(FIRST | {"01-hailsham.md": marked}, first.lock, {"01-hailsham.md": Header(id="school")})
    assert second.chapters[0].id == "school"
    assert ids(second, chapter=0)[1] == "tape"
    assert ids(second, "heading")[0] == "loss"
    for id in ("hailsham", "hailsham-memory", id_of(first, TAPE)):
        assert line_of(second, id).gone
    # Rewritten from end to end, the author still says it is the same; and without the mark it keeps what it had.
    third = edition(FIRST | {"01-hailsham.md": marked.replace(TAPE, "Not one of its words.")}, second.lock,
                    {"01-hailsham.md": Header(id="school")})  # fmt: skip
    assert ids(third, chapter=0)[1] == "tape"
    fourth = edition(FIRST, third.lock)
    assert fourth.chapters[0].id == "school"
    assert ids(fourth, "heading")[0] == "loss"


def test_an_authors_id_that_another_block_had(first):
    boat = id_of(first, BOAT)
    second = edition(FIRST | {"01-hailsham.md": text(BOAT, f"{{#{boat}}}\n" + TAPE, SALE, FENCE)}, first.lock)
    assert id_of(second, TAPE) == boat
    assert id_of(second, BOAT) not in ids(first)


def test_an_authors_id_that_something_gone_had_is_a_warning(first):
    marked = edition(FIRST | {"01-hailsham.md": text("{#first}\n" + BOAT, SALE)})
    second = edition(FIRST | {"01-hailsham.md": text(SALE)}, marked.lock)
    third = edition(FIRST | {"01-hailsham.md": text("{#first}\n" + TAPE, SALE)}, second.lock)
    assert [(d.code, d.span.path, d.span.line) for d in third.diagnostics] == [("B463", "01-hailsham.md", 4)]
    assert edition(FIRST | {"01-hailsham.md": text("{#first}\n" + TAPE, SALE)}, third.lock).diagnostics == ()


def test_ids_that_cannot_be_names_are_mended_the_same_way_twice(first):
    texts = {"a.md": text("{#1984}\n" + BOAT, "A [year]{#1984b} and a [page]{#nav}.")}
    one = edition(texts)
    assert [d.code for d in one.diagnostics] == ["B402", "B402"]
    two = edition(texts, one.lock)
    assert two.chapters == one.chapters


def test_every_kind_of_block():
    def book(note, question, cell, caption, said, image="images/boat.png"):
        return {
            "a.md": text(
                f"As she says.[^1] And again.[^1] And more.[^2]\n\n[^1]: {note}\n[^2]: Ishiguro, chapter seven.",
                f'![A boat on a field]({image} "{caption}")',
                f"::: question\n{question}\n\n::: answer\nBecause they were told and not told.\n:::\n:::",
                f"| who | what |\n|---|---|\n| Kathy | {cell} |\n| Ruth | donor of two |",
                f"> {said}\n>\n> — Miss Lucy, *Never Let Me Go*, ch. 7",
                "Carer\n: One who drives and waits.",
                "- one item of a list\n- another item of it",
                "```python\nprint(1)\n```",
            )
        }

    one = edition(
        book("In a field near Norfolk.", "Why does nobody ever run away from there?", "carer", "The boat",
             "You've been told."),
        assets=("images/boat.png", "images/ship.png"),
    )  # fmt: skip
    two = edition(
        book("In a field near the Norfolk coast.", "Why does nobody run away from there?", "a carer", "That boat",
             "You have been told.", "images/ship.png"),
        one.lock,
        assets=("images/boat.png", "images/ship.png"),
    )  # fmt: skip
    every = [n.id for n in one.chapters[0].body.walk() if n.id]
    assert [n.id for n in two.chapters[0].body.walk() if n.id] == every
    kinds = {line.kind for line in one.lock.lines}
    assert kinds >= {"note", "noteref", "figure", "question", "answer", "table", "quotation", "term", "item"}


def test_an_empty_line_between_items_takes_no_id_away():
    tight = edition({"a.md": text("- they were told\n- and they were not told")})
    loose = edition({"a.md": text("- they were told\n\n- and they were not told")}, tight.lock)
    assert ids(loose) == ids(tight, "item")
    assert all(ids(loose))


def test_one_question_deleted_and_a_new_one_in_its_place():
    def questions(*words):
        return {"q.md": text(*(f"::: question\n{each}\n:::" for each in words), title="Questions")}

    why = ["Why does Kathy tell it now?", "Why does Tommy draw animals?", "Why does Ruth lie about the pencil case?"]
    one = edition(questions(*why))
    two = edition(questions(why[0], "What would you have asked Madame?", why[2]), one.lock)
    old, new = ids(one, "question"), ids(two, "question")
    assert (new[0], new[2]) == (old[0], old[2])
    assert new[1] not in old


def test_notes_numbered_anew_keep_their_ids():
    notes = "[^1]: The first thing to note here.\n[^2]: Another thing to note there."
    one = edition({"a.md": text("One.[^1] Two.[^2]", notes)})
    two = edition(
        {
            "a.md": text(
                "Zero.[^1] One.[^2] Two.[^3]",
                "[^1]: A note put before all.\n[^2]: The first thing to note here.\n[^3]: Another thing to note there.",
            )
        },
        one.lock,
    )
    assert ids(two, "note")[1:] == ids(one, "note") == ["note-a-1", "note-a-2"]
    assert ids(two, "noteref")[1:] == ids(one, "noteref")
    assert ids(two, "note")[0] not in ids(one, "note")


def test_parts_are_known_by_their_titles_or_their_chapters(first):
    one = edition(FIRST, parts=(("Childhood", ["01-hailsham.md"]), ("Youth", ["02-cottages.md"])))
    assert [p.id for p in one.parts] == ["part-childhood", "part-youth"]
    two = edition(FIRST, one.lock, parts=(("Growing Up", ["01-hailsham.md"]), ("Youth", ["02-cottages.md"])))
    assert [p.id for p in two.parts] == ["part-childhood", "part-youth"]
    three = edition(FIRST, two.lock, parts=(("All of It", ["01-hailsham.md", "02-cottages.md"]),))
    assert three.parts[0].id == "part-all-of-it"


def test_two_chapters_of_one_file_with_one_title():
    both = "# Letter\n\nYes.\n\n# Letter\n\nNo.\n"
    one = edition({"letters.md": both})
    two = edition({"letters.md": both + "\n# Letter\n\nPerhaps.\n"}, one.lock)
    assert [c.id for c in two.chapters] == ["letter", "letter-2", "letter-3"]


def test_teachers_words_change_no_id_and_no_line(first):
    def book(hint):
        return {"a.md": text(f"::: question\n{BOAT}\n\n::: answer\nBecause.\n:::\n:::", f"{TAPE} [{hint}]{{.teacher}}")}

    one, two = edition(book("psst")), edition(book("a much longer hint for the teacher"))
    assert one.lock == two.lock


def test_a_merge_that_kept_both_sides(first):
    edited = TAPE.replace("winter", "summer")
    ours = edition(FIRST | {"01-hailsham.md": text(BOAT, "## Memory", edited, SALE, FENCE)}, first.lock)
    theirs = edition(FIRST | {"01-hailsham.md": text(BOAT, "## Memory", SALE, FENCE)}, first.lock)
    both = Lock((*theirs.lock.lines, *ours.lock.lines, *first.lock.lines))
    for one in (first, ours):
        texts = FIRST | {"01-hailsham.md": text(BOAT, "## Memory", edited if one is ours else TAPE, SALE, FENCE)}
        merged = edition(texts, both)
        assert merged.chapters == one.chapters
        assert merged.lock == one.lock


def test_a_line_that_cannot_name_anything_is_an_error_at_its_place(first):
    lines = (*first.lock.lines, LockLine("a b:c", "paragraph", "hailsham", "i", 3, "aaaaaaa", line=7))
    files = (ChapterFile("a.md", Source("a.md", text(BOAT))),)
    manuscript = Manuscript(Config(BookInfo("T")), files, lock=Lock(lines))
    book = assemble(manuscript, {"a.md": PARSER.parse(files[0].source)})
    assert [(d.code, str(d.span)) for d in book.diagnostics if d.severity == "error"] == [("B460", "ids.lock:7:1")]
