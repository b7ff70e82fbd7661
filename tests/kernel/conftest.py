"""Kernels for the tests: the built library, and one embedded kernel that most tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from detlm.kernel.build import ensure_built
from detlm.kernel.client import Launch
from detlm.kernel.embedded import EmbeddedKernel, launch_of


@pytest.fixture(scope="session")
def launch() -> Launch:
    return launch_of(ensure_built(progress=False))


@pytest.fixture(scope="session")
def kernel(launch: Launch) -> Iterator[EmbeddedKernel]:
    with EmbeddedKernel(launch, workers=2, timeout_s=30) as shared:
        yield shared
