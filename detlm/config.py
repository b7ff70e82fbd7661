"""Where things are: shipped data, the cache. Reads the environment; creates nothing."""

from __future__ import annotations

import os
from pathlib import Path

VERSION = "0.1.0"

_PACKAGE = Path(__file__).resolve().parent


def data_root() -> Path:
    """The folder that holds ``lean/``, ``grammars/`` and ``dsl/``: the checkout, or the wheel's copy."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / "lean-toolchain").is_file() else _PACKAGE / "_data"


def cache_root() -> Path:
    """The cache folder: ``$DETLM_CACHE``, else ``$XDG_CACHE_HOME/detlm``, else ``~/.cache/detlm``."""
    if path := os.environ.get("DETLM_CACHE"):
        return Path(path)
    if path := os.environ.get("XDG_CACHE_HOME"):
        return Path(path) / "detlm"
    return Path.home() / ".cache" / "detlm"
