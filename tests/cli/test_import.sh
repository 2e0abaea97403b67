#!/bin/sh
# What others wrote, taken whole or not at all: customers, access logs, advisories.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone Asia/Jakarta
cat >customers.csv <<'END'
ref,organisation,name,email,language,country,tier
C-0007,Apotek Sehat,,security@apotek.example,id,ID,gold
C-0011,Bank Contoh Tbk,Sari,csirt@bank.example,id,ID,gold
C-0019,CV Maju Terus,Bob,it@maju.example,en,US,silver
END

it "tells what an import would do, and does nothing, with --dry-run"
run blotter import customers customers.csv --dry-run
expect_exit 0
expect_stdout_empty
expect_stderr_contains "3 customers"
run blotter list customers
expect_stdout_empty

it "takes customers in one act"
run blotter import customers customers.csv
expect_exit 0
expect_stdout_contains "RW3  import  3  by Rina Wati"
run blotter list customers --json
expect [ "$(stdout | jq -r .customer | tr '\n' ' ')" = "C-0007 C-0011 C-0019 " ]
expect [ "$(stdout | head -1 | jq -r '.addresses[0].value')" = security@apotek.example ]

it "documents every key of a customer and of an import"
documented() {
	awk -v section="$1" '/^\.Ss / { inside = substr($0, 5) == section }
		inside && /^\.It Li / { print $3 }' "$SRCDIR/doc/blotter-json.5"
}
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
documented "list customers" >written
expect_same_files written printed
given blotter import customers customers.csv --json
stdout | jq -r 'keys_unsorted[]' >printed
documented "import customers, exposures, access-log, timeline, status" >written
expect_same_files written printed

it "writes nothing when all is there already"
run blotter import customers customers.csv
expect_exit 0
expect_stdout_empty
expect_stderr_contains "nothing was written"

it "takes columns by the names they are given"
printf 'Account,Company\nC-0020,"Dinas, Kesehatan"\n' >other.csv
run blotter import customers other.csv --map ref=Account,organisation=Company
expect_exit 0
run blotter list customers --where ref:C-0020 --json
expect [ "$(stdout | jq -r .organisation)" = "Dinas, Kesehatan" ]

it "takes nothing of a file with a wrong row, and names file, line and value"
printf 'ref,email\nC-1,ok@example.org\nC-2,a@@b\n' >wrong.csv
run blotter import customers wrong.csv
expect_exit 65
expect_stdout_empty
expect_stderr_contains "wrong.csv:3"
expect_stderr_contains "a@@b"
run blotter list customers --where ref:C-1
expect_stdout_empty

it "takes the good rows when there is a place for the others"
run blotter import customers wrong.csv --rejects rejected.csv
expect_exit 0
run blotter list customers --where ref:C-1 --json
expect_stdout_lines 1
expect grep -q 'a@@b' rejected.csv

it "says 66 for a file that is not there and 64 for a wrong map"
run blotter import customers nowhere.csv
expect_exit 66
run blotter import customers other.csv --map colour=Account
expect_exit 64
expect_stderr_contains '"colour"'

it "finds whose records an account looked at"
cat >access.csv <<'END'
time,agent,customer,record
2021-05-20T10:00:00Z,support-17,C-0007,billing-contact
2021-05-20T11:00:00Z,support-17,C-0007,subscription
2021-05-21T10:00:00Z,support-17,C-0011,subscription
2021-06-21T10:00:00Z,support-17,C-0019,subscription
2021-05-22T10:00:00Z,other,C-0019,subscription
END
run blotter import access-log access.csv --agent support-17 --between 2021-05-16/2021-05-31
expect_exit 0
expect_stderr_contains "2 customers"
run blotter list exposures --json
expect_stdout_lines 2
expect [ "$(stdout | head -1 | jq -c '[.customer, .count, .data_categories, .basis, .earliest]')" = \
	'["C-0007",2,["billing-contact","subscription"],"log","2021-05-20T10:00:00.000000Z"]' ]
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
documented "list exposures" >written
expect_same_files written printed

it "changes nothing when the same log is read again"
run blotter import access-log access.csv --agent support-17 --between 2021-05-16/2021-05-31
expect_exit 0
run blotter list exposures --json
expect [ "$(stdout | jq .count | tr '\n' ' ')" = "2 1 " ]

it "asks whose accesses are meant"
run blotter import access-log access.csv
expect_refusal 64 "--agent NAME"

