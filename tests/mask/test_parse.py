"""The mirror of Lean's parser: trees, spans, claims, decisions."""

from __future__ import annotations

from detlm.knowledge.closure import close
from detlm.mask.parse import Chosen, Leaf, Parts, Repeated, Span, admits, parses, spans, text_of
from detlm.syntax.program import (
    Always,
    Atom,
    Chain,
    Choice,
    Claim,
    Derive,
    Lex,
    Mentions,
    Not,
    Or,
    Program,
    PromptMentions,
    SlotShape,
    Supported,
    UpTo,
)
from detlm.syntax.regex import Star, literal, one_of, words

from .strategies import medication

LETTERS = Star(one_of(b"ab"))


def test_a_chain_is_parsed_in_every_way() -> None:
    shape = Chain((Lex(LETTERS), Lex(LETTERS)))
    found = parses(shape, b"ab", limit=9)
    assert {tuple(p.text for p in t.parts if isinstance(p, Leaf)) for t in found if isinstance(t, Parts)} == {
        (b"", b"ab"),
        (b"a", b"b"),
        (b"ab", b""),
    }
    assert len(parses(shape, b"ab")) == 2
    assert parses(shape, b"c") == []


def test_options_keep_their_place_and_repetitions_are_not_empty() -> None:
    shape = UpTo(3, Choice((Lex(literal(b"a")), Lex(LETTERS))))
    found = parses(shape, b"a", limit=9)
    assert sorted(map(repr, found)) == sorted(
        map(repr, [Repeated((Chosen(0, Leaf(b"a")),)), Repeated((Chosen(1, Leaf(b"a")),))])
    )
    assert parses(shape, b"", limit=9) == [Repeated(())]
    assert parses(UpTo(2, Lex(literal(b"a"))), b"aaa") == []


def test_spans_close_inner_before_outer_and_carry_claims() -> None:
    names = words([b"a", b"b"])
    claim = Claim(
        b"likes", Chain((SlotShape("object", names), Lex(literal(b"<")), SlotShape("subject", names)))
    )
    inner = Derive("fact", 1, Always(), Always(), claim)
    outer = Derive(
        "answer",
        0,
        Always(),
        Always(),
        Chain((Lex(literal(b"(")), inner, UpTo(1, inner), Lex(literal(b")")))),
    )
    (tree,) = parses(outer, b"(a<bb<a)")
    first, second = Atom(b"likes", b"b", b"a"), Atom(b"likes", b"a", b"b")
    assert spans(tree) == [
        Span("fact", 1, 1, 4, (first,)),
        Span("fact", 1, 4, 7, (second,)),
        Span("answer", 0, 0, 8, (first, second)),
    ]
    assert text_of(tree) == b"(a<bb<a)"


def test_the_medication_example() -> None:
    program = medication()
    known = close(program)
    for answer in (
        b"aspirin is used for pain relief.",
        b"aspirin must not be taken with warfarin.",
        b"I have no fact about that.",
    ):
        assert admits(program, b"?", answer, known) == (True, "")
    for answer, reason in (
        (b"aspirin cures cancer.", 'forbid "cures"'),
        (b"pain relief is used for aspirin.", "derive answer from category Claim"),
        (b"aspirin is used for pain relief", "no parse"),
        (b"", "no parse"),
    ):
        assert admits(program, b"?", answer, known) == (False, reason)


def test_two_parses_are_never_admitted() -> None:
    shape = Choice((Lex(literal(b"a")), Lex(one_of(b"ab"))))
    program = Program("p", (), (), (), shape, ())
    assert admits(program, b"", b"a", frozenset()) == (False, "more than one parse")
    assert admits(program, b"", b"b", frozenset()) == (True, "")


def test_conditions_on_text_and_prompt() -> None:
    given = Or(PromptMentions(b"dose"), Not(Mentions(b"mg")))
    program = Program(
        "p", (), (), (), Derive("answer", 0, given, Always(), Lex(words([b"5 mg", b"five"]))), ()
    )
    assert admits(program, b"which dose?", b"5 mg", ())[0]
    assert not admits(program, b"doses", b"5 mg", ())[0]
    assert admits(program, b"doses", b"five", ())[0]


def test_supported_needs_a_claim() -> None:
    shape = Derive("answer", 0, Always(), Supported(), Lex(literal(b"yes")))
    assert not admits(Program("p", (), (), (), shape, ()), b"", b"yes", ())[0]
