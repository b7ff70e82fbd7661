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
from detlm.kernel.obligations import Obligation

_LAKEFILE = """\
name = "certificate"
defaultTargets = ["Certificate"]

[[lean_lib]]
name = "DetLM"

[[lean_lib]]
name = "Certificate"
roots = [{roots}]
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


def certificate_sources(certificate: Certificate) -> dict[str, str]:
    """The certificate as Lean modules on top of the library: one, or one for each Lean file that the program
    takes categories from."""
    made = {}
    for number, (name, part) in enumerate(certificate_parts(certificate).items(), 1):
        ours = f"{part.prelude}\n{part.source}\n{_asked(part)}"
        if part.file:  # a module of its own, at whose end all ends that was left open
            made[f"Category{number}"] = f"import DetLM\n{part.file.text}"
            ours = f"import Category{number}\n{_HEAD}{ours}"
        else:
            ours = _HEAD + ours
        made[name] = ours
    return made


def certificate_parts(certificate: Certificate) -> dict[str, Obligation]:
    """What is stated in each module of the package that states something."""
    claim = certificate.claim
    wanted = statement.obligation(
        statement.enclosed_program(claim),
        claim.prompt,
        claim.output,
        read_witness(certificate),
        certificate.derivations,
    )
    return {f"Certificate{n if n > 1 else ''}": part for n, part in enumerate(wanted.parts, 1)}


def told(part: Obligation) -> tuple[str, ...]:
    """The theorems of a part that say something to a reader: all but the step before the last."""
    return tuple(name for name in part.statements if name != "Run.accepted")


def _asked(part: Obligation) -> str:
    return "".join(f"#print axioms {name}\n" for name in told(part))


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
        sources = certificate_sources(certificate)
        (folder / "lakefile.toml").write_text(
            _LAKEFILE.format(roots=", ".join(f'"{one}"' for one in sources))
        )
        for name, source in sources.items():
            (folder / f"{name}.lean").write_text(source)
    except OSError as err:
        raise UsageError(f"--emit-lean {folder}: {err.strerror}") from err
