"""Reading ``.lark`` files: what is read means what it means there, what is not is refused by name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detlm.errors import ConstraintError
from detlm.mask.contextfree import ContextFree
from detlm.mask.grammar_terms import GrammarTerms
from detlm.syntax.diagnostics import SourceError
from detlm.syntax.lark_files import _COMMON, read_lark


def accepts(source: str, text: str, start: str = "start") -> bool:
    terms = GrammarTerms()
    return ContextFree(terms, terms.grammar(read_lark(source, start=start))).accepts(text.encode())


EXAMPLE = r"""
// sums and products
start: sum
?sum: [sum ("+" | "-")] product   // left recursive
!product.2: atom (("*" | "/") atom)* -> prod
atom: NUMBER
    | ("(" sum
          ")")
    | NAME -> variable

NUMBER.2: /[0-9]+/ | "0x" HEX~1..4
HEX: "0".."9" | "a".."f"
%import common.CNAME -> NAME
"""


@pytest.mark.parametrize(
    "text, wanted",
    [
        ("1+2", True),
        ("0xffee*(3-x_1)", True),
        ("0xfffff", False),
        ("1++2", False),
        ("", False),
        ("(1", False),
    ],
)
def test_an_example(text: str, wanted: bool) -> None:
    assert accepts(EXAMPLE, text) == wanted


@pytest.mark.parametrize(
    "source, inside, outside",
    [
        ('start: "a"?  "b"*  "c"+', ["c", "abbcc"], ["a", "aac"]),
        ('start: ["a"] ("b" | "c")', ["ab", "c"], ["a", "abc"]),
        ('start: "ab"~3', ["ababab"], ["abab"]),
        ('start: x~1..2\nx: "a" x | "b"', ["b", "bab"], ["bbb", ""]),
        ('start: "select"i', ["SELECT", "sElEcT"], ["selec"]),
        ('start: "a\\n\\u00e9\\x41\\\\\\""', ['a\néA\\"'], ["a"]),
        ("start: /a\\/b/", ["a/b"], ["a\\/b"]),
        ("start: /[/]/u", ["/"], [""]),
        ('start: "é".."ü"', ["ö"], ["a"]),
        ('start: "a"\n  | "b"\n', ["a", "b"], ["ab"]),
        ("start: _SEP _x\n_SEP: \",\"\n_x: | \"y\"", [",", ",y"], ["y"]),
        ("start: INT WORD\n%import common (INT, WORD)", ["12ab"], ["ab"]),
        ('# a comment\nstart: "a" // another\n\n\n', ["a"], ["b"]),
    ],
)  # fmt: skip
def test_signs(source: str, inside: list[str], outside: list[str]) -> None:
    assert [t for t in (*inside, *outside) if accepts(source, t)] == inside


def test_another_start() -> None:
    assert accepts('start: "a"\nother: "b" start', "ba", start="other")


@pytest.mark.parametrize(
    "name, inside, outside",
    [
        ("INT", "007", "-1"), ("SIGNED_INT", "-1", "1.0"), ("DECIMAL", "1.", "1"), ("FLOAT", "1e5", "1"),
        ("NUMBER", "1.5e-3", "+1"), ("SIGNED_NUMBER", "+1", "1e"), ("SIGNED_FLOAT", "-.5", "5"),
        ("ESCAPED_STRING", '"a\\"b"', '"a"b"'), ("CNAME", "_a1", "1a"), ("WORD", "ab", "a1"),
        ("WS", " \n", ""), ("WS_INLINE", "\t", "\n"), ("NEWLINE", "\r\n\n", "\r"), ("CR", "\r", "\n"),
        ("LF", "\n", "\r"), ("DIGIT", "7", "77"), ("HEXDIGIT", "F", "g"), ("LETTER", "Z", "é"),
        ("LCASE_LETTER", "z", "Z"), ("UCASE_LETTER", "Z", "z"),
    ],
)  # fmt: skip
def test_common_terminals(name: str, inside: str, outside: str) -> None:
    source = f"start: {name}\n%import common.{name}"
    assert accepts(source, inside) and not accepts(source, outside)


def test_all_common_terminals_are_tried() -> None:
    (mark,) = test_common_terminals.pytestmark  # type: ignore[attr-defined]
    assert {case[0] for case in mark.args[1]} == set(_COMMON)


@pytest.mark.parametrize(
    "source, place, message",
    [
        ("", "1:1", "no rule `start`"),
        ('begin: "a"', "1:1", "no rule `start`"),
        ('start: "a" b', "1:12", "`b` is not defined"),
        ('start: "a" INT', "1:12", "`INT` is not defined"),
        ('start: "a"\nstart: "b"', "2:1", "`start` is defined twice"),
        ('start: "a"\n%ignore " "', "2:1", "`%ignore`"),
        ('start: "a"\n%declare X', "2:1", "`%declare`"),
        ('start: "a"\n%json { }', "2:1", "`%json`"),
        ('start: "a"\n%nonsense', "2:1", "`%nonsense` is not known"),
        ('start: x{"a"}', "1:9", "parameters"),
        ('start{x}: "a"', "1:6", "parameters"),
        ('%import python.X\nstart: "a"', "1:9", "only `common`"),
        ("%import common.INTT\nstart: INTT", "1:16", "no terminal `INTT`"),
        ('%import common.INT -> int\nstart: "a"', "1:23", "in capitals"),
        ("start: /a(?=b)/", "1:10", "look-around"),
        ("start: /a/i", "1:8", "flags `i`"),
        ('start: "a', "1:8", "not closed"),
        ('start: ("a" | "b"', "1:8", "( is not closed"),
        ('start: "a")', "1:11", ") cannot stand here"),
        ('start "a"', "1:7", "expected `:`"),
        ('"a": start', "1:1", "cannot begin a definition"),
        ('start: "\\q"', "1:8", "no escape"),
        ('start: "\\U00110000"', "1:8", "no character"),
        ('start: "b".."a"', "1:8", "a range goes"),
        ('start: "a".."', "1:13", "not closed"),
        ('start: "a"~3..2', "1:11", "larger than the second"),
        ('start: "a"~99999', "1:12", "at most"),
        ("start: A\nA: start", "2:4", "cannot use the rule"),
        ('start: A\nA: "x" B | "y"\nB: A', "2:1", "contains itself"),
        ('start: "a" start', "1:1", "derives no text"),
        ('start: "a" | x\nx: x "b"', "2:1", "`x` derives no text"),
        ("start: $", "1:8", "$ cannot stand here"),
        ("start: " + "(" * 80 + '"a"' + ")" * 80, "1:68", "nested deeper"),
        ('start: "a" ->', "1:13", "expected a name"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(source: str, place: str, message: str) -> None:
    with pytest.raises(SourceError) as caught:
        read_lark(source, "bad.lark")
    first = caught.value.diagnostics[0]
    assert message in first.message
    assert f"{first.position.line}:{first.position.column}" == place
    assert str(caught.value).startswith(f"bad.lark:{place}: error: ")


def test_several_mistakes_in_one_run() -> None:
    with pytest.raises(SourceError) as caught:
        read_lark('start: "\\q"\nx: y{z}\n%ignore " "\n', "bad.lark")
    assert [d.position.line for d in caught.value.diagnostics] == [1, 2, 3]


def test_hints_name_the_nearest() -> None:
    with pytest.raises(SourceError, match="did you mean product") as caught:
        read_lark('start: prodct\nproduct: "a"')
    assert "did you mean product?" in str(caught.value)
    with pytest.raises(SourceError) as caught:
        read_lark("start: INT")
    assert "%import common.INT" in str(caught.value)


@given(st.text(st.sampled_from('startxAB: |()[]*+?~.,"/\\%->{}\n1')))
def test_no_text_makes_the_reader_fall_over(source: str) -> None:
    try:
        read_lark("start: x\n" + source)
    except ConstraintError as error:
        assert error.message
