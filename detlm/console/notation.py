"""Kernel expressions in the usual notation, as far as it is the core's: ``x0 + 1 = x1``, ``¬P``, ``[1, 2]``.

A fixed table of whole expressions, instances included, decides what an operator stands for, never Lean's
printer: an equality, an order or a numeral of a file's own is written out. What is left out follows from
what is shown: types of operands, which the operands have, and the core's one instance for them. Beneath it
stands the expression in full, as ``kernel/reading.py`` writes it, which leaves out nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from detlm.kernel.reading import (
    MAX_TEXT,
    Node,
    NotShown,
    bracketed,
    constant_text,
    fresh,
    level_text,
    parse,
    readable_name,
    spine,
    uses,
    word,
)

#: Precedence: what may be anything, an arrow's right side, an argument.
_LOOSE, _ARROW, _TIGHT = 0, 25, 1024
_BETWEEN = _ARROW + 1  # binds tighter than arrows, in which a body may stand open


@dataclass(frozen=True, slots=True)
class _Operator:
    """An expression with ``?a`` and ``?b`` (and more, each the same wherever it stands) and how it is shown:
    its precedence and that of what stands left and right of it."""

    pattern: Node
    sign: str
    own: int
    left: int
    right: int


def _application(*parts: str) -> str:
    made = parts[0]
    for part in parts[1:]:
        made = f"(app {made} {part})"
    return made


def _const(name: str, *levels: str) -> str:
    return f"(const {name} [{' '.join(levels)}])"


def _arithmetic(sign: str, name: str, instance: str, own: int, left: int, right: int) -> _Operator:
    """``a + b`` of one type, by the core's instance for it."""
    heterogeneous = _application(_const(f"instH{name}", "0"), "?t", instance)
    head = _const(f"H{name}.h{name}", "0", "0", "0")
    pattern = _application(head, "?t", "?t", "?t", heterogeneous, "?a", "?b")
    return _Operator(parse(pattern), sign, own, left, right)


def _relation(sign: str, *head: str) -> _Operator:
    return _Operator(parse(_application(*head, "?a", "?b")), sign, 50, 51, 51)


_POWER = _application(_const("instPowNat", "0"), "?t", _const("instNatPowNat"))
_APPEND = _application(_const("instHAppendOfAppend", "?u"), "?t")
_IN_LIST = _application(_const("List.instMembership", "?u"), "?t")
_OPERATORS = (
    _Operator(parse(_application(_const("Iff"), "?a", "?b")), "↔", 20, _BETWEEN, _BETWEEN),
    _Operator(parse(_application(_const("Or"), "?a", "?b")), "∨", 30, 31, 30),
    _Operator(parse(_application(_const("And"), "?a", "?b")), "∧", 35, 36, 35),
    _Operator(parse(_application(_const("Bool.or"), "?a", "?b")), "||", 30, 30, 31),
    _Operator(parse(_application(_const("Bool.and"), "?a", "?b")), "&&", 35, 35, 36),
    _relation("=", _const("Eq", "?u"), "?t"),
    _relation("≠", _const("Ne", "?u"), "?t"),
    *(
        _relation(sign, _const(name, "0"), "?t", _const(instance))
        for sign, name, instances in (
            ("≤", "LE.le", ("instLENat", "Int.instLEInt")),
            ("<", "LT.lt", ("instLTNat", "Int.instLTInt")),
            ("≥", "GE.ge", ("instLENat", "Int.instLEInt")),
            (">", "GT.gt", ("instLTNat", "Int.instLTInt")),
            ("∣", "Dvd.dvd", ("Nat.instDvd",)),
        )
        for instance in instances
    ),
    # What is in something is its last argument.
    _Operator(
        parse(_application(_const("Membership.mem", "?u", "?u"), "?t", "?l", _IN_LIST, "?b", "?a")),
        "∈", 50, 51, 51,
    ),
    *(
        _arithmetic(sign, name, _const(instance), own, own, own + 1)
        for sign, name, own, instances in (
            ("+", "Add", 65, ("instAddNat", "Int.instAdd")),
            ("-", "Sub", 65, ("instSubNat", "Int.instSub")),
            ("*", "Mul", 70, ("instMulNat", "Int.instMul")),
            ("/", "Div", 70, ("Nat.instDivNat",)),
            ("%", "Mod", 70, ("Nat.instModNat",)),
        )
        for instance in instances
    ),
    _Operator(
        parse(
            _application(
                _const("HPow.hPow", "0", "0", "0"), "?t", "?n", "?t",
                _application(_const("instHPow", "0", "0"), "?t", "?n", _POWER), "?a", "?b",
            )
        ),
        "^", 75, 76, 75,
    ),
    *(
        _Operator(
            parse(
                _application(
                    _const("HAppend.hAppend", "?u", "?u", "?u"), "?t", "?t", "?t",
                    f"(app {_APPEND} {instance})", "?a", "?b",
                )
            ),
            "++", 65, 65, 66,
        )
        for instance in (f"(app {_const('List.instAppend', '?u')} ?e)", _const("String.instAppend"))
    ),
    _Operator(parse(_application(_const("List.cons", "?u"), "?t", "?a", "?b")), "::", 67, 68, 67),
)  # fmt: skip
_NOT = parse(_application(_const("Not"), "?a"))
_NOT_BOOL = parse(_application(_const("Bool.not"), "?a"))
_MINUS = parse(_application(_const("Neg.neg", "0"), _const("Int"), _const("Int.instNegInt"), "?a"))
_NUMERAL = parse(
    _application(_const("OfNat.ofNat", "0"), "?t", "(lit ?n)", f"(app {_const('instOfNatNat')} (lit ?n))")
)
_INTEGER = parse(
    _application(
        _const("OfNat.ofNat", "0"), _const("Int"), "(lit ?n)", f"(app {_const('instOfNat')} (lit ?n))"
    )
)
_EXISTS = parse(_application(_const("Exists", "?u"), "?t", "(lam ?t ?a)"))
_NIL = parse(_application(_const("List.nil", "?u"), "?t"))
_CONS = parse(_application(_const("List.cons", "?u"), "?t", "?a", "?b"))
_PAIR = parse(_application(_const("Prod.mk", "?u", "?v"), "?s", "?t", "?a", "?b"))


