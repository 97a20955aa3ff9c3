"""Values are slotted dataclasses, most of them frozen; this makes their classes in a fifth of the library's time.

A run imports a hundred and fifty of them, and ``dataclasses`` compiles six functions for each out of text and makes
the class twice, which is a tenth of the time of a small book. Here ``__init__`` alone is compiled, once for all classes
with as many plain fields, and the rest are closures over the fields' names. What comes out is a dataclass in every
respect: ``fields``, ``replace``, ``asdict``, ``match``, pickling and the messages of errors are the library's. A class
that asks for anything else than ``slots=True`` with ``frozen=True`` or ``eq=False``, that inherits, or whose fields
have options other than ``default_factory`` and ``init``, is made by the library itself.
"""

from __future__ import annotations

import dataclasses
from copy import copy
from functools import cache
from operator import attrgetter
from types import CellType, CodeType, FunctionType
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(cls=None, /, **wanted):
        """As ``dataclasses.dataclass``."""
        if cls is None:
            return lambda cls: dataclass(cls, **wanted)
        if not (wanted.get("slots") and _WANTED.issuperset(wanted.items()) and _is_plain(cls)):
            return dataclasses.dataclass(cls, **wanted)
        return _made(cls, wanted.get("frozen", False), wanted.get("eq", True))


_Field = dataclasses.Field[Any]

_WANTED = frozenset({("slots", True), ("frozen", True), ("eq", False)})
_OWN = ("__init__", "__eq__", "__hash__", "__repr__", "__setattr__", "__delattr__", "__getstate__", "__slots__")
_MISSING = dataclasses.MISSING


@dataclasses.dataclass
class _Model:
    """Made by the library: what it notes of a class and of a field is taken from here."""

    it: int = 0


_PARAMS: Any = vars(_Model)["__dataclass_params__"]
_FIELD: Any = dataclasses.fields(_Model)[0]
_REPLACE = getattr(_Model, "__replace__", None)  # since Python 3.13


