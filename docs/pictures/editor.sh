#!/bin/sh
# Takes the picture of the editor: needs neovim and tmux, and detlm on the path. Run it in this folder.
set -eu
here=$(pwd)
work=$(mktemp -d)
trap 'tmux -L picture kill-server 2>/dev/null || true; rm -rf "$work"' EXIT
# A misspelt part, so that there is something to see.
sed 's/x\.amount = x\.qty/x.amout = x.qty/' ../../dsl/examples/invoice.det > "$work/invoice.det"
cd "$work"
tmux -L picture -f /dev/null new-session -d -x 132 -y 27 "nvim -u $here/editor.vim invoice.det"
tmux -L picture set -g default-terminal tmux-256color
tmux -L picture set -ga terminal-overrides ",*:Tc"
sleep 4
tmux -L picture send-keys "/Sum }" Enter
sleep 0.5
tmux -L picture send-keys ":lua vim.lsp.buf.hover()" Enter
sleep 3
tmux -L picture send-keys ":" Escape
sleep 0.5
tmux -L picture capture-pane -e -p > screen.ansi
python - "$here/editor.svg" <<'PYTHON'
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import DEFAULT_TERMINAL_THEME
from rich.text import Text

console = Console(record=True, width=132, file=open("/dev/null", "w"), force_terminal=True)
console.print(Text.from_ansi(Path("screen.ansi").read_text().rstrip()), no_wrap=True, overflow="crop")
console.save_svg(sys.argv[1], title="invoice.det", theme=DEFAULT_TERMINAL_THEME)
PYTHON
