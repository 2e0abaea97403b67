#!/usr/bin/env python3
"""test_strings.py - hostile strings go in everywhere, come back exactly, and never act.

Whatever is printed as text holds no byte a terminal, a pager or a log viewer would act on; --json and
exported files carry the true text. FAULT_ALL=1 gives each string to each command.
"""
import csv
import fcntl
import io
import json
import os
import pty
import re
import select
import struct
import termios
import unicodedata

from fault import PROGRAM, blotter, case, environment, main, many, notebook, refused

ALL = many("FAULT_ALL", 0)

CONTROLS = [chr(c) for c in range(1, 32) if chr(c) not in "\n"] + ["\x7f"] + [chr(c) for c in range(0x80, 0xa0)]
FORMAT = ([chr(c) for c in (0xad, 0x61c, 0x180e, 0xfeff, 0xfffc, 0xfff9, 0xfffb, 0x115f, 0x3164, 0xffa0)] +
          [chr(c) for c in range(0x200b, 0x2010)] + [chr(c) for c in range(0x2028, 0x202f)] +
          [chr(c) for c in range(0x2060, 0x2070)] + [chr(0xe0000 + c) for c in (0x1, 0x20, 0x41, 0x7f, 0x100)] +
          ["\ue000", "\uf8ff", "\U000f0000", "\U0010fffd", "\ufdd0", "\uffff"])
ESCAPES = [
    "\x1b[31mred", "\x1b[2J\x1b[H", "\x1b]0;title\x07", "\x1b]52;c;cm0gLXJmIC8=\x07", "\x1b]8;;http://x\x1b\\a\x1b]8;;\x1b\\",
    "\x1bP+q544e\x1b\\", "\x1b[6n", "\x1b[c", "\x1bc", "\x1b[?1049h", "\x1b[201~", "\x1b_G\x1b\\", "\x1b[>4;2m", "\x1b(0",
    "\x9b31mred", "\x9d52;c;AA\x9c", "\x90q\x9c", "abc\b\b\bxyz", "a\rb", "over\rwritten\x1b[K", "\x07\x07\x07", "\x0e\x0f",
    "\x1b[3;4r", "\x1b]1337;File=:AA\x07", "\x1b[21t", "\x1b#8", "\x1b[9999C", "\x1bZ", "\x05", "\x1b", "end\x1b",
]
TEXTS = [
    "\u202egnp.exe", "a\u2066b\u2069\u202ac\u202c", "user\u202e\u2066// admin\u2069\u2066", "zero\u200bwidth\u200c\u200d",
    "Z" + "\u0335" * 60 + "algo", "e" + "\u0301" * 500, "\u0300start", "\U0001f468\u200d\U0001f469\u200d\U0001f467",
    "\U0001f1ee\U0001f1e9", "\u0e01\u0e33\u0e33\u0e33", "\ufdfa" * 20, "\U00012031" * 40, "ﷺ", "\u1100\u1161\u11a8", "ﾊﾝｶｸ",
    "=1+1", "=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(1)", "\t=1", " =1", "\u00a0=1", "\uff1d1+1", "%0A=1", "|cmd",
    "=HYPERLINK(\"http://x\",\"y\")", "a\n=1+1", "a,=1", "\"=1\"", "'=1", ";=1", "=1;2", "\ufeff=1",
    "\"", "\"\"", "a\"b", "a,b", "a;b", "a\tb", "'", "''", "\\", "\\n", "a\nb", "a\r\nb", "\r\n.\r\n", "a\n\n\nb",
    "x\r\nBcc: everybody@x.example", "Subject: x\nTo: y", "'; DROP TABLE record; --", "' OR '1'='1", "%' ESCAPE '%", "_%_",
    "*", "x' UNION SELECT 1--", ":asof", "?1", "%s%s%s%n", "%n%n%n%n", "%99999999d", "{0}", "{{name}}", "{{{organisation}}}",
    "{{#if}}", "${HOME}", "$(id)", "`id`", "; id", "| id", "&& id", "<script>alert(1)</script>", "<!--", "]]>", "&lt;", "&#0;",
    "[x](javascript:y)", "![x](http://x/y.png)", "# heading", "---", "```", "| a | b |", "../../etc/passwd", "/etc/passwd",
    "..", ".", "~", "~root", "a/b", "C:\\con", "NUL", "-rf", "--", "-", "--help", "- -", "@", "#", "!", "?", "~x", "~",
    "null", "true", "NaN", "1e999", "0x10", "2021-02-30", "9" * 400, "a" * 4000, "é" * 2000, "\U0010ffff", "İstanbul", "ß", "ﬀ",
    "Ｆｕｌｌ", "ℌ", "\u212b", "A\u030a", "\u00c5", "Ω", "\U0001d4d0", "ǆ", "\u2126", "{\"ends\":\"RW1.1\"}", "RW1", "#RW1",
    "blotter-record 1\nnotebook 0", "\\x1b[31m", "<U+202E>", "\\u001b", "\\0", "\u2028\u2029", "a\x0bb\x0cc", "\x1c\x1d\x1e\x1f",
]
CORPUS = list(dict.fromkeys(["a%sb" % c for c in CONTROLS + FORMAT] + ESCAPES + TEXTS))
INVALID = [b"\xff", b"\xc0\x80", b"\xe0\x80\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf8\x88\x80\x80\x80", b"a\x80", b"\xc3",
           b"\xe2\x82", b"\xf0\x9f\x98", b"\xfe\xff", b"\x9b31m", b"ok \xc3\x28"]
