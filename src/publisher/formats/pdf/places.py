"""Where in the manuscript a piece of the joined document comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import unquote, urljoin
from xml.etree import ElementTree

from publisher.source import Span
from publisher.value import dataclass

NOWHERE = Span("")

# Relative addresses need a base that joins, and "invalid" is promised never to exist (RFC 2606, section 2).
BASE = "http://book.invalid/"


def path_of(address: str) -> str:
    """The path of an asset as the composition names it, from an address as written or as the engine asks for it."""
    return unquote(urljoin(BASE, address).removeprefix(BASE).split("?")[0].split("#")[0])


@dataclass(frozen=True, slots=True)
class Places:
    """The joined tree, and the place of every id that has one. Looking up walks the tree: for trouble only."""

    tree: ElementTree.Element
    spans: Mapping[str, Span]

    def of(self, id: str) -> Span:
        """The place of an id, or nowhere."""
        return self.spans.get(id, NOWHERE)

    def of_first(self, wanted: Callable[[ElementTree.Element], bool]) -> Span:
        """The place of the nearest id at or above the first element that is wanted."""
        stack = [(self.tree, NOWHERE)]
        while stack:
            element, place = stack.pop()
            place = self.spans.get(element.get("id", ""), place)
            if wanted(element):
                return place
            stack.extend((child, place) for child in reversed(element))
        return NOWHERE

    def of_source(self, path: str) -> Span:
        """The place of the first image with this path."""
        return self.of_first(lambda element: any(path_of(element.get(name, "")) == path for name in ("src", "href")))

    def of_link(self, id: str) -> Span:
        """The place of the first link to an id."""
        return self.of_first(lambda element: element.get("href") == f"#{id}")

    def of_text(self, text: str) -> Span:
        """The place of the first element that holds the text, in itself or right after it."""

        def holds(element: ElementTree.Element) -> bool:
            return text in (element.text or "") or any(text in (child.tail or "") for child in element)

        return self.of_first(holds)
