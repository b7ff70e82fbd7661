"""Files that a program names: imports, words, grammars, and reading them from a certificate."""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.errors import ConstraintError
from detlm.syntax import program as p
from detlm.syntax import read_program, read_source
from detlm.syntax.regex import literal, words

MAIN = """program t
import "parts.det"
import "lib/more.det" as m
facts from "f.tsv"
category Drug := words from "drugs.txt"
category Calc := grammar from "calc.lark" start expr
shape All := parts.Foo " " m.Pair("x") " " Drug " " Calc
output := All
"""
FILES = {
    "parts.det": 'fact a r b\nsentence r := SUBJECT " is " OBJECT\n'
    'category Foo := "foo" Local\ncategory Local := "x"\n',
    "lib/more.det": 'import "deep.det"\nshape Pair(a) := a ", " a deep.Q\n',
    "lib/deep.det": 'category Q := words from "q.txt"\n',
    "lib/q.txt": "one\r\ntwo\n",
    "f.tsv": "c\tr\td\n",
    "drugs.txt": "# drugs\naspirin\nwarfarin\n",
    "calc.lark": 'expr: term ("+" term)*\nterm: /[0-9]+/ | "(" expr ")"\n',
}


@pytest.fixture
def main(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    (tmp_path / "t.det").write_text(MAIN)
    return tmp_path / "t.det"


def test_all_kinds_of_files_become_one_program(main: Path) -> None:
    program = read_program(main)
    assert {s.name for s in program.sources[1:]} == set(FILES)
    assert [a.subject for a in program.facts] == [b"a", b"c"]
    names = [s.name for s in p.walk(program.output) if isinstance(s, p.Lex) and s.name]
    assert names == ["parts.Foo", "m.deep.Q", "Drug", "Calc"]
    by_name = {s.name: s.regex for s in p.walk(program.output) if isinstance(s, p.Lex)}
    assert by_name["m.deep.Q"] == words([b"one", b"two"])
    assert by_name["Drug"] == words([b"aspirin", b"warfarin"])


def test_enclosed_files_give_the_same_program(main: Path, tmp_path: Path) -> None:
    program = read_program(main)
    first, *rest = program.sources
    files = {f.name: f.content for f in rest}
    again = read_source(first.content.decode(), first.name, base=None, files=files)
    assert again == program
    assert again.sources == program.sources
    for missing in files:
        fewer = {name: content for name, content in files.items() if name != missing}
        with pytest.raises(ConstraintError, match="not enclosed"):
            read_source(first.content.decode(), first.name, base=tmp_path, files=fewer)


@pytest.mark.parametrize("path", ["../x.det", "/x.det", "lib/../../x.det"])
def test_imports_stay_in_their_folder(main: Path, path: str) -> None:
    main.write_text(f'program t\nimport "{path}" as x\noutput := "x"\n')
    with pytest.raises(ConstraintError, match="leaves the folder"):
        read_program(main)


def test_an_imported_file_cannot_leave_its_own_folder(main: Path) -> None:
    (main.parent / "lib" / "deep.det").write_text('category Q := words from "../drugs.txt"\n')
    with pytest.raises(ConstraintError) as caught:
        read_program(main)
    assert str(caught.value).startswith("lib/deep.det:1:26: error: ")


def test_imports_in_a_circle(main: Path) -> None:
    (main.parent / "lib" / "deep.det").write_text('import "more.det"\ncategory Q := "q"\n')
    with pytest.raises(ConstraintError, match=r"itself: lib/more\.det → lib/deep\.det → lib/more\.det"):
        read_program(main)


def test_a_file_imported_twice_brings_its_facts_once() -> None:
    files = {"a.det": b"fact a r b\ncategory X := /x/\n", "b.det": b'import "a.det"\ncategory Y := a.X "y"\n'}
    text = 'program t\nimport "a.det"\nimport "b.det"\noutput := a.X b.Y b.a.X\n'
    program = read_source(text, "t.det", files=files)
    assert len(program.facts) == 1
    assert len(program.sources) == 3


def test_constraints_and_scopes_come_along() -> None:
    library = b"""category Name := /[a-z]/
shape Use := Name
shape Let := "let " Name ";"
scope Defined := names bound by Let
constraint "c" at Use: ensure next_token in Defined
predicate short(x) := x in Name
"""
    text = 'program t\nimport "l.det"\nderive u from shape l.Use ensure l.short(u)\noutput := l.Let u\n'
    shape = read_source(text, "t.det", files={"l.det": library}).output
    found = [s for s in p.walk(shape) if isinstance(s, p.Derive | p.Bind | p.Settle)]
    assert [type(s).__name__ for s in found] == ["Settle", "Bind", "Derive", "Derive"]
    assert {s.scope for s in found if isinstance(s, p.Bind | p.Settle)} == {b"l.Defined"}
    assert [s.ensure for s in found if isinstance(s, p.Derive)][1] == p.Visible(b"l.Defined")


def test_one_word_of_a_file_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "w.txt").write_text("only\n")
    (tmp_path / "t.det").write_text('program t\ncategory W := words from "w.txt"\noutput := W\n')
    assert read_program(tmp_path / "t.det").output == p.Lex(literal(b"only"), "W")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "has no words"),
        (b"# only a comment\n", "has no words"),
        (b"a\na\n", 'w.txt:2:1: error: the word "a" is listed twice'),
        (b"a \n", "w.txt:1:1: error: a word begins and ends without spaces"),
        (b"a\tb\n", "w.txt:1:1: error: a word has no control characters"),
        (b"\xff\n", "w.txt:1:1: error: the word file is not UTF-8 text"),
        (b"x" * 301, "a word has at most 300 bytes"),
    ],
)
def test_word_files_that_are_none(content: bytes, said: str) -> None:
    text = 'program t\ncategory W := words from "w.txt"\noutput := W\n'
    with pytest.raises(ConstraintError) as caught:
        read_source(text, "t.det", files={"w.txt": content})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("grammar", "said"),
    [
        ('start: "a"\n%ignore " "\n', "g.lark:2:1: error: `%ignore`"),
        ("start: x\n", "g.lark:1:8: error: `x` is not defined"),
        ("begin: /a/\n", "has no rule `start`"),
        ("start: start /a/\n", "`start` derives no text"),
        ("start: /a(?=b)/\n", "look-around"),
        ("start: /a/i\n", "flags `i`"),
        ("%import .other.X\nstart: X\n", "only `common` can be imported from"),
    ],
)
def test_grammar_files_that_are_none(grammar: str, said: str) -> None:
    text = 'program t\ncategory G := grammar from "g.lark"\noutput := G\n'
    with pytest.raises(ConstraintError) as caught:
        read_source(text, "t.det", files={"g.lark": grammar.encode()})
    assert said in str(caught.value)
