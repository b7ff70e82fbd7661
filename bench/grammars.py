"""Times of masks of context-free languages, ours beside llguidance's, on the same texts and vocabularies.

    python bench/grammars.py [--sizes 50000 200000] [--out bench/results/grammars.json]

Texts are made at random from each grammar and cut into tokens by longest match. Ours is a fresh language and
engine that goes through all texts, each once: what a session sees. ``first_text_us``: only the first of them,
where nothing is kept yet. llguidance keeps no masks between steps; it is timed on the same steps, up to where
it refuses a token if it does (it has its own way of cutting), after one walk to warm it.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from bench.masks import made_vocabulary
from bench.timing import llguidance_tokenizer, microseconds, timed
from detlm.mask.contextfree import ContextFree
from detlm.mask.contextfree_engine import ContextFreeEngine
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.vocabulary import Vocabulary
from detlm.syntax.lark_files import read_lark

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


def ours(vocabulary: Vocabulary, source: str, paths: list[list[int]]) -> dict[str, Any]:
    begin = time.perf_counter()
    terms = GrammarTerms()
    engine = ContextFreeEngine(vocabulary, ContextFree(terms, terms.grammar(read_lark(source))))
    compile_ms = (time.perf_counter() - begin) * 1e3
    masks: list[float] = []
    moves: list[float] = []
    first = 0
    for path in paths:
        state = engine.start
        for token in path:
            masks.append(timed(lambda s=state: engine.row(s)))
            assert engine.row(state)[token >> 5] >> np.uint32(token & 31) & 1, "the text is in the language"
            begin = time.perf_counter()
            state = engine.advance(state, token)
            moves.append(time.perf_counter() - begin)
        masks.append(timed(lambda s=state: engine.row(s)))
        assert engine.is_accepting(state)
        first = first or len(masks)
    return {
        "compile_ms": round(compile_ms, 1),
        "mask_us": microseconds(masks),
        "first_text_us": microseconds(masks[:first]),
        "move_us": microseconds(moves),
        "states": len(engine.language.places),
    }


def llguidance(vocabulary: Vocabulary, source: str, paths: list[list[int]]) -> dict[str, Any] | None:
    tokenizer = llguidance_tokenizer(vocabulary, partial(cut, vocabulary))
    if tokenizer is None:
        return None
    from llguidance import LLMatcher
    from llguidance.numpy import allocate_token_bitmask, fill_next_token_bitmask

    grammar = LLMatcher.grammar_from_lark(source)
    compile_ms = timed(lambda: LLMatcher(tokenizer, grammar)) * 1e3
    if error := LLMatcher(tokenizer, grammar).get_error():
        return {"error": error}
    bits = allocate_token_bitmask(1, vocabulary.size)
    masks: list[float] = []
    refused = 0
    for number, path in enumerate([paths[0], *paths]):
        matcher = LLMatcher(tokenizer, grammar)
        for token in path:
            spent = timed(lambda m=matcher: fill_next_token_bitmask(m, bits, 0))
            if number:
                masks.append(spent)
            if not bits[0, token >> 5] >> (token & 31) & 1 or not matcher.consume_token(token):
                refused += bool(number)
                break
    return {"compile_ms": round(compile_ms, 1), "mask_us": microseconds(masks), "texts_refused": refused}


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
        _ = vocabulary.trie
        for name, (source, texts) in cases.items():
            paths = [cut(vocabulary, text.encode()) for text in texts]
            row = {
                "ours": ours(vocabulary, source, paths),
                "llguidance": llguidance(vocabulary, source, paths),
            }
            results[f"{name}, {size}"] = row
            for who, figures in row.items():
                print(f"{size:>7} {name:15} {who:11} {json.dumps(figures)}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
