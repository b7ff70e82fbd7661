"""A rendered program, an output and a witness ─▶ what Lean is asked about it.

Where categories come from several Lean files, it is asked beside each file by itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detlm.kernel.foreign import keep
from detlm.kernel.protocol import LeanFile
from detlm.kernel.render import CompiledProgram, RenderedProgram, renderer_into, text_term
from detlm.kernel.terms import Definitions, node
from detlm.knowledge.closure import Step
from detlm.syntax import program as p


@dataclass(frozen=True, slots=True)
class Obligation:
    """What Lean is asked: ``prelude`` and ``source`` are Lean source; ``statements`` maps each theorem
    to the expression its type must be, ``definitions`` each constant to the expression of its value;
    ``stated`` names the definitions that the statement speaks of, which leaves the witness out.
    ``refutation`` is Lean source for the opposite of acceptance, ``refuted`` its expression. ``file``:
    somebody's own Lean text that all this stands beside. ``others``: the same beside the other Lean files;
    all must be proved, each by itself."""

    prelude: str
    source: str
    statements: dict[str, str]
    definitions: dict[str, str]
    stated: frozenset[str]
    refutation: str
    refuted: str
    file: LeanFile | None = None
    others: tuple[Obligation, ...] = ()

    @property
    def parts(self) -> tuple[Obligation, ...]:
        """This one and the others."""
        return (self, *self.others)


def render_obligation(
    rendered: RenderedProgram,
    *,
    prompt: bytes,
    preface: bytes,
    said: Sequence[p.Limit],
    output: bytes,
    witness: Sequence[Step],
    derivations: Sequence[Sequence[int]] = (),
    span: int | None = None,
    compiled: CompiledProgram | None = None,
) -> Obligation:
    """The obligation that ``output`` is admitted, with the witness that makes it cheap to check:
    derivation steps for what it claims, ``derivations`` for its texts of context-free categories.

    With ``span``, the obligation that ``output`` is one span of the derive rule with that number. With
    ``compiled``, which must be of the same program, the same statement is proved through its automata.
    """
    rendered, *others = rendered.apart(span)
    target = rendered.constant if span is None else rendered.spans[span]
    own = Definitions("Run.Output", rendered.definitions)
    renderer = renderer_into(own)
    limits = renderer.limits(said)
    context = node("DetLM.Context", "DetLM.Context.mk", text_term(prompt), text_term(preface), limits)
    text = text_term(output)
    stated = frozenset(n for n, _, _ in [*rendered.definitions.entries, *own.entries])
    proof = renderer.witness(witness, derivations)
    accepted = node("Prop", "DetLM.Accepted", target, context, text, proof)
    admitted = node("Prop", "DetLM.Admits", target, context, text)
    kept = keep(rendered.foreign[span], renderer.text, (target, context, text))
    decided = f"theorem Run.accepted : {accepted.source()} := by decide +kernel\n"
    if compiled is not None:
        checked = node(
            "Prop",
            "DetLM.Compiled.Checked",
            target,
            compiled.parser,
            compiled.watch,
            context,
            *text.args,
            proof,
        )
        decided = (
            f"theorem Run.checked : {checked.source()} := by decide +kernel\n"
            f"theorem Run.accepted : {accepted.source()} := DetLM.Compiled.Checked.accepted Run.checked\n"
        )
    once = rendered.definitions.source() + (compiled.prelude if compiled is not None else "")
    source = own.source() + (
        f"{decided}theorem Run.admitted : {admitted.source()} := DetLM.Accepted.admits Run.accepted\n"
        f"{kept.source}"
    )
    negated = node("Prop", "Not", kept.besides(accepted))
    # Spans are checked early, many to a program; the program itself is compared with the whole output.
    below = rendered.definitions.entries if span is None else []
    return Obligation(
        prelude=once,
        source=source,
        statements={"Run.accepted": accepted.expression(), "Run.admitted": admitted.expression()}
        | kept.statements,
        definitions={n: t.expression() for n, _, t in below + own.entries},
        stated=stated,
        refutation=f"{own.source()}theorem Run.refuted : {negated.source()} := by decide +kernel\n",
        refuted=negated.expression(),
        file=rendered.file,
        others=tuple(
            render_obligation(
                other,
                prompt=prompt,
                preface=preface,
                said=said,
                output=output,
                witness=witness,
                derivations=derivations,
                span=span,
                compiled=compiled,
            )
            for other in others
        ),
    )
