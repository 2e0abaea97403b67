#!/usr/bin/env python3
"""test_places.py - disks without room, files without permission, and what a stranger finds on the disk.

A full disk is a small tmpfs where root can mount one in a name space of its own; what can fail earlier is in
test_disk.c. Permissions are tried as nobody where the test runs as root.
"""
import glob
import os
import pwd
import shutil
import stat
import subprocess
import sys

from fault import PROGRAM, Said, as_nobody, blotter, case, crashed, environment, head, main, notebook, refused, sanitized

MARK = "kumpulan-tanda-4711"


def mode(path):
    return stat.S_IMODE(os.lstat(path).st_mode)


def public(here):
    """A copy of the program, and everything, for a user who is refused what root is not."""
    shutil.copy(PROGRAM, here + "/program")
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "65534:65534", here], check=True)
    os.chmod(here, 0o755)


def as_other(here, *argv, **more):
    ran = subprocess.run([here + "/program", *argv], cwd=here, capture_output=True, check=False, stdin=subprocess.DEVNULL,
                         env=environment(here, **more), preexec_fn=as_nobody)
    said = Said(argv, ran.returncode, ran.stdout, ran.stderr)
    assert not crashed(said), said
    return said


FULL = r"""
set -u
mount -t tmpfs -o size=1m,mode=700 tmpfs "$1/full" || exit 77
cd "$1/full"
"$2" init a.blot >/dev/null && "$2" -f a.blot incident open INC-1 One >/dev/null || exit 70
head -c 2000000 /dev/zero >filler 2>/dev/null
truncate -s -250K filler
n=0
while "$2" -f a.blot log -q "line $n is long: $(head -c 3000 /dev/zero | tr '\0' x)" >>../refs 2>../err; do
	n=$((n + 1))
	[ $n -lt 500 ] || exit 71
done
"$2" -f a.blot log "again $(head -c 3000 /dev/zero | tr '\0' x)" >>../refs.no 2>>../err; echo $? >../status
"$2" -f a.blot import customers ../c.csv >>../refs.no 2>>../err; echo $? >>../status
"$2" -f a.blot export notebook -o out.jsonl 2>>../err; echo $? >>../status
"$2" init b.blot >>../refs.no 2>>../err; echo $? >>../status
ls >../names
"$2" -f a.blot verify >../verified 2>&1; echo $? >>../status
rm filler
"$2" -f a.blot log -q "there is room again" >>../refs || exit 72
"$2" -f a.blot verify >>../verified 2>&1 || exit 73
"$2" -f a.blot list entries --json >../entries
"""


@case("a full disk is named, nothing promised is lost, and it goes on when there is room again")
def _(here):
    os.mkdir(here + "/full")
    with open(here + "/c.csv", "w", encoding="utf-8") as f:
        f.write("ref,name\n" + "".join("C-%d,%s\n" % (i, "x" * 500) for i in range(3000)))
    ran = subprocess.run(["unshare", "-m", "sh", "-c", FULL, "sh", here, PROGRAM], capture_output=True, check=False,
                         env=environment(here), timeout=120)
    if ran.returncode in (1, 77, 127) and not os.path.exists(here + "/refs"):
        return "no file system can be mounted here"
    assert ran.returncode == 0, (ran.returncode, ran.stderr, open(here + "/err", "rb").read()[:2000])
    with open(here + "/err", encoding="utf-8") as f:
        errors = f.read().splitlines()
    with open(here + "/status", encoding="utf-8") as f:
        statuses = f.read().split()
    assert all(line.startswith("blotter: ") for line in errors), errors
    assert sum("space" in line for line in errors) >= 4, errors
    assert statuses[:2] == ["74", "74"] and set(statuses[2:4]) <= {"73", "74"} and statuses[4] == "0", (statuses, errors)
    with open(here + "/names", encoding="utf-8") as f:
        assert set(f.read().split()) <= {"a.blot", "a.blot-journal", "filler"}, "files are left over"
    with open(here + "/refs", encoding="utf-8") as f, open(here + "/entries", encoding="utf-8") as g:
        refs, entries = f.read().split(), g.read()
    assert len(refs) > 3 and all('"ref":"%s"' % ref in entries for ref in refs)
    assert entries.count("\n") == len(refs)
    return None


