"""Values: made in less time than the library takes, and not to be told from what it makes."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
import sys
from typing import ClassVar

import pytest

from publisher.value import dataclass


@dataclass(frozen=True, slots=True)
class Fast:
    """A value as ours are."""

    name: str
    number: int = 3
    parts: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Slow:
    """The same by the library."""

    name: str
    number: int = 3
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Single:
    """Of one field."""

    it: object


@dataclass(frozen=True, slots=True)
class WithList:
    """A field with options: the library's business."""

    parts: list[str] = dataclasses.field(default_factory=list)


@pytest.mark.parametrize("kind", [Fast, Slow])
def test_it_is_a_dataclass_in_every_respect(kind: type) -> None:
    value = kind("a", parts=("b",))
    assert repr(value) == f"{kind.__name__}(name='a', number=3, parts=('b',))"
    assert value == kind("a", 3, ("b",)) != kind("a", 4, ("b",))
    assert hash(value) == hash(kind("a", 3, ("b",))) == hash(("a", 3, ("b",)))
    assert dataclasses.is_dataclass(value)
    assert dataclasses.asdict(value) == {"name": "a", "number": 3, "parts": ("b",)}
    assert dataclasses.replace(value, number=9).number == 9
    assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
    assert kind.__match_args__ == ("name", "number", "parts")
    assert not hasattr(value, "__dict__")
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'name'"):
        value.name = "b"
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot delete field 'name'"):
        del value.name
    with pytest.raises(
        TypeError, match=rf"{kind.__name__}.__init__\(\) missing 1 required positional argument: 'name'"
    ):
        kind()
    with pytest.raises(TypeError, match="unexpected keyword argument 'other'"):
        kind("a", other=1)


def test_values_of_different_classes_are_never_equal() -> None:
    assert Fast("a") != Slow("a")
    assert Fast("a") != ("a", 3, ())


def test_a_value_of_one_field() -> None:
    nan = float("nan")
    assert Single(nan) == Single(nan)
    assert hash(Single(1)) == hash((1,))
    assert repr(Single(1)) == "Single(it=1)"


def test_the_library_makes_what_asks_for_more() -> None:
    assert WithList().parts is not WithList().parts
    assert repr(WithList(["a"])) == "WithList(parts=['a'])"


def test_only_its_init_is_compiled() -> None:
    assert {Fast.__eq__.__code__.co_filename, Fast.__repr__.__code__.co_filename} == {
        sys.modules[dataclass.__module__].__file__
    }


@dataclass(slots=True)
class FastOpen:
    """A value that grows: it may be set, its lists are its own, and one field is made afterwards."""

    name: str
    parts: list[str] = dataclasses.field(default_factory=list)
    number: int = 3
    length: int = dataclasses.field(init=False)
    seen: dict[str, int] = dataclasses.field(default_factory=dict, init=False)
    sort: str = dataclasses.field(default="a", init=False)

    def __post_init__(self) -> None:
        self.length = len(self.name)


@dataclasses.dataclass(slots=True)
class SlowOpen:
    """The same by the library."""

    name: str
    parts: list[str] = dataclasses.field(default_factory=list)
    number: int = 3
    length: int = dataclasses.field(init=False)
    seen: dict[str, int] = dataclasses.field(default_factory=dict, init=False)
    sort: str = dataclasses.field(default="a", init=False)

    def __post_init__(self) -> None:
        self.length = len(self.name)


@dataclass(slots=True, eq=False)
class FastPlain:
    """Of plain fields, and equal to nothing but itself."""

    name: str
    number: int = 3


@dataclasses.dataclass(slots=True, eq=False)
class SlowPlain:
    """The same by the library."""

    name: str
    number: int = 3


@dataclass(frozen=True, slots=True)
class FastFrozen:
    """Frozen, with a factory, a constant and something to look at afterwards."""

    most: ClassVar[int] = 7

    name: str
    parts: dict[str, int] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.name:
            raise ValueError("no name")


@pytest.mark.parametrize("kind", [FastOpen, SlowOpen])
def test_a_value_that_grows(kind: type) -> None:
    value = kind("abc", number=4)
    assert repr(value) == f"{kind.__name__}(name='abc', parts=[], number=4, length=3, seen={{}}, sort='a')"
    assert value == kind("abc", [], 4) != kind("abc")
    assert kind("abc").parts is not kind("abc").parts
    assert kind("abc").seen is not kind("abc").seen
    assert kind.__hash__ is None
    assert kind.__match_args__ == ("name", "parts", "number")
    assert str(inspect.signature(kind)).startswith("(name: 'str', parts: 'list[str]' = <factory>, number: 'int' = 3)")
    value.number += 1
    assert dataclasses.replace(value, name="abcd").length == 4
    assert dataclasses.asdict(value)["number"] == 5
    assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
    assert not hasattr(value, "__dict__")
    with pytest.raises(
        TypeError, match=rf"{kind.__name__}.__init__\(\) missing 1 required positional argument: 'name'"
    ):
        kind()
    with pytest.raises(AttributeError, match=f"'{kind.__name__}' object has no attribute 'other'"):
        value.other = 1


@pytest.mark.parametrize("kind", [FastPlain, SlowPlain])
def test_a_value_that_is_equal_to_itself_alone(kind: type) -> None:
    value = kind("a")
    value.number = 5
    assert (value.name, value.number) == ("a", 5)
    assert value != kind("a", 5)
    assert len({value, value, kind("a", 5)}) == 2
    assert repr(value) == f"{kind.__name__}(name='a', number=5)"


def test_a_frozen_value_with_a_factory() -> None:
    value = FastFrozen("a")
    assert value.most == 7
    assert [field.name for field in dataclasses.fields(value)] == ["name", "parts"]
    assert value == FastFrozen("a", {}) == pickle.loads(pickle.dumps(value))
    with pytest.raises(dataclasses.FrozenInstanceError, match="cannot assign to field 'parts'"):
        value.parts = {}  # type: ignore[misc]
    with pytest.raises(ValueError, match="no name"):
        FastFrozen("")


@pytest.mark.parametrize(("fast", "slow"), [(Fast, Slow), (FastOpen, SlowOpen), (FastPlain, SlowPlain)])
def test_the_library_notes_the_same_of_it(fast: type, slow: type) -> None:
    def noted(kind: type) -> list[object]:
        keys = ("name", "type", "default", "default_factory", "init", "repr", "hash", "compare", "kw_only")
        return [[getattr(field, key) for key in keys] for field in dataclasses.fields(kind)]

    assert noted(fast) == noted(slow)
    assert repr(vars(fast)["__dataclass_params__"]) == repr(vars(slow)["__dataclass_params__"])
    assert inspect.signature(fast).parameters.keys() == inspect.signature(slow).parameters.keys()
    assert {name for name in vars(slow) if name.startswith("__")} - {"__doc__"} <= set(vars(fast)) | {"__doc__"}


def test_a_default_before_none_is_refused() -> None:
    with pytest.raises(TypeError, match="without a default follows"):

        @dataclass(slots=True)
        class Wrong:
            parts: list[str] = dataclasses.field(default_factory=list)
            name: str


def test_a_list_as_default_is_refused_by_the_library() -> None:
    with pytest.raises(ValueError, match="mutable default"):

        @dataclass(slots=True)
        class Wrong:
            parts: list[str] = []  # noqa: RUF012
