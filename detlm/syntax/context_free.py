"""``grammar { … }`` and grammar files ─▶ ``Grammar``: repetition and groups become rules.

Every rule of a grammar derives some text and is used; the rest is reported. Masks are ``detlm.mask``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from detlm.syntax import ast
from detlm.syntax.definitions import Definitions
from detlm.syntax.diagnostics import Report, did_you_mean
from detlm.syntax.files import Files
from detlm.syntax.languages import Languages
from detlm.syntax.program import Grammar, GrammarRule, Nonterminal, Symbol, Terminal
from detlm.syntax.regex import EMPTY, Both, Either, Nothing, OneOf, Regex, Star, Then, Without, then
from detlm.syntax.size import Alphabets, Measuring

MAX_RULES = 2_000

Rows = tuple[tuple[Symbol, ...], ...]


class Grammars:
    """Makes the grammars of a program, each once."""

    def __init__(self, definitions: Definitions, languages: Languages, files: Files, report: Report) -> None:
        self._definitions = definitions
        self._languages = languages
        self._files = files
        self._report = report
        self._made: dict[tuple[int, int], Grammar] = {}

    def of_category(self, use: ast.Use) -> Grammar:
        """The grammar of a context-free category."""
        body = self._definitions.instance(use).body
        while isinstance(body, ast.Use | ast.Apply):
            body = self._definitions.instance(body).body
        return self.grammar(body)

    def grammar(self, expression: ast.Expression) -> Grammar:
        """The grammar of a block or file."""
        if expression.span not in self._made:
            made = None
            if isinstance(expression, ast.GrammarBlock):
                made = _Block(expression, self._definitions, self._languages, self._report).grammar()
            elif isinstance(expression, ast.GrammarFile):
                made = self._from_file(expression)
            self._made[expression.span] = made or Grammar((GrammarRule("start", ((),)),))
        return self._made[expression.span]

    def _from_file(self, expression: ast.GrammarFile) -> Grammar | None:
        from detlm.syntax.lark_files import read_lark

        path = expression.path
        file = self._files.read(path.text, path.span, self._report, "grammar file")
        text = None if file is None else self._files.text(file, self._report, "grammar file")
        return None if text is None else read_lark(text, expression, self._report)

    def envelope(self, grammar: Grammar) -> Regex:
        """A regular language that holds all texts of the grammar, and not much more than their bytes."""
        texts = [
            s.regex for r in grammar.rules for row in r.alternatives for s in row if isinstance(s, Terminal)
        ]
        alphabets, members = Alphabets(), 0
        for regex in texts:
            members |= alphabets.of(regex)
        byte = OneOf(members) if members else EMPTY
        some = Star(byte)
        return some if 0 in nullable(grammar) else then(byte, some)


class _Block:
    """One ``grammar { … }``."""

    def __init__(
        self, block: ast.GrammarBlock, definitions: Definitions, languages: Languages, report: Report
    ) -> None:
        self._block = block
        self._definitions = definitions
        self._languages = languages
        self._report = report
        self._names: dict[str, int] = {}
        self._rules: list[GrammarRule] = []

    def grammar(self) -> Grammar | None:
        """The grammar, or None after reporting what is wrong with it."""
        report = self._report
        before = len(report.diagnostics)
        for production in self._block.productions:
            name = production.name
            if name.text in self._names:
                report.error(
                    name.span, f"the rule {name.text} stands twice", "join them with |", see="grammars"
                )
                continue
            if name.text in self._definitions:
                message = f"{name.text} is the name of a category, too"
                report.error(name.span, message, "give the rule another name", see="grammars")
            self._names[name.text] = len(self._rules)
            self._rules.append(GrammarRule(name.text, ()))
        for production in self._block.productions:
            index = self._names[production.name.text]
            self._rules[index] = GrammarRule(production.name.text, self._rows(production.body))
            if len(self._rules) > MAX_RULES:
                message = f"this grammar has more than {MAX_RULES:,} rules written out"
                report.error(self._block.span, message, "use smaller counts", see="grammars")
                return None
        if len(report.diagnostics) > before:
            return None
        grammar = Grammar(tuple(self._rules))
        self._check(grammar)
        return grammar if len(report.diagnostics) == before else None

    def _rows(self, expression: ast.Expression) -> Rows:
        options = expression.options if isinstance(expression, ast.Alternative) else (expression,)
        return tuple(self._row(o) for o in options)

    def _row(self, expression: ast.Expression) -> tuple[Symbol, ...]:
        parts = expression.parts if isinstance(expression, ast.Sequence) else (expression,)
        return tuple(s for part in parts for s in self._symbols(part))

    def _symbols(self, part: ast.Expression) -> Sequence[Symbol]:
        whole: ast.Expression = (
            part  # not narrowed: mypy takes minutes over what is left of a recursive union
        )
        match part:
            case ast.Use(name) if name in self._names:
                return [Nonterminal(self._names[name])]
            case ast.Use() | ast.Apply():
                if part.name not in self._definitions or not self._definitions.is_regular(part):
                    what = "neither a rule nor a regular category"
                    known = [*self._names, *self._definitions.table]
                    hint = did_you_mean(part.name, known) or "rules of a grammar stand in its block"
                    self._report.error(part.span, f"{part.name} is {what}", hint, see="grammars")
                    return []
                return [Terminal(self._languages.regex(part))]
            case ast.Alternative():
                return [self._helper(self._rows(part))]
            case ast.Sequence(parts):
                return [s for p in parts for s in self._symbols(p)]
            case ast.Repeated(low, high, body):
                inner = self._helper(self._rows(body)) if isinstance(body, ast.Alternative) else None
                row = (inner,) if inner is not None else self._row(body)
                if high is None:
                    index = self._new()
                    self._rules[index] = GrammarRule(f"_{index}", ((), (*row, Nonterminal(index))))
                    return [*row * low, Nonterminal(index)]
                rest: tuple[Symbol, ...] = ()
                for _ in range(min(high - low, MAX_RULES)):
                    rest = (self._helper(((), (*row, *rest))),)
                return [*row * low, *rest]
            case _:
                return [Terminal(self._languages.regex(whole))]

    def _helper(self, rows: Rows) -> Symbol:
        index = self._new()
        self._rules[index] = GrammarRule(f"_{index}", rows)
        return Nonterminal(index)

    def _new(self) -> int:
        self._rules.append(GrammarRule("", ()))
        return len(self._rules) - 1

    def _check(self, grammar: Grammar) -> None:
        endless, unused = unproductive(grammar), unreachable(grammar)
        for production in self._block.productions:
            index = self._names[production.name.text]
            name = production.name
            if index in endless:
                message = f"the rule {name.text} derives no text: it never ends"
                self._report.error(
                    name.span, message, "give it an alternative without itself", see="grammars"
                )
            elif index in unused:
                message = f"the rule {name.text} is never used"
                self._report.error(
                    name.span, message, "the first rule is the whole; remove this one", see="grammars"
                )


def unproductive(grammar: Grammar) -> set[int]:
    """The rules that derive no text."""
    return set(range(len(grammar.rules))) - _closed(grammar, lambda regex: not is_nothing(regex))


def nullable(grammar: Grammar) -> set[int]:
    """The rules that derive the empty text."""
    measuring = Measuring()
    return _closed(grammar, lambda regex: measuring.measure(regex).nullable)


def _closed(grammar: Grammar, terminal: Callable[[Regex], bool]) -> set[int]:
    """The rules with an alternative of such terminals and such rules only."""
    known: set[int] = set()
    while True:
        new = {
            i
            for i, rule in enumerate(grammar.rules)
            if i not in known
            and any(
                all(s.index in known if isinstance(s, Nonterminal) else terminal(s.regex) for s in row)
                for row in rule.alternatives
            )
        }
        if not new:
            return known
        known |= new


def unreachable(grammar: Grammar) -> set[int]:
    """The rules that the first one never comes to."""
    seen, todo = {0}, [0]
    while todo:
        for row in grammar.rules[todo.pop()].alternatives:
            new = {s.index for s in row if isinstance(s, Nonterminal)} - seen
            seen |= new
            todo += new
    return set(range(len(grammar.rules))) - seen


def is_nothing(regex: Regex) -> bool:
    """Whether a language is plainly empty (what ``and`` and ``except`` leave is not looked at)."""
    match regex:
        case Nothing():
            return True
        case Then(a, b) | Both(a, b):
            return is_nothing(a) or is_nothing(b)
        case Either(a, b):
            return is_nothing(a) and is_nothing(b)
        case Without(a, _):
            return is_nothing(a)
        case _:
            return False
