"""Workers make artefacts, each in a process of its own with bounds on time and memory.

A worker that dies is named with the file it was making. It is tried once more with the machine to itself, since what
most often kills one is another that took the memory; after that the whole build ends. Nothing outlives the build: not
a stop by the person, nor the death of the process that started it.

Who builds again and again has a :class:`Staff`: workers that wait for the next build, and find there what they have
read and measured for the last one.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from publisher.build.bounds import Bounds
from publisher.build.place import Tell
from publisher.build.ready import interrupts_wait, worker_context
from publisher.build.worker import Done, Order, Parts, doing, last_words, ran_out_of_time, serve
from publisher.diagnostics import PublisherError, WorkerError

MOST_KEPT = 400 * 2**20
"""Bytes of memory with which a worker may wait: to join a book of a thousand pages takes 300 MB. What it has learned
grows with every edit, and goes with it when a new one takes its place."""


@dataclass(frozen=True, slots=True)
class Worker:
    """A process that does tasks. ``diary`` is the file where its native libraries and its bounds leave their last
    words."""

    process: BaseProcess
    ends: Connection
    diary: Path

    def end(self) -> None:
        """End it at once, whatever it does."""
        self.process.kill()
        self.process.join()
        self.ends.close()

    @property
    def waits(self) -> bool:
        """Whether it is alive, and has nothing to say."""
        try:
            return self.process.is_alive() and not self.ends.poll()
        except OSError:  # its end is closed
            return False


@dataclass(frozen=True, slots=True)
class Hand:
    """A worker at work."""

    task: Any  # what has an index, a size in characters, and a file_name that people know it by
    worker: Worker
    bounds: Bounds
    deadline: float  # on the monotonic clock


class Staff:
    """Workers that stay from one build to the next; all of them are gone at its end."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        """Nobody is there yet. Who has more than ``most`` bytes of memory is not kept."""
        self.most = most
        self._waiting: dict[str, Worker] = {}  # by the file that it made last, the latest at the end
        self.diaries: tempfile.TemporaryDirectory[str] | None = None
        self.chapters: Mapping[str, Any] = {}  # of the last build, as they were parsed

    def __enter__(self) -> Staff:
        """The staff itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody waits any more."""
        for worker in self._waiting.values():
            worker.end()
        self._waiting.clear()
        if self.diaries is not None:
            self.diaries.cleanup()

    @property
    def anybody(self) -> bool:
        """Whether somebody waits."""
        return bool(self._waiting)

    def take(self, file_name: str) -> Worker | None:
        """Who made this file last, or else who has waited longest; those who died meanwhile are let go."""
        while self._waiting:
            name = file_name if file_name in self._waiting else next(iter(self._waiting))
            worker = self._waiting.pop(name)
            if worker.waits:
                return worker
            worker.end()
        return None

    def keep(self, file_name: str, worker: Worker) -> None:
        """Let a worker wait that has made this file."""
        before = self._waiting.pop(file_name, None)
        if before is not None:
            before.end()
        self._waiting[file_name] = worker


class Crew:
    """The workers of one build: a few at a time, all gone at the end, however it comes, but for those of the staff.

    ``do`` is what each does with its task; without it each makes its artefact. A ``forgiving`` crew gives an error as
    the answer of the task that it is of, where another ends the whole build with it.
    """

    def __init__(
        self,
        tell: Tell,
        do: Callable[[Any], object] | None = None,
        *,
        forgiving: bool = False,
        staff: Staff | None = None,
    ) -> None:
        """Nobody is at work yet. Who has done its task goes to the ``staff``, where there is one."""
        self._tell, self._do, self._forgiving, self._staff = tell, do, forgiving, staff
        self._hands: dict[Connection, Hand] = {}
        self._lone: set[int] = set()  # tasks that have died once
        self._own = Staff()  # whose diaries go with us

    def __enter__(self) -> Crew:
        """The crew itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody is at work any more."""
        for hand in self._hands.values():
            hand.worker.end()
        self._hands.clear()
        self._own.__exit__()

    def has(self, task: Any) -> bool:
        """Whether somebody is at work on it."""
        return any(hand.task is task for hand in self._hands.values())

    def start(self, task: Any) -> None:
        """Set a worker to the task: one of the staff, or a new one."""
        self._tell("make", task.file_name)
        bounds = Bounds.of(task.size)
        with interrupts_wait():
            worker = self._staff.take(task.file_name) if self._staff is not None else None
            if worker is None:
                worker = self._new(task)
            self._hands[worker.ends] = Hand(task, worker, bounds, time.monotonic() + bounds.seconds + 10)
        with suppress(OSError, ValueError):  # it is dead: we hear of it when we ask for its answer
            worker.ends.send(Order(task, bounds, self._staff.most if self._staff is not None else 0))

    def _new(self, task: Any) -> Worker:
        owner = self._staff or self._own
        if owner.diaries is None:
            owner.diaries = tempfile.TemporaryDirectory(prefix="publisher-", ignore_cleanup_errors=True)
        handle, diary = tempfile.mkstemp(dir=owner.diaries.name)
        os.close(handle)
        ours, theirs = multiprocessing.Pipe()
        context = worker_context()
        process: BaseProcess = context.Process(
            target=serve, args=(theirs, Path(diary), self._do), daemon=self._do is None
        )
        try:
            process.start()
        except (EOFError, OSError) as error:
            message = f"no worker could be started for {task.file_name}: {error or type(error).__name__}"
            raise WorkerError(message, "see that the system allows another process") from error
        theirs.close()  # the worker alone holds it now: when it dies, we read the end of the file
        return Worker(process, ours, Path(diary))

    def work(self, waiting: deque[Any], most: int) -> Iterator[tuple[Any, Any]]:
        """Go through what is waiting with ``most`` workers at a time, then through those that died, one by one."""
        again: deque[Any] = deque()
        while waiting or again or self._hands:
            if not waiting and not self._hands:
                waiting, again, most = again, deque(), 1
            while waiting and len(self._hands) < most:
                self.start(waiting.popleft())
            for answers in self._ready():
                hand = self._hands[answers]
                answer = self._forgiven(answers, hand)
                if isinstance(answer, Parts):
                    self._tell("lay out", hand.task.file_name, answer.done, answer.total)
                    continue
                del self._hands[answers]
                if isinstance(answer, Done) and answer.stays and self._staff is not None:
                    self._staff.keep(hand.task.file_name, hand.worker)
                else:
                    answers.close()  # it ends when it reads that
                    hand.worker.process.join()
                if answer is None:
                    self._lone.add(hand.task.index)
                    again.append(hand.task)
                else:
                    yield hand.task, answer.result if isinstance(answer, Done) else answer

    def _ready(self) -> list[Connection]:
        """Those who have something to say, after waiting for the first of them."""
        patience = max(0.0, min(hand.deadline for hand in self._hands.values()) - time.monotonic())
        ready = wait(list(self._hands), patience)
        if not ready:
            late = min(self._hands, key=lambda answers: self._hands[answers].deadline)
            if not self._forgiving:
                raise _too_long(self._hands[late])
            self._hands[late].worker.process.kill()
            ready = [late]
        return [each for each in self._hands if each in ready]

    def _forgiven(self, answers: Connection, hand: Hand) -> object:
        """The answer, or the error in its place where that is to be; None: it died, and is to be tried once more."""
        try:
            if time.monotonic() >= hand.deadline and not answers.poll():
                raise _too_long(hand)
            answer = self._answer(answers, hand)
            if answer is None and hand.task.index in self._lone:
                raise _died(hand)
        except PublisherError as error:
            if not self._forgiving:
                raise
            return error
        return answer

    def _answer(self, answers: Connection, hand: Hand) -> Parts | Done | None:
        """What the worker says; None when it died without a word. Raises what the worker's task raised."""
        try:
            answer: Parts | Done = answers.recv()
        except (EOFError, OSError):
            hand.worker.process.join()
            if ran_out_of_time(last_words(hand.worker.diary)):
                raise _too_long(hand) from None
            return None
        if isinstance(answer, Parts):
            return answer
        if isinstance(answer.result, PublisherError):
            raise answer.result
        if not isinstance(answer.result, tuple):
            return answer
        kind, story = answer.result
        if kind == "MemoryError":
            raise _too_much(hand)
        error = WorkerError(
            f"Publisher itself failed while it made {hand.task.file_name}: {story.strip().splitlines()[-1]}",
            "this is our fault, not yours; please report it with what PUBLISHER_DEBUG=1 prints",
        )
        error.add_note(story)
        raise error


