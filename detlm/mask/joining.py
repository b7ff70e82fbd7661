"""An automaton of answers and limits as one: the answers that keep to them all.

Limits that count multiply each other's states, so where joining them as they come takes too many, they are
joined one by one, those first that leave the fewest states, and the fewest states are found after each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import reduce

from detlm.errors import TooManyStates
from detlm.mask.automaton import STATE_LIMIT, Dfa
from detlm.mask.limits import at_most_words, describe, dfa_of_limit
from detlm.mask.minimal import minimised
from detlm.mask.product import intersection
from detlm.syntax.program import AtMostWords, Limit

# Beyond this many states finding the fewest costs more time than the smaller automaton saves.
MINIMISED_UP_TO = 8_000
_LIMITS_JOINED_UP_TO = 20_000  # pairs of states


def limited(base: Dfa, limits: Iterable[Limit], *, first: int = 0) -> Dfa:
    """The answers that keep to the limits.

    ``first``: the number of the first of them in the program. Raises ``TooManyStates``, with the key and the
    name of a limit that does not fit beside the others.
    """
    limits = tuple(limits)
    try:
        return reduce(lambda dfa, automaton: _small(intersection(dfa, automaton)), automata_of(limits), base)
    except TooManyStates as error:
        if error.key:
            raise
    return _one_by_one(base, limits, first)


def automata_of(limits: Iterable[Limit]) -> list[Dfa]:
    """The automata of limits. Word limits are joined: they are small, answers are not."""
    joined: list[Dfa] = []
    for limit in sorted(limits, key=lambda item: isinstance(item, AtMostWords)):
        automaton = dfa_of_limit(limit)
        if any(automaton is other for other in joined):
            continue
        small = joined and joined[-1].size * automaton.size <= _LIMITS_JOINED_UP_TO
        if small and not isinstance(limit, AtMostWords):
            joined[-1] = minimised(intersection(joined[-1], automaton))
        else:
            joined.append(automaton)
    return joined


def _small(dfa: Dfa) -> Dfa:
    return minimised(dfa) if dfa.size <= MINIMISED_UP_TO else dfa


def _one_by_one(base: Dfa, limits: Sequence[Limit], first: int) -> Dfa:
    alone = [_alone(base, limit) for limit in limits]
    dfa, left_out = base, []
    # Words last, as elsewhere: they count what the others do not tell apart.
    for number in sorted(range(len(limits)), key=lambda n: (isinstance(limits[n], AtMostWords), alone[n])):
        dfa = minimised(dfa)
        try:
            dfa = intersection(dfa, dfa_of_limit(limits[number]))
        except TooManyStates:
            left_out.append(number)
    if left_out:
        raise _too_many(minimised(dfa), limits, left_out, first)
    return _small(dfa)


def _alone(base: Dfa, limit: Limit) -> int:
    """How many states the answers need that keep to one limit."""
    try:
        return minimised(intersection(base, dfa_of_limit(limit))).size
    except TooManyStates:
        return STATE_LIMIT + 1


def _too_many(rest: Dfa, limits: Sequence[Limit], left_out: Sequence[int], first: int) -> TooManyStates:
    """What to raise where some limits do not fit beside those that ``rest`` keeps to."""
    named = "; ".join(dict.fromkeys(describe(limits[number]) for number in sorted(left_out)))
    these = "these limits" if len(left_out) > 1 else "this limit"
    beside = f" beside the others, which need {rest.size:,}" if len(left_out) < len(limits) else ""
    fits = _fitting(rest, limits[left_out[0]]) if len(left_out) == 1 else None
    smaller = "use smaller numbers" if fits is None else f"`at most {fits} words` fits"
    error = TooManyStates(
        f"{these} would need more than {STATE_LIMIT:,} states{beside}: {named}",
        hint=f"limits that count multiply the states of all others; leave {these} out, or {smaller}",
    )
    error.key = f"limit {first + min(left_out)}"
    return error


def _fitting(rest: Dfa, limit: Limit) -> int | None:
    """A smaller number of words that fits; None if none was found soon, or if the limit is another."""
    if isinstance(limit, AtMostWords):
        for quarters in (3, 2, 1):
            with suppress(TooManyStates):
                fewer = limit.count * quarters // 4
                return None if intersection(rest, at_most_words(fewer)).is_empty else fewer
    return None
