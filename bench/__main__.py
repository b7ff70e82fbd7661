"""The figures of the README: command line, kernel, certificates, decoding. `make bench` runs this and masks.

    python -m bench [--skip-build] [--out bench/results/main.json]

Times are wall-clock milliseconds unless said otherwise; cold and warm are told apart. Ratios come from
interleaved runs of one process.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.certifying import certifying
from bench.long_programs import of_categories, of_everything

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "dsl" / "examples" / "medication.det"
DETLM = [sys.executable, "-c", "from detlm.cli import main; main()"]
PROMPT = "What is aspirin used for?"


def timed(run: Callable[[], object], times: int) -> list[float]:
    """Milliseconds of each run."""
    out = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        out.append((time.perf_counter() - began) * 1e3)
    return out


def spread(values: list[float]) -> dict[str, float]:
    """Minimum, median, 99th percentile."""
    ordered = sorted(values)
    last = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {"min": round(ordered[0], 2), "p50": round(statistics.median(ordered), 2), "p99": round(last, 2)}


def command(*arguments: str, **environment: str) -> Callable[[], object]:
    """A run of the command line that must succeed."""
    env = {**os.environ, **environment}
    return lambda: subprocess.run([*DETLM, *arguments], check=True, capture_output=True, env=env)


def command_line() -> dict[str, Any]:
    """``--help`` and ``check`` from the shell, beside a Python that does nothing, run by run."""
    # As installed: with byte code, which the first run writes unless the environment forbids it.
    compileall.compile_dir(str(ROOT / "detlm"), quiet=1)

    def nothing() -> object:
        return subprocess.run([sys.executable, "-c", "pass"], check=True)

    runs = {"python": nothing, "help": command("--help"), "check": command("check", str(EXAMPLE))}
    taken: dict[str, list[float]]
    with tempfile.TemporaryDirectory() as folder:
        for name, source in (("categories", of_categories()), ("everything", of_everything())):
            file = Path(folder, f"{name}.det")
            file.write_text(source)
            runs[f"check_500_lines_of_{name}"] = command("check", str(file))
        taken = {name: [] for name in runs}
        for _ in range(15):
            for name, run in runs.items():
                taken[name] += timed(run, 1)
    middle = {name: statistics.median(values) for name, values in taken.items()}
    out: dict[str, Any] = {f"{name}_ms": spread(values) for name, values in taken.items()}
    return out | {
        f"{name}_to_python": round(middle[name] / middle["python"], 1) for name in ("help", "check")
    }


def build() -> dict[str, Any]:
    """Core and library from nothing, into an empty cache."""
    with tempfile.TemporaryDirectory() as cache:
        cold = timed(command("lean", "build", DETLM_CACHE=cache), 1)[0]
        warm = timed(command("lean", "build", DETLM_CACHE=cache), 3)
    return {"build_s": round(cold / 1e3, 1), "already_built_ms": spread(warm)}


def kernel() -> dict[str, Any]:
    """From ``EmbeddedKernel()`` to ready, and obligations in a warm worker."""
    from detlm.certificate import statement
    from detlm.kernel.build import ensure_built
    from detlm.kernel.embedded import EmbeddedKernel
    from detlm.knowledge.closure import close
    from detlm.syntax import read_program

    ensure_built()

    def ready() -> None:
        with EmbeddedKernel(ensure_built()) as started:
            started.ping()

    out: dict[str, Any] = {"ready_ms": spread(timed(ready, 8))}
    program = read_program(EXAMPLE)
    closure = close(program)
    with EmbeddedKernel(ensure_built()) as worker:
        for name, text in (
            ("fact", b"aspirin is used for pain relief."),
            ("rule", b"aspirin must not be taken with warfarin."),
            ("refusal", b"I have no fact about that."),
        ):
            spans = statement.take_apart(program, text).spans or ()
            witness = statement.find_witness(closure, [c for s in spans for c in s.claims])
            wanted = statement.obligation(program, PROMPT.encode(), text, witness)
            first = timed(lambda w=wanted: statement.prove(worker, w), 1)[0]
            again = timed(lambda w=wanted: statement.prove(worker, w), 100)
            out[f"certificate_{name}_ms"] = {"first": round(first, 1), **spread(again)}
    return out


LONG = """program long
category Sentence := /[A-Z][a-z ]{1,200}[.]/
output := Sentence { " " Sentence } up to 400
forbid "cures" "guaranteed"
at most 5000 words
"""


def verification() -> dict[str, Any]:
    """Kilobytes of plain text proved a second, one whole output at a time."""
    from detlm.certificate import statement
    from detlm.kernel.embedded import EmbeddedKernel
    from detlm.syntax import read_source

    program = read_source(LONG, "long.det")
    sentence = b"The quick brown fox jumps over the lazy dog and more words come here to be read. "
    out: dict[str, Any] = {}
    with EmbeddedKernel() as worker:
        for size in (500, 1000, 2000):
            text = (sentence * (size // len(sentence) + 1))[: size // len(sentence) * len(sentence)].strip()
            wanted = statement.obligation(program, b"", text, ())
            assert statement.prove(worker, wanted).proved
            best = min(timed(lambda w=wanted: statement.prove(worker, w), 3))
            out[f"verify_{size}_bytes"] = {"ms": round(best, 1), "kB_per_s": round(len(text) / best, 2)}
    return out


def decoding() -> dict[str, Any]:
    """Decoding with masks, spans and bookkeeping against the model alone, at equal model calls.

    The model alone: the same scorer fed the same tokens one call each, argmax taken. Proofs run beside
    the first and are not waited for. Forced text is not skipped here, so that the calls are equal.
    """
    from detlm.certificate.statement import Checked
    from detlm.decode.guide import Guide
    from detlm.decode.loop import Budget, Loop
    from detlm.decode.proofs import Pending, SpanProofs
    from detlm.mask.compile import compile_program
    from detlm.mask.parse import Span
    from detlm.mask.vocabulary import Vocabulary
    from detlm.model.loading import load_model
    from detlm.model.scorer import Scorer
    from detlm.syntax import read_program

    model = load_model()
    prompt = model.encode_prompt((), (), (), PROMPT)
    vocabulary = Vocabulary.from_huggingface(model.tokenizer, size=model.vocab_size, eos_ids=model.eos_ids)
    program = read_program(EXAMPLE)
    guide = Guide(compile_program(program, PROMPT.encode()), vocabulary)

    class NoProofs(SpanProofs):
        """Takes every span for proved, without a kernel."""

        def __init__(self) -> None:
            self._know_rules(program)

        def ready(self, *, wait: bool) -> Iterator[tuple[Pending, Checked]]:
            return iter(())

        def known(self, span: Span, text: bytes) -> None:
            return None

        def holds(self, span: Span, text: bytes) -> bool:
            return True

        def submit(self, span: Span, text: bytes) -> None:
            return None

    class EveryStep(Loop):
        """A loop that asks the model at every step, forced or not."""

        def _admissible(self, position: Any) -> Any:
            self.scorer.logits()
            return super()._admissible(position)

    def constrained() -> list[int]:
        scorer = Scorer(model)
        scorer.extend(prompt)
        loop = EveryStep(guide, scorer, NoProofs(), None, Budget())
        list(loop.run())
        return [f.chosen.id for f in loop.frames]

    tokens = constrained()

    def plain() -> None:
        scorer = Scorer(model)
        scorer.extend(prompt)
        for token in tokens:
            int(scorer.logits().argmax())
            scorer.extend([token])
        scorer.logits()

    def generate() -> None:
        import torch

        ids = torch.tensor([prompt])
        with torch.inference_mode():
            model.model.generate(
                ids,
                attention_mask=torch.ones_like(ids),
                max_new_tokens=len(tokens) + 1,
                min_new_tokens=len(tokens) + 1,
                do_sample=False,
            )

    runs: dict[str, list[float]] = {"constrained": [], "scorer": [], "generate": []}
    for run, name in ((constrained, "constrained"), (plain, "scorer"), (generate, "generate")):
        run()
        runs[name].clear()
    for _ in range(15):
        for run, name in ((constrained, "constrained"), (plain, "scorer"), (generate, "generate")):
            runs[name] += timed(run, 1)
    middle = {name: statistics.median(values) for name, values in runs.items()}
    return {
        "tokens": len(tokens),
        "constrained_ms": round(middle["constrained"], 1),
        "scorer_alone_ms": round(middle["scorer"], 1),
        "transformers_generate_ms": round(middle["generate"], 1),
        "ratio_to_generate": round(middle["constrained"] / middle["generate"], 3),
        "ratio_to_scorer": round(middle["constrained"] / middle["scorer"], 3),
    }


def machine() -> dict[str, Any]:
    """Where this was measured."""
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "platform": platform.platform(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "load_average": round(os.getloadavg()[0], 2),
    }


def main() -> None:
    """Runs everything, prints and records it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--skip-build", action="store_true", help="do not build the library from nothing")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "main.json")
    options = parser.parse_args()
    record: dict[str, Any] = {"machine": machine()}
    parts = [command_line, kernel, certifying, verification, decoding]
    for part in parts if options.skip_build else [build, *parts]:
        record[part.__name__] = part()
        print(json.dumps({part.__name__: record[part.__name__]}, indent=1), flush=True)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(record, indent=1) + "\n")


if __name__ == "__main__":
    main()
