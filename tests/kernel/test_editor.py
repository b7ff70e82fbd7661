"""``detlm lean server`` with a real LSP client: diagnostics, hovering, goals, definitions; its end."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from detlm.kernel.build import ensure_built
from tests.console.conftest import command, environment, lives, processes_below

pytest.importorskip("pygls")
from lsprotocol import types as lsp
from pygls.lsp.client import BaseLanguageClient

TEXT = """import DetLM

theorem a (n : Nat) : n = 5 → n = 5 := by
  intro h
  exact h

def bad : Nat := nope
#check DetLM.Admits
"""
FIXED = TEXT.replace("nope", "7")


@asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[tuple[BaseLanguageClient, str, list[Any]]]:
    """A client, the opened file, and the diagnostics as they come."""
    client = BaseLanguageClient("test", "1")
    told: list[Any] = []
    client.feature(lsp.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(lambda params: told.append(params))
    await client.start_io(*command("lean", "server"), env=environment())
    try:
        capabilities = lsp.ClientCapabilities()
        parameters = lsp.InitializeParams(capabilities=capabilities, process_id=os.getpid())
        await asyncio.wait_for(client.initialize_async(parameters), 60)
        client.initialized(lsp.InitializedParams())
        file = folder / "a.lean"
        file.write_text(TEXT)
        item = lsp.TextDocumentItem(uri=file.as_uri(), language_id="lean4", version=1, text=TEXT)
        client.text_document_did_open(lsp.DidOpenTextDocumentParams(text_document=item))
        yield client, file.as_uri(), told
        await asyncio.wait_for(client.shutdown_async(None), 20)
        client.exit(None)
    finally:
        await asyncio.wait_for(client.stop(), 20)


async def _until(true: Callable[[], object], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        await asyncio.sleep(0.05)


def _errors(told: list[Any], version: int) -> list[str]:
    latest = [params for params in told if params.version == version]
    return [d.message for d in latest[-1].diagnostics if d.severity == 1] if latest else []


async def _session(folder: Path) -> None:
    async with opened(folder) as (client, uri, told):
        await _until(lambda: "Unknown identifier `nope`" in _errors(told, 1))
        document = lsp.TextDocumentIdentifier(uri=uri)

        def at(line: int, character: int) -> dict[str, Any]:
            return {"text_document": document, "position": lsp.Position(line, character)}

        hover = await client.text_document_hover_async(lsp.HoverParams(**at(2, 15)))
        assert hover is not None and "Nat : Type" in hover.contents.value
        goal = await client.protocol.send_request_async(
            "$/lean/plainGoal", {"textDocument": {"uri": uri}, "position": {"line": 4, "character": 2}}
        )
        assert goal.goals == ["n : Nat\nh : n = 5\n⊢ n = 5"]
        places = await client.text_document_definition_async(lsp.DefinitionParams(**at(7, 15)))
        assert "DetLM/Spec/Program.lean" in str(places), "of the library's own sources"
        client.text_document_did_change(
            lsp.DidChangeTextDocumentParams(
                text_document=lsp.VersionedTextDocumentIdentifier(version=2, uri=uri),
                content_changes=[lsp.TextDocumentContentChangeWholeDocument(text=FIXED)],
            )
        )
        await _until(lambda: any(params.version == 2 for params in told))
        await asyncio.sleep(1)
        assert _errors(told, 2) == []


@pytest.mark.parametrize("lakefile", [False, True], ids=["loose", "in a package"])
def test_an_editor_gets_diagnostics_hovers_and_goals(tmp_path: Path, lakefile: bool) -> None:
    ensure_built(progress=False)
    if lakefile:
        (tmp_path / "lakefile.toml").write_text('name = "x"\n')
    asyncio.run(asyncio.wait_for(_session(tmp_path), 150))


@pytest.mark.parametrize("how", ["input", "SIGTERM", "SIGINT"])
def test_nothing_outlives_the_editor(how: str) -> None:
    ensure_built(progress=False)
    with subprocess.Popen(
        command("lean", "server"), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment(),
    ) as server:  # fmt: skip
        end = time.monotonic() + 30
        while not (below := processes_below(server.pid)):
            assert time.monotonic() < end
            time.sleep(0.02)
        time.sleep(1)
        assert server.stdin is not None
        server.stdin.close() if how == "input" else server.send_signal(getattr(signal, how))
        server.wait(30)
        time.sleep(0.2)
        assert not any(map(lives, below))


LEANCLIENT = """
import sys
from leanclient import LeanLSPClient
client = LeanLSPClient(sys.argv[1], prevent_cache_get=True)
file = client.create_file_client("a.lean")
print([item["message"] for item in file.get_diagnostics().diagnostics])
print(file.get_goal(4, 2)["goals"])
client.close()
"""


def test_leanclient_runs_on_it(tmp_path: Path) -> None:
    """It runs ``lake serve -- OPTION…``; a script makes that of it. In a process: it leaves files open."""
    pytest.importorskip("leanclient")
    ensure_built(progress=False)
    lake = tmp_path / "bin" / "lake"
    lake.parent.mkdir()
    server = shlex.join(command("lean", "server"))
    lake.write_text(f'#!/bin/sh\n[ "$1" = serve ] || exit 2\nshift\nexec {server} "$@"\n')
    lake.chmod(0o755)
    package = tmp_path / "package"
    package.mkdir()
    (package / "lakefile.toml").write_text('name = "x"\n')
    (package / "lean-toolchain").write_text("leanprover/lean4:v4.35.0\n")
    (package / "a.lean").write_text(TEXT)
    done = subprocess.run(
        [sys.executable, "-c", LEANCLIENT, package],
        capture_output=True, text=True, timeout=120,
        env=environment(PATH=f"{lake.parent}{os.pathsep}{os.environ['PATH']}"),
    )  # fmt: skip
    said, goals = done.stdout.splitlines()
    assert "Unknown identifier `nope`" in said, done.stderr
    assert goals == str(["n : Nat\nh : n = 5\n⊢ n = 5"])
