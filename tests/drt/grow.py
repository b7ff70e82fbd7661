"""Random programs as data: every construct of ``program.py``, small, over few bytes, so that texts meet often.

A ``Grower`` draws from one ``random.Random``: the same seed gives the same program. Only well-typed programs
come out: claims have both slots, ``Supported`` and ``InGrammar`` never stand below a ``Not``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from detlm.syntax import counting
from detlm.syntax import program as p
from detlm.syntax import regex as r
from detlm.syntax.envelope import envelope

T = TypeVar("T")

#: Texts that have tripped up software before: case pairs beyond ASCII, joined and combining characters, marks of
#: direction, other spaces, NUL, and bytes that are no UTF-8.
HOSTILE = (
    *(t.encode() for t in ("é", "e\u0301", "ß", "İ", "ı", "\u212a", "ſ", "ａ", "😀", "a\u200db", "\u202eab")),
    *(t.encode() for t in ("\ufeff", "\u00a0", "\u2028", "\x00", "\x7f", "\r\n", "\u0130", "ǅ", "ﬁ")),
    *(b"\xc0\x80", b"\xed\xa0\x80", b"\x80", b"\xff", b"\xf4\x90\x80\x80", b"\xc3"),
)
LETTERS = b"ab"
NAMES = (b"a", b"b", b"ab", "é".encode(), b"a b")
WORDS = (b"a", b"b", b"ab", b"B", b"a b", b".", b"1", b"12", "é".encode(), b"-a", b"a-a", *HOSTILE[:8])
LABELS = (b"x", b"y", p.ENTRY)
SCOPES = (b"S", b"R")
RELATIONS = (b"r", b"s")
SEPARATORS = (b"|", b";", b":", b"/", b"#")
PROMPTS = (b"", b"ab", b"Say A b, 12!", b"a b\xc3\xa9", b"\xff a\x00", "B\u212aſ".encode())
MARKERS = (b"::", b"</t>", b"aa", b"aba", "é".encode(), b"\x00")


class Grower:
    """Draws programs and their parts. ``rng`` decides everything."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._rules = 0

    def chance(self, of: float) -> bool:
        """True with the given probability."""
        return self.rng.random() < of

    def several(self, one: Callable[[], T], low: int, high: int) -> tuple[T, ...]:
        """Between ``low`` and ``high`` of what ``one`` draws."""
        return tuple(one() for _ in range(self.rng.randint(low, high)))

    # -- regular languages ---------------------------------------------------------------------------

    def regex(self, size: int = 5) -> r.Regex:
        """An expression of any constructor."""
        pick = self.rng.choice
        if size <= 1:
            return pick(
                [
                    r.EMPTY,
                    r.one_of(self.rng.sample(b"ab1. \xc3\xa9", 2)),
                    r.one_of(b"ab"),
                    r.literal(pick(WORDS)),
                    r.literal(pick(WORDS)),
                    r.words(self.rng.sample(NAMES, 3)),
                    r.OneOf(r.ALL_BYTES),
                    r.NOTHING if self.chance(0.2) else r.literal(pick(HOSTILE)),
                ]
            )
        make = pick(["then", "then", "either", "star", "at most", "both", "without"])
        half = size // 2
        if make in ("star", "at most"):
            body = self.regex(size - 1)
            return r.Star(body) if make == "star" else r.AtMost(self.rng.randint(0, 3), body)
        build = {"then": r.Then, "either": r.Either, "both": r.Both, "without": r.Without}[make]
        return build(self.regex(half), self.regex(size - half))

    def lexeme(self) -> r.Regex:
        """A language for a leaf: mostly a plain one."""
        digit = r.one_of(b"0129")
        plain: list[r.Regex] = [
            r.literal(self.rng.choice([b"a", b"b", b"1", b"2", b"ab", b" ", b".", b"-"])),
            r.words(self.rng.sample([b"a", b"b", b"ab", b"1", b"2", b"10", b"1.0"], 3)),
            r.repeat(r.one_of(LETTERS), 1, self.rng.choice([1, 2, None])),
            r.repeat(digit, 1, 2),
            r.then(r.AtMost(1, r.literal(b"-")), digit, r.AtMost(1, r.then(r.literal(b"."), digit))),
        ]
        if self.chance(0.85):
            return self.rng.choice(plain)
        return self.regex()

    # -- grammars ------------------------------------------------------------------------------------

    def grammar(self) -> p.Grammar:
        """Up to three rules: recursion of every kind, empty rows and ambiguity; each rule derives something."""
        rng = self.rng
        if self.chance(0.4):
            return self._nested()
        count = rng.randint(1, 3)
        terminals = [
            r.literal(b"a"),
            r.literal(b"b"),
            r.literal(b"ab"),
            r.one_of(b"ab"),
            r.Star(r.literal(b"a")),
        ]
        terminals += [r.repeat(r.one_of(b"ab"), 1, None), r.AtMost(1, r.literal(b"b")), r.EMPTY]

        def symbol() -> p.Symbol:
            if self.chance(0.55):
                return p.Nonterminal(rng.randrange(count))
            return p.Terminal(rng.choice(terminals))

        rules = []
        for number in range(count):
            rows = [self.several(symbol, 0, 3) for _ in range(rng.randint(1, 2))]
            rows.append((p.Terminal(rng.choice(terminals)),))
            rng.shuffle(rows)
            rules.append(p.GrammarRule(f"r{number}", tuple(rows)))
        return p.Grammar(tuple(rules))

    def _nested(self) -> p.Grammar:
        """Brackets, sums and the like: what people write."""
        term, open_, close = (p.Terminal(r.literal(t)) for t in (b"+", b"(", b")"))
        atom = p.Terminal(
            self.rng.choice([r.literal(b"a"), r.repeat(r.one_of(b"12"), 1, 2), r.Star(r.one_of(b"ab"))])
        )
        again, other = p.Nonterminal(0), p.Nonterminal(1)
        sums = p.GrammarRule("sum", ((again, term, other), (other,)))
        inner = p.GrammarRule("term", ((open_, again, close), (atom,)))
        pairs = p.GrammarRule("pairs", ((open_, again, close), ()))
        return self.rng.choice([p.Grammar((sums, inner)), p.Grammar((pairs,))])

    # -- conditions ----------------------------------------------------------------------------------

    def path(self) -> p.Path:
        """Labels, seldom more than two."""
        return (
            self.several(lambda: self.rng.choice(LABELS), 0, 2)
            if self.chance(0.5)
            else (self.rng.choice(LABELS),)
        )

    def expression(self, size: int = 3) -> p.Expr:
        """Arithmetic on parts."""
        pick = self.rng.choice
        if size <= 1:
            return pick(
                [
                    p.NumberLiteral(self.rng.randint(-2, 12), pick([0, 0, 1, 2])),
                    p.NumberAt(self.path()),
                    p.NumberAt(self.path()),
                    p.CountOf(self.path()),
                ]
            )
        if self.chance(0.25):
            return p.SumOver(self.path(), self.expression(size - 1))
        return pick([p.Plus, p.Minus, p.Times])(self.expression(size // 2), self.expression(size - size // 2))

    def decided(self, size: int = 3) -> p.Condition:
        """A condition that needs no witness."""
        pick = self.rng.choice
        if size > 1:
            make = pick(["not", "and", "or", "every"])
            if make == "not":
                return p.Not(self.decided(size - 1))
            if make == "every":
                return p.Every(self.path(), self.decided(size - 1))
            return {"and": p.And, "or": p.Or}[make](self.decided(size // 2), self.decided(size - size // 2))
        relation = pick(["=", "=", "<", "<="])
        one: list[Callable[[], p.Condition]] = [
            lambda: p.Always(),
            lambda: p.Mentions(pick(WORDS)),
            lambda: p.PromptMentions(pick(WORDS)),
            lambda: p.InCategory("C", self.regex()),
            lambda: p.Visible(pick(SCOPES)),
            lambda: p.Compare(relation, self.expression(), self.expression()),
            lambda: p.Compare(relation, p.NumberAt(self.path()), self.expression()),
            lambda: p.Compare("<=", p.CountOf(self.path()), p.NumberLiteral(self.rng.randint(0, 3))),
            lambda: p.SameText(self.path(), self.path()),
            lambda: p.Distinct(self.path()),
        ]
        return pick(one)()

    def condition(self, *, claims: bool) -> p.Condition:
        """Any condition; with ``claims``, often one that asks for support."""
        if claims and self.chance(0.7):
            more = self.decided(self.rng.randint(1, 2))
            options = [p.Supported(), p.Supported(), p.And(p.Supported(), more), p.Or(more, p.Supported())]
            return self.rng.choice(options)
        return self.decided(self.rng.choice([1, 1, 2, 3]))

    # -- shapes --------------------------------------------------------------------------------------

    def shape(self, depth: int = 3) -> p.Shape:
        """A part of an output. Mostly with separators, so that most texts read one way."""
        kinds = ["chain", "chain", "chain", "choice", "up to", "field", "field", "derive", "derive"]
        kinds += ["scoped", "scoped", "claim", "grammar", "list"]
        kind = (
            self.rng.choice(kinds) if depth > 0 else self.rng.choice(["lex", "lex", "field", "claim", "use"])
        )
        return getattr(self, "_" + kind.replace(" ", "_"))(depth)

    def _derive_of(self, body: p.Shape, given: p.Condition, ensure: p.Condition) -> p.Derive:
        self._rules += 1
        return p.Derive("answer", self._rules - 1, given, ensure, body)

    def _lex(self, depth: int) -> p.Shape:
        return p.Lex(self.lexeme())

    def _field(self, depth: int) -> p.Shape:
        return p.Field(self.rng.choice(LABELS), self.shape(depth - 1) if depth > 1 else p.Lex(self.lexeme()))

    def _chain(self, depth: int) -> p.Shape:
        parts: list[p.Shape] = []
        for _ in range(self.rng.randint(2, 3)):
            parts.append(self.shape(depth - 1))
            if self.chance(0.85):
                parts.append(p.Lex(r.literal(self.rng.choice(SEPARATORS))))
        return p.Chain(tuple(parts))

    def _choice(self, depth: int) -> p.Shape:
        tags = self.rng.sample([b"<", b">", b"=", b"%"], self.rng.randint(1, 3))
        tagged = self.chance(0.8)
        options = (self.shape(depth - 1) for _ in tags)
        return p.Choice(
            tuple(
                p.Chain((p.Lex(r.literal(t)), o)) if tagged else o for t, o in zip(tags, options, strict=True)
            )
        )

    def _up_to(self, depth: int) -> p.Shape:
        # A repeated part says something, as the reader of constraint files makes sure.
        body = p.Chain((self.shape(depth - 1), p.Lex(r.literal(self.rng.choice(SEPARATORS)))))
        return p.UpTo(self.rng.randint(0, 3), body)

    def _list(self, depth: int) -> p.Shape:
        """Entries with parts, and what a span says of them: sums, counts, differences."""
        numbers = (
            r.repeat(r.one_of(b"0123"), 1, 2)
            if self.chance(0.5)
            else r.words([b"0.5", b"1", b"1.50", b"2", b"-1"])
        )
        entry: p.Shape = p.Field(p.ENTRY, p.Lex(numbers))
        if self.chance(0.4):
            inner = (p.Field(b"x", p.Lex(numbers)), p.Lex(r.literal(b"*")), p.Field(b"y", p.Lex(numbers)))
            entry = p.Field(p.ENTRY, p.Chain(inner))
        rows = p.Field(b"x", p.UpTo(3, p.Chain((entry, p.Lex(r.literal(b","))))))
        total = p.Field(
            b"y", p.Lex(numbers if self.chance(0.5) else r.repeat(r.one_of(b"0123456789.-"), 1, 4))
        )
        at: p.Path = (b"x", p.ENTRY)
        each: p.Expr = (
            p.NumberAt(())
            if isinstance(entry.body, p.Lex)
            else p.Times(p.NumberAt((b"x",)), p.NumberAt((b"y",)))
        )
        checks: list[p.Condition] = [
            p.Compare(self.rng.choice(["=", "<", "<="]), p.NumberAt((b"y",)), p.SumOver(at, each)),
            p.Compare("=", p.CountOf(at), p.NumberAt((b"y",))),
            p.Distinct(at),
            p.Every(at, self.decided(1)),
            p.Not(p.Distinct(at)),
            self.decided(2),
        ]
        ensure: p.Condition = self.rng.choice(checks)
        if self.chance(0.3):
            ensure = p.And(ensure, self.rng.choice(checks))
        parts = [rows, p.Lex(r.literal(b"=")), total]
        if self.chance(0.2):
            parts.reverse()
        return self._derive_of(p.Chain(tuple(parts)), p.Always(), ensure)

    def _claim(self, depth: int) -> p.Shape:
        slot = r.words(self.rng.sample(NAMES, 3))
        kinds = ["subject", "object"] if self.chance(0.7) else ["object", "subject"]
        between: p.Shape = p.Lex(r.literal(self.rng.choice([b" ", b".", b"a", b"~", b" is "])))
        if self.chance(0.1):
            between = p.UpTo(1, p.Lex(r.literal(b" ")))
        parts = (p.SlotShape(kinds[0], slot), between, p.SlotShape(kinds[1], slot))
        claim = p.Claim(self.rng.choice(RELATIONS), p.Chain(parts))
        if self.chance(0.7):
            return self._derive_of(claim, p.Always(), self.condition(claims=True))
        return claim

    def _derive(self, depth: int) -> p.Shape:
        body = self.shape(depth - 1)
        claims = any(isinstance(s, p.Claim) for s in p.walk(body))
        given = self.decided(1) if self.chance(0.3) else p.Always()
        return self._derive_of(body, given, self.condition(claims=claims))

    def _grammar(self, depth: int) -> p.Shape:
        grammar = self.grammar()
        start = self.rng.randrange(len(grammar.rules)) if self.chance(0.2) else 0
        ensure: p.Condition = p.InGrammar("G", grammar, start)
        body: p.Shape = p.Lex(envelope(grammar, start), "G")
        if self.chance(0.3):
            ensure = self.rng.choice([p.And, p.And, p.Or])(ensure, self.decided(1))
        if self.chance(0.1):
            body = p.Lex(r.Star(r.one_of(b"ab()+1")))
        return self._derive_of(body, p.Always(), ensure)

    def _use(self, depth: int) -> p.Shape:
        asks: p.Condition = p.Visible(self.rng.choice(SCOPES))
        return self._derive_of(
            p.Lex(r.one_of(LETTERS)), p.Always(), p.Not(asks) if self.chance(0.3) else asks
        )

    def _scoped(self, depth: int) -> p.Shape:
        """Names: bound, settled, used, in blocks; or a single mark around anything."""
        scope = self.rng.choice(SCOPES)
        if self.chance(0.25):
            return self.rng.choice([p.Bind, p.Settle, p.Block])(scope, self.shape(depth - 1))
        name: p.Shape = p.Lex(r.one_of(LETTERS) if self.chance(0.7) else r.repeat(r.one_of(LETTERS), 1, 2))
        shown: p.Condition = p.Visible(scope)
        bound = self._derive_of(name, p.Always(), p.Not(shown)) if self.chance(0.4) else name
        use = self._derive_of(
            name, p.Always(), shown if self.chance(0.8) else p.Not(p.Visible(self.rng.choice(SCOPES)))
        )
        declare = p.Settle(
            scope, p.Chain((p.Lex(r.literal(b"+")), p.Bind(scope, bound), p.Lex(r.literal(b","))))
        )
        if self.chance(0.3):
            line = (
                p.Lex(r.literal(b"+")),
                p.Bind(scope, bound),
                p.Lex(r.literal(b"=")),
                use,
                p.Lex(r.literal(b",")),
            )
            declare = p.Settle(scope, p.Chain(line))
        say = p.Chain((p.Lex(r.literal(b"?")), use, p.Lex(r.literal(b","))))
        either = p.Choice((declare, say))
        inner = p.Block(scope, p.Chain((p.Lex(r.literal(b"{")), p.UpTo(2, either), p.Lex(r.literal(b"}")))))
        return p.UpTo(self.rng.randint(2, 4), p.Choice((declare, say, inner)))

    # -- programs ------------------------------------------------------------------------------------

    def limit(self) -> p.Limit:
        """A limit of any form, the counting ones as the reader makes them."""
        pick, rng = self.rng.choice, self.rng
        low = rng.randint(0, 3)
        bounds = (low, pick([None, low, low + rng.randint(0, 3)]))
        forms: Sequence[Callable[[], p.Limit]] = [
            lambda: p.Forbid(pick(WORDS)),
            lambda: p.Require(pick(WORDS)),
            lambda: p.AtMostWords(rng.randint(0, 5)),
            lambda: p.Matches(self.regex(6)),
            lambda: p.Matches(counting.words_between(*bounds)),
            lambda: p.Matches(counting.characters_between(*bounds)),
            lambda: p.Matches(counting.sentences_between(*bounds)),
            lambda: p.Matches(counting.lines_between(*bounds)),
            lambda: p.Matches(counting.times_word(pick(WORDS), *bounds)),
            lambda: p.Matches(counting.before(pick(WORDS), pick(WORDS))),
            lambda: p.Matches(r.Without(counting.ANYTHING, counting.contains_stem(pick(WORDS)))),
            lambda: p.Matches(r.Without(counting.ANYTHING, counting.contains_exactly(pick(WORDS)))),
            lambda: p.Matches(counting.contains_word(pick(WORDS))),
        ]
        return pick(forms)()

    def pattern(self, terms: Sequence[p.Term]) -> p.Pattern:
        """An atom of the given terms."""
        return p.Pattern(self.rng.choice(RELATIONS), self.rng.choice(terms), self.rng.choice(terms))

    def rule(self) -> p.Rule:
        """A safe rule: what the head names, the body binds."""
        terms: list[p.Term] = [p.Variable(n, i) for i, n in enumerate("XYZ")]
        terms.append(p.Constant(self.rng.choice(NAMES)))
        body = self.several(lambda: self.pattern(terms), 1, 3)
        bound = [t for b in body for t in (b.subject, b.object)]
        return _numbered(p.Rule(self.pattern(bound), body))

    def program(self) -> p.Program:
        """A whole program."""
        output = self.shape(self.rng.choice([1, 2, 2, 3]))
        names = self.rng.sample(NAMES, 3)

        def fact() -> p.Atom:
            return p.Atom(self.rng.choice(RELATIONS), self.rng.choice(names), self.rng.choice(names))

        claims = any(isinstance(s, p.Claim) for s in p.walk(output))
        return p.Program(
            name="drawn",
            facts=tuple(dict.fromkeys(self.several(fact, 1, 5))) if claims else (),
            rules=self.several(self.rule, 0, 2) if claims else (),
            sentences=(),
            output=output,
            limits=self.several(self.limit, 1, 2) if self.chance(0.4) else (),
            after=self.rng.choice(MARKERS) if self.chance(0.12) else None,
            model_lines=self.rng.randint(1, 2) if self.chance(0.12) else 0,
        )


def _numbered(rule: p.Rule) -> p.Rule:
    """The rule with its variables numbered from 0 without holes, as the reader numbers them."""
    numbers: dict[str, p.Variable] = {}

    def term(t: p.Term) -> p.Term:
        return (
            numbers.setdefault(t.name, p.Variable(t.name, len(numbers))) if isinstance(t, p.Variable) else t
        )

    def pattern(of: p.Pattern) -> p.Pattern:
        return replace(of, subject=term(of.subject), object=term(of.object))

    body = tuple(pattern(b) for b in rule.body)
    return p.Rule(pattern(rule.head), body)
