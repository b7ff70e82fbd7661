"""Writes the Lean modules that give the embedded core its notation and tactics.

The Lean library holds every ``syntax``, ``macro_rules`` and unexpander of the official ``Init`` as native
data and code, but nothing that tells the elaborator about them. Each is declared here under its official name
as an extern, from which the interpreter finds the symbol. The modules are tied to this exact binary and are
generated while the core is built; they shape how text is read and never enter a proof.

Run as ``python -m detlm.kernel.notation LIBRARY VERSION FOLDER`` in a process of its own, as it loads the
library; writes ``Init/Notation.lean`` and ``Init/Unexpand.lean`` under FOLDER. Same library, same bytes.
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from detlm.errors import KernelUnavailable
from detlm.kernel.binary import check_loaded
from detlm.kernel.elf import Symbols, read_symbols
from detlm.kernel.objects import Memory, NotAnObject, ProcessMemory

Name = tuple[str | int, ...]

#: Categories that the library has built in, and those the generated module declares.
_BUILTIN = {
    "term",
    "tactic",
    "command",
    "stx",
    "prec",
    "prio",
    "attr",
    "doElem",
    "level",
    "structInstFieldDecl",
}
_DECLARED = {
    "conv": " (behavior := both)",
    "binderPred": "",
    "rcasesPat": "",
    "rintroPat": "",
    "grind_mod": "",
}

#: Where a parser belongs: by its name, else by its namespace, else by how its last name starts (Lean names
#: anonymous syntax after its category). What fits nowhere is used only where another parser refers to it.
_BY_NAMESPACE = (
    ("Lean.Parser.Tactic.Conv.", "conv"),
    ("Lean.Parser.Tactic.rcasesPat.", "rcasesPat"),
    ("Lean.Parser.Tactic.rintroPat.", "rintroPat"),
    ("Lean.Parser.Tactic.", "tactic"),
    ("Lean.Parser.Command.", "command"),
    ("Lean.Parser.Attr.", "attr"),
    ("Lean.binderPred", "binderPred"),
)
_BY_START = ("conv", "attr", "tactic", "command", "term", "stx", "prec", "prio", "doElem")
_BY_NAME = {
    "boolIfThenElse": "term",
    "coeFunNotation": "term",
    "coeNotation": "term",
    "coeSortNotation": "term",
    "rawNatLit": "term",
    "Lean.Attr.coe": "attr",
    "Lean.Parser.Tactic.Conv.conv": "tactic",
    "Lean.Parser.Syntax.addPrec": "prec",
    "Lean.Parser.Syntax.addPrio": "prio",
    "Lean.Parser.Syntax.subPrec": "prec",
    "Lean.Parser.Syntax.subPrio": "prio",
    "Lean.byElab": "term",
    "Lean.calc": "term",
    "Lean.calcTactic": "tactic",
    "Lean.cdot": "tactic",
    "Lean.deprecated": "attr",
    "Lean.guardMsgsCmd": "command",
    "Lean.includeStr": "term",
    "Lean.modCast": "term",
    "Lean.reduceCmd": "command",
    "Lean.solveTactic": "tactic",
}

#: Notation of libraries that the core does not have (program verification, bit-blasting, grind, IO, JSON …).
_LEFT_OUT = re.compile(
    r"""^(?:Std|Lake|Array|Int|String|DerivingHelpers)\.
    | ^Lean\.(?:Elab|Server|Meta|PrettyPrinter|Widget|Doc|Linter|Grind|Compiler|Json|Order)\b
    | ^Lean\.PostprocessTraces\b
    | ^Lean\.Parser\.(?:sym|Sym|register_sym|simproc|command.*[Ss]improc|command.*_simproc)
    | ^Lean\.Parser\.Attr\.(?:sym|simproc|cbv|dsimproc|grind|spec|lia|sevalproc|bv_|int_toBitVec)
    | ^Lean\.Parser\.Tactic\.(?:Grind|grind|vcgen|bv_|bv[A-Z]|grobner|lia|invariant)
    | ^Lean\.Parser\.Tactic\.tactic(?:Mvcgen|Mrename|Mhave)
    | ^Lean\.Parser\.Tactic\.m(?!atch)
    | ^commandDeclare_
    """,
    re.VERBOSE,
)

#: Heads that official ``Init`` prints with notation, for which the core has the constant.
# fmt: off
_PRINTED = (
    "And", "BEq.beq", "Bool.and", "Bool.not", "Bool.or", "Dvd.dvd", "Eq", "Exists", "Function.comp",
    "GE.ge", "GT.gt", "HAdd.hAdd", "HAnd.hAnd", "HAppend.hAppend", "HDiv.hDiv", "HEq", "HMod.hMod",
    "HMul.hMul", "HOr.hOr", "HOrElse.hOrElse", "HPow.hPow", "HShiftLeft.hShiftLeft",
    "HShiftRight.hShiftRight", "HSub.hSub", "HXor.hXor", "HasSubset.Subset", "Iff", "LE.le", "LT.lt",
    "List.cons", "List.nil", "Membership.mem", "Ne", "Neg.neg", "Not", "Or", "PProd", "PSigma", "PSum",
    "Prod", "Prod.mk", "Sigma", "Subtype", "Sum", "bne", "dite", "ite",
)
# fmt: on
#: Unexpanders that ``Init`` writes by hand, and the head that each prints.
_BY_HAND = {
    "unexpandExists": "Exists",
    "unexpandGetElem": "GetElem.getElem",
    "unexpandGetElem?": "GetElem?.getElem?",
    "unexpandIte": "ite",
    "unexpandListCons": "List.cons",
    "unexpandListNil": "List.nil",
    "unexpandProdMk": "Prod.mk",
    "unexpandSubtype": "Subtype",
    "unexpandUnit": "Unit.unit",
}
#: What `≤` and `≥` parse too: these kinds come second, else each use would be ambiguous.
_SECOND = ("term_<=_", "term_>=_")
#: Macros of one kind are tried last-declared first, so modules go in the order in which ``Init`` has them.
_MODULE_ORDER = (
    "Init_Prelude",
    "Init_Notation",
    "Init_Coe",
    "Init_Tactics",
    "Init_TacticsExtra",
    "Init_Core",
)


@dataclass(frozen=True)
class _Parser:
    """A ``ParserDescr`` of the library: name, symbol, is it trailing, an abbreviation, what it uses."""

    name: Name
    symbol: str
    trailing: bool
    alias: bool
    parsers: tuple[str, ...]
    categories: tuple[str, ...]


def mangle(name: Name) -> str:
    """The symbol that Lean's compiler gives to a declaration (without the cases that need disambiguation)."""
    parts = []
    for part in name:
        if isinstance(part, int):
            parts.append(f"_{part}_")
            continue
        parts.append("".join(_mangle_character(character) for character in part))
    return "l_" + "_".join(parts)


