"""The standard library: every category with example lines admits and refuses what they say.

Decided here by automata and a search of its own for derivations; ``detlm test`` uses the plain parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.mask.building import dfa_of_regex
from detlm.mask.contextfree import ContextFree
from detlm.mask.grammar_terms import GrammarTerms
from detlm.syntax import read_source
from detlm.syntax.examples import read_library_examples
from detlm.syntax.json_shapes import as_regex
from detlm.syntax.program import Derive, Grammar, InGrammar, Shape, walk

FOLDER = data_root() / "dsl" / "std"
FILES = sorted(FOLDER.glob("*.det"))


def examples(file: Path) -> Iterator[tuple[str, bool, str]]:
    """Category, whether it is admitted, and text of each example line."""
    for example in read_library_examples(file.read_text(encoding="utf-8")):
        yield example.category, example.kind == "+", example.text


@cache
def shape_of(file: Path, name: str) -> Shape:
    """The shape of a category of a library."""
    source = f'program trial\nimport "std/{file.name}" as lib\noutput := lib.{name}\n'
    return read_source(source, "trial.det").output


def derives(grammar: Grammar, text: bytes) -> bool:
    """Whether the grammar derives the text."""
    terms = GrammarTerms()
    return ContextFree(terms, terms.grammar(grammar)).accepts(text)


def admits(shape: Shape, text: bytes) -> bool:
    """Whether a category's shape admits the text."""
    spans = [s for s in walk(shape) if isinstance(s, Derive)]
    if not spans:
        return dfa_of_regex(as_regex(shape)).accepts(text)
    assert len(spans) == 1
    condition = spans[0].ensure
    assert isinstance(condition, InGrammar)
    assert condition.start == 0
    return dfa_of_regex(as_regex(shape, spans=True)).accepts(text) and derives(condition.grammar, text)


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_examples(file: Path) -> None:
    wrong = []
    for name, admitted, text in examples(file):
        if admits(shape_of(file, name), text.encode()) != admitted:
            wrong.append((name, "+" if admitted else "-", text))
    assert not wrong


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_every_category_has_an_example_of_both_kinds(file: Path) -> None:
    shown = {(name, admitted) for name, admitted, _ in examples(file)}
    names = set(re.findall(r"^category ([A-Za-z0-9_]+) *:=", file.read_text(), re.MULTILINE))
    assert shown == {(name, admitted) for name in names for admitted in (True, False)}


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.name)
def test_categories_with_parameters_are_used(file: Path) -> None:
    text = re.sub(r"--.*", "", file.read_text())
    for name in re.findall(r"^category ([A-Za-z0-9_]+)\(", text, re.MULTILINE):
        assert len(re.findall(rf"\b{name}\(", text)) > 1, name


def test_the_library_is_what_the_reference_lists() -> None:
    assert {f.stem for f in FILES} == {
        *("identifiers", "numbers", "money", "dates", "emails", "urls", "units", "json", "csv", "markdown"),
        *("expressions", "sql"),
    }
