"""Where an output stands and what may come next: constraint lines first, then free text, then the answer.

Positions are immutable, so going back is keeping one. The constraint lines make the answer's automaton
tighter; where they leave nothing, the position simply admits nothing and the decoder goes back. Free text
goes up to the first place where the program's marker stands (``after``); no token crosses that place, nor
the beginning of a part whose language depends on the text before it (``detlm.mask.reading``).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detlm.errors import MaskError, NoAdmissibleCompletion
from detlm.mask.automaton import DEAD, Dfa
from detlm.mask.building import dfa_of_regex, dfa_of_term
from detlm.mask.bytesets import ALL
from detlm.mask.compile import CompiledProgram
from detlm.mask.contextfree import ContextFree
from detlm.mask.contextfree_engine import ContextFreeEngine
from detlm.mask.engine import MaskEngine
from detlm.mask.parse import Span
from detlm.mask.reading import Reading
from detlm.mask.rows import Rows
from detlm.mask.terms import Terms
from detlm.mask.tracker import SpanTracker, TrackerState, span_of
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax import preface_regex, read_constraint_lines
from detlm.syntax.natural import OPEN
from detlm.syntax.program import Limit

_ENGINES_KEPT = 256

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class AnswerPart:
    """The answer that follows one preface: its program and the limits the preface brought.

    ``engine``: of its automaton; with a ``reading``, of the automaton up to the first part that depends on
    the text before it. ``nesting``: of the context-free categories beside a reading, which knows their
    envelopes only. ``envelope``: accepts all answers, and texts that only such dependence or a stack
    rules out.
    """

    preface: bytes
    limits: tuple[Limit, ...]
    reading: Reading | None
    engine: Rows
    nesting: ContextFreeEngine | None
    envelope: Dfa

    @property
    def shortest(self) -> int:
        """A lower bound on the answer's length in bytes."""
        return self.envelope.distance(self.envelope.start)

    @property
    def free(self) -> Dfa | ContextFree:
        """All answers there are if no part depended on the text before it, and perhaps more."""
        return self.envelope if self.nesting is None else self.nesting.language


@dataclass(frozen=True)
class Position:
    """A point in an output.

    ``text``: all bytes so far. ``preface_state``: the state in the preface's automaton, -1 behind it (or
    where there is none). ``part``: the answer that goes on or may begin here, None inside a constraint line
    or where the lines leave no answer. ``engine``, ``state``: what may come next, without the preface; None
    and -1 for nothing. ``nesting``: the state beside it, -1 where there is none. ``term``: what is to come of
    an answer that is read. ``begin``: where the answer begins, -1 in free text before it. ``tracker``: the
    answer's spans so far. ``dead``: the constraint lines leave no answer, and what follows could only leave
    less.
    """

    text: bytes
    preface_state: int
    part: AnswerPart | None
    engine: Rows | None
    state: int
    tracker: TrackerState
    begin: int = 0
    nesting: int = DEAD
    term: int = 0
    dead: bool = False


