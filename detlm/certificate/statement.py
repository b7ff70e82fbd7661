"""Program, prompt and output ─▶ the statement that Lean must prove, and the witness that helps it.

The maker of a certificate and its verifier both come through here; the verifier passes the witness it was
given, the maker finds one. Nothing here decides anything: Lean does.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from detlm.certificate.schema import Claim
from detlm.config import data_root
from detlm.errors import KernelError
from detlm.kernel.compiled import compile_program
from detlm.kernel.growth import grows
from detlm.kernel.obligations import Obligation, render_obligation
from detlm.kernel.protocol import CheckRequest, Kernel, Verdict
from detlm.kernel.render import RenderedProgram, render_program
from detlm.knowledge.closure import Closure, Step
from detlm.mask.parse import Span, answer_of, broken_rule, parses, spans
from detlm.mask.tree import Tree
from detlm.mask.witnesses import Asked, Derivation, GrammarWitnesses
from detlm.syntax import read_constraint_lines, read_source, split_preface
from detlm.syntax.program import Atom, Lex, Matches, Program, SlotShape, walk

#: From so many bytes on an output is proved through automata. The kernel compares them once per program and
#: worker, which takes about as long as plainly proving 1 KB; a second output of 400 bytes already gains.
LONG_OUTPUT = 400
#: The same for programs with categories on which plain derivatives grow: nearly always.
GROWING_OUTPUT = 16


@dataclass(frozen=True, slots=True)
class Parsed:
    """An output, taken apart: the model's constraint lines, the answer, the answer's spans.

    ``program`` is the program with the model's limits added; spans count bytes from the start of the
    output. ``spans`` and ``tree`` are None where the answer does not have exactly one parse; ``answer`` is
    empty where the text that begins it never comes.
    """

    program: Program
    preface: bytes
    answer: bytes
    spans: tuple[Span, ...] | None
    tree: Tree | None = None


def take_apart(program: Program, output: bytes) -> Parsed:
    """Splits an output and parses its answer. Raises ``ConstraintError`` for a malformed preface."""
    preface, rest = split_preface(output, program)
    said = read_constraint_lines(preface, program) if preface else ()
    answer = answer_of(program, rest)
    program = program.tightened(said)
    if answer is None:
        return Parsed(program, preface, b"", None)
    trees = parses(program.output, answer, limit=2)
    if len(trees) != 1:
        return Parsed(program, preface, answer, None)
    by = len(output) - len(answer)
    found = tuple(s.having(start=s.start + by, end=s.end + by) for s in spans(trees[0]))
    return Parsed(program, preface, answer, found, trees[0])


def enclosed_program(claim: Claim) -> Program:
    """The program that a certificate encloses, read without touching the disk.

    Raises ``ConstraintError``, and ``UnicodeDecodeError`` where it is not UTF-8.
    """
    first, *rest = claim.program
    files = {f.name: f.content for f in rest}
    return read_source(first.content.decode(), first.name, base=None, files=files)


def find_witness(closure: Closure, claims: Sequence[Atom]) -> tuple[Step, ...]:
    """Derivations of all claims that follow, one after the other without repetition."""
    steps: dict[Step, None] = {}
    for claim in claims:
        for step in closure.steps(claim) or ():
            steps[step] = None
    return tuple(steps)


def find_derivations(
    parsed: Parsed, prompt: bytes, closure: Closure, witnesses: GrammarWitnesses
) -> tuple[Derivation, ...]:
    """Derivations of all parts of an answer that a grammar must derive, as far as there are."""
    if parsed.tree is None:
        return ()
    asked = Asked(witnesses)
    broken_rule(parsed.tree, prompt, closure, derives=asked)
    return asked.derivations


def obligation(
    program: Program,
    prompt: bytes,
    output: bytes,
    witness: Sequence[Step],
    derivations: Sequence[Derivation] = (),
    *,
    rendered: RenderedProgram | None = None,
) -> Obligation:
    """The whole output's obligation; ``witness`` derives its claims, ``derivations`` its grammars' texts.

    ``rendered``: the program as Lean data, where it was rendered before.
    """
    preface, _ = split_preface(output, program)
    said = read_constraint_lines(preface, program) if preface else ()
    rendered = rendered or render_program(program)
    return render_obligation(
        rendered,
        prompt=prompt,
        preface=preface,
        said=said,
        output=output,
        witness=witness,
        derivations=derivations,
        compiled=compile_program(program, rendered) if _through_automata(program, output) else None,
    )


def _through_automata(program: Program, output: bytes) -> bool:
    if GROWING_OUTPUT <= len(output) < LONG_OUTPUT:
        texts = [shape.regex for shape in walk(program.output) if isinstance(shape, Lex | SlotShape)]
        wholes = [limit.regex for limit in program.limits if isinstance(limit, Matches)]
        return any(map(grows, texts + wholes))
    return len(output) >= LONG_OUTPUT


def statement_sha256(wanted: Obligation) -> str:
    """Digest of what is stated: ``Run.admitted``, what Lean files' categories ask, and every definition
    these speak of (the witness is none)."""
    whole = hashlib.sha256(wanted.statements["Run.admitted"].encode())
    for part in wanted.parts:
        for name in sorted(part.statements.keys() - {"Run.admitted", "Run.accepted"}):
            whole.update(f"{name} {part.statements[name]}\n".encode())
    for name in sorted(wanted.definitions):
        if name in wanted.stated:
            whole.update(f"{name} {wanted.definitions[name]}\n".encode())
    return whole.hexdigest()


#: The Lean files that ``DetLM.Admits`` and ``DetLM.KeepsTo`` are made of; all else is proved about them.
MEANING = (
    "Data/Bytes.lean",
    "Data/Lists.lean",
    "Spec/Regex.lean",
    "Spec/Words.lean",
    "Spec/Knowledge.lean",
    "Spec/Grammar.lean",
    "Spec/Number.lean",
    "Spec/Cond.lean",
    "Spec/Shape.lean",
    "Spec/Scopes.lean",
    "Spec/Fields.lean",
    "Spec/Foreign.lean",
    "Spec/Program.lean",
)


@lru_cache(maxsize=1)
def meaning_sha256() -> str:
    """Digest of the Lean files that say what programs mean."""
    root = data_root() / "lean" / "DetLM"
    whole = hashlib.sha256()
    for name in MEANING:
        data = (root / name).read_bytes()
        whole.update(f"{name} {len(data)}\n".encode() + data)
    return whole.hexdigest()


def lean_version() -> str:
    """The Lean version that certificates are made with and for, from ``lean-toolchain``."""
    return (data_root() / "lean-toolchain").read_text().strip().rpartition(":v")[2]


@dataclass(frozen=True, slots=True)
class Checked:
    """What the kernel made of an obligation: ``problems`` is empty exactly if it stands.

    ``read_back``: the statement was compared as an expression; a toolchain behind a REPL cannot do that.
    """

    verdict: Verdict
    problems: tuple[str, ...]
    read_back: bool = True

    @property
    def proved(self) -> bool:
        """The kernel accepted exactly the statement that was asked."""
        return not self.problems


def request_for(wanted: Obligation, *, timeout_s: float) -> CheckRequest:
    """The kernel request for an obligation."""
    names = (*wanted.statements, *wanted.definitions)
    return CheckRequest(
        prelude=wanted.prelude,
        source=wanted.source,
        declarations=names,
        timeout_s=timeout_s,
        file=wanted.file,
    )


def judge(wanted: Obligation, verdict: Verdict) -> Checked:
    """Compares, as kernel expressions, what was asked with what was accepted.

    Raises ``KernelError`` where the kernel ran out of a budget: that is neither acceptance nor refutation.
    """
    if not verdict.accepted:
        reasons = [m.text for m in verdict.errors] or ["no reason given"]
        if verdict.exhausted:
            raise KernelError(f"the kernel ran out of its own budget, which proves nothing: {reasons[0]}")
        return Checked(verdict, tuple(reasons))
    held = {d.name: d for d in verdict.declarations}
    if wanted.statements.keys() <= held.keys() and all(d.kind == "unknown" for d in held.values()):
        return Checked(verdict, (), read_back=False)  # what stands there is what our own source says
    problems = []
    for name, expected in wanted.statements.items():
        if name not in held or held[name].kind != "theorem" or held[name].type != expected:
            problems.append(f"the kernel holds another statement under {name}")
    for name, expected in wanted.definitions.items():
        if name not in held or held[name].kind != "definition" or held[name].value != expected:
            problems.append(f"the kernel holds another definition under {name}")
    return Checked(verdict, tuple(problems))


def prove(kernel: Kernel, wanted: Obligation, *, timeout_s: float = 60.0) -> Checked:
    """Asks the kernel for all parts, up to the first that does not stand. Raises ``KernelError`` if it gives
    no verdict."""
    checks: list[Checked] = []
    ends = time.monotonic() + timeout_s
    for part in wanted.parts:
        left = max(0.01, ends - time.monotonic()) if checks else timeout_s
        checks.append(judge(part, kernel.check(request_for(part, timeout_s=left))))
        if not checks[-1].proved:
            break
    return together(checks)


def together(checks: Sequence[Checked]) -> Checked:
    """What was made of all parts of an obligation: it stands if each does."""
    first = next((one for one in checks if not one.proved), checks[-1])
    if len(checks) == 1:
        return first
    verdict = first.verdict.model_copy(
        update={
            "declarations": tuple(d for one in checks for d in one.verdict.declarations),
            "milliseconds": sum(one.verdict.milliseconds for one in checks),
        }
    )
    return Checked(verdict, first.problems, all(one.read_back for one in checks))


def refute(kernel: Kernel, wanted: Obligation, checked: Checked, *, timeout_s: float = 60.0) -> None:
    """Returns if the kernel proves of some part that its witness does not do.

    Raises ``KernelError`` where it proves neither this nor the obligation: then nothing is known.
    """
    for part in wanted.parts:
        request = CheckRequest(
            file=part.file,
            prelude=part.prelude,
            source=part.refutation,
            declarations=("Run.refuted",),
            timeout_s=timeout_s,
        )
        verdict = kernel.check(request)
        if verdict.accepted and verdict.declarations[0].type == part.refuted:
            return
    raise KernelError(f"the kernel neither proves nor refutes a statement: {checked.problems[0]}")
