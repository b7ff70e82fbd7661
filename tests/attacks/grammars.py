"""Forgeries of derivations by grammars, and of the other files that a program reads.

Data only, as ``forgeries.py``, which gathers all.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detlm.config import data_root
from tests.attacks.attack import Attack
from tests.attacks.honest import Raw, certificate, changed

_REFUSED, _FORM = "kernel refuses", "not a well-formed certificate"

SUMS = {
    "s.det": """\
program s
category Number := /[0-9]+/
category Sum := grammar { sum: Number | "(" sum " + " sum ")" }
category Pairs := grammar { pairs: [ "(" pairs ")" pairs ] }
output := Sum ";" Pairs
"""
}

PARTS = {
    "p.det": """\
program p
import "lib/parts.det"
category Team := words from "teams.txt"
category Size := json schema from "size.json"
category Sum := grammar from "sum.lark"
output := parts.Greeting " " Team " " Size " " Sum
""",
    "lib/parts.det": 'category Greeting := words "hello" "good day"\n',
    "teams.txt": "billing\ndelivery\n",
    "size.json": '{"type": "integer", "minimum": 1, "maximum": 9}\n',
    "sum.lark": 'start: /[0-9]/ | "(" start "+" start ")"\n',
}
_SAID = "hello billing 3 (1+(2+3))"


def derivations() -> list[Attack]:
    """Lists of numbers that derive something else, or nothing."""
    honest = certificate(SUMS, "", "(1 + (22 + 3));(())()")
    other = certificate(SUMS, "", "((1 + 22) + 3);()(())")
    first, second = honest["derivations"]

    def with_lists(*lists: list[Any]) -> Raw:
        return changed(honest, lambda r: r.update(derivations=list(lists)))

    def edited(at: int, number: int) -> Raw:
        return with_lists([*first[:at], number, *first[at + 1 :]], second)

    def raw(change: Callable[[Raw], object]) -> Raw:
        return changed(honest, change)

    unbalanced = raw(lambda r: _said(r, "(1 + (22 + 3));(()))("))
    return [
        Attack("derivation-honest", "nothing", honest, "accepted"),
        Attack(
            "derivation-turned", "in another order, which says nothing", with_lists(second, first), "accepted"
        ),
        Attack(
            "derivation-more", "more than is needed", with_lists(first, [], [9], second, first), "accepted"
        ),
        Attack(
            "derivation-gone", "leave them out", raw(lambda r: r.pop("derivations")), "rejected", _REFUSED
        ),
        Attack("derivation-half", "for one span of two", with_lists(first), "rejected", _REFUSED),
        Attack("derivation-edited", "another alternative", edited(0, 1 - first[0]), "rejected", _REFUSED),
        Attack("derivation-beyond", "an alternative that is not there", edited(0, 2), "rejected", _REFUSED),
        Attack(
            "derivation-longer-text", "one byte more than the number has", edited(3, 2), "rejected", _REFUSED
        ),
        Attack(
            "derivation-cut", "the last step left out", with_lists(first[:-1], second), "rejected", _REFUSED
        ),
        Attack("derivation-longer", "a step too many", with_lists([*first, 0], second), "rejected", _REFUSED),
        Attack(
            "derivation-other-grammar",
            "each for the other's grammar",
            with_lists(second, second),
            "rejected",
            _REFUSED,
        ),
        Attack(
            "derivation-other-text",
            "of texts that are as long",
            with_lists(*other["derivations"]),
            "rejected",
            _REFUSED,
        ),
        Attack(
            "derivation-unbalanced",
            "what the envelope holds and the grammar does not",
            unbalanced,
            "rejected",
            "exactly one parse",
        ),
        Attack(
            "derivation-huge-number", "read as far as 2^47 bytes", edited(3, 1 << 47), "rejected", _REFUSED
        ),
        Attack(
            "derivation-huger-number",
            "a number that is too large to be one",
            edited(3, 1 << 48),
            "rejected",
            _FORM,
        ),
        Attack("derivation-negative", "read backwards", edited(3, -1), "rejected", _FORM),
        Attack(
            "derivation-fraction",
            "half an alternative",
            with_lists([*first[:3], 0.5, *first[4:]], second),
            "rejected",
            _FORM,
        ),
        Attack("derivation-too-many", "10,001 of them", with_lists(*([[]] * 10_001)), "rejected", _FORM),
        Attack(
            "derivation-idle",
            "thousands that derive nothing",
            with_lists(first, second, *([[1, 1]] * 3_000)),
            "accepted",
        ),
    ]


def _said(raw: Raw, output: str) -> None:
    raw["claim"]["output"] = output
    told, attested = raw["recomputed"], raw["attested"]
    told["spans"][1]["end"] = len(output)
    told["tokens"], attested["tokens"] = [output], attested["tokens"][:1]


def enclosed() -> list[Attack]:
    """Imported files, word lists, schemas and grammars belong to the program as its facts do."""
    held = {f"held/{name}": content for name, content in PARTS.items()}
    honest = certificate(PARTS, "", _SAID)

    def altered(name: str, old: str, new: str, said: str = _SAID) -> Raw:
        assert old in PARTS[name]
        return certificate({**PARTS, name: PARTS[name].replace(old, new)}, "", said)

    def silently(raw: Raw) -> Raw:
        digest = honest["recomputed"]["program_sha256"]
        return changed(raw, lambda r: r["recomputed"].update(program_sha256=digest), rehash=False)

    def files(change: Callable[[list[Any]], object]) -> Raw:
        return changed(honest, lambda r: change(r["claim"]["program"]))

    other = "another program"
    imported = altered("lib/parts.det", "hello", "shut up", "shut up billing 3 (1+(2+3))")
    words = altered("teams.txt", "delivery", "nobody", "hello nobody 3 (1+(2+3))")
    schema = altered("size.json", "9", "99", "hello billing 42 (1+(2+3))")
    lark = altered("sum.lark", '"+"', '"-"', "hello billing 3 (1-(2-3))")
    numbers = (data_root() / "dsl" / "std" / "numbers.det").read_text()
    loose = numbers.replace("category Digit      := /[0-9]/", "category Digit      := /[0-9a-z]/")
    assert loose != numbers
    standard = {"m.det": 'program m\nimport "std/numbers.det" as n\noutput := n.Digit\n'}
    honest_std = certificate({**standard, "std/numbers.det": numbers}, "", "7")
    other_std = certificate({**standard, "std/numbers.det": loose}, "", "x")
    return [
        Attack("files-honest", "nothing: five files", honest, "accepted", held=held),
        Attack("import-altered", "an imported file of the forger's", imported, "rejected", other, held),
        Attack(
            "import-altered-silently",
            "the same under the old digest",
            silently(imported),
            "rejected",
            "program_sha256",
        ),
        Attack(
            "import-missing",
            "leave the imported file to the disk",
            files(lambda p: p.pop(1)),
            "rejected",
            "not enclosed",
        ),
        Attack(
            "import-circle",
            "a file that imports itself",
            files(lambda p: p[1].update(content='import "parts.det"\n')),
            "rejected",
            "cannot be read",
        ),
        Attack(
            "import-std",
            "nothing: a standard file",
            honest_std,
            "accepted",
            held={"held/m.det": standard["m.det"]},
        ),
        Attack(
            "import-std-altered", "a standard file of the forger's", other_std, "declined", "std/numbers.det"
        ),
        Attack(
            "import-std-altered-held",
            "the same, to somebody who holds the program",
            other_std,
            "declined",
            "std/numbers.det",
            {"held/m.det": standard["m.det"]},
        ),
        Attack("words-altered", "a word list of the forger's", words, "rejected", other, held),
        Attack(
            "words-altered-silently",
            "the same under the old digest",
            silently(words),
            "rejected",
            "program_sha256",
        ),
        Attack("schema-altered", "a schema of the forger's", schema, "rejected", other, held),
        Attack("grammar-altered", "a grammar of the forger's", lark, "rejected", other, held),
    ]


def _file(name: str, content: str) -> dict[str, str]:
    return {"name": name, "content": content}
