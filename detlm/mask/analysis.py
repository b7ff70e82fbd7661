"""What is wrong with a program before anything is generated: empty, ambiguous, dead, contradictory.

Findings are data with the key of ``Program.positions`` where they belong; printing them is for others.
Prompts are not known here, so a condition on the prompt is taken to hold and not to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Literal

from detlm.errors import ConstraintError, MaskError, TooManyStates
from detlm.mask.ambiguity import ambiguous_text
from detlm.mask.automaton import needed_by
from detlm.mask.bonds import bonded
from detlm.mask.building import dfa_of_term
from detlm.mask.filters import asks_support, scopes_of
from detlm.mask.joining import limited
from detlm.mask.language import LanguageBuilder, condition_of, rules_of
from detlm.mask.limits import describe, dfa_of_breaches, dfa_of_limit
from detlm.mask.sentences import fixed_text, slots_are_single
from detlm.mask.terms import Terms
from detlm.mask.using import only, same_rule, using
from detlm.syntax.program import (
    Always,
    And,
    Atom,
    Chain,
    Choice,
    Claim,
    Derive,
    Forbid,
    Lex,
    Limit,
    Not,
    Or,
    Program,
    Require,
    Shape,
    SlotShape,
    UpTo,
    walk,
)
from detlm.syntax.value import Value


class Finding(Value):
    """Something about a program that its author should know.

    ``key``: where, a key of ``Program.positions`` ("" if nowhere in particular). ``evidence``: a text that
    shows it. An "error" makes the program unusable.
    """

    severity: Literal["error", "warning"]
    code: str
    message: str
    key: str = ""
    hint: str = ""
    evidence: bytes | None = None

    @property
    def said(self) -> str:
        """The message, with the text that shows it unless the message has it already."""
        if self.evidence is None:
            return self.message
        text = repr(self.evidence.decode(errors="backslashreplace"))
        return self.message if text in self.message else f"{self.message} (for example {text})"


_ADVICE = 20_000  # states, or pairs of them, that are looked at for a remark that is only advice
_NEVER_GIVEN = "correct the condition, or remove the rule"
_EMPTY_CATEGORY = "what it is made of by `and`, `except` or a list leaves nothing: take a part of that away"
_UNUSED = "use it, or remove it"
_REDUNDANT = "what keeps to the other keeps to it: leave it out"
_QUICK = 5_000  # steps by terms, and states up to which automata are made the smallest


class Size(Value):
    """An automaton of a program, for ``detlm check --explain``; ``longest`` is None if there is no bound."""

    what: str
    states: int
    columns: int
    shortest: bytes | None
    longest: int | None


def analyse(program: Program, terms: Terms | None = None) -> tuple[Finding, ...]:
    """All findings, errors first. ``terms``: filled on the way, for whoever compiles the program next."""
    found = list(_Analysis(program, terms=terms).findings())
    return tuple(sorted(found, key=lambda f: f.severity != "error"))


def sizes(program: Program, prompt: bytes | None = None) -> tuple[Size, ...]:
    """The automata of a program: the whole answer without limits, each rule's spans, each limit."""
    analysis = _Analysis(program, prompt)
    output = analysis.program.output
    parts: list[tuple[str, Shape]] = [("output", output)]
    parts += [(f"derive {d.rule}: {d.source or d.name}", d) for d in rules_of(output)]
    out = [(what, dfa_of_term(analysis.terms, analysis.builder.language(s))) for what, s in parts]
    out += [(describe(limit), dfa_of_limit(limit)) for limit in program.limits]
    return tuple(Size(w, d.size, d.table.shape[1], d.shortest(), d.longest()) for w, d in out)


def too_large(program: Program, error: TooManyStates) -> Finding:
    """The finding that a part of a program, or all of it, needs more states than there may be."""
    key = error.key if error.key in program.positions else "output"
    return Finding("error", "too large", error.message, key, error.hint or "")


