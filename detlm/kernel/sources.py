"""Which Lean modules there are, what they import, and the key under which each is compiled.

Reads sources only; compiles nothing. A module's key covers its text, the keys of all it imports, and the Lean
binary, so equal keys mean equal compiled files.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from detlm.errors import KernelBuildError

_COMMENT = re.compile(r"\s+|--[^\n]*")
_IMPORT = re.compile(r"(?:public\s+)?(?:meta\s+)?import\s+(?:all\s+)?([^\s]+)")
_TOPS = (("library", "DetLM"), ("tests", "DetLMTest"), ("tests", "CoreTest"))
_HEADER_WORD = re.compile(r"(prelude|module)\b")


@dataclass(frozen=True)
class Module:
    """A Lean module.

    ``part``: ``core``, ``library`` or ``tests``; ``root``: the folder that the name counts from;
    ``path``: its file (None: generated); ``digest``: sha256 of its text; ``key``: of all that decides
    its compiled file.
    """

    name: str
    part: str
    root: Path
    path: Path | None
    imports: tuple[str, ...]
    digest: str
    key: str

    @property
    def olean(self) -> str:
        """The compiled file, relative to the LEAN_PATH."""
        return self.name.replace(".", "/") + ".olean"


def read_imports(text: str) -> list[tuple[str, int]]:
    """The modules a Lean source imports, each with its line; ``Init`` is implicit without ``prelude``."""
    found: list[tuple[str, int]] = []
    prelude = False
    at = 0
    while at < len(text):
        if (blank := _COMMENT.match(text, at)) is not None:
            at = blank.end()
        elif text.startswith("/-", at):
            at = _block_comment_end(text, at)
        elif (word := _HEADER_WORD.match(text, at)) is not None:
            prelude |= word[1] == "prelude"
            at = word.end()
        elif (one := _IMPORT.match(text, at)) is not None:
            found.append((one[1], text.count("\n", 0, at) + 1))
            at = one.end()
        else:
            break
    return found if prelude else [("Init", 1), *found]


def _block_comment_end(text: str, at: int) -> int:
    depth = 0
    for mark in re.finditer(r"/-|-/", text[at:]):
        depth += 1 if mark[0] == "/-" else -1
        if depth == 0:
            return at + mark.end()
    return len(text)


def collect(
    *, core: Path, library: Path, with_tests: bool, generated: dict[str, tuple[str, ...]], binary_digest: str
) -> dict[str, Module]:
    """All modules by name, each after those it imports.

    ``core`` holds ``Init.lean`` and ``Init/``; ``library`` holds ``DetLM.lean``, ``DetLM/`` and, with tests,
    ``DetLMTest`` and ``CoreTest`` (what is proved of the core); ``generated`` gives the imports of modules
    that are written during the build; ``binary_digest`` stands for the Lean library and what generates from
    it.

    Raises :class:`KernelBuildError` for an unreadable source, an import of what is not there, or a cycle.
    """
    found = [("core", core, path) for path in sorted(core.rglob("*.lean"))]
    for part, top in _TOPS[: len(_TOPS) if with_tests else 1]:
        paths = [library / f"{top}.lean", *sorted((library / top).rglob("*.lean"))]
        found += [(part, library, path) for path in paths if path.is_file()]
    sources = {one.name: one for one in (_read(part, root, path) for part, root, path in found)}
    wanted = {imported for source in sources.values() for imported, _ in source.imports}
    for name, needed in generated.items():
        if name in wanted:
            imports = tuple((one, 0) for one in needed)
            sources[name] = _Source(name, "core", core, None, imports, binary_digest)
    for source in sources.values():
        for imported, line in source.imports:
            if imported not in sources:
                raise KernelBuildError(f"{source.path}:{line}: there is no Lean module {imported}")
    graph = {name: [imported for imported, _ in one.imports] for name, one in sources.items()}
    try:
        order = list(TopologicalSorter(graph).static_order())
    except CycleError as error:
        raise KernelBuildError(f"Lean modules import each other: {' → '.join(error.args[1])}") from error
    modules: dict[str, Module] = {}
    for one in map(sources.__getitem__, order):
        recipe = "\n".join([binary_digest, one.name, one.digest, *(modules[i].key for i in graph[one.name])])
        key = hashlib.sha256(recipe.encode()).hexdigest()
        modules[one.name] = Module(
            one.name, one.part, one.root, one.path, tuple(graph[one.name]), one.digest, key
        )
    return modules


@dataclass(frozen=True)
class _Source:
    name: str
    part: str
    root: Path
    path: Path | None
    imports: tuple[tuple[str, int], ...]
    digest: str


def _read(part: str, root: Path, path: Path) -> _Source:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KernelBuildError(f"cannot read {path}: {error}") from error
    name = path.relative_to(root).with_suffix("").as_posix().replace("/", ".")
    digest = hashlib.sha256(text.encode()).hexdigest()
    return _Source(name, part, root, path, tuple(read_imports(text)), digest)


def part_digest(modules: dict[str, Module], part: str) -> str:
    """sha256 over the names and texts of a part's sources: the same on every platform."""
    lines = sorted(f"{one.name} {one.digest}" for one in modules.values() if one.part == part and one.path)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
