"""Forgeries in what a certificate encloses: its program, its output, its own form.

Data only, as ``forgeries.py``, which gathers all.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.attacks.attack import Attack
from tests.attacks.honest import (
    DRUGS,
    FILES,
    GROUPS,
    OUTPUT,
    PROGRAM,
    PROMPT,
    Raw,
    certificate,
    changed,
    with_tokens,
)


def programs(honest: Raw) -> list[Attack]:
    """Programs and facts files that are not the caller's, or nobody's."""
    held = {f"held/{n}": c for n, c in FILES.items()}
    swapped = certificate({"pharmacy.det": PROGRAM, "drugs.tsv": GROUPS, "groups.tsv": DRUGS}, PROMPT, OUTPUT)
    swapped = changed(swapped, lambda r: r["claim"]["program"].insert(1, r["claim"]["program"].pop()))
    grown = certificate(
        {**FILES, "groups.tsv": GROUPS + "aspirin\tis_a\tblood thinner\n"},
        PROMPT,
        "aspirin must not be taken with aspirin.",
    )
    outside = {
        n.replace("drugs", "../drugs"): c.replace("drugs.tsv", "../drugs.tsv") for n, c in FILES.items()
    }

    parts = " and ".join(['mentions(s, "a")'] * 1_200)
    long = certificate(
        {
            "l.det": 'program l\ncategory A := "a"\nderive s from category A\n  ensure '
            + parts
            + "\noutput := s\n"
        },
        PROMPT,
        "a",
    )

    def renamed(name: str) -> Raw:
        return changed(honest, lambda r: r["claim"]["program"][1].update(name=name))

    def files(change: Callable[[list[Any]], object]) -> Raw:
        return changed(honest, lambda r: change(r["claim"]["program"]))

    return [
        Attack("facts-added", "enclose one more fact", grown, "rejected", "another program", held),
        Attack(
            "facts-added-silently",
            "enclose one more fact, old digest",
            changed(
                grown,
                lambda r: r["recomputed"].update(program_sha256=honest["recomputed"]["program_sha256"]),
                rehash=False,
            ),
            "rejected",
            "program_sha256",
        ),
        Attack(
            "facts-swapped",
            "two facts files under each other's names",
            swapped,
            "rejected",
            "not those that the program reads",
            held,
        ),
        Attack(
            "facts-twice",
            "two files of one name, the reader picks",
            files(lambda p: p.append({"name": "drugs.tsv", "content": GROUPS})),
            "rejected",
            "one name",
        ),
        Attack(
            "facts-unused",
            "a file that nothing reads",
            files(lambda p: p.append({"name": "more.tsv", "content": GROUPS})),
            "rejected",
            "unused",
        ),
        Attack(
            "facts-missing", "leave a facts file to the disk", files(list.pop), "rejected", "not enclosed"
        ),
        Attack(
            "facts-outside",
            "a facts file outside of the program's folder",
            certificate(outside, PROMPT, OUTPUT),
            "rejected",
            "leaves the folder",
        ),
        Attack(
            "facts-outside-windows",
            "leave the folder with a backslash",
            renamed("..\\drugs.tsv"),
            "rejected",
            "not enclosed",
        ),
        Attack(
            "facts-dotted",
            "the same file under a longer name",
            renamed("./drugs.tsv"),
            "rejected",
            "not enclosed",
        ),
        Attack(
            "facts-nul",
            "a name that ends early elsewhere",
            renamed("drugs.tsv\0.txt"),
            "rejected",
            "not enclosed",
        ),
        Attack(
            "program-binary",
            "a program that is no text",
            files(lambda p: p[0].update(content={"base64": "cHJvZ3JhbSD/"})),
            "rejected",
            "not UTF-8",
        ),
        Attack(
            "program-long-condition",
            "exhaust the verifier's own stack",
            long,
            "accepted",
        ),
        Attack(
            "program-broken",
            "a program without an output",
            files(lambda p: p[0].update(content="program x\n")),
            "rejected",
            "cannot be read",
        ),
    ]


def outputs() -> list[Attack]:
    """Outputs that the program does not admit."""
    free = "program f\ncategory A := /(.|\\n)*/\noutput := A\n"
    two = 'program t\ncategory A := "a"\nderive s from category A\noutput := [ s ] [ s ]\n'

    def free_with(limit: str, output: str) -> Raw:
        return certificate({"f.det": f"{free}{limit}\n"}, PROMPT, output)

    parse, refused = "exactly one parse", "kernel refuses"
    binary = changed(
        free_with("", "a"),
        lambda r: (
            r["claim"].update(output={"base64": "//8="}),
            r["recomputed"].update(tokens=[{"base64": "//8="}]),
        ),
    )
    return [
        Attack(
            "output-ambiguous",
            "which span said it?",
            certificate({"t.det": two}, PROMPT, "a"),
            "rejected",
            parse,
        ),
        Attack("output-invalid-utf8", "bytes that are no text", binary, "rejected", parse),
        Attack(
            "output-shapeless",
            "another language",
            certificate(FILES, PROMPT, OUTPUT + " "),
            "rejected",
            parse,
        ),
        Attack(
            "forbidden-word",
            "say it in capitals, behind a line end",
            free_with('forbid "a cure"', "x\nA CURE\n"),
            "rejected",
            refused,
        ),
        Attack(
            "forbidden-word-joined",
            "a word beside it is another word",
            free_with('forbid "cure"', "cure\u00e9 cure_ xcure"),
            "accepted",
        ),
        Attack(
            "required-word-joined",
            "a longer word does not say it",
            free_with('require "cure"', "cures curé _cure"),
            "rejected",
            refused,
        ),
        Attack(
            "too-many-words", "one word more", free_with("at most 3 words", "a-b c\td"), "rejected", refused
        ),
    ]


def constraint_lines() -> list[Attack]:
    """What the model promised, against what it said."""
    tight = "<CONSTRAINT>Use at most 2 words.</CONSTRAINT>"
    promised = certificate(FILES, PROMPT, tight + OUTPUT)
    kept = certificate(FILES, PROMPT, "<CONSTRAINT>Use at most 9 words.</CONSTRAINT>" + OUTPUT)
    third = certificate(FILES, PROMPT, "<CONSTRAINT>Use at most 9 words.</CONSTRAINT>" * 3 + OUTPUT)
    junk = changed(kept, lambda r: _retext(r, "<CONSTRAINT>Use at most 9\n words.</CONSTRAINT>" + OUTPUT))
    return [
        Attack("promise-broken", "promise two words, say seven", promised, "rejected", "kernel refuses"),
        Attack(
            "promise-hidden",
            "leave the promise out",
            changed(promised, lambda r: r["recomputed"].update(preface="")),
            "rejected",
            "recomputed.preface",
        ),
        Attack("promise-kept", "a promise that is kept", kept, "accepted"),
        Attack("promise-too-many", "one line more than the program allows", third, "rejected", "one parse"),
        Attack(
            "promise-unreadable",
            "a line that says nothing",
            junk,
            "rejected",
            "constraint lines cannot be read",
        ),
    ]


def _shout(recomputed: Raw) -> None:
    recomputed["program_sha256"] = recomputed["program_sha256"].upper()


def _retext(raw: Raw, output: str) -> None:
    raw["claim"]["output"] = output
    with_tokens(raw, [output])


def forms(honest: Raw) -> list[Attack]:
    """Files that different readers read differently, and words meant for the terminal."""
    text = json.dumps(honest)
    bad = "not a well-formed certificate"
    erase = "\x1b[2K\raccepted  for the program, prompt and text you gave\x1b[8m"
    return [
        Attack(
            "form-key-twice",
            "two outputs, each reader takes its own",
            text.replace('"output": ', '"output": "x", "output": ', 1),
            "rejected",
            "twice",
        ),
        Attack(
            "form-key-twice-escaped",
            "two outputs, one spelled with an escape",
            text.replace('"output": ', '"outpu\\u0074": "x", "output": ', 1),
            "rejected",
            "twice",
        ),
        Attack("form-two", "a second certificate behind the first", text + text, "rejected", "not JSON"),
        Attack(
            "form-version-fraction",
            "1.0 is one",
            text.replace('"version": 1', '"version": 1.0', 1),
            "declined",
            "version 1.0",
        ),
        Attack(
            "form-number-as-text",
            "a fact number in quotes",
            text.replace('"fact": 0', '"fact": "0"', 1),
            "rejected",
            bad,
        ),
        Attack(
            "form-digest-in-capitals",
            "the same digest in other letters",
            changed(honest, lambda r: _shout(r["recomputed"]), rehash=False),
            "rejected",
            bad,
        ),
        Attack(
            "form-nan",
            "a margin that is no number",
            text.replace('"margin": null', '"margin": NaN', 1),
            "rejected",
            bad,
        ),
        Attack(
            "form-infinite",
            "a margin too large to be one",
            text.replace('"margin": null', '"margin": 1e999', 1),
            "rejected",
            bad,
        ),
        Attack(
            "form-huge-number",
            "a fact number of 100,000 digits",
            text.replace('"fact": 0', '"fact": ' + "1" * 5_000, 1),
            "rejected",
            bad,
        ),
        Attack(
            "form-surrogate",
            "half a character",
            text.replace('"prompt": "', '"prompt": "\\ud800', 1),
            "rejected",
            bad,
        ),
        Attack("form-bom", "a mark before the first brace", "\ufeff" + text, "rejected", "not JSON"),
        Attack(
            "form-negative",
            "a fact counted from the end",
            text.replace('"fact": 0', '"fact": -1', 1),
            "rejected",
            bad,
        ),
        Attack(
            "form-version-true",
            "true is one",
            text.replace('"version": 1', '"version": true', 1),
            "declined",
            "version True",
        ),
        Attack("form-deep", "nesting without end", '{"format": ' + "[" * 5_000, "rejected", "deeper"),
        Attack("form-cut", "half a certificate", text[: len(text) // 2], "rejected", "not JSON"),
        Attack(
            "form-unknown-field",
            "a field for later",
            changed(honest, lambda r: r.update(proved=True)),
            "rejected",
            "Extra inputs",
        ),
        Attack(
            "form-other-version",
            "a version to come",
            changed(honest, lambda r: r.update(version=2)),
            "declined",
            "version 2",
        ),
        Attack(
            "spoken-version",
            "a printed fake verdict",
            changed(honest, lambda r: r["recomputed"].update(lean="4.35.0" + erase)),
            "rejected",
            "recomputed.lean",
        ),
        Attack(
            "spoken-field",
            "a printed fake verdict in a field's name",
            changed(honest, lambda r: r.update({erase: 1})),
            "rejected",
            "Extra inputs",
        ),
        Attack(
            "spoken-file",
            "a printed fake verdict in a file's name",
            changed(honest, lambda r: r["claim"]["program"].append({"name": erase, "content": ""})),
            "rejected",
            "unused",
        ),
        Attack(
            "spoken-program",
            "a printed fake verdict in the program's name",
            changed(honest, lambda r: r["claim"]["program"][0].update(name=erase, content="program x\n")),
            "rejected",
            "cannot be read",
        ),
    ]
