"""Values: made in less time than the library takes, and not to be told from what it makes."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import sys

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
