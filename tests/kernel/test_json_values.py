"""The library's JSON schemas and the categories of constraint files: the same texts, value for value."""

from __future__ import annotations

import json
from itertools import product

import pytest

from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest
from detlm.mask.compile import compile_program
from detlm.syntax import read_source

CATEGORY = """program p
category C := json compact {
  i: /[a-c]{1,2}/
  l: [ integer from 0 to 2 ] length 0 to 2
  k?: true | null
  m: "x" | false
}
output := C
"""
LEAN = """
namespace Here
open DetLM
def letter : Regex := .oneOf (Nat.shiftLeft 7 97)
def digit : Regex := .oneOf (Nat.shiftLeft 7 48)
noncomputable def schema : Schema := .object [
  ⟨[105], true, .string (.seq letter (.either letter .empty))⟩,
  ⟨[108], true, .list (.atom digit) 0 2⟩,
  ⟨[107], false, .either (.constant [116, 114, 117, 101]) (.constant [110, 117, 108, 108])⟩,
  ⟨[109], true, .either (.string (.ofText [120])) (.constant [102, 97, 108, 115, 101])⟩]
end Here
"""
STRINGS = ("a", "bc", "", "d", "abc")
LISTS = ([], [0], [2, 1], [3], [1, 1, 1], ["0"])
LASTS = ("x", False, 8, None)


def _values() -> list[object]:
    made: list[object] = []
    for string, entries, last in product(STRINGS, LISTS, LASTS):
        whole = {"i": string, "l": entries, "m": last}
        made += [whole, {**whole, "k": True}, {"i": string, "l": entries, "k": None, "m": last}]
    return made


def _lean(value: object) -> str:
    """A value as Lean has it."""
    match value:
        case str():
            return f"(.string {list(value.encode())})"
        case list():
            return f"(.list [{', '.join(map(_lean, value))}])"
        case dict():
            members = (f"⟨{list(k.encode())}, {_lean(v)}⟩" for k, v in value.items())
            return f"(.object [{', '.join(members)}])"
        case _:
            return f"(.atom {list(json.dumps(value).encode())})"


@pytest.mark.parametrize("part", range(4))
def test_the_validator_and_the_reader_agree(kernel: EmbeddedKernel, part: int) -> None:
    dfa = compile_program(read_source(CATEGORY, "p.det"), b"").dfa
    lines, admitted = [], 0
    for number, value in enumerate(_values()[part::4]):
        text = json.dumps(value, separators=(",", ":")).encode()
        right = dfa.accepts(text)
        admitted += right
        said = "true" if right else "false"
        lines += [  # most of the time goes into reading the numbers: each is written once
            f"noncomputable def value{number} : DetLM.Json := {_lean(value)}",
            f"noncomputable def text{number} : List Nat := {list(text)}",
            f"theorem v{number} : Here.schema.validates value{number} = {said} := by decide +kernel",
            f"theorem p{number} : value{number}.print = text{number} := by decide +kernel",
            f"theorem t{number} : Here.schema.regex.accepts text{number} = {said} := by decide +kernel",
        ]
    assert 0 < admitted < len(lines) // 5
    verdict = kernel.check(CheckRequest(prelude=LEAN, source="\n".join(lines), timeout_s=60))
    assert verdict.accepted, verdict.errors[:2]
