# SPDX-License-Identifier: Apache-2.0
"""Downloads pages with curl to nowhere, and prints what that took.

    curl_client.py ROWS FILE [CURL-OPTION...]

FILE holds a URL a line; ROWS is how many rows the pages have.
"""

import json
import os
import resource
import subprocess
import sys
import time


def main():
    rows, file, *options = sys.argv[1:]
    with open(file, encoding="ascii") as lines:
        urls = lines.read().split()
    command = ["curl", "--silent", "--show-error", "--fail", "--write-out", "%{size_download}\n", *options]
    for url in urls:
        command += ["--output", os.devnull, url]
    start = time.monotonic()
    # It shows its progress there, silent or not, where it has several pages at once.
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    seconds = time.monotonic() - start
    if done.returncode != 0:
        sys.exit(done.stderr)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({"rows": int(rows), "seconds": seconds, "cpu_seconds": used.ru_utime + used.ru_stime,
                      "peak_mib": used.ru_maxrss / 1024, "bytes": sum(map(int, done.stdout.split()))}))


main()
