"""Texts of one style share what the shaper needs to know of it: the engine tells it anew for every line.

A Pango context, a font description and the name of the language are made once for each style and used by all layouts
of it. Nothing changes one of them once it is made, so the letters stand where they stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from publisher.formats.pdf.weasy import line_break, text_ffi, text_fonts

_OVERRIDDEN = "font_language_override"
_FEATURES = (
    "font_kerning", "font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric",
    "font_variant_alternates", "font_variant_east_asian", "font_feature_settings",
)  # fmt: skip


class _Known(NamedTuple):
    style: Any  # kept, so that its id() stays its own
    context: Any
    description: Any
    language: Any
    features: Any  # an attribute, or None


@contextmanager
def shared_shaping() -> Iterator[None]:
    """Within it layouts of one style share one context. Not for two threads at once."""
    original: Callable[..., None] = line_break.Layout.setup
    known: dict[int, _Known] = {}

    def setup(layout: Any, style: Any) -> None:
        if style["text_decoration_line"] != "none" or style[_OVERRIDDEN] != "normal":
            original(layout, style)  # rare, and it asks the font for more
            return
        found = known.get(id(style))
        if found is None:
            found = known[id(style)] = _know(style)
        layout.style, layout.first_line_direction, layout.language = style, 0, found.language
        layout.ascent = layout.underline_position = layout.strikethrough_position = None
        pango = text_ffi.pango
        layout.layout = text_ffi.ffi.gc(pango.pango_layout_new(found.context), text_ffi.gobject.g_object_unref)
        pango.pango_layout_set_auto_dir(layout.layout, False)
        pango.pango_layout_set_font_description(layout.layout, found.description)
        if found.features is not None:
            attributes = pango.pango_attr_list_new()
            pango.pango_attr_list_insert(attributes, found.features)
            pango.pango_layout_set_attributes(layout.layout, attributes)

    line_break.Layout.setup = setup
    try:
        yield
    finally:
        line_break.Layout.setup = original


def _know(style: Any) -> _Known:
    ffi, pango = text_ffi.ffi, text_ffi.pango
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), text_ffi.gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, line_break.PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        name, _ = text_ffi.unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
    wanted = text_fonts.font_features(*(style[name] for name in _FEATURES))
    features = None
    if wanted:
        said = ",".join(f"{name} {value}" for name, value in wanted.items()).encode()
        kept = style.font_config.font_features
        if said not in kept:
            kept[said] = pango.pango_attr_font_features_new(said)
        features = kept[said]
    return _Known(style, context, text_fonts.get_font_description(style), language, features)
