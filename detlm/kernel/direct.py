"""Declares text that leaves nothing to elaborate: straight to the kernel, without Lean's elaborator.

Obligations (``terms.py`` writes them) spell out every argument, so most of the elaborator's time on them is
lost. This reads exactly that form, builds the expressions and hands them to the kernel's own entry point. It
decides nothing: whatever is not of the form, or is refused by the kernel, goes to the elaborator, whose
verdict and messages then stand, unless the kernel accepts the very opposite of what it refused; and what was
declared is read back from the kernel's environment either way.

The form, one declaration a line (``C`` a constant, ``n`` hexadecimal)::

    noncomputable def C : T := t          T ::= C | (List T) | t
    theorem C : t := by decide +kernel    t ::= @C | @C.{0, …} | (@C t … ) | (nat_lit 0xn)
    theorem C : t := C C                  the last C: a theorem above
    theorem C : t := t                    the last t: a proof, spelled out as all terms are
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from detlm.kernel.ffi import NIL, Lean, Object, box

#: Which instance decides a proposition; it takes the proposition's own arguments. Only a hint: the kernel
#: refuses a wrong one.
DECIDED_BY = {
    "DetLM.Accepted": "DetLM.Fast.instDecidableAccepted",
    "DetLM.Compiled.Checked": "DetLM.Compiled.decideChecked",
    "DetLM.Kept": "DetLM.Kept.decide",
    "DetLM.Automaton.Agrees": "DetLM.Automaton.decideAgrees",
    "DetLM.Automaton.AgreesWithLimits": "DetLM.Automaton.decideAgreesWithLimits",
    "DetLM.Table.Certified": "DetLM.Table.decideCertified",
}
#: Theorems that take their hypothesis' arguments as implicit ones, then the hypothesis.
FOLLOWS = frozenset({"DetLM.Accepted.admits", "DetLM.Compiled.Checked.accepted"})

_NAME = r"[A-Za-z_][A-Za-z0-9_']*(?:\.[A-Za-z_][A-Za-z0-9_']*)*"
_LINE = re.compile(
    rf"(?:noncomputable def (?P<defined>{_NAME}) : (?P<type>\((?:List |@)[^:]*\)|{_NAME}) := (?P<value>[^:]*)"
    rf"|theorem (?P<proved>{_NAME}) : (?P<stated>[^:]*) := "
    rf"(?:(?P<decide>by decide \+kernel)|(?P<lemma>{_NAME}) (?P<given>{_NAME})|(?P<proof>\(@[^:]*\))))"
)
_PIECE = re.compile(
    rf"(?P<open>\()?@(?P<name>{_NAME})(?:\.\{{(?P<levels>[0-9](?:, [0-9])*)\}})?"
    r"|\(nat_lit 0x(?P<number>[0-9a-f]+)\)|(?P<close>\))|(?P<space> )"
)
_MOST_CONSTANTS = 4096


class Refuted(Exception):
    """The kernel refuses to evaluate a statement to true, and accepts that it evaluates to false."""

    def __init__(self, name: str, line: int) -> None:
        super().__init__(f"the kernel evaluates the statement of `{name}` to false")
        self.line = line


class _Otherwise(Exception):
    """The text is not of the form, or the kernel refuses it."""


@dataclass
class _Work:
    """One request: what was built so far, all of it owned, and the propositions that stand."""

    kernel: Object
    owned: list[Object] = field(default_factory=list)
    applied: dict[Object, tuple[str, list[Object]]] = field(default_factory=dict)
    constants: set[str] = field(default_factory=set)
    proved: dict[str, Object] = field(default_factory=dict)


class Direct:
    """Makes declarations in one Lean process; keeps the constants it built for the next request."""

    def __init__(self, lean: Lean) -> None:
        self._lean = lean
        self._constants: dict[tuple[str, str], Object] = {}

    def declare(self, text: str, kernel: Object, max_heartbeats: int) -> Object | None:
        """The kernel's environment with all that ``text`` declares, owned; the caller keeps ``kernel``.

        None where the elaborator must decide. ``max_heartbeats`` counts thousands of allocations, 0 for none.
        Raises :class:`Refuted` with the line, counted from 1, of a statement that is false.
        """
        lines = [_LINE.fullmatch(line) for line in text.splitlines()]
        if not lines or None in lines:
            return None
        if len(self._constants) > _MOST_CONSTANTS:
            for constant in self._constants.values():
                self._lean.drop(constant)
            self._constants.clear()
        work = _Work(self._lean.keep(kernel))
        budget = max_heartbeats * 1000
        try:
            for number, line in enumerate(lines, 1):
                assert line is not None
                made = self._definition(work, line) if line["defined"] else self._theorem(work, line)
                work.owned.append(made)
                after = self._lean.add_declaration(work.kernel, made, budget)
                if after is None:
                    if line["decide"] and self._opposite_holds(work, work.proved[line["proved"]], budget):
                        raise Refuted(line["proved"], number)
                    raise _Otherwise
                self._lean.drop(work.kernel)
                work.kernel = after
        except Refuted:
            self._lean.drop(work.kernel)
            raise
        except _Otherwise:
            self._lean.drop(work.kernel)
            return None
        finally:
            for item in work.owned:
                self._lean.drop(item)
        return work.kernel

    def _definition(self, work: _Work, line: re.Match[str]) -> Object:
        """A ``Declaration`` of a safe definition, owned."""
        lean = self._lean
        type_ = self._type(work, line["type"])
        work.constants.clear()
        value = self._term(work, line["value"])
        height = 1 + max((self._height(work.kernel, name) for name in work.constants), default=0)
        hints = lean.make_object(2, [], height.to_bytes(4, "little"))  # ReducibilityHints.regular
        head, every = self._head(line["defined"], type_)
        safe = bytes([1])  # DefinitionSafety: unsafe, safe, partial
        return lean.make_object(1, [lean.make_object(0, [head, lean.keep(value), hints, every], safe)])

    def _theorem(self, work: _Work, line: re.Match[str]) -> Object:
        """A ``Declaration`` of a theorem, owned."""
        stated = self._term(work, line["stated"])
        if line["decide"]:
            proof = self._decided(work, stated)
        else:
            proof = self._term(work, line["proof"]) if line["proof"] else self._implied(work, line)
        work.proved[line["proved"]] = stated
        return self._proved(line["proved"], stated, proof)

    def _proved(self, name: str, stated: Object, proof: Object) -> Object:
        lean = self._lean
        head, every = self._head(name, stated)
        return lean.make_object(2, [lean.make_object(0, [head, lean.keep(proof), every])])

    def _opposite_holds(self, work: _Work, stated: Object, budget: int) -> bool:
        opposite = self._apply(work, "Not", [stated])
        made = self._proved("detlm.opposite", opposite, self._decided(work, opposite))
        work.owned.append(made)
        after = self._lean.add_declaration(work.kernel, made, budget)
        if after is None:
            return False
        self._lean.drop(after)
        return True

    def _head(self, name: str, type_: Object) -> tuple[Object, Object]:
        """A ``ConstantVal`` without universe parameters, and the list of the one name; both owned."""
        lean = self._lean
        made = lean.make_name(name.split("."))
        every = lean.make_object(1, [lean.keep(made), NIL])
        return lean.make_object(0, [made, NIL, lean.keep(type_)]), every

    # Proofs

    def _decided(self, work: _Work, stated: Object) -> Object:
        """``of_decide_eq_true (Eq.refl true) : stated``, which the kernel checks by evaluating."""
        true = self._constant("Bool.true", "")
        refl = self._apply(work, "Eq.refl", [self._constant("Bool", ""), true], "1")
        return self._apply(work, "of_decide_eq_true", [stated, self._instance(work, stated), refl])

    def _instance(self, work: _Work, stated: Object) -> Object:
        head, arguments = work.applied.get(stated, ("", []))
        if head == "Not" and len(arguments) == 1:
            return self._apply(work, "instDecidableNot", [*arguments, self._instance(work, arguments[0])])
        if head == "And" and len(arguments) == 2:
            instances = [self._instance(work, argument) for argument in arguments]
            return self._apply(work, "instDecidableAnd", [*arguments, *instances])
        if head not in DECIDED_BY:
            raise _Otherwise
        return self._apply(work, DECIDED_BY[head], arguments)

    def _implied(self, work: _Work, line: re.Match[str]) -> Object:
        given = work.proved.get(line["given"])
        if line["lemma"] not in FOLLOWS or given not in work.applied:
            raise _Otherwise
        _, arguments = work.applied[given]
        return self._apply(work, line["lemma"], [*arguments, self._constant(line["given"], "")])

    # Expressions: all belong to ``work``

    def _type(self, work: _Work, text: str) -> Object:
        if text.startswith("(@"):
            return self._term(work, text)
        lists = 0
        while text.startswith("(List ") and text.endswith(")"):
            lists, text = lists + 1, text[6:-1]
        if not re.fullmatch(_NAME, text):
            raise _Otherwise
        found = self._constant(text, "")
        for _ in range(lists):
            found = self._apply(work, "List", [found], "0")
        return found

    def _term(self, work: _Work, text: str) -> Object:
        """Reads one term, without recursion: each open bracket is a frame (name, levels, arguments)."""
        frames: list[tuple[str, str, list[Object]]] = [("", "", [])]
        for piece in _pieces(text):
            into = frames[-1][2]
            if piece["name"]:
                work.constants.add(piece["name"])
                if piece["open"]:
                    frames.append((piece["name"], piece["levels"] or "", []))
                else:
                    into.append(self._constant(piece["name"], piece["levels"] or ""))
            elif piece["number"]:
                into.append(self._literal(work, int(piece["number"], 16)))
            elif piece["close"]:
                if len(frames) == 1 or not into:
                    raise _Otherwise
                name, levels, arguments = frames.pop()
                frames[-1][2].append(self._apply(work, name, arguments, levels))
        if len(frames) != 1 or len(frames[0][2]) != 1:
            raise _Otherwise
        return frames[0][2][0]

    def _apply(self, work: _Work, name: str, arguments: list[Object], levels: str = "") -> Object:
        lean = self._lean
        made = lean.keep(self._constant(name, levels))
        for argument in arguments:
            made = lean.call("lean_expr_mk_app", made, lean.keep(argument))
        work.owned.append(made)
        work.applied[made] = (name, arguments)
        return made

    def _literal(self, work: _Work, number: int) -> Object:
        lean = self._lean
        made = lean.call("lean_expr_mk_lit", lean.make_object(0, [lean.make_natural(number)]))
        work.owned.append(made)
        return made

    def _constant(self, name: str, levels: str) -> Object:
        """A constant, borrowed from the cache."""
        known = self._constants.get((name, levels))
        if known is None:
            lean = self._lean
            universes = NIL
            for level in reversed(levels.split(", ") if levels else []):
                universe = lean.call("lean_level_mk_zero", box(0))
                for _ in range(int(level)):
                    universe = lean.call("lean_level_mk_succ", universe)
                universes = lean.make_object(1, [universe, universes])
            known = lean.call("lean_expr_mk_const", lean.make_name(name.split(".")), universes)
            self._constants[name, levels] = known
        return known

    def _height(self, kernel: Object, name: str) -> int:
        """The definitional height of a constant, by which the kernel chooses what to unfold first."""
        lean = self._lean
        constant = lean.find(kernel, lean.make_name(name.split(".")))
        if constant is None:
            return 0
        height = 0
        if lean.tag(constant) == 1:
            hints = lean.field(lean.field(constant, 0), 2)
            if not hints & 1:
                height = sum(lean.byte(hints, i) << 8 * i for i in range(4))
        lean.drop(constant)
        return height


def _pieces(text: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(text):
        piece = _PIECE.match(text, at)
        if piece is None:
            raise _Otherwise
        yield piece
        at = piece.end()
