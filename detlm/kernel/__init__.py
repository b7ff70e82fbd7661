"""Lean: the embedded kernel, its build, and the ``Kernel`` protocol. Only this folder loads Lean."""
