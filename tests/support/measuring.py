# SPDX-License-Identifier: Apache-2.0
"""What the benchmarks that start whole programs share: starting and ending them, a far end, what a run took, and tables."""

import contextlib
import json
import os
import pathlib
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

from foreign import CannotInstall, need

ROOT = pathlib.Path(__file__).resolve().parents[2]
SKIPPED = 77
START_SECONDS = 120

TOKEN_PATH = "/services/oauth2/token"
CLIENT_ID, CLIENT_SECRET = "sfsim-client", "sfsim-secret"


class Failure(Exception):
    """The benchmark says nothing."""


def built(build, name):
    """A program of a build folder."""
    for found in sorted(build.rglob(name)):
        if found.is_file() and os.access(found, os.X_OK):
            return found
    raise Failure(f"{build} holds no {name}")


def is_built(build, name):
    return any(found.is_file() for found in build.rglob(name))


# Starting


@contextlib.contextmanager
def process(command, **options):
    """Runs a program for as long as the block lasts."""
    running = subprocess.Popen(command, stdin=subprocess.DEVNULL, text=True, **options)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(timeout=30)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def line_after(running, text):
    """What follows `text` on the first line that the program prints."""
    timer = threading.Timer(START_SECONDS, running.kill)
    timer.start()
    line = running.stdout.readline()
    timer.cancel()
    if text not in line:
        raise Failure(f"{running.args[0]} did not start: {line}")
    return line.split(text, 1)[1].strip()


def make_certificate(folder):
    openssl = need("openssl")
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", folder / "tls.key",
         "-out", folder / "tls.pem"],
        check=True, capture_output=True)


def connection_config(url, version, certificate=None):
    """A connection of the server's or the library's."""
    config = {"baseUrl": url, "apiVersion": version,
              "auth": {"clientCredentials": {"tokenUrl": url + TOKEN_PATH, "clientId": CLIENT_ID,
                                             "clientSecret": CLIENT_SECRET}}}
    if certificate:
        config["tls"] = {"caFile": str(certificate)}
    return config


def library_connection(connection, folder):
    """The file that holds a connection for a client of the library."""
    file = folder / "connection.json"
    file.write_text(json.dumps(connection), encoding="utf-8")
    return file


@contextlib.contextmanager
def server(program, connection, folder):
    """The server with one connection: its address and its process id."""
    file = folder / "server.json"
    file.write_text(json.dumps({"listen": "127.0.0.1:0", "connections": {"default": connection}}), encoding="utf-8")
    with process([program, "--config", file, "--log-level", "warning"], stdout=subprocess.PIPE) as running:
        yield line_after(running, "listening on "), running.pid


# The far end


def fetch(url, data=None, token=None, headers=None):
    """The headers and the body of a reply."""
    all_headers = dict(headers or {})
    if token:
        all_headers["Authorization"] = f"Bearer {token}"
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, all_headers), timeout=300) as reply:
            return reply.headers, reply.read()
    except urllib.error.HTTPError as error:
        raise Failure(f"{url}: {error.code} {error.read(500).decode(errors='replace')}") from error


