#!/bin/sh
# Takes the picture of the editor: needs neovim and tmux, and detlm on the path. Run it in this folder.
set -eu
here=$(pwd)
work=$(mktemp -d)
trap 'tmux -L picture kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
# A misspelt part and an imported category, so that there is something to see.
sed -e 's/x\.amount = x\.qty/x.amout = x.qty/' -e '/^program/a import "std/dates.det" as dates' \
  -e '/^category Invoice/a \  day: dates.Day' -e '/^-- [+-]/d' ../../dsl/examples/invoice.det > "$work/invoice.det"
cd "$work"
tmux -L picture -f /dev/null new-session -d -x 132 -y 24 "nvim -u $here/editor.vim invoice.det"
tmux -L picture set -g default-terminal tmux-256color
tmux -L picture set -ga terminal-overrides ",*:Tc"
sleep 4
tmux -L picture send-keys "/Day" Enter
sleep 0.5
tmux -L picture send-keys ":lua vim.lsp.buf.hover()" Enter
sleep 3
tmux -L picture send-keys ":" Escape
sleep 0.5
tmux -L picture capture-pane -e -p -N > screen.ansi
python - "$here/editor.svg" <<'PYTHON'
import re
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

console = Console(record=True, width=132, file=open("/dev/null", "w"), force_terminal=True)
console.print(Text.from_ansi(Path("screen.ansi").read_text().rstrip()), no_wrap=True, overflow="crop")
# Whoever opens the picture asks nobody for a font: any of one width will do, as each run of letters has its length.
fontless = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
fontless = fontless.replace("Fira Code, monospace", "monospace").replace("arial", "sans-serif")
console.save_svg(sys.argv[1], title="invoice.det", theme=DEFAULT_TERMINAL_THEME, code_format=fontless)
PYTHON
