"""``publisher preflight``: its exit codes, its words, its JSON; and what outside judges say of the same files."""

from __future__ import annotations

import json
import re
import subprocess

import pytest
from pressroom import failed, look, make

from publisher.cli.main import run


@pytest.fixture
def said(capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run(["preflight", *arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return command


@pytest.fixture
def file(tmp_path):
    def write(data: bytes) -> str:
        path = tmp_path / "book.pdf"
        path.write_bytes(data)
        return str(path)

    return write


def test_verdicts_one_below_the_other(said, file):
    code, out, _ = said(file(make("1 0 0 rg 72 100 20 20 re f", pages=24)), "--profile", "kdp", "--ink", "black")
    assert code == 1
    assert re.search(r"^failed +P4 +no RGB", out, re.MULTILINE)
    assert re.search(r"^passed +P1 ", out, re.MULTILINE)
    assert re.search(r"^not asked +P5 ", out, re.MULTILINE)
    assert "error[P844] page 1: an area in RGB" in out
    assert "15 checks: " in out


def test_good_file(said, file):
    code, out, _ = said(file(make(pages=24)), "--profile", "kdp", "--ink", "black")
    assert (code, "failed" in out) == (0, False)


def test_json(said, file):
    code, out, _ = said(file(make("1 0 0 rg 9 9 20 20 re f", pages=24)), "--profile", "kdp", "--ink", "black", "--json")
    answer = json.loads(out)
    assert (code, answer["ok"], answer["pages"], len(answer["checks"])) == (1, False, 24, 15)
    fault = next(check for check in answer["checks"] if check["check"] == "P4")["faults"][0]
    assert fault["pages"] == [{"number": 1, "label": "1"}]
    assert fault["code"] == "P844"


def test_wrong_use(said, file):
    path = file(make())
    assert said("nowhere.pdf", "--profile", "kdp")[0] == 2
    code, _, err = said(path, "--profile", "kdq")
    assert (code, "kdp" in err) == (2, True)
    assert said(path, "--profile", "kdp", "--trim", "huge")[0] == 2
    assert said(path)[0] == 2


def test_no_pdf(said, file):
    code, out, err = said(file(b"PK\x03\x04" * 99), "--profile", "kdp")
    assert (code, "Traceback" in err) == (1, False)
    assert "P864" in out


def test_profile_of_ones_own(said, file, tmp_path):
    (tmp_path / "printers").mkdir()
    (tmp_path / "printers" / "mine.toml").write_text('extends = "kdp"\n[figures]\ntype_least = "12pt"\n', "utf-8")
    (tmp_path / "book.toml").write_text("", "utf-8")
    code, out, _ = said(file(make(pages=24)), "--profile", "mine", "--ink", "black")
    assert (code, "P851" in out) == (1, True)


# What other people's programs say


@pytest.mark.judge
@pytest.mark.parametrize(
    "content",
    [
        "",
        "0 0 0 0.5 k 72 100 20 20 re f",
        "0.2 0.2 0.2 1 k 72 100 20 20 re f",
        "0.8 0.1 0.1 rg 72 100 20 20 re f",
        "1 1 0 0 K 2 w 72 100 m 300 100 l S",
    ],
)
def test_ghostscript_agrees_about_black_ink(content, tmp_path, program):
    path = tmp_path / "book.pdf"
    path.write_bytes(make(content))
    out = subprocess.run(
        [program("gs"), "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=inkcov", "-o", "-", str(path)],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    inks = [tuple(float(each) for each in line.split()[:4]) for line in out.splitlines() if "CMYK" in line]
    assert len(inks) == 4
    black_only = all(page[:3] == (0, 0, 0) for page in inks)
    assert black_only == ("P3" not in failed(look(path.read_bytes())))


@pytest.mark.judge
@pytest.mark.parametrize("broken", [False, True])
def test_qpdf_agrees_about_integrity(broken, tmp_path, program):
    data = make()
    path = tmp_path / "book.pdf"
    path.write_bytes(data.replace(b"startxref", b"startxxxx") if broken else data)
    sound = subprocess.run([program("qpdf"), "--check", str(path)], capture_output=True).returncode == 0
    assert sound == (not broken)
    assert sound == ("P14" not in failed(look(path.read_bytes())))


def test_bleed_for_a_printer_that_takes_none_is_wrong_use(said, file):
    """It would have put the safe area out of force: office printers state no margin for pages with bleed."""
    code, out, err = said(file(make(pages=24)), "--profile", "office", "--bleed")
    assert (code, out) == (2, "")
    assert "takes no bleed" in err
