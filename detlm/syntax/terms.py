"""What conditions speak of: places in a span and numbers, their names resolved and types checked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from detlm.syntax import ast
from detlm.syntax.definitions import TEXT
from detlm.syntax.diagnostics import Report, Span, did_you_mean
from detlm.syntax.parts import Part, Parts, Place
from detlm.syntax.program import (
    CountOf,
    Expr,
    Grammar,
    Lex,
    Minus,
    NumberAt,
    NumberLiteral,
    Plus,
    SumOver,
    Times,
)

if TYPE_CHECKING:
    from detlm.syntax.expressions import Shapes

MAX_CALLS = 30  # predicates made of predicates
MAX_DIGITS = 30

TESTS = {
    "supported": "supported(answer)",
    "mentions": 'mentions(answer, "word") or mentions(prompt, "word")',
    "distinct": "distinct(x.name for x in i.items)",
}
NUMBERS = {"sum": "sum(x.amount for x in i.items)", "count": "count(i.items)"}


@dataclass(frozen=True, slots=True)
class Speech:
    """What the names of a formula mean. None: a name that cannot be reached from inside of an `every`.

    ``name`` is the span's own; ``scopes`` are other names of scopes; ``nested``: the span is a part of what
    is derived.
    """

    name: str
    places: Mapping[str, Place | None]
    category: str = ""
    scopes: Mapping[str, str] = field(default_factory=dict)
    nested: bool = False

    def inside(self, variable: str, part: Part) -> Speech:
        """The same said of every part at some place, called ``variable``."""
        places: dict[str, Place | None] = dict.fromkeys(self.places)
        places[variable] = Place((), part.having(low=1, high=1))
        return replace(self, name=variable, places=places, nested=True)


class Terms:
    """Resolves places and numbers."""

    def __init__(
        self,
        shapes: Shapes,
        predicates: Mapping[str, ast.PredicateStatement],
        scopes: frozenset[str],
        grammar: Callable[[ast.Use], Grammar],
        report: Report,
    ) -> None:
        self.shapes = shapes
        self.definitions = shapes.definitions
        self.languages = shapes.languages
        self.predicates = predicates
        self.scopes = scopes
        self.grammar = grammar
        self.report = report
        self.parts = Parts(shapes.json.is_json)
        self._open: list[str] = []

    def error(self, span: Span, message: str, hint: str | None, see: str | None = None) -> None:
        """Note a mistake."""
        self.report.error(span, message, hint, see)

    # -- places

    def place(self, formula: ast.Formula, speech: Speech) -> Place | None:
        """The place that a formula names, or None after reporting why it names none."""
        if not isinstance(formula, ast.Named):
            self.error(
                formula.span, "this names no part of the span", f"write {self.whole(speech)}, or a part of it"
            )
            return None
        head, *labels = formula.name.split(".")
        if head not in speech.places:
            known = [n for n, p in speech.places.items() if p is not None]
            hint = did_you_mean(head, known) or f"write {' or '.join(known)}"
            self.error(formula.span, f"{head} is not what this speaks of", hint)
            return None
        place = speech.places[head]
        if place is None:
            message = (
                f"{head} cannot be reached from here: inside, only {speech.name} and its parts can be named"
            )
            self.error(formula.span, message, "compare what is outside in a condition of its own")
            return None
        at = formula.span[0] + len(head) + 1
        for label in labels:
            found = self.parts.step(place, label.encode())
            if found is None:
                self._no_part(place, label, (at, at + len(label)), formula.name)
                return None
            place, at = found, at + len(label) + 1
        return place

    def _no_part(self, place: Place, label: str, span: Span, name: str) -> None:
        owner = name[: name.rindex(f".{label}")]
        inner = self.parts.entries(place)
        labels = self.parts.labels(inner.part if inner is not None else place.part)
        hint = did_you_mean(label, labels) or (f"its parts: {', '.join(labels)}" if labels else None)
        if not labels:
            hint = "parts have labels: shape Line := amount: Price"
        self.error(span, f"{owner} has no part {label}", hint, see="predicates")

    def many(self, formula: ast.Named, speech: Speech) -> Place | None:
        """A place of which there can be several: the entries of a list, or parts of one name."""
        place = self.place(formula, speech)
        if place is None:
            return None
        return self.parts.entries(place) or place

    def several(self, place: Place, span: Span) -> None:
        """Report that a place has several parts where one is needed."""
        said = self.report.text(span)
        if not said.replace(".", "").isidentifier():
            said = ".".join(p.decode() for p in place.path if p != b"[]")
        hint = f"say which: every x in {said}: …, sum(x for x in {said}), count({said})"
        self.error(span, f"there can be several {said}", hint, see="predicates")

    def whole(self, speech: Speech) -> str:
        """The name of what a rule derives, for hints."""
        return speech.name

    def argument(self, call: ast.Call, index: int, count: int, speech: Speech) -> Place | None:
        """The place that an argument of a call names."""
        example = {**TESTS, **NUMBERS}.get(call.name, f"{call.name}(…)")
        if len(call.arguments) != count or any(a.variable for a in call.arguments):
            takes = "one name" if count == 1 else f"{count} parts"
            self.error(call.span, f"`{call.name}` takes {takes}", f"write {example}")
            return None
        return self.place(call.arguments[index].body, speech)

    def one_many(self, call: ast.Call, speech: Speech) -> Place | None:
        """The parts that ``f(i.items)`` or ``f(x.name for x in i.items)`` names."""
        if len(call.arguments) != 1:
            example = {**TESTS, **NUMBERS}[call.name]
            self.error(call.span, f"`{call.name}` takes the parts of one list", f"write {example}")
            return None
        argument = call.arguments[0]
        if argument.variable is None or argument.over is None:
            if not isinstance(argument.body, ast.Named):
                self.error(argument.span, "this names no parts", f"write {({**TESTS, **NUMBERS})[call.name]}")
                return None
            return self.many(argument.body, speech)
        outer = self.many(argument.over, speech)
        if outer is None:
            return None
        inner = self.place(argument.body, speech.inside(argument.variable.text, outer.part))
        return None if inner is None else Place((*outer.path, *inner.path), inner.part)

    # -- predicates and attributes

    @contextmanager
    def applied(
        self, predicate: ast.PredicateStatement, call: ast.Call, speech: Speech
    ) -> Iterator[Speech | None]:
        """What the names in a predicate's body mean in a call of it; None after reporting a mistake."""
        inner = self._bound(predicate, call, speech)
        yield inner
        if inner is not None:
            self._open.pop()

    def _bound(self, predicate: ast.PredicateStatement, call: ast.Call, speech: Speech) -> Speech | None:
        name, parameters = predicate.name.text, predicate.parameters
        if len(call.arguments) != len(parameters):
            shown = f"{name}({', '.join(p.name.text for p in parameters)})"
            count = f"{len(parameters)} part{'s' if len(parameters) > 1 else ''}"
            self.error(call.span, f"{name} is said of {count}", f"write {shown}")
            return None
        if name in self._open or len(self._open) >= MAX_CALLS:
            path = " → ".join([*self._open, name])
            self.error(call.span, f"{predicate.kind} {name} is made of itself: {path}", "write the cases out")
            return None
        places: dict[str, Place | None] = {}
        for parameter, argument in zip(parameters, call.arguments, strict=True):
            place = self.place(argument.body, speech)
            if place is None:
                return None
            if parameter.type and not self._has_type(parameter.type, place, argument.span):
                return None
            places[parameter.name.text] = place
        self._open.append(name)
        return replace(speech, name=parameters[0].name.text, places=places)

    def _has_type(self, type_: ast.Use, place: Place, span: Span) -> bool:
        if type_.name not in self.definitions or self.definitions.table[type_.name].parameters:
            return False  # reported where the predicate is declared
        wanted = self.shapes.plain(type_)
        if place.part.json and isinstance(wanted, Lex) and self.definitions.nature(type_) == TEXT:
            wanted = Lex(self.shapes.json.string(wanted.regex), wanted.name)
        if any(shape is not wanted and shape != wanted for shape in place.part.shapes):
            self.error(span, f"this is no {type_.name}", f"the parameter is declared as {type_.name}")
            return False
        return True

    # -- numbers

    def number(self, formula: ast.Formula, speech: Speech) -> Expr | None:
        """The number that a formula says, or None after reporting why it says none."""
        match formula:
            case ast.Numeral():
                return _literal(formula, self)
            case ast.Negative(body):
                inner = self.number(body, speech)
                if isinstance(inner, NumberLiteral):
                    return NumberLiteral(-inner.value, inner.scale)
                return None if inner is None else Minus(NumberLiteral(0), inner)
            case ast.Arithmetic(parts, operators):
                numbers = [self.number(p, speech) for p in parts]
                total = numbers[0]
                make: dict[str, type[Plus | Minus | Times]] = {"+": Plus, "-": Minus, "*": Times}
                for operator, number in zip(operators, numbers[1:], strict=True):
                    if total is None or number is None:
                        return None
                    total = make[operator](total, number)
                return total
            case ast.Named():
                return self._number_at(formula, speech)
            case ast.Call():
                return self._called_number(formula, speech)
        self.error(
            formula.span, "a number is needed here", "numbers: 3.50, x.amount, sum(…), count(…), + - *"
        )
        return None

    def _number_at(self, formula: ast.Named, speech: Speech) -> Expr | None:
        place = self.place(formula, speech)
        if place is None:
            return None
        if not self.parts.is_number(place.part):
            message = f"{formula.name} is a text, and a number is needed here"
            self.error(formula.span, message, "declare it as integer from … to … or decimal(2) from … to …")
            return None
        if place.part.high > 1:
            self.several(place, formula.span)
            return None
        return NumberAt(place.path)

    def _called_number(self, call: ast.Call, speech: Speech) -> Expr | None:
        if call.name == "count":
            place = self.one_many(call, speech)
            return None if place is None else CountOf(place.path)
        if call.name == "sum":
            return self._sum(call, speech)
        attribute = self.predicates.get(call.name)
        if attribute is None:
            names = [*NUMBERS, *(n for n, p in self.predicates.items() if p.kind == "attribute")]
            hint = did_you_mean(call.name, names) or f"declare it: attribute {call.name}(x) := …"
            self.error(call.span, f"there is no attribute {call.name}", hint, see="predicates")
            return None
        if attribute.kind == "predicate":
            self.error(call.span, f"{call.name} is a condition, no number", "numbers are made by attributes")
            return None
        with self.applied(attribute, call, speech) as inner:
            return None if inner is None else self.number(attribute.body, inner)

    def _sum(self, call: ast.Call, speech: Speech) -> Expr | None:
        argument = call.arguments[0]
        if len(call.arguments) == 1 and argument.variable is not None and argument.over is not None:
            place = self.many(argument.over, speech)
            if place is None:
                return None
            each = self.number(argument.body, speech.inside(argument.variable.text, place.part))
            return None if each is None else SumOver(place.path, each)
        place = self.one_many(call, speech)
        if place is None:
            return None
        if not self.parts.is_number(place.part):
            self.error(call.span, "what is added up is a text, no number", f"write {NUMBERS['sum']}")
            return None
        return SumOver(place.path, NumberAt(()))


def _literal(numeral: ast.Numeral, terms: Terms) -> Expr | None:
    if len(numeral.text) > MAX_DIGITS:
        terms.error(numeral.span, f"a number has at most {MAX_DIGITS} digits", None)
        return None
    whole, _, fraction = numeral.text.partition(".")
    return NumberLiteral(int(whole + fraction), len(fraction))
