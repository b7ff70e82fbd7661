"""Categories of somebody's own Lean files: their text in the prelude, what is stated and decided of them.

``DetLM.KeepsTo`` says that all parts with a category's label are texts of its ``Lang``; ``DetLM.Kept`` is
decided by its ``accepts``; its ``accepts_iff`` leads from one to the other. Files pass the screen of what is
not trusted: they run nothing and change no grammar. Whether they may be elaborated at all, callers ask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detlm.errors import ConstraintError
from detlm.kernel.protocol import CheckRequest, Kernel
from detlm.kernel.screen import import_lines, without_imports
from detlm.kernel.terms import Term, node
from detlm.syntax.program import Field, LeanCategory, Shape, walk

#: What a Lean file has to define in the namespace of its category, as Lean checks it.
_PROBED = "Run.isCategory"
_PROBE = (
    f"theorem {_PROBED} : ∀ t : DetLM.Text, "
    "(@{0}.accepts : DetLM.Text → Bool) t = true ↔ (@{0}.Lang : DetLM.Text → Prop) t := {0}.accepts_iff\n"
)
_KNOWN_IMPORTS = ("Init", "DetLM")


def standing_in(shape: Shape, categories: Sequence[LeanCategory]) -> tuple[LeanCategory, ...]:
    """The categories whose parts stand in a shape."""
    labels = {part.label for part in walk(shape) if isinstance(part, Field)}
    return tuple(c for c in categories if c.label in labels)


def prelude_of(categories: Sequence[LeanCategory]) -> str:
    """The one Lean file of the categories, without the imports of what is there already."""
    texts = dict.fromkeys(category.text for category in categories)
    assert len(texts) < 2, "Lean files are elaborated apart"
    return "".join(f"\n{without_imports(text)}\n" for text in texts)


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stated of categories: Lean ``source``, ``statements`` to compare, ``tests`` to decide."""

    source: str
    statements: dict[str, str]
    tests: tuple[Term, ...]

    def besides(self, accepted: Term) -> Term:
        """The proposition that the output is accepted and passes all tests."""
        whole = accepted
        for test in self.tests:
            whole = node("Prop", "And", whole, test)
        return whole


def keep(
    categories: Sequence[LeanCategory], text: Callable[[bytes], Term], about: tuple[Term, Term, Term]
) -> Kept:
    """States that an output keeps to categories; ``about``: program, context and output."""
    lines: list[str] = []
    statements: dict[str, str] = {}
    tests: list[Term] = []
    for number, category in enumerate(categories):
        label = text(category.label)
        test = node("Prop", "DetLM.Kept", node("", f"{category.name}.accepts"), label, *about)
        stated = node("Prop", "DetLM.KeepsTo", node("", f"{category.name}.Lang"), label, *about)
        lines += [
            f"theorem Run.kept{number} : {test.source()} := by decide +kernel\n",
            f"theorem Run.keepsTo{number} : {stated.source()} := "
            f"DetLM.Kept.keepsTo {category.name}.accepts_iff Run.kept{number}\n",
        ]
        statements[f"Run.keepsTo{number}"] = stated.expression()
        tests.append(test)
    return Kept("".join(lines), statements, tuple(tests))


def foreign_imports(category: LeanCategory) -> list[str]:
    """What a Lean file imports that is not there."""
    return [module for module in import_lines(category.text) if module not in _KNOWN_IMPORTS]


def examine(categories: Sequence[LeanCategory], kernel: Kernel, *, timeout_s: float = 60.0) -> None:
    """Elaborates the Lean files of categories and looks for what they must define.

    Raises ``ConstraintError`` with the place of the first mistake, ``KernelError`` if there is no verdict.
    """
    for category in categories:
        if others := foreign_imports(category):
            message = f"{category.file} imports {others[0]}, and a category can import DetLM only"
            raise ConstraintError(message, hint="write out what it needs")
        text, name = without_imports(category.text), category.name
        lines = text.count("\n") + 1
        probe = _PROBE.format(name)
        request = CheckRequest(
            source=f"{text}\n{probe}", declarations=(_PROBED,), timeout_s=timeout_s, recheck=True
        )
        verdict = kernel.check(request)
        if verdict.accepted:
            continue
        first = verdict.errors[0]
        if first.line <= lines and _PROBED not in first.text:
            place = f"{category.file}:{first.line}:{first.column + 1}"
            raise ConstraintError(f"{place}: error: {first.text}", hint=f"detlm lean check {category.file}")
        if _PROBED in first.text:
            message = f"{category.file} leaves a namespace or section open, or breaks off"
            raise ConstraintError(message, hint=f"end it with: end {name}")
        raise ConstraintError(
            f"{category.file} does not define the category {name}: {first.text}",
            hint=f"it needs {name}.Lang : Text → Prop, {name}.accepts : Text → Bool and "
            f"{name}.accepts_iff : ∀ t, accepts t = true ↔ Lang t",
        )
