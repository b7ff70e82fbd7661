"""What a worker says, as the wire has it: messages by Lean, by the screen, and of its own."""

from __future__ import annotations

from typing import Any

from detlm.kernel.ffi import LeanMessage
from detlm.kernel.screen import Finding
from detlm.kernel.wire import PROTOCOL_VERSION


def from_lean(item: LeanMessage, origin: str, *, gaps: bool) -> dict[str, Any]:
    """A message by Lean; a gap in a proof is an error unless ``gaps`` are allowed."""
    return {
        "severity": "error" if item.kind == "hasSorry" and not gaps else item.severity,
        "text": item.text,
        "line": item.line,
        "column": item.column,
        "end_line": item.end_line,
        "end_column": item.end_column,
        "origin": origin,
        "kind": "" if item.kind == "[anonymous]" else item.kind,
    }


def from_screen(finding: Finding, origin: str) -> dict[str, Any]:
    """Why the screen refuses text."""
    return {**own_error(finding.text), "line": finding.line, "column": finding.column, "origin": origin}


def own_error(text: str) -> dict[str, Any]:
    """An error of ours; positioned at the start of the source unless the caller knows better."""
    return {
        "severity": "error",
        "text": text,
        "line": 1,
        "column": 0,
        "end_line": None,
        "end_column": None,
        "origin": "source",
        "kind": "detlm",
    }


def failure(number: Any, text: str) -> dict[str, Any]:
    """The answer to a request that could not be served."""
    known = number if type(number) is int else None
    return {"version": PROTOCOL_VERSION, "id": known, "kind": "failure", "text": text}
