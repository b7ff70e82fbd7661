"""The rules of a grammar as railroads, one below the other. Of a large grammar only the first ones."""

from __future__ import annotations

from collections.abc import Iterator

from detlm.report import svg
from detlm.report.railroad import WIDEST, Track, boxed, fork, looped, row
from detlm.report.wording import said_of
from detlm.syntax.productions import GrammarRule, Nonterminal, Symbol
from detlm.syntax.program import Grammar, Program, walk
from detlm.syntax.propositions import And, Condition, InGrammar, Or
from detlm.syntax.shape import Derive, Lex

_RULES, _ALTERNATIVES, _SYMBOLS = 16, 12, 24  # drawn at most
_EMPTY = "(nothing)"

Row = tuple[Symbol, ...]


def grammars_of(program: Program) -> list[InGrammar]:
    """The grammars that spans of the output must be in, each once."""
    conditions = [s.ensure for s in walk(program.output) if isinstance(s, Derive)]
    return list(dict.fromkeys(c for top in conditions for c in _in_grammar(top)))


def _in_grammar(condition: Condition) -> Iterator[InGrammar]:
    # It never stands below a ``Not``.
    match condition:
        case InGrammar():
            yield condition
        case And(left, right) | Or(left, right):
            yield from _in_grammar(left)
            yield from _in_grammar(right)


def grammar_rows(asked: InGrammar) -> tuple[float, float, list[str]]:
    """Width, height and parts of the picture: the start rule first, then those it leads to."""
    grammar = asked.grammar
    order = _order(grammar, asked.start)
    shown = order[:_RULES]
    names = {index: svg.shown(grammar.rules[index].name, 24) for index in shown}
    left = max(map(svg.width_of, names.values())) + 16
    y, width, out = 4.0, 0.0, list[str]()
    for index in shown:
        track = _track(grammar, grammar.rules[index], WIDEST - left)
        middle = y + track.up
        out += [svg.label(0, middle, names[index]), svg.straight(left, middle, left + 12, middle)]
        out += track.paint(left + 12, middle)
        end = left + 12 + track.width
        out.append(svg.path(f"M {end:.1f} {middle + track.fall:.1f} h 16", "arrow"))
        width, y = max(width, end + 20), middle + track.down + 14
    if len(order) > len(shown):
        y += 4
        out.append(svg.label(0, y, f"… and {len(order) - len(shown):,} more rules", "note"))
        y += 12
    return width, y, out


def _order(grammar: Grammar, start: int) -> list[int]:
    """The rules that have rows of their own, in the order in which they are met from the start."""
    order, seen = [start], {start}
    todo = _met(grammar, start)
    while todo:
        index = todo.pop(0)
        if index in seen:
            continue
        seen.add(index)
        if _is_made(grammar.rules[index]):
            todo[:0] = _met(grammar, index)
        else:
            order.append(index)
            todo += _met(grammar, index)
    return order


def _met(grammar: Grammar, index: int) -> list[int]:
    symbols = [s for alternative in grammar.rules[index].alternatives for s in alternative]
    return [s.index for s in symbols if isinstance(s, Nonterminal)]


def _is_made(rule: GrammarRule) -> bool:
    """Whether reading the grammar made this rule, of brackets within another."""
    return rule.name.endswith((" (group)", " (repeated)", " (optional)"))


def _track(grammar: Grammar, rule: GrammarRule, room: float) -> Track:
    ways = [_way(grammar, alternative, room - 56) for alternative in rule.alternatives[:_ALTERNATIVES]]
    if len(rule.alternatives) > _ALTERNATIVES:
        ways.append(boxed(f"… and {len(rule.alternatives) - _ALTERNATIVES:,} more ways", "group"))
    return ways[0] if len(ways) == 1 else fork(ways)


def _way(grammar: Grammar, symbols: Row, room: float) -> Track:
    boxes = [_symbol(grammar, symbol, room) for symbol in symbols[:_SYMBOLS]]
    if len(symbols) > _SYMBOLS:
        boxes.append(boxed("… and more", "group"))
    return row(boxes, room) if boxes else boxed(_EMPTY, "group")


def _symbol(grammar: Grammar, symbol: Symbol, room: float) -> Track:
    if not isinstance(symbol, Nonterminal):
        return boxed(*said_of(Lex(symbol.regex)))
    rule = grammar.rules[symbol.index]
    if not _is_made(rule):
        return boxed(svg.shown(rule.name, 24), "rule")
    first = rule.alternatives[0]
    if rule.name.endswith(" (repeated)") and symbol in (first[0], first[-1]):
        body = first[1:] if first[0] == symbol else first[:-1]
        return looped(_way(grammar, body, room - 56), "any number of times")
    return _track(grammar, rule, room)
