#!/usr/bin/env python3
"""test_unit_notebooks.py - the second verifier reads every notebook that the unit tests of the nouns make.

The unit tests run once more with PEERS naming a folder, and leave the export of each notebook in it.
"""
import glob
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.environ.get("SRCDIR", "."), "tests", "peers"))
import verify_notebook  # noqa: E402

PROGRAMS = ("customer", "entry", "exposure", "filter", "incident", "notification")


def verified(path):
    v = verify_notebook.Verifier()
    with open(path, "rb") as f:
        for line in f:
            v.take(line.decode("utf-8"))
    v.close()
    if not v.before:
        raise verify_notebook.Wrong("there is no record")
    return v.records


def main():
    failed = 0
    print("1..%d" % len(PROGRAMS))
    for number, name in enumerate(PROGRAMS, 1):
        program = os.path.join(os.environ.get("BUILDDIR", "."), "tests", "unit", "test_" + name)
        with tempfile.TemporaryDirectory() as folder:
            ran = subprocess.run([program], env=dict(os.environ, PEERS=folder), capture_output=True, check=False)
            exports = glob.glob(folder + "/*.jsonl")
            wrong = [] if ran.returncode == 0 and exports else ["exit %d, %d exports" % (ran.returncode, len(exports))]
            for path in exports:
                try:
                    verified(path)
                except (verify_notebook.Wrong, KeyError, TypeError, ValueError) as e:
                    wrong.append("%s: %s" % (os.path.basename(path), e))
        for line in wrong:
            print("# " + line)
        failed |= bool(wrong)
        print("%s %d - the %d notebooks of test_%s are as doc/format.md says" % (
            "not ok" if wrong else "ok", number, len(exports), name))
    sys.exit(failed)


if __name__ == "__main__":
    main()
