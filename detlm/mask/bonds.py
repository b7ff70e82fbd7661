"""What ties a part of a span to the parts before it, and where.

Reads the conditions of ``derive`` rules and puts what they ask of a single part where the part is, so that
its language can be told when a text gets to it:

* a comparison in which ``a`` stands once and all other parts end before it begins: which numbers ``a`` may
  say; where no other part is in it, as a filter;
* the same text as a part that ends before: what it says;
* distinct parts: what each must not say;
* a condition on every part at a path: a filter on each.

Only what a rule asks in any case counts, not what stands below ``or`` and ``not``; all else stays for the
end of the span. Telling languages is ``reading.py``.
"""

from __future__ import annotations

from collections.abc import Iterator

from detlm.mask.filters import asks_support, is_filter
from detlm.mask.numbers import Solved, solved
from detlm.syntax.program import (
    Always,
    And,
    Chain,
    Choice,
    Compare,
    Condition,
    Derive,
    Distinct,
    Every,
    Field,
    InGrammar,
    Lex,
    Not,
    Path,
    SameText,
    Shape,
    SlotShape,
    UpTo,
)
from detlm.syntax.value import Value

# What masks leave out where they are automata; ``contextfree.py`` has masks that do not.
ENVELOPE_ONLY = "is context-free; only its regular envelope is in the mask"


class Compares(Value):
    """The part writes a number for which a comparison over the base holds; or, unless that ``holds``, writes
    none or another one."""

    solved: Solved
    holds: bool


class Repeats(Value):
    """The part has the text of the part at a path of the base."""

    path: Path


class Differs(Value):
    """The part has another text than each earlier part at a path of the base."""

    path: Path


class Bond(Value):
    """A demand on a part that speaks of a *base* around it: the span of derive rule ``rule``, or (None) the
    body of a field. ``up``: how many labels lead from the base to the part."""

    demand: Compares | Repeats | Differs
    up: int
    rule: int | None


class Held(Field):
    """A field with demands of its own: a condition on its text and bonds to what stands before it."""

    condition: Condition
    bonds: tuple[Bond, ...]


class Bonded(Value):
    """A shape whose parts bear what their rules ask of them. ``late``: for each rule what is left for the end
    of its spans, in words; rules that leave nothing are not there."""

    shape: Shape
    late: dict[int, tuple[str, ...]]


def bonded(shape: Shape) -> Bonded:
    """Puts the demands of all rules in their places."""
    placing = _Placing()
    return Bonded(placing.place(shape, ()), {rule: tuple(why) for rule, why in placing.late.items() if why})


class _Demand(Value):
    """On its way to the part at ``path``."""

    path: Path
    what: Condition | Bond
    late: str = ""  # what of it is left for the end of the span


class _Placing:
    def __init__(self) -> None:
        self.late: dict[int, dict[str, None]] = {}
        self._known: dict[tuple[int, tuple[tuple[Path, int], ...]], tuple[Shape, Shape]] = {}
        self._kept: list[Condition | Bond] = []  # so that their ids stay their own

    def place(self, shape: Shape, demands: tuple[_Demand, ...]) -> Shape:
        """The shape with demands put where their paths lead."""
        key = (id(shape), tuple((d.path, id(d.what)) for d in demands))
        if key not in self._known:  # the shape is kept too, so that its id stays its own
            self._known[key] = (shape, self._placed(shape, demands))
        return self._known[key][1]

    def _placed(self, shape: Shape, demands: tuple[_Demand, ...]) -> Shape:
        match shape:
            case Lex() | SlotShape():
                return shape
            case Chain(parts):
                placed = tuple(self.place(part, demands) for part in parts)
                return shape if _same(placed, parts) else Chain(placed)
            case Choice(options):
                placed = tuple(self.place(option, demands) for option in options)
                return shape if _same(placed, options) else Choice(placed)
            case Field(label, body):
                further = [_Demand(d.path[1:], d.what) for d in demands if d.path[0] == label]
                inner = self.place(body, tuple(d for d in further if d.path))
                here = [d.what for d in further if not d.path]
                if not here:
                    return shape if inner is body else Field(label, inner)
                condition: Condition = Always()
                for what in here:
                    if not isinstance(what, Bond):
                        condition = what if isinstance(condition, Always) else And(condition, what)
                return Held(label, inner, condition, tuple(w for w in here if isinstance(w, Bond)))
            case Derive():
                demands = (*demands, *self._asked(shape))
        inner = self.place(shape.body, demands)
        return shape if inner is shape.body else shape.having(body=inner)

    def _asked(self, span: Derive) -> Iterator[_Demand]:
        late = self.late.setdefault(span.rule, {})
        for base, condition in _conjuncts(And(span.given, span.ensure), ()):
            found = list(_demands(span, base, condition))
            if not found and not is_filter(condition, support=not base):
                late[_named(condition)] = None
            for demand in found:
                self._kept.append(demand.what)
                if demand.late:
                    late[demand.late] = None
                if demand.path in paths_of(span.body):
                    yield demand
                else:
                    late["it speaks of a part that its category does not have"] = None


def _same(new: tuple[Shape, ...], old: tuple[Shape, ...]) -> bool:
    return all(a is b for a, b in zip(new, old, strict=True))


def _conjuncts(condition: Condition, base: Path) -> Iterator[tuple[Path, Condition]]:
    """What must hold in any case, each with the path to the parts of which it must."""
    match condition:
        case And(left, right):
            yield from _conjuncts(left, base)
            yield from _conjuncts(right, base)
        case Every(path, body):
            yield from _conjuncts(body, base + path)
        case Not(Not(body)):
            yield from _conjuncts(body, base)
        case Always():
            pass
        case _:
            yield base, condition


