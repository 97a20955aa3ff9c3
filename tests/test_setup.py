"""What a fresh clone needs: pinned packages, a system that is looked at, a wheel with everything in it."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PINS = {
    canonicalize_name(name): Version(version)
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==(\S+)$", (ROOT / "constraints.txt").read_text("utf-8"), re.M)
}
REQUIREMENTS = [
    *PROJECT["project"]["dependencies"],
    *PROJECT["project"]["optional-dependencies"]["test"],
    *PROJECT["build-system"]["requires"],
]


@pytest.fixture(scope="module")
def system():
    spec = importlib.util.spec_from_file_location("system_tool", ROOT / "tools" / "system.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def bare(monkeypatch):
    """A system with nothing but Python."""

    def missing(name, *_):
        raise OSError(f"{name} is not here")

    monkeypatch.setattr(ctypes, "CDLL", missing)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    monkeypatch.setattr(shutil, "which", lambda name: None)


@pytest.mark.parametrize("line", REQUIREMENTS)
def test_every_requirement_has_a_pin_within_its_range(line):
    requirement = Requirement(line)
    assert PINS[canonicalize_name(requirement.name)] in requirement.specifier


def test_every_line_is_a_pin_and_none_names_a_place():
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert all(line.startswith("#") or re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+_-]+", line) for line in lines)
    assert "://" not in "".join(lines)
    names = [line for line in lines if not line.startswith("#")]
    assert names == sorted(set(names), key=str.lower)


def test_a_system_with_everything_is_left_alone(system, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["system.py", "venv"])
    monkeypatch.setattr(system, "has_venv", lambda: True)
    assert system.main() == 0
    assert capsys.readouterr() == ("", "")


def test_a_bare_system_gets_one_sentence_and_a_command_for_each_system(system, bare, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["system.py", "book"])
    assert system.main() == 1
    out, err = capsys.readouterr()
    assert out == ""
    sentence, *commands = err.splitlines()
    assert sentence.startswith("Publisher needs Pango and HarfBuzz's subsetter, which this system lacks.")
    systems = [command.split(":")[0].strip() for command in commands[:4]]
    assert systems == ["Debian, Ubuntu", "Fedora", "macOS", "Windows"]
    assert commands[0].endswith("sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0")


def test_what_is_missing_is_installed_where_we_may(system, bare, monkeypatch, capsys):
    ran = []

    def run(command, **_):
        ran.append(command)
        monkeypatch.setattr(ctypes, "CDLL", lambda name: None)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/apt-get" if name == "apt-get" else None)
    monkeypatch.setattr(system.os, "geteuid", lambda: 0, raising=False)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(sys, "argv", ["system.py", "book"])
    assert system.main() == 0
    assert [command[-1] for command in ran] == ["update", "libharfbuzz-subset0"]
    assert "sudo" not in ran[0]
    assert capsys.readouterr().out == "installing Pango, HarfBuzz's subsetter\n"


def test_nobody_is_asked_for_a_password(system, bare, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if name in ("sudo", "apt-get") else None)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", ""))
    assert system.install_command(list(system.NEEDS["book"])) is None


def test_an_old_python_is_told_what_to_do(monkeypatch, capsys):
    spec = importlib.util.spec_from_file_location("environment_tool", ROOT / "tools" / "environment.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "OLDEST", (99, 1))
    assert module.main() == 1
    assert "Publisher needs Python 99.1 or later" in capsys.readouterr().err


@pytest.mark.skipif(not shutil.which("make"), reason="no make here")
def test_make_says_what_there_is():
    done = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"book", "test", "check", "bench", "clean"} <= {line.split()[0] for line in done.stdout.splitlines()}


def test_the_wheel_has_styles_words_and_the_first_manuscript(tmp_path):
    """Built without a network and without an environment of its own: what is installed here builds it."""
    pytest.importorskip("hatchling")
    code = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    source, looks = ROOT / "src", ROOT / "styles"
    styles = {f"publisher/{path.relative_to(ROOT).as_posix()}" for path in looks.rglob("*") if path.is_file()}
    package = {path.relative_to(source).as_posix() for path in (source / "publisher").rglob("*") if path.is_file()}
    assert styles | {name for name in package if "__pycache__" not in name} <= names
    assert not any("__pycache__" in name for name in names)
    assert {"publisher/data/words.toml", "publisher/data/book.schema.json", "publisher/data/new/book.toml"} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)
