"""Random constraint files as text, with a check of whole outputs in plain Python: the reader is in the loop.

A file is a category of ``categories.py`` under limits, or one of the larger forms here: names in scope, sums,
facts and rules. ``check`` says of every output whether it must be admitted.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from tests.drt import categories
from tests.drt.categories import Check, Piece, quoted

WORD = rb"[A-Za-z0-9_\x80-\xff]"
SPACE = b" \t\n\r\v\f"
SAID = ("a", "b", "A", "1", "é", "ab", "null", "-", "a-", "ß", "ſ", "list", "12", "x", "😀", "e\u0301")


@dataclass(frozen=True)
class Source:
    """A constraint file, what must be admitted, and texts to try."""

    text: str
    check: Check
    texts: tuple[bytes, ...]
    files: tuple[tuple[str, str], ...] = ()
    kind: str = ""


def source(rng: Random) -> Source:
    """A file of any form."""
    larger: list[Callable[[Random], Source]] = [_scopes, _sums, _facts, _spans]
    if rng.random() < 0.3:
        return rng.choice(larger)(rng)
    kind = rng.choice(list(categories.KINDS))
    piece = categories.KINDS[kind](rng)
    return _limited(rng, kind, piece)


# -- limits -----------------------------------------------------------------------------------------


def _says(word: bytes) -> re.Pattern[bytes]:
    # ``IGNORECASE`` of bytes patterns knows ASCII only, as the language does.
    return re.compile(rb"(?<!" + WORD + rb")" + re.escape(word) + rb"(?!" + WORD + rb")", re.IGNORECASE)


def _first_end(word: bytes, text: bytes) -> int | None:
    places = (i + len(word) for i in range(len(text)) if _says(word).match(text, i))
    return min(places, default=None)


def _before(one: bytes, two: bytes, text: bytes) -> bool:
    a, b = _first_end(one, text), _first_end(two, text)
    return a is not None and b is not None and a < b


def _count(what: str, text: bytes) -> int:
    match what:
        case "words":
            return len(re.findall(WORD + rb"+", text))
        case "characters":
            return sum(not 0x80 <= byte < 0xC0 for byte in text)
        case "lines":
            return len(text.split(b"\n"))
    pieces = re.split(rb"(?<=[.!?])(?=[ \t\n\r\v\f]|\Z)", text)
    return sum(bool(piece.strip(SPACE)) for piece in pieces)


def limit(rng: Random) -> tuple[str, Check]:
    """A line that limits the answer, and what it means."""
    word, other = rng.choice(SAID), rng.choice(SAID)
    w, v = word.encode(), other.encode()
    n, some = rng.randint(0, 4), rng.randint(1, 4)
    what = rng.choice(["words", "characters", "sentences", "lines"])
    stem = re.compile(rb"(?<!" + WORD + rb")" + re.escape(w), re.IGNORECASE)
    times: Callable[[bytes], int] = lambda t: len(_says(w).findall(t))  # noqa: E731
    forms: list[tuple[str, Check]] = [
        (f"forbid exactly {quoted(word)}", lambda t: w not in t),
        (f"require exactly {quoted(word)}", lambda t: w in t),
        (f"at most {some} {what}", lambda t: _count(what, t) <= some),
        (f"at least {some} {what}", lambda t: _count(what, t) >= some),
        (f"exactly {some} {what}", lambda t: _count(what, t) == some),
        ("forbid /[0-9]{2}/", lambda t: not re.search(rb"[0-9]{2}", t)),
    ]
    if word != "-":  # words that are counted have a letter or a digit
        forms += [
            (f"forbid stem {quoted(word)}", lambda t: not stem.search(t)),
            (f"forbid {quoted(word)}", lambda t: not _says(w).search(t)),
            (f"require {quoted(word)}", lambda t: bool(_says(w).search(t))),
            (f"at most {n} times {quoted(word)}", lambda t: times(t) <= n),
            (f"at least {some} times {quoted(word)}", lambda t: times(t) >= some),
            (f"exactly {n} times {quoted(word)}", lambda t: times(t) == n),
        ]
    if "-" not in (word, other) and word.lower() != other.lower():
        one_of = f"require one of {quoted(word)} {quoted(other)}"
        forms.append((one_of, lambda t: bool(_says(w).search(t) or _says(v).search(t))))
        forms.append((f"require {quoted(word)} before {quoted(other)}", lambda t: _before(w, v, t)))
    return rng.choice(forms)


def _limited(rng: Random, kind: str, piece: Piece) -> Source:
    limits = [limit(rng) for _ in range(rng.choice([0, 0, 1, 1, 2]))]
    # Sometimes in a shape that repeats; then what belongs is told by cutting at the separator.
    after = rng.choice([None, None, None, "::", "</t>", "aa"])
    lines = ["program drawn", *piece.lines, *(said for said, _ in limits)]
    if after:
        lines.append(f"after {quoted(after)}")
    lines.append(f"output := {piece.expression} {quoted('.')}")
    marker = (after or "").encode()

    def check(output: bytes) -> bool | None:
        answer = output
        if marker:
            _, found, answer = output.partition(marker)
            if not found:
                return False
        if not answer.endswith(b".") or not all(holds(answer) for _, holds in limits):
            return False
        return piece.holds(answer[:-1])

    texts = tuple((b"hm " + marker if marker else b"") + t + b"." for t in piece.texts)
    return Source("\n".join(lines) + "\n", check, texts, piece.files, kind)


# -- larger forms -----------------------------------------------------------------------------------


def _scopes(rng: Random) -> Source:
    """Names are defined before they are used; a ``fresh`` one only once."""
    most = rng.randint(2, 4)
    lines = [
        "program drawn",
        "category Name := /[a-c]{1,2}/",
        "shape Use := Name",
        'shape Line := "let " Name " = " (/[0-9]/ | Use) ";"',
        "scope Defined := names bound by Line",
        'constraint "before" at Use:\n  scope S := Defined\n  if next_token in S\n'
        '  then admit with proof "lookup(S, next_token)"\n  else reject',
        f"output := repeat 1 to {most} Line",
    ]

    def check(output: bytes) -> bool:
        rows = output.split(b";")
        if rows[-1] or not 1 <= len(rows) - 1 <= most:
            return False
        known: set[bytes] = set()
        for row in rows[:-1]:
            found = re.fullmatch(rb"let ([a-c]{1,2}) = ([0-9]|[a-c]{1,2})", row)
            if not found or not (found[2].isdigit() or found[2] in known):
                return False
            known.add(found[1])
        return True

    def some() -> bytes:
        names = [b"a", b"b", b"ab", b"c"]
        return b"".join(
            b"let %s = %s;" % (rng.choice(names), rng.choice([b"1", *names[:2]]))
            for _ in range(rng.randint(1, 4))
        )

    return Source("\n".join(lines) + "\n", check, tuple(some() for _ in range(10)), kind="scope")


def _sums(rng: Random) -> Source:
    """Rows of a name and a price, a total, and what is asked of them."""
    asks: list[tuple[str, Callable[[list[tuple[bytes, Decimal]], Decimal], bool]]] = [
        ("total = sum(x.price for x in bill.row)", lambda rows, total: total == sum(p for _, p in rows)),
        ("sum(x.price for x in bill.row) <= total", lambda rows, total: sum(p for _, p in rows) <= total),
        ("distinct(x.name for x in bill.row)", lambda rows, total: len({n for n, _ in rows}) == len(rows)),
        ("every x in bill.row: x.price < 1.50", lambda rows, total: all(p < Decimal("1.5") for _, p in rows)),
        ("count(bill.row) = 2", lambda rows, total: len(rows) == 2),
        ("total != 2.00 and total * 2 >= 1", lambda rows, total: total != 2 and total * 2 >= 1),
        (
            "not distinct(x.price for x in bill.row)",
            lambda rows, total: len({p for _, p in rows}) != len(rows),
        ),
        (
            'every x in bill.row: (x.name = "a" -> x.price > 0.50)',
            lambda rows, total: all(p > Decimal("0.5") for n, p in rows if n == b"a"),
        ),
    ]
    chosen = rng.sample(asks, rng.randint(1, 2))
    said = (
        " and ".join(f"({text})" for text, _ in chosen)
        .replace("total ", "bill.total ")
        .replace("<= total", "<= bill.total")
    )
    lines = [
        "program drawn",
        "category Price := decimal(2) from 0.00 to 3.00",
        'category Name := words "a" "b" "é"',
        'shape Row := name: Name "@" price: Price ";"',
        'shape Bill := { row: Row } up to 3 "=" total: Price',
        f"derive bill from shape Bill\n  ensure proof {said}",
        "output := bill",
    ]
    row = re.compile("(a|b|é)@([0-3]\\.[0-9]{2})".encode())

    def check(output: bytes) -> bool:
        *rows, last = output.split(b";")
        found = [row.fullmatch(r) for r in rows]
        if len(rows) > 3 or not all(found) or not re.fullmatch(rb"=[0-3]\.[0-9]{2}", last):
            return False
        values = [(f[1], Decimal(f[2].decode())) for f in found if f]
        total = Decimal(last[1:].decode())
        if max([total, *(p for _, p in values)]) > 3:
            return False
        return all(holds(values, total) for _, holds in chosen)

    def some() -> bytes:
        rows = [
            (rng.choice(["a", "b", "é"]), rng.choice([0, 50, 51, 100, 150, 200]))
            for _ in range(rng.randint(0, 3))
        ]
        total = rng.choice([sum(p for _, p in rows), rng.choice([0, 50, 100, 200, 300])])
        money: Callable[[int], str] = lambda cents: f"{cents // 100}.{cents % 100:02}"  # noqa: E731
        return ("".join(f"{n}@{money(p)};" for n, p in rows) + "=" + money(total)).encode()

    return Source("\n".join(lines) + "\n", check, tuple(some() for _ in range(12)), kind="sums")


def _facts(rng: Random) -> Source:
    """Sentences that follow from facts by rules, found here by trying everything."""
    names = rng.sample(["a", "b b", "é", "K9", "\u212a", "x-1"], 4)
    facts = {(rng.choice("rs"), rng.choice(names), rng.choice(names)) for _ in range(rng.randint(2, 6))} | {
        ("r", names[0], names[1]),
        ("s", names[1], names[2]),
    }
    rules = rng.sample(
        [
            ("r", "X r Y and Y r Z", "X r Z"),
            ("s", "X r Y", "Y s X"),
            ("r", "X s Y and Y s X", "X r X"),
            ("s", f"X r Y and Y r {quoted(names[0])}", "X s Y"),
            ("s", "X s Y and X r Z", "Z s Y"),
        ],
        rng.randint(0, 3),
    )
    lines = ["program drawn", *(f"fact {quoted(s)} {r} {quoted(o)}" for r, s, o in sorted(facts))]
    lines += [f"rule {body} -> {head}" for _, body, head in rules]
    there = {r for r, _, _ in facts} | {h for h, _, _ in rules}
    lines += [
        f"sentence {r} := {said}"
        for r, said in (("r", 'SUBJECT " likes " OBJECT'), ("s", 'OBJECT " is seen by " SUBJECT'))
        if r in there
    ]
    known = _closed(facts, rules, names)
    lines += ["category Claim := sentence of facts", 'category No := "unknown"']
    asks = rng.choice(
        [
            "supported(answer)",
            f"supported(answer) and not mentions(answer, {quoted(names[0])})",
            f"mentions(prompt, {quoted(names[1])}) -> supported(answer)",
        ]
    )
    lines += [
        f"derive answer from category Claim ensure proof {asks}",
        "derive answer from category No",
        'output := answer "."',
    ]

    def check(output: bytes) -> bool | None:  # the prompt decides of the last form; then nothing is expected
        if output == b"unknown.":
            return True
        said = {f"{s} likes {o}.".encode() for r, s, o in known if r == "r"} | {
            f"{o} is seen by {s}.".encode() for r, s, o in known if r == "s"
        }
        if output in said and "not mentions" in asks:
            return not _says(names[0].encode()).search(output[:-1])
        if output not in said and "->" in asks:
            return None
        return output in said

    texts = [f"{s} {how} {o}.".encode() for s in names for o in names for how in ("likes", "is seen by")]
    return Source("\n".join(lines) + "\n", check, (b"unknown.", *rng.sample(texts, 14)), kind="facts")


def _closed(
    facts: set[tuple[str, str, str]], rules: list[tuple[str, str, str]], names: list[str]
) -> set[tuple[str, str, str]]:
    """All that follows, by putting every name for every variable until nothing is new."""
    known = set(facts)

    def atoms(text: str, values: dict[str, str]) -> list[tuple[str, str, str]]:
        out = []
        for part in text.split(" and "):
            s, r, o = re.findall(r'"[^"]*"|\S+', part)
            out.append((r, *(values.get(t, t.strip('"')) for t in (s, o))))
        return out  # type: ignore[return-value]

    while True:
        new = set()
        for _, body, head in rules:
            for x in names:
                for y in names:
                    for z in names:
                        values = {"X": x, "Y": y, "Z": z}
                        if all(a in known for a in atoms(body, values)):
                            new.add(atoms(head, values)[0])
        if new <= known:
            return known
        known |= new


def _spans(rng: Random) -> Source:
    """Alternatives of one span, chosen by the prompt or by what they say."""
    word = rng.choice(["a", "é", "1"])
    lines = [
        "program drawn",
        "category Code := /[a1é]{1,3}/",
        "category Rest := /[0-9]+/ and /.{2}/",
        f"derive answer from category Code\n  ensure not mentions(answer, {quoted(word)})",
        "derive answer from category Rest\n  given not answer in Even",
        "category Even := /[0-9]*[02468]/",
        'output := "<" answer { "," answer } up to 2 ">"',
    ]

    def span(text: bytes) -> bool:
        try:
            code = bool(re.fullmatch("[a1é]{1,3}", text.decode())) and not _says(word.encode()).search(text)
        except UnicodeDecodeError:
            return False
        rest = bool(re.fullmatch(rb"[0-9]{2}", text)) and int(text) % 2 == 1
        return code or rest

    def check(output: bytes) -> bool | None:
        if not (output.startswith(b"<") and output.endswith(b">")):
            return False
        parts = output[1:-1].split(b",")
        if any(re.fullmatch(rb"11", part) for part in parts):
            return None  # reads in two ways
        return len(parts) <= 3 and all(map(span, parts))

    pieces = [b"a", b"1", b"a1", b"11", b"13", b"24", "é".encode(), "aé".encode(), b"", b"111", b"7"]
    texts = tuple(
        b"<" + b",".join(rng.choice(pieces) for _ in range(rng.randint(1, 4))) + b">" for _ in range(12)
    )
    return Source("\n".join(lines) + "\n", check, texts, kind="spans")
