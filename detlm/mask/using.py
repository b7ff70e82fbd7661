"""The part of a shape's texts that use a certain part of it: what is asked of it to tell what is dead."""

from __future__ import annotations

from collections.abc import Callable

from detlm.syntax.program import Chain, Choice, Derive, Lex, Shape, SlotShape, UpTo

_PARTS = 2_000  # parts of sequences that are looked at for the use of one rule


def same_rule(rule: Derive, shape: Shape) -> Shape | None:
    """A shape in place of itself if it is a span of the rule."""
    return shape if isinstance(shape, Derive) and shape.rule == rule.rule else None


def only(choice: Choice, single: Choice, shape: Shape) -> Shape | None:
    """``single`` in place of ``choice``."""
    return single if shape is choice else None


def using(shape: Shape, replacement: Callable[[Shape], Shape | None]) -> Shape | None:
    """The shape of those texts of ``shape`` that use a part which ``replacement`` replaces; None if none can.

    More texts may be included, with more repetitions than allowed or where parts are too many to try: what
    is called dead is dead.
    """
    if (found := replacement(shape)) is not None:
        return found
    match shape:
        case Chain(parts):
            users = [(i, inner) for i, p in enumerate(parts) if (inner := using(p, replacement)) is not None]
            if len(users) * len(parts) > _PARTS:
                return shape
            chains = [Chain((*parts[:i], inner, *parts[i + 1 :])) for i, inner in users]
            return Choice(tuple(chains)) if chains else None
        case Choice(options):
            used = [inner for o in options if (inner := using(o, replacement)) is not None]
            return Choice(tuple(used)) if used else None
        case UpTo(count, body):
            inner = using(body, replacement)
            if inner is None or not count:
                return None
            others = UpTo(count - 1, body)
            return Chain((others, inner, others))
        case Lex() | SlotShape():
            return None
        case _:
            inner = using(shape.body, replacement)
            return None if inner is None else shape.having(body=inner)
