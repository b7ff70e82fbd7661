"""Where an output stands and what may come next: the model's constraint lines first, then the answer.

Positions are immutable, so going back is keeping one. The constraint lines make the answer's automaton
tighter; where they leave nothing, the position simply admits nothing and the decoder goes back.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError, NoAdmissibleCompletion
from detlm.mask.building import dfa_of_regex
from detlm.mask.compile import CompiledProgram
from detlm.mask.engine import MaskEngine
from detlm.mask.parse import Span
from detlm.mask.tracker import SpanTracker, TrackerState, span_of
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax import preface_regex, read_constraint_lines
from detlm.syntax.program import Limit

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class AnswerPart:
    """The answer that follows one preface: its automaton's engine and the limits the preface brought."""

    preface: bytes
    limits: tuple[Limit, ...]
    engine: MaskEngine


@dataclass(frozen=True)
class Position:
    """A point in an output.

    ``text``: all bytes so far. ``preface_state``: the state in the preface's automaton, -1 once the answer
    began (or where there is no preface). ``part``: the answer that goes on or may begin here, None inside a
    constraint line or where the lines leave no answer. ``state``: its state. ``tracker``: the spans so far.
    ``dead``: the constraint lines leave no answer, and what follows could only leave less.
    """

    text: bytes
    preface_state: int
    part: AnswerPart | None
    state: int
    tracker: TrackerState
    dead: bool = False


