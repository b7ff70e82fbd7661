"""Where Lean files say what categories mean, the independent checker decides all the rest, and says so."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from detlm.certificate.verify import Bindings, Outcome, Prepared, decide, decide_again, prepare
from detlm.console.verifying import lines
from detlm.kernel.embedded import EmbeddedKernel
from tests.conftest import Borrowed
from tests.console.test_foreign import ORDER, PROGRAM, certified


def prepared(output: bytes, program: str = PROGRAM) -> Prepared:
    data = json.dumps(certified(ORDER, output, program)).encode()
    found = prepare(data, Bindings(), None, allow_lean=True)
    assert isinstance(found, Prepared), found.reasons
    return found


def test_it_agrees_and_says_what_it_did_not_read(session_kernel: EmbeddedKernel) -> None:
    ready = prepared(b"19")
    report = decide(ready, lambda: Borrowed(session_kernel))
    assert report.outcome is Outcome.ACCEPTED
    assert decide_again(ready) is None
    said = "\n".join(lines(replace(report, decided_twice=True)))
    assert "which reads no Lean: all but what the file says of Order (Order.lean)" in said
    assert "decided again" not in "\n".join(lines(report))


def test_it_reads_the_statement_that_the_kernel_proves() -> None:
    ready = prepared(b"19")
    assert ready.wanted.file is not None and ready.without_lean.file is None
    mine, all_ = ready.without_lean.statements, ready.wanted.statements
    assert mine.items() < all_.items()
    assert set(all_) - set(mine) == {"Run.keepsTo0"}


@pytest.mark.parametrize("more", ['forbid "19"', "at most 0 words", 'require "x"'])
def test_it_refuses_what_does_not_hold_of_the_rest(more: str) -> None:
    objection = decide_again(prepared(b"19", f"{PROGRAM}{more}\n"))
    assert objection is not None and objection.outcome is Outcome.REJECTED


def test_what_the_file_says_is_the_kernel_s_alone(session_kernel: EmbeddedKernel) -> None:
    ready = prepared(b"18")
    assert decide(ready, lambda: Borrowed(session_kernel)).outcome is Outcome.REJECTED
    assert decide_again(ready) is None
