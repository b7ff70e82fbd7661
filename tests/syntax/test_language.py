"""Shapes, scopes, constraints, JSON, conditions on parts, limits, attention: what statements become."""

from __future__ import annotations

import pytest

from detlm.errors import ConstraintError
from detlm.syntax import counting, read_source
from detlm.syntax import program as p
from detlm.syntax.json_text import string
from detlm.syntax.regex import OneOf, Without, literal, words
from tests.syntax.oracle import admits, matches

ORDER = """program t
category Product := words "bolt" "nut"
category Price := decimal(2) from 0.01 to 9.99
category Id := /[a-z]/
category Order := json compact {
  id: Id
  items: [ { product: Product, qty: integer from 1 to 9, price: Price } ] length 0 to 2
  note?: Product | null
  total: Price
}
"""


def ensured(condition: str, declared: str = "") -> p.Condition:
    source = f"{ORDER}{declared}derive o from category Order\n  ensure proof {condition}\noutput := o\n"
    shape = read_source(source, "t.det").output
    assert isinstance(shape, p.Derive)
    return shape.ensure


ITEMS = (b"items", p.ENTRY)
LETTER = OneOf(sum(1 << b for b in range(ord("a"), ord("z") + 1)))
PRICES = p.SumOver((*ITEMS, b"price"), p.NumberAt(()))
AMOUNT = p.Times(p.NumberAt((b"qty",)), p.NumberAt((b"price",)))
TOTAL = p.NumberAt((b"total",))


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("o.total = sum(x.qty * x.price for x in o.items)", p.Compare("=", TOTAL, p.SumOver(ITEMS, AMOUNT))),
        ("o.total > 1.50", p.Compare("<", p.NumberLiteral(150, 2), TOTAL)),
        ("o.total >= -1", p.Compare("<=", p.NumberLiteral(-1), TOTAL)),
        ("o.total ≠ 1", p.Not(p.Compare("=", TOTAL, p.NumberLiteral(1)))),
        ("count(o.items) <= 2", p.Compare("<=", p.CountOf(ITEMS), p.NumberLiteral(2))),
        ("sum(o.items.price) < 9", p.Compare("<", PRICES, p.NumberLiteral(9))),
        ("distinct(x.product for x in o.items)", p.Distinct((*ITEMS, b"product"))),
        ("distinct(o.items.product)", p.Distinct((*ITEMS, b"product"))),
        ("∀ x ∈ o.items: x.qty = 1 ∧ x.price = 2", None),
        ("o.id = o.note", p.SameText((b"id",), (b"note",))),
        ("o.id in Id", p.Every((b"id",), p.InCategory("Id", string(LETTER)))),
        ('o.note = "nut"', p.Not(p.Every((b"note",), p.Not(p.InCategory('"nut"', string(literal(b"nut"))))))),
        ('mentions(o.id, "x")', p.Every((b"id",), p.Mentions(b"x"))),
        ("-o.total + 2 - 1 = 1 * 2", None),
    ],
)  # fmt: skip
def test_conditions_on_parts(text: str, condition: p.Condition | None) -> None:
    found = ensured(text)
    if condition is not None:
        assert found == condition
    assert found is not None


@pytest.mark.parametrize(
    ("part", "one", "other"),
    [
        ("date from 2024-01-01 to 2024-01-03", b"2024-01-01", b"2024-01-02"),
        (r"/[0-9]{1,2}\.[0-9]\.[0-9]/", b"1.2.3", b"01.2.3"),
        ('y: /[0-9]{4}/ "-" m: /[0-9]{2}/', b"2024-01", b"2024-02"),
    ],
)
def test_what_has_the_signs_of_numbers_and_is_none_is_compared_as_a_text(
    part: str, one: bytes, other: bytes
) -> None:
    def program(condition: str) -> p.Program:
        declared = f'shape D := {part}\nshape P := a: D "=" b: D\n'
        derive = f"derive p from shape P ensure {condition}\n"
        return read_source(f"program t\n{declared}{derive}output := p\n", "t.det")

    same, different = one + b"=" + one, one + b"=" + other
    assert [admits(program("p.a = p.b"), t, b"") for t in (same, different)] == [True, False]
    assert [admits(program("p.a != p.b"), t, b"") for t in (same, different)] == [False, True]
    assert [admits(program(f'p.a = "{other.decode()}"'), t, b"") for t in (same, different)] == [False] * 2
    with pytest.raises(ConstraintError, match="texts are compared with = and !="):
        program("p.a < p.b")


