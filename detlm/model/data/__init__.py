"""Training and held-out data for the shipped model, made by rule from a seed.

What it is not: a corpus. Every sentence is a template filled with words from our own lists or made-up names;
nothing is downloaded and nothing was written by another model.
"""
