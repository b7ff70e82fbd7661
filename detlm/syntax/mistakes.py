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
    "relation with brackets": Mistake(
        "a relation stands between its subject and its object, without brackets",
        'fact aspirin used_for "pain relief", rule X is_a Y -> Y includes X',
        (
            'fact used_for(aspirin, "pain relief")',
            "rule is_a(X, Y) -> X r Y",
            "rule X is_a Y and is_a(Y, Z) -> X is_a Z",
            "rule X is_a Y -> is_a(X, Y)",
        ),
    ),
    "rule without arrow": Mistake(
        "a rule says what follows after ->",
        "rule X is_a Y and Y is_a Z -> X is_a Z",
        ("rule X is_a Y", "rule X is_a Y and Y is_a Z"),
    ),
    "rule with comma": Mistake(
        "premises are joined by `and`, and a fact is one statement",
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
    "scope within several": Mistake(
        "names are seen within one shape",
        "name the shape that holds the others, or declare a scope for each: x in S or x in T",
        ("scope S := names bound by X within Y or Z", "scope S := names bound by X within Y and Z"),
    ),
    "derive without category": Mistake(
        "a derive rule says `from category NAME`",
        "derive answer from category Claim",
        ("derive answer from Claim", "derive answer from", "derive answer"),
    ),
    "unquoted word": Mistake(
        "the words of a limit stand in quotes",
        'forbid "cures" "guaranteed"',
        ("forbid cures", "require cures", "forbid", "require", 'forbid "a" cures'),
    ),
    "words with commas": Mistake(
        "words stand side by side, without commas",
        'forbid "cures" "guaranteed", words "red" "blue"',
        ('forbid "a", "b"',),
    ),
    "unquoted sentence": Mistake(
        "`say` takes one sentence in quotes",
        'say "Use at most 6 words."',
        ("say Use at most 6 words.", "say"),
    ),
    "limit without count": Mistake(
        "a bound is a number and what is counted",
        'at most 12 words, at least 2 sentences, exactly 1 times "x"',
        ("at most twelve words", "at most words", "at most 12", "at 12 words", "exactly words"),
    ),
    "facts from what": Mistake(
        "a facts file is named in quotes",
        'facts from "facts.tsv"',
        ("facts from file.tsv", "facts from", 'facts "file.tsv"', "facts"),
    ),
    "test without brackets": Mistake(
        "what a test is said of stands in brackets",
        'supported(answer), mentions(answer, "word"), mentions(prompt, "word")',
        (
            "derive a from category X ensure supported a",
            "derive a from category X given mentions a",
            "predicate p(x) := q x",
        ),
    ),
    "two equals": Mistake(
        "one = compares",
        "x.amount = x.qty * x.price",
        ("predicate p(x) := x.a == 1", "predicate p(x) := x.a = = 1"),
    ),
    "every without colon": Mistake(
        "a colon stands between the list and what holds of every entry",
        "every x in i.items: x.qty > 0",
        ("predicate p(i) := every x in i.items x.a = 1", "predicate p(i) := every x in i.items, x.a = 1"),
    ),
    "predicate without parameters": Mistake(
        "a predicate says in brackets what it speaks of",
        "predicate right(i) := i.total = sum(x.amount for x in i.items)",
        ("predicate p := x.a = 1", "attribute a := x.b"),
    ),
    "range without bounds": Mistake(
        "a range has two bounds",
        "integer from 1 to 99, decimal(2) from 0.01 to 9.99, date from 2020-01-01 to 2029-12-31",
        (
            "category X := integer",
            "category X := integer 1 to 5",
            "category X := date 2020-01-01",
            "category X := integer from 1",
        ),
    ),
    "decimal without places": Mistake(
        "a decimal says how many places it has",
        "decimal(2) from 0.01 to 9.99",
        ("category X := decimal from 1 to 2", "category X := decimal 2 from 1 to 2"),
    ),
    "json without compact": Mistake(
        "JSON is written `json compact` and an object or list, or `json schema from` and a file",
        'json compact { id: /INV-[0-9]{4}/ }, json schema from "order.json"',
        (
            'category X := json { a: "b" }',
            'category X := json schema "f.json"',
            'category X := json from "f.json"',
            'category X := json compact "a"',
        ),
    ),
    "scope of what": Mistake(
        "a scope says what binds its names",
        "scope Defined := names bound by Binding",
        ("scope S := Binding", "scope S := names of Binding", "scope S := names bound Binding"),
    ),
    "import without quotes": Mistake(
        "an imported file is named in quotes",
        'import "std/dates.det" as dates',
        ("import dates", "import from", "import"),
    ),
    "constraint without site": Mistake(
        "a constraint has a title in quotes and a site",
        'constraint "defined before use" at Use: ensure next_token in Defined',
        (
            'constraint "c" ensure a in X',
            "constraint c at X: ensure a in X",
            'constraint "c" at X ensure a in X',
        ),
    ),
    "decision without else": Mistake(
        "a decision says what happens otherwise",
        "if next_token in Defined then admit else reject",
        ('constraint "c" at X: if a in X then admit', 'constraint "c" at X: if a in X then reject'),
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
    "REF": "a name",
    "CALL": "",
    "FUNCTION": "",
    "LABEL": "`name:`",
    "SIGNED": "a number",
    "NUMERAL": "a number",
    "DAY": "a day like 2020-01-31",
    "UNIT": "`words`, `characters`, `sentences`, `lines`, `tokens`",
    "COMPARE": "a comparison",
    "PLUS": "",
    "MINUS": "",
    "STAR": "",
    "MAYBE": "`?`",
    "BAR": "`|`",
    "COLON": "`:`",
}
_TERMINALS = (
    "admit as before bound by caller compact constrain else exactly false if lean least length lines may "
    "most names null one reject schema segment start stem then times true with within"
)
WORDS |= {name.upper(): f"`{name}`" for name in RESERVED | set(_TERMINALS.split())}

# Many things that begin the same kind of thing are named together.
_LEAVES = {"REF", "CALL", "STRING", "REGEX", "WORDS", "INTEGER", "DECIMAL", "DATE", "LPAR", "LBRACE", "LSQB"}
_OPERANDS = {"REF", "FUNCTION", "NUMERAL", "STRING", "LPAR"}
GROUPS = {
    frozenset(_LEAVES | {"LABEL", "REPEAT", "SENTENCE", "JSON", "GRAMMAR", "LEAN"}): "an expression",
    frozenset(_LEAVES | {"REPEAT", "SENTENCE", "JSON", "GRAMMAR", "LEAN"}): "an expression",
    frozenset(_LEAVES | {"TRUE", "FALSE", "NULL"}): "a value",
    frozenset(_LEAVES): "an expression",
    frozenset(_OPERANDS | {"MINUS", "NOT", "EVERY"}): "a condition",
    frozenset(_OPERANDS | {"MINUS"}): "a number or a name",
    frozenset(_OPERANDS): "a number or a name",
    frozenset({"COMPARE", "IN"}): "a comparison",
}

STRANGE = {
    "“": 'use straight quotes: "',
    "”": 'use straight quotes: "',
    "„": 'use straight quotes: "',
    "‘": 'use straight quotes: "',
    "'": 'texts stand in double quotes: "',
    "`": 'texts stand in double quotes: "',
    "&": "write `and`",
    "!": "write `not`",
    "*": "write { … } for any number of parts",
    "+": "write repeat 1 to N …; numbers are added in conditions",
    "?": "write [ … ] for an optional part",
    ";": "a statement ends with its line",
    ".": 'a statement ends with its line; a full stop of the output stands in quotes: "."',
    "#": "a comment begins with --",
    "–": "a comment begins with two hyphens: --",
    "—": "a comment begins with two hyphens: --",
}
