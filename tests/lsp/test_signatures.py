"""The parameters of a name, while its brackets are filled."""

from __future__ import annotations

from pathlib import Path

from lsprotocol import types as lsp

from tests.lsp.client import Editor, in_editor

PARTS = "-- Between two marks.\ncategory Id(first, last) := first /[0-9]{2}/ last\ncategory Plain := /x/\n"


def test_parameters_are_shown_while_one_writes(tmp_path: Path) -> None:
    (tmp_path / "parts.det").write_text(PARTS, encoding="utf-8")
    before = (
        'program p\nimport "parts.det" as l\nshape Own(what) := what\n'
        "predicate same(x, y: Own) := x.a = y.a\n"
    )

    async def script(editor: Editor) -> None:
        await editor.open(before)

        async def shown(typed: str) -> tuple[str, int | None] | None:
            await editor.change(before + typed)
            line, column = typed.count("\n") + before.count("\n"), len(typed.rpartition("\n")[2])
            params = lsp.SignatureHelpParams(editor.document, lsp.Position(line, column))
            found = await editor.client.text_document_signature_help_async(params)
            return found and (found.signatures[0].label, found.active_parameter)

        both = "category l.Id(first, last)"
        assert await shown("output := l.Id(") == (both, 0)
        assert await shown('output := l.Id("a, b", ') == (both, 1)
        assert await shown('output := l.Id(("a" | "b"), "c" [Own(/,/) ') == (both, 1)
        assert await shown('output := l.Id("a",\n  Own(') == ("shape Own(what)", 0)
        assert await shown("derive a from shape Own ensure same(a, ") == ("predicate same(x, y)", 1)
        for nothing in (
            'output := l.Id("a", "b") ',
            "output := l.Plain(",
            "output := (",
            "shape New(a, ",
            "output := l.Id (",
            "output := Nobody(",
        ):
            assert await shown(nothing) is None, nothing
        await editor.change(before + "output := l.Id(")
        at = editor.place("l.Id(", inside=5)
        found = await editor.client.text_document_signature_help_async(
            lsp.SignatureHelpParams(editor.document, at)
        )
        assert found is not None and found.signatures[0].documentation == "Between two marks."

    in_editor(tmp_path / "p.det", script)
