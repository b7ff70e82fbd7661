"""Puts one trial to everybody and says where they part.

Opinions of a case: the plain mirror (``detlm.mask.parse.admits``), the masks, the decoder's guide, a check
written for the test where the trial brings one, and Lean. Verdicts, in the order of gravity:

* ``agree``: nobody contradicts anybody;
* ``knownGap``: they part in a way that ``GAPS.md`` describes; ``gap`` is its name there;
* ``investigate``: somebody had no opinion who should have had one;
* ``bug``: they part.

Other people's engines are asked too (``oracles``). Where they differ from the masks in a way that
``ORACLES.md`` explains, it is counted, and says nothing about the case.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal

from detlm.errors import MaskError, NoAdmissibleCompletion
from detlm.kernel.protocol import Kernel
from detlm.knowledge.closure import Closure, close
from detlm.mask.analysis import analyse
from detlm.mask.compile import compile_program
from detlm.mask.filters import asks_support, atoms_of
from detlm.mask.parse import admits, answer_of, broken_rule, parses, spans
from detlm.mask.tracker import SpanTracker
from detlm.mask.tree import Tree
from detlm.mask.witnesses import GrammarWitnesses
from detlm.syntax import read_constraint_lines, split_preface
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.natural import OPEN
from detlm.syntax.program import And, Derive, InGrammar, Limit, Program, walk
from tests.drt.cases import SCHEMA, Trial
from tests.drt.codec import constructs_of
from tests.drt.lean import Question, Sheet, wrong
from tests.drt.masks import DEAD_END, Guided, Masks, Stuck, TooLong
from tests.drt.oracles.differences import put
from tests.drt.oracles.engines import Engine
from tests.drt.oracles.schema_differences import put_schema

Verdict = Literal["agree", "knownGap", "investigate", "bug"]
Check = Callable[[bytes], bool | None]  # what must be said of an output, None: unknown
AMBIGUOUS = "ambiguous-shape"
MARKUP = "free-text-markup"
NO_ROOM = "lines-leave-nothing"
GAPS = (AMBIGUOUS, DEAD_END, MARKUP, NO_ROOM)  # the entries of GAPS.md


@dataclass(frozen=True)
class Finding:
    """Opinions that part, about one output or the program. ``gap`` names an entry of GAPS.md."""

    verdict: Verdict
    who: str
    text: str
    trial: Trial
    gap: str = ""


@dataclass
class Outcome:
    """What became of a trial: its cases by verdict, by construct and by known gap; how many were admitted."""

    verdicts: dict[str, int] = field(default_factory=dict)
    admitted: int = 0
    constructs: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    oracles: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def count(self, what: str, by: int = 1) -> None:
        """One more of something worth knowing."""
        self.seen[what] = self.seen.get(what, 0) + by


@dataclass
class _Case:
    """``program``: with what the output's own constraint lines, its ``preface``, add as limits."""

    output: bytes
    program: Program
    preface: bytes = b""
    admitted: bool = False
    accepted: bool | None = None  # by the masks; None without
    tree: Tree | None = None
    stated: bool = True  # there is something to put to Lean
    findings: list[Finding] = field(default_factory=list)


