"""Programs for fuzzing: the repository's own ones changed, and statements grown from the grammar.

A case is a constraint file with the files beside it. Changes work on words, on lines and now and then on
single characters; what they put in comes from other programs, from ``PIECES`` or from the grammar itself.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from detlm.config import data_root

LONGEST = 20_000  # characters of a program: far more would only be slower

_TESTS = Path(__file__).resolve().parent
_DSL = data_root() / "dsl"


@dataclass(frozen=True)
class Case:
    """A constraint file and the files beside it."""

    source: str
    files: dict[str, bytes]


def _texts(folder: Path, pattern: str) -> list[str]:
    return [p.read_text(encoding="utf-8") for p in sorted(folder.glob(pattern))]


_LIBRARIES = [
    f"program t\n{text}\noutput := {name}\n"
    for text in _texts(_DSL / "std", "*.det")
    for name in re.findall(r"^category (\w+) *:=", text, re.MULTILINE)[:3]
]
_MANUAL = re.findall(r"```det\n(.*?)```", (_DSL / "REFERENCE.md").read_text(encoding="utf-8"), re.DOTALL)
_BROKEN = [text.partition("=" * 40)[0] for text in _texts(_TESTS.parent / "golden" / "errors", "*.txt")]
_SCHEMAS = [
    json.dumps(c["schema"]).encode()
    for c in json.loads((_TESTS / "json_schema_cases.json").read_text(encoding="utf-8"))
]

#: Programs that can be used.
WORKING = [*_texts(_DSL / "examples", "*.det"), *_LIBRARIES, *_MANUAL]

FILES = {p.name: p.read_bytes() for p in sorted((_DSL / "examples").iterdir()) if p.suffix != ".det"}
FILES |= {f"std/{p.name}": p.read_bytes() for p in sorted((_DSL / "std").glob("*.det"))}
FILES |= {
    "g.lark": b'start: "(" start ")" | INT ("," INT)*\n%import common.INT\nT: /[a-z]+/i\n',
    "s.json": b'{"type": "array", "items": {"enum": ["a", 1, null]}, "maxItems": 3}',
    "w.txt": b"one\ntwo\n",
    "herbs.tsv": b"sage\tgrows_in\tItaly\nItaly\tpart_of\tEurope\n",
    "towns.txt": b"Ulm\nKyiv\n",
    "parts.det": b"category Id(prefix) := prefix /[0-9]{4}/\n",
    "t.lean": b"def Even : Bool := true\n",
}

PIECES = """\
grammar { s: "a" s "b" | "" }
grammar from "g.lark"
json schema from "s.json"
json compact { a: X b?: [ X ] length 0 to 3 }
words from "w.txt"
{ X } up to 3
repeat 0 to 2 X
(X or Y)
x: X
not supported(x)
every y in x: y in X
x.a + 1 < sum(y for y in x)
distinct(x)
/[a-z]{0,40}/
/(a|b)*c/
integer from -5 to 1000
decimal(2) from 0.00 to 99.99
date from 2024-01-01 to 2025-02-28
at most 3 words
require one of "a" "b"
exactly 2 times "x"
after "</think>"
sentence of facts
import "std/dates.det" as d
shape S := x: X
scope S := names bound by X within Y""".splitlines()

_WORD = re.compile(r'"(?:[^"\\\n]|\\.)*"|/(?:[^/\\\n]|\\.)+/|--[^\n]*|\w+|:=|->|\s+|.')
_CHARACTERS = '"\\/[](){}*+?|^-.,:=<>aZ09é😀\u0301\u200b\t\n\0'
_NUMBERS = ("0", "1", "2", "7", "64", "999", "10000", "99999", "1" * 30)


class Maker:
    """Makes cases from one source of chance; what is kept in ``pool`` is changed further."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self.pool: list[Case] = []

    def case(self) -> Case:
        """The next case."""
        dice = self._dice
        new = _BROKEN if dice.random() < 0.1 else WORKING
        old = dice.choice(self.pool) if self.pool and dice.random() < 0.5 else Case(dice.choice(new), {})
        source, files = old.source, dict(old.files)
        if dice.random() < 0.1:
            name = dice.choice(["s.json", "s.json", "s.json", *FILES])
            content = dice.choice(_SCHEMAS) if name == "s.json" else FILES[name]
            files[name] = self._changed_bytes(files.get(name, content))
            if f'"{name}"' not in source:
                return Case(self._reading(name), files)
        for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 5))):
            source = self._changed(source)
        return Case(source[:LONGEST], files)

    def _reading(self, name: str) -> str:
        category = {
            "json": f'json schema from "{name}"',
            "lark": f'grammar from "{name}"',
            "txt": f'words from "{name}"',
        }.get(name.rpartition(".")[2], '"x"')
        more = {"tsv": f'facts from "{name}"\n', "det": f'import "{name}"\n'}.get(name.rpartition(".")[2], "")
        return f"program t\n{more}category X := {category}\noutput := X\n"

    # -- changes -------------------------------------------------------------------------------------

    def _changed(self, source: str) -> str:
        dice = self._dice
        words = _WORD.findall(source) or ["x"]
        at = dice.randrange(len(words))
        match dice.randrange(10):
            case 0:
                del words[at : at + dice.choice((1, 1, 2, 5, 20))]
            case 1:
                words[at:at] = words[at : at + dice.choice((1, 2, 5, 40))]
            case 2:
                other = dice.randrange(len(words))
                words[at], words[other] = words[other], words[at]
            case 3:
                words[at] = dice.choice(_WORD.findall(dice.choice(WORKING)))
            case 4:
                words[at] = f" {dice.choice(PIECES)} "
            case 5:
                kind = str.isidentifier if words[at].isidentifier() else str.isspace
                words[at] = dice.choice([w for w in words if kind(w)] or ["x"])
            case 6:
                lines = dice.choice(WORKING).splitlines()
                start = dice.randrange(len(lines))
                words[at:at] = ["\n", "\n".join(lines[start : start + dice.choice((1, 1, 3))]), "\n"]
            case 7:
                numbers = [i for i, w in enumerate(words) if w.isdigit()] or [at]
                words[dice.choice(numbers)] = dice.choice(_NUMBERS)
            case 8:
                lines = source.splitlines()
                grown = self._grown.statement(re.findall(r"^\s*(?:category|shape|scope) (\w+)", source, re.M))
                lines.insert(dice.randrange(len(lines) + 1), grown)
                return "\n".join(lines) + "\n"
            case _:
                place = dice.randrange(len(source) + 1)
                new = dice.choice(("", dice.choice(_CHARACTERS), dice.choice(_CHARACTERS) * 2))
                return source[:place] + new + source[place + dice.choice((0, 1, 1, 3)) :]
        return "".join(words)

    def _changed_bytes(self, content: bytes) -> bytes:
        dice = self._dice
        words = _WORD.findall(content.decode("utf-8", "surrogateescape")) or ["x"]
        for _ in range(dice.choice((1, 1, 2, 4))):
            at, other = dice.randrange(len(words)), dice.randrange(len(words))
            match dice.randrange(5):
                case 0:
                    words[at] = words[other]
                case 1:
                    words[at:at] = words[at : at + dice.choice((1, 5, 30))]
                case 2:
                    words[at] = dice.choice((*_NUMBERS, "{}", "[]", "null", "1e999", '"x"', "true", "-1"))
                case 3:
                    further = _WORD.findall(dice.choice(_SCHEMAS).decode())
                    start = dice.randrange(len(further))
                    words[at:at] = further[start : start + dice.choice((1, 5, 30))]
                case _:
                    words[at] = dice.choice(_CHARACTERS)
        changed = "".join(words).encode("utf-8", "surrogateescape")
        return changed if dice.random() < 0.95 else changed[: dice.randrange(len(changed) + 1)] + b"\xff"

    @cached_property
    def _grown(self) -> Grown:
        return Grown(self._dice)


