"""Verdicts of the embedded kernel: what is accepted, what is refused and where, what is read back."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from detlm.kernel.client import Launch
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest, Declaration, Verdict

NAT_ONE = (
    "(app (app (app (const OfNat.ofNat [0]) (const Nat [])) (lit 1)) (app (const instOfNatNat []) (lit 1)))"
)


def check(kernel: EmbeddedKernel, source: str, *names: str, **more: object) -> Verdict:
    return kernel.check(CheckRequest.model_validate({"source": source, "declarations": names, **more}))


def read(kernel: EmbeddedKernel, source: str, name: str, **more: object) -> Declaration:
    verdict = check(kernel, source, name, **more)
    assert verdict.accepted, verdict.messages
    (declaration,) = verdict.declarations
    return declaration


def test_a_proof_is_accepted_and_its_statement_read_back(kernel: EmbeddedKernel) -> None:
    verdict = check(kernel, "theorem a : 1 = 1 := by decide", "a")
    assert verdict.accepted and verdict.messages == ()
    (a,) = verdict.declarations
    assert (a.name, a.kind, a.levels, a.value, a.axioms) == ("a", "theorem", 0, None, ())
    assert a.type == f"(app (app (app (const Eq [1]) (const Nat [])) {NAT_ONE}) {NAT_ONE})"
    assert verdict.milliseconds > 0 and verdict.worker.served >= 1


def test_a_false_statement_is_rejected_where_the_proof_fails(kernel: EmbeddedKernel) -> None:
    verdict = check(kernel, "-- ∀ first line\ntheorem a :\n    1 + 1 = 3 := by\n  decide", "a")
    assert not verdict.accepted and not verdict.exhausted
    first = verdict.errors[0]
    assert (first.line, first.column, first.end_line, first.end_column) == (4, 2, 4, 8)
    assert "1 + 1 = 3" in first.text and first.origin == "source"


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [("theorem a : := rfl", 1, 11), ("theorem a : True := trivial\n)", 2, 0), ("def é := nope", 1, 9)],
)
def test_broken_text_is_rejected_with_a_position(
    kernel: EmbeddedKernel, source: str, line: int, column: int
) -> None:
    verdict = check(kernel, source)
    assert (verdict.errors[0].line, verdict.errors[0].column) == (line, column)


def test_a_requested_declaration_must_exist(kernel: EmbeddedKernel) -> None:
    verdict = check(kernel, "theorem a : True := trivial", "a", "b")
    assert not verdict.accepted
    assert [item.text for item in verdict.errors] == ["`b` was not declared"]
    assert [item.name for item in verdict.declarations] == ["a"]


def test_blank_text_declares_nothing(kernel: EmbeddedKernel) -> None:
    assert check(kernel, "").accepted
    assert check(kernel, " -- nothing\n/- at all -/\n").accepted
    assert not check(kernel, "", "a").accepted


@pytest.mark.parametrize(
    ("source", "name", "kind", "value"),
    [
        ("def x : Nat := nat_lit 5", "x", "definition", "(lit 5)"),
        (f"def x : Nat := nat_lit {2**64 - 1}", "x", "definition", f"(lit {2**64 - 1})"),
        (f"def x : Nat := nat_lit {2**200 + 3}", "x", "definition", f"(lit {hex(2**200 + 3)})"),
        ('def x : String := "a\\"é∀😀\\n"', "x", "definition", '(lit "a\\"\\u00e9\\u2200\\ud83d\\ude00\\n")'),
        ("def A.«x y» : Prop := True", 'A."x y"', "definition", "(const True [])"),
        ("def f := fun (p : Prop) (q : p) => q", "f", "definition", "(lam (sort 0) (lam (bvar 0) (bvar 0)))"),
        ("def f := let x := True; x", "f", "definition", "(let (sort 0) (const True []) (bvar 0))"),
        ("def f (p : True ∧ True) := p.1", "f", "theorem", None),
        ("opaque x : Nat", "x", "opaque", None),
        ("inductive T | a", "T", "inductive", None),
        ("inductive T | a", "T.a", "constructor", None),
        ("inductive T | a", "T.rec", "recursor", None),
    ],
)
def test_kinds_and_values(
    kernel: EmbeddedKernel, source: str, name: str, kind: str, value: str | None
) -> None:
    found = read(kernel, source, name)
    assert (found.name, found.kind, found.value) == (name, "definition" if name == "f" else kind, found.value)
    if value is not None:
        assert found.value == value


def test_bound_names_binders_and_universe_names_do_not_matter(kernel: EmbeddedKernel) -> None:
    one = read(kernel, "def f.{u} (α : Sort u) (x : α) : α := x", "f")
    two = read(kernel, "def f.{w} {β : Sort w} (y : β) : β := y", "f")
    assert one == two
    assert one.levels == 1 and one.type == "(pi (sort (param 0)) (pi (bvar 0) (bvar 1)))"
    swapped = read(kernel, "def f.{u, v} (α : Sort v) (β : Sort u) : Sort (imax v u) := α → β", "f")
    assert swapped.type == "(pi (sort (param 1)) (pi (sort (param 0)) (sort (imax (param 1) (param 0)))))"


def test_notation_cannot_change_what_is_read_back(kernel: EmbeddedKernel) -> None:
    plain = read(kernel, "theorem a : 1 = 1 := rfl", "a")
    fake = 'notation "two" => 1\ntheorem a : two = two := rfl\n#print axioms a'
    assert not check(kernel, fake, "a").accepted
    assert read(kernel, fake, "a", trusted=True).type == plain.type


def test_deep_terms_are_read_back(kernel: EmbeddedKernel) -> None:
    depth = 800
    found = read(kernel, f"theorem a : {'¬' * depth} True → True := fun _ => trivial", "a")
    assert found.type.count("Not") == depth


def test_a_type_that_is_too_large_to_write_is_an_error(kernel: EmbeddedKernel) -> None:
    def source(size: int) -> str:
        return f'theorem a : "{"x" * size}" = "" → True := fun _ => trivial'

    assert read(kernel, source(1 << 16), "a").type.count("x") == 1 << 16
    verdict = check(kernel, source(8 << 20), "a")
    assert not verdict.accepted
    assert [item.text for item in verdict.errors] == [
        "`a` cannot be read back: an expression of more than 8 MiB of text"
    ]


# Axioms


def test_official_axioms_are_allowed_and_listed_with_their_types(kernel: EmbeddedKernel) -> None:
    source = """
