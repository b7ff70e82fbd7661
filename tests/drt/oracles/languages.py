"""What of a program other engines can be told: one regular expression, or rules of a context-free grammar.

Written from the meaning of programs and shares no step with our masks: conditions on a span's text become
``Both`` and ``Without``, limits too, and whatever speaks of anything else than the text is not told at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import reduce
from itertools import count

from detlm.mask.bytesets import bytes_of
from detlm.syntax import counting
from detlm.syntax import program as p
from detlm.syntax import regex as r
from detlm.syntax.envelope import envelope

Symbol = int | str  # a set of bytes, or the name of a rule
Row = tuple[Symbol, ...]


class Untold(Exception):
    """The program says what the engine has no words for."""


@dataclass
class Rules:
    """Rules by name, each with its alternatives; the language is that of ``root``."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def said(self) -> Iterator[tuple[str, list[Row]]]:
        """All rules; one without alternatives, which cannot be written, as one that never ends."""
        for name, rows in self.rows.items():
            yield name, rows or [(1 << ord("a"), name)]

    def productive(self) -> Rules:
        """The same language, without what derives no text."""
        alive: set[str] = set()
        while fresh := {n for n, rows in self.rows.items() if n not in alive and _some(rows, alive)}:
            alive |= fresh
        kept = {n: [row for row in rows if _alive(row, alive)] for n, rows in self.rows.items() if n in alive}
        return Rules(kept)


def _alive(row: Row, alive: set[str]) -> bool:
    return all(symbol in alive for symbol in row if isinstance(symbol, str))


def _some(rows: list[Row], alive: set[str]) -> bool:
    return any(_alive(row, alive) for row in rows)


# -- one expression ---------------------------------------------------------------------------------


def expression(program: p.Program, prompt: bytes) -> r.Regex:
    """The answers of a regular program as one expression. Raises ``Untold``."""
    return reduce(r.Both, (_limit(limit) for limit in program.limits), _shape(program.output, prompt))


def _shape(shape: p.Shape, prompt: bytes) -> r.Regex:
    match shape:
        case p.Lex(regex) | p.SlotShape(_, regex):
            return regex
        case p.Chain(parts):
            return reduce(lambda rest, part: r.Then(_shape(part, prompt), rest), reversed(parts), r.EMPTY)
        case p.Choice(options):
            return reduce(r.Either, (_shape(option, prompt) for option in options), r.NOTHING)
        case p.UpTo(most, body):
            return r.AtMost(most, _shape(body, prompt))
        case p.Derive():
            asked = (_condition(asks, prompt) for asks in (shape.given, shape.ensure) if asks != p.Always())
            return reduce(r.Both, asked, _shape(shape.body, prompt))
        case _:
            return _shape(shape.body, prompt)


def _condition(condition: p.Condition, prompt: bytes) -> r.Regex:
    """The texts of which a condition holds."""
    match condition:
        case p.Always():
            return counting.ANYTHING
        case p.Mentions(word):
            return counting.contains_word(word)
        case p.InCategory(_, regex):
            return regex
        case p.Not(inner):
            return r.Without(counting.ANYTHING, _condition(inner, prompt))
        case p.And(left, right):
            return r.Both(_condition(left, prompt), _condition(right, prompt))
        case p.Or(left, right):
            return r.Either(_condition(left, prompt), _condition(right, prompt))
    raise Untold(type(condition).__name__)


def _limit(limit: p.Limit) -> r.Regex:
    match limit:
        case p.Forbid(word):
            return r.Without(counting.ANYTHING, counting.contains_word(word))
        case p.Require(word):
            return counting.contains_word(word)
        case p.AtMostWords(most):
            return counting.words_between(0, most)
        case p.Matches(regex):
            return regex


def renamed(regex: r.Regex, names: bytes) -> r.Regex:
    """The same language with byte ``b`` in all texts replaced by ``names[b]``."""
    match regex:
        case r.OneOf(members):
            return r.one_of(names[byte] for byte in bytes_of(members))
        case r.Star(body):
            return r.Star(renamed(body, names))
        case r.AtMost(most, body):
            return r.AtMost(most, renamed(body, names))
        case r.Then(left, right) | r.Either(left, right) | r.Both(left, right) | r.Without(left, right):
            return type(regex)(renamed(left, names), renamed(right, names))
    return regex


# -- rules ------------------------------------------------------------------------------------------


class _Ruler:
    """Makes rules of shapes; a repeated part of an expression is one rule."""

    def __init__(self) -> None:
        self.rules = Rules()
        self._numbers = count()

    def from_root(self, row: Row) -> Rules:
        return Rules({"root": [row], **self.rules.rows})

    def rule(self, rows: list[Row], hint: str = "x") -> str:
        name = f"{hint}{next(self._numbers)}"
        self.rules.rows[name] = rows
        return name

    def regex(self, regex: r.Regex) -> Row:
        match regex:
            case r.Empty():
                return ()
            case r.Nothing():
                return (self.rule([]),)
            case r.OneOf(members):
                return (members,)
            case r.Then(first, second):
                return self.regex(first) + self.regex(second)
            case r.Either(left, right):
                return (self.rule([self.regex(left), self.regex(right)]),)
            case r.Star(body):
                return self.star(self.regex(body))
            case r.AtMost(most, body):
                return self.up_to(most, self.regex(body))
        raise Untold(type(regex).__name__)

    def star(self, row: Row) -> Row:
        again = self.rule([()])
        self.rules.rows[again].append((*row, again))
        return (again,)

    def up_to(self, most: int, row: Row) -> Row:
        made: Row = ()
        for _ in range(most):
            made = (self.rule([(), row + made]),)
        return made

    def grammar(self, grammar: p.Grammar, start: int) -> Row:
        names = [self.rule([], "g") for _ in grammar.rules]
        for name, rule in zip(names, grammar.rules, strict=True):
            self.rules.rows[name] += [self.symbols(row, names) for row in rule.alternatives]
        return (names[start],)

    def symbols(self, row: tuple[p.Symbol, ...], names: list[str]) -> Row:
        made: Row = ()
        for symbol in row:
            made += (names[symbol.index],) if isinstance(symbol, p.Nonterminal) else self.regex(symbol.regex)
        return made

    def shape(self, shape: p.Shape) -> Row:
        match shape:
            case p.Lex(regex) | p.SlotShape(_, regex):
                return self.regex(regex)
            case p.Chain(parts):
                return sum((self.shape(part) for part in parts), ())
            case p.Choice(options):
                return (self.rule([self.shape(option) for option in options]),)
            case p.UpTo(most, body):
                return self.up_to(most, self.shape(body))
            case p.Derive(given=p.Always(), ensure=p.Always(), body=body):
                return self.shape(body)
            case p.Derive(given=p.Always(), ensure=p.InGrammar(_, grammar, start), body=body):
                if not isinstance(body, p.Lex) or body.regex != envelope(grammar, start):
                    raise Untold("a grammar within another language")
                return self.grammar(grammar, start)
            case p.Derive():
                raise Untold("a condition")
            case _:
                return self.shape(shape.body)


def rules(program: p.Program) -> Rules:
    """The answers of a program as rules. Raises ``Untold``."""
    if program.limits:
        raise Untold("a limit")
    ruler = _Ruler()
    return ruler.from_root(ruler.shape(program.output))


def rules_of(regex: r.Regex) -> Rules:
    """A regular language as rules. Raises ``Untold`` for intersections and complements."""
    ruler = _Ruler()
    return ruler.from_root(ruler.regex(regex))
