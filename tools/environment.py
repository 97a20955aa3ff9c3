"""Make the virtual environment, or say in one sentence what is in the way. Standard library only."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path


def main() -> int:
    """Make the environment in the folder named by the first argument."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        print(f"Publisher needs Python 3.11 or later, and this is {found}: run `make PYTHON=python3.12 …`", file=sys.stderr)
        return 1
    target = Path(sys.argv[1])
    done = subprocess.run([sys.executable, "-m", "venv", str(target)], capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return 0
    shutil.rmtree(target, ignore_errors=True)
    # Debian keeps the module in a package of its own.
    installer = Path(__file__).with_name("system.py")
    if subprocess.run([sys.executable, str(installer), "venv"], check=False).returncode == 0:
        return subprocess.run([sys.executable, "-m", "venv", str(target)], check=False).returncode
    print((done.stdout + done.stderr).strip(), file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