ACTS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
                  "\ufff9-\ufffb\ue000-\uf8ff\U000e0000-\U0010ffff]")


def harmless(said, tabs=False):
    """Nothing in what was printed acts on a terminal, hides, reorders or floods."""
    for name, data in (("stdout", said.out), ("stderr", said.err)):
        text = data.decode("utf-8")  # which refuses what is not UTF-8
        bad = ACTS.search(text)
        assert not bad, "%s has %r: %s" % (name, bad[0], said)
        assert tabs or "\t" not in text, "%s has a tab: %s" % (name, said)
        marks = 0
        for c in text:
            marks = marks + 1 if unicodedata.combining(c) else 0
            assert marks <= 2, "%s has a flood of marks: %s" % (name, said)


def one_line(s):
    return not re.search("[\r\n]", s)


def log_all(here, path):
    """Every string as an entry; gives reference -> text, as the grammar takes it: the blanks around it go."""
    texts = {}
    lines = ["x " + s + " y" for s in CORPUS if one_line(s)]
    out = blotter(here, "-f", path, "log", "-q", "-", "--each-line", stdin="\n".join(lines).encode()).text().split()
    texts.update(zip(out, lines))
    assert len(out) == len(lines)
    for s in CORPUS:
        if not one_line(s):
            ref = blotter(here, "-f", path, "log", "-q", "-", stdin=("x " + s + " y").encode()).text().strip()
            texts[ref] = "x " + s + " y"
    return texts


def objects(said):
    """JSON Lines, and each line is one: no LF, and none of the controls, stands raw in it."""
    lines = said.out.decode("utf-8").split("\n")
    assert lines.pop() == ""
    assert not any(ACTS.search(line) for line in lines), "a raw control in --json"
    return [json.loads(line) for line in lines]


@case("every hostile entry is shown harmlessly everywhere, and is exact in --json and exports")
def _(here):
    path = notebook(here)
    assert len(CORPUS) >= 200
    texts = log_all(here, path)
    f = ("-f", path)
    shown = {o["ref"]: o["text"] for o in objects(blotter(here, *f, "list", "entries", "--json"))}
    assert shown == texts, [(r, shown.get(r), t) for r, t in texts.items() if shown.get(r) != t][:3]
    for words in (["list", "entries"], ["list", "entries", "--sort", "happened"], ["timeline"], ["timeline", "--by", "hour"],
                  ["list", "records"], ["journal", "list"], ["show", *list(texts)[:200]], ["list", "incidents"]):
        harmless(blotter(here, *f, *words))
        harmless(blotter(here, *f, *words, "--plain"), tabs=True)
        objects(blotter(here, *f, *words, "--json"))
    for ref in list(texts)[::1 if ALL else 12]:
        harmless(blotter(here, *f, "journal", "diff", ref))
    blotter(here, *f, "export", "timeline", "--format", "jsonl", "-o", "t.jsonl")
    with open(here + "/t.jsonl", encoding="utf-8", newline="\n") as g:
        exported = [json.loads(line)["text"] for line in g]
    assert sorted(exported) == sorted(texts.values())
    blotter(here, *f, "export", "timeline", "--format", "csv", "-o", "t.csv")
    with open(here + "/t.csv", encoding="utf-8", newline="") as g:
        exported = [row["text"] for row in csv.DictReader(g)]
    assert sorted(exported) == sorted(texts.values())
    harmless(blotter(here, *f, "export", "timeline", "--format", "md", "-o", "-"), tabs=True)
    blotter(here, *f, "verify")


