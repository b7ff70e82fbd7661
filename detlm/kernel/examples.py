"""Runs the examples of ``DetLMTest``: each file is compiled on top of the built library, and reported.

An example holds if Lean accepts it; there is no other way to pass. Warnings are shown and do no harm here
(``lint.py`` refuses them).
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from detlm.kernel.build import ensure_built
from detlm.kernel.children import Children
from detlm.kernel.compiling import Remark, compile_module, own_modules

_EXAMPLE = re.compile(r"^(?:noncomputable )?(?:example|theorem)\b", re.MULTILINE)


@dataclass(frozen=True)
class FileOfExamples:
    """The outcome of one file of ``count`` examples and theorems; ``missing``: the failed file it imports."""

    name: str
    count: int
    seconds: float
    remarks: tuple[Remark, ...]
    missing: str | None = None

    @property
    def holds(self) -> bool:
        """Whether every example in the file holds."""
        return self.missing is None and not any(one.severity == "error" for one in self.remarks)


def run_examples(
    *, source_root: Path | None = None, core_root: Path | None = None, progress: bool = True
) -> Iterator[FileOfExamples]:
    """Each file of ``DetLMTest`` as it comes, imported ones first.

    Raises :class:`KernelBuildError` if the library itself does not compile.
    """
    built = ensure_built(source_root=source_root, core_root=core_root, progress=progress)
    files = [one for one in own_modules(source_root, core_root) if one.part == "tests"]
    failed: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="detlm-examples-") as folder:
        path = Path(folder)
        for entry in built.path.iterdir():
            (path / entry.name).symlink_to(entry)
        children = Children(built.binary.path, path)
        try:
            for module in files:
                assert module.path is not None
                count = len(_EXAMPLE.findall(module.path.read_text(encoding="utf-8")))
                if missing := next((name for name in module.imports if name in failed), None):
                    failed.add(module.name)
                    yield FileOfExamples(module.name, count, 0.0, (), missing)
                    continue
                target = path / module.olean
                target.parent.mkdir(parents=True, exist_ok=True)
                remarks, seconds = compile_module(children, module, target=target)
                outcome = FileOfExamples(module.name, count, seconds, tuple(remarks))
                if not outcome.holds:
                    failed.add(module.name)
                yield outcome
        finally:
            children.close()
