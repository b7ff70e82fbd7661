"""``detlm lean check``: a gap in a proof is told once, where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.console.gaps import told_once
from detlm.kernel.protocol import Message
from tests.console.conftest import Call

AXIOM = "`{}` has a gap: `sorry`, or a proof that failed"


def said(text: str, line: int, column: int) -> Message:
    return Message(severity="error", text=text, line=line, column=column)


def test_the_word_tells_it_best() -> None:
    word = said("`sorry` leaves a gap in a proof", 13, 21)
    around = said("declaration uses `sorry`", 13, 8)
    assert told_once([word, around, said(AXIOM.format("w"), 1, 0)]) == [word]


def test_what_no_word_shows_is_told_at_its_declaration() -> None:
    word, by_word = said("`sorry` leaves a gap in a proof", 2, 4), said("declaration uses `sorry`", 1, 8)
    by_macro = said("declaration uses `sorry`", 4, 8)
    assert told_once([word, by_word, by_macro, said(AXIOM.format("m"), 1, 0)]) == [word, by_macro]


def test_what_nothing_else_shows_is_told_all_the_same() -> None:
    only = said(AXIOM.format("w"), 1, 0)
    note = Message(severity="information", text="-2", line=3, column=0)
    assert told_once([note, only]) == [note, only]


@pytest.mark.usefixtures("built")
def test_a_file_with_a_gap(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "gap.lean"
    file.write_text("theorem good : 1 = 1 := rfl\ntheorem w : 1 = 2 := sorry\n")
    done = call("lean", "check", file)
    assert done.code == 1
    assert [line for line in done.out.splitlines() if "error" in line] == [
        f"{file}:2:22: error: `sorry` leaves a gap in a proof"
    ]
