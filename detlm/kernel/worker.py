"""The worker: answers requests over one connection, with Lean in this process and the library imported.

Runs in a process that the fork server made (``server.py``). It elaborates, or spares itself that
(``direct.py``), asks the kernel's environment what was really declared, collects axioms over the constants
reached, and decides ``accepted``. It keeps no time and no memory limit: the client does (``embedded.py``), by
killing it.

Accepted means: no error message; every requested declaration exists and is safe; no gap (``sorry``); axioms
only the three official ones with their official types; nothing refused by ``screen.py``; and, where the
request asks for it or is trusted to change the grammar, the kernel accepted each new declaration once more.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from detlm.kernel.axioms import OFFICIAL_AXIOMS, AxiomCollector, Collected, Parts
from detlm.kernel.direct import Direct, Refuted
from detlm.kernel.expressions import Reader, TooLarge, Unreadable, format_name, parse_name
from detlm.kernel.ffi import Lean, LeanFailure, LeanMessage, Object
from detlm.kernel.listing import listing
from detlm.kernel.messages import failure, from_lean, from_screen, own_error
from detlm.kernel.screen import is_blank, screen, without_comments, without_imports
from detlm.kernel.wire import PROTOCOL_VERSION, BadLine, Channel, Closed

#: How many preludes stay elaborated.
CACHED_PRELUDES = 8


class BadRequest(Exception):
    """A request that does not have the protocol's shape."""


@dataclass
class _Reading:
    """What was read of one constant, an object that never changes: the answer, and what is wrong with it."""

    constant: Object
    answer: dict[str, Any] | None
    messages: list[dict[str, Any]]


@dataclass
class _Prelude:
    """A prelude that stands, and what was found out about its declarations since. All is owned.

    ``environment`` is the elaborator's; None while nothing needed it.
    """

    environment: Object | None
    kernel: Object
    messages: list[dict[str, Any]] = field(default_factory=list)
    readings: dict[str, _Reading] = field(default_factory=dict)
    rests: dict[Parts, frozenset[Parts]] = field(default_factory=dict)

    @property
    def failed(self) -> bool:
        return any(item["severity"] == "error" for item in self.messages)


