"""A program and a prompt as one automaton of admissible answers.

Where every condition has an exact filter, the automaton accepts exactly the admissible answers. Otherwise
it accepts more, and the notes say which rule is left to be checked when its span ends: a span that is refuted
there is never begun again in the same way, and how often decoding may go back is bounded (``Budget``).
Ambiguous shapes are refused by ``analysis.py``; here a text is admissible if one of its parses is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from detlm.errors import ConstraintError, MaskError, NoAdmissibleCompletion
from detlm.mask.automaton import Dfa
from detlm.mask.bonds import ENVELOPE_ONLY, Held, bonded
from detlm.mask.building import dfa_of_term
from detlm.mask.contextfree import ContextFree
from detlm.mask.filters import asks_support, atoms_of, scopes_of
from detlm.mask.grammar_terms import GrammarTerms
from detlm.mask.joining import MINIMISED_UP_TO, automata_of, limited
from detlm.mask.language import LanguageBuilder, condition_of, rules_of
from detlm.mask.limits import describe as describe
from detlm.mask.limits import dfa_of_limit
from detlm.mask.reading import Reading
from detlm.mask.sentences import Sentences
from detlm.mask.terms import Terms
from detlm.syntax.program import (
    And,
    Atom,
    Claim,
    Derive,
    InGrammar,
    Limit,
    Program,
    Shape,
    walk,
)
from detlm.syntax.value import Value

if TYPE_CHECKING:
    from detlm.knowledge.closure import Closure

Semantic = Literal["filter", "span-end"]


class RuleNote(Value):
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


class CompiledProgram(Value):
    """A program for one prompt, ready for a ``MaskEngine``.

    ``dfa`` is not empty. ``exact``: it accepts exactly the admissible answers. ``closure``: what follows
    from the facts, if that had to be found. ``reading``: the answers where parts depend on the text before
    them; masks are then made from it and not from ``dfa``, which leaves all such dependence out.
    ``free``: the answers where spans are of context-free categories, of which ``dfa`` has the envelopes only;
    masks are then made from it, or, with a ``reading``, hold to both: it leaves out what the reading looks
    up, and the reading has the envelopes only.
    """

    program: Program
    prompt: bytes
    dfa: Dfa
    exact: bool
    notes: tuple[RuleNote, ...]
    closure: Closure | None
    reading: Reading | None = None
    free: ContextFree | None = None

    def tightened(self, limits: tuple[Limit, ...]) -> CompiledProgram:
        """The same with further limits; much cheaper than compiling again.

        Raises ``NoAdmissibleCompletion`` if they leave nothing.
        """
        dfa = limited(self.dfa, limits, first=len(self.program.limits))
        if dfa.is_empty:
            raise NoAdmissibleCompletion(_blame(self.dfa, limits))
        reading = self.reading and self.reading.within(dfa)
        if reading is not None and reading.terms.is_empty(reading.root):
            raise NoAdmissibleCompletion(_blame(self.dfa, limits))
        free = _beside(reading, lambda: self.free and _free_within(self.free, limits))
        program, notes = self.program.tightened(limits), self.notes + _limit_notes(limits)
        return self.having(program=program, dfa=dfa, notes=notes, reading=reading, free=free)


def compile_program(
    program: Program,
    prompt: bytes,
    *,
    closure_limit: int = 20_000,
    semantic: Semantic = "filter",
    closure: Closure | None = None,
    terms: Terms | None = None,
) -> CompiledProgram:
    """The automaton of the admissible answers to ``prompt``.

    ``closure_limit``: up to how many facts, given and derived, support is built into the mask.
    ``semantic="span-end"`` leaves support to be checked when a span ends. ``closure``: if already known.
    ``terms``: what ``analyse`` filled for the same program, so that it is not made again.
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
    terms = terms or Terms()
    builder = LanguageBuilder(terms, prompt, known)
    bound = bonded(program.output)
    base = dfa_of_term(terms, builder.language(bound.shape), minimal_up_to=MINIMISED_UP_TO)
    if base.is_empty:
        raise NoAdmissibleCompletion(*_blame_rules(program, prompt, known, rules))
    dfa = limited(base, program.limits)
    if dfa.is_empty:
        raise NoAdmissibleCompletion(_blame(base, program.limits))
    reading = _reading(bound.shape, prompt, known)
    if reading is not None:
        reading = reading.within(dfa) if program.limits else reading
        if reading.terms.is_empty(reading.root):
            raise NoAdmissibleCompletion("no answer fulfils the limits and what its parts ask of each other")
    free = _beside(reading, lambda: _context_free(bound.shape, prompt, known, program.limits))
    why = f"more than {closure_limit:,} facts follow" if too_many else "checked at span end, as asked"
    late = {n: _still_late(r, free) for n, r in bound.late.items()}
    for rule, category in program.foreign_spans.items():
        reason = f"the kernel decides what {category.file} asks of {category.name}"
        late[rule] = (*late.get(rule, ()), reason)
    notes = tuple(_rule_note(d, builder.sentences, filtering, why, late) for d in rules)
    notes += _limit_notes(program.limits)
    exact = reading is None and all(n.exact for n in notes)
    return CompiledProgram(program, prompt, dfa, exact, notes, closure, reading, free)


