"""Pictures of programs: well-formed, complete, the same every time, nothing drawn outside of the page."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from detlm.config import data_root
from detlm.errors import NoAdmissibleCompletion
from detlm.mask.building import dfa_of_regex
from detlm.mask.compile import compile_program
from detlm.report.automaton import automaton_picture
from detlm.report.characters import bytes_said
from detlm.report.page import picture
from detlm.report.railroad import railroad
from detlm.report.wording import said_of
from detlm.syntax import read_program, read_source
from detlm.syntax.program import Chain, Lex, Program, UpTo
from detlm.syntax.regex import Star, Then, literal, one_of, words
from tests.mask.strategies import shapes
from tests.strategies import program_sources

BEHIND = r'<rect x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)" rx="4" class="behind"/>'
ROOT = Path(__file__).resolve().parents[2]
SHIPPED = [
    file
    for folder in ("docs", "detlm", "dsl", "bench")
    for ending in ("svg", "html")
    for file in sorted((ROOT / folder).rglob(f"*.{ending}"))
]
FILES = sorted((data_root() / "dsl" / "examples").glob("*.det"))


def drawn(program: Program) -> str:
    return picture(program, compile_program(program, b""))


def checked(svg: str) -> list[str]:
    """The words in a picture, after looking that it is a picture and that boxes are on the page."""
    root = ElementTree.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    width, height = (float(root.attrib[k]) for k in ("width", "height"))
    for group in root.findall(f"{name}g"):
        moved = re.fullmatch(r"translate\((.*) (.*)\)", group.attrib["transform"])
        assert moved is not None
        left, top = map(float, moved.groups())
        for box in group.findall(f"{name}rect"):
            x, y, w, h = (float(box.attrib[k]) for k in ("x", "y", "width", "height"))
            assert left + x >= 0 and left + x + w <= width
            assert top + y >= 0 and top + y + h <= height
    return [t.text or "" for t in root.iter(f"{name}text")]


def fetched(page: str) -> list[str]:
    """What a page would load from elsewhere; a link that a reader may follow loads nothing."""
    loads = re.findall(r"""(?:\bsrc|<(?:link|image|use)\b[^>]*href)\s*=\s*["']([^"']*)""", page)
    loads += re.findall(r"""url\(\s*["']?([^"')]*)|@import\s+["']([^"']*)""", page)
    flat = [part for found in loads for part in ([found] if isinstance(found, str) else found)]
    return [address for address in flat if address and not address.startswith(("#", "data:"))]


def test_what_is_fetched() -> None:
    assert fetched('src: local("F"), url("https://e.org/f.woff")') == ["https://e.org/f.woff"]
    assert fetched("@import 'x.css'; <image href='a.png'/>") == ["a.png", "x.css"]
    assert fetched('<a href="https://e.org">marker-end: url(#tip)</a>') == []


@pytest.mark.parametrize("file", SHIPPED, ids=lambda f: f.name)
def test_shipped_pictures_need_nothing_else(file: Path) -> None:
    assert fetched(file.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("file", FILES, ids=lambda f: f.stem)
def test_examples(file: Path) -> None:
    program = read_program(file)
    svg = drawn(program)
    said = checked(svg)
    assert program.name in said
    assert fetched(svg) == []
    assert sum("→" in word for word in said) == len(program.rules)
    assert drawn(read_program(file)) == svg


@settings(max_examples=30)
@given(program_sources())
def test_programs(source: str) -> None:
    program = read_source(source, "p.det")
    try:
        svg = drawn(program)
    except NoAdmissibleCompletion:
        return
    checked(svg)


@settings(max_examples=60)
@given(shapes())
def test_every_shape_has_its_room(shape: object) -> None:
    track = railroad(shape)  # type: ignore[arg-type]
    assert track.up > 0
    assert track.down >= track.fall
    for part in track.paint(0, 0):
        ElementTree.fromstring(part)
        found = re.match(r'<rect x="(.*?)" y="(.*?)" width="(.*?)" height="(.*?)"', part)
        if found:
            x, y, w, h = map(float, found.groups())
            assert x >= -0.2
            assert x + w <= track.width + 0.2
            assert -track.up - 0.2 <= y
            assert y + h <= track.down + 0.2


def test_a_list_is_drawn_once() -> None:
    word = Lex(words([b"yes", b"no"]), "Word")
    comma = Lex(literal(b", "))
    shape = Chain((word, UpTo(2, Chain((comma, word)))))
    said = "".join(railroad(shape).paint(0, 0))
    assert said.count("Word") == 1
    assert "1 to 3 times" in said


def test_what_may_be_left_out_has_no_way_back() -> None:
    said = "".join(railroad(UpTo(1, Lex(literal(b"a")))).paint(0, 0))
    assert "times" not in said
    assert "times" in "".join(railroad(UpTo(2, Lex(literal(b"a")))).paint(0, 0))


def test_a_very_large_shape_says_so() -> None:
    leaves = Chain(tuple(Lex(literal(b"%d" % i)) for i in range(1000)))
    said = railroad(leaves).paint(0, 0)
    assert any("and more" in part for part in said)
    assert len(said) < 4_000


def test_large_automata_are_counted() -> None:
    small = dfa_of_regex(words([b"yes", b"no"]))
    assert automaton_picture(small) is not None
    assert automaton_picture(dfa_of_regex(Star(one_of(b"ab")))) is not None
    many = dfa_of_regex(words([f"{n:04x}".encode() for n in range(0, 60_000, 977)]))
    assert automaton_picture(many) is None
    program = read_source('program p\noutput := { words "a" "bb" "cc" } up to 900 "."\n', "p.det")
    assert any("Too many" in word for word in checked(drawn(program)))


def test_words() -> None:
    assert bytes_said(1 << ord("a")) == "a"
    assert bytes_said(sum(1 << b for b in b"abcx")) == "[a-cx]"
    assert bytes_said((1 << 256) - 1) == "any byte"
    assert bytes_said((1 << 256) - 1 - (1 << 10)) == "[^\\n]"
    assert said_of(Lex(literal(b"a\n"))) == ('"a\\n"', "text")
    assert said_of(Lex(one_of(b"ab"), "Letter")) == ("Letter", "name")
    assert said_of(Lex(one_of(b"ab"))) == ("/[ab]/", "name")


def words_of(source: str) -> list[str]:
    return checked(drawn(read_source(source, "p.det")))


def test_texts_are_read_as_characters() -> None:
    said = words_of('program p\noutput := words "Côte" "Cœur"\n')
    assert {"ôte | œur", "/C(ôte|œur)/"} <= set(said)
    assert "[^\\n]" in words_of("program p\noutput := /a[^\\n]*/\n")
    assert said_of(Lex(literal("à.".encode()))) == ('"à."', "text")
    assert "/[à-ü]x(\\.)*/" in words_of("program p\noutput := /[à-ü]x\\.*/\n")


def test_what_is_no_text_is_shown_as_bytes() -> None:
    drawing = automaton_picture(dfa_of_regex(Then(one_of(b"\xc3"), Star(one_of(b"\xc3a")))))
    assert drawing is not None
    assert "\\xc3" in "".join(drawing[2])


def test_the_rules_of_a_grammar_have_rows() -> None:
    said = words_of('program p\ncategory A := grammar { a: "(" { a | b } ")"  b: "x" }\noutput := A\n')
    assert "The grammar of A" in said
    assert {"a", "b", "any number of times"} <= set(said)
    assert not any("(group)" in word or "(repeated)" in word for word in said)


def test_what_comes_before_an_answer_is_drawn() -> None:
    said = words_of('program p\nafter "</think>"\noutput := "yes"\n')
    assert "anything up to the first" in said
    assert '"</think>"' in said


def test_no_text_lies_upon_another() -> None:
    for source in (
        'category A := grammar { a: "(" [a] ")" }\ncategory B := grammar { b: "[" [b] "]" }\noutput := A | B',
        'output := words "Hungary" "France" "Germany" "Côte"',
        "output := /([a-z]+ |[à-ü]x)*[0-9]*(a|b[0-9])*/",
    ):
        program = read_source(f"program p\n{source}\n", "p.det")
        drawing = automaton_picture(compile_program(program, b"").dfa)
        assert drawing is not None
        boxes = [tuple(map(float, b)) for b in re.findall(BEHIND, "".join(drawing[2]))]
        for (x, y, w, h), (x2, y2, w2, h2) in combinations(boxes, 2):
            assert x + w <= x2 or x2 + w2 <= x or y + h <= y2 or y2 + h2 <= y