_SPELLED = {
    "LEAN": "lean", "NEXT_TOKEN": "next_token", "UNIT": "words", "TIMES": "times", "EVERY": "every",
    "IN": "in", "OR": "or", "AND": "and", "NOT": "not", "DEFINE": ":=", "ARROW": "->", "COMPARE": "<=",
    "LABEL": "a", "WORD": "tea", "NUMERAL": "1.5", "SIGNED": "-3", "DAY": "2024-02-29", "MAYBE": "?",
}  # fmt: skip
_TEXTS = ('"a"', '"b c"', '""', '"g.lark"', '"w.txt"', '"s.json"', '"\\u{1F600}"', '"std/dates.det"')
_REGEXES = ("/a+/", "/[^a-z]{2,5}/", "/(x|yz)?/", "/.*/", "/\\d\\w\\s/", "/[\\-é-€]{0,300}/")
_FUNCTIONS = ("supported", "sum", "count", "length", "distinct", "claims", "visible", "text", "min")


class Grown:
    """Statements grown from the grammar of constraint files: right in form, mostly wrong in sense."""

    def __init__(self, dice: random.Random) -> None:
        from lark import Lark

        self._dice = dice
        grammar = (data_root() / "grammars" / "constraint.lark").read_text(encoding="utf-8")
        read = Lark(grammar, parser="lalr", lexer="contextual")
        self._rules: dict[str, list[list[tuple[str, bool]]]] = {}
        for rule in read.rules:
            row = [(symbol.name, symbol.is_term) for symbol in rule.expansion]
            self._rules.setdefault(rule.origin.name, []).append(row)
        self._plain = {t.name: re.sub(r"\\b$", "", t.pattern.value) for t in read.terminals}
        self._height = self._heights()

    def _heights(self) -> dict[str, int]:
        """How deep the least tree of each rule is."""
        found: dict[str, int] = {}
        while len(found) < len(self._rules):
            for name, rows in self._rules.items():
                known = [h for row in rows if (h := self._row_height(row, found)) is not None]
                if known:
                    found[name] = min(found.get(name, 999), 1 + min(known))
        return found

    @staticmethod
    def _row_height(row: list[tuple[str, bool]], heights: dict[str, int]) -> int | None:
        inner = [heights.get(name, 999) for name, terminal in row if not terminal]
        return None if 999 in inner else max(inner, default=0)

    def statement(self, names: list[str]) -> str:
        """A statement; ``names``: what it may speak of."""
        return " ".join(self._words("start", self._dice.choice((6, 10, 14, 20)), names))

    def _words(self, name: str, depth: int, names: list[str]) -> list[str]:
        rows = self._rules[name]
        fitting = [r for r in rows if (self._row_height(r, self._height) or 0) < depth]
        row = self._dice.choice(
            fitting or sorted(rows, key=lambda r: self._row_height(r, self._height) or 0)[:1]
        )
        out: list[str] = []
        for symbol, terminal in row:
            out += [self._spelled(symbol, names)] if terminal else self._words(symbol, depth - 1, names)
        return out

    def _spelled(self, terminal: str, names: list[str]) -> str:
        dice = self._dice
        match terminal:
            case "STRING":
                return dice.choice(_TEXTS)
            case "REGEX":
                return dice.choice(_REGEXES)
            case "NUMBER":
                return dice.choice(_NUMBERS[:6])
            case "FUNCTION":
                return dice.choice(_FUNCTIONS)
            case "NAME" | "REF" | "CALL":
                return dice.choice([*names, "X", "x"])
        return _SPELLED.get(terminal, self._plain[terminal])
