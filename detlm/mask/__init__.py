"""Masks: programs as automata over bytes, automata as sets of admissible tokens.

Owns vocabularies, automata, the compiler from ``Program`` and the Python mirror of the Lean parser. The
meaning of a program is Lean's; ``tests/drt`` compares the two.
"""
