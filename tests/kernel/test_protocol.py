"""The wire: models survive a round trip, strange lines are refused, text is screened as Lean reads it."""

from __future__ import annotations

import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from detlm.kernel.expressions import format_name, parse_name
from detlm.kernel.protocol import (
    REPLY,
    REQUEST,
    Axiom,
    CheckRequest,
    Declaration,
    Failure,
    Message,
    Ping,
    Pong,
    Stop,
    Verdict,
    WorkerFacts,
)
from detlm.kernel.screen import is_blank, screen, without_comments, without_imports
from detlm.kernel.wire import MAX_LINE, PROTOCOL_VERSION, BadLine, Channel, Closed, TimeIsUp

FACTS = WorkerFacts(pid=7, served=2)
VERDICT = Verdict(
    id=3,
    accepted=False,
    messages=(Message(severity="error", text="naïve ∀", line=1, column=0, end_line=2, end_column=5),),
    declarations=(
        Declaration(
            name="a",
            kind="theorem",
            levels=1,
            type="(sort 0)",
            value=None,
            axioms=(Axiom(name="propext", levels=0, type="(sort 0)"),),
        ),
    ),
    milliseconds=1.5,
    worker=FACTS,
)


@pytest.mark.parametrize(
    "request_",
    [
        CheckRequest(source="x ∀", declarations=("a", 'b."c d"'), timeout_s=2.5, trusted=True),
        Ping(id=4),
        Stop(),
    ],
)
def test_requests_survive_a_round_trip(request_: CheckRequest | Ping | Stop) -> None:
    assert REQUEST.validate_json(request_.model_dump_json()) == request_


@pytest.mark.parametrize("reply", [VERDICT, Pong(worker=FACTS), Failure(id=None, text="no")])
def test_replies_survive_a_round_trip(reply: Verdict | Pong | Failure) -> None:
    assert REPLY.validate_json(reply.model_dump_json()) == reply


