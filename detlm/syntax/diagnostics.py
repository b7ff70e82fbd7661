"""What is wrong with a constraint file, where, and what to do: errors that teach.

A ``Diagnostic`` is data; ``SourceError`` carries all of a run and prints them with the source line and a
caret. Finding the mistakes is the reader's work.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable

from detlm.errors import ConstraintError
from detlm.syntax.layout import RESERVED
from detlm.syntax.program import Position
from detlm.syntax.value import Value

Span = tuple[int, int]
"""Where something stands: begin and end, in characters from 0. A report counts on through all its texts."""

_NAME = re.compile(r"[^\W\d]\w*")

REFERENCE = "dsl/REFERENCE.md"


class Diagnostic(Value):
    """One mistake: where it is, what it is, the source line it is on, and what to do about it."""

    position: Position
    message: str
    hint: str | None = None
    line: str = ""
    see: str = ""  # the chapter of the language reference, as its anchor

    def __str__(self) -> str:
        p = self.position
        parts = [f"{p.file}:{p.line}:{p.column}: error: {self.message}"]
        if self.line.strip():
            shown, offset = _window(self.line.replace("\t", " "), p.column - 1)
            width = max(1, min(p.length, len(shown) - offset))
            parts += [f"  {shown}", "  " + " " * offset + "^" * width]
        if self.hint:
            parts.append(f"  hint: {self.hint}")
        if self.see:
            parts.append(f"  see: {REFERENCE}#{self.see}")
        return "\n".join(parts)


class SourceError(ConstraintError):
    """A constraint file, facts file or constraint line with mistakes; ``diagnostics`` has at least one."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        first = self.diagnostics[0]
        super().__init__(first.message, hint=first.hint)

    def __str__(self) -> str:
        return "\n".join(str(d) for d in self.diagnostics)


def as_read(text: str) -> str:
    """A file's text as it is read: a byte order mark and the line ends of other systems say nothing."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


class Source:
    """A text under a name, able to say on which line and column an offset stands."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self._starts: list[int] | None = None

    def position(self, span: Span) -> Position:
        """The position of a span; a span over several lines is as long as its first line's part."""
        line, column = self._locate(span[0])
        rest = len(self.line(line)) - column
        return Position(self.name, line + 1, column + 1, max(1, min(span[1] - span[0], rest)))

    def line(self, index: int) -> str:
        """The line with this index (from 0), without its end."""
        starts = self._line_starts()
        stop = starts[index + 1] if index + 1 < len(starts) else len(self.text)
        return self.text[starts[index] : stop].rstrip("\r\n")

    def diagnostic(self, span: Span, message: str, hint: str | None = None, see: str = "") -> Diagnostic:
        """A diagnostic about a span of this text."""
        position = self.position(span)
        return Diagnostic(position, message, hint, self.line(position.line - 1), see)

    def _locate(self, offset: int) -> tuple[int, int]:
        starts = self._line_starts()
        line = bisect_right(starts, offset) - 1
        return line, offset - starts[line]

    def _line_starts(self) -> list[int]:
        if self._starts is None:
            self._starts = [0, *(i + 1 for i, c in enumerate(self.text) if c == "\n")]
        return self._starts


