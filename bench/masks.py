"""Times of masks at vocabularies of 50k and 200k tokens: compiling, first visits to a state, cached rows.

    python -m bench.masks [--tokenizer DIR ...] [--sizes 50000 200000] [--out bench/results/masks.json]

Without --tokenizer the vocabularies are made here: the most frequent words and word pieces of the Python
standard library's sources, filled up with words in several scripts. First visits (cold) and cached rows
(warm) are told apart; "mask" is what decoding meets, some of each. If llguidance is installed, it is timed on
the same walks over a regular expression and a JSON object, in turns with ours; its masks are not cached. The
figures that the issues name come last, beside their targets.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import re
import sysconfig
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from bench.rows import OBJECT, WORDS, constraints, object_schema
from bench.timing import Figure, both_timed, llguidance_tokenizer, microseconds, ratios, report, timed
from detlm.mask.automaton import Dfa
from detlm.mask.engine import MaskEngine
from detlm.mask.tracker import SpanTracker
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax import read_program

ROOT = Path(__file__).resolve().parent.parent
# Regular rows as llguidance reads them.
REGEX_SOURCE = {"date": r"[0-9]{4}-[0-9]{2}-[0-9]{2}"}


# -- vocabularies -----------------------------------------------------------------------------------


def made_vocabulary(size: int) -> Vocabulary:
    """``size`` tokens with the lengths of real ones: words and pieces of English and of other scripts."""
    pieces: Counter[str] = Counter()
    folder = Path(sysconfig.get_paths()["stdlib"])
    for path in sorted(folder.glob("*.py")) + sorted(folder.glob("*/*.py"))[:900]:
        if "site-packages" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="ignore")
            pieces.update(re.findall(r" ?[^\W\d_]+| ?\d{1,3}|[ \n]+| ?[^\w\s]+|_+", text))
    for piece, number in list(pieces.items()):
        for end in range(2, len(piece)):
            pieces[piece[:end]] += number
    ranked = sorted(pieces, key=lambda p: (-pieces[p], p))
    tokens = [bytes([b]) for b in range(256)]
    seen = set(tokens)
    filler = random.Random(0)
    scripts = [(0x61, 26), (0xE0, 30), (0x3B1, 25), (0x430, 32), (0x5D0, 27), (0x4E00, 3000), (0xAC00, 9000)]
    for piece in ranked[: size * 2 // 3]:
        if (text := piece.encode()) not in seen:
            seen.add(text)
            tokens.append(text)
    while len(tokens) < size - 1:
        first, count = filler.choice(scripts)
        letters = 1 + min(int(filler.expovariate(1 / (2 if first > 0x3000 else 6))), 18)
        word = "".join(chr(first + filler.randrange(count)) for _ in range(letters))
        text = (" " * filler.randrange(2) + word).encode()
        if text not in seen:
            seen.add(text)
            tokens.append(text)
    tokens = tokens[: size - 1]
    return Vocabulary.from_tokens([*tokens, None], [size - 1])


def vocabularies(options: argparse.Namespace) -> dict[str, Vocabulary]:
    found = {f"made {size}": made_vocabulary(size) for size in options.sizes}
    for name in options.tokenizer:
        from transformers import AutoTokenizer

        found[name] = Vocabulary.from_huggingface(AutoTokenizer.from_pretrained(name))
    return found


# -- timing -----------------------------------------------------------------------------------------


def walks(engine: MaskEngine, steps: int) -> list[list[int]]:
    """Random admissible token sequences of about ``steps`` tokens in all, each up to its end of text."""
    source = random.Random(3)
    out: list[list[int]] = []
    done = 0
    while done < steps:
        state, path = engine.start, []
        while len(path) < 60:
            ids = np.flatnonzero(engine.bool_row(state))
            token = int(ids[source.randrange(len(ids))])
            path.append(token)
            if token in engine.vocabulary.eos_ids:
                break
            state = engine.advance(state, token)
        out.append(path)
        done += len(path)
    return out


def measure(vocabulary: Vocabulary, build: Callable[[], Dfa]) -> dict[str, Any]:
    first = timed(build)
    again, again_cpu = min(both_timed(build) for _ in range(3))
    dfa = build()
    vocabulary.trie._folded.clear()
    setup = timed(lambda: MaskEngine(vocabulary, dfa))
    engine = MaskEngine(vocabulary, dfa)
    states = list(range(dfa.size))
    random.Random(4).shuffle(states)
    cold, cold_cpu = zip(*(both_timed(lambda s=s: engine.row(s)) for s in states[:600]), strict=True)
    paths = walks(MaskEngine(vocabulary, dfa), 400)
    engine = MaskEngine(vocabulary, dfa)
    masks = []  # as decoding meets them: some states for the first time, others again
    for path in paths:
        state = engine.start
        for token in path:
            masks.append(timed(lambda s=state: engine.row(s)))
            state = engine.advance(state, token)
    advances, cached = [], []
    for path in paths:
        state = engine.start
        for token in path:
            cached.append(timed(lambda s=state: engine.row(s)))
            advances.append(timed(lambda s=state, t=token: engine.advance(s, t)))
            state = engine.advance(state, token)
    return {
        "compile_ms": {
            "first": round(first * 1e3, 2),
            "again": round(again * 1e3, 2),
            "again_cpu": round(again_cpu * 1e3, 2),
        },
        "engine_setup_ms": round(setup * 1e3, 2),
        "states": dfa.size,
        "columns": int(dfa.table.shape[1]),
        "mask_us": microseconds(masks),
        "first_visit_us": microseconds(cold),
        "first_visit_cpu_us": microseconds(cold_cpu),
        "cached_row_us": microseconds(cached),
        "cached_advance_us": microseconds(advances),
    }


def measure_llguidance(vocabulary: Vocabulary, build: Callable[[], Dfa], name: str) -> dict[str, Any] | None:
    """llguidance's masks and ours on the same walks, in turns; ours as decoding meets them, cold and warm."""
    tokenizer = llguidance_tokenizer(vocabulary, vocabulary.tokenize_forced)
    if tokenizer is None:
        return None
    from llguidance import LLMatcher
    from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask

    if name == OBJECT:
        grammar = LLMatcher.grammar_from_json_schema(object_schema(12))
    else:
        grammar = LLMatcher.grammar_from_regex(REGEX_SOURCE[name])
    compile_ms = timed(lambda: LLMatcher(tokenizer, grammar)) * 1e3
    bits = allocate_token_bitmask(1, vocabulary.size)
    engine = MaskEngine(vocabulary, build())
    theirs, ours = [], []
    for path in walks(MaskEngine(vocabulary, build()), 400):
        matcher = LLMatcher(tokenizer, grammar)
        state = engine.start
        for token in path:
            theirs.append(timed(lambda m=matcher: fill_next_token_bitmask(m, bits, 0)))
            ours.append(timed(lambda s=state: engine.row(s)))
            state = engine.advance(state, token)
            matcher.consume_token(token)
            if matcher.is_error() or matcher.is_stopped():
                break
    return {
        "compile_ms": round(compile_ms, 2),
        "mask_us": microseconds(theirs),
        "ours_in_turns_us": microseconds(ours),
    }


