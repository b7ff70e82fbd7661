"""The command line. Options and exit codes only; every command imports what it needs when it runs.

Exit codes: 0 done, 1 an error in an input, 2 wrong usage, 10 rejected, 11 declined, 12 no kernel verdict,
130 interrupted, 143 terminated.
"""

from __future__ import annotations

import errno
import os
import re
import signal
import sys
from contextlib import suppress
from io import TextIOWrapper
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

try:
    import typer

    from detlm.config import VERSION
    from detlm.errors import DetlmError, UsageError
except KeyboardInterrupt:  # importing is most of what a short command does
    print("interrupted", file=sys.stderr)
    raise SystemExit(130) from None

app = typer.Typer(
    name="detlm",
    help="A language model that says only what it can prove it may say.",
    rich_markup_mode=None,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
lean_app = typer.Typer(
    help="The Lean side: the kernel, its library, files of your own.",
    rich_markup_mode=None,
    no_args_is_help=True,
)
app.add_typer(lean_app, name="lean")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object instead of text.")]
KernelName = Annotated[
    str, typer.Option("--kernel", help="embedded (no toolchain needed) or lake (an installed toolchain).")
]

AllowLean = Annotated[
    bool, typer.Option("--allow-lean", help="Elaborate Lean files that define categories; read them first.")
]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"detlm {VERSION}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """A language model that says only what it can prove it may say."""


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A constraint file (.det).")],
    explain: Annotated[bool, typer.Option("--explain", help="Say where each rule acts.")] = False,
    prompt: Annotated[str, typer.Option(help="Check for this prompt; @FILE reads a file.")] = "",
    graph: Annotated[Path | None, typer.Option(help="Draw the program into this .svg file.")] = None,
    prove: Annotated[
        bool, typer.Option("--prove", help="Have the kernel check the automata of the masks.")
    ] = False,
    json: Json = False,
) -> None:
    """Read a constraint file and say what is wrong with it, or what it comes to."""
    from detlm.console import short

    held = _text(prompt, "--prompt")
    if not prove:
        short.prepare()
    from detlm.console.checking import run

    raise typer.Exit(run(file, held, explain=explain, as_json=json, graph=graph, prove=prove))


@app.command()
def generate(
    file: Annotated[Path, typer.Argument(help="A constraint file (.det).")],
    prompt: Annotated[str, typer.Option("--prompt", "-p", help="What to ask; @FILE reads a file.")],
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Where the certificate goes.")] = None,
    model: Annotated[str, typer.Option(help="shipped, a local folder, or a hub name.")] = "shipped",
    mode: Annotated[str | None, typer.Option(help="deterministic or hybrid; default: the file's.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of hybrid mode.")] = 0,
    temperature: Annotated[float, typer.Option(help="Temperature of hybrid mode.")] = 0.8,
    top_k: Annotated[int, typer.Option(help="Hybrid: keep the best K (0: all).")] = 0,
    top_p: Annotated[float, typer.Option(help="Hybrid: nucleus.")] = 1.0,
    max_tokens: Annotated[int, typer.Option(help="Most tokens of the output.")] = 256,
    max_backups: Annotated[int, typer.Option(help="Most times to go back.")] = 200,
    semantic: Annotated[
        str, typer.Option(help="filter: support in the mask where it fits; span-end: checked when spans end.")
    ] = "filter",
    allow_lean: AllowLean = False,
    json: Json = False,
) -> None:
    """Let a model answer inside a constraint file, and prove that it did."""
    from detlm.console.generating import Request, run

    request = Request(
        file, _text(prompt, "--prompt"), out, model, mode, seed, temperature, top_k, top_p,
        max_tokens, max_backups, semantic, allow_lean,
    )  # fmt: skip
    raise typer.Exit(run(request, as_json=json))


@app.command()
def verify(
    certificate: Annotated[Path, typer.Argument(help="A certificate (run.json).")],
    program: Annotated[Path | None, typer.Option(help="The constraint file you hold.")] = None,
    prompt: Annotated[str | None, typer.Option(help="The prompt you hold; @FILE reads a file.")] = None,
    text: Annotated[str | None, typer.Option(help="The output you hold; @FILE reads a file.")] = None,
    kernel: KernelName = "embedded",
    emit_lean: Annotated[
        Path | None, typer.Option(help="Also write a stand-alone Lean package into this folder.")
    ] = None,
    timeout: Annotated[float, typer.Option(help="Seconds after which there is no verdict (12).")] = 300.0,
    memory: Annotated[int, typer.Option(help="MiB for reading the certificate; beyond it: 12.")] = 2048,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Build the Lean library anew, for this once; trust no cache.")
    ] = False,
    paranoid: Annotated[
        bool,
        typer.Option(
            "--paranoid", help="Also decide it without Lean, and by all checkers of a toolchain that is here."
        ),
    ] = False,
    allow_lean: AllowLean = False,
    json: Json = False,
) -> None:
    """Check a certificate again, trusting nothing in it.

    Exit codes: 0 accepted, 10 rejected, 11 declined, 12 no verdict; 1 and 2 if what is given beside the
    certificate cannot be used.
    """
    from detlm.console.verifying import Bounds, Care, run

    held = [None if t is None else _text(t, o) for t, o in ((prompt, "--prompt"), (text, "--text"))]
    bounds, care = Bounds(timeout, memory), Care(fresh, paranoid, allow_lean)
    code = run(certificate, program, held[0], held[1], kernel, emit_lean, bounds, care, as_json=json)
    raise typer.Exit(code)


@app.command()
def explain(
    certificate: Annotated[Path, typer.Argument(help="A certificate (run.json).")],
    tokens: Annotated[bool, typer.Option("--tokens", help="Also list every token.")] = False,
    json: Json = False,
) -> None:
    """Say why each span of an output was admissible, and how each token came about."""
    from detlm.console.explaining import run

    raise typer.Exit(run(certificate, tokens=tokens, as_json=json))


@app.command()
def fmt(
    files: Annotated[list[Path], typer.Argument(help="Constraint files; - reads one and prints it.")],
    check: Annotated[bool, typer.Option("--check", help="Change nothing; 1 if something would.")] = False,
) -> None:
    """Put constraint files into canonical form."""
    from detlm.console.formatting import run

    raise typer.Exit(run(files, check=check))


@app.command()
def test(
    files: Annotated[list[Path], typer.Argument(help="Constraint files with example lines.")],
    json: Json = False,
) -> None:
    """Run the example lines of constraint files: what must be admitted is, what must be refused is."""
    from detlm.console.testing import run

    raise typer.Exit(run(files, as_json=json))


@app.command()
def lsp() -> None:
    """Serve an editor over stdio: mistakes as you type, hover, rename, completion, formatting."""
    from detlm.console.serving import run

    raise typer.Exit(run())


@app.command()
def demo(
    fast: Annotated[bool, typer.Option("--fast", help="Do not slow the text down for reading.")] = False,
) -> None:
    """Run the main job on four prompts: generate, prove, verify."""
    from detlm.console.demo import run

    raise typer.Exit(run(fast=fast))


@lean_app.command("status")
def lean_status(json: Json = False) -> None:
    """Say which Lean kernels there are and whether the library is built."""
    from detlm.console.lean import status

    raise typer.Exit(status(as_json=json))


@lean_app.command("build")
def lean_build(
    fresh: Annotated[bool, typer.Option("--fresh", help="Build again even if it is in the cache.")] = False,
    json: Json = False,
) -> None:
    """Build the core and the Lean library into the cache."""
    from detlm.console.lean import build

    raise typer.Exit(build(fresh=fresh, as_json=json))


@lean_app.command("test")
def lean_test(json: Json = False) -> None:
    """Run the examples that must hold (lean/DetLMTest), file by file."""
    from detlm.console.lean import run_examples

    raise typer.Exit(run_examples(as_json=json))


@lean_app.command("lint")
def lean_lint(json: Json = False) -> None:
    """Look for what a warning or a house rule has to say about the Lean sources."""
    from detlm.console.lean import lint

    raise typer.Exit(lint(as_json=json))


@lean_app.command("check")
def lean_check(
    file: Annotated[Path, typer.Argument(help="A Lean file; `import DetLM` gives it the library.")],
    kernel: KernelName = "embedded",
    timeout: Annotated[float, typer.Option(help="Seconds.")] = 60.0,
    json: Json = False,
) -> None:
    """Check a Lean file of your own with the kernel."""
    from detlm.console.lean import check_file

    raise typer.Exit(check_file(file, kernel, timeout, as_json=json))


@lean_app.command("new-category")
def lean_new_category(
    name: Annotated[str, typer.Argument(help="Its name, and that of its Lean namespace, such as Email.")],
    into: Annotated[Path, typer.Option(help="The folder for NAME.lean.")] = Path(),
) -> None:
    """Start a category in Lean: meaning, decision procedure, the proof that they agree, examples."""
    from detlm.console.scaffold import new_category

    raise typer.Exit(new_category(name, into))


@lean_app.command("server")
def lean_server(
    options: Annotated[
        list[str] | None, typer.Argument(help="Behind --: options of Lean's server, such as -DmaxRecDepth=9.")
    ] = None,
) -> None:
    """Speak LSP on standard input and output: Lean's own language server, for editors."""
    from detlm.kernel.editor import serve

    raise typer.Exit(serve(options or []))


def _text(value: str, option: str) -> bytes:
    if not value.startswith("@"):
        return value.encode(errors="surrogateescape")
    from detlm.console.reading import read_given

    return read_given(value, option)


def main() -> NoReturn:
    """The entry point: a process of its own, which ends with the command's exit code."""
    from detlm.console import short

    short.leave(run())


def run() -> int:
    """The exit code of the command in ``sys.argv``: users' mistakes are printed, not raised."""
    terminated: list[int] = []

    def on_sigterm(number: int, _frame: FrameType | None) -> NoReturn:
        terminated.append(number)
        raise KeyboardInterrupt  # unwound like Ctrl-C, so that everything is cleaned up

    signal.signal(signal.SIGTERM, on_sigterm)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w"))  # noqa: SIM115 — as long as the process
    # File names and texts need not be UTF-8, nor need the terminal.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    # What others read is in UTF-8 as certificates and files are, whatever the locale makes of letters.
    if (
        isinstance(sys.stdout, TextIOWrapper)
        and not sys.stdout.isatty()
        and "PYTHONIOENCODING" not in os.environ
    ):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = _outcome()
        if not sys.stdout.closed:  # an editor's server closes it when it is told to end
            sys.stdout.flush()
    except KeyboardInterrupt:
        print("terminated" if terminated else "interrupted", file=sys.stderr)
        code = 143 if terminated else 130
    except BrokenPipeError:
        # Whoever read our output is gone; nothing is left to say to anyone.
        _drop_output()
        code = 1
    except OSError as err:
        _drop_output()
        full = err.errno == errno.ENOSPC
        where = f"{err.filename}: " if err.filename else "the output cannot be written: " if full else ""
        hint = "\n  hint: free some space, or point DETLM_CACHE or TMPDIR elsewhere" if err.filename else ""
        print(f"error: {where}{err.strerror or err}{hint if full else ''}", file=sys.stderr)
        code = 1
    return code


def _outcome() -> int:
    """The exit code of the command. Typer returns the code of an ``Exit`` instead of raising it."""
    try:
        code = app(prog_name="detlm", standalone_mode=False)
    except DetlmError as err:
        from detlm.console.records import error_text

        if not _told_as_json(err):
            print(error_text(err), file=sys.stderr)
        return err.exit_code
    except typer.Abort as err:
        raise KeyboardInterrupt from err
    except Exception as err:
        if not _is_usage_error(err):
            raise
        return UsageError.exit_code
    if code == 130:  # what newer versions of typer make of KeyboardInterrupt
        raise KeyboardInterrupt
    return code if isinstance(code, int) else 0


def _told_as_json(error: DetlmError) -> bool:
    """Prints an error if ``--json`` was given, also where the rest of the command line cannot be read."""
    if "--json" not in takewhile(lambda word: word != "--", sys.argv[1:]):
        return False
    from detlm.console.records import error_records, print_errors

    print_errors(error_records(error))
    return True


def _drop_output() -> None:
    """What is still buffered can go nowhere; the interpreter would complain about it at its end."""
    with suppress(OSError):  # it is not always a file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_usage_error(err: Exception) -> bool:
    """Prints what the option parser complains about; its exceptions share ``format_message``."""
    shown = getattr(err, "format_message", None)
    if shown is None:
        return False
    if type(err).__name__ == "NoArgsIsHelpError":  # its message is the whole help
        print(shown(), file=sys.stderr)
        return True
    # Newer versions of click and typer both make the same suggestion.
    said = re.sub(r"( Did you mean [^?]*\?)\1+$", r"\1", shown())
    if _told_as_json(UsageError(said)):
        return True
    context = getattr(err, "ctx", None)
    if context is not None:
        print(context.get_usage(), file=sys.stderr)
    print(f"error: {said}", file=sys.stderr)
    return True
