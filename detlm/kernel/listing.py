"""What a text states: its theorems and every constant of its own that their statements speak of.

Runs in the worker. Chooses what to report and nothing else: what is wrong with a text is judged in
``readback.py`` whether it is listed or not. What Lean makes by itself (for recursion, matches, constructors
and parts of proofs) is left out where its author cannot have made it, see ``Authorship``; axioms never are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from detlm.kernel.axioms import Collected, Parts
from detlm.kernel.expressions import Reader, TooLarge, Unreadable, format_name
from detlm.kernel.ffi import Lean, Object
from detlm.kernel.screen import screen, without_imports

#: Characters of all expressions of one listing together; what comes later is named without its type.
MAX_TEXT = 4 << 20


def listing(
    lean: Lean, reader: Reader, collected: Collected, new: Iterable[Parts], request: dict[str, Any]
) -> list[dict[str, Any]]:
    """The declarations of a request's texts as the wire has them, theorems first; ``new``: its constants.

    A type (or value) that is too large to write is left empty (or None).
    """
    text = f"{request.get('prelude') or ''}\n{request['source']}"
    own = {parts: constant for parts in new if (constant := collected.constant(parts)) is not None}
    authorship = Authorship(reader, collected, text)
    stated = [p for p, it in own.items() if reader.kind(it) in ("theorem", "axiom")]
    order = [parts for parts in stated if not authorship.is_of_lean(parts)]
    seen = set(order)
    for parts in order:  # grows while we go
        belongs = [parts[:-1]] if authorship.is_of_lean(parts) else []
        for used in [*_said(reader, own[parts]), *belongs]:
            if used in own and used not in seen:
                seen.add(used)
                order.append(used)
    left = MAX_TEXT
    found = []
    for parts in order:
        if authorship.is_of_lean(parts):
            continue
        item = _declaration(reader, parts, own[parts], left)
        item["axioms"] = [
            dict(zip(("name", "levels", "type"), collected.axiom(axiom), strict=True))
            for axiom in collected.axioms(parts)
        ]
        left -= len(item["type"]) + len(item["value"] or "")
        found.append(item)
    return found


# The last parts of names that Lean gives to what it makes for a declaration.
_MADE = re.compile(
    r"""_.* | (match|eq|proof|below|brecOn|rec|splitter)_\d+ | eq_def | eq_unfold | congr_simp
    | induct(_unfolding)? | fun_cases(_unfolding)? | rec | casesOn | recOn | below | brecOn
    | ctorIdx | toCtorIdx | ofNat_ctorIdx | ctorElim(Type)? | elim | noConfusion(Type|Enum)?
    | inj | injEq | hinj | sizeOf_spec""",
    re.VERBOSE,
)
_OF_BELOW = re.compile(r"brecOn(_\d+)?\.(go|eq)")


class Authorship:
    """Tells what Lean made by itself from what an author wrote; in doubt, the author wrote it.

    Lean made it if it is no axiom, has a name of Lean's for something that belongs to another declaration,
    and the text has no such word: without running code or changing the grammar, which ``screen`` looks for,
    an author cannot name a declaration otherwise than by writing the name.
    """

    def __init__(self, reader: Reader, collected: Collected, text: str) -> None:
        self._reader, self._collected, self._text = reader, collected, text
        self._plain = all(found.gap for found in screen(without_imports(text), trusted=False))
        self._known: dict[Parts, bool] = {}

    def is_of_lean(self, parts: Parts) -> bool:
        """Whether Lean made the constant by itself."""
        if parts not in self._known:
            self._known[parts] = self._plain and self._is_made(parts)
        return self._known[parts]

    def _is_made(self, parts: Parts) -> bool:
        constant, last, owner = self._collected.constant(parts), parts[-1], parts[:-1]
        kind = "axiom" if constant is None else self._reader.kind(constant)
        if not owner or not isinstance(last, str) or kind in ("axiom", "opaque"):
            return False
        if kind == "constructor":
            return self.is_of_lean(owner)
        if not (_MADE.fullmatch(last) or _OF_BELOW.fullmatch(f"{owner[-1]}.{last}")):
            return False
        written = re.search(rf"(?<![A-Za-z0-9_]){re.escape(last)}(?![A-Za-z0-9_])", self._text)
        return not written and self._is_declared(owner)

    def _is_declared(self, parts: Parts) -> bool:
        if self._collected.constant(parts) is not None:
            return True
        # Something private may belong to something public: `_private.Module.0.name`.
        public = parts[parts.index(0) + 1 :] if parts[:1] == ("_private",) and 0 in parts else ()
        return bool(public) and self._collected.constant(public) is not None


def _said(reader: Reader, constant: Object) -> Iterator[Parts]:
    """The constants that decide what a constant means: not those of a proof."""
    yield from (reader.name(item) for item in reader.constructors(constant))
    value = reader.value_of(constant) if reader.kind(constant) == "definition" else None
    for expression in [reader.type_of(constant), *([] if value is None else [value])]:
        yield from sorted(reader.mentioned(expression), key=format_name)


def _declaration(reader: Reader, parts: Parts, constant: Object, left: int) -> dict[str, Any]:
    parameters = reader.parameters(constant)

    def written(expression: Object | None) -> str | None:
        try:
            text = None if expression is None else reader.expression(expression, parameters)
        except (TooLarge, Unreadable):
            return None
        return text if text is not None and len(text) <= left else None

    kind = reader.kind(constant)
    return {
        "name": format_name(parts),
        "kind": kind,
        "levels": len(parameters),
        "type": written(reader.type_of(constant)) or "",
        "value": written(reader.value_of(constant)) if kind == "definition" else None,
    }
