#!/usr/bin/env python3
"""verify_notebook.py - a second verifier, written from doc/format.md with the standard library alone.

usage: verify_notebook.py EXPORT.jsonl|- [HEAD]

Checks the JSON Lines export of a notebook: headers, chain, counts, references, leaves, Merkle roots. Prints
one line, "N records, N rows, N endings, head HASH", and exits 0; or says what is wrong and exits 1. With HEAD,
the head must be that hash.
"""
import hashlib
import json
import re
import sys

FIELDS = (
    ("notebook", r"[0-9a-f]{32}"), ("writer", r"[A-Z]{1,7}"), ("number", r"[1-9][0-9]*"),
    ("lamport", r"[1-9][0-9]*"), ("own", r"-|[0-9a-f]{64}"),
    ("seen", r"-|[0-9a-f]{64}(?:,[0-9a-f]{64})*"), ("kind", r"[a-z.-]+"),
    ("time", r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"), ("clock", r"[ -~]+"),
    ("reason", r"-|[A-Z]{1,7}[1-9][0-9]*\.[1-9][0-9]*"), ("rows", r"0|[1-9][0-9]*"),
    ("ends", r"0|[1-9][0-9]*"), ("root", r"[0-9a-f]{64}"))
HEADER = re.compile("blotter-record 1\n" + "".join("%s (%s)\n" % f for f in FIELDS))
REFERENCE = re.compile(r"([A-Z]{1,7})([1-9][0-9]*)\.([1-9][0-9]*)")


class Wrong(Exception):
    pass


def canonical(value):
    """RFC 8785 for what blotter writes: objects, strings, whole numbers."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def sha256(*parts):
    h = hashlib.sha256()
    for part in parts:
        h.update(part)
    return h.digest()


def merkle(leaves):
    """RFC 9162 section 2.1, by carrying: each set bit of the count is a full subtree."""
    if not leaves:
        return sha256()
    stack = []
    for count, leaf in enumerate(leaves):
        while count & 1:
            leaf = sha256(b"\1", stack.pop(), leaf)
            count >>= 1
        stack.append(leaf)
    root = stack.pop()
    while stack:
        root = sha256(b"\1", stack.pop(), root)
    return root


def reference_key(text):
    m = REFERENCE.fullmatch(text)
    if not m:
        raise Wrong("%r is no full reference" % text)
    return m[1], int(m[2]), int(m[3])


class Verifier:
    def __init__(self):
        self.notebook = self.before = self.header = None
        self.writers = {}       # tag -> (number, hash)
        self.table = {}         # reference of a row -> its table
        self.thing = {}         # reference of a row -> reference of its thing
        self.living = {}        # thing -> reference of its living version
        self.erased = {}        # reference of a row of which the leaf alone is left -> (table, thing)
        self.named = {}         # the same, as the rows of the table "erasure" tell it
        self.ended = {}         # reference of an erased row -> which record ended it
        self.eraser = {}        # the same -> which record says that it was erased
        self.records = self.rows = self.endings = 0

    def open(self, line):
        self.close()
        text = line["header"]
        m = HEADER.fullmatch(text)
        if not m:
            raise Wrong("a header is not of the right form")
        h = dict(zip((name for name, _ in FIELDS), m.groups()))
        h["name"] = h["writer"] + h["number"]
        h["hash"] = hashlib.sha256(text.encode("ascii")).hexdigest()
        if h["hash"] != line["hash"]:
            raise Wrong("%s: its hash is not that of its header" % h["name"])
        self.chain(h)
        self.header, self.leaves, self.ends = h, [], []

    def chain(self, h):
        number, own = self.writers.get(h["writer"], (0, "-"))
        head = self.before["hash"] if self.before else "-"
        if self.notebook not in (None, h["notebook"]):
            raise Wrong("%s: of another notebook" % h["name"])
        if int(h["number"]) != number + 1 or h["own"] != own:
            raise Wrong("%s: does not follow its writer's last record" % h["name"])
        if h["seen"] != ("-" if own == head else head):
            raise Wrong("%s: does not follow the record before it" % h["name"])
        if int(h["lamport"]) != (int(self.before["lamport"]) if self.before else 0) + 1:
            raise Wrong("%s: its lamport number is wrong" % h["name"])
        self.notebook = h["notebook"]
        self.writers[h["writer"]] = int(h["number"]), h["hash"]

    def close(self):
        h = self.header
        if not h:
            return
        if len(self.leaves) != int(h["rows"]) or len(self.ends) != int(h["ends"]):
            raise Wrong("%s: %d rows and %d endings, the header says %s and %s" % (
                h["name"], len(self.leaves), len(self.ends), h["rows"], h["ends"]))
        if self.ends != sorted(self.ends):
            raise Wrong("%s: its endings are out of order" % h["name"])
        ends = [sha256(b"\0", canonical({"ends": "%s%d.%d" % key})) for key in self.ends]
        if merkle(self.leaves + ends).hex() != h["root"]:
            raise Wrong("%s: its lines do not give its Merkle root" % h["name"])
        if h["reason"] != "-" and self.table.get(h["reason"]) != "reason":
            raise Wrong("%s: its reason is not there" % h["name"])
        self.before, self.header = h, None
        self.records += 1

    def end(self, ref):
        key = reference_key(ref)
        thing = self.thing.get(ref)
        if thing is None or self.living.get(thing) != ref:
            raise Wrong("%s: ends %s, which does not live" % (self.header["name"], ref))
        del self.living[thing]
        if ref in self.erased:
            self.ended[ref] = self.records
        self.ends.append(key)
        self.endings += 1

    def place(self, ref, table, thing):
        if ref != "%s.%d" % (self.header["name"], len(self.leaves) + 1):
            raise Wrong("%s: row %s is out of order" % (self.header["name"], ref))
        if thing != ref and (self.table.get(thing) != table or self.thing[thing] != thing):
            raise Wrong("%s: its thing %s is no %s" % (ref, thing, table))
        if thing in self.living:
            raise Wrong("%s: a second living version of %s" % (ref, thing))
        self.table[ref], self.thing[ref], self.living[thing] = table, thing, ref
        self.rows += 1

    def row(self, line, salt):
        ref, table = line["row"], line["table"]
        thing = line.get("thing", ref)
        if set(line) - {"row", "table", "thing", "values"} or ("thing" in line and thing == ref):
            raise Wrong("%s: its line is not of the right form" % ref)
        if not re.fullmatch("[0-9a-f]{32}", salt):
            raise Wrong("%s: its salt is not 16 bytes" % ref)
        self.place(ref, table, thing)
        self.leaves.append(sha256(b"\0", bytes.fromhex(salt), canonical(line)))
        if table == "erasure":
            self.name(ref, line["values"])

    def name(self, ref, values):
        version = values["version"]
        if self.header["kind"] != "erase" or values["noun"] in ("writer", "erasure"):
            raise Wrong("%s: a record of kind %s, and a %s: that cannot be" % (
                ref, self.header["kind"], values["noun"]))
        if version in self.named:
            raise Wrong("%s: %s was erased before" % (ref, version))
        self.named[version] = values["noun"], values["thing"]
        self.eraser[version] = self.records

    def erased_row(self, line):
        ref, table, thing = line["row"], line["table"], line["thing"]
        if set(line) != {"leaf", "row", "table", "thing"} or not re.fullmatch("[0-9a-f]{64}", line["leaf"]):
            raise Wrong("%s: what is left of it is not of the right form" % ref)
        self.place(ref, table, thing)
        self.leaves.append(bytes.fromhex(line["leaf"]))
        self.erased[ref] = table, thing

    def finish(self):
        self.close()
        if not self.before:
            raise Wrong("there is no record")
        for ref in sorted(set(self.erased) | set(self.named)):
            if self.erased.get(ref) != self.named.get(ref):
                raise Wrong("%s: erased and said to be erased are not the same" % ref)
            if self.ended.get(ref, self.records) > self.eraser[ref]:
                raise Wrong("%s: erased, and had not ended" % ref)

    def take(self, text):
        line = json.loads(text)
        if "header" in line:
            self.open(line)
        elif self.header is None:
            raise Wrong("a line before any record")
        elif "erased" in line:
            self.erased_row(line["erased"])
        elif "ends" in line["line"]:
            self.end(line["line"]["ends"])
        else:
            self.row(line["line"], line["salt"])


def main():
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    source = sys.stdin.buffer if sys.argv[1] == "-" else open(sys.argv[1], "rb")
    v, number = Verifier(), 0
    try:
        for number, text in enumerate(source, 1):
            v.take(text.decode("utf-8"))
        v.finish()
        if len(sys.argv) == 3 and v.before["hash"] != sys.argv[2]:
            raise Wrong("the head is %s" % v.before["hash"])
    except (Wrong, KeyError, TypeError, ValueError) as e:
        sys.exit("verify_notebook: line %d: %s" % (number, e or type(e).__name__))
    print("%d records, %d rows, %d endings, head %s" % (v.records, v.rows, v.endings, v.before["hash"]))


if __name__ == "__main__":
    main()
