"""Speech: whether the double quotation marks of each paragraph match, and whether a quotation goes on in the next."""

from __future__ import annotations

from publisher.diagnostics import Diagnostic
from publisher.markup.places import Lines
from publisher.markup.typography import Balance
from publisher.rules.markup import UNBALANCED_QUOTE
from publisher.source import Span


class Speech:
    """Listens to the paragraphs of a chapter in order; reports into ``troubles``."""

    __slots__ = ("troubles", "waiting")

    def __init__(self, troubles: list[Diagnostic]) -> None:
        """Begin a chapter."""
        self.troubles = troubles
        self.waiting: Span | None = None  # a mark of the paragraph before, which this one may continue

    def hear(self, balance: Balance, lines: Lines, paragraph: bool) -> None:
        """What typography found in one block."""
        if self.waiting is not None and paragraph:
            if not balance.continues:
                self._report(self.waiting, "this quotation mark is never closed")
            self.waiting = None
        if balance.unclosed >= 0:
            span = lines.span(balance.unclosed, balance.unclosed + 1)
            if paragraph:
                self.waiting = span
            else:
                self._report(span, "this quotation mark is never closed")
        if balance.unopened >= 0:
            self._report(lines.span(balance.unopened, balance.unopened + 1), "this quotation mark closes nothing")

    def pause(self) -> None:
        """A break, or the end of a quotation: no speech goes on beyond it."""
        if self.waiting is not None:
            self._report(self.waiting, "this quotation mark is never closed")
            self.waiting = None

    def end(self) -> None:
        """The chapter is over."""
        self.pause()

    def _report(self, span: Span, message: str) -> None:
        self.troubles.append(UNBALANCED_QUOTE.at(span, message, hint='write \\" for a mark that shall stay straight'))
