"""Findings: each kind on a program that has it, ambiguity against counting parses."""

from __future__ import annotations

from dataclasses import replace
from itertools import product as tuples

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detlm.errors import TooManyStates
from detlm.mask.ambiguity import ambiguous_text
from detlm.mask.analysis import analyse, sizes
from detlm.mask.compile import compile_program
from detlm.mask.language import LanguageBuilder
from detlm.mask.limits import dfa_of_limit
from detlm.mask.parse import parses
from detlm.mask.redundant import needless
from detlm.mask.terms import Terms
from detlm.syntax import read_source
from detlm.syntax.program import (
    Always,
    AtMostWords,
    Chain,
    Choice,
    Claim,
    Derive,
    Every,
    Field,
    Forbid,
    InCategory,
    Lex,
    Limit,
    Matches,
    Mentions,
    Position,
    Program,
    PromptMentions,
    Require,
    Shape,
    SlotShape,
    Supported,
    UpTo,
    walk,
)
from detlm.syntax.regex import EMPTY, NOTHING, Star, Without, literal, one_of, words

from .grown import blocks, definitions, invoice, lit, program, use
from .strategies import medication, shapes

SHORT = [bytes(t) for n in range(5) for t in tuples(b"ab .", repeat=n)]


@given(shapes())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_ambiguity_is_two_parses(shape: Shape) -> None:
    text = ambiguous_text(shape)
    if text is not None:
        assert len(parses(shape, text)) == 2
    for short in SHORT[::7]:
        if len(parses(shape, short)) > 1:
            assert text is not None and len(text) <= len(short)


def test_counts_can_be_what_keeps_a_shape_unambiguous() -> None:
    # Without its counts this is a* a*; with them each text has one reading.
    once = UpTo(1, Lex(literal(b"a")))
    assert ambiguous_text(Chain((once, Lex(literal(b"a"))))) is None
    assert ambiguous_text(Chain((once, once))) == b"a"
    assert ambiguous_text(Chain((UpTo(9, Lex(literal(b"ab"))), UpTo(9, Lex(literal(b"ac")))))) is None


def test_parses_can_part_in_the_middle() -> None:
    # "xab": the first part takes "xa" or "xab".
    shape = Chain((Lex(words([b"xa", b"xab"])), Lex(words([b"b", b"c", b""])), Lex(literal(b"."))))
    assert ambiguous_text(shape) == b"xab."


def codes(program: Program) -> list[tuple[str, str, str]]:
    return [(f.severity, f.code, f.key) for f in analyse(program)]


def of(shape: Shape, *limits: Limit) -> Program:
    return Program("p", (), (), (), shape, limits)


def test_the_medication_example_has_no_errors() -> None:
    assert codes(medication()) == [
        ("warning", "pointless limit", "limit 0"),
        ("warning", "pointless limit", "limit 1"),
    ]
    assert codes(replace(medication(), limits=())) == []


@given(st.lists(st.text("ab ", max_size=5).map(str.encode), min_size=1, max_size=4, unique=True))
def test_a_limit_that_every_answer_keeps_changes_nothing(texts: list[bytes]) -> None:
    limits: list[Limit] = [Forbid(b"a"), Require(b"a"), AtMostWords(1), AtMostWords(3)]
    for limit in limits:
        kept = [dfa_of_limit(limit).accepts(text) for text in texts]
        if any(kept):
            expected = [("warning", "pointless limit", "limit 0")] if all(kept) else []
            assert codes(of(Lex(words(texts)), limit)) == expected


def test_an_ambiguous_output() -> None:
    (found,) = analyse(of(Choice((Lex(words([b"ab", b"b"])), Lex(literal(b"ab"))))))
    assert (found.severity, found.code, found.evidence) == ("error", "ambiguous", b"ab")
    assert "'ab' can be read in two ways" in found.message


def test_grammars_that_share_an_outline_are_told_why() -> None:
    text = (
        'program p\ncategory G := grammar { s: "a" s "b" | "c" }\n'
        'category H := grammar { e: "d" e "d" | "a" | "b" }\noutput := G | H\n'
    )
    (found,) = analyse(read_source(text, "p.det"))
    assert (found.code, found.key) == ("ambiguous", "output") and "regular outline" in found.hint


