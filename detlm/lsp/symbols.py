"""The names of a constraint file and where they stand, found on tokens, so that broken files have them too.

Every name is declared once and means the same everywhere, except the parameters of a predicate, attribute
or category, which mean something in their own statement only. What names *mean* is ``detlm.syntax``'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from detlm.syntax.layout import RESERVED, Chunk, split_statements

_TOKEN = re.compile(
    r"""(?P<skip>--[^\n]*|[ \t\r\n]+)
      | (?P<text>"(?:[^"\\\n]|\\[^\n])*"|/(?:[^/\\\n]|\\[^\n])+/)
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
      | (?P<other>:=|->|.)""",
    re.VERBOSE | re.DOTALL,
)

_FACT_WORD = re.compile(r"""--[^\n]*|(?P<word>"(?:[^"\\\n]|\\[^\n])*"|->|→|∧|[^\s"]+)""")

# Statements that declare the name after their keyword.
DEFINING = frozenset(
    {"program", "category", "shape", "scope", "predicate", "attribute", "sentence", "derive"}
)
_WITH_PARAMETERS = frozenset({"category", "shape", "predicate", "attribute"})


class Occurrence(NamedTuple):
    """A name at characters ``start`` to ``end``."""

    name: str
    start: int
    end: int
    declares: bool


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declared name: its kind (the statement's keyword), its own place and its statement's."""

    name: str
    kind: str
    start: int
    end: int
    statement: Chunk


@dataclass(frozen=True)
class SymbolTable:
    """All declared names of a text, in order, and all places where they stand."""

    text: str
    symbols: tuple[Symbol, ...]
    occurrences: tuple[Occurrence, ...]
    statements: tuple[Chunk, ...]

    def at(self, offset: int) -> Symbol | None:
        """The declared name that stands at a character offset."""
        for found in self.occurrences:
            if found.start <= offset <= found.end:
                return next((s for s in self.symbols if s.name == found.name), None)
        return None

    def places(self, name: str) -> list[Occurrence]:
        """Everywhere a name stands, its declaration included."""
        return [o for o in self.occurrences if o.name == name]


def symbol_table(text: str) -> SymbolTable:
    """The names of a constraint file; never fails."""
    statements = tuple(split_statements(text))
    symbols: dict[str, Symbol] = {}
    for chunk in statements:
        for symbol in _declared(text, chunk):
            symbols.setdefault(symbol.name, symbol)
    occurrences = [o for chunk in statements for o in _occurrences(text, chunk, symbols)]
    return SymbolTable(text, tuple(symbols.values()), tuple(occurrences), statements)


def _names(text: str, chunk: Chunk) -> list[tuple[str, int]]:
    """The name tokens of a statement behind its keyword, with their offsets."""
    found = _TOKEN.finditer(text, chunk.start + len(chunk.keyword), chunk.end)
    return [(m.group(), m.start()) for m in found if m.lastgroup == "name"]


def _declared(text: str, chunk: Chunk) -> list[Symbol]:
    names = _names(text, chunk)
    if not names:
        return []
    if chunk.keyword == "import":
        alias = [n for (before, _), n in pairwise(names) if before == "as"]
        return [Symbol(n, "import", at, at + len(n), chunk) for n, at in alias[:1]]
    if chunk.keyword not in DEFINING:
        return []
    name, at = (
        names[1] if chunk.keyword == "derive" and names[0][0] == "next_token" and len(names) > 1 else names[0]
    )
    return [] if name in RESERVED else [Symbol(name, chunk.keyword, at, at + len(name), chunk)]


def _parameters(text: str, chunk: Chunk) -> frozenset[str]:
    """Names of this statement alone: its parameters, and the variables of ``for`` and ``every``."""
    body = text[chunk.start : chunk.end]
    own = set(re.findall(r"(?:\bevery|\bfor|∀)\s+([A-Za-z_]\w*)\s+(?:in\b|∈)", body))
    if chunk.keyword in _WITH_PARAMETERS:
        head = re.match(r"\w+\s+\w+\(([^()]*)\)\s*:=", body)
        if head:
            own |= set(re.findall(r"([A-Za-z_]\w*)(?=\s*(?::|,|$))", head[1]))
    if chunk.keyword == "constraint":
        own |= {"next_token"}
    return frozenset(own)


def _relations(text: str, chunk: Chunk) -> frozenset[int]:
    """Where the relations of a fact or rule stand: the middle word of every three."""
    found = [m for m in _FACT_WORD.finditer(text, chunk.start + len(chunk.keyword), chunk.end) if m["word"]]
    places, position = set(), 0
    for match in found:
        if chunk.keyword == "rule" and match["word"] in ("and", "->", "→", "∧"):
            position = 0
            continue
        if position == 1:
            places.add(match.start("word"))
        position += 1
    return frozenset(places)


def _occurrences(text: str, chunk: Chunk, symbols: dict[str, Symbol]) -> list[Occurrence]:
    knowledge = chunk.keyword in ("fact", "rule")
    relations = _relations(text, chunk) if knowledge else frozenset()
    own = _parameters(text, chunk)
    found = []
    for token, start in _names(text, chunk):
        name = token.partition(".")[0]
        symbol = symbols.get(name)
        if symbol is None or name in own:
            continue
        declares = start == symbol.start
        # Relations live in facts and rules, all other names outside of them.
        if declares or (start in relations if knowledge else symbol.kind != "sentence"):
            found.append(Occurrence(name, start, start + len(name), declares))
    return found
