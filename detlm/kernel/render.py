"""Program, context, output and witness ─▶ Lean data. Statements only: the meaning stays in Lean.

The prelude holds the program (elaborated once per program), the obligation holds one output. Both are
closed terms of ``detlm.kernel.terms``; ``expected_*`` give the kernel expressions that the kernel must
report back, so that what it accepted is compared as an expression and not as printed text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detlm.kernel.automata import literal_front
from detlm.kernel.foreign import file_of, standing_in
from detlm.kernel.grammars import derivation_term, grammar_term
from detlm.kernel.protocol import LeanFile
from detlm.kernel.terms import Definitions, Term, TypeTerm, node
from detlm.kernel.visible import asks_names
from detlm.knowledge.closure import FactStep, RuleStep, Step
from detlm.syntax import program as p
from detlm.syntax import regex as r

_TEXT = "DetLM.Text"
_NUMBERS = TypeTerm("List", TypeTerm("Nat"))
_RELATIONS = {"=": "equal", "<": "less", "<=": "atMost"}


def text_term(text: bytes) -> Term:
    """A text, packed into one number."""
    return node(_TEXT, "DetLM.Text.packed", len(text), int.from_bytes(text, "little"))


class _Renderer:
    """Renders the parts of a program into one set of definitions."""

    def __init__(self, definitions: Definitions) -> None:
        self.defs = definitions
        self._regexes: dict[r.Regex, Term] = {}

    def text(self, text: bytes) -> Term:
        return self.defs.shared(text_term(text))

    def regex(self, regex: r.Regex) -> Term:
        if (known := self._regexes.get(regex)) is not None:
            return known
        done = self.defs.cut(self._regex(regex))
        self._regexes[regex] = done
        return done

    def _regex(self, regex: r.Regex) -> Term:
        def make(constructor: str, *args: Term | int) -> Term:
            return node("DetLM.Regex", f"DetLM.Regex.{constructor}", *args)

        text, rest = literal_front(regex)
        if len(text) > 1:
            fixed = make("ofText", text_term(text))
            return fixed if rest is None else make("seq", fixed, self.regex(rest))
        match regex:
            case r.Nothing():
                return make("nothing")
            case r.Empty():
                return make("empty")
            case r.OneOf(members):
                return make("oneOf", members)
            case r.Then(first, second):
                return make("seq", self.regex(first), self.regex(second))
            case r.Either(left, right):
                return make("either", self.regex(left), self.regex(right))
            case r.Star(body):
                return make("star", self.regex(body))
            case r.AtMost(count, body):
                return make("atMost", count, self.regex(body))
            case r.Both(left, right):
                return make("both", self.regex(left), self.regex(right))
            case r.Without(left, right):
                return make("without", self.regex(left), self.regex(right))
        raise TypeError(f"not a regular expression: {regex!r}")

    def path(self, path: p.Path) -> Term:
        return self.defs.list_of(_TEXT, [self.text(label) for label in path])

    def expression(self, expr: p.Expr) -> Term:
        return self.defs.cut(self._expression(expr))

    def _expression(self, expr: p.Expr) -> Term:
        def make(constructor: str, *args: Term) -> Term:
            return node("DetLM.Expr", f"DetLM.Expr.{constructor}", *args)

        match expr:
            case p.NumberLiteral(value, scale):
                parts = (max(value, 0), max(-value, 0), scale)
                return make("literal", node("DetLM.Number", "DetLM.Number.mk", *parts))
            case p.NumberAt(path):
                return make("numberAt", self.path(path))
            case p.Plus(left, right):
                return make("plus", self.expression(left), self.expression(right))
            case p.Minus(left, right):
                return make("minus", self.expression(left), self.expression(right))
            case p.Times(left, right):
                return make("times", self.expression(left), self.expression(right))
            case p.SumOver(path, each):
                return make("sumOver", self.path(path), self.expression(each))
            case p.CountOf(path):
                return make("countOf", self.path(path))

    def condition(self, condition: p.Condition) -> Term:
        def make(constructor: str, *args: Term | int) -> Term:
            return node("DetLM.Cond", f"DetLM.Cond.{constructor}", *args)

        match condition:
            case p.Always():
                return make("always")
            case p.Supported():
                return make("supported")
            case p.Mentions(word):
                return make("mentions", self.text(word))
            case p.PromptMentions(word):
                return make("promptMentions", self.text(word))
            case p.InCategory(_, regex):
                return make("inCategory", self.regex(regex))
            case p.Compare(relation, left, right):
                kind = node("DetLM.Relation", f"DetLM.Relation.{_RELATIONS[relation]}")
                return self.defs.cut(make("compare", kind, self.expression(left), self.expression(right)))
            case p.SameText(one, other):
                return make("sameText", self.path(one), self.path(other))
            case p.Every(path, body):
                return self.defs.cut(make("every", self.path(path), self.condition(body)))
            case p.Distinct(path):
                return make("distinct", self.path(path))
            case p.Visible(scope):
                return make("visible", self.text(scope))
            case p.InGrammar(_, grammar, start):
                return self.defs.cut(make("inGrammar", grammar_term(self.defs, grammar, self.regex), start))
            case p.Not(body):
                return self.defs.cut(make("not", self.condition(body)))
            case p.And(left, right):
                return self.defs.cut(make("and", self.condition(left), self.condition(right)))
            case p.Or(left, right):
                return self.defs.cut(make("or", self.condition(left), self.condition(right)))
        raise TypeError(f"not a condition that Lean knows: {condition!r}")

    def shape(self, shape: p.Shape) -> Term:
        return self.defs.cut(self._shape(shape))

    def _shape(self, shape: p.Shape) -> Term:
        def make(constructor: str, *args: Term | int) -> Term:
            return node("DetLM.Shape", f"DetLM.Shape.{constructor}", *args)

        match shape:
            case p.Lex(regex, _):
                return make("lex", self.regex(regex))
            case p.SlotShape(kind, regex):
                return make("slot", node("DetLM.Slot", f"DetLM.Slot.{kind}"), self.regex(regex))
            case p.Chain(parts):
                return self.nested("seq", parts)[0]
            case p.Choice(options):
                return self.nested("alt", options)[0]
            case p.UpTo(count, body):
                return make("upTo", count, self.shape(body))
            case p.Claim(relation, body):
                return make("claim", self.text(relation), self.shape(body))
            case p.Derive():
                return make(
                    "derive",
                    self.condition(shape.given),
                    self.condition(shape.ensure),
                    self.shape(shape.body),
                )
            case p.Field(label, body):
                return self._marked("field", label, body)
            case p.Bind(scope, body):
                return self._marked("bind", scope, body)
            case p.Settle(scope, body):
                return self._marked("settle", scope, body)
            case p.Block(scope, body):
                return self._marked("block", scope, body)

    def _marked(self, mark: str, name: bytes, body: p.Shape) -> Term:
        sign = node("DetLM.Mark", f"DetLM.Mark.{mark}", self.text(name))
        return node("DetLM.Shape", "DetLM.Shape.mark", sign, self.shape(body))

    def nested(self, constructor: str, shapes: Sequence[p.Shape]) -> list[Term]:
        """The term of the shapes, and of each of their ends; the last is the last shape's own.

        Lean's shapes are binary: nested to the right.
        """
        ends = [self.shape(shapes[-1])]
        for shape in reversed(shapes[:-1]):
            term = node("DetLM.Shape", f"DetLM.Shape.{constructor}", self.shape(shape), ends[-1])
            ends.append(self.defs.cut(term))
        return ends[::-1]

    def limit(self, limit: p.Limit) -> Term:
        match limit:
            case p.Forbid(word, _):
                return node("DetLM.Limit", "DetLM.Limit.forbid", self.text(word))
            case p.Require(word, _):
                return node("DetLM.Limit", "DetLM.Limit.require", self.text(word))
            case p.AtMostWords(count, _):
                return node("DetLM.Limit", "DetLM.Limit.atMostWords", count)
            case p.Matches(regex, _):
                return node("DetLM.Limit", "DetLM.Limit.matching", self.regex(regex))

    def limits(self, limits: Sequence[p.Limit]) -> Term:
        return self.defs.list_of("DetLM.Limit", [self.limit(x) for x in limits])

    def atom(self, atom: p.Atom) -> Term:
        parts = (self.text(atom.relation), self.text(atom.subject), self.text(atom.object))
        return node("DetLM.Atom", "DetLM.Atom.mk", *parts)

    def term(self, term: p.Term) -> Term:
        match term:
            case p.Variable(_, index):
                return node("DetLM.Term", "DetLM.Term.var", index)
            case p.Constant(text):
                return node("DetLM.Term", "DetLM.Term.const", self.text(text))

    def pattern(self, pattern: p.Pattern) -> Term:
        parts = (self.text(pattern.relation), self.term(pattern.subject), self.term(pattern.object))
        return node("DetLM.Pattern", "DetLM.Pattern.mk", *parts)

    def rule(self, rule: p.Rule) -> Term:
        body = self.defs.list_of("DetLM.Pattern", [self.pattern(x) for x in rule.body])
        return node("DetLM.Rule", "DetLM.Rule.mk", self.pattern(rule.head), body)

    def knowledge(self, program: p.Program) -> tuple[Term, Term]:
        facts = self.defs.list_of("DetLM.Atom", [self.atom(a) for a in program.facts])
        rules = self.defs.list_of("DetLM.Rule", [self.rule(x) for x in program.rules])
        return self.defs.define("facts", facts), self.defs.define("rules", rules)

    def program(
        self,
        knowledge: tuple[Term, Term],
        output: p.Shape,
        limits: Sequence[p.Limit] = (),
        after: bytes | None = None,
    ) -> Term:
        kind = TypeTerm(_TEXT)
        marker = (
            node(f"(Option {_TEXT})", "Option.none", kind, levels=(0,))
            if after is None
            else node(f"(Option {_TEXT})", "Option.some", kind, self.text(after), levels=(0,))
        )
        parts = (*knowledge, self.shape(output), self.limits(limits), marker)
        return node("DetLM.Program", "DetLM.Program.mk", *parts)

    def witness(self, steps: Sequence[Step], derivations: Sequence[Sequence[int]]) -> Term:
        proof = self.defs.list_of("DetLM.Step", [self.step(s) for s in steps])
        numbers = [derivation_term(self.defs, d) for d in derivations]
        parts = (proof, self.defs.list_of(_NUMBERS, numbers))
        return node("DetLM.Witness", "DetLM.Witness.mk", *parts)

    def step(self, step: Step) -> Term:
        match step:
            case FactStep(index):
                return node("DetLM.Step", "DetLM.Step.fact", index)
            case RuleStep(index, arguments):
                texts = self.defs.list_of(_TEXT, [self.text(a) for a in arguments])
                return node("DetLM.Step", "DetLM.Step.rule", index, texts)


def renderer_into(definitions: Definitions) -> _Renderer:
    """Renders parts of programs; what they share is defined in ``definitions``."""
    return _Renderer(definitions)


@dataclass(frozen=True)
class CompiledProgram:
    """What ``compiled.py`` makes of a program: the constants of parser and watch, and their source."""

    parser: Term
    watch: Term
    prelude: str


@dataclass(frozen=True)
class RenderedProgram:
    """A program as Lean ``definitions``; ``constant`` is the program itself.

    ``spans`` holds, for each derive rule, the program whose whole output is one span of that rule: the
    obligation of a span that was just closed is the obligation of that program. Rules that ask for visible
    names are not there: what holds of their spans depends on what stands before. ``foreign``: the categories
    of Lean files in the program (None) and in the spans of each rule.
    """

    definitions: Definitions
    constant: Term
    spans: dict[int, Term]
    foreign: dict[int | None, tuple[p.LeanCategory, ...]]

    @property
    def prelude(self) -> str:
        """Lean source that stands before every obligation: the program."""
        return self.definitions.source()

    @property
    def file(self) -> LeanFile | None:
        """The Lean file whose categories the program uses, if any. It means what it means by itself."""
        return file_of(self.foreign[None])

    def apart(self, span: int | None = None) -> tuple[RenderedProgram, ...]:
        """The program, or a rule's spans, beside each of the Lean files in it, and no two of them together.

        An instance, a comment that is not closed, a name: what stands in one file could change what another
        means.
        """
        if len({category.text for category in self.foreign[None]}) < 2:
            return (self,)
        texts: list[str | None] = list(dict.fromkeys(category.text for category in self.foreign[span]))
        return tuple(self._beside(text) for text in texts or [None])

    def _beside(self, text: str | None) -> RenderedProgram:
        kept = {key: tuple(c for c in found if c.text == text) for key, found in self.foreign.items()}
        return replace(self, foreign=kept)


def render_program(program: p.Program, prefix: str = "Run") -> RenderedProgram:
    """The program as Lean data; the same program always gives the same text."""
    definitions = Definitions(prefix)
    renderer = _Renderer(definitions)
    knowledge = renderer.knowledge(program)
    whole = renderer.program(knowledge, program.output, program.limits, program.after)
    constant = definitions.define("program", whole)
    spans: dict[int, Term] = {}
    foreign: dict[int | None, tuple[p.LeanCategory, ...]] = {None: program.foreign}
    for shape in p.walk(program.output):
        if isinstance(shape, p.Derive) and shape.rule not in spans and not asks_names(shape):
            spans[shape.rule] = definitions.define(f"span{shape.rule}", renderer.program(knowledge, shape))
            foreign[shape.rule] = standing_in(shape, program.foreign)
    return RenderedProgram(definitions, constant, spans, foreign)
