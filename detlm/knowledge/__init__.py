"""Facts, and what follows from them: inference with derivations."""
