"""What ``leanexport`` writes, read back as our own text: the same text, whatever expression it is."""

from __future__ import annotations

import json

import pytest

from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.leanexport import Export, NotRead, differences
from detlm.kernel.protocol import CheckRequest
from tests.kernel.exported import Writer, export_of

#: Written by hand after leanprover/lean4's src/LeanExport/Basic.lean: keys in the order of its output.
BY_HAND = """
{"meta":{"exporter":{"name":"lean4export","version":"3.1.0"},"format":{"version":"3.1.0"},"lean":{"githash":"0","version":"4.35.0"}}}
{"in":1,"str":{"pre":0,"str":"Nat"}}
{"const":{"name":1,"us":[]},"ie":0}
{"in":2,"str":{"pre":0,"str":"Eq"}}
{"il":1,"succ":0}
{"const":{"name":2,"us":[1]},"ie":1}
{"app":{"arg":0,"fn":1},"ie":2}
{"bvar":0,"ie":3}
{"app":{"arg":3,"fn":2},"ie":4}
{"ie":5,"natVal":"5"}
{"app":{"arg":5,"fn":4},"ie":6}
{"in":3,"str":{"pre":0,"str":"n"}}
{"forallE":{"binderInfo":"default","body":6,"name":3,"type":0},"ie":7}
{"in":4,"num":{"i":0,"pre":3}}
{"thm":{"all":[4],"levelParams":[],"name":4,"type":7,"value":7}}
{"axiom":{"isUnsafe":false,"levelParams":[],"name":3,"type":7}}
{"inductive":{"ctors":[],"recs":[],"types":[]}}
"""


def test_lines_as_lean_writes_them() -> None:
    export = Export(BY_HAND.splitlines())
    wanted = "(pi (const Nat []) (app (app (app (const Eq [1]) (const Nat [])) (bvar 0)) (lit 5)))"
    assert export.statement("n.0") == ("theorem", wanted)
    assert export.statement("n") == ("axiom", wanted) and export.axioms == {"n"}
    assert export.statement("Nat") is None
    assert differences(export, {"n.0": wanted}, {"elsewhere": "(lit 0)"}) == []
    assert differences(export, {"n": wanted}, {}), "an axiom is no theorem"
    assert differences(export, {"m": wanted}, {})


@pytest.mark.parametrize(
    "expression",
    [
        "(sort 0)", "(sort 3)", "(sort (succ (param 1)))", "(sort (max (param 0) (imax 1 (param 1))))",
        '(const A."x y".3."\\u2028" [0 (succ (succ (param 0)))])', '(lit "a \\"b\\" \\u0440")',
        f"(lit {2**64 - 1})", f"(lit {hex(2**64)})", f"(lit {hex(7**9999)})", "(proj Prod 1 (bvar 3))",
        "(let (sort 0) (lit 1) (lam (bvar 0) (pi (bvar 1) (bvar 0))))",
    ],
)  # fmt: skip
def test_every_expression_comes_back(expression: str) -> None:
    writer = Writer()
    writer.theorem("x", expression, parameters=2)
    assert Export(writer.lines).statement("x") == ("theorem", expression)


def test_what_the_kernel_holds_comes_back(session_kernel: EmbeddedKernel) -> None:
    names = ("DetLM.Accepted.admits", "DetLM.mentions_iff", "List.append_assoc")
    verdict = session_kernel.check(CheckRequest(source="", declarations=names))
    for held in verdict.declarations:
        writer = Writer()
        writer.theorem(held.name, held.type, held.levels)
        assert Export(writer.lines).statement(held.name) == ("theorem", held.type)


@pytest.mark.parametrize(
    "lines",
    [
        [], ["{}"], ["[]"], ["nonsense"], ['{"meta": {}}'], ['{"meta": {"format": {"version": "2.0.0"}}}'],
        ['{"meta": {"format": {"version": "3.1.0"}}}', '{"in": 1, "str": {"pre": 7, "str": "x"}}'],
        [export_of({"x": "(sort 0)"}, {}), *export_of({"x": "(sort 0)"}, {}).splitlines()[1:]],
        ["[" * 100_000],
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused(lines: list[str]) -> None:
    with pytest.raises(NotRead):
        Export("\n".join(lines).splitlines())


def test_a_loop_comes_to_an_end() -> None:
    writer = Writer()
    writer.theorem("x", "(app (sort 0) (sort 1))")
    lines = [line.replace('"fn": 0', '"fn": 2') for line in writer.lines]
    assert lines != writer.lines
    with pytest.raises(NotRead, match="more than 8 MiB"):
        Export(lines).statement("x")
    assert json.loads(lines[0])["meta"]
