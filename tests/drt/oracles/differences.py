"""One program put to another engine: the texts it lets through, its masks, and why they differ from ours.

Masks differ first at some beginning of a text; what differs there is explained by a *kind*, each described in
``ORACLES.md`` and told by a detector of its own. What no kind explains is to be looked into.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

import numpy as np
import numpy.typing as npt

from detlm.decode.guide import Guide, Position
from detlm.mask.automaton import DEAD, Dfa
from detlm.mask.compile import CompiledProgram
from detlm.syntax.regex import Regex
from tests.drt.cases import Trial
from tests.drt.oracles.engines import Engine, Flags, Refused, Tokens, accepts, plain_tokens, shipped_tokens
from tests.drt.oracles.languages import Rules, Untold, expression, renamed, rules, rules_of

FORCED, DEAD_STATE, NAMES = "forced-canonical", "dead-state", "other-names"


@dataclass
class Told:
    """What became of it: ``counts`` by what was compared or by kind; texts where nothing explains it."""

    counts: Counter[str] = field(default_factory=Counter)
    unexplained: list[tuple[bytes, str]] = field(default_factory=list)

    def add(self, other: Told) -> None:
        """Joins what another comparison told."""
        self.counts.update(other.counts)
        self.unexplained += other.unexplained


@dataclass
class _Ours:
    """Our masks over a vocabulary."""

    guide: Guide
    tokens: Tokens

    def at(self, text: bytes) -> Position | None:
        """The place after a text, None if the masks do not let it through."""
        position = self.guide.start()
        for token in self.tokens.spelled(text):
            if not self.guide.flags(position)[token]:
                return None
            position = self.guide.step(position, token)
        return position

    def flags(self, text: bytes) -> Flags | None:
        """See ``Session``."""
        position = self.at(text)
        return None if position is None else self.guide.flags(position)


def put(engine: Engine, compiled: CompiledProgram, answers: Sequence[bytes], trial: Trial) -> Told:
    """Compares a program's masks with an engine's, over one of two vocabularies, on answers."""
    told = Told()
    if compiled.reading is not None or not all(note.exact for note in compiled.notes):
        told.counts["untold: what depends on the text before it"] += 1
        return told
    tokens = shipped_tokens() if crc32(trial.origin.encode()) % 2 else plain_tokens()
    try:
        told = Asked(engine, compiled, tokens).compare(answers)
        told.counts["programs"] += 1
    except Untold as error:
        told.counts[f"untold: {error}"] += 1
    except Refused as error:
        told.counts[f"refused: {str(error).splitlines()[0].split(': ', 1)[-1].split(' (')[0][:60]}"] += 1
    return told


class Asked:
    """A compiled program as our masks and another engine have it. Raises ``Untold``, ``Refused``."""

    def __init__(self, engine: Engine, compiled: CompiledProgram, tokens: Tokens) -> None:
        self.tokens = tokens
        # The answer is compared, not what stands before it.
        program = replace(compiled.program, after=None, model_lines=0)
        self.ours = _Ours(Guide(compiled.having(program=program), tokens.vocabulary), tokens)
        self._engine = engine
        try:  # one expression, or rules
            self._told: Regex | Rules = expression(program, compiled.prompt)
            self.theirs = engine.regular(self._told, tokens)
        except Untold:
            self._told = rules(program)
            self.theirs = engine.grammar(self._told, tokens)

    def compare(self, texts: Iterable[bytes]) -> Told:
        """All texts, and the masks at the beginning, in their middle and at their end."""
        told = Told()
        self._point(b"", told)
        for text in texts:
            for end in dict.fromkeys((len(text) // 2, len(text))):
                told.counts["masks"] += 1
                self._point(text[:end], told)
            told.counts["texts"] += 1
        return told

    def _point(self, text: bytes, told: Told) -> None:
        if not _differ(self.ours.flags(text), self.theirs.flags(text)):
            return
        for end in range(len(text) + 1):
            ours, theirs = self.ours.flags(text[:end]), self.theirs.flags(text[:end])
            if ours is None or theirs is None:
                if ours is not None and self._lost(text[:end]):
                    told.counts[NAMES] += 1
                    return
                break
            if _differ(ours, theirs):
                kinds = self._kinds(text[:end], ours, theirs)
                told.counts.update(kind for kind in kinds if kind)
                if None in kinds:
                    told.unexplained.append((text[:end], _said(ours, theirs, self.tokens)))
                following = self.tokens.spelled(text[end : end + 1])
                if not (following and ours[following[0]] and theirs[following[0]]):
                    return
        told.unexplained.append((text, "one lets it through, and no mask on the way differs"))

    def _kinds(self, text: bytes, ours: Flags, theirs: Flags) -> set[str | None]:
        more, less = np.flatnonzero(theirs & ~ours), np.flatnonzero(ours & ~theirs)
        found: set[str | None] = {self._more(text, int(token)) for token in more[:8]}
        if len(less):
            found.add(self._less(text, less, theirs))
        return found

    def _more(self, text: bytes, token: int) -> str | None:
        """Why a token is let through by the other one only: it never leads to an end there either."""
        try:
            plain = self._told if isinstance(self._told, Rules) else rules_of(self._told)
        except Untold:
            return None
        living = self._engine.grammar(plain.productive(), self.tokens).flags(text)
        return DEAD_STATE if living is not None and not living[token] else None

    def _less(self, text: bytes, less: npt.NDArray[np.intp], theirs: Flags) -> str | None:
        """Why the other one lets fewer tokens through: of a text that must follow, it takes its own cut."""
        place = self.ours.at(text)
        assert place is not None
        forced, _ = self.ours.guide.forced(place)
        only = np.flatnonzero(theirs)
        data = self.tokens.vocabulary.tokens[int(only[0])] if len(only) == 1 else None
        if data and forced.startswith(data):
            return FORCED
        lost = (self.tokens.vocabulary.tokens[int(token)] for token in less[:4])
        return NAMES if all(self._lost(text + (data or b"")) for data in lost) else None

    def _lost(self, text: bytes) -> bool:
        """Whether the other one contradicts itself: asked for a text that goes on from here in the same
        language, it lets it through once all bytes have other names, those of the text ASCII ones.
        """
        if isinstance(self._told, Rules):
            return False
        whole = _ended(self.ours.guide.compiled.dfa, text)
        names = _ascii_first(whole)
        again = self._engine.regular(renamed(self._told, names), plain_tokens())
        return accepts(again, whole.translate(names), plain_tokens().vocabulary)


def _ended(dfa: Dfa, text: bytes) -> bytes:
    """The text with the least that is needed to end it."""
    distance = dfa.distances()
    state = dfa.run(dfa.start, text)
    while distance[state]:
        byte = min(range(256), key=lambda b: distance[s] if (s := dfa.step(state, b)) != DEAD else math.inf)
        text, state = text + bytes([byte]), dfa.step(state, byte)
    return text


def _ascii_first(text: bytes) -> bytes:
    """Other names for all bytes: the bytes of a text come first."""
    order = [*dict.fromkeys(text), *(byte for byte in range(256) if byte not in text)]
    return bytes(order.index(byte) for byte in range(256))


def _differ(ours: Flags | None, theirs: Flags | None) -> bool:
    if ours is None or theirs is None:
        return ours is not theirs
    return bool((ours != theirs).any())


def _said(ours: Flags, theirs: Flags, tokens: Tokens) -> str:
    def some(flags: Flags) -> list[object]:
        return [tokens.vocabulary.tokens[int(i)] or "end" for i in np.flatnonzero(flags)[:6]]

    return f"over {tokens.name}: more {some(theirs & ~ours)}, less {some(ours & ~theirs)}"
