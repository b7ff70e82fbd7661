"""Derivations against brute force: found exactly where there is one, and they replay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from detlm.errors import MaskError
from detlm.mask import derivation as derivation_module
from detlm.mask.derivation import Deriver
from detlm.syntax.lark_files import read_lark
from detlm.syntax.program import Grammar
from tests.context_free import TEXTS, grammars, replays, short_texts


@given(grammars())
@settings(max_examples=60, deadline=None)
def test_found_exactly_where_there_is_one(grammar: Grammar) -> None:
    deriver, again, expected = Deriver(grammar), Deriver(grammar), short_texts(grammar)
    for text in TEXTS:
        found = deriver.derivation(text)
        assert (found is not None) == (text in expected)
        assert found is None or replays(grammar, 0, found, text)
        assert found == again.derivation(text)


SUMS = read_lark('start: start "+" atom | atom\natom: /[0-9]+/ | "(" start ")"')


def test_a_derivation_is_the_list_that_lean_replays() -> None:
    assert Deriver(SUMS).derivation(b"(1+2)+12") == [0, 1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2]
    assert Deriver(SUMS).derivation(b"1+") is None
    assert Deriver(SUMS).derivation(b"") is None


@pytest.mark.parametrize(
    "source, one, more",
    [
        ('start: start "+" atom | atom\natom: /[0-9]+/ | "(" start ")"', b"(12+3)", b"+(12+3)"),
        ('start: NAME | NAME "," start\nNAME: /[a-z]+/', b"name", b",name"),
        ('start: NAME ("," NAME)*\nNAME: /[a-z]+/', b"name", b",name"),
        ('start: "(" start ")" start | ', b"", b"(())"),
    ],
)
def test_time_grows_with_the_length(source: str, one: bytes, more: bytes) -> None:
    deriver = Deriver(read_lark(source))

    def steps(times: int) -> int:
        chart = derivation_module._Chart(
            deriver._places, deriver._initial, deriver._scanners, deriver._empties, one + more * times
        )
        assert chart.completed(0) is not None
        return len(chart.places)

    assert steps(800) < 2.2 * steps(400)


def test_long_texts_are_quick() -> None:
    text = b"+".join([b"(12+3)"] * 1_000)
    deriver = Deriver(SUMS)
    begin = time.perf_counter()
    found = deriver.derivation(text)
    assert time.perf_counter() - begin < 5  # a tenth of a second where nothing else runs
    assert found is not None and replays(SUMS, 0, found, text)


def test_a_search_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(derivation_module, "ITEM_LIMIT", 1_000)
    with pytest.raises(MaskError, match="less ambiguous"):
        Deriver(read_lark('start: start start | "a"')).derivation(b"a" * 200)
