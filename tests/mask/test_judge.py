"""The mirror on parts, numbers, names and free text: what the meaning says, by example."""

from __future__ import annotations

from fractions import Fraction

import pytest

from detlm.errors import MaskError
from detlm.mask.judge import Around, holds
from detlm.mask.parse import admits, parses
from detlm.mask.tree import Part, number_of, value_of
from detlm.syntax.program import (
    ENTRY,
    Always,
    Bind,
    Block,
    Chain,
    Compare,
    Condition,
    CountOf,
    Derive,
    Distinct,
    Every,
    Field,
    Grammar,
    GrammarRule,
    InCategory,
    InGrammar,
    Lex,
    Matches,
    Minus,
    Nonterminal,
    Not,
    NumberAt,
    NumberLiteral,
    Plus,
    SameText,
    Settle,
    SumOver,
    Terminal,
    Times,
    UpTo,
    Visible,
)
from detlm.syntax.regex import Star, literal, one_of, repeat

from .grown import definitions, invoice, lit, program

WORD = Lex(repeat(one_of(b"abcdefghijklmnopqrstuvwxyz0123456789.-"), 1, 9))


def a(label: bytes) -> Chain:
    return Chain((Field(label, WORD), lit(b",")))


ITEM = Field(ENTRY, Chain((lit(b"("), a(b"x"), a(b"y"), lit(b")"))))
LIST = Chain((a(b"x"), Field(b"items", UpTo(5, ITEM))))


def part(text: bytes) -> Part:
    (tree,) = parses(LIST, text)
    return Part(tree)


AROUND = Around(b"", ())


def test_numbers_are_exact_and_all_else_is_missing() -> None:
    assert number_of(b"0.10") == Fraction(1, 10) and number_of(b"-007") == -7
    for text in (b"", b"-", b".5", b"5.", b"+1", b"1e3", b"1,5", b" 1", b"1\n", "٣".encode()):
        assert number_of(text) is None


def test_paths_lead_to_the_fields_below() -> None:
    whole = part(b"7,(1,a,)(2,b,)")
    assert [p.text for p in whole.at(())] == [b"7,(1,a,)(2,b,)"]
    assert [p.text for p in whole.at((b"x",))] == [b"7"], "a field inside a field is not below"
    assert [p.text for p in whole.at((b"items", ENTRY, b"x"))] == [b"1", b"2"]
    assert whole.at((ENTRY,)) == whole.at((b"items", b"x")) == []


def test_arithmetic_with_something_missing_is_missing() -> None:
    whole = part(b"0.5,(1,a,)(2.25,b,)")
    items = (b"items", ENTRY)
    x = NumberAt((b"x",))
    assert value_of(SumOver(items, x), whole) == Fraction(13, 4)
    assert value_of(SumOver(items, NumberAt((b"y",))), whole) is None
    assert value_of(SumOver((b"none",), NumberAt((b"y",))), whole) == 0
    assert value_of(CountOf(items), whole) == 2
    assert value_of(Times(x, Minus(NumberLiteral(1, 1), x)), whole) == Fraction(-1, 5)
    assert value_of(NumberAt((*items, b"x")), whole) is None, "two parts are not one"
    assert value_of(Plus(x, NumberAt((b"none",))), whole) is None


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Compare("=", NumberAt((b"x",)), NumberLiteral(50, 2)), True),
        (Compare("<", NumberAt((b"x",)), NumberLiteral(5, 1)), False),
        (Compare("<=", NumberAt((b"x",)), NumberLiteral(5, 1)), True),
        (Compare("<=", NumberAt((b"none",)), NumberLiteral(5, 1)), False),
        (Not(Compare("<=", NumberAt((b"none",)), NumberLiteral(5, 1))), True),
        (Distinct((b"items", ENTRY, b"x")), True),
        (Distinct((b"items", ENTRY, b"y")), False),
        (Every((b"items", ENTRY), Compare("<", NumberAt((b"x",)), NumberLiteral(3))), True),
        (Every((b"items", ENTRY, b"y"), InCategory("b", literal(b"b"))), True),
        (Every((b"items", ENTRY, b"x"), InCategory("1", literal(b"1"))), False),
        (Every((b"none",), Not(Always())), True),
        (SameText((b"x",), (b"x",)), True),
        (SameText((b"x",), (b"items", ENTRY, b"x")), False),
        (SameText((b"none",), (b"none",)), False),
    ],
)
def test_conditions_on_parts(condition: Condition, expected: bool) -> None:
    assert holds(condition, part(b"0.5,(1,b,)(2,b,)"), AROUND) is expected


