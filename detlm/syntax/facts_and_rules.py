"""Facts, rules and sentences of a constraint file: checked, and turned into data.

What the program knows, not what it may say: categories and shapes are ``expressions.py``.
"""

from __future__ import annotations

from collections.abc import Iterable

from detlm.syntax import ast
from detlm.syntax.diagnostics import Span, did_you_mean, shown
from detlm.syntax.draft import Draft
from detlm.syntax.facts import read_facts
from detlm.syntax.files import Files
from detlm.syntax.program import Atom, Constant, Pattern, Position, Rule, Sentence, Slot, Term, Variable
from detlm.syntax.texts import name_mistake


class Knowledge:
    """Adds the facts, rules and sentences of the statements to a draft."""

    def __init__(self, draft: Draft, files: Files) -> None:
        self._draft = draft
        self._report = draft.report
        self._files = files

    def resolve(self) -> None:
        """Add them, in this order: rules and sentences speak of the facts' relations."""
        self._facts()
        self._rules()
        self._sentences()

    def _facts(self) -> None:
        seen: dict[Atom, Position] = {}
        for statement in self._draft.statements:
            if isinstance(statement, ast.FactStatement):
                self._inline_fact(statement, seen)
            elif isinstance(statement, ast.FactsStatement):
                self._facts_file(statement, seen)

    def _inline_fact(self, statement: ast.FactStatement, seen: dict[Atom, Position]) -> None:
        fact = statement.fact
        for word in (fact.subject, fact.object):
            if mistake := name_mistake(word.text):
                self._report.error(word.span, *mistake)
                return
        atom = Atom(fact.relation.text.encode(), fact.subject.text.encode(), fact.object.text.encode())
        self._add_fact(atom, self._draft.place(statement.span), self._draft.text(statement.span), seen)

    def _facts_file(self, statement: ast.FactsStatement, seen: dict[Atom, Position]) -> None:
        path = statement.path
        if self._files.name(path.text, path.span, self._report) in self._files.sources:
            self._report.error(
                path.span, f"the facts file {shown(path.text)} is read twice", "remove one of them"
            )
            return
        before = len(self._report.diagnostics)
        file = self._files.read(path.text, path.span, self._report, "facts file")
        if file is not None:
            for atom, position in read_facts(file, self._report):
                self._add_fact(
                    atom, position, b" ".join((atom.subject, atom.relation, atom.object)).decode(), seen
                )
        if len(self._report.diagnostics) > before:
            self._draft.facts_known = False

    def _add_fact(self, atom: Atom, position: Position, line: str, seen: dict[Atom, Position]) -> None:
        if atom in seen:
            first = seen[atom]
            self._report.add_at(
                position, "this fact is stated twice", f"first at {first.file}:{first.line}", line
            )
            return
        seen[atom] = position
        self._draft.positions[f"fact {len(self._draft.facts)}"] = position
        self._draft.facts.append(atom)

    def _rules(self) -> None:
        statements = self._draft.all(ast.RuleStatement)
        relations = self._relations()
        for statement in statements:
            names: dict[str, int] = {}
            body = tuple(self._pattern(p, names) for p in statement.body)
            bound = set(names)
            head = self._pattern(statement.head, names)
            for name in list(names)[len(bound) :]:
                word = next(w for w in (statement.head.subject, statement.head.object) if w.text == name)
                message = f"{name} stands for nothing: no premise names it"
                self._report.error(
                    word.span, message, f'a variable of the head occurs before ->; a name is "{name}"'
                )
            for premise in statement.body:
                self._known_relation(premise.relation, relations)
            if len(names) > len(bound):
                continue  # nothing can be inferred with it
            self._draft.positions[f"rule {len(self._draft.rules)}"] = self._draft.place(statement.span)
            self._draft.rules.append(Rule(head, body, self._draft.text(statement.span)))

    def _relations(self) -> set[bytes]:
        """The relations that some fact or rule, mistaken or not, concludes."""
        heads = {s.head.relation.text.encode() for s in self._draft.all(ast.RuleStatement)}
        return heads | {a.relation for a in self._draft.facts}

    def _pattern(self, node: ast.TripleNode, names: dict[str, int]) -> Pattern:
        subject, object_ = self._term(node.subject, names), self._term(node.object, names)
        return Pattern(node.relation.text.encode(), subject, object_)

    def _term(self, word: ast.Word, names: dict[str, int]) -> Term:
        if not word.quoted and word.text[0].isupper():
            if not (word.text.isascii() and word.text.isidentifier()):
                self._report.error(
                    word.span, f"{word.text} is no variable name", f'a name is written "{word.text}"'
                )
            return Variable(word.text, names.setdefault(word.text, len(names)))
        if mistake := name_mistake(word.text):
            self._report.error(word.span, *mistake)
        return Constant(word.text.encode())

    def _known_relation(self, relation: ast.Word, known: Iterable[bytes]) -> None:
        names = [r.decode() for r in known]
        if relation.text not in names and self._draft.facts_known:
            hint = (
                did_you_mean(relation.text, names) or f"relations: {', '.join(sorted(names)) or 'none yet'}"
            )
            self._report.error(relation.span, f"no fact and no rule speaks of {relation.text}", hint)

    def _sentences(self) -> None:
        relations = self._relations()
        known: dict[str, Span] = {}
        for statement in self._draft.all(ast.SentenceStatement):
            name = statement.relation
            if not self._draft.declared("the sentence for", name, known):
                continue
            self._known_relation(name, relations)
            parts: list[bytes | Slot] = []
            for part in statement.parts:
                if isinstance(part, ast.SlotNode):
                    parts.append(Slot(part.kind))
                elif part.text:
                    parts.append(part.text.encode())
            self._check_slots(statement)
            self._draft.positions[f"sentence {name.text}"] = self._draft.place(statement.span)
            self._draft.sentences.append(Sentence(name.text.encode(), tuple(parts)))

    def _check_slots(self, statement: ast.SentenceStatement) -> None:
        for kind in ("subject", "object"):
            slots = [p for p in statement.parts if isinstance(p, ast.SlotNode) and p.kind == kind]
            if not slots:
                message = f"the sentence has no {kind.upper()}"
                hint = 'a sentence has both once: SUBJECT " is used for " OBJECT'
                self._report.error(statement.span, message, hint)
            for again in slots[1:]:
                self._report.error(
                    again.span, f"the sentence has {kind.upper()} twice", "each slot stands once"
                )
