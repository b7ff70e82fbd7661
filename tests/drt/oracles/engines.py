"""llguidance and xgrammar behind one small interface; either may be missing, and then has no version."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

import detlm.model
from detlm.mask.bytesets import bytes_of
from detlm.mask.vocabulary import Vocabulary
from detlm.model.prompting import END
from detlm.syntax import regex as r
from tests.drt.masks import VOCABULARY
from tests.drt.oracles.languages import Rules, Symbol, Untold, rules_of

Flags = npt.NDArray[np.bool_]


class Refused(Exception):
    """The engine does not take the language, or gave up on it."""


class Engine(Protocol):
    """A way of making masks."""

    name: str

    def version(self) -> str | None:
        """Its version, None where it is not installed."""
        ...

    def regular(self, language: r.Regex, tokens: Tokens) -> Session:
        """Reads a regular language. Raises ``Refused``, and ``Untold`` for what it has no words for."""
        ...

    def grammar(self, language: Rules, tokens: Tokens) -> Session:
        """Reads a context-free language. Raises ``Refused``."""
        ...

    def schema(self, document: object, tokens: Tokens) -> Session:
        """Reads a JSON schema, without white space in its texts. Raises ``Refused``."""
        ...


class Session(Protocol):
    """A language, read by an engine for one vocabulary."""

    def flags(self, text: bytes) -> Flags | None:
        """The ids that may follow a text; None if the text is no beginning. Raises ``Refused``."""
        ...


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def told(text: bytes) -> bytes:
    """A text with each byte as a character."""
    return text.decode("latin-1").encode()


def accepts(session: Session, text: bytes, vocabulary: Vocabulary) -> bool:
    """Whether a text may stand there and end."""
    flags = session.flags(text)
    return flags is not None and bool(flags[vocabulary.eos_ids[0]])


@dataclass(frozen=True)
class Tokens:
    """A vocabulary, and how a text is cut into its tokens. ``raw``: bytes are told as they are."""

    name: str
    vocabulary: Vocabulary
    cut: Callable[[bytes], list[int]]
    raw: bool = False

    def told(self, text: bytes) -> bytes:
        """A text as engines are told it."""
        return text if self.raw else told(text)

    @property
    def all_told(self) -> list[bytes]:
        """All tokens as engines are told them; special ones by names that no text has."""
        tokens = enumerate(self.vocabulary.tokens)
        return [f"\ue000{i}".encode() if token is None else self.told(token) for i, token in tokens]

    def spelled(self, text: bytes) -> list[int]:
        """A text by its bytes."""
        return [self.vocabulary.ids_by_text[bytes([byte])] for byte in text]


@cache
def plain_tokens() -> Tokens:
    """Bytes and a few longer tokens; texts are cut into bytes."""
    ids = VOCABULARY.ids_by_text
    return Tokens("bytes", VOCABULARY, lambda text: [ids[bytes([byte])] for byte in text])


@cache
def raw_tokens() -> Tokens:
    """The plain ones, told as they are: for languages of characters."""
    return replace(plain_tokens(), name="raw", raw=True)


@cache
def shipped_tokens() -> Tokens:
    """The shipped model's tokenizer, which cuts texts in its own way."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(detlm.model.__file__).parent / "shipped" / "tokenizer.json"))
    vocabulary = Vocabulary.from_huggingface(tokenizer, eos_ids=[tokenizer.token_to_id(END)])

    def cut(text: bytes) -> list[int]:
        try:
            ids: list[int] = tokenizer.encode(text.decode(), add_special_tokens=False).ids
        except UnicodeDecodeError:
            return vocabulary.tokenize_forced(text)
        return ids

    return Tokens("shipped", vocabulary, cut)


# -- llguidance -------------------------------------------------------------------------------------


class Llguidance:
    """Regular languages as one terminal with intersections and complements, others as rules."""

    name = "llguidance"

    def version(self) -> str | None:
        """See ``Engine``."""
        return _version("llguidance")

    def regular(self, language: r.Regex, tokens: Tokens) -> Session:
        """See ``Engine``."""
        return _Matcher(_lark("start: TEXT\nTEXT: " + _terminal(language)), tokens)

    def grammar(self, language: Rules, tokens: Tokens) -> Session:
        """See ``Engine``."""
        lines = [f"{_lark_name(n)}: " + " | ".join(map(_lark_row, rows)) for n, rows in language.said()]
        return _Matcher(_lark("\n".join(lines)), tokens)

    def schema(self, document: object, tokens: Tokens) -> Session:
        """See ``Engine``."""
        from llguidance import LLMatcher

        spaces = {"whitespace_flexible": False}
        return _Matcher(LLMatcher.grammar_from_json_schema(json.dumps(document), defaults=spaces), tokens)


def _lark(text: str) -> str:
    from llguidance import LLMatcher

    grammar: str = LLMatcher.grammar_from_lark(text)
    return grammar


def _lark_name(name: str) -> str:
    return "start" if name == "root" else name


def _lark_row(row: tuple[Symbol, ...]) -> str:
    said = (f"/{_members(s)}/" if isinstance(s, int) else _lark_name(s) for s in row)
    return " ".join(said) or '""'


def _members(members: int) -> str:
    return "[" + "".join(rf"\x{{{byte:x}}}" for byte in bytes_of(members)) + "]"


