"""Training rows: one prompt prefix with several questions behind it, none of which sees another.

Reading a fact base is most of the work, so a row reads it once and asks it several questions. The attention
mask lets every question see the prefix and itself alone, at the positions it would have in its own prompt:
the row is exactly as if each question had been asked by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from detlm.model.data import medication
from detlm.model.data.exercises import EXERCISES, exercise
from detlm.model.data.questions import Question, question
from detlm.model.data.wishes import wish
from detlm.model.data.worlds import World, world
from detlm.model.prompting import ANSWER, ASK, ELSE, END, FACTS, RULES, SPECIAL_TOKENS

_HELD_OUT_FACTS = frozenset(line.rstrip(".") for line in medication.FACTS)


@dataclass(frozen=True)
class Group:
    """A prompt prefix and the questions asked over it."""

    facts: tuple[str, ...]
    rules: tuple[str, ...]
    otherwise: tuple[str, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Row:
    """Token ids with, for each: segment (0 prefix, 1.. questions), position, 1 if in an answer."""

    ids: list[int]
    segments: list[int]
    positions: list[int]
    answers: list[int]


def _clean_world(rng: Random, largest: int, *, evaluation: bool, new_relations: bool) -> World:
    while True:
        made = world(rng, evaluation=evaluation, new_relations=new_relations, largest=largest)
        if not any(f.sentence in _HELD_OUT_FACTS for f in made.facts + made.derived):
            return made


def group(
    rng: Random,
    *,
    progress: float = 1.0,
    questions: int = 14,
    evaluation: bool = False,
    new_relations: bool = False,
    task: str | None = None,
) -> Group:
    """A random group; ``progress`` in [0, 1] moves from short fact lists to long ones.

    ``evaluation`` takes held-out names only, ``new_relations`` held-out relation wordings; ``task`` asks for
    one kind of question. Without ``task`` the mixture is the one that is trained on.
    """
    if task in EXERCISES or (task is None and rng.random() < 0.08):
        return Group((), (), (), tuple(exercise(rng, task) for _ in range(questions)))
    largest = round(4 + 10 * min(1.0, progress * 2.5))
    made = _clean_world(rng, largest, evaluation=evaluation, new_relations=new_relations)
    base_task = None if task == "wishes" else task
    asked: list[Question] = []
    for _ in range(8 * questions):
        new = question(rng, made, evaluation=evaluation, task=base_task)
        if new is not None and (
            task == "wishes" or (task is None and progress > 0.08 and rng.random() < 0.25)
        ):
            new = wish(rng, made, new)
        if new is not None and all(new.text != q.text for q in asked):
            asked.append(new)
        if len(asked) == questions:
            break
    return Group(tuple(made.fact_lines()), tuple(made.rule_lines()), tuple(made.refusals), tuple(asked))


def texts(made: Group) -> list[str]:
    """Every plain text of a group: what a tokenizer learns from."""
    lines = [f"{line}\n" for line in (*made.facts, *made.rules, *made.otherwise)]
    return lines + [q.text for q in made.questions] + [q.answers[0] for q in made.questions]


def row(made: Group, encode: Callable[[str], list[int]], special: dict[str, int], longest: int) -> Row:
    """The group as one row of at most ``longest`` tokens; questions that do not fit are left out."""
    ids: list[int] = []
    for mark, lines in ((FACTS, made.facts), (RULES, made.rules), (ELSE, made.otherwise)):
        text = "".join(f"{line}\n" for line in lines)
        ids += [special[mark], *(encode(text) if text else [])]
    start = len(ids)
    segments, positions, answers = [0] * start, list(range(start)), [0] * start
    for number, asked in enumerate(made.questions, start=1):
        head = [special[ASK], *encode(asked.text), special[ANSWER]]
        tail = [*encode(asked.answers[0]), special[END]]
        length = len(head) + len(tail)
        if len(ids) + length > longest:
            break
        ids += head + tail
        segments += [number] * length
        positions += range(start, start + length)
        answers += [0] * len(head) + [1] * len(tail)
    return Row(ids, segments, positions, answers)


def repeat_row(rng: Random, vocabulary: int, longest: int) -> Row:
    """Random tokens said again and again: only copying predicts them. For the first steps."""
    period = rng.randint(6, 48)
    first = [rng.randrange(len(SPECIAL_TOKENS), vocabulary) for _ in range(period)]
    ids = (first * (longest // period + 1))[: min(longest, 4 * period)]
    return Row(ids, [0] * len(ids), list(range(len(ids))), [int(i >= period) for i in range(len(ids))])