class Comparison:
    """One trial, Python's side done; Lean's verdicts are added by ``judge``."""

    def __init__(
        self,
        trial: Trial,
        rng: Random,
        *,
        check: Check | None = None,
        guided: int = 2,
        walks: int = 0,
        engines: Sequence[Engine] = (),
    ) -> None:
        self.trial = trial
        self.kind = ""  # what its text is about
        self.rng = rng
        self.about: list[Finding] = []  # of no single case
        self.notes: list[str] = []
        self._codes: set[str] | None = None  # of the analysis
        self.program = trial.program
        self.closure: Closure = close(self.program)
        self.witnesses = GrammarWitnesses()
        self.silent = False  # the masks have no opinion
        self._tight: dict[tuple[Limit, ...], Masks | None] = {}
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
        self.oracles: Counter[str] = Counter()
        for engine in engines:
            self._ask(engine)

    # -- Python --------------------------------------------------------------------------------------

    def _compiled(self) -> Masks | None:
        try:
            return Masks(compile_program(self.program, self.trial.prompt, closure=self.closure))
        except NoAdmissibleCompletion:
            self.notes.append("nothing admissible")
        except MaskError as error:
            self.silent = True
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

    def _dead_end(self, output: bytes) -> None:
        """The masks led to the beginning of an output, and let nothing follow."""
        preface, rest = split_preface(output, self.program)
        masks = self._tightened(read_constraint_lines(preface, self.program))
        answer = answer_of(self.program, rest)
        gap = NO_ROOM if preface and masks is None else ""
        if masks is not None and answer is not None and masks.begins_part(answer):
            gap = DEAD_END
        verdict: Verdict = "knownGap" if gap else "bug"
        trial = replace(self.trial, outputs=(output,), expected=())
        self.about.append(Finding(verdict, "mask", f"nothing may follow {output!r}", trial, gap))

    def _case(self, output: bytes) -> _Case:
        case = _Case(output, self.program)
        try:
            case.preface, rest = split_preface(output, self.program)
            said = read_constraint_lines(case.preface, self.program)
        except SourceError:
            self.notes.append("malformed constraint lines")
            case.stated, case.accepted = False, None if self.masks is None else False
            return case
        case.program = self.program.tightened(said)
        case.admitted, _ = admits(case.program, self.trial.prompt, rest, self.closure, derives=self.witnesses)
        answer = answer_of(self.program, rest)
        trees = [] if answer is None else parses(self.program.output, answer)
        case.tree = trees[0] if len(trees) == 1 else None
        if len(trees) > 1:
            self._ambiguous(case)
        try:
            masks = self._tightened(said)
        except MaskError as error:  # the model's own lines ask for too much beside a grammar
            self.notes.append(f"no mask: {error.message[:60]}")
            return case
        if masks is None and self.silent:
            return case
        case.accepted = masks is not None and masks.accept(rest)
        if case.admitted and not case.accepted:
            self._part(case, "bug", "masks", "admitted, and the masks do not let it through")
        if masks is not None:
            if case.accepted and not case.admitted:
                self._excuse(case, trees, masks)
            if masks.stuck:
                before = len(output) - len(answer or b"")
                self._dead_end(output[:before] + masks.stuck.pop())
        if case.tree is not None and answer is not None:
            self._spans(case, case.tree, answer)
        return case

    def _tightened(self, said: tuple[Limit, ...]) -> Masks | None:
        if self.masks is None or not said:
            return self.masks
        if said not in self._tight:
            self.notes.append("tightened")
            try:
                self._tight[said] = Masks(self.masks.compiled.tightened(said))
            except NoAdmissibleCompletion:
                self._tight[said] = None
        return self._tight[said]

    def _ambiguous(self, case: _Case) -> None:
        """A text reads in two ways: the analysis must have found that such texts are there."""
        self.notes.append("ambiguous case")
        if self._codes is None:
            self._codes = {f.code for f in analyse(self.program)}
        if not self._codes & {"ambiguous", "undecided", "empty repetition"}:
            self._part(case, "bug", "analysis", "reads in two ways, and the analysis finds nothing ambiguous")

    def _excuse(self, case: _Case, trees: Sequence[Tree], masks: Masks) -> None:
        """The masks let through what is not admitted: that is right for rules left to the end of spans."""
        if len(trees) > 1:
            self._part(case, "knownGap", "masks", "the text reads in two ways", AMBIGUOUS)
            return
        broken = None
        if trees:
            broken = broken_rule(trees[0], self.trial.prompt, self.closure, derives=self.witnesses)
        if broken is None or broken.rule not in masks.late:
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
        if self.masks is None or case.accepted is None or len(case.output) > 90:
            return
        try:
            said = Guided(self.masks.compiled).accepts(case.output)
        except MaskError as error:
            self.notes.append(f"no guide: {error.message[:60]}")
            return
        free = self.program.after is not None and self.program.model_lines
        rest = case.output[len(case.preface) :]
        if case.accepted and not said and free and rest.startswith(self.markup):
            self._part(case, "knownGap", "guide", "free text begins like a constraint line", MARKUP)
        elif said != case.accepted:
            self._part(case, "bug", "guide", f"the guide says {said}, the masks {case.accepted}")
        self.notes.append("guided")

    def _ask(self, engine: Engine) -> None:
        """What another engine says of the answers that the program's own limits hold for."""
        if self.masks is None:
            return
        limits = self.program.limits
        rests = [c.output[len(c.preface) :] for c in self.cases if c.stated and c.program.limits == limits]
        answers = [answer for rest in rests if (answer := answer_of(self.program, rest)) is not None]
        told = put(engine, self.masks.compiled, answers, self.trial)
        if self.document is not None and not limits:
            texts = {a[:-1]: self.masks.accept_answer(a) for a in answers if a.endswith(b".")}
            told.add(put_schema(engine, self.document, texts))
        self.oracles.update({f"{engine.name}: {what}": n for what, n in told.counts.items()})
        for text, why in told.unexplained[:2]:
            trial = replace(self.trial, outputs=(text,), expected=())
            self.about.append(Finding("investigate", engine.name, f"{text!r}: {why}", trial))

    def _part(self, case: _Case, verdict: Verdict, who: str, text: str, gap: str = "") -> None:
        trial = replace(self.trial, outputs=(case.output,), expected=())
        if who == "expected":
            trial = replace(trial, expected=(not case.admitted,))
        case.findings.append(Finding(verdict, who, text, trial, gap))

    # -- Lean ----------------------------------------------------------------------------------------

    @property
    def document(self) -> object | None:
        """The JSON schema that the program is about, if it is."""
        return next((json.loads(text) for name, text in self.trial.files if name == SCHEMA), None)

    @property
    def markup(self) -> bytes:
        """What free text does not begin with where constraint lines may stand before it."""
        return OPEN if (self.program.after or b"") not in OPEN else OPEN[:1]

    @property
    def searchable(self) -> bool:
        """Whether a rule asks for support, and none for a derivation, which Lean does not look for."""
        rules = (s for s in walk(self.program.output) if isinstance(s, Derive))
        asked = [And(d.given, d.ensure) for d in rules]
        free = any(isinstance(c, InGrammar) for condition in asked for c in atoms_of(condition))
        return any(map(asks_support, asked)) and not free

    def questions(self) -> list[tuple[_Case, Question]]:
        """All cases as questions to Lean."""
        before = len(self.program.limits)
        return [
            (
                case,
                Question(case.output, case.admitted, case.tree, case.preface, case.program.limits[before:]),
            )
            for case in self.cases
            if case.stated
        ]

    def constructs(self) -> set[str]:
        """What the program is made of, and what its text, if it is one, is about."""
        used = constructs_of(replace(self.program, sources=(), positions={}))
        used |= {name for name in ("after", "model_lines") if getattr(self.program, name)}
        return used | ({f"file: {self.kind}"} if self.kind else set())

    def outcome(self) -> Outcome:
        """The verdicts of all cases."""
        result = Outcome()
        result.findings += self.about
        result.oracles = dict(self.oracles)
        for case in self.cases:
            result.findings += case.findings
            worst = max((_GRAVITY.index(f.verdict) for f in case.findings), default=0)
            result.verdicts[_GRAVITY[worst]] = result.verdicts.get(_GRAVITY[worst], 0) + 1
            result.admitted += case.admitted
        result.constructs = dict.fromkeys(self.constructs(), len(self.cases))
        for finding in result.findings:
            if finding.gap:
                result.gaps[finding.gap] = result.gaps.get(finding.gap, 0) + 1
        for finding in self.about:
            result.count(f"{finding.verdict}: {finding.text.split()[0]} (about the program)")
        for note in self.notes:
            result.count(note)
        return result


_GRAVITY: tuple[Verdict, ...] = ("agree", "knownGap", "investigate", "bug")


def judge(kernel: Kernel, comparisons: Sequence[Comparison]) -> list[str]:
    """Adds Lean's verdicts to the cases; returns complaints about requests that came to nothing."""
    plain, searched = Sheet(), Sheet(searching=True)
    for number, comparison in enumerate(comparisons):
        asked = comparison.questions()
        owners = [((comparison, case), question) for case, question in asked]
        compiled = number == 0  # automata have names of their own: one program's in a request
        comparison.notes += ["through Lean's automata"] * (len(owners) if compiled else 0)
        plain.add(comparison.program, comparison.trial.prompt, comparison.closure, owners, compiled=compiled)
        if comparison.searchable and comparison.rng.random() < 0.5:
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