def _terminal(regex: r.Regex) -> str:
    match regex:
        case r.Empty():
            return '""'
        case r.Nothing():
            return r"(/a/ & /b/)"
        case r.OneOf(members):
            return f"/{_members(members)}/"
        case r.Then(first, second):
            return f"({_terminal(first)} {_terminal(second)})"
        case r.Either(left, right):
            return f"({_terminal(left)} | {_terminal(right)})"
        case r.Star(body):
            return f"({_terminal(body)})*"
        case r.AtMost(most, body):
            return f"({_terminal(body)}){{0,{most}}}" if most else '""'
        case r.Both(left, right):
            return f"({_terminal(left)} & {_terminal(right)})"
        case r.Without(left, right):  # "~" binds closer than "*"
            return f"({_terminal(left)} & ~({_terminal(right)}))"
    raise Untold(type(regex).__name__)


class _Matcher:
    def __init__(self, grammar: str, tokens: Tokens) -> None:
        from llguidance import LLMatcher

        self._tokens = tokens
        self._fresh = LLMatcher(_llguidance_tokens(tokens.name), grammar, log_level=0)
        if self._fresh.is_error():
            raise Refused(self._fresh.get_error())

    def flags(self, text: bytes) -> Flags | None:
        """See ``Session``."""
        matcher = self._fresh.deep_copy()
        for token in self._tokens.spelled(text):
            if matcher.is_stopped() or not matcher.consume_token(token):
                return None
        if matcher.is_stopped() and not matcher.is_accepting():
            return None
        row = np.frombuffer(matcher.compute_bitmask(), dtype=np.uint8)
        if matcher.is_error():
            error = matcher.get_error()
            if error.startswith("NoExtensionBias"):  # it finds only now that nothing can follow
                return None
            raise Refused(error)
        return np.unpackbits(row, bitorder="little")[: self._tokens.vocabulary.size].astype(bool)


@cache
def _llguidance_tokens(name: str) -> Any:
    from llguidance import LLTokenizer, TokenizerWrapper

    tokens = TOKENS[name]()

    class Told:
        eos_token_id = tokens.vocabulary.eos_ids[0]
        bos_token_id = None
        special_token_ids = sorted(tokens.vocabulary.special_ids)

        def __init__(self) -> None:
            self.tokens = tokens.all_told

        def __call__(self, text: bytes | str) -> list[int]:
            said = text.encode() if isinstance(text, str) else text
            return tokens.cut(said if tokens.raw else said.decode().encode("latin-1", "replace"))

    return LLTokenizer(TokenizerWrapper(Told()))


TOKENS: dict[str, Callable[[], Tokens]] = {
    "bytes": plain_tokens,
    "raw": raw_tokens,
    "shipped": shipped_tokens,
}


# -- xgrammar ---------------------------------------------------------------------------------------


class Xgrammar:
    """All languages as rules; it has no intersection and no complement."""

    name = "xgrammar"

    def regular(self, language: r.Regex, tokens: Tokens) -> Session:
        """See ``Engine``; as rules."""
        return self.grammar(rules_of(language), tokens)

    def version(self) -> str | None:
        """See ``Engine``."""
        # Without this it compiles something of its own when it is loaded, for seconds.
        os.environ.setdefault("TVM_FFI_DISABLE_TORCH_C_DLPACK", "1")
        return _version("xgrammar")

    def grammar(self, language: Rules, tokens: Tokens) -> Session:
        """See ``Engine``."""
        lines = [f"{name} ::= " + " | ".join(map(_ebnf_row, rows)) for name, rows in language.said()]
        return _Grammar(lambda made: made.from_ebnf("\n".join(lines)), tokens)

    def schema(self, document: object, tokens: Tokens) -> Session:
        """See ``Engine``."""
        return _Grammar(
            lambda made: made.from_json_schema(
                json.dumps(document), any_whitespace=False, separators=(",", ":"), strict_mode=True
            ),
            tokens,
        )


def _ebnf_row(row: tuple[Symbol, ...]) -> str:
    return " ".join(_class(s) if isinstance(s, int) else s for s in row) or '""'


def _class(members: int) -> str:
    return "[" + "".join(rf"\u{byte:04x}" for byte in bytes_of(members)) + "]"


class _Grammar:
    def __init__(self, make: Callable[[Any], Any], tokens: Tokens) -> None:
        import xgrammar

        self._tokens = tokens
        try:
            self._compiled = _compiler(tokens.name).compile_grammar(make(xgrammar.Grammar))
        except RuntimeError as error:
            raise Refused(str(error)) from None

    def flags(self, text: bytes) -> Flags | None:
        """See ``Session``."""
        import xgrammar

        size = self._tokens.vocabulary.size
        matcher = xgrammar.GrammarMatcher(self._compiled)
        if text and not matcher.accept_string(self._tokens.told(text)):
            return None
        row = xgrammar.allocate_token_bitmask(1, size)
        matcher.fill_next_token_bitmask(row)
        return np.unpackbits(row.numpy().view(np.uint8), bitorder="little")[:size].astype(bool)


@cache
def _compiler(name: str) -> Any:
    import xgrammar

    tokens = TOKENS[name]()
    info = xgrammar.TokenizerInfo(
        tokens.all_told, vocab_type=xgrammar.VocabType.RAW, stop_token_ids=list(tokens.vocabulary.eos_ids)
    )
    return xgrammar.GrammarCompiler(info, max_threads=1, cache_enabled=False)


@cache
def installed() -> tuple[Engine, ...]:
    """The engines that are there."""
    return tuple(engine for engine in ENGINES if engine.version() is not None)


ENGINES: tuple[Engine, ...] = (Llguidance(), Xgrammar())