class _Factory:
    """Stands in a signature for what a factory will make."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()


def _is_plain(cls: type) -> bool:
    """Whether nothing about a class asks for more than is made here."""
    has = vars(cls)
    kinds = _fields_of(cls)
    return (
        cls.__bases__ == (object,)
        and type(cls) is type
        and bool(kinds)
        and not any(name in has for name in _OWN)
        and not any("KW_ONLY" in kind or "Var" in kind for kind in map(str, kinds.values()))
        and all(_is_simple(has.get(name)) for name in kinds)
        and not any(
            isinstance(value, FunctionType) and "__class__" in value.__code__.co_freevars for value in has.values()
        )
    )


def _fields_of(cls: type) -> dict[str, Any]:
    """The fields of a class that is being made, with their kinds as they are written."""
    kinds = vars(cls).get("__annotations__", {})
    return {name: kind for name, kind in kinds.items() if not str(kind).startswith("ClassVar[")}


def _is_simple(default: object) -> bool:
    """Whether a field with this default, or this description of itself, has no options but those that are made here."""
    if not isinstance(default, dataclasses.Field):
        return default.__class__.__hash__ is not None  # a list would be everybody's: the library says so
    plain = default.repr and default.compare and default.hash is None and default.kw_only is _MISSING
    return bool(plain and default.default.__class__.__hash__ is not None)


def _made(cls: type, frozen: bool, eq: bool) -> type:
    """The class with slots, and with what the library would have given it."""
    kinds = _fields_of(cls)
    fields = tuple(_field(name, kind, vars(cls).get(name, _MISSING)) for name, kind in kinds.items())
    names = tuple(kinds)
    given = [_has_default(field) for field in fields if field.init]
    if given != sorted(given):
        raise TypeError(f"a field of {cls.__qualname__} without a default follows one that has one")
    space = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__", *names)}
    space |= {
        "__slots__": names,
        "__match_args__": tuple(field.name for field in fields if field.init),
        "__dataclass_fields__": {field.name: field for field in fields},
        "__dataclass_params__": _params(frozen, eq),
        "__doc__": cls.__doc__ or f"{cls.__name__}({', '.join(names)})",  # the library looks long for the signature
    }
    if _REPLACE is not None:
        space["__replace__"] = _REPLACE
    space |= _methods(names, frozen, eq)
    made: Any = type(cls.__name__, (object,), space)
    made.__qualname__ = cls.__qualname__
    setters = tuple(vars(made)[name].__set__ for name in names)
    plain = not hasattr(made, "__post_init__") and not any(
        isinstance(vars(cls).get(name), dataclasses.Field) for name in names
    )
    made.__init__ = (
        _initialiser(made, fields, setters, frozen) if plain else _own_initialiser(made, fields, setters, frozen)
    )
    return made  # type: ignore[no-any-return]


def _field(name: str, kind: Any, default: Any) -> _Field:
    """What the library would note of a field."""
    field: Any = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
    field.name, field.type, field.kw_only, field._field_type = name, kind, False, _FIELD._field_type
    return field  # type: ignore[no-any-return]


def _has_default(field: _Field) -> bool:
    return field.default is not _MISSING or field.default_factory is not _MISSING


@cache
def _params(frozen: bool, eq: bool) -> Any:
    params = copy(_PARAMS)
    params.frozen, params.eq = frozen, eq
    return params


def _methods(names: tuple[str, ...], frozen: bool, eq: bool) -> dict[str, Any]:
    """All methods but ``__init__``."""
    get = attrgetter(*names)
    values = get if len(names) > 1 else lambda self: (get(self),)

    def __eq__(self: Any, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return bool(values(self) == values(other))

    def __hash__(self: Any) -> int:
        return hash(values(self))

    def __repr__(self: Any) -> str:
        shown = ", ".join([f"{name}={value!r}" for name, value in zip(names, values(self), strict=True)])
        return f"{self.__class__.__qualname__}({shown})"

    def __getstate__(self: Any) -> list[Any]:
        return list(values(self))

    def __setstate__(self: Any, state: list[Any]) -> None:
        for name, value in zip(names, state, strict=True):
            object.__setattr__(self, name, value)

    methods: dict[str, Any] = {"__repr__": __repr__}
    if eq:
        methods |= {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}
    if frozen:
        methods |= {
            "__getstate__": __getstate__,
            "__setstate__": __setstate__,
            "__setattr__": _refuse_to_set,
            "__delattr__": _refuse_to_delete,
        }
    return methods


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _initialiser(made: type, fields: tuple[_Field, ...], setters: tuple[Any, ...], frozen: bool) -> Any:
    """``__init__``, of compiled code: values are made by the ten thousand, and it is their only work."""
    code = _initialiser_code(len(fields), frozen)
    names = tuple(field.name for field in fields)
    defaults = tuple(field.default for field in fields if field.default is not _MISSING)
    cells = tuple(CellType(setters[int(name.removeprefix("put"))]) for name in code.co_freevars)
    own = code.replace(
        co_varnames=("self", *names),
        co_names=() if frozen else names,
        co_qualname=f"{made.__qualname__}.__init__",
    )
    initialiser = FunctionType(own, {}, "__init__", defaults or None, cells)
    return _described(initialiser, made, fields)


def _described(initialiser: Any, made: type, fields: tuple[_Field, ...]) -> Any:
    initialiser.__module__ = made.__module__
    initialiser.__qualname__ = f"{made.__qualname__}.__init__"
    initialiser.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
    return initialiser


@cache
def _initialiser_code(count: int, frozen: bool) -> CodeType:
    """The code of ``__init__`` for so many fields; with their own names put in, it serves every class that has them."""
    given = "".join(f", field{number}" for number in range(count))
    put = "put{0}(self, field{0})" if frozen else "self.name{0} = field{0}"
    lines = "".join(f"        {put.format(number)}\n" for number in range(count))
    outer = ", ".join(f"put{number}" for number in range(count))
    space: dict[str, Any] = {}
    exec(f"def make({outer}):\n    def __init__(self{given}):\n{lines}    return __init__\n", space)
    made: FunctionType = space["make"](*range(count))
    return made.__code__


def _own_initialiser(made: type, fields: tuple[_Field, ...], setters: tuple[Any, ...], frozen: bool) -> Any:
    """``__init__`` of a class with factories, with fields that are not given, or with something to do afterwards."""
    space: dict[str, Any] = {"FACTORY": _FACTORY}
    given, lines = "", ""
    for number, (field, setter) in enumerate(zip(fields, setters, strict=True)):
        space |= {f"put{number}": setter, f"default{number}": field.default, f"make{number}": field.default_factory}
        value = field.name
        if field.default_factory is not _MISSING:
            value = f"make{number}()" + (f" if {field.name} is FACTORY else {field.name}" if field.init else "")
        elif not field.init:
            value = "" if field.default is _MISSING else f"default{number}"
        if field.init:
            default = "FACTORY" if field.default_factory is not _MISSING else f"default{number}"
            given += f", {field.name}" + (f"={default}" if _has_default(field) else "")
        if value:
            lines += f"    put{number}(self, {value})\n" if frozen else f"    self.{field.name} = {value}\n"
    if hasattr(made, "__post_init__"):
        lines += "    self.__post_init__()\n"
    exec(f"def __init__(self{given}):\n{lines or '    pass'}", space)
    return _described(space["__init__"], made, fields)
