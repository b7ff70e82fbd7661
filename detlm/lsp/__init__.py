"""Editor support for constraint files: a language server over stdio (``detlm lsp``), and what it knows."""
