"""Fuzzing the certificate reader: whatever the bytes, one of its own errors or an equal certificate again."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.attacks.honest import FILES, LEAN, MEANING, OUTPUT, PROMPT, certificate
from tests.certificate.reading import reads_or_refuses
from tests.conftest import fuzz

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@cache
def _honest() -> bytes:
    text = json.dumps(certificate(FILES, PROMPT, OUTPUT))
    return text.replace(MEANING, "0" * 64).replace(LEAN, "4.35.0").encode()


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, item in inner for place in _places(item, (*path, key)))]


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """An honest certificate with pieces of its text cut out, doubled or overwritten."""
    data = bytearray(_honest())
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data) - 1))
        end = min(len(data), start + draw(st.integers(0, 40)))
        data[start:end] = draw(st.binary(max_size=12) | st.just(bytes(data[start:end]) * 2))
    return bytes(data)


@st.composite
def grafted(draw: st.DrawFn) -> bytes:
    """An honest certificate with other JSON somewhere in it, or a part of itself."""
    raw = json.loads(_honest())
    places = _places(raw)
    for _ in range(draw(st.integers(1, 3))):
        *path, last = draw(st.sampled_from(places[1:]))
        parent = raw
        try:
            for key in path:
                parent = parent[key]
            other: Any = draw(JSON | st.sampled_from(places).map(lambda p: _at(_honest(), p)))
            parent[last] = copy.deepcopy(other)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier graft took the place away
    return json.dumps(raw).encode(errors="surrogatepass")


def _at(data: bytes, path: tuple[Any, ...]) -> Any:
    value = json.loads(data)
    for key in path:
        value = value[key]
    return value


ANYTHING = st.binary(max_size=300) | JSON.map(lambda v: json.dumps(v).encode()) | damaged() | grafted()


@given(ANYTHING)
def test_the_reader_raises_its_own_errors_only(data: bytes) -> None:
    reads_or_refuses(data)


@pytest.mark.slow
@settings(max_examples=20_000, deadline=None)
@given(ANYTHING)
def test_the_reader_raises_its_own_errors_only_for_long(data: bytes) -> None:
    reads_or_refuses(data)


@pytest.mark.slow
def test_the_reader_stands_up_to_inputs_led_by_coverage(tmp_path: Path) -> None:
    fuzz("certificate", 60, tmp_path)