def test_every_takes_all_that_follows() -> None:
    found = ensured("every x in o.items: x.qty = 1 and x.price = 2")
    one = p.Compare("=", p.NumberAt((b"qty",)), p.NumberLiteral(1))
    two = p.Compare("=", p.NumberAt((b"price",)), p.NumberLiteral(2))
    assert found == p.Every(ITEMS, p.And(one, two))


def test_predicates_and_attributes_are_written_out() -> None:
    declared = (
        "attribute net(i) := i.qty * i.price\npredicate right(i: Order) := every x in i.items: net(x) <= 5\n"
    )
    expected = p.Every(ITEMS, p.Compare("<=", AMOUNT, p.NumberLiteral(5)))
    assert ensured("right(o)", declared) == expected
    assert ensured("right", declared) == expected
    assert ensured("not right -> right(o)", declared) == p.Or(p.Not(p.Not(expected)), expected)


def test_json_admits_one_spelling() -> None:
    program = read_source(ORDER + "output := Order\n", "t.det")
    good = '{"id":"a","items":[{"product":"nut","qty":3,"price":0.50}],"total":1.50}'
    assert admits(program, good.encode(), b"")
    assert admits(program, b'{"id":"a","items":[],"note":null,"total":1.50}', b"")
    for bad in (good.replace("3", "03"), good.replace('"id"', ' "id"'), good.replace("1.50", "1.5")):
        assert not admits(program, bad.encode(), b"")


SCOPES = """program t
category Name := /[a-z]/
shape Use := Name
shape Let := "let " name: Name "=" Use ";"
shape Body := "{" { Let } up to 2 Use "}"
scope Seen := names bound by Let.name within Body
constraint "c" at Use:
  scope S := Seen
  if next_token in S and next_token in Name then admit with proof "lookup(S, next_token)"
  else if next_token in First then admit
  else reject
category First := "a"
output := Let Body Use
"""


def test_scopes_and_sites() -> None:
    program = read_source(SCOPES, "t.det")
    kinds = [type(s).__name__ for s in p.walk(program.output)]
    assert kinds.count("Settle") == kinds.count("Bind") == 2
    assert kinds.count("Block") == 1
    uses = [s for s in p.walk(program.output) if isinstance(s, p.Derive)]
    assert {(u.name, u.rule, u.category) for u in uses} == {("Use", 0, "Use")}
    seen, first = p.Visible(b"Seen"), p.InCategory("First", literal(b"a"))
    assert isinstance(uses[0].ensure, p.Or)
    assert uses[0].ensure.right == first
    assert isinstance(uses[0].ensure.left, p.And)
    assert uses[0].ensure.left.left == seen
    for text, good in [
        ("let x=a;{let y=x;y}x", True),
        ("let x=a;{let y=x;y}y", False),  # gone with the body
        ("let x=x;{a}a", False),  # not yet there
        ("let x=a;{z}a", False),
    ]:
        assert admits(program, text.encode(), b"") == good, text


def test_rejecting_cases_stand_before_admitting_ones() -> None:
    source = """program t
category A := /[a-z]/
category B := words "x" "y"
category C := "y"
constraint "c" at A:
  if next_token in C then reject
  if next_token in B then admit
  else reject
output := A
"""
    program = read_source(source, "t.det")
    assert [admits(program, t, b"") for t in (b"x", b"y", b"z")] == [True, False, False]


def test_parameters() -> None:
    source = 'program t\ncategory Id(a, b) := a /[0-9]/ b\nshape Two(x) := x "," l: x\n'
    shape = read_source(source + 'output := Two(Id("A", words "x" "y"))\n', "t.det").output
    lexes = [s for s in p.walk(shape) if isinstance(s, p.Lex) and s.name]
    assert [s.name for s in lexes] == ["Id", "Id"]
    assert [matches(lexes[0].regex, t) for t in (b"A1x", b"A1y", b"A1z", b"1x")] == [True, True, False, False]
    assert isinstance(shape, p.Chain)
    assert isinstance(shape.parts[2], p.Field)


@pytest.mark.parametrize("kind", ["category", "shape"])
def test_an_argument_belongs_to_the_one_that_gives_it(kind: str) -> None:
    source = f"""program t
{kind} Q(x) := "'" x "'"
{kind} Pair(a, b) := a ":" Q(b)
{kind} A := Q(Q("v")) | Pair("k", Q("v"))
output := A
"""
    program = read_source(source, "t.det")
    texts = (b"''v''", b"k:''v''", b"'v'", b"k:'v'")
    assert [admits(program, t, b"") for t in texts] == [True, True, False, False]


def limits(text: str) -> tuple[p.Limit, ...]:
    return read_source(f'program t\n{text}\noutput := "x"\n', "t.det").limits


