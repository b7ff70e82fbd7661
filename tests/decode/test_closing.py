"""Tokens that are only just enough: the answer is closed in time wherever masks know how."""

from __future__ import annotations

import pytest

from detlm.config import data_root
from detlm.decode.choose import Drawer, Sampling
from detlm.decode.closing import Closing
from detlm.decode.events import Finished
from detlm.decode.generate import Generation, Settings
from detlm.decode.loop import Budget
from detlm.errors import DecodeError
from detlm.kernel.embedded import EmbeddedKernel
from detlm.model.loading import load_model
from detlm.syntax import read_program, read_source
from detlm.syntax.program import Program
from tests.decode.scripted import Run
from tests.decode.test_loop import FALSE, TRUE

NUMBER = 'output := /[0-9]+/ ","'
PARENTHESES = 'category H := grammar { s: "(" s ")" | "x" }\noutput := "<" H ">"'
LIMITED = PARENTHESES + "\nat least 9 characters"
VALUE = """category V := grammar {
  v: "[" list "]" | "\\"" /[a-z]*/ "\\"" | "null"
  list: v | v "," list
}
output := V"""
COPY = """category N := /[0-9]+/
shape R := a: N "," b: N
derive r from shape R ensure r.a = r.b
output := r"""
DIFFERENT = """category N := /[0-9]/
shape L := n: N
shape R := { l: L "," } up to 9 ";" c: /[0-9]{5}/
derive r from shape R ensure distinct(x.n for x in r.l)
output := r"""
FREE = 'after "</think>"\noutput := { "ab" } "."'


def program(source: str) -> Program:
    return read_source("program p\n" + source + "\n", "p.det")


def bounded(source: Program, kernel: EmbeddedKernel, tokens: int, *wishes: bytes, long: bool = False) -> Run:
    run = Run(source, kernel, *wishes, budget=Budget(tokens=tokens), long=long).all()
    assert run.admitted() == (True, "") and len(run.chosen) <= tokens
    return run


@pytest.mark.parametrize(
    ("source", "wish", "tokens", "said"),
    [
        (NUMBER, b"2" * 99, 10, b"222222222,"),
        (NUMBER, b"2" * 99, 2, b"2,"),
        (PARENTHESES, b"<" + b"(" * 99, 20, b"<((((((((x))))))))>"),
        (PARENTHESES, b"<" + b"(" * 99, 3, b"<x>"),
        (LIMITED, b"<" + b"(" * 99, 20, b"<((((((((x))))))))>"),
        (VALUE, b"[" * 99, 15, b'[[[[[[""]]]]]]'),
        (VALUE, b'["' + b"a" * 99, 9, b'["aaaaa"]'),
        (VALUE, b'["a",' * 99, 9, b'["a",""]'),
        (COPY, b"7" * 99, 9, b"7777,7777"),
        (COPY, b"7" * 99, 10, b"7777,7777"),
        (DIFFERENT, b"3,4,5,6,7,8,9,", 11, b"3,4,;00000"),
        (FREE, b"so</think>" + b"ab" * 99, 20, b"so</think>abababab."),
    ],
)
def test_the_answer_is_closed_while_it_can_be(
    session_kernel: EmbeddedKernel, source: str, wish: bytes, tokens: int, said: bytes
) -> None:
    run = bounded(program(source), session_kernel, tokens, wish, said)
    assert run.output == said, "what the model wants, until the tokens are only just enough"
    assert not run.loop.backups


def test_among_what_is_in_time_the_model_chooses(session_kernel: EmbeddedKernel) -> None:
    source = 'output := /[a-z]+/ ("," | ";" | "!!")'
    run = bounded(program(source), session_kernel, 4, b"waits", b"wai!!", b"wai;")
    assert run.output == b"wai;"


def test_fewer_tokens_may_be_more_bytes(session_kernel: EmbeddedKernel) -> None:
    """Six bytes that are six tokens, or thirty-two that are four."""
    either = program('output := "xyzzy." | "' + TRUE.decode() + '"')
    assert bounded(either, session_kernel, 6, b"xyzzy.", TRUE, long=True).output == b"xyzzy."
    assert bounded(either, session_kernel, 5, b"xyzzy.", TRUE, long=True).output == TRUE
    with pytest.raises(DecodeError, match="not finished after 3 tokens"):
        bounded(either, session_kernel, 3, b"xyzzy.", TRUE, long=True)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_draws_are_closed_in_time(session_kernel: EmbeddedKernel, seed: int) -> None:
    drawer = Drawer(Sampling(seed=seed, temperature=5.0))
    run = Run(program(VALUE), session_kernel, drawer=drawer, budget=Budget(tokens=12)).all()
    assert run.admitted() == (True, "") and len(run.chosen) <= 12


@pytest.mark.parametrize("tokens", [3, 4, 5, 7])
def test_what_the_kernel_refutes_at_the_edge_is_gone_back_from(
    medication: Program, session_kernel: EmbeddedKernel, tokens: int
) -> None:
    run = bounded(medication, session_kernel, tokens, *FALSE, long=True)
    assert run.loop.backups and run.output.startswith(b"aspirin is ")


def test_where_only_more_tokens_would_help_that_is_said(
    medication: Program, session_kernel: EmbeddedKernel
) -> None:
    """Ten bytes are enough for some sentence, and none of those is true."""
    with pytest.raises(DecodeError, match="not finished after 10 tokens") as caught:
        bounded(medication, session_kernel, 10, *FALSE)
    assert "--max-tokens" in str(caught.value)


def test_lines_are_begun_only_with_room_for_them(session_kernel: EmbeddedKernel) -> None:
    asked = read_program(data_root() / "dsl" / "examples" / "medication-asked.det")
    line = b"<CONSTRAINT>Mention only aspirin.</CONSTRAINT>"
    run = Run(asked, session_kernel, line * 2 + TRUE, semantic="filter", budget=Budget(tokens=30)).all()
    assert run.admitted() == (True, "")


@pytest.mark.parametrize("source", [NUMBER, PARENTHESES, VALUE, COPY, FREE])
def test_with_tokens_to_spare_nothing_is_different(
    session_kernel: EmbeddedKernel, source: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = (b"so</think>abab.", b"1234,1234", b"<((x))>", b'["a",["b"]]')
    outputs = []
    for _ in range(2):
        run = bounded(program(source), session_kernel, 60, *wishes)
        assert run.output in (*wishes, b"1234,")
        outputs.append((run.chosen, run.scorer.calls))
        monkeypatch.setattr(Closing, "in_time", lambda *_: True)
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize(
    ("source", "tokens"),
    [
        (program("at most 20 tokens\n" + PARENTHESES), 256),
        (program('import "std/json.det" as j\noutput := j.Value'), 40),
        (read_program(data_root() / "dsl" / "examples" / "invoice.det"), 50),
    ],
    ids=["parentheses", "json", "invoice"],
)
def test_the_shipped_model_finishes(session_kernel: EmbeddedKernel, source: Program, tokens: int) -> None:
    """A nested category, strings in it, and numbers that others determine, of which the last is a sum."""
    how = Settings(budget=Budget(tokens=tokens))
    *_, last = Generation(source, b"What is it?", load_model(), session_kernel, how).events()
    assert isinstance(last, Finished) and last.proved
    assert len(last.certificate.recomputed.tokens) <= (source.token_budget or tokens)
