"""Rows: the tokens that an automaton admits in a state, as packed bits.

Exactly the tokens whose bytes lead to a live state, and end-of-text exactly where the text may end.
Because automata are trimmed, a token admitted here can always be completed. Rows are computed on first
visit and kept within a memory bound.
"""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError
from detlm.mask import bitset
from detlm.mask.automaton import DEAD, Dfa, ranges
from detlm.mask.bitset import Words
from detlm.mask.trie import Trie
from detlm.mask.vocabulary import Vocabulary

_WIDE = 48  # first bytes from which a state is computed over the folded trie
_MOVES_KEPT = 1 << 18


class MaskEngine:
    """Masks of one automaton over one vocabulary.

    Raises ``VocabularyError`` if a byte that the automaton uses is no token of its own. Not safe to share
    between threads; engines are cheap, and engines over one ``Vocabulary`` share its tries.
    """

    def __init__(self, vocabulary: Vocabulary, dfa: Dfa, *, cache_bytes: int = 64 << 20) -> None:
        if dfa.is_empty:
            raise MaskError("the automaton accepts nothing, so there is nothing to mask")
        vocabulary.require(dfa.alphabet)
        self.vocabulary = vocabulary
        self.dfa = dfa
        self.start = dfa.start
        self.size = vocabulary.size
        self._eos = np.array(vocabulary.eos_ids, dtype=np.int64)
        self._rows: OrderedDict[int, Words] = OrderedDict()
        self._rows_kept = max(16, cache_bytes // (4 * bitset.words_for(self.size)))
        self._moves: dict[tuple[int, int], int] = {}
        # One more row so that "dead" (-1) can be stepped like any state.
        self._table = np.vstack([dfa.table, np.full((1, dfa.table.shape[1]), DEAD, dtype=np.int32)])
        self._trie = vocabulary.trie
        self._first_bytes = (dfa.table >= 0) @ np.bincount(dfa.classes, minlength=dfa.table.shape[1])
        self._folded: Trie | None = None
        if int(self._first_bytes.max()) >= _WIDE:
            self._folded = self._trie.folded(dfa.classes)

    # -- rows ----------------------------------------------------------------------------------------

    def row(self, state: int) -> Words:
        """The admissible ids in ``state`` as uint32 [ceil(size / 32)], read-only; none if dead."""
        row = self._rows.get(state)
        if row is None:
            row = bitset.pack(self._flags(state))
            row.setflags(write=False)
            self._rows[state] = row
            if len(self._rows) > self._rows_kept:
                self._rows.popitem(last=False)
        else:
            self._rows.move_to_end(state)
        return row

    def bool_row(self, state: int) -> npt.NDArray[np.bool_]:
        """The same as bool [size]."""
        return bitset.unpack(self.row(state), self.size)

    def count(self, state: int) -> int:
        """How many ids are admissible in ``state``."""
        return bitset.count(self.row(state))

    def apply(self, state: int, logits: npt.NDArray[np.float32]) -> None:
        """Set ``logits`` (float [size]) to -inf wherever ``state`` admits nothing, in place."""
        logits[~self.bool_row(state)] = -np.inf

    def _flags(self, state: int) -> npt.NDArray[np.bool_]:
        flags = np.zeros(self.size, dtype=np.bool_)
        if state < 0:
            return flags
        if self._folded is not None and self._first_bytes[state] >= _WIDE:
            nodes = self._alive(self._folded, state, None)
            alive = np.zeros(self._folded.nodes + 1, dtype=np.bool_)
            for level in nodes:
                alive[level] = True
            flags = alive[self._folded.token_node]
        else:
            trie = self._trie
            nodes = self._alive(trie, state, self.dfa.classes)
            reached = np.concatenate(nodes)
            places = ranges(trie.token_first[reached], trie.token_first[reached + 1])
            flags[trie.token_ids[places]] = True
        if self.dfa.accepting[state]:
            flags[self._eos] = True
        return flags

    def _alive(
        self, trie: Trie, state: int, classes: npt.NDArray[np.uint8] | None
    ) -> list[npt.NDArray[np.int64]]:
        """The nodes whose labels lead from ``state`` to a live state, depth by depth, without the root."""
        out = [np.zeros(0, dtype=np.int64)]
        nodes = np.zeros(1, dtype=np.int64)
        states = np.array([state], dtype=np.int32)
        while len(nodes):
            begin, end = trie.first[nodes], trie.first[nodes + 1]
            children = ranges(begin, end)
            labels = trie.label[children]
            before = np.repeat(states, end - begin)
            states = self._table[before, labels if classes is None else classes[labels]]
            live = states >= 0
            nodes, states = children[live], states[live]
            out.append(nodes)
        return out

    # -- moves ---------------------------------------------------------------------------------------

    def advance(self, state: int, token: int) -> int:
        """The state after ``token``; -1 if it is not admissible. End-of-text stays where it may stand."""
        key = (state, token)
        known = self._moves.get(key)
        if known is None:
            if len(self._moves) >= _MOVES_KEPT:
                self._moves.clear()
            known = self._moves[key] = self._moved(state, token)
        return known

    def _moved(self, state: int, token: int) -> int:
        if state < 0 or not 0 <= token < self.size:
            return DEAD
        text = self.vocabulary.tokens[token]
        if text is not None:
            return self.dfa.run(state, text)
        return state if token in self.vocabulary.eos_ids and self.dfa.accepting[state] else DEAD

    def advance_bytes(self, state: int, data: bytes) -> int:
        """The state after ``data``, or -1."""
        return self.dfa.run(state, data)

    def is_accepting(self, state: int) -> bool:
        """Whether the text may end in ``state``."""
        return state >= 0 and bool(self.dfa.accepting[state])

    def forced(self, state: int) -> bytes:
        """The longest text that must come next; it stops where the text may end."""
        return self.dfa.forced(state)
