"""One computed style for all elements and pseudo-elements that one cascade gives one style, in all parts of a book.

The engine computes a style for each of the six pseudo-elements that its own sheet names for every element, and all of
them anew for each document; its own sharing ends at the elements of one document, and at an id. Here what nobody asks
for is not computed, and what only an id tells apart is computed once.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from publisher.formats.pdf.weasy import css

# Values that an element has for itself: no other value of its own or of its children depends on them.
_OWN = ("anchor",)
_PLAIN = (str, int, float)
_SELDOM = frozenset(("marker", "footnote-call", "footnote-marker", "note-call", "note-marker", "note-callback"))
_USER_AGENT = "user agent"

Cascaded = Mapping[str, tuple[Any, Any]]  # name → value and weight


@contextmanager
def shared_styles(styles: Styles) -> Iterator[None]:
    """Within it styles are looked for among these: of documents with the same sheets and faces. Not for two threads."""
    original = css.StyleFor
    css.StyleFor = partial(_StyleFor, styles)
    try:
        yield
    finally:
        css.StyleFor = original


class _StyleFor(css.StyleFor):  # type: ignore[misc]  # the engine's classes are not typed
    """The engine's styles of one document, most of which are there already."""

    def __init__(self, styles: Styles, html: Any, sheets: list[Any], *rest: Any) -> None:
        self._styles, self._html = styles, html
        self._usual: dict[str, Cascaded] = {}
        super().__init__(html, [self._without_usual(*sheet) for sheet in sheets], *rest)

    def _without_usual(self, sheet: Any, origin: str, specificity: Any) -> tuple[Any, str, Any]:
        """A sheet, the engine's own without what it says of the seldom pseudo-elements of every element."""
        if origin == _USER_AGENT:
            lean = self._styles.lean.get(id(sheet))
            if lean is None:
                lean = self._styles.lean[id(sheet)] = _Lean.of(sheet)
            self._usual.update(lean.usual)
            sheet = lean.sheet
        return sheet, origin, specificity

    @property
    def page_styles(self) -> dict[Any, dict[Any, Any]]:
        """The styles of the kinds of pages of all documents."""
        return self._styles.pages

    def __call__(self, element: Any, pseudo_type: str | None = None) -> Any:
        """The style of an element or pseudo-element; None for one that no rule names."""
        if pseudo_type in self._usual and (element, pseudo_type) not in self.get_computed_styles():
            html = self._html
            self.set_computed_styles(element, element, html.etree_element, pseudo_type, html.base_url)
        return super().__call__(element, pseudo_type)

    def set_computed_styles(
        self,
        element: Any,
        parent: Any,
        root: Any = None,
        pseudo_type: str | None = None,
        base_url: str | None = None,
        target_collector: Any = None,
    ) -> None:
        """Set the style of an element or pseudo-element, or of a kind of page."""
        cascaded = self.get_cascaded_styles()
        if pseudo_type in self._usual:
            cascaded[element, pseudo_type] = {**self._usual[pseudo_type], **cascaded.get((element, pseudo_type), {})}
        computed, styles = self.get_computed_styles(), self._styles
        parent_style = computed.get((parent, None)) if parent is not None else None
        kind = -1 if parent_style is None else styles.kind_of.get(id(parent_style))
        found = None
        if (
            kind is not None
            and isinstance(getattr(element, "tag", None), str)
            and not _is_own(parent_style, pseudo_type)
        ):
            found = styles.find((kind, pseudo_type, base_url), cascaded.get((element, pseudo_type)) or {})
        if found is None or found.style is None:
            super().set_computed_styles(element, parent, root, pseudo_type, base_url, target_collector)
            if found is not None:
                styles.note(found, computed[element, pseudo_type])
            return
        computed[element, pseudo_type] = found.style
        if target_collector and found.style["anchor"]:
            target_collector.collect_anchor(found.style["anchor"])


class _Lean(NamedTuple):
    """A sheet without its rules for seldom pseudo-elements of all elements, and these."""

    sheet: Any
    usual: dict[str, Cascaded]
    whole: Any  # kept, so that its id() stays its own

    @classmethod
    def of(cls, sheet: Any) -> _Lean:
        """The engine's own sheet, divided."""
        lean, matcher = copy.copy(sheet), copy.copy(sheet.matcher)
        lean.matcher = matcher
        usual: dict[str, dict[str, tuple[Any, Any]]] = {}
        matcher.other_selectors = []
        for entry in sheet.matcher.other_selectors:
            _, specificity, _, pseudo_type, (declarations, layer) = entry
            if pseudo_type not in _SELDOM or layer is not None:
                matcher.other_selectors.append(entry)
                continue
            values = usual.setdefault(pseudo_type, {})
            for name, value, importance in declarations:
                values[name] = value, (css.declaration_precedence(_USER_AGENT, importance), math.inf, specificity)
        return cls(lean, dict(usual), sheet)


class _Like(css.ComputedStyle):  # type: ignore[misc]
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
    lean: dict[int, _Lean] = field(default_factory=dict)
    pages: dict[Any, dict[Any, Any]] = field(default_factory=dict)  # kind of page → its styles, its margins' too

    def find(self, where: tuple[Any, ...], cascaded: Cascaded) -> _Found:
        """The style that was made from the same, and what it is made from."""
        shared = (
            *where,
            *((name, _key(value), weight) for name, (value, weight) in cascaded.items() if name not in _OWN),
        )
        own = tuple(repr(cascaded[name]) for name in _OWN if name in cascaded)
        return _Found(shared, own, self.known.get((shared, own)))

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


def _key(value: Any) -> Any:
    """What stands for a value: a plain one itself, since what comes from an attribute is made for each document."""
    if isinstance(value, _PLAIN) or (type(value) is tuple and all(isinstance(each, _PLAIN) for each in value)):
        return value
    return id(value)


def _is_own(parent_style: Any, pseudo_type: str | None) -> bool:
    """Whether the engine writes into the style: into those of the calls of ``note()``."""
    return pseudo_type is not None and parent_style is not None and parent_style["position"][0] == "note()"
