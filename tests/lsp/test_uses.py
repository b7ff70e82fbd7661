"""Names that several files use: references, highlights and renames, asked for by a real client."""

from __future__ import annotations

import time
from pathlib import Path
from urllib.parse import unquote

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from tests.lsp.client import Editor, in_editor

FILES = {
    "main.det": (
        'program p\nimport "lib/one.det" as l\nimport "lib/two.det"\n'
        'category Base := "a"\nshape S := l.Id "😀" l.inner.Base("x") Base\n'
        'output := S " " two.Base("y") "two.Base"  -- two.Base\n'
    ),
    "lib/one.det": 'import "two.det" as inner\r\ncategory Id := "😀" inner.Base("b") or inner.Base("c")\r\n',
    "lib/two.det": "category Base(first) := first /[0-9]{2}/\ncategory Twice := Base(/x/) Base(/y/)\n",
    "lib/other.det": 'category Base := "other"\n',
    "elsewhere.det": 'program q\nimport "lib/other.det" as two\noutput := two.Base\n',
    "lib/.hidden.det": 'import "two.det"\ncategory H := two.Base("h")\n',
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    for name, text in FILES.items():
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def name_of(uri: str, folder: Path) -> str:
    return Path(unquote(uri.removeprefix("file://"))).relative_to(folder).as_posix()


async def references(editor: Editor, at: lsp.Position, declaration: bool = True) -> list[lsp.Location]:
    found = await editor.client.text_document_references_async(
        lsp.ReferenceParams(lsp.ReferenceContext(declaration), editor.document, at)
    )
    return list(found or ())


async def renamed(editor: Editor, at: lsp.Position, new: str, folder: Path) -> dict[str, str]:
    """What becomes of each file that changes."""
    prepared = await editor.client.text_document_prepare_rename_async(
        lsp.PrepareRenameParams(editor.document, at)
    )
    assert isinstance(prepared, lsp.Range)
    edit = await editor.client.text_document_rename_async(lsp.RenameParams(editor.document, at, new))
    assert edit is not None and edit.changes is not None
    after = {}
    for uri, edits in edit.changes.items():
        there = editor.others.get(uri) or editor.beside(uri)
        if not there.text:
            there.text = (folder / name_of(uri, folder)).read_bytes().decode()
        after[name_of(uri, folder)] = there.applied(list(edits))
    return after


def test_references_in_the_files_that_import(folder: Path) -> None:
    async def script(editor: Editor) -> None:
        await editor.open(FILES["main.det"])
        for at in (editor.place("l.inner.Base", inside=9), editor.place("two.Base", inside=5)):
            found = await references(editor, at)
            assert [name_of(f.uri, folder) for f in found] == (
                ["lib/two.det"] * 3 + ["main.det"] * 2 + ["lib/one.det"] * 2
            )
            assert await references(editor, at, declaration=False) == found[1:]
        starts = [editor.place("l.inner.Base", inside=8), editor.place("two.Base", inside=4)]
        assert [f.range.start for f in found[3:5]] == starts
        assert found[5].range.start == lsp.Position(1, len('category Id := "😀" inner.') + 1)  # UTF-16
        own = await references(editor, editor.place("category Base", inside=10))
        assert [editor.text_in(f.range) for f in own] == ["Base", "Base"]
        assert {name_of(f.uri, folder) for f in own} == {"main.det"}

        # As the editor shows it: a file that was saved with a use and is shown without.
        one = editor.beside(folder / "lib" / "one.det")
        await one.open("category Id := /x/\n")
        found = await references(editor, editor.place("two.Base", inside=5))
        assert {name_of(f.uri, folder) for f in found} == {"lib/two.det", "main.det"}
        one.close()
        two = editor.beside(folder / "lib" / "two.det")
        await two.open("\n\n" + FILES["lib/two.det"])
        found = await references(two, two.place("Base"))
        assert [f.range.start.line for f in found[:3]] == [2, 3, 3]
        assert len(found) == 7

    in_editor(folder / "main.det", script)


def test_files_above_the_workspace(folder: Path) -> None:
    async def script(editor: Editor) -> None:
        await editor.open(FILES["lib/two.det"])
        at = editor.place("Base")
        names = {name_of(f.uri, folder) for f in await references(editor, at)}
        assert names == {"lib/two.det", "lib/one.det"}
        (folder / "third.det").write_text(
            'import "lib/two.det"\ncategory A := two.Base("a")\n', encoding="utf-8"
        )
        await editor.beside(folder / "main.det").open(FILES["main.det"])
        names = {name_of(f.uri, folder) for f in await references(editor, at)}
        assert names == {"lib/two.det", "lib/one.det", "main.det", "third.det"}

    in_editor(folder / "lib" / "two.det", script)


def test_references_of_the_library(folder: Path) -> None:
    text = 'program p\nimport "std/dates.det" as d\noutput := d.Day " " d.Day\n'
    (folder / "more.det").write_text('import "std/dates.det"\ncategory D := dates.Day\n', encoding="utf-8")

    async def script(editor: Editor) -> None:
        await editor.open(text)
        found = await references(editor, editor.place("d.Day", inside=3), declaration=False)
        names = [Path(f.uri).name for f in found]
        assert names.count("main.det") == 2 and names.count("more.det") == 1

    in_editor(folder / "main.det", script)


def test_highlights(folder: Path) -> None:
    async def script(editor: Editor) -> None:
        await editor.open(FILES["main.det"])

        async def highlighted(at: lsp.Position) -> list[tuple[str, lsp.DocumentHighlightKind | None]]:
            params = lsp.DocumentHighlightParams(editor.document, at)
            found = await editor.client.text_document_document_highlight_async(params)
            return [(editor.text_in(h.range), h.kind) for h in found or ()]

        read, write = lsp.DocumentHighlightKind.Read, lsp.DocumentHighlightKind.Write
        assert await highlighted(editor.place("S :=")) == [("S", write), ("S", read)]
        assert await highlighted(editor.place("two.Base", inside=5)) == [("Base", read)] * 2
        assert await highlighted(editor.place("two.Base")) == [("two", read)]
        assert await highlighted(editor.place("program")) == []

    in_editor(folder / "main.det", script)


def test_a_name_is_renamed_in_every_file(folder: Path) -> None:
    expected = {
        "main.det": FILES["main.det"]
        .replace("inner.Base", "inner.Root")
        .replace('" two.Base(', '" two.Root('),
        "lib/one.det": FILES["lib/one.det"].replace("inner.Base", "inner.Root"),
        "lib/two.det": FILES["lib/two.det"].replace("Base", "Root"),
    }

    async def script(editor: Editor) -> None:
        await editor.open(FILES["main.det"])
        assert await renamed(editor, editor.place("two.Base", inside=5), "Root", folder) == expected
        two = editor.beside(folder / "lib" / "two.det")
        await two.open(FILES["lib/two.det"])
        assert await renamed(two, two.place("Base"), "Root", folder) == expected
        # The name of an import is part of longer names elsewhere.
        one = editor.beside(folder / "lib" / "one.det")
        await one.open(FILES["lib/one.det"])
        assert await renamed(one, one.place("inner"), "deep", folder) == {
            "main.det": FILES["main.det"].replace("inner", "deep"),
            "lib/one.det": FILES["lib/one.det"].replace("inner", "deep"),
        }
        # What nobody can import stays in its file; a parameter in its statement.
        assert set(await renamed(two, two.place("first"), "begin", folder)) == {"lib/two.det"}
        with pytest.raises(JsonRpcException, match="Twice is declared already"):
            await renamed(editor, editor.place("two.Base", inside=5), "Twice", folder)

    in_editor(folder / "main.det", script)


def test_what_is_renamed_still_reads(folder: Path) -> None:
    async def script(editor: Editor) -> None:
        assert await editor.open(FILES["main.det"]) == []
        edits = await renamed(editor, editor.place("two.Base", inside=5), "Root", folder)
        for name, text in edits.items():
            (folder / name).write_bytes(text.encode())
        assert await editor.change(edits["main.det"]) == []

    in_editor(folder / "main.det", script)


def test_a_rename_that_would_be_partial_is_refused(folder: Path) -> None:
    async def script(editor: Editor) -> None:
        two = editor.beside(folder / "lib" / "two.det")
        await editor.open(FILES["main.det"])
        await two.open(FILES["lib/two.det"])
        (folder / "lib" / "one.det").write_text(
            'import "two.det"\ncategory A := (two.Base\n', encoding="utf-8"
        )
        with pytest.raises(JsonRpcException, match=r"one\.det:2: .*correct this first"):
            await renamed(two, two.place("Base"), "Root", folder)
        # The name of nobody's import is not held up by that.
        assert set(await renamed(editor, editor.place("S :="), "T", folder)) == {"main.det"}
        (folder / "lib" / "one.det").write_bytes(FILES["lib/one.det"].encode())
        for number in range(501):
            (folder / f"many{number}.det").write_text("category A := /a/\n", encoding="utf-8")
        with pytest.raises(JsonRpcException, match="more than 500 constraint files"):
            await renamed(two, two.place("Base"), "Root", folder)
        assert await references(two, two.place("Base"))

    in_editor(folder / "main.det", script)


def test_relations_are_shared(folder: Path) -> None:
    main = (
        'program p\nimport "lib/facts.det"\nfact b likes c\ncategory C := sentence of facts\n'
        "derive x from category C ensure supported(x)\noutput := x\n"
    )
    text = 'fact a likes b\nsentence likes := SUBJECT " likes " OBJECT\n'

    async def script(editor: Editor) -> None:
        facts = editor.beside(folder / "lib" / "facts.det")
        await facts.open(text)
        at = facts.place("sentence likes", inside=10)
        assert await renamed(facts, at, "loves", folder) == {
            "lib/facts.det": text.replace("a likes", "a loves").replace("sentence likes", "sentence loves")
        }
        assert await editor.open(main) == []
        with pytest.raises(JsonRpcException, match=r"likes is a relation of main\.det too"):
            await renamed(facts, at, "loves", folder)
        editor.close()
        (folder / "lib" / "more.tsv").write_text("c\tlikes\ta\n", encoding="utf-8")
        await facts.change(f'facts from "more.tsv"\n{text}')
        with pytest.raises(JsonRpcException, match=r"likes is a relation of more\.tsv too"):
            await renamed(facts, facts.place("sentence likes", inside=10), "loves", folder)

    in_editor(folder / "main.det", script)


def test_a_workspace_of_many_files_is_answered(folder: Path) -> None:
    for number in range(300):
        text = f'import "lib/two.det"\ncategory A := two.Base("{number}")\n'
        (folder / f"many{number}.det").write_text(text, encoding="utf-8")

    async def script(editor: Editor) -> float:
        await editor.open(FILES["main.det"])
        waits = []
        for _ in range(3):
            began = time.perf_counter()
            assert len(await references(editor, editor.place("two.Base", inside=5))) == 307
            waits.append(time.perf_counter() - began)
        return min(waits)

    assert in_editor(folder / "main.det", script) < 1.0
