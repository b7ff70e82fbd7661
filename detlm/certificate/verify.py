"""The verifier: trusts nothing in a certificate, derives the statement anew, asks a fresh kernel.

Verdicts are accepted (exit code 0), rejected (10), declined (11: well-formed, but of a version or meaning
that this verifier does not check) and could-not-run (12: no kernel verdict).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path, PurePosixPath

from detlm.certificate import schema, statement
from detlm.certificate.schema import Certificate, EnclosedFile, SpanRecord, UseFact
from detlm.config import data_root
from detlm.errors import CertificateError, ConstraintError, KernelError
from detlm.kernel.expressions import MAX_TEXT
from detlm.kernel.foreign import refused_unread
from detlm.kernel.obligations import Obligation
from detlm.kernel.protocol import Kernel
from detlm.knowledge.closure import FactStep, RuleStep, Step
from detlm.syntax import read_program
from detlm.syntax.files import LIBRARY
from detlm.syntax.grammar import distrust_cache
from detlm.syntax.program import Program

#: Bytes of prompt and output together. They stand in one statement, two digits a byte, and what the kernel
#: holds is compared as one text of at most 8 MiB.
MAX_STATED = 4_000_000


class Outcome(Enum):
    """A verdict with its exit code."""

    ACCEPTED = 0
    REJECTED = 10
    DECLINED = 11
    COULD_NOT_RUN = 12

    @property
    def word(self) -> str:
        """The verdict as people read it."""
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Bindings:
    """What the caller holds; a certificate for anything else is rejected."""

    program: Path | None = None
    prompt: bytes | None = None
    text: bytes | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A verdict, why, and for what it stands; ``unproved`` is what the program says beyond what is proved,
    ``pinned`` as the kernel's description has it, ``lean_files``, each "name (file)", say what categories
    mean."""

    outcome: Outcome
    reasons: tuple[str, ...]
    bound_to: tuple[str, ...] = ()
    axioms: tuple[str, ...] = ()
    kernel: str = ""
    pinned: bool = True
    milliseconds: float = 0.0
    read_back: bool = True
    decided_twice: bool = False
    unproved: tuple[str, ...] = ()
    lean_files: tuple[str, ...] = ()
    certificate: Certificate | None = field(default=None, repr=False)


class _Stop(Exception):
    def __init__(self, outcome: Outcome, reason: str) -> None:
        self.outcome, self.reason = outcome, reason


@dataclass(frozen=True, slots=True)
class Prepared:
    """A certificate about which only the kernel has still to be asked. ``without_lean`` is what the
    independent checker can read of the statement: all of it, but for what Lean files say of categories."""

    wanted: Obligation
    without_lean: Obligation
    bound_to: tuple[str, ...]
    certificate: Certificate
    unproved: tuple[str, ...] = ()
    lean_files: tuple[str, ...] = ()


def verify(
    data: bytes,
    open_kernel: Callable[[], Kernel],
    bindings: Bindings | None = None,
    *,
    allow_lean: bool = False,
) -> Report:
    """Judges the bytes of a certificate. ``open_kernel`` is called only if everything else stands.

    ``allow_lean``: Lean files that the certificate encloses may be elaborated; without, it is declined.

    Raises ``ConstraintError`` or ``UsageError`` only for the caller's own ``bindings.program``.
    """
    bindings = bindings or Bindings()
    prepared = prepare(data, bindings, held_program(bindings), allow_lean=allow_lean)
    return prepared if isinstance(prepared, Report) else decide(prepared, open_kernel)


def held_program(bindings: Bindings) -> Program | None:
    """The caller's own program. Raises ``ConstraintError`` or ``UsageError`` for it."""
    distrust_cache()
    return read_program(bindings.program) if bindings.program is not None else None


def prepare(
    data: bytes, bindings: Bindings, held: Program | None, *, allow_lean: bool = False
) -> Prepared | Report:
    """All that comes before the kernel; ``held`` is the program that ``bindings`` names."""
    certificate: Certificate | None = None
    distrust_cache()
    try:
        certificate = _read(data)
        program = _enclosed_program(certificate)
        bound = _compare_bindings(certificate, held, bindings)
        allowed = _allowed(program, allow_lean)
        wanted = _recompute(certificate, program)
        rest = _stated(certificate, replace(program, foreign=())) if program.foreign else wanted
        return Prepared(wanted, rest, bound, certificate, _unproved(program), allowed)
    except _Stop as stop:
        return Report(stop.outcome, (stop.reason,), certificate=certificate)
    except (RecursionError, MemoryError) as err:
        return _exhausted(err, certificate)


