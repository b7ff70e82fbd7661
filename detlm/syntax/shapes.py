"""Building shapes from parts: flattened, neighbouring texts joined, so that equal files give equal shapes."""

from __future__ import annotations

from detlm.syntax.program import Chain, Choice, Lex, Shape
from detlm.syntax.regex import EMPTY, Regex, either
from detlm.syntax.size import balanced


def chain(parts: list[Shape]) -> Shape:
    """The parts in order: chains flattened, literal texts side by side made one."""
    flat: list[Shape] = []
    run: list[Regex] = []  # nameless texts side by side
    for part in [*parts, None]:
        for piece in part.parts if isinstance(part, Chain) else (part,):
            if isinstance(piece, Lex) and piece.name is None:
                run.append(piece.regex)
                continue
            text = balanced(run)
            if text != EMPTY:
                flat.append(Lex(text))
            run = []
            if piece is not None:
                flat.append(piece)
    return Chain(tuple(flat)) if len(flat) > 1 else flat[0] if flat else Lex(EMPTY)


def choice(options: list[Shape]) -> Shape:
    """One of the options: choices flattened, nameless texts made one (at the first one's place)."""
    flat = [o for option in options for o in (option.options if isinstance(option, Choice) else (option,))]
    texts = [o.regex for o in flat if isinstance(o, Lex) and o.name is None]
    merged: list[Shape] = []
    for option in flat:
        if isinstance(option, Lex) and option.name is None:
            if texts:
                merged.append(Lex(either(*texts)))
                texts = []
        else:
            merged.append(option)
    return Choice(tuple(merged)) if len(merged) > 1 else merged[0]
