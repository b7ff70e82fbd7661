r"""Reads ``.lark`` files: the grammars that lark and llguidance read, as far as they mean a set of texts.

    start: sum                      // a rule; `?`, `!`, priorities and `-> names` are read and mean nothing
    sum: [sum ("+" | "-")] product  // [x] and x? are the same; x*, x+, x~2, x~2..5, groups, alternatives
    product: NUMBER | "(" sum ")"
    NUMBER: /[0-9]+/ | "0x" HEX     // a terminal: no recursion
    HEX: ("0".."9" | "a".."f")+
    %import common.CNAME (-> NAME)  // common.INT, common.ESCAPED_STRING, …

A text belongs if the rules derive it byte by byte: there is no lexer, so no terminal is greedy. What would
mean something else here than there is refused by name, ``%ignore`` first of all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NoReturn

from detlm.errors import ConstraintError
from detlm.syntax.diagnostics import Report, Source, Span, did_you_mean
from detlm.syntax.grammars import MAX_RULES, Alt, Call, Expression, Seq, Times, grammar_of, regular
from detlm.syntax.lark_tokens import Mistake, Token, characters_of, literal_of, regex_of, tokens_of
from detlm.syntax.program import Grammar
from detlm.syntax.regex import EMPTY, Regex
from detlm.syntax.regex_reader import read_regex
from detlm.syntax.size import MAX_DEPTH, Measuring

MAX_BYTES = 1_000_000
MAX_NESTING = 60

_COMMON = {
    "DIGIT": "[0-9]", "HEXDIGIT": "[0-9A-Fa-f]", "INT": "[0-9]+", "SIGNED_INT": "[+\\-]?[0-9]+",
    "DECIMAL": "[0-9]+\\.[0-9]*|\\.[0-9]+",
    "FLOAT": "[0-9]+[eE][+\\-]?[0-9]+|([0-9]+\\.[0-9]*|\\.[0-9]+)([eE][+\\-]?[0-9]+)?",
    "NUMBER": "([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)([eE][+\\-]?[0-9]+)?",
    "SIGNED_NUMBER": "[+\\-]?([0-9]+|[0-9]+\\.[0-9]*|\\.[0-9]+)([eE][+\\-]?[0-9]+)?",
    "SIGNED_FLOAT": "[+\\-]?([0-9]+[eE][+\\-]?[0-9]+|([0-9]+\\.[0-9]*|\\.[0-9]+)([eE][+\\-]?[0-9]+)?)",
    "ESCAPED_STRING": '"([^"\\\\\\n]|\\\\.)*"',
    "LCASE_LETTER": "[a-z]", "UCASE_LETTER": "[A-Z]", "LETTER": "[A-Za-z]", "WORD": "[A-Za-z]+",
    "CNAME": "[A-Za-z_][A-Za-z0-9_]*", "WS_INLINE": "[ \\t]+", "WS": "[ \\t\\f\\r\\n]+",
    "CR": "\\r", "LF": "\\n", "NEWLINE": "(\\r?\\n)+",
}  # fmt: skip

_REFUSED = {
    "%ignore": ("`%ignore` lets text stand anywhere, also where nobody wants it",
                "write where it may stand: a rule such as `ws: /[ \\t]*/` between the parts"),
    "%declare": ("`%declare` names terminals that only a program can recognise", "write the terminal out"),
    "%override": ("`%override` is not supported", "write the rule once, as it is meant"),
    "%extend": ("`%extend` is not supported", "write all alternatives where the rule is defined"),
    "%json": ("`%json` is not supported in grammars", "use a JSON category"),
    "%regex": ("`%regex` is not supported in grammars", "write the terminal as /…/"),
    "%lark": ("`%lark` is not supported in grammars", "write the rules into one grammar"),
    "%llguidance": ("`%llguidance` sets options of another tool", "leave it out"),
}  # fmt: skip


@dataclass
class _Definition:
    expression: Expression
    span: Span
    calls: list[Token] = field(default_factory=list)


def read_lark(text: str, name: str = "grammar", start: str = "start") -> Grammar:
    """The grammar of a ``.lark`` text, rule ``start`` first.

    Raises ``SourceError`` with every mistake found; ``ConstraintError`` if a rule derives no text or the
    grammar is too large.
    """
    report = Report(Source(name, text))
    if len(text.encode(errors="replace")) > MAX_BYTES:
        report.error((0, 1), f"a grammar has at most {MAX_BYTES:,} bytes", "split it into categories")
        report.finish()
    tokens = list(tokens_of(text, report))
    definitions = _Reader(tokens, len(text), report).definitions()
    if start not in definitions and not report.diagnostics:
        near = did_you_mean(start, definitions)
        report.error(
            (0, 1), f"the grammar has no rule `{start}`", near or "name the rule to begin with `start`"
        )
    report.finish()
    rules = _resolved(definitions, report)
    report.finish()
    try:
        return grammar_of(rules, start)
    except ConstraintError as error:
        named = re.search(r"`(\w+)`", error.message)
        place = definitions.get(named[1]) if named else None
        report.error(place.span if place else (0, 1), error.message, error.hint)
        report.finish()
        raise


class _Reader:
    """From tokens to definitions; each mistake costs one definition."""

    def __init__(self, tokens: list[Token], length: int, report: Report) -> None:
        self._tokens = tokens
        self._end = Token("end", "the end of the file", (max(length - 1, 0), length))
        self._at = 0
        self._report = report
        self._calls: list[Token] = []
        self._depth = 0

    def _peek(self, ahead: int = 0) -> Token:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else self._end

    def _next(self) -> Token:
        token = self._peek()
        self._at += 1
        return token

    def _is(self, text: str) -> bool:
        return self._peek().kind == "sign" and self._peek().text == text

    def _take(self, text: str) -> bool:
        if self._is(text):
            self._at += 1
            return True
        return False

    def definitions(self) -> dict[str, _Definition]:
        found: dict[str, _Definition] = {}
        while self._peek().kind != "end":
            if self._peek().kind == "line":
                self._next()
                continue
            try:
                for name, definition in self._statement():
                    if name in found:
                        raise Mistake(
                            definition.span, f"`{name}` is defined twice", "join the alternatives with |"
                        )
                    found[name] = definition
            except Mistake as mistake:
                self._report.error(mistake.span, mistake.message, mistake.hint)
                self._skip()
        return found

    def _skip(self) -> None:
        """To the next line that begins a statement."""
        while self._peek().kind != "end":
            here = self._next()
            if here.kind == "line" and self._peek().kind in ("rule", "terminal", "directive"):
                return

    def _statement(self) -> list[tuple[str, _Definition]]:
        first = self._next()
        if first.kind == "directive":
            return self._directive(first)
        if first.kind not in ("rule", "terminal"):
            raise Mistake(
                first.span, f"{first.text} cannot begin a definition", "a rule is `name: alternatives`"
            )
        name = first.text.lstrip("!?")
        if self._is("{"):
            raise Mistake(
                self._peek().span, "rules with parameters are not supported", "write each use as a rule"
            )
        if self._peek().kind == "priority":
            self._next()  # priorities choose between parses, not between texts
        if not self._take(":"):
            raise Mistake(
                self._peek().span, f"expected `:` after `{first.text}`", "a rule is `name: alternatives`"
            )
        self._calls = []
        expression = self._alternatives(first.kind)
        if self._peek().kind not in ("line", "end"):
            self._unexpected()
        return [(name, _Definition(expression, first.span, self._calls))]

    def _unexpected(self) -> NoReturn:
        here = self._peek()
        if here.kind == "sign" and here.text == "{":
            raise Mistake(here.span, "rules with parameters are not supported", "write each use as a rule")
        raise Mistake(here.span, f"{here.text} cannot stand here")

    def _directive(self, first: Token) -> list[tuple[str, _Definition]]:
        if first.text != "%import":
            message, hint = _REFUSED.get(
                first.text, (f"`{first.text}` is not known", "only `%import common.X`")
            )
            raise Mistake(first.span, message, hint)
        path = [self._next()]
        while self._take("."):
            path.append(self._next())
        where = (path[0].span[0], path[-1].span[1])
        if path[0].text != "common" or len(path) > 2:
            raise Mistake(where, "only `common` can be imported from", "write the definition into this file")
        if len(path) == 2:
            alias = path[1]
            if self._peek().kind == "arrow":
                self._next()
                alias = self._next()
            return [self._imported(path[1], alias)]
        if not self._take("("):
            raise Mistake(where, "expected `.NAME` or `(NAME, …)` after `common`")
        names = [self._next()]
        while self._take(","):
            names.append(self._next())
        if not self._take(")"):
            raise Mistake(self._peek().span, "this list of names is not closed", "write )")
        return [self._imported(n, n) for n in names]

    def _imported(self, name: Token, alias: Token) -> tuple[str, _Definition]:
        if name.text not in _COMMON:
            hint = did_you_mean(name.text, _COMMON) or "write the terminal out"
            raise Mistake(name.span, f"`common` has no terminal `{name.text}` here", hint)
        if alias.kind != "terminal":
            raise Mistake(alias.span, "a terminal's name is written in capitals")
        return alias.text, _Definition(read_regex(_COMMON[name.text]), alias.span)

    # -- expressions ---------------------------------------------------------------------------------

    def _alternatives(self, kind: str) -> Expression:
        options = [self._sequence(kind)]
        while self._more_options():
            options.append(self._sequence(kind))
        return options[0] if len(options) == 1 else Alt(tuple(options))

    def _more_options(self) -> bool:
        """Whether `|` follows, on this line or the next."""
        ahead = 0
        while self._peek(ahead).kind == "line":
            ahead += 1
        here = self._peek(ahead)
        if here.kind == "sign" and here.text == "|":
            self._at += ahead + 1
            return True
        if self._depth:
            self._at += ahead
        return False

    def _sequence(self, kind: str) -> Expression:
        parts: list[Expression] = []
        while True:
            while self._depth and self._peek().kind == "line":
                self._next()
            here = self._peek()
            if here.kind == "arrow":
                self._next()
                alias = self._next()
                if alias.kind not in ("rule", "terminal"):
                    raise Mistake(alias.span, "expected a name after ->")
                continue
            if here.kind not in ("text", "regex", "rule", "terminal") and not (
                here.kind == "sign" and here.text in "(["
            ):
                return parts[0] if len(parts) == 1 else Seq(tuple(parts)) if parts else EMPTY
            parts.append(self._repeated(kind))

    def _repeated(self, kind: str) -> Expression:
        body = self._atom(kind)
        here = self._peek()
        if here.kind == "sign" and here.text in "*+?":
            self._next()
            low, high = {"*": (0, None), "+": (1, None), "?": (0, 1)}[here.text]
            return Times(body, low, high)
        if not self._take("~"):
            return body
        low = high = self._count()
        if self._peek().kind == "dots":
            self._next()
            high = self._count()
            if high < low:
                raise Mistake(here.span, "the first count is larger than the second")
        return Times(body, low, high)

    def _count(self) -> int:
        token = self._next()
        if token.kind != "number" or len(token.text) > 6 or int(token.text) > MAX_RULES:
            raise Mistake(token.span, f"expected a count of at most {MAX_RULES:,}", "use * for any number")
        return int(token.text)

    def _atom(self, kind: str) -> Expression:
        token = self._next()
        if token.kind == "sign":
            self._depth += 1
            if self._depth > MAX_NESTING:
                raise Mistake(
                    token.span, f"groups nested deeper than {MAX_NESTING}", "give parts names of their own"
                )
            inner = self._alternatives(kind)
            closing = ")" if token.text == "(" else "]"
            if not self._take(closing):
                self._depth = 0
                raise Mistake(token.span, f"this {token.text} is not closed", f"write {closing}")
            self._depth -= 1
            return inner if closing == ")" else Times(inner, 0, 1)
        if token.kind == "text":
            if self._peek().kind == "dots":
                self._next()
                return characters_of(token, self._next())
            return literal_of(token)
        if token.kind == "regex":
            return regex_of(token)
        name = token.text
        if self._is("{"):
            self._unexpected()
        if kind == "terminal" and token.kind == "rule":
            raise Mistake(token.span, f"a terminal cannot use the rule `{name}`", "terminals are regular")
        self._calls.append(token)
        return Call(name)


# -- names ------------------------------------------------------------------------------------------


def _resolved(definitions: dict[str, _Definition], report: Report) -> dict[str, Expression]:
    """The definitions with every terminal put in place; reports unknown names and recursive terminals."""
    for definition in definitions.values():
        for call in definition.calls:
            name = call.text.lstrip("!?")
            if name not in definitions:
                hint = did_you_mean(name, definitions) or f"define it: `{name}: …`"
                if name in _COMMON:
                    hint = f"import it: `%import common.{name}`"
                report.error(call.span, f"`{name}` is not defined", hint)
    report.finish()
    terminals: dict[str, Regex] = {}
    measuring = Measuring()

    def terminal(name: str, path: tuple[str, ...]) -> Regex:
        if name in path:
            span = definitions[name].span
            raise Mistake(
                span, f"the terminal `{name}` contains itself", "recursion needs a rule: a small name"
            )
        if name not in terminals:
            whole = regular(put(definitions[name].expression, (*path, name)))
            assert whole is not None
            measured = measuring.measure(whole)
            if measured.depth > MAX_DEPTH or measured.size > MAX_BYTES // 10:
                raise Mistake(definitions[name].span, f"the terminal `{name}` is too large", "split it up")
            terminals[name] = whole
        return terminals[name]

    def put(expression: Expression, path: tuple[str, ...]) -> Expression:
        match expression:
            case Call(name):
                return terminal(name, path) if name.lstrip("_")[:1].isupper() else expression
            case Seq(parts):
                return Seq(tuple(put(p, path) for p in parts))
            case Alt(options):
                return Alt(tuple(put(o, path) for o in options))
            case Times(body, low, high):
                return Times(put(body, path), low, high)
            case _:
                return expression

    rules: dict[str, Expression] = {}
    for name, definition in definitions.items():
        try:
            rules[name] = put(definition.expression, (name,) if name.lstrip("_")[:1].isupper() else ())
        except Mistake as mistake:
            report.error(mistake.span, mistake.message, mistake.hint)
        except RecursionError:
            report.error(definition.span, f"`{name}` is nested too deeply", "give parts names of their own")
    return rules
