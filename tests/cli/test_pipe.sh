#!/bin/sh
# Letters handed to a mailer one by one: each once, each exit written down, whatever happens in between.
. "${SRCDIR:-.}/tests/cli/lib.sh"
. "$SRCDIR/tests/cli/letters.sh"
[ -e "$(dirname "$TESTED")/mail.so" ] || skip_all "mail.so was not built"
approved_letters 30
release() {
	for n; do blotter notify release "$(ref "$n")" >/dev/null || fail "C-$n was not released"; done
}
# A mailer: keeps the recipients it was given, and exits as the file `exit` says.
cat >mailer <<'END'
#!/bin/sh
here=$(dirname "$0")
message=$(cat)
to=$(printf '%s\n' "$message" | sed -n 's/^To: .*<\(.*\)>$/\1/p; /^$/q')
echo "$to" >>"$here/sent"
printf '%s\n' "$message" >"$here/last"
env | sort >"$here/environment"
printf '%s|' "$@" >"$here/words"
[ ! -e "$here/do" ] || . "$here/do"
[ ! -e "$here/exit" ] || exit "$(cat "$here/exit")"
END
chmod +x mailer
pipe() {
	blotter notify pipe "$PWD/mailer" "$@"
}

it "hands a released letter over and sends it"
release 1 2
run pipe --all --expect 2
expect_exit 0
expect_stdout_contains "handed over  2"
expect [ "$(cat sent | tr '\n' ' ')" = "p1@one.example p2@one.example " ]
expect [ "$(letter 1)" = "sent 1 accepted" ]
expect [ "$(head -1 last | cut -c1-6)" = "Date: " ]
expect grep -q '^From: "Rina Wati" <rina@soc.example>$' last

it "hands nothing over twice"
run pipe --all --yes
expect_exit 0
expect_stdout_empty
expect_stderr_contains "2 went out already"
expect [ "$(wc -l <sent)" -eq 2 ]

it "gives the mailer its words and little else"
release 3
SECRET=hidden run blotter notify pipe "$PWD/mailer -t 'two words' \"a \\\"b\\\"\" c\\ d \$HOME *" "$(ref 3)"
expect_exit 0
expect [ "$(cat words)" = '-t|two words|a "b"|c d|$HOME|*|' ]
expect [ "$(cut -d= -f1 environment | grep -vE '^(PATH|HOME|USER|LOGNAME|LANG|LC_ALL|TZ|PWD|OLDPWD|SHLVL|_)$')" = "" ]

it "tries a letter again whose mailer could not, and not one that came back for good"
release 4 5
echo 75 >exit
run pipe "$(ref 4)"
expect_exit 1
expect_stderr_contains "soft-bounce (exit 75)"
expect [ "$(letter 4)" = "released 1 soft-bounce" ]
echo 67 >exit
run pipe "$(ref 5)"
expect_exit 1
expect [ "$(letter 5)" = "released 1 hard-bounce" ]
rm exit
: >sent
run pipe --all --yes
expect_exit 0
expect_stderr_contains "1 came back for good"
expect [ "$(cat sent)" = p4@one.example ]
expect [ "$(letter 4)" = "sent 2 accepted" ]

it "does not send again what was in the mailer's hands when the program was killed"
release 6 7
: >sent
# shellcheck disable=SC2016
echo 'kill -9 $PPID' >do
run pipe --all --yes
expect [ "$status" -ne 0 ]
rm do
expect [ "$(cat sent)" = p6@one.example ]
expect [ "$(letter 6)" = "released 1 delayed" ]
run pipe --all --yes
expect_exit 0
expect_stderr_contains "1 may be with a mailer already"
expect [ "$(cat sent | tr '\n' ' ')" = "p6@one.example p7@one.example " ]
given blotter notify attempt "$(ref 6)" --result accepted
expect [ "$(letter 6)" = "sent 2 accepted" ]

