"""Whether an answer can still be closed with the tokens that are left, and by which.

A known way to the end is a plan: a shortest text, cut into tokens, longest first. What is left of a plan
after its first token is the plan from there, so an answer that has begun with a plan short enough can always
be kept to one. Where a plan is too long, an automaton may still know a way of fewer tokens. All this is a
matter of masks; what proofs will say is not known.
"""

from __future__ import annotations

from collections.abc import Sequence

from detlm.decode.guide import AnswerPart, Guide, Position
from detlm.mask.automaton import Dfa
from detlm.mask.contextfree import ContextFree
from detlm.mask.rows import Rows

_FAR = 4  # looking begins when the tokens left are fewer than so many times the bytes that closing may take
_REST = 4  # looking rests until spare tokens could be used up if each token took so many of them
_FARTHEST = 4096  # bytes up to which a text whose parts are told one by one is followed


class Closing:
    """Plans for positions of one guide."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._rests_above: int | None = None
        self._most = 0  # tokens of the longest plan that was in time

    def look_again(self) -> None:
        """To be called after going back: what was found out further on says nothing any more."""
        self._rests_above = None

    def in_time(self, position: Position, left: int) -> bool:
        """Whether the output can be closed with ``left`` more tokens; true as well where no plan is known.

        Where plans take work, not every position is looked at as long as there is much to spare.
        """
        if position.dead:  # the loop goes back from there
            return True
        engine = _of_the_rest(position)
        if engine is not None:
            distance = engine.distance(position.state)
            if distance is None or distance <= left:  # each byte is a token, so it takes no more tokens
                return True
        elif left > (_FAR * _measure(position) if self._rests_above is None else self._rests_above):
            return True
        plan = self.plan(position, left)
        if plan is None:
            return True
        spare = left - len(plan)
        if spare >= 0:
            self._most = max(self._most, len(plan))
        # A single token may begin another round of a list, for which as much may be needed as for the first.
        self._rests_above = left - max(0, spare - self._most) // _REST
        return spare >= 0 or (engine is not None and engine.ends_within(position.state, left))

    def onward(self, position: Position, left: int) -> Sequence[int]:
        """Ids that keep to a way to the end of at most ``left`` tokens, end-of-text where it is the end; none
        if no such way is known."""
        plan = self.plan(position, left)
        if plan is not None and len(plan) <= left:
            return plan[:1] or self._guide.vocabulary.eos_ids
        engine = _of_the_rest(position)
        return [] if engine is None else engine.leading(position.state, left - 1)

    def plan(self, position: Position, left: int) -> list[int] | None:
        """The ids of a text behind which the output may end, shorter ones first; None if none is known.

        Of one with more than ``left`` tokens the first few, more than ``left``.
        """
        guide = self._guide
        tokens: list[int] = []
        if position.part is None:  # in a constraint line; what it will do to the answer is not known yet
            tokens += self._cut(guide.ending(position) or b"")
            position = guide.start()
        if position.begin < 0:
            marker = guide.ending(position) or b""
            tokens += self._cut(marker)
            position = guide.spell(position, position.text + marker)
        if position.part is None or position.begin < 0:
            return None
        if position.part.reading is not None:
            rest = self._told(position, position.part, left - len(tokens))
        else:
            text = guide.ending(position)
            rest = None if text is None else self._cut(text)
        return None if rest is None else tokens + rest

    def _told(self, position: Position, part: AnswerPart, left: int) -> list[int] | None:
        """The same within an answer whose parts are told when a text gets to them.

        It goes to the end of the part, but not where the answer would end later for it if no part depended on
        another: a list need not go on. What comes next is a matter of the position alone.
        """
        free = part.free
        state = free.run(free.start, position.text[position.begin :])
        tokens: list[int] = []
        said = b""  # and not yet cut: no token crosses the beginning of a part that is told
        for _ in range(_FARTHEST):
            engine = position.engine
            if engine is None:  # what is told here leaves nothing
                return None
            if len(tokens) > left:
                return tokens
            if engine.is_accepting(position.state):
                return tokens + self._cut(said)
            byte, sooner = (engine.ending(position.state) or b"")[:1], (free.ending(state) or b"")[:1]
            if sooner and not _nearer(free, free.run(state, byte), state):
                byte = sooner if engine.advance_bytes(position.state, sooner) >= 0 else byte
            state = free.run(state, byte)
            if state < 0:
                return None
            position = self._guide.spell(position, position.text + byte)
            said += byte
            if position.engine is not engine:
                tokens += self._cut(said)
                said = b""
        return None

    def _cut(self, text: bytes) -> list[int]:
        return self._guide.vocabulary.tokenize_forced(text)


def _of_the_rest(position: Position) -> Rows | None:
    """The engine that knows all that is to come; None where something is to be told first."""
    part = position.part
    return position.engine if part is not None and part.reading is None and position.begin >= 0 else None


def _nearer(free: Dfa | ContextFree, there: int, here: int) -> bool:
    """Whether the end is nearer ``there`` than ``here``."""
    away, now = free.distance(there) if there >= 0 else None, free.distance(here)
    return away is not None and (now is None or away < now)


def _measure(position: Position) -> int:
    """How many bytes closing may take, roughly: parts to come may repeat what is there."""
    return len(position.text) + (0 if position.part is None else position.part.shortest)
