"""A tiny language of closed Lean data terms, written out twice: as Lean source and as a kernel expression.

Everything detlm tells Lean about programs, prompts and outputs goes through here, so no text of a user
is ever Lean syntax: a term is constants applied to terms and natural-number literals, nothing else.
``Definitions`` names big or repeated subterms, which keeps every definition shallow and small.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

_MAX_DEPTH = 24  # deeper terms are cut into definitions, so that no reader of them recurses far


@dataclass(frozen=True, slots=True)
class Term:
    """``head`` applied to ``args``; ``levels`` are the universe levels of the constant ``head``."""

    type: str
    head: str
    args: tuple[Term | TypeTerm | int, ...] = ()
    levels: tuple[int, ...] = ()
    depth: int = field(default=0, compare=False)

    def source(self) -> str:
        """The term as Lean source: constants with explicit arguments and raw literals."""
        name = self.head + (f".{{{', '.join(map(str, self.levels))}}}" if self.levels else "")
        if not self.args:
            return f"@{name}"
        shown = (f"(nat_lit {a:#x})" if isinstance(a, int) else a.source() for a in self.args)
        return f"(@{name} {' '.join(shown)})"

    def expression(self) -> str:
        """The term as the kernel must hold it, in the form of ``detlm.kernel.expressions``."""
        out = f"(const {self.head} [{' '.join(map(str, self.levels))}])"
        for a in self.args:
            out = f"(app {out} {_literal(a) if isinstance(a, int) else a.expression()})"
        return out


@dataclass(frozen=True, slots=True)
class TypeTerm:
    """A type given as an explicit argument: a constant, or a list of one."""

    name: str
    of: TypeTerm | None = None
    level: int = 0

    @property
    def spelled(self) -> str:
        """The type as it follows a colon in Lean source."""
        return self.name if self.of is None else f"({self.name} {self.of.spelled})"

    def source(self) -> str:
        """The type as Lean source."""
        return f"@{self.name}" if self.of is None else f"(@{self.name}.{{0}} {self.of.source()})"

    def expression(self) -> str:
        """The type as the kernel must hold it."""
        if self.of is None:
            return f"(const {self.name} [])"
        return f"(app (const {self.name} [0]) {self.of.expression()})"


def _literal(value: int) -> str:
    # As detlm.kernel.expressions writes them: decimal while that is short.
    return f"(lit {value})" if value < 1 << 64 else f"(lit {value:#x})"


def node(type_: str, head: str, *args: Term | TypeTerm | int, levels: tuple[int, ...] = ()) -> Term:
    """A term, with its depth filled in."""
    depth = 1 + max((a.depth for a in args if isinstance(a, Term)), default=0)
    return Term(type_, head, args, levels, depth)


@dataclass
class Definitions:
    """Definitions in order, each a name, a type and a term; equal terms share one definition.

    ``below`` are definitions that stand already, whose names may be used.
    """

    prefix: str
    below: Definitions | None = None
    entries: list[tuple[str, str, Term]] = field(default_factory=list)
    _names: dict[Term, str] = field(default_factory=dict)
    _size: int = 0

    def define(self, name: str, term: Term) -> Term:
        """Names a term; returns the constant that stands for it."""
        full = f"{self.prefix}.{name}"
        self.entries.append((full, term.type, term))
        self._names.setdefault(term, full)
        return node(term.type, full)

    def shared(self, term: Term) -> Term:
        """The constant for a term, defined on first use."""
        known = self._names.get(term) or (self.below and self.below._names.get(term))
        if known:
            return node(term.type, known)
        return self.define(f"d{len(self.entries)}", term)

    def cut(self, term: Term) -> Term:
        """The term itself while it is shallow, else a constant that stands for it."""
        return term if term.depth < _MAX_DEPTH else self.shared(term)

    def list_of(self, element: str | TypeTerm, items: Sequence[Term | int]) -> Term:
        """A list literal; natural numbers stand in it as they are."""
        kind = TypeTerm(element) if isinstance(element, str) else element
        result = node(f"(List {kind.spelled})", "List.nil", kind, levels=(0,))
        for item in reversed(items):
            result = self.cut(node(f"(List {kind.spelled})", "List.cons", kind, item, result, levels=(0,)))
        return result

    def source(self) -> str:
        """All definitions as Lean source, one a line."""
        return "".join(f"noncomputable def {n} : {t} := {term.source()}\n" for n, t, term in self.entries)