def _mangle_character(character: str) -> str:
    if character.isascii() and character.isalnum():
        return character
    if character == "_":
        return "__"
    code = ord(character)
    return f"_x{code:02x}" if code < 0x100 else f"_u{code:04x}" if code < 0x10000 else f"_U{code:08x}"


def _demangle_part(text: str) -> str | None:
    """One name component back from its mangled form, or None where it is not one."""
    out = []
    at = 0
    escape = re.compile(r"_(?:(_)|x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8}))")
    while at < len(text):
        if text[at] != "_":
            out.append(text[at])
            at += 1
        elif found := escape.match(text, at):
            out.append("_" if found[1] else chr(int(found[2] or found[3] or found[4], 16)))
            at = found.end()
        else:
            return None
    return "".join(out)


def _dotted(name: Name) -> str:
    return ".".join(map(str, name))


def _quoted(name: Name) -> str:
    """The name as Lean source; the last part is always in guillemets as it may be a keyword."""
    plain = re.compile(r"[A-Za-z][A-Za-z0-9_'?!]*\Z")
    *front, last = map(str, name)
    return ".".join([*(part if plain.match(part) else f"«{part}»" for part in front), f"«{last}»"])


def _read_parser(memory: Memory, symbol: str, address: int) -> _Parser | None:
    """The parser at an address, or None where there is none of this symbol's name."""
    try:
        match memory.tag(address):
            case (3, 3) | (4, 4):
                name = memory.name(memory.field(address, 0))
            case (9, 3):
                name = memory.name(memory.field(address, 1))
            case _:
                return None
        if mangle(name) != symbol:
            return None
        parsers: list[str] = []
        categories: list[str] = []
        _walk(memory, address, parsers, categories, 0)
    except NotAnObject:
        return None
    tag = memory.tag(address)[0]
    return _Parser(name, symbol, tag == 4, tag == 9, tuple(parsers), tuple(categories))


