"""Grammars out of expressions, what is told of them, and the envelope around their texts."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from detlm.errors import ConstraintError
from detlm.mask.building import dfa_of_regex
from detlm.syntax.envelope import envelope
from detlm.syntax.grammars import (
    MAX_RULES,
    Alt,
    Call,
    Expression,
    Seq,
    Times,
    grammar_of,
    productive,
    reachable,
    recursive,
)
from detlm.syntax.lark_files import read_lark
from detlm.syntax.program import Grammar, GrammarRule, Nonterminal, Terminal
from detlm.syntax.regex import NOTHING, Star, literal, one_of
from tests.context_free import TEXTS, grammars, short_texts

A, B = literal(b"a"), literal(b"b")


@pytest.mark.parametrize(
    "expression, texts",
    [
        (Times(Call("x"), 0, None), {b"", b"ab", b"abab", b"ababab"}),
        (Times(Call("x"), 1, None), {b"ab", b"abab", b"ababab"}),
        (Times(Call("x"), 1, 2), {b"ab", b"abab"}),
        (Times(Call("x"), 0, 2), {b"", b"ab", b"abab"}),
        (Times(Call("x"), 2, 2), {b"abab"}),
        (Seq((A, Call("x"), B)), {b"aabb"}),
        (Alt((A, Call("x"), B)), {b"a", b"b", b"ab"}),
        (Seq((Alt((A, Call("x"))), Times(B, 0, 1))), {b"a", b"ab", b"abb"}),
        (Seq(()), {b""}),
        (Times(Alt((A, Seq((Call("x"), B)))), 2, 2), {b"aa", b"aabb", b"abba", b"abbabb"}),
    ],
)
def test_expressions_mean_what_they_say(expression: Expression, texts: set[bytes]) -> None:
    assert short_texts(grammar_of({"start": expression, "x": Seq((A, B))}, "start")) == texts


def test_regular_parts_are_one_terminal() -> None:
    grammar = grammar_of({"start": Seq((A, Times(B, 0, None), Alt((A, B)), Call("x"))), "x": A}, "start")
    (row,) = grammar.rules[0].alternatives
    assert len(row) == 2 and row[1] == Nonterminal(1)


def test_rules_that_are_not_needed_are_left_out() -> None:
    assert [r.name for r in grammar_of({"start": Call("x"), "x": A, "y": B}, "start").rules] == ["start", "x"]


def test_what_is_told_of_rules() -> None:
    grammar = read_lark('start: start "a" | opt start2\nopt: ["b"]\nstart2: opt start2 "c" | "d"')
    names = [rule.name for rule in grammar.rules]
    told = {
        kind.__name__: {n for n, yes in zip(names, kind(grammar), strict=True) if yes}
        for kind in (productive, recursive)
    }
    assert told == {"productive": {"start", "opt", "start2"}, "recursive": {"start", "start2"}}
    assert reachable(grammar, names.index("opt")) == [n == "opt" for n in names]
    assert all(productive(grammar)) and all(reachable(grammar))


def test_a_rule_that_never_ends_is_refused_with_the_reason() -> None:
    with pytest.raises(ConstraintError, match="`x` derives no text: each of its alternatives needs `x`"):
        grammar_of({"start": Alt((A, Call("x"))), "x": Seq((B, Call("x")))}, "start")
    with pytest.raises(ConstraintError, match="its terminals hold none"):
        grammar_of({"start": NOTHING}, "start")


def test_large_grammars_are_refused() -> None:
    with pytest.raises(ConstraintError, match="rules, repetition written out"):
        grammar_of({"start": Times(Call("x"), 0, MAX_RULES), "x": A}, "start")
    with pytest.raises(ConstraintError, match="symbols"):
        grammar_of({"start": Times(Call("x"), 30_000, 30_000), "x": A}, "start")


@given(grammars(productive=True))
@settings(max_examples=150, deadline=None)
def test_the_envelope_holds_every_text(grammar: Grammar) -> None:
    around = dfa_of_regex(envelope(grammar))
    assert all(around.accepts(text) for text in short_texts(grammar))


@pytest.mark.parametrize(
    "source, inside, outside",
    [
        ('start: "(" start ")" | "x"', [b"x", b"(x)", b"(x"[:1] + b")"], [b"", b")", b"x(", b"xy", b"x\n"]),
        ('start: start "a" | ', [b"", b"a", b"aaa"], [b"b"]),
        ('start: sub sub\nsub: "a" | "b" "c"', [b"aa", b"abc", b"bcbc"], [b"a", b"b", b"ab", b"bb"]),
    ],
)
def test_the_envelope_is_as_tight_as_said(source: str, inside: list[bytes], outside: list[bytes]) -> None:
    around = dfa_of_regex(envelope(read_lark(source)))
    assert [t for t in (*inside, *outside) if around.accepts(t)] == inside


def test_the_envelope_of_a_grammar_without_recursion_is_exact() -> None:
    grammar = read_lark('start: x "," x\nx: "a" | "b"+')
    around = dfa_of_regex(envelope(grammar))
    assert {t for t in TEXTS if around.accepts(t)} == {t for t in short_texts(grammar) if b"," not in t}
    assert around.accepts(b"a,bb") and not around.accepts(b"a,ab")


def test_a_grammar_of_the_empty_text_alone() -> None:
    loop = Grammar((GrammarRule("s", ((Nonterminal(0),), ())),))
    assert dfa_of_regex(envelope(loop)).accepts(b"")
    assert not dfa_of_regex(envelope(loop)).accepts(b"a")


def test_terminals_of_all_kinds_are_outlined() -> None:
    terminal = Terminal(Star(one_of(b"ab")))
    grammar = Grammar((GrammarRule("s", ((terminal, Nonterminal(0)), (Terminal(literal(b"c")),))),))
    around = dfa_of_regex(envelope(grammar))
    assert around.accepts(b"abc") and around.accepts(b"c") and not around.accepts(b"a")
