"""What is inside of a span, as far as a shape tells: parts by label, how many, numbers or texts.

For conditions on paths, checked when a file is read: that a part is there, and that there is one of it. What
a path leads to in a parsed text is Lean's.
"""

from __future__ import annotations

from collections.abc import Callable

from detlm.syntax.json_shapes import as_regex
from detlm.syntax.numeric import Numeric
from detlm.syntax.program import (
    ENTRY,
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Derive,
    Field,
    Lex,
    Path,
    Settle,
    Shape,
    SlotShape,
    UpTo,
    walk,
)
from detlm.syntax.size import Alphabets
from detlm.syntax.value import Value

_NUMBER_BYTES = sum(1 << b for b in b"-0123456789.")

Counted = dict[bytes, tuple[int, int, tuple[Field, ...]]]


class Part(Value):
    """What a path can lead to: shapes, between ``low`` and ``high`` of them (``high`` 2: several)."""

    shapes: tuple[Shape, ...]
    low: int = 1
    high: int = 1
    json: bool = False


class Place(Value):
    """A part that a formula speaks of: the path to it from the span, and what is there."""

    path: Path
    part: Part

    @property
    def is_span(self) -> bool:
        """Whether it is the whole span."""
        return not self.path


class Parts:
    """Looks into shapes, each once."""

    def __init__(self, is_json: Callable[[Field], bool]) -> None:
        self._is_json = is_json
        self._fields: dict[int, tuple[Shape, Counted]] = {}
        self._alphabets = Alphabets()
        self._numeric = Numeric()

    def labels(self, part: Part) -> list[str]:
        """The labels of what is directly in a part."""
        found = dict.fromkeys(label for shape in part.shapes for label in self._counted(shape))
        return [label.decode() for label in found if label != ENTRY]

    def step(self, place: Place, label: bytes) -> Place | None:
        """Where a label leads from a place, through the entries of a list if it leads there only."""
        found = self._below(place.part, label)
        if found is not None:
            return Place((*place.path, label), _times(place.part, found))
        entries = self.entries(place)
        return self.step(entries, label) if entries is not None and label != ENTRY else None

    def entries(self, place: Place) -> Place | None:
        """The entries of a list, or None where there is no list."""
        found = self._below(place.part, ENTRY)
        return None if found is None else Place((*place.path, ENTRY), _times(place.part, found))

    def is_number(self, part: Part) -> bool:
        """Whether every text of the part has the signs of numbers only, and some text can be a number."""
        texts = [s for shape in part.shapes for s in walk(shape) if isinstance(s, Lex | SlotShape)]
        plain = bool(texts) and all(self._alphabets.of(s.regex) & ~_NUMBER_BYTES == 0 for s in texts)
        return plain and any(map(self._can_be_number, part.shapes))

    def _can_be_number(self, shape: Shape) -> bool:
        try:
            return self._numeric(as_regex(shape, spans=True))
        except ValueError:  # scopes and claims are more than their texts
            return True

    def _below(self, part: Part, label: bytes) -> Part | None:
        found = [self._counted(shape).get(label, (0, 0, ())) for shape in part.shapes]
        fields = tuple(dict.fromkeys(id(f) for _, _, fs in found for f in fs))
        if not fields:
            return None
        by_id = {id(f): f for _, _, fs in found for f in fs}
        kept = [by_id[i] for i in fields]
        low, high = min(f[0] for f in found), max(f[1] for f in found)
        return Part(tuple(f.body for f in kept), low, high, all(map(self._is_json, kept)))

    def _counted(self, shape: Shape) -> Counted:
        """How often each label stands directly in a shape, and its fields."""
        known = self._fields.get(id(shape))
        if known is None:
            known = shape, self._count(shape)
            self._fields[id(shape)] = known
        return known[1]

    def _count(self, shape: Shape) -> Counted:
        match shape:
            case Field(label):
                return {label: (1, 1, (shape,))}
            case Chain(parts):
                return self._joined(parts, lambda a, b: (a[0] + b[0], min(2, a[1] + b[1])))
            case Choice(parts):
                return self._joined(parts, lambda a, b: (min(a[0], b[0]), max(a[1], b[1])))
            case UpTo(count, body):
                found = self._counted(body)
                return {k: (0, min(2, high * count), fields) for k, (_, high, fields) in found.items()}
            case Claim(_, body) | Bind(_, body) | Settle(_, body) | Block(_, body):
                return self._counted(body)
            case Derive():
                return self._counted(shape.body)
            case _:
                return {}

    def _joined(
        self,
        parts: tuple[Shape, ...],
        join: Callable[[tuple[int, int], tuple[int, int]], tuple[int, int]],
    ) -> Counted:
        found = [self._counted(p) for p in parts]
        result: Counted = {}
        for label in dict.fromkeys(k for f in found for k in f):
            each = [f.get(label, (0, 0, ())) for f in found]
            low, high = each[0][:2]
            for entry in each[1:]:
                low, high = join((low, high), entry[:2])
            result[label] = (low, high, tuple(f for entry in each for f in entry[2]))
        return result


def _times(outer: Part, inner: Part) -> Part:
    return Part(inner.shapes, outer.low * inner.low, min(2, outer.high * inner.high), inner.json)
