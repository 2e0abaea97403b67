"""screens.py - the screens beside a bare pager and less, driven by keys on a pty of 120x40.

A key counts until nothing more is written and no processor time is used. Programs take turns.
"""
import fcntl
import os
import pty
import select
import statistics
import struct
import termios
import time

KEYS = {"Esc": b"\033", "Enter": b"\r", "Down": b"\033OB", "PgDn": b"\033[6~", "Home": b"\033OH", "End": b"\033OF"}
QUIET = 0.025


class Program:
    def __init__(self, argv):
        self.begun = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
            os.environ["TERM"] = "xterm-256color"
            try:
                os.execvp(argv[0], argv)
            finally:
                os._exit(127)

    def cpu(self):
        with open("/proc/%d/schedstat" % self.pid) as f:
            return int(f.read().split()[0]) / 1e6

    def take(self, patience):
        if not select.select([self.fd], [], [], patience)[0]:
            return b""
        try:
            return os.read(self.fd, 65536)
        except OSError:
            return b""

    def first_screen(self, text):
        """Milliseconds from exec to the last byte of the first screen, which holds the text."""
        seen = b""
        while text not in seen:
            got = self.take(10)
            if not got:
                raise SystemExit("bench: no first screen: %r" % seen[-300:])
            seen += got
        while True:
            at = time.monotonic()
            if not self.take(0.003):
                return (at - self.begun) * 1e3

    def settle(self):
        """Until it is silent and idle; bytes written meanwhile and when the last of them came."""
        n, last, used = 0, time.monotonic(), -1.0
        while True:
            got = self.take(QUIET)
            if got:
                n, last = n + len(got), time.monotonic()
                continue
            if os.waitpid(self.pid, os.WNOHANG)[0]:
                raise SystemExit("bench: it has ended by itself")
            now = self.cpu()
            if now - used < QUIET * 100:
                return n, last
            used = now

    def press(self, key):
        cpu, at = self.cpu(), time.monotonic()
        os.write(self.fd, KEYS.get(key, key.encode()))
        n, last = self.settle()
        return (last - at) * 1e3, self.cpu() - cpu, n

    def shown(self, key):
        """Milliseconds until the key is answered; what idle time adds to the screen is not waited for."""
        at = time.monotonic()
        os.write(self.fd, key.encode())
        self.take(10)
        return (time.monotonic() - at) * 1e3

    def memory(self):
        with open("/proc/%d/status" % self.pid) as f:
            return next(int(line.split()[1]) / 1024 for line in f if line.startswith("VmRSS"))

    def quit(self):
        """Milliseconds until it has ended."""
        begun = time.monotonic()
        os.write(self.fd, b"q")
        while os.waitpid(self.pid, os.WNOHANG)[0] == 0:
            self.take(0.0005)
            if time.monotonic() > begun + 10:
                raise SystemExit("bench: it does not quit")
        os.close(self.fd)
        return (time.monotonic() - begun) * 1e3


def p99(values):
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def starts(times, argv, text, before=()):
    found = []
    for _ in range(times):
        program = Program(argv)
        found.append(program.first_screen(text))
        program.settle()
        for key in before:
            program.press(key)
        program.quit()
    return found


def keys(argv, text, before, plan):
    """What each key of the plan took: {key: [(ms, cpu ms, bytes)]}, and the memory at the end."""
    program = Program(argv)
    program.first_screen(text)
    program.settle()
    for key in before:
        program.press(key)
    time.sleep(0.2)  # details stand beside the list, as they do for who has read a row
    program.settle()
    found = {}
    for names, n in plan:  # "End+Home": the one and the other, n times
        for key in names.split("+") * n:
            found.setdefault(key, []).append(program.press(key))
    memory = program.memory()
    program.quit()
    return found, memory


def typed(program, text):
    """Processor milliseconds until what was typed has settled, counts included, and when the last byte came."""
    cpu, at = program.cpu(), time.monotonic()
    os.write(program.fd, text.encode())
    _, last = program.settle()
    return (last - at) * 1e3, program.cpu() - cpu


