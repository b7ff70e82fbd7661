"""``sentence of facts`` ─▶ a choice of claims: what can be said in the sentences of a program.

Each slot holds every name that the facts and rules speak of, so sentences that are well made but not
supported exist too; refusing those is ``supported``'s work.
"""

from __future__ import annotations

from collections.abc import Callable

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, did_you_mean, shown
from detlm.syntax.program import Claim, Constant, Lex, Program, Sentence, Shape, Slot, SlotShape
from detlm.syntax.regex import Regex, words
from detlm.syntax.shapes import chain, choice
from detlm.syntax.size import long_literal


class ClaimShapes:
    """Makes the shapes of ``sentence of facts``."""

    def __init__(self, knowledge: Callable[[], Program], report: Report) -> None:
        self._knowledge = knowledge
        self._report = report
        self._names: frozenset[bytes] | None = None

    def __call__(self, claims: ast.Claims) -> Shape | None:
        """The choice of claims, or None after reporting why there is none."""
        program = self._knowledge()
        names = subjects = self._all_names(program)
        if not subjects and self._report.diagnostics:
            return None  # a mistaken fact, rule or sentence is why
        if not program.sentences or not subjects:
            lack = "facts for these sentences" if program.sentences else "sentences"
            example = 'write: sentence R := SUBJECT " is " OBJECT'
            self._report.error(claims.span, f"there are no {lack}", example, of_all=True)
            return None
        if claims.about is not None:
            about = claims.about.text.encode()
            if about not in subjects:
                hint = did_you_mean(claims.about.text, [s.decode() for s in subjects])
                message = f"no sentence is about {shown(claims.about.text)}"
                hint = hint or "name something that a fact is about"
                self._report.error(claims.about.span, message, hint, of_all=True)
            subjects = frozenset({about})
        slots = {"subject": words(subjects), "object": words(names)}
        options = [_claim(s, slots) for s in program.sentences]
        return choice(options)

    def _all_names(self, program: Program) -> frozenset[bytes]:
        if self._names is None:
            patterns = [p for r in program.rules for p in (r.head, *r.body)]
            terms = [t for p in patterns for t in (p.subject, p.object)]
            fixed = {t.text for t in terms if isinstance(t, Constant)}
            self._names = frozenset(fixed.union(*((a.subject, a.object) for a in program.facts)))
        return self._names


def _claim(sentence: Sentence, slots: dict[str, Regex]) -> Shape:
    parts: list[Shape] = [
        SlotShape(p.kind, slots[p.kind]) if isinstance(p, Slot) else Lex(long_literal(p))
        for p in sentence.parts
    ]
    return Claim(sentence.relation, chain(parts))
