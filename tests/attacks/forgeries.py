"""The forgeries: what each tries, what the verifier must say of it, and why.

Data only; ``make.py`` writes them down, ``test_attacks.py`` judges. A forger knows all of detlm. Here: other
statements, witnesses, traces. Programs, outputs and forms are in ``inputs.py``, likeness and weight in
``likeness.py``, names, numbers, thought in ``constructs.py``, derivations and files in ``grammars.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.attacks.attack import Attack
from tests.attacks.categories import lean_categories
from tests.attacks.constructs import attention, names, numbers, thinking
from tests.attacks.grammars import derivations, enclosed
from tests.attacks.honest import (
    FALSE,
    FILES,
    OUTPUT,
    PROGRAM,
    PROMPT,
    Raw,
    certificate,
    changed,
    with_tokens,
)
from tests.attacks.inputs import constraint_lines, forms, outputs, programs
from tests.attacks.likeness import likenesses, spans, weights


def attacks() -> list[Attack]:
    """All of them."""
    honest = certificate(FILES, PROMPT, OUTPUT)
    return [
        *_controls(honest),
        *_other_statements(honest),
        *_witnesses(honest),
        *_traces(honest),
        *programs(honest),
        *outputs(),
        *constraint_lines(),
        *forms(honest),
        *likenesses(honest),
        *spans(),
        *weights(),
        *names(),
        *numbers(),
        *thinking(),
        *attention(),
        *derivations(),
        *enclosed(),
        *lean_categories(),
    ]


def _controls(honest: Raw) -> list[Attack]:
    """What must be accepted, so that the others fail for their own reason."""
    held = {f"held/{n}": c for n, c in FILES.items()} | {"prompt.txt": PROMPT, "text.txt": OUTPUT}
    quoted = r"x\") := by sorry --"
    lean = {
        "lean.det": f'program l\nfact "{quoted}" r "∃ n, ⟨n, rfl⟩"\nsentence r := SUBJECT " r " OBJECT\n'
        "category C := sentence of facts\nderive s from category C\n  ensure supported(s)\noutput := s\n"
    }
    said = 'x") := by sorry -- r ∃ n, ⟨n, rfl⟩'
    prompt = "-/ axiom cheat : False\n#eval 1\0"
    more = changed(
        honest, lambda r: r["witness"].extend([{"fact": (1 << 48) - 1}, {"rule": 9, "arguments": []}])
    )
    return [
        Attack("control-honest", "nothing: an honest certificate", honest, "accepted", held=held),
        Attack("control-lean-text", "user texts are Lean code", certificate(lean, prompt, said), "accepted"),
        Attack("control-idle-witness", "steps that derive nothing do no harm", more, "accepted"),
    ]


def _other_statements(honest: Raw) -> list[Attack]:
    def told_otherwise(raw: Raw) -> None:
        raw["recomputed"]["statement_sha256"] = "0" * 64

    lean = {"prompt.txt": PROMPT.replace("with", "without")}
    other = {f"held/{n}": c for n, c in FILES.items()}
    other["held/pharmacy.det"] += 'forbid "aspirin"\n'
    return [
        Attack(
            "falsehood",
            "a consistent certificate for what does not follow",
            certificate(FILES, PROMPT, FALSE),
            "rejected",
            "kernel refuses",
        ),
        Attack("other-program", "pass for a stricter program", honest, "rejected", "another program", other),
        Attack("other-prompt", "pass for another question", honest, "rejected", "another prompt", lean),
        Attack(
            "other-text", "pass for the falsehood", honest, "rejected", "another text", {"text.txt": FALSE}
        ),
        Attack(
            "edited-prompt",
            "answer another question, old digests",
            changed(honest, lambda r: r["claim"].update(prompt="Hello?"), rehash=False),
            "rejected",
            "prompt_sha256",
        ),
        Attack(
            "edited-output",
            "another output, old statement",
            changed(certificate(FILES, PROMPT, "warfarin is a blood thinner."), told_otherwise, rehash=False),
            "rejected",
            "statement_sha256",
        ),
        Attack(
            "other-lean",
            "proved by an unsound Lean",
            changed(honest, lambda r: r["recomputed"].update(lean="4.20.0")),
            "declined",
            "Lean 4.20.0",
        ),
        Attack(
            "other-meaning",
            "proved under weaker definitions",
            changed(honest, lambda r: r["recomputed"].update(meaning_sha256="f" * 64)),
            "declined",
            "another version of the Lean definitions",
        ),
        Attack(
            "prefix",
            "pass an interrupted output",
            changed(honest, lambda r: r.update(kind="prefix")),
            "rejected",
            "prefix",
        ),
    ]


def _witnesses(honest: Raw) -> list[Attack]:
    def step(change: Callable[[list[Any]], object]) -> Raw:
        return changed(honest, lambda r: change(r["witness"]))

    weak = {
        **FILES,
        "pharmacy.det": PROGRAM.replace("sentence conf", "rule D is_a K -> K is_a D\nsentence conf", 1),
    }
    weaker = changed(certificate(weak, PROMPT, OUTPUT), lambda r: r["witness"][-1].update(rule=1))
    refused = "kernel refuses"
    return [
        Attack("witness-gone", "no derivation at all", step(list.clear), "rejected", refused),
        Attack("witness-cut", "the facts without the rule", step(list.pop), "rejected", refused),
        Attack("witness-turned", "the rule before its facts", step(list.reverse), "rejected", refused),
        Attack("witness-weaker-rule", "another rule of the program", weaker, "rejected", refused),
        Attack(
            "witness-arguments-short",
            "a rule without its variables",
            step(lambda w: w[-1].update(arguments=[])),
            "rejected",
            refused,
        ),
        Attack(
            "witness-arguments-swapped",
            "the rule for other things",
            step(lambda w: w[-1]["arguments"].reverse()),
            "rejected",
            refused,
        ),
        Attack(
            "witness-claim-itself",
            "the claim as an argument",
            step(lambda w: w[-1].update(arguments=[OUTPUT, OUTPUT, OUTPUT])),
            "rejected",
            refused,
        ),
    ]


def _traces(honest: Raw) -> list[Attack]:
    pieces = honest["recomputed"]["tokens"]

    def traced(tokens: list[str]) -> Raw:
        return changed(honest, lambda r: with_tokens(r, tokens))

    joined = "recomputed.tokens (joined)"
    return [
        Attack("trace-truncated", "a token less", traced(pieces[:-1]), "rejected", joined),
        Attack("trace-turned", "tokens in another order", traced(pieces[::-1]), "rejected", joined),
        Attack("trace-doubled", "a token twice", traced([*pieces, pieces[-1]]), "rejected", joined),
        Attack("trace-edited", "another token", traced(["A", *pieces[1:]]), "rejected", joined),
        Attack(
            "trace-unattested",
            "more tokens than were attested",
            changed(honest, lambda r: r["attested"]["tokens"].pop()),
            "rejected",
            "tokens (count)",
        ),
        Attack(
            "span-moved",
            "a span that leaves the falsehood out",
            changed(honest, lambda r: r["recomputed"]["spans"][0].update(end=7)),
            "rejected",
            "recomputed.spans",
        ),
        Attack(
            "span-gone",
            "no span, nothing to support",
            changed(honest, lambda r: r["recomputed"].update(spans=[])),
            "rejected",
            "recomputed.spans",
        ),
    ]
