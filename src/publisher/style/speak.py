"""Who speaks for a node: a template of the style, else a feature, else its own tag and attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from publisher.book.model import Chapter, Edition
from publisher.diagnostics import Diagnostic
from publisher.markup.node import Node, plain_text
from publisher.store import NOTHING_KEPT, Store
from publisher.style.composition import SCREEN, AssetRef
from publisher.style.plain import PLAIN, render_plain
from publisher.style.render import Renderer, Rendering
from publisher.style.templates import Ready, Templates, fill
from publisher.style.xhtml import escape
from publisher.value import dataclass
from publisher.words import words


@dataclass(slots=True)
class Speaker:
    """All that renders the nodes of one composition. Lives as long as the composition is made; never travels."""

    medium: str
    edition: Edition
    renderers: Mapping[str, Renderer]
    assets: Mapping[str, AssetRef]
    variables: Mapping[str, str]
    stems: Mapping[str, str]  # id → the document it is in
    known: frozenset[str]
    store: Store = NOTHING_KEPT
    found: list[Diagnostic] = field(default_factory=list)

    def rendering(self, chapter: Chapter, stem: str) -> Rendering:
        """What the renderers of a chapter's nodes may ask, when they are set in the document ``stem``."""
        rendering: Rendering
        find = self.renderers.get
        text_is_plain = self.renderers["text"] is PLAIN["text"]

        def nodes(children: tuple[Node, ...]) -> str:
            parts = []
            for node in children:
                if text_is_plain and node.kind == "text":
                    parts.append(escape(node.text))
                else:
                    parts.append(find(node.kind, render_plain)(node, rendering))
            return "".join(parts)

        rendering = Rendering(
            medium=self.medium,
            edition=self.edition,
            chapter=chapter,
            nodes=nodes,
            href=self.href_from(stem),
            words=words(chapter.lang or self.edition.info.language),
            assets=self.assets,
            variables=self.variables,
            known=self.known,
            store=self.store,
        )
        return rendering

    def href_from(self, stem: str) -> Callable[[str], str]:
        """How a document links to an id: within itself and on paper ``#id``, else ``file.xhtml#id``."""

        def href(id: str) -> str:
            home = self.stems.get(id, stem)
            return f"#{id}" if home == stem or self.medium != SCREEN else f"{home}.xhtml#{id}"

        return href


def gather_renderers(
    features: Mapping[str, Renderer], templates: Templates, found: list[Diagnostic]
) -> Mapping[str, Renderer]:
    """One renderer a kind; a template ``node-<kind>.xhtml`` speaks before any feature does."""
    spoken = {
        file.name.removeprefix("node-").removesuffix(".xhtml"): _by_template(templates, file.name, found)
        for file in templates.pack.templates
        if file.name.startswith("node-") and file.name.endswith(".xhtml")
    }
    return {**PLAIN, **features, **spoken}


def _by_template(templates: Templates, name: str, found: list[Diagnostic]) -> Renderer:
    def render(node: Node, rendering: Rendering) -> str:
        values = {
            "node": {
                "kind": node.kind,
                "tag": node.tag,
                "id": node.id,
                "classes": node.classes,
                "attrs": dict(node.attrs),
                "text": node.text or plain_text(node),
            },
            "children": Ready(rendering.children(node) if node.children else escape(node.text)),
            "medium": rendering.medium,
            "href": rendering.href,
            "words": dict(rendering.words),
            "variables": dict(rendering.variables),
        }
        text, trouble = fill(templates, name, values)
        found.extend(trouble)
        return text

    return render
