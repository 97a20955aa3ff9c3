"""A worker's last words, and its bounds."""

from __future__ import annotations

import multiprocessing

import pytest

from publisher.build.bounds import Bounds
from publisher.build.worker import Parts, _tell, doing, last_words, ran_out_of_time

DUMP = """\
(process:1): Pango-WARNING **: something
Timeout (0:20:00)!
Thread 0x00007f4716f067a0 (most recent call first):
  File "/usr/lib/python3.11/selectors.py", line 415 in select
  File "/home/x/src/publisher/build/worker.py", line 74 in _leave_with_parent

Thread 0x00007f4716f06e80 (most recent call first):
  File "/home/x/lib/python3.11/site-packages/weasyprint/layout/table.py", line 300 in <listcomp>
  File "/home/x/lib/python3.11/site-packages/weasyprint/layout/table.py", line 290 in table_layout
  File "/home/x/lib/python3.11/site-packages/weasyprint/layout/block.py", line 12 in block_layout
"""


def test_where_a_worker_was_is_read_from_its_main_thread():
    assert ran_out_of_time(DUMP)
    assert doing(DUMP) == "in table_layout (weasyprint/layout/table.py, line 290)"


@pytest.mark.parametrize("words", ["", "Timeout (", "Timeout (0:00:01)!\n", "Fatal Python error: Segmentation fault\n"])
def test_of_other_words_nothing_is_made_up(words):
    assert doing(words) == ""


def test_a_diary_that_is_not_there_says_nothing(tmp_path):
    assert last_words(tmp_path / "none") == ""


def test_a_longer_book_may_take_more():
    small, large = Bounds.of(1_000), Bounds.of(3_000_000)
    assert (round(small.seconds / 60), round(small.memory / 2**30)) == (20, 4)
    assert (round(large.seconds / 60), round(large.memory / 2**30)) == (50, 5)


def test_the_environment_says_otherwise(monkeypatch):
    monkeypatch.setenv("PUBLISHER_WORKER_MINUTES", "1.5")
    monkeypatch.setenv("PUBLISHER_WORKER_MEMORY", "8")
    assert Bounds.of(10**9) == Bounds(90, 8 * 2**30)


def test_a_worker_says_how_far_it_is_and_waits_for_no_reader():
    ours, theirs = multiprocessing.Pipe(duplex=False)
    with ours, theirs:
        for number in range(10_000):  # much more than the pipe holds
            _tell(theirs, number, 10_000)
        assert ours.recv() == Parts(0, 10_000)
        assert ours.recv() == Parts(1, 10_000)


def test_a_reader_who_is_gone_is_no_trouble():
    ours, theirs = multiprocessing.Pipe(duplex=False)
    ours.close()
    with theirs:
        _tell(theirs, 1, 2)
