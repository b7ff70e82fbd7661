"""The strategies give what they promise: readable programs, one reading at most, members and near misses."""

from __future__ import annotations

from hypothesis import Phase, find, given, settings

from detlm.syntax import read_source
from detlm.syntax.regex import Regex
from tests.strategies import answers, byte_texts, programs_with_answers, regexes, spellings
from tests.syntax.oracle import admits, matches, readings


@given(programs_with_answers())
def test_a_generated_program_reads_an_answer_in_one_way_at_most(case: tuple[str, bytes]) -> None:
    source, answer = case
    assert readings(read_source(source, "g.det"), answer, b"tea") <= 1


def test_admitted_answers_are_among_them() -> None:
    def admitted(case: tuple[str, bytes]) -> bool:
        return admits(read_source(case[0], "g.det"), case[1], b"")

    few = settings(max_examples=300, deadline=None, database=None, phases=[Phase.generate])
    find(programs_with_answers(), admitted, settings=few)
    find(programs_with_answers(), lambda case: not admitted(case), settings=few)


def test_regexes_have_members_and_strangers() -> None:
    few = settings(max_examples=300, deadline=None, database=None, phases=[Phase.generate])

    def splits(regex: Regex) -> bool:
        return matches(regex, b"a") and not matches(regex, b"b")

    find(regexes(), splits, settings=few)
    assert find(byte_texts(), lambda t: len(t) >= 3, settings=few)


@given(spellings(read_source("program t\noutput := /(a|bc)*é{1,3}|x?/\n", "t.det").output.regex))  # type: ignore[union-attr]
def test_spellings_are_members(text: bytes) -> None:
    regex = read_source("program t\noutput := /(a|bc)*é{1,3}|x?/\n", "t.det").output.regex  # type: ignore[union-attr]
    assert matches(regex, text)


@given(
    answers(read_source('program t\ncategory A := "a"\noutput := { "<" A ">" } up to 3\n', "t.det").output)
)
def test_answers_fit_the_shape(text: bytes) -> None:
    assert text == b"<a>" * (len(text) // 3)
