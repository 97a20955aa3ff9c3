"""Styles beside a manuscript: a copy of Publisher's own changes nothing, a changed one is seen."""

from __future__ import annotations

import shutil

import pytest

from publisher.style.own import own_styles
from publisher.style.pack import find_style

NAMES = sorted(path.name for path in own_styles().iterdir() if path.is_dir())


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_of_our_own_styles_counts_once(tmp_path, name):
    shutil.copytree(own_styles(), tmp_path / "styles")
    assert find_style(name, (tmp_path / "styles",)) == find_style(name, ())
    assert find_style(name, (own_styles(),)) == find_style(name, ())


def test_the_same_book_with_and_without_a_copy(shop):
    alone = shop.build("ebook")
    shutil.copytree(own_styles(), shop.root / "styles")
    again = shop.build("ebook")
    assert shop.made() == []
    assert again.made == alone.made


def test_a_changed_style_is_seen_and_extends_ours(shop):
    before = shop.build("ebook")
    shop.write("../styles/ebook/own.css", ".epigraph { color: #123456 }")
    after = shop.build("ebook")
    assert len(shop.made()) == 1
    assert after.made[0].sha256 != before.made[0].sha256
    assert find_style("ebook", (shop.root / "styles",)).chain == ("base", "ebook", "ebook")
