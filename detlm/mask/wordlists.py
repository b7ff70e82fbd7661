"""Long lists of words as automata, without taking them apart term by term.

An expression that is a choice of fixed texts, put together in any way (as ``regex.words`` puts them), is
read back into its texts; their automaton is that of a trie, with equal ends made one. Any other expression
is left to terms.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from detlm.mask.automaton import Dfa
from detlm.mask.bytesets import byte_set
from detlm.mask.distinct import distinct, first_places, numbered
from detlm.mask.minimal import breadth_first, mixed
from detlm.mask.trie import built
from detlm.syntax.regex import Either, Empty, OneOf, Regex, Then

_LONG = 64  # texts below which terms are just as good
_MOST = 2_000_000  # bytes of texts, with what they share counted each time
_KEPT = 16
# By identity (kept with the expression, so that ids stay their own): hashing a long list is not cheap.
_KNOWN: OrderedDict[int, tuple[Regex, WordList | None]] = OrderedDict()


class WordList(Dfa):
    """The automaton of finitely many texts."""

    def edges(self, state: int) -> Sequence[tuple[int, int]]:
        """The moves out of ``state``; unlike those of other automata they are not all made at once."""
        row = self.table[state]
        moves: dict[int, int] = {}
        for column in np.flatnonzero(row >= 0).tolist():
            moves[int(row[column])] = moves.get(int(row[column]), 0) | self.class_members[column]
        return [(members, target) for target, members in moves.items()]

    @cached_property
    def going_on(self) -> int:
        """The bytes with which a text may go on where another ends."""
        used = np.asarray((self.table[self.accepting] >= 0).any(axis=0))
        return byte_set(np.flatnonzero(used[self.classes]).tolist())


def dfa_of_words(expression: Regex) -> WordList | None:
    """The smallest automaton of a long list of words; None for all else."""
    if not isinstance(expression, Then | Either):
        return None
    known = _KNOWN.get(id(expression))
    if known is None:
        known = _KNOWN[id(expression)] = (expression, _read(expression))
        if len(_KNOWN) > _KEPT:
            _KNOWN.popitem(last=False)
    return known[1]


def _read(expression: Regex) -> WordList | None:
    texts = fixed_texts(expression)
    return list_of_words(texts) if texts is not None and len(texts) >= _LONG else None


def fixed_texts(expression: Regex) -> list[bytes] | None:
    """All texts of a choice of fixed texts; None for other expressions and for very many. Never recursive."""
    found: list[bytes] = []
    size = 0
    todo: list[tuple[Regex, bytes]] = [(expression, b"")]
    while todo:
        node, text = todo.pop()
        while type(node) is Then or type(node) is Either:
            if isinstance(node, Either):
                todo.append((node.right, text))
                node = node.left
                continue
            begun = _fixed(node.first)
            if begun is None:
                return None
            text += begun
            node = node.second
        end = _fixed(node)
        size += len(text) + 1
        if end is None or size > _MOST:
            return None
        found.append(text + end)
    return found


def _fixed(node: Regex) -> bytes | None:
    """The text of an expression without choices."""
    out = bytearray()
    while isinstance(node, Then):
        if not isinstance(node.first, OneOf) or node.first.members.bit_count() != 1:
            return None
        out.append(node.first.members.bit_length() - 1)
        node = node.second
    if isinstance(node, OneOf) and node.members.bit_count() == 1:
        out.append(node.members.bit_length() - 1)
        return bytes(out)
    return bytes(out) if isinstance(node, Empty) else None


def list_of_words(texts: list[bytes]) -> WordList | None:
    """The smallest automaton of some texts; None in the case (never met) that fingerprints collide.

    A node of the trie is the state of what may follow it. Nodes get fingerprints from their children's, from
    the deepest up; that equal ones have equal moves is then checked.
    """
    label, parent, token_node, levels = built([text for text in texts if text])
    nodes = len(label)
    accepting = np.zeros(nodes + 1, dtype=np.bool_)
    accepting[token_node] = True
    accepting = accepting[:nodes]
    accepting[0] = b"" in texts
    prints = accepting.astype(np.uint64)
    salt = mixed(np.arange(1, 257, dtype=np.uint64))
    for begin, end in zip(levels[-2::-1], levels[:0:-1], strict=True):
        prints[begin:end] = mixed(prints[begin:end] + np.uint64(1))
        if begin:
            starts = np.flatnonzero(np.diff(parent[begin:end], prepend=-1))
            each = mixed(prints[begin:end] ^ salt[label[begin:end]])
            prints[parent[begin:end][starts]] += np.add.reduceat(each, starts)
    block = numbered(prints)[1]
    letters = distinct(label[1:])
    column = np.full(256, len(letters), dtype=np.uint8)
    column[letters] = np.arange(len(letters), dtype=np.uint8)
    table = np.full((int(block.max()) + 1, len(letters) + 1), -1, dtype=np.int32)
    sources, columns, targets = block[parent[1:]], column[label[1:]], block[1:]
    table[sources, columns] = targets
    children = np.bincount(parent[1:], minlength=nodes)
    same_moves = np.array_equal(table[sources, columns], targets)
    same_count = np.array_equal((table >= 0).sum(axis=1)[block], children)
    ends = accepting[first_places(block)]
    if not (same_moves and same_count and np.array_equal(ends[block], accepting)):
        return None
    order = breadth_first(table, int(block[0]))
    number = np.full(len(order) + 1, -1, dtype=np.int32)
    number[order] = np.arange(len(order), dtype=np.int32)
    return WordList(column, number[table[order]], ends[order])
