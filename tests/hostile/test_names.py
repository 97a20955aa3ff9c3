"""Names that become names: of files in the EPUB, of ids, of files in dist/."""

from __future__ import annotations

import re
from typing import Any

import pytest

pytestmark = pytest.mark.slow

IDS = [
    "../../evil",
    "/etc/passwd",
    "a/b",
    "..",
    "a\\\\b",
    "CON",
    "a\\u0000b",
    "x" * 5_000,
    "mimetype",
    "META-INF/container.xml",
]


@pytest.mark.parametrize("ident", IDS)
def test_a_chapter_s_id(attack: Any, ident: str) -> None:
    done = attack({"a.md": f'---\nid: "{ident}"\n---\n\n# A\n\nWords.\n'}, format="epub")
    assert done.files or done.errors
    if done.files:
        sound(done)


def sound(done: Any) -> None:
    """Names that no unpacker can be led astray by, each once."""
    names = list(done.epub.entries)
    assert names[0] == "mimetype"
    assert all(re.fullmatch(r"(?:[\w.-]+/)*[\w.-]+", name) for name in names), names
    assert not any(part in ("", ".", "..") for name in names for part in name.split("/"))
    assert max(map(len, names)) < 200
    assert len({name.casefold() for name in names}) == len(names)


@pytest.mark.parametrize(
    "name", ["a'\"<b>&c", "a b  c", "..a", "a%2e%2e%2fb", "a\\b", "-rf", "$(id)", "`id`", "é" * 60, "a\u202egnp"]
)
def test_a_file_s_name(attack: Any, name: str) -> None:
    """It may be odd; then it is refused, or it becomes a name that is not."""
    done = attack(
        {
            f"{name}.md": f"# A\n\n![A square](<{name.replace('%', '%25').replace(chr(92), chr(92) * 2)}.png>)\n",
            f"{name}.png": PNG,
        }
    )
    assert done.files or done.errors or done.refused
    if done.files:
        sound(done)
        assert all(re.fullmatch(r"[\w.-]+", each) for each in done.files)


@pytest.mark.parametrize("title", ["../../x", "/etc/passwd", "a/b\\c", "CON", "-rf *", "$(id)", "\u202egnp", "." * 300])
def test_the_book_s_title(attack: Any, title: str) -> None:
    """The files in dist/ are named after it."""
    done = attack({"book.toml": f"[book]\ntitle = '{title}'\n", "a.md": "# A\n\nWords.\n"}, format="epub")
    assert done.files or done.errors
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9.-]{0,99}", each) for each in done.files), done.files
    assert sorted(each.name for each in done.dist.iterdir()) == sorted([*done.files, "SHA256SUMS"])


PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU\0\0\0\nIDATx\x9cc`\0\0\0\2\0\1H\xaf\xa4q"
    b"\0\0\0\0IEND\xaeB`\x82"
)
