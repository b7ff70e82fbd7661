"""``python -m tests.drt 100000``: differential testing on the command line, with progress, to be resumed.

The corpus runs first. What was done is kept in ``.drt/SEED.jsonl``, one line a block; the same command goes
on there. Exit code 1: somebody parts with the others (``bug``), or there is something to ``investigate``.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from time import perf_counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from detlm.kernel.build import ensure_built
from detlm.kernel.embedded import EmbeddedKernel
from tests.drt.cases import Trial
from tests.drt.run import Tally, blocks_of, corpus, minimised, replayed, run

STATE = Path(".drt")
SHRUNK = 5  # findings that are minimised at the end


def main() -> int:
    """The command."""
    ask = argparse.ArgumentParser(prog="python -m tests.drt", description=__doc__.splitlines()[0])
    ask.add_argument("cases", type=int, nargs="?", default=10_000, help="how many cases, about")
    ask.add_argument("--seed", default="0", help="any text; the same seed gives the same cases")
    ask.add_argument("--jobs", type=int, default=2, help="processes, each with a kernel of its own")
    ask.add_argument("--afresh", action="store_true", help="forget what this seed has done already")
    asked = ask.parse_args()
    console = Console()
    total = Tally()
    with EmbeddedKernel(ensure_built(progress=False), timeout_s=120) as kernel:
        kept = replayed(kernel, corpus())
        console.print(f"corpus: {_summary(kept)}")
        total.findings += kept.findings
    state = STATE / f"{asked.seed}.jsonl"
    if asked.afresh:
        state.unlink(missing_ok=True)
    drawn = _drawn(console, asked.seed, asked.cases, asked.jobs, state)
    total.add(drawn)
    return _report(console, total)


def _drawn(console: Console, seed: str, cases: int, jobs: int, state: Path) -> Tally:
    done: dict[int, Tally] = {}
    if state.exists():
        for line in state.read_text().splitlines():
            kept = json.loads(line)
            block = kept.pop("block")
            done[block] = Tally(**kept)
    wanted = range(blocks_of(cases))
    total = Tally()
    for block in wanted:
        if block in done:
            total.add(done[block])
    again = f", {total.cases:,} cases done before" if total.cases else ""
    console.print(f"seed {seed}, blocks 0 to {wanted[-1]}, {jobs} processes{again}")
    state.parent.mkdir(exist_ok=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    begun, before = perf_counter(), total.cases
    left = [b for b in wanted if b not in done]
    with Progress(*columns, console=console) as progress, state.open("a") as log:
        task = progress.add_task("blocks", total=len(wanted), completed=len(wanted) - len(left))
        for block, tally in run(seed, left, jobs):
            total.add(tally)
            log.write(json.dumps({"block": block, **asdict(tally)}) + "\n")
            log.flush()
            rate = (total.cases - before) / (perf_counter() - begun)
            bugs = total.verdicts.get("bug", 0)
            progress.update(task, advance=1, description=f"{total.cases:,} cases, {rate:.0f}/s, {bugs} bugs")
    spent = perf_counter() - begun
    console.print(f"{total.cases - before:,} cases in {spent:.0f} s: {(total.cases - before) / spent:.0f}/s")
    return total


def _summary(tally: Tally) -> str:
    order = ("agree", "knownGap", "investigate", "bug")
    verdicts = ", ".join(f"{tally.verdicts.get(v, 0):,} {v}" for v in order)
    return f"{tally.cases:,} cases of {tally.programs:,} programs: {verdicts}; {tally.admitted:,} admitted"


def _report(console: Console, tally: Tally) -> int:
    console.print(_summary(tally))
    spent = ", ".join(f"{what} {seconds:.0f} s" for what, seconds in tally.seconds.items())
    console.print(f"over all processes: {spent}", highlight=False)
    for what, count in sorted(tally.seen.items(), key=lambda item: -item[1]):
        console.print(f"  {count:>8,} {what}", highlight=False, markup=False)
    bad = [f for f in tally.findings if f[0] in ("bug", "investigate")]
    with EmbeddedKernel(ensure_built(progress=False), timeout_s=120) as kernel:
        for verdict, who, text, _, line in bad[:SHRUNK]:
            small = minimised(kernel, verdict, who, Trial.from_line(line))
            console.print(f"{verdict} ({who}): {text}\n  {small.to_line()}", markup=False)
    for verdict, who, text, _, line in bad[SHRUNK:]:
        console.print(f"{verdict} ({who}): {text}: {json.loads(line).get('origin')}", markup=False)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
