"""The tracker against whole parses: what it reports closed is closed in every completion."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from detlm.mask.building import dfa_of_term
from detlm.mask.language import LanguageBuilder
from detlm.mask.parse import Span, parses, spans
from detlm.mask.terms import Terms
from detlm.mask.tracker import SpanTracker
from detlm.syntax.program import Always, Atom, Chain, Derive, Lex, Program, Supported, UpTo
from detlm.syntax.regex import literal, words

from .strategies import accepted, medication, programs


@given(programs, st.data())
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
def test_closed_spans_are_those_of_the_parse(program: Program, data: st.DataObject) -> None:
    shape = program.output
    terms = Terms()
    plain = dfa_of_term(terms, LanguageBuilder(terms, b"", None).language(_bare(shape)))
    assume(not plain.is_empty)
    text = data.draw(accepted(plain, longest=15))
    trees = parses(shape, text, limit=50)
    assert trees
    assume(len(trees) == 1)
    whole = spans(trees[0])
    tracker = SpanTracker(shape)
    state = tracker.start()
    reported = 0
    for end in range(len(text) + 1):
        closed = tracker.spans(state, text[:end])
        assert closed == whole[: len(closed)]  # right, and never taken back
        assert len(closed) >= reported
        reported = len(closed)
        assert state.alive
        if end < len(text):
            state = tracker.advance(state, text[end : end + 1])
    assert tracker.advance(tracker.start(), text) == state


def _bare(shape):  # type: ignore[no-untyped-def]
    """The shape with no conditions: every text of the structure."""

    from detlm.syntax.program import Choice, Claim

    match shape:
        case Derive():
            return shape.having(given=Always(), ensure=Always(), body=_bare(shape.body))
        case Chain(parts):
            return Chain(tuple(map(_bare, parts)))
        case Choice(options):
            return Choice(tuple(map(_bare, options)))
        case UpTo(count, body):
            return UpTo(count, _bare(body))
        case Claim(relation, body):
            return Claim(relation, _bare(body))
        case _:
            return shape


def test_a_span_closes_as_soon_as_nothing_can_lengthen_it() -> None:
    tracker = SpanTracker(medication().output)
    text = b"aspirin is used for pain relief."
    claim = Atom(b"used_for", b"aspirin", b"pain relief")
    state = tracker.advance(tracker.start(), text[:-2])
    assert tracker.closed(state) == []
    state = tracker.advance(state, text[-2:-1])
    assert tracker.spans(state, text[:-1]) == [Span("answer", 0, 0, 31, (claim,))]
    assert tracker.spans(tracker.advance(state, b"."), text) == [Span("answer", 0, 0, 31, (claim,))]


def test_spans_that_could_go_on_stay_open() -> None:
    answer = Derive("answer", 0, Always(), Always(), Lex(words([b"drug", b"drugs"])))
    tracker = SpanTracker(Chain((answer, UpTo(2, Chain((Lex(literal(b", ")), answer))), Lex(literal(b".")))))
    start = tracker.start()
    one = tracker.advance(start, b"drug")
    assert tracker.closed(one) == []
    assert len(tracker.closed(tracker.advance(one, b"s"))) == 1
    two = tracker.advance(one, b", drug")
    assert [(s, e) for _, s, e in tracker.closed(two)] == [(0, 4)]
    assert [(s, e) for _, s, e in tracker.closed(tracker.advance(two, b"."))] == [(0, 4), (6, 10)]
    assert tracker.closed(one) == []  # states are kept as they were: rewinding is using one again


def test_a_text_that_leaves_the_shape_is_dead() -> None:
    tracker = SpanTracker(medication().output)
    state = tracker.advance(tracker.start(), b"aspirin cures")
    assert not state.alive and tracker.closed(state) == []
    assert not tracker.advance(state, b"x").alive


def test_parses_that_disagree_close_nothing() -> None:
    span = Derive("answer", 0, Always(), Supported(), Lex(literal(b"a")))
    other = Derive("answer", 1, Always(), Always(), Lex(literal(b"a")))
    from detlm.syntax.program import Choice

    tracker = SpanTracker(
        Chain((Choice((Chain((span, Lex(literal(b"x")))), Chain((other, Lex(literal(b"y")))))),))
    )
    state = tracker.advance(tracker.start(), b"a")
    assert tracker.closed(state) == []
    assert [d.rule for d, _, _ in tracker.closed(tracker.advance(state, b"y"))] == [1]
