"""Workers make artefacts, each in a process of its own with bounds on time and memory.

A worker that dies is named with the file it was making. It is tried once more with the machine to itself, since what
most often kills one is another that took the memory; after that the whole build ends. Nothing outlives the build: not
a stop by the person, nor the death of the process that started it.
"""

from __future__ import annotations

import multiprocessing
import signal
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from publisher.build.bounds import Bounds
from publisher.build.place import Tell
from publisher.build.ready import interrupts_wait, worker_context
from publisher.build.worker import Parts, doing, last_words, ran_out_of_time, serve
from publisher.diagnostics import PublisherError, WorkerError


@dataclass(frozen=True, slots=True)
class Hand:
    """A worker at work. ``diary`` is the file where its native libraries and its bounds leave their last words."""

    task: Any  # what has an index, a size in characters, and a file_name that people know it by
    process: BaseProcess
    bounds: Bounds
    diary: Path
    deadline: float  # on the monotonic clock


class Crew:
    """The workers of one build: a few at a time, all gone at the end, however it comes.

    ``do`` is what each does with its task; without it each makes its artefact. A ``forgiving`` crew gives an error as
    the answer of the task that it is of, where another ends the whole build with it.
    """

    def __init__(self, tell: Tell, do: Callable[[Any], object] | None = None, *, forgiving: bool = False) -> None:
        """Nobody is at work yet."""
        self._tell, self._do, self._forgiving = tell, do, forgiving
        self._hands: dict[Connection, Hand] = {}
        self._lone: set[int] = set()  # tasks that have died once
        self._diaries: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Crew:
        """The crew itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nobody is at work any more."""
        for answers, hand in self._hands.items():
            hand.process.kill()
            hand.process.join()
            answers.close()
        self._hands.clear()
        if self._diaries is not None:
            self._diaries.cleanup()

    def has(self, task: Any) -> bool:
        """Whether somebody is at work on it."""
        return any(hand.task is task for hand in self._hands.values())

    def start(self, task: Any) -> None:
        """Set a new worker to the task."""
        self._tell("make", task.file_name)
        if self._diaries is None:
            self._diaries = tempfile.TemporaryDirectory(prefix="publisher-", ignore_cleanup_errors=True)
        diary = Path(self._diaries.name, f"{task.index}")
        bounds = Bounds.of(task.size)
        answers, theirs = multiprocessing.Pipe(duplex=False)
        context = worker_context()
        with interrupts_wait():
            process: BaseProcess = context.Process(
                target=serve, args=(task, theirs, bounds, diary, self._do), daemon=self._do is None
            )
            try:
                process.start()
            except (EOFError, OSError) as error:
                message = f"no worker could be started for {task.file_name}: {error or type(error).__name__}"
                raise WorkerError(message, "see that the system allows another process") from error
            self._hands[answers] = Hand(task, process, bounds, diary, time.monotonic() + bounds.seconds + 10)
        theirs.close()  # the worker alone holds it now: when it dies, we read the end of the file

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
                answers.close()
                hand.process.join()
                if answer is not None:
                    yield hand.task, answer
                else:
                    self._lone.add(hand.task.index)
                    again.append(hand.task)

    def _ready(self) -> list[Connection]:
        """Those who have something to say, after waiting for the first of them."""
        patience = max(0.0, min(hand.deadline for hand in self._hands.values()) - time.monotonic())
        ready = wait(list(self._hands), patience)
        if not ready:
            late = min(self._hands, key=lambda answers: self._hands[answers].deadline)
            if not self._forgiving:
                raise _too_long(self._hands[late])
            self._hands[late].process.kill()
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

    def _answer(self, answers: Connection, hand: Hand) -> object:
        """What the worker says; None when it died without a word."""
        try:
            answer = answers.recv()
        except (EOFError, OSError):
            hand.process.join()
            if ran_out_of_time(last_words(hand.diary)):
                raise _too_long(hand) from None
            return None
        if isinstance(answer, PublisherError):
            raise answer
        if not isinstance(answer, tuple):
            return answer
        kind, story = answer
        if kind == "MemoryError":
            raise _too_much(hand)
        error = WorkerError(
            f"Publisher itself failed while it made {hand.task.file_name}: {story.strip().splitlines()[-1]}",
            "this is our fault, not yours; please report it with what PUBLISHER_DEBUG=1 prints",
        )
        error.add_note(story)
        raise error


def _died(hand: Hand) -> WorkerError:
    code = hand.process.exitcode
    how = f"was killed ({signal.Signals(-code).name})" if code and code < 0 else f"ended (exit code {code})"
    error = WorkerError(
        f"the worker that made {hand.task.file_name} {how}, twice",
        hint="often there is too little memory: close other programs, build this edition alone, or allow a worker more "
        f"than {hand.bounds.memory / 2**30:.3g} GB with PUBLISHER_WORKER_MEMORY",
    )
    story = last_words(hand.diary)
    if story:
        error.add_note(story)
    return error


def _too_long(hand: Hand) -> WorkerError:
    place = doing(last_words(hand.diary))
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
