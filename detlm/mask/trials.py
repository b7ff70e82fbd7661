"""The example lines of a constraint file, tried: is what must be admitted admitted, the rest refused?

Decided by the plain parser of ``parse.py`` (and the search of ``derivation.py`` where grammars are); the
kernel is not asked here.
"""

from __future__ import annotations

from dataclasses import dataclass

from detlm.errors import ConstraintError
from detlm.knowledge.closure import close
from detlm.mask.parse import admits
from detlm.mask.witnesses import GrammarWitnesses
from detlm.syntax.examples import Example
from detlm.syntax.natural import read_constraint_lines, split_preface
from detlm.syntax.program import Program

# What the parser says, in people's words; other reasons are rules and limits, which speak for themselves.
_REASONS = {
    "no parse": "the text does not have the form of the output",
    "more than one parse": "the text can be read in two ways",
}


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of an example: ``good`` if it was as its line says, ``reason`` why a text is refused."""

    example: Example
    good: bool
    reason: str

    @property
    def said(self) -> str:
        """The outcome in words."""
        if self.example.kind == "+":
            return "admitted, as it must be" if self.good else f"refused, but must be admitted: {self.reason}"
        return f"refused, as it must be: {self.reason}" if self.good else "admitted, but must be refused"


class Judge:
    """Tries the examples of one program; what follows from its facts is found once."""

    def __init__(self, program: Program) -> None:
        """Raises ``ConstraintError`` where too many facts follow, or a Lean file says what is admitted."""
        if program.foreign:
            named = program.foreign[0]
            raise ConstraintError(
                f"the kernel decides {named.name}, and example lines are tried without it",
                hint=f"write examples into {named.file}; detlm lean check runs them",
            )
        self._program = program
        self._closure = close(program)
        self._witnesses = GrammarWitnesses()

    def __call__(self, example: Example) -> Trial:
        """Try one ``+`` or ``-`` example."""
        admitted, reason = self._decide(example.prompt.encode(), example.text.encode())
        return Trial(example, admitted == (example.kind == "+"), _REASONS.get(reason, reason))

    def _decide(self, prompt: bytes, output: bytes) -> tuple[bool, str]:
        program = self._program
        preface, answer = split_preface(output, program)
        if preface:
            try:
                program = program.tightened(read_constraint_lines(preface, program))
            except ConstraintError as error:
                return False, error.message
        return admits(program, prompt, answer, self._closure, derives=self._witnesses)
