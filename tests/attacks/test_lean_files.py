"""Lean files that cheat, as ``detlm lean check`` gets them: ``lean/NAME.lean``.

The first line of each says what must be said of it. ``-- rejected:``, with why; or ``-- accepted as:``, with
what is really stated, which is not what the file looks like; or ``-- no verdict:``, with what stops it.
Those that run code or change the grammar are refused unread where they come with a certificate.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from detlm.console import lean
from detlm.errors import KernelTimeout
from detlm.kernel.screen import screen
from tests.conftest import Borrowed

FILES = sorted((Path(__file__).parent / "lean").glob("*.lean"))


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_cheat_is_reported(
    file: Path, borrowed: Borrowed, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lean, "open_kernel", lambda _name: borrowed)
    verdict, _, words = file.read_text().partition("\n")[0].removeprefix("-- ").partition(": ")
    if verdict == "no verdict":
        with pytest.raises(KernelTimeout, match=words):
            lean.check_file(file, "embedded", 3.0, as_json=False)
        return
    status = lean.check_file(file, "embedded", 60.0, as_json=False)
    said = capsys.readouterr().out
    assert status == {"rejected": 1, "accepted as": 0}[verdict], said
    assert words in said
    if verdict == "accepted as":
        assert f"{words}\n" in said, "nothing follows the statement on its line"


ACTS = {
    *(
        "bv-decide",
        "csimp",
        "elaborator-of-its-own",
        "extern",
        "fake-axioms",
        "gap-by-macro",
        "implemented-by",
    ),
    *("macro-for-statement", "macro-loops", "notation-for-false", "own-equality", "printing-turned"),
    *("reads-a-file", "runs-at-import", "unsafe"),
}


@pytest.mark.parametrize("name", sorted(ACTS))
def test_what_acts_is_refused_unread_in_a_certificate(name: str) -> None:
    text = (Path(__file__).parent / "lean" / f"{name}.lean").read_text()
    assert screen(text, trusted=False)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "#eval 1",
            "run_cmd x",
            "cbv_simproc x",
            "builtin_cbv_simproc_decl x",
            "declare_term_config_elab x",
        ),
        *("register_try?_tactic x", "register_linter_set x", "declare_uint_simprocs X", "elabToSyntax% x"),
        *("@[cbv_simproc] def x := 1", "attribute [tactic x] y", "simproc_pattern% x", "deprecated_syntax x"),
    ],
)
def test_words_that_run_code_are_refused_unread(text: str) -> None:
    assert screen(text, trusted=False) and not screen(text, trusted=True)


def test_names_of_one_s_own_are_not_refused() -> None:
    assert not screen("def runs_of (declared : Nat) := declared", trusted=False)
