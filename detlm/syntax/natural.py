"""Controlled English ─▶ limits: what ``say`` and the model's own constraint lines mean.

Three sentences, the same for people and models: ``Mention only A, B and C.``, ``Do not use the word X.``,
``Use at most N words.`` The model writes each between ``<CONSTRAINT>`` and ``</CONSTRAINT>`` first of all.
A sentence only adds limits, so it can only tighten a program. Enforcing them is not done here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from detlm.syntax.diagnostics import Diagnostic, Source, SourceError, Span, did_you_mean, shown
from detlm.syntax.grammar import grammar_text
from detlm.syntax.program import AtMostWords, Forbid, Limit, Program
from detlm.syntax.regex import EMPTY, NOTHING, Regex, Star, either, literal, one_of, repeat, then, words
from detlm.syntax.texts import contains_word, word_mistake

if TYPE_CHECKING:
    from lark import Lark, Token, Tree

OPEN = b"<CONSTRAINT>"
CLOSE = b"</CONSTRAINT>"
MAX_SENTENCE = 4_000  # characters

_BLOCK = re.compile(re.escape(OPEN) + rb"([^<]*)" + re.escape(CLOSE))
_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


class SentenceError(Exception):
    """A sentence that is no controlled English: offset and length in it. Never leaves the reader."""

    def __init__(self, start: int, length: int, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.start, self.length, self.message, self.hint = start, length, message, hint


def speakable(names: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """The names that a sentence can name without a doubt: no list signs, no markers, a word in each."""
    return tuple(
        n
        for n in names
        if b", " not in n and b" and " not in n and b"<" not in n and b">" not in n
        and word_mistake(n.decode("utf-8", "replace")) is None
    )  # fmt: skip


def read_sentence(sentence: str, names: tuple[bytes, ...], source: str = "") -> tuple[Limit, ...]:
    """The limits that one sentence says of answers about ``names``. Raises ``SentenceError``."""
    from lark.exceptions import UnexpectedInput

    if len(sentence) > MAX_SENTENCE:
        raise SentenceError(0, 1, f"a constraint sentence has at most {MAX_SENTENCE:,} characters")
    try:
        tree = _parser(speakable(names)).parse(sentence)
    except UnexpectedInput as error:
        raise _explained(error, sentence, names) from error
    form = cast("Tree[Token]", tree.children[0])
    said = [str(token).encode() for token in form.children]
    match str(form.data):
        case "only":
            return _only(said, names, source or sentence)
        case "without":
            return (Forbid(said[0], source or sentence),)
        case _:
            return (AtMostWords(int(said[0]), source or sentence),)


def _only(said: list[bytes], names: tuple[bytes, ...], source: str) -> tuple[Limit, ...]:
    # A name inside an allowed one ("pain" in "pain relief") cannot be kept out as a whole word.
    others = [n for n in names if not any(contains_word(allowed, n) for allowed in said)]
    for other in others:
        if mistake := word_mistake(other.decode("utf-8", "replace")):
            raise SentenceError(0, 1, f"the name {shown(other.decode())} cannot be kept out: {mistake[0]}")
    return tuple(Forbid(other, source) for other in others)


# -- the model's constraint lines -------------------------------------------------------------------


def split_preface(output: bytes, program: Program) -> tuple[bytes, bytes]:
    """The constraint blocks at the very start (at most ``program.model_lines``), and the answer."""
    at = 0
    for _ in range(program.model_lines):
        block = _BLOCK.match(output, at)
        if block is None:
            break
        at = block.end()
    return output[:at], output[at:]


def read_constraint_lines(text: bytes, program: Program) -> tuple[Limit, ...]:
    """The limits that a preface of constraint blocks adds. Raises ``SourceError`` when it is none."""
    limits: list[Limit] = []
    at = count = 0
    while at < len(text):
        block = _BLOCK.match(text, at)
        if block is None:
            raise _preface_error(text, (at, at + 1), "here a constraint block should begin and end", _FORM)
        count += 1
        if count > program.model_lines:
            message = f"the model may write {program.model_lines} constraint lines at most"
            raise _preface_error(
                text, (at, block.end()), message, "say so: model may constrain up to N lines"
            )
        begin = block.start(1)
        try:
            sentence = block.group(1).decode("utf-8")
        except UnicodeDecodeError as error:
            raise _preface_error(
                text, (begin, begin + 1), "the constraint is not UTF-8 text", None
            ) from error
        try:
            limits += read_sentence(sentence, program.names)
        except SentenceError as m:
            offset = begin + len(sentence[: m.start].encode())
            raise _preface_error(text, (offset, offset + m.length), m.message, m.hint) from m
        at = block.end()
    return tuple(dict.fromkeys(limits))


def preface_regex(program: Program) -> Regex:
    """What ``read_constraint_lines`` reads: 0 to ``model_lines`` blocks, nothing between them."""
    if program.model_lines == 0:
        return EMPTY
    return repeat(then(literal(OPEN), sentence_regex(program.names), literal(CLOSE)), 0, program.model_lines)


def sentence_regex(names: tuple[bytes, ...]) -> Regex:
    """The sentences of controlled English about ``names``, as bytes."""
    known = speakable(names)
    # A name that cannot be kept out makes "Mention only" unreadable, so that form is left out.
    all_words = all(word_mistake(n.decode("utf-8", "replace")) is None for n in names)
    name = words(known) if all_words else NOTHING
    letter = one_of(_LETTERS)
    letters = then(letter, Star(letter))
    plain = then(letters, Star(then(one_of(b"'_-"), letters)))
    listed = then(name, Star(then(literal(b", "), name)), repeat(then(literal(b" and "), name), 0, 1))
    one, digit = literal(b"1"), one_of(b"0123456789")
    several = then(one_of(b"123456789"), digit, repeat(digit, 0, 2))
    many = either(one_of(b"23456789"), several)
    return either(
        then(literal(b"Mention only "), listed, literal(b".")),
        then(literal(b"Do not use the word "), either(words(known), plain), literal(b".")),
        then(
            literal(b"Use at most "), either(then(one, literal(b" word.")), then(many, literal(b" words.")))
        ),
    )


_FORM = "a constraint is written <CONSTRAINT>Use at most 6 words.</CONSTRAINT>"
_FORMS = 'write "Mention only A and B.", "Do not use the word X." or "Use at most N words."'


def _preface_error(text: bytes, span: Span, message: str, hint: str | None) -> SourceError:
    shown_text = text.decode("utf-8", "replace")
    start = len(text[: span[0]].decode("utf-8", "replace"))
    source = Source("<model>", shown_text)
    diagnostic: Diagnostic = source.diagnostic((start, start + span[1] - span[0]), message, hint)
    return SourceError([diagnostic])


@lru_cache(maxsize=32)
def _parser(names: tuple[bytes, ...]) -> Lark:
    import lark

    longest_first = sorted((n.decode() for n in names), key=lambda n: (-len(n), n))
    if longest_first:
        pattern = "(?:" + "|".join(map(re.escape, longest_first)) + r")(?=, | and |\.)"

    def with_names(terminal: Any) -> None:
        if terminal.name == "NAME" and longest_first:
            terminal.pattern = lark.lexer.PatternRE(pattern)

    return lark.Lark(grammar_text("natural"), parser="lalr", edit_terminals=with_names)


def _explained(error: Exception, sentence: str, names: tuple[bytes, ...]) -> SentenceError:
    expected = set(getattr(error, "expected", None) or ()) | set(getattr(error, "allowed", None) or ())
    token = getattr(error, "token", None)
    at = getattr(error, "pos_in_stream", 0) if token is None else token.start_pos
    at = len(sentence) if at is None or at < 0 or (token is not None and token.type == "$END") else at
    rest = sentence[at:]
    word = re.split(r", | and |\.$", rest)[0] or rest
    if not rest:
        return SentenceError(at, 1, "the constraint sentence ends too early", _FORMS)
    if "NAME" in expected and "PLAIN" not in expected:
        known = [n.decode("utf-8", "replace") for n in names]
        hint = did_you_mean(word, known) or f"names: {', '.join(known[:8]) or 'none'}"
        return SentenceError(at, len(word), f"{shown(word)} is no name of this program", hint)
    if "PLAIN" in expected:
        hint = "letters and digits, one word; other texts: use forbid"
        return SentenceError(at, len(word), f"{shown(word)} is not one word", hint)
    return SentenceError(at, len(rest), f"{shown(rest)} is no constraint sentence from here on", _FORMS)
