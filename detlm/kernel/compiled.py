"""A program's parser and watch as Lean terms: what makes long outputs quick to check.

``lean/DetLM/Thm/Compiled.lean`` has a ``Parser`` for each kind of shape and several for a category; here they
are put together for one program, with automata for categories whose texts are long. The kernel checks the
result once, in a prelude of its own. Nothing of it is trusted or in a statement, so this file can only make
a proof fail, never make a wrong one.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from detlm.kernel.automata import Automaton, Expressions, literal_front, longest
from detlm.kernel.expression_terms import ExpressionTerms
from detlm.kernel.growth import grows
from detlm.kernel.render import CompiledProgram, RenderedProgram, renderer_into, text_term
from detlm.kernel.terms import Definitions, Term, node
from detlm.syntax import program as p
from detlm.syntax import regex as r

#: Categories with shorter texts only are read by derivatives: comparing an automaton would cost more.
LONG_TEXT = 40
_MAX_KEPT = 16


class _Compiler:
    def __init__(self, rendered: RenderedProgram) -> None:
        self.defs = Definitions("Run.Compiled", rendered.definitions)
        self._program = rendered.constant
        self._renderer = renderer_into(self.defs)
        self._expressions = Expressions()
        self._terms = ExpressionTerms(self.defs, self._expressions)
        self._theorems = 0
        self._scanners: dict[r.Regex, Term] = {}

    # Shapes

    def parser(self, shape: p.Shape) -> Term:
        """The parser of a shape."""
        match shape:
            case p.Lex(regex, _):
                return self._parser("lex", shape, self._regex(regex), self._scanner(regex))
            case p.SlotShape(kind, regex):
                slot = node("DetLM.Slot", f"DetLM.Slot.{kind}")
                return self._parser("slot", shape, self._regex(regex), slot, self._scanner(regex))
            case p.Chain(parts):
                return self._nested("seq", parts)
            case p.Choice(options):
                return self._nested("alt", options)
            case p.UpTo(count, body):
                return self._parser("upTo", shape, self._shape(body), count, self.parser(body))
            case p.Claim(relation, body):
                relation_term = self._renderer.text(relation)
                return self._parser("claim", shape, self._shape(body), relation_term, self.parser(body))
            case p.Derive(_, _, given, ensure, body):
                conditions = self._renderer.condition(given), self._renderer.condition(ensure)
                return self._parser("derive", shape, self._shape(body), *conditions, self.parser(body))
            case p.Field(name, body) | p.Bind(name, body) | p.Settle(name, body) | p.Block(name, body):
                kind = type(shape).__name__.lower()
                mark = node("DetLM.Mark", f"DetLM.Mark.{kind}", self._renderer.text(name))
                return self._parser("mark", shape, self._shape(body), mark, self.parser(body))

    def _nested(self, name: str, shapes: tuple[p.Shape, ...]) -> Term:
        made = self.parser(shapes[-1])
        ends = [self.defs.shared(end) for end in self._renderer.nested(name, shapes)]
        for i in range(len(shapes) - 2, -1, -1):
            first, parser = self._shape(shapes[i]), self.parser(shapes[i])
            made = self._parser_of(ends[i], name, first, ends[i + 1], parser, made)
        return made

    def _parser(self, name: str, shape: p.Shape, *args: Term | int) -> Term:
        return self._parser_of(self._shape(shape), name, *args)

    def _parser_of(self, shape: Term, name: str, *args: Term | int) -> Term:
        return self.defs.cut(node(f"(@DetLM.Parser {shape.source()})", f"DetLM.Parser.{name}", *args))

    def _shape(self, shape: p.Shape) -> Term:
        return self.defs.shared(self._renderer.shape(shape))

    def _regex(self, regex: r.Regex) -> Term:
        return self.defs.shared(self._renderer.regex(regex))

    # Categories

    def _scanner(self, regex: r.Regex) -> Term:
        known = self._scanners.get(regex)
        if known is None:
            known = self._scanners[regex] = self.defs.shared(self._new_scanner(regex))
        return known

    def _new_scanner(self, regex: r.Regex) -> Term:
        kind = f"(@DetLM.Scanner {self._regex(regex).source()})"
        text, rest = literal_front(regex)
        if len(text) > 1 and rest is None:
            return node(kind, "DetLM.Scanner.ofText", *(a for a in text_term(text).args))
        bound = longest(regex)
        if bound is None or bound >= LONG_TEXT or grows(regex):
            made = self._expressions.automaton(self._expressions.of_regex(regex))
            if made is not None:
                return self._from_automaton(
                    kind, "DetLM.Scanner.ofAutomaton", "DetLM.Automaton.Agrees", self._regex(regex), made
                )
        return node(kind, "DetLM.Scanner.ofRegex", self._regex(regex))

    def watch(self, limits: tuple[p.Limit, ...]) -> Term:
        """The watch over the limits of the program."""
        subject = node("(@List.{0} DetLM.Limit)", "DetLM.Program.limits", self._program)
        kind = f"(@DetLM.Watch {subject.source()})"
        if limits:
            made = self._expressions.automaton(self._expressions.of_limits(limits))
            if made is not None:
                return self._from_automaton(
                    kind, "DetLM.Watch.ofAutomaton", "DetLM.Automaton.AgreesWithLimits", subject, made
                )
        return node(kind, "DetLM.Watch.each", subject)

    def _from_automaton(self, kind: str, maker: str, claim: str, subject: Term, made: Automaton) -> Term:
        table = node(
            "DetLM.Automaton", "DetLM.Automaton.mk", made.columns, made.table, made.row, made.start, made.last
        )
        comparison = (
            self.defs.list_of("Nat", made.classes),
            made.samples,
            self.defs.list_of("Nat", made.sets),
            self.defs.list_of("DetLM.Regex", self._terms.all(made.states)),
        )
        table = self.defs.shared(table)
        agreed = self.defs.prove(f"agrees{self._theorems}", node("Prop", claim, table, subject, *comparison))
        self._theorems += 1
        return node(kind, maker, subject, table, *comparison, agreed)


_kept: OrderedDict[str, CompiledProgram] = OrderedDict()


def compile_program(program: p.Program, rendered: RenderedProgram) -> CompiledProgram:
    """The program's parser and watch; the last few programs are kept."""
    key = rendered.definitions.source()
    known = _kept.get(key)
    if known is None:
        compiler = _Compiler(rendered)
        # Under this type, not under that of the shape as written, instances are found for it.
        whole = f"(@DetLM.Parser (@DetLM.Program.output {rendered.constant.source()}))"
        parser = compiler.defs.define("parser", replace(compiler.parser(program.output), type=whole))
        watch = compiler.defs.define("watch", compiler.watch(program.limits))
        known = _kept[key] = CompiledProgram(parser, watch, compiler.defs.source())
        if len(_kept) > _MAX_KEPT:
            _kept.popitem(last=False)
    return known
