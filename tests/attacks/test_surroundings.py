"""What lies around a verifier: its environment, the folder it runs in, its cache."""

from __future__ import annotations

import json
import marshal
import os
import pickle
import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from detlm.certificate import schema, statement
from detlm.certificate.verify import Outcome, verify
from detlm.config import cache_root, data_root
from detlm.console.verifying import lines
from detlm.kernel.binary import find_binary
from detlm.kernel.build import ensure_built
from detlm.kernel.children import Children
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.protocol import CheckRequest
from tests.attacks.honest import FALSE, FILES, LEAN, MEANING, OUTPUT, PROMPT, certificate
from tests.conftest import Borrowed

TRUE = CheckRequest(source="theorem Run.x : DetLM.mentions [1] [2] = false := by decide +kernel\n")


def test_leans_own_variables_choose_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "Init.olean").write_bytes(b"not Lean's")
    for name in ("LEAN_PATH", "LEAN_SRC_PATH", "LEAN_SYSROOT"):
        monkeypatch.setenv(name, str(tmp_path))
    with EmbeddedKernel(ensure_built(progress=False)) as kernel:
        assert kernel.check(TRUE).accepted


def test_a_changed_olean_is_never_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = ensure_built(progress=False).path.parent
    copy = tmp_path / entry.name
    shutil.copytree(entry, copy)
    monkeypatch.setenv("DETLM_CACHE", str(tmp_path))
    first, second = (copy / "lib" / "DetLM" / "Spec" / name for name in ("Words.olean", "Regex.olean"))
    honest = first.read_bytes()
    flipped = bytearray(honest)
    flipped[len(honest) // 2] ^= 1
    for damage in (bytes(flipped), second.read_bytes(), honest[:-1], b""):
        first.unlink()
        first.write_bytes(damage)
        assert not ensure_built(progress=False).from_cache
        assert first.read_bytes() == honest, "built again, and the same"


def test_an_olean_too_many_is_never_loaded(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    entry = ensure_built(progress=False).path.parent
    copy = tmp_path / entry.name
    shutil.copytree(entry, copy)
    monkeypatch.setenv("DETLM_CACHE", str(tmp_path))
    shutil.copy(copy / "lib" / "DetLM.olean", copy / "lib" / "Lean.olean")
    assert not ensure_built(progress=False).from_cache
    assert not (copy / "lib" / "Lean.olean").exists()


def test_the_current_folder_is_not_run_by_a_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "detlm").mkdir()
    (tmp_path / "detlm" / "__init__.py").write_text("open('ran', 'w').close()\n")
    monkeypatch.chdir(tmp_path)
    children = Children(find_binary().path, tmp_path)
    try:
        children.python(["-m", "detlm.kernel.notation"])  # as build.py starts it; ends with its usage
    finally:
        children.close()
    assert not (tmp_path / "ran").exists()


class _Planted:
    def __init__(self, mark: Path) -> None:
        self.mark = str(mark)

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.mark,)


def test_the_cached_grammar_runs_nothing(tmp_path: Path) -> None:
    import lark

    text = (data_root() / "grammars" / "constraint.lark").read_text()
    key = f"{lark.__version__} {marshal.version}\n{text}".encode()
    (tmp_path / "grammars").mkdir()
    tables = tmp_path / "grammars" / f"constraint-{zlib.crc32(key):08x}.tables"
    planted = pickle.dumps(_Planted(tmp_path / "ran"))
    tables.write_bytes(key + b"\n-- tables --\n" + zlib.crc32(planted).to_bytes(4, "little") + planted)
    code = "from detlm.syntax.grammar import load_grammar; load_grammar('constraint')"
    environment = {**os.environ, "DETLM_CACHE": str(tmp_path)}
    subprocess.run([sys.executable, "-c", code], env=environment, cwd=data_root(), check=True, timeout=60)
    assert not (tmp_path / "ran").exists()


def _certificate_of_a_falsehood(folder: Path) -> Path:
    """No witness can do: it does not follow."""
    file = folder / "false.json"
    text = json.dumps(certificate(FILES, PROMPT, FALSE))
    for mark, value in ((MEANING, statement.meaning_sha256()), (LEAN, statement.lean_version())):
        text = text.replace(mark, value)
    file.write_text(text)
    return file


def _verify(file: Path, *more: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "detlm", "verify", str(file), *more],
        capture_output=True, text=True, timeout=300, cwd=data_root(), env={**os.environ, **variables},
    )  # fmt: skip


