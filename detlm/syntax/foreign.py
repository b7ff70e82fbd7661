"""``lean Name from "file.lean"``: the file is read here and kept with the program; what it says is Lean's.

A text of such a category is in the regular envelope, which masks use, and in the Lean file's language, which
the kernel decides when the part ends.
"""

from __future__ import annotations

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, shown
from detlm.syntax.files import Files
from detlm.syntax.languages import read_literal
from detlm.syntax.lean_category import LeanCategory
from detlm.syntax.program import Field, Shape, walk
from detlm.syntax.regex import Regex
from detlm.syntax.regex_reader import read_regex

#: What holds a category without `within`: one line.
ANY_LINE = r"[^\n]+"


class LeanCategories:
    """The categories of Lean files that a constraint file names."""

    def __init__(self, files: Files, report: Report) -> None:
        self._files = files
        self._report = report
        self._named: dict[str, LeanCategory] = {}

    def category(self, expression: ast.LeanFile) -> tuple[bytes, Regex]:
        """The label of the category's parts and their envelope; mistakes go to the report."""
        found = LeanCategory(expression.name.text, *self._file(expression.path))
        known = self._named.setdefault(found.name, found)
        if known != found:
            message = f"{found.name} comes from {shown(known.file)} and from {shown(found.file)}"
            self._report.error(expression.name.span, message, "rename the namespace in one of the Lean files")
        within = expression.within
        if within is None:
            return found.label, read_regex(ANY_LINE)
        return found.label, read_literal(within.source, within.span, self._report)

    def _file(self, path: ast.Word) -> tuple[str, str]:
        file = self._files.read(path.text, path.span, self._report, "Lean file")
        text = None if file is None else self._files.text(file, self._report, "Lean file")
        return ("" if file is None else file.name), text or ""

    def used(self, output: Shape) -> tuple[LeanCategory, ...]:
        """The categories that stand in the output."""
        labels = {part.label for part in walk(output) if isinstance(part, Field)}
        return tuple(c for c in self._named.values() if c.label in labels)
