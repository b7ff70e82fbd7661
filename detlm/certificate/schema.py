"""What a certificate holds, each field classed by how far a reader may rely on it.

``claim`` is what is proved, ``witness`` only helps to prove it, ``recomputed`` is derived again by the
verifier and must come out the same, ``attested`` is the word of whoever made the certificate. Reading is
strict: unknown fields, duplicate keys, floats where integers belong, wrong lengths are refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, ValidationError

from detlm.errors import CertificateError

FORMAT = "detlm-certificate"
VERSION = 1
MAX_BYTES = 64 << 20
_MAX_DEPTH = 64


def _read_bytes(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return value.encode()
        except UnicodeEncodeError as err:
            raise ValueError("text holds a lone surrogate") from err
    if isinstance(value, dict) and set(value) == {"base64"} and isinstance(value["base64"], str):
        try:
            return base64.b64decode(value["base64"], validate=True)
        except binascii.Error as err:
            raise ValueError("not base64") from err
    if isinstance(value, bytes):
        return value
    raise ValueError('expected a text, or {"base64": …} for bytes that are no UTF-8')


def _write_bytes(value: bytes) -> str | dict[str, str]:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


#: Exact bytes; in JSON a text where they are UTF-8, else ``{"base64": …}``.
Bytes = Annotated[bytes, BeforeValidator(_read_bytes), PlainSerializer(_write_bytes)]
Natural = Annotated[int, Field(ge=0, lt=1 << 48)]
Digest = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class Wire(BaseModel):
    """Base of everything in a certificate."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class EnclosedFile(Wire):
    """A file of the program, whole."""

    name: Annotated[str, Field(min_length=1, max_length=4096)]
    content: Bytes


class Claim(Wire):
    """What is proved: that ``output`` is admitted by the program as an answer to ``prompt``."""

    program: Annotated[tuple[EnclosedFile, ...], Field(min_length=1)]
    prompt: Bytes
    output: Bytes


class UseFact(Wire):
    """A step of the witness: the fact with this number."""

    fact: Natural


class UseRule(Wire):
    """A step of the witness: the rule with this number, its variables replaced by ``arguments``."""

    rule: Natural
    arguments: tuple[Bytes, ...]


#: A leftmost derivation by a grammar: for a nonterminal the number of its alternative, for a terminal how
#: many bytes it takes.
GrammarDerivation = Annotated[tuple[Natural, ...], Field(max_length=4_000_000)]


class SpanRecord(Wire):
    """A span of the output: bytes ``start`` to ``end``, made by the derive rule with number ``rule``."""

    name: str
    rule: Natural
    start: Natural
    end: Natural


class Recomputed(Wire):
    """What the verifier derives again from the claim."""

    program_sha256: Digest
    prompt_sha256: Digest
    output_sha256: Digest
    statement_sha256: Digest
    meaning_sha256: Digest
    lean: Annotated[str, Field(pattern=r"^[0-9A-Za-z.+-]{1,40}$")]
    preface: Bytes
    spans: tuple[SpanRecord, ...]
    tokens: tuple[Bytes, ...]


class TokenRecord(Wire):
    """How one token came about: its id, whether the model was asked, how many ids were admissible,
    and by how much the chosen one led (natural log units; None when nothing else was admissible)."""

    id: Natural
    forced: bool
    admissible: Natural
    margin: float | None = Field(default=None, allow_inf_nan=False)


class Attested(Wire):
    """What the maker says about the making; nothing here is checked."""

    detlm: str
    model: str
    revision: str | None
    weights_sha256: str
    vocabulary_sha256: str
    rendered_prompt: Bytes
    prompt_style: str
    mode: Literal["probing", "hybrid", "deterministic"]
    seed: int | None
    kernel: str
    tokens: tuple[TokenRecord, ...]
    model_calls: Natural
    backups: Natural
    seconds: float = Field(allow_inf_nan=False)
    proof_milliseconds: float = Field(allow_inf_nan=False)


class Certificate(Wire):
    """The bundle. ``kind`` "prefix" marks interrupted output, which no verifier accepts."""

    format: Literal["detlm-certificate"]
    version: Literal[1]
    kind: Literal["output", "prefix"]
    claim: Claim
    witness: Annotated[tuple[UseFact | UseRule, ...], Field(max_length=100_000)]
    derivations: Annotated[tuple[GrammarDerivation, ...], Field(max_length=10_000)] = ()
    recomputed: Recomputed
    attested: Attested


class OtherVersion(CertificateError):
    """A certificate of a format or version that this reader does not know."""


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def program_sha256(files: tuple[EnclosedFile, ...]) -> str:
    """Digest of a program's files: names and contents, each with its length."""
    whole = hashlib.sha256()
    for file in files:
        for part in (file.name.encode(), file.content):
            whole.update(len(part).to_bytes(8, "little") + part)
    return whole.hexdigest()


def _no_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen = dict(pairs)
    if len(seen) != len(pairs):
        raise CertificateError("a key occurs twice in one object")
    return seen


#: A bracket, or a string with whatever it holds.
_BRACKETS = re.compile(r'[\[{\]}]|"(?:[^"\\]++|\\.)*+"?', re.DOTALL)


def _too_deep(text: str) -> bool:
    depth = 0
    for found in _BRACKETS.finditer(text):
        match text[found.start()]:
            case "[" | "{":
                depth += 1
                if depth > _MAX_DEPTH:
                    return True
            case "]" | "}":
                depth -= 1
    return False


def loads(data: bytes) -> Certificate:
    """Reads a certificate. Raises ``CertificateError`` (``OtherVersion`` for a format from elsewhere)."""
    if len(data) > MAX_BYTES:
        raise CertificateError(f"larger than {MAX_BYTES >> 20} MiB")
    try:
        text = data.decode()
    except UnicodeDecodeError as err:
        raise CertificateError(f"not UTF-8 at byte {err.start}") from err
    if _too_deep(text):
        raise CertificateError(f"nested deeper than {_MAX_DEPTH} levels")
    if text.startswith("\ufeff"):
        raise CertificateError("not JSON: begins with a byte order mark")
    try:
        raw = json.loads(text, object_pairs_hook=_no_duplicates)
    except json.JSONDecodeError as err:
        raise CertificateError(f"not JSON at line {err.lineno}, column {err.colno}: {err.msg}") from err
    except ValueError as err:
        raise CertificateError("not JSON that is read here: a number has thousands of digits") from err
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise OtherVersion(f'no "format": "{FORMAT}" at the top')
    if type(raw.get("version")) is not int or raw["version"] != VERSION:
        raise OtherVersion(f"version {raw.get('version')!r}; this detlm reads version {VERSION}")
    try:
        return Certificate.model_validate_json(text)
    except ValidationError as err:
        first = err.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise CertificateError(f"{where}: {first['msg']}") from err


def dumps(certificate: Certificate) -> bytes:
    """The certificate as JSON, ending in a newline."""
    return (json.dumps(certificate.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def write(certificate: Certificate, path: Path) -> None:
    """Writes beside and renames, so that a full disk or a signal never leaves half a certificate."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(dumps(certificate))
        part.replace(path)
    except OSError as err:
        raise CertificateError(
            f"cannot write {path}: {err.strerror or err}", hint="choose another place with --out"
        ) from err
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