def _walk(memory: Memory, address: int, parsers: list[str], categories: list[str], depth: int) -> None:
    """Collect the parsers and categories that a ``ParserDescr`` refers to."""
    if depth > 100:
        raise NotAnObject(hex(address))
    match memory.tag(address)[0]:
        case 7:
            categories.append(_dotted(memory.name(memory.field(address, 0))))
        case 8:
            parsers.append(_dotted(memory.name(memory.field(address, 0))))
        case tag:
            # Where parsers are in: unary, binary, node, trailingNode, nodeWithAntiquot, sepBy, sepBy1.
            for index in {1: (1,), 2: (1, 2), 3: (2,), 4: (3,), 9: (2,), 10: (0, 2), 11: (0, 2)}.get(tag, ()):
                _walk(memory, memory.field(address, index), parsers, categories, depth + 1)


def _category(parser: _Parser) -> str | None:
    """The syntax category a parser is to be added to; None for an abbreviation."""
    name = _dotted(parser.name)
    if parser.alias:
        return None
    if name in _BY_NAME:
        return _BY_NAME[name]
    by_start = next((start for start in _BY_START if str(parser.name[-1]).startswith(start)), None)
    by_namespace = next((category for start, category in _BY_NAMESPACE if name.startswith(start)), None)
    return by_namespace if by_namespace is not None else by_start


def _chosen(parsers: dict[str, _Parser]) -> list[_Parser]:
    """What to declare, each after what it refers to."""
    known = _BUILTIN | set(_DECLARED)
    usable: dict[str, bool] = {}

    def is_usable(name: str) -> bool:
        parser = parsers.get(name)
        if parser is None:
            return False
        if name not in usable:
            usable[name] = True  # a parser that refers to itself does not spoil itself
            usable[name] = set(parser.categories) <= known and all(map(is_usable, parser.parsers))
        return usable[name]

    order: dict[str, _Parser] = {}

    def add(name: str) -> None:
        if name not in order:
            for other in parsers[name].parsers:
                if other != name:
                    add(other)
            order[name] = parsers[name]

    for name, parser in sorted(parsers.items()):
        if not _LEFT_OUT.search(name) and (parser.alias or _category(parser)) and is_usable(name):
            add(name)
    return list(order.values())


def _auxiliary(functions: Iterable[str], what: str) -> Iterator[tuple[str, str, int, Name, str]]:
    """Compiled macros or unexpanders of ``Init``: (module, what it is for, number, name, symbol)."""
    pattern = re.compile(rf"l_(?:(.*?)_)?(__aux__Init.*______{what}__.*__\d+)\Z")
    for symbol in functions:
        if f"______{what}__" not in symbol:  # cheap, as there are 220 thousand
            continue
        if not (found := pattern.match(symbol)) or (last := _demangle_part(found[2])) is None:
            continue
        front = (
            [_demangle_part(part) or "" for part in re.split(r"(?<!_)_(?!_)", found[1])] if found[1] else []
        )
        name = (*front, last)
        parts = re.match(rf"_aux_(.*?)___{what}_(.*)_(\d+)\Z", last)
        if parts and mangle(name) == symbol:
            yield parts[1], parts[2], int(parts[3]), name, symbol


