"""``sentence of facts`` ─▶ a choice of claims: what can be said in the sentences of a program.

The slots hold every subject (and every object) that the sentences' relations can have, given or derived, so
sentences that are well made but not supported exist too; refusing those is ``supported``'s work.
"""

from __future__ import annotations

from collections.abc import Callable

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, did_you_mean, shown
from detlm.syntax.program import Claim, Lex, Program, Sentence, Shape, Slot, SlotShape
from detlm.syntax.regex import Regex, words
from detlm.syntax.size import long_literal


class ClaimShapes:
    """Makes the shapes of ``sentence of facts``; what follows from the facts is worked out once."""

    def __init__(self, knowledge: Callable[[], Program], report: Report) -> None:
        self._knowledge = knowledge
        self._report = report
        self._texts: tuple[frozenset[bytes], frozenset[bytes]] | None = None

    def __call__(self, claims: ast.Claims) -> Shape | None:
        """The choice of claims, or None after reporting why there is none."""
        program = self._knowledge()
        subjects, objects = self._subjects_and_objects(program)
        if not subjects and self._report.diagnostics:
            return None  # a mistaken fact, rule or sentence is why
        if not program.sentences or not subjects:
            lack = "facts for these sentences" if program.sentences else "sentences"
            self._report.error(
                claims.span, f"there are no {lack}", 'write: sentence R := SUBJECT " is " OBJECT'
            )
            return None
        if claims.about is not None:
            about = claims.about.text.encode()
            if about not in subjects:
                hint = did_you_mean(claims.about.text, [s.decode() for s in subjects])
                message = f"no sentence is about {shown(claims.about.text)}"
                self._report.error(claims.about.span, message, hint or "name a subject of a fact")
            subjects = frozenset({about})
        slots = {"subject": words(subjects), "object": words(objects)}
        options = [_claim(s, slots) for s in program.sentences]
        from detlm.syntax.expressions import choice

        return choice(options)

    def _subjects_and_objects(self, program: Program) -> tuple[frozenset[bytes], frozenset[bytes]]:
        if self._texts is None:
            from detlm.knowledge.closure import close

            said = {s.relation for s in program.sentences}
            atoms = [a for a in close(program).atoms if a.relation in said]
            self._texts = frozenset(a.subject for a in atoms), frozenset(a.object for a in atoms)
        return self._texts


def _claim(sentence: Sentence, slots: dict[str, Regex]) -> Shape:
    from detlm.syntax.expressions import chain

    parts: list[Shape] = [
        SlotShape(p.kind, slots[p.kind]) if isinstance(p, Slot) else Lex(long_literal(p))
        for p in sentence.parts
    ]
    return Claim(sentence.relation, chain(parts))
