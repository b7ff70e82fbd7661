"""Masks, mirror, guide and Lean agree on generated programs of every construct; the kept cases run first."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from detlm.kernel.embedded import EmbeddedKernel
from detlm.mask.filters import Filters
from detlm.syntax import program as p
from detlm.syntax.json_schema.documents import ANNOTATIONS, KEYWORDS
from detlm.syntax.json_schema.formats import NAMES
from tests.drt import __main__ as main
from tests.drt import compare
from tests.drt.__main__ import Journal
from tests.drt.cases import Trial
from tests.drt.categories import KINDS
from tests.drt.codec import constructs_of
from tests.drt.compare import Comparison
from tests.drt.draw import drawn
from tests.drt.grow import Grower
from tests.drt.lean import Sheet, wrong
from tests.drt.run import Tally, compared, corpus, judged, minimised, numbers_of, replayed, run
from tests.drt.schemas import Drawer
from tests.drt.sources import source


def _agrees(tally: Tally) -> None:
    bad = [finding for finding in tally.findings if finding[0] in ("bug", "investigate")]
    assert not bad, "\n".join(" | ".join(finding) for finding in bad[:3])


@pytest.fixture(scope="module")
def one_process(session_kernel: EmbeddedKernel) -> Callable[[str, int], Tally]:
    """A block as this process finds it; each is computed once, for whichever tests want it."""

    @cache
    def block(seed: str, number: int) -> Tally:
        return judged(session_kernel, *compared(seed, numbers_of(number)))

    return block


def _some(block: Callable[[str, int], Tally], seed: str, cases: int) -> Tally:
    total = Tally()
    while total.cases < cases:
        total.add(block(seed, total.programs // len(numbers_of(0))))
    return total


def test_the_corpus(session_kernel: EmbeddedKernel) -> None:
    trials = corpus()
    assert len(trials) >= 20
    _agrees(replayed(session_kernel, trials))


def test_500_cases(one_process: Callable[[str, int], Tally]) -> None:
    total = _some(one_process, "test", 500)
    _agrees(total)
    assert total.cases / 10 <= total.admitted <= total.cases * 9 / 10, "both answers must be common"


@pytest.mark.slow
def test_10_000_cases(one_process: Callable[[str, int], Tally]) -> None:
    total = _some(one_process, "slow", 10_000)
    _agrees(total)
    assert total.seen["guided"] > 500 and total.seen["searched by Lean"] > 30


# -- the means are sharp ----------------------------------------------------------------------------


def _one(output: p.Shape, text: bytes, *limits: p.Limit) -> Trial:
    return Trial((text,), data=p.Program("p", (), (), (), output, limits))


def test_lean_would_be_heard(session_kernel: EmbeddedKernel) -> None:
    """What Lean says otherwise is told, of every case of a request, in both directions."""
    done = [drawn("heard", n) for n in range(3)]
    sheet = Sheet()
    flipped = set()
    for number, comparison in enumerate(done):
        asked = []
        for at, (_, question) in enumerate(comparison.questions()[:6]):
            lie = at % 3 == 1
            if lie:
                flipped.add((number, at))
            asked.append(((number, at), replace(question, admitted=question.admitted != lie)))
        sheet.add(comparison.program, comparison.trial.prompt, comparison.closure, asked)
    found, complaints = wrong(session_kernel, sheet)
    assert set(found) == flipped and not complaints


def test_a_wrong_mask_would_be_found_and_made_small(
    session_kernel: EmbeddedKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a filter that takes ``mentions`` for nothing, the masks part with the mirror."""
    honest = Filters.of

    def lax(self: Filters, condition: p.Condition, *rest: object) -> tuple[int, int]:
        return honest(self, p.Always() if isinstance(condition, p.Mentions) else condition, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Filters, "of", lax)
    findings = [
        f
        for n in range(40)
        for f in drawn("wrong", n).outcome().findings
        if f.who == "masks" and f.verdict == "bug"
    ]
    assert findings
    small = minimised(session_kernel, "bug", "masks", findings[0].trial)
    assert len(small.to_line()) < 1500


def test_what_is_expected_is_compared() -> None:
    trial = Trial((b"7.", b"8."), source='program p\noutput := "7" "."\n', expected=(False, False))
    findings = Comparison(trial, Random(0)).outcome().findings
    assert [(f.who, f.trial.outputs) for f in findings] == [("expected", (b"7.",))]


def test_every_construct_is_drawn() -> None:
    """No construct of programs is left out, and no form of constraint file."""
    seen: Counter[str] = Counter()
    for number in range(600):
        program = Grower(Random(number)).program()
        seen.update(constructs_of(program))
        seen["after"] += program.after is not None
    expected = {n for n in p.__all__ if n[0].isupper()} - {"SourceFile", "Position", "Sentence", "Slot"}
    expected -= {"Attend", "Attention", "CallerAttribute"}  # no certificate speaks of them
    expected -= {"LeanCategory"}  # somebody's own Lean file: tests/console/test_foreign.py
    expected -= {"Condition", "Expr", "Limit", "Path", "Shape", "Symbol", "Term", "ENTRY"}  # unions, a name
    assert not {name for name in expected | {"after"} if not seen[name]}
    kinds = {source(Random(n)).kind for n in range(200)}
    assert kinds == {*KINDS, "scope", "sums", "facts", "spans"}


def test_every_keyword_and_format_of_schemas_is_drawn() -> None:
    said = [json.dumps(Drawer(Random(n)).document()) for n in range(1500)]
    wanted = (KEYWORDS - ANNOTATIONS) | {"$defs", "$dynamicAnchor"}
    assert not {word for word in wanted if not any(f'"{word}": ' in text for text in said)}
    assert not {name for name in NAMES if not any(f'"format": "{name}"' in text for text in said)}


def test_trials_survive_a_line_of_json() -> None:
    for number in range(20):
        trial = drawn("lines", number).trial
        assert Trial.from_line(trial.to_line()) == trial


def test_the_same_number_is_the_same_trial() -> None:
    assert drawn("same", 7).trial == drawn("same", 7).trial != drawn("same", 8).trial


def test_processes_find_what_one_finds(one_process: Callable[[str, int], Tally]) -> None:
    """The split over processes decides nothing; here, the first two of the 500 cases' blocks are split."""
    apart = {block: replace(tally, seconds={}) for block, tally in run("test", [1, 0], jobs=2)}
    assert apart == {block: replace(one_process("test", block), seconds={}) for block in (0, 1)}


def test_a_run_goes_on_where_it_was_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "seed.jsonl"
    first = Journal(path)
    assert not first.stale and first.missing(600) == (2, [0, 1])
    first.add(1, Tally({"agree": 290}, constructs={"Lex": 290}))
    path.write_text(path.read_text() + '{"block": 0, "to')
    again = Journal(path)
    assert again.done == first.done and again.seconds == first.seconds > 0
    assert again.missing(600) == (2, [0])
    again.add(0, Tally({"agree": 290}))
    assert again.missing(600) == (3, [2]), "the blocks were smaller than expected"
    assert again.missing(580) == (2, []) and again.first(2).cases == 580
    assert not Journal(path, afresh=True).done
    monkeypatch.setattr(main, "sources", lambda: "others")
    assert Journal(path).stale and not Journal(path).done


def test_gaps_are_written_down() -> None:
    headings = re.findall(r"^## (.+)$", (Path(__file__).parent / "GAPS.md").read_text(), re.MULTILINE)
    assert sorted(headings) == sorted(compare.GAPS)
