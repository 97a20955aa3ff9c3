"""What a record is made from beside the composition: the trade's own facts, and the book's other editions."""

from __future__ import annotations

from publisher.config import OnixInfo
from publisher.value import dataclass

ALTERNATIVE_FORMAT = "06"  # list 51
BASED_ON_PRINT = "13"


@dataclass(frozen=True, slots=True)
class Related:
    """Another file of the book with an ISBN. ``relation`` is a code of list 51."""

    relation: str
    isbn: str


@dataclass(frozen=True, slots=True)
class Trade:
    """What the configuration says for the record of one file."""

    onix: OnixInfo
    related: tuple[Related, ...] = ()
    width: float = 0.0  # of the page, millimetres; 0 where it is the style's own
    height: float = 0.0


@dataclass(frozen=True, slots=True)
class Facts:
    """What the finished file says of itself."""

    file_name: str
    format: str  # "epub" or "pdf"
    size: int  # bytes
    pages: int = 0  # of a PDF, all of them
    highest: int = 0  # the highest arabic number printed on a page of it
    print_pages: int = 0  # of the printed edition whose pages an EPUB lists, blank ones apart
    version: str = ""  # of the PDF, "1.7"
    features: tuple[str, ...] = ()  # schema:accessibilityFeature
    sufficient: tuple[str, ...] = ()  # schema:accessModeSufficient
    hazards: tuple[str, ...] = ()  # schema:accessibilityHazard
    summary: str = ""  # schema:accessibilitySummary
    conforms: tuple[str, ...] = ()  # dcterms:conformsTo, in plain words
    certifier: str = ""  # a11y:certifiedBy
    report: str = ""  # a11y:certifierReport, a link
