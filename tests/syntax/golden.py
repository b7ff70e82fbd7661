"""Golden error messages: ``tests/golden/errors/*.txt``, each a broken file, a line of ``=``, what is said.

``python -m tests.syntax.golden`` writes what is said anew; the broken files are written by hand.
"""

from __future__ import annotations

from pathlib import Path

from detlm.errors import ConstraintError
from detlm.syntax import read_source

FOLDER = Path(__file__).parent.parent / "golden" / "errors"
MARK = "=" * 40 + "\n"


FILES = {
    "good.tsv": b"a\tr\tb\n",
    "bad.tsv": b"a\tr\nb\tr s\tc\n",
    "lib.det": b"category Day := date from 2020-01-01 to 2020-12-31\n",
    "program.det": b'program p\ncategory X := "x"\nforbid "x"\noutput := X\n',
    "broken-lib.det": b'category X = "x"\ncategory Y := Z\n',
}


def said_of(source: str) -> str:
    """What the reader says of a broken file."""
    try:
        read_source(source, "broken.det", files=FILES)
    except ConstraintError as error:
        return f"{error}\n"
    return "(no mistake found)\n"


def split(path: Path) -> tuple[str, str]:
    """The broken file and the golden message."""
    source, _, message = path.read_text(encoding="utf-8").partition(MARK)
    return source, message


def main() -> None:
    """Write all messages anew."""
    for path in sorted(FOLDER.glob("*.txt")):
        source, _ = split(path)
        path.write_text(source + MARK + said_of(source), encoding="utf-8")


if __name__ == "__main__":
    main()
