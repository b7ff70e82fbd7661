"""Pieces of SVG: boxes with text, lines, arrows, a page around them. Sizes in pixels, texts in one width.

Text is set in a fixed-width font, so that how wide it is can be told without asking a font.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from unicodedata import east_asian_width

LETTER = 7.3  # the width of a letter at 12 px
LINE = 16.0
PAD = 9.0

_STYLE = """
text { font: 12px ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; fill: #1b1f24 }
.title { font-size: 18px; font-weight: bold }
.head { font-size: 13px; font-weight: bold }
.note { fill: #57606a }
.line { fill: none; stroke: #57606a; stroke-width: 1.5 }
.arrow { fill: none; stroke: #57606a; stroke-width: 1.3; marker-end: url(#tip) }
.text { fill: #fff8e6; stroke: #b58a1b }
.name { fill: #e8f1fd; stroke: #2f6fbd }
.rule { fill: #eef7ee; stroke: #3d8b40 }
.group { fill: none; stroke: #a0a8b2; stroke-dasharray: 4 3 }
.state { fill: #ffffff; stroke: #2f6fbd; stroke-width: 1.5 }
.behind { fill: #ffffff; opacity: 0.9 }
""".strip()


def width_of(text: str) -> float:
    """How wide a text is."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text) * LETTER


def shown(text: str, longest: int = 32) -> str:
    """A text of any origin as one line of printable characters, cut in the middle when it is long."""
    line = "".join(c if c.isprintable() else c.encode("unicode-escape").decode() for c in text)
    half = (longest - 1) // 2
    return line if len(line) <= longest else f"{line[: longest - 1 - half]}…{line[-half:]}"


def label(x: float, y: float, text: str, kind: str = "", anchor: str = "start") -> str:
    """A line of text whose middle is at height ``y``."""
    of = f' class="{kind}"' if kind else ""
    return f'<text x="{x:.1f}" y="{y + 4:.1f}" text-anchor="{anchor}"{of}>{escape(text)}</text>'


def box(x: float, y: float, width: float, height: float, kind: str, round_by: float = 4) -> str:
    """A box whose upper left corner is at (x, y)."""
    size = f'width="{width:.1f}" height="{height:.1f}" rx="{round_by}"'
    return f'<rect x="{x:.1f}" y="{y:.1f}" {size} class="{kind}"/>'


def path(points: str, kind: str = "line") -> str:
    """A line along an SVG path."""
    return f'<path d="{points}" class="{kind}"/>'


def straight(x1: float, y1: float, x2: float, y2: float) -> str:
    """A straight line."""
    return path(f"M {x1:.1f} {y1:.1f} L {x2:.1f} {y2:.1f}")


def bend(x1: float, y1: float, x2: float, y2: float, kind: str = "line") -> str:
    """A soft line that leaves and arrives level."""
    middle = (x1 + x2) / 2
    return path(f"M {x1:.1f} {y1:.1f} C {middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}", kind)


def page(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    """A whole SVG file."""
    size = f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}"'
    tip = (
        '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto-start-reverse"><path d="M 0 0 L 8 4 L 0 8 z" fill="#57606a"/></marker>'
    )
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img">\n<title>{escape(title)}</title>'
    ground = f'<rect width="{width:.0f}" height="{height:.0f}" fill="#ffffff"/>'
    return "\n".join([head, f"<style>{_STYLE}</style>", f"<defs>{tip}</defs>", ground, *parts, "</svg>", ""])