def timeline(blotter, notebook, say):
    """Keys of the timeline, its strip counted anew with a filter, and the line that entries are typed on."""
    program = Program([blotter, "--as", "Bench Mark <bench@example.org>", notebook])
    program.first_screen(b"blotter")
    program.settle()
    for key in ("Esc", "2", "Home"):
        program.press(key)
    for key, n in (("Down", 100), ("PgDn", 60)):
        rows = [program.press(key)[1] for _ in range(n)]
        say("%s in the timeline, processor" % key, "%.2f" % statistics.median(rows), "-", "ms", "", "")
        say("  99th percentile", "%.2f" % p99(rows), "-", "ms", "", "at most 2 ms")
    rows = []
    for _ in range(7):
        program.press("z")
        rows.append((program.shown("Z"), program.settle()))
    say("zoom out to all, on the screen", "%.2f" % statistics.median(r[0] for r in rows), "-", "ms", "", "at most 10 ms")
    rows = []
    for _ in range(3):
        rows.append(typed(program, "ffirewall\r"))
        typed(program, "\033")
    say("filter of the timeline, lanes included", "%.0f" % statistics.median(r[1] for r in rows), "-", "ms cpu", "", "")
    program.press("i")
    rows = [program.press(letter) for letter in "looked at host102 with @budi and found nothing new there"]
    say("a letter of an entry, processor", "%.2f" % statistics.median(r[1] for r in rows), "-", "ms", "", "2 ms")
    program.press("Esc")
    program.press("Esc")
    say("quit", "%.1f" % program.quit(), "-", "ms", "", "2 ms")


def found(blotter, notebook, say):
    """Search and filter of the log with its index: what is in few rows, in many, in none, and nowhere."""
    program = Program([blotter, "--as", "Bench Mark <bench@example.org>", notebook])
    program.first_screen(b"blotter")
    program.settle()
    program.press("Esc")
    typed(program, "fwarm up\r")
    typed(program, "\033")
    for what, text in (("a rare word", "user2477"), ("a word of many rows", "firewall"), ("no word of any row", "nosuchword"),
                       ("a kind of all rows", "kind:observation"), ("a kind of none", "kind:decision")):
        shown, counted = [], []
        for _ in range(7):
            typed(program, "f" + text[:-1])  # each letter filters; the last one is that which counts
            cpu = program.cpu()
            shown.append(program.shown(text[-1]))
            program.settle()
            counted.append(program.cpu() - cpu)
            typed(program, "\r\033")
        say("filter by %s, on the screen" % what, "%.2f" % statistics.median(shown), "-", "ms", "", "at most 8 ms")
        say("  with its exact count", "%.0f" % statistics.median(counted), "-", "ms cpu", "", "at most 300 ms")
    rows = []
    for word in ("user%d" % (1000 + 37 * i) for i in range(20)):
        typed(program, "/" + word[:-1])
        rows.append(typed(program, word[-1] + "\r"))
    say("search, next hit, processor", "%.2f" % statistics.median(r[1] for r in rows), "-", "ms", "", "3")
    say("  99th percentile", "%.2f" % p99([r[1] for r in rows]), "-", "ms", "", "10")
    say("memory of the screens", "%.1f" % program.memory(), "-", "MiB", "", "at most 10")
    program.quit()


def bench(folder, times, blotter, pager, notebook, csv, say):
    plan = (("Down", 150), ("PgDn", 100), ("End+Home", 20))
    screens = [blotter, "--as", "Bench Mark <bench@example.org>", notebook]
    mine, bare = starts(times, screens, b"blotter", ["Esc"]), starts(times, [pager, notebook], b"pager")
    less = starts(times, ["less", "-f", csv], b"\033")
    say("first screen, to a bare pager", "%.2f" % statistics.median(mine), "%.2f" % statistics.median(bare), "ms",
        "%.2f" % (statistics.median(mine) / statistics.median(bare)), "at most 2")
    say("  to less on the CSV", "%.2f" % statistics.median(mine), "%.2f" % statistics.median(less), "ms",
        "%.2f" % (statistics.median(mine) / statistics.median(less)), "at most 3")
    found, memory = keys(screens, b"blotter", ["Esc", "3"], plan)
    floor, _ = keys([pager, notebook], b"pager", [], plan)
    for key in found:
        cpu, least = ([row[1] for row in rows[key]] for rows in (found, floor))
        a, b = statistics.median(cpu), statistics.median(least)
        say("%s in Customers, processor" % key, "%.2f" % a, "%.2f" % b, "ms", "%.2f" % (a / b), "at most 1.3")
        say("  99th percentile", "%.2f" % p99(cpu), "%.2f" % p99(least), "ms", "", "at most 2 ms")
        sent, least = ([row[2] for row in rows[key]] for rows in (found, floor))
        say("  bytes", "%d" % statistics.median(sent), "%d" % statistics.median(least), "bytes", "",
            "under 300" if key == "Down" else "")
    say("memory of the screens", "%.1f" % memory, "-", "MiB", "", "at most 10")
