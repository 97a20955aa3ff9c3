"""Templates filled with values: the only door to Jinja.

A style comes with a manuscript and is not trusted: templates run in Jinja's sandbox, with everything escaped that
is not XHTML already, and a name that is not there is an error and not an empty string. No text of a chapter is
ever taken for a template.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from publisher.diagnostics import Diagnostic
from publisher.rules import dress
from publisher.source import Span
from publisher.store import NOTHING_KEPT, Store
from publisher.style.pack import StylePack
from publisher.value import dataclass

_AT_RUN_TIME = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
_GLOBALS = ("range", "dict", "namespace")  # what is left to a template of Jinja's globals


@dataclass(frozen=True, slots=True)
class Templates:
    """The templates of a style, ready to be filled. Lives as long as one composition is made; never travels."""

    pack: StylePack
    environment: ImmutableSandboxedEnvironment
    store: Store = NOTHING_KEPT  # where what a template made of the same values is kept


@dataclass(frozen=True, slots=True)
class Ready:
    """Text that is XHTML already (see :mod:`publisher.style.xhtml`), so that a template does not escape it again."""

    text: str

    def __html__(self) -> str:
        """What Jinja sets as it is."""
        return self.text

    def __str__(self) -> str:
        """The XHTML."""
        return self.text

    def __bool__(self) -> bool:
        """Whether there is any, for ``{% if %}``."""
        return bool(self.text)


def load_templates(pack: StylePack, store: Store = NOTHING_KEPT) -> Templates:
    """The pack's templates; each is compiled when it is first filled."""
    files = {file.name: file for file in (*pack.templates, *pack.general_templates)}

    def load(name: str) -> tuple[str, str, None] | None:
        file = files.get(name)
        return (file.text, file.path, None) if file else None

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,  # folding constants takes longer than it saves: a template is filled once, or some forty times
    )
    for name in tuple(environment.globals):
        if name not in _GLOBALS:
            del environment.globals[name]
    return Templates(pack, environment, store)


def fill_once(templates: Templates, name: str, values: Mapping[str, Any]) -> tuple[str, tuple[Diagnostic, ...]]:
    """As :func:`fill`, for a template that a book fills once: what it made of the same values comes out of the store.

    To compile it takes a hundred times longer than to fill it. What is kept is the text and no code.
    """
    if templates.store is NOTHING_KEPT:
        return fill(templates, name, values)
    files = sorted((file.name, file.text) for file in (*templates.pack.templates, *templates.pack.general_templates))
    given = sorted((key, value) for key, value in values.items() if not callable(value))
    key = f"page {sha256(repr((name, files, given)).encode('utf-8', 'surrogatepass')).hexdigest()}"
    known = templates.store.get(key)
    if known is not None:
        return known.decode("utf-8", "surrogatepass"), ()
    text, trouble = fill(templates, name, values)
    if not trouble:
        templates.store.put(key, text.encode("utf-8", "surrogatepass"))
    return text, trouble


def fill(templates: Templates, name: str, values: Mapping[str, Any]) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text that template ``name`` makes of ``values``; empty, with a diagnostic at its line, when it cannot."""
    try:
        template: Template = templates.environment.get_template(name)
        return template.render(values).strip(), ()
    except TemplateSyntaxError as error:
        span = Span(error.filename or error.name or name, error.lineno)
        return "", (dress.TEMPLATE_ERROR.at(span, f"the template does not work: {error.message}"),)
    except _AT_RUN_TIME as error:
        span = _place(templates.pack, name, error)
        return "", (dress.TEMPLATE_ERROR.at(span, f"the template does not work: {_first_line(error)}"),)


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]


def _place(pack: StylePack, name: str, error: Exception) -> Span:
    """The innermost line of a template of this pack in the traceback, which Jinja rewrites to the template's lines."""
    paths = {file.path for file in (*pack.templates, *pack.general_templates)}
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename in paths:
            return Span(frame.filename, frame.lineno or 0)
    file = pack.template(name)
    return Span(file.path if file else f"styles/{pack.name}/templates/{name}")
