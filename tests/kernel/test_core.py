"""The embedded core: ordinary Lean compiles under it, and false statements do not.

That its numbers are the kernel's is tested in ``test_arithmetic.py``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
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
