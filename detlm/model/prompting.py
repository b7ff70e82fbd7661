"""How facts, rules, refusals and a question become a prompt. Pure functions over strings; no program syntax.

A verifier recomputes the prompt from the program, so a style never changes its rendering: a change is a new
`VERSION`. Text from users and programs is encoded as plain text: a question that contains ``<|answer|>``
gives the bytes of that string, never the special token (`encode_prompt`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any

from detlm.errors import ModelError

VERSION = 1

PAD, END, FACTS, RULES, ELSE, ASK, ANSWER = (
    "<|pad|>",
    "<|end|>",
    "<|facts|>",
    "<|rules|>",
    "<|else|>",
    "<|ask|>",
    "<|answer|>",
)
SPECIAL_TOKENS = (PAD, END, FACTS, RULES, ELSE, ASK, ANSWER)

_INSTRUCTION = (
    "Answer the question with one sentence that is among the facts or follows from them by the rules. "
    "Copy the wording of the facts exactly. If no fact helps, answer with one of the allowed refusals, "
    "word for word. Write nothing else."
)


class PromptStyle(StrEnum):
    """Which rendering a model is given: the shipped model's own, a chat template, or plain text."""

    DETLM = "detlm"
    CHAT = "chat"
    PLAIN = "plain"


def _parts(
    facts: Sequence[str], rules: Sequence[str], otherwise: Sequence[str], question: str
) -> list[tuple[str, str]]:
    """The shipped model's prompt as (special token, plain text after it) pairs."""
    return [
        (FACTS, "".join(f"{line}\n" for line in facts)),
        (RULES, "".join(f"{line}\n" for line in rules)),
        (ELSE, "".join(f"{line}\n" for line in otherwise)),
        (ASK, question),
        (ANSWER, ""),
    ]


def _sections(facts: Sequence[str], rules: Sequence[str], otherwise: Sequence[str]) -> str:
    blocks = [_INSTRUCTION]
    for title, lines in (("Facts", facts), ("Rules", rules), ("Allowed refusals", otherwise)):
        if lines:
            blocks.append(f"{title}:\n" + "\n".join(f"- {line}" for line in lines))
    return "\n\n".join(blocks)


def render_prompt(
    facts: Sequence[str],
    rules: Sequence[str],
    otherwise: Sequence[str],
    question: str,
    *,
    style: PromptStyle = PromptStyle.DETLM,
) -> str:
    """The prompt as text, for people and for certificates.

    Facts, rules and refusals come as finished sentences, one each. For `PromptStyle.CHAT` this is the text
    before the tokenizer's template (system message, blank line, question): templates belong to a tokenizer,
    which `encode_prompt` has.
    """
    if style is PromptStyle.DETLM:
        return "".join(mark + text for mark, text in _parts(facts, rules, otherwise, question))
    system = _sections(facts, rules, otherwise)
    if style is PromptStyle.CHAT:
        return f"{system}\n\n{question}"
    return f"{system}\n\nQuestion: {question}\nAnswer: "


def style_of(tokenizer: Any) -> PromptStyle:
    """The style that fits a Hugging Face tokenizer: its own marks, else a chat template, else plain text."""
    vocabulary = tokenizer.get_vocab()
    if all(mark in vocabulary for mark in SPECIAL_TOKENS):
        return PromptStyle.DETLM
    return PromptStyle.CHAT if getattr(tokenizer, "chat_template", None) else PromptStyle.PLAIN


def encode_plain(tokenizer: Any, text: str) -> list[int]:
    """``text`` as token ids, no special token among them, whatever the text spells."""
    ids = tokenizer(text, add_special_tokens=False, split_special_tokens=True, verbose=False)["input_ids"]
    return [int(i) for i in ids]


def encode_prompt(
    tokenizer: Any,
    facts: Sequence[str],
    rules: Sequence[str],
    otherwise: Sequence[str],
    question: str,
    *,
    style: PromptStyle | None = None,
) -> list[int]:
    """The prompt as token ids; special tokens come from the rendering alone, never from the given texts.

    Raises `ModelError` where a chat template cannot be applied or does not show the texts it was given.
    """
    style = style or style_of(tokenizer)
    plain: Callable[[str], list[int]] = lambda text: encode_plain(tokenizer, text)  # noqa: E731
    if style is PromptStyle.DETLM:
        ids: list[int] = []
        for mark, text in _parts(facts, rules, otherwise, question):
            ids.append(int(tokenizer.convert_tokens_to_ids(mark)))
            ids += plain(text) if text else []
        return ids
    if style is PromptStyle.CHAT:
        return _encode_chat(tokenizer, _sections(facts, rules, otherwise), question)
    bos = getattr(tokenizer, "bos_token_id", None)
    text = render_prompt(facts, rules, otherwise, question, style=PromptStyle.PLAIN)
    return ([] if bos is None else [int(bos)]) + plain(text)


def _encode_chat(tokenizer: Any, system: str, question: str) -> list[int]:
    """Render the template around two placeholders, then put the texts in their place as plain tokens.

    The placeholders let the template's own special tokens be told from the same strings in a user's text.
    """
    holes = ("\ue000detlm-system\ue001", "\ue000detlm-question\ue001")
    ids: list[int] = []
    for messages in (
        [{"role": "system", "content": holes[0]}, {"role": "user", "content": holes[1]}],
        [
            {"role": "user", "content": f"{holes[0]}\n\n{holes[1]}"}
        ],  # for templates that refuse a system message
    ):
        try:
            text = tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
        except Exception as error:  # a template is a program of its author's; it may raise anything
            failure: Exception | None = error
            continue
        failure = None
        if text.count(holes[0]) == 1 and text.count(holes[1]) == 1:
            break
    else:
        raise ModelError(
            "the tokenizer's chat template cannot be used" + (f": {failure}" if failure else ""),
            hint="use the plain prompt style",
        )
    before, rest = text.split(holes[0])
    between, after = rest.split(holes[1])
    for piece, trusted in (
        (before, True),
        (system, False),
        (between, True),
        (question, False),
        (after, True),
    ):
        if not piece:
            continue
        if trusted:
            got = tokenizer(piece, add_special_tokens=False, verbose=False)["input_ids"]
            ids += [int(i) for i in got]
        else:
            ids += encode_plain(tokenizer, piece)
    return ids
