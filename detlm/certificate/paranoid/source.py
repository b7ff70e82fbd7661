"""Emitted Lean source ─▶ data. Constants applied to arguments and literals are all it knows of Lean.

Every constant has its arguments' types in ``SIGNATURES`` (``[A]`` a list of ``A``, ``?A`` an ``A`` or none):
a new construct of the language is a line there and a case in ``meaning.py``. A long output is proved through
automata (``Run.Compiled…``). They are how it is proved and not what is stated, so they are skipped: no
statement can speak of them, since their names are not known here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

SIGNATURES = """
Text.packed : Nat Nat -> Text
Regex.nothing : -> Regex
Regex.empty : -> Regex
Regex.ofText : Text -> Regex
Regex.oneOf : Nat -> Regex
Regex.seq : Regex Regex -> Regex
Regex.either : Regex Regex -> Regex
Regex.star : Regex -> Regex
Regex.atMost : Nat Regex -> Regex
Regex.both : Regex Regex -> Regex
Regex.without : Regex Regex -> Regex
Cond.always : -> Cond
Cond.supported : -> Cond
Cond.mentions : Text -> Cond
Cond.promptMentions : Text -> Cond
Cond.inCategory : Regex -> Cond
Cond.compare : Relation Expr Expr -> Cond
Cond.sameText : [Text] [Text] -> Cond
Cond.every : [Text] Cond -> Cond
Cond.distinct : [Text] -> Cond
Cond.visible : Text -> Cond
Cond.inGrammar : Grammar Nat -> Cond
Cond.not : Cond -> Cond
Cond.and : Cond Cond -> Cond
Cond.or : Cond Cond -> Cond
Relation.equal : -> Relation
Relation.less : -> Relation
Relation.atMost : -> Relation
Number.mk : Nat Nat Nat -> Number
Expr.literal : Number -> Expr
Expr.numberAt : [Text] -> Expr
Expr.plus : Expr Expr -> Expr
Expr.minus : Expr Expr -> Expr
Expr.times : Expr Expr -> Expr
Expr.sumOver : [Text] Expr -> Expr
Expr.countOf : [Text] -> Expr
Symbol.terminal : Regex -> Symbol
Symbol.nonterminal : Nat -> Symbol
Grammar.mk : [[[Symbol]]] -> Grammar
Mark.field : Text -> Mark
Mark.bind : Text -> Mark
Mark.settle : Text -> Mark
Mark.block : Text -> Mark
Slot.subject : -> Slot
Slot.object : -> Slot
Shape.lex : Regex -> Shape
Shape.slot : Slot Regex -> Shape
Shape.seq : Shape Shape -> Shape
Shape.alt : Shape Shape -> Shape
Shape.upTo : Nat Shape -> Shape
Shape.claim : Text Shape -> Shape
Shape.derive : Cond Cond Shape -> Shape
Shape.mark : Mark Shape -> Shape
Limit.forbid : Text -> Limit
Limit.require : Text -> Limit
Limit.atMostWords : Nat -> Limit
Limit.matching : Regex -> Limit
Atom.mk : Text Text Text -> Atom
Term.var : Nat -> Term
Term.const : Text -> Term
Pattern.mk : Text Term Term -> Pattern
Rule.mk : Pattern [Pattern] -> Rule
Program.mk : [Atom] [Rule] Shape [Limit] ?Text -> Program
Context.mk : Text Text [Limit] -> Context
Step.fact : Nat -> Step
Step.rule : Nat [Text] -> Step
Witness.mk : [Step] [[Nat]] -> Witness
Accepted : Program Context Text Witness -> Prop
Admits : Program Context Text -> Prop
"""


class NotUnderstood(Exception):
    """Source that is no statement as detlm emits them, or speaks of something that is not known here."""


@dataclass(frozen=True, slots=True, eq=False)
class Data:
    """``head`` (without ``DetLM.``) applied to arguments: numbers, texts as bytes, tuples for lists, data."""

    kind: str
    head: str
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """``Admits program context text``, and the witness by which it was accepted."""

    program: Data
    context: Data
    text: bytes
    witness: Data


def _known() -> dict[str, tuple[tuple[str, ...], str]]:
    table = {}
    for line in SIGNATURES.split("\n")[1:-1]:
        name, _, kinds = line.partition(" : ")
        arguments, _, result = kinds.partition("-> ")
        table[f"DetLM.{name}"] = (tuple(arguments.split()), result)
    return table


_KNOWN = _known()
_TYPES = {f"DetLM.{result}" for _, result in _KNOWN.values()} - {"DetLM.Prop"} | {"Nat"}
_NAME = r"[A-Za-z_][A-Za-z0-9_']*(?:\.[A-Za-z_][A-Za-z0-9_']*)*"
_TOKEN = re.compile(rf"\(nat_lit (0x[0-9a-f]+)\)|@({_NAME})(?:\.\{{0\}})?|([()])|\s+")
_DEFINITION = re.compile(rf"noncomputable def ({_NAME}) : ([^:]*) := (\S.*)")
_ACCEPTED = re.compile(
    r"theorem Run\.accepted : (\S.*) := "
    r"(?:by decide \+kernel|DetLM\.Compiled\.Checked\.accepted Run\.checked)"
)
_ADMITTED = re.compile(r"theorem Run\.admitted : (\S.*) := DetLM\.Accepted\.admits Run\.accepted")

_HOW = re.compile(  # no line of these states anything of its own
    r"(?:noncomputable def Run\.Compiled\.[A-Za-z0-9]+ : \S.* := \S.*"
    r"|theorem Run\.(?:Compiled\.agrees[0-9]+|checked) : \S.* := by decide \+kernel)"
)

# A value with its type: a type itself is a value of type "Type".
_Typed = tuple[str, Any]


def read(source: str) -> Statement:
    """The statement of an emitted source: definitions, then the two theorems and nothing more."""
    defined: dict[str, _Typed] = {}
    theorems: list[str] = []
    for line in filter(None, source.split("\n")):
        if _HOW.fullmatch(line):
            continue
        if (found := _DEFINITION.fullmatch(line)) and not theorems:
            name, declared, term = found.groups()
            if name in defined or name.startswith("DetLM."):
                raise NotUnderstood(f"{name} is defined twice")
            kind, value = _value(term, defined)
            if not _fit([kind], [_type_spelled(declared)]):
                raise NotUnderstood(f"{name} is not of its type")
            defined[name] = (kind, value)
        else:
            theorems.append(line)
    if len(theorems) != 2:
        raise NotUnderstood("there are not exactly two theorems behind the definitions")
    accepted, admitted = (p.fullmatch(line) for p, line in zip((_ACCEPTED, _ADMITTED), theorems, strict=True))
    if accepted is None or admitted is None:
        raise NotUnderstood("a theorem does not have its fixed form")
    first, second = (_split(match[1]) for match in (accepted, admitted))
    if first[0] != "DetLM.Accepted" or second[0] != "DetLM.Admits" or first[1][:-1] != second[1]:
        raise NotUnderstood("the two theorems do not state the same")
    kind, stated = _value(accepted[1], defined)
    assert kind == "Prop" and isinstance(stated, Data)
    return Statement(*stated.args)


def _split(term: str) -> tuple[str, list[str]]:
    """Head and arguments of an applied constant, as they are spelled."""
    head, depth, start = "", 0, 0
    arguments: list[str] = []
    for match in _tokens(term):
        opens = match[0] == "("
        depth += opens - (match[0] == ")")
        if depth == 1 and not opens and not match[0].isspace():
            if not head:
                head = match[2] or ""
            else:
                arguments.append(term[start if match[0] == ")" else match.start() : match.end()])
        elif depth == 2 and opens:
            start = match.start()
    return head, arguments


def _tokens(term: str) -> list[re.Match[str]]:
    at, found = 0, []
    while at < len(term):
        match = _TOKEN.match(term, at)
        if match is None:
            raise NotUnderstood(f"not a term: {term[at : at + 40]}")
        found.append(match)
        at = match.end()
    return found


def _type_spelled(text: str) -> str:
    if text.startswith("(List ") and text.endswith(")"):
        return f"[{_type_spelled(text[6:-1])}]"
    if text.startswith("(Option ") and text.endswith(")"):
        return f"?{_type_spelled(text[8:-1])}"
    return text.removeprefix("DetLM.")


def _value(term: str, defined: dict[str, _Typed]) -> _Typed:
    """The value of a term, without recursion: an open bracket is a frame of a name and its arguments."""
    frames: list[tuple[str, list[_Typed]]] = [("", [])]
    opened = False
    for match in _tokens(term):
        number, name, bracket = match.groups()
        if number is not None:
            frames[-1][1].append(("Nat", int(number, 16)))
        elif name is not None:
            if opened:
                frames.append((name, []))
                opened = False
            else:
                frames[-1][1].append(_apply(name, [], defined))
        elif bracket == "(":
            opened = True
        elif bracket == ")":
            if len(frames) == 1:
                raise NotUnderstood("brackets do not match")
            head, arguments = frames.pop()
            frames[-1][1].append(_apply(head, arguments, defined))
    if len(frames) != 1 or len(frames[0][1]) != 1:
        raise NotUnderstood("not one term")
    return frames[0][1][0]


def _apply(name: str, arguments: list[_Typed], defined: dict[str, _Typed]) -> _Typed:
    if name in defined and not arguments:
        return defined[name]
    if name in _TYPES and not arguments:
        return "Type", name.removeprefix("DetLM.")
    kinds, values = [kind for kind, _ in arguments], [value for _, value in arguments]
    if name in ("List", "Option") and kinds == ["Type"]:
        return "Type", f"[{values[0]}]" if name == "List" else f"?{values[0]}"
    if name in ("List.nil", "Option.none") and kinds == ["Type"]:
        return (f"[{values[0]}]", ()) if name == "List.nil" else (f"?{values[0]}", None)
    if name == "List.cons" and _fit(kinds, ["Type", values[0], f"[{values[0]}]"]):
        return kinds[2], _Cons(_whole(values[1]), values[2])
    if name == "Option.some" and _fit(kinds, ["Type", values[0]]):
        return f"?{values[0]}", _whole(values[1])
    if name not in _KNOWN:
        raise NotUnderstood(f"{name} is not known here")
    wanted, result = _KNOWN[name]
    if not _fit(kinds, wanted):
        raise NotUnderstood(f"{name} is not applied to {' '.join(wanted) or 'nothing'}")
    values = [_whole(value) for value in values]
    if name == "DetLM.Text.packed":
        length, packed = values
        if length > sys.maxsize >> 8:
            raise NotUnderstood("a text longer than memory")
        return result, (packed & (1 << 8 * length) - 1).to_bytes(length, "little")
    return result, Data(result, name.removeprefix("DetLM."), tuple(values))


def _fit(kinds: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether values of these types can be arguments: a text is a list of numbers, too."""
    return len(kinds) == len(wanted) and all(
        has == asks or (has, asks) == ("Text", "[Nat]") for has, asks in zip(kinds, wanted, strict=True)
    )


def _whole(value: Any) -> Any:
    return value.all() if isinstance(value, _Cons) else value


@dataclass(frozen=True, slots=True)
class _Cons:
    """A list while it is being built, so that a long one is not copied at every entry."""

    first: Any
    rest: Any  # _Cons or ()

    def all(self) -> tuple[Any, ...]:
        items = []
        at: Any = self
        while isinstance(at, _Cons):
            items.append(at.first)
            at = at.rest
        return tuple(items)
