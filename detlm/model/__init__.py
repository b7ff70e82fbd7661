"""Language models: loading, scoring, prompts, and the shipped tiny model with its training.

The only folder that imports torch, transformers, tokenizers and safetensors. Masks, constraints and proofs
are not its business.
"""
