#!/usr/bin/env python3
"""test_kill.py - saved means saved: writers are killed, crowd each other and are stopped in their act.

A reference that was printed is a promise. FAULT_KILLS=10000 kills for longer.
"""
import json
import os
import random
import re
import select
import signal
import subprocess
import time

from fault import PROGRAM, blotter, case, environment, main, many, notebook

KILLS = many("FAULT_KILLS", 240)
random.seed(many("FAULT_SEED", 20210517))


def writer(here, path, name, lines):
    """A log loop; what it prints is an acknowledgement."""
    return subprocess.Popen([PROGRAM, "-f", path, "--as", name, "log", "-q", "-", "--each-line"], cwd=here,
                            stdin=open(lines, "rb"), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                            env=environment(here))


def acknowledged(process):
    """References in lines that are whole, once the writer is dead."""
    out, err = process.communicate(timeout=60)
    return out[:out.rfind(b"\n") + 1].decode().split(), err


def lines_file(here, word, n):
    path = os.path.join(here, "lines")
    with open(path, "w", encoding="utf-8") as f:
        f.writelines("%s line %d\n" % (word, k) for k in range(n))
    return path


def stored(here, path):
    """Reference -> text of every entry."""
    out = blotter(here, "-f", path, "list", "entries", "--json").text()
    return {o["ref"]: o["text"] for o in map(json.loads, out.splitlines())}


def number(ref):
    return int(re.fullmatch(r"[A-Z]+(\d+)", ref)[1])


@case("keeps every entry whose reference was printed when a writer is killed at any moment")
def _(here):
    path = notebook(here)
    promised, last, cut = {}, 0, 0
    began = time.monotonic()
    blotter(here, "-f", path, "list", "records")
    window = max(0.06, 3 * (time.monotonic() - began))  # a slow machine is given longer to promise something
    for kill in range(KILLS * 2 // 3):
        p = writer(here, path, "Rina Wati", lines_file(here, "kill %d" % kill, 400))
        time.sleep(random.random() * window)
        p.kill()
        refs, err = acknowledged(p)
        assert p.returncode == -signal.SIGKILL and err == b"", (p.returncode, err)
        for k, ref in enumerate(refs):
            assert number(ref) > last, "number %s again after %d" % (ref, last)
            last = number(ref)
            promised[ref] = "kill %d line %d" % (kill, k)
        cut += os.path.exists(path + "-journal") and os.path.getsize(path + "-journal") > 0
        if kill % 16 == 15:
            blotter(here, "-f", path, "verify")
    there = stored(here, path)
    lost = {ref: text for ref, text in promised.items() if there.get(ref) != text}
    assert not lost, "lost: %r" % lost
    assert len(promised) > KILLS / 8, "killed too early: %d" % len(promised)
    blotter(here, "-f", path, "verify")
    after = blotter(here, "-f", path, "--as", "Rina Wati", "log", "-q", "after all").text().strip()
    assert number(after) == max(map(number, there)) + 1, after
    print("# %d kills, %d promised, %d in the notebook, %d left a journal behind" %
          (KILLS * 2 // 3, len(promised), len(there), cut))


@case("keeps what each of several writers was promised when all are killed")
def _(here):
    path = notebook(here)
    promised = {}
    names = ["Anna Berg", "Citra Dewi", "Eka Fauzi"]
    for kill in range(KILLS // 9):
        lines = lines_file(here, "kill %d" % kill, 400)
        crowd = [writer(here, path, name, lines) for name in names]
        if kill % 2:  # half of them once somebody was promised something, however slow the machine is
            select.select([p.stdout for p in crowd], [], [], 60)
        for p in random.sample(crowd, len(crowd)):
            time.sleep(random.random() * 0.05)
            p.kill()
        for p in crowd:
            refs, _err = acknowledged(p)
            promised.update((ref, "kill %d line %d" % (kill, k)) for k, ref in enumerate(refs))
    there = stored(here, path)
    lost = {ref: text for ref, text in promised.items() if there.get(ref) != text}
    assert not lost and promised, "lost: %r" % lost
    blotter(here, "-f", path, "verify")


@case("lets eight writers work on one file at once, and none loses a line")
def _(here):
    path = notebook(here)
    lines = lines_file(here, "together", many("FAULT_LINES", 25))
    crowd = [writer(here, path, "%s Writer" % c, lines) for c in "ABCDEFGH"]
    promised = []
    for p in crowd:
        refs, err = acknowledged(p)
        assert p.returncode == 0, err
        assert len(refs) == many("FAULT_LINES", 25), refs
        promised += refs
    assert set(promised) == set(stored(here, path)) and len(set(promised)) == len(promised)
    blotter(here, "-f", path, "verify")


def gate_held(path, pid):
    inode = os.stat(path).st_ino
    with open("/proc/locks", encoding="ascii") as f:
        return any(re.search(r": FLOCK .* %d [0-9a-f]+:[0-9a-f]+:%d " % (pid, inode), line) for line in f)


def stop_in_act(path, process):
    """Stops a writer where it holds the gate; whether it got so far is seen by itself in the kernel's list."""
    for _ in range(2000):
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        if gate_held(path, process.pid):
            return
        process.send_signal(signal.SIGCONT)
        time.sleep(random.random() * 0.004)
    raise AssertionError("the writer was never seen in its act")


@case("names a writer that is stopped in its act, and goes on when it does")
def _(here):
    path = notebook(here)
    p = writer(here, path, "Rina Wati", lines_file(here, "stopped", 100000))
    stop_in_act(path, p)
    waiting = [subprocess.Popen([PROGRAM, "-f", path, "--as", name, *words], cwd=here, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=environment(here))
               for name, words in (("Eka Fauzi", ["log", "waits"]), ("Citra Dewi", ["log", "waits too"]))]
    for w in waiting:
        out, err = w.communicate(timeout=60)
        assert w.returncode == 75 and out == b"", (w.returncode, out, err)
        assert b"pid %d" % p.pid in err and err.count(b"\n") == 1, err
    p.send_signal(signal.SIGCONT)
    for _ in range(5):  # the other writes without a pause, so a turn may take longer than one wait
        again = blotter(here, "-f", path, "--as", "Eka Fauzi", "log", "goes on", status=None)
        if again.status == 0:
            break
        assert again.status == 75, again.status
    assert again.status == 0
    p.kill()
    refs, _err = acknowledged(p)
    assert set(refs) <= set(stored(here, path))
    blotter(here, "-f", path, "verify")


main()
