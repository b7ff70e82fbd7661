"""Obligations of programs with fields, numbers, scopes, free thought and regular limits.

Each is accepted, or its refutation is: the kernel decides, nothing here does.
"""

from __future__ import annotations

import pytest

from detlm.certificate import statement
from detlm.kernel.compiled import compile_program
from detlm.kernel.embedded import EmbeddedKernel
from detlm.kernel.obligations import render_obligation
from detlm.kernel.render import render_program
from detlm.mask.derivation import Deriver
from detlm.syntax import program as p
from detlm.syntax.lark_files import read_lark
from detlm.syntax.regex_reader import read_regex
from tests.kernel.programs import BLOCKS, DEFINITIONS, INVOICE, field, invoice, program, rule, text


def accepted(kernel: EmbeddedKernel, which: p.Program, output: bytes, span: int | None = None) -> bool:
    """Whether the kernel accepts the output; where it does not, it proves that it does not."""
    wanted = render_obligation(
        render_program(which), prompt=b"", preface=b"", said=(), output=output, witness=(), span=span
    )
    checked = statement.prove(kernel, wanted)
    if not checked.proved:
        statement.refute(kernel, wanted, checked)  # raises if that is not so either
    return checked.proved


BOLTS = ("bolt", 2, "0.50", "1.00")
NUTS = ("nut", 3, "1.05", "3.15")


@pytest.mark.parametrize(
    ("output", "right"),
    [
        (invoice(BOLTS, total="1.00"), True),
        (invoice(BOLTS, NUTS, total="4.15"), True),
        (invoice(BOLTS, NUTS, total="4.16"), False),  # the sum is wrong
        (invoice(BOLTS, NUTS, total="-4.15"), False),
        (invoice(("bolt", 2, "0.50", "1.01"), total="1.01"), False),  # the product is wrong
        (invoice(BOLTS, BOLTS, total="2.00"), False),  # the same product twice
        (invoice(BOLTS, total="1.00") + b" ", False),
    ],
)
def test_an_invoice_adds_up(kernel: EmbeddedKernel, output: bytes, right: bool) -> None:
    assert accepted(kernel, INVOICE, output) is right
    assert accepted(kernel, INVOICE, output, span=0) is right


def at(label: bytes) -> p.Expr:
    return p.NumberAt((label,))


def number(value: int, scale: int = 0) -> p.Expr:
    return p.NumberLiteral(value, scale)


def holds(kernel: EmbeddedKernel, condition: p.Condition, a: bytes, b: bytes = b"0") -> bool:
    """Whether a condition holds of ``a;b`` with the fields a and b."""
    body = p.Chain((field(b"a", "[^;]*"), text(b";"), field(b"b", "[^;]*")))
    return accepted(kernel, program(rule(condition, body)), a + b";" + b)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        (b"0", number(0)),
        (b"007", number(7)),
        (b"-2", number(-2)),
        (b"-0", number(0)),
        (b"1.50", number(15, 1)),
        (b"-0.05", number(-5, 2)),
        (b"98765432109876543210.000", number(98765432109876543210)),
    ],
)
def test_numbers_are_read(kernel: EmbeddedKernel, written: bytes, value: p.Expr) -> None:
    assert holds(kernel, p.Compare("=", at(b"a"), value), written)
    assert not holds(kernel, p.Compare("=", at(b"a"), p.Plus(value, number(1, 30))), written)


@pytest.mark.parametrize(
    "written", [b"", b"-", b".", b"1.", b".5", b"--1", b"+1", b"1.2.3", b"1e3", b" 1", b"1 ", b"x"]
)
def test_what_is_no_number_compares_with_nothing(kernel: EmbeddedKernel, written: bytes) -> None:
    for relation in ("=", "<", "<="):
        assert not holds(kernel, p.Compare(relation, at(b"a"), at(b"a")), written)
    assert holds(kernel, p.Not(p.Compare("=", at(b"a"), at(b"a"))), written)


