"""Controlled English: what sentences mean, and that mask language and reader are one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detlm.errors import ConstraintError
from detlm.syntax import preface_regex, read_constraint_lines, read_source, split_preface
from detlm.syntax.natural import SentenceError, read_sentence, sentence_regex, speakable
from detlm.syntax.program import AtMostWords, Forbid, Program
from detlm.syntax.regex import EMPTY
from tests.syntax.oracle import matches

NAMES = (b"aspirin", b"pain", b"pain relief", "Größe".encode(), b"vitamin D.", b"vitamin D", b"as")


def program(lines: int, names: tuple[bytes, ...] = NAMES) -> Program:
    facts = "".join(f'fact "{n.decode()}" r x\n' for n in names)
    model = f"model may constrain up to {lines} lines\n" if lines else ""
    return read_source(f'program t\n{facts}{model}output := "x"\n', "t.det")


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (
            "Mention only aspirin.",
            [b"pain", b"pain relief", "Größe".encode(), b"vitamin D.", b"vitamin D", b"as"],
        ),
        ("Mention only pain relief and Größe.", [b"aspirin", b"vitamin D.", b"vitamin D", b"as"]),
        ("Mention only vitamin D., as, aspirin and pain.", [b"pain relief", "Größe".encode()]),
        ("Do not use the word pain relief.", [b"pain relief"]),
        ("Do not use the word asp.", [b"asp"]),
        ("Do not use the word risk-free.", [b"risk-free"]),
    ],
)
def test_words_kept_out(sentence: str, words: list[bytes]) -> None:
    assert [limit.word for limit in read_sentence(sentence, NAMES) if isinstance(limit, Forbid)] == words


@pytest.mark.parametrize(("sentence", "count"), [("Use at most 1 word.", 1), ("Use at most 250 words.", 250)])
def test_words_counted(sentence: str, count: int) -> None:
    assert read_sentence(sentence, NAMES) == (AtMostWords(count, sentence),)


@pytest.mark.parametrize(
    "sentence",
    [
        "", "Mention only", "Mention only .", "Mention only aspirin", "mention only as.", "Mention only as. ",
        "Mention only aspirin,pain.", "Mention only aspirin and pain and as.", "Mention only aspirins.",
        "Mention only x.", "Do not use the word .", "Do not use the word a b.", "Do not use the word ä.",
        "Use at most 0 words.", "Use at most 01 words.", "Use at most 12345 words.", "Use at most 1 words.",
        "Use at most -1 words.", "Use at most six words.", "Use at most 6 words.\n", "Use at most 6 words. X",
    ],
)  # fmt: skip
def test_refused(sentence: str) -> None:
    with pytest.raises(SentenceError) as caught:
        read_sentence(sentence, NAMES)
    assert 0 <= caught.value.start <= len(sentence)
    assert not matches(sentence_regex(NAMES), sentence.encode())


PIECES = [
    "Mention only ", "Do not use the word ", "Use at most ", "aspirin", "pain", " relief", "Größe",
    "vitamin D.",    "as", ", ", " and ", ".", " words.", " word.", "1", "20", "0", "risk-free", "x", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_the_mask_language_is_what_the_reader_reads(sentence: str) -> None:
    try:
        read_sentence(sentence, NAMES)
        read = True
    except SentenceError:
        read = False
    assert matches(sentence_regex(NAMES), sentence.encode()) == read


LINE = st.sampled_from(
    [
        "Use at most 6 words.",
        "Do not use the word pain.",
        "Mention only as.",
        "Use at most no words.",
        "",
        "<",
    ]
)


@given(
    st.lists(LINE, max_size=4), st.integers(0, 3), st.sampled_from(["", "x", "<CONSTRAINT>", "</CONSTRAINT>"])
)
def test_a_preface_splits_off_and_reads_as_its_regex_says(lines: list[str], allowed: int, rest: str) -> None:
    made = program(allowed)
    output = ("".join(f"<CONSTRAINT>{line}</CONSTRAINT>" for line in lines) + rest).encode()
    preface, answer = split_preface(output, made)
    assert preface + answer == output
    assert preface.count(b"<CONSTRAINT>") <= allowed
    try:
        read_constraint_lines(preface, made)
        read = True
    except ConstraintError:
        read = False
    assert matches(preface_regex(made), preface) == read


def test_no_lines_allowed_means_no_preface() -> None:
    assert preface_regex(program(0)) == EMPTY
    output = b"<CONSTRAINT>Use at most 6 words.</CONSTRAINT>x"
    assert split_preface(output, program(0)) == (b"", output)
    with pytest.raises(ConstraintError, match="0 constraint lines"):
        read_constraint_lines(output[:-1], program(0))


def test_repeated_lines_add_each_limit_once() -> None:
    line = b"<CONSTRAINT>Use at most 6 words.</CONSTRAINT>"
    assert len(read_constraint_lines(line * 2, program(2))) == 1


def test_limits_only_tighten() -> None:
    made = program(1)
    limits = read_constraint_lines(b"<CONSTRAINT>Mention only as.</CONSTRAINT>", made)
    assert set(made.tightened(limits).limits) >= set(made.limits)


def test_names_that_look_like_lists_or_markers_are_not_speakable() -> None:
    odd = (b"salt and pepper", b"a, b", b"x <y>", b"!!", b"fine")
    assert speakable(odd) == (b"fine",)
    # "!!" cannot be kept out as a word, so no sentence can promise to mention only another name.
    with pytest.raises(SentenceError):
        read_sentence("Mention only fine.", odd)
    assert not matches(sentence_regex(odd), b"Mention only fine.")
    assert matches(sentence_regex(odd), b"Do not use the word fine.")


@pytest.mark.parametrize(
    "text", [b"x", b"<CONSTRAINT>", b"<CONSTRAINT>\xff</CONSTRAINT>", b"\xff", b"</CONSTRAINT>"]
)
def test_what_is_no_preface_is_an_error_with_a_place(text: bytes) -> None:
    with pytest.raises(ConstraintError) as caught:
        read_constraint_lines(text, program(2))
    assert str(caught.value).startswith("<model>:1:")
