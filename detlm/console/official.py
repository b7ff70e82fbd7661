"""``detlm verify --paranoid`` where a Lean toolchain is: the certificate as a package, built by the official
Lean, and every checker that comes with it asked about what was built.

A refusal is a rejection, whatever others say. What was found and came to no verdict is no acceptance either:
it leaves the certificate without a verdict. Without a toolchain nothing here is done, and nothing said.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from detlm.certificate.schema import Certificate
from detlm.certificate.statement import lean_version
from detlm.certificate.verify import Outcome, Report
from detlm.errors import UsageError
from detlm.kernel.axioms import OFFICIAL_AXIOMS
from detlm.kernel.bundled import (
    Answer,
    Broken,
    Module,
    Said,
    Toolchain,
    ask,
    build,
    export,
    find_lake,
    lake_check,
    toolchain,
)
from detlm.kernel.leanexport import Export, NotRead, differences
from detlm.kernel.obligations import Obligation

_EVERY = "the checkers of the toolchain"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which Lean was found, and what its checkers said."""

    lean: str
    answers: tuple[Answer, ...]

    def lines(self) -> list[str]:
        """As people read it; what was not found is told last, in one line."""
        names = [a.checker for a in self.answers if a.said is Said.ACCEPTED]
        said = [f"  accepted by {', '.join(names)} of Lean {self.lean}"] if names else []
        for answer in self.answers:
            match answer.said:
                case Said.REFUSED:
                    said.append(f"  REFUSED by {answer.checker}: {answer.why}")
                case Said.NOT_RUN:
                    said.append(f"  {answer.checker} COULD NOT RUN: {answer.why}")
                case Said.DECLINED:
                    said.append(f"  {answer.checker} declined, which is no verdict: {answer.why}")
        absent = [_absent(a) for a in self.answers if a.said is Said.NOT_FOUND]
        return [*said, *([f"  not found: {', '.join(absent)}"] if absent else [])]

    def record(self) -> dict[str, object]:
        """As ``--json`` has it."""
        return {
            "lean": self.lean,
            "checkers": [
                {"name": a.checker, "said": a.said.name.lower(), **({"why": a.why} if a.why else {})}
                for a in self.answers
            ],
        }


def _absent(answer: Answer) -> str:
    return f"{answer.checker} ({answer.why})" if answer.why else answer.checker


def ask_all(certificate: Certificate, timeout_s: float) -> Asked | None:
    """What the checkers of an installed toolchain say of a certificate that was accepted; None without one.

    ``timeout_s``: seconds for each step, of which every checker is one.
    """
    lake = find_lake()
    if lake is None:
        return None
    from detlm.certificate.emit import certificate_parts, emit_lean

    with tempfile.TemporaryDirectory(prefix="detlm-official-") as name:
        package = Path(name) / "package"
        version = "?"
        try:
            emit_lean(certificate, package)
            tools = toolchain(lake, package, timeout_s)
            version = tools.version
            if version != lean_version():
                raise Broken(f"the toolchain is Lean {version}; the package is for Lean {lean_version()}")
            build(tools, package, timeout_s)
            answers: list[Answer] = []
            for module, part in certificate_parts(certificate).items():
                answers += _of_module(tools, package, module, part, timeout_s)
            answers.append(lake_check(tools, package, timeout_s))
        except (Broken, UsageError, OSError) as error:
            return Asked(version, (Answer(_EVERY, Said.NOT_RUN, str(error)),))
    return Asked(version, _together(answers))


def _of_module(
    tools: Toolchain, package: Path, name: str, part: Obligation, timeout_s: float
) -> list[Answer]:
    """Asks about one module, if what is exported from it is what was to be stated. Raises ``Broken``."""
    from detlm.certificate.emit import told

    theorems = told(part)
    exported = package.parent / f"{name}.ndjson"
    export(tools, package, Module(name, theorems), exported, timeout_s)
    stated = {theorem: part.statements[theorem] for theorem in theorems}
    try:
        read = Export.of(exported)
        wrong = differences(read, stated, part.definitions)
    except NotRead as error:
        raise Broken(str(error)) from error
    if wrong:
        raise Broken(wrong[0])
    if others := sorted(read.axioms - OFFICIAL_AXIOMS.keys()):
        return [Answer("leanexport", Said.REFUSED, f"the proof rests on {', '.join(others)}")]
    return ask(tools, package, exported, timeout_s)


def _together(answers: list[Answer]) -> tuple[Answer, ...]:
    """One answer of each checker: of several modules the worst."""
    worst = (Said.REFUSED, Said.NOT_RUN, Said.DECLINED, Said.NOT_FOUND, Said.ACCEPTED)
    kept: dict[str, Answer] = {}
    for answer in answers:
        known = kept.get(answer.checker, answer)
        kept[answer.checker] = min(known, answer, key=lambda one: worst.index(one.said))
    return tuple(kept.values())


def concluded(report: Report, asked: Asked) -> Report:
    """An accepted report, with what the checkers make of it."""
    by_kind = {kind: [a for a in asked.answers if a.said is kind] for kind in Said}
    if refused := by_kind[Said.REFUSED]:
        first = refused[0]
        reason = f"the kernel accepts the statement and {first.checker} refuses it: {first.why}"
        return Report(Outcome.REJECTED, (reason,), certificate=report.certificate)
    if broken := by_kind[Said.NOT_RUN]:
        first = broken[0]
        reason = f"{first.checker}, found beside `lake`, could not run: {first.why}"
        return Report(Outcome.COULD_NOT_RUN, (reason,), certificate=report.certificate)
    if not by_kind[Said.ACCEPTED]:
        reason = f"Lean {asked.lean} is here, and no checker of it gave a verdict"
        return Report(Outcome.COULD_NOT_RUN, (reason,), certificate=report.certificate)
    return report
