"""Forgeries about names in scope, numbers, JSON, free thought and attention.

Data only, as ``forgeries.py``, which gathers all. A forger computes every digest again.
"""

from __future__ import annotations

from tests.attacks.attack import Attack
from tests.attacks.honest import Raw, certificate, changed, with_tokens

_REFUSED, _PARSE = "kernel refuses", "exactly one parse"

DEFINITIONS = {
    "d.det": """\
program d
category Number := /[0-9]{1,3}/
category Name := /[a-z]{1,4}/ except "let"
shape Use := Name
shape Binding := "let " Name " = " (Number | Use) "\\n"
shape Block := "{\\n" { Binding } up to 3 "}\\n"
scope Defined := names bound by Binding within Block
constraint "defined before use" at Use:
  if next_token in Defined
  then admit
  else reject
output := { Binding | Block } up to 6
"""
}

ORDER = {
    "o.det": """\
program o
category Product := words "bolt" "nut"
category Price := decimal(2) from 0.01 to 9999.99
category Order := json compact {
  items: [ { product: Product, qty: integer from 1 to 99, price: Price, amount: Price } ] length 1 to 3
  total: Price
}
predicate products_right(o) := every x in o.items: x.amount = x.qty * x.price
predicate total_right(o) := o.total = sum(x.amount for x in o.items)
predicate no_repeats(o) := distinct(x.product for x in o.items)
derive order from category Order
  ensure proof products_right(order) and total_right(order) and no_repeats(order)
output := order
"""
}

THINKING = {
    "t.det": """\
program t
category Answer := /[a-z ]{1,40}/
after "</think>"
forbid "maybe"
output := Answer "."
"""
}


def _order(*items: tuple[str, int, str, str], total: str) -> str:
    entries = ",".join(
        f'{{"product":"{name}","qty":{count},"price":{price},"amount":{amount}}}'
        for name, count, price, amount in items
    )
    return f'{{"items":[{entries}],"total":{total}}}'


_BOLTS, _NUTS = ("bolt", 2, "0.50", "1.00"), ("nut", 3, "0.10", "0.30")


def names() -> list[Attack]:
    """Names used where they are not bound, or not any more."""

    def said(text: str) -> Raw:
        return certificate(DEFINITIONS, "", text)

    return [
        Attack("names-honest", "nothing: bound, then used", said("let a = 1\nlet b = a\n"), "accepted"),
        Attack(
            "names-before",
            "use a name that is bound later",
            said("let b = a\nlet a = 1\n"),
            "rejected",
            _REFUSED,
        ),
        Attack("names-itself", "bind a name by itself", said("let a = a\n"), "rejected", _REFUSED),
        Attack(
            "names-in-block", "nothing: used in its block", said("{\nlet a = 1\nlet b = a\n}\n"), "accepted"
        ),
        Attack(
            "names-left-block",
            "use a name behind its block",
            said("{\nlet a = 1\n}\nlet b = a\n"),
            "rejected",
            _REFUSED,
        ),
        Attack("names-part", "use a part of a name", said("let ab = 1\nlet b = a\n"), "rejected", _REFUSED),
    ]


