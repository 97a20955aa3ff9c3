"""Values are frozen, slotted dataclasses; this makes the class of one in a fifth of the time that the library takes.

A run imports two hundred of them, and ``dataclasses`` compiles six functions for each out of text, which is a tenth of
the time of a small book. Here only ``__init__`` is compiled, once for all classes with as many fields, and the rest are
closures over the fields' names. What comes out is a dataclass in every respect: ``fields``, ``replace``, ``asdict``,
``match``, pickling and the messages of errors are the library's. A class that asks for anything else than
``frozen=True, slots=True``, inherits, or gives its fields options, is made by the library itself.
"""

from __future__ import annotations

import dataclasses
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
        if wanted != {"frozen": True, "slots": True} or not _is_plain(cls):
            return dataclasses.dataclass(cls, **wanted)
        return _made(cls)


_OWN = ("__init__", "__post_init__", "__eq__", "__hash__", "__repr__", "__setattr__", "__delattr__", "__getstate__")


def _is_plain(cls: type) -> bool:
    """Whether nothing about a class asks for more than is made here."""
    has = vars(cls)
    return (
        cls.__bases__ == (object,)
        and bool(has.get("__annotations__"))
        and not any(name in has for name in _OWN)
        and not any(isinstance(value, dataclasses.Field) for value in has.values())
        and not any("KW_ONLY" in str(kind) or "InitVar" in str(kind) for kind in has["__annotations__"].values())
    )


def _made(cls: type) -> type:
    """The class with slots, and with what the library would have given it."""
    if cls.__doc__ is None:
        cls.__doc__ = f"{cls.__name__}({', '.join(cls.__annotations__)})"  # the library looks long for the signature
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    params = made.__dataclass_params__
    params.init = params.repr = params.eq = params.frozen = True
    fields = dataclasses.fields(made)
    names = tuple(field.name for field in fields)
    get = attrgetter(*names)
    values = get if len(names) > 1 else lambda self: (get(self),)
    setters = tuple(vars(made)[name].__set__ for name in names)

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
        for put, value in zip(setters, state, strict=True):
            put(self, value)

    for name, function in {
        "__eq__": __eq__,
        "__hash__": __hash__,
        "__repr__": __repr__,
        "__getstate__": __getstate__,
        "__setstate__": __setstate__,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
    }.items():
        setattr(made, name, function)
    made.__init__ = _initialiser(made, fields, setters)
    return made  # type: ignore[no-any-return]


def _refuse_to_set(self: object, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _initialiser(made: type, fields: tuple[dataclasses.Field[Any], ...], setters: tuple[Any, ...]) -> Any:
    """``__init__``, of compiled code: values are made by the ten thousand, and it is their only work."""
    code = _initialiser_code(len(fields))
    names = tuple(field.name for field in fields)
    defaults = tuple(field.default for field in fields if field.default is not dataclasses.MISSING)
    if any(field.default is dataclasses.MISSING for field in fields[len(fields) - len(defaults) :]):
        raise TypeError(f"a field of {made.__qualname__} without a default follows one that has one")
    cells = tuple(CellType(setters[int(name.removeprefix("put"))]) for name in code.co_freevars)
    own = code.replace(co_varnames=("self", *names), co_qualname=f"{made.__qualname__}.__init__")
    initialiser = FunctionType(own, {}, "__init__", defaults or None, cells)
    initialiser.__module__ = made.__module__
    initialiser.__annotations__ = {field.name: field.type for field in fields} | {"return": None}
    return initialiser


@cache
def _initialiser_code(count: int) -> CodeType:
    """The code of ``__init__`` for so many fields; with their own names put in, it serves every class that has them."""
    given = "".join(f", field{number}" for number in range(count))
    lines = "".join(f"        put{number}(self, field{number})\n" for number in range(count))
    outer = ", ".join(f"put{number}" for number in range(count))
    space: dict[str, Any] = {}
    exec(f"def make({outer}):\n    def __init__(self{given}):\n{lines}    return __init__\n", space)
    made: FunctionType = space["make"](*range(count))
    return made.__code__
