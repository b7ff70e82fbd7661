"""Writes the folders beside it anew: ``python -m tests.attacks.make``.

Each holds ``certificate.json``, what the caller holds (``held/`` with a constraint file, ``prompt.txt``,
``text.txt``) where that matters, and ``expected.json``: what the forger tries, the outcome, a piece of the
reason. It judges nothing: ``test_attacks.py`` does.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.attacks.attack import Attack
from tests.attacks.forgeries import attacks

HERE = Path(__file__).parent


def files_of(attack: Attack) -> dict[str, str]:
    """What the folder of an attack holds: path to text."""
    expected: dict[str, object] = {
        "tries": attack.tries,
        "outcome": attack.outcome,
        "message": attack.message,
    }
    if attack.allow_lean:
        expected["allow_lean"] = True
    if attack.open is not None:
        expected["open"] = attack.open
    data = attack.certificate
    return {
        "certificate.json": data if isinstance(data, str) else json.dumps(data, indent=1) + "\n",
        "expected.json": json.dumps(expected, indent=1) + "\n",
        **attack.held,
    }


def main() -> None:
    """Write all folders, and remove those of attacks that are gone."""
    for old in HERE.iterdir():
        if (old / "expected.json").is_file():
            shutil.rmtree(old)
    for attack in attacks():
        for name, text in files_of(attack).items():
            path = HERE / attack.name / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())


if __name__ == "__main__":
    main()
