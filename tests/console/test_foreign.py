"""Categories of Lean files: what may stand in them, where they stand, and what no certificate gets past."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from detlm.certificate import schema, statement
from detlm.certificate.verify import verify
from detlm.console.scaffold import TEMPLATE
from detlm.errors import ConstraintError
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.foreign import examine, file_of
from detlm.kernel.protocol import CheckRequest
from detlm.syntax import read_source
from detlm.syntax.program import LeanCategory
from tests.conftest import Borrowed
from tests.console.conftest import Call

EMAIL = TEMPLATE.replace("«Name»", "Email")
ORDER = """import DetLM
namespace Order
/-- The sum of the digits. -/
def sum : DetLM.Text → Nat
  | [] => 0
  | b :: t => (b - 48) + sum t
def Lang (t : DetLM.Text) : Prop := sum t % 10 = 0
def accepts (t : DetLM.Text) : Bool := decide (sum t % 10 = 0)
theorem accepts_iff (t : DetLM.Text) : accepts t = true ↔ Lang t := by simp [accepts, Lang]
end Order
"""
PROGRAM = """program orders
category Number := lean Order from "Order.lean" within /[1-9][0-9]/
output := Number
"""
DERIVED = "derive a from category Number ensure not a in Number\noutput := a"
AXIOM = ORDER.replace("theorem accepts_iff", "axiom accepts_iff").partition(":= by")[0] + "\nend Order\n"
SHAPED = ORDER.replace("Lang (t : DetLM.Text) : Prop", "Lang (t : DetLM.Text) (_ : t = t) : Prop")
ALIAS = """namespace Evil
open DetLM in
def Kept (_ : Text → Bool) (_ : Text) (_ : Program) (_ : Context) (_ : Text) := True
end Evil
namespace DetLM
export Evil (Kept)
end DetLM
"""
EVERYTHING = """namespace Order
def Lang (_ : DetLM.Text) : Prop := True
def accepts (_ : DetLM.Text) : Bool := true
theorem accepts_iff (t : DetLM.Text) : accepts t = true ↔ Lang t := ⟨fun _ => trivial, fun _ => rfl⟩
end Order
"""


def written(folder: Path, program: str = PROGRAM, lean: str = ORDER) -> Path:
    (folder / "Order.lean").write_text(lean)
    file = folder / "orders.det"
    file.write_text(program)
    return file


# -- Lean files


def test_the_scaffold_is_a_category(session_kernel: EmbeddedKernel) -> None:
    examine([LeanCategory("Email", "Email.lean", EMAIL)], session_kernel)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda t: t + "@[simp]\n", "end of input"),
        (lambda t: t + "def Run.x := 1\n", "speaks of Run"),
        (lambda t: t.replace("by simp [accepts, Lang]", "by sorry"), "sorry"),
        (lambda t: AXIOM, "axiom"),
        (lambda t: t.replace("theorem accepts_iff", "theorem other"), "Order.accepts_iff"),
        (lambda t: t.replace("theorem accepts_iff", "private theorem accepts_iff"), "none of them private"),
        (lambda t: t.replace("true ↔ Lang", "true → Lang"), "Order.accepts t = true ↔ Order.Lang t"),
        (lambda t: SHAPED, "Order"),
        (lambda t: t.replace("end Order", "#eval 1\nend Order"), "would run code"),
        (lambda t: t.replace("end Order", 'macro "x" : term => `(1)\nend Order'), "changes the grammar"),
        (lambda t: t.replace("import DetLM", "import Lean"), "imports Lean"),
        (lambda t: t.replace("% 10 = 0)", "% 9 = 0)"), "Order.lean:9:"),
        (lambda t: t.replace("by simp [accepts, Lang]", "by native_decide"), "native"),
        (lambda t: "set_option debug.skipKernelTC true\n" + t.replace("import DetLM\n", ""), "skipKernelTC"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_category_is_refused(
    session_kernel: EmbeddedKernel, change: Callable[[str], str], said: str
) -> None:
    with pytest.raises(ConstraintError) as refused:
        examine([LeanCategory("Order", "Order.lean", change(ORDER))], session_kernel)
    assert said in str(refused.value)


def test_what_a_file_leaves_open_ends_with_it(session_kernel: EmbeddedKernel) -> None:
    examine([LeanCategory("Order", "Order.lean", ORDER.replace("end Order\n", ""))], session_kernel)


def test_nothing_of_ours_is_elaborated_beside_a_file(session_kernel: EmbeddedKernel) -> None:
    """So nothing that the file brings along can change how it is read: no trace of `decide` is left."""
    read = read_source(PROGRAM, "orders.det", files={"Order.lean": ORDER.encode()})
    wanted = statement.obligation(read, b"", b"19", ())
    assert wanted.file is not None and "Run." not in wanted.file.text
    beside = CheckRequest(file=wanted.file, prelude=wanted.prelude, source=wanted.source)
    for name in ("Run.kept0", "Run.keepsTo0"):
        request = beside.model_copy(update={"declarations": (f"{name}._proof_1",)})
        said = [m.text for m in session_kernel.check(request).errors]
        assert said == [f"`{name}._proof_1` was not declared"]
    wrong = statement.obligation(read, b"", b"18", ())
    update = {"source": wrong.refutation, "declarations": ("Run.refuted",)}
    assert session_kernel.check(beside.model_copy(update=update)).declarations[0].type == wrong.refuted


def test_what_only_the_elaborator_could_read_is_refused_beside_a_file(
    session_kernel: EmbeddedKernel,
) -> None:
    file = file_of([LeanCategory("Order", "Order.lean", ORDER)])
    assert session_kernel.check(CheckRequest(file=file, source="")).accepted
    for update in (
        {"source": "theorem x : True := trivial\n"},
        {"prelude": "theorem x : True := trivial\n", "source": ""},
    ):
        verdict = session_kernel.check(CheckRequest(file=file, source="").model_copy(update=update))
        assert [m.text for m in verdict.errors] == ["the kernel refuses what is stated beside the Lean file"]


def test_checking_a_file_says_whether_it_is_a_category(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "Order.lean"
    file.write_text(ORDER)
    assert "\ndefines the category Order\naccepted" in call("lean", "check", file).out
    file.write_text(ORDER.replace("theorem accepts_iff", "theorem other"))
    said = call("lean", "check", file)
    assert said.code == 0 and "no category for constraint files" in said.out
    assert "Order.accepts_iff" in said.out


def test_scaffolds_are_never_written_over(call: Call, tmp_path: Path) -> None:
    assert call("lean", "new-category", "Email", "--into", tmp_path).code == 0
    again = call("lean", "new-category", "Email", "--into", tmp_path)
    assert again.code == 2 and "is there already" in again.err
    assert (tmp_path / "Email.lean").read_text() == EMAIL
    for name in ("email", "A.B", "../Up", "List"):
        assert call("lean", "new-category", name, "--into", tmp_path).code == 2


# -- constraint files


@pytest.mark.parametrize(
    ("program", "said"),
    [
        (PROGRAM.replace('"Order.lean"', '"Other.lean"'), "no file"),
        (PROGRAM.replace("output := Number", "output := json compact { n: Number }"), "Lean file"),
        (PROGRAM.replace("output := Number", "output := (Number except /10/)"), "regular categories only"),
        (PROGRAM.replace("output := Number", "category X := grammar { s: Number }\noutput := X"), "regular"),
        (PROGRAM.replace("output := Number", DERIVED), "regular"),
        (PROGRAM.replace(" within /[1-9][0-9]/", " within /(/"), "within"),
    ],
)  # fmt: skip
def test_where_such_a_category_cannot_stand(call: Call, tmp_path: Path, program: str, said: str) -> None:
    done = call("check", written(tmp_path, program))
    assert done.code == 1 and said in done.err, done


@pytest.mark.parametrize(
    ("lean", "said"),
    [
        ("", "Order.lean is empty"),
        ("-- namespace Order: Lang, accepts, accepts_iff\n", "Order.lean is empty"),
        (ORDER.replace("Order", "Bill"), "does not define Order: nothing in it is called Order"),
        (ORDER.replace("Lang", "Language"), "does not define Order.Lang"),
        (ORDER.replace("accepts_iff", "right"), "does not define Order.accepts_iff"),
        (ORDER.replace("end Order", "-- accepts\nend Order").replace("accepts", "takes"), "Order.accepts"),
        (ORDER.replace("import DetLM", "import Mathlib"), "imports Mathlib, and a category can import"),
        (ORDER + "#eval 1\n", "is refused, at line 11: `#eval` would run"),
        (ORDER + "def Run.x := 1\n", "speaks of Run"),
        (ORDER + "-- " + "x" * 1_000_000, "has 1,000,3"),
    ],
    ids=lambda value: value[-30:],
)  # fmt: skip
def test_what_is_plainly_wrong_with_a_lean_file_is_told(
    call: Call, tmp_path: Path, lean: str, said: str
) -> None:
    file = written(tmp_path, lean=lean)
    done = call("check", file)
    assert done.code == 0 and f"{file}:2:25: warning: Order.lean " in done.err and said in done.err
    assert "hint: it decides Order when an answer is checked; detlm lean check Order.lean" in done.err
    assert "1 warning" not in done.out, "it is told already"
    (found,) = (f for f in json.loads(call("check", file, "--json").out)["findings"] if "Order" in f["where"])
    assert said in found["message"] and (found["line"], found["column"]) == (2, 25)


def test_nothing_is_said_of_what_may_be_right(call: Call, tmp_path: Path) -> None:
    for name, lean in (("Order", ORDER), ("Order", EVERYTHING), ("Email", EMAIL)):
        file = written(tmp_path, PROGRAM.replace("lean Order", f"lean {name}"), lean)
        assert "warning" not in call("check", file).err


def test_lean_stays_a_name() -> None:
    program = read_source('program p\ncategory lean := "x" | "y"\noutput := lean', "p.det")
    assert program.foreign == ()


def test_without_within_it_is_one_line(call: Call, tmp_path: Path) -> None:
    assert call("check", written(tmp_path, PROGRAM.replace(" within /[1-9][0-9]/", ""))).code == 0


def test_commands_that_ask_no_kernel_refuse(call: Call, tmp_path: Path) -> None:
    done = call("test", written(tmp_path, PROGRAM + "-- + 19\n"))
    assert done.code == 1 and "the kernel decides Order" in done.err


# -- certificates


@pytest.fixture(scope="module")
def honest() -> dict[str, Any]:
    """A certificate of "19", whose digits sum to ten."""
    return certified(ORDER, b"19")


def certified(lean: str, output: bytes, program: str = PROGRAM) -> dict[str, Any]:
    """A certificate as a forger could write it: every digest is right."""
    read = read_source(program, "orders.det", files={"Order.lean": lean.encode()})
    files = (
        schema.EnclosedFile(name="orders.det", content=program.encode()),
        schema.EnclosedFile(name="Order.lean", content=lean.encode()),
    )
    parsed = statement.take_apart(read, output)
    return {
        "format": "detlm-certificate",
        "version": 1,
        "kind": "output",
        "claim": {
            "program": [{"name": f.name, "content": f.content.decode()} for f in files],
            "prompt": "",
            "output": output.decode(),
        },
        "witness": [],
        "derivations": [],
        "recomputed": {
            "program_sha256": schema.program_sha256(files),
            "prompt_sha256": schema.sha256(b""),
            "output_sha256": schema.sha256(output),
            "statement_sha256": statement.statement_sha256(statement.obligation(read, b"", output, ())),
            "meaning_sha256": statement.meaning_sha256(),
            "lean": statement.lean_version(),
            "preface": "",
            "spans": [
                {"name": s.name, "rule": s.rule, "start": s.start, "end": s.end} for s in parsed.spans or ()
            ],
            "tokens": [output.decode()],
        },
        "attested": {
            "detlm": "0", "model": "m", "revision": None, "weights_sha256": "", "vocabulary_sha256": "",
            "rendered_prompt": "", "prompt_style": "plain", "mode": "deterministic", "seed": None,
            "kernel": "", "tokens": [{"id": 1, "forced": False, "admissible": 1, "margin": None}],
            "model_calls": 0, "backups": 0, "seconds": 0.0, "proof_milliseconds": 0.0,
        },
    }  # fmt: skip


def judged(record: dict[str, Any], kernel: EmbeddedKernel, *, allow_lean: bool = True) -> tuple[str, str]:
    report = verify(json.dumps(record).encode(), lambda: Borrowed(kernel), allow_lean=allow_lean)
    return report.outcome.word, " ".join([*report.reasons, *report.lean_files])


def test_it_is_accepted_only_where_lean_is_allowed(
    honest: dict[str, Any], session_kernel: EmbeddedKernel
) -> None:
    assert judged(honest, session_kernel) == ("accepted", "Order (Order.lean)")
    report = verify(json.dumps(honest).encode(), lambda: pytest.fail("a kernel is asked"))
    assert report.outcome.word == "declined" and "--allow-lean" in report.reasons[0]


@pytest.mark.parametrize(
    ("lean", "output"),
    [
        (ORDER, b"18"),  # not in the language
        (ORDER.replace("by simp [accepts, Lang]", "by sorry").replace("% 10 = 0)", "% 9 = 0)"), b"18"),
        (AXIOM, b"19"),
        (ORDER + "theorem Run.keepsTo0 : True := trivial\n", b"18"),
        (ORDER + "theorem Run.admitted : True := trivial\n", b"19"),
        (ORDER + "def DetLM.KeepsTo := True\n", b"19"),
        (ORDER + ALIAS, b"18"),
        (ORDER.replace("end Order", "#eval 1\nend Order"), b"19"),
        (ORDER.replace("end Order\n", ""), b"18"),
        (ORDER + 'notation "DetLM.KeepsTo" => True\n', b"18"),
        (ORDER + "instance : Decidable (DetLM.Kept Order.accepts l p c t) := isTrue sorry\n", b"18"),
    ],
)  # fmt: skip
def test_no_lean_file_gets_a_falsehood_accepted(
    lean: str, output: bytes, session_kernel: EmbeddedKernel
) -> None:
    assert judged(certified(lean, output), session_kernel)[0] == "rejected"


def test_another_lean_file_is_another_program(session_kernel: EmbeddedKernel, tmp_path: Path) -> None:
    """Acceptance stands for what the enclosed file says; who holds a program holds its Lean files too."""
    from detlm.certificate.verify import Bindings

    forged = certified(EVERYTHING, b"18")
    assert judged(forged, session_kernel)[0] == "accepted"
    held = Bindings(program=written(tmp_path))
    data = json.dumps(forged).encode()
    report = verify(data, lambda: Borrowed(session_kernel), held, allow_lean=True)
    assert report.outcome.word == "rejected" and "another program" in report.reasons[0]


def test_a_swapped_file_under_the_old_digests_is_rejected(session_kernel: EmbeddedKernel) -> None:
    record = certified(ORDER, b"18")
    record["claim"]["program"][1]["content"] = {"base64": base64.b64encode(EVERYTHING.encode()).decode()}
    assert judged(record, session_kernel) == (
        "rejected",
        "recomputed.program_sha256 does not come out as the certificate says",
    )
