#!/usr/bin/env python3
"""read_export.py - a second reader of exported lists, with the csv and json modules of the standard library.

usage: read_export.py FILE ROWS

Checks FILE against FILE.manifest.json and against itself: hash, size, number of rows, the columns that are
promised, that every row has all of them, and for the profile excel that no cell begins a formula. Prints one line
and exits 0; or says what is wrong and exits 1.
"""
import csv
import hashlib
import io
import json
import sys

COLUMNS = {
    "notifications": (
        "notification incident customer organisation name role channel address address_compromised language "
        "country population data_categories window status advisory advisory_version subject body_sha256 "
        "approved_by released_at sent_at attempts last_result acknowledged_at acknowledged_by actions_open "
        "tlp").split(),
    "timeline": "reference earliest latest edtf kind text tags actors source recorded by struck".split(),
    "customers": (
        "ref name organisation email phone language country zone tier notes billing_name billing_email "
        "security_name security_email other_addresses compromised population status post").split(),
}
NUMBERS = {"advisory_version", "attempts", "actions_open"}
TRUTHS = {"address_compromised", "struck"}
BLANKS = " \u00a0\ufeff\u3000\u200b\u200c\u200d\u200e\u200f"
FORMULA = "=+-@%|\t\r\n\uff1d\uff0b\uff0d\uff20\uff05\uff5c"


def check(holds, words):
    if not holds:
        sys.exit("read_export.py: " + words)


def once(pairs):
    check(len(dict(pairs)) == len(pairs), "a key stands twice in one object")
    return dict(pairs)


def csv_rows(data, excel):
    check(data.startswith(b"\xef\xbb\xbf") == excel, "a BOM where none belongs, or none where one does")
    text = data.decode("utf-8-sig" if excel else "utf-8")
    check(text.endswith("\r\n"), "the last row has no CRLF")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    for row in rows[1:]:
        check(len(row) == len(rows[0]), "a row has %d cells" % len(row))
        for line in (line for cell in row for line in cell.splitlines() if excel):
            check(line.lstrip(BLANKS)[:1] not in FORMULA or not line.lstrip(BLANKS), "a formula: %r" % line)
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]


def jsonl_rows(data):
    check(not data or data.endswith(b"\n"), "the last line has no end")
    rows = [json.loads(line, object_pairs_hook=once) for line in data.decode("utf-8").split("\n")[:-1]]
    for row in rows:
        check(list(row) == list(rows[0]), "a row has other keys, or in another order")
        for key, value in row.items():
            kind = bool if key in TRUTHS else int if key in NUMBERS else str
            check(value is None or type(value) is kind, "%s is %r" % (key, value))
    return list(rows[0]) if rows else None, rows


def main(path, count):
    data = open(path, "rb").read()
    manifest = json.load(open(path + ".manifest.json", encoding="utf-8"), object_pairs_hook=once)
    check(manifest["sha256"] == hashlib.sha256(data).hexdigest(), "the manifest has another hash")
    check(manifest["bytes"] == len(data), "the manifest has another size")
    check(manifest["rows"] == count, "the manifest says %d rows" % manifest["rows"])
    for key in ("what", "format", "profile", "filter", "max_tlp", "left_out", "as_of", "notebook", "head",
                "written_at", "written_by"):
        check(key in manifest, "the manifest lacks " + key)
    if manifest["format"] == "csv":
        columns, rows = csv_rows(data, manifest["profile"] == "excel")
    else:
        columns, rows = jsonl_rows(data)
    check(columns in (None, COLUMNS[manifest["what"]]), "the columns are %s" % columns)
    check(len(rows) == count, "there are %d rows" % len(rows))
    print("%s: %d rows agree" % (manifest["what"], count))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
