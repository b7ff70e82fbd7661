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
            "derive next_token e from category C given (x and y) -> z ensure proof z(e)",
            "derive next_token from shape X",
        ],
        ["derive a from X", "derive a category X", "derive a from category X ensure a in Y given a in Y"],
        [
            "derive a from category",
            "derive a from",
            "derive a from category X given",
            "derive a from category X ensure",
        ],
    ),
    "forbid": (
        ['forbid "a"', 'forbid "a" "b"', 'forbid exactly "a" "b"', 'forbid stem "a"', "forbid /a/ /b/"],
        ["forbid a", 'forbid "a", "b"', 'forbid "a" /b/'],
        ["forbid", "forbid exactly"],
    ),
    "require": (
        ['require "a" "b"', 'require one of "a" "b"', 'require one of exactly "a"'],
        ["require a", 'require one "a"'],
        ["require", "require one of"],
    ),
    "bound": (
        [
            "at most 12 words",
            "at most 1 word",
            "at least 3 sentences",
            "exactly 2 lines",
            'at most 2 times "x"',
            'exactly 1 time "x"',
            "at most 60 tokens",
        ],
        [
            "at most words",
            "at most twelve words",
            "at most 3 letters",
            "exactly most 3 words",
            'at most 2 "x"',
        ],
        ["at most 12", "at most", "at", "exactly", "at least 2 times"],
    ),
    "ordered": (
        ['require "a" before "b"'],
        ['require before "b"', 'forbid "a" before "b"'],
        ['require "a" before'],
    ),
    "import_": (
        ['import "a.det"', 'import "std/a.det" as b'],
        ["import a", 'import "a" as "b"'],
        ["import", 'import "a" as'],
    ),
    "shape": (
        ["shape X := a", 'shape X(a, b) := a ", " b', "shape X := l: A | m: B"],
        ["shape X = a", "shape X() := a", "shape X := l:"],
        ["shape X :=", "shape X", "shape X(a"],
    ),
    "parameters": (
        ["category X(a) := a", "predicate p(a: B, c) := c.d = 1"],
        ["category X() := a", 'category X("a") := a'],
        ["category X(a", "predicate p(a:"],
    ),
    "parameter": (["predicate p(a: b.C) := q(a)"], ["predicate p(a: 1) := q(a)"], ["predicate p(a"]),
    "scope": (
        ["scope S := names bound by A", "scope S := names bound by A.l or B within C"],
        ["scope S := A", "scope S := names of A", "scope S := names bound by A, B"],
        ["scope S := names bound by", "scope S := names bound by A within", "scope S"],
    ),
    "predicate": (
        ["predicate p(x) := x.a = 1"],
        ["predicate p := x", "predicate p(x) = x"],
        ["predicate p(x) :="],
    ),
    "attribute": (
        ["attribute a(x) := x.b * 2", "attribute owner(q) from caller: a | b"],
        ["attribute a := x", "attribute a(q) from user: a"],
        ["attribute a(q) from caller:", "attribute a(x)"],
    ),
    "constraint": (
        [
            'constraint "c" at X: ensure a in Y',
            'constraint "c" at X:\n  scope S := T\n  ensure next_token in S',
        ],
        [
            "constraint c at X: ensure a in Y",
            'constraint "c" at X ensure a in Y',
            'constraint "c" at "X": reject',
        ],
        ['constraint "c" at X:', 'constraint "c" at', 'constraint "c" at X: ensure'],
    ),
    "alias": (
        ['constraint "c" at X: scope S := T'],
        ['constraint "c" at X: scope S = T'],
        ['constraint "c" at X: scope S :='],
    ),
    "decision": (
        [
            'constraint "c" at X: if a in Y then admit else reject',
            'constraint "c" at X: if a in Y then reject if a in Z then admit with proof "p" else reject',
            'constraint "c" at X: if a in Y then reject else if a in Z then admit else reject',
        ],
        ['constraint "c" at X: if a in Y admit', 'constraint "c" at X: if a in Y then maybe'],
        ['constraint "c" at X: if a in Y then admit', 'constraint "c" at X: if a in Y then admit else'],
    ),
    "verdict": (
        ['constraint "c" at X: if a in Y then admit with proof "p" else reject'],
        ['constraint "c" at X: if a in Y then reject with proof "p" else admit'],
        ['constraint "c" at X: if a in Y then admit with proof'],
    ),
    "after": (['after "</think>"'], ["after x"], ["after"]),
    "segments": (["segments a, b"], ['segments "a"', "segments a b"], ["segments", "segments a,"]),
    "attend": (
        ["attend a to b, segment(c)"],
        ["attend a b", "attend a to segment c"],
        ["attend a to", "attend a to segment("],
    ),
    "chosen": (["attend a to segment(b)"], ['attend a to segment("b")'], ["attend a to segment"]),
    "say": (['say "x"'], ["say x", 'say "x" "y"'], ["say"]),
    "model": (
        ["model may constrain", "model may constrain up to 2 lines", "model may constrain up to 1 line"],
        ["model must constrain", "model may constrain 2 lines", "model may constrain up to lines"],
        ["model may", "model", "model may constrain up", "model may constrain up to 2"],
    ),
    "mode": (["mode hybrid", "mode mode"], ['mode "x"', "mode a b"], ["mode"]),
    "alternative": (
        ['output := a or "b" or c', "output := a ∨ b", "output := a | b"],
        ["output := or a", "output := a or or b", "output := a || b"],
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
    "call": (
        ['output := A("x", /y/)', "output := a.B(words)"],
        ["output := A()", 'output := A("x";)'],
        ['output := A("x"', "output := A("],
    ),
    "word_file": (['output := words from "f.txt"'], ["output := words from f.txt"], ["output := words from"]),
    "integer": (
        ["output := integer from -5 to 99"],
        ["output := integer 1 to 2", "output := integer from a to b"],
        ["output := integer from 1 to", "output := integer"],
    ),
    "decimal": (
        ["output := decimal(2) from 0.01 to 9.99"],
        ["output := decimal from 1 to 2", "output := decimal(2) 1 to 2"],
        ["output := decimal(2) from 1 to", "output := decimal(2)"],
    ),
    "date": (
        ["output := date from 2020-01-01 to 2029-12-31"],
        ["output := date from 2020 to 2029", "output := date from 1 to 2"],
        ["output := date from 2020-01-01", "output := date"],
    ),
    "labelled": (
        ["output := date: Day", "output := l: (A B)"],
        ["output := l: m: A", "output := l = A"],
        ["output := l:"],
    ),
    "json": (
        ["output := json compact { a: B }", "output := json compact []".replace("[]", "[A]")],
        ["output := json { a: B }", 'output := json compact "a"'],
        ["output := json compact", "output := json compact {"],
    ),
    "json_file": (
        ['output := json schema from "f.json"'],
        ['output := json schema "f.json"'],
        ["output := json schema from", "output := json schema"],
    ),
    "object": (
        ["output := json compact {}", 'output := json compact { "a b"?: C, date: D e: {f: "g"} }'],
        ["output := json compact { a B }", "output := json compact { a: B,, c: D }"],
        ["output := json compact { a: B", "output := json compact { a: B,"],
    ),
    "member": (
        ["output := json compact { words: A length?: B }"],
        ["output := json compact { a: b: C }"],
        ["output := json compact { a:"],
    ),
    "one_value": (
        ['output := json compact { a: "x" | null or 1B }'.replace("1B", "B")],
        ["output := json compact { a: | B }"],
        ["output := json compact { a: B |"],
    ),
    "array": (
        ["output := json compact [A] length 1 to 4", "output := json compact { a: [B] length 2 length: C }"],
        ["output := json compact [A] length", "output := json compact [A, B]"],
        ["output := json compact [A", "output := json compact [A] length 1 to"],
    ),
    "constant": (
        ["output := json compact { a: true | false | null }"],
        ["output := json compact { a: True true }"],
        ["output := json compact { a: true"],
    ),
    "grammar": (
        ['output := grammar { e: t { ("+" | "-") t }\n t: N | "(" e ")" [x] }'],
        ["output := grammar {}", "output := grammar { e }", "output := grammar { e: a and b }"],
        ["output := grammar { e: a", "output := grammar {", "output := grammar"],
    ),
    "production": (
        ["output := grammar { date: a words: b }"],
        ["output := grammar { a: : b }"],
        ["output := grammar { a:"],
    ),
    "rows": (
        ["output := grammar { a: b | c d | e }"],
        ["output := grammar { a: b | | c }"],
        ["output := grammar { a: b |"],
    ),
    "row": (
        ["output := grammar { a: b c }"],
        ["output := grammar { a: b, c }"],
        ["output := grammar { a: b c"],
    ),
    "grammar_file": (
        ['output := grammar from "f.lark"', 'output := grammar from "f.lark" start e'],
        ["output := grammar from f"],
        ["output := grammar from", 'output := grammar from "f" start'],
    ),
    "lean_file": (
        ['output := lean E from "E.lean"', 'output := lean A.E from "E.lean" within /[a-z]+/'],
        ["output := lean E from E", 'output := lean E from "E.lean" within "x"'],
        ["output := lean E from", 'output := lean E from "E.lean" within'],
    ),
}

