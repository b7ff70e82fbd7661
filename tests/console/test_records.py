"""``--json`` where a command cannot do its work, and several files of which some cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import MEDICATION
from tests.console.conftest import Call

KEYS = {"file", "line", "column", "message", "hint"}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "nowhere.det"], 1),
        (["check"], 2),
        (["check", MEDICATION, "--graph", "nowhere/x.svg"], 2),
        (["test", "nowhere.det", MEDICATION], 1),
        (["generate", "nowhere.det", "-p", "x"], 1),
        (["generate", MEDICATION, "-p", "@nowhere"], 2),
        (["verify", "nowhere.json"], 2),
        (["explain", "nowhere.json"], 2),
        (["explain", MEDICATION], 1),
        (["lean", "check", "nowhere.lean"], 2),
        (["chek"], 2),
    ],
    ids=str,
)
def test_errors_are_one_object(call: Call, arguments: list[str], code: int) -> None:
    done = call(*arguments, "--json")
    assert (done.code, done.err) == (code, "")
    told = json.loads(done.out)
    assert told["ok"] is False
    assert told["errors"] and all(error.keys() == KEYS for error in told["errors"])
    assert call(*arguments).err  # people are told in words


def test_a_contradiction_is_an_error_like_a_mistake(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "never.det"
    file.write_text('program never\ncategory A := "a" and "b"\noutput := A\n')
    checked = json.loads(call("check", file, "--json").out)["errors"]
    assert [(e["file"], e["line"], e.keys() == KEYS) for e in checked] == [(str(file), 2, True)]
    assert json.loads(call("generate", file, "-p", "x", "--json").out)["errors"] == checked
    assert json.loads(call("test", file, "--json").out)["errors"] == checked
    assert json.loads(call("check", MEDICATION, "--json").out)["errors"] == []


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """A file, one with a mistake, one more."""
    files = [tmp_path / name for name in ("a.det", "b.det", "c.det")]
    files[0].write_text('program a\noutput :=   "a"\n-- + a\n')
    files[1].write_text("program b\noutput :=\n")
    files[2].write_text('program c\noutput :=   "c"\n-- + d\n')
    return files


def test_a_faulty_file_does_not_cost_the_others_their_form(call: Call, three: list[Path]) -> None:
    done = call("fmt", *three, three[0].parent / "nowhere.det")
    assert done.code == 1
    said = [(line.split(":")[0], "error" in line) for line in done.err.splitlines() if line[:1] not in " "]
    assert said == [(str(three[0]), False), (str(three[1]), True), (str(three[2]), False), ("error", True)]
    assert three[2].read_text() == 'program c\noutput := "c"\n-- + d\n'


def test_a_faulty_file_does_not_cost_the_others_their_examples(call: Call, three: list[Path]) -> None:
    done = call("test", *three)
    assert done.code == 1
    assert (
        done.out.startswith(f"{three[0]}: 1 example ok\n")
        and f"{three[2]}: 1 of 1 example failed" in done.out
    )
    assert f"{three[1]}:2:" in done.err
    told = json.loads(call("test", *three, "--json").out)
    assert not told["ok"]
    assert [(len(f["errors"]), len(f["examples"])) for f in told["files"]] == [(0, 1), (1, 0), (0, 1)]
    assert told["errors"] == told["files"][1]["errors"]


def test_a_byte_order_mark_is_dropped(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "marked.det"
    file.write_text('program marked\noutput := "x"\n', encoding="utf-8-sig")
    assert call("fmt", "--check", file).code == 1
    assert call("fmt", file).code == 0
    assert file.read_text() == 'program marked\noutput := "x"\n'


def test_no_prompt_is_called_an_empty_one(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "asked.det"
    file.write_text(
        'program asked\ncategory A := "a"\n'
        'derive x from category A given mentions(prompt, "long")\noutput := x\n'
    )
    said = call("check", file).err
    assert (
        "nothing is admissible for an empty prompt" in said
        and 'hint: check it for a prompt: --prompt "' in said
    )
    said = call("check", file, "--prompt", "short").err
    assert "nothing is admissible for this prompt" in said and "hint" not in said
    assert call("check", file, "--prompt", "long").code == 0


def test_a_misspelt_command_is_suggested_once(call: Call) -> None:
    assert call("chek").err.count("Did you mean") <= 1  # older versions of typer suggest nothing
