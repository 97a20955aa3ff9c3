"""An artefact is the bytes of one finished file, with what was found while making it."""

from __future__ import annotations

from publisher.diagnostics import Diagnostic
from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class PageStart:
    """Where a page of a PDF begins."""

    label: str  # as printed or counted: "iv", "37"
    index: int  # 0-based in the file
    block: str  # id of the first block with text on the page; "" on a blank page
    offset: int  # characters of that block's text that stand on earlier pages
    blank: bool
    solid: int = 0  # the same, counted without spaces and hyphens (publisher.formats.solid)
    text: str = ""  # the words of that block that the page begins with; "" when it begins with a picture
    then: str = ""  # id of the next block that begins on the page


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pages of one PDF, in order."""

    pages: tuple[PageStart, ...] = ()
    blocks: tuple[str, ...] = ()  # ids of all blocks with words or pictures of their own, in reading order
    source: str = ""  # what names the printed edition: urn:isbn:…, its own URI, or plain words


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing that a file may say of its accessibility: whether it says so, and what that stands on."""

    property: str  # accessMode, accessibilityFeature … of schema.org; conformsTo, certifiedBy
    value: str
    held: bool  # False: it does not say so, and ``proof`` tells why
    proof: str  # what was counted in the finished file
    count: int = 0  # how many of what it is about: headings, pictures, pages


@dataclass(frozen=True, slots=True)
class Artefact:
    """One finished file."""

    file_name: str
    media_type: str
    data: bytes
    pagination: Pagination = Pagination()
    diagnostics: tuple[Diagnostic, ...] = ()
    claims: tuple[Claim, ...] = ()  # what the file says of its accessibility, and what it does not say

    @property
    def page_count(self) -> int:
        """How many pages the file has; 0 where it has none, such as an EPUB."""
        return len(self.pagination.pages)
