"""``python -m detlm.model.evaluate``: held-out scores of a model, answering greedily and without any mask.

Measures what the model does by itself; with masks and proofs nothing outside the program is ever said, and
that is measured elsewhere. Scores are written as measured.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from detlm.model.card import render_card
from detlm.model.data import medication
from detlm.model.data.rows import group
from detlm.model.loading import SHIPPED, LoadedModel, load_model, shipped_folder
from detlm.model.prompting import encode_plain
from detlm.model.scorer import Scorer

TASKS = ("facts", "consequences", "refusals", "pushes", "wishes", "json", "let", "arithmetic")
LONGEST_ANSWER = 160


def answer(scorer: Scorer, prompt: list[int], longest: int = LONGEST_ANSWER) -> str:
    """The greedy answer to ``prompt`` (token ids), at most ``longest`` tokens, without the end token."""
    scorer.truncate(0)
    scorer.extend(prompt)
    said: list[int] = []
    for _ in range(min(longest, scorer.loaded.context - len(prompt))):
        token = int(scorer.logits().argmax())
        if token in scorer.loaded.eos_ids:
            break
        said.append(token)
        scorer.extend([token])
    text: str = scorer.loaded.tokenizer.decode(said, clean_up_tokenization_spaces=False)
    return text


def choose(scorer: Scorer, prompt: list[int], sentences: Sequence[str]) -> str:
    """The greedy answer to ``prompt`` where only ``sentences`` may be said, as under a mask."""
    scorer.truncate(0)
    scorer.extend(prompt)
    end = scorer.loaded.eos_ids[0]
    left = {(*encode_plain(scorer.loaded.tokenizer, text), end): text for text in sentences}
    place = 0
    while len(left) > 1:
        allowed = sorted({ids[place] for ids in left})
        token = allowed[0] if len(allowed) == 1 else max(allowed, key=lambda i: (scorer.logits()[i], -i))
        left = {ids: text for ids, text in left.items() if ids[place] == token}
        scorer.extend([token])
        place += 1
    return next(iter(left.values()))


Case = tuple[list[str], list[str], list[str], str, tuple[str, ...]]


def cases(split: str, task: str, count: int) -> Iterator[Case]:
    """``count`` held-out (facts, rules, refusals, question, right answers), one question a world."""
    made = 0
    for number in range(20 * count):
        if made == count:
            return
        rng = Random(f"held-out/{split}/{task}/{number}")
        one = group(rng, questions=1, evaluation=True, new_relations=split == "new relations", task=task)
        if one.questions:
            made += 1
            asked = one.questions[0]
            yield list(one.facts), list(one.rules), list(one.otherwise), asked.text, asked.answers[:1]


def medication_cases() -> Iterator[Case]:
    """The demo's fact base with its questions."""
    for text, right, _ in medication.QUESTIONS:
        yield list(medication.FACTS), list(medication.RULES), list(medication.REFUSALS), text, right


def score_choices(loaded: LoadedModel, sentences: Sequence[str]) -> dict[str, Any]:
    """The demo's questions without wishes, where only ``sentences`` may be said."""
    scorer = Scorer(loaded)
    found = [(q, right) for q, right, task in medication.QUESTIONS if task != "wishes"]
    right = 0
    for question, answers in found:
        prompt = loaded.encode_prompt(medication.FACTS, medication.RULES, medication.REFUSALS, question)
        right += choose(scorer, prompt, sentences) in answers
    return {"right": right, "of": len(found), "share": round(right / len(found), 4)}


def score(
    loaded: LoadedModel, wanted: Iterator[Case], misses: list[dict[str, str]] | None = None
) -> dict[str, Any]:
    """How many answers are exactly right."""
    scorer = Scorer(loaded)
    right = total = 0
    for facts, rules, otherwise, question, answers in wanted:
        said = answer(scorer, loaded.encode_prompt(facts, rules, otherwise, question))
        total += 1
        right += said in answers
        if said not in answers and misses is not None:
            misses.append({"question": question, "said": said, "right": answers[0]})
    return {"right": right, "of": total, "share": round(right / max(1, total), 4)}


def evaluate(loaded: LoadedModel, count: int, misses: list[dict[str, str]] | None = None) -> dict[str, Any]:
    """Scores by task: held-out names; held-out names and relation wordings; the demo's fact base."""
    return {
        "weights_sha256": loaded.weights_sha256,
        "measure": "exact match of the unconstrained greedy answer",
        "held-out names": {t: score(loaded, cases("names", t, count), misses) for t in TASKS},
        "held-out names and relation wordings": {
            t: score(loaded, cases("new relations", t, count), misses) for t in TASKS[:5]
        },
        "medication": score(loaded, medication_cases(), misses),
        "medication, admissible sentences only": score_choices(loaded, medication.ADMISSIBLE),
    }


def write_reports(folder: Path, scores: dict[str, Any]) -> None:
    """Write ``scores.json`` and the card of a folder that `train_shipped` made."""
    (folder / "scores.json").write_text(json.dumps(scores, indent=1) + "\n")
    training = json.loads((folder / "training.json").read_text())
    size = (folder / "model.safetensors").stat().st_size
    (folder / "README.md").write_text(render_card(training, scores, size))


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m detlm.model.evaluate", description=__doc__)
    parser.add_argument("--model", default=SHIPPED)
    parser.add_argument("--count", type=int, default=100, help="questions a task")
    parser.add_argument(
        "--write", action="store_true", help="write scores.json and README.md beside the model"
    )
    parser.add_argument("--misses", action="store_true", help="print the wrong answers")
    given = parser.parse_args()
    misses: list[dict[str, str]] = []
    scores = evaluate(load_model(given.model), given.count, misses)
    sys.stdout.write(json.dumps(scores, indent=1) + "\n")
    if given.write:
        write_reports(shipped_folder() if given.model == SHIPPED else Path(given.model), scores)
    if given.misses:
        for miss in misses:
            sys.stdout.write(json.dumps(miss, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
