"""What ``detlm lean check`` says about the statements of a file that the kernel accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detlm.console.notation import in_notation
from detlm.kernel.protocol import Declaration
from detlm.kernel.reading import NotShown, readable, readable_name


def lines(declarations: Iterable[Declaration]) -> Iterator[str]:
    """A block for the theorems, then one for the file's own constants that they speak of. Each in the usual
    notation, and where that leaves something out, in full beneath."""
    listed = list(declarations)
    theorems = [item for item in listed if item.kind == "theorem"]
    own = [item for item in listed if item.kind != "theorem"]
    if theorems:
        yield "states, as the kernel holds it:"
        for item in theorems:
            yield from _told(item)
            if item.axioms:
                yield f"    rests on {', '.join(readable_name(axiom.name) for axiom in item.axioms)}"
    if own:
        yield "where, by this file:"
        for item in own:
            yield from _told(item)


def _told(item: Declaration) -> Iterator[str]:
    name = f"{item.kind} {readable_name(item.name)}"
    parts = [item.type, *([] if item.value is None else [item.value])]
    usual, full = (f"{name} : {' := '.join(_shown(part, by) for part in parts)}" for by in (True, False))
    yield f"  {usual}"
    if full != usual:
        yield f"    in full: {full}"


def _shown(expression: str, usual: bool) -> str:
    if not expression:
        return "(too large to be read back)"
    try:
        return in_notation(expression) if usual else readable(expression)
    except NotShown as error:
        return f"(not shown: {error})"
