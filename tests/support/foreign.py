# SPDX-License-Identifier: Apache-2.0
"""Programs and packages of others, for tests and benchmarks that run beside them. What is installed, in a pinned version, is kept
under $SFC_CACHE/foreign (~/.cache/sfconnector/foreign)."""

import fcntl
import os
import pathlib
import shutil
import subprocess
import sys

INSTALL_SECONDS = 900


class CannotInstall(Exception):
    """Something is not to be had here."""


def cache():
    root = os.environ.get("SFC_CACHE")
    if not root:
        home = os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache"
        root = pathlib.Path(home) / "sfconnector"
    folder = pathlib.Path(root) / "foreign"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def need(program):
    """The path of a program."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    if found is None:
        raise CannotInstall(f"there is no {program}")
    return found


def do(command, **options):
    """Runs one step of an installation."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              timeout=INSTALL_SECONDS, check=False, **options)
    except subprocess.TimeoutExpired as late:
        raise CannotInstall(f"{command[0]} did not finish in {INSTALL_SECONDS} s") from late
    if done.returncode != 0:
        raise CannotInstall(f"{' '.join(map(str, command))}:\n{done.stdout[-2000:]}")


def installed(name, install):
    """The folder of what install(folder) makes, which is called when it has not yet succeeded."""
    folder = cache() / name
    with open(cache() / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            print(f"installing {name}", file=sys.stderr, flush=True)
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            install(folder)
            (folder / "complete").touch()
    return folder


def node_modules(name, *packages):
    """The folder of packages of npm, for NODE_PATH."""
    npm = need("npm")
    return str(installed(name, lambda folder: do(
        [npm, "install", "--loglevel=error", "--no-fund", "--no-audit", "--no-save", "--prefix", folder, *packages])) / "node_modules")
