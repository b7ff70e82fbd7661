"""``python -m detlm.model.train_shipped``: train the shipped model from nothing and write its folder.

Stops cleanly on Ctrl-C or SIGTERM with a checkpoint; ``--resume`` goes on from it. Scores are measured by
``python -m detlm.model.evaluate``, not here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import signal
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch

from detlm.model.loading import quiet
from detlm.model.prompting import VERSION
from detlm.model.tokenizer import save_tokenizer
from detlm.model.training import Recipe, Trainer, collate, hidden_logits, make_tokenizer

CHECKPOINT_EVERY = 200


def data_hash(trainer: Trainer) -> str:
    """SHA-256 over the token ids of five steps' rows, first to last: tells whether the data changed."""
    digest = hashlib.sha256()
    last = trainer.recipe.steps - 1
    for step in sorted({round(last * share / 4) for share in range(5)}):
        for one in trainer.rows_of(step):
            digest.update(" ".join(map(str, one.ids)).encode() + b"\n")
    return digest.hexdigest()


def held_out_accuracy(trainer: Trainer) -> float:
    """Share of answer tokens predicted right on a fixed held-out batch (teacher forcing)."""
    from random import Random

    from detlm.model.data.rows import group, row

    rows = [
        row(
            group(Random(f"check/{i}"), evaluation=True),
            trainer.encode,
            trainer.special,
            trainer.recipe.longest,
        )
        for i in range(8)
    ]
    with torch.inference_mode():
        logits, targets, _ = hidden_logits(trainer.model, collate(rows, 0.0).on(trainer.device))
    return float((logits.argmax(-1) == targets).float().mean())


def export(trainer: Trainer, tokenizer: Any, out: Path) -> None:
    """Write the Hugging Face folder in float16, with ``training.json`` beside the weights."""
    import safetensors
    import tokenizers
    import transformers

    half = trainer.model.half().cpu()
    half.generation_config.update(eos_token_id=1, pad_token_id=0, do_sample=False)
    with quiet():
        half.save_pretrained(out)
        save_tokenizer(tokenizer, out, trainer.recipe.context)
    report = {
        "recipe": asdict(trainer.recipe),
        "command": (
            f"python -m detlm.model.train_shipped --steps {trainer.recipe.steps} "
            f"--seed {trainer.recipe.seed} --threads {trainer.recipe.threads} --device {trainer.device.type}"
        ),
        "parameters": sum(p.numel() for p in trainer.model.parameters()),
        "prompt_version": VERSION,
        "versions": {
            "python": platform.python_version(),
            "torch": torch.__version__,
            "transformers": transformers.__version__,
            "tokenizers": tokenizers.__version__,
            "safetensors": safetensors.__version__,
        },
        "machine": {
            "processor": _processor(trainer.device),
            "system": platform.system(),
            "architecture": platform.machine(),
        },
        "seconds": round(trainer.seconds),
        "data_sha256": data_hash(trainer),
        "weights_sha256": hashlib.sha256((out / "model.safetensors").read_bytes()).hexdigest(),
        "tokenizer_sha256": hashlib.sha256((out / "tokenizer.json").read_bytes()).hexdigest(),
        "curve": trainer.curve,
    }
    (out / "training.json").write_text(json.dumps(report, indent=1) + "\n")


def _processor(device: torch.device) -> str:
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    info = Path("/proc/cpuinfo")
    if info.is_file():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor()


def train(
    recipe: Recipe,
    out: Path,
    *,
    resume: bool,
    device: str = "cpu",
    workers: int = 0,
    stop_after: int | None = None,
    quiet: bool = False,
) -> bool:
    """Train into ``out``; True when finished, False when stopped early with a checkpoint.

    ``workers`` processes make the batches ahead; ``stop_after`` stops after so many steps of this call (tests
    of resuming).
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    torch.set_num_threads(recipe.threads)
    if device == "cuda":
        os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # PyTorch asks for it: reproducible sums
        torch.use_deterministic_algorithms(True)
        torch.backends.cuda.matmul.allow_tf32 = True
    out.mkdir(parents=True, exist_ok=True)
    checkpoint = out / "checkpoint.pt"
    tokenizer = make_tokenizer(recipe)
    trainer = Trainer(recipe, tokenizer, device)
    if resume and checkpoint.is_file():
        trainer.load(checkpoint)
    stopping = False

    def ask_to_stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    previous = {s: signal.signal(s, ask_to_stop) for s in (signal.SIGINT, signal.SIGTERM)}
    started, first = time.monotonic() - trainer.seconds, trainer.step_number
    columns = (
        TextColumn("training"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[note]}"),
    )
    try:
        with Progress(*columns, disable=quiet) as progress:
            bar = progress.add_task("", total=recipe.steps, completed=first, note="")
            recent: list[float] = []
            for batch in trainer.batches(workers):
                recent.append(trainer.step(batch))
                done = trainer.step_number
                trainer.seconds = time.monotonic() - started
                if done % CHECKPOINT_EVERY == 0 or done == recipe.steps:
                    accuracy = held_out_accuracy(trainer)
                    loss = sum(recent) / len(recent)
                    recent.clear()
                    trainer.curve.append(
                        {"step": done, "loss": round(loss, 4), "held_out": round(accuracy, 4)}
                    )
                    trainer.save(checkpoint)
                    progress.console.print(
                        f"step {done}: loss {loss:.4f}, held-out token accuracy {accuracy:.4f}, "
                        f"{trainer.seconds:.0f} s"
                    )
                progress.update(bar, completed=done, note=f"loss {recent[-1] if recent else loss:.3f}")
                if stopping or (stop_after is not None and done - first >= stop_after):
                    break
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    if trainer.step_number < recipe.steps:
        trainer.save(checkpoint)
        return False
    export(trainer, tokenizer, out)
    checkpoint.unlink(missing_ok=True)
    return True


def main() -> int:
    """The command; 0 when finished, 130 when stopped with a checkpoint."""
    default = Recipe()
    parser = argparse.ArgumentParser(prog="python -m detlm.model.train_shipped", description=__doc__)
    parser.add_argument("--steps", type=int, default=default.steps)
    parser.add_argument("--seed", type=int, default=default.seed)
    parser.add_argument("--threads", type=int, default=default.threads)
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--workers", type=int, default=0, help="processes that make batches ahead")
    parser.add_argument("--out", type=Path, default=Path("build/shipped"))
    parser.add_argument("--resume", action="store_true", help="go on from OUT/checkpoint.pt")
    given = parser.parse_args()
    recipe = Recipe(seed=given.seed, threads=given.threads).lasting(given.steps)
    if train(recipe, given.out, resume=given.resume, device=given.device, workers=given.workers):
        print(f"written: {given.out}")
        return 0
    print(f"stopped; go on with --resume --out {given.out}")
    return 130


if __name__ == "__main__":
    raise SystemExit(main())
