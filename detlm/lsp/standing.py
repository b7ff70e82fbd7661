"""Which kinds of names can stand at a place, told from the words of the statement before it."""

from __future__ import annotations

from typing import NamedTuple

from detlm.lsp.symbols import Symbol, words
from detlm.syntax.layout import Chunk

_TEXTS = frozenset({"category", "shape"})
_AFTER_THESE_NO_NAME = frozenset({"from", "to", "of", "about", "up", "repeat", "length", "start", "within"})


class Standing(NamedTuple):
    """What can stand at a place: these kinds of names, ``plain`` where nothing with parameters can."""

    kinds: frozenset[str] = frozenset()
    plain: bool = False

    def takes(self, symbol: Symbol) -> bool:
        """Whether a name can stand there."""
        return symbol.kind in self.kinds and not (self.plain and symbol.parameters)


_NOTHING = Standing()
_PLAIN_TEXTS = Standing(_TEXTS, plain=True)


def standing(text: str, chunk: Chunk, at: int) -> Standing:
    """What can stand at offset ``at`` of a statement."""
    before = words(text, chunk, at)
    if not before or '"' in before or "/" in before:  # a text or expression that is still open
        return _NOTHING
    last, defined = before[-1], ":=" in before
    if chunk.keyword in ("category", "shape", "output"):
        if not defined or last in _AFTER_THESE_NO_NAME:
            return _NOTHING
        return Standing(frozenset({"category"}) if chunk.keyword == "category" else _TEXTS)
    if chunk.keyword == "scope":
        return Standing(frozenset({"shape"}), plain=True) if last in ("by", "or", "within") else _NOTHING
    if chunk.keyword in ("predicate", "attribute"):
        return _in_condition(before) if defined else _PLAIN_TEXTS if last == ":" else _NOTHING
    if chunk.keyword == "derive":
        if "given" in before or "ensure" in before:
            return _in_condition(before)
        return Standing(_TEXTS & {last}, plain=True)
    if chunk.keyword == "constraint":
        return _in_constraint(before)
    return _NOTHING


def _in_condition(before: list[str]) -> Standing:
    if before[-1] not in ("in", "∈"):
        return Standing(frozenset({"predicate", "attribute"}))
    if before[-3] in ("for", "every", "∀"):  # parts of a span are gone through, which no import has
        return _NOTHING
    return Standing(frozenset({"category", "scope"}), plain=True)


def _in_constraint(before: list[str]) -> Standing:
    last = before[-1]
    if ":" not in before:
        return _PLAIN_TEXTS if last == "at" else _NOTHING
    if last == ":=":
        return Standing(frozenset({"scope"}))
    return _in_condition(before) if "ensure" in before or "if" in before else _NOTHING
