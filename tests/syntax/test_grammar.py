"""Every rule of the grammar: statements it accepts, refuses, and refuses only at their end."""

from __future__ import annotations

import pytest

from detlm.syntax.grammar import grammar_text, load_grammar

# rule → (accepted, refused, refused only at the end: every proper prefix could still become a statement)
STATEMENTS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "program": (["program a", "program _x9"], ["program 9", 'program "a"', "program a b"], ["program"]),
    "fact": (
        ["fact a r b", 'fact "a b" r "c d"', "fact x-1 r 1.5", "fact fact is_a fact", "fact Größe r b"],
        ["fact a b-c d", 'fact a "r" b', "fact a r b c", "fact (a) r b"],
        ["fact a r", "fact a", "fact"],
    ),
    "facts": (['facts from "f.tsv"'], ["facts from f.tsv", 'facts "f.tsv"'], ["facts from", "facts"]),
    "rule": (
        ["rule X r Y -> Y r X", "rule X r Y and Y r Z → X r Z", 'rule X r "a b" ∧ X s b -> X t c'],
        ["rule X r Y, Y r Z -> X r Z", "rule -> X r Y", "rule X r Y -> X r Y and Y r X"],
        ["rule X r Y", "rule X r Y and", "rule X r Y ->", "rule X r Y -> X r"],
    ),
    "sentence": (
        ['sentence r := SUBJECT " is " OBJECT', "sentence r := OBJECT SUBJECT", 'sentence r := "only"'],
        ["sentence r = SUBJECT", "sentence r := subject", 'sentence r := SUBJECT or "x"'],
        ["sentence r :=", "sentence r"],
    ),
    "category": (
        ['category X := "a"', "category X := Y", "category X := sentence of facts"],
        ["category X = Y", "category X Y", 'category "X" := Y', "category X := Y :="],
        ["category X :=", "category X"],
    ),
    "output": (
        ["output := a", 'output := a "."'],
        ["output = a", "output a", "output := a,"],
        ["output :=", "output"],
    ),
    "derive": (
        [
            "derive a from category X",
            'derive a from category X given mentions(a, "x")',
            "derive a from category X ensure proof supported(a)",
            "derive a from category X given a in Y ensure supported(a)",
        ],
        ["derive a from X", "derive a category X", "derive a from category X ensure a in Y given a in Y"],
        [
            "derive a from category",
            "derive a from",
            "derive a from category X given",
            "derive a from category X ensure",
        ],
    ),
    "forbid": (['forbid "a"', 'forbid "a" "b"'], ["forbid a", 'forbid "a", "b"'], ["forbid"]),
    "require": (['require "a" "b"'], ["require a"], ["require"]),
    "at_most": (
        ["at most 12 words", "at most 1 word"],
        ["at most words", "at least 3 words", "at most twelve words", "at most 3 letters"],
        ["at most 12", "at most", "at"],
    ),
    "say": (['say "x"'], ["say x", 'say "x" "y"'], ["say"]),
    "model": (
        ["model may constrain", "model may constrain up to 2 lines", "model may constrain up to 1 line"],
        ["model must constrain", "model may constrain 2 lines", "model may constrain up to lines"],
        ["model may", "model", "model may constrain up", "model may constrain up to 2"],
    ),
    "mode": (["mode hybrid", "mode mode"], ['mode "x"', "mode a b"], ["mode"]),
    "alternative": (
        ['output := a or "b" or c', "output := a ∨ b"],
        ["output := or a", "output := a or or b", "output := a | b"],
        ["output := a or"],
    ),
    "difference": (
        ["output := a except b except c"],
        ["output := except a", "output := a - b"],
        ["output := a except"],
    ),
    "intersection": (["output := a and b ∧ c"], ["output := and a", "output := a & b"], ["output := a and"]),
    "sequence": (
        ['output := a "b" /c/ { d } [ e ]'],
        ['output := a, "b"', "output := a + b"],
        ['output := a "b" or'],
    ),
    "word_list": (
        ['output := words "a" "b"', "output := words"],
        ["output := words a, b"],
        ['output := (words "a"'],
    ),
    "group": (
        ["output := ((a))", "output := (a or b) c"],
        ["output := ()", "output := (a))"],
        ["output := (a", "output := ("],
    ),
    "any_number": (
        ["output := { a }", "output := { a } up to 3", "output := { a } b"],
        ["output := {}", "output := { a } up 3", "output := { a } to 3"],
        ["output := { a", "output := { a } up", "output := { a } up to"],
    ),
    "optional": (
        ["output := [a]", "output := [a b] c"],
        ["output := []", "output := [a))"],
        ["output := [a", "output := ["],
    ),
    "repeated": (
        [
            "output := repeat 1 to 3 a",
            "output := repeat 1 to 3 (a b)",
            "output := repeat 0 to 1 repeat 2 to 3 a",
        ],
        ["output := repeat a", "output := repeat 3 a", "output := repeat 1 to a"],
        ["output := repeat 1 to 3", "output := repeat 1 to", "output := repeat 1", "output := repeat"],
    ),
    "claims": (
        ["output := sentence of facts", 'output := sentence of facts about "x" "y"'],
        ["output := sentence of rules", "output := sentence facts"],
        ["output := sentence of", "output := sentence", "output := sentence of facts about"],
    ),
}

