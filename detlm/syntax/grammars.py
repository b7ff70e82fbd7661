"""Context-free grammars: building them out of expressions with repetition, and what can be told of them.

Readers say their rules as ``Expression``s; ``grammar_of`` turns these into plain alternatives, with every
largest regular part as one terminal, so that derivations stay short. Then: which rules derive no text and
why, which contain themselves, which are needed. Files are read by ``lark_files.py``, blocks by
``grammar_blocks.py``; the regular language around a grammar is ``envelope.py``, masks and derivations are
``detlm.mask``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from detlm.errors import ConstraintError
from detlm.syntax.program import Grammar, GrammarRule, Nonterminal, Symbol, Terminal
from detlm.syntax.regex import (
    NOTHING,
    Both,
    Either,
    Empty,
    Nothing,
    Regex,
    Then,
    Without,
    either,
    repeat,
    then,
)
from detlm.syntax.size import balanced
from detlm.syntax.value import Value

MAX_RULES = 2_000
MAX_SYMBOLS = 20_000

Row = tuple[Symbol, ...]


class Call(Value):
    """A text of the rule with this name."""

    name: str


class Seq(Value):
    """Parts one after the other."""

    parts: tuple[Expression, ...]


class Alt(Value):
    """One of the options."""

    options: tuple[Expression, ...]


class Times(Value):
    """``low`` to ``high`` times ``body`` (None: any number from ``low`` on)."""

    body: Expression
    low: int
    high: int | None


Expression = Regex | Call | Seq | Alt | Times


def grammar_of(rules: Mapping[str, Expression], start: str) -> Grammar:
    """The rules that ``start`` needs, ``start`` first. Every called name is a rule (else ``KeyError``).

    Raises ``ConstraintError`` if a rule derives no text, or if the grammar is too large.
    """
    grammar = lowered(rules, start)
    for _, message, hint in endless(grammar):
        raise ConstraintError(message, hint=hint)
    return grammar


def lowered(rules: Mapping[str, Expression], start: str) -> Grammar:
    """As ``grammar_of``, with rules that derive no text."""
    return _Lowering(rules).lowered(start)


def regular(expression: Expression) -> Regex | None:
    """The expression as a regular one if it calls no rule."""
    match expression:
        case Call():
            return None
        case Seq(parts):
            done = [regular(p) for p in parts]
            return None if None in done else balanced([r for r in done if r is not None])
        case Alt(options):
            done = [regular(o) for o in options]
            return None if None in done else either(*(r for r in done if r is not None))
        case Times(body, low, high):
            inner = regular(body)
            return None if inner is None else repeat(inner, low, high)
        case _:
            return expression


class _Lowering:
    """Expressions into alternatives; repetition becomes rules of its own."""

    def __init__(self, rules: Mapping[str, Expression]) -> None:
        self._rules = rules
        self._numbers: dict[str, int] = {}
        self._todo: list[str] = []
        self._done: dict[int, GrammarRule] = {}
        self._symbols = 0
        self._fresh = 0

    def lowered(self, start: str) -> Grammar:
        self._number(start)
        while self._todo:
            name = self._todo.pop()
            self._finish(self._numbers[name], name, self._rows(name, self._rules[name]))
        return Grammar(tuple(self._done[i] for i in range(len(self._done))))

    def _number(self, name: str) -> int:
        if name not in self._numbers:
            if name not in self._rules:
                raise KeyError(name)
            self._numbers[name] = self._count()
            self._todo.append(name)
        return self._numbers[name]

    def _count(self) -> int:
        self._fresh += 1
        if self._fresh > MAX_RULES:
            raise ConstraintError(
                f"the grammar has more than {MAX_RULES:,} rules, repetition written out",
                hint="use smaller counts, or * for any number",
            )
        return self._fresh - 1

    def _finish(self, number: int, name: str, rows: Iterable[Row]) -> None:
        rule = GrammarRule(name, tuple(dict.fromkeys(rows)))
        self._symbols += sum(1 + len(row) for row in rule.alternatives)
        if self._symbols > MAX_SYMBOLS:
            raise ConstraintError(
                f"the grammar has more than {MAX_SYMBOLS:,} symbols", hint="split it into categories"
            )
        self._done[number] = rule

    def _rows(self, name: str, expression: Expression) -> list[Row]:
        """The alternatives of an expression; ``name`` is the rule that it stands in."""
        whole = regular(expression)
        if whole is not None:
            return [_row([Terminal(whole)])] if whole != NOTHING else []
        match expression:
            case Alt(options):
                free = [o for o in options if regular(o) is None]
                fixed = either(*(r for o in options if (r := regular(o)) is not None))
                rows = [row for option in free for row in self._rows(name, option)]
                return rows if fixed == NOTHING else [*rows, _row([Terminal(fixed)])]
            case Seq(parts):
                return [_row([s for part in parts for s in self._symbols_of(name, part)])]
            case _:
                return [tuple(self._symbols_of(name, expression))]

    def _symbols_of(self, name: str, expression: Expression) -> list[Symbol]:
        """An expression as one row, with a rule of its own where it has several."""
        whole = regular(expression)
        if whole is not None:
            return [Terminal(whole)]
        match expression:
            case Call(called):
                return [Nonterminal(self._number(called))]
            case Seq(parts):
                return [s for part in parts for s in self._symbols_of(name, part)]
            case Times(body, low, high):
                return self._repeated(name, self._symbols_of(name, body), low, high)
            case _:
                number = self._count()
                self._finish(number, f"{name} (group)", self._rows(name, expression))
                return [Nonterminal(number)]

    def _repeated(self, name: str, body: list[Symbol], low: int, high: int | None) -> list[Symbol]:
        if len(body) * low > MAX_SYMBOLS:
            raise ConstraintError(
                f"the grammar has more than {MAX_SYMBOLS:,} symbols, repetition written out",
                hint="use smaller counts, or * for any number",
            )
        if high is None:
            number = self._count()
            # Left recursive, because that is what derivations are found quickest of.
            more: list[Symbol] = [Nonterminal(number), *body]
            self._finish(number, f"{name} (repeated)", [_row(more), ()])
            return [*(body * low), Nonterminal(number)]
        rest: list[Symbol] = []
        for _ in range(high - low):
            number = self._count()
            self._finish(number, f"{name} (optional)", [_row([*body, *rest]), ()])
            rest = [Nonterminal(number)]
        return [*(body * low), *rest]


def _row(symbols: Sequence[Symbol]) -> Row:
    """A row with neighbouring terminals joined."""
    out: list[Symbol] = []
    for symbol in symbols:
        if isinstance(symbol, Terminal) and isinstance(symbol.regex, Empty):
            continue
        if out and isinstance(symbol, Terminal) and isinstance(last := out[-1], Terminal):
            out[-1] = Terminal(then(last.regex, symbol.regex))
        else:
            out.append(symbol)
    return tuple(out)


# -- what can be told of a grammar ------------------------------------------------------------------


def _holds(grammar: Grammar, terminal: Callable[[Regex], bool]) -> list[bool]:
    """For which rules some alternative has only good terminals and good rules: the least solution."""
    good = [False] * len(grammar.rules)

    def passes(symbol: Symbol) -> bool:
        return good[symbol.index] if isinstance(symbol, Nonterminal) else terminal(symbol.regex)

    changed = True
    while changed:
        changed = False
        for number, rule in enumerate(grammar.rules):
            if not good[number] and any(all(map(passes, row)) for row in rule.alternatives):
                good[number] = changed = True
    return good


def productive(grammar: Grammar) -> list[bool]:
    """Which rules derive some text. A terminal counts as empty if its form shows it; masks look closer."""
    return _holds(grammar, lambda regex: not surely_empty(regex))


def reachable(grammar: Grammar, start: int = 0) -> list[bool]:
    """Which rules ``start`` needs, itself included."""
    seen = _reached(_calls(grammar), {start})
    return [number in seen for number in range(len(grammar.rules))]


def recursive(grammar: Grammar) -> list[bool]:
    """Which rules can contain themselves."""
    return [number in found for number, found in enumerate(reached_from_each(_calls(grammar)))]


def _calls(grammar: Grammar) -> list[set[int]]:
    return [
        {s.index for row in rule.alternatives for s in row if isinstance(s, Nonterminal)}
        for rule in grammar.rules
    ]


def reached_from_each(edges: Sequence[set[int]]) -> list[set[int]]:
    """What each node reaches by one edge or more; node ``n`` leads to ``edges[n]``."""
    return [_reached(edges, targets) for targets in edges]


def _reached(edges: Sequence[set[int]], starts: set[int]) -> set[int]:
    seen: set[int] = set()
    todo = list(starts)
    while todo:
        number = todo.pop()
        if number not in seen:
            seen.add(number)
            todo += edges[number]
    return seen


def rule_name(rule: GrammarRule) -> str:
    """The name that people gave to the rule, or to the one that it was made for."""
    return rule.name.partition(" ")[0]


def endless(grammar: Grammar) -> Iterator[tuple[str, str, str]]:
    """The rules that derive no text: name, what is wrong, what to do."""
    good, calls = productive(grammar), _calls(grammar)
    for number, rule in enumerate(grammar.rules):
        if good[number] or rule_name(rule) != rule.name:
            continue  # a rule made for another is empty only if that one is
        name = rule.name
        needs = sorted({rule_name(grammar.rules[i]) for i in calls[number] if not good[i]})
        if not needs:
            message = f"the rule `{name}` derives no text: its terminals hold none"
            yield name, message, "give it an alternative that can be written"
            continue
        named = ", ".join(f"`{n}`" for n in needs)
        message = (
            f"the rule `{name}` derives no text: each of its alternatives needs {named} again, without end"
        )
        yield name, message, f"give `{name}` an alternative that ends"


def surely_empty(regex: Regex) -> bool:
    """Whether the form of an expression shows that it holds no text."""
    match regex:
        case Nothing():
            return True
        case Then(a, b) | Both(a, b):
            return surely_empty(a) or surely_empty(b)
        case Either(a, b):
            return surely_empty(a) and surely_empty(b)
        case Without(a, _):
            return surely_empty(a)
        case _:
            return False
