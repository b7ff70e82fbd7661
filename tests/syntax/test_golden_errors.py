"""Error messages: the golden files, and what every message must have."""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.errors import ConstraintError
from detlm.syntax import read_source
from detlm.syntax.diagnostics import Report, SourceError
from detlm.syntax.grammar import grammar_text, load_grammar
from detlm.syntax.mistakes import MISTAKES
from tests.syntax.golden import FOLDER, MARK, said_of, split

FILES = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_golden_message(path: Path) -> None:
    source, golden = split(path)
    assert said_of(source) == golden
    assert ": error: " in golden  # each golden file is a broken file


def test_there_are_golden_files() -> None:
    assert len(FILES) >= 50
    assert MARK not in FILES[0].read_text(encoding="utf-8").partition(MARK)[2]


def test_an_error_carries_every_diagnostic() -> None:
    with pytest.raises(SourceError) as caught:
        read_source("program t\ncategory X = y\nfact a\n", "f.det")
    first, second = caught.value.diagnostics
    assert (first.position.line, first.position.column, first.line) == (2, 12, "category X = y")
    assert second.position.line == 3
    assert isinstance(caught.value, ConstraintError)
    assert caught.value.message == first.message
    assert str(caught.value).count("error:") == 2


def test_mistakes_are_named_whichever_parser_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    import lark

    broken = "program t\nfact tea likes\n"
    before = said_of(broken)
    text = grammar_text("constraint").replace("start: program | import_", "start: import_ | program")
    other = lark.Lark(text, parser="lalr", lexer="contextual", propagate_positions=True)
    for module in ("parser", "complaints"):
        monkeypatch.setattr(f"detlm.syntax.{module}.load_grammar", lambda name: other)
    assert said_of(broken) == before
    assert "a fact has a subject, a relation and an object" in before


def test_many_mistakes_are_cut() -> None:
    with pytest.raises(SourceError) as caught:
        read_source("program t\n" + "fact a\n" * 500, "f.det")
    assert len(caught.value.diagnostics) == Report.LIMIT


def test_a_very_long_line_is_shown_around_the_mistake() -> None:
    line = 'category X := "' + "a" * 5000 + '" = "b"'
    message = said_of(f"program t\n{line}\n")
    assert max(map(len, message.splitlines())) < 130
    assert '" = "b"' in message


@pytest.mark.parametrize("name", MISTAKES)
def test_every_example_of_a_mistake_is_named_as_it(name: str) -> None:
    from lark.exceptions import UnexpectedInput

    mistake = MISTAKES[name]
    for example in mistake.examples:
        with pytest.raises(UnexpectedInput):
            load_grammar("constraint").parse(example)
        with pytest.raises(SourceError) as caught:
            read_source(example, "f.det")
        assert any(m.message in str(caught.value) for m in MISTAKES.values()), example
    hint_source = mistake.hint.splitlines()[0]
    assert hint_source