CONDITIONS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "supported": (
        ["supported(a)"],
        ["supported a", 'supported("a")', "supported(a, b)"],
        ["supported(a", "supported"],
    ),
    "mentions": (
        ['mentions(a, "x")'],
        ['mentions("x")', "mentions(a, x)"],
        ['mentions(a, "x"', "mentions(a,"],
    ),
    "prompt_mentions": (['mentions(prompt, "x")'], ["mentions(prompt)"], ["mentions(prompt", "mentions("]),
    "in_category": (["a in X", "prompt in X"], ["a in (X)", "a X"], ["a in", "a"]),
    "negated": (["not a in X", "¬ not a in X"], ["a not in X", "not"], ["not a in"]),
    "conjunction": (
        ["a in X and a in Y ∧ a in Z"],
        ["a in X and and a in Y", "a in X, a in Y"],
        ["a in X and"],
    ),
    "disjunction": (["a in X or a in Y ∨ a in Z"], ["or a in X"], ["a in X or"]),
    "condition": (["a in X -> a in Y -> a in Z", "a in X → a in Y"], ["-> a in X"], ["a in X ->"]),
    "grouped": (["(a in X)", "((a in X) or a in Y) and a in Z"], ["()", "(a in X))"], ["(a in X", "("]),
}
for _rule, _cases in CONDITIONS.items():
    STATEMENTS[_rule] = tuple([f"derive a from category X ensure {c}" for c in cases] for cases in _cases)  # type: ignore[assignment]

ACCEPTED = [(r, s) for r, cases in STATEMENTS.items() for s in cases[0]]
REFUSED = [(r, s) for r, cases in STATEMENTS.items() for s in cases[1]]
AT_END = [(r, s) for r, cases in STATEMENTS.items() for s in cases[2]]


@pytest.mark.parametrize(("rule", "statement"), ACCEPTED)
def test_accepted(rule: str, statement: str) -> None:
    tree = load_grammar("constraint").parse(statement)
    names = {str(t.data) for t in tree.iter_subtrees()}
    assert rule in names


@pytest.mark.parametrize(("rule", "statement"), REFUSED)
def test_refused(rule: str, statement: str) -> None:
    from lark.exceptions import UnexpectedInput

    with pytest.raises(UnexpectedInput):
        load_grammar("constraint").parse(statement)


@pytest.mark.parametrize(("rule", "statement"), AT_END)
def test_refused_only_at_the_end(rule: str, statement: str) -> None:
    from lark.exceptions import UnexpectedInput

    with pytest.raises(UnexpectedInput) as caught:
        load_grammar("constraint").parse(statement)
    token = getattr(caught.value, "token", None)
    assert token is not None
    assert token.type == "$END"


def test_every_rule_has_cases() -> None:
    import re

    text = re.sub(r"//[^\n]*", "", grammar_text("constraint"))
    rules = set(re.findall(r"^\??([a-z_]+):", text, re.MULTILINE)) | set(re.findall(r"-> ([a-z_]+)", text))
    # Left over: rules that are inlined or only hand on, and the three leaves seen in every expression case.
    inlined = {"start", "thing", "part", "expression", "item", "test", "negation"}
    leaves = {"name", "text", "pattern_literal", "pattern", "given", "ensure"}
    assert rules - inlined - leaves == set(STATEMENTS)


def test_juxtaposition_binds_tightest_then_and_then_except_then_or() -> None:
    tree = load_grammar("constraint").parse("output := a b and c except d or e")
    output = tree.children[0]
    names = [str(t.data) for t in output.iter_subtrees_topdown()]  # type: ignore[union-attr]
    assert [n for n in names if n not in ("name", "output")] == [
        "alternative",
        "difference",
        "intersection",
        "sequence",
    ]
