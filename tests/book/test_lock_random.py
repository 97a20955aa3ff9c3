"""Ids through random edits: what was not edited keeps its id, and nobody ever gets another's."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publisher.book.assemble import assemble
from publisher.book.model import Book
from publisher.config import BookInfo, Config
from publisher.manuscript.lock import Lock, lock_text, parse_lock
from publisher.manuscript.values import ChapterFile, Manuscript
from publisher.markup.parse import Parser
from publisher.source import Source

PARSER = Parser("en")
SYLLABLES = ("ka", "thy", "ru", "th", "tom", "my", "hail", "sham", "nor", "folk", "mad", "ame", "lu", "cy", "em", "ily")
WORDS = tuple(sorted({a + b + c for a in SYLLABLES for b in SYLLABLES for c in ("", "s", "ed")}))


@dataclass(eq=False)
class Block:
    """A paragraph as its author thinks of it: the same one, whatever becomes of its words."""

    words: list[str]
    edits: int = 0

    @property
    def telling(self) -> bool:
        return len(self.words) > 5


@dataclass(eq=False)
class Chapter:
    path: str
    title: str
    blocks: list[Block] = field(default_factory=list)


class Author:
    """Writes and edits at random, by a seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.made = 0
        self.chapters = [self.chapter() for _ in range(self.random.randint(1, 5))]

    def block(self) -> Block:
        if self.random.random() < 0.25:
            return Block([self.random.choice(("Yes.", "No.", "Perhaps."))])
        return Block(self.random.choices(WORDS, k=self.random.randint(12, 40)))

    def chapter(self) -> Chapter:
        self.made += 1
        title = " ".join(self.random.choices(WORDS, k=3))
        blocks = [self.block() for _ in range(self.random.randint(3, 9))]
        return Chapter(f"{self.made:02}-chapter.md", title, blocks)

    def edit(self) -> None:
        kind = self.random.choice(("typo", "typo", "new", "delete", "move", "swap", "chapter", "order", "rename"))
        chapter = self.random.choice(self.chapters)
        at = self.random.randrange(len(chapter.blocks)) if chapter.blocks else -1
        if kind == "new" or at < 0:
            chapter.blocks.insert(at + 1, self.block())
        elif kind == "typo" and chapter.blocks[at].telling:
            chapter.blocks[at].words[self.random.randrange(len(chapter.blocks[at].words))] = "slip"
            chapter.blocks[at].edits += 1
        elif kind == "delete":
            del chapter.blocks[at]
        elif kind == "move":
            other = self.random.choice(self.chapters)
            block = chapter.blocks.pop(at)
            other.blocks.insert(self.random.randint(0, len(other.blocks)), block)
        elif kind == "swap" and at:
            chapter.blocks[at - 1 : at + 1] = chapter.blocks[at - 1 : at + 1][::-1]
        elif kind == "chapter":
            self.chapters.insert(self.random.randint(0, len(self.chapters)), self.chapter())
        elif kind == "order":
            self.random.shuffle(self.chapters)
        elif kind == "rename":
            self.made += 1
            chapter.path = f"{self.made:02}-renamed.md"

    def publish(self, lock: Lock) -> Book:
        files = tuple(ChapterFile(c.path, Source(c.path, self.text(c))) for c in self.chapters)
        manuscript = Manuscript(Config(BookInfo("T")), files, lock=lock)
        return assemble(manuscript, {file.path: PARSER.parse(file.source) for file in files})

    def text(self, chapter: Chapter) -> str:
        return "\n\n".join((f"# {chapter.title}", *(" ".join(block.words) for block in chapter.blocks)))