def sign_in(url):
    """The org's token reply, as text."""
    grant = {"grant_type": "client_credentials", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return fetch(url + TOKEN_PATH, urllib.parse.urlencode(grant).encode())[1].decode()


# nginx takes over listening sockets with a master process only.
_NGINX = """
daemon off;
{user}
worker_processes 1;
error_log stderr error;
pid {folder}/nginx.pid;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  default_type "application/json;charset=UTF-8";
  keepalive_requests 1000000;
  {http}
  server {{
    listen 127.0.0.1:{port}{tls};
    {certificate}
    root {folder}/pages;
    location = {token_path} {{ return 200 '{token}'; }}
    {locations}
  }}
}}
"""


def _wait_for_worker(master):
    """The process id of the one worker of nginx."""
    children = pathlib.Path(f"/proc/{master.pid}/task/{master.pid}/children")
    end = time.monotonic() + START_SECONDS
    while master.poll() is None and time.monotonic() < end:
        found = children.read_text(encoding="ascii").split()
        if found:
            return int(found[0])
        time.sleep(0.05)
    raise Failure("nginx did not start")


@contextlib.contextmanager
def nginx(folder, token, http, locations, tls=True):
    """nginx before the files in `folder`/pages: its URL and the process id of its worker. It takes over a listening socket.

    `token` is the reply to a token request; INSTANCE in it stands for the URL. `http` and `locations` are settings.
    """
    program = need("nginx")
    certificate = ""
    if tls:
        make_certificate(folder)
        certificate = f"ssl_certificate {folder}/tls.pem; ssl_certificate_key {folder}/tls.key;"
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        port = listener.getsockname()[1]
        url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        settings = _NGINX.format(
            folder=folder, port=port, user="user root;" if os.geteuid() == 0 else "", tls=" ssl" if tls else "",
            certificate=certificate, token_path=TOKEN_PATH, token=token.replace("INSTANCE", url), http=http, locations=locations)
        (folder / "nginx.conf").write_text(settings, encoding="utf-8")
        with process([program, "-e", folder / "nginx.log", "-p", folder, "-c", folder / "nginx.conf"],
                     pass_fds=[listener.fileno()], env=os.environ | {"NGINX": f"{listener.fileno()};"}) as running:
            listener.close()
            yield url, _wait_for_worker(running)


# Measuring


def cpu_seconds(pid):
    stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="ascii")
    user, system = stat.rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def peak_mib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise Failure("there is no VmHWM")


def forget_peak(pid):
    pathlib.Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")


class Contender:
    """A program that does the work, and what its runs took. It prints one line of JSON: `rows`, `seconds`, `cpu_seconds`,
    `peak_mib`, and what else it saw. `command` may be a function that returns the command. `server` is the process of a server
    that it works through in place of the one that is measured."""

    def __init__(self, name, command, environment=None, through_server=False, server=None):
        self.name, self.command, self.environment = name, command, environment or {}
        self.through_server, self.server = through_server, server
        self.results = []

    def run(self, product, org, seconds):
        """Runs it, beside the processes of the server and the org."""
        command = self.command() if callable(self.command) else self.command
        product = self.server or product
        forget_peak(product)
        before = cpu_seconds(product), cpu_seconds(org)
        done = subprocess.run(command, env=os.environ | self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, text=True, timeout=seconds, check=False)
        if done.returncode != 0 or not done.stdout:
            raise Failure(f"{self.name} ended with {done.returncode}")
        result = json.loads(done.stdout)
        result["server_cpu"] = cpu_seconds(product) - before[0]
        result["org_cpu"] = cpu_seconds(org) - before[1]
        result["server_peak"] = peak_mib(product)
        result["rate"] = result["rows"] / result["seconds"]
        result["client_rate"] = result["rows"] / max(result["cpu_seconds"], 1e-6)
        served = result["server_cpu"] if self.through_server else 0
        result["cpu_rate"] = result["rows"] / max(result["cpu_seconds"] + served, 1e-6)
        return result

    def median(self, key):
        return statistics.median(result[key] for result in self.results)

    def ratio(self, key, base):
        """The median of the ratios of each round."""
        return statistics.median(one[key] / other[key] for one, other in zip(self.results, base.results))


def rounds(contenders, count, run, verbose):
    """A round to warm up, then `count` rounds that are kept: run(contender) gives a contender's result. Yields each result."""
    for at in range(count + 1):
        for contender in contenders:
            result = run(contender)
            if verbose:
                print(at, contender.name, json.dumps(result), file=sys.stderr)
            yield contender, result
            if at > 0:
                contender.results.append(result)


# Telling


def table(heads, rows):
    """A table in Markdown: the first column is text, the others are numbers."""
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def circumstances():
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return f"{os.cpu_count()} cores, load {load}"


def main(benchmark, prefix):
    """Calls benchmark(folder) with a temporary folder; the exit code: 0, 1 where it failed, 77 where something is not to be had."""
    # So that all that was started is ended.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    with tempfile.TemporaryDirectory(prefix=prefix) as name:
        try:
            benchmark(pathlib.Path(name))
        except CannotInstall as reason:
            print(f"skipped: {reason}", file=sys.stderr)
            return SKIPPED
        except (Failure, subprocess.SubprocessError) as reason:
            print(f"error: {reason}", file=sys.stderr)
            return 1
    return 0