def in_notation(expression: str) -> str:
    """One closed expression. Raises :class:`~detlm.kernel.reading.NotShown`."""
    if len(expression) > MAX_TEXT:
        raise NotShown(f"{len(expression)} characters")
    return _show(parse(expression), [], _LOOSE)


def _matched(pattern: Node, node: Node, found: dict[str, Node]) -> bool:
    """Whether a node is a pattern's, with what stands for its letters."""
    if isinstance(pattern, str):
        if pattern.startswith("?"):
            return found.setdefault(pattern, node) == node
        return pattern == node
    return (
        isinstance(node, list)
        and len(node) == len(pattern)
        and all(_matched(part, item, found) for part, item in zip(pattern, node, strict=True))
    )


def _as(pattern: Node, node: Node) -> dict[str, Node] | None:
    found: dict[str, Node] = {}
    return found if _matched(pattern, node, found) else None


def _show(node: Node, bound: list[str], place: int) -> str:
    """``place``: the least precedence that needs no brackets."""
    assert isinstance(node, list)
    head, *parts = node
    match head:
        case "app":
            return _usual(node, bound, place) or _applied(node, bound, place)
        case "bvar":
            return bound[-1 - int(word(parts[0]))]
        case "const":
            return constant_text(word(parts[0]), parts[1])
        case "lit":
            literal = word(parts[0])
            return literal if literal.startswith('"') else bracketed(f"nat_lit {literal}", place > _ARROW)
        case "sort":
            plain = {"0": "Prop", "1": "Type"}.get(parts[0]) if isinstance(parts[0], str) else None
            return plain or bracketed(f"Sort {level_text(parts[0])}", place >= _TIGHT)
        case "proj":
            name, index = readable_name(word(parts[0])), word(parts[1])
            return bracketed(f"proj {name} {index} {_show(parts[2], bound, _TIGHT)}", place >= _TIGHT)
        case "pi" if not uses(parts[1], 0):
            left, right = _show(parts[0], bound, _BETWEEN), _show(parts[1], [*bound, "_"], _ARROW)
            return bracketed(f"{left} → {right}", place > _ARROW)
        case "pi":
            return _binding("∀ ({}), {}", parts, bound, place)
        case "lam":
            return _binding("fun ({}) => {}", parts, bound, place)
        case "let":
            name = fresh(bound)
            kind, value = (_show(part, bound, _LOOSE) for part in parts[:2])
            inner = _show(parts[2], [*bound, name], _LOOSE)
            return bracketed(f"let {name} : {kind} := {value}; {inner}", place > _ARROW)
    raise AssertionError(head)


def _binding(form: str, parts: list[Node], bound: list[str], place: int) -> str:
    """Its body reaches as far to the right as it can, so only an arrow's right side is free of brackets."""
    name = fresh(bound)
    inner = _show(parts[1], [*bound, name], _LOOSE)
    return bracketed(form.format(f"{name} : {_show(parts[0], bound, _LOOSE)}", inner), place > _ARROW)


def _applied(node: Node, bound: list[str], place: int) -> str:
    shown = [_show(item, bound, _TIGHT) for item in spine(node)]
    return bracketed(" ".join(shown), place >= _TIGHT)


def _usual(node: Node, bound: list[str], place: int) -> str | None:
    """An application as it is usually written; None if it is none of the table's."""
    if found := _as(_NUMERAL, node):
        return word(found["?n"])
    if found := _as(_INTEGER, node):
        return f"({word(found['?n'])} : Int)"
    if found := _as(_PAIR, node):
        return f"({_show(found['?a'], bound, _LOOSE)}, {_show(found['?b'], bound, _LOOSE)})"
    if found := _as(_EXISTS, node):
        return _binding("∃ ({}), {}", [found["?t"], found["?a"]], bound, place)
    for pattern, sign in ((_NOT, "¬"), (_NOT_BOOL, "!"), (_MINUS, "-")):
        if found := _as(pattern, node):
            return bracketed(f"{sign}{_show(found['?a'], bound, _TIGHT)}", place > 40)
    return _listed(node, bound) or _operated(node, bound, place)


def _operated(node: Node, bound: list[str], place: int) -> str | None:
    for operator in _OPERATORS:
        if found := _as(operator.pattern, node):
            left = _show(found["?a"], bound, operator.left)
            right = _show(found["?b"], bound, operator.right)
            return bracketed(f"{left} {operator.sign} {right}", place > operator.own)
    return None


def _listed(node: Node, bound: list[str]) -> str | None:
    """``[a, b]``; of an empty list its type is shown, which nothing in it has."""
    items: list[Node] = []
    while found := _as(_CONS, node):
        items.append(found["?a"])
        node = found["?b"]
    empty = _as(_NIL, node)
    if empty is None:
        return None
    shown = ", ".join(_show(item, bound, _LOOSE) for item in items)
    return f"[{shown}]" if items else f"([] : List {_show(empty['?t'], bound, _TIGHT)})"
