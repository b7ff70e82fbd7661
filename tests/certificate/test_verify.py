"""The verifier: what it accepts, what it binds to, and what it makes of everything else."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detlm.certificate import schema
from detlm.certificate.emit import certificate_sources, emit_lean
from detlm.certificate.schema import Certificate, EnclosedFile
from detlm.certificate.verify import Bindings, Outcome, Report, verify
from detlm.errors import ConstraintError, KernelUnavailable, UsageError
from detlm.kernel.protocol import CheckRequest
from detlm.syntax import read_program
from tests.certificate.conftest import OUTPUT, PROMPT
from tests.conftest import MEDICATION, Borrowed

Edit = Callable[[dict[str, Any]], object]


def _judge(certificate: Certificate, borrowed: Borrowed, **held: Any) -> Report:
    return verify(schema.dumps(certificate), lambda: borrowed, Bindings(**held))


def _edited(certificate: Certificate, edit: Edit) -> bytes:
    raw = json.loads(schema.dumps(certificate))
    edit(raw)
    return json.dumps(raw).encode()


def test_accepts_what_was_proved(certificate: Certificate, borrowed: Borrowed, by_rule: Path) -> None:
    report = _judge(certificate, borrowed)
    assert report.outcome is Outcome.ACCEPTED
    assert report.bound_to == ()
    assert set(report.axioms) <= {"propext", "Quot.sound", "Classical.choice"}
    report = _judge(certificate, borrowed, program=by_rule, prompt=PROMPT, text=OUTPUT)
    assert report.outcome is Outcome.ACCEPTED
    assert report.bound_to == ("program", "prompt", "text")


def test_binds_to_what_the_caller_holds(certificate: Certificate, borrowed: Borrowed) -> None:
    asked = borrowed.checks
    for held, complaint in (
        ({"program": MEDICATION}, "another program"),
        ({"prompt": PROMPT + b" "}, "another prompt"),
        ({"text": OUTPUT[:-1]}, "another text"),
    ):
        report = _judge(certificate, borrowed, **held)
        assert report.outcome is Outcome.REJECTED
        assert complaint in report.reasons[0]
    assert borrowed.checks == asked, "no kernel is needed to see that"


def test_the_callers_own_program_must_be_readable(certificate: Certificate, tmp_path: Path) -> None:
    broken = tmp_path / "broken.det"
    broken.write_text("program x\noutput :=\n")
    with pytest.raises(ConstraintError):
        verify(schema.dumps(certificate), lambda: pytest.fail("no kernel"), Bindings(program=broken))


def test_no_kernel_is_no_verdict(certificate: Certificate) -> None:
    def none() -> Borrowed:
        raise KernelUnavailable("no Lean library here", hint="install one")

    report = verify(schema.dumps(certificate), none)
    assert report.outcome is Outcome.COULD_NOT_RUN
    assert report.outcome.value == 12
    assert "no Lean library" in report.reasons[0]


def _other_output(raw: dict[str, Any], text: str) -> None:
    """Changes the output consistently, as a forger would."""
    raw["claim"]["output"] = text
    told = raw["recomputed"]
    told["output_sha256"] = schema.sha256(text.encode())
    told["tokens"] = [text] + [""] * (len(told["tokens"]) - 1)
    told["spans"] = [{"name": "answer", "rule": 0, "start": 0, "end": len(text) - 1}]


FORGERIES: list[tuple[str, Edit, Outcome, str]] = [
    ("prefix", lambda r: r.update(kind="prefix"), Outcome.REJECTED, "prefix"),
    ("lean", lambda r: r["recomputed"].update(lean="4.34.0"), Outcome.DECLINED, "Lean 4.34.0"),
    ("meaning", lambda r: r["recomputed"].update(meaning_sha256="0" * 64), Outcome.DECLINED, "definitions"),
    ("version", lambda r: r.update(version=0), Outcome.DECLINED, "version 0"),
    ("format", lambda r: r.update(format="x"), Outcome.DECLINED, "format"),
    ("tokens cut", lambda r: r["recomputed"]["tokens"].pop(), Outcome.REJECTED, "tokens"),
    ("tokens doubled", lambda r: r["recomputed"]["tokens"].append("."), Outcome.REJECTED, "tokens"),
    ("tokens turned", lambda r: r["recomputed"]["tokens"].reverse(), Outcome.REJECTED, "tokens"),
    ("token edited", lambda r: r["recomputed"]["tokens"].__setitem__(0, "A"), Outcome.REJECTED, "tokens"),
    ("trace cut", lambda r: r["attested"]["tokens"].pop(), Outcome.REJECTED, "count"),
    ("no witness", lambda r: r.update(witness=[]), Outcome.REJECTED, "kernel refuses"),
    ("no rule", lambda r: r["witness"].pop(), Outcome.REJECTED, "kernel refuses"),
    ("rule first", lambda r: r["witness"].reverse(), Outcome.REJECTED, "kernel refuses"),
    ("no such rule", lambda r: r["witness"][-1].update(rule=7), Outcome.REJECTED, "kernel refuses"),
    ("arguments", lambda r: r["witness"][-1]["arguments"].reverse(), Outcome.REJECTED, "kernel refuses"),
    ("span moved", lambda r: r["recomputed"]["spans"][0].update(end=3), Outcome.REJECTED, "spans"),
    ("prompt", lambda r: r["claim"].update(prompt="else"), Outcome.REJECTED, "prompt_sha256"),
    ("a falsehood", lambda r: _other_output(r, "aspirin cures cancer."), Outcome.REJECTED, "parse"),
    ("statement", lambda r: _other_output(r, "warfarin is a blood thinner."), Outcome.REJECTED, "statement"),
]


@pytest.mark.parametrize(
    ("edit", "outcome", "why"), [f[1:] for f in FORGERIES], ids=[f[0] for f in FORGERIES]
)
def test_forgeries(
    certificate: Certificate, borrowed: Borrowed, edit: Edit, outcome: Outcome, why: str
) -> None:
    report = verify(_edited(certificate, edit), lambda: borrowed)
    assert report.outcome is outcome, report.reasons
    assert why in report.reasons[0]


def test_a_consistent_forgery_meets_the_kernel(certificate: Certificate, borrowed: Borrowed) -> None:
    """A forger who recomputes every digest still needs the kernel to agree."""
    from detlm.certificate import statement

    program = read_program(MEDICATION)
    false = b"warfarin is used for pain relief."

    def forge(raw: dict[str, Any]) -> None:
        files = [{"name": s.name, "content": s.content.decode()} for s in program.sources]
        raw["claim"]["program"] = files
        raw["recomputed"]["program_sha256"] = schema.program_sha256(
            tuple(EnclosedFile(name=s.name, content=s.content) for s in program.sources)
        )
        _other_output(raw, false.decode())
        wanted = statement.obligation(program, PROMPT, false, ())
        raw["recomputed"]["statement_sha256"] = statement.statement_sha256(wanted)

    report = verify(_edited(certificate, forge), lambda: borrowed)
    assert report.outcome is Outcome.REJECTED
    assert "kernel refuses" in report.reasons[0]


def test_a_weaker_statement_under_the_same_name_is_seen(
    certificate: Certificate, borrowed: Borrowed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the kernel holds is compared as an expression with what was asked."""
    honest = Borrowed.check

    def swapped(self: Borrowed, request: CheckRequest) -> object:
        source = request.source.split("theorem")[0]
        source += "theorem Run.accepted : True := trivial\ntheorem Run.admitted : True := trivial\n"
        return honest(self, request.model_copy(update={"source": source}))

    monkeypatch.setattr(Borrowed, "check", swapped)
    report = _judge(certificate, borrowed)
    assert report.outcome is Outcome.REJECTED
    assert "another statement" in report.reasons[0]