def notation_module(parsers: dict[str, _Parser], functions: Iterable[str]) -> str:
    """The text of ``Init/Notation.lean``: parsers, then the macros that expand them."""
    lines = [
        "/- Generated from the Lean library; see detlm/kernel/notation.py. -/",
        "prelude",
        "import Init.Syntax",
        "set_option linter.all false",
        "namespace Lean.Parser",
        "structure Category where",
        "  mk ::",
        "opaque Parser : Type := Nat",
        "opaque TrailingParser : Type := Nat",
        "end Lean.Parser",
        *(f"declare_syntax_cat {category}{behavior}" for category, behavior in _DECLARED.items()),
    ]
    chosen = _chosen(parsers)
    for parser in chosen:
        category = _category(parser)
        priority = 900 if _dotted(parser.name) in _SECOND else 1000
        attribute = f", {category}_parser {priority}" if category else ""
        kind = "TrailingParserDescr" if parser.trailing else "ParserDescr"
        lines.append(f'@[extern "{parser.symbol}"{attribute}] opaque {_quoted(parser.name)} : Lean.{kind}')
    kinds = {_dotted(parser.name).replace(".", "_"): parser.name for parser in chosen}
    macros = [found for found in _auxiliary(functions, "macroRules") if found[1] in kinds]
    rank = {module: index for index, module in enumerate(_MODULE_ORDER)}
    for _, kind, _, name, symbol in sorted(macros, key=lambda m: (rank.get(m[0], len(rank)), *m[:3])):
        lines.append(
            f'@[extern "{symbol}", macro {_quoted(kinds[kind])}] opaque {_quoted(name)} : Lean.Macro'
        )
    return "\n".join(lines) + "\n"


def unexpand_module(functions: set[str]) -> str:
    """The text of ``Init/Unexpand.lean``: how terms are printed."""
    lines = [
        "/- Generated from the Lean library; see detlm/kernel/notation.py. -/",
        "prelude",
        "import Init.Library",
        "set_option linter.all false",
    ]
    heads = {head.replace(".", "_"): head for head in _PRINTED}
    found: list[tuple[Name, str, str]] = [
        (name, symbol, heads[head])
        for _, head, _, name, symbol in _auxiliary(functions, "unexpand")
        if head in heads
    ]
    by_hand = (((name,), mangle((name,)), head) for name, head in _BY_HAND.items())
    found += [one for one in by_hand if one[1] in functions]
    for name, symbol, head in sorted(found, key=lambda one: one[1]):
        unexpander = "Lean.PrettyPrinter.Unexpander"
        lines.append(f'@[extern "{symbol}", app_unexpander {head}] opaque {_quoted(name)} : {unexpander}')
    return "\n".join(lines) + "\n"


def _load(path: Path, version: str, symbols: Symbols) -> int:
    """Load and initialise the library; the address at which it is loaded."""
    library = ctypes.CDLL(str(path), mode=ctypes.RTLD_GLOBAL)
    library.lean_initialize()
    check_loaded(library, version)
    anchor = "l_Lean_githash"
    return ctypes.addressof(ctypes.c_uint64.in_dll(library, anchor)) - symbols.data[anchor]


def write_modules(path: Path, version: str, folder: Path) -> None:
    """Generate both modules under ``folder`` (loads the library into this process).

    Raises :class:`KernelUnavailable` if the library is not the expected one or holds no notation.
    """
    symbols = read_symbols(path, "l_")
    base = _load(path, version, symbols)
    memory = ProcessMemory()
    parsers: dict[str, _Parser] = {}
    for symbol, value in symbols.data.items():
        address = memory.word(base + value)
        if address and (parser := _read_parser(memory, symbol, address)):
            parsers[_dotted(parser.name)] = parser
    functions = set(symbols.functions)
    target = folder / "Init"
    target.mkdir(parents=True, exist_ok=True)
    if "Lean.Parser.Tactic.intro" not in parsers:
        raise KernelUnavailable(f"{path} holds no notation where detlm looks for it")
    (target / "Notation.lean").write_text(notation_module(parsers, sorted(functions)), encoding="utf-8")
    (target / "Unexpand.lean").write_text(unexpand_module(functions), encoding="utf-8")


if __name__ == "__main__":
    try:
        write_modules(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))
    except KernelUnavailable as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(3)
