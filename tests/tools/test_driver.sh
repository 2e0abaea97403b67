#!/bin/sh
# The driver that counts cases must not let a failure through.
. "${SRCDIR:-.}/tests/cli/lib.sh"

# Runs the lines on stdin as a test under the driver; what it counted is then stdout.
driven() {
	cat >planted.sh
	run sh "$SRCDIR/tools/test-driver" --test-name planted --log-file p.log --trs-file p.trs -- sh planted.sh
	given cat p.trs
}

it "counts each case"
driven <<'END'
printf 'ok 1 - one\nnot ok 2 - two\nok 3 - three # SKIP not here\n1..3\n'; exit 1
END
expect_stdout_contains ":test-result: PASS one"
expect_stdout_contains ":test-result: FAIL two"
expect_stdout_contains ":test-result: SKIP three"
expect_stdout_contains ":global-test-result: FAIL"

it "counts a test without cases by its exit status"
driven <<'END'
true
END
expect_stdout_contains ":test-result: PASS planted"
driven <<'END'
exit 4
END
expect_stdout_contains ":test-result: FAIL planted (exit 4)"

it "says why a whole test was not run"
driven <<'END'
echo "1..0 # SKIP no other program is here"; exit 77
END
expect_stdout_contains ":test-result: SKIP planted # SKIP no other program is here"

it "counts a test that dies after good cases as failed"
driven <<'END'
echo "ok 1 - one"; kill -ABRT $$
END
expect_stdout_contains ":test-result: PASS one"
expect_stdout_contains ":test-result: FAIL planted (exit 134)"

it "counts a test that runs fewer cases than it promised as failed"
driven <<'END'
printf '1..2\nok 1 - one\n'
END
expect_stdout_contains "2 cases promised, 1 ran"

it "stops a test that hangs"
TEST_SECONDS=1
export TEST_SECONDS
driven <<'END'
exec sleep 60
END
expect_stdout_contains "took too long"

it "keeps the notebook and the author of the person at the terminal out of tests"
BLOTTER_NOTEBOOK=/tmp/mine.blot
export BLOTTER_NOTEBOOK
driven <<'END'
[ -z "${BLOTTER_NOTEBOOK:-}" ] && [ -z "${XDG_STATE_HOME:-}" ] && [ -d "$HOME" ]
END
expect_stdout_contains ":test-result: PASS planted"