def figures(results: dict[str, Any]) -> list[Figure]:
    """What the issues ask of masks."""
    out = []
    for label, vocabulary in results["vocabularies"].items():
        for name, row in vocabulary["rows"].items():
            at = f"{label}, {name}"
            if name.endswith(".det"):
                first = row["first_visit_us"]["p99"] / 1e3
                out.append(Figure(f"{at}: first visit p99, ms", round(first, 3), 2))
                out.append(Figure(f"{at}: cached row p50, µs", row["cached_row_us"]["p50"], 5))
            elif name == WORDS:
                out.append(Figure(f"{at}: compile, s", round(row["compile_ms"]["again"] / 1e3, 3), 1))
                out.append(Figure(f"{at}: mask p50 at first visits, µs", row["first_visit_us"]["p50"], 20))
                out.append(Figure(f"{at}: mask p50 along walks, µs", row["mask_us"]["p50"], 20))
            elif name == OBJECT:
                out.append(Figure(f"{at}: compile, ms", row["compile_ms"]["again"], 10))
                if other := row.get("llguidance"):
                    out += ratios(at, other["ours_in_turns_us"], other["mask_us"])
    return out


def measure_tracker() -> dict[str, Any]:
    """Microseconds a byte of the span tracker on the medication example, cold and warm."""
    program = read_program(ROOT / "dsl" / "examples" / "medication.det")
    text = b"aspirin is used for pain relief."
    tracker = SpanTracker(program.output)
    cold = timed(lambda: tracker.advance(tracker.start(), text)) / len(text)
    warm = [timed(lambda: tracker.advance(tracker.start(), text)) / len(text) for _ in range(50)]
    return {"cold_us_per_byte": round(cold * 1e6, 2), "warm_us_per_byte": microseconds(warm)}


