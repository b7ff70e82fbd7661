"""Data of programs: equal by fields, hashed once, and the hash stays in the process that made it."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys

from detlm.syntax.regex import EMPTY, Either, Regex, Then, literal


class _Counted(bytes):
    asked = 0

    def __hash__(self) -> int:
        type(self).asked += 1
        return super().__hash__()


def test_a_tree_is_hashed_once() -> None:
    leaf = _Counted(b"a")
    tree: Regex = Either(leaf, EMPTY)  # type: ignore[arg-type]
    for _ in range(50):
        tree = Then(tree, tree)  # asked anew, its leaf would answer 2 ** 50 times
    assert hash(tree) == hash(tree)
    assert _Counted.asked == 1


def test_the_hash_is_no_part_of_the_data() -> None:
    one, other = literal(b"abc"), literal(b"abc")
    hash(one)
    assert one == other
    assert repr(one) == repr(other)
    assert pickle.dumps(one) == pickle.dumps(other)
    assert copy.deepcopy(one) == one


def test_another_process_hashes_anew() -> None:
    made = "from detlm.syntax.shape import Lex; from detlm.syntax.regex import literal; import pickle, sys; "
    kept = subprocess.run(
        [
            sys.executable,
            "-c",
            made + "x = Lex(literal(b'a'), 'N'); hash(x); sys.stdout.buffer.write(pickle.dumps(x))",
        ],
        capture_output=True,
        check=True,
    ).stdout
    from detlm.syntax.shape import Lex

    assert pickle.loads(kept) in {Lex(literal(b"a"), "N")}
