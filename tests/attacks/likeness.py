"""Forgeries by likeness and by weight: what looks alike, parts of other certificates, text that would act if
anything read it as code, and outputs made to be slow.

Data only, as ``forgeries.py``, which gathers all.
"""

from __future__ import annotations

from tests.attacks.attack import Attack
from tests.attacks.honest import DRUGS, FILES, GROUPS, OUTPUT, PROGRAM, PROMPT, Raw, certificate, changed

_CYRILLIC_A = "\u0430"


def likenesses(honest: Raw) -> list[Attack]:
    """What looks like something else, or belongs to something else."""
    held = {f"held/{n}": c for n, c in FILES.items()}
    other_name = OUTPUT.replace("aspirin", f"{_CYRILLIC_A}spirin")
    other_facts = {**FILES, "drugs.tsv": DRUGS.replace("aspirin", f"{_CYRILLIC_A}spirin")}
    other_rule = {
        **FILES,
        "pharmacy.det": PROGRAM.replace("D conflicts K and X is_a K", "D conflicts K and X is_a\u00a0K"),
    }
    weaker = {**FILES, "pharmacy.det": PROGRAM.replace('forbid "cures"\n', "")}
    stronger_rules = {
        **FILES,
        "pharmacy.det": PROGRAM.replace(
            "sentence conf", "rule X conflicts D -> D conflicts X\nsentence conf", 1
        ),
    }
    turned = "warfarin must not be taken with aspirin."
    theirs = certificate(stronger_rules, PROMPT, turned)

    def swapped(raw: Raw) -> None:
        raw["claim"]["program"] = certificate(weaker, PROMPT, OUTPUT)["claim"]["program"]

    def borrowed_witness(raw: Raw) -> None:
        raw["witness"] = theirs["witness"]

    def keep_statement(raw: Raw) -> None:
        swapped(raw)
        raw["recomputed"]["program_sha256"] = certificate(weaker, PROMPT, OUTPUT)["recomputed"][
            "program_sha256"
        ]

    return [
        Attack(
            "likeness-output",
            "a name with a Cyrillic letter",
            certificate(FILES, PROMPT, other_name),
            "rejected",
            "exactly one parse",
        ),
        Attack(
            "likeness-facts",
            "facts about a drug that only looks like aspirin",
            certificate(other_facts, PROMPT, other_name),
            "rejected",
            "another program",
            held,
        ),
        Attack(
            "likeness-rule",
            "a blank that is no space",
            changed(honest, lambda r: r["claim"]["program"][0].update(content=other_rule["pharmacy.det"])),
            "rejected",
            "cannot be read",
        ),
        Attack(
            "likeness-prompt",
            "a question that looks the same",
            certificate(FILES, PROMPT.replace("a", _CYRILLIC_A), OUTPUT),
            "rejected",
            "another prompt",
            {"prompt.txt": PROMPT},
        ),
        Attack(
            "program-swapped",
            "a weaker program under the old digest",
            changed(honest, swapped, rehash=False),
            "rejected",
            "program_sha256",
        ),
        Attack(
            "program-swapped-rehashed",
            "a weaker program, the old statement",
            changed(honest, keep_statement, rehash=False),
            "rejected",
            "statement_sha256",
        ),
        Attack(
            "witness-of-another-program",
            "a derivation by a rule that this program lacks",
            changed(certificate(FILES, PROMPT, turned), borrowed_witness),
            "rejected",
            "kernel refuses",
        ),
        Attack(
            "facts-turned",
            "the enclosed files in another order",
            changed(honest, lambda r: r["claim"]["program"].insert(1, r["claim"]["program"].pop())),
            "rejected",
            "not those that the program reads",
        ),
    ]


def spans() -> list[Attack]:
    """Spans of an output that has two."""
    files = {
        "two.det": PROGRAM.replace('output := answer "."', 'output := answer ". " answer "."'),
        "drugs.tsv": DRUGS,
        "groups.tsv": GROUPS,
    }
    two = certificate(files, PROMPT, "warfarin is a blood thinner. ibuprofen is a painkiller.")

    def told(change: str) -> Raw:
        def edit(raw: Raw) -> None:
            spans = raw["recomputed"]["spans"]
            first, second = spans
            raw["recomputed"]["spans"] = {
                "doubled": [first, first, second],
                "turned": [second, first],
                "same": [first, first],
            }[change]

        return changed(two, edit)

    says = "recomputed.spans"
    return [
        Attack("spans-honest", "nothing: two spans", two, "accepted"),
        Attack("spans-doubled", "a span twice", told("doubled"), "rejected", says),
        Attack("spans-turned", "spans in another order", told("turned"), "rejected", says),
        Attack("spans-same", "one span in the place of both", told("same"), "rejected", says),
    ]


def weights() -> list[Attack]:
    """Texts that would loop, allocate or write files if they were code, or are slow to read if done badly."""
    acts = 'run_cmd IO.FS.writeFile "owned" "x"\n#eval (List.range (10^9)).length\npartial def f : Nat := f\n'
    free = {"f.det": "program f\ncategory A := /(.|\\n)*/\noutput := A\n"}
    stars = {"s.det": "program s\ncategory A := /((a|aa)*)*b?/\noutput := A\n"}
    counted = {"c.det": "program c\ncategory A := /(a?){30}a{30}/\noutput := A\n"}
    return [
        Attack(
            "text-that-acts", "Lean commands as prompt and output", certificate(free, acts, acts), "accepted"
        ),
        Attack("slow-stars", "stars within stars", certificate(stars, "", "a" * 200 + "b"), "accepted"),
        Attack(
            "slow-optional",
            "as many ways as there are subsets",
            certificate(counted, "", "a" * 30),
            "accepted",
        ),
        Attack(
            "slow-and-wrong",
            "the same, one letter off",
            certificate(counted, "", "a" * 61),
            "rejected",
            "exactly one parse",
        ),
    ]
