#!/bin/sh
# At a terminal: tables fit the width, and a person's word is asked for.
. "${SRCDIR:-.}/tests/cli/lib.sh"
command -v python3 >/dev/null || skip_all "no python3 to make a terminal with"

# at_terminal COLUMNS TYPED COMMAND...: runs it on a terminal of that width and prints what was shown. TYPED is
# "shown=>typed;shown=>typed": each is typed once what it waits for was shown.
cat >terminal.py <<'END'
import fcntl, os, pty, struct, sys, termios
width, command = int(sys.argv[1]), sys.argv[3:]
script = [part.split("=>") for part in sys.argv[2].split(";") if part]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    os.environ["TERM"] = "xterm"
    os.execv(command[0], command)
shown = b""
while True:
    try:
        part = os.read(fd, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part
    while script and script[0][0].encode() in shown:
        os.write(fd, script.pop(0)[1].replace("ENTER", "\n").replace("ESC", "\033").encode())
sys.stdout.buffer.write(shown.replace(b"\r\n", b"\n"))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
END
at_terminal() {
	python3 terminal.py "$@"
}

given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone Asia/Jakarta
given blotter log "a long entry that says more than any narrow terminal has room for, and then some more $(printf '\346\227\245\346\234\254\350\252\236\346\227\245\346\234\254\350\252\236')"

for width in 40 60 80; do
	it "fits a table to $width columns"
	run at_terminal "$width" "" "$TESTED" list entries
	expect_exit 0
	expect_stdout_contains "~"
	expect [ "$(stdout | sed 's/\x1b\[[0-9;]*m//g' | wc -L)" -le "$width" ]
done

it "does not cut where there is no terminal"
run blotter list entries
expect_stdout_contains "and then some more"
expect_stdout_lacks "~"

it "shows headings in bold on a terminal, and plainly with NO_COLOR"
run at_terminal 80 "" "$TESTED" list entries
expect_stdout_contains "$(printf '\033[1m')"
NO_COLOR=1
export NO_COLOR
run at_terminal 80 "" "$TESTED" list entries
expect_stdout_lacks "$(printf '\033')"
unset NO_COLOR

printf 'ref,organisation,email,language\nC-1,One,one@example.org,en\nC-2,Two,two@example.org,en\n' >c.csv
printf 'time,agent,customer,record\n2021-05-20T10:00:00Z,a,C-1,subscription\n2021-05-20T10:00:00Z,a,C-2,subscription\n' >l.csv
given blotter import customers c.csv
given blotter import access-log l.csv --agent a
given blotter import advisory "$SRCDIR/schemas/advisories/support-tool-exposure.yaml"

it "asks a person to type the number, and does nothing on another answer"
run at_terminal 80 "to go on: =>yENTER" "$TESTED" notify draft support-tool-exposure --all --set hotline=1 --set reply_by=2021-07-01
expect_exit 1
expect_stdout_contains "2 letters will change. Type 2 to go on: "
run blotter list notifications
expect_stdout_empty

it "goes on when the number is typed"
run at_terminal 80 "to go on: =>2ENTER" "$TESTED" notify draft support-tool-exposure --all --set hotline=1 --set reply_by=2021-07-01
expect_exit 0
expect_stdout_contains "drafted  2"

it "refuses the screens where there is no terminal"
unset BLOTTER_NOTEBOOK
run blotter </dev/null
expect [ "$status" -ne 0 ]
expect_stdout_empty

it "opens the screens on the notebook used last"
run at_terminal 100 " quit=>q" "$TESTED"
expect_exit 0
expect_stdout_contains "INC-1"

it "asks for a title when there is no notebook yet, and makes one to go on with"
rm -rf "$XDG_STATE_HOME"
run at_terminal 100 "(Enter: Incident of 2021-05-17): =>Token leakENTER;Enter save=>ESCq" "$TESTED"
expect_exit 0
expect_stdout_contains "Token leak"
run blotter -f "$XDG_DATA_HOME/blotter/inc-2021-05-17.blot" list incidents --json
expect [ "$(stdout | jq -r '.incident, .title' | tr '\n' '|')" = "INC-2021-05-17|Token leak|" ]

it "reads and shows times in the zone of the machine in that notebook"
rm -rf "$XDG_STATE_HOME"
run env TZ=:Asia/Jakarta python3 terminal.py 100 "(Enter: Incident of 2021-05-17): =>ENTER;WIB=>ESCq" "$TESTED"
expect_exit 0
run blotter -f "$XDG_DATA_HOME/blotter/inc-2021-05-17-2.blot" list incidents --json
expect [ "$(stdout | jq -r .zone)" = "Asia/Jakarta" ]

it "asks for it in Indonesian where that is the language"
if [ -f "$BUILDDIR/po/locale/id/LC_MESSAGES/blotter.mo" ]; then
	rm -rf "$XDG_STATE_HOME"
	run env LANGUAGE=id "BLOTTER_LOCALE_DIR=$BUILDDIR/po/locale" python3 terminal.py 100 \
		"(Enter: Insiden 2021-05-17): =>ENTER;log>=>ESCq" "$TESTED"
	expect_exit 0
	run blotter -f "$XDG_DATA_HOME/blotter/inc-2021-05-17-3.blot" list incidents --json
	expect [ "$(stdout | jq -r .title)" = "Insiden 2021-05-17" ]
fi
