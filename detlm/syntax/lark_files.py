"""Grammar files in lark's notation ─▶ ``Grammar``: lark itself writes repetition, groups and templates out.

Texts are matched without a lexer, so terminals are regular languages like any other, and white space is what
the grammar says: ``%ignore`` is refused, as are priorities and imports of other files.
"""

from __future__ import annotations

import re

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Source, did_you_mean, shown
from detlm.syntax.program import Grammar, GrammarRule, Nonterminal, Symbol, Terminal
from detlm.syntax.regex import Regex
from detlm.syntax.size import long_literal

MAX_LENGTH = 100_000  # characters
MAX_RULES = 2_000

_REFUSED = [
    (r"^[ \t]*%ignore\b.*", "%ignore", "say in the rules where white space may stand"),
    (r"^[ \t]*%(?:extend|override|declare)\b.*", "%extend, %override and %declare", "write the rule out"),
    (r"^[ \t]*%import[ \t]+\..*", "%import of another file", "only lark's own: %import common.NUMBER"),
]


def read_lark(text: str, statement: ast.GrammarFile, report: Report) -> Grammar | None:
    """The grammar of a file's text, or None after reporting why there is none."""
    import lark
    from lark.exceptions import LarkError

    path = statement.path
    source = Source(report.text(path.span)[1:-1], text)
    if len(text) > MAX_LENGTH:
        report.error(path.span, f"a grammar file has at most {MAX_LENGTH:,} characters", "split the grammar")
        return None
    for pattern, what, hint in _REFUSED:
        if found := re.compile(pattern, re.MULTILINE).search(text):
            message = f"{what} cannot be used in a grammar file"
            report.add(source.diagnostic(found.span(), message, hint, "grammars"))
            return None
    start = "start" if statement.start is None else statement.start.text
    rules = re.findall(r"^[?!]*([a-z_][a-z0-9_]*)[ \t]*(?:\.[0-9]+)?[ \t]*:", text, re.MULTILINE)
    if start not in rules:
        span = path.span if statement.start is None else statement.start.span
        hint = did_you_mean(start, rules) or f"rules: {', '.join(rules[:8]) or 'none'}"
        report.error(span, f"the grammar {shown(path.text)} has no rule {start}", hint, see="grammars")
        return None
    try:
        parser = lark.Lark(text, start=start, parser="earley", lexer="dynamic", keep_all_tokens=True)
    except (LarkError, re.error, RecursionError) as error:
        message = str(error).strip().splitlines()[0]
        line = re.search(r"line (\d+) col(?:umn)? (\d+)", str(error))
        if line is None:
            report.error(path.span, f"lark cannot read {shown(path.text)}: {message}", None, see="grammars")
        else:
            number, column = int(line.group(1)), int(line.group(2))
            at = sum(len(row) + 1 for row in text.split("\n")[: number - 1]) + column - 1
            found_at = source.diagnostic((at, at + 1), "lark cannot read this", message, "grammars")
            report.add(found_at)
        return None
    return _converted(parser, start, statement, report)


def _converted(parser: object, start: str, statement: ast.GrammarFile, report: Report) -> Grammar | None:
    rules: dict[str, list[tuple[Symbol, ...]]] = {start: []}
    compiled = parser.rules  # type: ignore[attr-defined]
    numbers = {start: 0}
    for rule in compiled:
        numbers.setdefault(str(rule.origin.name), len(numbers))
    if len(numbers) > MAX_RULES:
        message = f"this grammar has more than {MAX_RULES:,} rules written out"
        report.error(statement.path.span, message, "use smaller counts", see="grammars")
        return None
    terminals: dict[str, Regex] = {}
    for terminal in parser.terminals:  # type: ignore[attr-defined]
        regex = _terminal(terminal, statement, report)
        if regex is None:
            return None
        terminals[terminal.name] = regex
    for rule in compiled:
        row: list[Symbol] = [
            Terminal(terminals[s.name]) if s.is_term else Nonterminal(numbers[str(s.name)])
            for s in rule.expansion
        ]
        rules.setdefault(str(rule.origin.name), []).append(tuple(row))
    ordered = sorted(numbers, key=lambda name: numbers[name])
    grammar = Grammar(tuple(GrammarRule(name, tuple(rules[name])) for name in ordered))
    from detlm.syntax.context_free import unproductive

    if endless := unproductive(grammar):
        names = ", ".join(grammar.rules[i].name for i in sorted(endless))
        message = f"rules of {shown(statement.path.text)} derive no text: {names}"
        report.error(statement.path.span, message, "give each an alternative without itself", see="grammars")
        return None
    return grammar


def _terminal(terminal: object, statement: ast.GrammarFile, report: Report) -> Regex | None:
    """The language of a terminal."""
    from detlm.syntax.regex_reader import RegexError, read_regex

    pattern = terminal.pattern  # type: ignore[attr-defined]
    name = terminal.name  # type: ignore[attr-defined]
    if pattern.flags:
        message = f"the terminal {name} has flags ({''.join(pattern.flags)})"
        report.error(statement.path.span, message, "write both cases out: [aA]", see="grammars")
        return None
    if pattern.type == "str":
        return long_literal(pattern.value.encode())
    try:
        # lark escapes slashes and quotes that our dialect takes as they are; groups it makes are plain ones.
        return read_regex(re.sub(r"(?<!\\)((?:\\\\)*)/", r"\1\\/", pattern.value))
    except RegexError as mistake:
        message = f"the terminal {name} (/{pattern.value}/): {mistake.message}"
        report.error(statement.path.span, message, mistake.hint, see="grammars")
        return None
