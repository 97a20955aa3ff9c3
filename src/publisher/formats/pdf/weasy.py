"""The parts of WeasyPrint that we use, imported in one place.

Private among them: what is wrapped while pages are laid out, namely block_layout (its _in_flow_layout and
_linebox_layout, by :mod:`publisher.formats.pdf.grid` and :mod:`publisher.formats.pdf.calls`) and absolute_layout (its
absolute_block, by :mod:`publisher.formats.pdf.hanging`); inline_layout, page_layout and line_break (used by
:mod:`publisher.formats.pdf.paragraphs`), the last with preferred_layout and draw_text by
:mod:`publisher.formats.pdf.words` too; ColorProfile, CounterStyle, DocumentMetadata, boxes,
build_formatting_structure, get_html_metadata, layout_document, VARIANTS, FontConfiguration's folder, image_package (its
RasterImage, by :mod:`publisher.formats.pdf.pixels`), and what :mod:`publisher.formats.pdf.engine` and
:mod:`publisher.formats.pdf.boxes` say. For books in parts (:mod:`publisher.formats.pdf.parts`) also the steps of
``Document`` and ``generate_pdf`` one by one:
css.find_stylesheets, get_all_computed_styles, LayoutContext, the targets, initialize_page_maker, make_margin_boxes,
PageType, StackingContext, and Font, which the joiner fills itself.
Importing this module costs 0.4 s and needs Pango, HarfBuzz and Fontconfig: only :func:`make_pdf` may cause it, and
only when a PDF is made. ``tests/formats/pdf/test_weasy.py`` tells when a private part has moved.
"""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from io import BytesIO
from types import SimpleNamespace
from typing import Any

from publisher.formats.pdf.fontconfig import only_our_fonts
from publisher.formats.pdf.loading import called_later, known_libraries, load_later

# On a machine without fonts WeasyPrint warns at import; we bring ours, so that is no trouble.
with (
    warnings.catch_warnings(),
    only_our_fonts(),
    known_libraries(),
    called_later("fontTools.varLib.instancer", "instantiateVariableFont"),
):
    warnings.simplefilter("ignore")
    load_later("fontTools.subset")
    import pydyf  # type: ignore[import-untyped]
    import pyphen  # type: ignore[import-untyped]
    import weasyprint.css as css  # type: ignore[import-untyped]
    import weasyprint.draw as draw_package  # type: ignore[import-untyped]
    import weasyprint.draw.text as draw_text  # type: ignore[import-untyped]
    import weasyprint.images as image_package  # type: ignore[import-untyped]
    import weasyprint.layout as layout_package  # type: ignore[import-untyped]
    import weasyprint.pdf as pdf_package  # type: ignore[import-untyped]
    from weasyprint import DEFAULT_OPTIONS, HTML, Document, Page
    from weasyprint.css import ColorProfile, get_all_computed_styles
    from weasyprint.css.counters import CounterStyle  # type: ignore[import-untyped]
    from weasyprint.css.targets import (  # type: ignore[import-untyped]
        TargetCollector,
        TargetLookupItem,
        anchor_name_from_token,
    )
    from weasyprint.document import DocumentMetadata  # type: ignore[import-untyped]
    from weasyprint.draw import draw_stacking_context
    from weasyprint.draw.color import get_color  # type: ignore[import-untyped]
    from weasyprint.formatting_structure import boxes  # type: ignore[import-untyped]
    from weasyprint.formatting_structure.build import build_formatting_structure  # type: ignore[import-untyped]
    from weasyprint.html import get_html_metadata  # type: ignore[import-untyped]
    from weasyprint.images import get_image_from_uri
    from weasyprint.layout import LayoutContext, layout_document
    from weasyprint.layout import absolute as absolute_layout
    from weasyprint.layout import background as background_layout
    from weasyprint.layout import block as block_layout
    from weasyprint.layout import inline as inline_layout
    from weasyprint.layout import page as page_layout
    from weasyprint.layout import preferred as preferred_layout
    from weasyprint.layout import table as table_layout
    from weasyprint.layout.background import layout_box_backgrounds  # type: ignore[import-untyped]
    from weasyprint.layout.percent import resolve_percentages  # type: ignore[import-untyped]
    from weasyprint.pdf import VARIANTS
    from weasyprint.pdf.fonts import Font  # type: ignore[import-untyped]
    from weasyprint.stacking import StackingContext  # type: ignore[import-untyped]
    from weasyprint.text import ffi as text_ffi  # type: ignore[import-untyped]
    from weasyprint.text import fonts as text_fonts
    from weasyprint.text import line_break
    from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

__all__ = [
    "DEFAULT_OPTIONS",
    "HTML",
    "VARIANTS",
    "CounterStyle",
    "Document",
    "DocumentMetadata",
    "Font",
    "FontConfiguration",
    "LayoutContext",
    "Page",
    "StackingContext",
    "TargetCollector",
    "TargetLookupItem",
    "URLFetcher",
    "URLFetcherResponse",
    "absolute_layout",
    "anchor_name_from_token",
    "background_layout",
    "block_layout",
    "boxes",
    "build_formatting_structure",
    "css",
    "draw_package",
    "draw_stacking_context",
    "draw_text",
    "get_all_computed_styles",
    "get_color",
    "get_html_metadata",
    "get_image_from_uri",
    "image_package",
    "inline_layout",
    "layout_box_backgrounds",
    "layout_document",
    "layout_package",
    "line_break",
    "page_layout",
    "pdf_package",
    "preferred_layout",
    "pydyf",
    "pyphen",
    "quick_deflate",
    "resolve_percentages",
    "screen_profile",
    "table_layout",
    "text_ffi",
    "text_fonts",
]


@contextmanager
def quick_deflate() -> Iterator[None]:
    """Compress at zlib's own level: its highest, which pydyf takes, saves a hundredth and costs a tenth of a build."""
    before = pydyf.zlib
    pydyf.zlib = SimpleNamespace(compressobj=lambda level: zlib.compressobj(), compress=zlib.compress)
    try:
        yield
    finally:
        pydyf.zlib = before


def screen_profile() -> Any:
    """The sRGB profile that WeasyPrint brings along; it opens the file itself, and leaves it open."""
    data = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(BytesIO(data), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))
