"""Names of imported files, asked about by a real client."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types as lsp
from pygls.exceptions import JsonRpcException

from detlm.config import data_root
from tests.lsp.client import Editor, in_editor

MAIN = """program imps
import "lib/one.det" as l
import "lib/two.det"
import "std/dates.det" as d
output := l.Id " " l.W " " d.Day " " two.Bind "use " two.Ref " " l.inner.Word
"""
ONE = """import "two.det" as inner
-- Four signs.
category Id := inner.Base("A", "Z" | "Y")
shape W := inner.Wrapped(inner.Word) | inner.Wrapped(Id)
"""
TWO = """category Base(first, last) := first /[0-9]{2}/ last
category Word := /[a-z]{1,5}/
shape Wrapped(what) := "<" inner: what ">"
scope S := names bound by Bind
shape Bind := "let " Word ";"
shape Ref := Word
constraint "c" at Ref:
  ensure next_token in S
predicate long(x: Word) := x != "a"
attribute size(x) := count(x.items)
"""
LENT = {"Base", "Word", "Wrapped", "Bind", "Ref"}


@pytest.fixture
def main(tmp_path: Path) -> Path:
    (tmp_path / "lib").mkdir()
    (tmp_path / "lib" / "one.det").write_text(ONE, encoding="utf-8")
    (tmp_path / "lib" / "two.det").write_text(TWO, encoding="utf-8")
    return tmp_path / "main.det"


async def leads_to(editor: Editor, at: lsp.Position) -> tuple[str, str] | None:
    """The file and the text that a definition leads to."""
    found = await editor.client.text_document_definition_async(lsp.DefinitionParams(editor.document, at))
    if found is None:
        return None
    assert isinstance(found, lsp.Location)
    there = Path(found.uri.removeprefix("file://"))
    line = there.read_text(encoding="utf-8").split("\n")[found.range.start.line]
    return there.name, line[found.range.start.character : found.range.end.character]


async def hover(editor: Editor, at: lsp.Position) -> str | None:
    found = await editor.client.text_document_hover_async(lsp.HoverParams(editor.document, at))
    if found is None:
        return None
    assert isinstance(found.contents, lsp.MarkupContent)
    return found.contents.value


async def offered(editor: Editor, at: lsp.Position) -> set[str]:
    found = await editor.client.text_document_completion_async(lsp.CompletionParams(editor.document, at))
    assert isinstance(found, list)
    return {item.label for item in found}


def test_definitions_lead_to_the_imported_file(main: Path) -> None:
    async def script(editor: Editor) -> None:
        errors = [d for d in await editor.open(MAIN) if d.severity == lsp.DiagnosticSeverity.Error]
        assert errors == []
        for name, file in (
            ("l.Id", "one.det"),
            ("l.W", "one.det"),
            ("d.Day", "dates.det"),
            ("two.Bind", "two.det"),
            ("l.inner.Word", "two.det"),
            ("l.inner", "one.det"),
        ):
            part = name.rpartition(".")[2]
            assert await leads_to(editor, editor.place(name, inside=len(name) - 1)) == (file, part), name
        assert await leads_to(editor, editor.place("lib/one")) == ("one.det", "")
        at = lsp.DefinitionParams(editor.document, editor.place("two.Bind"))
        place = await editor.client.text_document_definition_async(at)
        assert isinstance(place, lsp.Location)
        assert place.uri == editor.uri and editor.text_in(place.range) == "two"

        await editor.change(MAIN + 'category Nothing := l.Nobody two.S.x lost.Id "l.Id"\nfact a b l.Id\n')
        for name in ("l.Nobody", "two.S.x", "lost.Id", '"l.Id'):
            assert await leads_to(editor, editor.place(name, inside=len(name))) is None
        assert await leads_to(editor, editor.place("b l.Id", inside=5)) is None

    in_editor(main, script)


def test_what_hover_says_of_imported_names(main: Path) -> None:
    async def script(editor: Editor) -> None:
        await editor.open(MAIN + 'category Both := two.Base("x", "y") two.Word\n')
        said = await hover(editor, editor.place("l.Id", inside=2))
        assert said is not None
        assert 'category Id := inner.Base("A", "Z" | "Y")' in said
        assert "Four signs." in said
        assert "automaton has 5 states" in said
        assert said.endswith("from `lib/one.det`")
        day = await hover(editor, editor.place("d.Day", inside=2)) or ""
        assert "date from 1900-01-01" in day and "automaton has" in day and "`std/dates.det`" in day
        word = await hover(editor, editor.place("two.Word", inside=4)) or ""
        assert "automaton has 6 states" in word
        assert "shape Bind :=" in (await hover(editor, editor.place("two.Bind", inside=4)) or "")

    in_editor(main, script)


STANDING: list[tuple[str, set[str]]] = [
    ("output := two.", LENT),
    ("output := two.Ba", LENT),
    ('category X := "a" (two.', {"Base", "Word"}),
    ("shape X := label: two.", LENT),
    ("output := l.inner.", LENT),
    ("output := l.", {"inner", "Id", "W"}),
    ("scope X := names bound by two.", {"Bind", "Ref"}),
    ("predicate p(x: two.", {"Word", "Bind", "Ref"}),
    ("predicate p(x) := x in two.", {"Word", "S"}),
    ("predicate p(x) := two.", {"long", "size"}),
    ("derive answer from category two.", {"Word"}),
    ("derive answer from shape Y\n  ensure proof two.", {"long", "size"}),
    ('constraint "t" at two.', {"Word", "Bind", "Ref"}),
    ('constraint "t" at X:\n  ensure next_token in two.', {"Word", "S"}),
    ("predicate p(x) := every v in two.", set()),
    ("predicate p(two) := two.", set()),
    ("fact a b two.", set()),
    ('output := "two.', set()),
    ("output := /two.", set()),
    ("output := /[a-z].", set()),
    ("output := X -- two.", set()),
    ("output := lost.", set()),
]


def test_completion_behind_a_dot(main: Path) -> None:
    async def script(editor: Editor) -> None:
        before = MAIN.replace("output", "shape X", 1)
        await editor.open(before)
        for typed, expected in STANDING:
            for after in ("", "\n-- + an example\ncategory Y := Id\n"):
                await editor.change(before + typed + after)
                lines = (before + typed).split("\n")
                assert await offered(editor, lsp.Position(len(lines) - 1, len(lines[-1]))) == expected, typed

    in_editor(main, script)


def test_open_files_win_over_the_disk(main: Path) -> None:
    async def script(editor: Editor) -> None:
        await editor.open(MAIN)
        at = editor.place("two.Bind", inside=4)
        other = main.parent / "lib" / "two.det"
        there = editor.beside(other)
        await there.open(f"category New := words\n{TWO}")
        found = await editor.client.text_document_definition_async(lsp.DefinitionParams(editor.document, at))
        assert isinstance(found, lsp.Location)
        assert found.uri == other.as_uri() and found.range.start.line == 5
        assert "New" in await offered(editor, at)
        there.close()
        assert await leads_to(editor, at) == ("two.det", "Bind")
        assert "New" not in await offered(editor, at)
        other.write_text(f"category Newer := words\n{TWO}", encoding="utf-8")
        assert "Newer" in await offered(editor, at)

    in_editor(main, script)


def test_a_library_is_no_mistake(main: Path) -> None:
    async def script(editor: Editor) -> None:
        assert await editor.open(TWO) == []
        assert "automaton has 6 states" in (await hover(editor, editor.place("Word")) or "")
        found = await editor.change(TWO.replace("bound by Bind", "bound by Bond"))
        assert [editor.text_in(d.range) for d in found] == ["Bond"]

    in_editor(main.parent / "lib" / "two.det", script)


def test_what_is_imported_is_read_once(main: Path) -> None:
    many = "".join(f"category C{n} := /[a-z]{{1,5}}/\n" for n in range(5_000))
    (main.parent / "lib" / "two.det").write_text(many + TWO, encoding="utf-8")

    async def script(editor: Editor) -> float:
        await editor.open('import "lib/two.det"\nshape X := two.')
        end, waits = editor.place("two.", inside=4), []
        for _ in range(5):
            began = time.perf_counter()
            params = lsp.DefinitionParams(editor.document, end)
            await editor.client.text_document_definition_async(params)
            waits.append(time.perf_counter() - began)
        return min(waits)

    assert in_editor(main, script) < 0.05


@pytest.mark.parametrize("path", ["../out.det", "/etc/passwd", "lib/../../out.det", "std/../x.det", "no.det"])
def test_files_that_cannot_be_imported_lead_nowhere(main: Path, path: str) -> None:
    (main.parent.parent / "out.det").write_text("category Out := words\n", encoding="utf-8")

    async def script(editor: Editor) -> None:
        await editor.open(f'program p\nimport "{path}" as out\noutput := out.Out\n')
        at = editor.place("out.Out", inside=5)
        assert await leads_to(editor, at) is None
        assert await hover(editor, at) is None
        assert await offered(editor, at) == set()

    in_editor(main, script)


def test_every_name_of_the_library_is_found(main: Path) -> None:
    files = sorted((data_root() / "dsl" / "std").glob("*.det"))
    imports = "".join(f'import "std/{file.name}" as i{n}\n' for n, file in enumerate(files))

    async def script(editor: Editor) -> None:
        for number, _ in enumerate(files):
            await editor.change(f"{imports}shape X := i{number}.")
            names = await offered(editor, editor.place(f"X := i{number}.", inside=len(f"X := i{number}.")))
            assert names

    async def opened(editor: Editor) -> None:
        await editor.open(imports)
        await script(editor)

    in_editor(main, opened)


def test_parameters_are_renamed_in_their_own_definition(main: Path) -> None:
    text = (
        "program p\ncategory Id(prefix) := prefix /[0-9]{4}/ prefix\ncategory Other(prefix) := prefix\n"
        'shape Pair(first) := first: first " " second: first\nshape One := first: Id("a")\n'
        "predicate ok(b: One) := every l in b.items: l.first = b.first\n"
        "attribute all(b) := sum(l.first for l in b.items)\n"
        'output := One "prefix" Pair(Id("b"))\n'
    )

    async def script(editor: Editor) -> None:
        await editor.open(text)

        async def renamed(at: lsp.Position, name: str) -> str:
            prepared = await editor.client.text_document_prepare_rename_async(
                lsp.PrepareRenameParams(editor.document, at)
            )
            assert isinstance(prepared, lsp.Range)
            params = lsp.RenameParams(editor.document, at, name)
            edit = await editor.client.text_document_rename_async(params)
            assert edit is not None
            return editor.applied(list((edit.changes or {})[editor.uri]))

        new = text.replace("Id(prefix) := prefix /[0-9]{4}/ prefix", "Id(begin) := begin /[0-9]{4}/ begin")
        assert await renamed(editor.place("prefix"), "begin") == new
        assert await renamed(editor.place("prefix", nth=2), "begin") == new
        new = text.replace('(first) := first: first " " second: first', '(x) := first: x " " second: x')
        assert await renamed(editor.place("(first", inside=1), "x") == new
        new = text.replace("every l in b.items: l.first", "every v in b.items: v.first")
        assert await renamed(editor.place("l.first"), "v") == new
        new = text.replace("sum(l.first for l", "sum(v.first for v")
        assert await renamed(editor.place("(l.first", inside=1), "v") == new
        new = text.replace("One", "Two")
        assert await renamed(editor.place("b: One", inside=3), "Two") == new
        for bad in ("One", "l", "every one", "not"):
            with pytest.raises(JsonRpcException):
                await renamed(editor.place("b: One"), bad)

    in_editor(main, script)


def test_imported_names_are_renamed_where_they_belong(main: Path) -> None:
    async def script(editor: Editor) -> None:
        await editor.open(MAIN)
        at = editor.place("d.Day", inside=3)
        asks: list[Callable[[], Awaitable[Any]]] = [
            lambda: editor.client.text_document_rename_async(lsp.RenameParams(editor.document, at, "Date")),
            lambda: editor.client.text_document_prepare_rename_async(
                lsp.PrepareRenameParams(editor.document, at)
            ),
        ]
        for ask in asks:
            with pytest.raises(JsonRpcException, match=r"Day belongs to std/dates\.det"):
                await ask()
        for old, name in (("d.Day", "days"), ("two.Ref", "second")):
            params = lsp.RenameParams(editor.document, editor.place(old), name)
            edit = await editor.client.text_document_rename_async(params)
            assert edit is not None
            assert await editor.change(editor.applied(list((edit.changes or {})[editor.uri]))) == []
        assert 'import "lib/two.det" as second\nimport "std/dates.det" as days\n' in editor.text
        assert 'l.W " " days.Day " " second.Bind "use " second.Ref' in editor.text

    in_editor(main, script)