@case("every hostile task and asset is shown harmlessly everywhere")
def _(here):
    path = notebook(here)
    f = ("-f", path)
    lines = ["+ x " + s + " y" for s in CORPUS if one_line(s)]
    blotter(here, *f, "log", "-q", "-", "--each-line", stdin="\n".join(lines).encode())
    for s in CORPUS[::1 if ALL else 6]:
        blotter(here, *f, "asset", "add", "actor", "--alias", "y" + s, "--note", s, "--", "x" + s, status=None)
    assert len(objects(blotter(here, *f, "list", "tasks", "--json"))) == len(lines)
    for words in (["list", "tasks"], ["list", "assets"], ["list", "tasks", "--where", "x"], ["extract", "RW3"]):
        harmless(blotter(here, *f, *words))
        harmless(blotter(here, *f, *words, "--plain"), tabs=True)
        objects(blotter(here, *f, *words, "--json"))
    blotter(here, *f, "verify")


def customers_csv(values):
    out = io.StringIO(newline="")
    rows = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    rows.writerow(["ref", "name", "organisation", "notes"])
    for i, s in enumerate(values):
        rows.writerow(["C-%04d" % i, s, s, s])
    return out.getvalue().encode("utf-8")


FORMULA = re.compile("[\\s\u00a0\ufeff\u200b\u3000]*[=+@|%\t\r\uff1d\uff0b\uff0d\uff20-]")


def unquoted(text):
    """Without what was put before a formula: at the beginning and after a line's end."""
    return re.sub("(^|[\r\n])'+", r"\1", text)


@case("every hostile customer comes back exactly, and is no formula in a sheet")
def _(here):
    path = notebook(here)
    with open(here + "/in.csv", "wb") as f:
        f.write(customers_csv(CORPUS))
    harmless(blotter(here, "-f", path, "import", "customers", "in.csv"))
    there = {o["customer"]: o for o in objects(blotter(here, "-f", path, "list", "customers", "--json"))}
    kept = 0
    for i, s in enumerate(CORPUS):
        o = there["C-%04d" % i]
        kept += o["organisation"] == s and o["name"] == s and o["notes"] == s
    lost = [(s, there["C-%04d" % i]["name"]) for i, s in enumerate(CORPUS) if there["C-%04d" % i]["name"] != s]
    assert kept == len(CORPUS), "%d of %d are exact; %r" % (kept, len(CORPUS), lost[:5])
    harmless(blotter(here, "-f", path, "list", "customers"))
    harmless(blotter(here, "-f", path, "list", "customers", "--plain"), tabs=True)
    harmless(blotter(here, "-f", path, "duplicates", "customers"))
    harmless(blotter(here, "-f", path, "show", "C-0000", "C-0100", "C-0200"))
    blotter(here, "-f", path, "export", "customers", "-o", "data.csv")
    with open(here + "/data.csv", encoding="utf-8", newline="") as f:
        out = {row["ref"]: row["name"] for row in csv.DictReader(f)}
    assert out == {"C-%04d" % i: s for i, s in enumerate(CORPUS)}
    blotter(here, "-f", path, "export", "customers", "--profile", "excel", "-o", "x.excel.csv")
    with open(here + "/x.excel.csv", encoding="utf-8-sig", newline="") as f:
        for row in csv.DictReader(f):
            original = CORPUS[int(row["ref"][2:])]
            assert not FORMULA.match(row["name"]), "a formula: %r" % row["name"]
            assert unquoted(row["name"]) == unquoted(original), (row["name"], original)
    blotter(here, "-f", path, "export", "customers", "--format", "jsonl", "-o", "x.jsonl")
    with open(here + "/x.jsonl", encoding="utf-8", newline="\n") as f:
        assert sorted(json.loads(line)["name"] for line in f) == sorted(CORPUS)
    blotter(here, "-f", path, "verify")


