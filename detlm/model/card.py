"""The shipped model's card (README.md), from ``training.json`` and ``scores.json``. Measures nothing."""

from __future__ import annotations

from typing import Any

_TEXT = """\
---
license: apache-2.0
library_name: transformers
language: en
---

# The shipped model

A tiny language model ({parameters:,} parameters, {megabytes:.1f} MB) that answers questions over facts
in its prompt, so that detlm works straight after cloning. It is here to be small, quick and
retrainable, not to be clever: use `--model` with a local folder or a hub name for a better one. Its
answers are only as good as the scores below; what detlm *proves* about an output does not depend on
them.

## What it does

Prompt (special tokens in angle brackets; every line is plain text made by the caller):

    <|facts|>aspirin is a drug.
    aspirin is used for pain relief.
    <|rules|>if D must not be taken with K and X is a K then D must not be taken with X.
    <|else|>I have no fact about that.
    <|ask|>What is aspirin used for?<|answer|>

It then writes the answer and `<|end|>`. It was trained to give: a fact that fits the question; a
sentence that follows by a rule in the prompt; the first line after `<|else|>` where nothing fits; a
true sentence about the subject where the question pushes toward a false one; a line `<CONSTRAINT>Use at
most 6 words.</CONSTRAINT>` (or `Mention only A and B.`, `Do not use the word X.`) before an answer that
obeys it, where the question wishes for that. Without facts: JSON orders and invoices, `let` programs,
and worked arithmetic in `<THOUGHT>`/`<ACTION>`/`<CHECK>`.

Not suited for: anything else. It knows nothing about the world, cannot chat, and has seen one shape of
English. It is no source of medical facts: medicines are only words in its examples.

## How it was made

- Architecture: Llama, {layers} layers, width {width}, {heads} heads, tied embeddings, context {context}
  tokens; byte-level BPE of {vocabulary} tokens that contains all 256 bytes. Content words are cut the
  same way wherever they stand.
- Data: made by rule from word lists and invented names (`detlm/model/data`), nothing downloaded. A
  tenth of all names and of all relation wordings never appears in training, nor does any fact of the
  medication demo.
- Start: two attention heads begin as an induction pair, so copying need not be discovered
  (`detlm/model/initial.py`); everything else is random.
- Training: {steps} steps of {rows} rows of at most {longest} tokens, Muon and AdamW, float32 (a GPU
  multiplies matrices in TF32), seed {seed}; {minutes} minutes on "{processor}". Saved in float16.
- Again: `{command} --out FOLDER`, then
  `python -m detlm.model.evaluate --model FOLDER --write`. On one machine, with the device, thread count and
  versions of `training.json`, a run gives the same weights whenever it is repeated, or stopped and resumed;
  this is tested on a micro model on a CPU.

## Scores as measured

{measure}; {count} questions a task, names never seen in training. The second
column also has relation wordings never seen.

| task | held-out names | and held-out relation wordings |
|---|---|---|
{rows_of_scores}

The medication demo's fact base (never trained on): {right} of {of} questions. Where only the sentences
that the demo's program admits may be said, as detlm makes sure: {masked_right} of {masked_of}.

Weights SHA-256 `{weights}`.
"""


def render_card(training: dict[str, Any], scores: dict[str, Any], size: int) -> str:
    """The card in Markdown; ``size`` is the weights file's in bytes."""
    recipe = training["recipe"]
    masked = scores["medication, admissible sentences only"]
    first, second = scores["held-out names"], scores["held-out names and relation wordings"]

    def cell(found: dict[str, Any] | None) -> str:
        return "" if found is None else f"{100 * found['share']:.0f} %"

    lines = [f"| {task} | {cell(first[task])} | {cell(second.get(task))} |" for task in first]
    return _TEXT.format(
        parameters=training["parameters"],
        megabytes=size / 1e6,
        minutes=round(training["seconds"] / 60),
        processor=training["machine"]["processor"],
        command=training["command"],
        measure=scores["measure"].capitalize(),
        count=first["facts"]["of"],
        rows_of_scores="\n".join(lines),
        right=scores["medication"]["right"],
        of=scores["medication"]["of"],
        masked_right=masked["right"],
        masked_of=masked["of"],
        weights=scores["weights_sha256"],
        **recipe,
    )
