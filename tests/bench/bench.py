#!/usr/bin/env python3
"""bench.py - blotter against bare programs doing the same work, ratio by ratio, in one run.

usage: bench.py [-n TIMES] [-r ROWS] [-l LINES]      (make bench; make bench BENCH_ROWS=1000000 for the full one)

TIMES   runs of each, of which the median counts ($BENCH_RUNS, 3)
ROWS    customers and notifications ($BENCH_ROWS, 200000)
LINES   of the access log (10 x ROWS)

Data come from $BLOTTER_GEN (a script: BLOTTER_GEN customers|timeline-csv|access N), or from gen_data beside this. Bare programs
and blotter take turns, so that a loaded machine slows both. Nothing fails here because of a time: the
table says what was reached and what was aimed at.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True  # the sources may be read only
import screens

BUILD = os.environ.get("BUILDDIR", ".")
SOURCE = os.environ.get("SRCDIR", os.path.dirname(os.path.abspath(__file__)) + "/../..")
BLOTTER = os.environ.get("TESTED", BUILD + "/blotter")
BARE = BUILD + "/tests/bench/"


def cost(argv, stdout=subprocess.DEVNULL, stdin=None):
    """Seconds by the clock, seconds of processor, KiB at most in memory of one command; its failure ends all."""
    begun = time.monotonic()
    child = subprocess.Popen(argv, stdout=stdout, stdin=stdin, stderr=subprocess.PIPE)
    said = child.stderr.read().decode(errors="replace")
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit("bench: %s\n%s" % (" ".join(argv), said))
    return time.monotonic() - begun, usage.ru_utime + usage.ru_stime, usage.ru_maxrss


def run(argv, **more):
    """Seconds by the clock, and KiB at most in memory."""
    clock, _, memory = cost(argv, **more)
    return clock, memory


def words_of(notebook, *words):
    return [BLOTTER, "-f", notebook, "--as", "Bench Mark <bench@example.org>"] + list(words)


def blotter(notebook, *words, **more):
    return run(words_of(notebook, *words), **more)


def make_data(kind, n, path):
    script = os.environ.get("BLOTTER_GEN")
    command = ["python3", script] if script and kind != "exposures" else [BARE + "gen_data"]
    with open(path, "wb") as out:
        run(command + [kind, str(n)], stdout=out)


def say(job, is_, bare, unit, ratio, aim):
    print("%-34s %12s %12s  %-8s %7s  %s" % (job, is_, bare, unit, ratio, aim), flush=True)


def compare(job, is_, bare, unit, aim):
    a, b = statistics.median(is_), statistics.median(bare)
    say(job, "%.3f" % a, "%.3f" % b, unit, "%.2f" % (a / b), aim)


def fresh(folder, name):
    path = os.path.join(folder, name)
    for end in ("", "-journal"):
        if os.path.exists(path + end):
            os.remove(path + end)
    return path


def notebook_new(folder, name):
    path = fresh(folder, name)
    blotter(path, "init", path)
    blotter(path, "incident", "open", "INC-1", "bench")
    return path


def customers(folder, o):
    """Import of customers; leaves the notebook of the last run for the others."""
    is_, bare, csv = [], [], os.path.join(folder, "customers.csv")
    make_data("customers", o.rows, csv)
    for _ in range(o.times):
        db = fresh(folder, "bare.db")
        bare.append(run([BARE + "bare_customers", db, csv])[0])
        notebook = notebook_new(folder, "n.blot")
        is_.append(blotter(notebook, "import", "customers", csv)[0])
    compare("import %d customers" % o.rows, is_, bare, "s", "at most 1.6")
    sizes = [os.path.getsize(p) / 1e6 for p in (notebook, db)]
    compare("  its file", [sizes[0]], [sizes[1]], "MB", "at most 1.3")
    os.remove(db)
    return notebook, statistics.median(is_)


def timeline(folder, o):
    """Import of events, and their full-text index made at once, which the screens make in idle time."""
    is_, both, bare, bare_both, csv = [], [], [], [], os.path.join(folder, "events.csv")
    make_data("timeline-csv", o.rows, csv)
    for _ in range(o.times):
        bare.append(run([BARE + "bare_events", fresh(folder, "bare.db"), csv])[0])
        bare_both.append(run([BARE + "bare_events", fresh(folder, "bare.db"), csv, fresh(folder, "bare.index")])[0])
        notebook = notebook_new(folder, "t.blot")
        took, memory = blotter(notebook, "import", "timeline", csv, "--zone", "UTC")
        indexed, _ = blotter(notebook, "reindex")
        is_.append(took)
        both.append(took + indexed)
    compare("import %d events" % o.rows, is_, bare, "s", "")
    compare("  with their full-text index", both, bare_both, "s", "at most 1.6")
    say("  its memory", "%.1f" % (memory / 1024), "-", "MiB", "", "flat")
    compare("  its file", [os.path.getsize(notebook) / 1e6], [os.path.getsize(folder + "/bare.db") / 1e6], "MB", "")
    for name in ("bare.db", "bare.index", "events.csv"):
        os.remove(os.path.join(folder, name))
    screens.found(BLOTTER, notebook, say)
    screens.timeline(BLOTTER, notebook, say)


def show(folder, o, notebook):
    screens.bench(folder, o.times, BLOTTER, BARE + "bare_pager", notebook, os.path.join(folder, "customers.csv"), say)
    os.remove(os.path.join(folder, "customers.csv"))


def with_state_of_its_own(folder):
    """What was seen of one copy must not be held against another."""
    os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(dir=folder)


def access_log(folder, o, notebook):
    is_, peak, csv = [], 0, os.path.join(folder, "access.csv")
    make_data("access", o.lines, csv)
    for _ in range(min(o.times, 3)):
        copy = shutil.copyfile(notebook, fresh(folder, "copy.blot"))
        with_state_of_its_own(folder)
        took, memory = blotter(copy, "import", "access-log", csv, "--agent", "agent0")
        is_.append(took)
        peak = max(peak, memory)
    say("import %d lines of access log" % o.lines, "%.0f" % (o.lines / statistics.median(is_)), "-", "lines/s", "",
        "at least 1000000")
    say("  its memory", "%.1f" % (peak / 1024), "-", "MiB", "", "at most 64")
    os.environ["XDG_STATE_HOME"] = folder
    os.remove(csv)
    os.remove(copy)


def undo(folder, notebook, imported):
    copy = shutil.copyfile(notebook, fresh(folder, "copy.blot"))
    with_state_of_its_own(folder)
    compare("undo of it, to the import", [blotter(copy, "undo", "BM3")[0]], [imported], "s", "at most 1.0")
    os.environ["XDG_STATE_HOME"] = folder
    os.remove(copy)


def verify(o, notebook, imported):
    is_ = [blotter(notebook, "verify")[0] for _ in range(o.times)]
    compare("verify, to the import", is_, [imported], "s", "at most 0.6")


def letters(folder, o, notebook):
    csv = os.path.join(folder, "exposures.csv")
    make_data("exposures", o.rows, csv)
    blotter(notebook, "import", "exposures", csv)
    os.remove(csv)
    blotter(notebook, "import", "advisory", SOURCE + "/tests/bench/advisory.yaml")
    took, _ = blotter(notebook, "notify", "draft", "bench", "--all", "--yes")
    say("draft %d letters" % o.rows, "%.3f" % took, "-", "s", "", "")


def export(folder, o, notebook):
    is_, bare = [], []
    listed, joined = os.path.join(folder, "list.csv"), os.path.join(folder, "join.csv")
    for _ in range(o.times):
        if shutil.which("sqlite3"):
            with open(joined, "wb") as out, open(SOURCE + "/tests/bench/notification_list.sql") as sql:
                bare.append(run(["sqlite3", "-csv", notebook], stdout=out, stdin=sql)[0])
        is_.append(blotter(notebook, "export", "notifications", "--overwrite", "-o", listed)[0])
    with open(listed, "rb") as f:
        rows = sum(1 for _ in f) - 1
    if bare:
        compare("export %d letters, sqlite3 -csv" % rows, is_, bare, "s", "at most 1.0")
    else:
        say("export %d letters" % rows, "%.3f" % statistics.median(is_), "-", "s", "", "sqlite3 is not here")


def life_begin(folder, n):
    """A notebook with n exposed customers and an advisory that is shipped; and seconds its customers took."""
    notebook, csv = notebook_new(folder, "life.blot"), os.path.join(folder, "life.csv")
    with open(csv, "w") as f:
        f.write("ref,organisation,name,email,language,country\n")
        f.writelines("L-%07d,Organisation %d,Person %d,person%d@many%d.example,%s,ID\n" %
                     (i, i, i, i, i % 97, "id" if i % 2 else "en") for i in range(n))
    took, _ = blotter(notebook, "import", "customers", csv)
    with open(csv, "w") as f:
        f.write("customer,population,data,basis,from,to\n")
        f.writelines("L-%07d,viewed,subscription;billing-contact,log,2021-05-16,2021-05-31\n" % i for i in range(n))
    blotter(notebook, "import", "exposures", csv)
    blotter(notebook, "import", "advisory", SOURCE + "/schemas/advisories/support-tool-exposure.yaml")
    with open(csv, "w") as f:
        f.write("ref,result,at\n")
        f.writelines("L-%07d,accepted,2021-07-01T09:00:00Z\n" % i for i in range(n))
    return notebook, csv, took


def compare_costs(job, is_, bare, aim):
    """By the clock, and by the processor."""
    compare(job, [c[0] for c in is_], [c[0] for c in bare], "s", aim)
    compare("  its processor time", [c[1] for c in is_], [c[1] for c in bare], "s", aim)


def added(costs, more):
    return [[a + b for a, b in zip(*both)] for both in zip(costs, more)]


# A step of the life of letters, the act it is, and the same rows by a bare program, where there is one.
APPROVE = ["notify", "approve", "--all", "--yes", "--role"]
LIFE = [("draft", ["notify", "draft", "support-tool-exposure", "--all", "--yes", "--set", "hotline=+62 21 555 0100",
                   "--set", "reply_by=2021-07-09"]),
        ("submit", ["notify", "submit", "--all", "--yes"]),
        ("approve-first", ["--as", "Second <b@example.org>"] + APPROVE + ["legal"]),
        ("approve", ["--as", "Third <c@example.org>"] + APPROVE + ["incident-lead"]),
        ("release", ["notify", "release", "--all", "--yes"]),
        ("export", None),
        ("status", ["import", "status", "life.csv"]),
        ("acknowledge", ["notify", "acknowledge", "--all", "--yes", "--by", "portal"])]


def life(folder, o):
    """Each step of the life of letters, against a bare program that changes the same rows of the same tables."""
    n, first = min(o.rows, 100000), None
    notebook, csv, imported = life_begin(folder, n)
    for name, words in LIFE:
        if not words:
            life_exports(folder, o, notebook, n)
            continue
        words = [csv if w == "life.csv" else w for w in words]
        before = shutil.copyfile(notebook, fresh(folder, "before.blot"))
        is_, bare = [], []
        for _ in range(o.times):
            copy = shutil.copyfile(before, fresh(folder, "copy.blot"))
            bare.append(cost([BARE + "bare_letters", copy, name]))
            shutil.copyfile(before, fresh(folder, "life.blot"))
            with_state_of_its_own(folder)
            is_.append(cost(words_of(notebook, *words)))
        if name == "approve-first":  # one row beside each letter, which stays as it is
            first = is_, bare
            compare_costs("approve %d, the first of two" % n, is_, bare, "")
        elif name == "approve":
            compare_costs("approve %d, both" % n, added(first[0], is_), added(first[1], bare), "at most 2.0")
        else:
            compare_costs("%s %d letters" % (name, n), is_, bare, "at most 2.0")
    compare("verify them, to their import", [blotter(notebook, "verify")[0]], [imported], "s", "")
    os.environ["XDG_STATE_HOME"] = folder
    for name in ("life.blot", "before.blot", "copy.blot"):
        fresh(folder, name)


def dropped(folder, name):
    """A path at which nothing is."""
    path = os.path.join(folder, name)
    if os.path.isdir(path):
        shutil.rmtree(path)
    return fresh(folder, name)


def life_exports(folder, o, notebook, n):
    """Released letters as each form, against the libraries alone with the same rows and one text for all."""
    sql = SOURCE + "/tests/bench/notification_list.sql"
    bare = {"csv": ["sqlite3", "-csv", notebook, ".read " + sql],
            "eml": [BARE + "bare_mail", notebook, sql, "eml"],
            "mbox": [BARE + "bare_mail", notebook, sql, "mbox"],
            "xlsx": [BARE + "bare_sheet", notebook, sql]}
    for form, words in bare.items():
        took = [[], []]
        if not shutil.which(words[0]):
            say("export %d letters as %s" % (n, form), "-", "-", "s", "", "%s is not here" % os.path.basename(words[0]))
            continue
        for _ in range(o.times):
            if form == "csv":
                with open(dropped(folder, "bare.csv"), "wb") as out:
                    took[1].append(cost(words, stdout=out))
            else:
                took[1].append(cost(words + [dropped(folder, "bare." + form)]))
            took[0].append(cost(words_of(notebook, "export", "notifications", "--format", form, "-o",
                                         dropped(folder, "list." + form), "--overwrite")))
        compare_costs("export %d letters as %s" % (n, form), took[0], took[1], "at most 2.0")
        dropped(folder, "bare." + form)
        dropped(folder, "list." + form)


def entry(folder, o):
    is_, bare = [], []
    for _ in range(o.times):
        for program, name, into in (("bare_commit", "c.db", bare), ("entry_commit", "c.blot", is_)):
            out = subprocess.run([BARE + program, fresh(folder, name), "300"], check=True, stdout=subprocess.PIPE)
            into.append(float(out.stdout))
    compare("one durable entry", is_, bare, "us", "at most 1.3")


def writers(folder):
    """Entries a second from 8 processes at once, the wait for each other and the disk included."""
    notebook, text = notebook_new(folder, "w.blot"), os.path.join(folder, "lines")
    with open(text, "w") as f:
        f.writelines("looked at host%03d and found nothing new\n" % i for i in range(100))
    begun = time.monotonic()
    children = []
    for i in range(8):
        with open(text) as lines:
            children.append(subprocess.Popen([BLOTTER, "-f", notebook, "--as", "Wri Ter%d <w%d@example.org>" % (i, i),
                                              "log", "-", "--each-line"],
                                             stdin=lines, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
    if any([child.wait() for child in children]):
        sys.exit("bench: one of 8 writers failed")
    say("entries from 8 writers at once", "%.0f" % (800 / (time.monotonic() - begun)), "-", "each s", "", "")


def main():
    p = argparse.ArgumentParser(usage=__doc__)
    p.add_argument("-n", dest="times", type=int, default=int(os.environ.get("BENCH_RUNS") or 3))
    p.add_argument("-r", dest="rows", type=int, default=int(os.environ.get("BENCH_ROWS") or 200000))
    p.add_argument("-l", dest="lines", type=int, default=0)
    o = p.parse_args()
    o.lines = o.lines or 10 * o.rows
    os.environ["XDG_STATE_HOME"] = os.environ["XDG_CONFIG_HOME"] = os.environ["HOME"] = folder = tempfile.mkdtemp(
        prefix="blotter-bench-", dir=os.environ.get("BENCH_DIR"))
    try:
        print("data: %s; medians of %d" % (os.environ.get("BLOTTER_GEN", "gen_data, our own"), o.times))
        say("job", "blotter", "bare", "unit", "ratio", "aimed at")
        entry(folder, o)
        writers(folder)
        timeline(folder, o)
        notebook, imported = customers(folder, o)
        show(folder, o, notebook)
        verify(o, notebook, imported)
        undo(folder, notebook, imported)
        access_log(folder, o, notebook)
        life(folder, o)
        letters(folder, o, notebook)
        export(folder, o, notebook)
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