it "shows which customers were seen, and how"
run blotter list customers --where population:viewed --json
expect [ "$(stdout | jq -r .customer | tr '\n' ' ')" = "C-0007 C-0011 " ]
run blotter show C-0007
expect_exit 0
expect_stdout_contains "Apotek Sehat"

it "takes what was seen of whom from a list"
printf 'customer,population,data,from,to,basis,confidence\nC-0019,targeted,subscription,2021-05-20,2021-05-22,statement,low\n' >exposures.csv
run blotter import exposures exposures.csv
expect_exit 0
run blotter list customers --where population:targeted --json
expect [ "$(stdout | jq -r .customer)" = C-0019 ]

it "takes an advisory, and the same one only once"
advisory=$SRCDIR/schemas/advisories/support-tool-exposure.yaml
run blotter import advisory "$advisory"
expect_exit 0
expect_stdout_contains "advisory"
run blotter import advisory "$advisory"
expect_exit 0
expect_stdout_empty
expect_stderr_contains "there already"
run blotter list advisories --json
expect_stdout_lines 1
stdout | jq -r 'keys_unsorted[]' >printed
documented "list advisories" >written
expect_same_files written printed

it "checks an advisory without a notebook"
unset BLOTTER_NOTEBOOK
run blotter import advisory --check "$advisory"
expect_exit 0
expect_stderr_contains "in order"
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK

it "tells all that is wrong with an advisory, and takes nothing"
sed -e 's/^version:.*/version: many/' -e 's/^tlp:.*/tlp: PURPLE/' "$advisory" >wrong.yaml
run blotter import advisory wrong.yaml
expect_exit 65
expect_stdout_empty
expect_stderr_contains "E-TPL-VERSION"
expect_stderr_contains "E-TPL-ENUM"
expect_stderr_contains "wrong.yaml:"
run blotter list advisories --json
expect_stdout_lines 1

compromised() {
	blotter list customers --json --where ref:D-1 | jq -c '[.addresses[] | select(.compromised) | .value]'
}
it "takes from a list which addresses are compromised"
printf 'ref,billing_email,security_email,compromised\nD-1,b@d.example,s@d.example,b@d.example\n' >marked.csv
run blotter import customers marked.csv
expect_exit 0
expect [ "$(compromised)" = '["b@d.example"]' ]

it "leaves an address compromised when a later list says nothing of it"
printf 'ref,billing_email,security_email,tier\nD-1,b@d.example,s@d.example,gold\n' >plain.csv
run blotter import customers plain.csv
expect_exit 0
expect [ "$(compromised)" = '["b@d.example"]' ]

it "clears it when a list says so"
printf 'ref,billing_email,security_email,compromised\nD-1,b@d.example,s@d.example,\n' >cleared.csv
run blotter import customers cleared.csv
expect_exit 0
expect [ "$(compromised)" = '[]' ]

it "refuses to mark an address that the row does not have"
printf 'ref,billing_email,compromised\nD-1,b@d.example,c@d.example\n' >other.csv
run blotter import customers other.csv
expect_exit 65
expect_stderr_contains "is no address of the row"

it "does not take a line cut short for the names of columns, and says how a format is named"
printf '%s\n' '812]: Accepted "key" for root, from 192.0.2.9' \
	'May 17 11:28:01 web-1 sudo: session opened' >messages
run blotter import timeline messages --year 2021
expect_refusal 65 "messages: its first line does not tell which format it has: --format takes auto, timesketch, "
expect_stderr_contains "syslog"
expect_stderr_lacks "column"
run blotter import timeline messages --format syslog --year 2021 --zone UTC --rejects cut --dry-run
expect_exit 0
expect_stderr_contains "1 entry added"
printf 'Zeit,Meldung\n2021-05-17T10:00:00Z,x\n' >zeit.csv
run blotter import timeline zeit.csv
expect_refusal 65 "zeit.csv has no column for message"
run blotter import timeline messages --format csv
expect_stderr_lacks "--format"

it "counts the rows of plaso's old CSV as it counts those of every CSV"
row='11:27:42,UTC,M...,LOG,syslog,Written,-,web-1,short,what was done,2,f,1,-,x,-'
printf '%s\n' date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,notes,format,extra \
	"05/17/2021,$row" "" "99/17/2021,$row" >plaso.csv
run blotter import timeline plaso.csv
expect_refusal 65 "plaso.csv:4: row 2: "
run blotter import timeline plaso.csv --rejects plaso-rejects.csv --dry-run
expect_exit 0
expect_stderr_contains "2 rows of l2tcsv"
