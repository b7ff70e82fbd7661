"""Wishes in a question, and the constraint line with which an answer takes them up.

Exactly three controlled-English forms are written: "Mention only A and B.", "Do not use the word X." and
"Use at most N words."; the answer after the line obeys it.
"""

from __future__ import annotations

import re
from random import Random

from detlm.model.data.questions import Question
from detlm.model.data.words import listed
from detlm.model.data.worlds import World

_NUMBERS = listed("zero one two three four five six seven eight nine ten eleven twelve")
_MOST_LEAD = (
    "In at most {n} words: ",
    "Use at most {n} words. ",
    "Use no more than {n} words. ",
    "Answer in {n} words or fewer: ",
    "In {n} words or less: ",
    "At most {n} words: ",
    "With no more than {n} words, ",
)
_MOST_TRAIL = (
    " Use at most {n} words.",
    " (at most {n} words)",
    " In {n} words or fewer.",
    " No more than {n} words.",
)
_WITHOUT_LEAD = (
    "Without using the word {w}: ",
    "Without the word {w}: ",
    "Do not use the word {w}. ",
    "Avoid the word {w}. ",
    "Never say {w}. ",
    "Without saying {w}, ",
    "Don't say {w}. ",
)
_WITHOUT_TRAIL = (
    " Do not use the word {w}.",
    " Do not say {w}.",
    " Avoid the word {w}.",
    " (without the word {w})",
)
_ONLY_LEAD = (
    "Mention only {l}. ",
    "Only mention {l}. ",
    "Speak only of {l}. ",
    "Name only {l}: ",
    "Mentioning only {l}, ",
)
_ONLY_TRAIL = (" Mention only {l}.", " Only mention {l}.", " Name nothing but {l}.")


def words(text: str) -> list[str]:
    """The words of ``text`` in lower case: maximal runs of letters and digits."""
    return re.findall(r"\w+", text.lower())


def enumerated(items: list[str]) -> str:
    """ "A and B", "A, B and C"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def _wrap(
    rng: Random, question: str, leads: tuple[str, ...], trails: tuple[str, ...], **values: object
) -> str:
    if rng.random() < 0.65:
        return rng.choice(leads).format(**values) + question
    return question + rng.choice(trails).format(**values)


def _mentions(answer: str, name: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", answer) is not None


def wish(rng: Random, world: World, asked: Question) -> Question | None:
    """``asked`` with a wish added and answered under a constraint line; None where no answer can obey."""
    kind = rng.random()
    if kind < 0.36:
        shortest = min(len(words(a)) for a in asked.answers)
        most = max(1, rng.randint(shortest, len(words(asked.answers[0])) + 5))
        fits = [a for a in asked.answers if len(words(a)) <= most]
        shown = _NUMBERS[most] if most < len(_NUMBERS) and rng.random() < 0.3 else str(most)
        text = _wrap(rng, asked.text, _MOST_LEAD, _MOST_TRAIL, n=shown)
        line = f"Use at most {most} words."
    elif kind < 0.7:
        near = (
            words(asked.answers[0])
            if rng.random() < 0.3
            else words(" ".join(f.sentence for f in world.facts))
        )
        word = rng.choice([w for w in near if w.isalpha()] or ["sorry"])
        fits = [a for a in asked.answers if word not in words(a)]
        shown = word if rng.random() < 0.8 else f'"{word}"'
        text = _wrap(rng, asked.text, _WITHOUT_LEAD, _WITHOUT_TRAIL, w=shown)
        line = f"Do not use the word {word}."
    else:
        everything = list(dict.fromkeys(t for f in world.facts for t in (f.subject, f.object)))
        mine = [t for t in everything if _mentions(asked.answers[0], t)]
        if rng.random() < 0.25:
            mine = rng.sample(everything, min(2, len(everything)))
        others = [t for t in everything if t not in mine]
        while others and (len(mine) < 2 or (len(mine) < 3 and rng.random() < 0.2)):
            mine.append(others.pop(rng.randrange(len(others))))
        if len(mine) not in (2, 3):
            return None
        rng.shuffle(mine)
        fits = [a for a in asked.answers if not any(_mentions(a, t) for t in everything if t not in mine)]
        text = _wrap(rng, asked.text, _ONLY_LEAD, _ONLY_TRAIL, l=enumerated(mine))
        line = f"Mention only {enumerated(mine)}."
    if not fits:
        return None
    marked = f"<CONSTRAINT>{line}</CONSTRAINT>"
    return Question(text, tuple(marked + a for a in fits), "wishes")
