"""Make the virtual environment, or say in one sentence what is in the way. Standard library only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

OLDEST = (3, 11)


def main() -> int:
    """Make the environment in the folder named by the first argument."""
    if sys.version_info < OLDEST:
        found = ".".join(str(number) for number in sys.version_info[:3])
        needed = ".".join(str(number) for number in OLDEST)
        sentence = f"Publisher needs Python {needed} or later, and this is {found}."
        print(f"{sentence} Say which to take: make PYTHON=python3.12 book", file=sys.stderr)
        return 1
    target = Path(sys.argv[1])
    if works(target):
        return 0
    shutil.rmtree(target, ignore_errors=True)
    done = make(target)
    if done.returncode:
        shutil.rmtree(target, ignore_errors=True)
        # Debian keeps the module in a package of its own.
        installer = Path(__file__).with_name("system.py")
        if subprocess.run([sys.executable, str(installer), "venv"], check=False).returncode:
            return 1
        done = make(target)
    if done.returncode:
        shutil.rmtree(target, ignore_errors=True)
        told = f"{done.stdout}{done.stderr}".strip()
        print(f"{sys.executable} cannot make a virtual environment:\n{told}", file=sys.stderr)
    return done.returncode


def make(target: Path) -> subprocess.CompletedProcess[str]:
    """Make the environment."""
    return subprocess.run([sys.executable, "-m", "venv", str(target)], capture_output=True, text=True, check=False)


def works(target: Path) -> bool:
    """Whether there is one already, of this very Python, and it runs."""
    folder = target / ("Scripts" if sys.platform == "win32" else "bin")
    code = "import sys, pip; print(*sys.version_info[:3])"
    try:
        found = subprocess.run([str(folder / "python"), "-c", code], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return found.stdout.split() == [str(number) for number in sys.version_info[:3]]


if __name__ == "__main__":
    sys.exit(main())
