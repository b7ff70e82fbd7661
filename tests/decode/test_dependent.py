"""Decoding programs whose parts depend on the text before them: a weak model says only what stands."""

from __future__ import annotations

import re

import pytest

from detlm.errors import DecodeError, NoAdmissibleCompletion
from detlm.mask.parse import admits
from detlm.model.loading import LoadedModel, load_model
from detlm.syntax.program import (
    Always,
    Chain,
    Compare,
    Derive,
    Distinct,
    Field,
    Forbid,
    Lex,
    NumberAt,
    Plus,
    Program,
    UpTo,
)
from detlm.syntax.regex import one_of, then, words
from tests.decode.mirrored import backed_up, decoded, loop_of, run
from tests.decode.scripted import Scripted, overlapping
from tests.mask.grown import blocks, definitions, invoice, lit, program


@pytest.fixture(scope="module")
def shipped() -> LoadedModel:
    return load_model()


@pytest.mark.parametrize("seed", [None, 0, 1, 2])
@pytest.mark.parametrize("fresh", [False, True])
def test_the_shipped_model_defines_before_it_uses(
    shipped: LoadedModel, seed: int | None, fresh: bool
) -> None:
    whole, prompt = definitions(fresh=fresh), b"Define a = 4 and b = a + 2."
    loop = loop_of(whole, shipped, seed=seed, prompt=prompt)
    text = decoded(whole, loop, prompt)
    assert not loop.backups, "names in scope are masked, not tried"
    names = re.findall(rb"let (\w+)", text)
    assert names and (not fresh or len(set(names)) == len(names))


@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_the_shipped_model_writes_right_sums(shipped: LoadedModel, seed: int | None) -> None:
    whole = invoice()
    loop = loop_of(whole, shipped, seed=seed)
    text = decoded(whole, loop)
    written, forced = b"", b""
    for frame in loop.frames:
        written += frame.chosen.text
        forced += (b"1" if frame.chosen.admissible == 1 or frame.chosen.forced else b"0") * len(
            frame.chosen.text
        )
    assert written == text
    for found in re.finditer(rb'"(?:amount|total)":([0-9.]+)', text):
        begin, end = found.span(1)
        assert set(forced[begin : end - 1]) == {ord("1")}, "sums are nobody's choice"


@pytest.mark.parametrize("seed", range(4))
def test_names_of_a_block_are_gone_behind_it(shipped: LoadedModel, seed: int) -> None:
    loop = loop_of(blocks(), shipped, seed=seed)
    decoded(blocks(), loop)
    assert not loop.backups


def scripted(*wishes: bytes) -> Scripted:
    return Scripted(overlapping(), wishes)


def test_a_model_that_insists_on_an_unknown_name_is_not_let() -> None:
    whole = definitions()
    wish = b"let a = 1\nlet b = c\n"
    text = decoded(whole, loop_of(whole, scripted(wish)))
    assert text.startswith(b"let a = 1\nlet b = ") and text != wish
    assert decoded(whole, loop_of(whole, scripted(b"let a = 1\nlet b = a\n"))) == b"let a = 1\nlet b = a\n"


def test_a_token_does_not_carry_a_use_past_the_mask() -> None:
    """ "\\nlet " and " = c" are tokens of this vocabulary; only their bytes before the use are offered."""
    vocabulary = overlapping()
    loop = loop_of(definitions(), Scripted(vocabulary, (b"let a = 1\n",)))
    here = loop.guide.spell(loop.guide.start(), b"let a = 1\nlet b")
    offered = {vocabulary.tokens[i] for i, good in enumerate(loop.guide.flags(here)) if good}
    assert b" " in offered and not any(t and b"=" in t and t[-1:] not in (b"=", b" ") for t in offered)


PRODUCTS = words([b"bolt", b"nut"])


