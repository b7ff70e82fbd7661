"""The kernel's arithmetic is that of the core's definitions (``lean/TRUST.md``, assumption 4).

The kernel computes some functions on numerals, whatever their definitions say.
``lean/CoreTest/Arithmetic.lean`` proves of each definition what determines it; here the kernel checks that
where it knows no arithmetic, and its own arithmetic is compared with Python's.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from detlm.config import data_root
from detlm.kernel.binary import find_binary
from detlm.kernel.build import BuiltLibrary, ensure_built
from detlm.kernel.children import Children
from tests.kernel.arithmetic import EDGES, FUNCTIONS, MODULE

SOURCE = data_root() / "lean" / "CoreTest" / "Arithmetic.lean"
THEOREMS = re.findall(r"^theorem (\w+)", SOURCE.read_text(encoding="utf-8"), re.MULTILINE)
COMPUTED = {name for name, function in FUNCTIONS.items() if function.computed}


@pytest.fixture(scope="module")
def core() -> BuiltLibrary:
    return ensure_built(with_tests=True, progress=False)


def asked(program: str, lean_path: Path, *arguments: str) -> dict[str, Any]:
    """What a program beside this file says, which has Lean in its process."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.kernel.{program}", str(find_binary().path), *arguments],
        env={**os.environ, "LEAN_PATH": str(lean_path)},
        cwd=data_root(),
        capture_output=True,
        text=True,
        timeout=3600,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_function_has_its_theorem() -> None:
    about = {name.removesuffix("_is").removesuffix("_iff").removesuffix("_zero") for name in THEOREMS}
    assert set(FUNCTIONS) - about == {"succ"}, "which is a constructor"


def test_the_theorems_hold_where_the_kernel_knows_no_arithmetic(core: BuiltLibrary) -> None:
    names = [f"CoreTest.{name}" for name in THEOREMS]
    told = asked("replay", core.path, MODULE, *names)
    assert told["refused"] == []
    assert told["largest"] <= 2, "no numeral that would have to be unfolded"
    assert {*names, *(f"Nat.{name}" for name in FUNCTIONS)} <= set(told["done"])


def test_the_core_s_definitions_evaluate_to_what_the_kernel_computes(core: BuiltLibrary) -> None:
    told = asked("arithmetic", core.path, "small", "9")
    assert told["asked"] > 1.9 * 9 * 9 * len(FUNCTIONS)
    assert told["refused"] == told["believed"] == []


@pytest.mark.slow
def test_the_core_s_definitions_evaluate_to_what_the_kernel_computes_further(core: BuiltLibrary) -> None:
    told = asked("arithmetic", core.path, "small", "24")
    assert told["asked"] > 1.9 * 24 * 24 * len(FUNCTIONS)
    assert told["refused"] == told["believed"] == []


@pytest.mark.parametrize("count", [2_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_the_kernel_s_arithmetic_is_python_s(core: BuiltLibrary, count: int) -> None:
    told = asked("arithmetic", core.path, "large", str(count), "2026")
    assert told["asked"] >= (len(EDGES) ** 2 + count) * len(COMPUTED)
    assert told["refused"] == told["believed"] == []


# A core that lies: what its kernel accepts shows which functions are computed, not unfolded.

BASICS = """prelude
set_option linter.all false
set_option genCtorIdx false
set_option bootstrap.inductiveCheckResultingUniverse false
universe u
unsafe axiom lcErased : Type
unsafe axiom lcAny : Type
unsafe axiom lcVoid : Type
inductive Eq {α : Sort u} (a : α) : α → Prop where
  | refl : Eq a a
inductive True : Prop where
  | intro : True
inductive And (a b : Prop) : Prop where
  | intro (left : a) (right : b) : And a b
inductive Bool : Type where
  | false : Bool
  | true : Bool
inductive Nat where
  | zero
  | succ (n : Nat)
"""


@pytest.fixture(scope="module")
def lies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A core that defines every function as a wrong constant: the folder of its compiled file."""
    folder = tmp_path_factory.mktemp("lies")
    text = BASICS
    for name, function in FUNCTIONS.items():
        value = function.python(6, 3)
        kind = "Bool" if isinstance(value, bool) else "Nat"
        wrong = (
            f"Bool.{str(not value).lower()}"
            if kind == "Bool"
            else "Nat.zero"
            if value
            else "Nat.succ Nat.zero"
        )
        if name != "succ":
            more = "Nat → " * function.arguments
            text += (
                f"noncomputable def Nat.{name} : {more}{kind} := fun{' _' * function.arguments} => {wrong}\n"
            )
    (folder / "Lies.lean").write_text(text, encoding="utf-8")
    children = Children(find_binary().path, folder)
    try:
        command = ["-R", str(folder), "-o", str(folder / "Lies.olean"), str(folder / "Lies.lean")]
        assert children.lean(command) == (0, "", "")
    finally:
        children.close()
    return folder


def test_the_kernel_computes_these_functions_and_no_others(lies: Path) -> None:
    told = asked("arithmetic", lies, "lies", "Lies")
    assert {re.match(r"Nat\.(\w+)", item)[1] for item in told["refused"]} == set(FUNCTIONS) - COMPUTED  # type: ignore[index]


def test_a_replay_sees_through_the_kernel_s_arithmetic(lies: Path) -> None:
    """Without its names the same definitions evaluate to what they say, which is wrong."""
    told = asked("arithmetic", lies, "lies replayed", "Lies")
    assert len(told["refused"]) == len(FUNCTIONS) - 1, "all but the constructor"
