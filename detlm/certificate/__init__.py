"""Certificates: the bundle written beside an output, and the verifier that trusts nothing in it."""
