"""Jinja at work: the only door to it.

A style comes with a manuscript and is not trusted: templates run in Jinja's sandbox, with everything escaped that
is not XHTML already, and a name that is not there is an error and not an empty string. No text of a chapter is
ever taken for a template.
"""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from publisher.diagnostics import Diagnostic
from publisher.rules import dress
from publisher.source import Span
from publisher.style.moulds import Path, Uses
from publisher.style.pack import StylePack

_AT_RUN_TIME = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)
_GLOBALS = ("range", "dict", "namespace")  # what is left to a template of Jinja's globals
# Within these what is printed is in the page as it is; any other may do something to it.
_PLAIN = (nodes.Template, nodes.Output, nodes.If, nodes.For)
_ELSEWHERE = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends, nodes.Block, nodes.EvalContextModifier)


class Engine:
    """The templates of a style; each is compiled when it is first filled."""

    def __init__(self, pack: StylePack) -> None:
        """Nothing is compiled yet."""
        self._pack = pack
        self._files = {file.name: file for file in (*pack.templates, *pack.general_templates)}
        self._environment = ImmutableSandboxedEnvironment(
            loader=FunctionLoader(self._load),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            optimized=False,  # folding constants takes longer than it saves: a template is filled some forty times
        )
        for name in tuple(self._environment.globals):
            if name not in _GLOBALS:
                del self._environment.globals[name]

    def _load(self, name: str) -> tuple[str, str, None] | None:
        file = self._files.get(name)
        return (file.text, file.path, None) if file else None

    def fill(self, name: str, values: Mapping[str, Any]) -> tuple[str, tuple[Diagnostic, ...]]:
        """The text that template ``name`` makes of ``values``; empty, with a diagnostic at its line, when it cannot."""
        try:
            return self._environment.get_template(name).render(values), ()
        except TemplateSyntaxError as error:
            span = Span(error.filename or error.name or name, error.lineno)
            return "", (dress.TEMPLATE_ERROR.at(span, f"the template does not work: {error.message}"),)
        except _AT_RUN_TIME as error:
            span = self._place(name, error)
            return "", (dress.TEMPLATE_ERROR.at(span, f"the template does not work: {_first_line(error)}"),)

    def uses(self, name: str) -> Uses | None:
        """Which values a template asks for; None where that cannot be told, as when it calls another template."""
        file = self._files.get(name)
        if file is None:
            return None
        try:
            tree = self._environment.parse(file.text)
        except TemplateSyntaxError:
            return None
        if any(isinstance(node, _ELSEWHERE) for node in tree.find_all(nodes.Node)):
            return None
        printed: set[Path] = set()
        read: set[Path] = set()
        _look(tree, True, printed, read)
        own = {name.name for name in tree.find_all(nodes.Name) if name.ctx != "load"}
        read |= {path for path in printed if path[0] in own}
        return Uses(tuple(sorted(printed - read)), tuple(sorted(read)))

    def _place(self, name: str, error: Exception) -> Span:
        """The innermost line of a template of this pack in the traceback, which Jinja rewrites to its lines."""
        paths = {file.path for file in self._files.values()}
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            if frame.filename in paths:
                return Span(frame.filename, frame.lineno or 0)
        file = self._pack.template(name)
        return Span(file.path if file else f"styles/{self._pack.name}/templates/{name}")


def _look(node: nodes.Node, plain: bool, printed: set[Path], read: set[Path]) -> None:
    """Gather what is only printed below a node, and what is read in any other way."""
    plain = plain and isinstance(node, _PLAIN)
    for child in node.iter_child_nodes():
        path = _path(child)
        if not path:
            _look(child, plain, printed, read)
        elif plain and isinstance(node, nodes.Output):
            printed.add(path)
        else:
            read.add(path)


def _path(node: nodes.Node) -> Path:
    """``("chapter", "title")`` of ``chapter.title``, ``("page",)`` of ``page``; empty for anything else."""
    if isinstance(node, nodes.Name):
        return (node.name,)
    if isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        return (node.node.name, node.attr)
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Name) and isinstance(node.arg, nodes.Const):
        return (node.node.name, node.arg.value) if isinstance(node.arg.value, str) else ()
    return ()


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0][:300]
