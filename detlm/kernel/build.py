"""Builds the embedded core and the Lean library ``DetLM`` into the cache, once per content.

Every module is compiled by Lean itself in a child process, two at a time; no C compiler, no Lake. The result
is a LEAN_PATH that is verified on each load. Checks of single files are the worker's task, not this one's.

``python -m detlm.kernel.build`` builds and prints that path.
"""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from detlm.config import cache_root, data_root
from detlm.errors import DetlmError, KernelBuildError, KernelUnavailable
from detlm.kernel import cache
from detlm.kernel.binary import LeanBinary, find_binary
from detlm.kernel.children import Children
from detlm.kernel.objects import NotAnObject, read_olean
from detlm.kernel.pin import pins
from detlm.kernel.progress import Progress
from detlm.kernel.sources import Module, collect, part_digest

_LOG = logging.getLogger("detlm")
_HERE = Path(__file__).parent
_GENERATOR = ("notation.py", "elf.py", "objects.py", "binary.py")
#: Modules that detlm.kernel.notation writes, and what they import.
GENERATED: dict[str, tuple[str, ...]] = {
    "Init.Notation": ("Init.Syntax",),
    "Init.Unexpand": ("Init.Library",),
}
#: The axioms that the core declares: Lean's three, the mark of `sorry`, the compiler's unsafe placeholders.
CORE_AXIOMS = frozenset(
    (
        *("propext", "Classical.choice", "Quot.sound"),
        "sorryAx",
        *("lcErased", "lcAny", "lcVoid", "lcProof", "lcCast", "lcUnreachable"),
    )
)
_JOBS = 2
_ERRORS_SHOWN = 10


@dataclass(frozen=True)
class BuiltLibrary:
    """The compiled core and library.

    ``path``: the LEAN_PATH, which holds ``Init.olean`` and ``DetLM.olean``; ``key``: the content key (64 hex
    digits); ``binary``: the Lean it is for; ``seconds``: what this call took; ``from_cache``: nothing was
    compiled; ``pinned``: all of it is as detlm was released with (``pin.py``), or was compiled now;
    ``core_digest``, ``library_digest``: sha256 over the sources of each (without tests), equal on all
    platforms.
    """

    path: Path
    key: str
    binary: LeanBinary
    seconds: float
    from_cache: bool
    pinned: bool
    core_digest: str
    library_digest: str


def ensure_built(
    *,
    fresh: bool = False,
    with_tests: bool = False,
    progress: bool = True,
    source_root: Path | None = None,
    core_root: Path | None = None,
) -> BuiltLibrary:
    """The compiled core and library, from the cache where they are there and sound, else built now.

    ``fresh`` builds everything again. ``with_tests`` adds ``DetLMTest``. ``progress`` writes to stderr while
    building. ``source_root`` is the folder of ``DetLM.lean`` (default: the shipped ``lean/``), ``core_root``
    that of ``Init.lean`` (default: the shipped ``lean/Core``).

    Raises :class:`KernelUnavailable` without a usable Lean, :class:`KernelBuildError` where a module does not
    compile (with file, line and column), uses ``sorry`` or declares an axiom, or where the cache cannot be
    written.
    """
    started = time.perf_counter()
    binary = find_binary()
    lean = source_root or data_root() / "lean"
    modules = collect(
        core=core_root or data_root() / "lean" / "Core",
        library=lean,
        with_tests=with_tests,
        generated=GENERATED,
        binary_digest=_binary_digest(binary),
    )
    keys = {name: one.key for name, one in modules.items()}
    key = _entry_key(keys)
    root, pinned = cache_root(), pins()
    told: set[str] = set()
    built, taken_over = _load(root, key, keys, pinned, told) if not fresh else False, True
    if not built:
        reporter = Progress(shown=progress)
        with cache.writing(
            root, key, lambda: reporter.line("another process is building the Lean library; waiting …")
        ):
            # Whoever held the lock before us may have built it meanwhile.
            if fresh or not _load(root, key, keys, pinned, told):
                taken_over = _build(root, key, modules, binary, reporter, pinned, fresh=fresh)
            else:
                built = True
    return BuiltLibrary(
        path=cache.entry_path(root, key) / "lib",
        key=key,
        binary=binary,
        seconds=time.perf_counter() - started,
        from_cache=built,
        pinned=not taken_over or all(one.key in pinned for one in modules.values() if one.part != "tests"),
        core_digest=part_digest(modules, "core"),
        library_digest=part_digest(modules, "library"),
    )


