"""Where a build happens: manuscript, styles, dist/, cache and plugins, from the folder that a person names."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from publisher import plugins
from publisher.cli.place import find_place


@pytest.fixture
def there(book):
    folder = book("house/manuscript", **{"one.md": "# One\n"})
    Path("house/styles").mkdir()
    return folder.resolve()


@pytest.mark.parametrize("name", ["house", "house/manuscript"])
def test_styles_and_dist_stand_beside_a_folder_called_manuscript(there, name):
    place = find_place(Path(name), None, deliver=True, keep=True)
    assert place.folder == there
    assert place.style_folders == (there.parent / "styles",)
    assert place.dist == there.parent / "dist"


def test_in_any_other_folder_they_are_inside(book):
    folder = book("notes", **{"one.md": "# One\n", "styles/print/x.css": ""}).resolve()
    place = find_place(Path("notes"), None, deliver=True, keep=True)
    assert (place.folder, place.style_folders, place.dist) == (folder, (folder / "styles",), folder / "dist")


def test_the_cache_is_where_it_is_said_to_be_or_nowhere(there, tmp_path, monkeypatch):
    monkeypatch.setenv("PUBLISHER_CACHE", str(tmp_path / "kept"))
    assert find_place(Path("house"), None, deliver=True, keep=True).cache.folder == tmp_path / "kept"
    assert find_place(Path("house"), None, deliver=True, keep=False).cache.folder is None
    monkeypatch.setenv("PUBLISHER_CACHE", "")
    assert find_place(Path("house"), None, deliver=True, keep=True).cache.folder.name == "publisher"


def test_a_plugin_that_changes_is_another_plugin(there, tmp_path, monkeypatch):
    module = tmp_path / "lib" / "a_plugin_of_mine.py"
    module.parent.mkdir()
    module.write_text("FEATURE = 1\n")
    monkeypatch.syspath_prepend(str(module.parent))
    points = [EntryPoint("mine", "a_plugin_of_mine:FEATURE", plugins.GROUP)]
    monkeypatch.setattr(plugins, "entry_points", lambda group: points)
    before = find_place(Path("house"), None, deliver=True, keep=True).plugins
    assert before[0].startswith("mine=a_plugin_of_mine:FEATURE ")
    module.write_text("FEATURE = 2\n")
    assert find_place(Path("house"), None, deliver=True, keep=True).plugins != before


def test_a_plugin_that_is_not_there_is_said_when_it_is_loaded_and_not_before(there, monkeypatch):
    points = [EntryPoint("mine", "no.such.module:FEATURE", plugins.GROUP)]
    monkeypatch.setattr(plugins, "entry_points", lambda group: points)
    assert len(find_place(Path("house"), None, deliver=True, keep=True).plugins) == 1
