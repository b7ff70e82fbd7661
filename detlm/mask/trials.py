"""The example lines of a constraint file, tried: is what must be admitted admitted, the rest refused?

Decided by the plain parser of ``parse.py`` (and the search of ``derivation.py`` where grammars are); the
kernel is not asked here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from detlm.errors import ConstraintError
from detlm.knowledge.closure import close
from detlm.mask.parse import admits
from detlm.syntax.examples import Example
from detlm.syntax.natural import read_constraint_lines, split_preface
from detlm.syntax.program import Grammar, Program

if TYPE_CHECKING:
    from detlm.mask.derivation import Deriver


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


def judge(program: Program, example: Example) -> Trial:
    """Try one ``+`` or ``-`` example. Raises ``ConstraintError`` where too many facts follow."""
    admitted, reason = _decide(program, example.prompt.encode(), example.text.encode())
    return Trial(example, admitted == (example.kind == "+"), _REASONS.get(reason, reason))


def _decide(program: Program, prompt: bytes, output: bytes) -> tuple[bool, str]:
    preface, answer = split_preface(output, program)
    if preface:
        try:
            program = program.tightened(read_constraint_lines(preface, program))
        except ConstraintError as error:
            return False, error.message
    return admits(program, prompt, answer, close(program), derives=_derives)


def _derives(grammar: Grammar, start: int, text: bytes) -> bool:
    return _deriver(grammar, start).derivation(text) is not None


@lru_cache(maxsize=64)
def _deriver(grammar: Grammar, start: int) -> Deriver:
    from detlm.mask.derivation import Deriver

    return Deriver(grammar, start)
