"""The embedded core: ordinary Lean compiles under it, and its numbers are the kernel's numbers.

The kernel computes `Nat.add`, `Nat.div` and others on literals by GMP, whatever the core's definition says.
So each definition is compared, by evaluation that GMP has no part in, with GMP and with Python's integers.
"""

from __future__ import annotations

import json
import math
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.kernel import build
from detlm.kernel.build import CORE_AXIOMS, BuiltLibrary, ensure_built
from detlm.kernel.objects import read_olean

CORE = data_root() / "lean" / "Core"
LEAN_MAIN = Path(build.__file__).with_name("lean_main.py")


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> BuiltLibrary:
    """The core alone: these tests hold whatever state the library is in."""
    return ensure_built(progress=False, source_root=tmp_path_factory.mktemp("no-library"))


def problems(core: BuiltLibrary, path: Path) -> list[str]:
    """What Lean has to say of a file: errors, warnings, output."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(LEAN_MAIN), str(core.binary.path), "--json", str(path)],
        env={**os.environ, "LEAN_PATH": str(core.path)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    messages = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == (1 if any(m["severity"] == "error" for m in messages) else 0), done.stderr
    return [f"{m['pos']['line']}: {m['data']}" for m in messages]


def run(core: BuiltLibrary, folder: Path, text: str) -> list[str]:
    path = folder / "Test.lean"
    path.write_text(text, encoding="utf-8")
    return problems(core, path)


@pytest.mark.parametrize("name", ["ordinary", "integers", "omega"])
def test_an_ordinary_file_compiles_without_a_word(core: BuiltLibrary, name: str) -> None:
    assert problems(core, Path(__file__).with_name(f"{name}.lean")) == []


def test_values_are_evaluated_and_printed(core: BuiltLibrary) -> None:
    path = Path(__file__).with_name("shown.lean")
    lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
    expected = [f"{i}: {line.rpartition(' -- ')[2]}" for i, line in lines if line.startswith("#eval")]
    assert len(expected) > 25
    assert [said.rstrip() for said in problems(core, path)] == expected


def test_false_statements_do_not_compile(core: BuiltLibrary, tmp_path: Path) -> None:
    statements = [
        "1 + 1 = 3 := by decide",
        "1 + 1 = 3 := by decide +kernel",
        "2 ^ 64 - 1 = 2 ^ 64 := rfl",
        "(7 : Fin 7) = 1 := by decide",
        "7 / 2 = 4 := by simp",
        "[1, 2] = [2, 1] := by simp",
        "∀ i, i < 9 → i < 8 := by decide",
        "'a' = 'b' := by decide",
        '"ab" = "ba" := by decide',
        "∃ x : Nat, x + 1 = 0 := ⟨0, by decide⟩",
        "∀ p : Prop, p := by intro p; contradiction",
        "(-7 : Int) / 2 = -3 := by decide",
        "(2 - 5 : Int) = 3 := rfl",
        "(-1 : Int) < -2 := by decide +kernel",
        "(3 : Int) ∣ 7 := by simp",
        'Nat.repr 12 = "21" := by decide',
        "∀ a b : Nat, a - b + b = a := by omega",
        "∀ a : Int, a / 2 * 2 = a := by omega",
        "∀ a b : Int, a ≤ b → a < b := by omega",
    ]
    said = run(core, tmp_path, "".join(f"example : {text}\n" for text in statements))
    assert {line.split(":")[0] for line in said} == {str(i + 1) for i in range(len(statements))}, said


def test_the_core_has_lean_s_axioms_and_no_others(core: BuiltLibrary) -> None:
    axioms = [name for path in core.path.rglob("*.olean") for name in read_olean(path).axioms]
    assert sorted(axioms) == sorted(CORE_AXIOMS)


def test_the_axioms_have_their_official_types(core: BuiltLibrary, tmp_path: Path) -> None:
    text = """