@case("what cannot be written is read, and refused to be written with one clear line", among_others=True)
def _(here):
    path = notebook(here)
    public(here)
    before = head(here, path)
    os.chmod(path, 0o400)
    for words in (["list", "entries"], ["verify"], ["export", "notebook", "-o", "-"], ["timeline"]):
        assert as_other(here, "-f", path, *words).status == 0, words
    refused(as_other(here, "-f", path, "log", "on a file that is read only"), 77)
    os.chmod(path, 0o600)
    if os.path.exists(path + "-journal"):
        os.unlink(path + "-journal")
    os.chmod(here, 0o555)
    assert as_other(here, "-f", path, "list", "entries").status == 0
    refused(as_other(here, "-f", path, "log", "in a folder that is read only"), (73, 74, 77))
    refused(as_other(here, "init", "new.blot"), 73)
    refused(as_other(here, "-f", path, "export", "notebook", "-o", "out.jsonl"), 73)
    os.chmod(path, 0)
    refused(as_other(here, "-f", path, "list", "entries"), 77)
    os.chmod(path, 0o600)
    os.chmod(here, 0o755)
    assert head(here, path) == before
    shutil.rmtree(here + "/state", ignore_errors=True)
    blotter(here, "-f", path, "verify")


@case("a notebook or export is for its owner alone, whatever the umask; a group's is for the group")
def _(here):
    for umask in (0o000, 0o022, 0o077, 0o777):
        was = os.umask(umask)
        try:
            name = "m%03o" % umask
            blotter(here, "init", name + ".blot")
            blotter(here, "init", "--group", name + ".group.blot")
            blotter(here, "-f", name + ".blot", "export", "notebook", "-o", name + ".jsonl")
            blotter(here, "-f", name + ".blot", "export", "customers", "-o", name + ".csv")
        finally:
            os.umask(was)
        assert mode(os.path.join(here, name + ".group.blot")) == 0o660
        for ending in (".blot", ".jsonl", ".csv", ".csv.manifest.json"):
            assert mode(os.path.join(here, name + ending)) == 0o600, name + ending
        for journal in glob.glob(here + "/*-journal"):
            assert mode(journal) == mode(journal[:-len("-journal")]), journal
    assert not glob.glob(here + "/.*") + glob.glob(here + "/*.tmp"), "temporary files"


@case("links are not followed, and nothing that is there is written over")
def _(here):
    path = notebook(here)
    os.symlink("a.blot", here + "/link.blot")
    os.symlink("nowhere", here + "/dangling")
    os.symlink("/etc/passwd", here + "/out.csv")
    os.mkfifo(here + "/fifo.blot")
    with open(here + "/mine", "w", encoding="utf-8") as f:
        f.write("keep me")
    refused(blotter(here, "-f", "link.blot", "list", "entries", status=None), 77, b"symbolic link")
    refused(blotter(here, "-f", "fifo.blot", "list", "entries", status=None, timeout=10), (65, 77))
    refused(blotter(here, "-f", ".", "list", "entries", status=None), (65, 77))
    for name in ("dangling", "link.blot", "mine", "a.blot", "fifo.blot", "."):
        refused(blotter(here, "init", name, status=None), 73)
    for name in ("dangling", "out.csv", "mine", "fifo.blot", ".", "a.blot"):
        said = blotter(here, "-f", path, "export", "customers", "-o", name, status=None, timeout=10)
        assert said.status == 73 and b"exported" not in said.err, said
    assert not os.path.lexists(here + "/nowhere")
    with open(here + "/mine", encoding="utf-8") as f:
        assert f.read() == "keep me"
    os.chmod(here, 0o777)
    refused(blotter(here, "-f", path, "export", "customers", "-o", "new.csv", status=None), 73)
    os.chmod(here, 0o700)
    blotter(here, "-f", path, "verify")


@case("nobody's name is taken from what the environment calls the user")
def _(here):
    path = notebook(here)
    claim = {"USER": "Mallory", "LOGNAME": "Mallory", "USERNAME": "Mallory", "EMAIL": "m@x.example", "NAME": "Mallory",
             "GIT_AUTHOR_NAME": "Mallory", "GIT_COMMITTER_NAME": "Mallory", "DEBFULLNAME": "Mallory", "SUDO_USER": "Mallory",
             "BLOTTER_AUTHOR": ""}
    said = blotter(here, "-f", path, "log", "who am I", env=claim)
    assert b"Mallory" not in said.out + said.err, said
    assert b"Mallory" not in blotter(here, "-f", path, "list", "records").out
    said = blotter(here, "-f", path, "log", "openly", env={"BLOTTER_AUTHOR": "Citra Dewi"})
    assert b"by Citra Dewi" in said.out, said  # who is claimed openly is said so at once
    assert b"CD" in said.out + said.err, said


