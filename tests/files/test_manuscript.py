"""A folder becomes a manuscript: order, matter, parts, and what is wrong with them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from publisher.config import Contents, PartSpec
from publisher.diagnostics import MachineError, Severity, UsageError, has_errors
from publisher.manuscript import Manuscript, find_manuscript, read_manuscript
from publisher.manuscript.folder import natural_key

Write = Callable[[dict[str, str | bytes]], Path]
BOOK = '[book]\ntitle = "T"\nlanguage = "en"\n'


def order(manuscript: Manuscript) -> list[tuple[str, str, str]]:
    return [(file.path, file.matter, file.part) for file in manuscript.files]


def codes(manuscript: Manuscript, worse_than_note: bool = True) -> list[str]:
    kept = [each for each in manuscript.diagnostics if not worse_than_note or each.severity is not Severity.NOTE]
    return [each.code for each in kept]


# With [contents]


def test_the_contents_give_order_matter_and_parts(write: Write):
    toml = BOOK + (
        '[contents]\nfront = ["preface.md"]\n'
        'body = ["one.md", { part = "P", chapters = ["./sub//two.md"], id = "p" }]\nback = ["z.md"]\n'
    )
    names = ("preface.md", "one.md", "sub/two.md", "z.md")
    folder = write({"book.toml": toml, **{name: f"# {name}\n" for name in names}})
    manuscript = read_manuscript(folder)
    assert order(manuscript) == [
        ("preface.md", "front", ""),
        ("one.md", "body", ""),
        ("sub/two.md", "body", "p"),
        ("z.md", "back", ""),
    ]
    assert manuscript.config.contents.body == ("one.md", PartSpec("P", ("sub/two.md",), "p"))
    assert manuscript.diagnostics == ()


def test_a_part_without_an_id_goes_by_its_title(write: Write):
    folder = write({"book.toml": BOOK + '[contents]\nbody = [{ part = "P", chapters = ["a.md"] }]\n', "a.md": "x"})
    assert order(read_manuscript(folder)) == [("a.md", "body", "P")]


def test_a_missing_file_is_told_where_it_is_listed(write: Write):
    toml = BOOK + '[contents]\nbody = [\n  "01-hailshm.md",\n  "02.md",\n]\n'
    manuscript = read_manuscript(write({"book.toml": toml, "01-hailsham.md": "x", "02.md": "y"}))
    (missing,) = [each for each in manuscript.diagnostics if each.code == "F201"]
    assert str(missing.span) == "book.toml:6:3"
    assert missing.hint == "did you mean `01-hailsham.md`?"
    assert order(manuscript) == [("02.md", "body", "")]


def test_a_file_is_listed_once(write: Write):
    toml = BOOK + '[contents]\nfront = ["a.md"]\nback = ["b.md", "./a.md"]\n'
    manuscript = read_manuscript(write({"book.toml": toml, "a.md": "x", "b.md": "y"}))
    (twice,) = manuscript.diagnostics
    assert (twice.code, twice.span.line, twice.span.column) == ("F202", 6, 17)


def test_what_is_not_listed_is_noted_once(write: Write):
    toml = BOOK + '[contents]\nbody = ["a.md"]\n'
    files = {f"x{n}.md": "x" for n in range(12)}
    manuscript = read_manuscript(write({"book.toml": toml, "a.md": "x", "README.md": "r", ".draft.md": "d", **files}))
    (note,) = manuscript.diagnostics
    assert (note.code, note.severity, note.span.line) == ("F203", "note", 4)
    assert "x0.md, x1.md" in note.message
    assert "2 more" in note.message


def test_a_chapter_is_markdown(write: Write):
    toml = BOOK + '[contents]\nbody = ["a.docx", "b.markdown"]\n'
    manuscript = read_manuscript(write({"book.toml": toml, "a.docx": "x", "a.md": "x", "b.markdown": "y"}))
    (found,) = [each for each in manuscript.diagnostics if each.severity == "error"]
    assert (found.code, found.hint) == ("F221", "did you mean `a.md`?")
    assert order(manuscript) == [("b.markdown", "body", "")]


@pytest.mark.parametrize(
    "path",
    ["../x.md", "a/../../x.md", "/etc/x.md", "%2e%2e/x.md", "..%2fx.md", "%252e%252e/x.md", "file:///x.md", "C:/x.md",
     "C:x.md", "\\\\\\\\host\\\\share\\\\x.md", "a\\\\b.md", "http://x/y.md", "a\\u0000.md"],
)  # fmt: skip
def test_no_path_leaves_the_folder(write: Write, path: str):
    folder = write({"book.toml": f'{BOOK}[contents]\nbody = ["a.md", "{path}"]\n', "a.md": "x"})
    (folder.parent / "x.md").write_text("secret", "utf-8")
    manuscript = read_manuscript(folder)
    assert order(manuscript)[:1] == [("a.md", "body", "")] or codes(manuscript) == ["C106"]
    assert codes(manuscript) in (["F208"], ["C106"])
    assert "secret" not in repr(manuscript)


def test_a_percent_sign_is_a_character(write: Write):
    folder = write(
        {"book.toml": BOOK + '[contents]\nbody = ["100%25.md", "50%.md"]\n', "100%25.md": "a", "50%.md": "b"}
    )
    assert codes(read_manuscript(folder)) == []


def test_a_hidden_file_may_be_listed(write: Write):
    folder = write({"book.toml": BOOK + '[contents]\nbody = [".a.md", "dist/b.md"]\n', ".a.md": "a", "dist/b.md": "b"})
    assert [file.path for file in read_manuscript(folder).files] == [".a.md", "dist/b.md"]


def test_a_cover_must_be_there(write: Write):
    folder = write({"book.toml": BOOK + 'cover = "images/x.png"\n', "a.md": "a"})
    (found,) = read_manuscript(folder).diagnostics
    assert (found.code, str(found.span)) == ("F213", "book.toml:4:1")
    folder = write({"book.toml": BOOK + 'cover = "../x.png"\n'})
    assert codes(read_manuscript(folder)) == ["F208"]


def test_a_broken_book_toml_is_told_and_the_files_are_read(write: Write):
    manuscript = read_manuscript(write({"book.toml": "[book\n", "a.md": "a"}))
    assert codes(manuscript) == ["C101"]
    assert order(manuscript) == [("a.md", "body", "")]
    manuscript = read_manuscript(write({"book.toml": b"[book]\ntitle = '\xe9'\n"}))
    assert [str(each.span) for each in manuscript.diagnostics] == ["book.toml:2:10"]


# Without


def test_a_folder_of_files_is_a_book_and_says_what_was_assumed(write: Write):
    manuscript = read_manuscript(write({"10-end.md": "# End\n", "2-middle.md": "# M\n", "1-begin.md": "# B\n"}))
    assert [file.path for file in manuscript.files] == ["1-begin.md", "2-middle.md", "10-end.md"]
    assert manuscript.config.book.title == "My book"
    assert manuscript.config.book.language == "en"
    assert manuscript.config.book.authors == ()
    assert manuscript.config.editions == ()
    assert manuscript.config.contents == Contents(body=("1-begin.md", "2-middle.md", "10-end.md"))
    (note,) = manuscript.diagnostics
    assert (note.code, note.severity) == ("C124", "note")
    for sentence in manuscript.config.assumed:
        assert sentence.rstrip(".") in note.message
    assert "The title is “My book”, the folder's name." in manuscript.config.assumed


@pytest.mark.parametrize(
    ("readme", "title"),
    [
        ("# The *Real* Title {#x}\n", "The Real Title"),
        ("The Title\n=========\n", "The Title"),
        ("<!-- x\n# no -->\n\n## [The `Title`](x.md) ##\n", "The Title"),
        ("---\ntitle: From the Header\n---\n", "From the Header"),
        ("```\n# no\n```\n# Yes\n", "Yes"),
        ("no heading\n", "My book"),
    ],
)
def test_the_title_comes_from_the_readme(write: Write, readme: str, title: str):
    assert read_manuscript(write({"README.md": readme, "a.md": "a"})).config.book.title == title


def test_a_readme_with_text_is_the_first_front_chapter_and_one_without_is_the_title(write: Write):
    folder = write({"README.md": "# T\n\nWelcome.\n", "a.md": "a"})
    assert order(read_manuscript(folder)) == [("README.md", "front", ""), ("a.md", "body", "")]
    folder = write({"README.md": "\n# T\n\n", "a.md": "a"})
    assert order(read_manuscript(folder)) == [("a.md", "body", "")]


def test_a_single_file_is_a_chapter_whatever_its_name(write: Write):
    assert order(read_manuscript(write({"index.md": "# T\n\nText.\n"}))) == [("index.md", "body", "")]
    assert order(read_manuscript(write({"index.md": "# T\n"}))) == [("index.md", "body", "")]


def test_folders_are_parts(write: Write):
    folder = write({
        "00-prologue.md": "p",
        "01-the-sea/02.md": "b",
        "01-the-sea/01.md": "a",
        "02-land/README.md": "# The Land\n\nText.\n",
        "02-land/a.md": "c",
        "02-land/deep/b.md": "d",
        "10-sky/index.md": "# Sky\n",
        "10-sky/x.md": "e",
    })  # fmt: skip
    manuscript = read_manuscript(folder)
    assert order(manuscript) == [
        ("00-prologue.md", "body", ""),
        ("01-the-sea/01.md", "body", "part-01-the-sea"),
        ("01-the-sea/02.md", "body", "part-01-the-sea"),
        ("02-land/README.md", "body", "part-02-land"),
        ("02-land/a.md", "body", "part-02-land"),
        ("02-land/deep/b.md", "body", "part-02-land"),
        ("10-sky/x.md", "body", "part-10-sky"),
    ]
    parts = [item for item in manuscript.config.contents.body if isinstance(item, PartSpec)]
    assert [(part.part, part.id) for part in parts] == [
        ("The sea", "part-01-the-sea"),
        ("The Land", "part-02-land"),
        ("Sky", "part-10-sky"),
    ]


def test_matter_goes_by_name_or_role_where_no_number_says_otherwise(write: Write):
    folder = write({
        "appendix-a.md": "a",
        "chapter-1.md": "b",
        "glossary.md": "c",
        "preface.md": "d",
        "zz.md": "---\nrole: foreword\n---\n",
        "3-glossary.md": "e",
    })  # fmt: skip
    assert [(path, matter) for path, matter, _ in order(read_manuscript(folder))] == [
        ("preface.md", "front"),
        ("zz.md", "front"),
        ("3-glossary.md", "body"),
        ("chapter-1.md", "body"),
        ("appendix-a.md", "back"),
        ("glossary.md", "back"),
    ]


def test_a_book_toml_without_contents_keeps_its_title(write: Write):
    manuscript = read_manuscript(write({"book.toml": BOOK, "README.md": "# Other\n", "b.md": "b", "a.md": "a"}))
    assert manuscript.config.book.title == "T"
    assert [file.path for file in manuscript.files] == ["a.md", "b.md"]
    assert manuscript.diagnostics == ()


def test_the_summary_of_an_mdbook_gives_the_order(write: Write):
    summary = (
        "# Summary\n\n[Preface](preface.md)\n\n# The First Part\n\n- [One](one.md)\n    - [Two](sub/two%20b.md#x)\n"
        "- [Draft]()\n\n# Next\n\n* [Three](./three.md)\n\n[Afterword](after.md)\n"
    )
    names = ["preface.md", "one.md", "sub/two b.md", "three.md", "after.md", "left.md"]
    manuscript = read_manuscript(write({"SUMMARY.md": summary, **dict.fromkeys(names, "x")}))
    assert order(manuscript) == [
        ("preface.md", "front", ""),
        ("one.md", "body", "part-the-first-part"),
        ("sub/two b.md", "body", "part-the-first-part"),
        ("three.md", "body", "part-next"),
        ("after.md", "back", ""),
    ]
    parts = [item.part for item in manuscript.config.contents.body if isinstance(item, PartSpec)]
    assert parts == ["The First Part", "Next"]
    assert codes(manuscript, worse_than_note=False) == ["C124", "F203"]


def test_a_link_of_a_summary_that_leads_nowhere(write: Write):
    manuscript = read_manuscript(
        write({"SUMMARY.md": "- [One](one.md)\n- [Two](../two.md)\n- [A](a.md)\n", "a.md": "a"})
    )
    assert [(each.code, str(each.span)) for each in manuscript.diagnostics if each.severity == "error"] == [
        ("F201", "SUMMARY.md:1:3"),
        ("F208", "SUMMARY.md:2:3"),
    ]


def test_what_is_no_part_of_a_book_is_passed_over(write: Write):
    folder = write({
        "a.md": "a", ".git/x.md": "x", ".hidden.md": "x", "node_modules/y.md": "y", "styles/z.md": "z",
        "dist/w.md": "w", ".venv/v.md": "v", "x/styles/kept.md": "k",
    })  # fmt: skip
    assert [file.path for file in read_manuscript(folder).files] == ["a.md", "x/styles/kept.md"]


def test_images_are_listed_unopened(write: Write):
    folder = write({"a.md": "a", "images/x.png": b"not one", "b.SVG": b"", "c.tiff": b"x", "images/deep/d.jpeg": b"12"})
    assets = read_manuscript(folder).assets
    assert [(asset.path, asset.media_type, asset.digest, asset.size) for asset in assets] == [
        ("b.SVG", "image/svg+xml", "", 0),
        ("images/deep/d.jpeg", "image/jpeg", "", 2),
        ("images/x.png", "image/png", "", 7),
    ]


def test_a_book_without_chapters_is_an_error(write: Write):
    assert codes(read_manuscript(write({"book.toml": BOOK}))) == ["F222"]


def test_natural_order():
    names = ["b.md", "10.md", "2.md", "a/1.md", "a10.md", "a9.md", "A1.md", "chapter-1.md", "chapter.md"]
    assert sorted(names, key=natural_key) == [
        "2.md", "10.md", "a/1.md", "A1.md", "a9.md", "a10.md", "b.md", "chapter.md", "chapter-1.md",
    ]  # fmt: skip


# Names and links


def test_names_that_other_systems_take_for_one_warn(write: Write):
    folder = write({"a.md": "a", "A.md": "b", "caf\u00e9.md": "c", "cafe\u0301.md": "d"})
    if len(list(folder.iterdir())) < 4:
        pytest.skip("this file system takes them for one itself")
    assert codes(read_manuscript(folder)) == ["F210", "F210"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
@pytest.mark.parametrize("name", ["aux.md", "con.x.md", "ab:c.md", "a?.md", "LPT1.md"])
def test_names_that_windows_forbids_warn(write: Write, name: str):
    manuscript = read_manuscript(write({name: "a"}))
    assert codes(manuscript) == ["F211"]
    assert not has_errors(manuscript.diagnostics)


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="names are always Unicode there")
def test_a_name_that_is_not_utf8_is_passed_over(write: Write):
    folder = write({"a.md": "a"})
    Path(os.fsdecode(os.fsencode(folder) + b"/b\xff.md")).write_text("b", "utf-8")
    manuscript = read_manuscript(folder)
    assert [file.path for file in manuscript.files] == ["a.md"]
    assert codes(manuscript) == ["F211"]


def test_a_link_inside_the_folder_is_a_file_like_any_other(write: Write):
    folder = write({"real/a.md": "# A\n"})
    (folder / "b.md").symlink_to(folder / "real" / "a.md")
    manuscript = read_manuscript(folder)
    assert [file.path for file in manuscript.files] == ["b.md", "real/a.md"]
    (folder / "again").symlink_to(folder / "real")
    assert codes(read_manuscript(folder)) == []


# Finding


def test_a_manuscript_is_a_folder_or_lies_in_one(write: Write):
    folder = write({"manuscript/a.md": "a"})
    assert find_manuscript(folder) == (folder / "manuscript").resolve()
    assert find_manuscript(folder / "manuscript") == (folder / "manuscript").resolve()


def test_a_book_toml_is_enough(write: Write):
    folder = write({"book.toml": BOOK})
    assert find_manuscript(folder) == folder.resolve()


def test_the_title_of_a_folder_named_manuscript_is_its_parents(write: Write):
    folder = write({"manuscript/a.md": "a"})
    assert read_manuscript(find_manuscript(folder)).config.book.title == "My book"


@pytest.mark.parametrize("where", ["nowhere", "file.txt", "empty", "a\0b"])
def test_what_is_no_manuscript_is_wrong_use(write: Write, where: str):
    folder = write({"file.txt": "x", "empty/x.txt": "x"})
    with pytest.raises(UsageError) as caught:
        find_manuscript(folder / where)
    assert caught.value.hint


def test_a_folder_that_is_gone_is_the_machines_trouble(tmp_path: Path):
    with pytest.raises(MachineError):
        read_manuscript(tmp_path / "gone")


def test_nothing_depends_on_where_the_folder_is(write: Write, tmp_path: Path):
    files: dict[str, str | bytes] = {"book.toml": BOOK, "b/a.md": "---\ntitle: x\n---\n\x01", "c.png": b"x"}
    folder = write(files)
    first = read_manuscript(folder)
    elsewhere = tmp_path / "elsewhere" / "my-book"
    elsewhere.parent.mkdir()
    folder.rename(elsewhere)
    assert read_manuscript(elsewhere) == first
    assert str(tmp_path) not in repr(first)
