"""What stands once in a file (``program``, ``mode``, ``model``, ``after``), and attention."""

from __future__ import annotations

from typing import TypeVar

from detlm.syntax import ast
from detlm.syntax.diagnostics import did_you_mean, shown
from detlm.syntax.draft import Draft
from detlm.syntax.program import Attend, Attention, CallerAttribute

MAX_MODEL_LINES = 16
MAX_MARKER = 200  # bytes of the text in `after`
MODES = ("probing", "hybrid", "deterministic")
ANSWER = "answer"  # the segment that is being written

Single = TypeVar(
    "Single",
    ast.ProgramStatement,
    ast.OutputStatement,
    ast.ModeStatement,
    ast.ModelStatement,
    ast.AfterStatement,
    ast.SegmentsStatement,
)  # statements that stand at most once


class Settings:
    """Resolves settings."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._report = draft.report

    def one(self, kind: type[Single], what: str, missing: str | None = None) -> Single | None:
        """The only statement of a kind; reports a second one, and the lack of one where it is needed."""
        found = self._draft.all(kind)
        for again in found[1:]:
            first = self._draft.place(found[0].span)
            self._report.error(again.span, f"a second {what} statement", f"the first is on line {first.line}")
        if not found and missing and not self._report.diagnostics:
            end = len(self._report.source.text.rstrip())
            self._report.error((end, end + 1), f"there is no {what} statement", missing)
        if found:
            self._draft.positions[what] = self._draft.place(found[0].span)
        return found[0] if found else None

    def name(self) -> str:
        """The program's name."""
        program = self.one(ast.ProgramStatement, "program", "give the program a name: program medication")
        return program.name.text if program else ""

    def mode(self) -> str:
        """How the answer is chosen."""
        mode = self.one(ast.ModeStatement, "mode")
        if mode is None:
            return "deterministic"
        if mode.mode.text not in MODES:
            hint = did_you_mean(mode.mode.text, MODES) or f"modes: {', '.join(MODES)}"
            self._report.error(mode.mode.span, f"there is no mode {shown(mode.mode.text)}", hint)
        return mode.mode.text

    def model_lines(self) -> int:
        """How many constraint lines the model may write."""
        model = self.one(ast.ModelStatement, "model")
        if model is None:
            return 0
        lines = model.lines.value
        if not 1 <= lines <= MAX_MODEL_LINES:
            hint = f"between 1 and {MAX_MODEL_LINES}; leave the statement out for none"
            written = self._report.text(model.lines.span)
            self._report.error(model.lines.span, f"the model cannot write {written} constraint lines", hint)
        return lines

    def after(self) -> bytes | None:
        """What stands before the answer."""
        statement = self.one(ast.AfterStatement, "after")
        if statement is None:
            return None
        marker = statement.text.text.encode()
        if not marker:
            self._report.error(
                statement.text.span, "an empty text stands everywhere", 'write after "</think>"'
            )
        if len(marker) > MAX_MARKER:
            self._report.error(statement.text.span, f"the text has at most {MAX_MARKER} bytes", "shorten it")
        return marker

    # -- attention

    def attention(self) -> Attention | None:
        """Which segments may read which, or None where nothing is said."""
        statement = self.one(ast.SegmentsStatement, "segments")
        callers, attends = self._draft.all(ast.CallerStatement), self._draft.all(ast.AttendStatement)
        if statement is None:
            for other in [s.span for s in callers] + [s.span for s in attends]:
                message = "there is no segments statement"
                self._report.error(other, message, "segments system, question", of_all=True)
            return None
        segments = self._segments(statement)
        attributes = self._attributes(callers, segments)
        return Attention(segments, attributes, self._attends(attends, segments, attributes))

    def _segments(self, statement: ast.SegmentsStatement) -> tuple[str, ...]:
        seen: dict[str, None] = {}
        for name in statement.names:
            if name.text == ANSWER:
                message = f"{ANSWER} is the segment that is being written"
                self._report.error(name.span, message, "the caller gives the others: leave it out")
            elif name.text in seen:
                self._report.error(name.span, f"the segment {name.text} is named twice", "remove one of them")
            seen[name.text] = None
        return tuple(seen)

    def _attributes(
        self, statements: list[ast.CallerStatement], segments: tuple[str, ...]
    ) -> tuple[CallerAttribute, ...]:
        found: dict[str, CallerAttribute] = {}
        for statement in statements:
            name = statement.name
            if name.text in found:
                self._report.error(
                    name.span, f"attribute {name.text} is declared twice", "choose another name"
                )
            self._known(statement.segment, segments, "attention")
            for value in statement.values:
                self._known(value, segments, "attention")
            values = tuple(v.text for v in statement.values)
            found[name.text] = CallerAttribute(name.text, statement.segment.text, values)
        return tuple(found.values())

    def _attends(
        self,
        statements: list[ast.AttendStatement],
        segments: tuple[str, ...],
        attributes: tuple[CallerAttribute, ...],
    ) -> tuple[Attend, ...]:
        names = [a.name for a in attributes]
        readable = (*segments, ANSWER)
        found: dict[str, Attend] = {}
        for statement in statements:
            reader = statement.reader
            self._known(reader, readable)
            if reader.text in found:
                self._report.error(
                    reader.span, f"what {reader.text} reads is said twice", "join the two lines"
                )
            read = []
            for word, by_attribute in statement.read:
                if not by_attribute:
                    self._known(word, readable)
                elif word.text not in names:
                    hint = (
                        did_you_mean(word.text, names) or "attribute owner(question) from caller: alice | bob"
                    )
                    self._report.error(word.span, f"there is no attribute {word.text} from the caller", hint)
                read.append(f"({word.text})" if by_attribute else word.text)
            found[reader.text] = Attend(reader.text, tuple(read))
        return tuple(found.values())

    def _known(self, word: ast.Word, segments: tuple[str, ...], see: str | None = None) -> None:
        if word.text not in segments:
            hint = did_you_mean(word.text, segments) or f"segments: {', '.join(segments)}"
            self._report.error(word.span, f"there is no segment {word.text}", hint, see)
