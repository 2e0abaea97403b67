#!/usr/bin/env python3
"""test_damage.py - bits, bytes and pages of the file that are not what they were, and ends that are cut off.

In `make check` some dozen damages are tried; FAULT_DAMAGES=100000 tries for long.
"""
import random
import sys

from fault import blotter, case, demo, forget, main, many, notebook, refused

DAMAGES = many("FAULT_DAMAGES", 48)
random.seed(many("FAULT_SEED", 20210517))


def damaged(good, number):
    """One damage of the file: a bit, bytes, a page zeroed, repeated or of noise, an end cut off."""
    data, page = bytearray(good), random.randrange(len(good) // 4096) * 4096
    kind = number % 6
    if kind < 2:
        at = random.randrange(len(data))
        data[at] ^= 1 << random.randrange(8)
        return "bit at %d" % at, data
    if kind == 2:
        data[page:page + 4096] = bytes(4096)
        return "page at %d zeroed" % page, data
    if kind == 3:
        other = random.randrange(len(good) // 4096) * 4096
        data[page:page + 4096] = data[other:other + 4096]
        return "page at %d is that at %d" % (page, other), data
    if kind == 4:
        data[page:page + 512] = random.randbytes(512)
        return "noise at %d" % page, data
    at = random.randrange(len(data) // 97) * 97
    return "cut at %d" % at, data[:at]


def assert_damage_harmless(here, path, good, what, data):
    with open(path, "wb") as f:
        f.write(data)
    forget(here)
    said = blotter(here, "-f", path, "verify", status=None, timeout=20)
    if said.status != 0:
        refused(said, (1, 65, 74, 77))
        for words in (["list", "entries", "-i", "INC-2021-06"], ["timeline", "-i", "INC-2021-06"],
                      ["log", "-i", "INC-2021-06", "on it"])[:1 + (len(data) % 3)]:
            blotter(here, "-f", path, *words, status=None, timeout=20)
        return 0
    same = blotter(here, "-f", path, "export", "notebook", "-o", "-", status=None).out
    assert same == good, "%s: verified, but the content is another" % what
    return 1


@case("whatever byte, page or end is damaged: refused, or the content is what it was; never a crash")
def _(here):
    path = demo(here)
    content = blotter(here, "-f", path, "export", "notebook", "-o", "-").out
    with open(path, "rb") as f:
        good = f.read()
    harmless = 0
    for number in range(DAMAGES):
        what, data = damaged(good, number)
        try:
            harmless += assert_damage_harmless(here, path, content, what, data)
        except AssertionError:
            print("# damage: %s" % what)
            raise
    print("# %d damages, %d without effect" % (DAMAGES, harmless))


@case("a notebook cut short anywhere is refused, or nothing of it was in what was cut")
def _(here):
    path = notebook(here)
    content = blotter(here, "-f", path, "export", "notebook", "-o", "-").out
    with open(path, "rb") as f:
        good = f.read()
    step = 97 if DAMAGES > 1000 else 97 * 67
    for at in range(0, len(good), step):
        assert_damage_harmless(here, path, content, "cut at %d" % at, good[:at])


if sys.version_info < (3, 9):
    print("1..0 # SKIP needs Python 3.9")
    sys.exit(77)
main()