theorem p (a b : Prop) (h : a ↔ b) : a = b := propext h
noncomputable def c (α : Type) (h : Nonempty α) : α := Classical.choice h
theorem q : Quot.mk (fun (a b : Nat) => True) 1 = Quot.mk _ 2 := Quot.sound trivial
theorem all (a b : Prop) (h : a ↔ b) : (a = b) ∧ (1 = 1) := ⟨p a b h, by decide⟩
"""
    verdict = check(kernel, source, "p", "c", "q", "all", recheck=True)
    assert verdict.accepted, verdict.messages
    assert [[axiom.name for axiom in item.axioms] for item in verdict.declarations] == [
        ["propext"],
        ["Classical.choice"],
        ["Quot.sound"],
        ["propext"],
    ]
    choice = verdict.declarations[1].axioms[0]
    assert (choice.levels, choice.type) == (
        1,
        "(pi (sort (param 0)) (pi (app (const Nonempty [(param 0)]) (bvar 0)) (bvar 1)))",
    )


@pytest.mark.parametrize("trusted", [False, True])
@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("theorem a : False := sorry", "gap"),
        ("theorem a : False := by sorry", "gap"),
        ("theorem a : False := by admit", "gap"),
        ("theorem a : False := sorryAx _", "gap"),
        ("axiom f : False\ntheorem a : False := f", "axiom"),
        ("theorem b : False := sorry\ntheorem a : False := b", "gap"),
        ("set_option debug.skipKernelTC true\ntheorem a : True := trivial", "skipKernelTC"),
        ("set_option debug.skipKernelTC true in theorem a : True := trivial", "kernel's check"),
        ("set_option «debug».skipKernelTC true in\ntheorem a : True := trivial", "option"),
        ("set_option warn.sorry false in theorem a : True := trivial", "warn.sorry"),
        ("theorem a : 1 = 1 := by native_decide", "native"),
        ("theorem a : 1 = 1 := by decide +native", "native"),
        ("theorem a : True := by bv_decide", "native"),
        ("import Other\ntheorem a : True := trivial", "imports"),
        ("unsafe def a : False := a", "unsafe"),
    ],
)
def test_cheats_are_rejected(kernel: EmbeddedKernel, source: str, words: str, trusted: bool) -> None:
    verdict = check(kernel, source, "a", trusted=trusted)
    assert not verdict.accepted
    assert any(words in item.text for item in verdict.errors), verdict.errors
    assert all(item.line >= 1 for item in verdict.errors)


@pytest.mark.parametrize(
    "source",
    [
        "#eval 1",
        "#eval! 1",
        "run_cmd pure ()",
        "initialize x : Nat ← pure 1",
        'elab "x" : term => pure default',
        'macro "x" : term => `(1)',
        'syntax "x" : term',
        'notation "x" => 1',
        "@[implemented_by g] def f := 1",
        '@[extern "f"] opaque f : Nat',
        'def s := include_str "x"',
        "simproc x (1) := fun _ => default",
    ],
)
def test_code_that_runs_is_refused_unless_trusted(kernel: EmbeddedKernel, source: str) -> None:
    verdict = check(kernel, source)
    assert not verdict.accepted and verdict.declarations == ()
    assert all(item.kind == "detlm" for item in verdict.errors)
    trusted = check(kernel, source, trusted=True)
    assert not any(item.kind == "detlm" and "run code" in item.text for item in trusted.messages)


def test_everything_new_is_judged_where_nothing_is_named(kernel: EmbeddedKernel) -> None:
    hidden = "def x := 1\nnamespace B theorem y : False := by exact sorryAx _ end B"
    verdict = check(kernel, hidden, trusted=True)
    assert "`B.y` has a gap: `sorry`, or a proof that failed" in [item.text for item in verdict.errors]
    assert check(kernel, "def x := 1\ntheorem y : x = 1 := rfl").accepted


def test_a_proof_that_skipped_the_kernel_is_caught_by_asking_it(kernel: EmbeddedKernel) -> None:
    # The option lets the elaborator add what the kernel never saw; nothing else is wrong with this proof.
    source = "set_option debug.skipKernelTC true in\ntheorem a : 1 = 2 := by decide +kernel"
    verdict = check(kernel, source, "a", trusted=True)
    assert not any(item.kind != "detlm" for item in verdict.errors), verdict.errors
    assert any("the kernel refuses" in item.text for item in verdict.errors)


def test_asking_the_kernel_again_accepts_what_is_right(kernel: EmbeddedKernel) -> None:
    source = """