def _reading(shape: Shape, prompt: bytes, known: Collection[Atom] | None) -> Reading | None:
    """The reading of a bonded shape; None if none of its parts depends on the text before."""
    parts = [part for part in walk(shape) if isinstance(part, Derive | Held)]
    if not any(scopes_of(condition_of(p)) or (isinstance(p, Held) and p.bonds) for p in parts):
        return None
    builder = LanguageBuilder(Terms(), prompt, known, opening=True)
    root = builder.language(shape)
    return Reading(shape, builder, root, prompt) if builder.openings else None


def _beside(reading: Reading | None, made: Callable[[], ContextFree | None]) -> ContextFree | None:
    """What is ``made`` of context-free categories; None where masks cannot follow it and a reading does."""
    try:
        return made()
    except MaskError:
        if reading is None:
            raise
        return None


def _context_free(
    shape: Shape, prompt: bytes, known: Collection[Atom] | None, limits: tuple[Limit, ...]
) -> ContextFree | None:
    """The answers of a shape with spans of context-free categories; None if it has none."""
    spans = (s for s in walk(shape) if isinstance(s, Derive))
    if not any(isinstance(c, InGrammar) for s in spans for c in atoms_of(And(s.given, s.ensure))):
        return None
    terms = GrammarTerms()
    free = ContextFree(terms, LanguageBuilder(terms, prompt, known).language(shape))
    if free.is_empty:
        raise NoAdmissibleCompletion("no text of the output's shape is derived by its grammars")
    return _free_within(free, limits)


def _free_within(free: ContextFree, limits: tuple[Limit, ...]) -> ContextFree:
    for automaton in automata_of(limits):
        free = free.restricted(automaton)
    if free.is_empty:
        named = "; ".join(describe(m) for m in limits)
        raise NoAdmissibleCompletion(f"no text of the context-free categories keeps to the limits: {named}")
    return free


def _still_late(reasons: tuple[str, ...], free: ContextFree | None) -> tuple[str, ...]:
    return reasons if free is None else tuple(r for r in reasons if not r.endswith(ENVELOPE_ONLY))


def _closed(program: Program, limit: int) -> tuple[Closure | None, bool]:
    from detlm.knowledge.closure import close

    try:
        return close(program, limit=limit), False
    except ConstraintError:
        return None, True


# -- notes ------------------------------------------------------------------------------------------


def _rule_note(
    span: Derive,
    sentences: Sentences,
    filtering: bool,
    why: str,
    late: Mapping[int, tuple[str, ...]],
) -> RuleNote:
    source = span.source or f"derive {span.name}"
    condition = And(span.given, span.ensure)
    reasons, states = list(late.get(span.rule, ())), 0
    if asks_support(condition):
        relations = {c.relation for c in walk(span.body) if isinstance(c, Claim)}
        states = sum(sentences.states.get(r, 0) for r in relations) if filtering else 0
        if not filtering:
            reasons.append(why)
        elif relations & sentences.unfilterable:
            reasons.append("a sentence does not name its subject and its object exactly once")
    if reasons:
        return RuleNote(source, span.rule, "span end", False, states, "; ".join(reasons))
    told = "names in scope are looked up where the span begins" if scopes_of(condition) else ""
    return RuleNote(source, span.rule, "mask", True, states, told)


def _limit_notes(limits: Iterable[Limit]) -> tuple[RuleNote, ...]:
    return tuple(RuleNote(describe(m), None, "mask", True, dfa_of_limit(m).size) for m in limits)


# -- reasons ----------------------------------------------------------------------------------------


def _blame(base: Dfa, limits: tuple[Limit, ...]) -> str:
    """Which limits leave nothing of a language that is not empty."""
    alone = [m for m in limits if limited(base, (m,)).is_empty]
    if alone:
        return f"no answer keeps to this limit: {describe(alone[0])}"
    needed = list(limits)
    for limit in limits:
        without = [m for m in needed if m is not limit]
        if limited(base, without).is_empty:
            needed = without
    return "no answer keeps to these limits together: " + "; ".join(describe(m) for m in needed)


def _blame_rules(
    program: Program, prompt: bytes, known: tuple[Atom, ...] | None, rules: list[Derive]
) -> tuple[str]:
    """Which rules leave nothing of the output's shape."""
    terms = Terms()
    builder = LanguageBuilder(terms, prompt, known)
    dead = [d for d in rules if terms.is_empty(builder.language(d))]
    if not dead:
        return ("the output's shape admits no text",)
    named = "; ".join(d.source or f"derive {d.name} ({d.category})" for d in dead)
    return (f"no text fulfils what the output needs; these rules admit nothing for this prompt: {named}",)
