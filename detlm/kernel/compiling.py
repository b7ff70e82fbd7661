"""One module at a time through Lean, for what Lean says about it.

The build (``build.py``) makes the library and stops at the first error; this looks at single modules on top
of a built library and keeps every message. It decides nothing.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path

from detlm.config import data_root
from detlm.kernel.build import GENERATED
from detlm.kernel.children import Children
from detlm.kernel.sources import Module, collect


@dataclass(frozen=True)
class Remark:
    """Something said about a place in a source.

    ``line`` and ``column`` count from 1; ``rule`` says who says it.
    """

    path: Path
    line: int
    column: int
    severity: str
    rule: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.severity}: {self.text}"


def own_modules(source_root: Path | None = None, core_root: Path | None = None) -> list[Module]:
    """The modules of ``DetLM`` and ``DetLMTest``, each after those it imports.

    Raises :class:`KernelBuildError` as ``collect`` does.
    """
    lean = source_root or data_root() / "lean"
    modules = collect(
        core=core_root or data_root() / "lean" / "Core",
        library=lean,
        with_tests=True,
        generated=GENERATED,
        binary_digest="",
    )
    return [one for one in modules.values() if one.part != "core"]


def compile_module(
    children: Children, module: Module, options: tuple[str, ...] = (), target: Path | None = None
) -> tuple[list[Remark], float]:
    """What Lean says about a module, and the seconds it took; ``target`` takes the compiled file.

    A crash of Lean is a remark of severity ``error`` too.
    """
    assert module.path is not None
    started = time.perf_counter()
    command = ["--json", *options, "-R", str(module.root), *(["-o", str(target)] if target else [])]
    status, out, err = children.lean([*command, str(module.path)])
    remarks = []
    for line in out.splitlines():
        try:
            said = json.loads(line)
            where, text = said["pos"], str(said["data"]).split("\n\nNote: This linter can be disabled")[0]
            remark = Remark(
                module.path, where["line"], where["column"] + 1, said["severity"], said["kind"], text
            )
        except (ValueError, KeyError, TypeError):
            continue
        remarks.append(remark)
    if status != 0 and not any(one.severity == "error" for one in remarks):
        ended = f"signal {-status}" if status < 0 else f"status {status}"
        says = f"Lean ended with {ended}: {err.strip()[-500:] or 'no message'}"
        remarks.append(Remark(module.path, 1, 1, "error", "lean", says))
    return remarks, time.perf_counter() - started
