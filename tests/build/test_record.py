"""What a build remembers: every byte that it may have read, and not one that it has not."""

from __future__ import annotations

import os

import pytest

from publisher.build.plan import Options
from publisher.build.record import input_digest


def digest(shop, **options):
    return input_digest(shop.place(), Options(**options))


@pytest.mark.parametrize("name", ["one.md", "book.toml", "images/a.png", "../styles/print/print.css", "notes.txt"])
def test_a_changed_or_new_file_changes_the_digest(shop, name):
    shop.write("../styles/print/print.css", "p { color: red }")
    before = digest(shop)
    shop.write(name, "something else")
    assert digest(shop) != before


@pytest.mark.parametrize("name", [".git/index", "dist/book.epub", ".a.md.swp", "node_modules/x/README.md"])
def test_what_no_build_reads_does_not(shop, name):
    before = digest(shop)
    shop.write(name, "something else")
    assert digest(shop) == before


def test_only_bytes_count(shop):
    before = digest(shop)
    os.utime(shop.folder / "one.md", (1, 1))
    assert digest(shop, jobs=7) == before


@pytest.mark.parametrize("options", [{"strict": True}, {"editions": ("ebook",)}, {"format": "pdf"}])
def test_what_was_asked_for_counts(shop, options):
    assert digest(shop, **options) != digest(shop)


def test_the_date_from_outside_counts(shop, monkeypatch):
    before = digest(shop)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert digest(shop) != before


def test_things_that_are_no_files_are_not_read(shop):
    os.mkfifo(shop.folder / "pipe.md")
    (shop.folder / "zero.md").symlink_to("/dev/zero")
    (shop.folder / "nowhere.md").symlink_to("nowhere")
    (shop.folder / "circle").symlink_to("circle")
    (shop.folder / "up").symlink_to("..")
    assert digest(shop) == digest(shop)


def test_a_folder_with_too_much_in_it_is_not_remembered(shop, monkeypatch):
    monkeypatch.setattr("publisher.build.record._MOST", 2)
    assert digest(shop) == ""
    shop.build("ebook")
    assert not shop.build("ebook").unchanged


def test_a_plugin_counts(shop):
    from dataclasses import replace

    with_plugin = replace(shop.place(), plugins=("verse=verse 1.0 abc",))
    assert input_digest(with_plugin, Options()) != digest(shop)