def _mutated(rng: random.Random, data: bytes) -> bytes:
    """One to three random edits of bytes, or of values in the JSON."""
    if rng.random() < 0.5:
        out = bytearray(data)
        for _ in range(rng.randint(1, 3)):
            at = rng.randrange(len(out))
            match rng.randrange(4):
                case 0:
                    out[at] ^= 1 << rng.randrange(8)
                case 1:
                    del out[at : at + rng.randint(1, 20)]
                case 2:
                    out[at:at] = out[rng.randrange(len(out)) :][: rng.randint(1, 20)]
                case _:
                    out[at] = rng.choice(b'0123456789abcxyz "{}[],:.')
        return bytes(out)
    raw = json.loads(data)
    for _ in range(rng.randint(1, 3)):
        _mutate_value(rng, raw)
    return json.dumps(raw).encode()


def _mutate_value(rng: random.Random, raw: Any) -> None:
    holder, key, value = None, None, raw
    while isinstance(value, dict | list) and value and (holder is None or rng.random() < 0.9):
        key = rng.choice(list(value) if isinstance(value, dict) else range(len(value)))
        holder, value = value, value[key]
    if holder is None:
        return
    match rng.randrange(4):
        case 0 if isinstance(holder, list):
            holder.pop(key)
        case 1 if isinstance(holder, list):
            rng.shuffle(holder)
        case 2 if isinstance(value, str) and value:
            at = rng.randrange(len(value))
            holder[key] = value[:at] + rng.choice("aeiou .X0") + value[at + 1 :]
        case _ if isinstance(value, int):
            holder[key] = max(0, value + rng.choice((-1, 1, 2)))
        case _:
            holder[key] = rng.choice(["", "aspirin is a drug.", 0, None, [], "warfarin"])


def _attack(certificate: Certificate, borrowed: Borrowed, times: int, seed: int) -> int:
    rng = random.Random(seed)
    data = schema.dumps(certificate)
    accepted = 0
    for _ in range(times):
        mutated = _mutated(rng, data)
        report = verify(mutated, lambda: borrowed)
        if report.outcome is Outcome.ACCEPTED:
            accepted += 1
            assert report.certificate is not None
            assert report.certificate.claim == certificate.claim, mutated
    return accepted


def test_2000_random_mutations_never_pass_for_another_statement(
    certificate: Certificate, borrowed: Borrowed
) -> None:
    accepted = _attack(certificate, borrowed, 2000, seed=1)
    assert 0 < accepted < 1500, "attested fields may change, and nothing else"


@pytest.mark.slow
def test_20_000_random_mutations(certificate: Certificate, borrowed: Borrowed) -> None:
    _attack(certificate, borrowed, 20_000, seed=2)


def test_stand_alone_lean(certificate: Certificate, borrowed: Borrowed, tmp_path: Path) -> None:
    folder = tmp_path / "lean"
    emit_lean(certificate, folder)
    source = (folder / "Certificate.lean").read_text()
    assert {"Certificate": source} == certificate_sources(certificate)
    assert (folder / "DetLM.lean").is_file()
    assert (folder / "lean-toolchain").read_text().startswith("leanprover/lean4:")
    verdict = borrowed.check(CheckRequest(source=source, trusted=True))
    assert verdict.accepted, verdict.messages
    printed = [m.text for m in verdict.messages if "Run.admitted" in m.text]
    assert printed, "`#print axioms` says what it rests on"
    with pytest.raises(UsageError, match="not an empty folder"):
        emit_lean(certificate, folder)