def _demands(span: Derive, base: Path, condition: Condition) -> Iterator[_Demand]:
    """What a condition on the parts at ``base`` asks of single parts."""
    rule = None if base else span.rule
    match condition:
        case _ if is_filter(condition):
            if base:
                yield _Demand(base, condition)
        case Compare():
            yield from _comparisons(span, base, rule, condition, holds=True)
        case Not(Compare() as comparison):
            yield from _comparisons(span, base, rule, comparison, holds=False)
        case SameText(left, right):
            for path, source in ((left, right), (right, left)):
                if path and source and _determined(span.body, base, path, (source,)):
                    yield _Demand(base + path, Bond(Repeats(source), len(path), rule), _FORCED)
        case Distinct(path) if path:
            yield _Demand(base + path, Bond(Differs(path), len(path), rule), _USED)


def _comparisons(
    span: Derive, base: Path, rule: int | None, comparison: Compare, *, holds: bool
) -> Iterator[_Demand]:
    """What a comparison asks of each part that it can be solved for when a text gets to the part."""
    for one in solved(comparison):
        path = one.path
        if not path or not _determined(span.body, base, path, one.needed):
            continue
        counts = [counted(body, path) for body in _bodies(span.body, base)]
        if not counts:
            continue
        if not holds and max(most for _, most in counts) > 1:  # where there are several there is no number
            continue
        own = one.of_itself()
        if not one.needed and is_filter(own):
            there = all(count == (1, 1) for count in counts)
            yield _Demand(base + path, own if holds else Not(own), "" if there else _ABSENT)
        else:
            bond = Bond(Compares(one, holds), len(path), rule)
            yield _Demand(base + path, bond, _FORCED if one.relation == "=" and holds else _NARROWED)


# -- what comes before what -------------------------------------------------------------------------


def paths_of(shape: Shape) -> frozenset[Path]:
    """The paths to all fields of a shape."""
    match shape:
        case Lex() | SlotShape():
            return frozenset()
        case Chain(parts) | Choice(parts):
            return frozenset().union(*(paths_of(part) for part in parts))
        case Field(label, body):
            return frozenset(((label,), *((label, *path) for path in paths_of(body))))
        case _:
            return paths_of(shape.body)


def counted(shape: Shape, path: Path) -> tuple[int, int]:
    """How many parts at least and at most stand at a path."""
    if not path:
        return 1, 1
    match shape:
        case Lex() | SlotShape():
            return 0, 0
        case Chain(parts):
            counts = [counted(part, path) for part in parts]
            return sum(least for least, _ in counts), sum(most for _, most in counts)
        case Choice(options):
            counts = [counted(option, path) for option in options]
            return min(least for least, _ in counts), max(most for _, most in counts)
        case UpTo(count, body):
            return 0, count * counted(body, path)[1]
        case Field(label, body):
            return counted(body, path[1:]) if label == path[0] else (0, 0)
        case _:
            return counted(shape.body, path)


def _determined(body: Shape, base: Path, target: Path, needed: tuple[Path, ...]) -> bool:
    """Whether, in each part at ``base``, those at ``needed`` have ended where that at ``target`` begins."""
    around = [target[:end] for end in range(len(target) + 1)]
    return all(
        not any(path in around or path in (_later(inner, target) or ()) for path in needed)
        for inner in _bodies(body, base)
    )


def _bodies(shape: Shape, path: Path) -> Iterator[Shape]:
    """The bodies of the fields at a path; the shape itself for the empty path."""
    match shape:
        case _ if not path:
            yield shape
        case Lex() | SlotShape():
            return
        case Chain(parts) | Choice(parts):
            for part in parts:
                yield from _bodies(part, path)
        case Field(label, body):
            if label == path[0]:
                yield from _bodies(body, path[1:])
        case _:
            yield from _bodies(shape.body, path)


def _later(shape: Shape, target: Path) -> frozenset[Path] | None:
    """The paths of parts that may come once a part at ``target`` has begun, those in it too; None if no such
    part is here."""
    match shape:
        case Lex() | SlotShape():
            return None
        case Field(label, body):
            if label != target[0]:
                return None
            inner = _later(body, target[1:]) if target[1:] else paths_of(body)
            return None if inner is None else frozenset((label, *path) for path in inner)
        case Chain(parts):
            found: list[frozenset[Path]] = []
            for i, part in enumerate(parts):
                if (inner := _later(part, target)) is not None:
                    found += [inner, *(paths_of(rest) for rest in parts[i + 1 :])]
            return frozenset().union(*found) if found else None
        case Choice(options):
            known = [inner for option in options if (inner := _later(option, target)) is not None]
            return frozenset().union(*known) if known else None
        case UpTo(count, body):
            inner = _later(body, target)
            return inner if inner is None or count < 2 else inner | paths_of(body)
        case _:
            return _later(shape.body, target)


# -- words ------------------------------------------------------------------------------------------


_USED = "used texts are masked, but whether enough are left shows only on the way"
_FORCED = "the text is forced, but whether it fits its category shows only when it begins"
_NARROWED = "the numbers are masked, but whether any is left shows only when the part begins"
_ABSENT = "the number is masked, but whether the part is there shows only at the end"


def _named(condition: Condition) -> str:
    if asks_support(condition):
        return "support of parts"
    match condition:
        case InGrammar(name):
            return f"{name} {ENVELOPE_ONLY}"
        case Compare() | Not(Compare()):
            return "numbers that earlier parts do not determine are checked when the span ends"
        case SameText():
            return "equal texts, where neither comes first, are checked when the span ends"
        case _:
            return "what stands below `or` or `not` is checked when the span ends"
