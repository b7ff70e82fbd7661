"""Kinds of tokens: those that nothing in a language can tell apart, found from their last bytes.

What a token does from a point on is told by its first byte and by what the rest of it does from the next
point on. So kinds are found backwards: the kind of a byte and an ending is a matter of the byte and of the
ending's kind. To an automaton 200,000 tokens are of a few hundred kinds; a row is found for the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
import numpy.typing as npt

from detlm.mask.automaton import Dfa

Longs = npt.NDArray[np.int64]

NOWHERE, EMPTY = 0, 1  # the kinds of an ending that leads nowhere and of the empty one
_WORK = 1 << 24  # states looked up until kinds are given up: they help where tokens are alike


class TooManyKinds(Exception):
    """There are so many kinds that finding them costs more than it saves. Never leaves this package."""


class Endings:
    """The tokens of a vocabulary, longest first: ``columns[d]`` are their bytes at place d from the end."""

    def __init__(self, tokens: Sequence[bytes | None]) -> None:
        self.size = len(tokens)
        texts = [text or b"" for text in tokens]
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=self.size)
        data = np.frombuffer(b"".join(texts), dtype=np.uint8)
        ids = np.argsort(-lengths, kind="stable")
        longer = np.bincount(lengths)[::-1].cumsum()[::-1][1:].tolist()  # how many have d + 1 bytes or more
        last = (np.cumsum(lengths) - 1)[ids]
        self.columns = [data[last[:count] - d] for d, count in enumerate(longer)]
        self.ids = ids[: longer[0]] if longer else ids[:0]

    def kinds(self, classes: npt.NDArray[np.uint8], width: int, before: Callable[[int, int], int]) -> Longs:
        """The kind of each id, int64 [size]; ``NOWHERE`` where the id is no text.

        ``classes``: uint8 [256], below ``width``. ``before(kind, column)``: the kind of an ending of ``kind``
        with a byte of ``column`` before it; asked once for each pair, new kinds numbered one by one from 2.
        """
        column_of = classes.astype(np.int64)
        known = np.full(64 * width, -1, dtype=np.int64)
        known[:width] = NOWHERE
        kind = np.full(len(self.ids), EMPTY, dtype=np.int64)
        for column in self.columns:
            pair = kind[: len(column)] * width
            pair += column_of[column]
            after = known[pair]
            fresh = after < 0
            if fresh.any():
                wanted = np.zeros(len(known), dtype=np.bool_)
                wanted[pair[fresh]] = True
                for new in np.flatnonzero(wanted).tolist():
                    number = before(*divmod(new, width))
                    if (number + 1) * width > len(known):
                        known = np.concatenate([known, np.full(len(known), -1, dtype=np.int64)])
                    known[new] = number
                after = known[pair]
            kind[: len(column)] = after
        out = np.full(self.size, NOWHERE, dtype=np.int64)
        out[self.ids] = kind
        return out


class AutomatonKinds:
    """Kinds of tokens by the states of an automaton in which they may come.

    ``of_token``: int64 [size]. ``alive``: bool [states, kinds]. Raises ``TooManyKinds``.
    """

    def __init__(self, endings: Endings, dfa: Dfa) -> None:
        states = dfa.size
        # One state more for "dead"; it leads to itself.
        targets = np.full((dfa.table.shape[1], states + 1), states, dtype=np.int64)
        targets[:, :-1] = np.where(dfa.table < 0, states, dfa.table).T
        nowhere = np.zeros(states + 1, dtype=np.bool_)
        everywhere = np.ones(states + 1, dtype=np.bool_)
        everywhere[states] = False
        sets = [nowhere, everywhere]
        numbers = {members.tobytes(): number for number, members in enumerate(sets)}
        left = _WORK

        def before(kind: int, column: int) -> int:
            nonlocal left
            left -= states
            if left < 0:
                raise TooManyKinds
            members = sets[kind].take(targets[column])
            number = numbers.setdefault(members.tobytes(), len(sets))
            if number == len(sets):
                sets.append(members)
            return number

        self.of_token = endings.kinds(dfa.classes, len(targets), before)
        self.alive = np.ascontiguousarray(np.stack(sets, axis=1)[:-1])


_Outcome = tuple[bool, tuple[int, ...]]


class MachineKinds:
    """Kinds of tokens to a language whose texts are texts of automata one after the other.

    A token is read by one automaton up to its end, or up to some place where the automaton's text is over;
    then another one reads the rest. Tokens are of one kind if that comes to the same from every state of
    every automaton. ``of_token``: int64 [size].

    ``representative``: int64 [columns], a byte of each column. ``followers``: pairs of an automaton and of
    the state in which another one is entered right after it.
    """

    def __init__(
        self,
        endings: Endings,
        classes: npt.NDArray[np.uint8],
        representative: Longs,
        machines: Sequence[Dfa],
        followers: Iterable[tuple[Dfa, tuple[Dfa, int]]],
    ) -> None:
        # Moves by column: source, target, and where the target may end the automaton's text its bit.
        moves: list[list[tuple[int, int, int]]] = [[] for _ in representative]
        bit, base = {}, {}
        states = 0  # they are numbered through
        for number, dfa in enumerate(machines):
            bit[id(dfa)], base[id(dfa)] = 1 << number, states
            table = dfa.table[:, dfa.classes[representative]]
            for source, column in np.argwhere(table >= 0).tolist():
                target = int(table[source, column])
                ends = bit[id(dfa)] if dfa.accepting[target] else 0
                moves[column].append((states + source, states + target, ends))
            states += dfa.size
        entered_after = [0] * states
        for dfa, (other, state) in followers:
            entered_after[base[id(other)] + state] |= bit[id(dfa)]

        # For each kind what comes of it from the states where something does: whether the automaton reads all
        # of it, and the kinds of what is left where the automaton's text is over before.
        outcomes: list[dict[int, _Outcome]] = [{}, dict.fromkeys(range(states), (True, ()))]
        left_by = [0, 0]  # the automata that may leave it, as bits
        numbers: dict[tuple[tuple[int, _Outcome], ...], int] = {(): NOWHERE}

        def before(kind: int, column: int) -> int:
            after, leaving = outcomes[kind], left_by[kind]
            found = {}
            for source, target, ends in moves[column]:
                known = after.get(target)
                if not ends & leaving:
                    if known is not None:
                        found[source] = known
                else:
                    found[source] = (known[0], (*known[1], kind)) if known is not None else (False, (kind,))
            key = tuple(found.items())
            number = numbers.setdefault(key, len(outcomes))
            if number == len(outcomes):
                outcomes.append(found)
                leaving = 0
                for state in found:
                    leaving |= entered_after[state]
                left_by.append(leaving)
            return number

        self.of_token = endings.kinds(classes, len(representative), before)
