"""Which names of the core the Lean library uses, read out of its compiled modules.

That list, ``lean/Core/COVERAGE.md``, is what has to be in the official ``Init`` under the same name and with
the same meaning for the sources to compile there too. It is written by a command and compared by a test;
nothing here decides whether a name is official.

``python -m detlm.kernel.coverage`` writes the list, ``--check`` compares it.
"""

from __future__ import annotations

import sys
from pathlib import Path

from detlm.config import data_root
from detlm.errors import DetlmError
from detlm.kernel.objects import Memory, module_constants

Name = tuple[str | int, ...]

_HEADER = """# What the library uses of the core

Every name of `Init` that a declaration of `DetLM` refers to, in its statement or in its proof, whoever wrote
the reference: the author, notation, or a tactic. Read out of the compiled modules. Each is meant to be in the
official `Init` of Lean 4.35.0 under the same name and with the same meaning; where a toolchain is at hand,
`lake build` shows it.

Written by `python -m detlm.kernel.coverage`; a test and `detlm lean lint` compare it with the library.
"""

# Expr: bvar, fvar, mvar, sort, const, app, lam, forallE, letE, lit, mdata, proj
_CONST, _APP, _LAM, _FORALL, _LET, _LIT, _MDATA, _PROJ = range(4, 12)
#: The expressions among the fields of each.
_PARTS = {_APP: (0, 1), _LAM: (1, 2), _FORALL: (1, 2), _LET: (1, 2, 3), _MDATA: (1,), _PROJ: (2,)}
#: ConstantInfo: definitions, theorems and opaque constants have a value.
_WITH_VALUE = (1, 2, 3)
_WITH_MEANING = (1, 3)
_CONSTRUCTOR = 6


def coverage_path() -> Path:
    """Where the list is kept."""
    return data_root() / "lean" / "Core" / "COVERAGE.md"


def names_used(library: Path) -> dict[str, list[str]]:
    """For each module of the core the names that ``DetLM`` uses of it; ``library`` is the built LEAN_PATH."""
    home: dict[Name, str] = {}
    used: set[Name] = set()
    for path in sorted(library.rglob("*.olean")):
        module = path.relative_to(library).with_suffix("").as_posix().replace("/", ".")
        memory, constants = module_constants(path.read_bytes())
        if module.split(".")[0] == "Init":
            home |= {memory.name(name): module for name, _ in constants}
        elif module.split(".")[0] == "DetLM":
            used |= references(memory, [constant for _, constant in constants])
    found: dict[str, list[str]] = {}
    for name in used & home.keys():
        found.setdefault(home[name], []).append(".".join(map(str, name)))
    return {module: sorted(found[module]) for module in sorted(found)}


def modules_reached(library: Path, modules: set[str]) -> set[str]:
    """The modules whose declarations decide what those of ``modules`` mean.

    Followed are the types of all that is mentioned and the values of definitions; proofs are not: whatever
    they use, they prove what their statements say. ``library`` is the built LEAN_PATH.
    """
    home: dict[Name, tuple[str, Memory, int]] = {}
    constructors: dict[Name, set[Name]] = {}
    waiting: set[Name] = set()
    for path in library.rglob("*.olean"):
        module = path.relative_to(library).with_suffix("").as_posix().replace("/", ".")
        memory, constants = module_constants(path.read_bytes())
        here = {memory.name(name): (module, memory, constant) for name, constant in constants}
        home |= here
        for name, (_, _, constant) in here.items():
            if memory.tag(constant)[0] == _CONSTRUCTOR:
                constructors.setdefault(name[:-1], set()).add(name)
        if module in modules:
            waiting |= here.keys()
    seen: set[Name] = set()
    while waiting:
        name = waiting.pop()
        seen.add(name)
        _, memory, constant = home[name]
        mentioned = references(memory, [constant], proofs=False) & home.keys()
        waiting |= (mentioned | constructors.get(name, set())) - seen
    return {home[name][0] for name in seen}


def references(memory: Memory, constants: list[int], *, proofs: bool = True) -> set[Name]:
    """The names that the types and values of some constants mention; the values of theorems if ``proofs``."""
    valued = _WITH_VALUE if proofs else _WITH_MEANING
    waiting = []
    for constant in constants:
        body = memory.field(constant, 0)
        waiting.append(memory.field(memory.field(body, 0), 2))
        if memory.tag(constant)[0] in valued:
            waiting.append(memory.field(body, 1))
    seen: set[int] = set()
    found: set[Name] = set()
    while waiting:
        expression = waiting.pop()
        if expression in seen:
            continue
        seen.add(expression)
        kind = memory.tag(expression)[0]
        if kind in (_CONST, _PROJ):
            found.add(memory.name(memory.field(expression, 0)))
        waiting += [memory.field(expression, index) for index in _PARTS.get(kind, ())]
    return found


def render(used: dict[str, list[str]]) -> str:
    """The text of ``COVERAGE.md``."""
    count = sum(map(len, used.values()))
    parts = [_HEADER, f"{count} names."]
    for module, names in used.items():
        lines = "\n".join(f"- `{name}`" for name in names)
        parts.append(f"\n## `{module}`\n\n{lines}")
    return "\n".join(parts) + "\n"


def difference(used: dict[str, list[str]], written: str) -> str | None:
    """What is wrong with a written list, in one line; None if nothing is."""
    if render(used) == written:
        return None
    listed = {line[3:-1] for line in written.splitlines() if line.startswith("- `")}
    names = {name for group in used.values() for name in group}
    missing, extra = sorted(names - listed), sorted(listed - names)
    said = [f"not listed: {', '.join(missing[:5])}{' …' if len(missing) > 5 else ''}"] if missing else []
    said += [f"not used: {', '.join(extra[:5])}{' …' if len(extra) > 5 else ''}"] if extra else []
    return "; ".join(said) or "the text is not as it is written by the command"


def main(arguments: list[str] | None = None) -> int:
    """The command ``python -m detlm.kernel.coverage``; the exit status."""
    import argparse

    from detlm.kernel.build import ensure_built

    parser = argparse.ArgumentParser(prog="python -m detlm.kernel.coverage")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    options = parser.parse_args(arguments)
    try:
        used = names_used(ensure_built().path)
    except DetlmError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    path = coverage_path()
    if not options.check:
        path.write_text(render(used), encoding="utf-8")
        return 0
    problem = difference(used, path.read_text(encoding="utf-8") if path.is_file() else "")
    if problem is not None:
        print(f"{path}: {problem}", file=sys.stderr)
    return 0 if problem is None else 1


if __name__ == "__main__":
    sys.exit(main())
