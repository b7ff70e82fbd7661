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

Ints = npt.NDArray[np.int32]

_FOLDED_KEPT = 4


class Trie:
    """Nodes in breadth-first order, node 0 the root; the children of a node are consecutive.

    ``label``: uint8 [nodes], the byte or class that leads to the node. ``first``: int32 [nodes + 1], the
    children of node n are ``first[n] … first[n + 1] - 1``. ``token_node``: int32 [size], the node of each
    token, or the number of nodes where the id is no text. ``levels``: where each depth begins.
    """

    def __init__(
        self, label: npt.NDArray[np.uint8], first: Ints, token_node: Ints, levels: list[int]
    ) -> None:
        self.label = label
        self.first = first
        self.token_node = token_node
        self.levels = levels
        self.nodes = len(label)
        # Tokens sorted by node: those of node n are token_ids[token_first[n] … token_first[n + 1] - 1].
        self.token_ids = np.argsort(token_node, kind="stable").astype(np.int32)
        counts = np.bincount(token_node, minlength=self.nodes + 1)
        self.token_first = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)


class TokenTrie(Trie):
    """The trie of a vocabulary over bytes."""

    def __init__(self, tokens: Sequence[bytes | None]) -> None:
        super().__init__(*_built(tokens))
        self._folded: OrderedDict[bytes, Trie] = OrderedDict()

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


def _built(tokens: Sequence[bytes | None]) -> tuple[npt.NDArray[np.uint8], Ints, Ints, list[int]]:
    """Level by level: the nodes of depth d + 1 are the distinct (node of depth d, next byte) pairs."""
    ids = np.array([i for i, text in enumerate(tokens) if text is not None], dtype=np.int64)
    texts = [text for text in tokens if text is not None]
    lengths = np.array([len(text) for text in texts], dtype=np.int64)
    data = np.frombuffer(b"".join(texts), dtype=np.uint8)
    offset = np.cumsum(lengths) - lengths
    node = np.zeros(len(ids), dtype=np.int64)
    token_node = np.full(len(tokens), -1, dtype=np.int64)
    labels = [np.zeros(1, dtype=np.uint8)]
    parents = [np.zeros(1, dtype=np.int64)]
    levels = [0, 1]
    left = np.arange(len(ids))
    depth = 0
    while len(left):
        key = node[left] * 256 + data[offset[left] + depth]
        distinct, inverse = np.unique(key, return_inverse=True)
        node[left] = levels[-1] + inverse.reshape(-1)
        labels.append((distinct % 256).astype(np.uint8))
        parents.append(distinct // 256)
        levels.append(levels[-1] + len(distinct))
        depth += 1
        ended = lengths[left] == depth
        token_node[ids[left[ended]]] = node[left[ended]]
        left = left[~ended]
    return _assembled(labels, parents, token_node, levels)


def _assembled(
    labels: list[npt.NDArray[np.uint8]],
    parents: list[npt.NDArray[np.int64]],
    token_node: npt.NDArray[np.int64],
    levels: list[int],
) -> tuple[npt.NDArray[np.uint8], Ints, Ints, list[int]]:
    label = np.concatenate(labels)
    nodes = len(label)
    children = np.bincount(np.concatenate(parents[1:]), minlength=nodes) if nodes > 1 else np.zeros(1, int)
    first = np.concatenate([[1], 1 + np.cumsum(children)]).astype(np.int32)
    node_of = np.where(token_node < 0, nodes, token_node).astype(np.int32)
    return label, first, node_of, levels


def _fold(trie: Trie, classes: npt.NDArray[np.uint8]) -> Trie:
    folded = np.zeros(trie.nodes + 1, dtype=np.int64)  # the folded node of each node
    parent = np.repeat(np.arange(trie.nodes), np.diff(trie.first))  # of node n: parent[n - 1]
    labels = [np.zeros(1, dtype=np.uint8)]
    parents = [np.zeros(1, dtype=np.int64)]
    levels = [0, 1]
    for begin, end in zip(trie.levels[1:-1], trie.levels[2:], strict=True):
        key = folded[parent[begin - 1 : end - 1]] * 256 + classes[trie.label[begin:end]]
        distinct, inverse = np.unique(key, return_inverse=True)
        folded[begin:end] = levels[-1] + inverse.reshape(-1)
        labels.append((distinct % 256).astype(np.uint8))
        parents.append(distinct // 256)
        levels.append(levels[-1] + len(distinct))
    folded[trie.nodes] = -1
    return Trie(*_assembled(labels, parents, folded[trie.token_node], levels))
