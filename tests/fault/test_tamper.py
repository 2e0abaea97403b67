#!/usr/bin/env python3
"""test_tamper.py - somebody with the file and SQLite changes it behind the program's back.

The notebook is the demo with all its nouns. In `make check` one row is changed per column of each
table; FAULT_ROWS=100000 tries all there are.
"""
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys

from fault import blotter, case, demo, forget, head, main, many, notebook, refused

ROWS = many("FAULT_ROWS", 1)
random.seed(many("FAULT_SEED", 20210517))
NAMED = re.compile(rb"\b[A-Z]{1,7}[1-9][0-9]*\b|\brow number \d+|\brecord \d+")


def connect(path):
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA ignore_check_constraints = ON")
    db.text_factory = bytes
    return db


def others(value):
    """What a value of a strict column may be changed to, without its type giving it away."""
    if isinstance(value, int):
        return [value + 1, value ^ 1, 0, 2**62]
    if value is None:
        return ["x", 7, bytes(32)]
    if value[:1] and isinstance(value, bytes):
        flipped = bytes([value[0] ^ 1]) + value[1:]
        return [flipped.decode("utf-8", "replace"), value.decode("utf-8", "replace") + " ", flipped, value + b"\0"]
    return ["x", b"x"]


def tables(db):
    names = [n.decode() for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {t: [c[1].decode() for c in db.execute("PRAGMA table_info(%s)" % t)] for t in names}


def change(db, table, column, rowid):
    """Changes one value; False where the table takes no other."""
    was = db.execute("SELECT %s FROM %s WHERE rowid = ?" % (column, table), (rowid,)).fetchone()[0]
    for to in others(was):
        try:
            db.execute("UPDATE %s SET %s = ? WHERE rowid = ?" % (table, column), (to, rowid))
        except (sqlite3.Error, OverflowError):
            continue
        return True
    return False


def assert_named(here, path, what):
    forget(here)
    said = blotter(here, "-f", path, "verify", status=None)
    refused(said, 1)
    assert NAMED.search(said.err), "%s: nothing is named: %s" % (what, said)


@case("verify names any value of any table that was changed from outside")
def _(here):
    path = demo(here)
    with open(path, "rb") as f:
        good = f.read()
    all_tables, tried = tables(connect(path)), 0
    for table, columns in all_tables.items():
        db = connect(path)
        ids = [r for r, in db.execute("SELECT rowid FROM " + table)]
        db.close()
        assert ids, "%s is empty in the demo" % table
        for column in columns:
            for rowid in random.sample(ids, min(ROWS, len(ids))):
                with open(path, "r+b") as f:
                    f.write(good)
                    f.truncate()
                db = connect(path)
                changed = change(db, table, column, rowid)
                db.close()
                assert changed, "%s.%s of row %d cannot be changed" % (table, column, rowid)
                assert_named(here, path, "%s.%s of row %d" % (table, column, rowid))
                tried += 1
    print("# %d changes in %d tables" % (tried, len(all_tables)))


@case("verify names a row or record that was removed, and one that was added")
def _(here):
    path = demo(here)
    with open(path, "rb") as f:
        good = f.read()
    for table, columns in tables(connect(path)).items():
        key = columns[0]
        copied = ", ".join("max(%s) + 1" % c if c == key else c for c in columns)
        for sql in ("DELETE FROM %s WHERE rowid = (SELECT min(rowid) FROM %s)" % (table, table),
                    "INSERT INTO %s (%s) SELECT %s FROM %s" % (table, ", ".join(columns), copied, table)):
            with open(path, "r+b") as f:
                f.write(good)
                f.truncate()
            db = connect(path)
            try:
                db.execute(sql)
            except sqlite3.IntegrityError:
                continue  # a copy of what has to be unique
            finally:
                db.close()
            if table == "record" and sql.startswith("DELETE"):
                forget(here)
                assert blotter(here, "-f", path, "verify", status=None).status in (1, 65), sql
            else:
                assert_named(here, path, sql)


@case("a notebook cut at its end is refused by the head that was remembered")
def _(here):
    path = demo(here)
    db = connect(path)
    last, first_row = db.execute("SELECT id, first_row FROM record ORDER BY id DESC LIMIT 1").fetchone()
    for table in tables(db):
        if table != "record":
            db.execute("DELETE FROM %s WHERE row >= ?" % table, (first_row,))
            db.execute("UPDATE %s SET until = 9223372036854775807 WHERE until = ?" % table, (last,))
    db.execute("DELETE FROM record WHERE id = ?", (last,))
    db.close()
    refused(blotter(here, "-f", path, "verify", status=1), 1, b"record %d was " % last)
    forget(here)
    blotter(here, "-f", path, "verify")  # the shorter chain is whole: only a remembered head can tell


@case("an older copy put back is refused, naming the head seen and the head there")
def _(here):
    path = notebook(here)
    shutil.copy(path, path + ".old")
    old = head(here, path).decode().split()
    blotter(here, "-f", path, "log", "one more")
    new = head(here, path).decode().split()
    shutil.copy(path + ".old", path)
    for words in (["verify"], ["list", "entries"], ["log", "on the old one"], ["export", "notebook", "-o", "-"]):
        said = blotter(here, "-f", path, *words, status=1)
        refused(said, 1, new[1][:16].encode())
        assert old[1][:16].encode() in said.err, said
    blotter(here, "-f", path, "verify", status=0, env={"XDG_STATE_HOME": here + "/another"})


@case("a notebook rewritten with all hashes right is refused by the head that was remembered")
def _(here):
    path = notebook(here)
    blotter(here, "-f", path, "log", "what happened")
    shutil.copy(path, path + ".true")
    forged = os.path.join(here, "b.blot")
    lines = blotter(here, "-f", path, "export", "notebook", "-o", "-").out.splitlines(keepends=True)
    starts = [i for i, line in enumerate(lines) if line.startswith(b'{"hash"')]
    blotter(here, "-f", forged, "import", "notebook", "-", stdin=b"".join(lines[:starts[-1]]),
            env={"XDG_STATE_HOME": here + "/forger"})
    blotter(here, "-f", forged, "log", "what did not happen", env={"XDG_STATE_HOME": here + "/forger"})
    shutil.copy(forged, path)
    refused(blotter(here, "-f", path, "verify", status=1), 1, b"is not what you last saw")


FOREIGN = [
    "CREATE TRIGGER t AFTER INSERT ON entry BEGIN DELETE FROM record; END",
    "CREATE VIEW v AS SELECT 1",
    "CREATE TABLE extra (x)",
    "CREATE INDEX extra ON entry (text)",
    "CREATE VIRTUAL TABLE f USING fts5 (text)",
    "CREATE TABLE record2 AS SELECT * FROM record",
    "ALTER TABLE entry ADD COLUMN hidden TEXT",
    "ALTER TABLE entry RENAME COLUMN text TO txt",
    "DROP INDEX entry_versions",
    "DROP TABLE transfer",
    "DROP TABLE record; CREATE VIEW record AS SELECT 1 AS id",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'entry'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET name = 'Record', tbl_name = 'Record' WHERE name = 'record'",
    "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema "
    "WHERE name = 'mark') WHERE name = 'entry'",
    "PRAGMA application_id = 1",
    "PRAGMA user_version = 0",
    "PRAGMA user_version = 99",
    "ANALYZE",
]


@case("a notebook with a trigger, a view, a virtual table or any other schema is refused")
def _(here):
    path = notebook(here)
    with open(path, "rb") as f:
        good = f.read()
    for sql in FOREIGN:
        with open(path, "wb") as f:
            f.write(good)
        db = sqlite3.connect(path)
        try:
            db.executescript(sql)
            db.commit()
        except sqlite3.Error as e:
            assert "no such module" in str(e), (sql, e)
            db.close()
            continue
        db.close()
        forget(here)
        with open(path, "rb") as f:
            before = f.read()
        assert before != good, sql
        # Pages under another name: the text of the schema is ours, so only verify sees it.
        for words in (["verify"], ["log", "into it"])[:1 if "rootpage" in sql else 2]:
            said = blotter(here, "-f", path, *words, status=None)
            assert said.status, (sql, str(said))
            refused(said, (1, 65))
        with open(path, "rb") as f:
            assert f.read() == before, sql


HOLDER = """
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.execute("PRAGMA journal_mode = WAL")
db.execute("PRAGMA user_version = 1")
print("open", flush=True)
sys.stdin.read()
"""


@case("a notebook found in WAL mode is switched back, with what its log held")
def _(here):
    path = notebook(here)
    db = sqlite3.connect(path)
    assert db.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)
    db.close()
    blotter(here, "-f", path, "list", "entries")
    with open(path, "rb") as f:
        assert f.read(20)[18:20] == b"\1\1", "still WAL"
    # Another process: closing any descriptor of the file would drop this one's locks.
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"open\n"
    said = blotter(here, "-f", path, "log", "while another has it open in WAL mode", status=None)
    refused(said, 75, b"pid %d" % holder.pid)
    crashed = path + ".crashed"  # as after a crash: the log is there, nobody has it open
    shutil.copy(path, crashed)
    shutil.copy(path + "-wal", crashed + "-wal")
    holder.communicate()
    forget(here)
    blotter(here, "-f", crashed, "log", "afterwards")
    blotter(here, "-f", crashed, "verify")
    assert not os.path.exists(crashed + "-wal") and not os.path.exists(crashed + "-shm")


main()
