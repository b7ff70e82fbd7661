"""Hypothesis strategies and small fixed programs for the tests of masks."""

from __future__ import annotations

from hypothesis import strategies as st

from detlm.mask.automaton import Dfa
from detlm.syntax.program import (
    Always,
    And,
    AtMostWords,
    Atom,
    Bind,
    Block,
    Chain,
    Choice,
    Claim,
    Compare,
    Condition,
    CountOf,
    Derive,
    Distinct,
    Every,
    Expr,
    Field,
    Forbid,
    InCategory,
    Lex,
    Matches,
    Mentions,
    Minus,
    Not,
    NumberAt,
    NumberLiteral,
    Or,
    Pattern,
    Plus,
    Program,
    PromptMentions,
    Require,
    Rule,
    SameText,
    Settle,
    Shape,
    SlotShape,
    SumOver,
    Supported,
    Times,
    UpTo,
    Variable,
    Visible,
)
from detlm.syntax.regex import (
    EMPTY,
    NOTHING,
    AtMost,
    Both,
    Either,
    Regex,
    Star,
    Then,
    Without,
    literal,
    one_of,
    words,
)

ALPHABET = b"ab. \xc3\xa9"
texts = st.lists(st.sampled_from(list(ALPHABET)), max_size=7).map(bytes)

_atoms = st.one_of(
    st.sampled_from([EMPTY, NOTHING]),
    st.sets(st.sampled_from(list(ALPHABET)), min_size=1, max_size=3).map(one_of),
    st.lists(st.sampled_from(list(ALPHABET)), min_size=1, max_size=3).map(bytes).map(literal),
)


def _grown(inner: st.SearchStrategy[Regex], boolean: bool) -> st.SearchStrategy[Regex]:
    options: list[st.SearchStrategy[Regex]] = [
        st.builds(Then, inner, inner),
        st.builds(Either, inner, inner),
        st.builds(Star, inner),
        st.builds(AtMost, st.integers(0, 3), inner),
    ]
    if boolean:
        options += [st.builds(Both, inner, inner), st.builds(Without, inner, inner)]
    return st.one_of(options)


regexes = st.recursive(_atoms, lambda inner: _grown(inner, True), max_leaves=7)
plain_regexes = st.recursive(_atoms, lambda inner: _grown(inner, False), max_leaves=7)
spoken = st.sampled_from([b"a", b"b", b"ab", b"B", b"a b", b".", b"\xc3\xa9"])

# -- programs ---------------------------------------------------------------------------------------

NAMES = [b"a", b"b", b"ab"]
_slot = words(NAMES)
_fills = st.sampled_from(
    [Lex(literal(t)) for t in (b"a", b"b", b" ", b".", b"ab", b" a", b"1", b"2")] + [Lex(Star(one_of(b"ab")))]
)
_atom = st.builds(Atom, st.sampled_from([b"r", b"s"]), st.sampled_from(NAMES), st.sampled_from(NAMES))


def _claim(relation: bytes, between: bytes, turned: bool) -> Claim:
    kinds = ("object", "subject") if turned else ("subject", "object")
    return Claim(
        relation, Chain((SlotShape(kinds[0], _slot), Lex(literal(between)), SlotShape(kinds[1], _slot)))
    )


_odd_claims = st.sampled_from(
    [
        Claim(
            b"r",
            Chain((SlotShape("subject", _slot), UpTo(1, Lex(literal(b" "))), SlotShape("object", _slot))),
        ),
        Claim(
            b"s",
            Chain(
                (
                    Choice((Lex(literal(b".")), Lex(EMPTY))),
                    SlotShape("object", _slot),
                    SlotShape("subject", _slot),
                )
            ),
        ),
    ]
)
_claims = st.one_of(
    st.builds(_claim, st.sampled_from([b"r", b"s"]), st.sampled_from([b" ", b".", b"a"]), st.booleans()),
    _odd_claims,
)

_labels = st.sampled_from([b"x", b"y"])
_paths = st.lists(_labels, max_size=2).map(tuple)
_exprs: st.SearchStrategy[Expr] = st.recursive(
    st.one_of(
        st.builds(NumberLiteral, st.integers(-2, 12), st.integers(0, 1)),
        st.builds(NumberAt, _paths),
        st.builds(CountOf, _paths),
    ),
    lambda inner: st.one_of(
        st.builds(Plus, inner, inner),
        st.builds(Minus, inner, inner),
        st.builds(Times, inner, inner),
        st.builds(SumOver, _paths, inner),
    ),
    max_leaves=3,
)
_on_parts: st.SearchStrategy[Condition] = st.one_of(
    st.builds(Compare, st.sampled_from(["=", "<", "<="]), _exprs, _exprs),
    st.builds(Compare, st.just("="), st.builds(NumberAt, _paths), _exprs),
    st.builds(SameText, _paths, _paths),
    st.builds(Distinct, _paths),
)

