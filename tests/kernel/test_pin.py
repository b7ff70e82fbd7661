"""The pin: it is that of the sources beside it, and a cache is held against it."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from detlm.config import data_root
from detlm.errors import KernelBuildError
from detlm.kernel import build, cache, pin
from detlm.kernel.binary import find_binary
from detlm.kernel.build import BuiltLibrary, ensure_built
from detlm.kernel.embedded import EmbeddedKernel
from tests.kernel.tiny import Tiny


class Pinned(Tiny):
    """A tiny library in a cache of its own, and pins for it."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder)
        find_binary()  # its digest is measured once, in the usual cache
        monkeypatch.setenv("DETLM_CACHE", str(folder / "cache"))
        self.pins: dict[str, str] = {}
        monkeypatch.setattr(build, "pins", lambda: self.pins)

    def build(self, *, fresh: bool = False) -> BuiltLibrary:
        return ensure_built(fresh=fresh, progress=False, source_root=self.lean, core_root=self.core)

    def pin(self) -> BuiltLibrary:
        built = self.build()
        modules = cache.read_manifest(built.path.parent)["modules"].values()
        self.pins = {one["key"]: one["sha256"] for one in modules}
        return built


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Pinned:
    return Pinned(tmp_path, monkeypatch)


def _forge(built: BuiltLibrary, module: str, by: str) -> bytes:
    """Put another module in a module's place, in the manifest too; what was there."""
    honest, other = (built.path / f"DetLM/{name}.olean" for name in (module, by))
    before = honest.read_bytes()
    honest.write_bytes(other.read_bytes())
    path = built.path.parent / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["modules"][f"DetLM.{module}"]["sha256"] = cache.file_digest(honest)
    path.write_text(json.dumps(manifest))
    return before


def test_the_pin_is_that_of_the_shipped_sources(session_kernel: EmbeddedKernel) -> None:
    """After a change of Lean sources or of the build: ``python -m detlm.kernel.pin`` (``make golden``)."""
    built = ensure_built(progress=False)
    modules = cache.read_manifest(built.path.parent)["modules"]
    assert pin.pins() == {one["key"]: one["sha256"] for one in modules.values()}
    assert built.pinned and session_kernel.describe().pinned


def test_a_forged_entry_is_built_again(pinned: Pinned, caplog: pytest.LogCaptureFixture) -> None:
    built = pinned.pin()
    assert pinned.build().from_cache and pinned.build().pinned
    honest = _forge(built, "B", "A")
    with caplog.at_level(logging.WARNING, logger="detlm"):
        again = pinned.build()
    assert not again.from_cache and "B.olean is not what its source compiles to" in caplog.text
    assert (built.path / "DetLM/B.olean").read_bytes() == honest
    assert pinned.build().from_cache


def test_another_forged_entry_lends_nothing(pinned: Pinned) -> None:
    built = pinned.pin()
    honest = _forge(built, "B", "A")
    built.path.parent.rename(built.path.parents[1] / ("lean-" + "0" * 64))
    assert (pinned.build().path / "DetLM/B.olean").read_bytes() == honest


def test_what_is_not_pinned_is_said_not_to_be(pinned: Pinned) -> None:
    assert pinned.build().pinned, "compiled now"
    assert not pinned.build().pinned, "from the cache"
    pinned.pin()
    pinned.write("lean/DetLM/B.lean", "import DetLM.A\ntheorem b : True := True.intro\n")
    assert not pinned.build().pinned, "some of it was taken over"
    assert not pinned.build().pinned
    assert pinned.build(fresh=True).pinned


def test_a_machine_that_compiles_otherwise_is_told_so(
    pinned: Pinned, caplog: pytest.LogCaptureFixture
) -> None:
    pinned.pin()
    pinned.pins = dict.fromkeys(pinned.pins, "0" * 64)
    for _ in range(2):
        caplog.clear()
        with caplog.at_level(logging.WARNING, logger="detlm"):
            assert not pinned.build().from_cache
        assert "otherwise here than where detlm was released" in caplog.text


def test_compiled_files_do_not_depend_on_where_and_how(
    pinned: Pinned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Lean's own build is reproducible; the shipped pin could not be checked elsewhere otherwise."""
    first = pinned.pin()
    monkeypatch.setattr(build, "_JOBS", 1)
    other = Tiny(tmp_path / "a longer path" / "to the same")
    monkeypatch.setenv("DETLM_CACHE", str(tmp_path / "another cache"))
    second = ensure_built(progress=False, source_root=other.lean, core_root=other.core)
    for file in first.path.rglob("*.olean"):
        assert (second.path / file.relative_to(first.path)).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("text", ["", "[]", '{"PLATFORM": {"A": {"key": "0"}}}', '{"PLATFORM": 3}'])
def test_a_damaged_pin_is_a_clear_error(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "pinned.json").write_text(text.replace("PLATFORM", pin.this_platform()))
    monkeypatch.setattr(pin, "pin_file", lambda: tmp_path / "pinned.json")
    with pytest.raises(KernelBuildError, match="reinstall detlm"):
        pin.pins()


def test_the_pin_is_shipped() -> None:
    assert pin.pin_file().is_file() and pin.pin_file().is_relative_to(data_root())
