"""The parser: one chapter's Markdown becomes a tree of nodes, each with its place, and a list of what is wrong."""

from __future__ import annotations

from publisher.collector import collector_resting
from publisher.diagnostics import Diagnostic, in_order
from publisher.markup.access import lint_access
from publisher.markup.blocks import commonmark, dialect, read_blocks
from publisher.markup.characters import lint_characters, without_controls
from publisher.markup.lints import lint_tree
from publisher.markup.node import Node
from publisher.markup.notes import gather_notes
from publisher.markup.pieces import Known
from publisher.markup.syntax import Syntax
from publisher.markup.tree import Gardener
from publisher.source import Source
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Parsed:
    """A chapter as parsed: its ``document`` node, and the diagnostics in the order of the file."""

    path: str
    root: Node
    diagnostics: tuple[Diagnostic, ...]


class Parser:
    """Parses chapters in one language (a BCP 47 tag) with the features' syntaxes.

    With ``plain`` it reads CommonMark 0.31 and nothing more: no extension, no typography, no lint, and raw HTML comes
    through as ``html`` nodes. That is for the standard's own suite; books never want it.
    """

    __slots__ = ("_blocks", "_divs", "_plain", "_syntaxes", "language")

    def __init__(self, language: str, syntaxes: tuple[Syntax, ...] = (), *, plain: bool = False) -> None:
        """Set the parser up; it can then parse any number of chapters."""
        self.language = language
        self._syntaxes = syntaxes
        self._plain = plain
        self._divs = frozenset(name for syntax in syntaxes for name in syntax.divs)
        self._blocks = commonmark() if plain else dialect()

    def parse(self, source: Source, first_line: int = 1) -> Parsed:
        """Parse ``source`` from its line ``first_line`` (1-based) on. Trouble is in the result, never raised."""
        with collector_resting():
            return self._parse(source, first_line)

    def _parse(self, source: Source, first_line: int) -> Parsed:
        lines = source.text.split("\n")
        text = "\n".join(lines[first_line - 1 :]) if first_line > 1 else source.text
        text, troubles = without_controls(text, source.path, first_line)
        blocks = read_blocks(self._blocks, text)
        known = Known(blocks.references, blocks.notes, self._plain)
        grown = Gardener(source.path, lines, first_line, blocks, known, self.language, self._divs).grow()
        troubles += grown.troubles
        root, found = gather_notes(grown.root, grown.notes)
        troubles += found
        for syntax in self._syntaxes:
            if syntax.shape is not None:
                root, shaped = syntax.shape(root)
                troubles += shaped
        if not self._plain:
            troubles += lint_tree(root)
            troubles += lint_access(root, self.language)
            troubles += lint_characters(text, source.path, first_line, root, self.language)
        return Parsed(source.path, root, in_order(troubles))
