"""Emitted Lean source ─▶ data. Constants applied to arguments and literals are all it knows of Lean.

Every constant has its arguments' types in ``SIGNATURES``: a new construct of the language is a line there
and a case in ``meaning.py``.
"""

from __future__ import annotations

import re
import sys
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
Cond.not : Cond -> Cond
Cond.and : Cond Cond -> Cond
Cond.or : Cond Cond -> Cond
Slot.subject : -> Slot
Slot.object : -> Slot
Shape.lex : Regex -> Shape
Shape.slot : Slot Regex -> Shape
Shape.seq : Shape Shape -> Shape
Shape.alt : Shape Shape -> Shape
Shape.upTo : Nat Shape -> Shape
Shape.claim : Text Shape -> Shape
Shape.derive : Cond Cond Shape -> Shape
Limit.forbid : Text -> Limit
Limit.require : Text -> Limit
Limit.atMostWords : Nat -> Limit
Atom.mk : Text Text Text -> Atom
Term.var : Nat -> Term
Term.const : Text -> Term
Pattern.mk : Text Term Term -> Pattern
Rule.mk : Pattern [Pattern] -> Rule
Program.mk : [Atom] [Rule] Shape [Limit] -> Program
Context.mk : Text Text [Limit] -> Context
Step.fact : Nat -> Step
Step.rule : Nat [Text] -> Step
Accepted : Program Context Text [Step] -> Prop
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
    witness: tuple[Data, ...]


def _known() -> dict[str, tuple[tuple[str, ...], str]]:
    table = {}
    for line in SIGNATURES.split("\n")[1:-1]:
        name, _, kinds = line.partition(" : ")
        arguments, _, result = kinds.partition("-> ")
        table[f"DetLM.{name}"] = (tuple(arguments.split()), result)
    return table


_KNOWN = _known()
_TYPES = {result for _, result in _KNOWN.values()} - {"Prop"}
_NAME = r"[A-Za-z_][A-Za-z0-9_']*(?:\.[A-Za-z_][A-Za-z0-9_']*)*"
_TOKEN = re.compile(rf"\(nat_lit (0x[0-9a-f]+)\)|@({_NAME})(?:\.\{{0\}})?|([()])|\s+")
_DEFINITION = re.compile(rf"noncomputable def ({_NAME}) : ([^:]*) := (\S.*)")
_ACCEPTED = re.compile(r"theorem Run\.accepted : (\S.*) := by decide \+kernel")
_ADMITTED = re.compile(r"theorem Run\.admitted : (\S.*) := DetLM\.Accepted\.admits Run\.accepted")

# A value with its type: a type itself is a value of type "Type".
_Typed = tuple[str, Any]


def read(source: str) -> Statement:
    """The statement of an emitted source: definitions, then the two theorems and nothing more."""
    defined: dict[str, _Typed] = {}
    theorems: list[str] = []
    for line in filter(None, source.split("\n")):
        if (found := _DEFINITION.fullmatch(line)) and not theorems:
            name, declared, term = found.groups()
            if name in defined or name.startswith("DetLM."):
                raise NotUnderstood(f"{name} is defined twice")
            kind, value = _value(term, defined)
            if kind != _type_spelled(declared):
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
    if name.removeprefix("DetLM.") in _TYPES and not arguments:
        return "Type", name.removeprefix("DetLM.")
    kinds, values = [kind for kind, _ in arguments], [value for _, value in arguments]
    if name == "List" and kinds == ["Type"]:
        return "Type", f"[{values[0]}]"
    if name == "List.nil" and kinds == ["Type"]:
        return f"[{values[0]}]", ()
    if name == "List.cons" and kinds == ["Type", values[0], f"[{values[0]}]"]:
        return kinds[2], _Cons(values[1], values[2])
    if name not in _KNOWN:
        raise NotUnderstood(f"{name} is not known here")
    wanted, result = _KNOWN[name]
    if tuple(kinds) != wanted:
        raise NotUnderstood(f"{name} is not applied to {' '.join(wanted) or 'nothing'}")
    values = [value.all() if isinstance(value, _Cons) else value for value in values]
    if name == "DetLM.Text.packed":
        length, packed = values
        if length > sys.maxsize >> 8:
            raise NotUnderstood("a text longer than memory")
        return result, (packed & (1 << 8 * length) - 1).to_bytes(length, "little")
    return result, Data(result, name.removeprefix("DetLM."), tuple(values))


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
