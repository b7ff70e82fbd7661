"""How a file falls into statements: lines, indentation, brackets, operators, comments."""

from __future__ import annotations

import pytest

from detlm.syntax.layout import split_statements


def cut(text: str) -> list[str]:
    return [text[c.start : c.end] for c in split_statements(text)]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        ("", []),
        ("-- only this\n\n  -- and this\n", []),
        ("fact a r b\nfact c r d", ["fact a r b", "fact c r d"]),
        ("fact a r b -- why\nfact c r d\n", ["fact a r b", "fact c r d"]),
        (
            "derive a from category X\n  ensure supported(a)\nmode m",
            ["derive a from category X\n  ensure supported(a)", "mode m"],
        ),
        ("output := a\n\n-- note\n  b\n", ["output := a\n\n-- note\n  b"]),
        ("output := (a\nor b)\nmode m", ["output := (a\nor b)", "mode m"]),
        ("output := a or\nb\nmode m", ["output := a or\nb", "mode m"]),
        ("rule X r Y and\nY r Z ->\nX r Z", ["rule X r Y and\nY r Z ->\nX r Z"]),
        ('category X :=\n"a"\n', ['category X :=\n"a"']),
        ("fact a r and\nfact b r c", ["fact a r and", "fact b r c"]),
        ("output := (a\nmode m", ["output := (a", "mode m"]),
        ('output := "(" or\n/[(]/\nmode m', ['output := "(" or\n/[(]/', "mode m"]),
        ('forbid "-- no comment"\nmode m', ['forbid "-- no comment"', "mode m"]),
        ("category X := /--/ -- comment\n", ["category X := /--/"]),
        ('say "it is \\"so\\" -- really"\n', ['say "it is \\"so\\" -- really"']),
        ("  fact a r b\n  fact c r d\n", ["fact a r b", "fact c r d"]),
        ("\tfact a r b\nfact c r d\n", ["fact a r b", "fact c r d"]),
        ("nonsense here\n}\nmode m", ["nonsense here", "}", "mode m"]),
        ('say "open\nmode m', ['say "open', "mode m"]),
    ],
)
def test_statements(text: str, statements: list[str]) -> None:
    assert cut(text) == statements
