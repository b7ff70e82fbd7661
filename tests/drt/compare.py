"""Puts one trial to everybody and says where they part.

Opinions of a case: the plain mirror (``detlm.mask.parse.admits``), the masks, the decoder's guide, a check
written for the test where the trial brings one, and Lean. Verdicts, in the order of gravity:

* ``agree``: nobody contradicts anybody;
* ``knownGap``: they part in a way that ``GAPS.md`` describes; ``gap`` is its name there;
* ``investigate``: somebody had no opinion who should have had one;
* ``bug``: they part.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from detlm.errors import MaskError, NoAdmissibleCompletion
from detlm.kernel.protocol import Kernel
from detlm.knowledge.closure import Closure, close
from detlm.mask.compile import compile_program
from detlm.mask.filters import asks_support
from detlm.mask.parse import admits, answer_of, broken_rule, parses, spans
from detlm.mask.tracker import SpanTracker
from detlm.mask.tree import Tree
from detlm.mask.witnesses import GrammarWitnesses
from detlm.syntax.program import And, Derive, walk
from tests.drt.cases import Trial
from tests.drt.lean import Question, Sheet, wrong
from tests.drt.masks import DEAD_END, Guided, Masks, Stuck, TooLong

Verdict = Literal["agree", "knownGap", "investigate", "bug"]
Check = Callable[[bytes], bool | None]  # what must be said of an output, None: unknown
AMBIGUOUS = "ambiguous-shape"  # of GAPS.md


@dataclass(frozen=True)
class Finding:
    """Opinions that part, about one output (or None: about the program). ``gap`` names an entry of GAPS.md."""

    verdict: Verdict
    who: str
    text: str
    trial: Trial
    gap: str = ""


@dataclass
class Outcome:
    """What became of trials: verdicts of their cases, and how many were admitted."""

    verdicts: dict[str, int] = field(default_factory=dict)
    admitted: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def count(self, what: str, by: int = 1) -> None:
        """One more of something worth knowing."""
        self.seen[what] = self.seen.get(what, 0) + by


@dataclass
class _Case:
    output: bytes
    admitted: bool
    tree: Tree | None
    findings: list[Finding] = field(default_factory=list)


class Comparison:
    """One trial, Python's side done; Lean's verdicts are added by ``judge``."""

    def __init__(
        self, trial: Trial, rng: Random, *, check: Check | None = None, guided: int = 2, walks: int = 0
    ) -> None:
        self.trial = trial
        self.rng = rng
        self.about: list[Finding] = []  # of no single case
        self.notes: list[str] = []
        self.program = trial.program
        self.closure: Closure = close(self.program)
        self.witnesses = GrammarWitnesses()
        self.masks = self._compiled()
        if self.masks is not None:
            trial = self.trial = replace(trial, outputs=trial.outputs + tuple(self._walked(walks)))
        self.cases = [self._case(output) for output in dict.fromkeys(trial.outputs)]
        expected = dict(zip(trial.outputs, trial.expected, strict=False))
        for case in self.cases:
            wanted = expected.get(case.output) if check is None else check(case.output)
            if wanted is not None and wanted != case.admitted:
                self._part(case, "bug", "expected", f"expected {wanted}, the mirror says {case.admitted}")
        for case in self.rng.sample(self.cases, min(guided, len(self.cases))):
            self._guided(case)

    # -- Python --------------------------------------------------------------------------------------

    def _compiled(self) -> Masks | None:
        try:
            return Masks(compile_program(self.program, self.trial.prompt, closure=self.closure))
        except NoAdmissibleCompletion:
            self.notes.append("nothing admissible")
        except MaskError as error:
            self.notes.append("no mask")
            self.notes.append(f"no mask: {error.message[:60]}")
        return None

    def _walked(self, walks: int) -> list[bytes]:
        """Outputs that the masks lead to."""
        assert self.masks is not None
        found = []
        try:
            guide = Guided(self.masks.compiled)
            for _ in range(walks):
                try:
                    found.append(guide.walk(self.rng, 24))
                except Stuck as stuck:
                    self._dead_end(stuck.text)
                except TooLong:
                    self.notes.append("walk too long")
        except MaskError as error:
            self.notes.append(f"no guide: {error.message[:60]}")
        return [text for text in found if len(text) <= 80]

    def _dead_end(self, text: bytes) -> None:
        assert self.masks is not None
        known = self.masks.compiled.reading is not None
        verdict: Verdict = "knownGap" if known else "bug"
        trial = replace(self.trial, outputs=(text,), expected=())
        self.about.append(
            Finding(verdict, "mask", f"nothing may follow {text!r}", trial, DEAD_END if known else "")
        )

    def _case(self, output: bytes) -> _Case:
        prompt, known = self.trial.prompt, self.closure
        admitted, _ = admits(self.program, prompt, output, known, derives=self.witnesses)
        answer = answer_of(self.program, output)
        trees = [] if answer is None else parses(self.program.output, answer)
        case = _Case(output, admitted, trees[0] if len(trees) == 1 else None)
        if len(trees) > 1:
            self.notes.append("ambiguous case")
        nothing = "nothing admissible" in self.notes
        if self.masks is None and not nothing:
            return case
        accepted = self.masks is not None and self.masks.accept(output)
        if admitted and not accepted:
            self._part(case, "bug", "masks", "admitted, and the masks do not let it through")
        if accepted and not admitted:
            self._excuse(case, trees)
        if self.masks is not None and self.masks.stuck:
            self._dead_end(self.masks.stuck.pop())
        if case.tree is not None and answer is not None:
            self._spans(case, case.tree, answer)
        return case

    def _excuse(self, case: _Case, trees: Sequence[Tree]) -> None:
        """The masks let through what is not admitted: that is right for rules left to the end of spans."""
        assert self.masks is not None
        if len(trees) > 1:
            self._part(case, "knownGap", "masks", "the text reads in two ways", AMBIGUOUS)
            return
        broken = None
        if trees:
            broken = broken_rule(trees[0], self.trial.prompt, self.closure, derives=self.witnesses)
        if broken is None or broken.rule not in self.masks.late:
            self._part(case, "bug", "masks", "not admitted, and the masks let it through")
        else:
            self.notes.append("left to the span's end")

    def _spans(self, case: _Case, tree: Tree, answer: bytes) -> None:
        tracker = SpanTracker(self.program.output)
        state = tracker.advance(tracker.start(), answer)
        there = {(s.rule, s.start, s.end) for s in spans(tree)}
        closed = {(s.rule, s.start, s.end) for s in tracker.spans(state, answer)}
        if not state.alive or not closed <= there:
            self._part(case, "bug", "tracker", f"closed {sorted(closed - there)}, alive {state.alive}")

    def _guided(self, case: _Case) -> None:
        if self.masks is None or len(case.output) > 60:
            return
        try:
            said = Guided(self.masks.compiled).accepts(case.output)
        except MaskError as error:
            self.notes.append(f"no guide: {error.message[:60]}")
            return
        if said != self.masks.accept(case.output):
            self._part(case, "bug", "guide", f"the guide says {said}, the masks not")
        self.masks.stuck.clear()
        self.notes.append("guided")

    def _part(self, case: _Case, verdict: Verdict, who: str, text: str, gap: str = "") -> None:
        trial = replace(self.trial, outputs=(case.output,), expected=())
        if who == "expected":
            trial = replace(trial, expected=(not case.admitted,))
        case.findings.append(Finding(verdict, who, text, trial, gap))

    # -- Lean ----------------------------------------------------------------------------------------

    @property
    def supports(self) -> bool:
        """Whether a rule asks for support."""
        rules = (s for s in walk(self.program.output) if isinstance(s, Derive))
        return any(asks_support(And(d.given, d.ensure)) for d in rules)

    def questions(self) -> list[tuple[_Case, Question]]:
        """All cases as questions to Lean."""
        return [(case, Question(case.output, case.admitted, case.tree)) for case in self.cases]

    def outcome(self) -> Outcome:
        """The verdicts of all cases."""
        result = Outcome()
        result.findings += self.about
        for case in self.cases:
            result.findings += case.findings
            worst = max((_GRAVITY.index(f.verdict) for f in case.findings), default=0)
            result.verdicts[_GRAVITY[worst]] = result.verdicts.get(_GRAVITY[worst], 0) + 1
            result.admitted += case.admitted
        for finding in self.about:
            result.count(f"{finding.verdict}: {finding.text.split()[0]} (about the program)")
        for note in self.notes:
            result.count(note)
        return result


_GRAVITY: tuple[Verdict, ...] = ("agree", "knownGap", "investigate", "bug")


def judge(kernel: Kernel, comparisons: Sequence[Comparison]) -> list[str]:
    """Adds Lean's verdicts to the cases; returns complaints about requests that came to nothing."""
    plain, searched = Sheet(), Sheet(searching=True)
    for comparison in comparisons:
        asked = comparison.questions()
        owners = [((comparison, case), question) for case, question in asked]
        plain.add(comparison.program, comparison.trial.prompt, comparison.closure, owners)
        if comparison.supports and comparison.rng.random() < 0.5:
            fitting = [o for o in owners if o[1].tree is not None]
            some = comparison.rng.sample(fitting, min(2, len(fitting)))
            searched.add(comparison.program, comparison.trial.prompt, comparison.closure, some)
            comparison.notes += ["searched by Lean"] * len(some)
    complaints: list[str] = []
    for sheet in (plain, searched):
        if not sheet.about:
            continue
        found, said = wrong(kernel, sheet)
        complaints += said
        for comparison, case in found:  # type: ignore[misc]
            comparison._part(case, "bug", "Lean", f"the mirror says {case.admitted}, Lean the opposite")
    return complaints
