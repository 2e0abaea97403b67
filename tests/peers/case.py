"""case.py - runs the cases of one file, each a function whose name is the sentence it holds, and says how they went in TAP."""


class Skip(Exception):
    """What the case would need is absent: not run, and said so."""


def run_cases(cases, *given, missing=None):
    """Runs them all with the same things given. A case, or missing(case) before it, may return "SKIP why". True when one failed."""
    failed = False
    print("1..%d" % len(cases))
    for number, case in enumerate(cases, 1):
        try:
            skipped = (missing and missing(case)) or case(*given)
            print("ok %d - %s%s" % (number, case.__name__, " # " + skipped if skipped else ""))
        except Skip as why:
            print("ok %d - %s # SKIP %s" % (number, case.__name__, why))
        except Exception as fault:
            failed = True
            print("not ok %d - %s: %r" % (number, case.__name__, fault))
    return failed