it "ends the letter at hand and then stops when it is told to"
release 8 9
: >sent
# shellcheck disable=SC2016
echo 'kill -INT $PPID' >do
run pipe --all --yes
expect_exit 130
rm do
expect_stderr_contains "stopped after 1 of 2"
expect [ "$(letter 8)" = "sent 1 accepted" ]
expect [ "$(letter 9)" = "released 0 " ]
given pipe --all --yes
expect [ "$(cat sent | tr '\n' ' ')" = "p8@one.example p9@one.example " ]

it "does not know what a mailer did that was killed, and says so"
release 10
# shellcheck disable=SC2016
echo 'kill -9 $$' >do
run pipe --all --yes
expect_exit 1
expect_stderr_contains "may have been sent or not"
expect [ "$(letter 10)" = "released 1 delayed" ]
rm do

it "gives up on a mailer that fails ten times in a row"
release 11 12 13 14 15 16 17 18 19 20 21 22
echo 78 >exit
: >sent
run pipe --all --yes
expect_exit 1
expect_stderr_contains "10 letters in a row failed"
expect [ "$(wc -l <sent)" -eq 10 ]
rm exit
given pipe --all --yes
expect [ "$(letter 22)" = "sent 1 accepted" ]

it "writes nothing down where there is no such mailer"
release 23
head=$(blotter journal head --json)
run blotter notify pipe "no-such-mailer -t" --all --yes
expect_refusal 66 "there is no program no-such-mailer"
run blotter notify pipe "mailer 'open" --all --yes
expect_refusal 64 "a quote is not closed"
run blotter notify pipe "" --all --yes
expect_refusal 64 "a command such as"
run blotter notify pipe "$PWD/mailer" --all --yes --from "x@y.example
Bcc: z@y.example"
expect_refusal 64 "the sender"
run pipe --all --dry-run
expect_exit 0
expect_stdout_empty
run pipe --all </dev/null
expect_exit 64
expect_stderr_contains "pass --expect 1 or --yes"
expect [ "$(blotter journal head --json)" = "$head" ]

it "sends again only what its advisory lets go again"
: >sent
run pipe --again --where customer:C-1 --yes
expect_exit 0
expect_stdout_empty
expect_stderr_contains "1 may not go again before its advisory's time"
run pipe --again "$(ref 5)"
expect_exit 0
expect_stderr_contains "1 failed at its address, and there is no other"
expect [ "$(wc -l <sent)" -eq 0 ]
later=$(date -u -d "@$(($(date +%s) + 4 * 86400))" +%Y-%m-%dT%H:%M:%SZ)
BLOTTER_CLOCK=$later run pipe --again --where customer:C-1 --yes
expect_exit 0
expect [ "$(cat sent)" = p1@one.example ]
expect [ "$(letter 1)" = "sent 2 accepted" ]
for days in 8 12; do
	later=$(date -u -d "@$(($(date +%s) + days * 86400))" +%Y-%m-%dT%H:%M:%SZ)
	BLOTTER_CLOCK=$later run pipe --again --where customer:C-1 --yes
done
expect [ "$(letter 1)" = "sent 4 accepted" ]
later=$(date -u -d "@$(($(date +%s) + 16 * 86400))" +%Y-%m-%dT%H:%M:%SZ)
BLOTTER_CLOCK=$later run pipe --again --where customer:C-1 --yes
expect_stderr_contains "1 was sent as often as its advisory allows"
given blotter notify acknowledge "$(ref 2)" --by "Sari"
run pipe --again "$(ref 2)"
expect_stderr_contains "1 is acknowledged already"
expect [ "$(wc -l <sent)" -eq 3 ]

it "sends it all the same for a reason, which is written down"
run pipe --again "$(ref 1)" --reason "she asked for it on the phone"
expect_exit 0
expect [ "$(letter 1)" = "sent 5 accepted" ]
run blotter list records --json
expect [ "$(stdout | jq -r 'select(.reason == "she asked for it on the phone") | .kind')" = notification.handover ]

it "refuses a letter that is not released"
run pipe "$(ref 30)"
expect_exit 0
expect_stdout_empty
expect_stderr_contains "1 is not released"
expect [ "$(letter 30)" = "approved 0 " ]

it "keeps both what was begun and what came of it"
run blotter show "$(ref 1)"
expect_exit 0
run blotter verify
expect_exit 0
