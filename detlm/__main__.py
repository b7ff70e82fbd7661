"""``python -m detlm``: the command line, for where the script is not on the path."""

from detlm.cli import main

main()
