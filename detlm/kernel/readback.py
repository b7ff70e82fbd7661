"""What the kernel really holds: declarations read back from its environment, and judged.

Accepted means, of each declaration: it exists and is safe, has no gap, and rests on the three official axioms
only, with their official types; and, where that is asked for, the kernel accepted it once more.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from detlm.kernel.axioms import OFFICIAL_AXIOMS, AxiomCollector, Collected, Parts
from detlm.kernel.expressions import Reader, TooLarge, Unreadable, format_name, parse_name
from detlm.kernel.ffi import Lean, Object
from detlm.kernel.listing import listing
from detlm.kernel.messages import own_error


@dataclass
class _Reading:
    """What was read of one constant, an object that never changes: the answer, and what is wrong with it."""

    constant: Object
    answer: dict[str, Any] | None
    messages: list[dict[str, Any]]


@dataclass
class Standing:
    """Declarations that stand, what was said of them, and what was found out about them since. All is owned.

    ``environment`` is the elaborator's; None while nothing needed it. ``replayed``: there is none, as what
    stands was elaborated elsewhere.
    """

    environment: Object | None
    kernel: Object
    messages: list[dict[str, Any]] = field(default_factory=list)
    readings: dict[str, _Reading] = field(default_factory=dict)
    rests: dict[Parts, frozenset[Parts]] = field(default_factory=dict)
    replayed: bool = False

    @property
    def failed(self) -> bool:
        """Whether it does not stand after all."""
        return any(item["severity"] == "error" for item in self.messages)

    def forget(self, lean: Lean) -> None:
        """Give back what belongs to the kernel's environment."""
        for item in (self.kernel, *(reading.constant for reading in self.readings.values())):
            lean.drop(item)
        self.readings.clear()
        self.rests.clear()


class ReadBack:
    """Reads declarations of environments that extend one imported environment."""

    def __init__(self, lean: Lean, base_kernel: Object, *, gaps: bool) -> None:
        """``gaps``: what has a gap is not refused for it."""
        self._lean = lean
        self._gaps = gaps
        self._reader = Reader(lean)
        self._axioms = AxiomCollector(lean, self._reader, base_kernel)

    def declarations(
        self,
        kernel: Object,
        environment: Object | None,
        base: Standing,
        request: dict[str, Any],
        messages: list[dict[str, Any]],
    ) -> list[dict[str, Any]]:
        """The requested declarations; what is wrong with them goes to ``messages``. Takes both environments.

        ``environment``, the elaborator's, is needed where no names are given. With ``recheck`` nothing that
        was found out before about the prelude is used.
        """
        names, recheck = request["declarations"], request["trusted"] or request["recheck"]
        collected = self._axioms.on(kernel, None if recheck else (base.kernel, base.rests))
        try:
            known = {} if recheck else base.readings
            found = [self._declaration(collected, known, name, messages) for name in names]
            if not names and environment is not None:  # then everything that is new counts
                new = self._axioms.new_names(environment)
                for parts in new:
                    self._judge(collected, parts, messages)
                if request.get("listing") is True:
                    found += listing(self._lean, self._reader, collected, new, request)
            if recheck:
                messages += [
                    own_error(f"the kernel refuses `{name}`") for name in collected.refused_by_kernel()
                ]
            return [item for item in found if item is not None]
        finally:
            collected.close()
            self._lean.drop(kernel)
            if environment is not None:
                self._lean.drop(environment)

    def _declaration(
        self, collected: Collected, known: dict[str, _Reading], name: str, messages: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        parts = parse_name(name)
        constant = collected.constant(parts)
        if constant is None:
            messages.append(own_error(f"`{name}` was not declared"))
            return None
        reading = known.get(name)
        if reading is None or reading.constant != constant:  # another object: another declaration
            reading = _Reading(constant, None, [])
            reading.answer = self._read(collected, parts, name, constant, reading.messages)
            if collected.is_from_below(parts):
                if name in known:
                    self._lean.drop(known[name].constant)
                self._lean.keep(constant)  # so that its address stays its own
                known[name] = reading
        messages += reading.messages
        return reading.answer

    def _read(
        self,
        collected: Collected,
        parts: Parts,
        name: str,
        constant: Object,
        messages: list[dict[str, Any]],
    ) -> dict[str, Any] | None:
        reader = self._reader
        kind, parameters = reader.kind(constant), reader.parameters(constant)
        if not reader.is_safe(constant):
            messages.append(own_error(f"`{name}` is unsafe or partial"))
        axioms = self._judge(collected, parts, messages)
        try:
            value = reader.value_of(constant) if kind == "definition" else None
            return {
                "name": name,
                "kind": kind,
                "levels": len(parameters),
                "type": reader.expression(reader.type_of(constant), parameters),
                "value": None if value is None else reader.expression(value, parameters),
                "axioms": axioms,
            }
        except (TooLarge, Unreadable) as error:
            message = own_error(f"`{name}` cannot be read back: {error}")
            if isinstance(error, TooLarge):
                message["kind"] = "runtime.size"  # a limit of ours: it refutes nothing
            messages.append(message)
            return None

    def _judge(
        self, collected: Collected, parts: Parts, messages: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The axioms that a constant rests on; each one that is not official becomes an error."""
        axioms = []
        for axiom in collected.axioms(parts):
            name, levels, kind = collected.axiom(axiom)
            axioms.append({"name": name, "levels": levels, "type": kind})
            if name == "sorryAx" and self._gaps:
                continue
            if name == "sorryAx":
                text = f"`{format_name(parts)}` has a gap: `sorry`, or a proof that failed"
            elif name not in OFFICIAL_AXIOMS:
                text = f"`{format_name(parts)}` rests on the axiom `{name}`"
            elif OFFICIAL_AXIOMS[name] != (levels, kind):
                text = f"the axiom `{name}` does not have its official type"
            else:
                continue
            messages.append(own_error(text))
        return axioms
