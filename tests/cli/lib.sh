# lib.sh - what a test of the command line says, in sentences.
#
#	. "${SRCDIR:-.}/tests/cli/lib.sh"
#
#	it "prints the reference of the record it wrote"
#	given blotter init a.blot
#	run blotter -f a.blot log "09:10 runners taken off line"
#	expect_exit 0
#	expect_stdout_contains "RW1"
#
# A case runs from `it` to the next one or to the end; its first expectation that fails is shown with what
# the last command said. The test works in a new directory, which is its home too and goes when it ends.
# The clock starts at 2021-05-17T09:00:00Z unless the test sets BLOTTER_CLOCK.
#
# When it ends, every notebook *.blot that it has left (but those named in $damaged) is read by the second
# verifier of tests/peers and has to come back from its export hash for hash: one case more.
set -u
SRCDIR=$(cd "${SRCDIR:-.}" && pwd)
TESTED=${TESTED:-$PWD/blotter}
export SRCDIR TESTED
here=$(mktemp -d "${TMPDIR:-/tmp}/blotter-cli.XXXXXX") || exit 2
said=$(mktemp -d "${TMPDIR:-/tmp}/blotter-said.XXXXXX") || exit 2
cd "$here" || exit 2
for v in $(env | sed -n 's/^\(BLOTTER_[A-Z_]*\)=.*/\1/p'); do
	unset "$v"
done
HOME=$here/home XDG_CONFIG_HOME=$here/home/config XDG_STATE_HOME=$here/home/state
XDG_DATA_HOME=$here/home/data XDG_CACHE_HOME=$here/home/cache
BLOTTER_CLOCK=2021-05-17T09:00:00Z BLOTTER_AUTHOR='Rina Wati <rina@soc.example>' LC_ALL=C.UTF-8 TZ=UTC
export HOME XDG_CONFIG_HOME XDG_STATE_HOME XDG_DATA_HOME XDG_CACHE_HOME
BLOTTER_DATA=$SRCDIR # the demo's files
export BLOTTER_CLOCK BLOTTER_AUTHOR BLOTTER_DATA LC_ALL TZ
mkdir -p "$HOME"

damaged='' # notebooks the test has spoilt on purpose
cases=0 failures=0 status=0 sentence='' wrong=''
: >"$said/out"
: >"$said/err"
: >"$said/why"

# The program under test.
blotter() {
	"$TESTED" "$@"
}

end_case() {
	[ -n "$sentence" ] || return 0
	if [ -n "$wrong" ]; then
		failures=$((failures + 1))
		echo "not ok $cases - $sentence"
		sed 's/^/#   /' "$said/why"
	else
		echo "ok $cases - $sentence"
	fi
	sentence='' wrong=''
}

# A copy of the program that remembers nothing of this test and takes nothing from it.
blotter_alone() {
	env -u BLOTTER_NOTEBOOK -u BLOTTER_AUTHOR -u BLOTTER_CLOCK XDG_STATE_HOME="$said/state" \
		XDG_CONFIG_HOME="$said/config" "$TESTED" "$@"
}

peer_check() {
	rm -f "$said/copy.blot" "$said/copy.blot-journal"
	run blotter_alone -f "$1" export notebook -o -
	expect_exit 0
	cp "$said/out" "$said/export.jsonl"
	run python3 "$SRCDIR/tests/peers/verify_notebook.py" "$said/export.jsonl"
	[ "$status" -eq 0 ] || fail "the second verifier refuses $1"
	run blotter_alone -f "$said/copy.blot" import notebook "$said/export.jsonl"
	[ "$status" -eq 0 ] || fail "the export of $1 does not come back"
	run blotter_alone -f "$said/copy.blot" export notebook -o -
	cmp -s "$said/out" "$said/export.jsonl" || fail "$1 has come back as another notebook"
}

