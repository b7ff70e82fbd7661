"""Quick fixes, asked for and applied by a real client."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.lsp.client import Editor, in_editor


async def fixes(editor: Editor, where: lsp.Range, only: list[str] | None = None) -> list[lsp.CodeAction]:
    found = await editor.client.text_document_code_action_async(
        lsp.CodeActionParams(editor.document, where, lsp.CodeActionContext([], only=only))
    )
    assert all(isinstance(action, lsp.CodeAction) for action in found or ())
    return list(found or ())  # type: ignore[arg-type]


def edits(editor: Editor, action: lsp.CodeAction) -> list[lsp.TextEdit]:
    assert action.edit is not None and action.edit.changes is not None
    assert list(action.edit.changes) == [editor.uri]
    return list(action.edit.changes[editor.uri])


NUMBERS = (
    'program p\ncategory P := integer from 1 to 9\nshape L := price: P " " other: P\n'
    "attribute total(x) := x.price\nderive line from shape L ensure CONDITION\noutput := line\n"
)
NAMES = (
    'program p\ncategory N := /[a-z]+/\nshape B := given: N ";"\nscope Known := names bound by B.given\n'
    "shape U := N\nderive u from shape U ensure u in Known\noutput := B u\n"
)
FACTS = (
    'program p\nfact "green tea" contains milk\nsentence contains := SUBJECT " has " OBJECT\n'
    'category C := sentence of facts about "green tea"\nderive x from category C ensure supported(x)\n'
    'say "Mention only green tea."\noutput := x\n'
)
CASES = [  # a good text, what stands in it, what is written instead by mistake
    ('program p\ncategory A := "a"\noutput := A\n', "category", "categry"),
    ('program p\ncategory Claim := "😀a"\noutput := "😀" Claim "."\n', 'Claim "."', 'Clam "."'),
    ('program p\nimport "std/dates.det" as d\noutput := d.Day\n', "std/dates.det", "std/dats.det"),
    ('program p\nimport "std/dates.det" as d\noutput := d.Day\n', "d.Day", "d.Dya"),
    ('program p\nimport "std/dates.det" as dates\noutput := dates.Day\n', "dates.Day", "dtes.Day"),
    ('program p\nimport "parts.det"\noutput := parts.Id\n', '"parts.det"', '"part.det"'),
    ('program p\ncategory Ident(x) := x\noutput := Ident("Idnt")\n', "= Ident", "= Idnt"),
    ('program p\noutput := "x"\nmode deterministic\n', "deterministic", "determinstic"),
    (NUMBERS.replace("CONDITION", "line.price = line.other"), "line.price =", "line.prise ="),
    (NUMBERS.replace("CONDITION", "line.price = line.other"), "line.price =", "lin.price ="),
    (NUMBERS.replace("CONDITION", "total(line) = line.other"), "total(line)", "totl(line)"),
    (NAMES, "B.given", "B.givn"),
    (NAMES, "u in Known", "u in Knwn"),
    (FACTS, "supported", "suported"),
    (FACTS, "sentence contains", "sentence contain"),
    (FACTS, 'about "green tea"', 'about "gren tea"'),
    (FACTS, "only green tea", "only green te"),
    ("program p\nsegments system, question\nattend question to system\noutput := /x/\n", "to sys", "to sis"),
    # Signs of other languages.
    ('program p\ncategory A := "a"\noutput := A\n', ':= "a"', '= "a"'),
    (NUMBERS.replace("CONDITION", "line.price = line.other"), "price = ", "price == "),
    (NUMBERS.replace("CONDITION", "line.price = 1 and line.other = 2"), " and ", " && "),
    (NUMBERS.replace("CONDITION", "not line.price = 1"), "not line", "!line"),
    ("-- a remark\nprogram p\noutput := /x/\n", "-- a", "# a"),
    ("-- a remark\nprogram p\noutput := /x/\n", "-- a", "// a"),
    ('program p\noutput := "a" "b"\n', '"a" "b"', "“a” „b“"),
    # Imports that are missing.
    ('program p\nimport "std/dates.det"\noutput := dates.Day\n', 'import "std/dates.det"\n', ""),
    ('program p\nimport "std/dates.det" as d\nimport "parts.det"\noutput := parts.Id d.Day\n',
     'import "parts.det"\n', ""),
    ('program p\nimport "lib/more.det"\noutput := more.Id\n', 'import "lib/more.det"\n', ""),
]  # fmt: skip


def test_what_a_hint_says_is_written_by_the_editor(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    for name in ("parts.det", "lib/more.det"):
        (tmp_path / name).write_text('category Id := "id"\n', encoding="utf-8")

    async def script(editor: Editor) -> None:
        await editor.open("program p\n")
        for good, right, wrong in CASES:
            assert good.count(right) == 1
            found = await editor.change(good.replace(right, wrong))
            for mistake in found:
                actions = await fixes(editor, mistake.range)
                if actions and editor.applied(edits(editor, actions[0])) == good:
                    break
            else:
                pytest.fail(f"{right!r} is not offered for {wrong!r}: {found}")
            action = actions[0]
            assert action.kind == lsp.CodeActionKind.QuickFix and action.is_preferred
            assert action.diagnostics is not None and mistake.message == action.diagnostics[0].message

    in_editor(tmp_path / "p.det", script, timeout_s=100)


def test_only_what_helps_and_is_asked_for(tmp_path: Path) -> None:
    text = 'program p\ncategory Claim := "a"\ncategory B := "b"\noutput := Clam Clam Bee Xyz far.Off\n'

    async def script(editor: Editor) -> None:
        await editor.open(text)
        whole = lsp.Range(lsp.Position(0, 0), lsp.Position(4, 0))
        titles = [a.title for a in await fixes(editor, whole)]
        assert titles == ["change it to Claim"] * 2
        there = lsp.Range(editor.place("Xyz"), editor.place("Xyz"))
        assert await fixes(editor, there) == []
        first = lsp.Range(editor.place("Clam"), editor.place("Clam"))
        assert len(await fixes(editor, first, ["quickfix"])) == 1
        assert await fixes(editor, first, ["refactor"]) == []
        assert await editor.change(text.replace("Clam Clam Bee Xyz far.Off", "Claim")) == []
        assert await fixes(editor, whole) == []

    in_editor(tmp_path / "p.det", script)


def test_a_fix_is_there_at_once(tmp_path: Path) -> None:
    many = "".join(f"category C{n} := /[a-z]{{1,5}}/\n" for n in range(200))

    async def script(editor: Editor) -> float:
        await editor.open(f"program p\n{many}category Claim := words\noutput := Claim Clam\n")
        waits = []
        for _ in range(9):  # the best: others may use the machine
            began = time.perf_counter()
            assert await fixes(editor, lsp.Range(editor.place("Clam"), editor.place("Clam")))
            waits.append(time.perf_counter() - began)
        return min(waits)

    assert in_editor(tmp_path / "p.det", script) < 0.3
