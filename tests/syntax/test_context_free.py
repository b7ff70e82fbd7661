"""``grammar { … }`` and grammar files in a constraint file: what they derive, what is said of mistakes."""

from __future__ import annotations

import pytest

from detlm.mask.contextfree import ContextFree
from detlm.mask.grammar_terms import GrammarTerms
from detlm.syntax import read_source
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.program import Derive, Grammar, InGrammar, walk


def grammars(text: str, **files: bytes) -> list[Grammar]:
    """The grammars of a program, in the order of its output."""
    source = f"program t\n{text}\n"
    shape = read_source(source, "t.det", files={f"{name}.lark": c for name, c in files.items()}).output
    conditions = [part.ensure for part in walk(shape) if isinstance(part, Derive)]
    return [c.grammar for c in conditions if isinstance(c, InGrammar)]


def derived(grammar: Grammar, *texts: str) -> list[str]:
    """Those of the texts that a grammar derives."""
    terms = GrammarTerms()
    whole = ContextFree(terms, terms.grammar(grammar))
    return [t for t in texts if whole.accepts(t.encode())]


def mistakes(text: str, **files: bytes) -> str:
    with pytest.raises(SourceError) as caught:
        grammars(text, **files)
    return str(caught.value)


@pytest.mark.parametrize(
    ("rows", "inside", "outside"),
    [
        ('s: "a" s "b" | ""', ["", "ab", "aabb"], ["a", "abb"]),
        ('s: { x } up to 2 x: "a" x | "b"', ["", "b", "bab"], ["bbb"]),
        ('s: { x } x: "(" s ")"', ["", "()", "(()())"], ["(", ")("]),
        ('s: [ s ] ("a" | "b" "c")', ["a", "bca", "aabc"], ["", "b"]),
        ('s: Digit | s "+" Digit', ["1", "1+2+3"], ["1+", "+"]),
    ],
)
def test_blocks_mean_what_they_say(rows: str, inside: list[str], outside: list[str]) -> None:
    (grammar,) = grammars(f"category Digit := /[0-9]/\ncategory G := grammar {{ {rows} }}\noutput := G")
    assert derived(grammar, *inside, *outside) == inside


def test_each_argument_makes_a_grammar_of_its_own() -> None:
    nested = 'category Nested(X) := grammar { s: X | "(" s ")" }\n'
    one, two = grammars(nested + 'output := Nested("a") "," Nested("b")')
    assert derived(one, "a", "(a)", "b", "(b)") == ["a", "(a)"]
    assert derived(two, "a", "(a)", "b", "(b)") == ["b", "(b)"]


def test_a_file_and_its_start() -> None:
    file = b'start: "a"\nother: "(" other ")" | start\n'
    (grammar,) = grammars('category G := grammar from "g.lark" start other\noutput := G', g=file)
    assert derived(grammar, "a", "((a))", "(a") == ["a", "((a))"]


def test_mistakes_of_a_file_stand_in_the_file() -> None:
    said = mistakes('category G := grammar from "g.lark"\noutput := G', g=b"start: x\nx: y\n")
    assert said.startswith("g.lark:2:4: error: `y` is not defined")
    assert "see: dsl/REFERENCE.md#grammars" in said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ('s: "a" | s t t: t', "`t` derives no text"),
        ('s: "a" t: "b"', "the rule t is never used"),
        ('s: "a" s: "b"', "the rule s stands twice"),
        ('s: "a" Digit: "b"', "Digit is the name of a category, too"),
        ('" + ": { t } t: "a"', "a label is a name without quotes"),  # found by fuzz.py
        ("s: Digti", "did you mean Digit?"),
        ("s: Other", "neither a rule nor a regular category"),
        ("s: { s } up to 5000", "more than 2,000 rules"),
        ("s: " + "{ " * 4 + '"a"' + " } up to 10000" * 4, "characters written out"),
    ],
)
def test_what_is_wrong_with_a_block(rows: str, said: str) -> None:
    others = "category Digit := /[0-9]/\ncategory Other := grammar { o: Digit }\n"
    assert said in mistakes(f"{others}category G := grammar {{ {rows} }}\noutput := G Other")