@pytest.mark.parametrize(
    ("condition", "a", "b", "right"),
    [
        (p.Compare("<", at(b"a"), at(b"b")), b"1.9", b"1.10", False),
        (p.Compare("<", at(b"a"), at(b"b")), b"1.09", b"1.1", True),
        (p.Compare("<", at(b"a"), at(b"b")), b"-3", b"-2.5", True),
        (p.Compare("<", at(b"a"), at(b"b")), b"2", b"2.0", False),
        (p.Compare("<=", at(b"a"), at(b"b")), b"2", b"2.0", True),
        (p.Compare("<=", at(b"a"), at(b"b")), b"2.01", b"2.0", False),
        (p.Compare("=", p.Minus(at(b"a"), at(b"b")), number(-25, 1)), b"0.5", b"3", True),
        (p.Compare("=", p.Times(at(b"a"), at(b"b")), number(-15, 1)), b"-0.5", b"3", True),
        (p.Compare("=", p.Times(at(b"a"), at(b"b")), number(15, 1)), b"-0.5", b"-3", True),
        (p.Compare("=", p.CountOf((b"a",)), number(1)), b"", b"", True),
        (p.Compare("=", p.CountOf((b"c",)), number(0)), b"", b"", True),
        (p.Compare("=", p.SumOver((b"c",), at(b"x")), number(0)), b"", b"", True),
        (p.Compare("=", at(b"c"), at(b"c")), b"1", b"1", False),  # there is no such part
        (p.SameText((b"a",), (b"b",)), b"1", b"1", True),
        (p.SameText((b"a",), (b"b",)), b"1", b"1.0", False),
        (p.SameText((b"a",), (b"c",)), b"1", b"1", False),
        (p.Every((b"c",), p.Not(p.Always())), b"", b"", True),
        (p.Every((b"a",), p.Mentions(b"x")), b"x", b"y", True),
        (p.Every((b"b",), p.Mentions(b"x")), b"x", b"y", False),
        (p.Every((), p.Mentions(b"y")), b"x", b"y", True),  # the span itself
    ],
)
def test_conditions_on_parts(
    kernel: EmbeddedKernel, condition: p.Condition, a: bytes, b: bytes, right: bool
) -> None:
    assert holds(kernel, condition, a, b) is right


def test_fields_enclose_fields_and_nothing_else_does(kernel: EmbeddedKernel) -> None:
    inner = p.Settle(b"S", p.Bind(b"S", p.Block(b"S", rule(p.Always(), field(b"x", "[0-9]"), 1))))
    shape = p.Chain((inner, p.Field(b"y", field(b"x", "[0-9]"))))

    def equal(path: p.Path, value: int) -> bool:
        condition = p.Compare("=", p.NumberAt(path), number(value))
        return accepted(kernel, program(rule(condition, shape)), b"12")

    assert equal((b"x",), 1)  # not the one in y
    assert equal((b"y", b"x"), 2)
    assert equal((b"y",), 2)
    assert not equal((b"x", b"x"), 1)


@pytest.mark.parametrize(
    ("output", "right"),
    [
        (b"let a = 1\nlet b = a + 2\n", True),
        (b"let a = a\n", False),  # its own name is not shown yet
        (b"let a = 1\nlet b = c\n", False),
        (b"let b = a\nlet a = 1\n", False),
        (b"let a = 1\nlet ab = 2\nlet c = ab + a\nlet a = a\n", True),
        (b"let ab = 1\nlet b = a\n", False),  # a part of a name is another name
    ],
)
def test_names_are_bound_before_they_are_used(kernel: EmbeddedKernel, output: bytes, right: bool) -> None:
    assert accepted(kernel, DEFINITIONS, output) is right


@pytest.mark.parametrize(
    ("output", "right"),
    [
        (b"let a = 1\n{\nlet b = a\nlet c = b\n}\nlet d = a\n", True),
        (b"{\nlet b = 1\n}\nlet d = b\n", False),  # gone with its block
        (b"{\nlet b = 1\n}\nlet b = 2\nlet d = b\n", True),
        (b"let a = 1\n{\nlet a = 2\n}\nlet b = a\n", True),
    ],
)
def test_blocks_take_their_names_with_them(kernel: EmbeddedKernel, output: bytes, right: bool) -> None:
    assert accepted(kernel, BLOCKS, output) is right


def test_scopes_do_not_disturb_each_other(kernel: EmbeddedKernel) -> None:
    letter = p.Lex(read_regex("[a-z]"))

    def shape(shown: bytes, block: bytes) -> p.Program:
        bound = p.Settle(b"S", p.Bind(b"S", letter))
        return program(p.Chain((p.Block(block, bound), rule(p.Visible(shown), letter))))

    assert accepted(kernel, shape(b"S", b"T"), b"aa")
    assert not accepted(kernel, shape(b"S", b"S"), b"aa")
    assert not accepted(kernel, shape(b"T", b"T"), b"aa")


def test_parts_begin_where_they_begin(kernel: EmbeddedKernel) -> None:
    letter = p.Lex(read_regex("[a-z]"))
    uses = p.UpTo(4, p.Field(p.ENTRY, p.Settle(b"S", p.Bind(b"S", letter))))
    bound = p.Settle(b"S", p.Bind(b"S", letter))
    asked = p.Every((p.ENTRY,), p.Visible(b"S"))
    shape = program(p.Chain((bound, rule(asked, uses))))
    assert accepted(kernel, shape, b"aaa")
    assert not accepted(kernel, shape, b"aba")
    late = program(rule(p.Every((p.ENTRY,), p.Or(p.Visible(b"S"), p.InCategory("a", read_regex("a")))), uses))
    assert accepted(kernel, late, b"aa")
    assert not accepted(kernel, late, b"ba")


