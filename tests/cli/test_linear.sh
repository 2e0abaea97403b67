#!/bin/sh
# The screens as a dialogue of lines: the same commands, no screen.
. "${SRCDIR:-.}/tests/cli/lib.sh"

# linear LINES: gives the lines to the screens of a.blot, and keeps what they say.
linear() {
	printf "$1" >lines
	run sh -c '"$TESTED" -f a.blot --linear <lines'
}

given blotter init a.blot

it "begins in an empty notebook and says what to do"
linear 'quit\n'
expect_exit 0
expect_stdout_contains "help says what there is"
expect_stdout_contains "Nothing logged yet."
expect_stdout_contains "Log, 0 rows"

it "logs, and opens an incident for the first entry"
linear 'log ! take the runners offline @dewi #contain\nlog\nsaw the alert #detect\nquit\n'
expect_exit 0
expect_stdout_contains "Saved RW3."
expect_stdout_contains "Saved RW4."
expect_stdout_contains "TIME 09:00; K !; WHO Rina Wati; WHAT take the runners offline"
run blotter -f a.blot list entries
expect_stdout_contains "saw the alert #detect"

it "helps with what was asked for, by name or key or sentence"
linear 'help filter\nquit\n'
expect_stdout_contains "filter [FILTER]: "
expect_stdout_lacks "snooze"
expect_stdout_lacks "severity"

it "reads rows, and all of one"
linear 'gg\nlist\nopen\nquit\n'
expect_stdout_contains "ID RW3; "
expect_stdout_contains "ID RW4; "
expect_stdout_contains "happened  2021-05-17"
expect_stdout_contains "1 version"

it "says what is wrong with an entry, and keeps its text"
linear 'log 25:10 x\nlog\n25:11 y\n\nquit\n'
expect_stdout_contains "error: 25:10 is not a time: HH:MM, 00:00 to 23:59"
expect_stdout_contains "now: 25:10 x"
run blotter -f a.blot list entries
expect_stdout_lacks "25:1"
given rm -rf "$XDG_STATE_HOME/blotter/drafts"

it "asks for a reason, and does nothing without one"
linear 'strike\n\nquit\n'
expect_stdout_contains "why strike RW4>"
expect_stdout_lacks "Struck"
linear 'strike\nwrong host\nquit\n'
expect_stdout_contains "Struck by RW5"

it "asks before it takes back, and an empty line leaves the question"
linear 'u\n\nquit\n'
expect_stdout_contains "Type y, then Enter"
expect_stdout_contains "Nothing done"
linear 'undo\ny\nquit\n'
expect_stdout_contains "RW5. Ctrl-R redoes"

it "amends: the text that stands is said, and a reason asked for"
linear 'amend\nsaw the alert at last #detect\nnew fact\nopen\nquit\n'
expect_stdout_contains "now: saw the alert #detect"
expect_stdout_contains "why amended>"
expect_stdout_contains "Amended by"
expect_stdout_contains "4 versions"

it "names the incident, filters and counts"
linear ':title CI token leak\nfilter #contain\n6\n1\nback\nquit\n'
expect_stdout_contains "title is now CI token leak"
expect_stdout_contains "Journal of INC-2021-01 CI token leak, 8 rows"
expect_stdout_contains "Log of INC-2021-01 CI token leak, 1 pass"

it "walks through the past, where nothing is written"
linear ':replay\nRight\nRight\n1\nlog x\n\nquit\n'
expect_stdout_contains "REPLAY 1 of 8"
expect_stdout_contains "REPLAY 3 of 8"
expect_stdout_contains "Back to now"
linear ':asof 08:00\ni\nquit\n'
expect_stdout_contains "AS OF THE PAST"
expect_stdout_contains "nothing can be written here"

it "reads the sign of a late entry without a blank before it"
linear 'log 08:00 seen long ago\nquit\n'
expect_stdout_contains "K L; WHO"

it "says what is wrong with a filter, and takes the right one then"
linear 'filter\nis:bogus\n#contain\nquit\n'
expect_stdout_contains "is no word after is"
expect_stdout_contains "ID RW3; "

it "ends a question by done and the words, also after a fault in them"
given blotter -f a.blot log "? did the mirror have it"
given blotter -f a.blot log "? who saw it"
linear '5\ndone nobody knows yet\nquit\n'
expect_stdout_contains "Saved"
linear '5\ndone\n^99:99 x\nit never had it\nquit\n'
expect_stdout_contains "error: "
expect_stdout_contains "Saved"
run blotter -f a.blot list questions --where state:open
expect_stdout_lacks "who saw it"
expect_stdout_lacks "did the mirror"

it "gives the lesson step by step, and comes back from it"
linear 'tutor\ni\nrevoked the deploy token\ntutor\n:log ! offline\nquit\nlist\nquit\n'
expect_exit 0
expect_stdout_contains "LESSON 1 of 17"
expect_stdout_contains "LESSON 2 of 17"
expect_stdout_contains "begins a decision"
expect_stdout_contains "LESSON 4 of 17"
expect_stdout_contains "Back from the lesson"
run blotter -f a.blot list entries
expect_stdout_lacks "revoked"

it "says which commands there are, with their keys"
linear 'help\nnosuch\nquit\n'
expect_stdout_contains "log [TEXT]: Log one entry: the line below gets the keys (i Insert)"
expect_stdout_contains "There is no command 'nosuch'"

it "ends when its input ends"
linear ''
expect_exit 0

it "sends no control character, whatever the notebook holds"
given blotter -f a.blot log "$(printf 'evil \033[31mred\033[0m')"
linear 'list\nopen\nquit\n'
expect_stdout_contains 'evil \x1b[31mred'
expect_stdout_lacks "$(printf '\033')"

it "changes what an export would hold before it is written"
linear 'export out.csv\nc\np\nt\ny\nquit\n'
expect_stdout_contains "p  profile: data"
expect_stdout_contains "p  profile: excel"
expect_stdout_contains "t  TLP ceiling: RED"
expect_stdout_contains "rows written to out.excel.csv"
expect [ -f out.excel.csv ]

it "is what a terminal that can do nothing gets, and who asks for it"
given sh -c 'printf "quit\n" >lines'
for set in TERM=dumb BLOTTER_LINEAR=1; do
	run env $set sh -c '"$TESTED" -f a.blot <lines'
	expect_exit 0
	expect_stdout_contains "line by line"
done
run env TERM=xterm sh -c '"$TESTED" -f a.blot <lines'
expect_exit 64

it "speaks Indonesian"
if [ -d "$BUILDDIR/po/locale" ]; then
	run env LANGUAGE=id BLOTTER_LOCALE_DIR="$BUILDDIR/po/locale" sh -c '"$TESTED" -f a.blot --linear <lines'
	expect_stdout_contains "baris demi baris"
fi
