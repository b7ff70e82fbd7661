"""Times of masks of context-free languages, ours beside llguidance's, on the same texts and vocabularies.

    python bench/grammars.py [--sizes 50000 200000] [--out bench/results/grammars.json]

Texts are made at random from each grammar and cut into tokens by longest match. ``mask_us``: a fresh language
and engine that goes through all texts, each once: what a session sees. ``first_text_us``: some texts, each by
a fresh engine, where nothing is kept yet. llguidance keeps no masks between steps; it is timed in turns with
ours, up to where it refuses a token if it does (it cuts in its own way), after one text to warm both.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from bench.masks import made_vocabulary
from bench.timing import Figure, llguidance_tokenizer, microseconds, ratios, report, timed
from detlm.mask.contextfree import ContextFree
from detlm.mask.contextfree_engine import ContextFreeEngine
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax.lark_files import read_lark

FIRST_TEXTS = 8

ARITHMETIC = r"""
start: expr
expr: term (("+" | "-") term)*
term: factor (("*" | "/") factor)*
factor: NUMBER | "(" expr ")" | "-" factor
NUMBER: /[0-9]+(\.[0-9]+)?/
"""

SMALL_LANGUAGE = r"""
start: statement+
statement: "let " NAME " = " expr ";\n" | "if (" expr ") " block | "while (" expr ") " block
    | "return " expr ";\n" | NAME "(" args ");\n"
block: "{\n" statement* "}\n"
args: (expr (", " expr)*)?
expr: comparison ((" and " | " or ") comparison)*
comparison: sum ((" < " | " == " | " > ") sum)?
sum: product ((" + " | " - ") product)*
product: atom ((" * " | " / ") atom)*
atom: NUMBER | STRING | NAME | NAME "(" args ")" | "(" expr ")"
NAME: /[a-z_][a-z0-9_]*/
NUMBER: /[0-9]+(\.[0-9]+)?/
STRING: /"[^"\\\n]*"/
"""


# -- texts ------------------------------------------------------------------------------------------


class Writer:
    """Random texts of the two grammars, from the inside out."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def arithmetic(self, depth: int = 3) -> str:
        parts = [self._factor(depth)]
        for _ in range(self._random.randrange(1, 4)):
            parts += [self._random.choice("+-*/"), self._factor(depth)]
        return "".join(parts)

    def _factor(self, depth: int) -> str:
        if depth and self._random.random() < 0.4:
            return f"({self.arithmetic(depth - 1)})"
        return str(self._random.randrange(10 ** self._random.randrange(1, 6)))

    def program(self) -> str:
        return "".join(self._statement(2) for _ in range(6))

    def _name(self) -> str:
        return self._random.choice(["count", "total", "x", "index", "value_of", "print", "items", "n"])

    def _statement(self, depth: int) -> str:
        kind = self._random.randrange(5 if depth else 3)
        if kind == 0:
            return f"let {self._name()} = {self._expr(2)};\n"
        if kind == 1:
            return f"return {self._expr(2)};\n"
        if kind == 2:
            return f"{self._name()}({self._expr(1)}, {self._expr(1)});\n"
        inner = "".join(self._statement(depth - 1) for _ in range(2))
        return f"{'if' if kind == 3 else 'while'} ({self._expr(1)} < {self._expr(0)}) {{\n{inner}}}\n"

    def _expr(self, depth: int) -> str:
        kind = self._random.randrange(6 if depth else 3)
        if kind == 0:
            return str(self._random.randrange(1000))
        if kind == 1:
            return self._name()
        if kind == 2:
            return f'"{self._random.choice(["hello there", "a, b", "", "Größe 3", "x < y"])}"'
        if kind == 3:
            return f"{self._name()}({self._expr(depth - 1)})"
        if kind == 4:
            return f"({self._expr(depth - 1)} + {self._expr(depth - 1)})"
        return f"{self._expr(depth - 1)} * {self._expr(0)} and {self._expr(0)}"


def cut(vocabulary: Vocabulary, text: bytes) -> list[int]:
    """Tokens by longest match."""
    longest = max(len(t) for t in vocabulary.ids_by_text)
    out, at = [], 0
    while at < len(text):
        end = next(
            e for e in range(min(len(text), at + longest), at, -1) if text[at:e] in vocabulary.ids_by_text
        )
        out.append(vocabulary.ids_by_text[text[at:end]])
        at = end
    return out


# -- measuring --------------------------------------------------------------------------------------


def made(vocabulary: Vocabulary, source: str) -> ContextFreeEngine:
    terms = GrammarTerms()
    return ContextFreeEngine(vocabulary, ContextFree(terms, terms.grammar(read_lark(source))))


