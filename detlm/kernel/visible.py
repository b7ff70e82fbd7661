"""Which rules ask for the names in scope: their spans cannot be stated alone."""

from __future__ import annotations

from detlm.syntax import program as p


def asks_names(shape: p.Shape) -> bool:
    """Whether a rule of the shape asks which names are visible."""

    def asks(condition: p.Condition) -> bool:
        match condition:
            case p.Visible():
                return True
            case p.Not(body) | p.Every(_, body):
                return asks(body)
            case p.And(left, right) | p.Or(left, right):
                return asks(left) or asks(right)
        return False

    spans = (s for s in p.walk(shape) if isinstance(s, p.Derive))
    return any(asks(s.given) or asks(s.ensure) for s in spans)
