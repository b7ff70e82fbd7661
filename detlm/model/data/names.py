"""Made-up names and the choice of entities: train and held-out names never meet.

Copying names that were never seen is the one skill everything else needs, so most entities are invented.
"""

from __future__ import annotations

from random import Random

from detlm.model.data.words import KINDS, PHRASES, THINGS, held_out, listed

_ONSETS = listed(
    "b c d f g h j k l m n p r s t v w z bl br cl cr dr fl fr gl gr kl kr pl pr qu sh sk sl sn sp st th tr ch"
)
_VOWELS = listed("a e i o u a e i o u ai ea ee ia io oa oo ou y")
_CODAS = listed(". . . n r l s t m k d n r l s x th nd rn st ck ll ng")
_ENDINGS = listed("ol in an ine ium ex ara ix on er us ic ane ade yl")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def made_up(rng: Random) -> str:
    """A pronounceable invented word, now and then a random string of letters or a code such as ``kx-40``."""
    kind = rng.random()
    if kind < 0.08:
        return "".join(rng.choice(_LETTERS) for _ in range(rng.randint(2, 7)))
    parts = [
        rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS)
        for _ in range(rng.choice((1, 2, 2, 3)))
    ]
    word = "".join(parts).replace(".", "")
    if len(parts) == 1 or rng.random() < 0.3:
        word += rng.choice(_ENDINGS)
    if kind < 0.14:
        return f"{word[:3]}-{rng.randint(1, 99)}"
    return word


def _one(rng: Random, *, kinds: bool) -> str:
    roll = rng.random()
    if kinds:
        return rng.choice(KINDS) if roll < 0.6 else made_up(rng)
    if roll < 0.4:
        return rng.choice(THINGS)
    word = made_up(rng)
    if roll < 0.5:
        word = word.capitalize()
    elif roll < 0.56:
        word = f"{word.capitalize()} {made_up(rng).capitalize()}"
    return word


def _pick(rng: Random, count: int, *, evaluation: bool, kinds: bool, taken: set[str]) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        text = _one(rng, kinds=kinds)
        if held_out(text) == evaluation and text.lower() not in taken and len(text) > 1:
            found.append(text)
            taken.add(text.lower())
    return found


def entities(rng: Random, count: int, *, evaluation: bool, taken: set[str]) -> list[str]:
    """``count`` distinct entity names not in ``taken`` (which grows); held-out ones when ``evaluation``."""
    return _pick(rng, count, evaluation=evaluation, kinds=False, taken=taken)


def kinds(rng: Random, count: int, *, evaluation: bool, taken: set[str]) -> list[str]:
    """``count`` distinct names of kinds ("drug", "blood thinner"), as in `entities`."""
    return _pick(rng, count, evaluation=evaluation, kinds=True, taken=taken)


def phrases(rng: Random, count: int, *, evaluation: bool, taken: set[str]) -> list[str]:
    """``count`` distinct objects ("pain relief"): listed phrases or two-word made-up ones; see `entities`."""
    found: list[str] = []
    while len(found) < count:
        if rng.random() < 0.6:
            text = rng.choice(PHRASES)
        else:
            first = rng.choice((made_up(rng), rng.choice(THINGS)))
            text = f"{first} {rng.choice((made_up(rng), rng.choice(KINDS)))}"
        if held_out(text) == evaluation and text.lower() not in taken:
            found.append(text)
            taken.add(text.lower())
    return found
