"""The names of a constraint file and where they stand, found on tokens, so that broken files have them too.

Every name is declared once and means the same everywhere, except parameters and the variables of ``every``
and ``for``, which mean something in their own statement only. What names *mean* is ``detlm.syntax``'s; what a
name with a dot leads to in another file is ``imports.py``'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
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

_IMPORTED = re.compile(r'import\s+"(?P<path>[^"\\\n]*)"(?:\s+as\s+(?P<alias>[A-Za-z_][A-Za-z0-9_]*))?')
_HEAD = re.compile(r"\w+\s+\w+\s*\(([^()]*)\)\s*:=")
_VARIABLES = re.compile(r"\b(?:every|for)\b|∀")
_COLON = re.compile(r"\s*\??\s*:(?!=)")

# Statements that declare the name after their keyword.
DEFINING = frozenset(
    {"program", "category", "shape", "scope", "predicate", "attribute", "sentence", "derive"}
)
_WITH_PARAMETERS = frozenset({"category", "shape", "predicate", "attribute"})
_WITH_CONDITIONS = frozenset({"predicate", "attribute", "derive", "constraint"})
_WITH_LABELS = frozenset({"category", "shape", "output"})  # a name before a colon is a label, part or key
_KNOWLEDGE = ("fact", "rule")


class Occurrence(NamedTuple):
    """A name at characters ``start`` to ``end``; ``within``: where the statement starts that alone has it."""

    name: str
    start: int
    end: int
    declares: bool
    within: int | None = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """A declared name: its kind (the statement's keyword), its own place and its statement's."""

    name: str
    kind: str
    start: int
    end: int
    statement: Chunk
    parameters: tuple[str, ...] = ()
    path: str = ""  # of an import


@dataclass(frozen=True)
class SymbolTable:
    """All declared names of a text, in order, and all places where they stand."""

    text: str
    symbols: tuple[Symbol, ...]
    occurrences: tuple[Occurrence, ...]
    statements: tuple[Chunk, ...]

    def at(self, offset: int) -> Symbol | None:
        """The declared name that stands at a character offset."""
        found = self.occurrence(offset)
        return None if found is None or found.within is not None else self.symbol(found.name)

    def symbol(self, name: str) -> Symbol | None:
        """What is declared under a name."""
        return next((s for s in self.symbols if s.name == name), None)

    def occurrence(self, offset: int) -> Occurrence | None:
        """The name, declared or a statement's own, that stands at a character offset."""
        return next((o for o in self.occurrences if o.start <= offset <= o.end), None)

    def places(self, name: str, within: int | None = None) -> list[Occurrence]:
        """Everywhere a name stands, its declaration included; with ``within``, a statement's own name."""
        return [o for o in self.occurrences if o.name == name and o.within == within]

    def declaration(self, of: Occurrence) -> tuple[int, int]:
        """Where the name is declared that stands somewhere."""
        if of.within is None and (symbol := self.symbol(of.name)) is not None:
            return symbol.start, symbol.end
        return next(((o.start, o.end) for o in self.places(of.name, of.within) if o.declares), of[1:3])

    def importing(self, offset: int) -> Symbol | None:
        """The import whose statement an offset is in."""
        chunk = self.statement(offset)
        found = (s for s in self.symbols if s.kind == "import" and s.statement == chunk)
        return next((s for s in found if offset <= s.statement.end), None)

    def statement(self, offset: int) -> Chunk | None:
        """The last statement that starts before an offset, or there."""
        return next((c for c in reversed(self.statements) if c.start <= offset), None)

    def dotted(self, offset: int) -> tuple[str, ...]:
        """The parts of the name with dots at an offset, up to the part that stands there; perhaps none."""
        chunk = self.statement(offset)
        for parts, start in () if chunk is None else self._dotted_in(chunk):
            token = ".".join(parts)
            if start <= offset <= start + len(token):
                return parts[: token.count(".", 0, offset - start) + 1]
        return ()

    def part_at(self, offset: int) -> tuple[int, int] | None:
        """Where the part stands, of a name with dots, that an offset is in."""
        for parts, start in self.dotted_names():
            for part in parts:
                if start <= offset <= start + len(part):
                    return start, start + len(part)
                start += len(part) + 1
        return None

    def dotted_names(self) -> list[tuple[tuple[str, ...], int]]:
        """The parts of all names with dots that may lead to other files, and where each begins."""
        return [found for chunk in self.statements for found in self._dotted_in(chunk)]

    def _dotted_in(self, chunk: Chunk) -> list[tuple[tuple[str, ...], int]]:
        if chunk.keyword in _KNOWLEDGE:
            return []
        own = own_names(self.text, chunk)
        names = [(token.split("."), start) for token, start in _names(self.text, chunk)]
        return [(tuple(parts), start) for parts, start in names if len(parts) > 1 and parts[0] not in own]

    def speaks_of(self, relation: str) -> bool:
        """Whether a fact or rule has the relation, or a sentence says it."""
        for chunk in self.statements:
            if chunk.keyword in _KNOWLEDGE:
                places = _relations(self.text, chunk)
                if any(name == relation and start in places for name, start in _names(self.text, chunk)):
                    return True
        return any(s.name == relation and s.kind == "sentence" for s in self.symbols)


def symbol_table(text: str) -> SymbolTable:
    """The names of a constraint file; never fails."""
    statements = tuple(split_statements(text))
    symbols: dict[str, Symbol] = {}
    # Imports last: where a file has the name of a declaration, uses mean the declaration.
    for chunk in sorted(statements, key=lambda c: c.keyword == "import"):
        symbol = _imported(text, chunk) if chunk.keyword == "import" else _declared(text, chunk)
        if symbol is not None:
            symbols.setdefault(symbol.name, symbol)
    occurrences = [o for chunk in statements for o in _occurrences(text, chunk, symbols)]
    in_order = sorted(symbols.values(), key=lambda s: s.start)
    return SymbolTable(text, tuple(in_order), tuple(occurrences), statements)


def words(text: str, chunk: Chunk, end: int) -> list[str]:
    """The names, texts and signs of a statement up to an offset, its keyword first; none in a comment."""
    found = [*_TOKEN.finditer(text, chunk.start, end)]
    if found and found[-1].group().startswith("--"):
        return []
    return [m.group() for m in found if m.lastgroup != "skip"]


class Call(NamedTuple):
    """A name whose bracket is open: where it stands, and the commas since the bracket."""

    name: str
    start: int
    commas: int


def calls(text: str, chunk: Chunk, end: int) -> list[Call]:
    """The calls of a statement that are open at an offset, innermost first."""
    found: list[Call] = []
    before: re.Match[str] | None = None
    for match in _TOKEN.finditer(text, chunk.start, end):
        sign, call = match.group(), Call("", 0, 0)
        if sign in ("(", "[", "{"):
            if sign == "(" and before and before.lastgroup == "name" and before.end() == match.start():
                call = Call(before.group(), before.start(), 0)
            found.append(call)
        elif sign in (")", "]", "}"):
            del found[-1:]
        elif sign == "," and found:
            found[-1] = found[-1]._replace(commas=found[-1].commas + 1)
        before = match
    return [call for call in reversed(found) if call.name]


def own_names(text: str, chunk: Chunk) -> dict[str, int]:
    """The names that a statement alone has, and where: parameters, variables of ``for`` and ``every``."""
    own = _parameters(text, chunk)
    if chunk.keyword in _WITH_CONDITIONS and _VARIABLES.search(text, chunk.start, chunk.end):
        found = [m for m in _TOKEN.finditer(text, chunk.start, chunk.end) if m.lastgroup != "skip"]
        for before, name, after in zip(found, found[1:], found[2:], strict=False):
            if before[0] in ("every", "for", "∀") and after[0] in ("in", "∈"):
                own.setdefault(name[0], name.start())
    return own


def _parameters(text: str, chunk: Chunk) -> dict[str, int]:
    head = _HEAD.match(text, chunk.start, chunk.end) if chunk.keyword in _WITH_PARAMETERS else None
    if head is None:
        return {}
    return {m[1]: head.start(1) + m.start(1) for m in re.finditer(r"(?:^|,)\s*([A-Za-z_]\w*)", head[1])}


def _names(text: str, chunk: Chunk) -> list[tuple[str, int]]:
    """The name tokens of a statement behind its keyword, with their offsets."""
    found = _TOKEN.finditer(text, chunk.start + len(chunk.keyword), chunk.end)
    return [(m.group(), m.start()) for m in found if m.lastgroup == "name"]


def _imported(text: str, chunk: Chunk) -> Symbol | None:
    """What an import declares: the name behind ``as``, or the file's up to its first dot."""
    match = _IMPORTED.match(text, chunk.start, chunk.end)
    if match is None:
        return None
    path = match["path"]
    if match["alias"]:
        return Symbol(match["alias"], "import", *match.span("alias"), chunk, path=path)
    file = PurePosixPath(path).name
    name, at = file.partition(".")[0], match.end("path") - len(file)
    if not (name.isascii() and name.isidentifier()):
        return None
    return Symbol(name, "import", at, at + len(name), chunk, path=path)


def _declared(text: str, chunk: Chunk) -> Symbol | None:
    names = _names(text, chunk)
    if not names or chunk.keyword not in DEFINING:
        return None
    name, at = (
        names[1] if chunk.keyword == "derive" and names[0][0] == "next_token" and len(names) > 1 else names[0]
    )
    if name in RESERVED:
        return None
    return Symbol(name, chunk.keyword, at, at + len(name), chunk, tuple(_parameters(text, chunk)))


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
    knowledge = chunk.keyword in _KNOWLEDGE
    relations = _relations(text, chunk) if knowledge else frozenset()
    own = own_names(text, chunk)
    found = []
    for token, start in _names(text, chunk):
        name = token.partition(".")[0]
        end = start + len(name)
        symbol = symbols.get(name)
        declared = own.get(name, None if symbol is None else symbol.start)
        declares = start == declared
        if declared is None or (not declares and _is_label(text, chunk, start + len(token))):
            continue
        if name in own or symbol is None:
            found.append(Occurrence(name, start, end, declares, chunk.start))
            continue
        # Segments have names of their own; attributes say who owns them.
        if chunk.keyword in ("segments", "attend") and symbol.kind != "attribute":
            continue
        # Relations live in facts and rules, all other names outside of them.
        if declares or (start in relations if knowledge else symbol.kind != "sentence"):
            found.append(Occurrence(name, start, end, declares))
    return found


def _is_label(text: str, chunk: Chunk, end: int) -> bool:
    return chunk.keyword in _WITH_LABELS and _COLON.match(text, end, chunk.end) is not None
