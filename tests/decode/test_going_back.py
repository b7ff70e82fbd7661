"""Going back: what masks cannot rule out is tried again from further and further ahead; nothing is lost."""

from __future__ import annotations

import pytest

from detlm.decode import loop as loops
from detlm.decode.loop import Loop
from detlm.errors import DecodeError, NoAdmissibleCompletion
from detlm.mask.compile import compile_program
from detlm.model.loading import LoadedModel, load_model
from detlm.syntax import read_source
from detlm.syntax.program import Program
from tests.decode.mirrored import backed_up, decoded, loop_of, run
from tests.decode.scripted import Scripted, overlapping

NUMBER = "category D := integer from 0 to 99"
TWO_SUMS = f"""{NUMBER}
shape L := q: D "x" p: D
shape R := {{ l: L "," }} up to 3 "t" t: D
derive r from shape R ensure r.t = sum(x.q * x.p for x in r.l) and count(r.l) >= 2
output := r"""
TWINS = """category H := grammar { s: "(" s ")" | "x" | "[" { s } "]" }
shape P := l: H "=" r: H
derive p from shape P ensure p.l = p.r
at least 9 characters
at most 15 characters
output := p"""
QUERIES = """scope Tables := names bound by Table
category Name := /[a-c]{1,3}/
category Value := grammar { v: /[0-9]{1,2}/ | "(" v { "," v } ")" }
shape Table := Name
shape From := Name
derive t from shape From ensure t in Tables
output := { "create " Table ";" } up to 2 "select " Value " from " t"""
ORDERED = f"""{NUMBER}
shape R := a: D "<" b: D "<" c: D "<" d: D
derive r from shape R ensure r.a < r.b and r.b < r.c and r.c < r.d
output := r"""
# The names run out: 4 * 3 * 2 ways to begin.
TOO_MANY = """category Name := /[a-d]/
scope Seen := names bound by Bind
shape Bind := Name
derive b from shape Bind ensure not b in Seen
output := repeat 5 to 5 b"""


def program(source: str) -> Program:
    return read_source("program p\n" + source + "\n", "p.det")


@pytest.fixture(scope="module")
def shipped() -> LoadedModel:
    return load_model()


def test_what_was_wrong_may_lie_far_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first product no sum is small enough, and that shows behind the last one only."""
    whole = program(TWO_SUMS)

    def insisting() -> Loop:
        return loop_of(whole, Scripted(overlapping(), (b"33x33,33x33,33x33,t",)))

    text = decoded(whole, insisting())
    assert not text.startswith(b"33x33")
    monkeypatch.setattr(loops, "_PATIENCE", 1_000)  # the nearest choice, again and again
    with pytest.raises(DecodeError, match="gave up after going back 200 times") as caught:
        run(insisting())
    assert "fact" not in str(caught.value), "there are none"


@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_nested_parts_that_must_be_equal_are_found(shipped: LoadedModel, seed: int | None) -> None:
    whole = program(TWINS)
    decoded(whole, loop_of(whole, shipped, seed=seed, backups=600))


def test_what_is_left_in_a_leap_comes_again_where_nothing_else_is_left() -> None:
    """Everything else is dead before the one answer, which is left early, is found."""
    only = program(f"""{NUMBER}
shape R := a: D "," b: D
derive r from shape R ensure r.a * r.b = 97 and r.a >= 96 and r.b <= 1
output := r""")
    loop = loop_of(only, Scripted(overlapping(), (b"97,0", b"96,1", b"99,1", b"98,1")))
    assert decoded(only, loop) == b"97,1"


def test_that_there_is_no_answer_is_said_only_when_all_is_tried() -> None:
    loop = loop_of(program(TOO_MANY), Scripted(overlapping(), (b"abcd",)))
    with pytest.raises(NoAdmissibleCompletion):
        run(loop)
    assert loop.backups <= 4 * 3 * 2 * 2


# -- what masks rule out --------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_nesting_is_followed_where_names_are_looked_up(shipped: LoadedModel, seed: int | None) -> None:
    whole = program(QUERIES)
    loop = loop_of(whole, shipped, seed=seed, tokens=80)
    decoded(whole, loop)
    assert not loop.backups


def test_a_nested_part_is_closed_in_time(shipped: LoadedModel) -> None:
    whole = program(QUERIES)
    wish = b"create a;select " + b"(" * 99
    loop = loop_of(whole, Scripted(overlapping(), (wish,), long=False), tokens=40)
    text = decoded(whole, loop)
    assert text.startswith(b"create a;select (((") and text.endswith(b"))) from a") and len(loop.frames) <= 40


@pytest.mark.parametrize("seed", [None, 0, 1, 2])
def test_numbers_in_order_are_nobodys_guess(shipped: LoadedModel, seed: int | None) -> None:
    whole = program(ORDERED)
    decoded(whole, loop := loop_of(whole, shipped, seed=seed))
    assert loop.backups <= 2, "only the largest leaves nothing behind it"


def test_an_order_that_leaves_nothing_is_left_at_once() -> None:
    whole = program(ORDERED)
    events = run(loop := loop_of(whole, Scripted(overlapping(), (b"1<2<99<", b"1<2<98<99"))))
    assert loop.position.text == b"1<2<98<99" and backed_up(events) == [b"9<"]


@pytest.mark.parametrize(
    ("condition", "exact", "holding", "others"),
    [
        ("r.a <= 20 and 5 < r.a", True, [b"6,1", b"20,99"], [b"5,1", b"21,1", b"99,9"]),
        ("r.a + 3 = 10", True, [b"7,0"], [b"10,0", b"3,0"]),
        ("not r.a < 50", True, [b"50,1", b"99,1"], [b"49,1", b"0,0"]),
        ("r.a != 7", True, [b"8,7", b"70,7"], [b"7,7"]),
        ("10 - r.b >= 4.5", True, [b"0,5"], [b"0,6"]),
        ("r.b > r.a", False, [b"3,4", b"0,99"], [b"4,4", b"50,49"]),
        ("r.a + r.b <= 100", False, [b"50,50"], [b"50,51"]),
    ],
)
def test_comparisons_of_parts_are_masks(
    condition: str, exact: bool, holding: list[bytes], others: list[bytes]
) -> None:
    whole = program(
        f'{NUMBER}\nshape R := a: D "," b: D\nderive r from shape R ensure {condition}\noutput := r'
    )
    compiled = compile_program(whole, b"")
    guide = loop_of(whole, Scripted(overlapping(), ())).guide
    assert compiled.exact == exact
    for text in holding + others:
        position, admitted = guide.start(), True
        for byte in text:
            admitted = admitted and bool(guide.flags(position)[byte])
            position = guide.step(position, byte) if admitted else position
        ends = admitted and bool(guide.flags(position)[list(guide.vocabulary.eos_ids)].all())
        assert ends == (text in holding), text


def test_a_span_compares_its_own_number_and_absent_parts_are_left_to_its_end() -> None:
    own = program(f"{NUMBER}\nderive d from category D ensure d > 8 and d <= 11\noutput := d")
    dfa = compile_program(own, b"").dfa
    assert [n for n in range(100) if dfa.accepts(b"%d" % n)] == [9, 10, 11]
    source = f'{NUMBER}\nshape R := "r" [a: D]\nderive r from shape R ensure r.a < 5\noutput := r'
    compiled = compile_program(program(source), b"")
    (note,) = compiled.notes
    assert not note.exact and "whether the part is there" in note.why
    assert compiled.dfa.accepts(b"r4") and not compiled.dfa.accepts(b"r5")
