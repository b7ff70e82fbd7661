"""Leaves this process nothing but to compute: whatever it runs or is made to run, it reaches nothing else.

Linux only. First everything is closed but what it talks through: Lean's event loop has pipes and rings that
a fork inherits, and through which the parent would act for it. Then a seccomp filter over all threads: they
read and write what is left, ask for memory, wait, make threads (Lean does, when one waits for another), end.
Every other call of the system fails as not permitted: files, programs, sockets, signals to others, their
memory. The numbers of calls are those of Linux's own tables (``asm/unistd.h``).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import struct
import sys
from pathlib import Path

#: Per machine: the number by which a filter knows it, and the calls that are left.
_CALLS = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10,
            "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
            "readv": 19, "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35,
            "getpid": 39, "sendto": 44, "recvfrom": 45, "clone": 56, "exit": 60,
            "gettimeofday": 96, "getrusage": 98, "sigaltstack": 131, "gettid": 186, "futex": 202,
            "sched_getaffinity": 204, "clock_gettime": 228, "clock_getres": 229, "clock_nanosleep": 230,
            "exit_group": 231, "tgkill": 234, "ppoll": 271, "set_robust_list": 273, "getrandom": 318,
            "rseq": 334, "clone3": 435,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "close": 57, "lseek": 62, "read": 63, "write": 64, "readv": 65, "writev": 66, "ppoll": 73,
            "fstat": 80, "exit": 93, "exit_group": 94, "futex": 98, "set_robust_list": 99, "nanosleep": 101,
            "clock_gettime": 113, "clock_getres": 114, "clock_nanosleep": 115, "sched_getaffinity": 123,
            "sched_yield": 124, "tgkill": 131, "sigaltstack": 132, "rt_sigaction": 134, "rt_sigprocmask": 135,
            "rt_sigreturn": 139, "getrusage": 165, "gettimeofday": 169, "getpid": 172, "gettid": 178,
            "sendto": 206, "recvfrom": 207, "brk": 214, "munmap": 215, "mremap": 216,
            "clone": 220, "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278, "rseq": 293,
            "clone3": 435,
        },
    ),
}  # fmt: skip
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_NOT_PERMITTED, _NO_SUCH_CALL = 1, 38
_NO_NEW_PRIVILEGES, _NO_HUGE_PAGES = 38, 41
_FILTER_MODE, _ALL_THREADS = 1, 1
# Instructions of the filter's machine: load a word, jump if equal, jump if a bit is set, return.
_LOAD, _EQUAL, _BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_CALL, _MACHINE, _ARGUMENTS = 0, 4, 16  # where these are in what it looks at: call, machine, eight bytes each
_NEW_THREAD = 0x3D0F00  # the flags with which the C library makes a thread: nothing of its own but a stack
_DONT_NEED, _FREE = 4, 8
_SHARED = 1
_ABORT = 6
Instruction = tuple[int, int, int, int]
Test = tuple[int, int, tuple[int, ...]]  # of an argument, a half of it, the values that it may have


def confine(connection: int) -> bool:
    """Confine this process, all threads, for good; whether that was possible.

    It keeps the standard descriptors and the ``connection``, and closes all others.
    """
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _CALLS:
        return False
    _close_all_but(connection)
    if _is_shared():
        return False
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_SIGPENDING):  # both are the user's, not the process's
        resource.setrlimit(limit, (0, 0))
    program = _filter(machine, os.getpid())
    held = ctypes.create_string_buffer(program)
    described = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(held)))
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(_NO_HUGE_PAGES, 1, 0, 0, 0)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    call, mode, threads = (ctypes.c_long(n) for n in (_SECCOMP[machine], _FILTER_MODE, _ALL_THREADS))
    return bool(library.syscall(call, mode, threads, described) == 0)


def _close_all_but(connection: int) -> None:
    """Close every descriptor but the standard ones and this."""
    for number in [int(entry.name) for entry in Path("/proc/self/fd").iterdir()]:
        if number > 2 and number != connection:
            with contextlib.suppress(OSError):  # the one that the list was read through
                os.close(number)


def _is_shared() -> bool:
    """Whether memory that this process can write to is another's too."""
    maps = Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace")
    rights = [line.split()[1] for line in maps.splitlines()]
    return any("w" in right and right.endswith("s") for right in rights)


def _filter(machine: str, pid: int) -> bytes:
    """The filter's instructions: which calls of a machine are left to a process."""
    audited, calls = _CALLS[machine]
    looked_into: dict[str, list[Test]] = {
        "clone": [(0, 0, (_NEW_THREAD,))],
        # No flags and no address: a byte out of band would have whoever reads wait for another.
        "sendto": [(3, 0, (0,)), (4, 0, (0,)), (4, 1, (0,))],
        "recvfrom": [(3, 0, (0,))],
        "madvise": [(2, 0, (_DONT_NEED, _FREE))],
        "tgkill": [(0, 0, (pid,)), (2, 0, (_ABORT,))],
    }
    program: list[Instruction] = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, audited),
        (_RETURN, 0, 0, _FAIL | _NOT_PERMITTED),
        (_LOAD, 0, 0, _CALL),
        # Its flags are in memory, where a filter does not look: the C library then falls back to `clone`.
        (_EQUAL, 0, 1, calls["clone3"]),
        (_RETURN, 0, 0, _FAIL | _NO_SUCH_CALL),
    ]
    for name, number in calls.items():
        if name == "mmap":  # memory that is shared is nobody's: no limit counts what is left of it
            block = _ended([(_LOAD, 0, 0, _ARGUMENTS + 8 * 3), (_BITS, 1, 0, _SHARED)])
        elif name != "clone3":
            block = _allowed(looked_into.get(name, []))
        program += [(_EQUAL, 0, len(block), number), *block]
    program.append((_RETURN, 0, 0, _FAIL | _NOT_PERMITTED))
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)


def _allowed(tests: list[Test]) -> list[Instruction]:
    """Allows a call if all tests hold."""
    block = _ended([])
    for argument, half, values in reversed(tests):
        last = len(values) - 1
        fits = [(_EQUAL, last - at, 0 if at < last else len(block) - 1, v) for at, v in enumerate(values)]
        block = [(_LOAD, 0, 0, _ARGUMENTS + 8 * argument + 4 * half), *fits, *block]
    return block


def _ended(block: list[Instruction]) -> list[Instruction]:
    return [*block, (_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _FAIL | _NOT_PERMITTED)]