def test_names_are_shown_when_their_line_ends_and_gone_when_their_block_does() -> None:
    name = Lex(one_of(b"ab"))
    use = Derive("use", 0, Always(), Visible(b"S"), name)
    bind = Settle(b"S", Chain((lit(b"+"), Bind(b"S", name))))
    inside = Derive("o", 0, Always(), Every((b"f",), Visible(b"S")), Field(b"f", name))
    own = Settle(b"S", Chain((Bind(b"S", name), use)))
    for output, yes, no in (
        (Chain((bind, use)), b"+aa", b"+ab"),
        (own, None, b"aa"),
        (Chain((bind, own)), b"+aba", b"+abb"),
        (Chain((Block(b"S", bind), use)), None, b"+aa"),
        (Chain((Block(b"T", bind), use)), b"+aa", b"+ab"),
        (Chain((bind, Block(b"S", Chain((bind, use))), use)), b"+a+bba", b"+a+bbb"),
        (Chain((Bind(b"S", name), Settle(b"S", lit(b"!")), use)), b"a!a", b"a!b"),
        (
            Chain((bind, inside)),
            b"+aa",
            b"+ab",
        ),
    ):
        whole = program(output)
        assert yes is None or admits(whole, b"", yes, ())[0]
        assert not admits(whole, b"", no, ())[0]
        assert len(parses(output, no)) == 1, "it is the name that is wrong, not the shape"


def test_the_examples() -> None:
    assert admits(definitions(), b"", b"let a = 1\nlet b = a + 2\n", ()) == (True, "")
    right = b'{"id":"INV-0001","items":[{"product":"bolt","qty":2,"price":0.50,"amount":1.00}],"total":1.00}'
    assert admits(invoice(), b"", right, ()) == (True, "")
    assert admits(invoice(), b"", right.replace(b"1.00}]", b"2.00}]"), ()) == (False, "derive invoice")


def test_what_stands_before_the_answer_is_free() -> None:
    output = Chain((Lex(Star(one_of(b"ab"))), lit(b".")))
    whole = program(output, Matches(literal(b"ab.")), after=b"::")
    for text in (b"::ab.", b"anything. ba::ab.", b"\xff:\n::ab."):
        assert admits(whole, b"", text, ())[0]
    for text in (b"ab.", b"::ba.", b"::ab.::ab.", b"::::ab.", b""):
        assert not admits(whole, b"", text, ())[0]


def test_derivations_are_asked_for() -> None:
    pairs = Grammar(
        (GrammarRule("pairs", ((), (Terminal(literal(b"a")), Nonterminal(0), Terminal(literal(b"b"))))),)
    )
    span = Derive("s", 0, Always(), InGrammar("Pairs", pairs), Lex(Star(one_of(b"ab"))))
    asked = []

    def derives(grammar: Grammar, start: int, text: bytes) -> bool:
        asked.append((grammar, start, text))
        return text == b"a" * (len(text) // 2) + b"b" * (len(text) // 2)

    assert admits(program(span), b"", b"aabb", (), derives=derives)[0]
    assert not admits(program(span), b"", b"abab", (), derives=derives)[0]
    assert asked == [(pairs, 0, b"aabb"), (pairs, 0, b"abab")]
    with pytest.raises(MaskError, match="pairs is context-free"):
        admits(program(span), b"", b"ab", ())
