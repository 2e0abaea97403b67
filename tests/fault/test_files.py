#!/usr/bin/env python3
"""test_files.py - hostile files to every importer: one clear line, and the notebook is what it was.

Nothing is half done: whatever is wrong with a file and wherever in it, the head of the notebook stays the
same. Memory is measured, so that no line, however long, is held whole.
"""
import os
import resource
import shutil
import subprocess
import threading

from fault import PROGRAM, SOURCES, Said, as_nobody, blotter, case, crashed, environment, head, main, notebook, refused, sanitized

EXAMPLES = SOURCES + "/examples/nobelium-2021/"
ADVISORY = SOURCES + "/schemas/advisories/support-tool-exposure.yaml"
GOOD = {
    "customers": b"ref,name,organisation,email,language,country\nC-1,Ann,One,a@one.example,en,GB\nC-2,Ben,Two,,id,ID\n",
    "exposures": b"customer,population,data,from,to,basis,confidence\nC-1,targeted,invoice,2021-05-16,2021-05-31,log,high\n",
    "access-log": b"time,agent,customer,record\n2021-05-17T08:00:00Z,a,C-1,invoice\n2021-05-17T09:00:00Z,a,C-2,invoice\n",
    "timeline": b"message,datetime,timestamp_desc\nread,2021-05-17T08:00:00Z,Access\nwrote,2021-05-17T09:00:00Z,Write\n",
    "status": b"ref,status,code,at\nC-1,delivered,2.1.5,2021-06-17T09:45:00Z\n",
    "stix": b'{"type": "bundle", "id": "bundle--1", "objects": [\n{"type": "campaign", "id": "campaign--1", "name": "Spring"},\n'
            b'{"type": "report", "id": "report--1", "name": "Seen", "published": "2021-06-25T12:00:00.000Z"}\n]}\n',
    "veris": b'{"schema_version": "1.4.1", "incident_id": "V-1", "summary": "read",\n'
             b'"timeline": {"incident": {"year": 2021, "month": 5}},\n"actor": {"unknown": {}}}\n',
}
WORDS = {
    "customers": ["import", "customers"], "exposures": ["import", "exposures"], "status": ["import", "status"],
    "access-log": ["import", "access-log", "--agent", "a", "--zone", "UTC"], "advisory": ["import", "advisory"],
    "notebook": ["import", "notebook"], "stix": ["import", "stix"], "veris": ["import", "veris"], "timeline": ["import", "timeline"],
}
LISTS = ("customers", "exposures", "access-log", "timeline", "status")


def prepared(here):
    """A notebook in which each of the good files would be taken."""
    path = notebook(here)
    for kind in ("customers", "exposures"):
        with open(os.path.join(here, "good.csv"), "wb") as f:
            f.write(GOOD[kind])
        blotter(here, "-f", path, *WORDS[kind], "good.csv")
    shutil.copy(ADVISORY, here + "/good.yaml")
    blotter(here, "-f", path, "import", "advisory", "good.yaml")
    GOOD["notebook"] = blotter(here, "-f", path, "export", "notebook", "-o", "-").out
    with open(ADVISORY, "rb") as f:
        GOOD["advisory"] = f.read()
    return path


def words_for(here, path, kind):
    """A notebook comes in beside the one there is; the others go into it."""
    return ["-f", os.path.join(here, "fresh.blot") if kind == "notebook" else path, *WORDS[kind]]


def assert_refused(here, path, kind, data, status=65, words=b"", name="bad.in"):
    with open(os.path.join(here, name), "wb") as f:
        f.write(data)
    before = head(here, path)
    said = blotter(here, *words_for(here, path, kind), name, status=None)
    told = said.err.splitlines()
    assert said.status in ((status,) if isinstance(status, int) else status), (kind, data[:80], str(said))
    assert said.out == b"" and told and all(line.startswith(b"blotter: ") or kind == "advisory" for line in told), said
    assert len(told) == 1 or kind == "advisory", said
    assert name.encode() in said.err and words in said.err, (kind, data[:80], str(said))
    assert head(here, path) == before, "something was written: %s" % said
    left = [n for n in os.listdir(here) if n.startswith("fresh") or n.endswith(".tmp")]
    assert not left, "%s is left over: %s" % (left, said)


