"""The house rules of the Lean sources: each is seen to be broken, and the shipped sources keep to them."""

from __future__ import annotations

import json

import pytest

from detlm.console import lean as console
from detlm.kernel import coverage
from detlm.kernel import lint as rules
from detlm.kernel.lint import Linted, lint
from tests.kernel.tiny import Tiny

TITLE = "/-!\n# A\n\n## Main results\n\n* `a`\n-/\n"


A = "/-- A. -/\ntheorem a : True := True.intro\n"


def found(tiny: Tiny) -> list[tuple[str, int, str]]:
    """Every remark as (file, line, rule)."""
    return [
        (one.path.relative_to(tiny.lean).as_posix(), one.line, one.rule)
        for one in lint(source_root=tiny.lean, core_root=tiny.core, progress=False).remarks
    ]


@pytest.fixture
def neat(tiny: Tiny) -> Tiny:
    """A library that keeps to every rule."""
    tiny.write("lean/DetLM.lean", "import DetLM.Data.A\nimport DetLM.Thm.B\n/-! # All -/\n")
    (tiny.lean / "DetLM/A.lean").unlink()
    (tiny.lean / "DetLM/B.lean").unlink()
    tiny.write("lean/DetLM/Data/A.lean", TITLE + A)
    tiny.write(
        "lean/DetLM/Thm/B.lean", "import DetLM.Data.A\n" + TITLE + "/-- B. -/\ntheorem b : True := a\n"
    )
    tiny.write("lean/DetLMTest.lean", "import DetLMTest.T\n/-! # All tests -/\n")
    tiny.write("lean/DetLMTest/T.lean", "import DetLM\n/-! # T -/\nexample : True := b\n")
    return tiny


def test_the_shipped_sources_keep_to_the_house_rules(capsys: pytest.CaptureFixture[str]) -> None:
    code = console.lint(as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert said["remarks"] == [] and code == 0 and said["files"] >= 45


def test_a_neat_library_has_no_remarks(neat: Tiny) -> None:
    assert found(neat) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Lean's own linters
        (TITLE + A + "/-- F. -/\ndef f (x y : Bool) : Bool := x\n",
         [(11, "linter.unusedVariables")]),
        (TITLE + A + "/-- S. -/\nstructure S where\n  x : Bool\n",
         [(12, "linter.missingDocs")]),
        # docstrings, of theorems too
        (TITLE + "theorem a : True := True.intro\n", [(8, "docstring")]),
        (TITLE + "-- A.\n@[reducible]\nprivate def c : Bool := Bool.true\n" + A,
         [(10, "docstring")]),
        (TITLE + A + "\n/-! Section -/\ntheorem c : True := a\n",
         [(12, "docstring")]),
        # module docstrings
        (A, [(1, "module-doc")]),
        ("/-!\n# A\n-/\n" + A, [(1, "module-doc")]),
        # length
        (TITLE + A + "\n" * 692, [(701, "length")]),
    ],
)  # fmt: skip
def test_each_rule_is_seen_to_be_broken(neat: Tiny, text: str, expected: list[tuple[int, str]]) -> None:
    neat.write("lean/DetLM/Data/A.lean", text)
    assert found(neat) == [("DetLM/Data/A.lean", *one) for one in expected]


def test_attributes_may_stand_between_docstring_and_declaration(neat: Tiny) -> None:
    neat.write(
        "lean/DetLM/Data/A.lean",
        TITLE + "/-- C\nlong. -/\n@[reducible]\ndef c : Bool := Bool.true\n" + A,
    )
    assert found(neat) == []


def test_a_module_that_no_root_imports(neat: Tiny) -> None:
    neat.write("lean/DetLM.lean", "import DetLM.Thm.B\n/-! # All -/\n")
    neat.write("lean/DetLMTest.lean", "import DetLM\n/-! # All tests -/\n")
    assert found(neat) == [("DetLM.lean", 1, "imports"), ("DetLMTest.lean", 1, "imports")]


def test_layers_are_kept(neat: Tiny) -> None:
    neat.write("lean/DetLM/Thm/B.lean", TITLE + "/-- B. -/\ntheorem b : True := True.intro\n")
    neat.write(
        "lean/DetLM/Data/A.lean", "import DetLM.Thm.B\n" + TITLE + "/-- A. -/\ntheorem a : True := b\n"
    )
    assert found(neat) == [("DetLM/Data/A.lean", 1, "layers")]


def test_what_the_command_says(
    neat: Tiny, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    neat.write("lean/DetLM/Data/A.lean", TITLE + "theorem a : True := True.intro\n")
    result = lint(source_root=neat.lean, core_root=neat.core, progress=False)
    monkeypatch.setattr(rules, "lint", lambda progress: result)
    assert console.lint(as_json=False) == 1
    out = capsys.readouterr().out
    assert "A.lean:8:1: warning: theorem a has no docstring [docstring]" in out and "5 files: 1 remark" in out
    monkeypatch.setattr(rules, "lint", lambda progress: Linted(5, ()))
    assert console.lint(as_json=False) == 0 and "nothing to remark" in capsys.readouterr().out


def test_a_list_of_core_names_that_is_not_exact_is_remarked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "difference", lambda used, written: "not listed: Nat.magic")
    monkeypatch.setattr(rules, "compile_module", lambda *arguments: ([], 0.0))
    remarks = lint(progress=False).remarks
    assert [(one.rule, one.path.name) for one in remarks] == [("coverage", "COVERAGE.md")]
    assert "python -m detlm.kernel.coverage" in remarks[0].text