class Others:
    """llguidance over the same grammar; without it no times are taken."""

    def __init__(self, vocabulary: Vocabulary, source: str) -> None:
        self._tokenizer = llguidance_tokenizer(vocabulary, partial(cut, vocabulary))
        self.compile_ms = 0.0
        self.refused = 0
        if self._tokenizer is None:
            return
        from llguidance import LLMatcher
        from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask

        self._fill = fill_next_token_bitmask
        grammar = LLMatcher.grammar_from_lark(source)
        self._begin = lambda: LLMatcher(self._tokenizer, grammar)
        self.compile_ms = timed(self._begin) * 1e3
        self._bits = allocate_token_bitmask(1, vocabulary.size)
        self._matcher: Any = None

    def begin(self) -> None:
        """A text begins."""
        self._matcher = self._begin() if self._tokenizer is not None else None

    def mask(self, masks: list[float]) -> None:
        """Times a mask."""
        if self._matcher is not None:
            masks.append(timed(lambda: self._fill(self._matcher, self._bits, 0)))

    def move(self, token: int) -> None:
        """After ``token``, or nothing more of this text if it is refused."""
        if self._matcher is not None and not (
            self._bits[0, token >> 5] >> (token & 31) & 1 and self._matcher.consume_token(token)
        ):
            self.refused += 1
            self._matcher = None


class Times(NamedTuple):
    """Seconds of masks, ours and theirs, and of moves."""

    ours: list[float]
    theirs: list[float]
    moves: list[float]


def follow(engine: ContextFreeEngine, others: Others, path: list[int], times: Times) -> None:
    """One text, ours and theirs in turns."""
    state = engine.start
    others.begin()
    for token in path:
        times.ours.append(timed(lambda s=state: engine.row(s)))
        others.mask(times.theirs)
        assert engine.row(state)[token >> 5] >> np.uint32(token & 31) & 1, "the text is in the language"
        begin = time.perf_counter()
        state = engine.advance(state, token)
        times.moves.append(time.perf_counter() - begin)
        others.move(token)
    times.ours.append(timed(lambda: engine.row(state)))
    assert engine.is_accepting(state)


def compared(vocabulary: Vocabulary, source: str, paths: list[list[int]]) -> dict[str, Any]:
    others = Others(vocabulary, source)
    follow(made(vocabulary, source), others, paths[0], Times([], [], []))  # warms both
    others.refused = 0
    first, session = Times([], [], []), Times([], [], [])
    compile_ms = min(timed(lambda: made(vocabulary, source)) for _ in range(3)) * 1e3
    for path in paths[:FIRST_TEXTS]:
        follow(made(vocabulary, source), others, path, first)
    others.refused = 0
    engine = made(vocabulary, source)
    for path in paths:
        follow(engine, others, path, session)
    out: dict[str, Any] = {
        "compile_ms": round(compile_ms, 1),
        "mask_us": microseconds(session.ours),
        "first_text_us": microseconds(first.ours),
        "move_us": microseconds(session.moves),
        "states": len(engine.language.places),
    }
    if session.theirs:
        out["llguidance"] = {
            "compile_ms": round(others.compile_ms, 1),
            "mask_us": microseconds(session.theirs),
            "first_text_us": microseconds(first.theirs),
            "texts_refused": others.refused,
        }
    return out


def figures(results: dict[str, Any]) -> list[Figure]:
    """Masks as multiples of llguidance's."""
    out = []
    for name, row in results.items():
        if other := row.get("llguidance"):
            out += ratios(f"{name}, first texts", row["first_text_us"], other["first_text_us"])
            out += ratios(f"{name}, a session", row["mask_us"], other["mask_us"])
    return out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=[50_000, 200_000])
    parser.add_argument("--texts", type=int, default=40)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "grammars.json")
    options = parser.parse_args()
    writer = Writer(0)
    cases = {
        "arithmetic": (ARITHMETIC, [writer.arithmetic() for _ in range(options.texts)]),
        "small language": (SMALL_LANGUAGE, [writer.program() for _ in range(options.texts)]),
    }
    results: dict[str, Any] = {}
    for size in options.sizes:
        vocabulary = made_vocabulary(size)
        _ = vocabulary.trie, vocabulary.endings
        for name, (source, texts) in cases.items():
            paths = [cut(vocabulary, text.encode()) for text in texts]
            row = results[f"{name}, {size}"] = compared(vocabulary, source, paths)
            for what, figure in row.items():
                print(f"{size:>7} {name:15} {what:14} {json.dumps(figure)}")
    results["figures"] = report(figures(results))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
