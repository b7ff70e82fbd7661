"""No input, however broken, makes the reader do anything but read or raise ``ConstraintError``."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detlm.config import data_root
from detlm.errors import ConstraintError
from detlm.syntax import read_constraint_lines, read_program, read_source, split_preface
from detlm.syntax.examples import read_examples
from detlm.syntax.layout import RESERVED
from detlm.syntax.program import Program
from detlm.syntax.reader import read_source as read
from tests.strategies import program_sources

EXAMPLES = [p.read_text(encoding="utf-8") for p in sorted((data_root() / "dsl" / "examples").glob("*.det"))]
FILES = {"api-docs.tsv": (data_root() / "dsl" / "examples" / "api-docs.tsv").read_bytes()}
TOKENS = [
    *sorted(RESERVED), "most", "lines", "may", "constrain", "X", "Y", "a", "answer", "SUBJECT", "OBJECT",
    '"a"', '"b c"', "/a+/", "/[/", ":=", "->", "(", ")", "{", "}", "[", "]", ",", "1", "3", "99999999999",
    "\n", "\n  ", "--", '"', "/", "“", "\t", "→", "¬", "é", "hybrid", '"Mention only a."',
]  # fmt: skip


def check(source: str) -> None:
    try:
        program = read(source, "fuzz.det", files=FILES)
    except ConstraintError as error:
        text = str(error)
        assert text.startswith(("fuzz.det:", "api-docs.tsv:"))
        for diagnostic in error.diagnostics:  # type: ignore[attr-defined]
            lines = source.removeprefix("\ufeff").split("\n")
            assert 1 <= diagnostic.position.line <= len(lines) + 1
            assert diagnostic.position.column >= 1
            assert diagnostic.message
    else:
        assert isinstance(program, Program)


@given(st.text(max_size=80))
def test_any_text(source: str) -> None:
    check(source)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(TOKENS), max_size=40))
def test_any_tokens(tokens: list[str]) -> None:
    check(" ".join(tokens))


@given(st.sampled_from(EXAMPLES), st.integers(0, 5000), st.integers(0, 30), st.sampled_from([*TOKENS, ""]))
def test_examples_with_a_piece_replaced(source: str, at: int, length: int, piece: str) -> None:
    at %= len(source)
    check(source[:at] + piece + source[at + length :])


@given(program_sources(), st.integers(0, 5000), st.integers(0, 5000))
def test_generated_programs_with_two_lines_swapped_or_cut(source: str, one: int, other: int) -> None:
    lines = source.splitlines()
    one, other = one % len(lines), other % len(lines)
    lines[one], lines[other] = lines[other], lines[one]
    check("\n".join(lines))
    check(source[: one * 7])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(st.binary(max_size=60), st.sampled_from(EXAMPLES).map(str.encode)),
    cut=st.integers(0, 999),
)
def test_any_bytes_in_a_file(tmp_path: Path, content: bytes, cut: int) -> None:
    file = tmp_path / "fuzz.det"
    file.write_bytes(content[cut % (len(content) + 1) :])
    try:
        read_program(file)
    except ConstraintError as error:
        assert str(error).startswith((str(file), "api-docs.tsv"))


@given(st.binary(max_size=60))
def test_any_facts_file(content: bytes) -> None:
    try:
        read_source('program t\nfacts from "f.tsv"\noutput := "x"\n', "t.det", files={"f.tsv": content})
    except ConstraintError as error:
        assert str(error).startswith("f.tsv:")


ASKED = next(s for s in EXAMPLES if "program medication_asked" in s)


@given(
    st.lists(
        st.sampled_from(
            [b"<CONSTRAINT>", b"</CONSTRAINT>", b"Use at most 6 words.", b"\xff", b"Mention only ", b"."]
        )
    )
)
def test_any_output_of_a_model(pieces: list[bytes]) -> None:
    program = read_source(ASKED, "t.det")
    preface, answer = split_preface(b"".join(pieces), program)
    assert preface + answer == b"".join(pieces)
    try:
        read_constraint_lines(b"".join(pieces), program)
    except ConstraintError as error:
        assert str(error).startswith("<model>:")


@given(st.text())
def test_any_text_has_example_lines_or_none(source: str) -> None:
    assert all(e.kind in "?+-" and e.line >= 1 for e in read_examples(source))


@pytest.mark.parametrize("source", EXAMPLES, ids=range(len(EXAMPLES)))
def test_each_example_cut_anywhere(source: str) -> None:
    for at in range(0, len(source), 97):
        check(source[:at])
