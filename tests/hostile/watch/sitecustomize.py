"""Every Python process that finds this file first writes down what it opens, whom it calls and what it starts.

Standard output is left alone: the lines ``event<tab>what`` go to the end of the file that ``PUBLISHER_WATCH`` names.
"""

import os
import sys

_OPENS = frozenset({"open", "os.listdir", "os.scandir", "shutil.rmtree"})
_FORBIDDEN = (
    "socket.connect", "socket.getaddrinfo", "socket.gethostby", "socket.sendto", "socket.bind", "urllib.Request",
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "ftplib.", "http.client.",
    "smtplib.", "webbrowser.", "pty.spawn",
)  # fmt: skip


def _watch(log: int) -> None:
    def hook(event: str, arguments: tuple[object, ...]) -> None:
        if event in _OPENS:
            if isinstance(arguments[0], str | bytes | os.PathLike):
                what = os.path.abspath(os.fsdecode(arguments[0]))  # noqa: PTH100 - it looks at no file  # noqa: PTH100 - a link must not be followed
                os.write(log, f"{event}\t{what}\n".encode("utf-8", "backslashreplace"))
        elif event.startswith(_FORBIDDEN):
            last = arguments[-1]  # of a socket: the address
            path = event.startswith("socket.") and isinstance(last, str | bytes)
            what = os.fsdecode(last) if path else repr(arguments)  # type: ignore[arg-type]
            os.write(log, f"{event}\t{what}\n".encode("utf-8", "backslashreplace"))

    sys.addaudithook(hook)


if "PUBLISHER_WATCH" in os.environ:
    _watch(os.open(os.environ["PUBLISHER_WATCH"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
