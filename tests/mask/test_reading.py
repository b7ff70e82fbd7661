"""Parts that depend on the text before them: what is read, byte by byte, against the direct decision."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from detlm.errors import NoAdmissibleCompletion
from detlm.mask.automaton import DEAD, Dfa
from detlm.mask.compile import CompiledProgram, compile_program
from detlm.mask.parse import admits, broken_rule, parses
from detlm.mask.terms import Terms
from detlm.mask.tracker import TrackerState
from detlm.syntax.program import (
    ENTRY,
    Always,
    And,
    AtMostWords,
    Bind,
    Block,
    Chain,
    Choice,
    Compare,
    Condition,
    CountOf,
    Derive,
    Distinct,
    Every,
    Field,
    Forbid,
    InCategory,
    Lex,
    Matches,
    Minus,
    Not,
    NumberAt,
    NumberLiteral,
    Or,
    Plus,
    SameText,
    Settle,
    Shape,
    Times,
    UpTo,
    Visible,
)
from detlm.syntax.regex import Star, literal, one_of, repeat, then, words

from .grown import LETTER, blocks, definitions, invoice, lit, program, use
from .strategies import accepted, conditions


class Reader:
    """Reads texts byte by byte, as decoding does."""

    def __init__(self, compiled: CompiledProgram) -> None:
        assert compiled.reading is not None
        self.reading = compiled.reading
        self.tracker = self.reading.tracker()
        self.dfa = cache(self.reading.dfa)

    def start(self) -> tuple[int, TrackerState]:
        state = self.tracker.start()
        return self.reading.told(self.reading.root, b"", self.tracker, state), state

    def step(self, point: tuple[int, TrackerState], text: bytes, byte: int) -> tuple[int, TrackerState]:
        """After ``text`` and ``byte``; the term of nothing where nothing may follow."""
        term, state = point
        dfa = self.dfa(term)
        if dfa.is_empty or dfa.step(dfa.start, byte) == DEAD:
            return Terms.NOTHING, state
        after = self.tracker.advance(state, bytes([byte]))
        text += bytes([byte])
        return self.reading.told(self.reading.after(term, text[-1:]), text, self.tracker, after), after

    def reads(self, text: bytes) -> bool:
        point = self.start()
        for i, byte in enumerate(text):
            point = self.step(point, text[:i], byte)
        return self.reading.terms.nullable(point[0])

    def texts(self, longest: int) -> Iterator[bytes]:
        """All texts up to a length; fails where a text begun in the mask cannot be finished."""
        todo = [(b"", self.start())]
        while todo:
            text, (term, state) = todo.pop()
            if self.reading.terms.nullable(term):
                yield text
            dfa = self.dfa(term)
            assert not dfa.is_empty, f"nothing follows {text!r}"
            if len(text) < longest:
                for members, _ in self.reading.terms.linear(term):
                    for byte in (b for b in range(256) if members >> b & 1):
                        point = self.step((term, state), text, byte)
                        if point[0] != Terms.NOTHING:
                            todo.append((text + bytes([byte]), point))


def every_text(output: Shape, longest: int) -> set[bytes]:
    """The admitted texts, by trying all that the shape has."""
    whole = program(output)
    dfa = compile_program(whole, b"").dfa
    return {text for text in texts_of(dfa, longest) if admits(whole, b"", text, ())[0]}


def texts_of(dfa: Dfa, longest: int) -> list[bytes]:
    """The texts of an automaton up to a length."""
    found, row = [], [(b"", dfa.start)]
    for _ in range(longest + 1):
        found += [text for text, state in row if dfa.is_accepting(state)]
        row = [
            (text + bytes([b]), target)
            for text, state in row
            for members, target in dfa.edges(state)
            for b in range(256)
            if members >> b & 1
        ]
    return found


def reader(output: Shape) -> Reader:
    return Reader(compile_program(program(output), b""))


AB = Lex(one_of(b"ab"))
AB_S = Lex(then(one_of(b"ab"), Star(one_of(b"ab"))))
BIND = Settle(b"S", Chain((lit(b"+"), Bind(b"S", AB))))
ONLY_A = InCategory("a", literal(b"a"))
USE = Derive("use", 0, Always(), Visible(b"S"), AB)
FRESH = Derive("fresh", 1, Always(), Not(Visible(b"S")), AB)


@pytest.mark.parametrize(
    ("output", "longest"),
    [
        (UpTo(3, Choice((BIND, Chain((lit(b"?"), USE))))), 6),
        (Chain((UpTo(2, BIND), lit(b"."), USE)), 7),
        (Chain((Choice((BIND, lit(b"-"))), Choice((USE, lit(b"!"))))), 4),
        (UpTo(2, Settle(b"S", Chain((lit(b"+"), Bind(b"S", FRESH))))), 6),
        (Chain((BIND, Block(b"S", Chain((lit(b"{"), BIND, USE, lit(b"}")))), USE)), 8),
        (Chain((BIND, Settle(b"S", Chain((Bind(b"S", AB), USE))), USE)), 6),
        # A use whose text goes on: the first name may be a beginning of the second.
        (
            Chain(
                (
                    *(Settle(b"S", Chain((Bind(b"S", AB_S), lit(b"+")))) for _ in range(2)),
                    Derive("use", 0, Always(), Visible(b"S"), AB_S),
                    lit(b"."),
                )
            ),
            8,
        ),
        # Another scope, another condition, and a condition on names one level up.
        (Chain((BIND, Derive("use", 0, Always(), Or(Visible(b"T"), Visible(b"S")), AB))), 3),
        (Chain((BIND, Derive("u", 0, Always(), Or(Visible(b"S"), ONLY_A), AB))), 3),
        (
            Chain((BIND, Derive("o", 0, Always(), Every((b"f",), Visible(b"S")), Field(b"f", AB)))),
            3,
        ),
    ],
)
def test_names_in_scope_are_masked_exactly_and_never_dead(output: Shape, longest: int) -> None:
    expected = every_text(output, longest)
    assert expected and set(reader(output).texts(longest)) == expected


def test_nothing_is_begun_that_needs_a_name_where_none_can_be() -> None:
    output = Choice((Chain((lit(b"ab"), USE)), Chain((UpTo(0, BIND), lit(b"abc"), USE)), lit(b"b.")))
    compiled = compile_program(program(output), b"")
    assert compiled.reading is None and compiled.dfa.shortest() == b"b." and compiled.dfa.longest() == 2
    with pytest.raises(NoAdmissibleCompletion, match="these rules admit nothing"):
        compile_program(program(Chain((lit(b"a"), USE))), b"")


def field(label: bytes, pattern: bytes, low: int = 1, high: int = 1) -> Field:
    return Field(label, Lex(repeat(one_of(pattern), low, high)))


def rule(ensure: object, *parts: Shape) -> Derive:
    return Derive("r", 0, Always(), ensure, Chain(parts))  # type: ignore[arg-type]


X, Y, Z = NumberAt((b"x",)), NumberAt((b"y",)), NumberAt((b"z",))
COMMA = lit(b",")
NUMBERS = (field(b"x", b"12"), COMMA, field(b"y", b"0123"), COMMA, field(b"z", b"-012", 1, 2))


@pytest.mark.parametrize(
    ("output", "longest"),
    [
        (rule(Compare("=", Z, Plus(X, Y)), *NUMBERS), 6),
        (rule(Compare("=", Minus(X, Y), Z), *NUMBERS), 6),
        (rule(And(Compare("=", Z, Times(X, Y)), Not(Not(Compare("=", Y, X)))), *NUMBERS), 6),
        (rule(Compare("=", CountOf((b"x",)), Y), UpTo(2, field(b"x", b"1")), field(b"y", b"02")), 3),
        (rule(SameText((b"y",), (b"x",)), field(b"x", b"ab", 1, 2), COMMA, field(b"y", b"ab", 1, 2)), 5),
        (rule(Distinct((b"x",)), UpTo(3, field(b"x", b"ab"))), 3),
        (
            Derive("r", 0, Always(), Every((ENTRY,), SameText((b"x",), (b"y",))), UpTo(
                2, Field(ENTRY, Chain((field(b"x", b"ab"), field(b"y", b"ab")))))),
            4,
        ),
        (Chain((BIND, rule(Every((b"x",), ONLY_A), field(b"x", b"ab"), USE))), 4),
    ],
)  # fmt: skip
def test_what_earlier_parts_determine_is_masked_exactly(output: Shape, longest: int) -> None:
    expected = every_text(output, longest)
    found = reader(output)
    candidates = texts_of(compile_program(program(output), b"").dfa, longest)
    assert expected and {t for t in candidates if found.reads(t)} == expected


def _all(alphabet: bytes, longest: int) -> Iterator[bytes]:
    row = [b""]
    for _ in range(longest + 1):
        yield from row
        row = [t + bytes([b]) for t in row for b in alphabet]


@pytest.mark.parametrize(
    "ensure",
    [
        Compare("=", X, Plus(Y, NumberLiteral(1))),  # x comes first and y is told by nothing else
        Compare("<", X, Y),
        Or(Compare("=", X, Y), Always()),
        Not(Distinct((b"x",))),
        Compare("=", Plus(X, Y), Plus(Y, X)),
        Compare("=", Y, NumberAt((b"nowhere",))),
    ],
)
def test_what_is_left_for_the_end_of_a_span_is_said(ensure: object) -> None:
    note = compile_program(program(rule(ensure, *NUMBERS)), b"").notes[0]
    assert (note.where, note.exact) == ("span end", False) and note.why


def test_a_number_is_only_forced_by_parts_that_have_ended() -> None:
    """An entry that comes later, that the part lies in or that lies in the part, determines nothing."""
    entry = Field(ENTRY, Chain((field(b"x", b"12"), field(b"y", b"12"))))
    later = rule(Compare("=", NumberAt((b"t",)), CountOf((ENTRY,))), field(b"t", b"12"), UpTo(2, entry))
    inside = rule(Every((ENTRY,), Compare("=", NumberAt((b"x",)), CountOf((b"x",)))), UpTo(2, entry))
    for shape in (later, inside):
        assert compile_program(program(shape), b"").reading is None
    assert every_text(later, 5) >= {b"112", b"21211"}


@pytest.mark.parametrize("ensure", [Compare("<", X, NumberAt((b"x", b"y"))), SameText((b"x",), (b"x", b"y"))])
def test_a_part_waits_for_the_parts_in_it(ensure: Condition) -> None:
    inside = rule(ensure, Field(b"x", Chain((lit(b"-"), field(b"y", b"1")))), lit(b";"))
    alone = rule(ensure, Field(b"x", field(b"y", b"1")), lit(b";"))
    for shape in (inside, alone):
        compiled = compile_program(program(shape), b"")
        assert compiled.reading is None
        assert every_text(shape, 3) <= set(texts_of(compiled.dfa, 3))


def test_definitions_offer_only_numbers_until_a_name_is_bound() -> None:
    found = Reader(compile_program(definitions(), b""))
    for text in (b"let a = 1\n", b"let a = 1\nlet b = a + 2 + a\nlet a = b\n"):
        assert found.reads(text) and admits(definitions(), b"", text, ())[0]
    for text in (b"let a = a\n", b"let a = 1\nlet b = c\n", b"let let = 1\n", b"let a = 1\nlet b = a1\n"):
        assert not found.reads(text) and not admits(definitions(), b"", text, ())[0]
    fresh = Reader(compile_program(definitions(fresh=True), b""))
    assert fresh.reads(b"let a = 1\nlet aa = a\n") and not fresh.reads(b"let a = 1\nlet a = a\n")


def test_an_invoice_is_read_with_its_sums() -> None:
    whole = invoice()
    found = Reader(compile_program(whole, b""))
    start = b'{"id":"INV-0001","items":[{"product":"bolt","qty":2,"price":0.50,"amount":1.00}'
    right = start + b'],"total":1.00}'
    two = start + b',{"product":"nut","qty":3,"price":0.05,"amount":0.15}],"total":1.15}'
    for text in (right, two):
        assert found.reads(text) and admits(whole, b"", text, ())[0]
    for text in (
        right.replace(b'"total":1.00', b'"total":2.00'),
        right.replace(b"bolt", b"gear"),
        right.replace(b'"amount":1.00', b'"amount":1.01'),
        two.replace(b"nut", b"bolt"),
    ):
        assert not found.reads(text) and not admits(whole, b"", text, ())[0]


def test_limits_hold_beside_names() -> None:
    limits = (Forbid(b"b"), Matches(Star(one_of(b"ab+?"))))
    output = UpTo(3, Choice((BIND, Chain((lit(b"?"), USE)))))
    found = Reader(compile_program(program(output, *limits), b""))
    tightened = Reader(compile_program(program(output), b"").tightened(limits))
    for text in _all(b"ab+?", 4):
        assert found.reads(text) == tightened.reads(text)
        if found.reads(text):
            assert admits(program(output, *limits), b"", text, ())[0]
    assert found.reads(b"+a?a") and not found.reads(b"+b?b")


def test_a_block_takes_its_names_along() -> None:
    found = Reader(compile_program(blocks(), b""))
    assert found.reads(b"+x;{+y;?y;}?x;") and found.reads(b"{+y;}+x;?x;")
    for text in (b"+x;{+y;}?y;", b"{?x;}", b"?x;"):
        assert not found.reads(text)


def test_names_are_read_by_whole_words_of_their_category() -> None:
    """What is bound and what is used need not have the same category."""
    bind = Settle(b"S", Chain((Bind(b"S", Lex(words([b"a", b"ab", b"b"]))), lit(b";"))))
    output = Chain((bind, UpTo(1, bind), lit(b"."), use(b"S", body=Lex(repeat(LETTER, 1, 1)))))
    found = reader(output)
    assert found.reads(b"ab;b;.b") and not found.reads(b"ab;b;.a") and not found.reads(b"ab;.ab")


FILLS = st.sampled_from([AB, AB_S, lit(b"a"), lit(b"1"), Lex(one_of(b"12")), Choice((AB, lit(b"1")))])
LABELS = st.sampled_from([b"x", b"y"])


@st.composite
def tied(draw: st.DrawFn) -> Shape:
    """Spans that bind, use and number parts, in a row."""
    parts: list[Shape] = []
    for number in range(draw(st.integers(2, 4))):
        label = draw(LABELS)
        inner: list[Shape] = [Field(draw(LABELS), draw(FILLS)) for _ in range(draw(st.integers(1, 2)))]
        if draw(st.booleans()):
            inner.append(UpTo(2, Field(draw(LABELS), draw(FILLS))))
        body: Shape = Bind(label, Chain(tuple(inner)))
        body = draw(st.sampled_from([body, Settle(label, body), Block(b"x", Settle(label, body)), inner[0]]))
        span = Derive("d", number, Always(), draw(conditions), body)
        parts.append(draw(st.sampled_from([body, span, span, UpTo(2, Chain((span, lit(b".")))), lit(b".")])))
    return Chain(tuple(parts))


@given(tied(), st.data())
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_admitted_is_read(output: Shape, data: st.DataObject) -> None:
    reads_what_is_admitted(output, data)


@pytest.mark.slow
@given(tied(), st.data())
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_admitted_is_read_for_long(output: Shape, data: st.DataObject) -> None:
    reads_what_is_admitted(output, data)


def reads_what_is_admitted(output: Shape, data: st.DataObject) -> None:
    whole = program(output)
    try:
        compiled = compile_program(whole, b"b a")
    except NoAdmissibleCompletion:
        assume(False)
        raise
    assume(compiled.reading is not None)
    found = Reader(compiled)
    for text in data.draw(st.lists(accepted(compiled.dfa, longest=12), min_size=5, max_size=20)):
        trees = parses(output, text, limit=1000)
        right = any(broken_rule(tree, b"b a", ()) is None for tree in trees)
        read = found.reads(text)
        assert read or not right
        if len(trees) == 1 and compiled.reading is not None and not compiled.exact:
            event("read" if read else "not read")


def test_limits_look_past_a_part_that_is_told_late() -> None:
    """The copy at the end is a word too: where there is no room for it, no further word is begun."""
    more = UpTo(2, Chain((Lex(one_of(b"ab")), lit(b" "))))
    parts = (Field(b"x", AB), lit(b" "), more, lit(b"="), Field(b"y", AB))
    copied = Derive("copied", 0, Always(), SameText((b"x",), (b"y",)), Chain(parts))
    short = Reader(compile_program(program(copied, AtMostWords(3)), b""))
    assert set(short.texts(9)) == {b"a =a", b"b =b", b"a a =a", b"a b =a", b"b a =b", b"b b =b"}
    tighter = compile_program(program(copied), b"").tightened((AtMostWords(2),))
    assert set(Reader(tighter).texts(9)) == {b"a =a", b"b =b"}