_plain_conditions: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(
        st.just(Always()),
        st.builds(Mentions, spoken),
        st.builds(PromptMentions, spoken),
        st.builds(InCategory, st.just("C"), regexes),
        st.builds(Visible, _labels),
        _on_parts,
    ),
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(And, inner, inner),
        st.builds(Or, inner, inner),
        st.builds(Every, _paths, inner),
    ),
    max_leaves=3,
)
conditions: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(st.just(Supported()), st.just(Supported()), _plain_conditions),
    lambda inner: st.one_of(st.builds(And, inner, inner), st.builds(Or, inner, inner)),
    max_leaves=3,
)


_KINDS = ("chain", "choice", "upto", "derive", "field", "bind", "settle", "block")


@st.composite
def shapes(draw: st.DrawFn, depth: int = 3) -> Shape:
    kind = draw(st.sampled_from(["lex", "claim"] if depth == 0 else [*_KINDS, "claim"]))
    inner = shapes(depth=depth - 1)
    match kind:
        case "lex":
            return draw(_fills)
        case "claim":
            return draw(_claims)
        case "chain":
            return Chain(tuple(draw(st.lists(inner, min_size=1, max_size=3))))
        case "choice":
            return Choice(tuple(draw(st.lists(inner, min_size=1, max_size=3))))
        case "upto":
            # A repeated part says something, as the reader of constraint files makes sure.
            return UpTo(draw(st.integers(0, 2)), Chain((draw(inner), Lex(literal(b".")))))
        case "field":
            return Field(draw(_labels), draw(inner))
        case "bind" | "settle" | "block":
            return {"bind": Bind, "settle": Settle, "block": Block}[kind](draw(_labels), draw(inner))
        case _:
            return Derive("answer", draw(st.integers(0, 99)), draw(conditions), draw(conditions), draw(inner))


limits = st.one_of(
    st.builds(Forbid, spoken),
    st.builds(Require, spoken),
    st.builds(AtMostWords, st.integers(0, 4)),
    st.builds(Matches, regexes),
)
programs = st.builds(
    Program,
    name=st.just("p"),
    facts=st.lists(_atom, max_size=6).map(tuple),
    rules=st.just(()),
    sentences=st.just(()),
    output=shapes(),
    limits=st.lists(limits, max_size=2).map(tuple),
)


@st.composite
def accepted(draw: st.DrawFn, dfa: Dfa, longest: int = 40) -> bytes:
    """A text of the automaton's language, by a walk that turns towards the end when it grows long."""
    distance = dfa.distances()
    out = bytearray()
    state = 0
    while True:
        if dfa.accepting[state] and (len(out) > longest or not dfa.edges(state) or draw(st.booleans())):
            return bytes(out)
        edges = dfa.edges(state)
        if len(out) > longest:
            edges = [e for e in edges if distance[e[1]] < distance[state]]
        members, state = draw(st.sampled_from(list(edges)))
        choices = [b for b in range(256) if members >> b & 1]
        out.append(draw(st.sampled_from(choices)))


# -- the medication example, by hand ------------------------------------------------------------------


def medication() -> Program:
    facts = (
        Atom(b"is_a", b"aspirin", b"drug"),
        Atom(b"is_a", b"ibuprofen", b"drug"),
        Atom(b"is_a", b"warfarin", b"blood thinner"),
        Atom(b"used_for", b"aspirin", b"pain relief"),
        Atom(b"conflicts", b"aspirin", b"blood thinner"),
    )
    d, k, x = (Variable(n, i) for i, n in enumerate("DKX"))
    rule = Rule(
        Pattern(b"conflicts", d, x), (Pattern(b"conflicts", d, k), Pattern(b"is_a", x, k)), "the rule"
    )
    things = words([b"aspirin", b"ibuprofen", b"warfarin", b"drug", b"blood thinner", b"pain relief"])

    def sentence(relation: bytes, middle: bytes) -> Claim:
        parts = (SlotShape("subject", things), Lex(literal(middle)), SlotShape("object", things))
        return Claim(relation, Chain(parts))

    claim = Choice(
        (
            sentence(b"used_for", b" is used for "),
            sentence(b"conflicts", b" must not be taken with "),
            sentence(b"is_a", b" is a "),
        )
    )
    refusal = Lex(literal(b"I have no fact about that"))
    answer = Choice(
        (
            Derive("answer", 0, Always(), Supported(), claim, "Claim", "derive answer from category Claim"),
            Derive(
                "answer", 1, Always(), Always(), refusal, "Refusal", "derive answer from category Refusal"
            ),
        )
    )
    output = Chain((answer, Lex(literal(b"."))))
    limits = (Forbid(b"cures", 'forbid "cures"'), Forbid(b"guaranteed", 'forbid "guaranteed"'))
    return Program("medication", facts, (rule,), (), output, limits)