def test_an_empty_output_and_its_rule() -> None:
    never = Derive("answer", 3, Always(), Mentions(b"x"), Lex(literal(b"a")), source="derive answer from A")
    assert codes(of(Chain((never, Lex(literal(b".")))))) == [("error", "contradictory", "derive 3")]
    assert codes(of(Lex(NOTHING))) == [("error", "empty", "output")]


def test_limits_that_leave_nothing() -> None:
    shape = Lex(words([b"aspirin", b"warfarin helps"]))
    assert codes(of(shape, Forbid(b"x"), Require(b"xyz"))) == [("error", "unmeetable limit", "limit 1")]
    found = analyse(of(shape, Require(b"aspirin"), Require(b"warfarin")))
    assert found[0].code == "contradiction"
    assert 'require "aspirin"; require "warfarin"' in found[0].message
    assert codes(of(shape, Require(b"helps"), AtMostWords(1)))[0][1] == "contradiction"


def test_options_that_no_output_uses() -> None:
    rules = (
        Derive("answer", 0, Always(), Always(), Lex(literal(b"yes"))),
        Derive("answer", 1, Always(), Mentions(b"no"), Lex(literal(b"maybe"))),
        Derive("answer", 2, PromptMentions(b"x"), Always(), Lex(literal(b"x"))),
    )
    assert codes(of(Choice(rules))) == [("error", "contradictory", "derive 1")]
    assert codes(of(Choice(rules), Forbid(b"x")))[1:] == [("warning", "dead rule", "derive 2")]
    (found,) = analyse(of(Chain((UpTo(2, Choice((Lex(literal(b"a")), Lex(NOTHING)))), Lex(literal(b"."))))))
    assert (found.code, found.key) == ("dead option", "output")


def test_repetition_of_nothing() -> None:
    shape = UpTo(3, Choice((Lex(literal(b"a")), Lex(Star(one_of(b"b"))))))
    assert codes(of(shape)) == [("error", "empty repetition", "output")]
    assert codes(of(UpTo(3, Chain((Lex(EMPTY), UpTo(2, Lex(literal(b"a")))))))) == [
        ("error", "empty repetition", "output")
    ]


def test_support_that_cannot_be() -> None:
    program = of(Choice((Derive("answer", 0, Always(), Supported(), Lex(literal(b"a"))), Lex(literal(b"b")))))
    assert ("warning", "no claim", "derive 0") in codes(program)
    assert ("warning", "dead rule", "derive 0") in codes(program)


def test_sentences_that_masks_cannot_filter() -> None:
    names = words([b"a", b"b"])
    claim = Claim(b"r", Chain((SlotShape("subject", names), Lex(literal(b"!")), SlotShape("subject", names))))
    assert ("warning", "late check", "derive 0") in codes(
        of(Derive("answer", 0, Always(), Supported(), claim))
    )