class Guide:
    """Masks and spans of one program, prompt and vocabulary."""

    def __init__(self, compiled: CompiledProgram, vocabulary: Vocabulary) -> None:
        self.compiled = compiled
        self.vocabulary = vocabulary
        self._tracker = SpanTracker(compiled.program.output)
        self._parts: dict[bytes, AnswerPart | NoAdmissibleCompletion] = {}
        self._eos = np.zeros(vocabulary.size, dtype=bool)
        self._eos[list(vocabulary.eos_ids)] = True
        self._by_text: list[tuple[bytes, int]] | None = None
        self._preface: MaskEngine | None = None
        if compiled.program.model_lines:
            if compiled.dfa.run(compiled.dfa.start, b"<") >= 0:
                raise MaskError(
                    'the answer may start with "<", so it cannot be told from a constraint line',
                    hint="change the output shape, or leave out `model may constrain`",
                )
            self._preface = MaskEngine(vocabulary, dfa_of_regex(preface_regex(compiled.program)))

    def start(self) -> Position:
        """Before the first byte."""
        state = -1 if self._preface is None else self._preface.start
        return self._at_preface(b"", state)

    def _at_preface(self, text: bytes, state: int) -> Position:
        engine = self._preface
        may_begin = engine is None or engine.is_accepting(state)
        part = self._part(text) if may_begin else None
        begun = part.engine.start if part is not None else -1
        return Position(text, state, part, begun, self._tracker.start(), dead=may_begin and part is None)

    def _part(self, preface: bytes) -> AnswerPart | None:
        if preface not in self._parts:
            try:
                limits = read_constraint_lines(preface, self.compiled.program) if preface else ()
                tight = self.compiled.tightened(limits) if limits else self.compiled
                self._parts[preface] = AnswerPart(preface, limits, MaskEngine(self.vocabulary, tight.dfa))
            except NoAdmissibleCompletion as err:
                self._parts[preface] = err
        part = self._parts[preface]
        return part if isinstance(part, AnswerPart) else None

    def dead_end(self, position: Position) -> tuple[str, bytes]:
        """Why nothing may follow, and the shortest beginning of the text of which this is already true."""
        for end in range(len(position.text), -1, -1):  # a token may have gone on past the fatal line
            part = self._parts.get(position.text[:end])
            if position.dead and isinstance(part, NoAdmissibleCompletion):
                return part.message, position.text[:end]
        return "every continuation was refuted", position.text

    def flags(self, position: Position) -> Flags:
        """The admissible ids, bool (V,); a fresh array."""
        flags = np.zeros(self.vocabulary.size, dtype=bool)
        if position.dead:
            return flags
        if position.part is not None:
            flags |= position.part.engine.bool_row(position.state)
        if self._preface is not None and position.preface_state >= 0:
            flags |= self._preface.bool_row(position.preface_state) & ~self._eos
        return flags

    def ids_beginning(self, text: bytes) -> list[int]:
        """All ids that say ``text`` (not empty) or something that begins with it."""
        if self._by_text is None:
            said = enumerate(self.vocabulary.tokens)
            self._by_text = sorted((data, token) for token, data in said if data is not None)
        found = []
        for data, token in self._by_text[bisect_left(self._by_text, (text, -1)) :]:
            if not data.startswith(text):
                break
            found.append(token)
        return found

    def may_end(self, position: Position) -> bool:
        """Whether the output may end here."""
        return position.part is not None and position.part.engine.is_accepting(position.state)

    def forced(self, position: Position) -> tuple[bytes, bool]:
        """The text that must come next, and whether the output must end after it."""
        if position.dead:
            return b"", False
        if self._preface is not None and position.preface_state >= 0:
            if position.part is not None:  # a choice between another line and the answer, at least
                return b"", False
            return self._preface.forced(position.preface_state), False
        if position.part is None:
            return b"", False
        engine = position.part.engine
        text = engine.forced(position.state)
        after = engine.advance_bytes(position.state, text)
        return text, engine.is_accepting(after) and not bool((engine.dfa.table[after] >= 0).any())

    def spell(self, position: Position, text: bytes) -> Position:
        """The position at ``text``, which goes on from ``position``'s text by admissible bytes."""
        for byte in text[len(position.text) :]:
            position = self.step(position, self.vocabulary.ids_by_text[bytes([byte])])
        return position

    def step(self, position: Position, token: int) -> Position:
        """After an admissible token. Raises ``MaskError`` if it is not admissible."""
        data = self.vocabulary.tokens[token]
        if data is None:
            raise MaskError(f"token {token} has no text")
        if self._preface is not None and position.preface_state >= 0 and not position.dead:
            state = self._preface.advance(position.preface_state, token)
            if state >= 0:
                return self._within_preface(self._preface, position, data)
        if position.part is None:
            raise MaskError(f"token {token} is not admissible here")
        state = position.part.engine.advance(position.state, token)
        if state < 0:
            raise MaskError(f"token {token} is not admissible here")
        tracker = self._tracker.advance(position.tracker, data)
        return Position(position.text + data, -1, position.part, state, tracker)

    def _within_preface(self, preface: MaskEngine, before: Position, data: bytes) -> Position:
        """After ``data``. It may end one line and begin the next; a line that leaves no answer is fatal."""
        here, state = before, before.preface_state
        for end in range(1, len(data) + 1):
            state = preface.advance_bytes(state, data[end - 1 : end])
            here = self._at_preface(before.text + data[:end], state)
            if here.dead:
                break
        return replace(here, text=before.text + data)

    def closed_spans(self, before: Position, after: Position) -> list[Span]:
        """The spans that closed on the way from one position to a later one; they count output bytes."""
        if after.part is None:
            return []
        offset = len(after.part.preface)
        answer = after.text[offset:]
        known = len(self._tracker.closed(before.tracker))
        fresh = self._tracker.closed(after.tracker)[known:]
        found = [span_of(rule, answer, start, end) for rule, start, end in fresh]
        return [Span(s.name, s.rule, s.start + offset, s.end + offset, s.claims) for s in found]

    def text_closing(self, before: Position, data: bytes, span: Span) -> bytes:
        """The shortest text on the way over ``data`` after which ``span`` is closed, whatever follows."""
        offset = 0 if before.part is None else len(before.part.preface)
        wanted = (span.rule, span.start - offset, span.end - offset)
        tracker = before.tracker
        for end in range(1, len(data) + 1):
            tracker = self._tracker.advance(tracker, data[end - 1 : end])
            if wanted in [(rule.rule, *place) for rule, *place in self._tracker.closed(tracker)]:
                return before.text + data[:end]
        return before.text + data
