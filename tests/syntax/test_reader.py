"""Whole programs: what statements become, and files that are no constraint files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from detlm.config import data_root
from detlm.errors import ConstraintError
from detlm.syntax import program as p
from detlm.syntax import read_program, read_source
from detlm.syntax.reader import MAX_BYTES
from detlm.syntax.regex import EMPTY, Both, Without, literal, words
from tests.strategies import program_sources
from tests.syntax.oracle import matches

EXAMPLES = data_root() / "dsl" / "examples"
HEAD = 'program t\nfact a r b\nsentence r := SUBJECT " is " OBJECT\n'


def output_of(expression: str, categories: str = "") -> p.Shape:
    return read_source(f"program t\n{categories}\noutput := {expression}\n", "t.det").output


def test_medication() -> None:
    program = read_program(EXAMPLES / "medication.det")
    assert program.name == "medication"
    assert program.names == (b"aspirin", b"ibuprofen", b"warfarin")
    assert program.facts[2] == p.Atom(b"is_a", b"warfarin", b"blood thinner")
    (rule,) = program.rules
    d, k, x = p.Variable("D", 0), p.Variable("K", 1), p.Variable("X", 2)
    assert rule.head == p.Pattern(b"conflicts", d, x)
    assert rule.body == (p.Pattern(b"conflicts", d, k), p.Pattern(b"is_a", x, k))
    assert rule.source == "rule D conflicts K and X is_a K -> D conflicts X"
    assert program.sentences[0].say(b"aspirin", b"pain relief") == b"aspirin is used for pain relief"
    assert [limit.word for limit in program.limits if isinstance(limit, p.Forbid)] == [
        b"cures",
        b"guaranteed",
    ]
    assert (program.mode, program.model_lines) == ("deterministic", 0)
    assert isinstance(program.output, p.Chain)
    answer, stop = program.output.parts
    assert stop == p.Lex(literal(b"."))
    assert isinstance(answer, p.Choice)
    claim, refusal = answer.options
    assert isinstance(claim, p.Derive)
    assert (claim.name, claim.rule, claim.ensure, claim.category) == ("answer", 0, p.Supported(), "Claim")
    assert isinstance(refusal, p.Derive)
    assert refusal.body == p.Lex(literal(b"I have no fact about that"), "Refusal")
    assert (refusal.given, refusal.ensure) == (p.Always(), p.Always())
    assert isinstance(claim.body, p.Choice)
    assert [c.relation for c in claim.body.options if isinstance(c, p.Claim)] == [
        b"used_for",
        b"conflicts",
        b"is_a",
    ]
    slots = [s for s in p.walk(claim.body) if isinstance(s, p.SlotShape)]
    assert {s.kind for s in slots} == {"subject", "object"}
    names = [b"aspirin", b"ibuprofen", b"warfarin", b"drug", b"blood thinner", b"pain relief"]
    assert all(s.regex == words(names) for s in slots)


def test_positions_point_at_the_statements() -> None:
    program = read_program(EXAMPLES / "medication.det")
    lines = program.sources[0].content.decode().splitlines()
    for key, place in program.positions.items():
        kind = key.split()[0]
        if kind != "limit":
            assert lines[place.line - 1][place.column - 1 :].startswith(kind if kind != "forbid" else '"'), (
                key
            )
    assert {
        "output",
        "mode",
        "program",
        "category Claim",
        "derive 1",
        "rule 0",
        "fact 4",
        "sentence is_a",
        "forbid 1",
    } <= set(program.positions)


def test_the_source_is_kept_to_the_byte(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbfprogram t\r\noutput := "x"\r\n'
    file = tmp_path / "t.det"
    file.write_bytes(content)
    program = read_program(file)
    assert program.sources == (p.SourceFile(str(file), content),)
    assert read_source(content.decode(), str(file)) == program


def test_regular_categories_are_inlined_and_named_at_their_use() -> None:
    declared = 'category A := words "x" "y"\ncategory B := A or "z"\n'
    shape = output_of('"<" B ">"', declared)
    assert isinstance(shape, p.Chain)
    assert [s.name for s in shape.parts if isinstance(s, p.Lex)] == [None, "B", None]
    regex = shape.parts[1].regex  # type: ignore[union-attr]
    assert [matches(regex, t) for t in (b"x", b"y", b"z", b"xy", b"")] == [True, True, True, False, False]


def test_and_except() -> None:
    declared = 'category A := words "x" "y"\ncategory B := A and "x" except "y"\n'
    x, y = literal(b"x"), literal(b"y")
    assert output_of("B", declared) == p.Lex(Without(Both(words([b"x", b"y"]), x), y), "B")
    assert output_of("A except A", declared) == p.Lex(Without(words([b"x", b"y"]), words([b"x", b"y"])))


def test_repetition_of_shapes() -> None:
    declared = 'category X := "x"\nderive d from category X'
    x = output_of("d", declared)
    assert isinstance(x, p.Derive)
    comma = p.Lex(literal(b","))
    assert output_of("{ d } up to 3", declared) == p.UpTo(3, x)
    assert output_of("[d]", declared) == p.UpTo(1, x)
    assert output_of('repeat 2 to 4 (d ",")', declared) == p.Chain(
        (x, comma, x, comma, p.UpTo(2, p.Chain((x, comma))))
    )
    assert output_of("repeat 2 to 2 d", declared) == p.Chain((x, x))


def test_several_derive_rules_are_alternatives() -> None:
    declared = 'category X := "x"\ncategory Y := "y"\nderive d from category X\nderive d from category Y'
    shape = output_of("d", declared)
    assert isinstance(shape, p.Choice)
    assert [o.rule for o in shape.options if isinstance(o, p.Derive)] == [0, 1]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ('mentions(d, "w")', p.Mentions(b"w")),
        ('mentions(prompt, "w")', p.PromptMentions(b"w")),
        ("d in X", p.InCategory("X", literal(b"x"))),
        ('not d in X and mentions(d, "w")', p.And(p.Not(p.InCategory("X", literal(b"x"))), p.Mentions(b"w"))),
        (
            'mentions(d, "u") or mentions(d, "v") and mentions(d, "w")',
            p.Or(p.Mentions(b"u"), p.And(p.Mentions(b"v"), p.Mentions(b"w"))),
        ),
        (
            'mentions(d, "u") -> mentions(d, "v") -> supported(d)',
            p.Or(p.Not(p.Mentions(b"u")), p.Or(p.Not(p.Mentions(b"v")), p.Supported())),
        ),
        ('¬(mentions(d, "u") ∨ supported(d)) → d in X', None),
    ],
)
def test_conditions(text: str, condition: p.Condition | None) -> None:
    declared = f'{HEAD}category X := "x"\ncategory C := sentence of facts\n'
    source = f"{declared}derive d from category C ensure {text}\noutput := d"
    if condition is None:
        with pytest.raises(ConstraintError, match="below `not`"):
            read_source(source, "t.det")
        return
    shape = read_source(source, "t.det").output
    assert isinstance(shape, p.Derive)
    assert shape.ensure == condition


def test_claims_about_one_subject() -> None:
    source = (
        HEAD + 'fact c r d\ncategory C := sentence of facts about "c"\nderive d from category C\noutput := d'
    )
    slots = [s for s in p.walk(read_source(source, "t.det").output) if isinstance(s, p.SlotShape)]
    assert [s.regex for s in slots] == [literal(b"c"), words([b"a", b"b", b"c", b"d"])]


def test_limits_in_order() -> None:
    said = 'say "Use at most 3 words."\nforbid "u" "v"\nat most 9 words\nrequire "w"\nsay "Mention only a."\n'
    program = read_source(HEAD + "fact q r b\n" + said + 'output := "x"', "t.det")
    assert [limit.having(source="") for limit in program.limits] == [
        p.AtMostWords(3), p.Forbid(b"u"), p.Forbid(b"v"), p.AtMostWords(9), p.Require(b"w"), p.Forbid(b"q"),
    ]  # fmt: skip
    assert {"limit 5", "say 1", "forbid 1", "require 0", "at most 0"} <= set(program.positions)


@given(program_sources())
def test_generated_programs_are_read(source: str) -> None:
    program = read_source(source, "g.det")
    assert program.name == "generated"
    assert any(isinstance(s, p.Derive) for s in p.walk(program.output))
    assert read_source(source, "g.det") == program


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "says nothing"),
        (b"   \n-- x\n", "says nothing"),
        (b"program t\n\0", "NUL"),
        (b"\x7fELF\x02\x01\x01\0", "NUL"),
        (b'program t\nforbid "\xff"\n', ":2:9: error: the constraint file is not UTF-8"),
        (b"program t\r", "control character (U+000D)"),
        (b"program t\x1b[0m", ":1:10: error: a control character (U+001B)"),
        (b"-" * (MAX_BYTES + 1), "larger than 1,000,000 bytes"),
        (b"\xef\xbb\xbf", "says nothing"),
    ],
)
def test_files_that_are_none(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "t.det"
    file.write_bytes(content)
    with pytest.raises(ConstraintError) as caught:
        read_program(file)
    assert said in str(caught.value)
    assert str(caught.value).startswith(f"{file}:")


def test_a_folder_or_nothing_there(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "no.det", Path("\0")):
        with pytest.raises(ConstraintError, match="cannot be read"):
            read_program(path)


def test_half_a_character() -> None:
    with pytest.raises(ConstraintError, match="half a character"):
        read_source("program \udc80", "t.det")


@pytest.mark.parametrize(
    "expression",
    [
        "(" * 5000 + '"a"' + ")" * 5000,
        '"a" or ' * 3000 + '"a"',
        '"a" ' * 5000,
        "repeat 1 to 2 " * 5000 + '"a"',
        'repeat 10000 to 10000 repeat 10000 to 10000 "a"',
        '"' + "a" * 20000 + '"',
        "{" * 50 + '"a"' + "}" * 50,
        "/" + "(a|b)" * 700 + "/",
        "words " + " ".join(f'"w{i}"' for i in range(9000)),
        'repeat 1000 to 2000 (words "a" "b" or /./) except repeat 10 to 20 "a"',
    ],
)
def test_large_expressions_are_read_or_refused(expression: str) -> None:
    try:
        program = read_source(f"program t\noutput := {expression}\n", "t.det")
    except ConstraintError as error:
        assert "t.det:" in str(error)
    else:
        hash(program.output)  # shallow enough for whoever walks it


def test_categories_that_multiply_are_refused() -> None:
    levels = "\n".join(f"category C{i} := repeat 100 to 100 C{i - 1}" for i in range(1, 9))
    with pytest.raises(ConstraintError, match="written out"):
        read_source(f'program t\ncategory C0 := "a"\n{levels}\noutput := C8\n', "t.det")
    wide = "\n".join(f'category D{i} := D{i - 1} or D{i - 1} "x"' for i in range(1, 40))
    with pytest.raises(ConstraintError, match="written out"):
        read_source(f'program t\ncategory D0 := "a"\n{wide}\noutput := D39\n', "t.det")


@pytest.mark.parametrize(
    ("names", "given", "said"),
    [
        ("x", "C(x x)", "400,000 parts"),
        ("x, y", 'C(x "a", y) C(y "b", x)', "400,000 parts"),
        ("x", "C(C(x))", "levels deep"),
    ],
)
def test_what_is_given_on_and_on_keeps_within_bounds(names: str, given: str, said: str) -> None:
    plain = names.replace(",", "")
    chain = "\n".join(f"category C{i}({names}) := {given.replace('C', f'C{i - 1}')}" for i in range(1, 24))
    last = "category T := C23(" + ", ".join(f'"{name}"' for name in names.split(", ")) + ")"
    with pytest.raises(ConstraintError, match=said):
        read_source(f"program t\ncategory C0({names}) := {plain}\n{chain}\n{last}\noutput := T\n", "t.det")


@pytest.mark.parametrize("step", [1, -1])
def test_deep_categories_are_refused_in_any_order(step: int) -> None:
    chain = "\n".join([f'category C{i} := C{i - 1} "x"' for i in range(1, 600)][::step])
    with pytest.raises(ConstraintError, match="levels deep"):
        read_source(f'program t\ncategory C0 := "a"\n{chain}\noutput := C599\n', "t.det")


def test_deep_expressions_in_deep_categories_are_refused() -> None:
    nested = "{ " * 55 + "NAME" + ' "x" }' * 55
    chain = "\n".join(
        f"category C{i} := {nested.replace('NAME', f'C{i - 1}')}" for i in reversed(range(1, 59))
    )
    with pytest.raises(ConstraintError, match="nested"):
        read_source(f'program t\n{chain}\ncategory C0 := "a"\noutput := C58\n', "t.det")


@pytest.mark.parametrize("step", [1, -1])
def test_categories_on_many_levels(step: int) -> None:
    chain = "\n".join([f'category C{i} := C{i - 1} "x"' for i in range(1, 60)][::step])
    assert read_source(f'program t\ncategory C0 := "a"\n{chain}\noutput := C59\n', "t.det").output


def test_importing_the_package_is_cheap() -> None:
    code = "import sys, detlm.syntax, detlm.syntax.natural; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_output_of_nothing_is_the_empty_text() -> None:
    assert output_of('""') == p.Lex(EMPTY)
