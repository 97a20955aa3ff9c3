"""The same jobs on other machines: books sent to a Dask cluster as bytes, and their files sent back.

The only door to dask.distributed. A book travels as the bytes of its files, so the cluster needs no folder of ours;
what is kept from build to build is shared only when ``PUBLISHER_CACHE`` names a place that all its workers see. On a
worker each book is built in a process of its own, with the bounds on time and memory that it would have here: one that
hangs or dies costs itself. A worker that dies costs the books that it was building, and these are sent again.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from publisher.build.cache import Cache
from publisher.build.catalogue import BookTask, Outcome, build_book, outcome
from publisher.build.deliver import deliver
from publisher.build.place import Place, Tell, quiet
from publisher.build.record import is_read
from publisher.build.signs import SUMS
from publisher.build.whole import write_whole
from publisher.build.workers import Crew
from publisher.diagnostics import MachineError, UsageError
from publisher.formats.artefact import Artefact

_SCHEMES = {"dask": "tcp", "dask+tls": "tls"}
_MOST_BYTES = 200_000_000  # of one book: more belongs into a folder that the workers see
_RETRIES = 2  # of a book whose worker died
_PATIENCE = "30s"  # for the scheduler
_LOCK = "ids.lock"


@dataclass(frozen=True, slots=True)
class Parcel:
    """A book on its way: its files below two roots, and what the build was asked for."""

    task: BookTask
    folder: tuple[str, ...]  # the last two names of its folder: a book without a title is called after them
    files: tuple[tuple[str, bytes], ...]
    styles: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Return:
    """What comes back: the outcome, the files of dist/, and the list of ids where it was written."""

    outcome: Outcome
    files: tuple[tuple[str, bytes], ...] = ()
    lock: bytes | None = None


def build_on(address: str, tasks: Sequence[BookTask], tell: Tell) -> Iterator[Outcome]:
    """Build books on the cluster at ``address``, ``dask://HOST:PORT``, and write their files here.

    Raises :class:`UsageError` for an address of another kind, :class:`MachineError` when there is no cluster there or
    dask.distributed is not installed.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise MachineError("there is no dask.distributed", "pip install 'publisher[dask]'") from error
    try:
        client: Any = Client(_address(address), timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        raise MachineError(f"no Dask scheduler answers at {address}: {error}", "see that it runs there") from error
    with client:
        waiting: dict[Any, BookTask] = {}
        for task in sorted(tasks, key=lambda task: (-task.size, task.index)):
            parcel = _packed(task)
            if isinstance(parcel, Outcome):
                tell(parcel.fate, task.file_name)
                yield parcel
                continue
            tell("send", task.file_name)
            waiting[
                client.submit(build_parcel, parcel, key=f"book-{task.index}-{task.name}", retries=_RETRIES, pure=False)
            ] = task
        for future in as_completed(list(waiting), loop=client.loop):  # type: ignore[no-untyped-call]
            task = waiting.pop(future)
            each = _unpacked(task, future)
            tell(each.fate, task.file_name)
            yield each
            future.release()


def _address(address: str) -> str:
    scheme, mark, rest = address.partition("://")
    if not mark or scheme not in _SCHEMES or not rest:
        raise UsageError(f"{address!r} is no executor", "write dask://HOST:PORT, or dask+tls://HOST:PORT")
    return f"{_SCHEMES[scheme]}://{rest}"


def _packed(task: BookTask) -> Parcel | Outcome:
    """The book as bytes: what a build reads, and nothing else of the folder."""
    place = task.place
    files = _bytes_below(place.folder, place)
    styles = tuple(each for folder in place.style_folders for each in _bytes_below(folder, place))
    if sum(len(data) for _, data in (*files, *styles)) > _MOST_BYTES:
        return Outcome(task.name, None, f"the book has more than {_MOST_BYTES // 1_000_000} MB", "build it here")
    sent = replace(task, place=replace(place, folder=Path(), style_folders=(), dist=None, cache=Cache(None)))
    return Parcel(sent, (place.folder.parent.name, place.folder.name), files, styles)


def _bytes_below(folder: Path, place: Place) -> tuple[tuple[str, bytes], ...]:
    root = folder.resolve()
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and is_read(path, folder, place.dist) and path.resolve().is_relative_to(root):
            found.append((path.relative_to(folder).as_posix(), path.read_bytes()))
    return tuple(found)


def _unpacked(task: BookTask, future: Any) -> Outcome:
    """Write what came back into dist/, as a build here would."""
    try:
        back = future.result()
    except Exception as error:  # whatever the cluster says of it
        return Outcome(task.name, None, f"the cluster could not build it: {type(error).__name__}: {error}")
    if not isinstance(back, Return):
        return Outcome(task.name, None, "the cluster gave back something else", "it may have another Publisher")
    if task.place.dist is not None and back.files:
        books = [Artefact(name, "", data) for name, data in back.files if name != SUMS]
        deliver(task.place.dist, books)
    if back.lock is not None:
        write_whole(task.place.folder / _LOCK, back.lock)
    return back.outcome


def build_parcel(parcel: Parcel) -> Return:
    """On a worker: lay the book out in a folder of its own, build it in a process of its own, take the files."""
    with tempfile.TemporaryDirectory(prefix="publisher-book-") as name:
        root = Path(name, parcel.folder[0] or "book")
        folder, styles, dist = root / (parcel.folder[1] or "book"), Path(name, "styles"), Path(name, "dist")
        _lay_out(folder, parcel.files)
        _lay_out(styles, parcel.styles)
        shared = os.environ.get("PUBLISHER_CACHE")
        cache = Cache.at(shared) if shared and parcel.task.options.use_cache else Cache(None)
        place = replace(
            parcel.task.place, folder=folder, style_folders=(styles,) if parcel.styles else (), dist=dist, cache=cache
        )
        before = dict(parcel.files).get(_LOCK)
        answer = _alone(replace(parcel.task, place=place))
        lock = (folder / _LOCK).read_bytes() if (folder / _LOCK).is_file() else None
        made = tuple((path.name, path.read_bytes()) for path in sorted(dist.glob("*")) if path.is_file())
    return Return(outcome(parcel.task.name, answer), made, lock if lock != before else None)


def _lay_out(folder: Path, files: tuple[tuple[str, bytes], ...]) -> None:
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    folder.mkdir(parents=True, exist_ok=True)


def _alone(task: BookTask, do: Callable[[Any], object] = build_book) -> object:
    """The answer of a process of its own."""
    import multiprocessing
    from collections import deque

    # A worker of Dask is a daemon and may have no children; ours end with it all the same, since they watch for that.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined]
    with Crew(quiet, do, forgiving=True) as crew:
        _, answer = next(crew.work(deque([task]), 1))
    return answer
