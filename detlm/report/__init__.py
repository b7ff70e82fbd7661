"""Pictures of programs as SVG. Plain text in, plain text out: no library draws here."""
