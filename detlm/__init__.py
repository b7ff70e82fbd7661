"""detlm: a language model that says only what it can prove it may say."""

__version__ = "0.1.0"
