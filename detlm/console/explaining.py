"""``detlm explain``: why each span was admissible, and how each token came about.

Reads a certificate and derives what it says from the enclosed program; it judges nothing (``verify`` does).
"""

from __future__ import annotations

import json
from pathlib import Path

from detlm.certificate import schema, statement
from detlm.certificate.schema import Certificate
from detlm.console.reading import read_certificate
from detlm.console.reasons import Reasons, closed
from detlm.errors import CertificateError, ConstraintError
from detlm.knowledge.closure import close
from detlm.mask.witnesses import GrammarWitnesses
from detlm.printing import printable
from detlm.syntax.program import Derive, Program, walk


def run(path: Path, *, tokens: bool, as_json: bool) -> int:
    """Exit code 0; raises ``CertificateError`` if there is nothing to explain."""
    content = read_certificate(path)
    try:
        certificate = schema.loads(content)
    except CertificateError as err:
        raise type(err)(f"{path}: {err.message}", hint=err.hint) from err
    try:
        program = statement.enclosed_program(certificate.claim)
        parsed = statement.take_apart(program, certificate.claim.output)
    except (ConstraintError, UnicodeDecodeError) as err:
        raise CertificateError(f"{path}: the enclosed program cannot be read: {err}") from err
    why = _why(program, parsed, certificate.claim.prompt)
    if as_json:
        print(json.dumps(_record(certificate, parsed, why), ensure_ascii=False))
        return 0
    print(f"prompt   {printable(certificate.claim.prompt)}")
    print(f"output   {printable(certificate.claim.output)}")
    if certificate.kind == "prefix":
        print("         unfinished: generation ended early, and no verifier accepts a prefix")
    if program.after is not None:
        answer = len(certificate.claim.output) - len(parsed.answer)
        print(
            f"answer   begins at byte {answer}, behind the first {printable(program.after)}; nothing is asked"
        )
        print("         of what stands before it")
    if parsed.preface:
        print(f"\nThe model constrained itself: {printable(parsed.preface)}")
        for limit in parsed.program.limits[len(program.limits) :]:
            print(f"  {limit.source or limit}")
    rules = {s.rule: s for s in walk(program.output) if isinstance(s, Derive)}
    for span, reasons in zip(parsed.spans or (), why, strict=True):
        print(f"\n{printable(certificate.claim.output[span.start : span.end])}")
        print(f"  bytes {span.start} to {span.end}, by: {' '.join(rules[span.rule].source.split())}")
        for line in reasons:
            print(f"  {line}")
    if parsed.spans is None:
        print(f"\n{_unparsed(certificate)}, so there is nothing to explain.")
    if parsed.program.limits:
        print("\nlimits on the whole answer")
        for line in dict.fromkeys(limit.source or str(limit) for limit in parsed.program.limits):
            print(f"  {line}")
    if tokens:
        _print_tokens(certificate)
    made = certificate.attested
    how = f"{made.mode} mode, {len(made.tokens)} tokens, {made.model_calls} model calls"
    took = f"{made.seconds:.2f} s, proofs {made.proof_milliseconds:.1f} ms"
    print(f"\nattested: {made.model}, {how}, {made.backups} backups, {took}")
    return 0


def _unparsed(certificate: Certificate) -> str:
    """Why an output has no spans."""
    if certificate.kind == "prefix":
        return "The output is unfinished: its parts are known only where it has the form of a whole answer"
    return "The output does not have exactly one parse"


def _why(program: Program, parsed: statement.Parsed, prompt: bytes) -> list[list[str]]:
    """The reasons of each span, in the order of the spans."""
    if parsed.tree is None:
        return []
    reasons = Reasons(program, prompt, close(program), GrammarWitnesses())
    return [reasons.of_span(span) for span in closed(parsed.tree)]


def _text(data: bytes) -> str:
    return data.decode(errors="backslashreplace")


def _print_tokens(certificate: Certificate) -> None:
    made = certificate.attested.tokens
    texts = [repr(_text(text)) for text in certificate.recomputed.tokens[: len(made)]]
    widest = max((len(text) for text in texts), default=0)
    print(f"\n{'token':{widest}}  {'id':>6}  admissible  chosen")
    for text, one in zip(texts, made, strict=False):
        how = "forced: no other text may come" if one.forced else "by the model"
        lead = "" if one.margin is None else f", leading by {one.margin:.3f}"
        print(f"{text:{widest}}  {one.id:6}  {one.admissible:10,}  {how}{lead}")


def _record(certificate: Certificate, parsed: statement.Parsed, why: list[list[str]]) -> dict[str, object]:
    return {
        "prompt": _text(certificate.claim.prompt),
        "output": _text(certificate.claim.output),
        "kind": certificate.kind,
        "spans": [
            {
                "text": _text(certificate.claim.output[s.start : s.end]),
                "rule": s.rule,
                "start": s.start,
                "end": s.end,
                "why": reasons,
            }
            for s, reasons in zip(parsed.spans or (), why, strict=True)
        ],
        "tokens": [
            {"text": _text(t), "id": m.id, "admissible": m.admissible, "forced": m.forced, "margin": m.margin}
            for t, m in zip(certificate.recomputed.tokens, certificate.attested.tokens, strict=False)
        ],
    }
