"""Certificates without a model: what an honest maker writes, and what a forger changes in it.

An honest certificate needs an output and a derivation, not a way to come by them. Forgers compute every
digest again that they can. ``@meaning@`` and ``@lean@`` stand for what this checkout says of itself, so that
forgeries do not grow stale. Which forgeries there are is ``forgeries.py``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from detlm.certificate import schema, statement
from detlm.errors import ConstraintError
from detlm.knowledge.closure import FactStep, close
from detlm.mask.witnesses import GrammarWitnesses
from detlm.syntax import read_source
from detlm.syntax.program import Program

MEANING, LEAN = "@meaning@", "@lean@"

#: Every sentence follows from two facts files; one answer needs the rule.
PROGRAM = """\
program pharmacy
facts from "drugs.tsv"
facts from "groups.tsv"
rule D conflicts K and X is_a K -> D conflicts X
sentence conflicts := SUBJECT " must not be taken with " OBJECT
sentence is_a := SUBJECT " is a " OBJECT
category Claim := sentence of facts
derive answer from category Claim
  ensure proof supported(answer)
forbid "cures"
model may constrain up to 2 lines
output := answer "."
"""
DRUGS = "aspirin\tconflicts\tblood thinner\n"
GROUPS = "warfarin\tis_a\tblood thinner\nibuprofen\tis_a\tpainkiller\n"
FILES = {"pharmacy.det": PROGRAM, "drugs.tsv": DRUGS, "groups.tsv": GROUPS}
PROMPT = "May I take aspirin with warfarin?"
OUTPUT = "aspirin must not be taken with warfarin."
FALSE = "warfarin must not be taken with aspirin."

Raw = dict[str, Any]


def program_of(files: Mapping[str, str]) -> Program:
    """The program of a constraint file (the first) and its facts files."""
    (name, text), *rest = files.items()
    return read_source(text, name, base=None, files={n: c.encode() for n, c in rest})


def certificate(files: Mapping[str, str], prompt: str, output: str, *, pieces: int = 4) -> Raw:
    """What an honest maker writes; a falsehood gets as much of a witness as there is."""
    program = program_of(files)
    parsed = statement.take_apart(program, output.encode())
    spans = parsed.spans or ()
    closure = close(program)
    witness = statement.find_witness(closure, [c for s in spans for c in s.claims])
    derivations = statement.find_derivations(parsed, prompt.encode(), closure, GrammarWitnesses())
    size = max(1, -(-len(output) // pieces))
    tokens = [output[i : i + size] for i in range(0, len(output), size)]
    raw: Raw = {
        "format": schema.FORMAT,
        "version": schema.VERSION,
        "kind": "output",
        "claim": {
            "program": [{"name": n, "content": c} for n, c in files.items()],
            "prompt": prompt,
            "output": output,
        },
        "witness": [
            {"fact": s.index}
            if isinstance(s, FactStep)
            else {"rule": s.index, "arguments": [a.decode() for a in s.arguments]}
            for s in witness
        ],
        "recomputed": {
            "lean": LEAN,
            "meaning_sha256": MEANING,
            "preface": parsed.preface.decode(),
            "spans": [{"name": s.name, "rule": s.rule, "start": s.start, "end": s.end} for s in spans],
            "tokens": tokens,
        },
        "attested": {
            "detlm": "0.1.0",
            "model": "none",
            "revision": None,
            "weights_sha256": "0" * 64,
            "vocabulary_sha256": "0" * 64,
            "rendered_prompt": prompt,
            "prompt_style": "plain",
            "mode": "deterministic",
            "seed": None,
            "kernel": "none",
            "tokens": [
                {"id": i, "forced": False, "admissible": 1, "margin": None} for i in range(len(tokens))
            ],
            "model_calls": len(tokens),
            "backups": 0,
            "seconds": 0.0,
            "proof_milliseconds": 0.0,
        },
    }
    if derivations:
        raw["derivations"] = [list(d) for d in derivations]
    return rehashed(raw)


def rehashed(raw: Raw) -> Raw:
    """Every digest computed again, as a forger would; left alone where the claim makes no program."""
    claim, told = raw["claim"], raw["recomputed"]
    files = tuple(schema.EnclosedFile(name=f["name"], content=_bytes(f["content"])) for f in claim["program"])
    prompt, output = _bytes(claim["prompt"]), _bytes(claim["output"])
    told["program_sha256"] = schema.program_sha256(files)
    told["prompt_sha256"], told["output_sha256"] = schema.sha256(prompt), schema.sha256(output)
    told.setdefault("statement_sha256", "0" * 64)
    with suppress(ConstraintError, UnicodeDecodeError, RecursionError):  # a forger does not mind
        program = read_source(
            files[0].content.decode(), files[0].name, base=None, files={f.name: f.content for f in files[1:]}
        )
        wanted = statement.obligation(program, prompt, output, ())
        told["statement_sha256"] = statement.statement_sha256(wanted)
    return raw


def _bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else base64.b64decode(value["base64"])


def changed(raw: Raw, change: Callable[[Raw], object], *, rehash: bool = True) -> Raw:
    """A changed copy, with its digests computed again unless told otherwise."""
    copy: Raw = json.loads(json.dumps(raw))
    change(copy)
    return rehashed(copy) if rehash else copy


def with_tokens(raw: Raw, pieces: list[str]) -> None:
    """Cuts the output into other pieces."""
    told, attested = raw["recomputed"], raw["attested"]
    told["tokens"] = pieces
    attested["tokens"] = [attested["tokens"][0]] * len(pieces)
