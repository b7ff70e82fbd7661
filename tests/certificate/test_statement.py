"""The statement: its digest covers the meaning and nothing but the meaning."""

from __future__ import annotations

import re

from detlm.certificate import statement
from detlm.config import data_root
from detlm.kernel.build import ensure_built
from detlm.kernel.coverage import Name, references
from detlm.kernel.objects import module_constants
from detlm.syntax.program import Program

#: The tag of a constructor among the kinds of constants.
CONSTRUCTOR = 6


def test_the_meaning_is_closed_under_imports() -> None:
    """What ``Admits`` is made of imports nothing outside the digested files."""
    for name in statement.MEANING:
        text = (data_root() / "lean" / "DetLM" / name).read_text()
        for module in re.findall(r"^import (\S+)", text, re.M):
            assert module.removeprefix("DetLM.").replace(".", "/") + ".lean" in statement.MEANING, name
    program = (data_root() / "lean" / "DetLM" / statement.MEANING[-1]).read_text()
    assert "def Admits " in program


def test_the_meaning_is_all_that_admission_speaks_of_and_nothing_else() -> None:
    """By constants: the files of everything that ``DetLM.Admits`` refers to, in statement or value."""
    library = ensure_built().path
    home: dict[Name, str] = {}
    refers: dict[Name, set[Name]] = {}
    constructors: dict[Name, set[Name]] = {}
    for path in sorted(library.rglob("DetLM/**/*.olean")):
        memory, constants = module_constants(path.read_bytes())
        for place, constant in constants:
            name = memory.name(place)
            home[name] = path.relative_to(library / "DetLM").with_suffix(".lean").as_posix()
            refers[name] = references(memory, [constant])
            if memory.tag(constant)[0] == CONSTRUCTOR:
                constructors.setdefault(name[:-1], set()).add(name)
    waiting: list[Name] = [("DetLM", "Admits"), ("DetLM", "KeepsTo")]
    reached: set[Name] = set()
    while waiting:
        name = waiting.pop()
        if name in home and name not in reached:
            reached.add(name)
            waiting += [*refers[name], *constructors.get(name, ())]
    assert ("DetLM", "Derives") in reached and ("DetLM", "check") not in reached
    assert {home[name] for name in reached} == set(statement.MEANING)


def test_the_digest_leaves_out_the_witness_and_nothing_else(medication: Program) -> None:
    from detlm.knowledge.closure import FactStep

    def digest(prompt: bytes = b"q", output: bytes = b"aspirin is a drug.", witness: tuple = ()) -> str:  # type: ignore[type-arg]
        return statement.statement_sha256(statement.obligation(medication, prompt, output, witness))

    assert digest() == digest(witness=(FactStep(0),))
    assert (
        len({digest(), digest(prompt=b"r"), digest(output=b"warfarin is a drug."), digest(prompt=b"q\0")})
        == 4
    )
