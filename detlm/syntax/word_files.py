"""Word lists of files: UTF-8, one word a line, ``#`` before a comment line; checked and made a language."""

from __future__ import annotations

import gc

from detlm.syntax.diagnostics import Report, Source, Span, shown
from detlm.syntax.program import SourceFile
from detlm.syntax.regex import EMPTY, Regex, words

MAX_WORDS = 200_000
MAX_WORD = 300  # bytes
MAX_SIZE = 4_000_000  # bytes of all words
MAX_MISTAKES = 5


def read_words(file: SourceFile, text: str, span: Span, report: Report) -> Regex:
    """The words of a file that is named at ``span``; mistakes go to the report."""
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    found = {line.encode() for line in lines}
    if not found:
        report.error(span, f"the word file {shown(file.name)} has no words", "one word a line")
        return EMPTY
    if len(found) > MAX_WORDS:
        message = f"the word file {shown(file.name)} has more than {MAX_WORDS:,} words"
        report.error(span, message, "split it into several categories")
        return EMPTY
    if sum(map(len, found)) > MAX_SIZE:
        message = f"the words of {shown(file.name)} are larger than {MAX_SIZE:,} bytes"
        report.error(span, message, "split the file into several categories")
        return EMPTY
    suspicious = len(found) < len(lines) or max(map(len, found)) > MAX_WORD
    if suspicious or any(w != w.strip() or not w.isprintable() for w in lines):
        _explain(file, text, report)
    collecting = gc.isenabled()
    gc.disable()  # half a million objects, none of which is garbage: looking for some takes as long again
    try:
        return words(found)
    finally:
        if collecting:
            gc.enable()


def _explain(file: SourceFile, text: str, report: Report) -> None:
    """Report the lines that are no words, and words that stand twice."""
    source = Source(file.name, text)
    seen: dict[str, int] = {}
    start = mistakes = 0
    for number, line in enumerate(text.split("\n"), start=1):
        mistake = _mistake(line, seen)
        if mistake and line and not line.startswith("#"):
            report.add(source.diagnostic((start, start + len(line)), *mistake, "expressions"))
            mistakes += 1
            if mistakes == MAX_MISTAKES:
                return
        seen.setdefault(line, number)
        start += len(line) + 1


def _mistake(line: str, seen: dict[str, int]) -> tuple[str, str] | None:
    if line in seen:
        return f"the word {shown(line)} is listed twice", f"the first is on line {seen[line]}"
    if line != line.strip():
        return "a word begins and ends without spaces", "remove the spaces"
    if not line.isprintable():
        return "a word has no control characters", "one word a line, without tabs"
    if len(line.encode()) > MAX_WORD:
        return f"a word has at most {MAX_WORD:,} bytes", "one word a line"
    return None
