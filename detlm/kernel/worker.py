"""The worker: answers requests over one connection, with Lean in this process and the library imported.

Runs in a process that the fork server made (``server.py``). It elaborates, or spares itself that
(``direct.py``), asks the kernel's environment what was really declared (``readback.py``), and decides
``accepted``. It keeps no time and no memory limit: the client does (``embedded.py``), by killing it.

Accepted means: no error message; nothing refused by ``screen.py``; every requested declaration stands up to
being read back. Somebody's own text is elaborated in one worker, which writes down what it declared
(``exported.py``) and gives no verdict that counts; another one, where nothing of the text ever runs, has its
kernel check that (``replayed.py``) and declares ours beside it, past the elaborator.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections import OrderedDict
from typing import Any

from detlm.kernel.direct import Direct, Refuted
from detlm.kernel.exported import export
from detlm.kernel.expressions import parse_name
from detlm.kernel.ffi import Lean, LeanFailure, LeanMessage, Object
from detlm.kernel.messages import failure, from_lean, from_screen, own_error
from detlm.kernel.readback import ReadBack, Standing
from detlm.kernel.replayed import Unacceptable, replay
from detlm.kernel.screen import is_blank, screen, without_comments, without_imports
from detlm.kernel.wire import PROTOCOL_VERSION, BadLine, Channel, Closed

#: How many preludes stay elaborated.
CACHED_PRELUDES = 8


_NOT_BESIDE = "the kernel refuses what is stated beside the Lean file"


class BadRequest(Exception):
    """A request that does not have the protocol's shape."""