def numbers() -> list[Attack]:
    """Sums that are wrong, and numbers and keys that are written otherwise."""

    def said(text: str) -> Raw:
        return certificate(ORDER, "", text)

    honest = said(_order(_BOLTS, _NUTS, total="1.30"))
    turned = '{"total":1.00,"items":[{"product":"bolt","qty":2,"price":0.50,"amount":1.00}]}'
    inner = '{"items":[{"qty":2,"product":"bolt","price":0.50,"amount":1.00}],"total":1.00}'

    def edited(raw: Raw) -> None:
        raw["claim"]["output"] = _order(_BOLTS, _NUTS, total="1.31")
        with_tokens(raw, [raw["claim"]["output"]])

    wrong_product = said(_order(("bolt", 2, "0.50", "1.01"), total="1.01"))
    return [
        Attack("sum-honest", "nothing: sums are right", honest, "accepted"),
        Attack(
            "sum-wrong",
            "a total of one cent more, all digests computed again",
            changed(honest, edited),
            "rejected",
            _REFUSED,
        ),
        Attack(
            "sum-product-wrong",
            "a wrong product that the total agrees with",
            wrong_product,
            "rejected",
            _REFUSED,
        ),
        Attack(
            "sum-rounded",
            "a total that is right when rounded",
            said(_order(_BOLTS, _NUTS, total="1.3")),
            "rejected",
            _PARSE,
        ),
        Attack(
            "distinct-broken",
            "one product twice",
            said(_order(_BOLTS, _BOLTS, total="2.00")),
            "rejected",
            _REFUSED,
        ),
        Attack(
            "json-number-short",
            "1.0 for 1.00",
            said(_order(("bolt", 2, "0.50", "1.0"), total="1.00")),
            "rejected",
            _PARSE,
        ),
        Attack(
            "json-number-long",
            "1.000 for 1.00",
            said(_order(("bolt", 2, "0.50", "1.000"), total="1.00")),
            "rejected",
            _PARSE,
        ),
        Attack(
            "json-number-exponent",
            "1e0 for 1.00",
            said(_order(("bolt", 2, "0.50", "1e0"), total="1.00")),
            "rejected",
            _PARSE,
        ),
        Attack("json-keys-turned", "keys in another order", said(turned), "rejected", _PARSE),
        Attack("json-entry-turned", "keys of an entry in another order", said(inner), "rejected", _PARSE),
        Attack(
            "json-key-twice",
            "the last of two totals is right",
            said(_order(_BOLTS, total="9.00").replace("}]", '}],"total":1.00', 1)),
            "rejected",
            _PARSE,
        ),
        Attack(
            "json-space", "a space behind a colon", said(_order(_BOLTS, total=" 1.00")), "rejected", _PARSE
        ),
        Attack(
            "json-escape",
            "a letter spelled as an escape",
            said(_order(("\\u0062olt", 2, "0.50", "1.00"), total="1.00")),
            "rejected",
            _PARSE,
        ),
    ]


def thinking() -> list[Attack]:
    """What stands before the marker decides nothing; what stands behind the first one is the answer."""

    def said(text: str) -> Raw:
        return certificate(THINKING, "", text)

    return [
        Attack(
            "thinking-forbidden",
            "nothing: thought may say a forbidden word",
            said("maybe\x00?</think>it is."),
            "accepted",
        ),
        Attack(
            "thinking-answer-forbidden",
            "the answer says it",
            said("so</think>maybe it is."),
            "rejected",
            _REFUSED,
        ),
        Attack(
            "thinking-twice",
            "a second marker makes what came before it thought",
            said("so</think>maybe.</think>it is."),
            "rejected",
            _PARSE,
        ),
        Attack("thinking-none", "no marker, so nothing is judged", said("it is."), "rejected", _PARSE),
        Attack("thinking-half", "half a marker", said("so</think it is."), "rejected", _PARSE),
        Attack(
            "thinking-joined", "a marker that begins in another one", said("</</think>it is."), "accepted"
        ),
    ]


def attention() -> list[Attack]:
    """Gates are no part of what is proved: an output is judged by the rest of its program."""
    files = {
        "a.det": """\
program a
segments system, alice, bob
attend system to system
attend alice to system, alice
attend bob to system, bob
attend answer to system, alice, answer
category Sentence := /[A-Z][a-z ]{1,40}\\./
output := Sentence
"""
    }
    bob = certificate(files, "", "Bob ordered two lamps.")
    return [
        Attack("attention-unproved", "say what was read behind a gate", bob, "accepted"),
        Attack(
            "attention-shapeless",
            "gates instead of a shape",
            certificate(files, "", "bob."),
            "rejected",
            _PARSE,
        ),
    ]
