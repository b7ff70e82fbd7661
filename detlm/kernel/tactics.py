"""Tactic mode for the REPL: proof states, each a text with a hole where tactics are written.

A proof state holds the text of its command; a step writes one more tactic into the hole and has all of it
elaborated again, so a step costs what its command costs. What is left to prove is what Lean's own
``trace_state`` prints there. Only the gaps of a command have states, not those inside a tactic.
"""

from __future__ import annotations

import bisect
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from detlm.kernel.screen import screen

_GAP = "sorry"
_NO_GOALS = ("", "no goals")

#: Elaborates a text on top of another: messages as the worker has them.
Elaborate = Callable[[str, str], list[dict[str, Any]]]


@dataclass(frozen=True)
class ProofState:
    """A hole in ``text`` behind ``start``, above the text ``below``; ``steps`` are written into it.

    ``opening``: how the hole begins; ``(`` among tactics, ``(by`` where a term is expected.
    """

    below: str
    text: str
    start: int
    opening: str
    steps: tuple[str, ...] = ()


class StepFailed(Exception):
    """Lean refuses a tactic; its words."""


@dataclass(frozen=True)
class Gap:
    """A `sorry`: its place in the text, its state and what it is to prove; no state where that is unknown."""

    start: int
    end: int
    state: ProofState | None
    goal: str


def gaps(elaborate: Elaborate, below: str, text: str) -> list[Gap]:
    """The `sorry`s of a text, in order."""
    found = []
    for finding in screen(text, trusted=False):
        if not finding.gap or not text.startswith(_GAP, finding.start):
            continue
        state, goal = None, ""
        for opening in ("(", "(by"):
            tried = ProofState(below, text, finding.start, opening)
            try:
                goals = _goals(elaborate, tried)
            except StepFailed:
                continue
            state, goal = tried, "\n\n".join(goals)
            break
        found.append(Gap(finding.start, finding.start + len(_GAP), state, goal))
    return found


def step(elaborate: Elaborate, state: ProofState, tactic: str) -> tuple[ProofState, list[str]]:
    """The state behind a tactic, and the goals left. Raises :class:`StepFailed`."""
    refused = screen(tactic, trusted=False)
    if refused:
        raise StepFailed(refused[0].text)
    after = replace(state, steps=(*state.steps, textwrap.dedent(tactic).strip()))
    return after, _goals(elaborate, after)


def position(text: str, offset: int) -> dict[str, int]:
    """A place in a text as the REPL's protocol has it."""
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    line = bisect.bisect_right(starts, offset)
    return {"line": line, "column": offset - starts[line - 1]}


def _goals(elaborate: Elaborate, state: ProofState) -> list[str]:
    before, after = state.text[: state.start], state.text[state.start + len(_GAP) :]
    # Each step on lines of its own, all at one column, so that they are one sequence of tactics.
    lines = [state.opening, *textwrap.indent("\n".join(state.steps), "  ").split("\n")]
    asked = before + "\n".join([*lines, "  trace_state", "  all_goals sorry)"]) + after
    first = before.count("\n") + 1
    asking = first + len(lines)
    messages = [item for item in elaborate(state.below, asked) if item["origin"] == "source"]
    inside = [item for item in messages if first <= item["line"] <= asking + 1]
    errors = [item["text"] for item in inside if item["severity"] == "error"]
    if errors:
        raise StepFailed("\n".join(errors))
    shown = [item["text"] for item in inside if item["line"] == asking and item["severity"] == "information"]
    if len(shown) != 1:
        raise StepFailed("Lean does not say what is left to prove here")
    goals = shown[0].strip()
    return goals.split("\n\n") if goals not in _NO_GOALS else []
