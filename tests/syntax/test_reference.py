"""The language reference: its programs do what they say, and it names every statement and word."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from lark import Lark
from lark.grammar import Rule
from lark.lexer import PatternRE, TerminalDef

from detlm.config import data_root
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.foreign import examine
from detlm.mask.analysis import analyse
from detlm.mask.trials import Judge
from detlm.syntax import read_program
from detlm.syntax.examples import read_examples
from detlm.syntax.grammar import grammar_text
from detlm.syntax.layout import CHAPTERS, KEYWORDS, RESERVED, split_statements

# What the examples name; the reference says what is in them.
FILES = {
    "herbs.tsv": "sage\tgrows_in\tItaly\nItaly\tpart_of\tEurope\n",
    "parts.det": "category Id(prefix) := prefix /[0-9]{4}/\n",
    "towns.txt": "Ulm\nKyiv\n",
    "tree.lark": 'tree: "[" (/[a-z]/ | tree)* "]"\n',
}
TEXT = (data_root() / "dsl" / "REFERENCE.md").read_text(encoding="utf-8")
(FILES["size.json"],) = re.findall(r"`size.json` of this example is\n`(.*)`", TEXT)
(FILES["even.lean"],) = re.findall(r"```lean\n(.*?)```", TEXT, re.DOTALL)
BLOCKS = re.findall(r"```det\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: re.findall(r"^program (\w+)", b, re.M)[0])
def test_its_programs_are_right(block: str, tmp_path: Path, session_kernel: EmbeddedKernel) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    file = tmp_path / "example.det"
    file.write_text(block, encoding="utf-8")
    program = read_program(file)
    assert [f for f in analyse(program) if f.severity == "error"] == []
    if program.foreign:  # the kernel decides what is admitted, and runs the examples in the Lean file
        examine(program.foreign, session_kernel)
        return
    lines = [e for e in read_examples(block) if e.kind != "?"]
    assert {e.kind for e in lines} == {"+", "-"}
    trials = list(map(Judge(program), lines))
    assert [(t.example.text, t.said) for t in trials if not t.good] == []


def test_every_chapter_has_a_program() -> None:
    chapters = re.split(r"^## ", TEXT, flags=re.M)[1:]
    bare = {c.splitlines()[0] for c in chapters if "```det" not in c}
    assert bare == {"Lines, names, texts", "Statements", "Example lines"}


def test_every_statement_and_expression_is_shown_at_work() -> None:
    code = re.sub(r"--[^\n]*", "", "\n".join(BLOCKS))
    assert [k for k in KEYWORDS if not re.search(rf"^{k}\b", code, re.M)] == []
    assert [w for w in RESERVED if not re.search(rf"\b{w}\b", code)] == []


def test_every_construct_of_the_grammars_is_shown_at_work() -> None:
    """Each sign and part of each rule is in some example of the page, however often it may be repeated."""
    assert unused("constraint", [b[c.start : c.end] for b in BLOCKS for c in split_statements(b)]) == set()
    code = re.sub(r"--[^\n]*|\"[^\"\n]*\"", "", "\n".join(BLOCKS))
    assert unused("regex", re.findall(r"/((?:[^/\\\n]|\\.)+)/", code)) == set()
    sentences = re.findall(r"<CONSTRAINT>(.*?)</CONSTRAINT>|^say \"(.*)\"", "\n".join(BLOCKS), re.M)
    assert unused("natural", ["".join(s) for s in sentences]) == set()


def unused(name: str, texts: list[str]) -> set[tuple[str, str]]:
    """The signs and rules that stand in a rule of a grammar and that no text uses there."""

    def with_names(terminal: TerminalDef) -> TerminalDef:
        if (name, terminal.name) == ("natural", "NAME"):
            terminal.pattern = PatternRE("aspirin|ibuprofen|paracetamol")
        return terminal

    grammar = Lark(grammar_text(name), parser="lalr", edit_terminals=with_names)
    used: set[tuple[str, str]] = set()
    for rule, made in list(grammar._callbacks.items()):
        if isinstance(rule, Rule):

            def recorded(children: Any, *, rule: Rule = rule, made: Any = made) -> Any:
                used.update(signs(rule))
                return made(children)

            grammar._callbacks[rule] = recorded
    for text in texts:
        grammar.parse(text)
    return {sign for rule in grammar.rules for sign in signs(rule)} - used


def signs(rule: Rule) -> set[tuple[str, str]]:
    own = rule.alias or rule.origin.name
    return {(own, symbol.name) for symbol in rule.expansion if symbol.name != rule.origin.name}


def test_every_chapter_that_messages_name_is_there() -> None:
    anchors = {
        re.sub(r"[^a-z -]", "", h.lower()).replace(" ", "-") for h in re.findall("^## (.*)", TEXT, re.M)
    }
    root = data_root() / "detlm"
    code = "".join(
        f.read_text(encoding="utf-8") for d in ("syntax", "console") for f in (root / d).glob("*.py")
    )
    named = set(CHAPTERS.values()) | {"statements"} | set(re.findall(r'see="([a-z-]+)"', code))
    assert named - anchors == set()


def test_it_names_every_statement_and_word() -> None:
    table = TEXT.partition("## Statements")[2].partition("## ")[0]
    assert [
        k for k in KEYWORDS if not re.search(rf"`{k}\b", table) and not re.search(rf"`{k}s? ", table)
    ] == []
    assert [w for w in RESERVED if not re.search(rf"`[^`\n]*\b{w}\b[^`\n]*`", TEXT)] == []


def test_its_links_lead_somewhere() -> None:
    for link in re.findall(r"\]\(([^)]+)\)", TEXT):
        assert (data_root() / "dsl" / link).is_file(), link
