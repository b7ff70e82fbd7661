"""Asks the kernel for `f a b = c` where it computes by itself, `c` by Python's own big numbers.

``python -m tests.kernel.arithmetic LIBRARY large PAIRS SEED`` with LEAN_PATH set: on edges, and on that many
random pairs of up to 4,096 bits, by the kernel's arithmetic. ``LIBRARY small BELOW``: on all pairs of smaller
numbers, by its arithmetic and once more from the core's definitions alone (see ``replay.py``). ``LIBRARY lies
MODULE`` and ``LIBRARY "lies replayed" MODULE``: of one pair, by its arithmetic and from the definitions of
MODULE, a core of its own.

All equations of a pair are one theorem, proved by ``Eq.refl``, which goes to the kernel's own entry point.
Prints JSON: how many equations were asked for, those that the kernel refused, false ones that it accepted.
"""

from __future__ import annotations

import ctypes
import itertools
import json
import math
import random
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from detlm.kernel.expressions import parse_name
from detlm.kernel.ffi import NIL, Lean, Object
from tests.kernel.replay import PREFIX, Replay

MODULE = "CoreTest.Arithmetic"
BITS = 4096
#: How large a result may be where numbers are successors of successors.
UNARY = 600


@dataclass(frozen=True)
class Function:
    """What Python says of a function, and up to which second number it is asked; ``computed``: whether the
    kernel does so by itself."""

    python: Callable[[int, int], int | bool]
    most: int | None = None
    arguments: int = 2
    computed: bool = True


