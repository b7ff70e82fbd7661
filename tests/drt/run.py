"""Many trials, in blocks, on several processes; what was found is minimised and kept.

A block is trials of consecutive numbers; the seed and the number say all, so that a run can go on where it
was cut off, and any number of processes finds the same. Each process has a kernel of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from random import Random
from time import perf_counter
from traceback import format_exc

from detlm.kernel.build import ensure_built
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import Kernel
from detlm.syntax.diagnostics import SourceError
from tests.drt.cases import Trial
from tests.drt.compare import Comparison, Finding, Outcome, Verdict, judge
from tests.drt.draw import drawn
from tests.drt.oracles.engines import installed
from tests.drt.shrink import shrunk

BLOCK = 16  # trials
CASES = 17.0  # cases of a trial, about
HERE = Path(__file__).parent
CORPUS = HERE / "corpus"


@dataclass
class Tally:
    """What became of blocks: cases by verdict, by construct and by known gap, and what else was ``seen``.

    ``findings``: verdict, who, what, the trial's line, of what is not well. ``seconds``: spent in Python and
    waiting for Lean, over all processes.
    """

    verdicts: dict[str, int] = field(default_factory=dict)
    admitted: int = 0
    programs: int = 0
    constructs: dict[str, int] = field(default_factory=dict)
    gaps: dict[str, int] = field(default_factory=dict)
    oracles: dict[str, int] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    findings: list[tuple[str, str, str, str]] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def cases(self) -> int:
        """How many cases have a verdict."""
        return sum(self.verdicts.values())

    def add(self, other: Tally | Outcome) -> None:
        """Joins what another one counted."""
        for counted in ("verdicts", "constructs", "gaps", "oracles", "seen"):
            mine = getattr(self, counted)
            for key, count in getattr(other, counted).items():
                mine[key] = mine.get(key, 0) + count
        self.admitted += other.admitted
        if isinstance(other, Tally):
            self.programs += other.programs
            self.findings += other.findings
            for what, spent in other.seconds.items():
                self.seconds[what] = self.seconds.get(what, 0.0) + spent
        else:
            self.programs += 1
            bad = (f for f in other.findings if f.verdict != "knownGap")
            self.findings += [(f.verdict, f.who, f.text, f.trial.to_line()) for f in bad]


def compared(seed: str, numbers: Sequence[int]) -> tuple[list[Comparison], Tally]:
    """Draws trials and compares Python's side."""
    tally = Tally()
    done = []
    begun = perf_counter()
    for number in numbers:
        try:
            done.append(drawn(seed, number))
        except SourceError as error:  # the generators make well-typed files only
            tally.add(_fruitless("investigate", "reader", str(error), f"{seed}:{number}"))
        except Exception:
            tally.add(_fruitless("bug", "crash", format_exc(limit=-4), f"{seed}:{number}"))
    tally.seconds["Python"] = perf_counter() - begun
    return done, tally


def _fruitless(verdict: Verdict, who: str, text: str, origin: str) -> Outcome:
    finding = Finding(verdict, who, text, Trial((), origin=origin))
    return Outcome({verdict: 1}, findings=[finding])


def judged(kernel: Kernel, done: Sequence[Comparison], tally: Tally) -> Tally:
    """Adds Lean's verdicts."""
    begun = perf_counter()
    complaints = judge(kernel, done)
    for comparison in done:
        tally.add(comparison.outcome())
    if complaints and done:
        trial = done[0].trial
        finding = Finding("investigate", "Lean", "; ".join(complaints), trial)
        tally.add(Outcome({"investigate": 1}, findings=[finding]))
    tally.seconds["Lean"] = perf_counter() - begun
    return tally


def blocks_of(cases: int) -> int:
    """How many blocks make so many cases, about."""
    return max(1, round(cases / (BLOCK * CASES)))


def numbers_of(block: int) -> range:
    """The trials of a block."""
    return range(block * BLOCK, (block + 1) * BLOCK)


def sources() -> str:
    """A hash of all that decides what a run finds; a run of other sources is another run."""
    root = HERE.parents[1]
    hashed = sha256()
    files = [*root.glob("detlm/**/*.py"), *root.glob("lean/DetLM/**/*.lean"), *HERE.glob("**/*.py")]
    for file in sorted([*files, *root.glob("grammars/*"), *root.glob("lean/Core/**/*.lean")]):
        hashed.update(f"{file.relative_to(root)}\n".encode() + file.read_bytes())
    return hashed.hexdigest()


# -- processes --------------------------------------------------------------------------------------


@cache
def _kernel() -> Kernel:
    """The kernel of this process."""
    return EmbeddedKernel(ensure_built(progress=False), timeout_s=120)


def _block(seed: str, block: int) -> Tally:
    return judged(_kernel(), *compared(seed, numbers_of(block)))


def run(seed: str, blocks: Sequence[int], jobs: int) -> Iterator[tuple[int, Tally]]:
    """Blocks as they are done, on ``jobs`` processes."""
    ensure_built(progress=False)
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(_block, seed, block): block for block in blocks}
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        finally:
            pool.shutdown(cancel_futures=True)


# -- the corpus and what is found -------------------------------------------------------------------


def corpus() -> list[Trial]:
    """The kept trials."""
    files = sorted(CORPUS.glob("*.jsonl"))
    return [Trial.from_line(line) for f in files for line in f.read_text().splitlines() if line.strip()]


def replayed(kernel: Kernel, trials: Sequence[Trial]) -> Tally:
    """The verdicts of given trials."""
    tally = Tally()
    for at in range(0, len(trials), BLOCK):
        done = [Comparison(t, Random(0), guided=1, engines=installed()) for t in trials[at : at + BLOCK]]
        tally.add(judged(kernel, done, Tally()))
    return tally


def minimised(kernel: Kernel, verdict: str, who: str, trial: Trial, tries: int = 400) -> Trial:
    """The smallest trial found of which the same one parts with the others in the same way."""

    def interesting(smaller: Trial) -> bool:
        engines = [engine for engine in installed() if engine.name == who]
        done = Comparison(smaller, Random(0), guided=1, engines=engines)
        if who == "Lean":
            judge(kernel, [done])
        return any(f.verdict == verdict and f.who == who for f in done.outcome().findings)

    if not trial.outputs or not interesting(trial):
        return trial
    return replace(shrunk(trial, interesting, tries), origin=f"{trial.origin}, {who}")