def decide(prepared: Prepared, open_kernel: Callable[[], Kernel], *, timeout_s: float = 60.0) -> Report:
    """Asks the kernel, which has ``timeout_s`` seconds once it is open."""
    certificate = prepared.certificate
    try:
        with open_kernel() as kernel:
            checked = statement.prove(kernel, prepared.wanted, timeout_s=timeout_s)
            described = kernel.describe()
    except KernelError as err:
        return Report(Outcome.COULD_NOT_RUN, (str(err),), certificate=certificate)
    except (RecursionError, MemoryError) as err:
        return _exhausted(err, certificate)
    if not checked.proved:
        reason = f"the kernel refuses the statement: {first_line(checked.problems[0])}"
        return Report(Outcome.REJECTED, (reason,), certificate=certificate)
    axioms = {a.name for d in checked.verdict.declarations for a in d.axioms}
    return Report(
        Outcome.ACCEPTED,
        (),
        prepared.bound_to,
        tuple(sorted(axioms)),
        described.text,
        described.pinned,
        checked.verdict.milliseconds,
        checked.read_back,
        unproved=prepared.unproved,
        lean_files=prepared.lean_files,
        certificate=certificate,
    )


def decide_again(prepared: Prepared) -> Report | None:
    """Asks the independent checker about what the kernel accepted: None if it agrees with all it can read.

    It reads no Lean. Where Lean files define categories, it decides everything else: that the output is
    admitted with what their ``within`` says of them; that their parts are as the files say, the kernel alone.
    """
    from detlm.certificate import paranoid  # only where it is asked for

    claim, stated = prepared.certificate.claim, prepared.without_lean
    try:
        paranoid.decide(stated.prelude + stated.source, claim.prompt, claim.output)
    except paranoid.Refused as err:
        reason = f"the kernel accepts the statement and the independent checker refuses it: {err}"
        return Report(Outcome.REJECTED, (reason,), certificate=prepared.certificate)
    except paranoid.NotUnderstood as err:
        reason = f"the independent checker cannot read the statement: {err}"
        return Report(Outcome.DECLINED, (reason,), certificate=prepared.certificate)
    except (RecursionError, MemoryError) as err:
        return _exhausted(err, prepared.certificate)
    return None


def _exhausted(err: Exception, certificate: Certificate | None) -> Report:
    reason = f"the certificate asks for more than the verifier may use ({type(err).__name__})"
    return Report(Outcome.COULD_NOT_RUN, (reason,), certificate=certificate)


def _read(data: bytes) -> Certificate:
    try:
        certificate = schema.loads(data)
    except schema.OtherVersion as err:
        raise _Stop(Outcome.DECLINED, f"not a certificate that this verifier reads: {err.message}") from err
    except CertificateError as err:
        raise _Stop(Outcome.REJECTED, f"not a well-formed certificate: {err.message}") from err
    if certificate.kind != "output":
        raise _Stop(Outcome.REJECTED, "the output was interrupted: a prefix is never accepted")
    ours, theirs = statement.lean_version(), certificate.recomputed.lean
    if theirs != ours:
        raise _Stop(Outcome.DECLINED, f"made for Lean {theirs}; this verifier checks with Lean {ours}")
    if certificate.recomputed.meaning_sha256 != statement.meaning_sha256():
        raise _Stop(
            Outcome.DECLINED,
            "made under another version of the Lean definitions "
            f"({certificate.recomputed.meaning_sha256[:12]}…, here {statement.meaning_sha256()[:12]}…)",
        )
    return certificate


def _enclosed_program(certificate: Certificate) -> Program:
    _, *rest = certificate.claim.program
    files = {f.name: f.content for f in rest}
    if len({f.name for f in certificate.claim.program}) != len(certificate.claim.program):
        raise _Stop(Outcome.REJECTED, "two enclosed files have one name")
    for name in files:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise _Stop(Outcome.REJECTED, f"the enclosed file {name!r} leaves the folder of the program")
    try:
        program = statement.enclosed_program(certificate.claim)
    except UnicodeDecodeError as err:
        raise _Stop(Outcome.REJECTED, f"the enclosed program is not UTF-8 at byte {err.start}") from err
    except ConstraintError as err:
        raise _Stop(Outcome.REJECTED, f"the enclosed program cannot be read:\n{err}") from err
    if unused := set(files) - {s.name for s in program.sources[1:]}:
        raise _Stop(Outcome.REJECTED, f"enclosed but unused: {', '.join(sorted(unused))}")
    if [s.name for s in program.sources[1:]] != [f.name for f in rest]:
        raise _Stop(Outcome.REJECTED, "the enclosed files are not those that the program reads, in its order")
    for file in rest:
        if file.name.split("/")[0] == LIBRARY and file.content != _library_file(file.name):
            raise _Stop(
                Outcome.DECLINED,
                f"the enclosed {file.name} is not the file of this detlm's library; a file of your own needs "
                "another folder",
            )
    return program


def _library_file(name: str) -> bytes | None:
    try:
        return (data_root() / "dsl" / name).read_bytes()
    except (OSError, ValueError):
        return None