class Guide:
    """Masks and spans of one program, prompt and vocabulary."""

    def __init__(self, compiled: CompiledProgram, vocabulary: Vocabulary) -> None:
        self.compiled = compiled
        self.vocabulary = vocabulary
        reading = compiled.reading
        self._tracker = reading.tracker() if reading is not None else SpanTracker(compiled.program.output)
        self._parts: dict[bytes, AnswerPart | NoAdmissibleCompletion] = {}
        self._eos = np.zeros(vocabulary.size, dtype=bool)
        self._eos[list(vocabulary.eos_ids)] = True
        self._by_text: list[tuple[bytes, int]] | None = None
        self._engines: OrderedDict[int, MaskEngine | None] = OrderedDict()
        self._preface: MaskEngine | None = None
        self._free: MaskEngine | None = None
        self._line = b""
        if (marker := compiled.program.after) is not None:
            # Free text does not begin as a constraint line does; a marker within that would end it early.
            self._line = OPEN if marker not in OPEN else OPEN[:1]
            free = _up_to(marker, but=self._line if compiled.program.model_lines else None)
            self._free = MaskEngine(vocabulary, free)
        if compiled.program.model_lines:
            if self._free is None and compiled.dfa.run(compiled.dfa.start, b"<") >= 0:
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
        dead = may_begin and part is None
        here = Position(text, state, part, None, DEAD, self._tracker.start(), dead=dead)
        if self._free is not None:
            return self._with_free_text(here)
        return here if part is None else self._at_answer(here, part)

    def _with_free_text(self, here: Position) -> Position:
        """The same place; free text may have begun there, as long as it reads like a line's beginning."""
        assert self._free is not None
        for begun in range(len(self._line)):
            lines = here.text[: len(here.text) - begun]
            if here.text[len(lines) :] != self._line[:begun] or not self._is_preface(lines):
                continue
            state = self._free.advance_bytes(self._free.start, self._line[:begun])
            return replace(here, part=self._part(lines), engine=self._free, state=state, begin=DEAD)
        return here

    def _is_preface(self, lines: bytes) -> bool:
        engine = self._preface
        return not lines if engine is None else engine.is_accepting(engine.advance_bytes(engine.start, lines))

    def _at_answer(self, here: Position, part: AnswerPart) -> Position:
        """The same place, with the answer beginning there."""
        begun = replace(here, engine=part.engine, state=part.engine.start, begin=len(here.text))
        if part.nesting is not None:
            begun = replace(begun, nesting=part.nesting.start)
        return (
            begun
            if part.reading is None
            else self._told(replace(begun, term=part.reading.root), part.reading)
        )

    def _told(self, here: Position, reading: Reading) -> Position:
        """The same place, with the parts told whose languages depend on the text so far."""
        if not reading.terms.opens(here.term):
            return here
        answer = here.text[here.begin :]
        term = reading.told(here.term, answer, self._tracker, here.tracker)
        engine = self._engine(reading, term)
        return replace(here, term=term, engine=engine, state=DEAD if engine is None else engine.start)

    def _engine(self, reading: Reading, term: int) -> MaskEngine | None:
        """The engine of what is to come; None if there is nothing."""
        if term not in self._engines:
            dfa = reading.dfa(term)
            engine = None if dfa.is_empty else MaskEngine(self.vocabulary, dfa, short_lived=True)
            self._engines[term] = engine
            if len(self._engines) > _ENGINES_KEPT:
                self._engines.popitem(last=False)
        self._engines.move_to_end(term)
        return self._engines[term]

    def _part(self, preface: bytes) -> AnswerPart | None:
        if preface not in self._parts:
            try:
                limits = read_constraint_lines(preface, self.compiled.program) if preface else ()
                tight = self.compiled.tightened(limits) if limits else self.compiled
                reading = tight.reading
                stack = None if tight.free is None else ContextFreeEngine(self.vocabulary, tight.free)
                if stack is not None and reading is None:
                    part = AnswerPart(preface, limits, None, stack, None, tight.dfa)
                else:  # where the answer's very first part depends on the text before it, it is told later
                    dfa = tight.dfa if reading is None else reading.dfa(reading.root)
                    engine = MaskEngine(self.vocabulary, dfa)
                    part = AnswerPart(preface, limits, reading, engine, stack, tight.dfa)
                self._parts[preface] = part
            except NoAdmissibleCompletion as err:
                self._parts[preface] = err
        known = self._parts[preface]
        return known if isinstance(known, AnswerPart) else None

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
        if position.engine is not None:
            flags |= position.engine.bool_row(position.state)
        if position.part is not None and position.part.nesting is not None and position.nesting >= 0:
            flags &= position.part.nesting.bool_row(position.nesting)
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

    def forced(self, position: Position, left: int | None = None) -> tuple[bytes, bool]:
        """The text that must come next, and whether all of it is fixed, the end of the output included where
        it ends there.

        ``left``: how many tokens there is room for; free text then ends while there is room for an answer.
        """
        engine, part = position.engine, position.part
        if position.dead or engine is None or part is None:
            if position.dead or self._preface is None or position.preface_state < 0:
                return b"", False
            return self._preface.forced(position.preface_state), False
        if position.begin < 0:
            marker = self._rest_of_marker(position.text[len(part.preface) :])
            return (
                (marker, True)
                if left is not None and left <= len(marker) + part.shortest + 1
                else (b"", False)
            )
        if position.preface_state >= 0:  # a choice between another line and the answer, at least
            return b"", False
        text = engine.forced(position.state)
        after = engine.advance_bytes(position.state, text)
        ends = engine.is_accepting(after) and not engine.may_go_on(after)
        if ends and part.reading is not None:
            ends = not part.reading.terms.opens(part.reading.after(position.term, text))
        return text, ends

    def ending(self, position: Position) -> bytes | None:
        """A shortest text up to where the output may end or something else begins: the answer, behind free
        text or a constraint line; a part that is told. None if none is known."""
        if position.engine is not None:
            return position.engine.ending(position.state)
        return None if self._preface is None else self._preface.ending(position.preface_state)

    def _rest_of_marker(self, free: bytes) -> bytes:
        """What is left to write of the marker that ends the free text."""
        marker = self.compiled.program.after or b""
        begun = next(n for n in range(len(marker), -1, -1) if free.endswith(marker[:n]))
        return marker[begun:]

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
        part, engine = position.part, position.engine
        state = DEAD if engine is None or position.dead else engine.advance(position.state, token)
        if state < 0 or part is None or engine is None:
            raise MaskError(f"token {token} is not admissible here")
        here = replace(position, text=position.text + data, preface_state=DEAD, state=state)
        if position.begin < 0:
            return self._at_answer(here, part) if engine.is_accepting(state) else here
        here = replace(here, tracker=self._tracker.advance(position.tracker, data))
        if part.nesting is not None:
            here = replace(here, nesting=part.nesting.advance(position.nesting, token))
            if here.nesting < 0:
                raise MaskError(f"token {token} is not admissible here")
        if part.reading is None:
            return here
        return self._told(replace(here, term=part.reading.after(position.term, data)), part.reading)

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
        offset = after.begin
        if after.part is None or offset < 0:
            return []
        answer = after.text[offset:]
        known = len(self._tracker.closed(before.tracker))
        fresh = self._tracker.closed(after.tracker)[known:]
        found = [span_of(rule, answer, start, end) for rule, start, end in fresh]
        return [Span(s.name, s.rule, s.start + offset, s.end + offset, s.claims) for s in found]

    def text_closing(self, before: Position, data: bytes, span: Span) -> bytes:
        """The shortest text on the way over ``data`` after which ``span`` is closed, whatever follows."""
        offset = max(before.begin, 0)
        wanted = (span.rule, span.start - offset, span.end - offset)
        tracker = before.tracker
        for end in range(1, len(data) + 1):
            tracker = self._tracker.advance(tracker, data[end - 1 : end])
            if wanted in [(rule.rule, *place) for rule, *place in self._tracker.closed(tracker)]:
                return before.text + data[:end]
        return before.text + data


def _up_to(marker: bytes, *, but: bytes | None) -> Dfa:
    """Texts that end with the marker and say it nowhere before; ``but``: and do not begin with this."""
    terms = Terms()
    ending = terms.then(terms.any_text, terms.literal(marker))
    longer = terms.then(ending, terms.then(terms.one_of(ALL), terms.any_text))
    first = terms.without(ending, longer)
    if but is not None:
        first = terms.without(first, terms.then(terms.literal(but), terms.any_text))
    return dfa_of_term(terms, first)