def test_where_no_text_is_left_decoding_goes_back_and_takes_another_way() -> None:
    more = UpTo(4, Chain((lit(b","), Field(b"p", Lex(PRODUCTS)))))
    body = Chain((Field(b"p", Lex(PRODUCTS)), more, lit(b".")))
    whole = program(Derive("list", 0, Always(), Distinct((b"p",)), body))
    loop = loop_of(whole, scripted(b"bolt,bolt,nut.", b"bolt,nut,nut."))
    events = run(loop)
    assert loop.position.text == b"bolt,nut." and backed_up(events) == [b","]
    assert admits(whole, b"What?", loop.position.text, ())[0]


DIGIT = Lex(one_of(b"0123456789"))


def sum_of_digits() -> Program:
    body = Chain((Field(b"x", DIGIT), lit(b"+"), Field(b"y", DIGIT), lit(b"="), Field(b"z", DIGIT)))
    right = Compare("=", NumberAt((b"z",)), Plus(NumberAt((b"x",)), NumberAt((b"y",))))
    return program(Derive("sum", 0, Always(), right, body))


def test_a_sum_that_does_not_fit_its_category_is_not_reached() -> None:
    loop = loop_of(sum_of_digits(), scripted(b"9+9=8", b"9+2=1", b"9+0=0"))
    events = run(loop)
    assert loop.position.text == b"9+0=9" and len(backed_up(events)) == 2


def test_where_nothing_ever_fits_that_is_said() -> None:
    nines = Lex(one_of(b"9"))
    body = Chain((Field(b"x", nines), lit(b"+"), Field(b"y", nines), lit(b"="), Field(b"z", DIGIT)))
    right = Compare("=", NumberAt((b"z",)), Plus(NumberAt((b"x",)), NumberAt((b"y",))))
    whole = program(Derive("sum", 0, Always(), right, body))
    with pytest.raises(NoAdmissibleCompletion):
        run(loop_of(whole, scripted()))


# -- free text before the answer --------------------------------------------------------------------


def answering(*, after: bytes = b"ANSWER: ") -> Program:
    return program(
        Chain((Lex(words([b"aspirin", b"warfarin"])), lit(b"."))), Forbid(b"warfarin"), after=after
    )


def test_free_text_goes_up_to_the_marker() -> None:
    wish = b"warfarin? no: ANSWEANSWER: warfarin."
    loop = loop_of(answering(), scripted(wish))
    text = decoded(answering(), loop)
    assert text == b"warfarin? no: ANSWEANSWER: aspirin."


def test_the_shipped_model_answers_after_it_thought(shipped: LoadedModel) -> None:
    """The marker is written for it while there is room for an answer."""
    loop = loop_of(answering(), shipped, seed=1, tokens=60)
    text = decoded(answering(), loop)
    thought, marker, answer = text.partition(b"ANSWER: ")
    assert thought and marker and answer == b"aspirin." and len(loop.frames) <= 60
    assert admits(answering(), b"", answer, ()) == (False, "the text that begins the answer does not occur")


def test_without_room_to_think_the_marker_comes_first(shipped: LoadedModel) -> None:
    loop = loop_of(answering(), shipped, tokens=17)
    assert decoded(answering(), loop) == b"ANSWER: aspirin."


def test_names_are_counted_from_where_the_answer_begins() -> None:
    whole = program(definitions().output, after=b"\n\n")
    wish = b"let a = b\n\nlet a = 1\nlet b = a\n"
    assert decoded(whole, loop_of(whole, scripted(wish))) == wish
    worse = b"let x = 1\n\nlet a = x\n"
    assert b"x" not in decoded(whole, loop_of(whole, scripted(worse))).partition(b"\n\n")[2][:9]


def test_a_budget_is_kept() -> None:
    with pytest.raises(DecodeError, match="not finished after 5 tokens"):
        run(loop_of(definitions(), scripted(b"let abcdefgh = 1\n"), tokens=5))


def test_spans_are_cut_out_of_the_answer_behind_the_marker() -> None:
    span = Derive("word", 0, Always(), Always(), Lex(then(one_of(b"ab"), one_of(b"ab"))))
    whole = program(Chain((span, lit(b"."))), after=b":")
    loop = loop_of(whole, scripted(b"a.:ab."))
    assert decoded(whole, loop) == b"a.:ab."
    assert [(s.start, s.end) for s in loop.spans] == [(3, 5)]
