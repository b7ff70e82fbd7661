"""Running the examples of the Lean library: each file is reported, and a false example is found."""

from __future__ import annotations

import json

import pytest

from detlm.console import lean as console
from detlm.errors import KernelBuildError
from detlm.kernel import examples
from detlm.kernel.examples import FileOfExamples, run_examples
from tests.kernel.tiny import Tiny

GOOD = "import DetLM\nexample : True := b\ntheorem t : True := b\n"
FALSE = "import DetLM\nexample : True := b\nexample : False := b\n"


def run(tiny: Tiny) -> dict[str, FileOfExamples]:
    return {one.name: one for one in run_examples(source_root=tiny.lean, core_root=tiny.core, progress=False)}


def test_every_shipped_example_holds(capsys: pytest.CaptureFixture[str]) -> None:
    code = console.run_examples(as_json=True)
    said = json.loads(capsys.readouterr().out)
    assert code == 0 and said["holds"] and said["seconds"] < 60, said
    files = {one["name"]: one for one in said["files"]}
    assert len(files) >= 11 and sum(one["examples"] for one in said["files"]) >= 130
    assert files["DetLMTest.Spec.Automaton"]["examples"] >= 10
    assert not any(one["messages"] for one in said["files"])


def test_a_false_example_fails_its_file_only(tiny: Tiny) -> None:
    tiny.write("lean/DetLMTest.lean", "import DetLMTest.Good\nimport DetLMTest.False\n")
    tiny.write("lean/DetLMTest/Good.lean", GOOD)
    tiny.write("lean/DetLMTest/False.lean", FALSE)
    found = run(tiny)
    assert found["DetLMTest.Good"].holds and found["DetLMTest.Good"].count == 2
    failed = found["DetLMTest.False"]
    assert not failed.holds and failed.count == 2
    assert [(one.line, one.severity) for one in failed.remarks] == [(3, "error")]
    assert found["DetLMTest"].missing == "DetLMTest.False" and not found["DetLMTest"].holds


def test_files_may_import_each_other(tiny: Tiny) -> None:
    tiny.write("lean/DetLMTest/A.lean", "import DetLM\nimport DetLMTest.Z\nexample : True := t\n")
    tiny.write("lean/DetLMTest/Z.lean", GOOD)
    assert {name: one.holds for name, one in run(tiny).items()} == {
        "DetLMTest.Z": True,
        "DetLMTest.A": True,
    }


def test_a_library_that_does_not_compile_is_no_failed_example(tiny: Tiny) -> None:
    tiny.write("lean/DetLMTest/Good.lean", GOOD)
    tiny.write("lean/DetLM/B.lean", "import DetLM.A\ntheorem b : False := a\n")
    with pytest.raises(KernelBuildError, match=r"B\.lean:2"):
        run(tiny)


def test_what_the_command_says(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny.write("lean/DetLMTest/Good.lean", GOOD)
    tiny.write("lean/DetLMTest/False.lean", FALSE)
    tiny.write("lean/DetLMTest/Later.lean", "import DetLMTest.False\n")
    made = list(run_examples(source_root=tiny.lean, core_root=tiny.core, progress=False))
    monkeypatch.setattr(examples, "run_examples", lambda progress: iter(made))
    assert console.run_examples(as_json=False) == 1
    out = capsys.readouterr().out
    assert "holds   DetLMTest.Good: 2 examples" in out and "FAILED  DetLMTest.False" in out
    assert "False.lean:3:" in out and "not run  DetLMTest.Later: DetLMTest.False failed" in out
    assert "4 examples in 3 files, 2 files failed" in out
    made[:] = [one for one in made if one.holds]
    assert console.run_examples(as_json=False) == 0
    assert "2 examples in 1 file, all hold" in capsys.readouterr().out