CONDITIONS: dict[str, tuple[list[str], list[str], list[str]]] = {
    "function": (
        [
            "supported(a)",
            'mentions(a, "x")',
            "p (a, b.c)",
            "sum(x.y for x in i.z) = 1",
            "Σ(x for x in y) = 1",
        ],
        ["supported a", "supported()", "p(a b)", "p(x for y)"],
        ["supported(a", "supported("],
    ),
    "argument": (["distinct(x.y for x in i.z)"], ["distinct(x.y for i.z)"], ["distinct(x.y for x in"]),
    "belongs": (["a in X", "prompt in X", "a.b ∈ c.D"], ["a in (X)", "a X"], ["a in"]),
    "compared": (
        ["a.b = 1", "a <= -b", "a ≠ 2.50", 'a.b != "x"'],
        ["a == b", "a = b = c", "a =< b"],
        ["a =", "a <="],
    ),
    "addition": (["a + b - 1 = c"], ["+ a = c", "a + = c"], ["a +"]),
    "product": (["a * b × 2 = c"], ["a * * b = c", "a / b = c"], ["a *"]),
    "negative": (["-a = -1"], ["- - a = 1"], ["-"]),
    "numeral": (["1.50 = a"], ["1. = a", ".5 = a"], ["1.50 ="]),
    "quoted": (['"x" = a'], ['"x" "y" = a'], ['"x" =']),
    "named": (["p", "a.b.c"], ["a.", "a..b"], ["p and"]),
    "every": (
        ["every x in i.items: x.a = 1 and x.b = 2", "∀ x ∈ i: x.a = 1"],
        ["every x: a", "every x in i.items x.a = 1"],
        ["every x in i:", "every x in i", "every"],
    ),
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
    rules = set(re.findall(r"^\??([a-z][a-z_]+):", text, re.MULTILINE)) | set(
        re.findall(r"-> ([a-z_]+)", text)
    )
    # Left over: rules that are inlined or only hand on, and the three leaves seen in every expression case.
    inlined = {
        "start",
        "thing",
        "part",
        "expression",
        "item",
        "bare",
        "leaf",
        "negation",
        "comparison",
        "signed",
    }
    inlined |= {"operand", "single_value", "symbol"}
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