def machine() -> dict[str, Any]:
    cpu = ""
    info = Path("/proc/cpuinfo")
    if info.is_file():
        cpu = next((line.split(":")[1].strip() for line in info.open() if line.startswith("model name")), "")
    load = Path("/proc/loadavg")
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "platform": platform.platform(),
        "cpu": cpu,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "load_average": load.read_text().split()[0] if load.is_file() else "",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="*", default=[50_000, 200_000])
    parser.add_argument("--tokenizer", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[], help="names of rows, in place of all")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "masks.json")
    options = parser.parse_args()
    results: dict[str, Any] = {"machine": machine(), "tracker": measure_tracker(), "vocabularies": {}}
    todo = {name: build for name, build in constraints().items() if not options.only or name in options.only}
    for label, vocabulary in vocabularies(options).items():
        lengths = [len(t) for t in vocabulary.tokens if t is not None]
        trie_ms = timed(lambda v=vocabulary: v.trie) * 1e3
        endings_ms = timed(lambda v=vocabulary: v.endings) * 1e3
        print(
            f"\n{label}: {vocabulary.size:,} tokens, {np.mean(lengths):.1f} bytes each, "
            f"trie {trie_ms:.0f} ms, endings {endings_ms:.0f} ms"
        )
        print(
            f"{'':24}{'compile':>9}{'setup':>8}{'states':>8}   first visit p50/p99/max (cpu)"
            "  mask p50/p99  cached  advance"
        )
        rows: dict[str, Any] = {}
        for name, build in todo.items():
            row = rows[name] = measure(vocabulary, build)
            cold = row["first_visit_cpu_us"]
            print(
                f"{name:24}{row['compile_ms']['again_cpu']:>7.1f}ms{row['engine_setup_ms']:>6.0f}ms{row['states']:>8}"
                f"{cold['p50']:>11.0f} /{cold['p99']:>6.0f} /{cold['max']:>6.0f} us"
                f"{row['mask_us']['p50']:>8.1f} /{row['mask_us']['p99']:>6.0f} us"
                f"{row['cached_row_us']['p50']:>8.2f}{row['cached_advance_us']['p50']:>8.2f} us"
            )
            compared = name == OBJECT or name in REGEX_SOURCE
            if compared and (other := measure_llguidance(vocabulary, build, name)):
                row["llguidance"] = other
                print(f"{'  llguidance':24}{other['compile_ms']:>7.1f}ms   mask {other['mask_us']}")
                print(f"{'  ours in turns':33}   mask {other['ours_in_turns_us']}")
        results["vocabularies"][label] = {
            "size": vocabulary.size,
            "trie_ms": round(trie_ms, 1),
            "endings_ms": round(endings_ms, 1),
            "rows": rows,
        }
    print(f"\nspan tracker: {results['tracker']}")
    results["figures"] = report(figures(results))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(f"\nwritten to {options.out}")


if __name__ == "__main__":
    main()
