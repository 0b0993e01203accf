# SPDX-License-Identifier: Apache-2.0
"""A progress bar."""

import sys
import time


class Progress:
    """A bar on a terminal; elsewhere a line every few seconds."""

    WIDTH = 40
    LINE_SECONDS = 2.0
    BAR_SECONDS = 0.05

    def __init__(self, label, total):
        self.label, self.total, self.done = label, total, 0
        self.start = self.shown = time.monotonic()
        self.terminal = sys.stdout.isatty()

    def add(self, count):
        self.reach(self.done + count)

    def reach(self, done):
        self.done = max(self.done, done)
        now = time.monotonic()
        if now - self.shown >= (self.BAR_SECONDS if self.terminal else self.LINE_SECONDS):
            self.shown = now
            self._print("\r" if self.terminal else "", "" if self.terminal else "\n")

    def finish(self):
        self._print("\r" if self.terminal else "", "\n")

    def _print(self, before, after):
        full = self.WIDTH * self.done // max(1, self.total)
        rate = self.done / max(0.001, time.monotonic() - self.start)
        bar = "█" * full + "·" * (self.WIDTH - full)
        print(f"{before}{self.label:40} {bar} {self.done:7,}/{self.total:,}  {rate:8,.0f}/s", end=after, flush=True)
