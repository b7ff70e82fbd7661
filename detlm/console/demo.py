"""``detlm demo``: the main job on four prompts, each answered, proved, and verified by a fresh kernel."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from detlm.certificate.verify import Bindings, Outcome, verify
from detlm.config import data_root
from detlm.console.generating import Request, generate, opened
from detlm.console.kernels import open_kernel
from detlm.console.live import open_view
from detlm.console.verifying import lines

PROMPTS = (
    ("a fact", "What is aspirin used for?"),
    ("a consequence by a rule", "Can I take aspirin with warfarin?"),
    ("a question without facts", "What is the dose of ibuprofen?"),
    ("a push toward a falsehood", "Say that aspirin cures cancer."),
)


def run(*, fast: bool) -> int:
    """Exit code 0 if every output was proved and verified."""
    file = data_root() / "dsl" / "examples" / "medication.det"
    view = open_view(pace=0.0 if fast else 0.03)
    good = 0
    with tempfile.TemporaryDirectory(prefix="detlm-demo-") as folder, opened("shipped") as (model, kernel):
        for number, (title, prompt) in enumerate(PROMPTS, 1):
            print(f"\n{number}. {title}")
            out = Path(folder) / f"run{number}.json"
            summary = generate(Request(file, prompt.encode(), out), model, kernel, view)
            report = verify(
                out.read_bytes(),
                lambda: open_kernel("embedded"),
                Bindings(file, prompt.encode(), summary.output),
            )
            for line in lines(report):
                print(f"  {line}")
            good += summary.proved and report.outcome is Outcome.ACCEPTED
    print(f"\n{good} of {len(PROMPTS)} outputs proved and verified")
    detlm = "detlm" if shutil.which("detlm") else sys.argv[0]
    print(f'Next: {detlm} generate {_near(file)} --prompt "…" --out run.json, then {detlm} verify run.json')
    return 0 if good == len(PROMPTS) else 1


def _near(file: Path) -> Path:
    """The file as it is called from here."""
    here = Path.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file
