"""What the commands print: each file one command, text for people and ``--json`` for scripts."""