@case("dies without a core dump")
def _(here):
    path = notebook(here)
    os.mkfifo(here + "/in")
    p = subprocess.Popen([PROGRAM, "-f", path, "log", "-q", "-", "--each-line"], cwd=here, stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, env=environment(here))
    p.stdin.write(b"first\n")
    p.stdin.flush()
    p.stdout.readline()
    with open("/proc/%d/limits" % p.pid, encoding="ascii") as f:
        core = [line.split()[4:6] for line in f if line.startswith("Max core file size")][0]
    assert core == ["0", "0"], core
    p.send_signal(6)
    p.communicate()
    assert not glob.glob(here + "/core*") and not os.path.exists("core")


@case("who holds a notebook up is named by name and number")
def _(here):
    path = notebook(here)
    lock = "import fcntl, sys; f = open(sys.argv[1], 'rb+'); fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", lock, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    holder.stdout.readline()
    said = blotter(here, "-f", path, "log", "waits", status=75)
    name = pwd.getpwuid(os.geteuid()).pw_name
    refused(said, 75, b"%s, pid %d, is writing" % (name.encode(), holder.pid))
    holder.communicate()
    blotter(here, "-f", path, "log", "goes on")


@case("a process of its own user cannot read its memory", among_others=True)
def _(here):
    if sanitized():
        return "the leak checker of a build with sanitizers has to read it"
    path = notebook(here)
    public(here)
    p = subprocess.Popen([here + "/program", "-f", path, "log", "-q", "-", "--each-line"], cwd=here, stdin=subprocess.PIPE,
                         stdout=subprocess.PIPE, env=environment(here), preexec_fn=as_nobody)
    p.stdin.write(b"first\n")
    p.stdin.flush()
    assert p.stdout.readline()
    try:
        peek = subprocess.run(["head", "-c", "1", "/proc/%d/maps" % p.pid], capture_output=True, check=False,
                              preexec_fn=as_nobody)
        assert peek.returncode and not peek.stdout, "its memory map can be read"
    finally:
        p.communicate()
    return None


def opened_for_writing(trace):
    with open(trace, encoding="utf-8", errors="replace") as f:
        for line in f:
            if ("O_WRONLY" in line or "O_RDWR" in line or "O_CREAT" in line) and " = -1 " not in line:
                yield line.split('"')[1] if '"' in line else line


@case("writes nowhere but beside the notebook and in its state folder")
def _(here):
    path = notebook(here)
    if not shutil.which("strace"):
        return "strace is not installed"
    with open(here + "/c.csv", "w", encoding="utf-8") as f:
        f.write("ref,name\nC-1,%s\n" % MARK)
    os.mkdir(here + "/temporary")
    for words in (["log", MARK], ["import", "customers", "c.csv"], ["export", "customers", "-o", "out.csv"], ["verify"],
                  ["list", "entries"], ["import", "customers", "c.csv", "--rejects", "no.csv"]):
        ran = subprocess.run(["strace", "-f", "-e", "trace=open,openat,creat", "-o", here + "/trace", PROGRAM, "-f", path, *words],
                             cwd=here, capture_output=True, check=False,
                             env=environment(here, TMPDIR=here + "/temporary", ASAN_OPTIONS="detect_leaks=0"))
        if b"ptrace" in ran.stderr:
            return "strace may not trace here"
        assert ran.returncode == 0, (words, ran.stderr)
        with open(here + "/trace", encoding="utf-8", errors="replace") as f:
            if "AT_FDCWD, 0x" in f.read():
                return "strace may not look into the process unless it is root's"
        for name in opened_for_writing(here + "/trace"):
            full = os.path.join(here, name)
            assert name in ("/dev/null", "/dev/tty") or name.startswith(".blotter-") or full.startswith(
                (path, here + "/state/blotter", here + "/out.csv", here + "/no.csv")), (words, name)
    assert not os.listdir(here + "/temporary")
    assert not glob.glob(here + "/.blotter-*")
    return None


main()
