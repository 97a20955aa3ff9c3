"""Two builds of one manuscript, in two folders, two time zones, two hash seeds and two weeks apart: the same bytes.

Each build is a process of its own whose clock, home, locale and fonts are other than the first one's; the workers that
it starts have them too.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
EVERYTHING = ROOT / "tests" / "golden" / "everything"

# Put before everything else on the path of the second build: a machine whose clock is two weeks ahead.
CLOCK = """\
import datetime
import time

AHEAD = 14 * 24 * 3600
_time, _time_ns, _datetime, _date = time.time, time.time_ns, datetime.datetime, datetime.date
_gmtime, _localtime = time.gmtime, time.localtime
time.time = lambda: _time() + AHEAD
time.time_ns = lambda: _time_ns() + AHEAD * 10**9
time.gmtime = lambda seconds=None: _gmtime(time.time() if seconds is None else seconds)
time.localtime = lambda seconds=None: _localtime(time.time() if seconds is None else seconds)


class Later(_datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)

    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(time.time())

    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


class LaterDate(_date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())


datetime.datetime, datetime.date = Later, LaterDate
"""
# A system with a font of its own that answers to every common name.
FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<match target="pattern">
<edit name="family" mode="prepend" binding="strong"><string>Source Code Pro</string></edit>
</match>
</fontconfig>
"""


def first_machine(folder: Path) -> dict[str, str]:
    """The environment of a plain machine in London."""
    (folder / "home").mkdir(parents=True)
    return {"TZ": "UTC", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8", "HOME": str(folder / "home")}


def second_machine(folder: Path) -> dict[str, str]:
    """The environment of another one in Tokyo, two weeks later, with fonts in the system."""
    import fontpkg_source_code_pro

    home, fonts = folder / "another" / "home" / "of somebody", folder / "fonts"
    home.mkdir(parents=True)
    shutil.copytree(Path(fontpkg_source_code_pro.__file__).parent / "files", fonts)
    (folder / "fonts.conf").write_text(FONTS.format(fonts=fonts, cache=folder / "fontcache"))
    (folder / "clock").mkdir()
    (folder / "clock" / "sitecustomize.py").write_text(CLOCK)
    return {
        "TZ": "Asia/Tokyo",
        "PYTHONHASHSEED": "2",
        "LC_ALL": "POSIX",
        "LANG": "ja_JP.UTF-8",
        "LANGUAGE": "ja",
        "HOME": str(home),
        "USER": "somebody-else",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "PYTHONPATH": os.pathsep.join([str(folder / "clock"), str(ROOT / "src")]),
        "PYTHONOPTIMIZE": "1",
    }


def built(book: Path, folder: Path, machine: dict[str, str], *arguments: str) -> dict[str, str]:
    """The sums of what a build of a copy of ``book`` in ``folder`` gives."""
    copy = folder / "manuscript"
    shutil.copytree(book, copy)
    for path in copy.rglob("*"):
        os.utime(path, (1_000_000_000 + len(str(folder)) * 86_400,) * 2)
    keep = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH")}
    env = keep | {"PYTHONPATH": str(ROOT / "src"), "PUBLISHER_CACHE": str(folder / "cache")} | machine
    command = [sys.executable, "-m", "publisher", "build", *arguments, "-C", str(folder)]
    done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    files = (path for path in sorted((folder / "dist").iterdir()) if path.name != "SHA256SUMS")
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize(
    ("book", "arguments", "count"),
    [
        (ROOT / "manuscript", ("ebook", "handout-teacher"), 3),
        (EVERYTHING, (), 2),
    ],
    ids=["sample", "everything"],
)
def test_the_same_bytes_on_two_machines(tmp_path, book, arguments, count):
    here, there = tmp_path / "here", tmp_path / "a longer way" / "to there"
    one = built(book, here, first_machine(here), *arguments, "--jobs", "1")
    two = built(book, there, second_machine(there), *arguments, "--jobs", "2")
    assert one == two
    assert len(one) == count


def test_the_second_machine_is_another(tmp_path):
    """The test above proves nothing if the clock of the second machine is ours."""
    code = "import datetime, time; print(int(time.time())); print(datetime.datetime.now(datetime.UTC).timestamp())"
    env = {"PATH": os.environ["PATH"]} | second_machine(tmp_path / "there")
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    import time

    for line in done.stdout.split():
        assert 13.9 < (float(line) - time.time()) / (24 * 3600) < 14.1