class Worker:
    """Checks sources on top of one imported environment."""

    def __init__(
        self, lean: Lean, environment: Object, modules: tuple[str, ...], *, gaps: bool = False
    ) -> None:
        """``gaps``: `sorry` is elaborated and warned of, for those who ask what is left to prove."""
        self._lean = lean
        self._gaps = gaps
        self._base = environment
        self._modules = frozenset(modules) | {"Init"}
        self._base_kernel = lean.kernel_environment(environment)
        self._reader = Reader(lean)
        self._axioms = AxiomCollector(lean, self._reader, self._base_kernel)
        self._direct = Direct(lean)
        self._none = _Prelude(environment, self._base_kernel)
        self._preludes: OrderedDict[bytes, _Prelude] = OrderedDict()
        self._unsuspected: OrderedDict[bytes, None] = OrderedDict()
        self._served = 0

    def serve(self, channel: Channel) -> None:
        """Answer requests until the client closes or says stop."""
        while True:
            try:
                request = channel.receive()
            except Closed:
                return
            except BadLine as error:
                channel.send(failure(None, str(error)))
                if "longer" in str(error):
                    return  # the rest of that line cannot be told from the next request
                continue
            if request.get("kind") == "stop":
                return
            channel.send(self._answer(request))

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        number = request.get("id")
        try:
            if request.get("version") != PROTOCOL_VERSION:
                raise BadRequest(f"this worker speaks protocol version {PROTOCOL_VERSION}")
            _get(request, "id", int)
            envelope = {"version": PROTOCOL_VERSION, "id": number}
            match request.get("kind"):
                case "ping":
                    return {**envelope, "kind": "pong", "worker": self._facts()}
                case "check":
                    return {**envelope, "kind": "verdict", **self.check(request)}
                case kind:
                    raise BadRequest(f"no request is called {kind!r}")
        except (BadRequest, LeanFailure, UnicodeEncodeError, RecursionError) as error:
            return failure(number, f"{type(error).__name__}: {error}")

    def check(self, request: dict[str, Any]) -> dict[str, Any]:
        """The verdict on one ``check`` request, as the wire has it."""
        started = time.perf_counter()
        self._served += 1
        source, prelude = _get(request, "source", str), request.get("prelude") or ""
        trusted = _get(request, "trusted", bool)
        for key, kind in (
            ("declarations", list),
            ("recheck", bool),
            ("max_rec_depth", int),
            ("max_heartbeats", int),
        ):
            _get(request, key, kind)
        if not (0 < request["max_rec_depth"] < 1 << 31 and 0 <= request["max_heartbeats"] < 1 << 40):
            raise BadRequest("a limit is out of range")
        if not all(type(name) is str for name in request["declarations"]) or type(prelude) is not str:
            raise BadRequest("names and prelude must be texts")
        messages, declarations, cached = self._screened(source, "source", trusted), [], False
        if messages and not trusted:
            messages = self._screened(prelude, "prelude", trusted) + messages
        else:
            base, cached = self._prelude(prelude, request)
            declarations = self._checked(request, base, messages)
        return {
            "accepted": not any(item["severity"] == "error" for item in messages),
            "messages": messages,
            "declarations": declarations,
            "milliseconds": round((time.perf_counter() - started) * 1e3, 3),
            "prelude_cached": cached,
            "worker": self._facts(),
        }

    def _checked(
        self, request: dict[str, Any], base: _Prelude, messages: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The declarations of a request that passed the screen; what is to be said goes to ``messages``."""
        kernel = after = None
        if request["declarations"] and not base.failed:
            try:
                kernel = self._declare(request["source"], base.kernel, request)
            except Refuted as false:
                messages += [*base.messages, {**own_error(str(false)), "line": false.line}]
                return []
        if kernel is None and base.environment is None and not base.failed:
            self._elaborate_prelude(base, request)
        messages += base.messages
        if kernel is None:
            if base.failed:
                return []
            after, found = self._elaborate(request["source"], base.environment, request)
            messages += [self._message(item, "source") for item in found]
            kernel = self._lean.kernel_environment(after)
        return self._declarations(kernel, after, base, request, messages)

    def _declare(self, text: str, kernel: Object, request: dict[str, Any]) -> Object | None:
        """Without the elaborator: see :class:`Direct`. What is trusted may mean something else by then."""
        if request["trusted"]:
            return None
        return self._direct.declare(text, kernel, request["max_heartbeats"])

    def _facts(self) -> dict[str, Any]:
        return {"pid": os.getpid(), "served": self._served}

    def _screened(self, text: str, origin: str, trusted: bool) -> list[dict[str, Any]]:
        """What the screen refuses; a prelude is read once as long as it is not forgotten."""
        key = hashlib.sha256(f"{trusted}\n{text}".encode()).digest() if origin == "prelude" else b""
        if key in self._unsuspected:
            self._unsuspected.move_to_end(key)
            return []
        findings = screen(text, trusted=trusted, modules=self._modules)
        if self._gaps:
            findings = [finding for finding in findings if not finding.gap]
        if key and not findings:
            self._unsuspected[key] = None
            if len(self._unsuspected) > CACHED_PRELUDES:
                self._unsuspected.popitem(last=False)
        return [from_screen(finding, origin) for finding in findings]

    def _elaborate(
        self, text: str, environment: Object | None, request: dict[str, Any]
    ) -> tuple[Object, list[LeanMessage]]:
        """The environment behind the text, owned, and the messages; the caller keeps ``environment``."""
        assert environment is not None
        text = without_imports(text) if request["trusted"] else without_comments(text)
        if is_blank(text):  # Lean's command parser takes blank text for an unfinished command
            return self._lean.keep(environment), []
        limits = {"maxRecDepth": request["max_rec_depth"], "maxHeartbeats": request["max_heartbeats"]}
        options = self._lean.options(limits)
        try:
            return self._lean.elaborate(text, environment, options)
        finally:
            self._lean.drop(options)

    def _prelude(self, text: str, request: dict[str, Any]) -> tuple[_Prelude, bool]:
        if not text:
            return self._none, False
        settings = f"{request['max_rec_depth']} {request['max_heartbeats']} {request['trusted']}\n"
        key = hashlib.sha256((settings + text).encode()).digest()
        known = self._preludes.get(key)
        if known is not None:
            self._preludes.move_to_end(key)
            return known, True
        try:
            direct = self._declare(text, self._base_kernel, request)
        except Refuted:  # the elaborator's messages about a prelude say more
            direct = None
        made = _Prelude(None, direct or self._lean.keep(self._base_kernel))
        if direct is None:
            self._elaborate_prelude(made, request)
        self._preludes[key] = made
        if len(self._preludes) > CACHED_PRELUDES:
            _, oldest = self._preludes.popitem(last=False)
            self._forget(oldest)
            if oldest.environment is not None:
                self._lean.drop(oldest.environment)
        return made, False

    def _elaborate_prelude(self, base: _Prelude, request: dict[str, Any]) -> None:
        """Give a prelude the elaborator's environment; the kernel's is then of the same objects.

        Only what the elaborator reads is screened: what is declared without it is constants, applications and
        numbers by its form.
        """
        refused = self._screened(request["prelude"], "prelude", request["trusted"])
        if refused and not request["trusted"]:
            base.messages = refused
            return
        environment, found = self._elaborate(request["prelude"], self._base, request)
        self._forget(base)
        base.environment, base.kernel = environment, self._lean.kernel_environment(environment)
        base.messages = refused + [self._message(item, "prelude") for item in found]

    def _message(self, item: LeanMessage, origin: str) -> dict[str, Any]:
        return from_lean(item, origin, gaps=self._gaps)

    def _forget(self, base: _Prelude) -> None:
        """Give back what belongs to the kernel's environment of a prelude."""
        for item in (base.kernel, *(reading.constant for reading in base.readings.values())):
            self._lean.drop(item)
        base.readings.clear()
        base.rests.clear()

    def _declarations(
        self,
        kernel: Object,
        environment: Object | None,
        base: _Prelude,
        request: dict[str, Any],
        messages: list[dict[str, Any]],
    ) -> list[dict[str, Any]]:
        """The requested declarations; what is wrong with them goes to ``messages``. Takes both environments.

        ``environment``, the elaborator's, is needed where no names are given. With ``recheck`` nothing that
        was found out before about the prelude is used.
        """
        names, recheck = request["declarations"], request["trusted"] or request["recheck"]
        collected = self._axioms.on(kernel, None if recheck else (base.kernel, base.rests))
        try:
            known = {} if recheck else base.readings
            found = [self._declaration(collected, known, name, messages) for name in names]
            if not names and environment is not None:  # then everything that is new counts
                new = self._axioms.new_names(environment)
                for parts in new:
                    self._judge(collected, parts, messages)
                if request.get("listing") is True:
                    found += listing(self._lean, self._reader, collected, new, request)
            if recheck:
                messages += [
                    own_error(f"the kernel refuses `{name}`") for name in collected.refused_by_kernel()
                ]
            return [item for item in found if item is not None]
        finally:
            collected.close()
            self._lean.drop(kernel)
            if environment is not None:
                self._lean.drop(environment)

    def _declaration(
        self, collected: Collected, known: dict[str, _Reading], name: str, messages: list[dict[str, Any]]
    ) -> dict[str, Any] | None:
        try:
            parts = parse_name(name)
        except ValueError as error:
            raise BadRequest(str(error)) from error
        constant = collected.constant(parts)
        if constant is None:
            messages.append(own_error(f"`{name}` was not declared"))
            return None
        reading = known.get(name)
        if reading is None or reading.constant != constant:  # another object: another declaration
            reading = _Reading(constant, None, [])
            reading.answer = self._read(collected, parts, name, constant, reading.messages)
            if collected.is_from_below(parts):
                if name in known:
                    self._lean.drop(known[name].constant)
                self._lean.keep(constant)  # so that its address stays its own
                known[name] = reading
        messages += reading.messages
        return reading.answer

    def _read(
        self,
        collected: Collected,
        parts: Parts,
        name: str,
        constant: Object,
        messages: list[dict[str, Any]],
    ) -> dict[str, Any] | None:
        reader = self._reader
        kind, parameters = reader.kind(constant), reader.parameters(constant)
        if not reader.is_safe(constant):
            messages.append(own_error(f"`{name}` is unsafe or partial"))
        axioms = self._judge(collected, parts, messages)
        try:
            value = reader.value_of(constant) if kind == "definition" else None
            return {
                "name": name,
                "kind": kind,
                "levels": len(parameters),
                "type": reader.expression(reader.type_of(constant), parameters),
                "value": None if value is None else reader.expression(value, parameters),
                "axioms": axioms,
            }
        except (TooLarge, Unreadable) as error:
            message = own_error(f"`{name}` cannot be read back: {error}")
            if isinstance(error, TooLarge):
                message["kind"] = "runtime.size"  # a limit of ours: it refutes nothing
            messages.append(message)
            return None

    def _judge(
        self, collected: Collected, parts: Parts, messages: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The axioms that a constant rests on; each one that is not official becomes an error."""
        axioms = []
        for axiom in collected.axioms(parts):
            name, levels, kind = collected.axiom(axiom)
            axioms.append({"name": name, "levels": levels, "type": kind})
            if name == "sorryAx" and self._gaps:
                continue
            if name == "sorryAx":
                text = f"`{format_name(parts)}` has a gap: `sorry`, or a proof that failed"
            elif name not in OFFICIAL_AXIOMS:
                text = f"`{format_name(parts)}` rests on the axiom `{name}`"
            elif OFFICIAL_AXIOMS[name] != (levels, kind):
                text = f"the axiom `{name}` does not have its official type"
            else:
                continue
            messages.append(own_error(text))
        return axioms


def _get(request: dict[str, Any], key: str, kind: type) -> Any:
    value = request.get(key)
    if type(value) is not kind:
        raise BadRequest(f"`{key}` must be of type {kind.__name__}")
    return value
