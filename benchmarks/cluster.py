"""A Dask cluster on this machine, and a command that uses it; in the middle one of its workers is killed.

    python benchmarks/cluster.py --workers 4 --books 200 -- publisher build --catalogue DIR --executor @

``@`` stands for the cluster's address. Printed is a JSON object: the seconds that the command took (the cluster was
there before, and is not counted), its exit code, what it said on standard out, and which books were lost with the
worker: those that it was building, and those that were waiting for it.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from distributed import LocalCluster
from distributed.diagnostics.plugin import SchedulerPlugin


@dataclass
class Killer(SchedulerPlugin):
    """Counts the books that are done, and with the one in the middle kills a worker that is building another."""

    cluster: Any
    middle: int
    done: int = 0
    lost: list[str] = field(default_factory=list)  # the keys of what the killed worker had before it

    def transition(self, key: Any, start: str, finish: str, *_: Any, **__: Any) -> None:
        """Told by the scheduler of every change of every task."""
        if finish != "memory" or start != "processing":
            return
        self.done += 1
        if self.done >= self.middle and not self.lost:
            self._kill(key)

    def _kill(self, done: Any) -> None:
        for address, worker in self.cluster.scheduler.workers.items():
            theirs = [str(task.key) for task in worker.processing if task.key != done]
            nanny = next((each for each in self.cluster.workers.values() if each.worker_address == address), None)
            if theirs and nanny is not None and nanny.pid:
                self.lost = theirs
                os.kill(nanny.pid, signal.SIGKILL)
                return


def run(command: Sequence[str], workers: int, books: int) -> dict[str, Any]:
    """Run the command with a cluster of so many processes, each of which builds one of the ``books`` at a time."""
    with LocalCluster(  # type: ignore[no-untyped-call]
        n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as cluster:
        killer = Killer(cluster, max(1, books // 2))
        cluster.scheduler.add_plugin(killer)
        address = str(cluster.scheduler_address).replace("tcp://", "dask://")
        began = time.perf_counter()
        ended = subprocess.run(
            [address if word == "@" else word for word in command], stdout=subprocess.PIPE, text=True, check=False
        )
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "code": ended.returncode, "out": ended.stdout, "lost": killer.lost}


def main() -> None:
    """Run the command that is named and say how it was."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--workers", type=int, default=4)
    options.add_argument("--books", type=int, default=200, help="how many there are, to know the middle")
    options.add_argument("command", nargs="+")
    given = options.parse_args()
    json.dump(run(given.command, given.workers, given.books), sys.stdout)


if __name__ == "__main__":
    main()
