"""The examples `definitions` and `invoice` as programs, by hand, and smaller ones with the same means."""

from __future__ import annotations

from detlm.syntax.program import (
    ENTRY,
    Always,
    And,
    Bind,
    Block,
    Chain,
    Choice,
    Compare,
    Condition,
    Derive,
    Distinct,
    Every,
    Field,
    Lex,
    Limit,
    Not,
    NumberAt,
    Program,
    Settle,
    Shape,
    SumOver,
    Times,
    UpTo,
    Visible,
)
from detlm.syntax.regex import Regex, Without, either, literal, one_of, repeat, then, words

DIGIT, DIGIT_1 = one_of(b"0123456789"), one_of(b"123456789")
LETTER = one_of(range(97, 123))
NUMBER = either(literal(b"0"), then(DIGIT_1, repeat(DIGIT, 0, 4)))
NAME = Without(then(LETTER, repeat(one_of(b"abcdefghijklmnopqrstuvwxyz0123456789_"), 0, 7)), literal(b"let"))
DEFINED = b"Defined"


def lit(text: bytes) -> Lex:
    return Lex(literal(text))


def program(output: Shape, *limits: Limit, after: bytes | None = None) -> Program:
    return Program("p", (), (), (), output, limits, after=after)


def use(scope: bytes = DEFINED, rule: int = 0, body: Shape | None = None) -> Derive:
    return Derive("Use", rule, Always(), Visible(scope), body or Lex(NAME, "Name"))


def definitions(lines: int = 12, *, fresh: bool = False) -> Program:
    """Every name is defined before it is used; with ``fresh``, no name is defined twice."""
    term = Choice((Lex(NUMBER, "Number"), use()))
    name: Shape = Lex(NAME, "Name")
    if fresh:
        name = Derive("Fresh", 1, Always(), Not(Visible(DEFINED)), name)
    parts = (
        lit(b"let "),
        Bind(DEFINED, name),
        lit(b" = "),
        term,
        UpTo(6, Chain((lit(b" + "), term))),
        lit(b"\n"),
    )
    binding = Settle(DEFINED, Chain(parts))
    return program(Chain((binding, UpTo(lines - 1, binding))))


def decimal(whole: int) -> Regex:
    """Two places, at most ``whole`` digits before the point, no leading zero, not zero."""
    cents = then(DIGIT, DIGIT)
    number = then(either(literal(b"0"), then(DIGIT_1, repeat(DIGIT, 0, whole - 1))), literal(b"."), cents)
    return Without(number, literal(b"0.00"))


def keyed(label: bytes, body: Shape) -> Chain:
    return Chain((lit(b'"' + label + b'":'), Field(label, body)))


def invoice(items: int = 4, *, ensure: Condition | None = None) -> Program:
    """Amounts are products, the total is their sum, no product comes twice."""
    product = Chain(
        (lit(b'"'), Field(b"product", Lex(words([b"bolt", b"nut", b"washer", b"screw"]))), lit(b'"'))
    )
    item = Chain(
        (
            lit(b'{"product":'),
            product,
            lit(b","),
            keyed(b"qty", Lex(then(DIGIT_1, repeat(DIGIT, 0, 1)))),
            lit(b","),
            keyed(b"price", Lex(decimal(3))),
            lit(b","),
            keyed(b"amount", Lex(decimal(6))),
            lit(b"}"),
        )
    )
    entry = Field(ENTRY, item)
    more = UpTo(items - 1, Chain((lit(b","), entry)))
    body = Chain(
        (
            lit(b"{"),
            Chain(
                (lit(b'"id":"'), Field(b"id", Lex(then(literal(b"INV-"), repeat(DIGIT, 4, 4)))), lit(b'"'))
            ),
            lit(b","),
            keyed(b"items", Chain((lit(b"["), entry, more, lit(b"]")))),
            lit(b","),
            keyed(b"total", Lex(decimal(6))),
            lit(b"}"),
        )
    )
    right = Every(
        (b"items", ENTRY),
        Compare("=", NumberAt((b"amount",)), Times(NumberAt((b"qty",)), NumberAt((b"price",)))),
    )
    total = Compare("=", NumberAt((b"total",)), SumOver((b"items", ENTRY), NumberAt((b"amount",))))
    asked = ensure or And(And(right, total), Distinct((b"items", ENTRY, b"product")))
    return program(Derive("invoice", 0, Always(), asked, body, "Invoice", "derive invoice"))


def blocks() -> Program:
    """Names of a block are gone behind it: `x` uses are told apart by scope."""
    name = Lex(LETTER)
    declare = Settle(b"S", Chain((lit(b"+"), Bind(b"S", name), lit(b";"))))
    say = Chain((lit(b"?"), use(b"S", body=name), lit(b";")))
    inner = Block(b"S", Chain((lit(b"{"), UpTo(2, Choice((declare, say))), lit(b"}"))))
    return program(UpTo(4, Choice((declare, say, inner))))
