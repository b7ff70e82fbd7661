"""Mistakes beside lines that cannot be read: told in the same run, and none that only follows from those."""

from __future__ import annotations

import re

import pytest

from detlm.errors import ConstraintError
from detlm.syntax import read_source
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.layout import split_statements
from tests.syntax.golden import said_of
from tests.syntax.mutants import FILES, WORKING


def found_in(source: str) -> list[tuple[str, int]]:
    """The mistakes of a file: where, by file and line."""
    try:
        read_source(source, "t.det", files=FILES)
    except ConstraintError as error:
        assert isinstance(error, SourceError)
        return [(d.position.file, d.position.line) for d in error.diagnostics]
    return []


def readable(source: str) -> bool:
    return not found_in(source)


@pytest.mark.parametrize("source", WORKING, ids=lambda s: re.sub(r"\W+", "-", s[:40]))
@pytest.mark.parametrize("broken", ["?? ", ""])
def test_a_line_that_cannot_be_read_is_all_that_is_wrong(source: str, broken: str) -> None:
    if not readable(source):
        pytest.skip("names files that are not beside it")
    for chunk in split_statements(source):
        head = chunk.start + len(chunk.keyword)
        # The keyword and something that cannot stand there; or a keyword that is none.
        changed = source[:head] + (f" {broken}" if broken else "zz") + source[head:]
        first, last = (source.count("\n", 0, at) + 1 for at in (chunk.start, chunk.end))
        assert {("t.det", n) for n in range(first, last + 1)}.issuperset(found_in(changed)), changed


def test_missing_names_are_told_beside_a_line_that_cannot_be_read() -> None:
    source = """\
program t
category Fruit = words "apple" "pear"
category Cake := Fruitt Nuts "!"
fact tea likes
rule X likes Y -> X knows Y
forbid /[/
output := answer
"""
    said = said_of(source)
    lines = [line.split(":")[1] for line in said.splitlines() if ": error: " in line]
    assert lines == ["2", "3", "3", "4", "6", "7"]
    assert "there is no category Fruitt\n" in said
    assert "there is no category Nuts\n" in said
    assert "speaks of likes" not in said


def test_what_a_line_that_cannot_be_read_names_is_not_missed() -> None:
    assert found_in('program t\ncategory Fruit = "a"\noutput := Fruit\n') == [("t.det", 2)]
    assert found_in('program t\nimport "lib.det" of\noutput := lib.Day\n') == [("t.det", 2)]
    assert found_in('program t\nimport "lib.det"\noutput := lib.Day\n') == [("t.det", 2)]
    assert found_in("program t\nfact a likes\noutput := sentence of facts\n") == [("t.det", 2)]