peers_check() {
	find "$here" -name '*.blot' -type f -size +0 2>/dev/null | sort >"$said/notebooks"
	[ -s "$said/notebooks" ] && command -v python3 >/dev/null || return 0
	it "leaves notebooks that a second verifier reads, and that come back hash for hash"
	while read -r notebook; do
		case " $damaged " in
		*" ${notebook#"$here"/} "*) ;;
		*) peer_check "$notebook" ;;
		esac
	done <"$said/notebooks"
	end_case
}

end_test() {
	finished=$?
	trap - EXIT
	end_case
	[ "$finished" -ne 0 ] || peers_check
	echo "1..$cases"
	cd /
	chmod -R u+rwX "$here" 2>/dev/null
	rm -rf "$here" "$said"
	[ "$finished" -eq 0 ] || exit "$finished"
	[ "$failures" -eq 0 ] || exit 1
	[ "$cases" -gt 0 ] || exit 2
	exit 0
}
trap end_test EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The test ends here, as skipped, because something it needs is not on this machine.
skip_all() {
	trap - EXIT
	cd / && rm -rf "$here" "$said"
	echo "1..0 # SKIP $1"
	exit 77
}

it() {
	end_case
	cases=$((cases + 1))
	sentence=$1
}

# Notes the first thing that went wrong in this case, with what the last command said.
fail() {
	[ -z "$wrong" ] || return 0
	wrong=yes
	{
		printf '%s\n' "$1"
		echo "exit status $status, stdout:"
		head -c 2000 "$said/out" | sed 's/^/  /'
		echo "stderr:"
		head -c 2000 "$said/err" | sed 's/^/  /'
	} >"$said/why"
}

# Runs a command and keeps its exit status, stdout and stderr for what is expected of them.
run() {
	status=0
	"$@" >"$said/out" 2>"$said/err" || status=$?
}

# A preparation: it has to work, or the case has failed.
given() {
	run "$@"
	[ "$status" -eq 0 ] || fail "preparation failed: $*"
}

# What the last command wrote, for pipes: stdout | jq ..., reference=$(stdout | head -1)
stdout() {
	cat "$said/out"
}
stderr() {
	cat "$said/err"
}

expect_exit() {
	[ "$status" -eq "$1" ] || fail "expected exit status $1"
}
expect_stdout_contains() {
	grep -qF -e "$1" "$said/out" || fail "expected on stdout: $1"
}
expect_stdout_lacks() {
	! grep -qF -e "$1" "$said/out" || fail "not expected on stdout: $1"
}
expect_stdout_is() {
	printf '%s\n' "$1" | cmp -s - "$said/out" || fail "expected stdout to be: $1"
}
expect_stdout_empty() {
	[ ! -s "$said/out" ] || fail "expected nothing on stdout"
}
expect_stdout_lines() {
	[ "$(wc -l <"$said/out")" -eq "$1" ] || fail "expected $1 lines on stdout"
}
expect_stderr_contains() {
	grep -qF -e "$1" "$said/err" || fail "expected on stderr: $1"
}
expect_stderr_lacks() {
	! grep -qF -e "$1" "$said/err" || fail "not expected on stderr: $1"
}
expect_stderr_empty() {
	[ ! -s "$said/err" ] || fail "expected nothing on stderr"
}
# A refusal: this exit status, nothing on stdout, one line on stderr that contains the text.
expect_refusal() {
	expect_exit "$1"
	expect_stdout_empty
	[ "$(wc -l <"$said/err")" -eq 1 ] || fail "expected one line on stderr"
	expect_stderr_contains "$2"
}
expect_same_files() {
	cmp -s "$1" "$2" || fail "expected the same bytes in $1 and $2"
}
expect_no_file() {
	[ ! -e "$1" ] || fail "expected no file $1"
}
# Any other promise: expect [ "$a" = "$b" ]
expect() {
	"$@" || fail "expected: $*"
}

# Waits until a command succeeds, at most so many seconds: poll 10 grep -q done log
poll() {
	poll_left=$(($1 * 20))
	shift
	until "$@" >/dev/null 2>&1; do
		poll_left=$((poll_left - 1))
		if [ "$poll_left" -le 0 ]; then
			fail "waited in vain for: $*"
			return 1
		fi
		sleep 0.05
	done
}