@pytest.mark.parametrize(
    ("text", "regex"),
    [
        ('forbid exactly "a"', Without(counting.ANYTHING, counting.contains_exactly(b"a"))),
        ('require exactly "a"', counting.contains_exactly(b"a")),
        ('forbid stem "a"', Without(counting.ANYTHING, counting.contains_stem(b"a"))),
        ("require /a/", counting.contains_regex(literal(b"a"))),
        ('require "a" before "b"', counting.before(b"a", b"b")),
        ('at most 2 times "a"', counting.times_word(b"a", 0, 2)),
        ('at least 2 times "a"', counting.times_word(b"a", 2, None)),
        ('exactly 1 time "a"', counting.times_word(b"a", 1, 1)),
        ("at least 2 words", counting.words_between(2, None)),
        ("at most 80 characters", counting.characters_between(0, 80)),
        ("exactly 2 sentences", counting.sentences_between(2, 2)),
        ("at most 3 lines", counting.lines_between(0, 3)),
    ],
)
def test_limits(text: str, regex: object) -> None:
    assert limits(text) == (p.Matches(regex, text),)  # type: ignore[arg-type]


def test_one_of_several_words_is_enough() -> None:
    (limit,) = limits('require one of "a" "b"')
    assert isinstance(limit, p.Matches)
    assert [matches(limit.regex, t) for t in (b"a x", b"x b", b"ab", b"")] == [True, True, False, False]


def test_after_tokens_and_plain_bounds() -> None:
    program = read_source(
        'program t\nafter "</think>"\nat most 60 tokens\nat most 9 words\noutput := "x"\n', "t.det"
    )
    assert (program.after, program.token_budget) == (b"</think>", 60)
    assert program.limits == (p.AtMostWords(9, "at most 9 words"),)


def test_context_free_categories_are_spans_around_an_envelope() -> None:
    source = """program t
category E := grammar {
  e: t { "+" t } up to 2
  t: "n" | "(" e ")" | [ "-" ] "m"
}
output := E "."
"""
    program = read_source(source, "t.det")
    (span,) = [s for s in p.walk(program.output) if isinstance(s, p.Derive)]
    assert isinstance(span.ensure, p.InGrammar)
    assert isinstance(span.body, p.Lex)
    for text, good in [(b"n", True), (b"(n+m)+-m", True), (b"n+n+n+n", False), (b"(n", False), (b"", False)]:
        assert admits(program, text + b".", b"") == good
        assert matches(span.body.regex, text) or not good


def test_attention() -> None:
    source = """program t
segments system, alice, bob, question
attribute owner(question) from caller: alice | bob
attend question to system, segment(owner)
attend answer to question, answer
output := "x"
"""
    assert read_source(source, "t.det").attention == p.Attention(
        ("system", "alice", "bob", "question"),
        (p.CallerAttribute("owner", "question", ("alice", "bob")),),
        (p.Attend("question", ("system", "(owner)")), p.Attend("answer", ("question", "answer"))),
    )


def test_a_category_keeps_its_words() -> None:
    shape = read_source(
        'program t\ncategory A := words "x" | "y"\nshape S := A | "z"\noutput := S\n', "t.det"
    ).output
    assert shape == p.Choice((p.Lex(words([b"x", b"y"]), "A"), p.Lex(literal(b"z"))))


def test_numbers_of_rules_go_on_from_statements_to_spans_of_their_own() -> None:
    source = """program t
category E := grammar { e: "x" }
category A := /a/
constraint "c" at A: ensure not next_token in B
category B := /b/
derive d from category A
output := d E
"""
    program = read_source(source, "t.det")
    found = {(s.name, s.rule) for s in p.walk(program.output) if isinstance(s, p.Derive)}
    assert found == {("A", 0), ("d", 1), ("E", 2)}
    assert program.positions["derive 2"].line == 2


def test_mistakes_of_all_statements_are_found_in_one_run() -> None:
    source = ORDER + "predicate a(i: Order) := i.x = 1\npredicate b(i: Order) := i.y = 1\nat least 0 words\n"
    with pytest.raises(ConstraintError) as caught:
        read_source(
            source + "scope S := names bound by Z\nderive o from category Order ensure c(o)\noutput := o\n",
            "t.det",
        )
    assert str(caught.value).count(": error: ") == 5


def test_a_name_for_what_is_no_scope_is_told_once() -> None:
    source = """program t
category A := /a/
shape B := x: A
constraint "c" at A: scope S := B ensure next_token in S
output := B
"""
    with pytest.raises(ConstraintError) as caught:
        read_source(source, "t.det")
    assert str(caught.value).count(": error: ") == 1
