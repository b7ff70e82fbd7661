"""The kernel protocol: what is asked of a Lean kernel, what it answers, and what every kernel can do.

Wire models only; how they travel is in ``wire.py``, who answers in ``worker.py`` and ``lake.py``. A
rejection is a :class:`Verdict`; that there is no verdict is one of the ``KernelError`` exceptions.
"""

from __future__ import annotations

from types import TracebackType
from typing import Annotated, Literal, Protocol, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

DEFAULT_TIMEOUT_S = 60.0
DEFAULT_MEMORY_MB = 4096
#: Deep literals need far more than Lean's 512.
DEFAULT_MAX_REC_DEPTH = 100_000


def _encodable(text: str) -> str:
    text.encode()  # lone surrogates are no text; UnicodeEncodeError is a ValueError
    return text


_Unicode = Annotated[str, AfterValidator(_encodable)]


class _Wire(BaseModel):
    # Schemas are built on first use: a client that only asks which kernel this is pays for one, not for ten.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class LeanFile(_Wire):
    """Somebody's own Lean ``text``, which may declare whatever it likes and has a say in nothing else.

    It is elaborated by itself; ``names`` (full ones) and what they reach are then there for what is checked.
    ``probe``: Lean text whose messages tell what is wrong where a name is missing or means something else.
    """

    text: _Unicode
    names: tuple[str, ...]
    probe: _Unicode = ""


class CheckRequest(_Wire):
    """Elaborate ``source`` on top of the library and an optional ``prelude``, and read declarations back.

    ``prelude`` is Lean text that is elaborated once and kept; only its declarations carry over (no
    ``open``, no ``section``). ``declarations`` are full names (``A.b``; unusual components as JSON strings:
    ``A."x y"``); with none, everything that the text declares is judged, and nothing is read back.
    ``timeout_s`` is wall-clock seconds, ``memory_mb`` MiB of resident memory; None takes the kernel's
    defaults. ``max_heartbeats`` is Lean's own step budget in thousands of allocations, 0 for none.
    ``recheck`` has the kernel check every new declaration once more, directly. ``trusted`` allows code that
    runs and grammar that changes (a user's own file); it implies ``recheck``. ``listing``, where no
    declarations are named, reads back what the text states: its theorems and the constants of its own that
    they speak of (``listing.py``); kernels that cannot read expressions list nothing.

    With ``file``, ``prelude`` and ``source`` stand beside somebody's Lean text and are not elaborated: they
    have the form that the kernel can be given directly (``direct.py``). ``export`` and ``replay`` are how the
    embedded kernel does that, and no caller's business: names whose declarations are to be written down, in a
    line of their own behind the verdict, and declarations that another worker wrote down.
    """

    version: Literal[1] = 1
    kind: Literal["check"] = "check"
    id: int = 0
    source: _Unicode
    prelude: _Unicode | None = None
    declarations: tuple[str, ...] = ()
    timeout_s: Annotated[float, Field(gt=0)] | None = None
    memory_mb: Annotated[int, Field(gt=0)] | None = None
    max_rec_depth: Annotated[int, Field(gt=0, lt=1 << 31)] = DEFAULT_MAX_REC_DEPTH
    max_heartbeats: Annotated[int, Field(ge=0, lt=1 << 40)] = 0
    recheck: bool = False
    trusted: bool = False
    listing: bool = False
    file: LeanFile | None = None
    export: tuple[str, ...] = ()
    replay: str | None = None


class Ping(_Wire):
    """Ask whether the worker lives."""

    version: Literal[1] = 1
    kind: Literal["ping"] = "ping"
    id: int = 0


class Stop(_Wire):
    """Ask the worker to end; there is no reply."""

    version: Literal[1] = 1
    kind: Literal["stop"] = "stop"
    id: int = 0


class Message(_Wire):
    """What the elaborator, or our own judgement, has to say about a place.

    ``line`` counts from 1, ``column`` from 0, in code points, within the text that ``origin`` names.
    ``kind`` is Lean's message kind where it has one (``runtime.maxRecDepth``, ``hasSorry``), ``detlm`` for
    our own judgement.
    """

    severity: Literal["information", "warning", "error"]
    text: str
    line: int
    column: int
    end_line: int | None = None
    end_column: int | None = None
    origin: Literal["source", "prelude"] = "source"
    kind: str = ""


