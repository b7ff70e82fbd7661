"""Which axioms a declaration rests on: an own walk over the constants it reaches, in the kernel's
environment.

Does not use Lean's collector nor ``#print axioms``: printed text can be bent by notation, and the collector's
cache is written by elaborators. Results for imported constants are kept for the life of the process.
"""

from __future__ import annotations

from collections.abc import Iterable

from detlm.kernel.expressions import Reader, format_name
from detlm.kernel.ffi import Lean, Object

Parts = tuple[str | int, ...]
_NONE: frozenset[Parts] = frozenset()

_IFF = "(const Iff [])"
_EQ = "(const Eq "
#: The axioms that a proof may use: name to (universe parameters, type).
OFFICIAL_AXIOMS: dict[str, tuple[int, str]] = {
    # ∀ a b : Prop, (a ↔ b) → a = b
    "propext": (
        0,
        f"(pi (sort 0) (pi (sort 0) (pi (app (app {_IFF} (bvar 1)) (bvar 0)) "
        f"(app (app (app {_EQ}[1]) (sort 0)) (bvar 2)) (bvar 1)))))",
    ),
    # ∀ α : Sort u, Nonempty α → α
    "Classical.choice": (
        1,
        "(pi (sort (param 0)) (pi (app (const Nonempty [(param 0)]) (bvar 0)) (bvar 1)))",
    ),
    # ∀ (α : Sort u) (r : α → α → Prop) (a b : α), r a b → Quot.mk r a = Quot.mk r b
    "Quot.sound": (
        1,
        "(pi (sort (param 0)) (pi (pi (bvar 0) (pi (bvar 1) (sort 0))) (pi (bvar 1) (pi (bvar 2) "
        "(pi (app (app (bvar 2) (bvar 1)) (bvar 0)) "
        f"(app (app (app {_EQ}[(param 0)]) (app (app (const Quot [(param 0)]) (bvar 4)) (bvar 3))) "
        "(app (app (app (const Quot.mk [(param 0)]) (bvar 4)) (bvar 3)) (bvar 2))) "
        "(app (app (app (const Quot.mk [(param 0)]) (bvar 4)) (bvar 3)) (bvar 1))))))))",
    ),
}


class AxiomCollector:
    """Walks environments that extend one imported environment."""

    def __init__(self, lean: Lean, reader: Reader, base_kernel: Object) -> None:
        self.lean, self.reader = lean, reader
        self.base_kernel = base_kernel
        #: Imported constants only: what each rests on.
        self.imported: dict[Parts, frozenset[Parts]] = {}

    def on(self, kernel: Object, below: tuple[Object, dict[Parts, frozenset[Parts]]] | None) -> Collected:
        """A walk over one environment; the caller keeps ``kernel`` and closes the walk first.

        ``below`` is an environment that this one extends, with what walks have found out about its constants
        (added to by this one); None looks at everything that was not imported anew.
        """
        return Collected(self, kernel, below)

    def new_names(self, environment: Object) -> list[Parts]:
        """All constants of an elaborator's environment that were not imported."""
        lean = self.lean
        table = lean.call("l_Lean_Environment_constants", lean.keep(environment))
        pairs = lean.call("l_Lean_PersistentHashMap_toList___redArg", lean.take_field(table, 1))
        names = [self.reader.name(lean.field(pair, 0)) for pair in lean.list_items(pairs)]
        lean.drop(pairs)
        return sorted(names, key=format_name)


