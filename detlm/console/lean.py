"""``detlm lean``: the state of the kernel, building the library, checking a file."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from detlm.console.kernels import open_kernel
from detlm.errors import KernelError, UsageError


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

    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError as err:
        raise UsageError(f"{file}: not UTF-8 at byte {err.start}") from err
    except OSError as err:
        raise UsageError(f"{file}: {err.strerror}") from err
    if not 0 < timeout_s < 1e6:
        raise UsageError(f"--timeout must be positive, not {timeout_s}")
    with open_kernel(kernel_name) as kernel:
        verdict = kernel.check(CheckRequest(source=text, trusted=True, timeout_s=timeout_s, listing=True))
    if as_json:
        print(verdict.model_dump_json())
    else:
        for m in verdict.messages:
            print(f"{file}:{m.line}:{m.column + 1}: {m.severity}: {m.text}")
        if any("imports are not possible" in m.text for m in verdict.errors):
            print(
                "  hint: the embedded kernel has Init and DetLM only; an installed toolchain: --kernel lake"
            )
        if verdict.accepted:
            from detlm.console.stating import lines

            for line in lines(verdict.declarations):
                print(line)
        print(f"{'accepted' if verdict.accepted else 'rejected'} in {verdict.milliseconds:.1f} ms")
    return 0 if verdict.accepted else 1
