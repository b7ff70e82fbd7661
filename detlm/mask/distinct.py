"""The distinct values of arrays. ``numpy.unique`` would do, but it loads ``numpy.ma``, a tenth of `check`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_Places = npt.NDArray[np.int64]


def distinct(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The distinct values, rising."""
    ordered = np.sort(values, axis=None)
    return ordered[_news(ordered)]


def first_places(values: npt.NDArray[Any]) -> _Places:
    """Where each distinct value comes first, in the order of the values."""
    order = np.argsort(values, kind="stable")
    return order[_news(values[order])].astype(np.int64)


def numbered(values: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], _Places]:
    """The distinct values, rising, and for each entry which of them it is."""
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    news = _news(ordered)
    number = np.empty(len(values), dtype=np.int64)
    number[order] = np.cumsum(news) - 1
    return ordered[news], number


def equal_columns(table: npt.NDArray[Any]) -> tuple[_Places, _Places]:
    """The first column of each kind, and for each column which kind it is; kinds in order of appearance."""
    kinds: dict[bytes, int] = {}
    firsts: list[int] = []
    number = np.empty(table.shape[1], dtype=np.int64)
    for place, column in enumerate(np.ascontiguousarray(table.T)):
        kind = kinds.setdefault(column.tobytes(), len(kinds))
        if kind == len(firsts):
            firsts.append(place)
        number[place] = kind
    return np.array(firsts, dtype=np.int64), number


def _news(ordered: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    news = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=news[1:])
    return news