COMMANDS = [
    lambda s: ["show", s], lambda s: ["-i", s, "list", "entries"], lambda s: ["list", "entries", "--where", s],
    lambda s: ["list", "customers", "--where", "name:" + s], lambda s: ["--zone", s, "list", "entries"],
    lambda s: ["import", "customers", s], lambda s: ["import", "advisory", "--check", s], lambda s: ["help", s], lambda s: [s],
    lambda s: ["--as-of", s, "list", "entries"], lambda s: ["log", s], lambda s: ["incident", "set", "INC-1", "title=" + s],
    lambda s: ["incident", "set", "INC-1", s + "=x"], lambda s: ["incident", "open", "I", s, "--tlp", s],
    lambda s: ["mark", "RW2", "+#" + s], lambda s: ["mark", s, "+star"], lambda s: ["strike", s, "--reason", s],
    lambda s: ["undo", s], lambda s: ["--" + s], lambda s: ["log", "--" + s], lambda s: ["--color", s, "list", "entries"],
    lambda s: ["list", "entries", "--limit", s], lambda s: ["notify", "draft", s, "--all"], lambda s: ["--tag", s, "log", "x"],
    lambda s: ["incident", "milestone", "INC-1", s, "09:00"], lambda s: ["incident", "milestone", "INC-1", "aware", s],
    lambda s: ["incident", "milestone", "INC-1", "aware", "09:00", "--basis", s], lambda s: ["completion", s],
    lambda s: ["export", "notebook", "-o", "no/such/" + s], lambda s: ["import", "customers", "c.csv", "--map", "ref=" + s],
    lambda s: ["--as", s, "log", "by somebody"],
    lambda s: ["exposure", "set", s, "population=viewed", "--reason", s], lambda s: ["exposure", "set", "C-1", "population=" + s],
    lambda s: ["customer", "merge", s, s, "--reason", s], lambda s: ["counts", "--by", s], lambda s: ["counts", "--where", s],
    lambda s: ["task", "add", "x" + s, "--owner", s], lambda s: ["task", "set", s, "owner=" + s],
    lambda s: ["task", "done", s, s], lambda s: ["asset", "add", s, s], lambda s: ["asset", "set", s, "note=" + s],
    lambda s: ["asset", "add", "indicator", s], lambda s: ["extract", s], lambda s: ["extract", s, "--add", "--yes"],
    lambda s: ["evidence", "add", s], lambda s: ["evidence", "act", s, s], lambda s: ["evidence", "verify", s],
    lambda s: ["evidence", "add", "c.csv", "--keep", "--source", s, "--place", s], lambda s: ["playbook", "start", s],
    lambda s: ["import", "playbook", "--check", s], lambda s: ["list", "tasks", "--where", s],
    lambda s: ["list", "actions", "--action", s], lambda s: ["list", "actions", "--state", s],
    lambda s: ["list", "notifications", "--where", "action:x=" + s], lambda s: ["notify", "edit", s, "--address", s],
    lambda s: ["notify", "edit", "--all", "--set", s], lambda s: ["notify", "hold", "--all", "--until", s, "--reason", s],
]


@case("no argument, however hostile, reaches the terminal raw or crashes the program")
def _(here):
    path = notebook(here)
    blotter(here, "-f", path, "log", "one")
    with open(here + "/c.csv", "w", encoding="utf-8") as f:
        f.write("ref,name\nC-1,x\n")
    strings = [s.encode() for s in CORPUS] + INVALID
    for i, s in enumerate(strings):
        for k, command in enumerate(COMMANDS):
            if not ALL and (i + k) % len(COMMANDS):
                continue
            words = command("\0").copy()
            words = [os.fsencode(w).replace(b"\0", s) for w in words]
            said = blotter(here, b"-f", path.encode(), *words, status=None, stdin=b"")
            if words[0] != b"help" and said.status == 0 and b"--json" in words:
                continue
            harmless(said)
            assert said.status in (0, 1, 64, 65, 66, 73, 74, 77, 78), said
    harmless(blotter(here, "-f", path, "list", "incidents"))
    harmless(blotter(here, "-f", path, "list", "records"))
    blotter(here, "-f", path, "verify")