def _died(hand: Hand) -> WorkerError:
    code = hand.worker.process.exitcode
    how = f"was killed ({signal.Signals(-code).name})" if code and code < 0 else f"ended (exit code {code})"
    error = WorkerError(
        f"the worker that made {hand.task.file_name} {how}, twice",
        hint="often there is too little memory: close other programs, build this edition alone, or allow a worker more "
        f"than {hand.bounds.memory / 2**30:.3g} GB with PUBLISHER_WORKER_MEMORY",
    )
    story = last_words(hand.worker.diary)
    if story:
        error.add_note(story)
    return error


def _too_long(hand: Hand) -> WorkerError:
    place = doing(last_words(hand.worker.diary))
    where = f"; it was {place}" if place else ""
    minutes = hand.bounds.seconds / 60
    return WorkerError(
        f"{hand.task.file_name} was not finished after {minutes:.3g} minutes{where}",
        hint="see what is unusual in this edition; PUBLISHER_WORKER_MINUTES sets another bound",
    )


def _too_much(hand: Hand) -> WorkerError:
    return WorkerError(
        f"making {hand.task.file_name} took more than {hand.bounds.memory / 2**30:.3g} GB of memory",
        hint="see what is unusual in this edition; PUBLISHER_WORKER_MEMORY sets another bound, in GB",
    )
