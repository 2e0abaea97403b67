#!/usr/bin/env python3
"""test_forged.py - somebody who knows how to hash makes it look as if something had been erased.

The leaves, the roots and the chain are all right; what is wrong is that nobody could have written it.
"""
import json
import os
import sqlite3
import subprocess
import sys

import forge
from fault import SOURCES, blotter, case, forget, main, notebook, refused


def exported(here, path):
    """Its lines, as objects."""
    lines = blotter(here, "-f", path, "export", "notebook", "-o", "-").out.splitlines()
    return [json.loads(line) for line in lines]


@case("words wiped from outside with every hash right are named: no record says they were erased")
def _(here):
    path = notebook(here)
    blotter(here, "-f", path, "log", "what happened")
    blotter(here, "-f", path, "amend", "RW3", "what happened, otherwise")
    line = next(o for o in exported(here, path) if o.get("line", {}).get("row") == "RW3.1")
    db = sqlite3.connect(path, isolation_level=None)
    columns = [c[1] for c in db.execute("PRAGMA table_info(entry)")][6:]  # its own, after those of the journal
    changed = db.execute("UPDATE entry SET since = until, salt = ?, %s WHERE text = 'what happened'" %
                         ", ".join(c + " = NULL" for c in columns), (forge.leaf(line),))
    assert changed.rowcount == 1
    db.close()
    forget(here)
    refused(blotter(here, "-f", path, "verify", status=1), 1,
            b"row RW3: it has no values, but no record says it was erased")


def readers(here, lines):
    """What the import and the second reader say to a forged export: their exit status."""
    forget(here)
    copy = os.path.join(here, "copy.blot")
    if os.path.exists(copy):
        os.remove(copy)
    reader = os.path.join(SOURCES, "tests/peers/verify_notebook.py")
    return (blotter(here, "-f", copy, "import", "notebook", "-", stdin=forge.text(lines), status=None).status,
            subprocess.run([sys.executable, reader, "-"], input=forge.text(lines), capture_output=True).returncode)


@case("an erasing forged with every hash right is refused by the import and by the second reader")
def _(here):
    path = notebook(here)
    blotter(here, "-f", path, "log", "what happened")
    good = exported(here, path)
    entry, writer = "RW3.1", "RW1.1"
    true = forge.record(forge.wiped(good, entry), "erase", [entry], [forge.said("entry", entry)])
    assert readers(here, true) == (0, 0), "what is right is refused"
    forged = {
        "by a record of another kind":
            forge.record(forge.wiped(good, entry), "entry.strike", [entry], [forge.said("entry", entry)]),
        "of who writes":
            forge.record(forge.wiped(good, writer), "erase", [writer], [forge.said("writer", writer)]),
        "said of what is there": forge.record(good, "erase", [entry], [forge.said("entry", entry)]),
        "not said": forge.record(forge.wiped(good, entry), "erase", [entry]),
        "said of another table":
            forge.record(forge.wiped(good, entry), "erase", [entry], [forge.said("customer", entry)]),
        "of a row that lives": forge.record(forge.wiped(good, entry), "erase", [], [forge.said("entry", entry)]),
        "of a row that ends later": forge.record(
            forge.record(forge.wiped(good, entry), "erase", [], [forge.said("entry", entry)]), "entry.strike", [entry]),
        "said twice":
            forge.record(forge.wiped(good, entry), "erase", [entry], 2 * [forge.said("entry", entry)]),
        "of what said so":
            forge.record(forge.wiped(true, "RW4.1"), "erase", ["RW4.1"], [forge.said("erasure", "RW4.1")]),
    }
    for what, lines in forged.items():
        said = readers(here, lines)
        assert said[0] and said[1], "%s: %r" % (what, said)


@case("a row without a value that it must have is refused, though every hash is right")
def _(here):
    path = notebook(here)
    good = exported(here, path)
    lines = forge.record(good, "entry.add", [], [("entry", {"incident": "RW2.1", "kind": "observation"})])
    assert readers(here, lines)[0] == 65


main()