theorem one : ∀ {a b : Prop}, (a ↔ b) → a = b := @propext
noncomputable def two : {α : Sort u} → Nonempty α → α := @Classical.choice
theorem three : ∀ {α : Sort u} {r : α → α → Prop} {a b : α}, r a b → Quot.mk r a = Quot.mk r b := @Quot.sound
"""
    assert run(core, tmp_path, text) == []


def test_theorems_use_no_axiom_beyond_the_three(core: BuiltLibrary, tmp_path: Path) -> None:
    names = [
        "List.mem_flatMap",
        "Nat.div_mod_unique",
        "List.isPrefixOf_iff_exists",
        "Classical.em",
        "String.ext",
        "Int.mul_assoc",
        "Int.ediv_emod_unique",
        "linear",
    ]
    proof = "theorem linear (a b : Nat) (h : ¬a ≤ b / 3) : a - 1 ≥ b / 3 ∧ 3 * a > b := by omega\n"
    said = run(core, tmp_path, proof + "".join(f"#print axioms {name}\n" for name in names))
    assert len(said) == len(names)
    for line in said:
        used = set(line.partition("[")[2].rstrip("]").replace(",", " ").split())
        assert used <= {"propext", "Classical.choice", "Quot.sound"}, line


def test_no_source_of_the_core_takes_a_short_cut() -> None:
    sources = sorted(CORE.rglob("*.lean"))
    assert len(sources) > 10
    for path in sources:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("/- # "), path
        for word in ("sorry ", "native_decide", "implemented_by", "csimp", "skipKernelTC", "ofReduceBool"):
            allowed = word == "implemented_by" and path.name == "Syntax.lean"  # constructors of names: hashed
            assert word not in text or allowed, f"{path}: {word}"


# The kernel's arithmetic

#: Where carries, words and signs could go wrong.
LARGE = [0, 1, 2, 63, 64, 255, 256, 2**31, 2**32 - 1, 2**32, 2**63, 2**64 - 1, 2**64, 2**64 + 1, 10**30]

#: Definitions by recursion that the kernel evaluates step by step, in terms of the previous ones.
PLAIN = """
set_option linter.unusedVariables false
noncomputable section
def plainAdd (a b : Nat) : Nat := Nat.rec a (fun _ r => Nat.succ r) b
def plainPred (a : Nat) : Nat := Nat.rec 0 (fun n _ => n) a
def plainSub (a b : Nat) : Nat := Nat.rec a (fun _ r => plainPred r) b
def plainMul (a b : Nat) : Nat := Nat.rec 0 (fun _ r => Nat.add r a) b
def plainPow (a b : Nat) : Nat := Nat.rec 1 (fun _ r => Nat.mul r a) b
def plainShl (a b : Nat) : Nat := Nat.rec (motive := fun _ => Nat → Nat) id (fun _ r a => r (2 * a)) b a
def plainShr (a b : Nat) : Nat := Nat.rec a (fun _ r => r / 2) b
def plainBeq : Nat → Nat → Nat := fun a =>
  Nat.rec (fun b => Nat.rec 1 (fun _ _ => 0) b) (fun _ r b => Nat.rec 0 (fun b _ => r b) b) a
def plainBle : Nat → Nat → Nat := fun a =>
  Nat.rec (fun _ => 1) (fun _ r b => Nat.rec 0 (fun b _ => r b) b) a
-- The core's definitions are these, or their fuel versions, by definition: with variables, GMP has no say.
example : Nat.add = plainAdd := by
  funext a b; induction b with | zero => rfl | succ b ih => exact congrArg Nat.succ ih
theorem pred : ∀ n, Nat.pred n = plainPred n
  | 0 => rfl
  | _ + 1 => rfl
example : Nat.sub = plainSub := by
  funext a b; induction b with | zero => rfl | succ b ih => exact (congrArg Nat.pred ih).trans (pred _)
example : Nat.mul = plainMul := by
  funext a b; induction b with | zero => rfl | succ b ih => exact congrArg (· + a) ih
example : Nat.pow = plainPow := by
  funext a b; induction b with | zero => rfl | succ b ih => exact congrArg (· * a) ih
example : Nat.shiftRight = plainShr := by
  funext a b; induction b with | zero => rfl | succ b ih => exact congrArg (· / 2) ih
example : Nat.shiftLeft = plainShl := by
  funext a b; induction b generalizing a with | zero => rfl | succ b ih => exact ih (2 * a)
example : (fun a b => (Nat.beq a b).toNat) = plainBeq := by
  funext a b
  induction a generalizing b with
  | zero => cases b <;> rfl
  | succ a ih => cases b with | zero => rfl | succ b => exact ih b
example : (fun a b => (Nat.ble a b).toNat) = plainBle := by
  funext a b
  induction a generalizing b with
  | zero => cases b <;> rfl
  | succ a ih => cases b with | zero => rfl | succ b => exact ih b
