"""forge.py - a notebook's export with records added by somebody who knows how to hash.

Lines are the objects of the export, as doc/format.md has them.
"""
import hashlib
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "peers"))
from verify_notebook import canonical, merkle, reference_key, sha256  # noqa: E402


def leaf(line):
    salt = bytes.fromhex(line["salt"]) if "salt" in line else b""
    return sha256(b"\0", salt, canonical(line["line"]))


def wiped(lines, ref):
    """The row is replaced by what is left of an erased one."""
    def left(line):
        row = line["line"]
        return {"erased": {"leaf": leaf(line).hex(), "row": ref, "table": row["table"], "thing": row.get("thing", ref)}}
    return [left(o) if o.get("line", {}).get("row") == ref else o for o in lines]


def record(lines, kind, ends=(), rows=()):
    """One more record by the newest one's writer; rows: (table, values)."""
    last = [o for o in lines if "header" in o][-1]
    header = [line.split(" ", 1) for line in last["header"].splitlines()]
    was = dict(header)
    name = was["writer"] + str(int(was["number"]) + 1)
    written = [{"line": {"row": "%s.%d" % (name, i), "table": table, "values": values}, "salt": "%032x" % i}
               for i, (table, values) in enumerate(rows, 1)]
    ended = [{"line": {"ends": ref}} for ref in sorted(ends, key=reference_key)]
    now = dict(was, number=int(was["number"]) + 1, lamport=int(was["lamport"]) + 1, own=last["hash"], seen="-",
               kind=kind, reason="-", rows=len(written), ends=len(ended),
               root=merkle([leaf(o) for o in written + ended]).hex())
    text = "".join("%s %s\n" % (key, now[key]) for key, _ in header)
    return lines + [{"hash": hashlib.sha256(text.encode()).hexdigest(), "header": text}] + ended + written


def said(table, ref):
    """The row that says so of an erased one, which is the first version of its thing."""
    return "erasure", {"noun": table, "thing": ref, "version": ref}


def text(lines):
    return "".join(json.dumps(o, ensure_ascii=False, separators=(",", ":")) + "\n" for o in lines).encode()
