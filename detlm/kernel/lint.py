"""What the Lean sources have to keep to besides being proved: the house rules of ``lean/DetLM``.

Every module is compiled once more with Lean's own linters (unused variables, missing docstrings), and every
warning counts. Then the text of each file: a module docstring with a title and its main definitions or
results, a docstring on every declaration, theorems too, how long a file may be, what may import what. Last,
that ``lean/Core/COVERAGE.md`` lists what the library uses of the core.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from detlm.kernel import coverage
from detlm.kernel.build import ensure_built
from detlm.kernel.children import Children
from detlm.kernel.compiling import Remark, compile_module, own_modules
from detlm.kernel.sources import Module

#: Lean's linters that are off unless asked for.
OPTIONS = ("-Dlinter.missingDocs=true",)
#: How many lines a file may have, by the folder below ``DetLM``.
LONGEST = {"Data": 700, "Spec": 300, "Thm": 700}
#: What the modules of a folder may import, by folder.
_MAY_IMPORT = {"Data": {"Data"}, "Spec": {"Data", "Spec"}, "Thm": {"Data", "Spec", "Thm"}}
_MODIFIERS = r"(?:@\[[^\]]*\]\s*)*(?:(?:private|protected|noncomputable|public|unsafe|partial)\s+)*"
_DECLARATION = re.compile(
    rf"^{_MODIFIERS}(theorem|def|abbrev|structure|class|inductive|instance|opaque)\s+([^\s:({{\[]*)"
)
_TITLE = re.compile(r"/-!\n?\s*# \S")
_MAIN = re.compile(r"^## Main (definitions|results)$", re.MULTILINE)
_JOBS = 2


@dataclass(frozen=True)
class Linted:
    """How many files were looked at, and everything that is wrong with them."""

    files: int
    remarks: tuple[Remark, ...]


def lint(*, source_root: Path | None = None, core_root: Path | None = None, progress: bool = True) -> Linted:
    """Look at every module of ``DetLM`` and ``DetLMTest``.

    Raises :class:`KernelBuildError` if they do not compile.
    """
    built = ensure_built(source_root=source_root, core_root=core_root, with_tests=True, progress=progress)
    modules = own_modules(source_root, core_root)
    remarks: list[Remark] = []
    children = Children(built.binary.path, built.path)
    try:
        with ThreadPoolExecutor(_JOBS, thread_name_prefix="lint") as pool:
            for said, _ in pool.map(lambda one: compile_module(children, one, OPTIONS), modules):
                remarks += [one for one in said if one.severity in ("warning", "error")]
    finally:
        children.close()
    said_by_lean = {(one.path, one.line) for one in remarks if one.rule == "linter.missingDocs"}
    for module in modules:
        remarks += [one for one in _of_text(module) if (one.path, one.line) not in said_by_lean]
    remarks += _of_imports(modules)
    if core_root is None and source_root is None:
        written = coverage.coverage_path()
        text = written.read_text(encoding="utf-8") if written.is_file() else ""
        if problem := coverage.difference(coverage.names_used(built.path), text):
            hint = f"{problem} (python -m detlm.kernel.coverage writes it anew)"
            remarks.append(Remark(written, 1, 1, "warning", "coverage", hint))
    return Linted(len(modules), tuple(sorted(remarks, key=lambda one: (str(one.path), one.line, one.column))))


def _of_text(module: Module) -> Iterator[Remark]:
    assert module.path is not None
    text = module.path.read_text(encoding="utf-8")
    lines = text.splitlines()

    def remark(line: int, rule: str, says: str) -> Remark:
        assert module.path is not None
        return Remark(module.path, line, 1, "warning", rule, says)

    parts = module.name.split(".")
    if (longest := LONGEST.get(parts[1]) if len(parts) > 2 else None) and len(lines) > longest:
        yield remark(longest + 1, "length", f"{len(lines)} lines; a file in {parts[1]} has at most {longest}")
    if not _TITLE.search(text):
        yield remark(1, "module-doc", "no module docstring with a title: `/-! # Title … -/`")
    elif len(parts) > 2 and parts[0] == "DetLM" and not _MAIN.search(text):
        yield remark(
            1, "module-doc", "the module docstring has neither `## Main definitions` nor `## Main results`"
        )
    for index in range(len(lines)):
        declared = _DECLARATION.match(lines[index])
        if declared and not _is_documented(lines, index):
            yield remark(
                index + 1,
                "docstring",
                f"{declared[1]} {declared[2]} has no docstring".replace("  ", " "),
            )


def _is_documented(lines: list[str], index: int) -> bool:
    """Whether a docstring ends right above a line, attributes between them apart."""
    above = index - 1
    while above >= 0 and lines[above].startswith(("@[", "set_option", "open ")):
        above -= 1
    if above < 0 or not lines[above].rstrip().endswith("-/"):
        return False
    while above >= 0 and "/-" not in lines[above]:
        above -= 1
    return above >= 0 and "/--" in lines[above]


def _of_imports(modules: list[Module]) -> Iterator[Remark]:
    """Root files import everything; layers are kept."""
    for part in ("DetLM", "DetLMTest"):
        root = next((one for one in modules if one.name == part), None)
        if root is None or root.path is None:
            continue
        for one in modules:
            if one.name.startswith(f"{part}.") and one.name not in root.imports:
                yield Remark(root.path, 1, 1, "warning", "imports", f"does not import {one.name}")
    for one in modules:
        parts = one.name.split(".")
        if parts[0] != "DetLM" or len(parts) < 3 or parts[1] not in _MAY_IMPORT:
            continue
        for imported in one.imports:
            folder = imported.split(".")[1:2]
            if imported.startswith("DetLM.") and folder[0] not in _MAY_IMPORT[parts[1]]:
                assert one.path is not None
                says = f"a module of {parts[1]} does not import {imported}"
                yield Remark(one.path, 1, 1, "warning", "layers", says)