@pytest.mark.parametrize(
    "change",
    [
        {"surprise": 1},
        {"version": PROTOCOL_VERSION + 1},
        {"timeout_s": 0},
        {"memory_mb": -1},
        {"source": "\ud800"},
    ],
)
def test_requests_are_strict(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        CheckRequest.model_validate({"source": "x", **change})


def test_models_are_frozen() -> None:
    with pytest.raises(ValidationError):
        VERDICT.accepted = True  # type: ignore[misc]


def test_exhausted_budgets_are_told_from_refutations() -> None:
    def verdict(kind: str, text: str) -> Verdict:
        message = Message(severity="error", text=text, line=1, column=0, kind=kind)
        return VERDICT.model_copy(update={"messages": (message,)})

    assert verdict("runtime.maxRecDepth", "…").exhausted
    assert verdict("", "(kernel) deep recursion detected").exhausted
    assert not verdict("", "the proposition 1 = 2 is false").exhausted


def _pair() -> tuple[Channel, Channel]:
    one, other = socket.socketpair()
    return Channel(one), Channel(other)


def test_a_channel_carries_several_messages_at_once_and_in_pieces() -> None:
    one, other = _pair()
    one.socket.sendall(b'{"a":1}\n{"b":')
    assert other.receive() == {"a": 1}
    threading.Timer(0.05, one.socket.sendall, [b'"\xe2\x88\x80"}\n']).start()
    assert other.receive(timeout_s=5) == {"b": "∀"}
    one.close()
    with pytest.raises(Closed):
        other.receive()
    other.close()


@pytest.mark.parametrize("line", [b"garbage\n", b"[1]\n", b"\xff\xfe\n", b"\n", b"[" * 100_000 + b"\n"])
def test_a_channel_refuses_what_is_no_object(line: bytes) -> None:
    one, other = _pair()
    one.socket.sendall(line)
    with pytest.raises(BadLine):
        other.receive()
    one.send({"still": "works"})
    assert other.receive() == {"still": "works"}
    one.close()
    other.close()


def test_a_channel_refuses_long_lines_both_ways() -> None:
    one, other = _pair()
    with pytest.raises(BadLine, match="limit"):
        one.send_line(b"x" * (MAX_LINE + 1))
    flood = threading.Thread(target=_flood, args=(one,))
    flood.start()
    with pytest.raises(BadLine, match="longer"):
        other.receive()
    other.close()
    flood.join()
    one.close()


def _flood(channel: Channel) -> None:
    try:
        for _ in range((MAX_LINE >> 20) + 2):
            channel.socket.sendall(b" " * (1 << 20))
    except OSError:
        pass  # the reader gave up, as it should


def test_waiting_ends_in_time_and_ticks() -> None:
    one, other = _pair()
    ticks: list[int] = []
    with pytest.raises(TimeIsUp):
        other.receive(timeout_s=0.1, tick_s=0.01, tick=lambda: ticks.append(1))
    assert ticks
    one.close()
    other.close()


@given(
    st.lists(st.one_of(st.text(st.characters(exclude_categories=["Cs"])), st.integers(0, 10**30)), max_size=4)
)
def test_names_survive_a_round_trip(parts: list[str | int]) -> None:
    assert parse_name(format_name(parts)) == tuple(parts)


@pytest.mark.parametrize("text", ["", ".", "a.", ".a", "a..b", "a b", "1a", '"a"', "01", '"a', "«a»"])
def test_other_spellings_of_names_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a name|Unterminated|Expecting"):
        parse_name(text)


REFUSED = [
    ("theorem a : False := by\n  sorry", (2, 2)),
    ("theorem a : False := by admit", (1, 24)),
    ("axiom f : False", (1, 0)),
    ("set_option debug.skipKernelTC true in theorem a : False := trivial", (1, 11)),
    ("λset_option debug.skipKernelTC true", (1, 12)),
    ("theorem a : p := by native_decide", (1, 20)),
    ("theorem a : p := by decide +native", (1, 28)),
    ("theorem a : p := by decide (config := { native := true })", (1, 40)),
    ("theorem a : p := by bv_decide", (1, 20)),
    ("theorem a : p := Lean.ofReduceBool _ _ rfl", (1, 17)),
    ("import DetLM", (1, 0)),
    ("#eval 1", (1, 0)),
    ("run_cmd pure ()", (1, 0)),
    ("initialize pure ()", (1, 0)),
    ('elab "x" : command => pure ()', (1, 0)),
    ('notation "x" => 1', (1, 0)),
    ('macro "x" : term => `(1)', (1, 0)),
    ('@[extern "x"] opaque f : Nat', (1, 2)),
    ("@[implemented_by g] def f := 1", (1, 2)),
    ("attribute [command_elab x] f", (1, 11)),
    ("unsafe def f := 1", (1, 0)),
    ("def x := eval% 1", (1, 9)),
    # what hides behind the text that Lean reads differently from a naive reader
    ("/- a /- b -/ sorry -/ sorry", (1, 22)),
    ("def c := '\"' sorry", (1, 13)),
    ('def s := r"\\" sorry', (1, 14)),
    ('def s := r#" " "# sorry', (1, 18)),
    ("def s : { n : Nat //-1 = 1 } := sorry -- -/", (1, 19)),
    ("def s := do let x <--1; x", (1, 19)),
    ("def α'\"' := 1", (1, 5)),
    ('def s := s!"{sorry}"', (1, 11)),
    ('def s := "no end', (1, 9)),
    ("def s := /- no end", (1, 9)),
    ("theorem a : False := sorry«x»", (1, 21)),
]


@pytest.mark.parametrize(("text", "place"), REFUSED)
def test_the_screen_refuses_with_a_position(text: str, place: tuple[int, int]) -> None:
    findings = screen(text, trusted=False)
    assert place in [(finding.line, finding.column) for finding in findings], findings


@pytest.mark.parametrize(
    "text",
    [
        'theorem a : f "sorry, axiom #print {x}" = true := by decide -- sorry #eval',
        "/-- sorry -/ theorem x' : 'a' = 'a' := rfl",
        "set_option maxRecDepth 10000 in\nset_option pp.all true in theorem a : True := trivial",
        "@[simp, reducible] def notation' := 1",
        "theorem sorry_free (h : x.sorry) : P.axiom := h",
        "def s := 'x' def t := '\\'' def u := '\\u03b1'",
        'def a := f xs[0] (h.1.e\'.2, h.2\') ["a", \'b\', "{"] ++ s!"c" ++ "d"+"e" ++ r#"""#',
        "#check a\n#print axioms a",
        "theorem a (h : p ∧ False) : leaner.macros := h.2.elim -- Lean",
    ],
)
def test_the_screen_lets_ordinary_text_pass(text: str) -> None:
    assert screen(text, trusted=False) == []


@pytest.mark.parametrize(
    "text",
    [
        *("#evalx", "#eval.x", "#eval!1", "0bmacro", "1emacro", "1e5macro", "1.emacro", "αmacro", "idbg x"),
        *('\'"\n#eval 1 -- "', '"\\q\n#eval 1"', 'r#"\n#eval 1"#', "«#eval 1»", "open Lean", "A.«Lean».x"),
    ],
)
def test_what_runs_code_is_refused_wherever_it_stands(text: str) -> None:
    """Behind a mistake Lean reads on in the middle of strings and names, and runs what it finds."""
    assert screen(text, trusted=False)
    assert not any("run" in finding.text for finding in screen(text, trusted=True))


@pytest.mark.parametrize(
    "text",
    [
        *("""xs[0]'"' "; axiom a -- \"""", """#check'"'; axiom a -- \"""", """1e5'"'; axiom a -- \""""),
        *("""1.e5' '"'; axiom a -- \"""", """1.5e5r"\\"; axiom a -- \"""", """#checkr"\\"; axiom a -- \""""),
        *("""#checkr#"\\"#; axiom a -- \"""", """#check r#"a"##check x; axiom a -- "#"""),
        *("""throwErrorAt x "{'"'}"; axiom a -- \"""", """throwNamedError x "{'"'}"; axiom a -- \""""),
        *("#whereaxiom a : b", "#versionmacro x", "#printaxiom a : b"),
    ],
)
def test_nothing_hides_from_the_screen_where_lean_cuts_words_elsewhere(text: str) -> None:
    assert screen(text, trusted=False)


def test_comments_are_blanked_in_place() -> None:
    text = 'a /- /- -/ é\n -/ "--" -- x\n/--/ "-/ b /-! -/'
    assert without_comments(text) == 'a           \n    "--"     \n         b       '
    assert not screen("/- #eval 1 -/ def x := 1 -- #eval 1", trusted=False)


def test_trusted_text_may_run_but_not_cheat() -> None:
    text = (
        'import DetLM\n#eval 1\nmacro "x" : term => `(1)\nset_option debug.skipKernelTC true\naxiom a : False'
    )
    found = screen(text, trusted=True, modules=frozenset({"DetLM"}))
    assert {finding.line for finding in found} == {4, 5}


def test_imports_are_blanked_in_place() -> None:
    assert without_imports("import A\n import B.C -- x\ndef import_ := 1") == (
        "        \n            -- x\ndef import_ := 1"
    )


def test_blank_text() -> None:
    assert is_blank("") and is_blank(" -- x\n/- a -/ ")
    assert not is_blank("(") and not is_blank("/- no end")
