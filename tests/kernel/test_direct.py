"""Declarations that go straight to the kernel: which do, and that the elaborator would have said the same.

An elaborated ``by decide +kernel`` leaves an auxiliary theorem ``…._proof_1``; a direct one does not. A
comment behind the text is enough to send it to the elaborator.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detlm.certificate import statement
from detlm.config import data_root
from detlm.kernel.client import Launch
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.obligations import Obligation
from detlm.kernel.protocol import CheckRequest, Verdict
from detlm.kernel.terms import Definitions, Term, node
from detlm.knowledge.closure import close
from detlm.syntax import read_program

ELABORATED = "-- not of the form\n"


def obligation(output: bytes) -> Obligation:
    program = read_program(data_root() / "dsl" / "examples" / "medication.det")
    parts = statement.take_apart(program, output)
    claims = [claim for span in parts.spans or () for claim in span.claims]
    witness = statement.find_witness(close(program), claims)
    return statement.obligation(program, b"What is aspirin used for?", output, witness)


TRUE = obligation(b"aspirin must not be taken with warfarin.")
FALSE = obligation(b"aspirin must not be taken with ibuprofen.")


def check(kernel: EmbeddedKernel, source: str, *names: str, prelude: str | None = None) -> Verdict:
    return kernel.check(CheckRequest(source=source, declarations=names, prelude=prelude))


def went_direct(kernel: EmbeddedKernel, source: str, theorem: str, prelude: str | None) -> bool:
    verdict = check(kernel, source, f"{theorem}._proof_1", prelude=prelude)
    return [item.text for item in verdict.errors] == [f"`{theorem}._proof_1` was not declared"]


def outcome(verdict: Verdict) -> tuple[object, ...]:
    # Without positions: that of an unexpected end is behind the comment.
    return verdict.accepted, verdict.declarations, [message.text for message in verdict.messages]


def test_an_obligation_goes_direct_and_means_the_same(kernel: EmbeddedKernel) -> None:
    names = (*TRUE.statements, *TRUE.definitions)
    direct = check(kernel, TRUE.source, *names, prelude=TRUE.prelude)
    assert direct.accepted and direct.messages == ()
    assert statement.judge(TRUE, direct).proved
    assert outcome(check(kernel, TRUE.source + ELABORATED, *names, prelude=TRUE.prelude)) == outcome(direct)
    elaborated = TRUE.prelude + ELABORATED
    assert outcome(check(kernel, TRUE.source, *names, prelude=elaborated)) == outcome(direct)
    assert went_direct(kernel, TRUE.source, "Run.accepted", TRUE.prelude)
    assert not went_direct(kernel, TRUE.source + ELABORATED, "Run.accepted", TRUE.prelude)


def test_a_false_obligation_is_rejected_as_ever(kernel: EmbeddedKernel) -> None:
    names = (*FALSE.statements, *FALSE.definitions)
    verdict = check(kernel, FALSE.source, *names, prelude=FALSE.prelude)
    assert not verdict.accepted and not statement.judge(FALSE, verdict).proved
    assert [error.text for error in verdict.errors] == [
        "the kernel evaluates the statement of `Run.accepted` to false"
    ]
    lines = FALSE.source.splitlines()
    assert lines[verdict.errors[0].line - 1].startswith("theorem Run.accepted")
    elaborated = check(kernel, FALSE.source + ELABORATED, *names, prelude=FALSE.prelude)
    assert not elaborated.accepted and "is false" in elaborated.errors[0].text


def test_a_refutation_goes_direct(kernel: EmbeddedKernel) -> None:
    verdict = check(kernel, FALSE.refutation, "Run.refuted", prelude=FALSE.prelude)
    assert verdict.accepted and verdict.declarations[0].type == FALSE.refuted
    assert went_direct(kernel, FALSE.refutation, "Run.refuted", FALSE.prelude)
    assert not check(kernel, TRUE.refutation, "Run.refuted", prelude=TRUE.prelude).accepted


def test_what_is_known_of_a_prelude_is_the_same_when_it_is_looked_at_again(kernel: EmbeddedKernel) -> None:
    names = (*TRUE.statements, *TRUE.definitions)
    first, *others = (check(kernel, TRUE.source, *names, prelude=TRUE.prelude) for _ in range(5))
    assert first.accepted and all(outcome(one) == outcome(first) for one in others)
    request = CheckRequest(prelude=TRUE.prelude, source=TRUE.source, declarations=names, recheck=True)
    assert outcome(kernel.check(request)) == outcome(first)


def test_preludes_do_not_lend_each_other_what_is_known(kernel: EmbeddedKernel) -> None:
    def prelude(number: int) -> str:
        return f"noncomputable def P.x : Nat := (nat_lit {number:#x})\n"

    source = "noncomputable def P.y : Nat := (@Nat.succ @P.x)\n"
    for number in (1, 2, 1, 3, 2):
        x, y = check(kernel, source, "P.x", "P.y", prelude=prelude(number)).declarations
        assert x.value == f"(lit {number})" and y.value == "(app (const Nat.succ []) (const P.x []))"


def test_a_direct_prelude_serves_text_that_must_be_elaborated(kernel: EmbeddedKernel) -> None:
    prelude = "noncomputable def P.x : Nat := (nat_lit 0x7)\n"
    direct = "noncomputable def P.y : Nat := (@Nat.succ @P.x)\n"
    for _ in range(2):
        assert check(kernel, direct, "P.x", "P.y", prelude=prelude).accepted
        verdict = check(kernel, "theorem P.t : P.x + 1 = 8 := rfl", "P.t", "P.x", prelude=prelude)
        assert verdict.accepted and verdict.declarations[1].value == "(lit 7)"
        assert not check(kernel, "theorem P.t : P.x = 8 := rfl", "P.t", prelude=prelude).accepted


@pytest.mark.parametrize("bits", [1, 62, 63, 64, 65, 127, 128, 129, 200, 8000])
def test_numbers_of_any_size(kernel: EmbeddedKernel, bits: int) -> None:
    for number in (2**bits - 1, 2**bits, 2**bits + 3 << 5):
        source = f"noncomputable def x : Nat := (nat_lit {number:#x})\n"
        verdict = check(kernel, source, "x")
        assert verdict.accepted
        assert verdict.declarations[0].value == f"(lit {number if number < 2**64 else hex(number)})"
        assert outcome(check(kernel, source + ELABORATED, "x")) == outcome(verdict)


def test_definitions_of_the_term_language_mean_the_same(kernel: EmbeddedKernel) -> None:
    definitions = Definitions("T")

    def numbers(*values: int) -> Term:
        return definitions.list_of("Nat", [node("Nat", "Nat.succ", value) for value in values])

    long = definitions.define("long", numbers(*range(70)))  # cut into several definitions
    definitions.define("none", numbers())
    definitions.define("again", node("(List Nat)", "List.append", *long_arguments(long), levels=(0,)))
    names = tuple(name for name, _, _ in definitions.entries)
    assert len(names) > 4
    direct = check(kernel, definitions.source(), *names)
    assert direct.accepted, direct.messages
    assert {item.name: item.value for item in direct.declarations} == {
        name: term.expression() for name, _, term in definitions.entries
    }
    assert outcome(check(kernel, definitions.source() + ELABORATED, *names)) == outcome(direct)


def long_arguments(term: Term) -> tuple[Term, Term, Term]:
    return node("Type", "Nat"), term, term


@pytest.mark.parametrize(
    "source",
    [
        "noncomputable def x : DetLM.Text := (nat_lit 0x5)\n",  # another type
        "noncomputable def x : Nat := (@Nat.succ @nowhere)\n",
        "noncomputable def x : Nat := (@Nat.succ)\n",
        "noncomputable def x : Nat := @Nat.zero @Nat.zero\n",
        "noncomputable def x : Nat := (@Nat.succ @Nat.zero\n",
        "noncomputable def x : Nat := @Nat.zero)\n",
        "noncomputable def x : Nat := @List.nil.{0}\n",
        "noncomputable def x : (List Nat := @Nat.zero\n",
        "noncomputable def x : Nat := @x\n",
        "noncomputable def Nat.succ : Nat := @Nat.zero\n",
        "noncomputable def x : Nat := @Nat.zero\nnoncomputable def x : Nat := @Nat.zero\n",
        "theorem x : @True := by decide +kernel\n",
        "theorem x : @False := by decide +kernel\n",
        "theorem x : (@Not @False) := by decide +kernel\n",
        "theorem x : (@Not @True) := by decide +kernel\n",
        "theorem x : @Nat.zero := by decide +kernel\n",
        "theorem x : @False := DetLM.Accepted.admits x\n",
        "theorem x : @True := DetLM.Accepted.admits x\n",
        "theorem x : @True := True.intro x\n",
        "noncomputable def x : Prop := (@DetLM.Accepted @Nat.zero)\n",
        "theorem x : (@DetLM.Accepted @Nat.zero) := by decide +kernel\n",
        "\nnoncomputable def x : Nat := @Nat.zero\n",
        "noncomputable def x : Nat := @Nat.zero",
        "theorem x : @True := sorry\n",
    ],
)
def test_the_elaborator_has_the_last_word(kernel: EmbeddedKernel, source: str) -> None:
    verdict, elaborated = (check(kernel, text, "x") for text in (source, source + "\n" + ELABORATED))
    assert outcome(verdict) == outcome(elaborated)


def test_a_direct_theorem_needs_its_hypothesis_proved(kernel: EmbeddedKernel) -> None:
    theorems = FALSE.source.splitlines(keepends=True)
    alone = "".join(line for line in theorems if not line.startswith("theorem Run.accepted"))
    assert not check(kernel, alone, "Run.admitted", prelude=FALSE.prelude).accepted
    # The other answer's proof does not do either.
    swapped = TRUE.source.splitlines(keepends=True)[:-1] + theorems[-1:]
    verdict = check(kernel, "".join(swapped), "Run.accepted", "Run.admitted", prelude=TRUE.prelude)
    assert not verdict.accepted
    assert not statement.judge(TRUE, verdict).proved and not statement.judge(FALSE, verdict).proved


def test_the_step_budget_holds_for_the_kernel_too(kernel: EmbeddedKernel) -> None:
    request = statement.request_for(TRUE, timeout_s=60)
    verdict = kernel.check(request.model_copy(update={"max_heartbeats": 1}))
    assert not verdict.accepted and verdict.exhausted  # which refutes nothing
    assert kernel.check(request).accepted


def test_memory_stays_flat(launch: Launch) -> None:
    def one(number: int) -> None:
        prelude = f"noncomputable def p{number} : Nat := (@Nat.succ (nat_lit {2**4000 + number:#x}))\n"
        source = f"noncomputable def x{number} : Nat := (@Nat.succ @p{number})\n"
        assert check(kernel, source, f"x{number}", f"p{number}", prelude=prelude).accepted
        assert not check(kernel, source.replace("@p", "@q"), f"x{number}", prelude=prelude).accepted

    def resident_mb() -> float:
        pages = int(Path(f"/proc/{kernel.processes()[1]}/statm").read_text(encoding="utf-8").split()[1])
        return pages * os.sysconf("SC_PAGESIZE") / (1 << 20)

    with EmbeddedKernel(launch) as kernel:
        for number in range(30):
            one(number)
        before = resident_mb()
        for number in range(30, 130):
            one(number)
        assert resident_mb() - before < 6
