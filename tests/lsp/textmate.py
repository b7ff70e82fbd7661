"""Keeps the words in the TextMate grammar those of the language: ``python -m tests.lsp.textmate``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import detlm
from detlm.syntax.layout import KEYWORDS, RESERVED

FILE = Path(detlm.__file__).parent / "lsp" / "vscode" / "syntaxes" / "detlm.tmLanguage.json"


def with_words(grammar: dict[str, Any]) -> dict[str, Any]:
    """The grammar with the words as the reader has them."""
    rules = grammar["repository"]
    rules["statement"]["match"] = f"^({'|'.join(KEYWORDS)})\\b"
    rules["word"]["match"] = f"\\b({'|'.join(sorted(RESERVED - set(KEYWORDS)))})\\b"
    return grammar


def main() -> None:
    """Write the grammar anew."""
    grammar = with_words(json.loads(FILE.read_text(encoding="utf-8")))
    FILE.write_text(json.dumps(grammar, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
