"""Programs as automata against the direct decision, text by text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detlm.errors import MaskError, NoAdmissibleCompletion
from detlm.knowledge.closure import close
from detlm.mask.building import dfa_of_term
from detlm.mask.compile import compile_program
from detlm.mask.language import LanguageBuilder
from detlm.mask.parse import admits, broken_rule, limit_holds, parses
from detlm.mask.product import included
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    Always,
    AtMostWords,
    Atom,
    Chain,
    Choice,
    Claim,
    Derive,
    Forbid,
    Lex,
    Limit,
    Mentions,
    Not,
    Program,
    PromptMentions,
    Require,
    SlotShape,
    Supported,
    UpTo,
)
from detlm.syntax.regex import EMPTY, literal, words

from .strategies import accepted, limits, medication, programs, texts

PROMPT = b"What of a b?"


def some_parse_is_admitted(program: Program, prompt: bytes, text: bytes) -> bool:
    known = close(program)
    return all(limit_holds(limit, text) for limit in program.limits) and any(
        broken_rule(tree, prompt, known) is None for tree in parses(program.output, text, limit=10_000)
    )


@given(programs, st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_automaton_decides_as_the_parser_does(program: Program, data: st.DataObject) -> None:
    terms = Terms()
    shape = replace(program, limits=())
    plain = dfa_of_term(terms, LanguageBuilder(terms, PROMPT, None).language(shape.output))
    samples = data.draw(st.lists(texts, max_size=6))
    if not plain.is_empty:  # texts that the structure at least comes near to
        samples += data.draw(st.lists(accepted(plain), max_size=8))
    try:
        compiled = compile_program(program, PROMPT)
    except NoAdmissibleCompletion:
        assert not any(some_parse_is_admitted(program, PROMPT, text) for text in samples)
        return
    samples += data.draw(st.lists(accepted(compiled.dfa), max_size=8))
    for text in samples:
        expected = some_parse_is_admitted(program, PROMPT, text)
        if compiled.exact:
            assert compiled.dfa.accepts(text) == expected
        assert compiled.dfa.accepts(text) or not expected
        if len(parses(program.output, text)) == 1:
            assert expected == admits(program, PROMPT, text, close(program))[0]


@given(programs)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_checking_late_admits_more(program: Program) -> None:
    try:
        late = compile_program(program, PROMPT, semantic="span-end")
    except NoAdmissibleCompletion:
        with pytest.raises(NoAdmissibleCompletion):
            compile_program(program, PROMPT)
        return
    try:
        early = compile_program(program, PROMPT)
    except NoAdmissibleCompletion:
        return
    assert included(early.dfa, late.dfa)
    assert all(note.where == "span end" for note in late.notes if not note.exact)


@given(programs, st.lists(limits, min_size=1, max_size=3))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_tightening_is_compiling_again(program: Program, more: list[Limit]) -> None:
    try:
        compiled = compile_program(program, PROMPT)
    except NoAdmissibleCompletion:
        return
    try:
        expected = compile_program(program.tightened(tuple(more)), PROMPT)
    except NoAdmissibleCompletion:
        with pytest.raises(NoAdmissibleCompletion):
            compiled.tightened(tuple(more))
        return
    tightened = compiled.tightened(tuple(more))
    assert tightened.program == expected.program and tightened.notes == expected.notes
    assert included(tightened.dfa, expected.dfa) and included(expected.dfa, tightened.dfa)


def test_medication_admits_exactly_what_follows() -> None:
    program = medication()
    compiled = compile_program(program, b"What is aspirin used for?")
    assert compiled.exact and compiled.closure is not None
    say = {b"used_for": b" is used for ", b"conflicts": b" must not be taken with ", b"is_a": b" is a "}
    expected = {a.subject + say[a.relation] + a.object + b"." for a in compiled.closure.atoms}
    expected.add(b"I have no fact about that.")
    found: set[bytes] = set()
    todo = [(0, b"")]
    while todo:
        state, text = todo.pop()
        if compiled.dfa.accepting[state]:
            found.add(text)
        todo += [
            (t, text + bytes([b])) for m, t in compiled.dfa.edges(state) for b in range(256) if m >> b & 1
        ]
    assert found == expected and len(found) == 7
    assert [(n.source, n.where, n.exact) for n in compiled.notes] == [
        ("derive answer from category Claim", "mask", True),
        ("derive answer from category Refusal", "mask", True),
        ('forbid "cures"', "mask", True),
        ('forbid "guaranteed"', "mask", True),
    ]


def test_a_large_closure_is_checked_late() -> None:
    compiled = compile_program(medication(), b"", closure_limit=5)
    assert not compiled.exact
    assert compiled.notes[0].where == "span end" and compiled.notes[0].why == "more than 5 facts follow"
    assert compiled.notes[1].exact
    assert compiled.dfa.accepts(b"pain relief is used for aspirin.")
    known = close(medication())
    assert not compile_program(medication(), b"", closure_limit=5, closure=known).exact
    assert compile_program(medication(), b"", closure=known).exact


def test_sentences_that_fill_a_slot_twice_are_checked_late() -> None:
    names = words([b"a", b"b"])
    claim = Claim(
        b"r", Chain((SlotShape("subject", names), SlotShape("subject", names), SlotShape("object", names)))
    )
    program = Program(
        "p", (Atom(b"r", b"ab", b"a"),), (), (), Derive("answer", 0, Always(), Supported(), claim), ()
    )
    compiled = compile_program(program, b"")
    assert not compiled.exact and "exactly once" in compiled.notes[0].why
    assert compiled.dfa.accepts(b"aba") and compiled.dfa.accepts(b"bba")
    assert admits(program, b"", b"aba", close(program))[0]
    assert not admits(program, b"", b"bba", close(program))[0]


def test_facts_that_do_not_fit_the_slots_cannot_be_said() -> None:
    names = words([b"a", b"b"])
    claim = Claim(b"r", Chain((SlotShape("subject", names), Lex(literal(b" ")), SlotShape("object", names))))
    facts = (Atom(b"r", b"a", b"b"), Atom(b"r", b"a", b"c"), Atom(b"r", b"a b", b"b"), Atom(b"q", b"b", b"b"))
    program = Program("p", facts, (), (), Derive("answer", 0, Always(), Supported(), claim), ())
    compiled = compile_program(program, b"")
    assert compiled.dfa.shortest() == b"a b" and compiled.dfa.longest() == 3


def test_conditions_on_the_prompt_choose_the_rule() -> None:
    rules = Chain(
        (
            Derive("answer", 0, PromptMentions(b"dose"), Always(), Lex(words([b"5 mg", b"ten"]))),
            Lex(literal(b".")),
        )
    )
    program = Program("p", (), (), (), rules, ())
    assert compile_program(program, b"Which DOSE?").dfa.accepts(b"ten.")
    with pytest.raises(NoAdmissibleCompletion, match="these rules admit nothing for this prompt"):
        compile_program(program, b"Which doses?")


def test_an_empty_language_names_its_culprit() -> None:
    program = medication()
    with pytest.raises(NoAdmissibleCompletion, match='keeps to this limit: require "cancer"'):
        compile_program(program.tightened((Require(b"aspirin"), Require(b"cancer"))), b"")
    both = program.tightened((Require(b"ibuprofen"), Forbid(b"xyz"), Require(b"warfarin")))
    with pytest.raises(NoAdmissibleCompletion) as caught:
        compile_program(both, b"")
    assert caught.value.message == (
        'no answer keeps to these limits together: require "ibuprofen"; require "warfarin"'
    )
    with pytest.raises(NoAdmissibleCompletion, match="at most 3 words"):
        compile_program(program, b"").tightened((AtMostWords(3),))


def test_no_repetition_makes_no_claim() -> None:
    claim = Claim(b"r", Chain((SlotShape("subject", words([b"a"])), SlotShape("object", words([b"b"])))))
    for count, longest in ((0, 0), (1, 2), (3, 6)):
        shape = Choice((Derive("answer", 0, Always(), Supported(), UpTo(count, claim)), Lex(EMPTY)))
        program = Program("p", (Atom(b"r", b"a", b"b"),), (), (), shape, ())
        assert compile_program(program, b"").dfa.longest() == longest


def test_every_claim_of_a_span_is_supported_and_there_is_one() -> None:
    names = words([b"a", b"b"])
    claim = Claim(b"r", Chain((SlotShape("subject", names), Lex(literal(b"-")), SlotShape("object", names))))
    part = Chain((Choice((claim, Lex(literal(b"so")))), Lex(literal(b";"))))
    shape = Derive("answer", 0, Always(), Supported(), Chain((part, part, UpTo(2, part))))
    program = Program("p", (Atom(b"r", b"a", b"b"),), (), (), shape, ())
    dfa = compile_program(program, b"").dfa
    for text in (b"so;a-b;", b"a-b;so;", b"a-b;a-b;", b"so;so;a-b;", b"so;so;so;a-b;"):
        assert dfa.accepts(text) and admits(program, b"", text, close(program))[0]
    for text in (b"so;so;", b"a-a;a-b;", b"a-b;b-a;", b"so;so;so;b-b;", b"a-b;so;b-b;", b"b-b;so;a-b;so;"):
        assert not dfa.accepts(text) and not admits(program, b"", text, close(program))[0]


def test_supported_below_not_is_refused() -> None:
    shape = Derive("answer", 0, Always(), Not(Supported()), Lex(literal(b"a")))
    with pytest.raises(MaskError, match="below `not`"):
        compile_program(Program("p", (), (), (), shape, ()), b"")
    fine = Derive("answer", 0, Always(), Not(Not(Mentions(b"a"))), Lex(words([b"a", b"b"])))
    assert compile_program(Program("p", (), (), (), fine, ()), b"").dfa.longest() == 1


def test_many_facts_and_limits() -> None:
    names = [b"item %d" % i for i in range(300)]
    facts = tuple(Atom(b"r", name, names[(i * 7) % 300]) for i, name in enumerate(names))
    slot = words(names)
    claim = Claim(
        b"r", Chain((SlotShape("subject", slot), Lex(literal(b" precedes ")), SlotShape("object", slot)))
    )
    output = Chain((Derive("answer", 0, Always(), Supported(), claim), Lex(literal(b"."))))
    program = Program("p", facts, (), (), output, (Forbid(b"7"), Forbid(b"cures"), AtMostWords(12)))
    compiled = compile_program(program, b"")
    assert compiled.exact
    for atom in facts[:40]:
        text = atom.subject + b" precedes " + atom.object + b"."
        assert compiled.dfa.accepts(text) == (b"item 7" not in (atom.subject, atom.object))
    assert not compiled.dfa.accepts(b"item 1 precedes item 8.")
