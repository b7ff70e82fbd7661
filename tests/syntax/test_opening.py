"""What a user names is read up to a limit, and nothing is read that has no end or waits for somebody."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from detlm.syntax.opening import read_at_most


def test_one_byte_more_tells_that_there_is_more(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"12345")
    assert read_at_most(file, 5) == b"12345"
    assert read_at_most(file, 3) == b"1234"
    (tmp_path / "link").symlink_to(file)
    assert read_at_most(tmp_path / "link", 5) == b"12345"


@pytest.mark.parametrize("name", ["pipe", "/dev/zero", "/dev/null", "/dev/urandom"])
def test_pipes_and_devices_are_none(tmp_path: Path, name: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        read_at_most(tmp_path / name, 5)


def test_folders_and_nothing(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        read_at_most(tmp_path, 5)
    with pytest.raises(FileNotFoundError):
        read_at_most(tmp_path / "no", 5)
    with pytest.raises(ValueError, match="null"):
        read_at_most(Path("\0"), 5)


def test_a_pipe_that_the_shell_hands_over_is_read() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"handed")
    os.close(writing)
    path = Path(f"/dev/fd/{reading}")
    with pytest.raises(OSError, match="not a regular file"):
        read_at_most(path, 9, handed=False)
    assert read_at_most(path, 9) == b"handed"
    os.close(reading)