def _unproved(program: Program) -> tuple[str, ...]:
    said = []
    if program.attention is not None:
        said.append("attention: who reads what is enforced and tested on the running model")
    if program.token_budget is not None:
        said.append(f"at most {program.token_budget} tokens: how text is cut into tokens is the model's")
    return tuple(said)


def _allowed(program: Program, allow_lean: bool) -> tuple[str, ...]:
    """The Lean files that say what categories mean, if they may be elaborated."""
    named = tuple(f"{c.name} ({c.file})" for c in program.foreign)
    if named and not allow_lean:
        raise _Stop(
            Outcome.DECLINED,
            f"an enclosed Lean file says what a category means: {', '.join(named)}; "
            "read it, then allow that it is elaborated with --allow-lean",
        )
    for category in program.foreign:
        if reason := refused_unread(category):
            raise _Stop(Outcome.REJECTED, reason)
    return named


def _compare_bindings(certificate: Certificate, held: Program | None, bindings: Bindings) -> tuple[str, ...]:
    claim = certificate.claim
    bound = []
    if held is not None:
        first, *rest = held.sources  # what the first file is called says nothing
        ours = [first.content, *((s.name, s.content) for s in rest)]
        enclosed = [claim.program[0].content, *((f.name, f.content) for f in claim.program[1:])]
        if enclosed != ours:
            raise _Stop(Outcome.REJECTED, f"made for another program than {bindings.program}")
        bound.append("program")
    for name, ours_, theirs in (
        ("prompt", bindings.prompt, claim.prompt),
        ("text", bindings.text, claim.output),
    ):
        if ours_ is not None:
            if ours_ != theirs:
                raise _Stop(Outcome.REJECTED, f"made for another {name}: {_clip(theirs)}")
            bound.append(name)
    return tuple(bound)


def _recompute(certificate: Certificate, program: Program) -> Obligation:
    claim, told = certificate.claim, certificate.recomputed
    if (size := len(claim.prompt) + len(claim.output)) > MAX_STATED:
        raise _Stop(
            Outcome.COULD_NOT_RUN,
            f"prompt and output have {size} bytes together; this verifier states at most {MAX_STATED}",
        )
    try:
        parsed = statement.take_apart(program, claim.output)
    except ConstraintError as err:
        raise _Stop(Outcome.REJECTED, f"the output's constraint lines cannot be read: {err}") from err
    if parsed.spans is None:
        raise _Stop(
            Outcome.REJECTED, "the output does not have exactly one parse by the program's output shape"
        )
    wanted = _stated(certificate, program)
    spans = tuple(SpanRecord(name=s.name, rule=s.rule, start=s.start, end=s.end) for s in parsed.spans)
    for name, ours, theirs in (
        ("program_sha256", schema.program_sha256(claim.program), told.program_sha256),
        ("prompt_sha256", schema.sha256(claim.prompt), told.prompt_sha256),
        ("output_sha256", schema.sha256(claim.output), told.output_sha256),
        ("statement_sha256", statement.statement_sha256(wanted), told.statement_sha256),
        ("preface", parsed.preface, told.preface),
        ("spans", spans, told.spans),
        ("tokens (joined)", claim.output, b"".join(told.tokens)),
        ("tokens (count)", len(told.tokens), len(certificate.attested.tokens)),
    ):
        if ours != theirs:
            raise _Stop(Outcome.REJECTED, f"recomputed.{name} does not come out as the certificate says")
    if (size := max(len(s) for part in wanted.parts for s in part.statements.values())) > MAX_TEXT:
        raise _Stop(
            Outcome.COULD_NOT_RUN,
            f"the statement and its witness have {size >> 20} MiB; this verifier compares at most "
            f"{MAX_TEXT >> 20} MiB",
        )
    return wanted


def _stated(certificate: Certificate, program: Program) -> Obligation:
    claim, witness = certificate.claim, read_witness(certificate)
    return statement.obligation(program, claim.prompt, claim.output, witness, certificate.derivations)


def read_witness(certificate: Certificate) -> tuple[Step, ...]:
    """The certificate's witness as derivation steps."""
    return tuple(
        FactStep(s.fact) if isinstance(s, UseFact) else RuleStep(s.rule, s.arguments)
        for s in certificate.witness
    )


def enclose(program: Program) -> tuple[EnclosedFile, ...]:
    """The program's files as a certificate holds them; where the first one lay is nobody's business."""
    first, *rest = program.sources
    named = EnclosedFile(name=Path(first.name).name, content=first.content)
    return (named, *(EnclosedFile(name=s.name, content=s.content) for s in rest))


def first_line(text: str) -> str:
    """Enough of a kernel message to say what happened."""
    line = " ".join(text.split())
    return line if len(line) <= 200 else line[:197] + "…"


def _clip(data: bytes) -> str:
    shown = data.decode(errors="replace")
    return repr(shown if len(shown) <= 60 else shown[:57] + "…")
