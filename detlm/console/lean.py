"""``detlm lean``: the state of the kernel; building, testing and linting the library; checking a file."""

from __future__ import annotations

import json
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING

from detlm.console.gaps import told_once
from detlm.console.kernels import open_kernel, require_timeout
from detlm.console.reading import read_lean
from detlm.errors import ConstraintError, KernelError

if TYPE_CHECKING:
    from detlm.kernel.protocol import Kernel


def status(*, as_json: bool) -> int:
    """Exit code 0 if some kernel can be used, 12 if none."""
    from detlm.config import cache_root

    record: dict[str, object] = {"cache": str(cache_root()), "lake": shutil.which("lake")}
    try:
        with open_kernel("embedded") as kernel:
            record["embedded"] = kernel.describe().model_dump(mode="json")
        usable = True
    except KernelError as err:
        record["embedded"] = None
        record["why_not"] = str(err)
        usable = False
    if as_json:
        print(json.dumps(record))
        return 0 if usable or record["lake"] else KernelError.exit_code
    if usable:
        described = record["embedded"]
        assert isinstance(described, dict)
        print(f"embedded  {described['text']}")
        print(f"          Lean library sha256 {described['library_sha256']}")
        core, library = (str(described[part])[:16] for part in ("core_digest", "library_digest"))
        print(f"          core {core}…, DetLM {library}…")
    else:
        print(f"embedded  not usable: {record['why_not']}")
    print(f"lake      {record['lake'] or 'no toolchain found (elan installs one: https://lean-lang.org)'}")
    print(f"cache     {record['cache']}")
    return 0 if usable or record["lake"] else KernelError.exit_code


def build(*, fresh: bool, as_json: bool) -> int:
    """Exit code 0; raises ``KernelError`` if the library cannot be built."""
    from detlm.kernel.build import ensure_built

    built = ensure_built(fresh=fresh, progress=not as_json)
    if as_json:
        record = {
            "path": str(built.path),
            "key": built.key,
            "seconds": built.seconds,
            "cached": built.from_cache,
        }
        print(json.dumps(record))
    else:
        how = "already built" if built.from_cache else f"built in {built.seconds:.1f} s"
        print(f"core and library {how}: {built.path}")
    return 0


def check_file(file: Path, kernel_name: str, timeout_s: float, *, as_json: bool) -> int:
    """Exit code 0 if the kernel accepts the file, 1 if not."""
    from detlm.kernel.protocol import CheckRequest

    text = read_lean(file)
    require_timeout(timeout_s)
    request = CheckRequest(source=text, trusted=True, timeout_s=timeout_s, listing=True)
    with open_kernel(kernel_name) as kernel:
        try:
            verdict = kernel.check(request)
        except KernelError as err:
            hint = "what a file runs, such as #eval, can end the kernel; --timeout gives it longer"
            raise type(err)(f"{file}: {err.message}", hint=err.hint or hint) from err
        categories = [] if as_json or not verdict.accepted else _categories(file, text, kernel, timeout_s)
    if as_json:
        print(verdict.model_dump_json())
    else:
        for m in sorted(told_once(verdict.messages), key=lambda m: (m.line, m.column)):
            print(f"{file}:{m.line}:{m.column + 1}: {m.severity}: {m.text}")
        if any("imports are not possible" in m.text for m in verdict.errors):
            print(
                "  hint: the embedded kernel has Init and DetLM only; an installed toolchain: --kernel lake"
            )
        if verdict.accepted:
            from detlm.console.stating import lines

            for line in [*lines(verdict.declarations), *categories]:
                print(line)
        print(f"{'accepted' if verdict.accepted else 'rejected'} in {verdict.milliseconds:.1f} ms")
    return 0 if verdict.accepted else 1


def _categories(file: Path, text: str, kernel: Kernel, timeout_s: float) -> list[str]:
    """Of each namespace that looks like a category, whether it is one that a constraint file can use."""
    from detlm.kernel.foreign import examine
    from detlm.syntax.program import LeanCategory

    if not re.search(r"\bdef Lang\b", text):
        return []
    said = []
    for name in re.findall(r"^namespace ([A-Za-z_][A-Za-z0-9_]*)$", text, re.MULTILINE):
        try:
            examine([LeanCategory(name, str(file), text)], kernel, timeout_s=timeout_s)
            said.append(f"defines the category {name}")
        except ConstraintError as err:
            said.append(f"no category for constraint files: {err.message}\n  hint: {err.hint}")
    return said


def run_examples(*, as_json: bool) -> int:
    """Exit code 0 if every example of ``DetLMTest`` holds, 1 if not."""
    from detlm.kernel import examples

    started = time.perf_counter()
    done: list[examples.FileOfExamples] = []
    for one in examples.run_examples(progress=not as_json):
        done.append(one)
        if as_json:
            continue
        if one.missing:
            print(f"not run  {one.name}: {one.missing} failed")
            continue
        outcome = "holds " if one.holds else "FAILED"
        print(f"{outcome}  {one.name}: {_many(one.count, 'example')}, {one.seconds:.1f} s")
        for remark in one.remarks:
            print(f"  {remark}")
    failed = sum(not one.holds for one in done)
    seconds = time.perf_counter() - started
    if as_json:
        files = [
            {
                "name": one.name,
                "holds": one.holds,
                "examples": one.count,
                "seconds": round(one.seconds, 3),
                "messages": [str(remark) for remark in one.remarks],
            }
            for one in done
        ]
        print(json.dumps({"holds": failed == 0, "seconds": round(seconds, 3), "files": files}))
    else:
        total = f"{_many(sum(one.count for one in done), 'example')} in {_many(len(done), 'file')}"
        said = f"{_many(failed, 'file')} failed" if failed else "all hold"
        print(f"{total}, {said}, {seconds:.1f} s")
    return 1 if failed else 0


def lint(*, as_json: bool) -> int:
    """Exit code 0 if the Lean sources keep to the house rules, 1 if not."""
    from detlm.kernel.lint import lint as lint_sources

    found = lint_sources(progress=not as_json)
    if as_json:
        remarks = [
            {
                "path": str(one.path),
                "line": one.line,
                "column": one.column,
                "rule": one.rule,
                "text": one.text,
            }
            for one in found.remarks
        ]
        print(json.dumps({"files": found.files, "remarks": remarks}))
    else:
        for one in found.remarks:
            print(f"{one} [{one.rule}]")
        said = _many(len(found.remarks), "remark") if found.remarks else "nothing to remark"
        print(f"{found.files} files: {said}")
    return 1 if found.remarks else 0


def _many(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"