def test_spans_that_ask_for_names_have_no_obligation_of_their_own() -> None:
    assert set(render_program(DEFINITIONS).spans) == set()
    assert set(render_program(INVOICE).spans) == {0}


@pytest.mark.parametrize(
    ("output", "right"),
    [
        (b"hm ab", False),
        (b"hm</t>ab", True),
        (b"</t>ab", True),
        (b"</t</t>ab", True),
        (b"ab", False),
        (b"hm</t>xx</t>ab", False),  # the answer begins behind the first marker
        (b"bad bad bad </t>ab", True),  # nothing is asked of the thinking
        (b"</t>bad", False),
    ],
)
def test_the_answer_begins_behind_the_first_marker(
    kernel: EmbeddedKernel, output: bytes, right: bool
) -> None:
    which = program(
        p.Lex(read_regex("[a-z]+")), p.Forbid(b"bad"), p.Matches(read_regex("a.*|b.*")), after=b"</t>"
    )
    assert accepted(kernel, which, output) is right


def test_an_answer_matches_as_a_whole(kernel: EmbeddedKernel) -> None:
    which = program(p.Lex(read_regex("[a-z ]+")), p.Matches(read_regex("([a-z]+ ){2}[a-z]+")))
    assert accepted(kernel, which, b"one two three")
    assert not accepted(kernel, which, b"one two")
    assert not accepted(kernel, which, b"one two three four")


def test_derivations_stand_in_the_witness(kernel: EmbeddedKernel) -> None:
    wanted = render_obligation(
        render_program(program(text(b"ab"))),
        prompt=b"",
        preface=b"",
        said=(),
        output=b"ab",
        witness=(),
        derivations=[list(range(60)), []],
    )
    assert statement.prove(kernel, wanted).proved


#: Brackets that pair up, around an `a` or nothing.
PAIRS = read_lark('start: "(" start ")" start | "a" |')
IN_PAIRS = program(rule(p.InGrammar("pairs", PAIRS), p.Lex(read_regex("[()a]*"))))


def with_derivations(kernel: EmbeddedKernel, output: bytes, *derivations: list[int], compiled: bool) -> bool:
    """Whether the kernel accepts a text of pairs with these derivations; where not, it proves that."""
    rendered = render_program(IN_PAIRS)
    wanted = render_obligation(
        rendered,
        prompt=b"",
        preface=b"",
        said=(),
        output=output,
        witness=(),
        derivations=derivations,
        compiled=compile_program(IN_PAIRS, rendered) if compiled else None,
    )
    checked = statement.prove(kernel, wanted)
    if not checked.proved:
        statement.refute(kernel, wanted, checked)  # raises if that is not so either
    return checked.proved


@pytest.mark.parametrize("compiled", [False, True])
def test_a_span_in_a_grammar_has_a_derivation(kernel: EmbeddedKernel, compiled: bool) -> None:
    deriver = Deriver(PAIRS)
    for output in (b"", b"a", b"(a)", b"()(())a"):
        found = deriver.derivation(output)
        assert found is not None
        assert with_derivations(kernel, output, found, compiled=compiled)
        assert with_derivations(kernel, output, [7], found, compiled=compiled)  # one that does is enough
        assert not with_derivations(kernel, output, compiled=compiled)
        assert not with_derivations(kernel, output, [*found, 0], compiled=compiled)
        assert not with_derivations(kernel, output + b"(", found, compiled=compiled)
    assert deriver.derivation(b"(a") is None


def test_the_span_of_a_grammar_is_an_obligation_of_its_own(kernel: EmbeddedKernel) -> None:
    found = Deriver(PAIRS).derivation(b"(a)")
    assert found is not None
    for derivations, right in (([found], True), ([], False)):
        wanted = render_obligation(
            render_program(IN_PAIRS),
            prompt=b"",
            preface=b"",
            said=(),
            output=b"(a)",
            witness=(),
            derivations=derivations,
            span=0,
        )
        assert statement.prove(kernel, wanted).proved is right


def test_no_derivation_says_that_a_text_is_not_in_a_grammar(kernel: EmbeddedKernel) -> None:
    never = p.Not(p.InGrammar("pairs", PAIRS))
    for condition, right in ((never, False), (p.Or(never, p.Always()), True)):
        assert accepted(kernel, program(rule(condition, text(b"(("))), b"((") is right


def test_unknown_data_is_refused() -> None:
    with pytest.raises(TypeError, match="not a condition that Lean knows: 'whatever'"):
        render_program(program(rule("whatever", text(b"a"))))  # type: ignore[arg-type]
