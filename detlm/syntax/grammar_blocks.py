"""``grammar { … }`` ─▶ ``Grammar``: the nodes of a block read into the expressions of ``grammars.py``."""

from __future__ import annotations

from detlm.errors import ConstraintError
from detlm.syntax import ast, grammars
from detlm.syntax.definitions import Definitions
from detlm.syntax.diagnostics import Report, did_you_mean
from detlm.syntax.languages import Languages
from detlm.syntax.program import Grammar, Terminal
from detlm.syntax.regex import EMPTY

CHAPTER = "grammars"


class Block:
    """One ``grammar { … }``."""

    def __init__(
        self, block: ast.GrammarBlock, definitions: Definitions, languages: Languages, report: Report
    ) -> None:
        self._block = block
        self._definitions = definitions
        self._languages = languages
        self._report = report
        self._names: dict[str, ast.Word] = {}

    def grammar(self) -> Grammar | None:
        """The grammar, or None after reporting what is wrong with it."""
        before = len(self._report.diagnostics)
        for production in self._block.productions:
            self._declare(production.name)
        rules = {p.name.text: self._expression(p.body) for p in self._block.productions}
        if len(self._report.diagnostics) > before:
            return None
        start = self._block.productions[0].name.text
        try:
            grammar = grammars.lowered(rules, start)
        except ConstraintError as error:
            self._report.error(self._block.span, error.message, error.hint, see=CHAPTER)
            return None
        self._check(grammar)
        return grammar if len(self._report.diagnostics) == before else None

    def _declare(self, name: ast.Word) -> None:
        if name.text in self._names:
            message = f"the rule {name.text} stands twice"
            self._report.error(name.span, message, "join them with |", see=CHAPTER)
        elif name.text in self._definitions:
            message = f"{name.text} is the name of a category, too"
            self._report.error(name.span, message, "give the rule another name", see=CHAPTER)
        self._names.setdefault(name.text, name)

    def _expression(self, part: ast.Expression) -> grammars.Expression:
        match part:
            case ast.Use(name) if name in self._names:
                return grammars.Call(name)
            case ast.Use() | ast.Apply():
                if part.name in self._definitions and self._definitions.is_regular(part):
                    return self._languages.regex(part)
                message = f"{part.name} is neither a rule nor a regular category"
                known = [*self._names, *self._definitions.table]
                hint = did_you_mean(part.name, known) or "rules of a grammar stand in its block"
                self._report.error(part.span, message, hint, see=CHAPTER)
                return EMPTY
            case ast.Alternative(options):
                return grammars.Alt(tuple(self._expression(o) for o in options))
            case ast.Sequence(parts):
                return grammars.Seq(tuple(self._expression(p) for p in parts))
            case ast.Repeated(low, high, body):
                return grammars.Times(self._expression(body), low, high)
            case _:
                return self._languages.regex(part)

    def _check(self, grammar: Grammar) -> None:
        needed = {rule.name for rule in grammar.rules}
        for name, word in self._names.items():
            if name not in needed:
                message = f"the rule {name} is never used"
                hint = "the first rule is the whole; remove this one"
                self._report.error(word.span, message, hint, see=CHAPTER)
        for name, message, hint in grammars.endless(grammar):
            self._report.error(self._names[name].span, message, hint, see=CHAPTER)
        for rule in grammar.rules:
            # A name in quotes may be cut short; it is refused already.
            place = self._names.get(grammars.rule_name(rule), self._block).span
            for terminal in (s for row in rule.alternatives for s in row if isinstance(s, Terminal)):
                self._languages.checked(terminal.regex, place)
