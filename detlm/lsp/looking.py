"""Looking names up: hover, definition, references, the outline."""

from __future__ import annotations

from lsprotocol import types as lsp

from detlm.lsp.about import imported_about, symbol_about, word_about
from detlm.lsp.documents import Document
from detlm.lsp.session import Server, located, named_at
from detlm.syntax.layout import KEYWORDS

_KINDS = {
    "category": lsp.SymbolKind.Class,
    "shape": lsp.SymbolKind.Struct,
    "scope": lsp.SymbolKind.Namespace,
    "predicate": lsp.SymbolKind.Function,
    "attribute": lsp.SymbolKind.Property,
    "sentence": lsp.SymbolKind.Interface,
    "derive": lsp.SymbolKind.Variable,
    "import": lsp.SymbolKind.Module,
    "program": lsp.SymbolKind.File,
}


def looking(server: Server) -> None:
    """Add these features."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    def hover(params: lsp.HoverParams) -> lsp.Hover | None:
        document, known, offset = named_at(server, params)
        symbol = known.table.at(offset)
        if symbol is not None:
            around = server.surroundings(document)
            said: str | None = symbol_about(known.table, symbol, known.program, around)
        elif (found := server.imported(document, offset)) is not None:
            said = imported_about(found, known.program, server.surroundings(document))
        else:
            word = document.word_at_position(params.position)
            said = word_about(word) if word in KEYWORDS else None
        return None if said is None else lsp.Hover(lsp.MarkupContent(lsp.MarkupKind.Markdown, said))

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    def definition(params: lsp.DefinitionParams) -> lsp.Location | None:
        document, known, offset = named_at(server, params)
        if (own := known.table.occurrence(offset)) is not None:
            return located(document, *known.table.declaration(own))
        if (found := server.imported(document, offset)) is not None:
            # Offsets count in the text that was read, and the editor's units in its lines.
            there = Document(found.file.uri, found.file.table.text, position_codec=document.position_codec)
            return located(there, found.symbol.start, found.symbol.end)
        imported = known.table.importing(offset)
        file = None if imported is None else server.imports.file(server.file(document), imported)
        start = lsp.Position(0, 0)
        return None if file is None else lsp.Location(file.uri, lsp.Range(start, start))

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        document, known, offset = named_at(server, params)
        own = known.table.occurrence(offset)
        found = [] if own is None else known.table.places(own.name, own.within)
        return [
            located(document, o.start, o.end)
            for o in found
            if params.context.include_declaration or not o.declares
        ]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        document = server.document(params.text_document.uri)
        return [
            lsp.DocumentSymbol(
                name=s.name,
                kind=_KINDS[s.kind],
                range=document.range(s.statement.start, s.statement.end),
                selection_range=document.range(s.start, s.end),
                detail=s.kind,
            )
            for s in server.known(document).table.symbols
        ]
