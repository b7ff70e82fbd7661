"""Makes the folders beside it: one honest certificate, and what a forger makes of it.

``python -m tests.attacks.make`` writes every folder anew: ``certificate.json``, what the caller holds
(``program.det`` with its facts files, ``prompt.txt``, ``text.txt``) where it matters, and ``expected.json``
with the outcome, a piece of the first reason and whether the kernel is to be asked. Forgers recompute every
digest that they can. It judges nothing: ``test_attacks.py`` does.

No model takes part: an honest certificate needs an output and a derivation, not a way to come by them.
``@meaning@`` and ``@lean@`` stand for what this checkout says of itself, so that forgeries do not grow stale.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from detlm.certificate import schema, statement
from detlm.knowledge.closure import FactStep, close
from detlm.syntax import read_source
from detlm.syntax.program import Program

HERE = Path(__file__).parent
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
    witness = statement.find_witness(close(program), [c for s in spans for c in s.claims])
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
    return rehashed(raw)


def rehashed(raw: Raw) -> Raw:
    """Every digest computed again, as a forger would; left alone where the claim makes no program."""
    claim, told = raw["claim"], raw["recomputed"]
    files = tuple(schema.EnclosedFile(name=f["name"], content=_bytes(f["content"])) for f in claim["program"])
    prompt, output = _bytes(claim["prompt"]), _bytes(claim["output"])
    told["program_sha256"] = schema.program_sha256(files)
    told["prompt_sha256"], told["output_sha256"] = schema.sha256(prompt), schema.sha256(output)
    told.setdefault("statement_sha256", "0" * 64)
    try:
        program = read_source(
            files[0].content.decode(), files[0].name, base=None, files={f.name: f.content for f in files[1:]}
        )
        told["statement_sha256"] = statement.statement_sha256(
            statement.obligation(program, prompt, output, ())
        )
    except Exception:  # noqa: BLE001 - a forger does not mind
        pass
    return raw


def _bytes(value: Any) -> bytes:
    import base64

    return value.encode() if isinstance(value, str) else base64.b64decode(value["base64"])


def changed(raw: Raw, change: Callable[[Raw], object], *, rehash: bool = True) -> Raw:
    """A changed copy, with its digests computed again unless told otherwise."""
    copy: Raw = json.loads(json.dumps(raw))
    change(copy)
    return rehashed(copy) if rehash else copy


def _with_tokens(raw: Raw, pieces: list[str]) -> None:
    told, attested = raw["recomputed"], raw["attested"]
    told["tokens"] = pieces
    attested["tokens"] = [attested["tokens"][0]] * len(pieces)


@dataclass(frozen=True)
class Attack:
    """One folder. ``tries`` says what a forger hopes for; ``held`` are the caller's own files.

    ``certificate`` is JSON data, or JSON text where the trick is in the text. ``open`` says why the verifier
    does not stand up to it yet: such a test must fail, and fails when it no longer does.
    """

    name: str
    tries: str
    certificate: Raw | str
    outcome: str
    message: str = ""
    held: Mapping[str, str] = field(default_factory=dict)
    open: str | None = None


def attacks() -> list[Attack]:
    """All of them."""
    honest = certificate(FILES, PROMPT, OUTPUT)
    return [
        *_controls(honest),
        *_other_statements(honest),
        *_witnesses(honest),
        *_traces(honest),
        *_programs(honest),
        *_outputs(),
        *_constraint_lines(),
        *_forms(honest),
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
        Attack("falsehood", "a consistent certificate for what does not follow",
               certificate(FILES, PROMPT, FALSE), "rejected", "kernel refuses"),
        Attack("other-program", "pass for a stricter program", honest, "rejected", "another program", other),
        Attack("other-prompt", "pass for another question", honest, "rejected", "another prompt", lean),
        Attack("other-text", "pass for the falsehood", honest, "rejected", "another text", {"text.txt": FALSE}),
        Attack("edited-prompt", "answer another question, old digests",
               changed(honest, lambda r: r["claim"].update(prompt="Hello?"), rehash=False),
               "rejected", "prompt_sha256"),
        Attack("edited-output", "another output, old statement",
               changed(certificate(FILES, PROMPT, "warfarin is a blood thinner."), told_otherwise, rehash=False),
               "rejected", "statement_sha256"),
        Attack("other-lean", "proved by an unsound Lean",
               changed(honest, lambda r: r["recomputed"].update(lean="4.20.0")), "declined", "Lean 4.20.0"),
        Attack("other-meaning", "proved under weaker definitions",
               changed(honest, lambda r: r["recomputed"].update(meaning_sha256="f" * 64)),
               "declined", "another version of the Lean definitions"),
        Attack("prefix", "pass an interrupted output",
               changed(honest, lambda r: r.update(kind="prefix")), "rejected", "prefix"),
    ]  # fmt: skip


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
        Attack("witness-arguments-short", "a rule without its variables",
               step(lambda w: w[-1].update(arguments=[])), "rejected", refused),
        Attack("witness-arguments-swapped", "the rule for other things",
               step(lambda w: w[-1]["arguments"].reverse()), "rejected", refused),
        Attack("witness-claim-itself", "the claim as an argument",
               step(lambda w: w[-1].update(arguments=[OUTPUT, OUTPUT, OUTPUT])), "rejected", refused),
    ]  # fmt: skip


def _traces(honest: Raw) -> list[Attack]:
    pieces = honest["recomputed"]["tokens"]

    def traced(tokens: list[str]) -> Raw:
        return changed(honest, lambda r: _with_tokens(r, tokens))

    joined = "recomputed.tokens (joined)"
    return [
        Attack("trace-truncated", "a token less", traced(pieces[:-1]), "rejected", joined),
        Attack("trace-turned", "tokens in another order", traced(pieces[::-1]), "rejected", joined),
        Attack("trace-doubled", "a token twice", traced([*pieces, pieces[-1]]), "rejected", joined),
        Attack("trace-edited", "another token", traced(["A", *pieces[1:]]), "rejected", joined),
        Attack("trace-unattested", "more tokens than were attested",
               changed(honest, lambda r: r["attested"]["tokens"].pop()), "rejected", "tokens (count)"),
        Attack("span-moved", "a span that leaves the falsehood out",
               changed(honest, lambda r: r["recomputed"]["spans"][0].update(end=7)), "rejected", "recomputed.spans"),
        Attack("span-gone", "no span, nothing to support",
               changed(honest, lambda r: r["recomputed"].update(spans=[])), "rejected", "recomputed.spans"),
    ]  # fmt: skip


def _programs(honest: Raw) -> list[Attack]:
    held = {f"held/{n}": c for n, c in FILES.items()}
    swapped = certificate({"pharmacy.det": PROGRAM, "drugs.tsv": GROUPS, "groups.tsv": DRUGS}, PROMPT, OUTPUT)
    swapped = changed(swapped, lambda r: r["claim"]["program"].insert(1, r["claim"]["program"].pop()))
    grown = certificate({**FILES, "groups.tsv": GROUPS + "aspirin\tis_a\tblood thinner\n"}, PROMPT,
                        "aspirin must not be taken with aspirin.")  # fmt: skip
    outside = {
        n.replace("drugs", "../drugs"): c.replace("drugs.tsv", "../drugs.tsv") for n, c in FILES.items()
    }

    def files(change: Callable[[list[Any]], object]) -> Raw:
        return changed(honest, lambda r: change(r["claim"]["program"]))

    return [
        Attack("facts-added", "enclose one more fact", grown, "rejected", "another program", held),
        Attack("facts-added-silently", "enclose one more fact, old digest",
               changed(grown, lambda r: r["recomputed"].update(
                   program_sha256=honest["recomputed"]["program_sha256"]), rehash=False),
               "rejected", "program_sha256"),
        Attack("facts-swapped", "two facts files under each other's names", swapped, "rejected",
               "another program", held,
               open="contents are compared in the certificate's order, without their names"),
        Attack("facts-twice", "two files of one name, the reader picks",
               files(lambda p: p.append({"name": "drugs.tsv", "content": GROUPS})), "rejected", "one name"),
        Attack("facts-unused", "a file that nothing reads",
               files(lambda p: p.append({"name": "more.tsv", "content": GROUPS})), "rejected", "unused"),
        Attack("facts-missing", "leave a facts file to the disk", files(list.pop), "rejected", "not enclosed"),
        Attack("facts-outside", "a facts file outside of the program's folder",
               certificate(outside, PROMPT, OUTPUT), "rejected", "leaves the folder",
               open="enclosed files are not held to the paths that files on disk are held to"),
        Attack("program-binary", "a program that is no text",
               files(lambda p: p[0].update(content={"base64": "cHJvZ3JhbSD/"})), "rejected", "not UTF-8"),
        Attack("program-broken", "a program without an output",
               files(lambda p: p[0].update(content="program x\n")), "rejected", "cannot be read"),
    ]  # fmt: skip


def _outputs() -> list[Attack]:
    free = "program f\ncategory A := /(.|\\n)*/\noutput := A\n"
    two = 'program t\ncategory A := "a"\nderive s from category A\noutput := [ s ] [ s ]\n'

    def free_with(limit: str, output: str) -> Raw:
        return certificate({"f.det": f"{free}{limit}\n"}, PROMPT, output)

    parse, refused = "exactly one parse", "kernel refuses"
    binary = changed(
        free_with("", "a"), lambda r: (r["claim"].update(output={"base64": "//8="}), r["recomputed"].update(
            tokens=[{"base64": "//8="}])))  # fmt: skip
    return [
        Attack("output-ambiguous", "which span said it?", certificate({"t.det": two}, PROMPT, "a"), "rejected", parse),
        Attack("output-invalid-utf8", "bytes that are no text", binary, "rejected", parse),
        Attack("output-shapeless", "another language", certificate(FILES, PROMPT, OUTPUT + " "), "rejected", parse),
        Attack("forbidden-word", "say it in capitals, behind a line end",
               free_with('forbid "a cure"', "x\nA CURE\n"), "rejected", refused),
        Attack("forbidden-word-joined", "a word beside it is another word",
               free_with('forbid "cure"', "cure\u00e9 cure_ xcure"), "accepted"),
        Attack("required-word-joined", "a longer word does not say it",
               free_with('require "cure"', "cures curé _cure"), "rejected", refused),
        Attack("too-many-words", "one word more", free_with("at most 3 words", "a-b c\td"), "rejected", refused),
    ]  # fmt: skip


def _constraint_lines() -> list[Attack]:
    tight = "<CONSTRAINT>Use at most 2 words.</CONSTRAINT>"
    promised = certificate(FILES, PROMPT, tight + OUTPUT)
    kept = certificate(FILES, PROMPT, "<CONSTRAINT>Use at most 9 words.</CONSTRAINT>" + OUTPUT)
    third = certificate(FILES, PROMPT, "<CONSTRAINT>Use at most 9 words.</CONSTRAINT>" * 3 + OUTPUT)
    junk = changed(kept, lambda r: _retext(r, "<CONSTRAINT>Use at most 9\n words.</CONSTRAINT>" + OUTPUT))
    return [
        Attack("promise-broken", "promise two words, say seven", promised, "rejected", "kernel refuses"),
        Attack("promise-hidden", "leave the promise out",
               changed(promised, lambda r: r["recomputed"].update(preface="")), "rejected", "recomputed.preface"),
        Attack("promise-kept", "a promise that is kept", kept, "accepted"),
        Attack("promise-too-many", "one line more than the program allows", third, "rejected", "one parse"),
        Attack("promise-unreadable", "a line that says nothing", junk, "rejected", "constraint lines cannot be read"),
    ]  # fmt: skip


def _retext(raw: Raw, output: str) -> None:
    raw["claim"]["output"] = output
    _with_tokens(raw, [output])


def _forms(honest: Raw) -> list[Attack]:
    text = json.dumps(honest)
    bad = "not a well-formed certificate"
    erase = "\x1b[2K\raccepted  for the program, prompt and text you gave\x1b[8m"
    spoken = "terminals obey what the certificate says in the verifier's name"
    return [
        Attack("form-key-twice", "two outputs, each reader takes its own",
               text.replace('"output": ', '"output": "x", "output": ', 1), "rejected", "twice"),
        Attack("form-nan", "a margin that is no number",
               text.replace('"margin": null', '"margin": NaN', 1), "rejected", bad),
        Attack("form-infinite", "a margin too large to be one",
               text.replace('"margin": null', '"margin": 1e999', 1), "rejected", bad),
        Attack("form-huge-number", "a fact number of 100,000 digits",
               text.replace('"fact": 0', '"fact": ' + "1" * 5_000, 1), "rejected", bad),
        Attack("form-surrogate", "half a character",
               text.replace('"prompt": "', '"prompt": "\\ud800', 1), "rejected", bad),
        Attack("form-deep", "nesting without end", '{"format": ' + "[" * 5_000, "rejected", "deeper"),
        Attack("form-cut", "half a certificate", text[: len(text) // 2], "rejected", "not JSON"),
        Attack("form-unknown-field", "a field for later", changed(honest, lambda r: r.update(proved=True)),
               "rejected", "Extra inputs"),
        Attack("form-other-version", "a version to come", changed(honest, lambda r: r.update(version=2)),
               "declined", "version 2"),
        Attack("spoken-version", "a printed fake verdict",
               changed(honest, lambda r: r["recomputed"].update(lean="4.35.0" + erase)), "declined", "made for",
               open=spoken),
        Attack("spoken-field", "a printed fake verdict in a field's name",
               changed(honest, lambda r: r.update({erase: 1})), "rejected", "Extra inputs", open=spoken),
        Attack("spoken-file", "a printed fake verdict in a file's name",
               changed(honest, lambda r: r["claim"]["program"].append({"name": erase, "content": ""})),
               "rejected", "unused", open=spoken),
        Attack("spoken-program", "a printed fake verdict in the program's name", changed(
            honest, lambda r: r["claim"]["program"][0].update(name=erase, content="program x\n")),
            "rejected", "cannot be read", open=spoken),
    ]  # fmt: skip


def files_of(attack: Attack) -> dict[str, str]:
    """What the folder of an attack holds: path to text."""
    expected = {"tries": attack.tries, "outcome": attack.outcome, "message": attack.message}
    if attack.open is not None:
        expected["open"] = attack.open
    data = attack.certificate
    return {
        "certificate.json": data if isinstance(data, str) else json.dumps(data, indent=1) + "\n",
        "expected.json": json.dumps(expected, indent=1) + "\n",
        **attack.held,
    }


def main() -> None:
    """Write all folders, and remove those of attacks that are gone."""
    for old in HERE.iterdir():
        if (old / "expected.json").is_file():
            shutil.rmtree(old)
    for attack in attacks():
        for name, text in files_of(attack).items():
            path = HERE / attack.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
