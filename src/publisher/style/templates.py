"""Templates filled with values: from what was kept where it fits, else by Jinja (:mod:`publisher.style.engine`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from publisher.diagnostics import Diagnostic
from publisher.store import NOTHING_KEPT, Store
from publisher.style.moulds import Mould, Uses
from publisher.style.moulds import Ready as Ready
from publisher.style.pack import StylePack

if TYPE_CHECKING:
    from publisher.style.engine import Engine


class Templates:
    """The templates of a style, ready to be filled. Lives as long as one composition is made; never travels."""

    def __init__(self, pack: StylePack, store: Store = NOTHING_KEPT) -> None:
        """``store``: where what a template made of the same values is kept."""
        self.pack, self.store = pack, store
        self._uses: dict[str, Uses | None] = {}

    @cached_property
    def engine(self) -> Engine:
        """What fills them; loaded when something must be filled that is not kept."""
        from publisher.style.engine import Engine

        return Engine(self.pack)

    @cached_property
    def digest(self) -> str:
        """Stands for all templates of the style: any may call any other."""
        files = sorted((file.name, file.text) for file in (*self.pack.templates, *self.pack.general_templates))
        return sha256(repr(files).encode("utf-8", "surrogatepass")).hexdigest()

    def uses(self, name: str) -> Uses | None:
        """Which values a template asks for; None where that cannot be told."""
        if name not in self._uses:
            key = f"uses {self.digest} {name}"
            known = _unpacked(self.store.get(key))
            if known is None:
                known = (self.engine.uses(name),)
                self.store.put(key, _packed(known[0]))
            self._uses[name] = known[0]
        return self._uses[name]


def load_templates(pack: StylePack, store: Store = NOTHING_KEPT) -> Templates:
    """The pack's templates; each is compiled when it is first filled."""
    return Templates(pack, store)


def fill_kept(templates: Templates, name: str, values: Mapping[str, Any]) -> tuple[str, tuple[Diagnostic, ...]]:
    """As :func:`fill`, for what a book fills a few times: what came of the same before is in the store."""
    store = templates.store
    if store is NOTHING_KEPT:
        return fill(templates, name, values)
    mould = Mould.of(f"{templates.digest} {name}", templates.uses(name), values)
    packed = store.get(mould.key)
    cast = mould.cast(packed) if packed is not None else None
    if cast is not None:
        return cast.strip(), ()
    text, trouble = fill(templates, name, values)
    if not trouble:
        marked, trouble_with_marks = templates.engine.fill(name, mould.marked(values))
        packed = mould.pack(marked)
        cast = mould.cast(packed)
        if not trouble_with_marks and cast is not None and cast.strip() == text:
            store.put(mould.key, packed)
    return text, trouble


def fill(templates: Templates, name: str, values: Mapping[str, Any]) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text that template ``name`` makes of ``values``; empty, with a diagnostic at its line, when it cannot."""
    text, trouble = templates.engine.fill(name, values)
    return text.strip(), trouble


def _packed(uses: Uses | None) -> bytes:
    return json.dumps([uses.printed, uses.read] if uses is not None else None).encode()


def _unpacked(raw: bytes | None) -> tuple[Uses | None] | None:
    """What was packed, in a tuple; None where nothing was, or something else is there."""
    if raw is None:
        return None
    try:
        said = json.loads(raw)
        if said is None:
            return (None,)
        printed, read = said
        return (Uses(tuple(map(tuple, printed)), tuple(map(tuple, read))),)
    except (ValueError, TypeError):
        return None
