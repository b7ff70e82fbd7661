"""Other people's engines asked for their opinion: llguidance and xgrammar, of what they can be told.

They read texts of characters, our languages are of bytes: byte ``b`` is told to them as the character of that
number in languages, texts and tokens alike. So every byte has a name there, those of broken UTF-8 too.
"""
