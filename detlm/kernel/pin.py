"""Which bytes the shipped Lean sources compile to: ``lean/pinned.json``, beside the sources.

Lean compiles reproducibly: equal sources and an equal Lean give equal files, whatever the folder, the process
or the number of jobs. So a cache can be held against what detlm was released with. A module whose key is not
in the pin (changed sources, another platform) has none: of it the cache says itself what is right.

``python -m detlm.kernel.pin`` compiles everything anew and writes the pin of this platform.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

from detlm.config import data_root
from detlm.errors import DetlmError, KernelBuildError
from detlm.kernel import cache
from detlm.kernel.binary import this_platform

_LOG = logging.getLogger("detlm")


def pin_file() -> Path:
    """Where the pins are."""
    return data_root() / "lean" / "pinned.json"


def pins() -> dict[str, str]:
    """The sha256 of each pinned compiled module of this platform, by the module's key.

    Raises :class:`KernelBuildError` where the file is missing or damaged: it is part of detlm.
    """
    path = pin_file()
    try:
        recorded = json.loads(path.read_text(encoding="utf-8")).get(this_platform(), {})
        return {str(one["key"]): str(one["sha256"]) for one in recorded.values()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KernelBuildError(
            f"{path} cannot be read: {error}", hint="reinstall detlm; python -m detlm.kernel.pin writes it"
        ) from error


def main() -> int:
    """Compile everything anew and write the pin of this platform; the exit status."""
    from detlm.kernel.build import ensure_built  # which asks for pins

    logging.basicConfig(level=logging.ERROR, format="%(message)s")
    path = pin_file()
    try:
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        path.write_text(json.dumps(known | {this_platform(): {}}), encoding="utf-8")  # nothing is pinned now
        built = ensure_built(fresh=True)
    except DetlmError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    modules = cache.read_manifest(built.path.parent)["modules"]
    known[this_platform()] = {
        name: {part: one[part] for part in ("key", "sha256")} for name, one in modules.items()
    }
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    print(f"{path}: {len(modules)} modules")
    return 0


if __name__ == "__main__":
    sys.exit(main())
