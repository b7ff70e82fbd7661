"""Places and addresses as editors write them: UTF-16, other line ends, escapes, unsaved texts."""

from __future__ import annotations

from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.lsp.client import Editor, in_editor


async def defined(editor: Editor, at: lsp.Position) -> str:
    found = await editor.client.text_document_definition_async(lsp.DefinitionParams(editor.document, at))
    assert isinstance(found, lsp.Location)
    return editor.text_in(found.range)


# Python ends lines at these too, editors do not.
@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "😀", "é"])
def test_what_is_typed_arrives_where_it_was_typed(tmp_path: Path, sign: str) -> None:
    text = f'program p\ncategory Sign := "{sign}{sign}"\ncategory Word := "w" -- {sign}\noutput := Sign Word'

    async def script(editor: Editor) -> None:
        assert await editor.open(text) == []
        end = editor.place("Word", nth=1, inside=4)
        # Behind the last line's end, which has no newline: some editors say so.
        there = lsp.Position(end.line, 999)
        assert await editor.type(lsp.Range(end, there), ' Sign "."\n') == []
        for _ in range(2):
            at = lsp.Range(editor.place(f'{sign}"'), editor.place(f'{sign}"', inside=len(sign)))
            assert await editor.type(at, f"!{sign}") == []
        wrong = lsp.Range(editor.place("Sign Word"), editor.place("Sign Word", inside=4))
        found = await editor.type(wrong, "Sing")
        assert [editor.text_in(d.range) for d in found] == ["Sing"]
        assert await defined(editor, editor.place("Word", nth=1)) == "Word"

    in_editor(tmp_path / "p.det", script)


def test_other_line_ends(tmp_path: Path) -> None:
    text = 'program p\r\ncategory A := "😀" or "a"\r\noutput := A  B\r\n'

    async def script(editor: Editor) -> None:
        found = await editor.open(text)
        assert [editor.text_in(d.range) for d in found] == ["B"]
        assert await defined(editor, editor.place("A  B")) == "A"
        wrong = lsp.Range(editor.place("  B"), editor.place("  B", inside=3))
        await editor.type(wrong, "  A")
        assert editor.text.endswith("A  A\r\n")
        options = lsp.FormattingOptions(tab_size=2, insert_spaces=True)
        edits = await editor.client.text_document_formatting_async(
            lsp.DocumentFormattingParams(editor.document, options)
        )
        assert editor.applied(list(edits or ())) == text.replace("A  B", "A A")
        await editor.change(editor.applied(list(edits or ())))
        assert not await editor.client.text_document_formatting_async(
            lsp.DocumentFormattingParams(editor.document, options)
        )

    in_editor(tmp_path / "p.det", script)


def test_addresses_with_escapes(tmp_path: Path) -> None:
    folder = tmp_path / "Ünsere Dateien #1 100%"
    folder.mkdir()
    (folder / "teile+.det").write_text('category A := "a"\n', encoding="utf-8")
    text = 'program p\nimport "teile+.det" as t\noutput := t.A t.B\n'

    async def script(editor: Editor) -> None:
        found = await editor.open(text)
        assert [editor.text_in(d.range) for d in found] == ["t.B"]
        # VS Code writes more escapes than Python does.
        other = editor.beside((folder / "teile+.det").as_uri().replace("+", "%2B"))
        await other.open('category A := "a"\ncategory B := "b"\n')
        assert await editor.diagnostics() == []

    in_editor(folder / "p q.det", script)


def test_a_text_that_was_never_saved(tmp_path: Path) -> None:
    (tmp_path / "beside.det").write_text('category A := "a"\n', encoding="utf-8")

    async def script(first: Editor) -> None:
        editor = first.beside("untitled:Untitled-1")
        assert await editor.open('program p\nimport "std/dates.det" as d\noutput := d.Day\n') == []
        found = await editor.change('program p\nimport "beside.det" as b\noutput := b.A\n')
        assert "a text without a folder has no imported files" in found[0].message
        assert editor.text_in(found[0].range) == '"beside.det"'
        another = first.beside("untitled:Untitled-2")
        found = await another.open("program p\noutput := Nothing\n")
        assert another.text_in(found[0].range) == "Nothing"

    in_editor(tmp_path / "p.det", script)
