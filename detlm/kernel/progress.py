"""Says on stderr how a build goes: a bar on a terminal, plain lines elsewhere, nothing when not shown."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bar
    from rich.progress import TaskID


class Progress:
    """Progress of one build; ``shown=False`` makes every method silent."""

    def __init__(self, *, shown: bool) -> None:
        self._shown = shown
        self._bar: Bar | None = None
        self._task: TaskID | None = None

    def line(self, text: str) -> None:
        """One line of plain text."""
        if self._shown:
            print(f"detlm: {text}", file=sys.stderr, flush=True)

    @contextlib.contextmanager
    def over(self, total: int) -> Iterator[None]:
        """The time during which ``total`` modules are made."""
        if not self._shown:
            yield
            return
        started = time.perf_counter()
        if sys.stderr.isatty():
            # Only here: importing rich costs more than a warm load.
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
            from rich.progress import Progress as Bar

            columns = (
                TextColumn("building Lean core and library (once)"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                TextColumn("[dim]{task.description}"),
            )
            with Bar(*columns, console=Console(stderr=True), transient=True) as self._bar:
                self._task = self._bar.add_task("", total=total)
                yield
            self._bar = None
        else:
            self.line(f"building the Lean core and library, {total} modules, once …")
            yield
        self.line(f"built {total} Lean modules in {time.perf_counter() - started:.1f} s")

    def step(self, name: str) -> None:
        """Another module is made."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=1, description=name)
