"""Constraint files ─▶ ``Program``: the one way in, for files on disk and for texts from a certificate.

Checks what a file is (size, encoding, characters) and joins the parts; the language itself is in
``parser.py`` and ``resolve.py``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from detlm.syntax import ast
from detlm.syntax.diagnostics import Diagnostic, Report, Source, SourceError, as_read
from detlm.syntax.files import NONE, Files
from detlm.syntax.linking import DEFINITIONS, Linker
from detlm.syntax.opening import read_at_most
from detlm.syntax.parser import parse
from detlm.syntax.program import Position, Program, SourceFile

MAX_BYTES = 1_000_000

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NAMED = (*DEFINITIONS[:4], ast.CallerStatement, ast.DeriveStatement)  # statements with a name of their own
_NO_TEXT = "a constraint file is UTF-8 text"


def read_program(path: Path) -> Program:
    """The program of a constraint file; the files it names are read from its folder.

    Raises ``SourceError`` (a ``ConstraintError``) with one diagnostic for each mistake.
    """
    return read_source(read_text(path), str(path), base=path.parent)


def read_text(path: Path) -> str:
    """The text of a constraint file, if it is text and not too long. Raises ``SourceError``."""
    name = str(path)
    try:
        content = read_at_most(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _file_error(name, f"the constraint file cannot be read: {reason}", None) from error
    if len(content) > MAX_BYTES:
        raise _too_large(name)
    if b"\0" in content:
        raise _file_error(name, "the constraint file is binary (it has a NUL byte)", _NO_TEXT)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        source = Source(name, content[: error.start].decode("utf-8"))
        at = len(source.text)
        raise SourceError(
            [source.diagnostic((at, at + 1), "the constraint file is not UTF-8 text", _NO_TEXT)]
        ) from None


def read_source(
    text: str,
    name: str,
    *,
    base: Path | None = None,
    files: Mapping[str, bytes] | None = None,
    opened: Mapping[Path, bytes] = NONE,
) -> Program:
    """The program of a text called ``name``.

    ``base`` is the folder of the files it names; with ``files`` (name → content, as in ``Program.sources``)
    they come from there only and the disk is not touched. ``opened``: files that an editor shows, by their
    resolved paths, which win over the disk. Raises ``SourceError``.
    """
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError:
        raise _file_error(name, "the constraint text has half a character (a surrogate)", _NO_TEXT) from None
    if len(content) > MAX_BYTES:
        raise _too_large(name)
    report = Report(Source(name, as_read(text)))
    _check_characters(report)
    statements = parse(report)
    sources = Files(base, files, opened)
    if not statements and not report.diagnostics:
        raise _file_error(name, "the constraint file says nothing", "begin with: program NAME")
    statements = Linker(sources, report).link(statements)
    if len(report.diagnostics) >= Report.LIMIT:
        report.finish()
    report.doubt((s.name.text, s.span) for s in statements if isinstance(s, _NAMED))
    from detlm.syntax.resolve import resolve

    program = resolve(statements, SourceFile(name, content), sources, report)
    report.finish()
    assert program is not None  # resolve gives a program or a mistake
    return program


def _check_characters(report: Report) -> None:
    found = _CONTROL.search(report.source.text)
    if found is not None:
        message = f"a control character (U+{ord(found.group()):04X})"
        hint = "in quoted texts write \\u{…}; end lines with a newline"
        report.error(found.span(), message, hint)


def _file_error(name: str, message: str, hint: str | None) -> SourceError:
    return SourceError([Diagnostic(Position(name, 1, 1), message, hint)])


def _too_large(name: str) -> SourceError:
    message = f"the constraint file is larger than {MAX_BYTES:,} bytes"
    return _file_error(name, message, 'put facts into a facts file: facts from "facts.tsv"')