class Report:
    """The mistakes of one run, in the order found; ``finish`` raises them together, in file order.

    A program can be made of several texts: each added one goes on counting where the one before it ended,
    so that a span alone tells its file.

    Where some lines could not be read, what the others mean is still looked at (``doubt``), but nothing is
    told that may follow from what could not be read: no mistake at a word that such a line has too, or that
    is declared by means of such a word, and none that is one only if all was read (``of_all``).
    """

    LIMIT = 20  # after so many, the rest says little

    def __init__(self, source: Source) -> None:
        self.source = source
        self.diagnostics: list[Diagnostic] = []
        self.partial = False  # after ``doubt``: some lines could not be read
        self._unread: set[str] = set()
        self._doubtful: list[Diagnostic] = []
        self._general: dict[Span, Diagnostic] = {}
        self.remarks: dict[str, None] = {}  # what people should know though nothing is wrong, each once
        self._sources = [source]
        self._bases = [0]
        self._chapters: list[tuple[int, str]] = []  # where statements begin, and where they are explained

    def add_source(self, source: Source) -> int:
        """Take in another text; the offset at which its spans begin."""
        base = self._bases[-1] + len(self._sources[-1].text) + 1
        self._sources.append(source)
        self._bases.append(base)
        return base

    def chapter(self, start: int, anchor: str) -> None:
        """From this offset on (called in order), mistakes refer to a chapter of the reference."""
        self._chapters.append((start, anchor))

    def source_of(self, span: Span) -> tuple[Source, int]:
        """The text that a span is in, and the offset at which its spans begin."""
        index = bisect_right(self._bases, span[0]) - 1
        return self._sources[index], self._bases[index]

    def position(self, span: Span) -> Position:
        """The position of a span."""
        source, base = self.source_of(span)
        return source.position((span[0] - base, span[1] - base))

    def text(self, span: Span) -> str:
        """What stands at a span."""
        source, base = self.source_of(span)
        return source.text[span[0] - base : span[1] - base]

    def not_read(self, text: str) -> None:
        """Note that these words could not be read: they may declare whatever they name."""
        self._unread.update(w for w in _NAME.findall(text) if w not in RESERVED)

    def doubt(self, declared: Iterable[tuple[str, Span]]) -> None:
        """From here on, mistakes may follow from those that there are. ``declared``: names, and where."""
        self.partial = bool(self.diagnostics)
        if not self.partial:
            return
        left: dict[str, set[str]] = {}
        for name, span in declared:
            left.setdefault(name, set()).update(_NAME.findall(self.text(span)))
        while unsure := [name for name, words in left.items() if not self._unread.isdisjoint(words)]:
            for name in unsure:
                self._unread.add(name.rpartition(".")[2])
                del left[name]

    def error(
        self,
        span: Span,
        message: str,
        hint: str | None = None,
        see: str | None = None,
        *,
        of_all: bool = False,
        general: bool = False,
    ) -> None:
        """Note a mistake at a span; ``see`` where another chapter than the statement's explains it.

        ``of_all``: it is one only if every line was read. ``general``: another one at the same span, found
        later, says it better, and is told alone.
        """
        source, base = self.source_of(span)
        if see is None:
            index = bisect_right(self._chapters, span[0], key=lambda c: c[0]) - 1
            see = self._chapters[index][1] if index >= 0 and self._chapters[index][0] >= base else ""
        found = source.diagnostic((span[0] - base, span[1] - base), message, hint, see)
        if self.partial and (of_all or not self._unread.isdisjoint(_NAME.findall(self.text(span)))):
            self._doubtful.append(found)
        if span in self._general:
            self.diagnostics.remove(self._general.pop(span))
        if general:
            self._general[span] = found
        self.add(found)

    def add_at(self, position: Position, message: str, hint: str | None, line: str) -> None:
        """Note a mistake at a place in another file, whose line is ``line``."""
        self.add(Diagnostic(position, message, hint, line))

    def add(self, diagnostic: Diagnostic) -> None:
        """Note a mistake once."""
        if diagnostic not in self.diagnostics:
            self.diagnostics.append(diagnostic)

    def finish(self) -> None:
        """Raise ``SourceError`` when there was a mistake."""
        if self.diagnostics:
            files = {s.name: i for i, s in reversed(list(enumerate(self._sources)))}
            ordered = sorted(
                (d for d in self.diagnostics if d not in self._doubtful),
                key=lambda d: (files.get(d.position.file, 0), d.position.line, d.position.column),
            )
            raise SourceError(ordered[: self.LIMIT])


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """``did you mean …?`` for the nearest of the known words, or None when none is near."""
    import difflib

    near = difflib.get_close_matches(word, list(known)[:2000], n=1, cutoff=0.6)
    return f"did you mean {near[0]}?" if near else None


def shown(text: str, limit: int = 40) -> str:
    """A text of the user's as part of a message: quoted, control characters escaped, cut when long."""
    escaped = "".join(c if c.isprintable() else f"\\u{{{ord(c):x}}}" for c in text)
    return '"' + (escaped if len(escaped) <= limit else escaped[: limit - 1] + "…") + '"'


def _window(line: str, column: int, width: int = 100) -> tuple[str, int]:
    # A very long line is shown around the mistake only.
    line = "".join(c if c.isprintable() else "?" for c in line)
    if len(line) <= width:
        return line, column
    begin = max(0, min(column - width // 2, len(line) - width))
    return line[begin : begin + width], column - begin