def test_no_variable_turns_a_rejection_around(tmp_path: Path) -> None:
    ensure_built(progress=False)
    evil = tmp_path / "evil"
    for name in ("Init.olean", "DetLM.olean", "lean", "lake", "sitecustomize.py", "detlm/__init__.py"):
        (evil / name).parent.mkdir(parents=True, exist_ok=True)
        (evil / name).write_text("raise SystemExit(0)\n")
    folder = str(evil)
    variables = {
        "LEAN_PATH": folder, "LEAN_SRC_PATH": folder, "LEAN_SYSROOT": folder, "LEAN": folder,
        "LEAN_CC": folder, "LEAN_WORKER_PATH": folder, "LAKE": folder, "ELAN_HOME": folder, "HOME": folder,
        "XDG_CONFIG_HOME": folder, "LEAN_OPTS": "-DskipKernelTC=true", "LEAN_NUM_THREADS": "0",
        "DETLM_KERNEL": "none", "DETLM_CACHE": str(cache_root()),
    }  # fmt: skip
    done = _verify(_certificate_of_a_falsehood(tmp_path), **variables)
    assert done.returncode == 10 and "kernel refuses" in done.stdout, done.stdout + done.stderr
    assert "Unknown identifier" not in done.stdout


def _forged_cache(folder: Path) -> Path:
    """A cache whose library is a forger's, with a manifest to match: the entry."""
    honest = ensure_built(progress=False).path.parent
    entry = folder / honest.name
    shutil.copytree(honest, entry)
    other = (entry / "lib" / "DetLM" / "Spec" / "Words.olean").read_bytes()
    (entry / "lib" / "DetLM.olean").unlink()
    (entry / "lib" / "DetLM.olean").write_bytes(other)
    manifest = json.loads((entry / "manifest.json").read_text())
    manifest["modules"]["DetLM"]["sha256"] = schema.sha256(other)
    (entry / "manifest.json").write_text(json.dumps(manifest))
    return entry


def test_a_forged_manifest_is_not_believed(tmp_path: Path) -> None:
    """What TRUST.md says of the cache folder (assumption 9): its files are held against the pin."""
    entry = _forged_cache(tmp_path)
    done = _verify(_certificate_of_a_falsehood(tmp_path), DETLM_CACHE=str(tmp_path))
    assert done.returncode == 10 and "kernel refuses" in done.stdout, done.stdout + done.stderr
    assert "Unknown identifier" not in done.stdout, "the forger's library was loaded"
    assert "DetLM.olean is not what its source compiles to" in done.stderr
    assert ensure_built(progress=False).path.parent.name == entry.name
    honest = (ensure_built(progress=False).path / "DetLM.olean").read_bytes()
    assert (entry / "lib" / "DetLM.olean").read_bytes() == honest, "built again, and right"


def test_another_forged_entry_lends_nothing(tmp_path: Path) -> None:
    """A build takes over what other entries have compiled, but not from a forger."""
    entry = _forged_cache(tmp_path)
    entry.rename(tmp_path / ("lean-" + "0" * 64))
    done = _verify(_certificate_of_a_falsehood(tmp_path), DETLM_CACHE=str(tmp_path))
    assert done.returncode == 10 and "kernel refuses" in done.stdout, done.stdout + done.stderr
    assert "Unknown identifier" not in done.stdout


def test_a_library_that_is_not_pinned_is_spoken_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Changed sources, another platform: nothing to hold the cache against, and the verdict says so."""
    monkeypatch.setattr("detlm.kernel.build.pins", dict)
    with EmbeddedKernel(ensure_built(progress=False)) as kernel:
        assert not kernel.describe().pinned
        told = certificate(FILES, PROMPT, OUTPUT)
        text = json.dumps(told)
        for mark, value in ((MEANING, statement.meaning_sha256()), (LEAN, statement.lean_version())):
            text = text.replace(mark, value)
        report = verify(text.encode(), lambda: Borrowed(kernel))
    assert report.outcome is Outcome.ACCEPTED
    assert any("--fresh compiles it anew" in line for line in lines(report))


@pytest.mark.slow
def test_fresh_believes_no_cache(tmp_path: Path) -> None:
    _forged_cache(tmp_path)
    done = _verify(_certificate_of_a_falsehood(tmp_path), "--fresh", DETLM_CACHE=str(tmp_path))
    assert done.returncode == 10 and "kernel refuses" in done.stdout, done.stdout + done.stderr
    assert "is not what its source" not in done.stderr, "the cache was not even looked at"