def bad(good):
    """What may have befallen a file that was good, each with what its error has to say."""
    lines = good.splitlines(keepends=True)
    yield b"", b""
    yield good.decode("utf-8").encode("utf-16"), b""
    yield good.decode("utf-8").encode("utf-16-be"), b""
    yield good.decode("utf-8").encode("utf-32"), b""
    yield lines[0] + b"\xff" + b"".join(lines[1:]), b":2"
    yield lines[0] + b"\x00" + b"".join(lines[1:]), b":2"
    yield good + b"\xc3", b":%d" % (len(lines) + 1)
    yield good + b"\xe9t\xe9\n", b":%d" % (len(lines) + 1)
    yield b"\x1b[2J\x1b]0;x\x07\n" + good, b""
    yield b"\x7fELF" + bytes(1000), b""
    yield b"PK\x03\x04" + bytes(range(256)), b""
    yield b"<!DOCTYPE html><html>\n" + good, b""


@case("every importer refuses files of the wrong kind and encoding, naming the file, and writes nothing")
def _(here):
    path = prepared(here)
    for kind, good in sorted(GOOD.items()):
        for data, words in bad(good):
            assert_refused(here, path, kind, data, words=words)
    blotter(here, "-f", path, "verify")


@case("lists are refused for quotes, columns, rows and values that are wrong, naming file and line")
def _(here):
    path = prepared(here)
    for kind in LISTS:
        good = GOOD[kind]
        first, last = good.splitlines(keepends=True)[0], good.splitlines(keepends=True)[-1]
        columns = first.count(b",") + 1
        assert_refused(here, path, kind, good + b'"open\n', words=b":%d" % (good.count(b"\n") + 1))
        assert_refused(here, path, kind, good + b'a"b' + b"," * (columns - 1) + b"\n", words=b":")
        assert_refused(here, path, kind, good + last.rstrip(b"\n") + b",one,too,many\n", words=b":")
        assert_refused(here, path, kind, good + b"too few\n", words=b":")
        assert_refused(here, path, kind, first.replace(b",", b"_") + last, words=b"bad.in")
        assert_refused(here, path, kind, first + last.replace(b",", b",%s" % (b"x" * 70000), 1), words=b":2")
        assert_refused(here, path, kind, b",".join([b"a"] * 1030) + b"\n" + last)
    assert_refused(here, path, "customers", GOOD["customers"] + b"C-3,x,y,not an address,en,GB\n", words=b":4")
    assert_refused(here, path, "customers", GOOD["customers"] + b",x,y,,en,GB\n", words=b":4")
    assert_refused(here, path, "exposures", GOOD["exposures"] + b"C-2,everybody,,,,log,high\n", words=b":3")
    assert_refused(here, path, "access-log", GOOD["access-log"] + b"yesterday,a,C-1,invoice\n", words=b":4")
    blotter(here, "-f", path, "verify")