class _Analysis:
    def __init__(self, program: Program, prompt: bytes | None = None, *, terms: Terms | None = None) -> None:
        self._written = program.output
        self.program = replace(program, output=bonded(program.output).shape)
        self.terms = terms or Terms()
        self.builder = LanguageBuilder(self.terms, prompt, self._known())

    def _known(self) -> tuple[Atom, ...] | None:
        from detlm.knowledge.closure import close

        if not any(asks_support(And(d.given, d.ensure)) for d in rules_of(self.program.output)):
            return None
        try:
            return close(self.program, limit=20_000).atoms
        except ConstraintError:
            return None  # as when compiling: support is then checked at the end of spans

    def findings(self) -> Iterator[Finding]:
        yield from self._unused()
        empty_bodies = list(self._empty_repetitions())
        yield from empty_bodies
        try:
            if not empty_bodies:
                yield from self._guarded(self._ambiguity, "ambiguity")
            yield from self._guarded(self._languages, "emptiness")
        except TooManyStates as error:
            yield too_large(self.program, error)

    def _guarded(self, check: Callable[[], Iterator[Finding]], what: str) -> Iterator[Finding]:
        try:
            yield from check()
        except MaskError as error:
            if isinstance(error, TooManyStates) and error.key:
                raise  # a part that the program cannot do without
            yield Finding("warning", "undecided", f"{what} could not be decided: {error.message}", "output")

    def _unused(self) -> Iterator[Finding]:
        for key in self.program.unused:
            message = f"{key} changes nothing: the output does not use it"
            yield Finding("warning", "unused", message, key, _UNUSED)

    # -- shape ----------------------------------------------------------------------------------------

    def _empty_repetitions(self) -> Iterator[Finding]:
        repetitions = {id(s): s for s in walk(self.program.output) if isinstance(s, UpTo)}
        if any(self._may_be_empty(s.body) for s in repetitions.values()):
            hint = "an empty repetition could be counted in many ways; make the part say something"
            yield Finding("error", "empty repetition", "a repeated part may be empty", "output", hint)

    def _may_be_empty(self, shape: Shape) -> bool:
        match shape:
            case Lex(regex) | SlotShape(_, regex):
                return self.terms.nullable(self.builder.regex(regex))
            case Chain(parts):
                return all(self._may_be_empty(part) for part in parts)
            case Choice(options):
                return any(self._may_be_empty(option) for option in options)
            case UpTo():
                return True
            case _:
                return self._may_be_empty(shape.body)

    def _ambiguity(self) -> Iterator[Finding]:
        text = ambiguous_text(self.program.output, terms=self.terms)
        if text is not None:
            from detlm.mask.two_ways import told

            message, hint = told(self.program, text)
            yield Finding("error", "ambiguous", message, "output", hint, text)

    # -- languages ------------------------------------------------------------------------------------

    def _languages(self) -> Iterator[Finding]:
        terms, program = self.terms, self.program
        for number, limit in enumerate(program.limits):
            with needed_by(f"limit {number}"):
                dfa_of_limit(limit)
        base = self.builder.language(program.output)
        never = list(self._contradictory())
        yield from never
        if terms.is_empty(base):
            yield from self._empty(never)
            return
        if self._leaves_nothing(base, program.limits):
            yield self._contradiction(base)
            return
        pointless = list(self._pointless(base))
        yield from pointless
        yield from self._redundant({finding.key for finding in pointless})
        yield from self._dead({finding.key for finding in never})
        yield from self._unfilterable()

    def _contradictory(self) -> Iterator[Finding]:
        """The rules whose own conditions contradict each other."""
        rules = [d for d in rules_of(self.program.output) if _asks_twice(d)]
        if not rules:
            return
        from detlm.mask.contradictions import never_holds

        for rule in rules:
            if never_holds(rule.given):
                message = f"`given` can never hold: {_source(rule)}"
                yield Finding("warning", "unreachable", message, f"derive {rule.rule}", _NEVER_GIVEN)
            elif never_holds(And(rule.given, rule.ensure)):
                message = f"no text fulfils {_source(rule)}: what it asks contradicts itself"
                yield Finding("error", "contradictory", message, f"derive {rule.rule}")

    def _empty(self, found: Sequence[Finding]) -> Iterator[Finding]:
        """Why the output has no text, but what was found already."""
        output, keys = self.program.output, {finding.key for finding in found}
        dead = [d for d in rules_of(output) if self.terms.is_empty(self.builder.language(d))]
        impossible = [d for d in dead if f"derive {d.rule}" not in keys and self._asks_too_much(d)]
        yield from (self._unfulfilled(rule, "no text is ever admitted: ") for rule in impossible)
        if impossible or any(finding.severity == "error" for finding in found):
            return
        message = "no text is ever admitted"
        if leaf := next((s for s in walk(output) if isinstance(s, Lex) and self._is_empty_leaf(s)), None):
            key = f"category {leaf.name}"
            yield Finding("error", "empty", f"{message}: {key} has no text", key, _EMPTY_CATEGORY)
        elif dead:
            message = f"{message}: no text fulfils {_source(dead[0])}"
            yield Finding("error", "empty", message, f"derive {dead[0].rule}")
        else:
            yield Finding("error", "empty", message, "output")

    def _is_empty_leaf(self, leaf: Lex) -> bool:
        """Whether a category has no text."""
        return bool(leaf.name) and self.terms.is_empty(self.builder.regex(leaf.regex))

    def _asks_too_much(self, rule: Derive) -> bool:
        """Whether no text of a rule's category fulfils what it asks, be there any facts, names or prompt."""
        spans = [d for d in walk(rule) if isinstance(d, Derive)]
        if any(asks_support(And(d.given, d.ensure)) or scopes_of(condition_of(d)) for d in spans):
            return False
        asked, free = (self.builder.language(s) for s in self._with_and_without(rule))
        try:
            return self.terms.is_empty(asked, limit=_ADVICE) and not self.terms.is_empty(free, limit=_ADVICE)
        except MaskError:
            return False

    def _with_and_without(self, rule: Derive) -> tuple[Shape, Shape]:
        """What a rule makes whatever is given, and what it would if it asked nothing."""
        written = next(d for d in rules_of(self._written) if d.rule == rule.rule)
        return bonded(written.having(given=Always())).shape, bonded(written.body).shape

    def _unfulfilled(self, rule: Derive, begun: str = "") -> Finding:
        message, hint = f"{begun}no text fulfils {_source(rule)}", ""
        with suppress(MaskError):
            free = self.builder.language(self._with_and_without(rule)[1])
            text = dfa_of_term(self.terms, free, minimal_up_to=_QUICK).shortest() or b""
            hint = (
                f"change what it asks, or its category: one of its texts is {text.decode(errors='replace')!r}"
            )
        return Finding("error", "contradictory", message, f"derive {rule.rule}", hint)

    def _limited(self, base: int, limits: tuple[Limit, ...]) -> int:
        for limit in limits:
            automaton = dfa_of_limit(limit)
            base = self.terms.both(base, self.terms.machine(automaton, automaton.start))
        return base

    def _leaves_nothing(self, base: int, limits: tuple[Limit, ...]) -> bool:
        """Whether no text of ``base`` keeps to the limits."""
        try:  # a text is mostly found at once
            return self.terms.is_empty(self._limited(base, limits), limit=_QUICK)
        except (MaskError, RecursionError):  # automata leave out at each limit what cannot be finished
            dfa = dfa_of_term(self.terms, base, minimal_up_to=_QUICK)
            return limited(dfa, limits).is_empty

    def _contradiction(self, base: int) -> Finding:
        limits = self.program.limits
        needed = list(enumerate(limits))
        for entry in list(needed):
            fewer = [other for other in needed if other is not entry]
            if self._leaves_nothing(base, tuple(limit for _, limit in fewer)):
                needed = fewer
        key = f"limit {needed[0][0]}"
        named = "; ".join(dict.fromkeys(describe(limit) for _, limit in needed))
        if len(needed) == 1:
            return Finding("error", "unmeetable limit", f"no answer keeps to this limit: {named}", key)
        return Finding("error", "contradiction", f"no answer keeps to these limits together: {named}", key)

    def _pointless(self, base: int) -> Iterator[Finding]:
        for number, limit in enumerate(self.program.limits):
            breaches = dfa_of_breaches(limit)
            try:
                if breaches is None or self.terms.meets(base, breaches, breaches.start, limit=_ADVICE):
                    continue
            except MaskError:  # only advice, and not worth a long search
                continue
            if isinstance(limit, Forbid):
                word = limit.word.decode(errors="replace")
                message = f'forbidding "{word}" changes nothing: no answer could say it'
            else:
                message = f"`{describe(limit)}` changes nothing: every answer keeps to it"
            yield Finding("warning", "pointless limit", message, f"limit {number}")

    def _redundant(self, told: Container[str]) -> Iterator[Finding]:
        """Limits, but those at the keys ``told``, that another limit already asks for."""
        if len(self.program.limits) < 2:
            return
        from detlm.mask.redundant import needless

        for number, other in needless(self.program.limits).items():
            if f"limit {number}" not in told:
                one, stronger = (_alone(self.program.limits[n]) for n in (number, other))
                place = self.program.positions.get(f"limit {other}")
                line = f" on line {place.line}" if place else ""
                message = f"`{one}` changes nothing beside `{stronger}`{line}"
                yield Finding("warning", "redundant limit", message, f"limit {number}", _REDUNDANT)

    def _dead(self, told: Container[str]) -> Iterator[Finding]:
        """Rules, but those at the keys ``told``, and options that no answer uses."""
        output = self.program.output
        for rule in rules_of(output):
            if f"derive {rule.rule}" not in told and self._is_dead(using(output, partial(same_rule, rule))):
                if self._asks_too_much(rule):
                    yield self._unfulfilled(rule)
                    continue
                message = f"no admissible output uses this rule: {rule.source or rule.name}"
                yield Finding("warning", "dead rule", message, f"derive {rule.rule}")
        for choice in {id(s): s for s in walk(output) if isinstance(s, Choice)}.values():
            for place, option in enumerate(choice.options):
                if isinstance(option, Derive):
                    continue  # a rule: told above
                if self._is_dead(using(output, partial(only, choice, Choice((option,))))):
                    message = f"no admissible output uses option {place + 1} of {len(choice.options)}: "
                    here = isinstance(option, Lex) and self._is_empty_leaf(option)
                    key = f"category {_named(option)}" if here else "output"
                    yield Finding("warning", "dead option", message + _named(option), key)

    def _is_dead(self, users: Shape | None) -> bool:
        if users is None:
            return False
        answers = self._limited(self.builder.language(users), self.program.limits)
        try:
            return self.terms.is_empty(answers, limit=_ADVICE)
        except (MaskError, RecursionError):  # only advice, and not worth a long search
            return False

    def _unfilterable(self) -> Iterator[Finding]:
        for rule in rules_of(self.program.output):
            if not asks_support(And(rule.given, rule.ensure)):
                continue
            claims = [s for s in walk(rule.body) if isinstance(s, Claim)]
            if not claims:
                message = "`supported` can never hold: the rule's category makes no claim"
                yield Finding("warning", "no claim", message, f"derive {rule.rule}")
            for relation in dict.fromkeys(c.relation for c in claims if not slots_are_single(c.body)):
                message = (
                    f"the sentence for {relation.decode(errors='replace')} does not name subject and object "
                    "exactly once, so it is checked when its span ends, not by the mask"
                )
                yield Finding("warning", "late check", message, f"derive {rule.rule}")


def _asks_twice(rule: Derive) -> bool:
    """Whether a rule asks more than one thing: it takes two to contradict each other."""
    if isinstance(rule.given, And | Or | Not) or isinstance(rule.ensure, And | Or | Not):
        return True
    return not isinstance(rule.given, Always) and not isinstance(rule.ensure, Always)


def _alone(limit: Limit) -> str:
    """A limit in words; one word of a statement that has several."""
    return describe(limit.having(source="") if isinstance(limit, Forbid | Require) else limit)


def _source(rule: Derive) -> str:
    return rule.source or f"derive {rule.name}"


def _named(shape: Shape) -> str:
    """A shape in a few words."""
    match shape:
        case Claim(relation, _):
            return f"the sentence for {relation.decode(errors='replace')}"
        case Lex(_, name) if name:
            return name
        case Derive():
            return shape.source or shape.name
        case _:
            text = fixed_text(shape.regex) if isinstance(shape, Lex) else None
            return repr(text.decode(errors="replace")) if text is not None else type(shape).__name__.lower()
