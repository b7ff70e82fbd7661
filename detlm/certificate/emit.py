"""A certificate as a stand-alone Lean package, for people who have a toolchain and trust none of our Python.

``lake build`` in the folder checks the certificate against the library's own sources, with the official
Lean; ``#print axioms`` at the end says what it rests on.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from detlm.certificate import statement
from detlm.certificate.schema import Certificate
from detlm.certificate.verify import read_witness
from detlm.config import data_root
from detlm.errors import UsageError

_LAKEFILE = """\
name = "certificate"
defaultTargets = ["Certificate"]

[[lean_lib]]
name = "DetLM"

[[lean_lib]]
name = "Certificate"
"""
_HEAD = """\
import DetLM

/-!
# A certificate

`Run.admitted` says that `Run.Output.text` is admitted by `Run.program` as an answer in `Run.Output.context`.
Texts are packed into numbers, the first byte in the lowest eight bits. Written by detlm; check it with
`lake build`.
-/

"""


def certificate_source(certificate: Certificate) -> str:
    """The certificate as one Lean file on top of the library."""
    program = statement.enclosed_program(certificate.claim)
    claim = certificate.claim
    wanted = statement.obligation(
        program, claim.prompt, claim.output, read_witness(certificate), certificate.derivations
    )
    return f"{_HEAD}{wanted.prelude}\n{wanted.source}\n#print axioms Run.admitted\n"


def emit_lean(certificate: Certificate, folder: Path) -> None:
    """Writes the package. Raises ``UsageError`` if the folder holds something already."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"--emit-lean {folder}: not an empty folder")
    root = data_root()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copytree(root / "lean" / "DetLM", folder / "DetLM")
        shutil.copy(root / "lean" / "DetLM.lean", folder / "DetLM.lean")
        shutil.copy(root / "lean-toolchain", folder / "lean-toolchain")
        (folder / "lakefile.toml").write_text(_LAKEFILE)
        (folder / "Certificate.lean").write_text(certificate_source(certificate))
    except OSError as err:
        raise UsageError(f"--emit-lean {folder}: {err.strerror}") from err
