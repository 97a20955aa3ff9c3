"""Artefacts in the cache: the key of one is the digest of everything that its bytes depend on."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import TYPE_CHECKING, Any

from publisher.build.cache import Cache, unpack_diagnostic
from publisher.build.maker import maker_digest
from publisher.formats.artefact import Artefact, Claim, PageStart, Pagination

if TYPE_CHECKING:
    from publisher.build.corridor import Planned


_PAGE = tuple(PageStart.__dataclass_fields__)
_NO_PLACES = 64 * "0"  # of an artefact with nothing to say


def artefact_key(planned: Planned, pagination: Pagination | None = None) -> str:
    """SHA-256 (hex) of everything that the artefact's bytes depend on, the pages that an EPUB lists among them.

    Places in the manuscript are left out: moving a chapter down a line changes no byte of the book.
    """
    essence = dataclasses.replace(planned.composition, spans=(), diagnostics=(), documents=())
    total = hashlib.sha256(f"{maker_digest()}\n{planned.job.format}\n{essence!r}\n{pagination!r}".encode())
    for document in planned.composition.documents:
        body = document.body.encode("utf-8", "surrogatepass")
        total.update(f"\n{dataclasses.replace(document, body='')!r}\n{len(body)}\n".encode("utf-8", "surrogatepass"))
        total.update(body)
    return total.hexdigest()


def recall(cache: Cache, key: str, planned: Planned) -> Artefact | None:
    """The artefact kept under its key. One with diagnostics also needs its places in the manuscript to be the same."""
    raw = cache.get(key) if key else None
    if raw is None:
        return None
    try:
        artefact = unpack_artefact(raw[64:])
    except (ValueError, KeyError, TypeError):
        return None
    if artefact.diagnostics and raw[:64].decode("ascii", "replace") != _places(planned):
        return None
    return artefact


def keep(cache: Cache, key: str, planned: Planned, artefact: Artefact) -> None:
    """Keep the artefact for the next build under its key; not without one."""
    if key:
        places = _places(planned) if artefact.diagnostics else _NO_PLACES
        cache.put(key, places.encode() + pack_artefact(artefact))


def _places(planned: Planned) -> str:
    return hashlib.sha256(repr(planned.composition.spans).encode()).hexdigest()


def pack_artefact(artefact: Artefact) -> bytes:
    """An artefact as bytes: one line of JSON, then the file's own bytes."""
    pagination = artefact.pagination
    head = {
        "file_name": artefact.file_name,
        "media_type": artefact.media_type,
        # asdict takes five times as long, and there are a thousand pages
        "pagination": {
            "pages": [{name: getattr(page, name) for name in _PAGE} for page in pagination.pages],
            "blocks": pagination.blocks,
            "source": pagination.source,
        },
        "diagnostics": [dataclasses.asdict(each) for each in artefact.diagnostics],
        "claims": [dataclasses.asdict(each) for each in artefact.claims],
    }
    return json.dumps(head, ensure_ascii=True, sort_keys=True).encode() + b"\n" + artefact.data


def unpack_artefact(raw: bytes) -> Artefact:
    """The artefact that :func:`pack_artefact` packed. Raises ValueError, KeyError or TypeError on anything else."""
    line, _, data = raw.partition(b"\n")
    head = json.loads(line)
    return Artefact(
        file_name=head["file_name"],
        media_type=head["media_type"],
        data=data,
        pagination=_pagination(head["pagination"]),
        diagnostics=tuple(unpack_diagnostic(each) for each in head["diagnostics"]),
        claims=tuple(Claim(**each) for each in head["claims"]),
    )


def _pagination(head: dict[str, Any]) -> Pagination:
    return Pagination(tuple(PageStart(**page) for page in head["pages"]), tuple(head["blocks"]), head["source"])
