"""Statements about the whole answer ─▶ ``Limit``: forbid, require, counts, lengths, controlled English.

Which regular language a count or an order is, is ``counting.py``; controlled English is ``natural.py``.
"""

from __future__ import annotations

from functools import reduce

from detlm.syntax import ast
from detlm.syntax.diagnostics import Span
from detlm.syntax.draft import Draft
from detlm.syntax.languages import MAX_SIZE, read_literal
from detlm.syntax.program import AtMostWords, Forbid, Limit, Matches, Require
from detlm.syntax.regex import Regex, Without, either
from detlm.syntax.size import Measuring
from detlm.syntax.texts import word_mistake

MAX_TEXT = 1_000  # bytes of a text in `forbid exactly`
MAX_TIMES = 1_000


class Limits:
    """Adds the limits of the statements to a draft."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._report = draft.report
        self._measuring = Measuring()
        self.tokens: int | None = None

    def resolve(self) -> None:
        """Add them, in their order."""
        names = tuple(dict.fromkeys(a.subject for a in self._draft.facts))
        for statement in self._draft.statements:
            match statement:
                case ast.WordsStatement():
                    self._words(statement)
                case ast.BoundStatement():
                    self._bound(statement)
                case ast.SayStatement(text):
                    self._said(text, names, statement.span)

    def _words(self, statement: ast.WordsStatement) -> None:
        from detlm.syntax import counting

        kind, words = statement.kind, statement.words
        source = self._draft.text(statement.span)
        mistaken = [word for word in words if self._mistaken(word, statement.form)]
        if mistaken:
            return
        if statement.before:
            first, second = words
            if first.text.lower() == second.text.lower():
                self._report.error(second.span, "a word cannot stand before itself", "name two words")
                return
            language = counting.before(first.text.encode(), second.text.encode())
            self._add(kind, Matches(language, source), statement.span)
            return
        languages = [self._language(word, statement.form) for word in words]
        if statement.one:
            self._add(kind, Matches(reduce(either, languages), source), statement.span)
            return
        for word, language in zip(words, languages, strict=True):
            spelled = word.text.encode()
            limit: Limit
            if statement.form == "word":
                limit = Forbid(spelled, source) if kind == "forbid" else Require(spelled, source)
            elif kind == "forbid":
                limit = Matches(Without(counting.ANYTHING, language), source)
            else:
                limit = Matches(language, source)
            self._add(kind, limit, word.span)

    def _mistaken(self, word: ast.Word, form: str) -> bool:
        mistake = None
        if form in ("word", "stem"):
            mistake = word_mistake(word.text)
        elif form == "exactly" and not word.text:
            mistake = "an empty text is in every text", "write the text between the quotes"
        elif len(word.text.encode()) > MAX_TEXT and form == "exactly":
            mistake = f"a text has at most {MAX_TEXT:,} bytes", "name its telling part"
        if mistake:
            self._report.error(word.span, *mistake)
        return mistake is not None

    def _language(self, word: ast.Word, form: str) -> Regex:
        """The answers that say a word."""
        from detlm.syntax import counting

        match form:
            case "regex":
                return counting.contains_regex(read_literal(word.text, word.span, self._report))
            case "exactly":
                return counting.contains_exactly(word.text.encode())
            case "stem":
                return counting.contains_stem(word.text.encode())
            case _:
                return counting.contains_word(word.text.encode())

    def _bound(self, statement: ast.BoundStatement) -> None:
        from detlm.syntax import counting

        count, unit, span = statement.number.value, statement.unit, statement.span
        source = self._draft.text(span)
        if unit == "tokens":
            self._token_budget(statement)
            return
        low = 0 if statement.bound == "most" else count
        high = None if statement.bound == "least" else count
        if low == 0 and high is None:
            message = f"at least 0 {unit} says nothing"
            self._report.error(statement.number.span, message, "leave the statement out")
            return
        if statement.word is not None:
            if count > MAX_TIMES:
                self._report.error(statement.number.span, f"a word is counted up to {MAX_TIMES:,}")
                return
            if not self._mistaken(statement.word, "word"):
                spelled = statement.word.text.encode()
                self._checked(Matches(counting.times_word(spelled, low, high), source), span)
            return
        if unit == "words" and statement.bound == "most":
            self._add("at", AtMostWords(count, source), span)
            return
        between = {
            "words": counting.words_between,
            "characters": counting.characters_between,
            "sentences": counting.sentences_between,
            "lines": counting.lines_between,
        }[unit]
        if unit == "lines" and high == 0:
            self._report.error(span, "every answer has a line", "write at most 1 lines")
            return
        self._checked(Matches(between(low, high), source), span)

    def _checked(self, limit: Matches, span: Span) -> None:
        if self._measuring.measure(limit.regex).size > MAX_SIZE:
            message = f"this limit is larger than {MAX_SIZE:,} characters written out"
            self._report.error(span, message, "use a smaller number")
            return
        self._add("at", limit, span)

    def _token_budget(self, statement: ast.BoundStatement) -> None:
        if statement.bound != "most":
            message = "tokens are bounded from above only"
            hint = "how a text is cut into tokens is the model's; count words or characters: at least 5 words"
            self._report.error(statement.span, message, hint)
        elif self.tokens is not None:
            self._report.error(statement.span, "a second bound on tokens", "keep the smaller one")
        elif statement.number.value == 0:
            self._report.error(
                statement.number.span, "an answer needs tokens", "write at most 1 tokens, or more"
            )
        else:
            self.tokens = statement.number.value

    def _said(self, text: ast.Word, names: tuple[bytes, ...], span: Span) -> None:
        from detlm.syntax.natural import SentenceError, read_sentence

        try:
            limits = read_sentence(text.text, names, self._draft.text(span))
        except SentenceError as mistake:
            start, stop = text.span
            if stop - start == len(text.text) + 2:  # no escapes: the mistake's own place
                start = min(start + 1 + mistake.start, stop - 1)
                stop = min(start + mistake.length, stop)
            if self._draft.facts_known:
                self._report.error((start, stop), mistake.message, mistake.hint)
            return
        for limit in limits:
            self._add("say", limit, span)

    def _add(self, kind: str, limit: Limit, span: Span) -> None:
        positions, limits = self._draft.positions, self._draft.limits
        place = self._draft.place(span)
        kind = "at most" if kind == "at" else kind
        number = sum(1 for key in positions if key.startswith(f"{kind} "))
        positions[f"{kind} {number}"] = place
        positions[f"limit {len(limits)}"] = place
        limits.append(limit)
