"""``detlm generate``: one prompt through one constraint file, shown live, with a certificate at the end."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from detlm.console.live import Summary, View, open_view
from detlm.errors import (
    DecodeError,
    DetlmError,
    MaskError,
    NoAdmissibleCompletion,
    UsageError,
    VocabularyError,
)

if TYPE_CHECKING:
    from detlm.decode.choose import Sampling
    from detlm.decode.events import Finished
    from detlm.kernel.embedded import EmbeddedKernel
    from detlm.model.loading import LoadedModel
    from detlm.syntax.program import Program

_LONGEST_PROMPT = 1 << 20


@dataclass(frozen=True, slots=True)
class Request:
    """The options of ``detlm generate``, as given."""

    file: Path
    prompt: bytes
    out: Path | None
    model: str = "shipped"
    mode: str | None = None
    seed: int = 0
    temperature: float = 0.8
    top_k: int = 0
    top_p: float = 1.0
    max_tokens: int = 256
    max_backups: int = 200
    semantic: str = "filter"
    allow_lean: bool = False


def run(request: Request, *, as_json: bool) -> int:
    """Exit code 0 when the whole output is proved, 1 when it could not be finished."""
    program, sampling = _prepared(request)  # what is wrong with these is said before the model loads
    with opened(request.model) as (model, kernel):
        summary = _produce(request, program, sampling, model, kernel, open_view(quiet=as_json))
    if as_json:
        print(json.dumps(summary.record(), ensure_ascii=False))
    return 0 if summary.proved else 1


@contextmanager
def opened(model_name: str) -> Iterator[tuple[LoadedModel, EmbeddedKernel]]:
    """The model and a started kernel, made ready side by side."""
    from detlm.kernel.build import ensure_built
    from detlm.kernel.embedded import EmbeddedKernel

    kernel = EmbeddedKernel(ensure_built())
    try:
        with ThreadPoolExecutor(1) as pool:
            started = pool.submit(kernel.describe)  # the worker imports the library while torch loads
            from detlm.model.loading import load_model

            model = load_model(model_name)
            started.result()
        yield model, kernel
    finally:
        kernel.close()


def generate(request: Request, model: LoadedModel, kernel: EmbeddedKernel, view: View) -> Summary:
    """Runs one generation, shows it, writes its certificate.

    What ends early leaves a certificate of kind "prefix". Budgets that are used up are the summary's
    business; raises every other ``DetlmError``, and ``KeyboardInterrupt``.
    """
    return _produce(request, *_prepared(request), model, kernel, view)


def _produce(
    request: Request,
    program: Program,
    sampling: Sampling,
    model: LoadedModel,
    kernel: EmbeddedKernel,
    view: View,
) -> Summary:
    from detlm.decode.events import Finished
    from detlm.decode.generate import Generation, Settings
    from detlm.decode.loop import Budget

    settings = Settings(
        mode=request.mode,
        sampling=sampling,
        budget=Budget(request.max_tokens, request.max_backups),
        semantic="span-end" if request.semantic == "span-end" else "filter",
        allow_lean=request.allow_lean,
    )
    try:
        generation = Generation(program, request.prompt, model, kernel, settings)
    except VocabularyError:
        raise
    except MaskError as err:
        from detlm.console.checking import placed

        raise placed(program, err) from err
    view.begin(request.prompt, generation.compiled)
    finished: Finished | None = None
    written: Path | None = None
    try:
        for event in generation.events():
            if not isinstance(event, Finished):
                view.show(event)
                continue
            finished = event
            try:
                written = _write(finished, request.out)  # first: whoever looks on may be gone
            finally:
                view.show(finished)
    except (DetlmError, KeyboardInterrupt, OSError) as err:
        if finished is None:
            why = "interrupted" if isinstance(err, KeyboardInterrupt) else str(err)
            finished = generation.interrupted(why)
            written = _write(finished, request.out) if finished.output else None
            if not isinstance(err, OSError):  # then there is nobody to show it to
                view.show(finished)
        if not isinstance(err, DecodeError) or isinstance(err, NoAdmissibleCompletion):
            raise
    finally:
        with suppress(OSError):
            view.end()
            if written is not None:
                view.wrote(written)
    if finished is None:
        raise DecodeError("decoding ended without a result")
    return Summary.of(finished, written)


def _write(finished: Finished, out: Path | None) -> Path | None:
    from detlm.certificate import schema

    if out is not None:
        schema.write(finished.certificate, out)
    return out


def _prepared(request: Request) -> tuple[Program, Sampling]:
    """Everything that can be read and checked without a model. Raises ``DetlmError``."""
    from detlm.console.checking import require_sound
    from detlm.decode.choose import Sampling
    from detlm.decode.generate import require_allowed
    from detlm.syntax import read_program

    program = read_program(request.file)
    require_sound(program)
    require_allowed(program, allow_lean=request.allow_lean)
    if len(request.prompt) > _LONGEST_PROMPT:
        raise UsageError(f"the prompt has {len(request.prompt):,} bytes; the limit is {_LONGEST_PROMPT:,}")
    if request.semantic not in ("filter", "span-end"):
        raise UsageError(f"--semantic must be filter or span-end, not {request.semantic!r}")
    if request.mode not in (None, "deterministic", "hybrid", "probing"):
        raise UsageError(f"--mode must be deterministic or hybrid, not {request.mode!r}")
    if request.max_tokens < 1 or request.max_backups < 0:
        raise UsageError("--max-tokens must be at least 1 and --max-backups at least 0")
    sampling = Sampling(request.seed, request.temperature, request.top_k, request.top_p)
    _require_writable(request.out)
    return program, sampling


def _require_writable(out: Path | None) -> None:
    """Better to fail before the model has worked than after."""
    if out is None:
        return
    try:
        if out.exists() and not out.is_file():
            what = "a folder" if out.is_dir() else "no ordinary file, and would be replaced by one"
            raise UsageError(f"--out {out}: this is {what}")
        if not out.parent.is_dir():
            raise UsageError(f"--out {out}: there is no folder {out.parent}")
        part = out.with_name(out.name + ".part")
        part.touch()
        part.unlink()
    except OSError as err:
        raise UsageError(f"--out {out}: cannot write there: {err.strerror}") from err
