"""Rows: the tokens that an automaton admits in a state, as packed bits.

Exactly the tokens whose bytes lead to a live state, and end-of-text exactly where the text may end.
Because automata are trimmed, a token admitted here can always be completed. Keeping rows is ``rows.py``.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError
from detlm.mask import bitset
from detlm.mask.automaton import Dfa
from detlm.mask.bitset import Words
from detlm.mask.rows import Rows
from detlm.mask.trie import Trie
from detlm.mask.vocabulary import Vocabulary

# A state with fewer next bytes is walked node by node; one with more is swept over the whole folded trie.
_WIDE = 8
_WALK_LIMIT = 1_500  # look-ups after which a walk gives up, and the state is swept


class MaskEngine(Rows):
    """Masks of one automaton over one vocabulary.

    ``short_lived``: for few masks; then nothing is prepared, and masks of states that admit much take longer.
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
        self._eos = list(vocabulary.eos_ids)
        self._trie = vocabulary.trie
        self._steps: dict[int, list[tuple[int, int]]] = {}
        self._first_bytes = (dfa.table >= 0) @ np.bincount(dfa.classes, minlength=dfa.table.shape[1])
        self._folded: Trie | None = None
        self._short_lived = short_lived
        if int(self._first_bytes.max()) >= _WIDE and not short_lived:
            self._fold()

    def _fold(self) -> Trie:
        table = self.dfa.table[:, self.dfa.classes] if self._short_lived else self.dfa.table
        width = self._width = table.shape[1]
        self._folded = self._trie if self._short_lived else self._trie.folded(self.dfa.classes)
        # Places in the flat table in place of states; the last row is that of "dead".
        self._dead = self.dfa.size * width
        places = np.where(table < 0, self.dfa.size, table).astype(np.int64) * width
        self._places = np.concatenate([places.reshape(-1), np.full(width, self._dead, dtype=np.int64)])
        return self._folded

    # -- rows ----------------------------------------------------------------------------------------

    def _made(self, state: int) -> Words:
        if state < 0:
            return np.zeros(bitset.words_for(self.size), dtype=np.uint32)
        ending = self.dfa.accepting[state]
        if self._first_bytes[state] < _WIDE and (ids := self._walked(state)) is not None:
            return bitset.of_ids([*ids, *self._eos] if ending else ids, self.size)
        flags = self._swept(state)
        if ending:
            flags[self._eos] = True
        return bitset.pack(flags)

    def _walked(self, state: int) -> list[int] | None:
        """The ids, by following the few live bytes from node to node; None if they turn out to be many."""
        trie, steps = self._trie, self._steps
        labels, first = trie.labels, trie.first
        reached: list[int] = []
        todo = [(0, state)]
        left = _WALK_LIMIT
        while todo:
            node, here = todo.pop()
            moves = steps.get(here)
            if moves is None:
                moves = steps[here] = self._moves_by_byte(here)
            begin, end = first[node], first[node + 1]
            left -= len(moves)
            if left < 0:
                return None
            for byte, target in moves:
                child = labels.find(byte, begin, end)
                if child >= 0:
                    reached.append(child)
                    if first[child] < first[child + 1]:
                        todo.append((child, target))
        ids, begins = trie.token_ids, trie.token_first
        return [token for node in reached for token in ids[begins[node] : begins[node + 1]]]

    def _moves_by_byte(self, state: int) -> list[tuple[int, int]]:
        row = self.dfa.table[state][self.dfa.classes]
        return [(int(b), int(row[b])) for b in np.flatnonzero(row >= 0)]

    def _swept(self, state: int) -> npt.NDArray[np.bool_]:
        """By running the whole folded trie, one depth at a time."""
        trie = self._folded or self._fold()
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
