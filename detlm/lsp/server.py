"""The language server for constraint files, over stdio (Language Server Protocol 3.17, pygls).

What it knows of each open file is ``session.py``; the features are a few lines each, over that.
"""

from __future__ import annotations

from detlm.lsp.completing import completing
from detlm.lsp.fixing import fixing
from detlm.lsp.formatting import formatting
from detlm.lsp.looking import looking
from detlm.lsp.publishing import publishing
from detlm.lsp.renaming import renaming
from detlm.lsp.running import running
from detlm.lsp.session import Server
from detlm.lsp.signing import signing


def make_server() -> Server:
    """A server with all features, not started."""
    server = Server()
    publishing(server)
    looking(server)
    completing(server)
    formatting(server)
    renaming(server)
    fixing(server)
    running(server)
    signing(server)
    return server
