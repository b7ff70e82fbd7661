"""Minutes of changed programs through reader, analysis, compiler: each is refused with a place, or compiled.

Files of the repository are cut into words; words are left out, doubled, exchanged and taken from other files,
so that most programs come further than the parser. No program may take long.
"""

from __future__ import annotations

import random
import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from detlm.config import data_root
from detlm.errors import ConstraintError, MaskError, NoAdmissibleCompletion
from detlm.mask.analysis import analyse
from detlm.mask.compile import compile_program
from detlm.syntax import read_source

SECONDS = 300  # of processor time, altogether
LONGEST = 100  # of processor time, for one program: analysis and compiler stop at their limits before

DSL = data_root() / "dsl"
PROGRAMS = [p.read_text(encoding="utf-8") for p in sorted((DSL / "examples").glob("*.det"))]
LIBRARIES = [
    f"program t\n{p.read_text(encoding='utf-8')}\noutput := {name}\n"
    for p in sorted((DSL / "std").glob("*.det"))
    for name in re.findall(r"^category (\w+) *:=", p.read_text(encoding="utf-8"), re.MULTILINE)[:3]
]
FILES = {p.name: p.read_bytes() for p in (DSL / "examples").iterdir() if p.suffix != ".det"}
FILES |= {f"std/{p.name}": p.read_bytes() for p in (DSL / "std").glob("*.det")}
FILES["g.lark"] = b'start: "(" start ")" | INT\n%import common.INT\n'
FILES["s.json"] = b'{"type": "array", "items": {"enum": ["a", 1, null]}, "maxItems": 3}'
FILES["w.txt"] = b"one\ntwo\n"
PIECES = """\
grammar { s: "a" s "b" | "" }
grammar from "g.lark"
json schema from "s.json"
json compact { a: X b?: [ X ] length 0 to 3 }
words from "w.txt"
{ X } up to 3
repeat 0 to 2 X
(X or Y)
x: X
not supported(x)
every y in x: y in X
x.a + 1 < sum(y for y in x)
distinct(x)
/[a-z]{0,40}/
/(a|b)*c/
integer from -5 to 1000
decimal(2) from 0.00 to 99.99
date from 2024-01-01 to 2025-02-28
at most 3 words
require one of "a" "b"
exactly 2 times "x"
after "</think>"
sentence of facts
shape S := x: X
scope S := names bound by X within Y""".splitlines()
WORD = re.compile(r'"(?:[^"\\\n]|\\.)*"|/(?:[^/\\\n]|\\.)+/|--[^\n]*|\w+|:=|->|\s+|.')


def changed(dice: random.Random) -> str:
    """One program, changed at a few places."""
    words = WORD.findall(dice.choice(PROGRAMS + LIBRARIES))
    for _ in range(dice.choice((1, 1, 1, 2, 2, 3, 5))):
        at = dice.randrange(len(words))
        match dice.randrange(8):
            case 0:
                del words[at : at + dice.choice((1, 1, 2, 5, 20))]
            case 1:
                words[at:at] = words[at : at + dice.choice((1, 2, 5, 40))]
            case 2:
                other = dice.randrange(len(words))
                words[at], words[other] = words[other], words[at]
            case 3:
                words[at] = dice.choice(WORD.findall(dice.choice(PROGRAMS + LIBRARIES)))
            case 4:
                words[at] = f" {dice.choice(PIECES)} "
            case 5:
                kind = str.isidentifier if words[at].isidentifier() else str.isspace
                words[at] = dice.choice([w for w in words if kind(w)] or ["x"])
            case 6:
                other = dice.choice(PROGRAMS + LIBRARIES).splitlines()
                start = dice.randrange(len(other))
                words[at:at] = ["\n", "\n".join(other[start : start + dice.choice((1, 1, 3))]), "\n"]
            case _:
                numbers = [i for i, w in enumerate(words) if w.isdigit()] or [at]
                words[dice.choice(numbers)] = dice.choice(("0", "1", "2", "7", "64", "999", "10000", "99999"))
    return "".join(words)


@contextmanager
def at_most(seconds: int) -> Iterator[None]:
    """Fail if what is inside takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"longer than {seconds} s")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def through(source: str) -> str:
    """How far a program came; anything but a mistake with its place is an error."""
    try:
        program = read_source(source, "fuzz.det", files=FILES)
    except ConstraintError as error:
        assert re.match(r"[\w./-]+:\d+:\d+: error: ", str(error)), str(error)
        return "refused"
    try:
        if any(f.severity == "error" for f in analyse(program)):
            return "unsound"
        compile_program(program, b"What about aspirin?")
    except (ConstraintError, MaskError, NoAdmissibleCompletion) as error:
        assert error.message
        return "not compiled"
    return "compiled"


@pytest.mark.slow
def test_changed_programs_are_refused_or_compiled() -> None:
    seed = random.randrange(1 << 30)
    dice, started = random.Random(seed), time.process_time()
    came: dict[str, int] = {}
    while time.process_time() - started < SECONDS:
        source = changed(dice)
        try:
            with at_most(LONGEST):
                how = through(source)
        except Exception as error:
            raise AssertionError(f"seed {seed}, this program:\n{source}") from error
        came[how] = came.get(how, 0) + 1
    assert came["compiled"] > 10, came
    assert came["refused"] > 10, came