@case("text that is not UTF-8 is refused wherever it would be kept, and nothing is written")
def _(here):
    path = notebook(here)
    before = blotter(here, "-f", path, "journal", "head").out
    for s in INVALID:
        refused(blotter(here, "-f", path, "log", b"x " + s, status=None), 65)
        refused(blotter(here, "-f", path, "log", "-", stdin=b"x " + s, status=None), 65)
        with open(here + "/in.csv", "wb") as f:
            f.write(b"ref,name\nC-1," + s + b"\n")
        refused(blotter(here, "-f", path, "import", "customers", "in.csv", status=None), 65, b"in.csv:2")
    for words in ([b"incident", b"set", b"INC-1", b"title=\xff"], [b"incident", b"milestone", b"INC-1", b"aware", b"09:00",
                   b"--basis", b"\xff"], [b"undo", b"RW2", b"--reason", b"\xff"], [b"--as", b"\xff x", b"log", b"x"],
                  [b"incident", b"open", b"I\xff", b"x"], [b"incident", b"open", b"I2", b"\xff"], [b"mark", b"RW1", b"+#\xff"]):
        refused(blotter(here, b"-f", path.encode(), *words, status=None), (64, 65))
    assert blotter(here, "-f", path, "journal", "head").out == before


# What the screens may send to an xterm: control sequences of cursor, colour and mode; blanks; nothing else.
SENT = re.compile(r"\x1b\[[?>]?[0-9;]*[A-HJKLMPSTXZ@`a-dfhlmrt]|\x1b[()][0AB]|\x1b[=>78M]|[\r\n\b\t\x0f]")


def screens(here, path, keys):
    """Opens the screens on a terminal of 80x24, types each of the keys when they have settled; all that was sent."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(here)
        os.execve(PROGRAM, [PROGRAM, "-f", path], environment(here, TERM="xterm", ASAN_OPTIONS="detect_leaks=0"))
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    sent = b""
    try:
        for key in [b"", *keys]:
            os.write(terminal, key)
            patience = 0.4 if sent else 10.0
            while select.select([terminal], [], [], patience)[0]:
                sent += os.read(terminal, 65536)
                patience = 0.08
    except OSError:
        pass  # it has ended
    finally:
        try:
            os.kill(pid, 9)
        except ProcessLookupError:
            pass
        os.waitpid(pid, 0)
        os.close(terminal)
    return sent


@case("the screens send nothing of it to the terminal")
def _(here):
    path = notebook(here)
    with open(here + "/in.csv", "wb") as f:
        f.write(customers_csv(CORPUS))
    blotter(here, "-f", path, "import", "customers", "in.csv")
    log_all(here, path)
    page = [b"\x1b[6~"]
    for view in (b"1", b"2", b"3", b"5", b"6"):
        sent = screens(here, path, [view, b"g", b"g", *page * 14, b"G", b"\r", *page * 2, b"\x1b"])
        assert view in (b"5", b"6") or len(sent) > 4000 and b"\\x1b]52;c;" in sent, (view, sent[-300:])
        text = SENT.sub("", sent.decode("utf-8"))
        bad = ACTS.search(text)
        assert not bad, "view %s sends %r in %r" % (view, bad[0], text[max(0, bad.start() - 60):bad.end() + 20])


@case("the check for what acts can itself fail")
def _(here):
    class Planted:
        out, err = b"", b""
    for bad in (b"\x1b[31m", b"a\tb", b"\xc2\x9b", "\u202e".encode(), "e\u0301\u0301\u0301".encode(), b"\xff", b"a\rb"):
        Planted.out = bad
        try:
            harmless(Planted)
        except (AssertionError, UnicodeDecodeError):
            continue
        raise AssertionError("%r went unnoticed" % bad)


main()