class Worker:
    """Checks sources on top of one imported environment."""

    def __init__(
        self,
        lean: Lean,
        environment: Object,
        modules: tuple[str, ...],
        *,
        gaps: bool = False,
    ) -> None:
        """``gaps``: `sorry` is elaborated and warned of, for those who ask what is left to prove."""
        self._lean = lean
        self._gaps = gaps
        self._base = environment
        self._modules = frozenset(modules) | {"Init"}
        self._base_kernel = lean.kernel_environment(environment)
        self._read_back = ReadBack(lean, self._base_kernel, gaps=gaps)
        self._direct = Direct(lean)
        self._none = Standing(environment, self._base_kernel)
        self._preludes: OrderedDict[bytes, Standing] = OrderedDict()
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
            answer = self._answer(request)
            exported = answer.pop("exported", "")
            channel.send(answer)
            if answer["kind"] == "verdict" and request["export"]:  # a line of its own, not to be looked into
                channel.send_line(exported.encode() + b"\n")

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
        _examine(request)
        trusted = request["trusted"]
        messages, declarations, cached = self._screened(request["source"], "source", trusted), [], False
        exported = ""
        if messages and not trusted:
            messages = self._screened(request["prelude"] or "", "prelude", trusted) + messages
        else:
            base, cached = self._prelude(request["prelude"] or "", request)
            declarations = self._checked(request, base, messages)
            if request["export"] and not base.failed:
                names = [parse_name(name) for name in request["export"]]
                exported = export(self._lean, base.kernel, self._base_kernel, names)
        return {
            "accepted": not any(item["severity"] == "error" for item in messages),
            "messages": messages,
            "declarations": declarations,
            "milliseconds": round((time.perf_counter() - started) * 1e3, 3),
            "prelude_cached": cached,
            "exported": exported,
            "worker": self._facts(),
        }

    def _checked(
        self, request: dict[str, Any], base: Standing, messages: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        """The declarations of a request that passed the screen; what is to be said goes to ``messages``."""
        kernel = after = None
        if (request["declarations"] or base.replayed) and not base.failed:
            try:
                kernel = self._declare(request["source"], base.kernel, request)
            except Refuted as false:
                messages += [*base.messages, {**own_error(str(false)), "line": false.line}]
                return []
        if kernel is None and base.environment is None and not base.failed:
            if base.replayed:
                messages.append(own_error(_NOT_BESIDE))
                return []
            self._elaborate_prelude(base, request)
        messages += base.messages
        if kernel is None:
            if base.failed:
                return []
            after, found = self._elaborate(request["source"], base.environment, request)
            messages += [self._message(item, "source") for item in found]
            kernel = self._lean.kernel_environment(after)
        return self._read_back.declarations(kernel, after, base, request, messages)

    def _declare(self, text: str, kernel: Object, request: dict[str, Any]) -> Object | None:
        """Without the elaborator: see :class:`Direct`. What is trusted may mean something else by then."""
        if request["trusted"]:
            return None
        if is_blank(text):
            return self._lean.keep(kernel)
        return self._direct.declare(text, kernel, request["max_heartbeats"])

    def _facts(self) -> dict[str, Any]:
        return {"pid": os.getpid(), "served": self._served}

    def _screened(self, text: str, origin: str, trusted: bool) -> list[dict[str, Any]]:
        """What the screen refuses; a prelude is read once as long as it is not forgotten."""
        key = _digest(f"{trusted}\n{text}") if origin == "prelude" else b""
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

    def _prelude(self, text: str, request: dict[str, Any]) -> tuple[Standing, bool]:
        """What stands before the source, and whether it stood there already."""
        below = self._ground(request)
        if not text:
            return below, False
        settings = f"{request['max_rec_depth']} {request['max_heartbeats']} {request['trusted']}\n"
        ground = "" if request["replay"] is None else _digest(request["replay"]).hex()
        key = _digest(f"{settings}{ground}\n{text}")
        known = self._remembered(key)
        if known is not None:
            return known, True
        try:
            direct = None if below.failed else self._declare(text, below.kernel, request)
        except Refuted:  # the elaborator's messages about a prelude say more
            direct = None
        made = Standing(None, direct or self._lean.keep(below.kernel), replayed=below.replayed)
        if direct is None and below.replayed:
            made.messages = below.messages or [{**own_error(_NOT_BESIDE), "origin": "prelude"}]
        elif direct is None:
            self._elaborate_prelude(made, request)
        self._remember(key, made)
        return made, False

    def _ground(self, request: dict[str, Any]) -> Standing:
        """What everything of a request stands on: the library, or with it what was elaborated elsewhere."""
        if request["replay"] is None:
            return self._none
        key = _digest(request["replay"])
        known = self._remembered(key)
        if known is None:
            try:
                budget = request["max_heartbeats"] * 1000
                kernel = replay(self._lean, self._base_kernel, request["replay"], budget)
                known = Standing(None, kernel, replayed=True)
            except Unacceptable as error:
                said = [{**own_error(str(error)), "origin": "prelude"}]
                known = Standing(None, self._lean.keep(self._base_kernel), said, replayed=True)
            self._remember(key, known)
        return known

    def _remembered(self, key: bytes) -> Standing | None:
        known = self._preludes.get(key)
        if known is not None:
            self._preludes.move_to_end(key)
        return known

    def _remember(self, key: bytes, made: Standing) -> None:
        self._preludes[key] = made
        if len(self._preludes) > CACHED_PRELUDES:
            _, oldest = self._preludes.popitem(last=False)
            oldest.forget(self._lean)
            if oldest.environment is not None:
                self._lean.drop(oldest.environment)

    def _elaborate_prelude(self, base: Standing, request: dict[str, Any]) -> None:
        """Give a prelude the elaborator's environment; the kernel's is then of the same objects.

        Only what the elaborator reads is screened: what is declared without it is constants, applications and
        numbers by its form.
        """
        refused = self._screened(request["prelude"], "prelude", request["trusted"])
        if refused and not request["trusted"]:
            base.messages = refused
            return
        environment, found = self._elaborate(request["prelude"], self._base, request)
        base.forget(self._lean)
        base.environment, base.kernel = environment, self._lean.kernel_environment(environment)
        base.messages = refused + [self._message(item, "prelude") for item in found]

    def _message(self, item: LeanMessage, origin: str) -> dict[str, Any]:
        return from_lean(item, origin, gaps=self._gaps)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _examine(request: dict[str, Any]) -> None:
    """Raises :class:`BadRequest` for a check that has not the protocol's shape."""
    for key, default in (("prelude", None), ("replay", None), ("export", [])):
        request.setdefault(key, default)
    for key, kind in (
        ("source", str),
        ("trusted", bool),
        ("declarations", list),
        ("export", list),
        ("recheck", bool),
        ("max_rec_depth", int),
        ("max_heartbeats", int),
    ):
        _get(request, key, kind)
    if not (0 < request["max_rec_depth"] < 1 << 31 and 0 <= request["max_heartbeats"] < 1 << 40):
        raise BadRequest("a limit is out of range")
    names = [*request["declarations"], *request["export"]]
    texts = [text for key in ("prelude", "replay") if (text := request[key]) is not None]
    if not all(type(item) is str for item in names + texts):
        raise BadRequest("names and texts must be texts")
    for name in names:
        try:
            parse_name(name)
        except ValueError as error:
            raise BadRequest(str(error)) from error


def _get(request: dict[str, Any], key: str, kind: type) -> Any:
    value = request.get(key)
    if type(value) is not kind:
        raise BadRequest(f"`{key}` must be of type {kind.__name__}")
    return value
