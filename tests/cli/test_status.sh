#!/bin/sh
# What mailers say of letters: delivery reports, JSON Lines and rows; the unknown is read before the rest is applied.
. "${SRCDIR:-.}/tests/cli/lib.sh"
. "$SRCDIR/tests/cli/letters.sh"
[ -e "$(dirname "$TESTED")/mail.so" ] || skip_all "mail.so was not built"
approved_letters 9
given blotter notify release --all --yes
given blotter export notifications --format eml -o letters
# report N ACTION STATUS [rfc822-headers]: a delivery report about the letter to C-N, as RFC 3464 has it.
report() {
	message=letters/$(ref "$1").eml
	cat <<END
From: MAILER-DAEMON@mx.example
To: rina@soc.example
Date: Mon, 17 May 2021 09:10:00 +0000
Subject: about your message
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain

Sorry.
--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Mon, 17 May 2021 09:00:00 +0000

Original-Recipient: rfc822; p$1@one.example
Final-Recipient: rfc822;p$1@elsewhere.example
Action: $2
Status: $3 (what it means)
Last-Attempt-Date: Mon, 17 May 2021
 09:05:0$1 +0000

--b1
Content-Type: ${4:-message/rfc822}

$(tr -d '\r' <"$message")
--b1--
END
}

it "takes one report, by the Message-ID of the letter"
report 1 failed 5.1.1 >bounce.eml
run blotter import status bounce.eml
expect_exit 0
expect_stdout_contains "import  1"
expect [ "$(letter 1)" = "released 1 hard-bounce" ]
expect [ "$(blotter journal diff "$(blotter list records --json | jq -r 'select(.kind == "status.import") | .ref')" |
	grep -c "5\.1\.1")" -eq 1 ]

it "reads a report again without writing it down again"
head=$(blotter journal head --json)
run blotter import status bounce.eml
expect_exit 0
expect_stderr_contains "1 known already"
expect [ "$(blotter journal head --json)" = "$head" ]

it "takes every action of RFC 3464 from an mbox, and what is no report is counted"
{
	n=2
	for action in "failed 4.4.7" "delayed 4.4.1" "Delivered 2.0.0" "relayed 2.1.9" "expanded 2.0.0"; do
		echo "From MAILER-DAEMON Mon May 17 09:10:00 2021"
		# shellcheck disable=SC2086
		report $n $action
		echo
		n=$((n + 1))
	done
	printf 'From a@b.example Mon May 17 09:10:00 2021\nFrom: a@b.example\nSubject: away\n\nFrom Monday.\n'
} >all.mbox
run blotter import status all.mbox
expect_exit 0
expect_stderr_contains "6 messages, 1 no delivery report"
expect [ "$(letter 2)" = "released 1 soft-bounce" ]
expect [ "$(letter 3)" = "released 1 delayed" ]
expect [ "$(letter 4)" = "sent 1 delivered" ]
expect [ "$(letter 5)" = "sent 1 accepted" ]
expect [ "$(letter 6)" = "sent 1 accepted" ]
expect [ "$(blotter list notifications --json | jq -r 'select(.customer == "C-4") | .sent_at')" = 2021-05-17T09:05:04.000000Z ]

it "finds the letter where the report has its headers alone, and lines that end in CRLF"
report 7 failed 5.2.2 text/rfc822-headers | sed 's/$/\r/' >headers.eml
run blotter import status --format mail - <headers.eml
expect_exit 0
expect [ "$(letter 7)" = "released 1 hard-bounce" ]

it "goes by the reference where a relay has changed the Message-ID, but only to the same address"
report 8 failed 5.1.1 | sed 's/^Message-Id: .*/Message-Id: <other@relay.example>/' >renamed.eml
run blotter import status renamed.eml
expect_exit 0
expect [ "$(letter 8)" = "released 1 hard-bounce" ]
sed 's/p8@/p9@/; s/Original-Recipient:.*/X-Other: 1/' renamed.eml >foreign.eml
run blotter import status foreign.eml --dry-run
expect_exit 0
expect_stderr_contains "1 not found"