@case("a notebook's export cut, altered or put in another order anywhere is refused, and leaves no file")
def _(here):
    path = prepared(here)
    good = GOOD["notebook"]
    lines = good.splitlines(keepends=True)
    for i in range(0, len(lines), max(1, len(lines) // 12)):
        assert_refused(here, path, "notebook", b"".join(lines[:i] + lines[i + 1:]) if i else b"".join(lines[1:]))
        assert_refused(here, path, "notebook", b"".join(lines[:i] + [lines[i]] + lines[i:]))
        assert_refused(here, path, "notebook", b"".join(lines[:i]) + lines[i][:len(lines[i]) // 2])
    for old, new in ((b"Ann", b"Bnn"), (b'"salt":"', b'"salt":"0'), (b'"hash":"', b'"hash":"0'), (b"incident", b"incidemt"),
                     (b"lamport 2", b"lamport 3"), (b'"ref"', b'"reg"'), (b"{", b"[", ), (b"writer RW", b"writer R1")):
        assert old in good
        assert_refused(here, path, "notebook", good.replace(old, new, 1))
    deep = b'{"line":' + b"[" * 100000 + b"]" * 100000 + b"}\n"
    for more in (deep, b'{"line":{"ends":"RW1.1"}}\n', b"{}\n", b"[]\n", b"7\n", b'"x"\n', b"null\n", b"\n", b'{"line":7}\n',
                 b'{"hash":7,"header":[]}\n', b'{"line":{"row":"RW9.1","table":"entry","values":{}},"salt":"00"}\n'):
        assert_refused(here, path, "notebook", good + more)
        assert_refused(here, path, "notebook", more)


def run_measured(here, argv, feed=None):
    """Runs the program, perhaps with something poured into a FIFO; gives what it said and its peak of memory in MiB."""
    p = subprocess.Popen([PROGRAM, *argv], cwd=here, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, env=environment(here))
    thread = threading.Thread(target=feed, daemon=True) if feed else None
    if thread:
        thread.start()
    out, err = p.stdout.read(), p.stderr.read()
    _pid, status, usage = os.wait4(p.pid, 0)
    p.returncode = os.waitstatus_to_exitcode(status)
    if thread:
        thread.join(20)
    said = Said(argv, p.returncode, out, err)
    assert not crashed(said), said
    return said, usage.ru_maxrss // 1024


def pour(fifo, first, again, total):
    """Pours first and then the same again and again into a FIFO, until nobody reads any more."""
    def run():
        try:
            with open(fifo, "wb", buffering=0) as f:
                f.write(first)
                for _ in range(total // len(again)):
                    f.write(again)
        except BrokenPipeError:
            pass
    return run


@case("a line of 1 GB and a file of 1 GB without sense are refused in little memory")
def _(here):
    path = prepared(here)
    before = head(here, path)
    fifo, hollow = here + "/fifo", here + "/hollow"
    os.mkfifo(fifo)
    with open(hollow, "wb") as f:
        f.truncate(1 << 30)
    for kind in sorted(GOOD):
        most = (260 if kind == "notebook" else 64) * (4 if sanitized() else 1)
        for first, again in ((b"", b"a" * 65536), (GOOD[kind].splitlines(keepends=True)[0] + b'"', b"a,\n" * 21845)):
            said, peak = run_measured(here, words_for(here, path, kind) + [fifo], pour(fifo, first, again, 1 << 30))
            assert said.status in (64, 65), (kind, str(said))
            assert peak < most, "%s: %d MiB" % (kind, peak)
        said, peak = run_measured(here, words_for(here, path, kind) + [hollow])
        assert said.status == 65 and peak < most, (kind, peak, str(said))
    assert head(here, path) == before
    assert not os.path.exists(here + "/fresh.blot")


@case("folders, devices, missing files and loops of links are refused by every importer")
def _(here):
    path = prepared(here)
    before = head(here, path)
    os.symlink("loop", here + "/loop")
    os.mkdir(here + "/folder")
    for kind in sorted(GOOD):
        for name, statuses in (("folder", (65, 66, 77)), ("/dev/zero", (65, 77)), ("/dev/full", (65, 77)), ("missing", (66,)),
                               ("no/such", (66,)), ("loop", (65, 66, 77)), ("good.csv/x", (65, 66, 77)), ("", (65, 66)),
                               ("a" * 300, (65, 66, 77)), ("a" * 5000, (65, 66, 77))):
            said = blotter(here, *words_for(here, path, kind), name, status=None)
            refused(said, statuses)
    assert head(here, path) == before
    assert not os.path.exists(here + "/fresh.blot")


@case("a file that may not be read is not permitted, and says so", among_others=True)
def _(here):
    path = prepared(here)
    program = shutil.copy(PROGRAM, here + "/blotter-copy")
    for kind, data in GOOD.items():
        with open(os.path.join(here, kind), "wb") as f:
            f.write(data)
        os.chmod(os.path.join(here, kind), 0)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "65534", here], check=True)
        os.chmod(here, 0o755)
    for kind in GOOD:
        ran = subprocess.run([program, *words_for(here, path, kind), kind], cwd=here, capture_output=True, check=False,
                             env=environment(here), preexec_fn=as_nobody)
        refused(Said(kind, ran.returncode, ran.stdout, ran.stderr), 77, b"ermi")


resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
main()
