"""Other engines: every kind of difference in ``ORACLES.md`` is shown, and one that none explains is found."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from detlm.mask.compile import compile_program
from detlm.syntax import program as p
from detlm.syntax import regex as r
from detlm.syntax.envelope import envelope
from tests.drt.cases import Trial
from tests.drt.oracles import differences, schema_differences
from tests.drt.oracles.differences import DEAD_STATE, FORCED, NAMES, Asked, Told
from tests.drt.oracles.engines import (
    ENGINES,
    Engine,
    Llguidance,
    Refused,
    Tokens,
    Xgrammar,
    accepts,
    installed,
    plain_tokens,
    shipped_tokens,
)
from tests.drt.oracles.languages import Rules, Untold, rules_of
from tests.drt.oracles.schema_differences import DELETE, ESCAPES, SPELLING, UNNAMED, put_schema

LLGUIDANCE, XGRAMMAR = Llguidance(), Xgrammar()
HERE = Path(__file__).parent


def engines(*wanted: Engine) -> pytest.MarkDecorator:
    """A test for each of some engines; one that is not installed is skipped by name."""
    marked = [
        pytest.param(
            engine,
            id=engine.name,
            marks=pytest.mark.skipif(engine.version() is None, reason=f"{engine.name} is not installed"),
        )
        for engine in wanted
    ]
    return pytest.mark.parametrize("engine", marked)


def told(engine: Engine, output: p.Shape, *texts: bytes, tokens: Tokens | None = None) -> Told:
    program = p.Program("p", (), (), (), output, ())
    asked = Asked(engine, compile_program(program, b""), tokens or plain_tokens())
    return asked.compare(texts)


def nested() -> p.Shape:
    """``(((x)))``"""
    row = (p.Terminal(r.literal(b"(")), p.Nonterminal(0), p.Terminal(r.literal(b")")))
    grammar = p.Grammar((p.GrammarRule("g", (row, (p.Terminal(r.literal(b"x")),))),))
    body = p.Lex(envelope(grammar), "G")
    return p.Derive("answer", 0, p.Always(), p.InGrammar("G", grammar), body)


def test_the_kinds_are_written_down() -> None:
    headings = re.findall(r"^## (.+)$", (HERE / "ORACLES.md").read_text(), re.MULTILINE)
    modules = (differences, schema_differences)
    kinds = {v for m in modules for k, v in vars(m).items() if k.isupper() and isinstance(v, str)}
    assert sorted(headings) == sorted(kinds) and {engine.name for engine in ENGINES} == {
        "llguidance",
        "xgrammar",
    }


@engines(LLGUIDANCE, XGRAMMAR)
@pytest.mark.parametrize("tokens", [plain_tokens, shipped_tokens])
def test_they_agree_where_they_should(engine: Engine, tokens: object) -> None:
    words = p.Lex(r.words([b"abc", b"abd", b"\xff\x00", "é".encode()]))
    texts = (b"abc", b"abd", b"abe", b"\xff\x00", b"\xff", "é".encode(), b"")
    for output, tried in ((words, texts), (nested(), (b"((x))", b"x", b"((x)", b")"))):
        found = told(engine, output, *tried, tokens=tokens())  # type: ignore[operator]
        assert found.counts["texts"] == len(tried) and not found.unexplained
        assert set(found.counts) <= {"texts", "masks", FORCED}


@engines(LLGUIDANCE)
def test_intersections_and_complements_are_told(engine: Engine) -> None:
    some = r.Without(
        r.Both(r.repeat(r.one_of(b"abc"), 1, 3), r.repeat(r.one_of(b"bcd"), 0, None)), r.literal(b"bc")
    )
    found = told(engine, p.Lex(some), b"b", b"bc", b"bcb", b"bcbc", b"a", b"")
    assert found.counts == Counter(texts=6, masks=11)
    with pytest.raises(Untold):
        rules_of(some)


@engines(LLGUIDANCE, XGRAMMAR)
def test_a_wrong_mask_would_be_found(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a language told wrongly the masks differ, and no kind explains it."""
    honest = differences.expression
    monkeypatch.setattr(differences, "expression", lambda *a: r.Either(honest(*a), r.literal(b"b")))
    found = told(engine, p.Lex(r.literal(b"aa")), b"aa")
    assert [text for text, _ in found.unexplained] == [b""]
    monkeypatch.setattr(differences, "expression", lambda *a: r.literal(b"ab"))
    assert told(engine, p.Lex(r.literal(b"aa")), b"aa").unexplained


