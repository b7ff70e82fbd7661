"""Decoding: model scores inside masks, spans proved as they close, certificates at the end."""
