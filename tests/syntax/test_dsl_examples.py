"""The shipped examples read, and admit and refuse what their example lines say (by the slow oracle)."""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.syntax import read_program
from detlm.syntax.examples import Example, read_examples, read_library_examples, stray_examples
from tests.syntax.oracle import admits, readings

FILES = sorted((data_root() / "dsl" / "examples").glob("*.det"))
LINES = [
    (path, example)
    for path in FILES
    for example in read_examples(path.read_text(encoding="utf-8"))
    if example.kind != "?"
]


def test_there_are_examples() -> None:
    assert {p.name for p in FILES} >= {
        "medication.det",
        "medication-asked.det",
        "api-docs.det",
        "kitchen.det",
    }


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_each_file_shows_both_sides(path: Path) -> None:
    kinds = {e.kind for e in read_examples(path.read_text(encoding="utf-8"))}
    assert kinds >= {"+", "-"}


@pytest.mark.parametrize(
    ("path", "example"), LINES, ids=lambda x: x.name if isinstance(x, Path) else str(x.line)
)
def test_example_line(path: Path, example: Example) -> None:
    program = read_program(path)
    output, prompt = example.text.encode(), example.prompt.encode()
    assert admits(program, output, prompt) == (example.kind == "+")
    assert readings(program, output, prompt) <= 1


def test_example_lines_are_read() -> None:
    source = (
        "-- ? who?\n-- + one\\ntwo\\\\n  (a remark)\n  -- + indented\n-- - three (kept)\n--- no\n-- +no\n"
    )
    assert read_examples(source) == [
        Example("?", "who?", 1, "who?"),
        Example("+", "one\ntwo\\n", 2, "who?"),
        Example("+", "indented", 3, "who?"),
        Example("-", "three (kept)", 4, "who?"),
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("-- +", ""),
        ("-- + \t", ""),
        ("-- +  (the empty answer)", ""),
        ("-- + (kept)", "(kept)"),
        ("-- +  two spaces", " two spaces"),
        (r"-- + a\u{20}", "a "),
        (r"-- + a\u{20}  (a remark)", "a "),
        (r"-- + \\u{20}", r"\u{20}"),
        (r"-- + \u{D800} \u{110000} \"\r", r"\u{D800} \u{110000} \"\r"),
        ("-- + a\u00a0", "a\u00a0"),
        ("-- + a\u2028-- + b", "a\u2028-- + b"),
    ],
)
def test_empty_texts_and_blanks_at_the_end_can_be_said(line: str, text: str) -> None:
    assert [e.text for e in read_examples(f'{line}\noutput := "x"\r\n')] == [text]
    of_library = read_library_examples(line.replace("-- +", "  -- Email -", 1))
    assert [(e.category, e.kind, e.text) for e in of_library] == [("Email", "-", text)]


def test_an_empty_prompt_ends_the_one_above() -> None:
    assert [e.prompt for e in read_examples("-- ? who?\n-- + a\n-- ?\n-- + b\n")] == ["who?", "who?", "", ""]


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("--+ a", "-- + a"), ("-- +a", "-- + a"), ("  --  - a", "-- - a"), ("--?", "-- ?"),
        ("-- +\ta", "-- + a"), ("-- + a", None), ("-- +", None), ("-- -----", None), ("--- a", None),
        ("-- -> a", None), ("--", None), ("--   - a", None), ("-- a + b", None),
        ('output := "x"  --+ x', None),
    ],
)  # fmt: skip
def test_what_is_nearly_an_example_line(line: str, meant: str | None) -> None:
    found = list(stray_examples(f"program p\n{line}\r\n"))
    assert found == ([] if meant is None else [(2, line.index("--") + 1, meant)])
