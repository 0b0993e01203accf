# SPDX-License-Identifier: Apache-2.0
"""Drives an org with simple-salesforce: a line per check, and 1 when one does not hold."""

import sys
import traceback

from bulk import Bulk
from descriptions import Descriptions
from failures import Failures
from many import Many
from org import control
from queries import Queries
from records import Records
from signing_in import SigningIn

# In this order: what some make, others use.
TOPICS = (SigningIn, Descriptions, Records, Queries, Many, Bulk, Failures)


class Checks(*TOPICS):
    """All checks, on one state."""


def main():
    checks = Checks()
    names = [name for topic in TOPICS for name in vars(topic) if not name.startswith("_")]
    failed = 0
    for name in names:
        title = name.replace("_", " ")
        try:
            getattr(checks, name)()
            print(f"ok: {title}", flush=True)
        except Exception:  # pylint: disable=broad-except
            print(f"FAILED: {title}: {traceback.format_exc()}", flush=True)
            failed += 1
            if "--keep-going" not in sys.argv:
                break
            control("DELETE", "faults")
    print(f"{failed} failed of {len(names)} checks")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
