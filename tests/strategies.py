"""Hypothesis strategies: regular expressions, texts, and well-formed constraint files.

Everything is small and drawn from a small alphabet, so that texts and languages meet often.
"""

from __future__ import annotations

from hypothesis import strategies as st

from detlm.syntax import read_source
from detlm.syntax.program import Chain, Choice, Claim, Derive, Lex, Shape, SlotShape, UpTo
from detlm.syntax.regex import (
    EMPTY,
    NOTHING,
    AtMost,
    Both,
    Either,
    OneOf,
    Regex,
    Star,
    Then,
    Without,
    one_of,
)

LETTERS = "ab"
NAMES = ("aspirin", "warfarin", "ginger", "tea", "blood thinner", "Größe", "x1", "pain", "pain relief")
RELATIONS = ("is_a", "used_for", "conflicts")
PROSE = ("I do not know", "yes", "no", "ask again", "naïve")


def byte_texts(max_size: int = 8) -> st.SearchStrategy[bytes]:
    """Texts over the letters that the regexes of ``regexes`` speak of, and now and then another byte."""
    return st.lists(st.sampled_from([*b"aabbbc", 0xC3, 0xA9]), max_size=max_size).map(bytes)


def regexes(max_leaves: int = 8) -> st.SearchStrategy[Regex]:
    """Expressions of every constructor over a few bytes."""
    sets = st.frozensets(st.sampled_from([*b"abc", 0xC3, 0xA9]), min_size=1, max_size=3).map(one_of)
    leaves = st.one_of(st.just(EMPTY), sets, sets, sets, st.just(NOTHING))

    def grow(inner: st.SearchStrategy[Regex]) -> st.SearchStrategy[Regex]:
        pairs = [st.builds(make, inner, inner) for make in (Then, Then, Either, Both, Without)]
        return st.one_of(*pairs, st.builds(Star, inner), st.builds(AtMost, st.integers(0, 3), inner))

    return st.recursive(leaves, grow, max_leaves=max_leaves)


def character_texts(max_size: int = 8) -> st.SearchStrategy[str]:
    """Texts of characters with UTF-8 spellings of one to four bytes."""
    return st.text(st.sampled_from("aabbc-_ 1\nÄé€😀"), max_size=max_size)