class Collected:
    """The constants of one environment, as far as they were asked for. Owns a reference to each."""

    def __init__(
        self,
        collector: AxiomCollector,
        kernel: Object,
        below: tuple[Object, dict[Parts, frozenset[Parts]]] | None,
    ) -> None:
        self._collector = collector
        self._lean, self._reader = collector.lean, collector.reader
        self._kernel = kernel
        self._below = below
        self._constants: dict[Parts, Object | None] = {}
        self._new: dict[Parts, frozenset[Parts]] = {}

    def close(self) -> None:
        """Give all constants back."""
        for constant in self._constants.values():
            if constant is not None:
                self._lean.drop(constant)
        self._constants.clear()

    def constant(self, parts: Parts) -> Object | None:
        """The ``ConstantInfo`` of a name, borrowed; None where there is none."""
        if parts not in self._constants:
            self._constants[parts] = self._lean.find(self._kernel, self._lean.make_name(parts))
        return self._constants[parts]

    def is_from_below(self, parts: Parts) -> bool:
        """Whether the environment below has the very same constant, not just one of that name."""
        if self._below is None or (constant := self.constant(parts)) is None:
            return False
        found = self._lean.find(self._below[0], self._lean.make_name(parts))
        if found is None:
            return False
        self._lean.drop(found)
        return found == constant

    def axiom(self, parts: Parts) -> tuple[str, int, str]:
        """Name, number of universe parameters and type of an axiom."""
        constant = self.constant(parts)
        assert constant is not None
        parameters = self._reader.parameters(constant)
        kind = self._reader.expression(self._reader.type_of(constant), parameters)
        return format_name(parts), len(parameters), kind

    def axioms(self, root: Parts) -> list[Parts]:
        """The axioms that ``root`` rests on, sorted by name.

        Tarjan's algorithm without recursion: constants form cycles (an inductive type and its
        constructors), and all members of a cycle rest on the same axioms.
        """
        known = self._known(root)
        if known is None:
            self._walk(root)
            known = self._known(root)
            assert known is not None
        return sorted(known, key=format_name)

    def refused_by_kernel(self) -> list[str]:
        """The new theorems and definitions reached so far that the kernel refuses when asked directly."""
        refused = []
        for parts in self._new:
            constant = self.constant(parts)
            if constant is not None and not self._accepted_again(constant):
                refused.append(format_name(parts))
        return refused

    def _accepted_again(self, constant: Object) -> bool:
        lean = self._lean
        if self._reader.kind(constant) not in ("definition", "theorem", "opaque"):
            return True  # inductive types are always checked; axioms are reported
        if not self._reader.is_safe(constant):
            return (
                True  # such as what the compiler makes of recursion; the kernel lets nothing safe rest on it
            )
        value = lean.field(constant, 0)
        head = lean.field(value, 0)
        name = lean.make_name(("detlm", "recheck"))
        renamed = lean.make_object(0, [name, *(lean.keep(lean.field(head, i)) for i in (1, 2))])
        others = [lean.keep(lean.field(value, i)) for i in range(1, lean.fields(value))]
        scalars = bytes(lean.byte(value, i) for i in range(lean.scalar_bytes(value)))
        copy = lean.make_object(0, [renamed, *others], scalars)
        # Declaration and ConstantInfo number definitions, theorems and opaque constants alike.
        declaration = lean.make_object(lean.tag(constant), [copy])
        try:
            return lean.kernel_accepts(self._kernel, declaration)
        finally:
            lean.drop(declaration)

    def _known(self, parts: Parts) -> frozenset[Parts] | None:
        found = self._collector.imported.get(parts)
        if found is None and self._below is not None:
            found = self._below[1].get(parts)
            if found is not None and not self.is_from_below(parts):
                found = None
        return found if found is not None else self._new.get(parts)

    def _walk(self, root: Parts) -> None:
        order: dict[Parts, int] = {}
        low: dict[Parts, int] = {}
        rests: dict[Parts, set[Parts]] = {}
        open_nodes: list[Parts] = []
        waiting: list[tuple[Parts, list[Parts]]] = []

        def enter(parts: Parts) -> None:
            order[parts] = low[parts] = len(order)
            open_nodes.append(parts)
            constant = self.constant(parts)
            axiom = constant is not None and self._reader.kind(constant) == "axiom"
            rests[parts] = {parts} if axiom else set()
            waiting.append((parts, [] if constant is None else self._uses(constant)))

        enter(root)
        while waiting:
            parts, left = waiting[-1]
            if left:
                child = left.pop()
                if (known := self._known(child)) is not None:
                    rests[parts] |= known
                elif child not in order:
                    enter(child)
                else:  # on the current path or in an unfinished cycle
                    low[parts] = min(low[parts], order[child])
                continue
            waiting.pop()
            if waiting:
                above = waiting[-1][0]
                low[above] = min(low[above], low[parts])
                rests[above] |= rests[parts]
            if low[parts] == order[parts]:
                members = [open_nodes.pop()]
                while members[-1] != parts:
                    members.append(open_nodes.pop())
                self._remember(members, frozenset(rests[parts]) or _NONE)

    def _remember(self, members: Iterable[Parts], rest: frozenset[Parts]) -> None:
        lean = self._lean
        for parts in members:
            found = lean.find(self._collector.base_kernel, lean.make_name(parts))
            if found is not None:
                lean.drop(found)
                self._collector.imported[parts] = rest
            elif self._below is not None and self.is_from_below(parts):
                self._below[1][parts] = rest
            else:
                self._new[parts] = rest

    def _uses(self, constant: Object) -> list[Parts]:
        """The constants that a constant mentions directly."""
        reader = self._reader
        used: set[Parts] = {reader.name(item) for item in reader.constructors(constant)}
        value = reader.value_of(constant)
        for expression in [reader.type_of(constant), *([] if value is None else [value])]:
            used |= reader.mentioned(expression)
        return list(used)
