"""Expressions ─▶ regular languages, with their sizes kept within bounds. Shapes are ``expressions.py``."""

from __future__ import annotations

from functools import reduce

from detlm.syntax import ast
from detlm.syntax.definitions import Definitions, Instance
from detlm.syntax.diagnostics import Report, Span, shown
from detlm.syntax.files import Files
from detlm.syntax.ranges import range_regex
from detlm.syntax.regex import EMPTY, NOTHING, Both, Regex, Without, either, repeat, words
from detlm.syntax.size import MAX_DEPTH, Measure, Measuring, balanced, long_literal

MAX_SIZE = 400_000  # byte sets of a category, counted repetition written out


class Languages:
    """Makes the languages of regular expressions, each category once."""

    def __init__(self, definitions: Definitions, files: Files, report: Report) -> None:
        self._definitions = definitions
        self._files = files
        self._report = report
        self._measuring = Measuring()
        self._made: dict[Instance, Regex] = {}
        self._word_files: dict[str, Regex] = {}

    def category(self, instance: Instance) -> Regex:
        """The language of a regular category."""
        if instance not in self._made:
            self._made[instance] = self.checked(self.regex(instance.body), instance.span)
        return self._made[instance]

    def regex(self, expression: ast.Expression) -> Regex:
        """The language of a regular expression."""
        match expression:
            case ast.Use() | ast.Apply():
                return self.category(self._definitions.instance(expression))
            case ast.Literal(text):
                return long_literal(text.encode())
            case ast.RegexLiteral(source, span):
                return read_literal(source, span, self._report)
            case ast.WordList():
                return self._words(expression)
            case ast.WordFile(path):
                return self._word_file(path)
            case ast.Range():
                return range_regex(expression, self._report)
            case ast.Sequence(parts):
                return balanced([self.regex(p) for p in parts])
            case ast.Alternative(options, span):
                made = [self.checked(self.regex(o), span) for o in options]
                return either(*made)
            case ast.Intersection(parts):
                return reduce(Both, [self.regex(p) for p in parts])
            case ast.Difference(first, removed):
                return reduce(Without, [self.regex(p) for p in (first, *removed)])
            case ast.Repeated():
                return self.repeated(expression)
            case _:
                message = f"{self._definitions.nature(expression)} is not regular"
                self._report.error(expression.span, message, "use it without `and` and `except`")
                return NOTHING

    def _words(self, word_list: ast.WordList) -> Regex:
        if not word_list.words:
            self._report.error(word_list.span, "a word list needs words", 'write words "yes" "no"')
        seen: set[str] = set()
        for word in word_list.words:
            if word.text in seen:
                self._report.error(
                    word.span, f"the word {shown(word.text)} is listed twice", "remove one of them"
                )
            seen.add(word.text)
        return words(w.encode() for w in seen)

    def _word_file(self, path: ast.Word) -> Regex:
        from detlm.syntax.word_files import read_words

        file = self._files.read(path.text, path.span, self._report, "word file")
        if file is None:
            return EMPTY
        if file.name not in self._word_files:
            text = self._files.text(file, self._report, "word file")
            regex = EMPTY if text is None else read_words(file, text, path.span, self._report)
            self._word_files[file.name] = regex
        return self._word_files[file.name]

    def repeated(self, repeated: ast.Repeated) -> Regex:
        """The language of a repetition."""
        body = self.checked(self.regex(repeated.body), repeated.span)
        low, high = repeated.low, repeated.high
        if high is not None and high < low:
            self.backwards(repeated)
            return EMPTY
        if self.measured(body).size * max(low, high or 1) > MAX_SIZE:
            self._too_large(repeated.span)
            return EMPTY
        required = balanced([body] * low)
        return balanced([required, repeat(body, 0, None if high is None else high - low)])

    def backwards(self, repeated: ast.Repeated) -> None:
        """Report counts in the wrong order."""
        message = f"repeat {repeated.low} to {repeated.high}: the first count is larger than the second"
        self._report.error(repeated.span, message, "write the smaller count first")

    def checked(self, regex: Regex, span: Span) -> Regex:
        """The expression, or the empty text after reporting that it is too large or too deep."""
        if self._is_file(regex):
            return regex  # bounded where it is read, and long to measure
        measure = self.measured(regex)
        if measure.size > MAX_SIZE:
            self._too_large(span)
        elif measure.depth > MAX_DEPTH:
            message = f"this is nested deeper than {MAX_DEPTH} levels"
            self._report.error(span, message, "split it into derived parts")
        else:
            return regex
        return EMPTY

    def _is_file(self, regex: Regex) -> bool:
        return any(regex is words for words in self._word_files.values())

    def measured(self, regex: Regex) -> Measure:
        """Depth, size and nullability of an expression."""
        return self._measuring.measure(regex)

    def _too_large(self, span: Span) -> None:
        message = f"this is larger than {MAX_SIZE:,} characters written out"
        self._report.error(span, message, "use smaller counts, or { … } for any number")


def read_literal(source: str, span: Span, report: Report) -> Regex:
    """The language of ``/source/`` at ``span``; mistakes go to the report."""
    from detlm.syntax.regex_reader import RegexError, read_regex

    try:
        return read_regex(source)
    except RegexError as mistake:
        start = span[0] + 1 + mistake.start
        chapter = "regular-expressions"
        report.error((start, start + mistake.length), mistake.message, mistake.hint, see=chapter)
        return EMPTY
