"""Rows: the tokens that an automaton admits in a state, as packed bits.

Exactly the tokens whose bytes lead to a live state, and end-of-text exactly where the text may end.
Because automata are trimmed, a token admitted here can always be completed. Keeping rows is ``rows.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError
from detlm.mask import bitset
from detlm.mask.automaton import Dfa, ranges
from detlm.mask.bitset import Words
from detlm.mask.fewest import FewestTokens
from detlm.mask.kinds import AutomatonKinds, TooManyKinds
from detlm.mask.rows import Rows
from detlm.mask.trie import SEVERAL, Trie, starts
from detlm.mask.vocabulary import Vocabulary

# A state with fewer next bytes is walked node by node.
_WIDE = 8
_MANY = 32  # next bytes from which on a walk looks up the children of a node and not the moves of a state
_WALK_LIMIT = 500  # look-ups after which a walk gives up
_KINDS_PAY = 16  # where one state in so many is not walked


class Moves:
    """The moves out of some states, byte by byte, as plain Python reads them fastest.

    Those of state ``s`` are ``first[s]`` to ``first[s + 1]``, over ``label`` to ``target``.
    """

    def __init__(self, dfa: Dfa, states: npt.NDArray[np.bool_]) -> None:
        sources, columns = np.nonzero((dfa.table >= 0) & states[:, None])
        members = np.argsort(dfa.classes, kind="stable")
        begins = starts(dfa.classes, dfa.table.shape[1], 0)
        sizes = np.diff(begins)[columns]
        self.label = members[ranges(begins[columns], begins[columns + 1])].astype(np.uint8).tobytes()
        self.target = np.repeat(dfa.table[sources, columns], sizes).data
        self.first = starts(np.repeat(sources, sizes), dfa.size, 0).astype(np.int32).data


class MaskEngine(Rows):
    """Masks of one automaton over one vocabulary.

    A state that admits little is walked. Any other is asked for each kind of token (``kinds.py``); where that
    does not pay, the whole folded trie is swept.
    ``short_lived``: for few masks; then nothing is prepared before it is needed.
    Raises ``VocabularyError`` if a byte that the automaton uses is no token of its own. Not safe to share
    between threads; engines are cheap, and engines over one ``Vocabulary`` share its tries.
    """

    def __init__(
        self, vocabulary: Vocabulary, dfa: Dfa, *, cache_bytes: int = 64 << 20, short_lived: bool = False
    ) -> None:
        if dfa.is_empty:
            raise MaskError("the automaton accepts nothing, so there is nothing to mask")
        vocabulary.require(dfa.alphabet)
        super().__init__(vocabulary, dfa.start, cache_bytes)
        self.dfa = dfa
        self._eos = np.array(vocabulary.eos_ids, dtype=np.int64)
        self._trie = vocabulary.trie
        sizes = np.bincount(dfa.classes, minlength=dfa.table.shape[1])
        next_bytes = (dfa.table >= 0) @ sizes
        self._wide = next_bytes >= _WIDE
        self._many = (next_bytes >= _MANY).tobytes()
        self._moves_of = Moves(dfa, next_bytes < _MANY)
        self._kinds: AutomatonKinds | None = None
        self._targets: dict[int, memoryview] = {}  # of some states: by byte the next state, or -1
        self._alike: dict[bytes, int] = {}  # for each set of kinds and ends the first state met that has it
        self._folded: Trie | None = None
        if not short_lived and self._wide.any():
            self._prepare()

    def _prepare(self) -> None:
        """What rows of wide states need."""
        if np.count_nonzero(self._wide) * _KINDS_PAY >= self.dfa.size:
            with suppress(TooManyKinds):
                self._kinds = AutomatonKinds(self.vocabulary.endings, self.dfa)
                return
        self._fold()

    def _fold(self) -> None:
        table = self.dfa.table
        width = self._width = table.shape[1]
        self._folded = self._trie.folded(self.dfa.classes)
        # Places in the flat table in place of states; the last row is that of "dead".
        self._dead = self.dfa.size * width
        places = np.where(table < 0, self.dfa.size, table).astype(np.int64) * width
        self._places = np.concatenate([places.reshape(-1), np.full(width, self._dead, dtype=np.int64)])

    # -- rows ----------------------------------------------------------------------------------------

    def _made(self, state: int) -> Words:
        if state < 0:
            return np.zeros(bitset.words_for(self.size), dtype=np.uint32)
        ending = bool(self.dfa.accepting[state])
        if not self._wide[state] and (row := self._walked(state)) is not None:
            if ending:
                bitset.add(row, self._eos)
            return row
        if self._kinds is None and self._folded is None:
            self._prepare()
        if self._kinds is None:
            flags = self._swept(state)
        else:
            alive = self._kinds.alive[state]
            first = self._alike.setdefault(alive.tobytes() + bytes([ending]), state)
            if first != state:
                return self.row(first)
            flags = alive.take(self._kinds.of_token)
        if ending:
            flags[self._eos] = True
        return bitset.pack(flags)

    def _walked(self, state: int) -> Words | None:
        """The row, by following the few live bytes from node to node; None if they turn out to be many."""
        trie, moves = self._trie, self._moves_of
        find, first, inner, token_at = trie.labels.find, trie.first, trie.inner, trie.token_at
        begins, labels, targets, many = moves.first, moves.label, moves.target, self._many
        row = np.zeros(bitset.words_for(self.size), dtype=np.uint32)
        words = row.data
        todo = [(0, state)]
        left = _WALK_LIMIT
        while todo:
            node, here = todo.pop()
            begin, end = first[node], first[node + 1]
            if many[here]:  # has no moves here; the node's children are looked up instead
                bytes_, left = trie.labels[begin:end], left - (end - begin)
                if left < 0:
                    return None
                after: Sequence[int] = list(map(self._targets_of(here).__getitem__, bytes_))
            else:
                out = slice(begins[here], begins[here + 1])
                bytes_, after = labels[out], targets[out]
            for byte, target in zip(bytes_, after, strict=True):
                child = find(byte, begin, end)
                if child >= 0 and target >= 0:
                    token = token_at[child]
                    if token >= 0:
                        words[token >> 5] |= 1 << (token & 31)
                    elif token == SEVERAL:
                        for token in trie.tokens_at(child):
                            words[token >> 5] |= 1 << (token & 31)
                    if inner[child]:
                        todo.append((child, target))
                        left -= 1
            if left < 0:
                return None
        return row

    def _targets_of(self, state: int) -> memoryview:
        if state not in self._targets:
            self._targets[state] = self.dfa.table[state][self.dfa.classes].astype(np.int32).data
        return self._targets[state]

    def _swept(self, state: int) -> npt.NDArray[np.bool_]:
        """By running the whole folded trie, one depth at a time."""
        trie = self._folded
        assert trie is not None
        place = np.empty(trie.nodes + 1, dtype=np.int64)
        place[0] = state * self._width
        place[-1] = self._dead  # ids that are no text
        for begin, end in pairwise(trie.thick_levels):
            before = place[trie.parent[begin:end]]
            before += trie.label[begin:end]
            np.take(self._places, before, out=place[begin:end], mode="clip")  # "raise" would copy
        reached, places = place.data, self._places.data
        for node, (parent, label) in enumerate(trie.tail, trie.tail_start):
            reached[node] = places[reached[parent] + label]
        alive = np.not_equal(place, self._dead)
        return np.take(alive, trie.token_node)

    # -- moves ---------------------------------------------------------------------------------------

    def advance_bytes(self, state: int, data: bytes) -> int:
        """The state after ``data``, or -1."""
        return self.dfa.run(state, data)

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        return state >= 0 and bool(self.dfa.accepting[state])

    def may_go_on(self, state: int) -> bool:
        """Whether any text may follow in ``state``."""
        return state >= 0 and bool((self.dfa.table[state] >= 0).any())

    def forced(self, state: int) -> bytes:
        """The longest text that must come next; it stops where the text may end."""
        return self.dfa.forced(state)

    def distance(self, state: int) -> int:
        """The length in bytes of ``ending(state)``."""
        return self.dfa.distance(state)

    def ending(self, state: int) -> bytes:
        """A shortest text behind which the text may end."""
        return self.dfa.ending(state)

    def ends_within(self, state: int, tokens: int) -> bool:
        """Whether some text of at most so many tokens is known behind which the text may end."""
        return super().ends_within(state, tokens) or bool(self._fewest.within(tokens)[state])

    def leading(self, state: int, tokens: int) -> list[int]:
        """The ids of tokens that are known to lead where ``ends_within`` holds; all, if that is not too much
        work."""
        return self._fewest.leading(state, tokens)

    @cached_property
    def _fewest(self) -> FewestTokens:
        return FewestTokens(self.vocabulary.endings, self.dfa)
