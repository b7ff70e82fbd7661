"""Programs built by hand, with every kind of data that obligations can speak of."""

from __future__ import annotations

from detlm.syntax import program as p
from detlm.syntax import regex as r
from detlm.syntax.regex_reader import read_regex


def program(output: p.Shape, *limits: p.Limit, after: bytes | None = None) -> p.Program:
    """A program without knowledge."""
    return p.Program("test", (), (), (), output, limits, after=after)


def text(content: bytes) -> p.Lex:
    """A fixed text."""
    return p.Lex(r.literal(content))


def field(label: bytes, pattern: str) -> p.Field:
    """A field with a text of a category."""
    return p.Field(label, p.Lex(read_regex(pattern)))


def rule(ensure: p.Condition, body: p.Shape, number: int = 0) -> p.Derive:
    """A span that must keep to a condition."""
    return p.Derive("span", number, p.Always(), ensure, body)


def every_of(*conditions: p.Condition) -> p.Condition:
    """All of the conditions."""
    first, *rest = conditions
    return p.And(first, every_of(*rest)) if rest else first


MONEY = "[0-9]{1,6}[.][0-9]{2}"
ENTRY = p.Chain(
    (
        text(b'{"product":"'),
        field(b"product", "[a-z]+"),
        text(b'","qty":'),
        field(b"qty", "[0-9]+"),
        text(b',"price":'),
        field(b"price", MONEY),
        text(b',"amount":'),
        field(b"amount", MONEY),
        text(b"}"),
    )
)
ITEM = p.Field(p.ENTRY, ENTRY)
ITEMS = (b"items", p.ENTRY)
AMOUNTS_RIGHT = p.Every(
    ITEMS,
    p.Compare("=", p.NumberAt((b"amount",)), p.Times(p.NumberAt((b"qty",)), p.NumberAt((b"price",)))),
)
TOTAL_RIGHT = p.Compare("=", p.NumberAt((b"total",)), p.SumOver(ITEMS, p.NumberAt((b"amount",))))
NO_REPEATS = p.Distinct((*ITEMS, b"product"))
INVOICE = program(
    rule(
        every_of(AMOUNTS_RIGHT, TOTAL_RIGHT, NO_REPEATS),
        p.Chain(
            (
                text(b'{"items":['),
                p.Field(b"items", p.Chain((ITEM, p.UpTo(400, p.Chain((text(b","), ITEM)))))),
                text(b'],"total":'),
                field(b"total", "-?" + MONEY),
                text(b"}"),
            )
        ),
    )
)


def invoice(*items: tuple[str, int, str, str], total: str) -> bytes:
    """An invoice of products, quantities, prices and amounts."""
    shown = ",".join(
        f'{{"product":"{product}","qty":{qty},"price":{price},"amount":{amount}}}'
        for product, qty, price, amount in items
    )
    return f'{{"items":[{shown}],"total":{total}}}'.encode()


NAME = p.Lex(read_regex("[a-z][a-z0-9_]{0,7}"), "Name")
USE = rule(p.Visible(b"Defined"), NAME)
TERM = p.Choice((p.Lex(read_regex("0|[1-9][0-9]{0,4}")), USE))
BINDING = p.Settle(
    b"Defined",
    p.Chain(
        (
            text(b"let "),
            p.Bind(b"Defined", NAME),
            text(b" = "),
            TERM,
            p.UpTo(6, p.Chain((text(b" + "), TERM))),
            text(b"\n"),
        )
    ),
)
DEFINITIONS = program(p.Chain((BINDING, p.UpTo(400, BINDING))))
BLOCKS = program(
    p.Chain(
        (
            p.UpTo(3, BINDING),
            p.Block(b"Defined", p.Chain((text(b"{\n"), p.UpTo(3, BINDING), text(b"}\n")))),
            p.UpTo(3, BINDING),
        )
    )
)
