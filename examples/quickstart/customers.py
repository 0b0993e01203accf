# SPDX-License-Identifier: Apache-2.0
"""100,000 made-up customers: loads them with Ingest and reads them back with Export."""

import csv
import io

from progress import Progress

COUNT = 100_000
SOBJECT = "Customer__c"
COLUMNS = ["Code__c", "Name", "City__c", "Note__c"]
CHUNK_ROWS = 1000

_FIRST = ["Zoë", "Jürgen", "Søren", "François", "Łukasz", "Conan \"Con\"", "Ana", "Nguyễn", "Иван", "花子"]
_LAST = ["Müller", "O'Brien", "Smith, Jr.", "Ødegård", "Göğüş", "Żółć", "García", "Nowak", "Трофимов", "山田"]
_CITIES = ["Zürich", "Łódź", "København", "São Paulo", "İzmir", "Kraków", "東京"]


def customer(number):
    """A row; the same for the same number. Every tenth has line ends and quotes in it, every seventh an empty cell."""
    name = f"{_FIRST[number % 10]} {_LAST[number // 10 % 10]}"
    note = f"Customer number {number}."
    if number % 10 == 0:
        note = f"Said: \"call back\",\nthen \"{number}\";\n\nnothing since"
    return (f"C{number:06}", name, _CITIES[number % 7], None if number % 7 == 0 else note)


def _csv(rows):
    text = io.StringIO(newline="")
    # An empty cell leaves the field alone: the new record has no value there.
    csv.writer(text, lineterminator="\n").writerows(["" if cell is None else cell for cell in row] for row in rows)
    return text.getvalue().encode()


def _chunks(numbers):
    yield _csv([COLUMNS])
    for begin in range(0, len(numbers), CHUNK_ROWS):
        yield _csv(customer(number) for number in numbers[begin : begin + CHUNK_ROWS])


def load(door, numbers):
    """Loads a range of customers; returns what was refused."""
    progress = Progress(f"{SOBJECT} through {door.name}", len(numbers))
    processed, answered, refused = {}, set(), []

    def show(job, count):
        processed[job] = count
        progress.reach(sum(processed.values()))

    for ordinal, created, why in door.ingest(SOBJECT, _chunks(numbers), show):
        answered.add(ordinal)
        if not created:
            refused.append((customer(numbers[ordinal]), why))
        progress.reach(len(answered))
    progress.finish()
    missing = len(numbers) - len(answered)
    return refused + ([(f"{missing} rows", "were not answered")] if missing else [])


def read_back(door):
    """Reads all customers; True where they are exactly those that were made up."""
    progress = Progress(f"Export through {door.name}", COUNT)
    found = []
    for number, chunk in enumerate(door.export(f"SELECT {', '.join(COLUMNS)} FROM {SOBJECT}")):
        records = csv.reader(io.StringIO(chunk.decode(), newline=""))
        if number == 0 and next(records) != COLUMNS:
            return False
        rows = [tuple(cell or None for cell in record) for record in records]
        found += rows
        progress.add(len(rows))
    progress.finish()
    return sorted(found, key=repr) == sorted(map(customer, range(COUNT)), key=repr)
