"""A category that somebody's Lean file defines, as data. Nothing here reads Lean."""

from __future__ import annotations

from detlm.syntax.value import Value


class LeanCategory(Value):
    """The category ``name`` (a Lean namespace with ``Lang``, ``accepts`` and ``accepts_iff``) of a file.

    Its parts are ``Field``s with the ``label``, each the whole span of a rule of its own. ``text`` is the
    whole file.
    """

    name: str
    file: str
    text: str

    @property
    def label(self) -> bytes:
        """What the parts of this category are labelled."""
        return b"lean:" + self.name.encode()
