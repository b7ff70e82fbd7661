"""Relations: how a fact is said, and the many ways to ask for it. Wordings only; facts are in `worlds`.

Five families are built from word lists (verbs, states, roles, actions, kinds), a few relations carry extra
wordings of their own. A tenth of the built relations is held out by the checksum of its sentence.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from detlm.model.data.words import ACTIONS, ROLES, STATES, VERBS, held_out


@dataclass(frozen=True)
class Relation:
    """One relation. In every wording ``{s}`` is the subject and ``{o}`` the object."""

    sentence: str  # "{s} is used for {o}"; may put the object first
    of_subject: tuple[str, ...]  # questions that name the subject and ask for the object
    of_object: tuple[str, ...]  # questions that name the object and ask for the subject
    of_both: tuple[str, ...]  # questions that name both
    is_kind: bool = False  # objects are kinds

    def say(self, subject: str, obj: str) -> str:
        """The sentence, without its full stop."""
        return self.sentence.replace("{s}", subject).replace("{o}", obj)


def alike(one: Relation, other: Relation) -> bool:
    """Whether two relations share a wording, so that a question for one may mean the other."""
    return one == other or bool(set(one.of_subject) & set(other.of_subject))


def _verb(base: str, third: str) -> Relation:
    return Relation(
        f"{{s}} {third} {{o}}",
        (
            f"What does {{s}} {base}?",
            f"Who does {{s}} {base}?",
            f"Tell me what {{s}} {third}.",
            f"{{s}} {third} what?",
            f"What is it that {{s}} {third}?",
        ),
        (f"What {third} {{o}}?", f"Who {third} {{o}}?", f"Tell me what {third} {{o}}."),
        (
            f"Does {{s}} {base} {{o}}?",
            f"Is it true that {{s}} {third} {{o}}?",
            f"{{s}} {third} {{o}}, right?",
        ),
    )


def _state(word: str, prep: str) -> Relation:
    return Relation(
        f"{{s}} is {word} {prep} {{o}}",
        (
            f"What is {{s}} {word} {prep}?",
            f"Tell me what {{s}} is {word} {prep}.",
            f"{{s}} is {word} {prep} what?",
            f"Do you know what {{s}} is {word} {prep}?",
        ),
        (f"What is {word} {prep} {{o}}?", f"Which one is {word} {prep} {{o}}?"),
        (f"Is {{s}} {word} {prep} {{o}}?", f"Is it true that {{s}} is {word} {prep} {{o}}?"),
    )


_ROLE_FORMS = (
    "the {r} of {{s}} is {{o}}",
    "{{s}} has {r} {{o}}",
    "{{o}} is the {r} of {{s}}",
    "{r} of {{s}}: {{o}}",
)


def _role(role: str, form: str) -> Relation:
    return Relation(
        form.format(r=role),
        (
            f"What is the {role} of {{s}}?",
            f"Tell me the {role} of {{s}}.",
            f"What {role} does {{s}} have?",
            f"Give the {role} of {{s}}.",
            f"{{s}}: {role}?",
        ),
        (f"What is {{o}} the {role} of?", f"What has the {role} {{o}}?"),
        (
            f"Is {{o}} the {role} of {{s}}?",
            f"Is the {role} of {{s}} {{o}}?",
            f"Does {{s}} have {role} {{o}}?",
        ),
    )


_MODALS = ("must not be", "should not be", "cannot be", "may be", "must be", "can be", "is never")


def _action(base: str, done: str, modal: str) -> Relation:
    return Relation(
        f"{{s}} {modal} {done} with {{o}}",
        (
            f"What {modal} {done} with {{s}}?",
            f"What can I {base} {{s}} with?",
            f"What should I not {base} with {{s}}?",
            f"What must {{s}} not be {done} with?",
            f"Tell me what {{s}} {modal} {done} with.",
        ),
        (f"What should I not {base} {{o}} with?", f"Name something that {modal} {done} with {{o}}."),
        (
            f"Can I {base} {{s}} with {{o}}?",
            f"Can I {base} {{o}} with {{s}}?",
            f"May I {base} {{s}} together with {{o}}?",
            f"Is it safe to {base} {{s}} with {{o}}?",
            f"Should I {base} {{s}} and {{o}} together?",
            f"Can {{s}} be {done} with {{o}}?",
            f"Can {{s}} and {{o}} be {done} together?",
            f"I {base} {{o}}. Can I {base} {{s}} too?",
            f"Is it true that {{s}} {modal} {done} with {{o}}?",
        ),
    )


def _kind(sentence: str) -> Relation:
    return Relation(
        sentence,
        (
            "What is {s}?",
            "What kind of thing is {s}?",
            "Define {s}.",
            "What sort of thing is {s}?",
            "What is a {s}?",
            "Explain what {s} is.",
        ),
        ("Name a {o}.", "Which {o} do you know?", "Give me an example of a {o}."),
        ("Is {s} a {o}?", "Is it true that {s} is a {o}?", "Would you call {s} a {o}?"),
        is_kind=True,
    )


KIND = tuple(
    _kind(s) for s in ("{s} is a {o}", "{s} is a {o}", "{s} is a kind of {o}", "{s} is an {o}", "{s} : {o}")
)

USED_FOR = Relation(
    "{s} is used for {o}",
    (
        *_state("used", "for").of_subject,
        "Tell me about the use of {s}.",
        "What is the use of {s}?",
        "What is the purpose of {s}?",
        "What is {s} good for?",
        "What does {s} help with?",
        "Why would I use {s}?",
        "Why do people use {s}?",
        "When is {s} used?",
    ),
    (*_state("used", "for").of_object, "What can I use for {o}?", "What helps with {o}?"),
    (*_state("used", "for").of_both, "Can I use {s} for {o}?", "Does {s} help with {o}?"),
)

CONFLICTS = tuple(
    Relation(
        sentence,
        (
            *_action("take", "taken", "must not be").of_subject,
            "What does {s} conflict with?",
            "What should I avoid with {s}?",
            "What is dangerous together with {s}?",
        ),
        _action("take", "taken", "must not be").of_object,
        (
            *_action("take", "taken", "must not be").of_both,
            "Does {s} conflict with {o}?",
            "Do {s} and {o} go together?",
            "Is {s} dangerous with {o}?",
        ),
    )
    for sentence in ("{s} must not be taken with {o}", "{s} conflicts with {o}", "{s} is not safe with {o}")
)


def _all() -> list[Relation]:
    built = [_verb(*pair) for pair in VERBS] + [_state(*pair) for pair in STATES]
    built += [_role(role, form) for role in ROLES for form in _ROLE_FORMS]
    built += [_action(base, done, modal) for base, done in ACTIONS for modal in _MODALS]
    return built


_FAMILIES: dict[bool, tuple[tuple[Relation, ...], ...]] = {}


def relation(rng: Random, *, evaluation: bool) -> Relation:
    """A random relation that is not a kind; one with a held-out wording when ``evaluation``."""
    if not _FAMILIES:
        made = _all()
        for side in (False, True):
            mine = [r for r in made if held_out(r.sentence) == side]
            verbs = tuple(r for r in mine if r.sentence.count(" ") == 2 and "{s} has" not in r.sentence)
            modal = tuple(r for r in mine if r.sentence.endswith(" with {o}"))
            rest = tuple(r for r in mine if r not in verbs and r not in modal)
            _FAMILIES[side] = (verbs, rest, rest, modal)
    if not evaluation and rng.random() < 0.22:
        return USED_FOR if rng.random() < 0.45 else rng.choice(CONFLICTS)
    return rng.choice(rng.choice(_FAMILIES[evaluation]))
