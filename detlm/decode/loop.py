"""The decoding loop: mask, choose, prove, back up.

Everything that is emitted has passed the mask; every span that closes goes to the kernel while decoding
goes on. A refuted span makes the loop go back to before it closed and remember that it must not come
again; the number of times is bounded, seconds play no part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from detlm.decode.choose import Drawer, best
from detlm.decode.closing import Closing
from detlm.decode.events import (
    BackedUp,
    ConstraintSaid,
    Event,
    SpanPending,
    SpanProved,
    TokenChosen,
)
from detlm.decode.guide import Flags, Guide, Position
from detlm.decode.proofs import SpanProofs
from detlm.errors import DecodeError, NoAdmissibleCompletion
from detlm.mask.compile import describe
from detlm.mask.parse import Span
from detlm.model.scorer import Scorer

_PATIENCE = 4  # times of going back to the nearest choice for each choice that a leap goes further
_TRIES = 64  # choices that leave no room for the rest of the answer, after which the model is not asked again


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds in steps, never in seconds."""

    tokens: int = 256
    backups: int = 200


@dataclass(frozen=True, slots=True)
class Frame:
    """A token that stands: where it was added and how it came about."""

    before: Position
    chosen: TokenChosen
    spans: tuple[Span, ...]


@dataclass
class Loop:
    """One decoding run. ``frames`` holds the tokens that stand; ``finished`` says why it stopped."""

    guide: Guide
    scorer: Scorer
    proofs: SpanProofs
    drawer: Drawer | None
    budget: Budget
    frames: list[Frame] = field(default_factory=list)
    backups: int = 0
    position: Position = field(init=False)
    _dead: set[bytes] = field(default_factory=set)
    _shunned: set[bytes] = field(default_factory=set)
    _no_end: set[bytes] = field(default_factory=set)
    _planned: list[int] = field(default_factory=list)
    _ahead: tuple[int, Position] | None = None
    _cramped: bool = False

    def __post_init__(self) -> None:
        self.position = self.guide.start()
        self._closing = Closing(self.guide)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The spans that are closed, in order."""
        return tuple(s for f in self.frames for s in f.spans)

    def run(self) -> Iterator[Event]:
        """Decodes until the output may and does end.

        Raises ``NoAdmissibleCompletion`` when nothing is left to try, ``DecodeError`` past a budget,
        ``ModelError`` and ``KernelError`` as they come.
        """
        while True:
            yield from self._verdicts(wait=False)
            flags = self._admissible(self.position)
            count = int(flags.sum())
            if count == 0:
                yield self._back_up(*self.guide.dead_end(self.position))
                continue
            chosen = self._choose_not_shunned(flags, count)
            if chosen is None:
                self._cramped = True
                reason = "nothing that may follow leaves tokens enough to end the answer"
                yield self._back_up(reason, self.position.text)
                continue
            if self._ends(chosen):
                waiting = len(self.frames)
                yield from self._verdicts(wait=True)
                if len(self.frames) == waiting:
                    break
                continue
            if len(self.frames) >= self.budget.tokens:
                raise self._too_few_tokens()
            yield from self._add(chosen)

    def reject_end(self, reason: str) -> BackedUp:
        """Takes back the end of the output, which the kernel refuted as a whole."""
        self._no_end.add(self.position.text)
        if not self._admissible(self.position).any():
            return self._back_up(reason, self.position.text)
        self._count(reason)
        return BackedUp(0, b"", reason)  # the text may still go on

    # -- choosing ------------------------------------------------------------------------------------

    def _admissible(self, position: Position) -> Flags:
        """What the mask admits, less what begins with a text known to be dead, however it is cut."""
        flags = self._without(self._dead, position.text, self.guide.flags(position))
        if position.text in self._no_end:
            flags[list(self.guide.vocabulary.eos_ids)] = False
        return flags

    def _without(self, texts: set[bytes], text: bytes, flags: Flags) -> Flags:
        """``flags`` behind ``text``, cleared of what begins with one of ``texts`` from there on."""
        for other in texts:
            if len(other) > len(text) and other.startswith(text):
                flags[self.guide.ids_beginning(other[len(text) :])] = False
        return flags

    def _not_shunned(self, position: Position, flags: Flags) -> Flags:
        """What of ``flags`` is not shunned; a fresh array."""
        return self._without(self._shunned, position.text, flags.copy())

    def _choose_not_shunned(self, flags: Flags, count: int) -> TokenChosen | None:
        """The best choice among what is not shunned; where that leaves none, among all."""
        if self._shunned:
            preferred = self._not_shunned(self.position, flags)
            remaining = int(preferred.sum())
            if remaining and (chosen := self._choose_in_time(preferred, remaining)) is not None:
                return chosen
        return self._choose_in_time(flags, count)

    def _choose_in_time(self, flags: Flags, count: int) -> TokenChosen | None:
        """The best choice from where the answer can still be closed with the tokens left; None if that was
        possible here by what masks know and is not with what is left of ``flags``, which it changes.

        Where it is out of reach already, simply the best choice.
        """
        chosen = self._choose(flags, count)
        left = self.budget.tokens - len(self.frames)
        if self._leaves_room(chosen, left - 1):
            return chosen
        onward = self._closing.onward(self.position, left)
        if not onward:
            return chosen
        for _ in range(_TRIES):
            flags[chosen.id] = False
            remaining = int(flags.sum())
            if not remaining:
                return None
            chosen = self._choose(flags, remaining)
            if self._leaves_room(chosen, left - 1):
                return replace(chosen, admissible=count)
        known = [token for token in onward if flags[token]]
        if not known:
            return None
        flags[:] = False
        flags[known] = True
        return replace(self._choose(flags, len(known)), admissible=count)

    def _leaves_room(self, chosen: TokenChosen, left: int) -> bool:
        return self._ends(chosen) or self._closing.in_time(self._after(chosen), left)

    def _ends(self, chosen: TokenChosen) -> bool:
        return chosen.id in self.guide.vocabulary.eos_ids

    def _after(self, chosen: TokenChosen) -> Position:
        """Where a token leads from here; the last one asked for is kept."""
        if self._ahead is None or self._ahead[0] != chosen.id:
            self._ahead = chosen.id, self.guide.step(self.position, chosen.id)
        return self._ahead[1]

    def _choose(self, flags: Flags, count: int) -> TokenChosen:
        if count == 1 or self._must_end(flags, count):
            self._planned.clear()
            return self._record(int(flags.argmax()), True, count, None)
        planned = self._next_planned()
        if planned is not None and flags[planned]:
            return self._record(planned, True, count, None)
        self._planned.clear()
        if self.drawer is not None:
            choice = self.drawer.draw(self.scorer.logits(), flags)
        else:
            choice = best(self.scorer.logits(), flags, self.scorer.logits_float64)
        return self._record(choice.id, False, count, choice.margin)

    def _must_end(self, flags: Flags, count: int) -> bool:
        """Whether only end-of-text is left, of which some models have several ids."""
        return int(flags[list(self.guide.vocabulary.eos_ids)].sum()) == count

    def _next_planned(self) -> int | None:
        """The next token of forced text, if there is any.

        The last token of it is left to the model, which may know a longer one, unless the output ends there.
        """
        if not self._planned:
            room = self.budget.tokens - len(self.frames)
            text, ends = self.guide.forced(self.position, room)
            if text:
                self._planned = self.guide.vocabulary.tokenize_forced(text)
                if not ends:
                    self._planned.pop()
        return self._planned.pop(0) if self._planned else None

    def _record(self, token: int, forced: bool, count: int, margin: float | None) -> TokenChosen:
        return TokenChosen(token, self.guide.vocabulary.tokens[token] or b"", forced, count, margin)

    # -- adding and taking back ----------------------------------------------------------------------

    def _add(self, chosen: TokenChosen) -> Iterator[Event]:
        before, after = self.position, self._after(chosen)
        self._ahead = None
        spans = tuple(self.guide.closed_spans(before, after))
        alone = [span for span in spans if self.proofs.stands_alone(span)]
        self.frames.append(Frame(before, chosen, spans))
        self.position = after
        self.scorer.extend([chosen.id])
        yield chosen
        if after.part is not None and after.part.limits and after.text == after.part.preface:
            yield ConstraintSaid(after.part.preface, tuple(describe(m) for m in after.part.limits))
        for span in alone:
            text = after.text[span.start : span.end]
            known = self.proofs.known(span, text)
            if known is None and not self.proofs.holds(span, text):
                known = self.proofs.check_now(span, text)
            if known is None and self.proofs.is_slow(span):
                continue  # it should hold, and is proved with the whole output
            if known is None:
                self.proofs.submit(span, text)
                yield SpanPending(span, text)
            elif known.proved:
                yield SpanProved(span, text, known.verdict.milliseconds, cached=True)
            else:
                yield self._refuted(len(self.frames) - 1, span, text)
                return

    def _verdicts(self, *, wait: bool) -> Iterator[Event]:
        for pending, checked in self.proofs.ready(wait=wait):
            if checked.proved:
                yield SpanProved(pending.span, pending.text, checked.verdict.milliseconds, cached=False)
                continue
            span, text = pending.span, pending.text
            closing = next((i for i, f in enumerate(self.frames) if span in f.spans), None)
            if closing is not None and self.position.text[span.start : span.end] == text:  # not taken back
                yield self._refuted(closing, span, text)

    def _refuted(self, closing: int, span: Span, text: bytes) -> BackedUp:
        """Goes back to before the token that closed a refuted span; ``closing``: its place in ``frames``."""
        frame = self.frames[closing]
        reason = f"the kernel refuted {_shown(text)}"
        return self._back_up(reason, self.guide.text_closing(frame.before, frame.chosen.text, span))

    def _back_up(self, reason: str, dead: bytes) -> BackedUp:
        """Goes back to before the end of ``dead``, a beginning of the text (or all of it) that cannot stand.

        It goes back further, byte by byte, for as long as nothing else could follow. What is dead is
        remembered as text, so that no other cut into tokens brings it again.
        """
        self._count(reason)
        text, before = self.position.text, len(self.frames)
        while True:
            self._dead.add(dead)
            while self.frames and len(self.position.text) >= len(dead):
                self._take_back()
            if not dead:
                if self._cramped:  # with more tokens something might be left
                    raise self._too_few_tokens()
                raise NoAdmissibleCompletion(f"no admissible completion: {reason}")
            dead = dead[:-1]
            if self._admissible(self.guide.spell(self.position, dead)).any():
                break
        self._leap()
        taken = before - len(self.frames)
        return BackedUp(taken, text[len(self.position.text) :], reason)

    def _leap(self) -> None:
        """Goes back over more choices, since the nearest may not be the one that was wrong.

        Every fourth time over one, every eighth over two, and so on by powers of two, within the answer.
        What is left this way is not dead; it is shunned for as long as anything else may follow.
        """
        far = (self.backups & -self.backups) // _PATIENCE
        shunned = None
        while far and self.frames and self._is_within_answer(self.frames[-1].before):
            text = self.position.text
            self._take_back()
            begun = text[: len(self.position.text) + 1]
            flags = self._not_shunned(self.position, self._admissible(self.position))
            if self._without({begun}, self.position.text, flags).any():
                far, shunned = far - 1, begun
        if shunned is not None:
            self._shunned.add(shunned)

    def _is_within_answer(self, position: Position) -> bool:
        return position.part is not None and position.begin >= 0 and not position.dead

    def _too_few_tokens(self) -> DecodeError:
        return DecodeError(
            f"the answer is not finished after {self.budget.tokens} tokens",
            hint="raise --max-tokens, or bound the output's shape",
        )

    def _count(self, reason: str) -> None:
        self._planned.clear()
        self._closing.look_again()
        self._ahead = None
        self.backups += 1
        if self.backups > self.budget.backups:
            raise DecodeError(
                f"gave up after going back {self.budget.backups} times; the last reason: {reason}",
                hint=f"raise --max-backups, or {self._easier()}",
            )

    def _easier(self) -> str:
        """What would let masks carry more of what is only found out at the ends of spans."""
        if self.guide.compiled.program.facts:
            return "let masks carry the rule (a smaller fact base)"
        return "let masks carry the rule, as a category or a limit (detlm check says what they leave open)"

    def _take_back(self) -> None:
        self.position = self.frames.pop().before
        self.scorer.rewind(1)


def _shown(text: bytes) -> str:
    return repr(text.decode(errors="replace"))
