"""Why spans were admitted, in plain words: names, sums, derivations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from detlm.certificate import statement
from detlm.console.explaining import run
from tests.attacks.constructs import DEFINITIONS, ORDER
from tests.attacks.grammars import SUMS
from tests.attacks.honest import LEAN, MEANING, certificate


def _explained(
    files: dict[str, str],
    output: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    kind: str = "output",
) -> str:
    made = {**certificate(files, "", output), "kind": kind}
    text = json.dumps(made).replace(MEANING, statement.meaning_sha256())
    file = folder / "run.json"
    file.write_text(text.replace(LEAN, statement.lean_version()))
    assert run(file, tokens=False, as_json=False) == 0
    return capsys.readouterr().out


def test_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _explained(DEFINITIONS, "let a = 1\nlet b = a\n", tmp_path, capsys)
    assert '"a" is a name that Defined shows here: a\n' in shown
    shown = _explained(DEFINITIONS, "let b = a\n", tmp_path, capsys)
    assert 'does not hold: "a" is no name that Defined shows here: none\n' in shown


@pytest.mark.parametrize(("total", "word"), [("1.00", "="), ("1.01", "is not")])
def test_sums(total: str, word: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    item = '{"product":"bolt","qty":2,"price":0.50,"amount":1.00}'
    shown = _explained(ORDER, f'{{"items":[{item}],"total":{total}}}', tmp_path, capsys)
    assert "items 1 of 1: 1.00 (amount) = 2 (qty) × 0.50 (price)\n" in shown
    assert f"{total} (total) {word} 1.00 (amount)\n" in shown


def test_derivations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shown = _explained(SUMS, "(1 + 22);()", tmp_path, capsys)
    tree = ["sum", '  "("', '  sum "1"', '  " + "', '  sum "22"', '  ")"']
    assert "".join(f"    {line}\n" for line in tree) in shown


def test_of_an_unfinished_output_this_is_said_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shown = _explained(DEFINITIONS, "let a =", tmp_path, capsys, kind="prefix").splitlines()
    assert shown[2].strip() == "unfinished: generation ended early, and no verifier accepts a prefix"
    assert shown[4].startswith("The output is unfinished: ")
    whole = _explained(DEFINITIONS, "let a =", tmp_path, capsys)
    assert "unfinished" not in whole and "The output does not have exactly one parse" in whole
    # A prefix can have the form of an answer.
    assert '"a" is a name' in _explained(DEFINITIONS, "let a = 1\nlet b = a\n", tmp_path, capsys, "prefix")
