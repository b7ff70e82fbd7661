"""Categories of somebody's own Lean files: what is asked of such a file, stated and decided beside it.

``DetLM.KeepsTo`` says that all parts with a category's label are texts of its ``Lang``; ``DetLM.Kept`` is
decided by its ``accepts``; its ``accepts_iff`` leads from one to the other. A file is elaborated by itself,
in a process that gives no verdict. Whether it may be elaborated at all, callers ask.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from detlm.errors import ConstraintError
from detlm.kernel.protocol import CheckRequest, Kernel, LeanFile
from detlm.kernel.screen import import_lines, named_in, without_imports
from detlm.kernel.terms import Term, node
from detlm.syntax.program import Field, LeanCategory, Shape, walk

#: What a Lean file has to define in the namespace of its category: as it is stated, and for Lean's own words
#: about what is missing.
_PROBED = "Run.isCategory"
_STATED = "(@DetLM.Decides @{0}.accepts @{0}.Lang)"
_PROBE = (
    "example : ∀ t : DetLM.Text, (@{0}.accepts : DetLM.Text → Bool) t = true ↔ "
    "(@{0}.Lang : DetLM.Text → Prop) t := {0}.accepts_iff\n"
)
_OWN = ("Lang", "accepts", "accepts_iff")
_KNOWN_IMPORTS = ("Init", "DetLM")
_OURS = "Run"  # where all stands that is stated; from there `Run.DetLM.Admits` would be found before ours


def standing_in(shape: Shape, categories: Sequence[LeanCategory]) -> tuple[LeanCategory, ...]:
    """The categories whose parts stand in a shape."""
    labels = {part.label for part in walk(shape) if isinstance(part, Field)}
    return tuple(c for c in categories if c.label in labels)


def file_of(categories: Sequence[LeanCategory]) -> LeanFile | None:
    """The one Lean file of the categories, without the imports of what is there already."""
    texts = {category.text for category in categories}
    assert len(texts) < 2, "Lean files are elaborated apart"
    names = tuple(f"{category.name}.{own}" for category in categories for own in _OWN)
    return LeanFile(text=without_imports(texts.pop()), names=names) if texts else None


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
        defined = (node("", f"{category.name}.{own}") for own in _OWN)
        lang, accepts, decides = defined
        kept = node("", f"Run.kept{number}")
        test = node("Prop", "DetLM.Kept", accepts, label, *about)
        stated = node("Prop", "DetLM.KeepsTo", lang, label, *about)
        proof = node("", "DetLM.Kept.keepsTo", lang, accepts, decides, label, *about, kept)
        lines += [
            f"theorem Run.kept{number} : {test.source()} := by decide +kernel\n",
            f"theorem Run.keepsTo{number} : {stated.source()} := {proof.source()}\n",
        ]
        statements[f"Run.keepsTo{number}"] = stated.expression()
        tests.append(test)
    return Kept("".join(lines), statements, tuple(tests))


def refused_unread(category: LeanCategory) -> str | None:
    """Why a Lean file cannot be a category's, whatever Lean says of it; None if it can."""
    for module in import_lines(category.text):
        if module not in _KNOWN_IMPORTS:
            return f"{category.file} imports {module}, and a category can import DetLM only"
    if _OURS in named_in(category.text):
        return f"{category.file} speaks of {_OURS}, which is the name of what is asked of Lean"
    return None


def examine(categories: Sequence[LeanCategory], kernel: Kernel, *, timeout_s: float = 60.0) -> None:
    """Elaborates the Lean files of categories and looks for what they must define.

    Raises ``ConstraintError`` with the place of the first mistake, ``KernelError`` if there is no verdict.
    """
    for category in categories:
        if message := refused_unread(category):
            raise ConstraintError(message, hint="write out what it needs, under names of its own")
        name = category.name
        stated = _STATED.format(name)
        file = file_of([category])
        assert file is not None
        request = CheckRequest(
            file=file,
            source=f"theorem {_PROBED} : {stated} := (@id.{{0}} {stated} @{name}.accepts_iff)\n",
            declarations=(_PROBED,),
            timeout_s=timeout_s,
        )
        if kernel.check(request).accepted:
            continue
        probed = file.model_copy(update={"probe": _PROBE.format(name)})
        verdict = kernel.check(request.model_copy(update={"file": probed}))
        first = verdict.errors[0]
        if first.origin == "prelude":
            place = f"{category.file}:{first.line}:{first.column + 1}"
            raise ConstraintError(f"{place}: error: {first.text}", hint=f"detlm lean check {category.file}")
        raise ConstraintError(
            f"{category.file} does not define the category {name}: {first.text}",
            hint=f"it needs {name}.Lang : Text → Prop, {name}.accepts : Text → Bool and "
            f"{name}.accepts_iff : ∀ t, accepts t = true ↔ Lang t, none of them private",
        )
