"""The Lean runtime through ctypes: the few functions the worker calls, and how references are counted.

Runs inside the worker process only. It starts Lean, imports modules, elaborates text and asks the kernel;
it decides nothing about what is acceptable (``worker.py``) and reads no expressions (``expressions.py``).

Reference counting. A Lean object is an address; an odd address is a boxed scalar and is not counted.

1. Every function is called through its ``___boxed`` symbol where the library has one. Then all arguments are
   owned objects (the call consumes one reference each), scalars travel boxed, and the result is owned.
   Symbols without that form have only owned object arguments anyway. So there is a single rule.
2. Whoever keeps using an object after passing it takes a reference first (:meth:`Lean.keep`).
3. Whoever owns a result and is done with it gives it back (:meth:`Lean.drop`).
4. A field read out of an object (:meth:`Lean.field`) is borrowed: it lives as long as its owner.
5. Counts > 0 belong to one thread and are changed in place; counts < 0 are shared and changed by the runtime,
   atomically; 0 marks a persistent object that is not counted.

In Lean 4.35 a ``BaseIO`` function returns its value, an ``IO`` function returns an object whose tag 0 means
ok and whose field 0 is the value (tag 1: the error).
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Pointer = ctypes.c_void_p
#: An address in this process, or a boxed scalar.
Object = int

_WORDS = ctypes.c_uint64 * (1 << 44)
_INTS = ctypes.c_int32 * (1 << 45)
_BYTES = ctypes.c_uint8 * (1 << 47)

ANONYMOUS: Object = 1  # Name.anonymous
NIL: Object = 1  # List.nil, Option.none: a first constructor without fields is the scalar 0
STRING_TAG = 249
ARRAY_TAG = 246
BIG_NUMBER_TAG = 250


class LeanFailure(Exception):
    """Lean itself reports an error: an ``IO`` error, or a kernel exception."""


@dataclass(frozen=True)
class LeanMessage:
    """A message of the elaborator. ``line`` counts from 1, ``column`` from 0, in code points."""

    severity: str
    text: str
    line: int
    column: int
    end_line: int | None
    end_column: int | None
    kind: str


def box(number: int) -> Object:
    """A small natural number, enumeration value or Bool as an object."""
    return (number << 1) | 1


class Lean:
    """One loaded Lean library. ``start`` must be called once; other methods need it to have been."""

    def __init__(self, library: str) -> None:
        self._library = ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)
        # Windows on the whole address space: an index costs a tenth of a ctypes from_address.
        self.words = _WORDS.from_address(0)
        self._counts = _INTS.from_address(0)
        self._bytes = _BYTES.from_address(0)
        bind = self._bind
        self._make_string = bind("lean_mk_string_from_bytes", Pointer, ctypes.c_char_p, ctypes.c_size_t)
        self._make_array = bind("lean_mk_array", Pointer, Pointer, Pointer)
        self._push = bind("lean_array_push", Pointer, Pointer, Pointer)
        self._allocate = bind("lean_alloc_object", Pointer, ctypes.c_size_t)
        self._make_ref = bind("lean_st_mk_ref", Pointer, Pointer)
        self._read_ref = bind("lean_st_ref_get", Pointer, Pointer)
        self._make_word = bind("lean_big_uint64_to_nat", Pointer, ctypes.c_uint64)
        self._drop_last = bind("lean_dec_ref_cold", None, Pointer)
        arguments = (Pointer, ctypes.c_size_t, ctypes.c_size_t, Pointer, Pointer)
        self._add = bind("lean_add_decl", Pointer, *arguments)
        self._cached: dict[str, Callable[..., int]] = {}

    def _bind(self, symbol: str, result: type | None, *arguments: type) -> Callable[..., int]:
        function = getattr(self._library, symbol)
        function.restype, function.argtypes = result, arguments
        return function  # type: ignore[no-any-return]

    def call(self, symbol: str, *arguments: Object) -> Object:
        """Call a compiled Lean function by its unboxed symbol; owned objects in, an owned object out."""
        function = self._cached.get(symbol)
        if function is None:
            boxed = f"{symbol}___boxed"
            name = boxed if hasattr(self._library, boxed) else symbol
            function = self._bind(name, Pointer, *([Pointer] * len(arguments)))
            self._cached[symbol] = function
        return function(*arguments)

    def constant(self, symbol: str) -> Object:
        """A global value of the library (persistent, so never counted)."""
        return ctypes.c_uint64.in_dll(self._library, symbol).value

    # Objects

    def keep(self, address: Object) -> Object:
        """Take one more reference; returns the address."""
        if not address & 1:
            count = self._counts[address >> 2]
            if count > 0:
                self._counts[address >> 2] = count + 1
            elif count < 0:
                self._keep_shared(address)
        return address

    def _keep_shared(self, address: Object) -> None:
        # The runtime exports no atomic increment; reading a mutable cell is one. The cell takes over a
        # reference and returns it when it goes, so two reads leave one more than before.
        cell = self._make_ref(address)
        self._read_ref(cell)
        self._read_ref(cell)
        self.drop(cell)

    def drop(self, address: Object) -> None:
        """Give one reference back."""
        if not address & 1:
            count = self._counts[address >> 2]
            if count > 1:
                self._counts[address >> 2] = count - 1
            elif count:
                self._drop_last(address)

    def tag(self, address: Object) -> int:
        """The constructor number (or 246 and above: arrays, strings, big numbers …); a scalar's value."""
        return address >> 1 if address & 1 else self._bytes[address + 7]

    def fields(self, address: Object) -> int:
        """How many object fields a constructor has."""
        return 0 if address & 1 else self._bytes[address + 6]

    def is_persistent(self, address: Object) -> bool:
        """Whether an object lives as long as the process, such as everything that was imported."""
        return self._counts[address >> 2] == 0

    def scalar_bytes(self, address: Object) -> int:
        """How many bytes of scalar fields (padding included) follow the object fields."""
        return (self.words[address >> 3] >> 32 & 0xFFFF) - 8 - 8 * self.fields(address)

    def byte(self, address: Object, offset: int) -> int:
        """The byte ``offset`` bytes behind the object fields (Bool and enumeration fields)."""
        return self._bytes[address + 8 + 8 * self._bytes[address + 6] + offset]

    def field(self, address: Object, index: int) -> Object:
        """The object field ``index``, borrowed."""
        return self.words[(address >> 3) + 1 + index]

    def elements(self, array: Object) -> list[Object]:
        """The elements of an ``Array``, borrowed."""
        start = (array >> 3) + 3
        return [self.words[i] for i in range(start, start + self.words[(array >> 3) + 1])]

    def list_items(self, items: Object) -> list[Object]:
        """The elements of a ``List``, borrowed."""
        found = []
        while not items & 1:
            found.append(self.field(items, 0))
            items = self.field(items, 1)
        return found

    def text(self, address: Object) -> str:
        """A Lean string as a Python string."""
        return ctypes.string_at(address + 32, self.words[(address >> 3) + 1] - 1).decode()

    def natural(self, address: Object) -> int:
        """A ``Nat``, however large."""
        if address & 1:
            return address >> 1
        size = self._counts[(address >> 2) + 3]  # after the header: mpz_t {int alloc; int size; limbs*}
        return int.from_bytes(ctypes.string_at(self.words[(address >> 3) + 2], 8 * size), "little")

    def make_string(self, text: str) -> Object:
        """A new Lean string. Raises UnicodeEncodeError for lone surrogates."""
        data = text.encode()
        return self._make_string(data, len(data))

    def make_natural(self, number: int) -> Object:
        """A new ``Nat``, however large, in time linear in its digits (but for a logarithm)."""
        if number < 1 << 63:
            return box(number)
        if number < 1 << 64:
            return self._make_word(number)
        half = number.bit_length() // 128 * 64 or 64
        upper = self.call("l_Nat_shiftLeft", self.make_natural(number >> half), box(half))
        return self.call("l_Nat_lor", upper, self.make_natural(number & (1 << half) - 1))

    def make_name(self, components: Sequence[str | int]) -> Object:
        """A new ``Lean.Name``."""
        name = ANONYMOUS
        for part in components:
            if isinstance(part, int):
                name = self.call("l_Lean_Name_num___override", name, box(part))
            else:
                name = self.call("l_Lean_Name_str___override", name, self.make_string(part))
        return name

    def make_object(self, tag: int, fields: Sequence[Object], scalars: bytes = b"") -> Object:
        """A new constructor object; takes over the references in ``fields``."""
        padded = scalars + b"\0" * (-len(scalars) % 8)
        size = 8 + 8 * len(fields) + len(padded)
        address = self._allocate(size)
        self._counts[address >> 2] = 1
        self.words[address >> 3] = 1 | size << 32 | len(fields) << 48 | tag << 56
        for index, value in enumerate(fields):
            self.words[(address >> 3) + 1 + index] = value
        for index in range(0, len(padded), 8):
            word = int.from_bytes(padded[index : index + 8], "little")
            self.words[(address >> 3) + 1 + len(fields) + index // 8] = word
        return address

    def make_array(self, items: Sequence[Object] = ()) -> Object:
        """A new ``Array``; takes over the references in ``items``."""
        array = self._make_array(box(0), box(0))
        for item in items:
            array = self._push(array, item)
        return array

    def take_field(self, address: Object, index: int) -> Object:
        """An owned field of an owned object, which is given back."""
        value = self.keep(self.field(address, index))
        self.drop(address)
        return value

    def io(self, result: Object) -> Object:
        """The owned value of an owned ``IO`` result. Raises :class:`LeanFailure` with Lean's text."""
        if self.tag(result) == 0:
            return self.take_field(result, 0)
        error = self.call("lean_io_error_to_string", self.take_field(result, 0))
        text = self.text(error)
        self.drop(error)
        raise LeanFailure(text)

    # Lean

    def start(self) -> None:
        """Initialise the runtime and Lean's own modules, in this thread."""
        self._bind("lean_initialize", None)()
        self.drop(self.io(self._bind("lean_init_search_path", Pointer)()))
        self._bind("lean_enable_initializer_execution", Pointer)()
        self._bind("lean_io_mark_end_initialization", None)()

    def start_tasks(self, workers: int, stack_bytes: int) -> None:
        """Start Lean's task threads (never before a fork: threads do not survive one)."""
        self._bind("lean_internal_set_thread_stack_size", None, ctypes.c_size_t)(stack_bytes)
        self._bind("lean_init_task_manager_using", None, ctypes.c_uint)(workers)

    def enter_thread(self) -> None:
        """Make the calling thread, which Lean did not create, usable for Lean."""
        self._bind("lean_initialize_thread", None)()

    def version(self) -> tuple[str, str]:
        """The version and the commit that the library reports, such as ``("4.35.0", "eb6c…")``."""
        return self.text(self.constant("l_Lean_versionStringCore")), self.text(
            self.constant("l_Lean_githash")
        )

    def import_modules(self, modules: Sequence[str]) -> Object:
        """The environment of the named modules, found on LEAN_PATH; owned.

        Raises :class:`LeanFailure` where a module is missing or was compiled by another Lean.
        """
        imports = []
        for module in modules:
            name = self.make_name(module.split("."))
            imports.append(self.make_object(0, [name], bytes([0, 1, 0])))  # importAll, isExported, isMeta
        trust, leak, extensions, private = box(0), box(0), box(1), box(2)
        return self.io(
            self.call(
                "l_Lean_importModules",
                self.make_array(imports),
                self.constant("l_Lean_Options_empty"),
                trust,
                self.make_array(),
                leak,
                extensions,
                private,
                box(1),  # no module artifacts: TreeMap.leaf, the second constructor
            )
        )

    def options(self, numbers: dict[str, int]) -> Object:
        """An ``Options`` with natural-number values; owned."""
        result = self.keep(self.constant("l_Lean_Options_empty"))
        for name, value in numbers.items():
            data = self.make_object(3, [box(value)])  # DataValue.ofNat
            result = self.call("l_Lean_Options_insert", result, self.make_name(name.split(".")), data)
        return result

    def elaborate(self, text: str, environment: Object, options: Object) -> tuple[Object, list[LeanMessage]]:
        """Elaborate commands on top of an environment (both arguments are kept by the caller).

        Returns the resulting environment, owned, and all messages in order. Raises :class:`LeanFailure`.
        """
        self.keep(environment)
        self.keep(options)
        source = self.make_string(text)
        pair = self.io(self.call("l_Lean_Elab_process", source, environment, options, box(0)))
        after, log = self.keep(self.field(pair, 0)), self.keep(self.field(pair, 1))
        self.drop(pair)
        array = self.call("l_Lean_MessageLog_toArray", log)
        messages = [self._message(item) for item in self.elements(array)]
        self.drop(array)
        return after, messages

    def _message(self, item: Object) -> LeanMessage:
        found = self.call("l_Lean_Json_compress", self.call("l_Lean_Message_toJson", self.keep(item)))
        data = json.loads(self.text(found))
        self.drop(found)
        end = data.get("endPos") or {}
        return LeanMessage(
            data["severity"],
            data["data"],
            data["pos"]["line"],
            data["pos"]["column"],
            end.get("line"),
            end.get("column"),
            data.get("kind", ""),
        )

    def kernel_environment(self, environment: Object) -> Object:
        """What the kernel itself has accepted of an environment (which the caller keeps); owned."""
        return self.call("lean_elab_environment_to_kernel_env", self.keep(environment))

    def find(self, kernel_environment: Object, name: Object) -> Object | None:
        """The ``ConstantInfo`` of a name, owned; the caller keeps the environment, the name is taken."""
        found = self.call("lean_environment_find", self.keep(kernel_environment), name)
        return None if found == NIL else self.take_field(found, 0)

    def add_declaration(
        self, kernel_environment: Object, declaration: Object, max_heartbeats: int
    ) -> Object | None:
        """Have the kernel check a ``Declaration`` on top of an environment; the caller keeps both.

        This is the kernel's own entry point, which no option can switch off. The extended environment,
        owned; None if the kernel refuses. No heartbeat limit where that is 0; recursion is limited by the
        stack.
        """
        result = self._add(self.keep(kernel_environment), max_heartbeats, 1 << 30, declaration, NIL)
        if self.tag(result) == 1:  # Except.ok
            return self.take_field(result, 0)
        self.drop(result)
        return None

    def kernel_accepts(self, kernel_environment: Object, declaration: Object) -> bool:
        """Whether the kernel accepts a ``Declaration``; the caller keeps both."""
        after = self.add_declaration(kernel_environment, declaration, 0)
        if after is None:
            return False
        self.drop(after)
        return True