class Axiom(_Wire):
    """An axiom; ``levels`` counts its universe parameters, ``type`` is an s-expression."""

    name: str
    levels: int
    type: str


class Declaration(_Wire):
    """What the kernel holds under a name. ``type`` and ``value`` are s-expressions (``expressions.py``).

    Only definitions carry their value. Kernels that cannot read expressions leave ``type`` empty and say so
    in their description.
    """

    name: str
    kind: Literal[
        "axiom",
        "definition",
        "theorem",
        "opaque",
        "quotient",
        "inductive",
        "constructor",
        "recursor",
        "unknown",
    ]
    levels: int
    type: str
    value: str | None
    axioms: tuple[Axiom, ...]


class WorkerFacts(_Wire):
    """Which process answered, and how many checks it has answered, this one included."""

    pid: int
    served: int


class Verdict(_Wire):
    """The answer to a check. ``milliseconds`` is the time in the worker, parsing and elaboration included."""

    version: Literal[1] = 1
    kind: Literal["verdict"] = "verdict"
    id: int = 0
    accepted: bool
    messages: tuple[Message, ...]
    declarations: tuple[Declaration, ...]
    milliseconds: float
    prelude_cached: bool = False
    worker: WorkerFacts

    @property
    def errors(self) -> tuple[Message, ...]:
        """The messages that explain a rejection."""
        return tuple(message for message in self.messages if message.severity == "error")

    @property
    def exhausted(self) -> bool:
        """Whether a budget of Lean's own (recursion depth, heartbeats) ran out: that refutes nothing."""
        return any(
            message.kind.startswith("runtime.")
            or "deep recursion" in message.text
            or "maximum recursion depth" in message.text
            or "deterministic) timeout" in message.text
            for message in self.errors
        )


class Pong(_Wire):
    """The answer to a ping."""

    version: Literal[1] = 1
    kind: Literal["pong"] = "pong"
    id: int = 0
    worker: WorkerFacts


class Failure(_Wire):
    """The worker could not make sense of a request, or Lean itself failed; never a verdict."""

    version: Literal[1] = 1
    kind: Literal["failure"] = "failure"
    id: int | None = None
    text: str


Request = CheckRequest | Ping | Stop
Reply = Verdict | Pong | Failure
_DEFERRED = ConfigDict(defer_build=True)
REQUEST: TypeAdapter[Request] = TypeAdapter(Annotated[Request, Field(discriminator="kind")], config=_DEFERRED)
REPLY: TypeAdapter[Reply] = TypeAdapter(Annotated[Reply, Field(discriminator="kind")], config=_DEFERRED)


class KernelDescription(_Wire):
    """Which kernel this is. ``axioms_from`` says whether axioms are read from expressions or from printed
    text.

    ``library_sha256`` is the digest of Lean's shared library, ``core_digest`` of the core's sources; None
    where the kernel has no such thing or cannot know. ``pinned`` is false where a compiled library was found
    in the cache that is not, byte for byte, the one that detlm was released with.
    """

    kind: Literal["embedded", "lake", "embedded-repl"]
    text: str
    lean_version: str
    git_hash: str | None = None
    library_sha256: str | None = None
    core_digest: str | None = None
    library_digest: str | None = None
    pinned: bool = True
    axioms_from: Literal["expressions", "printed text"]


class Kernel(Protocol):
    """A Lean kernel. ``check`` is safe to call from several threads."""

    @property
    def name(self) -> str:
        """A short name for messages: ``embedded``, ``lake``."""

    def describe(self) -> KernelDescription:
        """Which Lean this is; starts it if need be. Raises :class:`KernelError`."""

    def check(self, request: CheckRequest) -> Verdict:
        """The verdict on a request.

        Raises :class:`KernelTimeout`, :class:`KernelTransportError` (the process died twice, or ran out of
        memory), :class:`KernelUnavailable`, or :class:`KernelError` for a request that cannot be served.
        """

    def close(self) -> None:
        """End all processes; harmless when repeated."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
