"""Every image of a chapter is found among the files of the manuscript, or its alt text stands in its place."""

from __future__ import annotations

from collections.abc import Mapping

from publisher.book.places import (
    candidates,
    leaves_folder,
    nearest_path,
    normal,
    read_reference,
    relative,
)
from publisher.book.trees import same_nodes, with_attr, with_children
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node
from publisher.rules.book import MISSING_IMAGE, OUTSIDE_FILE, REMOTE_IMAGE

MOST_HINTS = 100
_NETWORK = frozenset({"http", "https", "ftp", "data", "//"})


def known_images(paths: tuple[str, ...]) -> dict[str, str]:
    """The images' paths by the form in which they are looked for (NFC)."""
    return {normal(path): path for path in paths}


def find_images(node: Node, chapter_path: str, images: Mapping[str, str], found: list[Diagnostic]) -> Node:
    """The tree with every ``src`` a path relative to the manuscript folder; what is wrong is put into ``found``."""
    if node.tag == "img" or node.kind == "image":
        return _image(node, chapter_path, images, found)
    if not node.children:
        return node
    children = [
        child if not child.children and not child.attrs else find_images(child, chapter_path, images, found)
        for child in node.children
    ]
    return node if same_nodes(node.children, children) else with_children(node, tuple(children))


def _image(node: Node, chapter_path: str, images: Mapping[str, str], found: list[Diagnostic]) -> Node:
    written = node.get("src")
    reference = read_reference(written)
    shown = written if len(written) <= 80 else written[:77] + "…"
    if reference.scheme in _NETWORK:
        found.append(
            REMOTE_IMAGE.at(
                node.span,
                f"`{shown}` is not a file of the manuscript, and Publisher does not go to the network",
                "save the image in the manuscript folder and write its path",
            )
        )
    elif reference.scheme or (reference.path and leaves_folder(chapter_path, reference.path)):
        found.append(
            OUTSIDE_FILE.at(
                node.span,
                f"`{shown}` is outside the manuscript folder",
                "copy the image into the manuscript folder and write its path relative to this file",
            )
        )
    else:
        for path in candidates(chapter_path, reference.path):
            if path in images:
                return node if images[path] == written else with_attr(node, "src", images[path])
        near = nearest_path(reference.path, images) if len(found) < MOST_HINTS else ""
        hint = f"did you mean `{relative(chapter_path, near)}`?" if near else "put the image into the manuscript folder"
        message = f"there is no image `{shown}`" if written else "this image has no path"
        found.append(MISSING_IMAGE.at(node.span, message, hint))
    return Node("text", text=node.get("alt"), span=node.span)
