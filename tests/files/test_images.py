"""Images are looked at when they are used, and only then."""

from __future__ import annotations

import hashlib
import os
import struct
import sys
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from publisher.diagnostics import MachineError
from publisher.manuscript import asset_reader, probe_asset

Write = Callable[[dict[str, str | bytes]], Path]


def raster(kind: str, width: int = 4, height: int = 3) -> bytes:
    out = BytesIO()
    Image.radial_gradient("L").resize((width, height)).convert("RGB").save(out, kind)
    return out.getvalue()


def png_of(width: int, height: int) -> bytes:
    """A PNG whose head says a size, and whose one chunk of data is short."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [
        ("a.png", "PNG", "image/png"),
        ("a.jpg", "JPEG", "image/jpeg"),
        ("a.JPEG", "JPEG", "image/jpeg"),
        ("a.gif", "GIF", "image/gif"),
        ("a.webp", "WEBP", "image/webp"),
    ],
)
def test_a_raster_is_known_by_its_head(write: Write, name: str, kind: str, media_type: str):
    data = raster(kind)
    folder = write({f"images/{name}": data})
    asset, found = probe_asset(folder, f"images/{name}")
    assert found == ()
    assert asset is not None
    assert (asset.media_type, asset.width, asset.height, asset.size) == (media_type, 4, 3, len(data))
    assert asset.digest == hashlib.sha256(data).hexdigest()
    assert asset_reader(folder)(f"images/{name}") == data


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "WEBP"])
@pytest.mark.parametrize("kept", [0, 1, 10, 50, 0.5, 0.9])
def test_an_image_that_is_cut_off_is_broken(write: Write, kind: str, kept: float):
    data = raster(kind, 64, 64)
    name = f"a.{kind.lower()}"
    folder = write({name: data[: int(kept if isinstance(kept, int) else kept * len(data))]})
    asset, found = probe_asset(folder, name)
    assert asset is None
    assert [(each.code, each.span.path) for each in found] == [("F214", name)]


def test_a_damaged_png_is_broken(write: Write):
    data = bytearray(raster("PNG", 64, 64))
    data[len(data) // 2] ^= 0xFF
    assert [each.code for each in probe_asset(write({"a.png": bytes(data)}), "a.png")[1]] == ["F214"]


def test_a_name_must_fit_what_is_in_it(write: Write):
    (found,) = probe_asset(write({"a.png": raster("JPEG")}), "a.png")[1]
    assert (found.code, found.hint) == ("F217", "let its name end in .jpg")


@pytest.mark.parametrize(
    ("width", "height"), [(12_000, 12_000), (40_000_001, 1), (30_000, 30_000), (2**31 - 1, 2**31 - 1)]
)
def test_pixels_have_a_bound(write: Write, width: int, height: int):
    (found,) = probe_asset(write({"a.png": png_of(width, height)}), "a.png")[1]
    assert found.code == "F215"


def test_other_kinds_of_images_are_refused_when_used(write: Write):
    assert [each.code for each in probe_asset(write({"a.tiff": raster("TIFF")}), "a.tiff")[1]] == ["F216"]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("none.png", "F213"),
        ("../x.png", "F208"),
        ("%2e%2e/x.png", "F208"),
        ("/x.png", "F208"),
        ("d.png", "F212"),
        ("", "F208"),
    ],
)
def test_what_is_not_there(write: Write, path: str, code: str):
    folder = write({"d.png/x": b""})
    (folder.parent / "x.png").write_bytes(raster("PNG"))
    asset, (found,) = probe_asset(folder, path)
    assert (asset, found.code) == (None, code)
    with pytest.raises(MachineError):
        asset_reader(folder)(path)


@pytest.mark.skipif(sys.platform == "win32", reason="no links there without a privilege")
def test_a_link_out_of_the_folder_is_refused(write: Write):
    folder = write({"a.md": "a"})
    (folder.parent / "x.png").write_bytes(raster("PNG"))
    (folder / "file.png").symlink_to(folder.parent / "x.png")
    (folder / "folder").symlink_to(folder.parent)
    (folder / "circle.png").symlink_to("circle.png")
    assert [each.code for each in probe_asset(folder, "file.png")[1]] == ["F209"]
    assert [each.code for each in probe_asset(folder, "folder/x.png")[1]] == ["F209"]
    assert [each.code for each in probe_asset(folder, "circle.png")[1]] == ["F212"]
    with pytest.raises(MachineError):
        asset_reader(folder)("file.png")


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes there")
def test_a_pipe_is_no_image(write: Write):
    folder = write({"a.md": "a"})
    os.mkfifo(folder / "a.png")
    assert [each.code for each in probe_asset(folder, "a.png")[1]] == ["F212"]


@given(st.binary(max_size=200), st.sampled_from(["a.png", "a.jpg", "a.gif", "a.webp", "a.svg"]))
def test_any_bytes_are_an_image_or_a_diagnostic(tmp_path_factory: pytest.TempPathFactory, data: bytes, name: str):
    folder = tmp_path_factory.mktemp("m")
    (folder / name).write_bytes(data)
    asset, found = probe_asset(folder, name)
    assert (asset is None) == bool(found)


@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8), st.sampled_from(["PNG", "JPEG", "GIF", "WEBP"]))
def test_any_damage_is_an_image_or_a_diagnostic(
    tmp_path_factory: pytest.TempPathFactory, where: int, what: bytes, kind: str
):
    data = raster(kind, 32, 32)
    at = where % len(data)
    folder = tmp_path_factory.mktemp("m")
    (folder / f"a.{kind.lower()}").write_bytes(data[:at] + what + data[at + len(what) :])
    asset, found = probe_asset(folder, f"a.{kind.lower()}")
    assert (asset is None) == bool(found)
