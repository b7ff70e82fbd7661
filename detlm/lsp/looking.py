"""Looking names up: hover, definition, references, highlights, the outline."""

from __future__ import annotations

from lsprotocol import types as lsp

from detlm.lsp.about import imported_about, symbol_about, word_about
from detlm.lsp.session import Server, named_at
from detlm.lsp.uses import as_document, importing, located, own_uses, target, uses, uses_in
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
            return lsp.Location(document.uri, document.range(*known.table.declaration(own)))
        if (found := server.imported(document, offset)) is not None:
            there = as_document(found.file, document)
            return lsp.Location(there.uri, there.range(found.symbol.start, found.symbol.end))
        imported = known.table.importing(offset)
        file = None if imported is None else server.imports.file(server.file(document), imported)
        start = lsp.Position(0, 0)
        return None if file is None else lsp.Location(file.uri, lsp.Range(start, start))

    @server.feature(lsp.TEXT_DOCUMENT_REFERENCES)
    def references(params: lsp.ReferenceParams) -> list[lsp.Location]:
        document, known, offset = named_at(server, params)
        own = known.table.occurrence(offset)
        if own is not None and own.within is not None:
            found = own_uses(server.file(document), own.name, own.within)
        elif (named := target(server, document, offset)) is not None:
            found = uses(server, named, importing(server, named.file, document).files)
        else:
            return []
        with_declaration = params.context.include_declaration
        return [at for use, at in located(found, document) if with_declaration or not use.declares]

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT)
    def highlight(params: lsp.DocumentHighlightParams) -> list[lsp.DocumentHighlight]:
        document, known, offset = named_at(server, params)
        own = known.table.occurrence(offset)
        if own is not None:
            found = own_uses(server.file(document), own.name, own.within)
        elif (named := target(server, document, offset)) is not None:
            found = list(uses_in(server, named, server.file(document)))
        else:
            return []
        read, write = lsp.DocumentHighlightKind.Read, lsp.DocumentHighlightKind.Write
        return [
            lsp.DocumentHighlight(document.range(use.start, use.end), write if use.declares else read)
            for use in found
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
