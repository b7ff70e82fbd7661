"""Limits on a whole answer as regular languages: what it says, how often, in which order, how much.

Byte-wise, as ``lean/DetLM/Spec/Words.lean`` reads words: ASCII letters and digits, ``_`` and bytes from 128
on make words; ASCII case is ignored where whole words or stems are meant. The negation of a limit is
``Without(ANYTHING, …)``. Expressions are small whatever the counts: "at least" is "anything but fewer".
"""

from __future__ import annotations

from collections.abc import Callable

from detlm.syntax.regex import (
    ALL_BYTES,
    EMPTY,
    NOTHING,
    AtMost,
    Both,
    OneOf,
    Regex,
    Star,
    Without,
    either,
    literal,
    one_of,
    then,
)
from detlm.syntax.size import balanced, long_literal
from detlm.syntax.texts import is_word_byte

ANYTHING = Star(OneOf(ALL_BYTES))

_WORD = one_of(b for b in range(256) if is_word_byte(b))
_SIGN = one_of(b for b in range(256) if not is_word_byte(b))
_FRESH = either(EMPTY, then(ANYTHING, _SIGN))  # a text after which a word may begin
_OVER = either(EMPTY, then(_SIGN, ANYTHING))  # a text before which a word may end


# -- what is said -----------------------------------------------------------------------------------


def contains_word(word: bytes) -> Regex:
    """Texts that say ``word``: no word byte right before or after it."""
    return then(_FRESH, _any_case(word), _OVER)


def contains_exactly(text: bytes) -> Regex:
    """Texts in which ``text`` stands, byte for byte."""
    return then(ANYTHING, long_literal(text), ANYTHING)


def contains_stem(word: bytes) -> Regex:
    """Texts with a word that begins with ``word``."""
    return then(_FRESH, _any_case(word), ANYTHING)


def contains_regex(regex: Regex) -> Regex:
    """Texts with a text of ``regex`` somewhere in them."""
    return then(ANYTHING, regex, ANYTHING)


def before(first: bytes, second: bytes) -> Regex:
    """Texts that say both, and the first ``first`` has been said before the first ``second`` has."""
    said = Without(then(_FRESH, _any_case(first)), contains_word(second))
    return Both(then(said, _OVER), contains_word(second))


def _any_case(word: bytes) -> Regex:
    return balanced([one_of({*bytes((b,)).lower(), *bytes((b,)).upper()}) for b in word])


# -- how often --------------------------------------------------------------------------------------


def times_word(word: bytes, low: int, high: int | None) -> Regex:
    """Texts that say ``word`` from ``low`` to ``high`` times (None: any number from ``low`` on).

    Counted from left to right without overlap: "a a a" says "a a" once.
    """
    return _between(lambda count: _at_most_times(word, count), low, high)


def _at_most_times(word: bytes, count: int) -> Regex:
    never = Without(ANYTHING, contains_word(word))
    if count == 0:
        return never
    spelled = _any_case(word)
    once = Without(then(_FRESH, spelled), then(_FRESH, spelled, _SIGN, ANYTHING))
    # What follows begins with a sign, or ends there; a word may begin at once only after a sign.
    fresh = then(ANYTHING, _SIGN) if is_word_byte(word[-1]) else _FRESH
    again = Without(Both(then(_SIGN, ANYTHING), then(fresh, spelled)), then(fresh, spelled, _SIGN, ANYTHING))
    rest = Without(_OVER, then(fresh, spelled, _OVER))
    return either(never, then(once, AtMost(count - 1, again), rest))


def _between(at_most: Callable[[int], Regex], low: int, high: int | None) -> Regex:
    top = ANYTHING if high is None else at_most(high)
    return Without(top, at_most(low - 1)) if low else top


# -- how much ---------------------------------------------------------------------------------------

_LEAD = one_of(b for b in range(256) if not 0x80 <= b < 0xC0)  # each begins a character in UTF-8
_FOLLOW = one_of(range(0x80, 0xC0))
_STOP = one_of(b".!?")
_SPACE = one_of(b" \t\n\r\v\f")
_NO_SPACE_NO_STOP = one_of(set(range(256)) - set(b".!? \t\n\r\v\f"))
_BREAK = literal(b"\n")
_IN_LINE = Star(one_of(set(range(256)) - {0x0A}))


def words_between(low: int, high: int | None) -> Regex:
    """Texts of ``low`` to ``high`` words: maximal runs of word bytes."""
    return _between(_at_most_words, low, high)


def characters_between(low: int, high: int | None) -> Regex:
    """Texts of ``low`` to ``high`` Unicode characters: bytes that begin one in UTF-8."""
    return _between(lambda count: then(Star(_FOLLOW), _at_most(count, then(_LEAD, Star(_FOLLOW)))), low, high)


def sentences_between(low: int, high: int | None) -> Regex:
    """Texts of ``low`` to ``high`` sentences.

    A sentence ends at ``.``, ``!`` or ``?`` before white space or the end; an unfinished one counts.
    """
    return _between(_at_most_sentences, low, high)


def lines_between(low: int, high: int | None) -> Regex:
    """Texts of ``low`` to ``high`` lines: the pieces between line breaks, one more than there are breaks."""
    return _between(_at_most_lines, low, high)


def _at_most(count: int, body: Regex) -> Regex:
    return AtMost(count, body) if count else EMPTY


def _at_most_words(count: int) -> Regex:
    if count == 0:
        return Star(_SIGN)
    word, gap = then(_WORD, Star(_WORD)), then(_SIGN, Star(_SIGN))
    return then(Star(_SIGN), _at_most(count - 1, then(word, gap)), AtMost(1, word), Star(_SIGN))


def _at_most_sentences(count: int) -> Regex:
    if count == 0:
        return Star(_SPACE)
    inside = Star(then(Star(_STOP), _NO_SPACE_NO_STOP, Star(_SPACE)))  # no stop before white space
    ended = then(inside, _STOP, Star(_STOP), _SPACE, Star(_SPACE))
    return then(Star(_SPACE), _at_most(count - 1, ended), inside, Star(_STOP), Star(_SPACE))


def _at_most_lines(count: int) -> Regex:
    if count == 0:
        return NOTHING
    return then(_IN_LINE, _at_most(count - 1, then(_BREAK, _IN_LINE)))
