"""The Visual Studio Code extension: its parts fit together and its words are the language's."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from typing import Any

import pytest

from detlm.config import data_root
from tests.lsp.textmate import FILE, with_words

EXTENSION = FILE.parent.parent


def load(name: str) -> Any:
    return json.loads((EXTENSION / name).read_text(encoding="utf-8"))


def test_the_words_are_those_of_the_language() -> None:
    grammar = json.loads(FILE.read_text(encoding="utf-8"))
    assert grammar == with_words(json.loads(FILE.read_text(encoding="utf-8")))


def test_every_file_that_the_manifest_names_exists() -> None:
    manifest = load("package.json")
    contributed = manifest["contributes"]
    named = [
        manifest["main"],
        contributed["languages"][0]["configuration"],
        contributed["grammars"][0]["path"],
    ]
    for name in named:
        assert (EXTENSION / name).is_file(), name
    assert contributed["grammars"][0]["scopeName"] == load("syntaxes/detlm.tmLanguage.json")["scopeName"]


def test_patterns_see_what_they_are_for() -> None:
    rules = load("syntaxes/detlm.tmLanguage.json")["repository"]
    text = (data_root() / "dsl" / "examples" / "medication.det").read_text(encoding="utf-8")

    def found(rule: str) -> list[str]:
        return [m.group() for m in re.finditer(rules[rule]["match"], text, re.MULTILINE)]

    assert '"pain relief"' in found("string")
    assert "forbid" in found("statement")
    assert "ensure" in found("word")
    assert "category Claim" in found("definition")
    assert len(found("example")) == 7


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node")
def test_the_script_is_javascript() -> None:
    checked = subprocess.run(
        ["node", "--check", str(EXTENSION / "extension.js")], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
