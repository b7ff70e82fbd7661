"""What is wrong with a program before anything is generated: empty, ambiguous, dead, contradictory.

Findings are data with the key of ``Program.positions`` where they belong; printing them is for others.
Prompts are not known here, so a condition on the prompt is taken to hold and not to hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Literal

from detlm.errors import ConstraintError, MaskError, TooManyStates
from detlm.mask.ambiguity import ambiguous_text
from detlm.mask.automaton import needed_by
from detlm.mask.bonds import bonded
from detlm.mask.building import dfa_of_term
from detlm.mask.filters import asks_support
from detlm.mask.joining import limited
from detlm.mask.language import LanguageBuilder, rules_of
from detlm.mask.limits import describe, dfa_of_breaches, dfa_of_limit
from detlm.mask.sentences import fixed_text, slots_are_single
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    And,
    Atom,
    Chain,
    Choice,
    Claim,
    Derive,
    Forbid,
    Lex,
    Limit,
    Program,
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
_PARTS = 2_000  # parts of sequences that are looked at for the use of one rule
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
        if terms.is_empty(base):
            dead = [d for d in rules_of(program.output) if terms.is_empty(self.builder.language(d))]
            key = f"derive {dead[0].rule}" if dead else "output"
            message = "no text is ever admitted"
            if dead:
                message += ": no text fulfils " + (dead[0].source or f"derive {dead[0].name}")
            yield Finding("error", "empty", message, key)
            return
        if self._leaves_nothing(base, program.limits):
            yield self._contradiction(base)
            return
        yield from self._pointless(base)
        yield from self._dead()
        yield from self._unfilterable()

    def _limited(self, base: int, limits: tuple[Limit, ...]) -> int:
        for limit in limits:
            automaton = dfa_of_limit(limit)
            base = self.terms.both(base, self.terms.machine(automaton, automaton.start))
        return base

    def _leaves_nothing(self, base: int, limits: tuple[Limit, ...]) -> bool:
        """Whether no text of ``base`` keeps to the limits."""
        try:  # a text is mostly found at once
            return self.terms.is_empty(self._limited(base, limits), limit=_QUICK)
        except MaskError:  # automata leave out at each limit what cannot be finished
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

    def _dead(self) -> Iterator[Finding]:
        output = self.program.output
        for rule in rules_of(output):
            if self._is_dead(_using(output, partial(_same_rule, rule))):
                message = f"no admissible output uses this rule: {rule.source or rule.name}"
                yield Finding("warning", "dead rule", message, f"derive {rule.rule}")
        for choice in {id(s): s for s in walk(output) if isinstance(s, Choice)}.values():
            for place, option in enumerate(choice.options):
                if isinstance(option, Derive):
                    continue  # a rule: told above
                if self._is_dead(_using(output, partial(_only, choice, Choice((option,))))):
                    message = f"no admissible output uses option {place + 1} of {len(choice.options)}: "
                    yield Finding("warning", "dead option", message + _named(option), "output")

    def _is_dead(self, using: Shape | None) -> bool:
        if using is None:
            return False
        answers = self._limited(self.builder.language(using), self.program.limits)
        try:
            return self.terms.is_empty(answers, limit=_ADVICE)
        except MaskError:  # only advice, and not worth a long search
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


def _same_rule(rule: Derive, shape: Shape) -> Shape | None:
    return shape if isinstance(shape, Derive) and shape.rule == rule.rule else None


def _only(choice: Choice, single: Choice, shape: Shape) -> Shape | None:
    return single if shape is choice else None


def _using(shape: Shape, replacement: Callable[[Shape], Shape | None]) -> Shape | None:
    """The shape of those texts of ``shape`` that use a part which ``replacement`` replaces; None if none can.

    More texts may be included, with more repetitions than allowed or where parts are too many to try: what
    is called dead is dead.
    """
    if (found := replacement(shape)) is not None:
        return found
    match shape:
        case Chain(parts):
            using = [(i, inner) for i, p in enumerate(parts) if (inner := _using(p, replacement)) is not None]
            if len(using) * len(parts) > _PARTS:
                return shape
            chains = [Chain((*parts[:i], inner, *parts[i + 1 :])) for i, inner in using]
            return Choice(tuple(chains)) if chains else None
        case Choice(options):
            used = [inner for o in options if (inner := _using(o, replacement)) is not None]
            return Choice(tuple(used)) if used else None
        case UpTo(count, body):
            inner = _using(body, replacement)
            if inner is None or not count:
                return None
            others = UpTo(count - 1, body)
            return Chain((others, inner, others))
        case Lex() | SlotShape():
            return None
        case _:
            inner = _using(shape.body, replacement)
            return None if inner is None else shape.having(body=inner)


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