inductive Pick : Bool → Type | yes : Pick true
theorem fine (b : Bool) (h : Pick b) : b = true := by cases h; rfl
def f : Nat → Bool | 0 => true | n + 1 => !(f n)
theorem long : f 200 = true := by decide +kernel
def poly.{u} {α : Sort u} (x : α) : α := x
partial def spin (n : Nat) : Nat := spin (n + 1)
mutual
theorem even : ∀ n : Nat, True | 0 => trivial | n + 1 => odd n
theorem odd : ∀ n : Nat, True | 0 => trivial | n + 1 => even n
end
"""
    verdict = check(kernel, source, "fine", "long", "poly", "even", "spin", recheck=True)
    assert verdict.accepted, verdict.messages


def test_trusted_files_may_import_the_library_and_run(kernel: EmbeddedKernel) -> None:
    verdict = check(
        kernel, 'import DetLM\n\nmacro "one" : term => `(1)\ntheorem a : one = 1 := rfl', "a", trusted=True
    )
    assert verdict.accepted, verdict.messages


# Preludes and options


def test_a_prelude_is_elaborated_once(kernel: EmbeddedKernel) -> None:
    prelude = "def base := 41 -- a prelude of its own"
    with EmbeddedKernel(kernel.launch()) as alone:
        first = check(alone, "theorem a : base + 1 = 42 := rfl", "a", prelude=prelude)
        second = check(alone, "theorem a : base + 1 = 43 := rfl", "a", prelude=prelude)
        third = check(alone, "theorem a : base + 1 = 42 := rfl", "a", prelude=prelude)
    assert (first.accepted, second.accepted, third.accepted) == (True, False, True)
    assert (first.prelude_cached, second.prelude_cached, third.prelude_cached) == (False, True, True)


def test_sources_do_not_see_each_other(kernel: EmbeddedKernel) -> None:
    assert check(kernel, "def mine := 1", "mine", prelude="def base := 1").accepted
    assert not check(kernel, "theorem a : mine = 1 := rfl", "a", prelude="def base := 1").accepted


def test_a_broken_prelude_says_so(kernel: EmbeddedKernel) -> None:
    verdict = check(kernel, "theorem a : True := trivial", "a", prelude="\ndef base := nope")
    assert not verdict.accepted
    assert (verdict.errors[0].origin, verdict.errors[0].line) == ("prelude", 2)
    refused = check(kernel, "theorem a : True := trivial", "a", prelude="axiom f : False")
    assert refused.errors[0].origin == "prelude"


def test_many_preludes_evict_each_other(launch: Launch) -> None:
    with EmbeddedKernel(launch) as alone:
        for i in range(10):
            verdict = check(alone, f"theorem a : base = {i} := rfl", "a", prelude=f"def base := {i}")
            assert verdict.accepted and not verdict.prelude_cached
        assert check(alone, "theorem a : base = 9 := rfl", "a", prelude="def base := 9").prelude_cached
        again = check(alone, "theorem a : base = 0 := rfl", "a", prelude="def base := 0")
        assert again.accepted and not again.prelude_cached


def test_budgets_of_leans_own_are_no_refutation(kernel: EmbeddedKernel) -> None:
    source = "def f : Nat → Bool | 0 => true | n + 1 => !(f n)\ntheorem a : f 300 = true := by decide"
    shallow = check(kernel, source, "a", max_rec_depth=100)
    assert not shallow.accepted and shallow.exhausted, shallow.errors
    assert check(kernel, source, "a").accepted


def test_unicode_counts_in_code_points(kernel: EmbeddedKernel) -> None:
    verdict = check(kernel, 'def s := "😀∀é" theorem a : "😀" = s := rfl', "a")
    assert verdict.errors[0].column == 38


def test_the_description_names_the_lean(kernel: EmbeddedKernel, launch: Launch) -> None:
    found = kernel.describe()
    assert (found.kind, found.axioms_from) == ("embedded", "expressions")
    assert (found.lean_version, found.git_hash) == (launch.lean_version, launch.git_hash)
    assert found.library_sha256 and found.core_digest and found.library_digest


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_a_worker_fills_no_file(kernel: EmbeddedKernel) -> None:
    worker = check(kernel, "example : True := trivial").worker.pid
    limits = Path(f"/proc/{worker}/limits").read_text(encoding="ascii")
    assert re.search(r"^Max file size +0 +0 +bytes", limits, re.MULTILINE)
