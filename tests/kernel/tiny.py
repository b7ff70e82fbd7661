"""A core of a few lines and a library on it, so that a test compiles in a second what it wants to see."""

from __future__ import annotations

from pathlib import Path

CORE = """prelude
universe u
inductive True : Prop where
  | intro : True
inductive False : Prop
inductive Bool : Type where
  | false : Bool
  | true : Bool
axiom sorryAx (α : Sort u) (synthetic : Bool) : α
"""


class Tiny:
    """The files of a core and a library, below a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.core = folder / "core"
        self.lean = folder / "lean"
        self.write("core/Init.lean", CORE)
        self.write("lean/DetLM.lean", "import DetLM.A\nimport DetLM.B\n")
        self.write("lean/DetLM/A.lean", "theorem a : True := True.intro\n")
        self.write("lean/DetLM/B.lean", "import DetLM.A\ntheorem b : True := a\n")

    def write(self, name: str, text: str) -> None:
        """Write one file, by its path below the folder."""
        path = self.core.parent / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
