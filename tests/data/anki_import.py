"""Imports files of cards into new collections of Anki, twice each.

Fails if a row does not become exactly one note with one card and its identity, or if the second
import adds something.

Usage: anki_import.py FILE...
"""

import csv
import os
import sys
import tempfile

from anki.collection import Collection, ImportCsvRequest


def rows_of(path):
    with open(path, encoding="utf-8", newline="") as file:
        lines = file.read().split("\n")
    head = next(i for i, line in enumerate(lines) if not line.startswith("#"))
    return list(csv.reader(line + "\n" for line in lines[head:-1]))


def add(collection, path):
    metadata = collection.get_csv_metadata(path=path, delimiter=None)
    return collection.import_csv(ImportCsvRequest(path=path, metadata=metadata)).log


def problem(path, folder):
    rows = rows_of(path)
    collection = Collection(os.path.join(folder, "collection.anki2"))
    try:
        new = len(add(collection, path).new)
        again = len(add(collection, path).new)
        guids = set(collection.db.list("select guid from notes"))
        missing = [row[0] for row in rows if row[0] not in guids]
        counts = (len(rows), new, collection.note_count(), collection.card_count())
        if len(set(counts)) > 1 or again or missing or not rows:
            return f"rows, new, notes, cards: {counts}; again {again}; missing {missing[:5]}"
        return None
    finally:
        collection.close()


failed = False
for path in sys.argv[1:]:
    with tempfile.TemporaryDirectory() as folder:
        found = problem(path, folder)
    failed |= found is not None
    print(f"{os.path.basename(path)}: {found or 'imported'}", file=sys.stderr if found else sys.stdout)
sys.exit(failed)
