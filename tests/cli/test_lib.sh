#!/bin/sh
# The sentences of lib.sh are themselves tested: each expectation has to fail when it is not met.
. "${SRCDIR:-.}/tests/cli/lib.sh"

# Runs the lines on stdin as a test of their own.
inner() {
	{
		echo ". '$SRCDIR/tests/cli/lib.sh'"
		cat
	} >inner.sh
	run sh inner.sh
}

# A test of one expectation that is not met must say "not ok" and exit 1.
expectation_fails() {
	it "fails where it should: $1"
	inner <<-END
		it "does"
		run sh -c 'echo to stdout; echo to stderr >&2; exit 3'
		$1
	END
	expect_exit 1
	expect_stdout_contains "not ok 1 - does"
}

it "passes a case whose expectations are met"
inner <<'END'
it "does"
run sh -c 'echo to stdout; echo to stderr >&2; exit 3'
expect_exit 3
expect_stdout_contains "stdout"
expect_stdout_is "to stdout"
expect_stdout_lines 1
expect_stderr_contains "to stderr"
END
expect_exit 0
expect_stdout_contains "ok 1 - does"
expect_stdout_lacks "not ok"

expectation_fails 'expect_exit 0'
expectation_fails 'expect_stdout_contains missing'
expectation_fails 'expect_stdout_lacks stdout'
expectation_fails 'expect_stdout_is other'
expectation_fails 'expect_stdout_empty'
expectation_fails 'expect_stdout_lines 2'
expectation_fails 'expect_stderr_contains missing'
expectation_fails 'expect_stderr_lacks stderr'
expectation_fails 'expect_stderr_empty'
expectation_fails 'expect_refusal 3 stderr'
expectation_fails 'expect_same_files /etc/passwd /dev/null'
expectation_fails 'expect_no_file /'
expectation_fails 'expect [ a = b ]'
expectation_fails 'given false'
expectation_fails 'poll 0 false'

it "fails a test that says nothing"
inner </dev/null
expect_exit 2

it "keeps the exit status of a test that dies"
inner <<'END'
it "dies"
exit 9
END
expect_exit 9

it "fails a test that leaves a notebook which is not what was written"
inner <<'END'
it "spoils its notebook"
given blotter init a.blot
given blotter -f a.blot incident open INC-1 "One"
python3 - <<-SPOIL
	import sqlite3
	db = sqlite3.connect("a.blot")
	db.execute("UPDATE incident SET title = 'Two'")
	db.commit()
SPOIL
END
expect_exit 1
expect_stdout_contains "ok 1 - spoils its notebook"
expect_stdout_contains "not ok 2 - leaves notebooks that a second verifier reads"

it "lets a test say which notebooks it has spoilt on purpose"
inner <<'END'
damaged="a.blot"
it "spoils its notebook"
given blotter init a.blot
echo more >>a.blot
END
expect_exit 0

it "runs each test with a home and a clock of its own"
inner <<'END'
it "does"
run sh -c 'echo "$HOME"; echo "$BLOTTER_CLOCK"'
expect_stdout_lacks "/root"
expect_stdout_contains "2021-05-17"
expect [ -d "$HOME" ]
END
expect_exit 0
