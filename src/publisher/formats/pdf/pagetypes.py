"""Pages of one kind share one style, in all parts of a book: the engine computes one for each page, by its index.

A page's index, and its place in its group, matter only to ``:first`` and ``:nth()``. Beyond the last place that the
sheets name, all places are one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from publisher.formats.pdf.weasy import page_layout


@contextmanager
def few_page_types(*, begins: bool = True) -> Iterator[None]:
    """Give pages that no rule tells apart the same type, and a type its style once. Not for two threads at once.

    ``begins`` says whether the book's first page is among them: no other is ``:first``.
    """
    original: Callable[..., Any] = page_layout.set_page_type_computed_styles
    make: Callable[..., Any] = page_layout.PageType
    last: dict[int, int | None] = {}  # id() of the sheets → the last place that is named; None: there is no last one

    def style(page_type: Any, html: Any, style_for: Any) -> None:
        if style_for(page_type) is not None:
            return
        computed = style_for.get_computed_styles()
        found = style_for.page_styles.get(page_type)
        if found is None:
            original(page_type, html, style_for)
            found = {key: value for key, value in computed.items() if key[0] == page_type}
            style_for.page_styles[page_type] = found
        computed.update(found)

    def clipped(page_type: Any, style_for: Any) -> Any:
        most = last.setdefault(id(style_for), _last_place(style_for._sheets))
        if most is None:
            return page_type
        groups = tuple((name, min(index, most)) for name, index in page_type.groups)
        return page_type._replace(index=min(page_type.index, most) if begins else most, groups=groups)

    remake: Callable[..., Any] = page_layout.remake_page

    def remade(index: int, context: Any, root: Any, html: Any) -> Any:
        page_layout.PageType = lambda *values: clipped(make(*values), context.style_for)
        try:
            return remake(index, context, root, html)
        finally:
            page_layout.PageType = make

    page_layout.set_page_type_computed_styles, page_layout.remake_page = style, remade
    try:
        yield
    finally:
        page_layout.set_page_type_computed_styles, page_layout.remake_page = original, remake


def _last_place(sheets: Any) -> int | None:
    """One more than the last index that a page rule names, which is 0 for ``:first``; None where one names no last."""
    most = 0
    for sheet, _, _ in sheets:
        for _, selectors, _ in sheet.page_rules:
            for _, _, selector in selectors:
                if selector.index is None:
                    continue
                step, offset, _ = selector.index
                if step != 0:
                    return None
                most = max(most, offset - 1)
    return most + 1