# -- the kinds --------------------------------------------------------------------------------------


@engines(LLGUIDANCE)
def test_forced_canonical(engine: Engine) -> None:
    found = told(engine, p.Lex(r.literal(b"hello there")), b"hello there", tokens=shipped_tokens())
    assert found.counts[FORCED] and not found.unexplained


@engines(LLGUIDANCE, XGRAMMAR)
def test_dead_state(engine: Engine) -> None:
    tokens = plain_tokens()
    dead = Rules({"root": [(1 << 97, "x"), (1 << 98,)], "x": [(1 << 99, "x")]})
    flags = engine.grammar(dead, tokens).flags(b"")
    assert flags is not None and [int(i) for i in np.flatnonzero(flags)] == [97, 98]
    alive = engine.grammar(dead.productive(), tokens).flags(b"")
    assert alive is not None and [int(i) for i in np.flatnonzero(alive)] == [98]


@engines(XGRAMMAR)
def test_a_dead_state_of_a_program(engine: Engine) -> None:
    never = p.Choice((p.Lex(r.literal(b"b")), p.Lex(r.Then(r.literal(b"a"), r.NOTHING))))
    found = told(engine, never, b"b", b"a")
    assert found.counts[DEAD_STATE] and not found.unexplained


@engines(LLGUIDANCE)
def test_other_names(engine: Engine) -> None:
    def both(letters: bytes) -> p.Shape:
        return p.Lex(r.Then(r.Both(r.one_of(letters), r.one_of(letters + b"\xff")), r.literal(b".")))

    found = told(engine, both(b"\xe9\xea\xeb"), b"\xe9.", b"\xff.")
    assert found.counts[NAMES] and not found.unexplained
    assert set(told(engine, both(b"cde"), b"c.", b"\xff.").counts) == {"texts", "masks"}


_OBJECT = {"type": "object", "properties": {"a": {"type": "number"}}, "required": ["a"]}


@engines(LLGUIDANCE)
def test_unnamed_keys_and_other_spellings(engine: Engine) -> None:
    texts = {b'{"a":1}': True, b'{"a":1,"b":2}': False, b'{"a":1.0}': False, b'{"b":2}': False}
    found = put_schema(engine, _OBJECT, texts)
    assert found.counts == Counter({"texts of schemas": 4, UNNAMED: 1, SPELLING: 1}) and not found.unexplained
    wrong = put_schema(engine, _OBJECT, {b'{"a":1}': False, b'{"a":true}': True})
    assert len(wrong.unexplained) == 2


@engines(XGRAMMAR)
def test_no_escapes(engine: Engine) -> None:
    document = {"type": "string", "maxLength": 2}
    found = put_schema(engine, document, {rb'"\t"': True, b'"ab"': True, b'"abc"': False})
    assert found.counts == Counter({"texts of schemas": 3, ESCAPES: 1}) and not found.unexplained


@engines(LLGUIDANCE)
def test_no_delete(engine: Engine) -> None:
    found = put_schema(engine, {"type": "string"}, {b'"\x7f"': True, b'"a"': True})
    assert found.counts == Counter({"texts of schemas": 2, DELETE: 1}) and not found.unexplained


@engines(XGRAMMAR)
def test_schemas_that_are_not_plain_are_not_told(engine: Engine) -> None:
    found = put_schema(engine, {"not": {"type": "string"}}, {b'"a"': False})
    assert found.counts == Counter({"untold: a schema that is not plain": 1})


@engines(LLGUIDANCE)
def test_what_is_refused_is_said(engine: Engine) -> None:
    found = put_schema(engine, {"not": {"type": "string"}}, {b'"a"': False})
    assert found.counts == Counter({"refused: Unimplemented keys": 1})
    with pytest.raises(Refused):
        engine.grammar(Rules({"root": [("x",)]}), plain_tokens())


@engines(LLGUIDANCE, XGRAMMAR)
def test_a_trial_asks_them(engine: Engine) -> None:
    from random import Random

    from tests.drt.compare import Comparison

    trial = Trial((b"7.",), source='program p\noutput := "7" "."\n')
    done = Comparison(trial, Random(0), engines=installed())
    assert done.outcome().oracles[f"{engine.name}: texts"] == 1
    assert accepts(engine.regular(r.literal(b"a"), plain_tokens()), b"a", plain_tokens().vocabulary)
