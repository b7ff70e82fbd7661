"""Frequent mistakes, each by examples of it, and the words for what can stand somewhere. Only tables.

An example matches when lark stops in the same state (and at the same kind of token). The examples are checked
by a test: each must still fail, and be named as what it is.
"""

from __future__ import annotations

from typing import NamedTuple

from detlm.syntax.layout import RESERVED


class Mistake(NamedTuple):
    """What is wrong, what to do, and statements that show it."""

    message: str
    hint: str
    examples: tuple[str, ...]


MISTAKES = {
    "fact too short": Mistake(
        "a fact has a subject, a relation and an object",
        'fact aspirin used_for "pain relief"',
        ("fact aspirin", "fact aspirin used_for", "fact"),
    ),
    "fact too long": Mistake(
        "a fact has three parts",
        'put quotes around a text of several words: fact aspirin used_for "pain relief"',
        ("fact aspirin used_for pain relief",),
    ),
    "relation in quotes": Mistake(
        "a relation is a name without quotes",
        "letters, digits and _: used_for",
        ('fact aspirin "used for" x', 'rule X "used for" Y -> X r Y'),
    ),
    "rule without arrow": Mistake(
        "a rule says what follows after ->",
        "rule X is_a Y and Y is_a Z -> X is_a Z",
        ("rule X is_a Y", "rule X is_a Y and Y is_a Z"),
    ),
    "rule with comma": Mistake(
        "premises are joined by `and`",
        "rule X is_a Y and Y is_a Z -> X is_a Z",
        ("rule X is_a Y, Y is_a Z -> X is_a Z", "rule X is_a Y or Y is_a Z -> X is_a Z"),
    ),
    "single equals": Mistake(
        "a definition is written with :=",
        'category Colour := words "red" "blue"',
        ('category X = "a"', 'category X : "a"', 'category X "a"', "category X Y"),
    ),
    "output equals": Mistake(
        "a definition is written with :=",
        'output := answer "."',
        ('output = answer "."', "output answer", 'output "a"'),
    ),
    "sentence equals": Mistake(
        "a definition is written with :=",
        'sentence used_for := SUBJECT " is used for " OBJECT',
        ('sentence r = SUBJECT " is " OBJECT', "sentence r SUBJECT", "sentence r : SUBJECT"),
    ),
    "sentence part": Mistake(
        "a sentence is made of SUBJECT, OBJECT and quoted texts",
        'sentence used_for := SUBJECT " is used for " OBJECT',
        ("sentence r := subject", "sentence r := SUBJECT is OBJECT"),
    ),
    "derive without category": Mistake(
        "a derive rule says `from category NAME`",
        "derive answer from category Claim",
        ("derive answer from Claim", "derive answer from", "derive answer"),
    ),
    "unquoted word": Mistake(
        "the words of a limit stand in quotes",
        'forbid "cures" "guaranteed"',
        ("forbid cures", "require cures", "forbid", "require", 'forbid "a" cures', 'forbid "a", "b"'),
    ),
    "unquoted sentence": Mistake(
        "`say` takes one sentence in quotes",
        'say "Use at most 6 words."',
        ("say Use at most 6 words.", "say"),
    ),
    "limit without count": Mistake(
        "a limit on words is written `at most N words`",
        "at most 12 words",
        ("at most twelve words", "at most words", "at most 12", "at 12 words"),
    ),
    "facts from what": Mistake(
        "a facts file is named in quotes",
        'facts from "facts.tsv"',
        ("facts from file.tsv", "facts from", 'facts "file.tsv"', "facts"),
    ),
    "test without name": Mistake(
        "a test names what it tests",
        'supported(answer), mentions(answer, "word"), mentions(prompt, "word"), answer in Category',
        (
            "derive a from category X ensure supported",
            "derive a from category X ensure supported a",
            'derive a from category X given mentions("w")',
            "derive a from category X given mentions(a)",
            "derive a from category X given mentions a",
        ),
    ),
    "any number with numbers": Mistake(
        "repetition with counts is written { … } up to N or repeat LO to HI …",
        'repeat 1 to 3 "a"',
        (
            'category X := { "a" } 3',
            'category X := { "a" } up 3',
            'category X := repeat 3 "a"',
            "output := { a } 3",
        ),
    ),
}

WORDS = {
    "$END": "the end of the statement",
    "NAME": "a name",
    "WORD": "a word",
    "STRING": 'a text in "quotes"',
    "REGEX": "a /regular expression/",
    "NUMBER": "a number",
    "DEFINE": "`:=`",
    "ARROW": "`->`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "COMMA": "`,`",
    "WORD_ONE": "",
    "LINE_ONE": "",
    "SUBJECT": "`SUBJECT`",
    "OBJECT": "`OBJECT`",
}
WORDS |= {name.upper(): f"`{name}`" for name in RESERVED | {"most", "may", "constrain", "lines"}}

# Many things that begin the same kind of thing are named together.
GROUPS = {
    frozenset(
        {"NAME", "STRING", "REGEX", "WORDS", "REPEAT", "SENTENCE", "LPAR", "LBRACE", "LSQB"}
    ): "an expression",
    frozenset({"NAME", "SUPPORTED", "MENTIONS", "NOT", "LPAR"}): "a condition",
}

STRANGE = {
    "“": 'use straight quotes: "',
    "”": 'use straight quotes: "',
    "„": 'use straight quotes: "',
    "‘": 'use straight quotes: "',
    "'": 'texts stand in double quotes: "',
    "`": 'texts stand in double quotes: "',
    "|": "write `or`",
    "&": "write `and`",
    "!": "write `not`",
    "*": "write { … } for any number",
    "+": "write repeat 1 to N …",
    "?": "write [ … ] for an optional part",
    ";": "a statement ends with its line",
    "#": "a comment begins with --",
    "–": "a comment begins with two hyphens: --",
    "—": "a comment begins with two hyphens: --",
}
