"""The statement: its digest covers the meaning and nothing but the meaning."""

from __future__ import annotations

import re

from detlm.certificate import statement
from detlm.config import data_root
from detlm.syntax.program import Program


def test_the_meaning_is_closed_under_imports() -> None:
    """What ``Admits`` is made of imports nothing outside the digested files."""
    for name in statement.MEANING:
        text = (data_root() / "lean" / "DetLM" / name).read_text()
        for module in re.findall(r"^import (\S+)", text, re.M):
            assert module.removeprefix("DetLM.").replace(".", "/") + ".lean" in statement.MEANING, name
    program = (data_root() / "lean" / "DetLM" / statement.MEANING[-1]).read_text()
    assert "def Admits " in program


def test_the_digest_leaves_out_the_witness_and_nothing_else(medication: Program) -> None:
    from detlm.knowledge.closure import FactStep

    def digest(prompt: bytes = b"q", output: bytes = b"aspirin is a drug.", witness: tuple = ()) -> str:  # type: ignore[type-arg]
        return statement.statement_sha256(statement.obligation(medication, prompt, output, witness))

    assert digest() == digest(witness=(FactStep(0),))
    assert (
        len({digest(), digest(prompt=b"r"), digest(output=b"warfarin is a drug."), digest(prompt=b"q\0")})
        == 4
    )
