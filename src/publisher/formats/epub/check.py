"""The last look at an EPUB before it is packed: every link, picture and id, at its place in the manuscript."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import unquote

from publisher.diagnostics import Diagnostic
from publisher.formats.epub.parts import Link, Survey
from publisher.patterns import regex
from publisher.rules.epub import (
    ACTIVE_CONTENT,
    BROKEN_LINK,
    DUPLICATE_ID,
    FORBIDDEN_LINK,
    MISSING_RESOURCE,
    NO_ALTERNATIVE,
    NOT_WELL_FORMED,
    REMOTE_RESOURCE,
)

_SCHEME = regex(r"[\s\x00-\x20]*([a-zA-Z][a-zA-Z0-9+.\-]*):|[\s\x00-\x20]*(//)")
_ALLOWED = frozenset({"http", "https", "mailto", "tel"})


def check(surveys: Mapping[str, Survey], files: frozenset[str]) -> list[Diagnostic]:
    """Everything wrong in the surveyed XHTML files; ``surveys`` by file name, ``files`` all names in the EPUB."""
    found: list[Diagnostic] = []
    for name, survey in surveys.items():
        for error, span in survey.errors:
            found.append(NOT_WELL_FORMED.at(span, f"{name} is not well-formed: {error}"))
        for key, span in survey.repeated:
            found.append(DUPLICATE_ID.at(span, f"the id {key!r} stands twice in {name}", hint="rename one of them"))
        for what, span in survey.active:
            found.append(ACTIVE_CONTENT.at(span, f"{what} in {name}", hint="leave it out: a book is read, not run"))
        for source, span in survey.without_alternative:
            found.append(NO_ALTERNATIVE.at(span, f"the image {source} has no alt", hint='write alt="…", or alt=""'))
        for link in survey.links:
            found.extend(_link(name, link, surveys, files))
        for link in survey.resources:
            found.extend(_resource(name, link, files))
    return found


def _link(name: str, link: Link, surveys: Mapping[str, Survey], files: frozenset[str]) -> tuple[Diagnostic, ...]:
    scheme = _SCHEME.match(link.target)
    if scheme:
        if (scheme[1] or "").lower() in _ALLOWED:
            return ()
        hint = "link to a web page, a mail address or a place in the book"
        return (FORBIDDEN_LINK.at(link.span, f"a link to {_short(link.target)!r}", hint=hint),)
    path, _, fragment = link.target.partition("#")
    target = unquote(path) or name
    if target not in files:
        return (BROKEN_LINK.at(link.span, f"the link to {_short(link.target)!r} goes to no file of the book"),)
    there = surveys.get(target, Survey())
    if fragment and unquote(fragment) not in there.ids and not there.errors:
        return (BROKEN_LINK.at(link.span, f"the link to {_short(link.target)!r} goes to no place in {target}"),)
    return ()


def _resource(name: str, link: Link, files: frozenset[str]) -> tuple[Diagnostic, ...]:
    target = link.target
    scheme = _SCHEME.match(target)
    if scheme and (scheme[1] or "http").lower() in ("http", "https", "ftp"):
        hint = "save the file in the manuscript folder"
        return (REMOTE_RESOURCE.at(link.span, f"<{link.tag}> loads {_short(target)!r} from the network", hint=hint),)
    if scheme:
        return (FORBIDDEN_LINK.at(link.span, f"<{link.tag}> loads {_short(target)!r}", hint="show a file of the book"),)
    path = unquote(target.partition("#")[0])
    if (path or name) in files:
        return ()
    return (MISSING_RESOURCE.at(link.span, f"<{link.tag}> shows {_short(target)!r}, which is not in the book"),)


def _short(target: str) -> str:
    return target if len(target) <= 80 else target[:79] + "…"
