"""See that the system has what Publisher needs, install it where we may, else say how. Standard library only.

python3 tools/system.py book          what setting pages needs: Pango and its friends
python3 tools/system.py book test     and what the judges need: Java, Node, a browser
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass


def has_library(stem: str, *names: str) -> Callable[[], bool]:
    """A test for a shared library under any of these names, or one that the system knows by its stem."""

    def test() -> bool:
        for name in names:
            try:
                ctypes.CDLL(name)
            except OSError:
                continue
            return True
        return ctypes.util.find_library(stem) is not None

    return test


def has_program(*names: str) -> Callable[[], bool]:
    """A test for a program under any of these names."""
    return lambda: any(shutil.which(name) for name in names)


def has_venv() -> bool:
    """Whether this Python can make virtual environments with pip in them."""
    done = subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True, check=False)
    return done.returncode == 0


@dataclass(frozen=True)
class Need:
    """One thing that the system must have, and its packages by package manager ("" where it has none)."""

    what: str
    there: Callable[[], bool]
    apt: str
    dnf: str
    brew: str
    windows: str


VENV_PACKAGE = f"python3.{sys.version_info[1]}-venv"  # Debian has one for each of its Pythons

NEEDS = {
    "venv": (Need("Python's venv module", has_venv, VENV_PACKAGE, "python3", "python", "mingw-w64-x86_64-python"),),
    "book": (
        Need(
            "Pango",
            has_library("pangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
            "libpango-1.0-0 libpangoft2-1.0-0",
            "pango",
            "pango",
            "mingw-w64-x86_64-pango",
        ),
        Need(
            "HarfBuzz's subsetter",
            has_library(
                "harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.dylib", "libharfbuzz-subset-0.dll"
            ),
            "libharfbuzz-subset0",
            "harfbuzz",
            "harfbuzz",
            "mingw-w64-x86_64-harfbuzz",
        ),
    ),
    "test": (
        Need("Java", has_program("java"), "default-jre-headless", "java-21-openjdk-headless", "openjdk", ""),
        Need("Node", has_program("node"), "nodejs", "nodejs", "node", "mingw-w64-x86_64-nodejs"),
        Need("npm", has_program("npm"), "npm", "nodejs-npm", "node", "mingw-w64-x86_64-nodejs"),
        Need(
            "Chromium",
            has_program("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
            "chromium",
            "chromium",
            "--cask chromium",
            "",
        ),
        Need(
            "Poppler's tools",
            has_program("pdftotext"),
            "poppler-utils",
            "poppler-utils",
            "poppler",
            "mingw-w64-x86_64-poppler",
        ),
        Need(
            "Ghostscript",
            has_program("gs"),
            "ghostscript",
            "ghostscript",
            "ghostscript",
            "mingw-w64-x86_64-ghostscript",
        ),
        Need("qpdf", has_program("qpdf"), "qpdf", "qpdf", "qpdf", "mingw-w64-x86_64-qpdf"),
        Need("Git", has_program("git"), "git", "git", "git", "git"),
    ),
}


def main() -> int:
    """Check the needs of the groups named on the command line."""
    groups = sys.argv[1:] or ["book"]
    missing = [need for group in groups for need in NEEDS[group] if not need.there()]
    if not missing:
        return 0
    command = install_command(missing)
    if command is not None:
        print("installing " + ", ".join(need.what for need in missing))
        for step in command:
            done = subprocess.run(step, capture_output=True, text=True, check=False)
            if done.returncode:
                print(done.stderr.strip()[-2000:], file=sys.stderr)
                break
        missing = [need for need in missing if not need.there()]
        if not missing:
            return 0
    explain(missing)
    return 1


def install_command(missing: list[Need]) -> list[list[str]] | None:
    """The commands that install what is missing, where we may run them without asking; else None."""
    if sys.platform == "darwin" and shutil.which("brew"):
        return [["brew", "install", *packages(missing, "brew")]]
    root = [] if hasattr(os, "geteuid") and os.geteuid() == 0 else sudo()
    if root is None:
        return None
    if shutil.which("apt-get"):
        patient = ["-o", "DPkg::Lock::Timeout=300"]  # somebody else may be installing
        quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y", *patient]
        install = ["install", "--no-install-recommends", *packages(missing, "apt")]
        return [[*root, *quiet, "update"], [*root, *quiet, *install]]
    if shutil.which("dnf"):
        return [[*root, "dnf", "-q", "-y", "install", *packages(missing, "dnf")]]
    return None


def packages(missing: list[Need], manager: str) -> list[str]:
    """The packages of a package manager, each once."""
    return list(dict.fromkeys(" ".join(getattr(need, manager) for need in missing).split()))


def sudo() -> list[str] | None:
    """``sudo`` when it works without a password, else None: we never ask for one."""
    if not shutil.which("sudo"):
        return None
    free = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    return ["sudo", "-n"] if free else None


def explain(missing: list[Need]) -> None:
    """One sentence, and the command for each system."""
    what = " and ".join(need.what for need in missing)
    rows = {
        "Debian, Ubuntu": "sudo apt-get install " + " ".join(packages(missing, "apt")),
        "Fedora": "sudo dnf install " + " ".join(packages(missing, "dnf")),
        "macOS": "brew install " + " ".join(packages(missing, "brew")),
        "Windows": "in an MSYS2 shell: pacman -S " + " ".join(packages(missing, "windows")),
    }
    sentence = f"Publisher needs {what}, which this system lacks."
    print(f"{sentence} Install it, then run the same command again:", file=sys.stderr)
    for system, command in rows.items():
        print(f"  {system + ':':16}{command}", file=sys.stderr)
    if sys.platform == "darwin" and any(need in NEEDS["book"] for need in missing):
        # Homebrew's folder on Apple silicon is one that the system's loader does not look into.
        print("If it is installed: export DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