def given_ids(author: Author, book: Book) -> dict[Block, str]:
    found = {}
    for chapter, made in zip(author.chapters, book.chapters, strict=True):
        paragraphs = [node.id for node in made.body.children]
        found.update(zip(chapter.blocks, paragraphs, strict=True))
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.lists(st.integers(0, 8), min_size=1, max_size=4))
def test_generations(seed, generations):
    author = Author(seed)
    book = author.publish(Lock())
    owner = {id: block for block, id in given_ids(author, book).items()}
    before = given_ids(author, book)
    for edits in generations:
        for block in before:
            block.edits = 0
        for _ in range(edits):
            author.edit()
        text = lock_text(book.lock)
        lock, _ = parse_lock(Source("ids.lock", text))
        book = author.publish(lock)
        now = given_ids(author, book)
        for block, id in now.items():
            if block in before and block.telling and block.edits <= 1:
                assert id == before[block]
            if block.telling:
                assert owner.setdefault(id, block) is block, "an id of something else"
        assert len(set(now.values())) == len(now)
        assert {line.id for line in lock.lines} <= {line.id for line in book.lock.lines}
        again = author.publish(book.lock)
        assert again.lock == book.lock
        assert again.chapters == book.chapters
        before = now


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.data())
def test_a_lock_of_rubbish_makes_no_trouble(seed, data):
    """Lines of other books, twice, or mixed up: ids are unique all the same, and the next lock is a good one."""
    author = Author(seed)
    lines = list(author.publish(Lock()).lock.lines) + list(Author(seed + 1).publish(Lock()).lock.lines)
    mixed = data.draw(st.permutations(lines))[: len(lines) - 3]
    ids = [line.id for line in mixed]
    broken = [replace(line, id=ids[-1 - i]) if i % 3 == 0 else line for i, line in enumerate(mixed)]
    book = author.publish(Lock(tuple(broken)))
    every = [n.id for c in book.chapters for n in c.body.walk() if n.id] + [c.id for c in book.chapters]
    assert len(every) == len(set(every))
    assert author.publish(book.lock).lock == book.lock


@pytest.mark.parametrize("change", ["nothing", "typos"])
def test_a_long_novel_is_matched_quickly(change):
    author = Author(1)
    author.chapters = [author.chapter() for _ in range(40)]
    for chapter in author.chapters:
        chapter.blocks = [Block(author.random.choices(WORDS, k=42)) for _ in range(60)]
    first = author.publish(Lock())
    assert sum(len(block.words) for chapter in author.chapters for block in chapter.blocks) > 100_000
    for chapter in author.chapters if change == "typos" else ():
        for block in author.random.sample(chapter.blocks, 3):
            block.words[5] = "slip"
    files = tuple(ChapterFile(c.path, Source(c.path, author.text(c))) for c in author.chapters)
    parsed = {file.path: PARSER.parse(file.source) for file in files}
    plain = Manuscript(Config(BookInfo("T")), files)
    locked = Manuscript(Config(BookInfo("T")), files, lock=first.lock)
    spent = []
    for _ in range(3):
        start = time.process_time()
        assemble(plain, parsed)
        middle = time.process_time()
        second = assemble(locked, parsed)
        spent.append(time.process_time() - middle - (middle - start))
    assert [line.id for line in second.lock.lines] == [line.id for line in first.lock.lines]
    assert not any(line.gone for line in second.lock.lines)
    assert min(spent) < 0.3


def test_a_book_of_one_sentence_repeated_is_matched_quickly():
    """Six thousand times the same words: nothing here may take the square of their number."""
    text = "# A\n\n" + "All work and no play makes Jack a dull boy.\n\n" * 3_000
    files = tuple(ChapterFile(path, Source(path, text)) for path in ("a.md", "b.md"))
    parsed = {file.path: PARSER.parse(file.source) for file in files}
    first = assemble(Manuscript(Config(BookInfo("T")), files, lock=Lock()), parsed)
    start = time.process_time()
    second = assemble(Manuscript(Config(BookInfo("T")), files, lock=first.lock), parsed)
    assert time.process_time() - start < 2
    assert second.chapters == first.chapters
