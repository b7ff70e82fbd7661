"""A program and a prompt as one automaton of admissible answers.

Where every condition has an exact filter, the automaton accepts exactly the admissible answers. Otherwise
it accepts more, and the notes say which rule is left to be checked when its span ends. Ambiguous shapes are
refused by ``analysis.py``; here a text is admissible if one of its parses is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from detlm.errors import ConstraintError, NoAdmissibleCompletion
from detlm.mask.automaton import Dfa
from detlm.mask.building import dfa_of_term
from detlm.mask.language import LanguageBuilder, asks_support, rules_of
from detlm.mask.limits import dfa_of_limit
from detlm.mask.minimal import minimised
from detlm.mask.product import intersection
from detlm.mask.terms import Terms
from detlm.syntax.program import And, AtMostWords, Atom, Claim, Derive, Forbid, Limit, Program, Require, walk

if TYPE_CHECKING:
    from detlm.knowledge.closure import Closure

Semantic = Literal["filter", "span-end"]

# Beyond this many states finding the fewest costs more time than the smaller automaton saves.
_MINIMISED_UP_TO = 8_000
_LIMITS_JOINED_UP_TO = 1_000


@dataclass(frozen=True, slots=True)
class RuleNote:
    """Where a rule or limit is enforced.

    ``source``: its text. ``rule``: its number, or None for limits. ``where``: "mask", or "span end" if the
    mask admits more than the rule. ``states``: the size of the automaton it brought (0: none of its own).
    """

    source: str
    rule: int | None
    where: Literal["mask", "span end"]
    exact: bool
    states: int
    why: str = ""


@dataclass(frozen=True, slots=True)
class CompiledProgram:
    """A program for one prompt, ready for a ``MaskEngine``.

    ``dfa`` is not empty. ``exact``: it accepts exactly the admissible answers. ``closure``: what follows
    from the facts, if that had to be found.
    """

    program: Program
    prompt: bytes
    dfa: Dfa
    exact: bool
    notes: tuple[RuleNote, ...]
    closure: Closure | None

    def tightened(self, limits: tuple[Limit, ...]) -> CompiledProgram:
        """The same with further limits; much cheaper than compiling again.

        Raises ``NoAdmissibleCompletion`` if they leave nothing.
        """
        dfa = _limited(self.dfa, limits)
        if dfa.is_empty:
            raise NoAdmissibleCompletion(_blame(self.dfa, limits))
        program = self.program.tightened(limits)
        return replace(self, program=program, dfa=dfa, notes=self.notes + _limit_notes(limits))


def compile_program(
    program: Program,
    prompt: bytes,
    *,
    closure_limit: int = 20_000,
    semantic: Semantic = "filter",
    closure: Closure | None = None,
) -> CompiledProgram:
    """The automaton of the admissible answers to ``prompt``.

    ``closure_limit``: up to how many facts, given and derived, support is built into the mask.
    ``semantic="span-end"`` leaves support to be checked when a span ends. ``closure``: if already known.
    Raises ``NoAdmissibleCompletion`` (with the reason) if nothing is admissible, ``MaskError`` if an
    automaton grows too large.
    """
    rules = rules_of(program.output)
    supporting = [d for d in rules if asks_support(And(d.given, d.ensure))]
    too_many = False
    if supporting and semantic == "filter" and closure is None:
        closure, too_many = _closed(program, closure_limit)
    elif closure is not None:
        too_many = len(closure.atoms) > closure_limit
    filtering = semantic == "filter" and closure is not None and not too_many
    known = closure.atoms if filtering and closure is not None else None
    terms = Terms()
    builder = LanguageBuilder(terms, prompt, known)
    base = _small(dfa_of_term(terms, builder.language(program.output), minimal=False))
    if base.is_empty:
        raise NoAdmissibleCompletion(*_blame_rules(program, prompt, known, rules))
    dfa = _limited(base, program.limits)
    if dfa.is_empty:
        raise NoAdmissibleCompletion(_blame(base, program.limits))
    why = f"more than {closure_limit:,} facts follow" if too_many else "checked at span end, as asked"
    notes = tuple(_rule_note(d, builder, filtering, why) for d in rules) + _limit_notes(program.limits)
    return CompiledProgram(program, prompt, dfa, all(n.exact for n in notes), notes, closure)


def _closed(program: Program, limit: int) -> tuple[Closure | None, bool]:
    from detlm.knowledge.closure import close

    try:
        return close(program, limit=limit), False
    except ConstraintError:
        return None, True


def _small(dfa: Dfa) -> Dfa:
    return minimised(dfa) if dfa.size <= _MINIMISED_UP_TO else dfa


def _limited(base: Dfa, limits: Iterable[Limit]) -> Dfa:
    """The answers that keep to the limits. Word limits are joined first: they are small, answers are not."""
    joined: list[Dfa] = []
    for limit in sorted(dict.fromkeys(limits), key=lambda item: isinstance(item, AtMostWords)):
        automaton = dfa_of_limit(limit)
        if joined and not isinstance(limit, AtMostWords):
            both = minimised(intersection(joined[-1], automaton))
            if both.size <= _LIMITS_JOINED_UP_TO:
                joined[-1] = both
                continue
        joined.append(automaton)
    dfa = base
    for automaton in joined:
        dfa = _small(intersection(dfa, automaton))
    return dfa


# -- notes ------------------------------------------------------------------------------------------


def _rule_note(span: Derive, builder: LanguageBuilder, filtering: bool, why: str) -> RuleNote:
    source = span.source or f"derive {span.name}"
    if not asks_support(And(span.given, span.ensure)):
        return RuleNote(source, span.rule, "mask", True, 0)
    if not filtering:
        return RuleNote(source, span.rule, "span end", False, 0, why)
    relations = {c.relation for c in walk(span.body) if isinstance(c, Claim)}
    states = sum(builder.filter_states.get(r, 0) for r in relations)
    if relations & builder.unfilterable:
        why = "a sentence does not name its subject and its object exactly once"
        return RuleNote(source, span.rule, "span end", False, states, why)
    return RuleNote(source, span.rule, "mask", True, states)


def _limit_notes(limits: Iterable[Limit]) -> tuple[RuleNote, ...]:
    return tuple(RuleNote(describe(m), None, "mask", True, dfa_of_limit(m).size) for m in limits)


def describe(limit: Limit) -> str:
    """A limit as its source line, or in the language's words where it has none."""
    if limit.source:
        return limit.source
    match limit:
        case Forbid(word):
            return f'forbid "{word.decode(errors="replace")}"'
        case Require(word):
            return f'require "{word.decode(errors="replace")}"'
        case AtMostWords(count):
            return f"at most {count} words"


# -- reasons ----------------------------------------------------------------------------------------


def _blame(base: Dfa, limits: tuple[Limit, ...]) -> str:
    """Which limits leave nothing of a language that is not empty."""
    alone = [m for m in limits if _limited(base, (m,)).is_empty]
    if alone:
        return f"no answer keeps to this limit: {describe(alone[0])}"
    needed = list(limits)
    for limit in limits:
        without = [m for m in needed if m is not limit]
        if _limited(base, without).is_empty:
            needed = without
    return "no answer keeps to these limits together: " + "; ".join(describe(m) for m in needed)


def _blame_rules(
    program: Program, prompt: bytes, known: tuple[Atom, ...] | None, rules: list[Derive]
) -> tuple[str]:
    """Which rules leave nothing of the output's shape."""
    terms = Terms()
    builder = LanguageBuilder(terms, prompt, known)
    dead = [d for d in rules if dfa_of_term(terms, builder.language(d)).is_empty]
    if not dead:
        return ("the output's shape admits no text",)
    named = "; ".join(d.source or f"derive {d.name} ({d.category})" for d in dead)
    return (f"no text fulfils what the output needs; these rules admit nothing for this prompt: {named}",)
