"""Quick fixes: what a hint says to write, written by the editor.

A fix is offered only if the mistake is gone with it: the file is read once more with each. Which word of a
mistaken place is meant is guessed from the hint, so this is also what makes the guess safe.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from lsprotocol import types as lsp

from detlm.config import data_root
from detlm.lsp.checking import Remark, check_text
from detlm.lsp.documents import Document, Surroundings
from detlm.lsp.publishing import diagnostic, offset_of
from detlm.lsp.session import Server
from detlm.lsp.symbols import SymbolTable

_NEAR = re.compile(r"did you mean (.+)\?")
_IMPORT = re.compile(r'import it: import "(\w+)\.det"')
_DOTTED = re.compile(r"[^\W\d]\w*(?:\.\w+)+")
_WORD = re.compile(r"[\w-]+(?:\.det)?")
_QUOTED = re.compile(r'(?<=").+(?=")')
_MARKS = re.compile(r"[“”„]")

# Signs of other languages, by what their messages begin with.
_SIGNS = {
    "a definition is written with :=": (re.compile(r"=|:"), ":="),
    "one = compares": (re.compile(r"= ?="), "="),
    "& is not used": (re.compile(r"&&?"), "and"),
    "! is not used": (re.compile(r"!"), "not "),
    "# is not used": (re.compile(r"#"), "--"),
    '"#" begins no statement': (re.compile(r"#"), "--"),
    '"/" begins no statement': (re.compile(r"//"), "--"),
    "– is not used": (re.compile(r"–"), "--"),
    "— is not used": (re.compile(r"—"), "--"),
}


class Fix(NamedTuple):
    """What to write for the characters from ``start`` to ``end``."""

    title: str
    start: int
    end: int
    new: str

    def applied(self, text: str) -> str:
        """The text with it."""
        return text[: self.start] + self.new + text[self.end :]


def fixing(server: Server) -> None:
    """Add this feature."""
    kind = lsp.CodeActionKind.QuickFix

    @server.feature(lsp.TEXT_DOCUMENT_CODE_ACTION, lsp.CodeActionOptions(code_action_kinds=[kind]))
    def actions(params: lsp.CodeActionParams) -> list[lsp.CodeAction]:
        if params.context.only is not None and not {"", kind.value} & {str(k) for k in params.context.only}:
            return []
        document = server.document(params.text_document.uri)
        known = server.known(document)
        found = []
        for remark in known.remarks:
            shown = diagnostic(server, document, remark)
            if shown.range.end < params.range.start or params.range.end < shown.range.start:
                continue
            around = server.surroundings(document)
            for fix in _fixes(document.source, known.table, remark, around):
                if _helps(fix, document, remark, known.remarks, around):
                    edit = lsp.TextEdit(document.range(fix.start, fix.end), fix.new)
                    found.append(_action(document, fix.title, shown, edit))
                    break
        return found


def _action(document: Document, title: str, of: lsp.Diagnostic, edit: lsp.TextEdit) -> lsp.CodeAction:
    edits = lsp.WorkspaceEdit(changes={document.uri: [edit]})
    kind = lsp.CodeActionKind.QuickFix
    return lsp.CodeAction(title, kind=kind, diagnostics=[of], is_preferred=True, edit=edits)


def _helps(fix: Fix, document: Document, of: Remark, remarks: list[Remark], around: Surroundings) -> bool:
    """Whether the mistake is gone with a fix; others may come to light."""
    after = check_text(fix.applied(document.source), around, wait=False)
    return _same(of, after.remarks) < _same(of, remarks)


def _same(remark: Remark, remarks: Iterable[Remark]) -> int:
    return sum(other.message == remark.message for other in remarks)


def _fixes(text: str, table: SymbolTable, remark: Remark, around: Surroundings) -> Iterator[Fix]:
    at = remark.position
    if at is None or at.file != around.name:
        return
    start = offset_of(text, at.line, at.column)
    end = start + at.length
    if (near := _NEAR.fullmatch(remark.hint)) is not None:
        yield from _spelled(text, start, end, near[1])
    elif (missing := _IMPORT.fullmatch(remark.hint)) is not None:
        yield from _imported(table, missing[1], around.folder)
    elif remark.message[:1] in "“”„":
        line_end = text.find("\n", start)
        line = text[start : len(text) if line_end < 0 else line_end]
        yield Fix("use straight quotes", start, start + len(line), _MARKS.sub('"', line))
    else:
        for begin, (sign, new) in _SIGNS.items():
            if remark.message.startswith(begin) and (match := sign.search(text, max(0, start - 2), end + 1)):
                yield Fix(f"write {new.strip()}", match.start(), match.end(), new)


def _spelled(text: str, start: int, end: int, meant: str) -> Iterator[Fix]:
    """The words of a place that ``meant`` can be meant for, the nearest first."""
    if start == end or "\n" in text[start:end]:
        return
    places = {(start, end)} | {
        (start + m.start(), start + m.end())
        for pattern in (_DOTTED, _WORD, _QUOTED)
        for m in pattern.finditer(text[start:end])
    }

    def nearness(place: tuple[int, int]) -> float:
        return -SequenceMatcher(None, meant, text[slice(*place)]).ratio()

    for place in sorted(places, key=lambda p: (nearness(p), p))[:3]:
        yield Fix(f"change it to {meant}", *place, meant)


def _imported(table: SymbolTable, name: str, folder: Path | None) -> Iterator[Fix]:
    """An import of the file that a name in front of a dot is called after, if there is one."""
    paths = [f"std/{name}.det"] if (data_root() / "dsl" / "std" / f"{name}.det").is_file() else []
    if folder is not None and folder.is_dir():
        beside = [folder / f"{name}.det", *sorted(folder.glob(f"[!.]*/{name}.det"))]
        paths = [f.relative_to(folder).as_posix() for f in beside if f.is_file()] + paths
    above = [c for c in table.statements if c.keyword in ("program", "import")]
    at = table.text.find("\n", above[-1].end) + 1 if above else 0
    if at == 0 and above:  # the file's last line, without a newline
        return
    for path in paths:
        yield Fix(f'import "{path}"', at, at, f'import "{path}"\n')
