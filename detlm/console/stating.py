"""What ``detlm lean check`` says about the statements of a file that the kernel accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detlm.kernel.protocol import Declaration
from detlm.kernel.reading import NotShown, readable, readable_name


def lines(declarations: Iterable[Declaration]) -> Iterator[str]:
    """A block for the theorems, then one for the file's own constants that they speak of."""
    listed = list(declarations)
    theorems = [item for item in listed if item.kind == "theorem"]
    own = [item for item in listed if item.kind != "theorem"]
    if theorems:
        yield "states, as the kernel holds it:"
        for item in theorems:
            yield f"  theorem {_headed(item)}"
            if item.axioms:
                yield f"    rests on {', '.join(readable_name(axiom.name) for axiom in item.axioms)}"
    if own:
        yield "where, by this file:"
        for item in own:
            value = "" if item.value is None else f" := {_shown(item.value)}"
            yield f"  {item.kind} {_headed(item)}{value}"


def _headed(item: Declaration) -> str:
    return f"{readable_name(item.name)} : {_shown(item.type)}"


def _shown(expression: str) -> str:
    if not expression:
        return "(too large to be read back)"
    try:
        return readable(expression)
    except NotShown as error:
        return f"(not shown: {error})"
