"""Two authors on two branches: git merges their locks, and both find their ids in the merged book."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from publisher.book.assemble import assemble
from publisher.book.model import Book
from publisher.config import BookInfo, Config
from publisher.manuscript.lock import LOCK, Lock, lock_text, parse_lock
from publisher.manuscript.values import ChapterFile, Manuscript
from publisher.markup.parse import Parser
from publisher.source import Source

PARSER = Parser("en")
THINGS = ("boat", "tape", "fence", "field", "coast", "lake", "wood", "hall")
WORDS = tuple(thing + ending for thing in THINGS for ending in ("", "s", "ing"))

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

Texts = dict[str, list[str]]
Made = dict[tuple[str, int], str]


def sentence(chance: random.Random) -> str:
    return " ".join(chance.choices(WORDS, k=30)) + f" {chance.random():.9f}."


def write(chance: random.Random) -> Texts:
    return {f"{n:02}.md": [f"# Chapter {n}", *(sentence(chance) for _ in range(20))] for n in range(8)}


def publish(texts: Texts, lock: Lock) -> Book:
    files = tuple(ChapterFile(path, Source(path, "\n\n".join(blocks))) for path, blocks in texts.items())
    return assemble(
        Manuscript(Config(BookInfo("T")), files, lock=lock), {file.path: PARSER.parse(file.source) for file in files}
    )


def ids_by_text(texts: Texts, book: Book) -> dict[str, str]:
    return {
        text: node.id
        for blocks, chapter in zip(texts.values(), book.chapters, strict=True)
        for text, node in zip(blocks[1:], chapter.body.children, strict=True)
    }


def change(texts: Texts, chance: random.Random, paths: list[str], other: int) -> tuple[Texts, Made]:
    """Three edits, a deletion and two new paragraphs in some chapters, as changes by place; odd places or even ones."""
    made = {}
    for _ in range(3):
        path, at = chance.choice(paths), 2 * chance.randint(1, 9) + other
        made[path, at] = texts[path][at].replace(" ", " slip ", 1)
    path, at = chance.choice(paths), 2 * chance.randint(1, 9) + other
    made[path, at] = ""
    for _ in range(2):
        path, at = chance.choice(paths), 2 * chance.randint(1, 9) + other
        made[path, at] = f"{texts[path][at]}\n\n{sentence(chance)}"
    return applied(texts, made), made


def applied(texts: Texts, made: Made) -> Texts:
    return {
        path: [each for at, block in enumerate(blocks) for each in made.get((path, at), block).split("\n\n") if each]
        for path, blocks in texts.items()
    }


def git(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    settings = ("-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false", "-c", "gc.auto=0")
    home = {"HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/bin:/bin:/usr/local/bin"}
    return subprocess.run(["git", *settings, *words], cwd=folder, env=home, capture_output=True, text=True, check=False)


def merge_file(folder: Path, ours: str, base: str, theirs: str, *options: str) -> tuple[str, int]:
    for name, text in (("ours", ours), ("base", base), ("theirs", theirs)):
        (folder / name).write_text(text, "utf-8")
    done = git("merge-file", "-p", *options, "ours", "base", "theirs", folder=folder)
    return done.stdout, done.returncode


def both_sides(text: str) -> str:
    """What B461 tells an author to do."""
    return re.sub(r"^(<{7} .*|={7}|>{7} .*|\|{7} .*)\n", "", text, flags=re.MULTILINE)


@pytest.mark.parametrize("same_chapters", [False, True])
def test_two_branches(tmp_path, same_chapters):
    conflicts = 0
    for seed in range(20):
        chance = random.Random(seed)
        texts = write(chance)
        paths = list(texts)
        base = publish(texts, Lock())
        ours_texts, ours_made = change(texts, chance, paths[:2] if same_chapters else paths[:4], 0)
        theirs_texts, theirs_made = change(texts, chance, paths[:2] if same_chapters else paths[4:], 1)
        ours, theirs = publish(ours_texts, base.lock), publish(theirs_texts, base.lock)
        versions = [lock_text(book.lock) for book in (ours, base, theirs)]
        merged, count = merge_file(tmp_path, *versions)
        conflicts += count > 0
        if count:
            assert {d.code for d in parse_lock(Source(LOCK, merged))[1]} == {"B461"}
        union, _ = merge_file(tmp_path, *versions, "--union")
        merged_texts = applied(texts, ours_made | theirs_made)
        wanted = {**ids_by_text(ours_texts, ours), **ids_by_text(theirs_texts, theirs)}
        for text in (both_sides(merged), union):
            lock, found = parse_lock(Source(LOCK, text))
            assert found == ()
            book = publish(merged_texts, lock)
            assert ids_by_text(merged_texts, book) == {
                words: wanted[words] for blocks in merged_texts.values() for words in blocks[1:]
            }
            assert {line.id for line in base.lock.lines} <= {line.id for line in book.lock.lines}
    assert conflicts <= 3  # of twenty; each side changes six of 160 blocks


def test_git_itself(tmp_path):
    """A repository with two branches; the second time with the attribute that lets git keep both sides."""
    chance = random.Random(7)
    texts = write(chance)
    base = publish(texts, Lock())
    ours_texts, _ = change(texts, chance, list(texts)[:4], 0)
    theirs_texts, _ = change(texts, chance, list(texts)[4:], 1)

    def commit(book: Book, message: str) -> None:
        (tmp_path / LOCK).write_text(lock_text(book.lock), "utf-8")
        git("add", ".", folder=tmp_path)
        assert git("commit", "-q", "-m", message, folder=tmp_path).returncode == 0

    git("init", "-q", "-b", "main", folder=tmp_path)
    (tmp_path / ".gitattributes").write_text(f"{LOCK} merge=union\n", "utf-8")
    commit(base, "first edition")
    git("checkout", "-q", "-b", "theirs", folder=tmp_path)
    commit(publish(theirs_texts, base.lock), "theirs")
    git("checkout", "-q", "main", folder=tmp_path)
    commit(publish(ours_texts, base.lock), "ours")
    merged = git("merge", "-q", "--no-edit", "theirs", folder=tmp_path)
    assert merged.returncode == 0, merged.stdout + merged.stderr
    lock, found = parse_lock(Source(LOCK, (tmp_path / LOCK).read_text("utf-8")))
    assert found == ()
    assert {line.id for line in lock.lines} >= {line.id for line in base.lock.lines}


def test_an_insertion_is_one_line(tmp_path):
    texts = write(random.Random(1))
    base = publish(texts, Lock())
    longer = texts | {"03.md": [*texts["03.md"][:9], sentence(random.Random(2)), *texts["03.md"][9:]]}
    before, after = (set(lock_text(book.lock).split("\n")) for book in (base, publish(longer, base.lock)))
    assert len(after - before) == 1
    assert before <= after
    moved = {path: texts[path] for path in reversed(texts)}
    assert len(set(lock_text(publish(moved, base.lock).lock).split("\n")) - before) < len(texts)  # chapters, no block
