"""All tokens as one trie over bytes, and the same trie folded by an automaton's classes of bytes.

Two tokens whose bytes fall into the same classes one by one are the same to an automaton. The folded trie
has one node for each such string of classes, so that a state which admits almost anything is computed over
thousands of nodes and not over a million.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Longs = npt.NDArray[np.int64]

NO_TOKEN, SEVERAL = -1, -2  # in place of the one token that ends at a node
_FOLDED_KEPT = 4
_THIN = 32  # nodes of a depth below which a loop is faster than vector operations


class Trie:
    """Nodes in breadth-first order, node 0 the root; the children of a node are consecutive, by label.

    ``label``: uint8 [nodes], the byte or class that leads to the node. ``parent``: int64 [nodes].
    ``token_node``: int64 [size], the node of each token, or the number of nodes where the id is no text.
    ``levels``: where each depth begins, and the end. ``tail``: the parent and label of each node from
    ``tail_start`` on, where depths are thin: long tokens, such as runs of spaces, are deep and few.
    """

    def __init__(
        self, label: npt.NDArray[np.uint8], parent: Longs, token_node: Longs, levels: list[int]
    ) -> None:
        self.label = label
        self.parent = parent
        self.token_node = token_node
        self.levels = levels
        self.nodes = len(label)
        thick = max((i for i in range(1, len(levels)) if levels[i] - levels[i - 1] >= _THIN), default=0)
        self.thick_levels = levels[1 : thick + 1]
        self.tail_start = levels[max(thick, 1)]
        self.tail = list(
            zip(parent[self.tail_start :].tolist(), label[self.tail_start :].tolist(), strict=True)
        )


class TokenTrie(Trie):
    """The trie of a vocabulary over bytes."""

    def __init__(self, tokens: Sequence[bytes | None]) -> None:
        super().__init__(*built(tokens))
        self._folded: OrderedDict[bytes, Trie] = OrderedDict()
        # For walking node by node: labels as bytes, where the children of a node begin, and the token that
        # ends at it. Views on arrays: numbers are read one by one as from lists, in a tenth of the memory.
        first = starts(self.parent[1:], self.nodes, 1)
        ends = starts(self.token_node, self.nodes + 1, 0)
        self._ids = np.argsort(self.token_node, kind="stable")
        self._ends = ends
        self.labels = self.label.tobytes()
        self.first = first.astype(np.int32).data
        self.inner = (first[1:] > first[:-1]).tobytes()
        token_at = np.full(self.nodes, NO_TOKEN, dtype=np.int32)
        token_at[self.token_node[self._ids[: ends[self.nodes]]]] = self._ids[: ends[self.nodes]]
        token_at[np.diff(ends[: self.nodes + 1]) > 1] = SEVERAL
        self.token_at = token_at.data

    def tokens_at(self, node: int) -> list[int]:
        """The tokens that end at a node."""
        tokens: list[int] = self._ids[self._ends[node] : self._ends[node + 1]].tolist()
        return tokens

    def folded(self, classes: npt.NDArray[np.uint8]) -> Trie:
        """The trie over classes (uint8 [256]); the last few are kept."""
        key = classes.tobytes()
        known = self._folded.get(key)
        if known is None:
            known = self._folded[key] = _fold(self, classes)
            if len(self._folded) > _FOLDED_KEPT:
                self._folded.popitem(last=False)
        self._folded.move_to_end(key)
        return known


def starts(owners: npt.NDArray[np.integer], owner_count: int, begin: int) -> Longs:
    """Where the items of each owner begin, one entry more for the end; items are in order of owner."""
    counts = np.bincount(owners, minlength=owner_count)
    return np.concatenate([[0], np.cumsum(counts)]).astype(np.int64) + begin


def built(tokens: Sequence[bytes | None]) -> tuple[npt.NDArray[np.uint8], Longs, Longs, list[int]]:
    """Level by level: the nodes of depth d + 1 are the distinct (node of depth d, next byte) pairs."""
    # In order of their bytes, so that equal pairs stand side by side and nothing need be sorted again.
    order = sorted((text, i) for i, text in enumerate(tokens) if text is not None)
    ids = np.array([i for _, i in order], dtype=np.int64)
    lengths = np.array([len(text) for text, _ in order], dtype=np.int64)
    data = np.frombuffer(b"".join(text for text, _ in order), dtype=np.uint8)
    offset = np.cumsum(lengths) - lengths
    node = np.zeros(len(ids), dtype=np.int64)
    token_node = np.full(len(tokens), -1, dtype=np.int64)
    labels, parents, levels = _roots()
    left = np.arange(len(ids))
    depth = 0
    while len(left):
        key = node[left] * 256 + data[offset[left] + depth]
        new = np.empty(len(key), dtype=np.bool_)
        new[0] = True
        np.not_equal(key[1:], key[:-1], out=new[1:])
        node[left] = levels[-1] + np.cumsum(new) - 1
        _add_level(labels, parents, levels, key[new] >> 8, key[new] & 255)
        depth += 1
        ended = lengths[left] == depth
        token_node[ids[left[ended]]] = node[left[ended]]
        left = left[~ended]
    return _assembled(labels, parents, token_node, levels)


def _roots() -> tuple[list[npt.NDArray[np.uint8]], list[Longs], list[int]]:
    return [np.zeros(1, dtype=np.uint8)], [np.zeros(1, dtype=np.int64)], [0, 1]


def _add_level(
    labels: list[npt.NDArray[np.uint8]], parents: list[Longs], levels: list[int], parent: Longs, label: Longs
) -> None:
    """Add the nodes of the next depth, in order of parent and label."""
    labels.append(label.astype(np.uint8))
    parents.append(parent)
    levels.append(levels[-1] + len(parent))


def _assembled(
    labels: list[npt.NDArray[np.uint8]], parents: list[Longs], token_node: Longs, levels: list[int]
) -> tuple[npt.NDArray[np.uint8], Longs, Longs, list[int]]:
    label = np.concatenate(labels)
    node_of = np.where(token_node < 0, len(label), token_node)
    return label, np.concatenate(parents), node_of, levels


def _fold(trie: Trie, classes: npt.NDArray[np.uint8]) -> Trie:
    folded = np.zeros(trie.nodes + 1, dtype=np.int64)  # the folded node of each node
    labels, parents, levels = _roots()
    label = classes[trie.label]
    width = int(classes.max()) + 1
    for begin, end in zip(trie.levels[1:-1], trie.levels[2:], strict=True):
        above = levels[-2]
        key = (folded[trie.parent[begin:end]] - above) * width + label[begin:end]
        # By marking and counting: the pairs are few, so this is faster than sorting them.
        marked = np.zeros((levels[-1] - above) * width, dtype=np.bool_)
        marked[key] = True
        pairs = np.flatnonzero(marked)
        number = np.empty(len(marked), dtype=np.int32)
        number[pairs] = np.arange(len(pairs))
        folded[begin:end] = levels[-1] + number[key]
        _add_level(labels, parents, levels, above + pairs // width, pairs % width)
    folded[trie.nodes] = -1
    return Trie(*_assembled(labels, parents, folded[trie.token_node], levels))


def trie_of_kinds(tokens: Sequence[bytes | None], kinds: Longs, classes: npt.NDArray[np.uint8]) -> Trie:
    """The trie over classes of the first token of each kind; ids of kind 0 are at no node."""
    first = np.full(int(kinds.max(initial=0)) + 1, -1, dtype=np.int64)
    first[kinds[::-1]] = np.arange(len(kinds))[::-1]
    first[0] = -1
    column_of = classes.tobytes()
    texts = [None if i < 0 else (tokens[i] or b"").translate(column_of) for i in first.tolist()]
    label, parent, node, levels = built(texts)
    return Trie(label, parent, node[kinds], levels)
