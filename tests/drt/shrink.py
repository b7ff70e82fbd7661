"""Makes a trial smaller as long as it keeps what is interesting about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from detlm.syntax import program as p
from detlm.syntax import regex as r
from tests.drt.cases import Trial

_LANGUAGES = (r.EMPTY, r.literal(b"a"))


def shrunk(trial: Trial, interesting: Callable[[Trial], bool], tries: int = 2000) -> Trial:
    """The smallest trial found by taking away one thing at a time."""
    going = True
    while going and tries > 0:
        going = False
        for smaller in _smaller(trial):
            tries -= 1
            if tries <= 0:
                break
            if _holds(smaller, interesting):
                trial, going = smaller, True
                break
    return trial


def _holds(trial: Trial, interesting: Callable[[Trial], bool]) -> bool:
    try:
        return interesting(trial)
    except Exception:  # a part that was taken away was needed: not smaller, but broken
        return False


def _smaller(trial: Trial) -> Iterator[Trial]:
    for output in trial.outputs if len(trial.outputs) > 1 else ():
        yield replace(trial, outputs=(output,))
    if trial.prompt:
        yield replace(trial, prompt=b"")
    if trial.data is not None:
        yield from (replace(trial, data=made) for made in _less(trial.data))
    lines = trial.source.split("\n")
    for i in range(len(lines) - 1):
        yield replace(trial, source="\n".join(lines[:i] + lines[i + 1 :]))
    for number, output in enumerate(trial.outputs):
        for text in _less_text(output):
            kept = (*trial.outputs[:number], text, *trial.outputs[number + 1 :])
            yield replace(trial, outputs=kept)


def _less_text(text: bytes) -> Iterator[bytes]:
    size = len(text)
    while size := size // 2:
        for at in range(0, len(text), size):
            yield text[:at] + text[at + size :]


def _less(value: Any) -> Iterator[Any]:
    """Values of the same kind with something taken away: largest steps first."""
    yield from _simplest(value)
    if isinstance(value, tuple):
        for i in range(len(value)):
            yield value[:i] + value[i + 1 :]
        for i, item in enumerate(value):
            for made in _less(item):
                yield (*value[:i], made, *value[i + 1 :])
    elif isinstance(value, bytes):
        yield from _less_text(value)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            if field.name in ("sources", "positions"):
                continue
            for made in _less(getattr(value, field.name)):
                yield replace(value, **{field.name: made})


def _simplest(value: Any) -> Iterator[Any]:
    """What may stand in the place of a value: the parts of it that are of its kind, and the plainest ones."""
    kind = next((k for k in (p.Shape, p.Condition, p.Expr, r.Regex) if isinstance(value, k)), None)
    if kind is None:
        return
    if isinstance(value, p.Condition) and value != p.Always():
        yield p.Always()
    if isinstance(value, r.Regex):
        yield from (plain for plain in _LANGUAGES if _weight(plain) < _weight(value))
    for field in fields(value):
        part = getattr(value, field.name)
        for inner in part if isinstance(part, tuple) else (part,):
            if isinstance(inner, kind):
                yield inner


def _weight(value: r.Regex) -> int:
    return 1 + sum(_weight(v) for f in fields(value) if isinstance(v := getattr(value, f.name), r.Regex))
