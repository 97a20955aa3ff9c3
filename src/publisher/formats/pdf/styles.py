"""One computed style for all elements and pseudo-elements that one cascade gives one style, in all parts of a book.

The engine computes a style for each of the six pseudo-elements that its own sheet names for every element, and all of
them anew for each document; its own sharing ends at the elements of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from publisher.formats.pdf.weasy import css

# Values that every element has for itself, and that no other value of its own or of its children depends on.
_OWN = ("anchor", "link")
_PLAIN = (str, int, float)


class _Like(css.ComputedStyle):  # type: ignore[misc]  # the engine's styles are not typed
    """A style that has all values but its own from another of its kind."""

    like: Any

    def __missing__(self, key: str) -> Any:
        if key in _OWN:
            return super().__missing__(key)
        value = self[key] = self.like[key]
        return value

    @property
    def anonymous_style(self) -> Any:
        """The style of anonymous boxes: it has none of its parent's own values."""
        return self.like.anonymous_style


class _Found(NamedTuple):
    """What a style is made from, but for its own values; these; and the style, if there is one."""

    shared: tuple[Any, ...]
    own: tuple[str, ...]
    style: Any


@dataclass(slots=True)
class Styles:
    """The styles that were made, by what they were made from; they keep alive what is known by its id()."""

    known: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    kinds: dict[tuple[Any, ...], tuple[int, Any]] = field(default_factory=dict)  # but for :data:`_OWN`
    kind_of: dict[int, int] = field(default_factory=dict)  # id() of a style → the number of its kind

    def note(self, found: _Found, style: Any) -> None:
        """Keep a new style; what it shares with its kind it has from the first of them."""
        self.known[found.shared, found.own] = style
        kind = self.kinds.get(found.shared)
        if kind is None:
            kind = self.kinds[found.shared] = (len(self.kinds), style)
        else:
            style.__class__ = _Like
            style.like, style.specified = kind[1], kind[1].specified
        self.kind_of[id(style)] = kind[0]


@contextmanager
def shared_styles(styles: Styles) -> Iterator[None]:
    """Within it styles are looked for among these: of documents with the same sheets and faces. Not for two threads."""
    original: Callable[..., None] = css.StyleFor.set_computed_styles

    def set_computed_styles(
        style_for: Any,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        def make() -> Any:
            original(style_for, element, parent, root, pseudo_type, base_url, target_collector)
            return computed[element, pseudo_type]

        computed = style_for.get_computed_styles()
        parent_style = computed.get((parent, None)) if parent is not None else None
        kind = -1 if parent_style is None else styles.kind_of.get(id(parent_style))
        if kind is None or not isinstance(getattr(element, "tag", None), str) or _is_own(parent_style, pseudo_type):
            make()
            return
        cascaded = style_for.get_cascaded_styles().get((element, pseudo_type)) or {}
        found = _find(styles, (kind, pseudo_type, base_url), cascaded)
        if found.style is None:
            styles.note(found, make())
            return
        computed[element, pseudo_type] = found.style
        if target_collector and found.style["anchor"]:
            target_collector.collect_anchor(found.style["anchor"])

    css.StyleFor.set_computed_styles = set_computed_styles
    try:
        yield
    finally:
        css.StyleFor.set_computed_styles = original


def _find(styles: Styles, where: tuple[Any, ...], cascaded: Mapping[str, Any]) -> _Found:
    """The style that was made from the same, and what it is made from."""
    shared = (*where, *((name, _key(value), weight) for name, (value, weight) in cascaded.items() if name not in _OWN))
    own = tuple(repr(cascaded[name]) for name in _OWN if name in cascaded)
    return _Found(shared, own, styles.known.get((shared, own)))


def _key(value: Any) -> Any:
    return value if isinstance(value, _PLAIN) else id(value)


def _is_own(parent_style: Any, pseudo_type: str | None) -> bool:
    """Whether the engine writes into the style: into those of the calls of ``note()``."""
    return pseudo_type is not None and parent_style is not None and parent_style["position"][0] == "note()"
