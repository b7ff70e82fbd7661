"""The language reference shows programs that read, and names every statement and word."""

from __future__ import annotations

import re

from detlm.config import data_root
from detlm.syntax import read_source
from detlm.syntax.layout import CHAPTERS, KEYWORDS, RESERVED

FILES = {"herbs.tsv": b"sage\tgrows_in\tItaly\nItaly\tpart_of\tEurope\n"}
TEXT = (data_root() / "dsl" / "REFERENCE.md").read_text(encoding="utf-8")


def test_its_programs_read() -> None:
    blocks = re.findall(r"```det\n(.*?)```", TEXT, re.DOTALL)
    assert blocks
    for block in blocks:
        assert read_source(block, "REFERENCE.md", files=FILES).name


def test_every_chapter_that_messages_name_is_there() -> None:
    anchors = {
        re.sub(r"[^a-z -]", "", h.lower()).replace(" ", "-") for h in re.findall("^## (.*)", TEXT, re.M)
    }
    code = "".join(f.read_text(encoding="utf-8") for f in (data_root() / "detlm" / "syntax").glob("*.py"))
    named = set(CHAPTERS.values()) | {"statements"} | set(re.findall(r'see="([a-z-]+)"', code))
    assert named - anchors == set()


def test_it_names_every_statement_and_word() -> None:
    table = TEXT.partition("## Statements")[2].partition("## ")[0]
    assert [
        k for k in KEYWORDS if not re.search(rf"`{k}\b", table) and not re.search(rf"`{k}s? ", table)
    ] == []
    assert [w for w in RESERVED if not re.search(rf"`[^`\n]*\b{w}\b[^`\n]*`", TEXT)] == []