def _binary_digest(binary: LeanBinary) -> str:
    """What decides compiled bytes besides sources: the library and the generator of the notation modules."""
    generator = [cache.file_digest(_HERE / name) for name in _GENERATOR]
    return " ".join([str(cache.FORMAT), binary.platform, binary.version, binary.sha256, *generator])


def _entry_key(keys: dict[str, str]) -> str:
    return hashlib.sha256(json.dumps(keys, sort_keys=True).encode()).hexdigest()


def _load(root: Path, key: str, keys: dict[str, str], pinned: dict[str, str], told: set[str]) -> bool:
    """Whether there is an entry; of a damaged one it is ``told`` once."""
    try:
        return cache.load_entry(root, key, keys, pinned) is not None
    except cache.DamagedEntry as damage:
        if str(damage) not in told:
            _LOG.warning("the compiled Lean library in the cache is damaged and is built again: %s", damage)
        told.add(str(damage))
        return False


def _build(
    root: Path,
    key: str,
    modules: dict[str, Module],
    binary: LeanBinary,
    reporter: Progress,
    pinned: dict[str, str],
    *,
    fresh: bool,
) -> bool:
    """Make an entry; whether other entries may have had a part of it."""
    started = time.perf_counter()
    with cache.draft_entry(root, key) as draft, reporter.over(len(modules)):
        reusable = {} if fresh else cache.compiled_elsewhere(root, pinned)
        compiler = _Compiler(binary, draft)
        try:
            digests = _in_order(
                modules, lambda one: _obtain(one, compiler, reusable), reporter, compiler.stop
            )
        finally:
            compiler.close()
        if other := [
            name for name, one in modules.items() if digests[name] != pinned.get(one.key, digests[name])
        ]:
            _LOG.warning(
                "Lean compiles %s otherwise here than where detlm was released: as the cache cannot be held "
                "against that, every start builds the library again",
                other[0],
            )
        cache.publish(
            root,
            key,
            draft,
            {
                "modules": {
                    name: {"key": one.key, "file": one.olean, "sha256": digests[name]}
                    for name, one in modules.items()
                },
                "binary": {part: str(value) for part, value in asdict(binary).items()},
                "seconds": round(time.perf_counter() - started, 3),
            },
        )
    return bool(reusable)


def _obtain(module: Module, compiler: _Compiler, reusable: dict[str, cache.CachedModule]) -> str:
    """Copy a module that another entry has, or compile it; the sha256 of the compiled file."""
    target = compiler.lib / module.olean
    target.parent.mkdir(parents=True, exist_ok=True)
    if (known := reusable.get(module.key)) is not None:
        try:
            shutil.copyfile(known.file, target)
            if cache.file_digest(target) == known.sha256:
                return known.sha256
        except FileNotFoundError:
            pass  # the other entry has gone, or is damaged: compile
        target.unlink(missing_ok=True)
    compiler.compile(module, target)
    return cache.file_digest(target)


def _in_order(
    modules: dict[str, Module], make: Callable[[Module], str], reporter: Progress, stop: Callable[[], None]
) -> dict[str, str]:
    """Make every module after its imports, two at a time, longest chains first; ``stop`` if one fails."""
    users: dict[str, list[str]] = {name: [] for name in modules}
    for name, one in modules.items():
        for imported in set(one.imports):
            users[imported].append(name)
    height: dict[str, int] = {}
    for name in reversed(list(modules)):  # collected in dependency order
        height[name] = 1 + max((height[user] for user in users[name]), default=0)
    missing = {name: len(set(one.imports)) for name, one in modules.items()}
    ready = [name for name, count in missing.items() if count == 0]
    digests: dict[str, str] = {}
    running: dict[Future[str], str] = {}
    with ThreadPoolExecutor(_JOBS, thread_name_prefix="lean") as pool:
        try:
            while ready or running:
                ready.sort(key=lambda name: (-height[name], name))
                while ready and len(running) < _JOBS:
                    name = ready.pop(0)
                    running[pool.submit(make, modules[name])] = name
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    name = running.pop(future)
                    digests[name] = future.result()
                    reporter.step(name)
                    for user in users[name]:
                        missing[user] -= 1
                        if missing[user] == 0:
                            ready.append(user)
        except BaseException:
            stop()  # before the pool waits for its threads
            raise
    return digests