example (x y : Nat) : Nat.div x y = Nat.divFuel x x y := rfl
example (x y : Nat) : Nat.mod x y = Nat.modFuel x x y := rfl
example (x y : Nat) : Nat.gcd x y = Nat.gcdFuel x x y := rfl
example (x : Nat) : Nat.log2 x = Nat.log2Fuel x x := rfl
example (x y : Nat) : Nat.land x y = Nat.bitwiseFuel and x x y := rfl
example (x y : Nat) : Nat.lor x y = Nat.bitwiseFuel or x x y := rfl
example (x y : Nat) : Nat.xor x y = Nat.bitwiseFuel bne x x y := rfl
"""

OPERATIONS: dict[str, tuple[str, str, Callable[[int, int], int]]] = {
    # name: the core's evaluation, GMP's, Python's
    "add": ("plainAdd a b", "Nat.add a b", lambda a, b: a + b),
    "sub": ("plainSub a b", "Nat.sub a b", lambda a, b: max(a - b, 0)),
    "mul": ("plainMul a b", "Nat.mul a b", lambda a, b: a * b),
    "pow": ("plainPow a b", "Nat.pow a b", lambda a, b: a**b),
    "div": ("Nat.divFuel a a b", "Nat.div a b", lambda a, b: a // b if b else 0),
    "mod": ("Nat.modFuel a a b", "Nat.mod a b", lambda a, b: a % b if b else a),
    "gcd": ("Nat.gcdFuel a a b", "Nat.gcd a b", math.gcd),
    "log2": ("Nat.log2Fuel a a", "Nat.log2 a", lambda a, b: max(a.bit_length() - 1, 0)),
    "land": ("Nat.bitwiseFuel and a a b", "Nat.land a b", lambda a, b: a & b),
    "lor": ("Nat.bitwiseFuel or a a b", "Nat.lor a b", lambda a, b: a | b),
    "xor": ("Nat.bitwiseFuel bne a a b", "Nat.xor a b", lambda a, b: a ^ b),
    "shiftLeft": ("plainShl a b", "Nat.shiftLeft a b", lambda a, b: a << b),
    "shiftRight": ("plainShr a b", "Nat.shiftRight a b", lambda a, b: a >> b),
    "beq": ("plainBeq a b", "(Nat.beq a b).toNat", lambda a, b: int(a == b)),
    "ble": ("plainBle a b", "(Nat.ble a b).toNat", lambda a, b: int(a <= b)),
}

#: Equality of lists by structure alone: `decide` on numbers would ask GMP.
SAME = """
def same (xs : List Nat) : List Nat → Bool :=
  List.rec (fun ys => ys.isEmpty)
    (fun x _ r ys => List.rec false (fun y ys _ => Nat.rec false (fun _ _ => r ys) (plainBeq x y)) ys) xs
def table (rows columns : Nat) (f : Nat → Nat → Nat) : List Nat :=
  (List.range rows).flatMap fun a => (List.range columns).map fun b => f a b
"""


def test_definitions_are_what_is_tested(core: BuiltLibrary, tmp_path: Path) -> None:
    assert run(core, tmp_path, PLAIN) == []


@pytest.mark.parametrize("below", [9, pytest.param(24, marks=pytest.mark.slow)])
def test_the_kernel_s_arithmetic_is_the_core_s(core: BuiltLibrary, tmp_path: Path, below: int) -> None:
    text = PLAIN + SAME
    for name, (ours, gmp, python) in OPERATIONS.items():
        # The comparison is unary, so results have to stay small.
        rows, columns = {"pow": (6, 4), "shiftLeft": (below, 4)}.get(name, (below, below))
        expected = ", ".join(str(python(a, b)) for a in range(rows) for b in range(columns))
        text += f"def {name}Expected : List Nat := [{expected}]\n"
        for who, call in (("Core", ours), ("Kernel", gmp)):
            table = f"table {rows} {columns} fun a b => {call}"
            text += f"theorem {name}{who} : same ({table}) {name}Expected = true := by decide +kernel\n"
    assert run(core, tmp_path, text) == []


def test_the_kernel_s_arithmetic_is_python_s_on_large_numbers(core: BuiltLibrary, tmp_path: Path) -> None:
    lines = []
    for name, (_, gmp, python) in OPERATIONS.items():
        second = [b for b in LARGE if b <= 64] if name in ("pow", "shiftLeft", "shiftRight") else LARGE
        for a in LARGE:
            calls = ", ".join(gmp.replace(" a", f" {a}").replace(" b", f" {b}") for b in second)
            values = ", ".join(str(python(a, b)) for b in second)
            lines.append(f"theorem {name}{LARGE.index(a)} : [{calls}] = [{values}] := by decide +kernel")
    # The fuel versions that are quick enough, on large numbers too.
    for a, b in ((2**64 - 1, 2**63 + 5), (10**30, 2**64 - 1)):
        for f, value in (("and", a & b), ("or", a | b), ("bne", a ^ b)):
            lines.append(f"example : Nat.bitwiseFuel {f} 200 {a} {b} = {value} := by decide +kernel")
        lines.append(f"example : Nat.gcdFuel 200 {a} {b} = {math.gcd(a, b)} := by decide +kernel")
        lines.append(f"example : Nat.log2Fuel 200 {a} = {a.bit_length() - 1} := by decide +kernel")
    assert run(core, tmp_path, "\n".join(lines)) == []


def test_a_wrong_table_would_be_noticed(core: BuiltLibrary, tmp_path: Path) -> None:
    text = PLAIN + SAME
    text += "theorem one : same [1, 2] [1, 3] = true := by decide +kernel\n"
    text += "theorem two : same [1, 2] [1] = true := by decide +kernel\n"
    text += "theorem three : same [1] [1, 2] = true := by decide +kernel\n"
    assert len(run(core, tmp_path, text)) == 3
