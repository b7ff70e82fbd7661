"""Imports: the statements of other files, their names under the name of the import.

Each file is parsed once; its facts, rules and sentences join the program once, its definitions under every
name it is imported as. Finding files is ``files.py``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence

from detlm.syntax import ast
from detlm.syntax.diagnostics import Report, Source, shown
from detlm.syntax.files import Files
from detlm.syntax.parser import parse
from detlm.syntax.rewriting import qualified

MAX_FILES = 100
MAX_IMPORTED = 1_000_000  # characters of one imported file

DEFINITIONS = (
    ast.CategoryStatement,
    ast.ShapeStatement,
    ast.ScopeStatement,
    ast.PredicateStatement,
    ast.ConstraintStatement,
)
KNOWLEDGE = (ast.FactStatement, ast.FactsStatement, ast.RuleStatement, ast.SentenceStatement)


class Linker:
    """Reads the imports of a program."""

    def __init__(self, files: Files, report: Report) -> None:
        self._files = files
        self._report = report
        self._open: list[str] = []  # files being read, outermost first
        self._read: dict[str, list[ast.Statement]] = {}
        self._joined: set[int] = set()  # statements of knowledge that the program has already

    def link(self, statements: Sequence[ast.Statement]) -> list[ast.Statement]:
        """The statements with those that they import in front of them."""
        linked: list[ast.Statement] = []
        taken: dict[str, ast.ImportStatement] = {}
        for statement in statements:
            if not isinstance(statement, ast.ImportStatement):
                continue
            name = self._namespace(statement)
            if name in taken:
                line = self._report.position(taken[name].span).line
                message = f"two imports are called {name}"
                hint = f"the first is on line {line}; write `as` and another name"
                self._report.error(statement.span, message, hint)
                self._report.not_read(name)
                continue
            taken[name] = statement
            linked += self._imported(statement, name)
        return [*linked, *(s for s in statements if not isinstance(s, ast.ImportStatement))]

    def _namespace(self, statement: ast.ImportStatement) -> str:
        if statement.alias is not None:
            return statement.alias.text
        stem = posixpath.basename(statement.path.text).partition(".")[0]
        if not (stem.isascii() and stem.isidentifier()):
            message = f"{shown(statement.path.text)} gives the import no name"
            self._report.error(statement.path.span, message, "write `as` and a name")
        return stem

    def _imported(self, statement: ast.ImportStatement, prefix: str) -> list[ast.Statement]:
        statements = self._file(statement.path)
        if not statements:
            self._report.not_read(prefix)
        declared = frozenset(s.name.text for s in statements if isinstance(s, DEFINITIONS[:4]))
        result: list[ast.Statement] = []
        for s in statements:
            if isinstance(s, DEFINITIONS):
                result.append(qualified(s, prefix, declared))
            elif id(s) not in self._joined:
                self._joined.add(id(s))
                result.append(s)
        return result

    def _file(self, path: ast.Word) -> list[ast.Statement]:
        report = self._report
        file = self._files.read(path.text, path.span, report, "imported file")
        if file is None:
            return []
        if file.name in self._open or file.name == report.source.name:
            way = " → ".join([*self._open[self._open.index(file.name) :], file.name]) if self._open else ""
            message = f"{shown(path.text)} imports itself" + (f": {way}" if way else "")
            report.error(path.span, message, "put what both need into a third file")
            return []
        if file.name in self._read:
            return self._read[file.name]
        text = self._files.text(file, report, "imported file")
        if text is None:
            return []
        if len(text) > MAX_IMPORTED or len(self._read) >= MAX_FILES:
            message = f"imports have at most {MAX_IMPORTED:,} characters each and {MAX_FILES} files"
            report.error(path.span, message, "split the file, or import less")
            return []
        base = report.add_source(Source(file.name, text))
        statements = parse(report, base)
        self._open.append(file.name)
        self._refuse(statements)
        linked: list[ast.Statement] = [
            s for s in self.link(statements) if isinstance(s, (*DEFINITIONS, *KNOWLEDGE))
        ]
        self._open.pop()
        self._read[file.name] = linked
        return linked

    def _refuse(self, statements: Sequence[ast.Statement]) -> None:
        """Report what only the program itself can say."""
        for statement in statements:
            if not isinstance(statement, (*DEFINITIONS, *KNOWLEDGE, ast.ImportStatement)):
                word = self._report.text(statement.span).split(None, 1)[0]
                hint = "it declares categories, shapes, scopes, predicates, attributes, constraints and facts"
                self._report.error(
                    statement.span, f"an imported file cannot say `{word}`", hint, see="imports"
                )
