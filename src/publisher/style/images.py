"""Images as each medium needs them; on paper one that only decorates is painted by CSS and so left untagged.

WeasyPrint 70 tags ``<img alt="">`` as a figure without words, which ISO 14289-1 (7.3) forbids; what CSS paints behind
an empty element becomes an artifact, as it should.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Mapping
from urllib.parse import quote, unquote

from publisher.markup.node import Node, is_decorative
from publisher.patterns import regex
from publisher.style.composition import PAGE, SCREEN, AssetRef
from publisher.style.render import Rendering
from publisher.style.xhtml import allowed, element, escape

_PERCENT = regex(r"(\d{1,2}|100)%")
_PIXELS = regex(r"\d{1,5}")


def find_asset(src: str, chapter_path: str, assets: Mapping[str, AssetRef]) -> AssetRef | None:
    """The asset that ``src`` means: a path in the manuscript folder, or one relative to the chapter's file."""
    found = assets.get(src)
    if found is None and src:
        plain = unquote(src.partition("#")[0].partition("?")[0])
        beside = posixpath.normpath(posixpath.join(posixpath.dirname(chapter_path), plain))
        found = assets.get(plain) or assets.get(beside)
    return found


def source_of(asset: AssetRef) -> str:
    """The asset's path as it stands in ``src`` and in CSS: percent-encoded (RFC 3986), relative to the documents."""
    return quote(asset.path)


def render_image(node: Node, rendering: Rendering) -> str:
    """The image with its words and size; its words alone when the manuscript has no such file."""
    asset = find_asset(node.get("src"), rendering.chapter.path, rendering.assets)
    alt = "" if is_decorative(node) else node.get("alt").strip()
    if asset is None:
        return element("span", {"id": node.id or None, "class": "missing-image"}, escape(alt))
    classes = [*node.classes, *_width_class(node, asset, rendering.medium)]
    if rendering.medium == PAGE and not alt:
        names = ["decorative", decorative_class(asset), *classes]
        return element("span", {"id": node.id or None, "class": " ".join(names)})
    attrs = dict(allowed("img", node.attrs, both_langs=rendering.medium == SCREEN))
    for name in ("src", "alt", "class", "width", "height", "title"):
        attrs.pop(name, None)
    attrs["class"] = " ".join(classes) or None
    attrs["src"] = source_of(asset)
    attrs["alt"] = alt
    if not alt and is_decorative(node):  # one that merely lacks words must not pass for a decoration
        attrs["role"] = "presentation"
    width, height = _size(node, asset)
    if width and height:
        attrs["width"], attrs["height"] = str(width), str(height)
    return element("img", attrs)


def is_silent(node: Node) -> bool:
    """Whether a picture says nothing: it has no description, or the author marked it as a decoration."""
    return not node.get("alt").strip() or is_decorative(node)


def _width_class(node: Node, asset: AssetRef, medium: str) -> tuple[str, ...]:
    """A width in per cent becomes a class: XHTML's attribute only knows pixels. On paper nobody reads the attribute."""
    match = _PERCENT.fullmatch(node.get("width"))
    if match and int(match[1]):
        return (f"width-{int(match[1])}",)
    width, _ = _size(node, asset)
    return (f"width-{width}px",) if medium == PAGE and width and width != asset.width else ()


def _size(node: Node, asset: AssetRef) -> tuple[int, int]:
    """Pixels: the file's own, or scaled to the width or height that the author gave."""
    width, height = asset.width, asset.height
    given, tall = node.get("width"), node.get("height")
    if not (width and height):
        return 0, 0
    if _PIXELS.fullmatch(given) and int(given):
        return int(given), max(1, round(int(given) * height / width))
    if _PIXELS.fullmatch(tall) and int(tall):
        return max(1, round(int(tall) * width / height)), int(tall)
    return width, height


def decorative_class(asset: AssetRef) -> str:
    """The class by which the CSS of :func:`image_css` paints a decorative image."""
    return "decorative-" + hashlib.sha256(asset.path.encode()).hexdigest()[:12]


def image_css(images: Iterable[tuple[Node, AssetRef]], medium: str) -> str:
    """The rules that the images of an edition need: widths in per cent, and on paper the decorative ones."""
    rules: dict[str, None] = {}
    for node, asset in images:
        for name in _width_class(node, asset, medium):
            width = name.removeprefix("width-")
            rules[f".{name} {{ width: {width if width.endswith('px') else width + '%'}; height: auto }}"] = None
        if medium == PAGE and is_silent(node):
            rules.update(dict.fromkeys(_decoration(asset)))
    return "".join(f"{rule}\n" for rule in sorted(rules))


def _decoration(asset: AssetRef) -> Iterable[str]:
    name, url = decorative_class(asset), quote(asset.path)
    if not (asset.width and asset.height):
        yield f'.{name}::before {{ content: url("{url}") }}'
        return
    yield (
        f".{name} {{ display: inline-block; width: {asset.width}px; max-width: 100%; "
        f'background: url("{url}") no-repeat 0 0 / 100% 100% }}'
    )
    # The padding is a share of the width, so the box keeps the picture's proportions when it shrinks.
    yield f'.{name}::before {{ content: ""; display: block; padding-top: {asset.height / asset.width:.4%} }}'