def test_too_large_a_question_is_a_warning(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    def gives_up(shape: Shape, *, terms: Terms) -> bytes | None:
        return ambiguous_text(shape, limit=3, terms=terms)

    monkeypatch.setattr("detlm.mask.analysis.ambiguous_text", gives_up)
    (found,) = analyse(of(Chain((Lex(literal(b"abcdefgh")), Lex(literal(b"."))))))
    assert (found.severity, found.code) == ("warning", "undecided")


def test_a_rule_in_many_parts_is_not_tried_in_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """999 repetitions took minutes: for each place where the rule may be used, a chain of 999."""
    tried: list[Shape] = []
    whole = LanguageBuilder.language
    monkeypatch.setattr(LanguageBuilder, "language", lambda self, s: tried.append(s) or whole(self, s))
    never = Derive("say", 0, Always(), Mentions(b"x"), Lex(one_of(b"ab")))
    either = Choice((never, Lex(one_of(b"c"))))
    dead = ("error", "contradictory", "derive 0")
    assert dead in codes(of(Chain((either,) * 20)))
    assert dead not in codes(of(Chain((either,) * 999)))
    assert sum(1 for shape in tried for _ in walk(shape)) < 20_000


def test_a_part_that_is_too_large_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detlm.mask.automaton.STATE_LIMIT", 10)
    monkeypatch.setattr("detlm.mask.building.STATE_LIMIT", 10)
    large = Without(literal(b"a" * 20), literal(b"b"))
    category, limit, answer = Position("x", 1, 1, 1), Position("x", 2, 1, 1), Position("x", 3, 1, 1)
    where = {"category Long": category, "limit 0": limit, "output": answer}

    def told(shape: Shape, *limits: Limit) -> list[tuple[str, str, str]]:
        return codes(replace(of(shape, *limits), positions=where))

    assert told(Chain((Lex(large, "Long"), Lex(literal(b"."))))) == [("error", "too large", "category Long")]
    assert told(Lex(large)) == [("error", "too large", "output")]
    assert told(Lex(literal(b"a")), Matches(large)) == [("error", "too large", "limit 0")]
    with pytest.raises(TooManyStates):
        compile_program(of(Lex(literal(b"a" * 20))), b"")


def test_sizes_for_people() -> None:
    program = medication()
    found = sizes(program, b"?")
    assert found[0].what == "output"
    assert found[0].states == compile_program(replace(program, limits=()), b"?").dfa.size
    assert found[0].longest == len(b"aspirin must not be taken with blood thinner.")
    assert [s.what for s in found[3:]] == ['forbid "cures"', 'forbid "guaranteed"']
    assert found[3].longest is None


def test_grown_programs_have_no_findings() -> None:
    for whole in (definitions(3), definitions(2, fresh=True), invoice(2), blocks()):
        assert analyse(whole) == ()


def test_a_use_where_nothing_is_ever_bound_is_found() -> None:
    only = program(Chain((lit(b"say "), use())))
    assert [f.code for f in analyse(only)] == ["empty"]
    never = program(Choice((lit(b"1"), Chain((lit(b"a"), use())))))
    assert [(f.severity, f.code) for f in analyse(never)] == [
        ("warning", "dead rule"),
        ("warning", "dead option"),
    ]


def test_a_filter_on_every_part_is_seen() -> None:
    part = Field(b"x", Lex(words([b"a", b"b"])))
    none = Derive("r", 0, Always(), Every((b"x",), InCategory("c", literal(b"c"))), Chain((part, part)))
    assert [f.code for f in analyse(program(none))] == ["contradictory"]
    some = Derive("r", 0, Always(), Every((b"x",), InCategory("b", literal(b"b"))), Chain((part, part)))
    assert [(s.shortest, s.longest) for s in sizes(program(some))] == [(b"bb", 2)] * 2
    assert compile_program(program(some), b"").exact


def told(text: str) -> list[tuple[str, str, int]]:
    """Of each finding on a constraint file its severity, its code and its line."""
    whole = read_source(text, "p.det")
    return [(f.severity, f.code, whole.positions[f.key].line) for f in analyse(whole)]


@pytest.mark.parametrize(
    "ensure",
    [
        "x.a < x.b and x.b < x.a",
        "x.a < x.b and x.b <= x.a",
        "x.a <= x.b and x.b <= x.c and x.c < x.a",
        "x.a = x.b + 1 and x.b = x.a",
        "x.a > 5 and x.b < 3 and x.b > x.a",
        "x.a - x.b > 1 and not (not (x.b >= x.a))",
        "(x.a = 1 or x.b = 2) and not x.a = 1 and not x.b = 2",
        'mentions(prompt, "z") and not mentions(prompt, "z")',
        "x.a > 5 and x.a < 3",
        "x.a > 20",
    ],
)
def test_a_rule_that_contradicts_itself_is_an_error_at_the_rule(ensure: str) -> None:
    shape = "shape S := " + ' " " '.join(f"{name}: integer from 1 to 9" for name in "abc")
    text = f"program p\n{shape}\nderive x from shape S ensure {ensure}\noutput := "
    assert told(text + "x\n") == told(text + '(x | "other")\n') == [("error", "contradictory", 3)]


@pytest.mark.parametrize(
    "ensure",
    [
        "x.a <= x.b and x.b <= x.a",
        "x.a < x.b + 1 and x.b < x.a + 1",
        "x.a < x.b and x.b < x.c",
        "x.a + x.b < x.c and x.c < x.a + x.b + x.c",
        "x.a < x.b or x.b < x.a",
        'mentions(prompt, "z") or not mentions(prompt, "z")',
    ],
)
def test_conditions_that_something_fulfils_are_not_called_contradictory(ensure: str) -> None:
    shape = "shape S := " + ' " " '.join(f"{name}: integer from 1 to 9" for name in "abc")
    assert told(f"program p\n{shape}\nderive x from shape S ensure {ensure}\noutput := x\n") == []


def test_a_contradiction_shows_a_text_of_the_category() -> None:
    text = (
        "program p\ncategory N := integer from 1 to 9\nderive x from category N ensure x > 20\noutput := x\n"
    )
    (found,) = analyse(read_source(text, "p.det"))
    assert "no text fulfils derive x from category N ensure x > 20" in found.message
    assert found.hint.endswith("one of its texts is '1'")


def test_a_given_can_contradict_what_is_ensured() -> None:
    shape = 'shape S := a: integer from 1 to 9 "-" b: integer from 1 to 9'
    rule = "derive x from shape S given x.a < x.b ensure x.b < x.a"
    assert told(f"program p\n{shape}\n{rule}\noutput := x\n") == [("error", "contradictory", 3)]


def test_a_given_that_never_holds_is_warned_of() -> None:
    rules = (
        "derive x from category A\nderive x from category B "
        'given mentions(prompt, "z") and not mentions(prompt, "z")\n'
    )
    text = f'program p\ncategory A := "a"\ncategory B := "b"\n{rules}output := x\n'
    assert told(text) == [("warning", "unreachable", 5)]


def test_an_empty_category_is_where_the_fault_is() -> None:
    empty = "program p\ncategory A := /[a-z]+/ and /[0-9]+/\n"
    assert told(f'{empty}output := "x" A\n') == [("error", "empty", 2)]
    assert told(f'{empty}output := "x" | A\n') == [("warning", "dead option", 2)]
    (found,) = analyse(read_source(f"{empty}output := A\n", "p.det"))
    assert found.message.endswith("category A has no text") and "leaves nothing" in found.hint


LIMITED = "program p\ncategory A := /[a-z]{1,20}( [a-z]{1,20}){0,9}[.]/\n"


@pytest.mark.parametrize(
    ("limits", "needless"),
    [
        (['forbid "foo"', 'forbid "FOO"'], {1}),
        (['forbid "for free"', 'forbid "free"'], {0}),
        (['require "for free"', 'require "free"'], {1}),
        (["at most 3 words", "at most 2 words"], {0}),
        (["at most 90 characters", "at most 100 characters"], {1}),
        (["at least 4 words", "at least 3 words"], {1}),
        (['require "a"', 'at least 2 times "a"'], {0}),
        (['require "a" "b"', 'require "a" before "b"'], {0, 1}),
        (['forbid stem "foo"', 'forbid "foo"'], {1}),
        (['forbid "foo"', 'forbid "foobar"', "at most 3 words", "at least 2 words"], set()),
        (['require "a" "a"'], {1}),
    ],
)
def test_a_limit_that_another_makes_needless(limits: list[str], needless: set[int]) -> None:
    whole = read_source(LIMITED + "\n".join([*limits, "output := A\n"]), "p.det")
    found = analyse(whole)
    assert {f.key for f in found} == {f"limit {n}" for n in needless}
    assert {f.code for f in found} <= {"redundant limit"}


def test_many_limits_are_not_compared_for_long(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr("detlm.mask.redundant._implies", lambda *pair: compared.append(pair))
    limits = [Matches(literal(b"a"), f"at most {n} words of some kind") for n in range(200)]
    assert needless([*limits, *(Forbid(f"word{n}".encode()) for n in range(200))]) == {}
    assert len(compared) <= 40


def test_limits_too_many_to_be_nested_are_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    """490 forbidden words were terms within terms, deeper than Python can go."""
    whole = Terms.is_empty

    def deep(self: Terms, term: int, *, limit: int = 200_000) -> bool:
        if limit < 200_000:
            raise RecursionError
        return whole(self, term, limit=limit)

    monkeypatch.setattr(Terms, "is_empty", deep)
    shape = Lex(words([b"a b", b"b c"]))
    assert codes(of(shape, Forbid(b"a"))) == []
    assert codes(of(shape, Forbid(b"b"))) == [("error", "unmeetable limit", "limit 0")]
