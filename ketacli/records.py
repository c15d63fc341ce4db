"""Records: as `dataclass(slots=True)`, at a tenth of the cost to define and half of that to make.

A short command defines some sixty record types before it does anything else, and makes a record of few of them. What
`dataclasses` offers for its own types (`replace`, `fields`, `asdict`) works with these as well.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, field
from functools import cached_property
from operator import attrgetter
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclasses.dataclass(frozen=True)
class _Model:
    """A type of `dataclasses`, which lends its marks."""

    one: int


_KIND = _Model.__dataclass_fields__["one"]._field_type  # type: ignore[attr-defined]
_PARAMS = _Model.__dataclass_params__  # type: ignore[attr-defined]


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
def record(cls: type[T]) -> type[T]:
    """A record whose values are given by name and never change."""
    return _made(cls, kw_only=True, frozen=True)


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def positional(cls: type[T]) -> type[T]:
    """A record whose values are given in order and never change."""
    return _made(cls, kw_only=False, frozen=True)


@dataclass_transform(field_specifiers=(field,))
def growing(cls: type[T]) -> type[T]:
    """A record whose values are given in order, while something is put together in it."""
    return _made(cls, kw_only=False, frozen=False)


def _made(cls: type[T], *, kw_only: bool, frozen: bool) -> type[T]:
    space = dict(vars(cls))
    fields = {name: _field(name, kind, space, kw_only) for name, kind in space.get("__annotations__", {}).items()}
    names = tuple(fields)
    for name in ("__dict__", "__weakref__"):
        space.pop(name, None)
    caches = any(isinstance(value, cached_property) for value in space.values())
    space |= {
        "__slots__": (*names, "__dict__") if caches else names,
        "__dataclass_fields__": fields,
        "__dataclass_params__": _PARAMS,
        "__match_args__": () if kw_only else names,
        "__getstate__": _state,
        "__setstate__": _restore,
    }
    if frozen:
        space |= {"__setattr__": _refuse, "__delattr__": _refuse}
    for name, method in (("__eq__", _equal), ("__hash__", _hash if frozen else None), ("__repr__", _shown)):
        space.setdefault(name, method)
    if frozen and space["__hash__"] is None:
        space["__hash__"] = _hash
    values = attrgetter(*names) if len(names) > 1 else lambda one: tuple(getattr(one, name) for name in names)
    space["_values"] = property(values)
    made: Any = type(cls.__name__, cls.__bases__, space)

    def first(self: Any, *values: Any, **named: Any) -> None:
        """Sets values for the first record of the type, and the type's own way of doing so for all others."""
        made.__init__ = _init(made, fields, kw_only)
        made.__init__(self, *values, **named)

    made.__init__ = first
    return made  # type: ignore[no-any-return]


def _field(name: str, kind: str, space: dict[str, Any], kw_only: bool) -> Field[Any]:
    given = space.pop(name, MISSING)
    if isinstance(given, list | dict | set):
        raise TypeError(f"the default of {name} could be changed: use default_factory")
    one: Any = given if isinstance(given, Field) else field(default=given)
    one.name, one.type, one.kw_only, one._field_type = name, kind, kw_only, _KIND
    return one  # type: ignore[no-any-return]


def _init(made: type, fields: dict[str, Field[Any]], kw_only: bool) -> Callable[..., None]:
    """Sets each slot directly: the record itself refuses to be changed."""
    known: dict[str, Any] = {"MISSING": MISSING}
    asked, lines = [], []
    for name, one in fields.items():
        known[f"_set_{name}"] = vars(made)[name].__set__
        value = name
        if one.default_factory is not MISSING:
            known[f"_new_{name}"] = one.default_factory
            asked.append(f"{name}=MISSING")
            value = f"_new_{name}() if {name} is MISSING else {name}"
        elif one.default is not MISSING:
            known[f"_default_{name}"] = one.default
            asked.append(f"{name}=_default_{name}")
        else:
            asked.append(name)
        lines.append(f"    _set_{name}(self, {value})")
    if hasattr(made, "__post_init__"):
        lines.append("    self.__post_init__()")
    head = ", ".join(["self", *(["*"] if kw_only and asked else []), *asked])
    exec("\n".join([f"def __init__({head}):", *(lines or ["    pass"])]), known)  # noqa: S102 - as `dataclasses` does; the names are those of a class body
    init: Callable[..., None] = known["__init__"]
    init.__qualname__ = f"{made.__qualname__}.__init__"
    return init


def _refuse(self: Any, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(f"cannot change {name!r} of a {type(self).__name__}")


def _equal(self: Any, other: object) -> bool:
    return self._values == other._values if type(other) is type(self) else NotImplemented  # type: ignore[attr-defined]


def _hash(self: Any) -> int:
    return hash(self._values)


def _shown(self: Any) -> str:
    told = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__dataclass_fields__)
    return f"{type(self).__qualname__}({told})"


def _state(self: Any) -> tuple[Any, ...]:
    state: tuple[Any, ...] = self._values
    return state


def _restore(self: Any, state: tuple[Any, ...]) -> None:
    for name, value in zip(self.__dataclass_fields__, state, strict=True):
        object.__setattr__(self, name, value)