class _Compiler:
    """Compiles modules into a draft; ``stop`` ends all that runs."""

    def __init__(self, binary: LeanBinary, draft: Path) -> None:
        self._binary = binary
        self._generated = draft / "generated"
        self.lib = draft / "lib"
        self._notation_lock = threading.Lock()
        self._children = Children(binary.path, self.lib)
        self.stop = self._children.stop
        self.close = self._children.close

    def compile(self, module: Module, target: Path) -> None:
        """Compile one module to ``target``. Raises :class:`KernelBuildError` with Lean's messages."""
        root, path = module.root, module.path
        if path is None:
            with self._notation_lock:
                if not self._generated.exists():
                    self._generate()
            root, path = self._generated, self._generated / (module.name.replace(".", "/") + ".lean")
        command = ["--json", "-R", str(root), "-o", str(target), str(path)]
        status, out, err = self._children.lean(command)
        errors, warnings = _messages(out, path)
        if status != 0 or errors or not target.is_file():
            raise KernelBuildError(_failure(module, path, status, errors, out, err))
        if module.part != "core":
            for warning in warnings:
                _LOG.info("%s", warning)
        _audit(module, path, target, warnings, self._binary)

    def _generate(self) -> None:
        arguments = [str(self._binary.path), self._binary.version, str(self._generated)]
        status, _, err = self._children.python(["-m", "detlm.kernel.notation", *arguments])
        if status != 0:
            problem = err.strip()
            if status == 3:
                raise KernelUnavailable(problem)
            raise KernelBuildError(
                f"cannot read the notation out of {self._binary.path} (status {status}): {problem}"
            )


def _messages(out: str, path: Path) -> tuple[list[str], list[str]]:
    """Lean's (errors, warnings) as ``file:line:column: kind: text``, column counted from 1."""
    errors: list[str] = []
    warnings: list[str] = []
    for line in out.splitlines():
        try:
            message: dict[str, Any] = json.loads(line)
            where = message["pos"]
            text = f"{path}:{where['line']}:{where['column'] + 1}: {message['severity']}: {message['data']}"
        except (ValueError, KeyError, TypeError):
            continue
        (errors if message["severity"] == "error" else warnings).append(text)
    return errors, warnings


def _failure(module: Module, path: Path, status: int, errors: list[str], out: str, err: str) -> str:
    if errors:
        more = len(errors) - _ERRORS_SHOWN
        tail = [f"… and {more} more errors"] if more > 0 else []
        return "\n".join(["the Lean library does not compile:", *errors[:_ERRORS_SHOWN], *tail])
    # Nothing about the source: a crash, a signal, a full disk.
    said = (err + out).strip()[-2000:]
    ended = f"signal {-status}" if status < 0 else f"status {status}"
    return (
        f"{path}:1:1: Lean ended with {ended} while compiling {module.name} into {cache_root()} "
        f"(is there space? DETLM_CACHE moves it): {said or 'no message'}"
    )


def _audit(module: Module, path: Path, target: Path, warnings: list[str], binary: LeanBinary) -> None:
    """Refuse a module compiled by another Lean, one that uses `sorry`, or one with an axiom of its own."""
    try:
        olean = read_olean(target)
    except NotAnObject as error:
        raise KernelBuildError(
            f"{path}:1:1: the compiled module is not as Lean {binary.version} writes it"
        ) from error
    if (olean.version, olean.git_hash) != (binary.version, binary.git_hash):
        raise KernelUnavailable(
            f"{binary.path} compiles as Lean {olean.version} ({olean.git_hash}); "
            f"expected {binary.version} ({binary.git_hash})"
        )
    allowed = CORE_AXIOMS if module.part == "core" else frozenset()
    if foreign := sorted(set(olean.axioms) - allowed):
        raise KernelBuildError(
            f"{path}:1:1: declares the axiom {', '.join(foreign)}; the library may have none"
        )
    if olean.mentions_sorry and "sorryAx" not in olean.axioms:
        placed = [warning for warning in warnings if "`sorry`" in warning]
        raise KernelBuildError(
            "\n".join([f"{path}:1:1: uses `sorry`; everything here must be proved", *placed])
        )


def main(arguments: list[str] | None = None) -> int:
    """The command ``python -m detlm.kernel.build``: builds, prints the LEAN_PATH; the exit status."""
    import argparse  # only here: every warm load would pay for it

    parser = argparse.ArgumentParser(
        prog="python -m detlm.kernel.build", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--fresh", action="store_true", help="compile everything again")
    parser.add_argument("--tests", action="store_true", help="compile DetLMTest too")
    parser.add_argument("--quiet", action="store_true", help="no progress, no warnings")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.ERROR if options.quiet else logging.INFO, format="%(message)s")
    try:
        built = ensure_built(fresh=options.fresh, with_tests=options.tests, progress=not options.quiet)
    except DetlmError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    print(built.path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
