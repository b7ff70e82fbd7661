"""Leaves this process nothing but to compute: what somebody's Lean text might run in it reaches nothing else.

Linux only, by a seccomp filter over all threads: they read and write what is open already, ask for memory,
wait, make threads, end. Every other call of the system fails as not permitted: files, programs, sockets,
signals to others, their memory. The numbers of calls are those of Linux's own tables (``asm/unistd.h``).
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys

#: Per machine: the number by which a filter knows it, and the calls that are left.
_CALLS = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "mmap": 9, "mprotect": 10,
            "munmap": 11, "brk": 12, "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15,
            "readv": 19, "writev": 20, "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35,
            "getpid": 39, "sendto": 44, "recvfrom": 45, "sendmsg": 46, "recvmsg": 47, "clone": 56, "exit": 60,
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
            "sendto": 206, "recvfrom": 207, "sendmsg": 211, "recvmsg": 212, "brk": 214, "munmap": 215,
            "mremap": 216, "clone": 220, "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278,
            "rseq": 293, "clone3": 435,
        },
    ),
}  # fmt: skip
_SECCOMP = {"x86_64": 317, "aarch64": 277}
_ALLOW, _FAIL = 0x7FFF0000, 0x00050000
_NOT_PERMITTED, _NO_SUCH_CALL = 1, 38
_CLONE_THREAD = 0x10000
_NO_NEW_PRIVILEGES = 38
_FILTER_MODE, _ALL_THREADS = 1, 1
# Instructions of the filter's machine: load a word, jump if equal, jump if any bit is set, return.
_LOAD, _EQUAL, _BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_CALL, _MACHINE, _FIRST = 0, 4, 16  # where these are in what it looks at: call, machine, first argument


def confine() -> bool:
    """Confine this process, all threads, for good; whether that was possible."""
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _CALLS:
        return False
    library = ctypes.CDLL(None, use_errno=True)
    program = _filter(machine, os.getpid())
    held = ctypes.create_string_buffer(program)
    described = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(held)))
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    made = library.syscall(
        ctypes.c_long(_SECCOMP[machine]),
        ctypes.c_long(_FILTER_MODE),
        ctypes.c_long(_ALL_THREADS),
        described,
    )
    return bool(made == 0)


def _filter(machine: str, pid: int) -> bytes:
    """The filter's instructions: which calls of a machine are left to a process."""
    audited, calls = _CALLS[machine]
    simple = [number for name, number in calls.items() if name not in ("clone", "clone3", "tgkill")]
    program = [
        (_LOAD, 0, 0, _MACHINE),
        (_EQUAL, 1, 0, audited),
        (_RETURN, 0, 0, _FAIL | _NOT_PERMITTED),
        (_LOAD, 0, 0, _CALL),
    ]
    for number in simple:
        program += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    program += [
        # Its flags are in memory, where a filter does not look: the library then falls back to `clone`.
        (_EQUAL, 0, 1, calls["clone3"]),
        (_RETURN, 0, 0, _FAIL | _NO_SUCH_CALL),
        (_EQUAL, 0, 4, calls["clone"]),
        (_LOAD, 0, 0, _FIRST),
        (_BITS, 0, 1, _CLONE_THREAD),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL | _NOT_PERMITTED),
        # To itself, as `abort` does.
        (_EQUAL, 0, 3, calls["tgkill"]),
        (_LOAD, 0, 0, _FIRST),
        (_EQUAL, 0, 1, pid),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _FAIL | _NOT_PERMITTED),
    ]
    return b"".join(struct.pack("=HBBI", *instruction) for instruction in program)
