"""The names that a file declares: found, told apart, and checked before anything is made of them.

Unknown names, wrong arity, unused parameters and categories made of themselves are found here, all of them in
one run. What a category admits is ``languages.py`` and ``expressions.py``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detlm.syntax import ast
from detlm.syntax.diagnostics import Span, did_you_mean
from detlm.syntax.draft import Draft
from detlm.syntax.rewriting import substitute

MAX_LEVELS = 60  # categories made of categories
MAX_GIVEN = 400_000  # parts of all that is given to categories and shapes with parameters, written out

Definition = ast.CategoryStatement | ast.ShapeStatement

TEXT = "text"  # a regular language
BARE = "number"  # a regular language that JSON writes without quotes
JSON = "JSON"
SPOKEN = "sentences of facts"
FREE = "a context-free language"
LEAN = "a category of a Lean file"
SHAPE = "a shape"


@dataclass(frozen=True, eq=False, slots=True)
class Instance:
    """A category or shape with its parameters filled in; one object each, compared by identity."""

    name: str
    body: ast.Expression
    is_shape: bool
    span: Span


class Definitions:
    """The categories and shapes of a file, and all names that are declared in it."""

    def __init__(self, draft: Draft) -> None:
        self._report = draft.report
        self.table: dict[str, Definition] = {}
        self.derived = frozenset(s.name.text for s in draft.all(ast.DeriveStatement))
        self._instances: dict[tuple[str, tuple[ast.Expression, ...]], Instance] = {}
        self._natures: dict[Instance, str] = {}
        self._levels: dict[Instance, int] = {}
        self._sizes: dict[int, tuple[ast.Expression, int]] = {}
        self._given = 0  # parts so far
        self._too_much_said = False
        self._open: list[Instance] = []  # being looked through, outermost first
        self._broken: set[str] = set()  # definitions with names that are not there
        self.declared: dict[str, Span] = {}
        for statement in draft.statements:
            self._declare(statement, draft)

    def _declare(self, statement: ast.Statement, draft: Draft) -> None:
        if isinstance(statement, ast.PredicateStatement):
            what = statement.kind
        elif isinstance(statement, ast.CategoryStatement):
            what = "category"
        elif isinstance(statement, ast.ShapeStatement):
            what = "shape"
        elif isinstance(statement, ast.ScopeStatement):
            what = "scope"
        else:
            return
        name = statement.name
        if not draft.declared(what, name, self.declared):
            return
        draft.positions[f"{what} {name.text}"] = draft.place(statement.span)
        if isinstance(statement, ast.CategoryStatement | ast.ShapeStatement):
            self.table[name.text] = statement

    def __contains__(self, name: str) -> bool:
        return name in self.table

    # -- checks

    def check(self, output: ast.OutputStatement | None) -> bool:
        """Look through all definitions; True when every name in them is there and none is cyclic."""
        before = len(self._report.diagnostics)
        for name, definition in self.table.items():
            known = len(self._report.diagnostics)
            self._check_names(definition)
            if len(self._report.diagnostics) > known:
                self._broken.add(name)
        if output is not None:
            self._walk(output.body, set(), set(), in_category=False)
        if len(self._report.diagnostics) == before and not self._circles():
            for definition in self.table.values():
                if not definition.parameters:
                    self.nature(ast.Use(definition.name.text, definition.name.span))
        return len(self._report.diagnostics) == before

    def usable(self) -> list[ast.CategoryStatement]:
        """The categories that can be looked into although ``check`` found mistakes: they lead to none."""
        known: dict[str, bool] = {}

        def sound(name: str) -> bool:
            if name not in known:
                known[name] = False  # while it is looked through: a circle is none
                definition = self.table.get(name)
                known[name] = (
                    isinstance(definition, ast.CategoryStatement)
                    and name not in self._broken
                    and not definition.parameters
                    and all(sound(used) for used in uses_of(definition.body))
                )
            return known[name]

        return [d for n, d in self.table.items() if isinstance(d, ast.CategoryStatement) and sound(n)]

    def _circles(self) -> bool:
        """Report definitions that are made of themselves; False where there is none.

        What a definition is made of are the names in it. An argument belongs to the one that gives it, and
        every parameter is used: so this is the same whatever is given to whom.
        """
        before = len(self._report.diagnostics)
        done: set[str] = set()
        for first in self.table:
            path = {} if first in done else {first: iter(self._made_of(first))}
            while path:
                name, within = next(reversed(path.items()))
                use = next(within, None)
                if use is None:
                    done.add(name)
                    del path[name]
                elif use.name in path:
                    self._circle(use, [*path])
                elif use.name not in done:
                    path[use.name] = iter(self._made_of(use.name))
        return len(self._report.diagnostics) > before

    def _made_of(self, name: str) -> Iterable[ast.Use | ast.Apply]:
        """The first use of each definition in a definition."""
        first: dict[str, ast.Use | ast.Apply] = {}
        for use in uses(self.table[name].body, but_own_rules=True):
            if use.name in self.table:
                first.setdefault(use.name, use)
        return first.values()

    def _circle(self, use: ast.Use | ast.Apply, path: list[str]) -> None:
        way = " → ".join([*path[path.index(use.name) :], use.name])
        what = "shape" if isinstance(self.table[use.name], ast.ShapeStatement) else "category"
        hint = "name repetition with { … }, or write a context-free grammar { … }"
        self._report.error(use.span, f"{what} {use.name} is made of itself: {way}", hint)

    def _check_names(self, definition: Definition) -> None:
        names: dict[str, ast.Parameter] = {}
        for parameter in definition.parameters:
            word = parameter.name
            if word.text in names or word.text in self.declared:
                what = "a parameter" if word.text in names else "the name of something else"
                self._report.error(word.span, f"{word.text} is already {what}", "choose another name")
            if parameter.type is not None:
                hint = "any expression can stand for it: leave the type out"
                self._report.error(parameter.type.span, "parameters of categories have no types", hint)
            names[word.text] = parameter
        used: set[str] = set()
        in_category = isinstance(definition, ast.CategoryStatement)
        self._walk(definition.body, set(names), used, in_category=in_category)
        for name, parameter in names.items():
            if name not in used:
                message = f"the parameter {name} is never used"
                self._report.error(parameter.name.span, message, "use it, or leave it out")

    def _walk(
        self, expression: ast.Expression, parameters: set[str], used: set[str], *, in_category: bool
    ) -> None:
        parts = ast.parts_of(expression)
        if isinstance(expression, ast.Use):
            used.add(expression.name)
            if expression.name not in parameters:
                self._check_use(expression.name, None, expression.span, in_category, parameters)
        elif isinstance(expression, ast.Apply):
            given = len(expression.arguments)
            self._check_use(expression.name, given, expression.span, in_category, parameters)
        elif isinstance(expression, ast.Labelled) and in_category:
            message = f"the label {expression.label.text} stands in a category"
            hint = "declare it as a shape: parts of shapes have labels"
            self._report.error(expression.label.span, message, hint)
        elif isinstance(expression, ast.GrammarBlock):
            parameters = parameters | {p.name.text for p in expression.productions}
        for part in parts:
            self._walk(part, parameters, used, in_category=in_category)

    def _check_use(
        self, name: str, given: int | None, span: Span, in_category: bool, local: set[str]
    ) -> None:
        definition = self.table.get(name)
        if definition is None:
            if given is not None or in_category or name not in self.derived:
                self.undefined(name, span, in_output=not in_category, local=local)
            return
        if in_category and isinstance(definition, ast.ShapeStatement):
            message = f"{name} is a shape, and categories are made of categories"
            self._report.error(span, message, "declare this one as a shape, too", see="shapes")
        wanted = len(definition.parameters)
        if (given or 0) != wanted or (given is not None and wanted == 0):
            takes = f"{wanted} parameter{'s' if wanted > 1 else ''}" if wanted else "no parameters"
            example = f"{name}({', '.join(p.name.text for p in definition.parameters)})"
            hint = f"write {example}" if wanted else f"side by side: {name} (…)"
            self._report.error(span, f"{name} takes {takes}", hint)

    def undefined(self, name: str, span: Span, *, in_output: bool = False, local: Iterable[str] = ()) -> None:
        """Report a name that is no category (and, in an output or shape, nothing derived)."""
        if name in self.derived and not in_output:
            message = f"{name} is derived, not a category"
            hint = "only shapes and `output` use what is derived; use the category it comes from"
            self._report.error(span, message, hint)
            return
        other = next((w for w in ("scope", "predicate", "attribute") if name in self.declared), None)
        if other is not None and name not in self.table:
            message = f"{name} is no category or shape"
            self._report.error(span, message, "only categories and shapes have texts")
            return
        names = [*local, *self.table, *(self.derived if in_output else ())]
        hint = did_you_mean(name, names) or self._missing(name)
        message = f"nothing is called {name}" if in_output else f"there is no category {name}"
        self._report.error(span, message, hint)

    def _missing(self, name: str) -> str:
        space, _, rest = name.rpartition(".")
        if space and not any(n.startswith(f"{space}.") for n in self.table):
            return f'import it: import "{space}.det"'
        if space:
            return f"{space} declares no {rest}"
        return f"declare it: category {name} := …"

    # -- instances and their natures

    def instance(self, use: ast.Use | ast.Apply) -> Instance:
        """The category or shape that a use (which was checked) means."""
        arguments: tuple[ast.Expression, ...] = ()
        if isinstance(use, ast.Apply):
            arguments = use.arguments
        if self._size(use) > MAX_GIVEN:  # and long to look up
            return self._too_much(use)
        key = (use.name, arguments)
        if key not in self._instances:
            self._given += self._size(use) - 1
            if self._given > MAX_GIVEN:
                return self._too_much(use)
            definition = self.table[use.name]
            names = (p.name.text for p in definition.parameters)
            body = substitute(definition.body, dict(zip(names, arguments, strict=True)))
            is_shape = isinstance(definition, ast.ShapeStatement)
            self._instances[key] = Instance(use.name, body, is_shape, definition.name.span)
        return self._instances[key]

    def _too_much(self, use: ast.Use | ast.Apply) -> Instance:
        # What is given can be given on twice, and so gets long although no line of the file is.
        if not self._too_much_said:
            self._too_much_said = True
            message = f"what is given to categories has more than {MAX_GIVEN:,} parts written out"
            self._report.error(use.span, message, "declare the inner ones as categories without parameters")
        return Instance(use.name, ast.Literal("", use.span), False, use.span)

    def _size(self, expression: ast.Expression) -> int:
        """How many parts an expression has, itself included; shared ones are looked at once."""
        known = self._sizes.get(id(expression))
        if known is None:
            known = expression, 1 + sum(map(self._size, ast.parts_of(expression)))
            self._sizes[id(expression)] = known
        return known[1]

    def nature(self, expression: ast.Expression) -> str:
        """What kind of thing an expression is, everything in it looked through."""
        parts = ast.parts_of(expression)
        if isinstance(expression, ast.Use | ast.Apply):
            derived = expression.name not in self.table
            return SHAPE if derived else self._nature_of_use(expression)
        if isinstance(expression, ast.Range):
            return TEXT if expression.kind == "date" else BARE
        if isinstance(expression, ast.Claims):
            return SPOKEN
        if isinstance(expression, ast.Json | ast.JsonFile):
            return JSON
        if isinstance(expression, ast.GrammarBlock):
            self._grammar_uses(expression.productions)
        if isinstance(expression, ast.GrammarBlock | ast.GrammarFile):
            return FREE
        if isinstance(expression, ast.LeanFile):
            return LEAN
        if isinstance(expression, ast.Labelled):
            self.nature(expression.body)
            return SHAPE
        # All parts are looked at before deciding, so that every mistake is found in one run.
        natures = [self.nature(part) for part in parts]
        if set(natures) <= {TEXT, BARE}:
            if isinstance(expression, ast.Difference | ast.Intersection):
                return natures[0]
            return BARE if isinstance(expression, ast.Alternative) and set(natures) == {BARE} else TEXT
        return JSON if isinstance(expression, ast.Alternative) and set(natures) == {JSON} else SHAPE

    def reached(self, expression: ast.Expression) -> list[str]:
        """The names that an expression uses, and those that the shapes in it use, in order."""
        seen: dict[str, None] = {}
        todo: list[ast.Expression] = [expression]
        while todo:
            for use in uses(todo.pop()):
                if use.name not in seen:
                    seen[use.name] = None
                    if use.name in self.table:
                        todo.append(self.table[use.name].body)
        return list(seen)

    def is_regular(self, expression: ast.Expression) -> bool:
        """Whether an expression is a regular language."""
        return self.nature(expression) in (TEXT, BARE)

    def _grammar_uses(self, productions: Iterable[ast.Production]) -> None:
        own = {p.name.text for p in productions}

        def look(expression: ast.Expression) -> None:
            if isinstance(expression, ast.Use) and expression.name in own:
                return
            if isinstance(expression, ast.Use | ast.Apply):
                self.nature(expression)
            for part in ast.parts_of(expression):
                look(part)

        for production in productions:
            look(production.body)

    def _nature_of_use(self, use: ast.Use | ast.Apply) -> str:
        instance = self.instance(use)
        if instance in self._natures:
            return self._natures[instance]
        self._natures[instance] = TEXT
        below = [MAX_LEVELS]
        if len(self._open) < MAX_LEVELS:
            self._open.append(instance)
            self._natures[instance] = self.nature(instance.body)
            self._open.pop()
            below = [self._levels.get(self.instance(u), 0) for u in uses(instance.body) if u.name in self]
        # Making a category walks through those it uses, and those they use: bounded.
        self._levels[instance] = 1 + max(below, default=0)
        if self._levels[instance] == MAX_LEVELS + 1:
            message = f"categories are made of each other more than {MAX_LEVELS} levels deep"
            self._report.error(instance.span, message, "write the inner ones out")
        if instance.is_shape:
            self._natures[instance] = SHAPE
        return self._natures[instance]


def uses(expression: ast.Expression, *, but_own_rules: bool = False) -> list[ast.Use | ast.Apply]:
    """The uses of names in an expression, in order, those of a grammar's own rules too (if not without)."""
    found: list[ast.Use | ast.Apply] = []
    if isinstance(expression, ast.Use | ast.Apply):
        found.append(expression)
    for part in ast.parts_of(expression):
        found += uses(part, but_own_rules=but_own_rules)
    if but_own_rules and isinstance(expression, ast.GrammarBlock):
        own = {p.name.text for p in expression.productions}
        return [use for use in found if use.name not in own]
    return found


def uses_of(expression: ast.Expression) -> list[str]:
    """The names that an expression uses, those in its parts included."""
    found = [expression.name] if isinstance(expression, ast.Use | ast.Apply) else []
    return found + [name for part in ast.parts_of(expression) for name in uses_of(part)]
