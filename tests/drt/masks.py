"""What masks say of an output: read byte by byte as decoding does, through automaton, machine or reading.

``Masks.verdict`` is the whole answer's; ``Guided`` walks the decoder's own ``Guide`` over a vocabulary with
tokens of several bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

import numpy as np

from detlm.decode.guide import Guide, Position
from detlm.mask.automaton import DEAD, Dfa
from detlm.mask.compile import CompiledProgram
from detlm.mask.parse import answer_of
from detlm.mask.reading import Reading
from detlm.mask.tracker import TrackerState
from detlm.mask.vocabulary import Vocabulary

PIECES = (
    b"ab",
    b"a|",
    b"|b",
    b"1,",
    b"+a,",
    b"?a,",
    b'":',
    b'","',
    b"0.",
    b"((",
    b")+",
    b": ",
    b"\xc3\xa9",
    b"a.",
    b"::",
)
TOKENS = [bytes([b]) for b in range(256)] + list(PIECES)
VOCABULARY = Vocabulary.from_tokens([*TOKENS, None], [len(TOKENS)])
EOS = len(TOKENS)
DEAD_END = "dead-end"  # of GAPS.md


class Stuck(Exception):
    """The mask led to a text after which nothing may follow."""

    def __init__(self, text: bytes) -> None:
        super().__init__(f"nothing may follow {text!r}, where the mask led")
        self.text = text


@dataclass
class Masks:
    """The masks of one program and prompt. ``stuck``: texts after which a reading let nothing follow."""

    compiled: CompiledProgram
    stuck: list[bytes] = field(default_factory=list)
    _dfas: dict[int, Dfa] = field(default_factory=dict)

    @property
    def late(self) -> frozenset[int]:
        """The derive rules that masks leave to the end of spans."""
        return frozenset(n.rule for n in self.compiled.notes if not n.exact and n.rule is not None)

    def accept(self, output: bytes) -> bool:
        """Whether the masks let the whole output through."""
        answer = answer_of(self.compiled.program, output)
        return answer is not None and self.accept_answer(answer)

    def accept_answer(self, answer: bytes) -> bool:
        """The same of an answer."""
        reading, free = self.compiled.reading, self.compiled.free
        if reading is None and free is None:
            return self.compiled.dfa.accepts(answer)
        return (reading is None or self._reads(reading, answer)) and (free is None or free.accepts(answer))

    def begins_part(self, answer: bytes) -> bool:
        """Whether a part that depends on the text before it begins behind this beginning of an answer."""
        reading = self.compiled.reading
        return reading is not None and [opened for _, opened in self._told(reading, answer)][-1]

    def _reads(self, reading: Reading, answer: bytes) -> bool:
        for at, (term, _) in enumerate(self._told(reading, answer)):
            if at == len(answer):
                return reading.terms.nullable(term)
            dfa = self._dfa(reading, term)
            if dfa.is_empty:
                self.stuck.append(answer[:at])
                return False
            if dfa.step(dfa.start, answer[at]) == DEAD:
                return False
        raise AssertionError("unreachable: the last one is at the end")

    def _told(self, reading: Reading, answer: bytes) -> Iterator[tuple[int, bool]]:
        """What is to come after each beginning of an answer, and whether some of it was told there."""
        tracker = reading.tracker()
        state: TrackerState = tracker.start()
        term = reading.root
        for at in range(len(answer) + 1):
            opened = bool(reading.terms.opens(term))
            term = reading.told(term, answer[:at], tracker, state)
            yield term, opened
            byte = answer[at : at + 1]
            state, term = tracker.advance(state, byte), reading.after(term, byte)

    def _dfa(self, reading: Reading, term: int) -> Dfa:
        if term not in self._dfas:
            self._dfas[term] = reading.dfa(term)
        return self._dfas[term]


class Guided:
    """The decoder's own positions."""

    def __init__(self, compiled: CompiledProgram) -> None:
        self.guide = Guide(compiled, VOCABULARY)

    def accepts(self, output: bytes) -> bool:
        """Whether the output can be spelled, byte by byte, and ended."""
        position = self.guide.start()
        for byte in output:
            if not self.guide.flags(position)[byte]:
                return False
            position = self.guide.step(position, byte)
        return bool(self.guide.flags(position)[EOS])

    def walk(self, rng: Random, longest: int) -> bytes:
        """An output that the masks let through, by tokens at random; it turns to the end when it grows long.

        Raises ``Stuck`` where nothing may follow, and ``TooLong``.
        """
        position = self.guide.start()
        while True:
            flags = self.guide.flags(position)
            ids = np.flatnonzero(flags)
            if not len(ids):
                raise Stuck(position.text)
            if flags[EOS] and (len(ids) == 1 or len(position.text) > longest or rng.random() < 0.25):
                return position.text
            if len(position.text) > 4 * longest:
                raise TooLong
            position = self._step(position, rng, [int(i) for i in ids if i != EOS], longest)

    def _step(self, position: Position, rng: Random, ids: list[int], longest: int) -> Position:
        # Bytes that stand in the small alphabets are taken more often than the 200 others of ``.``.
        few = [i for i in ids if i >= 256 or chr(i) in 'ab12., \n"}])|;:/#']
        token = rng.choice(few if few and rng.random() < 0.85 else ids)
        if len(position.text) > longest:
            token = self._homewards(position, ids)
        return self.guide.step(position, token)

    def _homewards(self, position: Position, ids: list[int]) -> int:
        engine = position.engine
        dfa = getattr(engine, "dfa", None)
        if dfa is None:
            return ids[-1] if ids[-1] < 256 else ids[0]
        distance = dfa.distances()
        ends = [(int(distance[s]), i) for i in ids if (s := dfa.run(position.state, TOKENS[i])) >= 0]
        return min(ends)[1]


class TooLong(Exception):
    """A walk through the masks found no end in time."""
