"""The language reference: its programs do what they say, and it names every statement and word."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.mask.analysis import analyse
from detlm.mask.trials import Judge
from detlm.syntax import read_program
from detlm.syntax.examples import read_examples
from detlm.syntax.layout import CHAPTERS, KEYWORDS, RESERVED

# What the examples name; the reference says what is in them.
FILES = {
    "herbs.tsv": "sage\tgrows_in\tItaly\nItaly\tpart_of\tEurope\n",
    "parts.det": "category Id(prefix) := prefix /[0-9]{4}/\n",
    "towns.txt": "Ulm\nKyiv\n",
}
TEXT = (data_root() / "dsl" / "REFERENCE.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```det\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda b: re.findall(r"^program (\w+)", b, re.M)[0])
def test_its_programs_are_right(block: str, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    file = tmp_path / "example.det"
    file.write_text(block, encoding="utf-8")
    program = read_program(file)
    assert [f for f in analyse(program) if f.severity == "error"] == []
    lines = [e for e in read_examples(block) if e.kind != "?"]
    assert {e.kind for e in lines} == {"+", "-"}
    trials = list(map(Judge(program), lines))
    assert [(t.example.text, t.said) for t in trials if not t.good] == []


def test_every_chapter_has_a_program() -> None:
    chapters = re.split(r"^## ", TEXT, flags=re.M)[1:]
    bare = {c.splitlines()[0] for c in chapters if "```det" not in c}
    # A category in Lean needs its Lean file: tests/console/test_lean_tutorial.py runs one.
    assert bare == {"Lines, names, texts", "Statements", "Categories in Lean", "Example lines"}


def test_every_statement_and_expression_is_shown_at_work() -> None:
    code = re.sub(r"--[^\n]*", "", "\n".join(BLOCKS))
    assert [k for k in KEYWORDS if not re.search(rf"^{k}\b", code, re.M)] == []
    assert [w for w in RESERVED if not re.search(rf"\b{w}\b", code)] == []


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