#: The functions of ``Nat`` that Lean's kernels are said to compute. This one does not compute the last.
FUNCTIONS = {
    "succ": Function(lambda a, _: a + 1, arguments=1),
    "add": Function(lambda a, b: a + b),
    "sub": Function(lambda a, b: max(a - b, 0)),
    "mul": Function(lambda a, b: a * b),
    "div": Function(lambda a, b: a // b if b else 0),
    "mod": Function(lambda a, b: a % b if b else a),
    "gcd": Function(math.gcd),
    "beq": Function(lambda a, b: a == b),
    "ble": Function(lambda a, b: a <= b),
    "land": Function(lambda a, b: a & b),
    "lor": Function(lambda a, b: a | b),
    "xor": Function(lambda a, b: a ^ b),
    "shiftLeft": Function(lambda a, b: a << b, most=BITS),
    "shiftRight": Function(lambda a, b: a >> b, most=BITS),
    "pow": Function(lambda a, b: a**b, most=8),
    "log2": Function(lambda a, _: max(a.bit_length() - 1, 0), arguments=1, computed=False),
}
#: Where carries, limbs and signs could go wrong.
EDGES = [
    0,
    1,
    2,
    3,
    7,
    8,
    *(2**k + d for k in (31, 32, 63, 64, 127, 128, 192, 4095) for d in (-1, 0, 1)),
    10**30,
]


def pairs(count: int, seed: int) -> Iterator[tuple[int, int]]:
    """All pairs of edges, then random ones."""
    yield from ((a, b) for a in EDGES for b in EDGES)
    draw = random.Random(seed)
    for _ in range(count):
        a, b = _number(draw), _number(draw)
        match draw.randrange(8):
            case 0:
                b = a
            case 1:
                b = max(0, a + draw.choice((-1, 1)))
            case 2:
                a = b * _number(draw, BITS // 2) + draw.choice((0, 1))
            case 3:
                b = draw.randrange(2 * 64 + 2)
        yield a, b


def _number(draw: random.Random, bits: int = BITS) -> int:
    size = draw.choice((draw.randrange(bits + 1), draw.randrange(bits // 64 + 1) * 64, draw.randrange(130)))
    match draw.randrange(4):
        case 0:
            return max(0, (1 << size) + draw.randrange(-2, 3))
        case 1:  # few bits set
            return sum(1 << draw.randrange(size + 1) for _ in range(3))
    return draw.getrandbits(size)


class Asking:
    """Theorems about numbers, put to the kernel. ``plain``: of the definitions alone."""

    def __init__(self, lean: Lean, kernel: Object, *, plain: bool = False) -> None:
        self._lean, self._kernel, self._plain = lean, kernel, plain
        self._made: dict[str | int, Object] = {}
        self.asked = 0
        self.refused: list[str] = []

    def about(self, a: int, b: int) -> None:
        """Ask for all functions of a pair; of each by itself, should the kernel refuse."""
        equations = []
        for name, function in FUNCTIONS.items():
            if not function.computed and max(a, b) > 64:
                continue  # it would take its time
            second = b if function.most is None else b % (function.most + 1)
            result = function.python(a, second)
            if not self._plain or result <= UNARY:
                equations.append((name, (a, second)[: function.arguments], result))
        self.asked += len(equations)
        if not self.holds(equations):
            refused = [one for one in equations if not self.holds([one])]
            self.refused += [f"Nat.{name} {arguments} = {result}" for name, arguments, result in refused]

    def holds(self, equations: Iterable[tuple[str, tuple[int, ...], int | bool]]) -> bool:
        """Whether the kernel accepts that all these equations hold by evaluation."""
        lean = self._lean
        stated, proof = self._constant("True"), self._constant("True.intro")
        for name, arguments, result in equations:
            kind = self._constant("Bool") if isinstance(result, bool) else self._number_type()
            value = (
                self._constant(f"Bool.{str(result).lower()}")
                if isinstance(result, bool)
                else self._number(result)
            )
            call = self._apply(self._function(name), *map(self._number, arguments))
            equal = self._apply(self._constant("Eq"), lean.keep(kind), call, lean.keep(value))
            by = self._apply(self._constant("Eq.refl"), kind, value)
            both = [lean.keep(equal), lean.keep(stated)]
            proof = self._apply(self._constant("And.intro"), *both, by, proof)
            stated = self._apply(self._constant("And"), equal, stated)
        name = lean.make_name(("detlm", "arithmetic"))
        every = lean.make_object(1, [lean.keep(name), NIL])
        head = lean.make_object(0, [name, NIL, stated])
        theorem = lean.make_object(2, [lean.make_object(0, [head, proof, every])])
        try:
            return lean.kernel_accepts(self._kernel, theorem)
        finally:
            lean.drop(theorem)
            for number in [key for key in self._made if isinstance(key, int)]:
                lean.drop(self._made.pop(number))

    def _constant(self, name: str) -> Object:
        lean, levels = self._lean, NIL
        if name not in self._made:
            if name.startswith("Eq"):
                universe = lean.call("lean_level_mk_succ", lean.call("lean_level_mk_zero", 1))
                levels = lean.make_object(1, [universe, NIL])
            self._made[name] = lean.call("lean_expr_mk_const", lean.make_name(parse_name(name)), levels)
        return lean.keep(self._made[name])

    def _function(self, name: str) -> Object:
        return self._constant(f"{PREFIX}.Nat.{name}" if self._plain else f"Nat.{name}")

    def _number_type(self) -> Object:
        return self._constant(f"{PREFIX}.Nat" if self._plain else "Nat")

    def _number(self, number: int) -> Object:
        lean = self._lean
        if not self._plain:
            if number not in self._made:
                text = ctypes.create_string_buffer(str(number).encode())
                read = lean.call("lean_cstr_to_nat", ctypes.addressof(text))
                self._made[number] = lean.call("lean_expr_mk_lit", lean.make_object(0, [read]))
            return lean.keep(self._made[number])
        made = self._function("zero")
        for _ in range(number):
            made = lean.call("lean_expr_mk_app", self._function("succ"), made)
        return made

    def _apply(self, function: Object, *arguments: Object) -> Object:
        for argument in arguments:
            function = self._lean.call("lean_expr_mk_app", function, argument)
        return function


def _plain(lean: Lean, kernel: Object) -> Asking:
    replay = Replay(lean, kernel)
    replay.theorems([("Nat", name) for name in FUNCTIONS])
    return Asking(lean, replay.kernel, plain=True)


def main(arguments: Sequence[str]) -> None:
    """Ask, and print what the kernel refused."""
    library, what, *rest = arguments
    sys.setrecursionlimit(100_000)
    sys.set_int_max_str_digits(0)
    lean = Lean(library)
    lean.start()
    modules = rest if what.startswith("lies") else ["Init", MODULE]
    kernel = lean.kernel_environment(lean.import_modules(modules))
    ours, plain = Asking(lean, kernel), None
    match what:
        case "large":
            count, seed = map(int, rest)
            for a, b in pairs(count, seed):
                ours.about(a, b)
        case "small":
            plain = _plain(lean, kernel)
            for a, b in itertools.product(range(int(rest[0])), repeat=2):
                ours.about(a, b)
                plain.about(a, b)
        case "lies":
            ours.about(6, 3)
        case "lies replayed":
            ours = _plain(lean, kernel)
            ours.about(6, 3)
    both = [ours] if plain is None else [ours, plain]
    wrong = [("add", (2, 2), 5), ("beq", (2, 2), False), ("sub", (0, 1), 1)]
    told = {
        "asked": sum(one.asked for one in both),
        "refused": [item for one in both for item in one.refused][:100],
        "believed": [str(item) for one in both for item in wrong if one.holds([item])],
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
