"""A span of a context-free category from the mask to the kernel: generated, derived, replayed."""

from __future__ import annotations

import numpy as np
import pytest

from detlm.decode.guide import Guide
from detlm.errors import NoAdmissibleCompletion
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.grammars import derivation_term, grammar_term
from detlm.kernel.protocol import CheckRequest
from detlm.kernel.render import _Renderer, text_term
from detlm.kernel.terms import Definitions, node
from detlm.mask.compile import CompiledProgram, compile_program
from detlm.mask.derivation import Deriver
from detlm.mask.vocabulary import Vocabulary
from detlm.model.loading import LoadedModel, load_model
from detlm.model.scorer import Scorer
from detlm.syntax.envelope import envelope
from detlm.syntax.lark_files import read_lark
from detlm.syntax.program import (
    Always,
    AtMostWords,
    Chain,
    Derive,
    Forbid,
    Grammar,
    InGrammar,
    Lex,
    Limit,
    Matches,
    Program,
    Require,
    Shape,
)
from detlm.syntax.regex import ALL_BYTES, OneOf, literal, repeat

ARITHMETIC = read_lark(
    """
    start: term (("+" | "-") term)*
    term: factor (("*" | "/") factor)*
    factor: /[0-9]{1,3}/ | "(" start ")"
    """
)


def span(grammar: Grammar) -> Derive:
    within = InGrammar("Sum", grammar)
    return Derive("answer", 0, Always(), within, Lex(envelope(grammar), "Sum"), "Sum")


def program(*limits: Limit, output: Shape | None = None) -> Program:
    shape = output or Chain((Lex(literal(b"x = ")), span(ARITHMETIC), Lex(literal(b";"))))
    return Program("sums", (), (), (), shape, limits)


def test_the_mask_is_exact_beside_regular_parts() -> None:
    compiled = compile_program(program(), b"")
    assert compiled.exact and compiled.notes[0].where == "mask" and compiled.free is not None
    assert compiled.free.accepts(b"x = (1+2)*3;")
    assert not compiled.free.accepts(b"x = (1+2*3;") and compiled.dfa.accepts(b"x = (1+2*3);")
    assert compiled.free.run(compiled.free.start, b"x = (1;") < 0 <= compiled.dfa.run(0, b"x = (1)")


def test_limits_hold_beside_the_stack() -> None:
    compiled = compile_program(program(Require(b"77"), AtMostWords(3)), b"").tightened((Forbid(b"1"),))
    free = compiled.free
    assert free is not None
    assert free.accepts(b"x = (77);") and free.accepts(b"x = 2+77;")
    assert not any(free.accepts(t) for t in (b"x = 2;", b"x = 1+77;", b"x = 2+3+77;"))
    assert free.run(free.start, b"x = ((2+3") < 0  # no room for 77


@pytest.mark.parametrize("limits", [(Require(b"y"),), (AtMostWords(1),)])
def test_what_leaves_nothing_is_refused(limits: tuple[Limit, ...]) -> None:
    with pytest.raises(NoAdmissibleCompletion):
        compile_program(program(*limits), b"")


def test_two_spans_of_two_grammars_in_one_output() -> None:
    nested = read_lark('start: "[" start "]" | "."')
    both = Chain((span(ARITHMETIC), Lex(literal(b" ")), span(nested)))
    free = compile_program(program(output=both), b"").free
    assert free is not None and free.accepts(b"(1)+2 [[.]]") and not free.accepts(b"(1)+2 [[.]")


def generated(loaded: LoadedModel, vocabulary: Vocabulary, compiled: CompiledProgram) -> bytes:
    """What the model says, each time the best admissible token; in 60 steps it has to end."""
    guide, scorer = Guide(compiled, vocabulary), Scorer(loaded)
    scorer.extend(loaded.encode_prompt([], [], [], "What is twice three?"))
    position = guide.start()
    for _ in range(60):
        flags = guide.flags(position)
        assert flags.any()  # never stuck
        choice = int(np.where(flags, scorer.logits()[: vocabulary.size], -np.inf).argmax())
        if choice in vocabulary.eos_ids:
            return position.text
        position = guide.step(position, choice)
        scorer.extend([choice])
    raise AssertionError(f"no end in sight: {position.text!r}")


def test_the_shipped_model_says_a_sum_and_the_kernel_replays_it(session_kernel: EmbeddedKernel) -> None:
    loaded = load_model()
    vocabulary = Vocabulary.from_huggingface(loaded.tokenizer, size=loaded.vocab_size, eos_ids=loaded.eos_ids)
    short = Matches(repeat(OneOf(ALL_BYTES), 12, 24))
    text = generated(loaded, vocabulary, compile_program(program(short), b""))
    assert text.startswith(b"x = ") and text.endswith(b";") and 12 <= len(text) <= 24
    said = text[4:-1]
    derivation = Deriver(ARITHMETIC).derivation(said)
    assert derivation is not None
    definitions = Definitions("Said")
    known = grammar_term(definitions, ARITHMETIC, _Renderer(definitions).regex)
    steps = derivation_term(definitions, derivation)
    replayed = node("Bool", "DetLM.replay", known, 0, steps, text_term(said)).source()
    meaning = node("Prop", "DetLM.Grammar.Lang", known, 0, text_term(said)).source()
    source = (
        f"theorem Said.replayed : {replayed} = true := by decide +kernel\n"
        f"theorem Said.meant : {meaning} := DetLM.derivation_replays_only_derived_texts Said.replayed\n"
    )
    verdict = session_kernel.check(CheckRequest(prelude=definitions.source(), source=source))
    assert verdict.accepted, verdict
