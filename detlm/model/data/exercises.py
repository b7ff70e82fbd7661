"""Tasks without facts: JSON orders and invoices, ``let`` programs, worked arithmetic."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from detlm.model.data.questions import Question
from detlm.model.data.wishes import enumerated
from detlm.model.data.words import PRODUCTS, listed

_NAMES = listed("a b c d e f g h k m n p q r s t u v w x y z total sum count rate left")
EXERCISES = ("json", "let", "arithmetic")


def _json(rng: Random) -> Question:
    items = rng.sample(PRODUCTS, rng.randint(1, 3))
    counts = [rng.randint(1, 9) if rng.random() < 0.7 else rng.randint(10, 99) for _ in items]
    said = [f"{n} {p}{'s' if n > 1 else ''}" for n, p in zip(counts, items, strict=True)]
    if rng.random() < 0.5:
        lead = rng.choice(("Order ", "Please order ", "I need ", "Send me ", "An order of "))
        lines = [f'{{"product":"{p}","qty":{n}}}' for p, n in zip(items, counts, strict=True)]
        return Question(f"{lead}{enumerated(said)}.", (f'{{"items":[{",".join(lines)}]}}',), "json")
    counts = [rng.randint(1, 9) for _ in items]
    prices = [Decimal(rng.choice((5, 10, 20, 25, 50, 75, 100, 150, 200, 500))) / 100 for _ in items]
    number = f"INV-{rng.randint(0, 9999):04d}"
    lines, said, total = [], [], Decimal(0)
    for product, count, price in zip(items, counts, prices, strict=True):
        amount = count * price
        total += amount
        said.append(f"{count} {product}{'s' if count > 1 else ''} at {price:.2f}")
        lines.append(f'{{"product":"{product}","qty":{count},"price":{price:.2f},"amount":{amount:.2f}}}')
    lead = rng.choice((f"Invoice {number}: ", f"Write invoice {number} for ", f"{number}: "))
    answer = f'{{"id":"{number}","items":[{",".join(lines)}],"total":{total:.2f}}}'
    return Question(f"{lead}{enumerated(said)}.", (answer,), "json")


def _let(rng: Random) -> Question:
    pool = rng.sample(_NAMES, 4)
    bindings: list[str] = []
    for i in range(rng.randint(1, 4)):
        terms = [rng.choice(pool[:i]) if i and rng.random() < 0.7 else str(rng.randint(0, 99))]
        for _ in range(rng.choice((0, 0, 1, 1, 2))):
            terms.append(rng.choice(pool[:i]) if i and rng.random() < 0.5 else str(rng.randint(0, 99)))
        bindings.append(f"{pool[i]} = {' + '.join(terms)}")
    lead = rng.choice(("Define ", "Write a program with ", "Let ", "Write let lines for ", "Program: "))
    return Question(f"{lead}{enumerated(bindings)}.", ("".join(f"let {b}\n" for b in bindings),), "let")


def _arithmetic(rng: Random) -> Question:
    name, sign = rng.choice((("add", "+"), ("add", "+"), ("sub", "-"), ("mul", "*")))
    big = 9 if name == "mul" else 99
    a, b = rng.randint(0, big), rng.randint(0, big)
    if name == "sub" and b > a:
        a, b = b, a
    result = {"add": a + b, "sub": a - b, "mul": a * b}[name]
    said = {"add": "plus", "sub": "minus", "mul": "times"}[name]
    wording = rng.choice(
        (
            f"What is {a} {sign} {b}?",
            f"{a} {sign} {b} = ?",
            f"Work out {a} {said} {b}.",
            f"How much is {a} {said} {b}?",
        )
    )
    answer = (
        f"<THOUGHT>{a} {said} {b}</THOUGHT><ACTION>CALL {name}({a}, {b})</ACTION>"
        f"<CHECK>{result}</CHECK>The answer is {result}."
    )
    return Question(wording, (answer,), "arithmetic")


def exercise(rng: Random, task: str | None = None) -> Question:
    """A question of ``task`` ("json", "let", "arithmetic"; random if None) with its one answer."""
    return {"json": _json, "let": _let, "arithmetic": _arithmetic}[task or rng.choice(EXERCISES)](rng)
