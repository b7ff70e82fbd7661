"""Where compiled Lean is kept: one folder per content key, written whole or not at all.

``lean-<key>/`` holds ``lib/`` (the compiled modules: a LEAN_PATH), ``generated/`` (the notation modules'
sources) and ``manifest.json`` with the sha256 of every compiled module, which is checked on each load, and
held against what is pinned (``pin.py``): so whoever writes here can spoil an entry, not forge one. Knows
nothing of how modules are compiled; never deletes another key's folder.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detlm.errors import KernelBuildError

FORMAT = 1


class DamagedEntry(Exception):
    """A cache entry that is not what was written; says which file. Never leaves this folder."""


@dataclass(frozen=True)
class CachedModule:
    """A compiled module in the cache: the key of its source and imports, its file, the file's sha256."""

    key: str
    file: Path
    sha256: str


def file_digest(path: Path) -> str:
    """sha256 of a file in hex. OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def entry_path(root: Path, key: str) -> Path:
    """The folder for a key."""
    return root / f"lean-{key}"


def load_entry(
    root: Path, key: str, modules: dict[str, str], pinned: Mapping[str, str]
) -> dict[str, Any] | None:
    """The manifest of a sound entry, or None where there is none.

    ``modules`` maps each module's name to its key, ``pinned`` keys to what the compiled module's sha256 must
    be. Every compiled module is read and compared with its recorded sha256. Raises :class:`DamagedEntry`
    where something is missing, changed, more, or not as pinned.
    """
    folder = entry_path(root, key)
    if not folder.exists():
        return None
    manifest = read_manifest(folder)
    recorded = manifest["modules"]
    if manifest["key"] != key or {name: one["key"] for name, one in recorded.items()} != modules:
        raise DamagedEntry(f"{folder / 'manifest.json'} belongs to other sources")
    present = {
        path.relative_to(folder / "lib").as_posix() for path in (folder / "lib").rglob("*") if path.is_file()
    }
    if present != {one["file"] for one in recorded.values()}:
        raise DamagedEntry(f"{folder / 'lib'} does not hold the recorded files")
    for one in recorded.values():
        path = folder / "lib" / one["file"]
        try:
            found = file_digest(path)
        except OSError as error:
            raise DamagedEntry(f"{path}: {error.strerror}") from error
        if found != one["sha256"]:
            raise DamagedEntry(f"{path} has changed")
        if found != pinned.get(one["key"], found):
            raise DamagedEntry(f"{path} is not what its source compiles to")
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """What an entry says of itself. Raises :class:`DamagedEntry` if it is not of this shape."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        if manifest["format"] != FORMAT:
            raise DamagedEntry(f"{folder / 'manifest.json'} has another format")
        for one in manifest["modules"].values():
            if not all(isinstance(one[part], str) for part in ("key", "file", "sha256")):
                raise DamagedEntry(f"{folder / 'manifest.json'} is malformed")
        if not isinstance(manifest["key"], str):
            raise DamagedEntry(f"{folder / 'manifest.json'} is malformed")
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedEntry(f"{folder / 'manifest.json'} cannot be read: {error}") from error
    return dict(manifest)


def compiled_elsewhere(root: Path, pinned: Mapping[str, str]) -> dict[str, CachedModule]:
    """By module key, what other entries say they have compiled already, as far as it is what is ``pinned``.

    Unverified: check ``sha256`` of the copy.
    """
    found: dict[str, CachedModule] = {}
    for folder in sorted(root.glob("lean-*")):
        with contextlib.suppress(DamagedEntry):
            for one in read_manifest(folder)["modules"].values():
                if one["sha256"] == pinned.get(one["key"], one["sha256"]):
                    found[one["key"]] = CachedModule(one["key"], folder / "lib" / one["file"], one["sha256"])
    return found


@contextlib.contextmanager
def writing(root: Path, key: str, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of a key; ``waiting`` is called once if another process has it.

    The lock is the kernel's (flock): it ends with its process, so a lock file left behind means nothing.
    Raises :class:`KernelBuildError` if the cache folder cannot be written.
    """
    with _clear_errors(root):
        root.mkdir(parents=True, exist_ok=True)
        lock = os.open(root / f"lean-{key}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            waiting()
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


@contextlib.contextmanager
def draft_entry(root: Path, key: str) -> Iterator[Path]:
    """A temporary folder beside the entries (the key's lock must be held), gone when this ends.

    Raises :class:`KernelBuildError` if the folder cannot be written or is full.
    """
    with _clear_errors(root):
        for left in root.glob(f".draft-{key}-*"):  # of a process that was killed: we hold the lock
            shutil.rmtree(left, ignore_errors=True)
        draft = Path(tempfile.mkdtemp(prefix=f".draft-{key}-", dir=root))
        draft.chmod(0o755)
    try:
        with _clear_errors(root):
            yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def publish(root: Path, key: str, draft: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest and move the draft into place, replacing an entry that is there."""
    text = json.dumps({"format": FORMAT, "key": key, **manifest}, indent=1, sort_keys=True)
    (draft / "manifest.json").write_text(text + "\n", encoding="utf-8")
    final = entry_path(root, key)
    if final.exists():
        old = Path(tempfile.mkdtemp(prefix=f".draft-{key}-", dir=root))
        final.rename(old / "old")
        draft.rename(final)
        shutil.rmtree(old, ignore_errors=True)
    else:
        draft.rename(final)


@contextlib.contextmanager
def _clear_errors(root: Path) -> Iterator[None]:
    """Turn the operating system's refusals into an error that names the folder and the way out."""
    try:
        yield
    except OSError as error:
        raise KernelBuildError(
            f"cannot write the cache folder {root}: {error}",
            hint="set DETLM_CACHE to a folder that can be written and has 100 MB free",
        ) from error
