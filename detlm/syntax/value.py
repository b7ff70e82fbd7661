"""``Value``: what data is made of. Like a frozen data class, and made in a twentieth of the time.

A short command such as ``detlm check`` would spend a fifth of its time on making data classes, of which the
language needs more than a hundred.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Value:
    """Data that never changes: equal if of one class with equal fields.

    The fields of a class are those of its base and its annotations, in order; what is assigned to one is its
    default.
    """

    __slots__ = ("__dict__", "__weakref__", "_hash")  # beside the fields, so that only they are compared
    __match_args__: ClassVar[tuple[str, ...]] = ()
    _hash: ClassVar[int]  # of the object; kept, as that of a tree would ask for those of all its parts again

    def __init_subclass__(cls) -> None:
        names = dict.fromkeys((*cls.__match_args__, *cls.__annotations__))
        cls.__match_args__ = tuple(names)  # type: ignore[misc]

    def __init__(self, *values: Any, **named: Any) -> None:
        names, own = self.__match_args__, self.__dict__
        own.update(zip(names, values, strict=False))
        if len(values) == len(names) and not named:
            return
        for name in names[len(values) :]:  # in the order of the class, so that equal data looks equal
            own[name] = named[name] if name in named else _default(type(self), name)
        if len(values) > len(names) or named.keys() - own.keys():
            raise TypeError(f"{type(self).__name__} has the fields {', '.join(names) or 'none'}")

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be changed")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__}.{name} cannot be removed")

    def __eq__(self, other: object) -> bool:
        if type(self) is not type(other):
            return NotImplemented
        return self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            made = hash((type(self), *self.__dict__.values()))
            object.__setattr__(self, "_hash", made)
            return made

    def __getstate__(self) -> dict[str, Any]:
        return self.__dict__  # another process hashes in another way

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({fields})"

    def contents(self) -> tuple[Any, ...]:
        """The values of all fields, in order."""
        return tuple(self.__dict__.values())

    def having(self, **changes: Any) -> Self:
        """The same with other values of some fields."""
        return type(self)(**(self.__dict__ | changes))


def _default(cls: type[Value], name: str) -> Any:
    try:
        return getattr(cls, name)
    except AttributeError:
        raise TypeError(f"{cls.__name__} needs a value of {name}") from None
