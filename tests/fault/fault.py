"""fault.py - what the fault tests in Python share: cases told as sentences, the program run and judged.

    from fault import blotter, case, main

    @case("a stopped writer is named")
    def _(here): ...
    main()

Each case gets an empty directory, which is its home too and goes when it ends; a failed `assert` or any
other exception fails it. The clock is the machine's own here: killing and waiting are about real time.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import traceback

sys.dont_write_bytecode = True
PROGRAM = os.path.abspath(os.environ.get("TESTED", "blotter"))
SOURCES = os.path.abspath(os.environ.get("SRCDIR", "."))
RINA = "Rina Wati <rina@soc.example>"
CASES = []


def many(name, otherwise):
    """How many rounds: make check does some, a long run asks for more by an environment variable."""
    return int(os.environ.get(name, otherwise))


def case(sentence, among_others=False):
    """One case; among_others: in a folder that other users reach, which a home of the tests is not."""
    def add(run):
        CASES.append((sentence, run, "/tmp" if among_others else None))
        return run
    return add


def environment(here, **more):
    keep = {k: v for k, v in os.environ.items() if not k.startswith(("BLOTTER_", "XDG_"))}
    keep.update(HOME=here, XDG_CONFIG_HOME=here + "/config", XDG_STATE_HOME=here + "/state",
                XDG_DATA_HOME=here + "/data", BLOTTER_DATA=SOURCES, BLOTTER_AUTHOR=RINA, LC_ALL="C.UTF-8", TZ="UTC",
                TMPDIR=here)
    keep.update(more)
    return keep


class Said:
    """What one run of the program came to."""

    def __init__(self, argv, status, out, err):
        self.argv, self.status, self.out, self.err = argv, status, out, err

    def __str__(self):
        return "%r: status %s\nstdout: %.1500r\nstderr: %.1500r" % (self.argv, self.status, self.out, self.err)

    def text(self):
        return self.out.decode("utf-8")


def blotter(here, *argv, status=0, stdin=b"", env=None, timeout=60):
    """Runs the program in `here`; status None takes any that is no crash."""
    ran = subprocess.run([PROGRAM, *argv], cwd=here, input=stdin, capture_output=True, timeout=timeout,
                         env=environment(here, **(env or {})), check=False)
    said = Said(argv, ran.returncode, ran.stdout, ran.stderr)
    assert not crashed(said), "crashed: %s" % said
    assert status is None or ran.returncode == status, "expected status %s: %s" % (status, said)
    return said


def crashed(said):
    return said.status < 0 or said.status == 70 or b"Sanitizer" in said.err or b"runtime error:" in said.err


def refused(said, status, words=b""):
    """A refusal: this status, nothing on stdout, one clear line on stderr."""
    assert said.status in (status if isinstance(status, tuple) else (status,)), said
    assert said.out == b"" and said.err.count(b"\n") == 1 and said.err.endswith(b"\n"), said
    assert said.err.startswith(b"blotter: ") and words in said.err, said


def notebook(here, name="a.blot"):
    """A notebook with one open incident."""
    blotter(here, "init", name)
    blotter(here, "-f", name, "incident", "open", "INC-1", "One")
    return os.path.join(here, name)


def demo(here):
    """A notebook with all its nouns."""
    path = os.path.join(here, "demo.blot")
    blotter(here, "demo", path)
    first = blotter(here, "-f", path, "list", "entries", "--limit", "1", "--json", "-i", "INC-2021-06").text()
    blotter(here, "-f", path, "mark", re.search(r'"ref":"(\w+)"', first)[1], "+star", "+#press")
    blotter(here, "-f", path, "erase", "C-0006", "--reason", "asked for", "--yes")
    blotter(here, "-f", path, "view", "save", "late", "is:late")
    blotter(here, "-f", path, "-i", "INC-2021-06", "clock", "set", "sup-lt-0417", "4m", "fast", "--yes")
    blotter(here, "-f", path, "customer", "merge", "C-0011", "C-0005", "--reason", "one firm")
    blotter(here, "-f", path, "import", "playbook", SOURCES + "/schemas/playbooks/targeted-phishing.yaml")
    blotter(here, "-f", path, "verify")
    return path


def forget(here):
    """The heads remembered, so that a change is found by what the file says alone."""
    shutil.rmtree(here + "/state", ignore_errors=True)


def head(here, path):
    return blotter(here, "-f", path, "journal", "head").out


def sanitized():
    with open(PROGRAM, "rb") as f:
        return b"__asan_init" in f.read()


def as_nobody():
    """For preexec_fn: root is refused nothing, so a test of permissions gives that up."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)


def main():
    only = sys.argv[1:]
    bad = 0
    print("1..%d" % len(CASES), flush=True)
    for number, (sentence, run, where) in enumerate(CASES, 1):
        if only and not any(word in sentence for word in only):
            continue
        here = tempfile.mkdtemp(prefix="blotter-fault.", dir=where)
        skip = ""
        try:
            skip = run(here) or ""
            word = "ok"
        except Exception:  # whatever it is, the case has failed and the others go on
            word, bad = "not ok", 1
            print("".join("# %s\n" % line for line in traceback.format_exc().splitlines()), end="")
        finally:
            subprocess.run(["chmod", "-R", "u+rwX", here], check=False)
            shutil.rmtree(here, ignore_errors=True)
        print("%s %d - %s%s" % (word, number, sentence, " # SKIP " + skip if skip else ""), flush=True)
    sys.exit(bad)