def regex_sources(max_leaves: int = 6) -> st.SearchStrategy[str]:
    """Sources of ``/…/`` literals in the part of the dialect that Python's ``re`` reads alike."""
    single = st.sampled_from("abc1é€😀_")
    spans = st.sampled_from(["a-c", "0-9", "é-€", "€-😀", "\\-", "\\d", "\\w", "\\s", "b", "😀", "\\n"])
    classes = st.builds(
        lambda no, items: f"[{no}{''.join(items)}]",
        st.sampled_from(["", "^"]),
        st.lists(spans, min_size=1, max_size=3),
    )
    sets = st.sampled_from([".", "\\d", "\\w", "\\s", "\\D", "\\W", "\\S", "\\n", "\\.", "\\-", "\\x41"])
    leaves = st.one_of(single, single, classes, sets)

    def grow(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        sign = st.sampled_from(["*", "+", "?", "{2}", "{1,}", "{0,2}", "{1,3}"])
        return st.one_of(
            st.builds("{}{}".format, inner, inner),
            st.builds("({}|{})".format, inner, inner),
            st.builds("(?:{}){}".format, inner, sign),
        )

    return st.recursive(leaves, grow, max_leaves=max_leaves)


def quoted(text: str) -> str:
    """A text as a quoted text of the language."""
    return (
        '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
    )


@st.composite
def fact_lines(draw: st.DrawFn) -> list[str]:
    """A few different facts, at least one of each relation in use."""
    triple = st.tuples(st.sampled_from(NAMES), st.sampled_from(RELATIONS), st.sampled_from(NAMES))
    facts = draw(st.lists(triple, min_size=1, max_size=8, unique=True))
    return [f"fact {quoted(s)} {r} {quoted(o)}" for s, r, o in facts]


@st.composite
def rule_lines(draw: st.DrawFn, relations: list[str]) -> list[str]:
    """Safe rules over the relations."""
    relation = st.sampled_from(relations)
    term = st.sampled_from(["X", "Y", "Z", *map(quoted, NAMES[:3])])
    rules = []
    for _ in range(draw(st.integers(0, 3))):
        body = [(draw(term), draw(relation), draw(term)) for _ in range(draw(st.integers(1, 3)))]
        bound = [t for s, _, o in body for t in (s, o)] + [quoted("tea")]
        head = f"{draw(st.sampled_from(bound))} {draw(relation)} {draw(st.sampled_from(bound))}"
        rules.append(f"rule {' and '.join(' '.join(part) for part in body)} -> {head}")
    return rules


@st.composite
def conditions(draw: st.DrawFn, name: str, claims: bool, categories: list[str]) -> str:
    """A condition on ``name``; ``supported`` only where it may stand."""
    word = draw(st.sampled_from([*NAMES, "yes", "know"]))
    plain = [f"mentions({name}, {quoted(word)})", f"mentions(prompt, {quoted(word)})"]
    plain += [f"{name} in {c}" for c in categories]
    one = draw(st.sampled_from(plain))
    two = draw(st.sampled_from(plain))
    positive = f"supported({name})" if claims else draw(st.sampled_from(plain))
    forms = [
        one,
        f"not {one}",
        f"({one} or not {two})",
        f"{one} -> {positive}",
        f"{positive} and not {two}",
        positive,
    ]
    return draw(st.sampled_from(forms))


@st.composite
def program_sources(draw: st.DrawFn) -> str:
    """The text of a well-formed constraint file whose output reads one way only.

    Sentences, categories and separators use texts of their own, so no two parts can be taken for each other.
    """
    facts = draw(fact_lines())
    relations = [r for r in RELATIONS if any(f" {r} " in line for line in facts)]
    lines = ["program generated", *facts, *draw(rule_lines(relations))]
    said = draw(st.lists(st.sampled_from(relations), min_size=1, unique=True))
    lines += [f'sentence {r} := SUBJECT " {r.upper()}: " OBJECT' for r in said]
    choices = draw(st.lists(st.sampled_from(PROSE), min_size=1, max_size=3, unique=True))
    lines.append(f"category Prose := words {' '.join(map(quoted, choices))}")
    lines.append(f"category Code := /{draw(st.sampled_from(['[0-9]{2}', '[0-9]{1,3}', '0|[1-9][0-9]*']))}/")
    lines.append('category Small := Code except /[0-9]*7/ or words "00"')
    lines.append("category Claim := sentence of facts")
    derives = [
        ("Claim", True),
        *draw(st.sampled_from([[], [("Prose", False)], [("Small", False), ("Prose", False)]])),
    ]
    for category, claims in derives:
        given = f" given {draw(conditions('answer', False, ['Prose']))}" if draw(st.booleans()) else ""
        ensure = (
            f"\n  ensure proof {draw(conditions('answer', claims, ['Prose']))}" if draw(st.booleans()) else ""
        )
        lines.append(f"derive answer from category {category}{given}{ensure}")
    for kind in draw(st.lists(st.sampled_from(["forbid", "require"]), max_size=2)):
        lines.append(f"{kind} {quoted(draw(st.sampled_from([*NAMES, 'yes', 'know'])))}")
    if draw(st.booleans()):
        lines.append(f"at most {draw(st.integers(1, 12))} words")
    lines += draw(st.sampled_from([[], ["model may constrain"], ["model may constrain up to 2 lines"]]))
    outputs = [
        'answer "."',
        'answer { "; " answer } up to 2 "."',
        '["#" Code " "] answer',
        'repeat 1 to 2 (answer "|")',
    ]
    lines.append(f"output := {draw(st.sampled_from(outputs))}")
    lines += draw(st.sampled_from([[], ["mode hybrid"], ["mode deterministic"]]))
    return "\n".join(lines) + "\n"


@st.composite
def spellings(draw: st.DrawFn, regex: Regex) -> bytes:
    """A text of a regex, by walking it; of ``Both`` and ``Without`` one of the left side, maybe no member."""

    def walk(part: Regex) -> bytes:
        match part:
            case OneOf(members):
                bits = [b for b in range(256) if members >> b & 1]
                return bytes([bits[0] if len(bits) == 1 else draw(st.sampled_from(bits))])
            case Then(first, second):
                return walk(first) + walk(second)
            case Either(left, right):
                return walk(left if draw(st.booleans()) else right)
            case Star(body):
                return b"".join(walk(body) for _ in range(draw(st.integers(0, 3))))
            case AtMost(count, body):
                return b"".join(walk(body) for _ in range(draw(st.integers(0, min(count, 3)))))
            case Both(left, _) | Without(left, _):
                return walk(left)
            case _:
                return b""

    return walk(regex)


@st.composite
def answers(draw: st.DrawFn, shape: Shape) -> bytes:
    """A text that a shape could admit: conditions and limits are not looked at, so many are near misses."""

    def walk(part: Shape) -> bytes:
        match part:
            case Lex(regex) | SlotShape(_, regex):
                return draw(spellings(regex))
            case Chain(parts):
                return b"".join(map(walk, parts))
            case Choice(options):
                return walk(draw(st.sampled_from(options)))
            case UpTo(count, body):
                return b"".join(walk(body) for _ in range(draw(st.integers(0, min(count, 3)))))
            case Claim(_, body):
                return walk(body)
            case Derive():
                return walk(part.body)

    return walk(shape)


@st.composite
def programs_with_answers(draw: st.DrawFn) -> tuple[str, bytes]:
    """A constraint file and a text near its answers: whole, or with one byte cut, doubled or changed."""
    source = draw(program_sources())
    answer = draw(answers(read_source(source, "generated.det").output))
    at = draw(st.integers(0, len(answer)))
    edits = [
        answer,
        answer,
        answer,
        answer[:at] + answer[at + 1 :],
        answer[:at] + b"x" + answer[at:],
        answer + answer,
    ]
    return source, draw(st.sampled_from(edits))