it "lists what is not ours before anything is applied, and waits for agreement"
report 9 delivered 2.0.0 >ours.eml
report 9 failed 5.0.0 | sed 's/^Message-Id: .*/Message-Id: <x-1.ffffffffffffffffffffffffffffffff@soc.example>/; s/^X-Blotter-Reference.*/X-Other: 1/' >theirs.eml
{
	echo "From a Mon May 17 09:10:00 2021"
	cat ours.eml
	echo
	echo "From a Mon May 17 09:10:00 2021"
	cat theirs.eml
} >mixed.mbox
head=$(blotter journal head --json)
run blotter import status mixed.mbox --dry-run
expect_exit 0
expect_stderr_contains "1 not found: failed about p9@one.example"
expect [ "$(blotter journal head --json)" = "$head" ]
run blotter import status mixed.mbox </dev/null
expect_exit 64
expect_stderr_contains "1 not found: failed about p9@one.example"
expect_stderr_contains "pass --expect 1 or --yes"
expect [ "$(blotter journal head --json)" = "$head" ]
run blotter import status mixed.mbox --yes
expect_exit 0
expect [ "$(letter 9)" = "sent 1 delivered" ]

it "refuses a report whose action is no word of RFC 3464, and takes nothing"
{
	echo "From a Mon May 17 09:10:00 2021"
	report 1 delivered 2.0.0
	echo
	echo "From a Mon May 17 09:10:00 2021"
	report 2 exploded 5.0.0
} >odd.mbox
run blotter import status odd.mbox --yes
expect_refusal 65 'odd.mbox: report 2: "exploded" is no result'
run blotter import status all.mbox --map key=x
expect_refusal 64 "mail has no columns"
run blotter import status all.mbox --format eml
expect_refusal 64 "auto, csv, jsonl or mail"

it "takes or refuses a report that was damaged, and never ends in between"
cat >damage.py <<'END'
import random, subprocess, sys
random.seed(7)
whole = open("all.mbox", "rb").read()
for n in range(40):
    data = bytearray(whole)
    for _ in range(random.randint(1, 30)):
        at = random.randrange(len(data))
        kind = random.randrange(4)
        if kind == 0:
            data[at] = random.randrange(256)
        elif kind == 1:
            del data[at:at + random.randrange(200)]
        elif kind == 2:
            data[at:at] = random.choice([b"\n--b1\n", b"\n\n", b"\0", b"\xff\xfe", b"Content-Type: message/delivery-status\n\n"])
        else:
            data[at:at] = data[at:at + random.randrange(400)]
    open("damaged.mbox", "wb").write(data)
    done = subprocess.run([sys.argv[1], "import", "status", "--dry-run", "--format", "mail", "damaged.mbox"], capture_output=True)
    assert done.returncode in (0, 65), (n, done.returncode, done.stderr[-500:])
END
run python3 damage.py "$TESTED"
expect_exit 0

it "takes JSON Lines, by reference or address"
printf '{"ref":"C-4","status":"opened","at":1621242900}\n{"notification":"%s","result":"no-answer","channel":"phone"}\n' \
	"$(ref 5)" >status.jsonl
run blotter import status status.jsonl
expect_exit 0
expect [ "$(letter 4)" = "sent 2 read" ]
expect [ "$(letter 5)" = "sent 2 no-answer" ]
printf '{"email":"P6@one.example","status":"answered"}\n' >status.jsonl
run blotter import status status.jsonl --key email
expect_exit 0
expect [ "$(letter 6)" = "sent 2 replied" ]
printf '{"ref":"C-4","ref":"C-5","status":"opened"}\n' >status.jsonl
run blotter import status status.jsonl
expect_refusal 65 "status.jsonl:1: row 1: it is no JSON object"
printf '{"ref":"C-4","status":"opened"}\n{"ref":"C-5"}\n' >status.jsonl
run blotter import status status.jsonl --rejects rejects.csv
expect_exit 0
expect grep -q 'it has no result' rejects.csv

it "asks for agreement about rows, too"
printf 'ref,status\nC-1,delivered\nC-77,delivered\n' >rows.csv
run blotter import status rows.csv </dev/null
expect_exit 64
expect_stderr_contains "1 not found: C-77"
expect [ "$(letter 1)" = "released 1 hard-bounce" ]
run blotter import status rows.csv --expect 1
expect_exit 0
expect [ "$(letter 1)" = "sent 2 delivered" ]
