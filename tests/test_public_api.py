"""The public names are these, and all of them load."""

from __future__ import annotations

import subprocess
import sys

import detlm


def test_the_exported_names() -> None:
    assert sorted(detlm.__all__) == sorted(detlm._HOMES)
    for name in detlm.__all__:
        assert getattr(detlm, name).__doc__, name


def test_importing_is_cheap() -> None:
    """Neither torch nor any other heavy library comes with `import detlm` or `detlm check`'s reader."""
    code = "import sys, detlm, detlm.syntax, detlm.cli; print(sorted(m for m in sys.modules if '.' not in m))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    for heavy in ("torch", "transformers", "numpy", "pydantic", "lark", "rich", "tokenizers"):
        assert f"'{heavy}'" not in loaded


def test_a_program_is_checked_without_torch() -> None:
    code = (
        "import sys; from detlm.console.checking import run; from detlm.config import data_root;"
        "run(data_root() / 'dsl/examples/medication.det', b'', explain=False, as_json=True);"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
