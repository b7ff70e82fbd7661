"""Opening the kernel that a command asks for."""

from __future__ import annotations

from detlm.errors import UsageError
from detlm.kernel.protocol import Kernel


def open_kernel(name: str) -> Kernel:
    """The kernel of that name. Raises ``UsageError`` for another name, ``KernelError`` if it cannot start."""
    if name == "embedded":
        from detlm.kernel.build import ensure_built
        from detlm.kernel.embedded import EmbeddedKernel

        return EmbeddedKernel(ensure_built())
    if name == "lake":
        from detlm.config import data_root
        from detlm.kernel.lake import LakeKernel

        return LakeKernel(data_root())
    raise UsageError(f"no kernel named {name!r}", hint="embedded or lake")


def require_timeout(seconds: float) -> None:
    """Raises ``UsageError`` unless ``--timeout`` can be waited for."""
    if not 0 < seconds < 1e6:
        raise UsageError(f"--timeout must be a number of seconds between 0 and 1,000,000, not {seconds}")
