"""Relations of facts, which files that import one another share without naming each other."""

from __future__ import annotations

import re

from detlm.lsp.imports import File
from detlm.lsp.session import Server
from detlm.lsp.uses import Target

_FACTS = re.compile(r'facts\s+from\s+"([^"\\\n]+)"')


def shared_by(server: Server, named: Target, importing: list[File]) -> str | None:
    """Another file that speaks of a relation, and is read together with the one that declares it."""
    relation, own = named.symbol.name, named.file.path.resolve()
    together: dict[str, File] = {}
    for file in [named.file, *importing]:
        reached = server.imports.reached(file).values()
        together |= {str(f.path.resolve()): f for f in [file, *reached] if f is not None}
    for place, file in together.items():
        if place != str(own) and file.table.speaks_of(relation):
            return file.name
        for match in _FACTS.finditer(file.table.text):
            if relation in _relations(server, file, match[1]):
                return str(match[1])
    return None


def _relations(server: Server, file: File, path: str) -> set[str]:
    """The relations of a facts file, which has three columns; none if it cannot be read."""
    text = server.imports.text(file, path)
    return {columns[1] for line in text.splitlines() if len(columns := line.split("\t")) > 1}
