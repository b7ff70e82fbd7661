"""lark's complaints about one statement, in people's words: what was found, what was expected, what to do.

Frequent mistakes are named by example (``mistakes.py``); the rest says what could have stood there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn

from detlm.syntax.diagnostics import Report, did_you_mean, shown
from detlm.syntax.grammar import load_grammar
from detlm.syntax.layout import KEYWORDS
from detlm.syntax.mistakes import GROUPS, MISTAKES, STRANGE, WORDS

if TYPE_CHECKING:
    from lark import Lark
    from lark.exceptions import UnexpectedInput

# Words that begin a statement and no line inside of one.
_OWN_LINE = frozenset(
    {"program", "import", "fact", "facts", "rule", "sentence", "category", "shape", "predicate", "derive"}
    | {"require", "output", "mode", "attribute"}
)

_NAMES = {"NAME", "REF", "LABEL", "CALL"}

_PIECE = re.compile(r'"[^"\n]*"?|/[^/\n]*/?|\w+|:=|->|.', re.DOTALL)


def explain(error: UnexpectedInput, text: str, begin: int, report: Report) -> None:
    """Report a syntax error in the statement ``text`` that begins at ``begin``."""
    at = _place(error, len(text))
    found = _PIECE.match(text, at)
    piece = found.group() if found else ""
    start = begin + at
    span = (start, start + max(1, len(piece)))
    expected = _expected(error)
    if piece.isidentifier() and not piece.isascii() and not _NAMES.isdisjoint(_allowed(error)):
        message = "a name is written with ASCII letters, digits and _"
        report.error(span, message, "texts in quotes can have all characters", see="lines-names-texts")
        return
    strange = _strange(piece)
    if strange is not None:
        report.error(span, *strange)
        return
    if piece == "=" and text[:at].rstrip().endswith("="):
        two = MISTAKES["two equals"]
        report.error(span, two.message, two.hint)
        return
    hint = _misindented(piece, start, report) or _near_keyword(piece, error)
    named = None if hint else _named(error)
    if named is not None:
        message, hint = named
        report.error(span, f"{message}; expected {expected}" if expected else message, hint)
        return
    if not piece:
        report.error(span, f"the statement ends too early; expected {expected}", hint)
        return
    seen = piece if piece.startswith('"') else shown(piece)
    report.error(span, f"{seen} cannot stand here; expected {expected}", hint)


def _place(error: Any, end: int) -> int:
    token = getattr(error, "token", None)
    if token is not None:
        return end if token.type == "$END" else int(token.start_pos)
    at = getattr(error, "pos_in_stream", None)
    return end if at is None or at < 0 else min(int(at), end)


def _allowed(error: Any) -> set[str]:
    parser = getattr(error, "interactive_parser", None)
    if parser is not None:
        return set(parser.accepts())
    return set(getattr(error, "allowed", None) or getattr(error, "expected", None) or ())


def _expected(error: Any) -> str:
    names = _allowed(error)
    words: list[str] = []
    for group, said in GROUPS.items():
        if names >= group:
            names -= group
            words.append(said)
    words += sorted(w for w in {WORDS.get(name, name) for name in names} if w)
    return ", ".join(words[:-1]) + (" or " if len(words) > 1 else "") + words[-1] if words else ""


def _strange(piece: str) -> tuple[str, str | None] | None:
    """Signs that stand nowhere in the language."""
    if not piece:
        return None
    if piece in STRANGE:
        return f"{piece} is not used in this language", STRANGE[piece]
    if piece.startswith('"') and (len(piece) == 1 or not piece.endswith('"')):
        return 'a quoted text without its closing "', 'a text ends on its line; a quote inside is \\"'
    if piece.startswith("/") and (len(piece) < 3 or not piece.endswith("/")):
        return (
            "a regular expression without its text or closing /",
            "it ends on its line, and a slash inside is \\/; conditions have no division",
        )
    if not piece[0].isascii() and not piece[0].isalnum():
        return (
            f"unsupported character {shown(piece)} (U+{ord(piece[0]):04X})",
            "outside of quotes ASCII is enough",
        )
    return None


def _misindented(piece: str, start: int, report: Report) -> str | None:
    source, base = report.source_of((start, start))
    line_begin = source.text.rfind("\n", 0, start - base) + 1
    before = source.text[line_begin : start - base]
    # The word of a statement at the begin of an indented line, whether or not it is where reading stopped.
    word = before.split(None, 1)[0] if before.strip() else piece
    meant = piece in KEYWORDS if word == piece else word in _OWN_LINE
    if meant and before[:1].isspace() and (word == piece) == (not before.strip()):
        return (
            "this line is indented, so it goes on with the statement above; a new statement is not indented"
        )
    return None


def _near_keyword(piece: str, error: Any) -> str | None:
    keywords = [WORDS[n].strip("`") for n in _allowed(error) if WORDS.get(n, "").startswith("`")]
    words = [k for k in keywords if k.isalpha()]
    return did_you_mean(piece, words) if len(piece) > 2 and piece.isalpha() and piece not in words else None


def _named(error: UnexpectedInput) -> tuple[str, str] | None:
    examples = {name: list(m.examples) for name, m in MISTAKES.items()}
    # use_accepts off: with it lark formats a parser state as a number and fails.
    name = error.match_examples(_fail_again, examples, use_accepts=False)
    return (MISTAKES[name].message, MISTAKES[name].hint) if name else None


def _fail_again(example: str) -> NoReturn:
    raise _failure(load_grammar("constraint"), example).with_traceback(None)


@cache
def _failure(parser: Lark, example: str) -> UnexpectedInput:
    # Parsing all examples takes longer than reading a file, and one run can have many mistakes. What failed
    # is told by a parser's state, which means nothing to another parser.
    from lark.exceptions import UnexpectedInput

    try:
        parser.parse(example)
    except UnexpectedInput as error:
        return error
    raise AssertionError(f"an example of a mistake is none: {example}")
