"""Reads Lean text before Lean does and refuses what could cheat or act: a screen, not a proof.

The kernel's own answer (environment, axioms, types) decides acceptance; this screen gives early, positioned
refusals and keeps code that would *run* during elaboration away from the worker. It reads tokens as Lean's
official grammar does, so text that changes the grammar is refused too unless the request is trusted.

Behind a mistake Lean goes on where it likes, in the middle of a string too, and runs what it finds there. So
what runs code is looked for in strings and names as well, and Lean gets the text without its comments.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ALLOWED_OPTIONS = frozenset({"maxRecDepth", "maxHeartbeats", "autoImplicit", "relaxedAutoImplicit"})
ALLOWED_OPTION_GROUPS = ("linter.", "pp.")
_ALLOWED_ATTRIBUTES = _words(
    """
    simp reducible irreducible semireducible inline noinline always_inline macro_inline specialize ext refl
    symm trans congr elab_as_elim match_pattern instance default_instance class coe local scoped deprecated
    inherit_doc expose
    """
)

_GAP = " leaves a gap in a proof"
_GAPS = frozenset({"sorry", "admit", "stop"})
_NATIVE = frozenset({"native_decide", "bv_decide", "bv_decide?", "bv_check"})
_NATIVE_NAMES = frozenset({"ofReduceBool", "ofReduceNat", "reduceBool", "reduceNat", "trustCompiler"})
_RUNS = _words(
    """
    #eval #eval! #exit #reduce #guard #guard_msgs #guard_expr run_cmd run_elab run_meta run_tac by_elab
    initialize unsafe extern implemented_by csimp include_str elabToSyntax idbg set_library_suggestions
    """
)
# What runs code, however the text around it is read: `#evalx` is `#eval x`, `1emacro` a number and `macro`.
# Lean evaluates what stands under names of its own: the tactic of an `autoParam`, what has a type in `Lean`.
_RUNNING = re.compile(
    r"""\#(?:eval|reduce|exit|guard)
      | (?:(?<![A-Za-z_])|(?<=[0-9][A-Za-z])|(?<=[0-9]\.[A-Za-z]))
        (?:run_(?:cmd|elab|meta|tac)|by_elab|elab|elab_rules|elabToSyntax|macro|macro_rules|app_unexpander
          |native_decide|bv_decide|include_str|idbg|simproc|extern|implemented_by|csimp|Lean|autoParam)
        (?![A-Za-z0-9_'])""",
    re.VERBOSE,
)
#: The only ones, as Lean reads `#wheremacro` as `#where macro`.
_ASKING = _words("#check #check_failure #print #synth #where #version")
_RUN_BY_NAME = re.compile(r"(builtin|declare|register)_.+|.*simproc.*")

_GRAMMAR = _words(
    """
    notation notation3 infix infixl infixr prefix postfix macro macro_rules syntax elab elab_rules
    binder_predicate app_unexpander deprecated_syntax
    """
)


# Words are cut at every non-ASCII character, so that no forbidden word hides behind a letter that Lean takes
# for a symbol; names with such letters are seen in pieces, which can only refuse more.
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<line>--[^\n]*)
      | (?P<comment>/-)
      | (?P<raw>r"[^"]*"|r(?P<hash>\#+)".*?"(?P=hash))
      | (?P<string>")
      | (?P<char>'(?:\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)|[^\\'])')
      | (?P<word>\#[A-Za-z_][A-Za-z0-9_!?]*  # a command, whatever follows: `#eval.x`, `#check'x'`
            | (?:[A-Za-z_][A-Za-z0-9_'!?]*|«[^»]*»)(?:\.(?:[A-Za-z_][A-Za-z0-9_'!?]*|«[^»]*»))*)
      | (?P<number>0[xX][0-9a-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[0-9][0-9_]*)
      | (?P<symbol>.)""",
    re.VERBOSE | re.DOTALL,
)
_TELLING = frozenset("+@[](){}%,")  # the symbols that the rules below look at
_BEFORE_NATIVE = frozenset("+({,")  # `decide +native`, `decide (native := true)`
_COMMENT_EDGE = re.compile(r"/-|-/")
_STRING_REST = re.compile(r'(?:[^"\\]++|\\.)*+"', re.DOTALL)
# Behind these a comment cannot be the tail of a longer Lean token (`//`), nor what is quoted (`]'`, `×'`);
# nor is it at the end of a word that Lean cuts elsewhere (`#checkr"\"` is `#check` and a raw string).
_CLEAR_BEFORE = re.compile(r"""[\sA-Za-z0-9_()\[\]{},;"'»]""")
_CLEAR_OF_QUOTES = re.compile(r"[\s(\[{,;⟨]")
_CLEAR_OF_STRINGS = re.compile(r"[\s(\[{,;⟨!+=|>:$]")
_EXPONENT = re.compile(r"[eE][0-9]")  # of a number, for Lean: what follows is no part of a name
_BEHIND_NUMBER = re.compile(r"[0-9_]\.?\Z")
_MAY_INTERPOLATE = re.compile(r".*!|\]")
_INTERPOLATES = re.compile(r"(dbg_|throw|log|trace).*")  # later on: `throwErrorAt x "{y}"`


@dataclass(frozen=True)
class Finding:
    """Why text is refused. ``line`` counts from 1, ``column`` from 0, in code points, as Lean counts.

    ``gap``: because of a `sorry` or the like, and ``start`` is where that stands.
    """

    line: int
    column: int
    text: str
    gap: bool = False
    start: int = 0


class _Token(NamedTuple):
    kind: str  # word, symbol, string; "open": without an end; "unclear": could be read in two ways
    text: str
    start: int


def screen(text: str, *, trusted: bool, modules: frozenset[str] = frozenset()) -> list[Finding]:
    """What is refused in ``text``, in order of position; empty when nothing is.

    ``trusted`` text may run code and change the grammar, and may begin by importing some of ``modules``.
    """
    tokens = list(_tokens(text))
    starts = [0, *(match.end() for match in re.finditer(r"\n", text))]
    refused = list(_refusals(tokens, trusted, modules))
    if not trusted:
        known = {token.start for token, _ in refused}
        refused += [one for one in _running(text) if one[0].start not in known]
    findings = []
    for token, reason in refused:
        line = bisect.bisect_right(starts, token.start)
        gap = reason.endswith(_GAP)
        findings.append(Finding(line, token.start - starts[line - 1], reason, gap, token.start))
    findings.sort(key=lambda finding: finding.start)
    return findings


def without_imports(text: str) -> str:
    """The text with its leading ``import`` lines blanked, so that all positions stay."""
    kept = list(text)
    tokens = list(_tokens(text))
    for keyword, module in _header(tokens):
        for at in range(keyword.start, module.start + len(module.text)):
            kept[at] = " "
    return "".join(kept)


def import_lines(text: str) -> list[str]:
    """The modules that the text imports at its beginning."""
    return [module.text for _, module in _header(list(_tokens(text)))]


def without_comments(text: str) -> str:
    """The text with its comments blanked, so that all positions stay: what the screen did not read."""
    kept = list(text)
    for kind, start, end in _pieces(text):
        if kind in ("line", "comment"):
            kept[start:end] = _NO_BREAK.sub(" ", text[start:end])
    return "".join(kept)


def named_in(text: str) -> frozenset[str]:
    """The components of all names in the text."""
    words = [token.text for token in _tokens(text) if token.kind == "word"]
    return frozenset(part.strip("«»") for word in words for part in word.split("."))


def is_blank(text: str) -> bool:
    """Whether there is nothing but space and comments."""
    return all(kind in ("space", "line", "comment") for kind, _, _ in _pieces(text))


def _refusals(tokens: list[_Token], trusted: bool, modules: frozenset[str]) -> Iterator[tuple[_Token, str]]:
    told = False
    header = {keyword.start: module.text for keyword, module in _header(tokens)} if trusted else {}
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else _Token("symbol", "", token.start)
        if token.kind == "open":
            yield token, f"this {token.text} does not end"
        elif token.kind == "unclear":
            if not trusted:
                yield token, f"this {token.text} can be read in two ways; put a space before it"
        elif token.kind == "string":
            before = tokens[index - 1].text if index else ""
            if not trusted and "{" in token.text and (told or _MAY_INTERPOLATE.fullmatch(before)):
                yield token, "strings with code in them are not accepted here"
        elif token.kind == "symbol" and token.text == "@" and following.text == "[":
            yield from () if trusted else _attributes(tokens, index + 2)
        elif token.text.strip("«»") == "native" and index and tokens[index - 1].text in _BEFORE_NATIVE:
            yield token, "native evaluation is not accepted: the kernel would have to trust the compiler"
        elif token.kind == "word":
            told = told or _INTERPOLATES.fullmatch(token.text) is not None
            yield from _word(token, following, trusted, header.get(token.start) in modules)
            if token.text == "attribute" and following.text == "[" and not trusted:
                yield from _attributes(tokens, index + 2)


def _running(text: str) -> Iterator[tuple[_Token, str]]:
    for found in _RUNNING.finditer(without_comments(text)):
        word = found.group()
        named = word in ("Lean", "autoParam")
        how = ": Lean runs what stands under this name" if named else " would run code if Lean read it so"
        yield _Token("word", word, found.start()), f"`{word}`{how}"


def _word(
    token: _Token, following: _Token, trusted: bool, known_import: bool
) -> Iterator[tuple[_Token, str]]:
    word = token.text
    parts = {part.strip("«»") for part in word.split(".")}
    if word in _GAPS or "sorryAx" in parts:
        yield token, f"`{word}`{_GAP}"
    elif word == "#exit":
        yield token, "what stands behind `#exit` would not be read"
    elif word == "axiom":
        yield token, "axioms cannot be declared here"
    elif word in _NATIVE or parts & _NATIVE_NAMES:
        yield token, f"`{word}` relies on native evaluation; the kernel would have to trust the compiler"
    elif "skipKernelTC" in parts:
        yield token, "the kernel's check cannot be switched off"
    elif word == "set_option":
        name = following.text
        if name not in ALLOWED_OPTIONS and not name.startswith(ALLOWED_OPTION_GROUPS):
            yield following, f"the option `{name}` cannot be set here"
    elif word == "import" and not known_import:
        yield token, "imports are not possible here: the library is imported already"
    elif not trusted and (
        word in _RUNS or _RUN_BY_NAME.fullmatch(word) or (word == "eval" and following.text == "%")
    ):
        yield token, f"`{word}` would run code during elaboration"
    elif not trusted and word[0] == "#" and word not in _ASKING and not _RUNNING.match(word):
        yield token, f"the command `{word}` is not accepted here"
    elif not trusted and word in _GRAMMAR:
        yield token, f"`{word}` changes the grammar"


def _attributes(tokens: list[_Token], at: int) -> Iterator[tuple[_Token, str]]:
    """The words of an attribute list must be known ones; arguments count as words too."""
    depth = 1
    while at < len(tokens) and depth:
        token = tokens[at]
        if token.kind == "symbol":
            depth += {"[": 1, "]": -1}.get(token.text, 0)
        elif token.kind == "word" and token.text not in _ALLOWED_ATTRIBUTES | _RUNS | _GAPS:
            yield token, f"the attribute `{token.text}` is not accepted here"
        at += 1


def _header(tokens: list[_Token]) -> list[tuple[_Token, _Token]]:
    """The leading (``import``, module) pairs."""
    pairs = []
    at = 0
    while at + 1 < len(tokens) and tokens[at].text == "import" and tokens[at + 1].kind == "word":
        pairs.append((tokens[at], tokens[at + 1]))
        at += 2
    return pairs


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens without comments, numbers, characters and raw strings."""
    for kind, start, end in _pieces(text):
        token = text[start:end]
        if kind in _SPOKEN and start and not _is_apart(kind, text, start):
            yield _Token("unclear", _SPOKEN[kind], start)
        if kind == "open":
            yield _Token("open", "comment" if text[start] == "/" else "string", start)
        elif kind in ("word", "string") or token in _TELLING:
            yield _Token(kind, token, start)


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """What the text is made of: the kind of each piece, where it begins and ends; "open": it does not end."""
    at, end = 0, len(text)
    while at < end:
        match = _TOKEN.match(text, at)
        assert match is not None  # the last alternative takes any character
        kind, start, at = str(match.lastgroup), match.start(), match.end()
        if kind == "comment":
            at = _behind_comment(text, at, end)
        elif kind == "string":
            rest = _STRING_REST.match(text, at)
            at = -1 if rest is None else rest.end()
        if at < 0:
            yield "open", start, end
            return
        yield kind, start, at


def _is_apart(kind: str, text: str, start: int) -> bool:
    """Whether it is plain that Lean, too, begins a token of that kind there."""
    if kind == "word":
        return not (_EXPONENT.match(text, start) and _BEHIND_NUMBER.search(text, max(0, start - 2), start))
    clear = {"char": _CLEAR_OF_QUOTES, "raw": _CLEAR_OF_QUOTES, "string": _CLEAR_OF_STRINGS}
    return clear.get(kind, _CLEAR_BEFORE).match(text[start - 1]) is not None


_SPOKEN = {
    "line": "comment",
    "comment": "comment",
    "char": "character",
    "raw": "string",
    "string": "string",
    "word": "word",
}
_NO_BREAK = re.compile(r"[^\r\n]")


def _behind_comment(text: str, at: int, end: int) -> int:
    """The position behind a (nested) comment whose opening ends at ``at``; -1 if it does not end."""
    at += text.startswith(("-", "!"), at)  # `/--` is one token: `/--/` does not end there
    depth = 1
    while depth:
        edge = _COMMENT_EDGE.search(text, at, end)
        if edge is None:
            return -1
        depth += 1 if edge.group() == "/-" else -1
        at = edge.end()
    return at
