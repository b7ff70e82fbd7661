"""``python -m tests.drt 100000``: differential testing on the command line, with progress, to be resumed.

The corpus runs first, then blocks of drawn trials until there are as many cases as asked for. What was done
is kept in ``.drt/SEED.jsonl``, one line a block; the same command goes on there, if the sources are the same.
Exit code 1: somebody parts with the others (``bug``), or there is something to ``investigate``; 2: cut off.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from detlm.kernel.build import ensure_built
from detlm.kernel.embedded import EmbeddedKernel
from tests.drt.cases import Trial
from tests.drt.oracles.engines import ENGINES
from tests.drt.run import Tally, blocks_of, corpus, minimised, replayed, run, sources

STATE = Path(".drt")
INSTALL = "`make oracles` does it"
SHRUNK = 5  # findings that are minimised at the end
COLUMNS = (
    TextColumn("{task.description}"),
    BarColumn(),
    TextColumn("{task.completed:,.0f}/{task.total:,.0f} cases"),
    TimeElapsedColumn(),
    TimeRemainingColumn(),
)


def main() -> int:
    """The command."""
    ask = argparse.ArgumentParser(prog="python -m tests.drt", description=__doc__.splitlines()[0])
    ask.add_argument("cases", type=int, nargs="?", default=10_000, help="how many cases, at least")
    ask.add_argument("--seed", default="0", help="any text; the same seed gives the same cases")
    ask.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes (default: one a core)")
    ask.add_argument("--afresh", action="store_true", help="forget what this seed has done already")
    asked = ask.parse_args()
    console = Console()
    with EmbeddedKernel(ensure_built(progress=False), timeout_s=120) as kernel:
        kept = replayed(kernel, corpus())
    for engine in ENGINES:
        version = engine.version()
        said = f"[bold red]is NOT installed, so it is not asked: {INSTALL}[/]" if version is None else version
        console.print(f"{engine.name} {said}", highlight=False)
    console.print(f"corpus: {_verdicts(kept)}", highlight=False, soft_wrap=True)
    journal = Journal(STATE / f"{asked.seed}.jsonl", afresh=asked.afresh)
    if journal.stale:
        console.print("the sources are not those of the run before, which is forgotten")
    try:
        drawn = _drawn(console, asked.seed, asked.cases, asked.jobs, journal)
    except (KeyboardInterrupt, BrokenProcessPool) as error:
        console.print(f"cut off ({type(error).__name__}); the same command goes on after {journal.path}")
        return 2
    return _report(console, kept, drawn, journal.seconds)


class Journal:
    """The blocks of a seed that are done, on disk; ``seconds``: how long they took, over all runs.

    The first line says of which sources they are. Blocks of others are forgotten: ``stale``.
    """

    def __init__(self, path: Path, *, afresh: bool = False) -> None:
        self.path = path
        self.done: dict[int, Tally] = {}
        self.seconds = 0.0
        self._since = perf_counter()
        head = json.dumps({"sources": sources()})
        text = path.read_text() if path.exists() and not afresh else ""
        first, *lines = text[: text.rfind("\n") + 1].splitlines() or [""]  # a line cut off is no line
        self.stale = first not in ("", head)
        kept = [head, *(lines if first == head else [])]
        path.parent.mkdir(exist_ok=True)
        path.write_text("".join(line + "\n" for line in kept))
        for line in kept[1:]:
            tally = json.loads(line)
            self.seconds += tally.pop("took")
            block = tally.pop("block")
            self.done[block] = Tally(**tally)

    def add(self, block: int, tally: Tally) -> None:
        """One more block is done."""
        now = perf_counter()
        took, self._since = now - self._since, now
        self.done[block] = tally
        self.seconds += took
        with self.path.open("a") as file:
            file.write(json.dumps({"block": block, "took": took, **asdict(tally)}) + "\n")

    def missing(self, cases: int) -> tuple[int, list[int]]:
        """How many blocks make so many cases, as far as is known, and which of them are still to be done.

        Always the same, whoever does them and in whatever order.
        """
        count = blocks_of(cases)
        while True:
            left = [b for b in range(count) if b not in self.done]
            short = 0 if left else cases - self.first(count).cases
            if short <= 0:
                return count, left
            count += blocks_of(short)

    def first(self, count: int) -> Tally:
        """The first so many blocks together, all of which are done."""
        total = Tally()
        for block in range(count):
            total.add(self.done[block])
        return total


def _drawn(console: Console, seed: str, cases: int, jobs: int, journal: Journal) -> Tally:
    before = sum(tally.cases for tally in journal.done.values())
    again = f", {before:,} cases done before in {journal.seconds:.0f} s" if before else ""
    console.print(f"seed {seed}, at least {cases:,} cases, {jobs} processes{again}", highlight=False)
    with Progress(*COLUMNS, console=console) as progress:
        task = progress.add_task("", total=cases, completed=before)
        while True:
            count, left = journal.missing(cases)
            if not left:
                return journal.first(count)
            for block, tally in run(seed, left, jobs):
                journal.add(block, tally)
                bad = sum(len(t.findings) for t in journal.done.values())
                progress.update(task, advance=tally.cases, description=f"block {block}, {bad} findings")


def _verdicts(tally: Tally) -> str:
    order = ("agree", "knownGap", "investigate", "bug")
    verdicts = ", ".join(f"{tally.verdicts.get(v, 0):,} {v}" for v in order)
    return f"{tally.cases:,} cases of {tally.programs:,} programs: {verdicts}; {tally.admitted:,} admitted"


def _report(console: Console, kept: Tally, drawn: Tally, seconds: float) -> int:
    def say(line: str) -> None:
        console.print(line, highlight=False, markup=False, soft_wrap=True)

    counted = (
        ("cases by construct", drawn.constructs),
        ("what else was seen", drawn.seen),
        ("other engines (ORACLES.md)", drawn.oracles),
    )
    for title, counts in counted:
        say(f"{title}:")
        for row in _rows(counts, width=console.width):
            say(f"  {row}")
    say("known gaps (GAPS.md): " + (", ".join(f"{n:,} {gap}" for gap, n in drawn.gaps.items()) or "none"))
    bad = kept.findings + drawn.findings
    with EmbeddedKernel(ensure_built(progress=False), timeout_s=120) as kernel:
        for verdict, who, text, line in bad[:SHRUNK]:
            small = minimised(kernel, verdict, who, Trial.from_line(line))
            say(f"{verdict} ({who}): {text}\n  {small.to_line()}")
    for verdict, who, text, line in bad[SHRUNK:]:
        say(f"{verdict} ({who}): {text}: {json.loads(line).get('origin')}")
    spent = ", ".join(f"{what} {total:.0f} s" for what, total in drawn.seconds.items())
    say(f"corpus: {_verdicts(kept)}")
    say(_verdicts(drawn))
    say(f"{seconds:.0f} s, {drawn.cases / max(seconds, 1e-9):.0f} cases/s (over all processes: {spent})")
    return 1 if bad else 0


def _rows(counts: Mapping[str, int], width: int) -> Iterator[str]:
    """Counts, most first, as many in a row as there is room for."""
    said = [f"{count:>9,} {what}" for what, count in sorted(counts.items(), key=lambda item: -item[1])]
    wide = max(map(len, said), default=0) + 1
    each = max(1, (width - 4) // wide)
    for at in range(0, len(said), each):
        yield "".join(item.ljust(wide) for item in said[at : at + each]).rstrip()


if __name__ == "__main__":
    sys.exit(main())
