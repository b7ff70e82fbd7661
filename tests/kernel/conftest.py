"""Kernels for the tests: the built library, and one embedded kernel that most tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from detlm.config import cache_root
from detlm.kernel.binary import find_binary
from detlm.kernel.build import ensure_built
from detlm.kernel.client import Launch
from detlm.kernel.embedded import EmbeddedKernel, launch_of
from tests.kernel.tiny import Tiny


@pytest.fixture(scope="session")
def launch() -> Launch:
    return launch_of(ensure_built(progress=False))


@pytest.fixture(scope="session")
def kernel(launch: Launch) -> Iterator[EmbeddedKernel]:
    with EmbeddedKernel(launch, workers=2, timeout_s=30) as shared:
        yield shared


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A tiny core and library, and a cache of their own."""
    find_binary()  # the digest of the 230 MB library is measured once for all tests
    memo = cache_root() / "lean-binary.json"
    cache = tmp_path / "cache"
    cache.mkdir()
    (cache / "lean-binary.json").write_bytes(memo.read_bytes())
    monkeypatch.setenv("DETLM_CACHE", str(cache))
    return Tiny(tmp_path)
