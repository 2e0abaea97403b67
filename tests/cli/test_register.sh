#!/bin/sh
# Who is affected: populations set by hand, counts, customers that are in the register twice.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone Asia/Jakarta
cat >customers.csv <<'END'
ref,organisation,name,email,language,country
C-1,Bank Contoh,Sari,csirt@bank.example,id,ID
C-2,Apotek Sehat,,security@apotek.example,id,ID
C-3,CV Maju,Bob,it@maju.example,en,US
C-4,BANK CONTOH,sari,it-2@bank.example,en,SG
C-5,"=cmd|' /C calc'!A0",Mallory,CSIRT@bank.example,en,US
C-6,Lain,,lain@lain.example,id,ID
END
cat >exposures.csv <<'END'
customer,population,data,basis,from,to
C-1,viewed,subscription,log,2021-05-16,2021-05-31
C-2,viewed,billing-contact,log,2021-05-16,2021-05-31
C-3,viewed,subscription,log,2021-05-16,2021-05-31
C-4,targeted,billing-contact,statement,2021-05-16,2021-05-31
END
given blotter import customers customers.csv
given blotter import exposures exposures.csv
given blotter import advisory "$SRCDIR/schemas/advisories/support-tool-exposure.yaml"
documented() {
	awk -v section="$1" '/^\.Ss / { inside = substr($0, 5) == section }
		inside && /^\.It Li / { print $3 }' "$SRCDIR/doc/blotter-json.5"
}

it "changes a population for a reason, and keeps it in the history"
run blotter exposure set C-2 population=compromised
expect_refusal 64 "needs --reason"
run blotter exposure set C-2 population=compromised --reason "their mail of 2 July"
expect_exit 0
expect_stdout_contains "exposure  1"
run blotter journal list --limit 1 --json
expect [ "$(stdout | jq -r '[.kind, .reason] | join(": ")')" = "exposure.set: their mail of 2 July" ]

it "changes many by a filter, only when their number is agreed to"
run blotter exposure set population=suspected --where country:US --reason test </dev/null
expect_refusal 64 "1 exposures would change"
run blotter exposure set population=suspected --where country:US --reason test --expect 1
expect_exit 0
run blotter exposure set population=suspected --where country:US --reason test --dry-run
expect_stderr_contains "0 exposures would change"
run blotter exposure set C-9 population=viewed --reason test
expect_exit 66
run blotter exposure set C-1 population=seen --reason test
expect_refusal 65 "is no population"
run blotter exposure set C-1 --reason test
expect_refusal 64 "end with population=WORD"
run blotter exposure set C-1 population=viewed --all --reason test
expect_refusal 64 "exclude each other"
run blotter exposure set population=viewed --reason test
expect_refusal 64 "which ones?"

it "opens an exposure for a customer of whom nothing was known"
given blotter exposure set C-6 population=unknown --reason "asked by themselves"
run blotter list customers --json --where population:unknown
expect [ "$(stdout | jq -r .customer)" = C-6 ]

it "counts by population, the gravest first"
run blotter counts --json
expect [ "$(stdout | jq -r '[.population, .customers] | join(" ")' | tr '\n' ' ')" = \
	"compromised 1 targeted 1 viewed 1 suspected 1 unknown 1 " ]
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
documented counts >written
expect [ -s written ]
expect_same_files written printed

it "counts by several things at once, and of those that pass a filter"
run blotter counts --by country,language --plain
expect_stdout_contains "ID	id"
run blotter counts --by country --where lang:en --json
expect [ "$(stdout | jq -r '[.country, .customers] | join(" ")' | tr '\n' ' ')" = "SG 1 US 1 " ]
run blotter counts --by colour
expect_refusal 64 "is no way to count"

it "counts how many were written to, as of any time"
given blotter notify draft support-tool-exposure --set hotline=1 --set reply_by=2021-07-01 --where 'population:viewed' --yes
given blotter notify submit --all --yes
given blotter --as Dewi notify approve --all --yes --role legal
given blotter --as Andi notify approve --all --yes --role incident-lead
given blotter notify release --all --yes
letter=$(blotter list notifications --json | head -1 | jq -r .notification)
BLOTTER_CLOCK=2021-05-18T09:00:00Z
given blotter notify attempt "$letter" --result accepted
run blotter counts --by status,channel --json
expect [ "$(stdout | jq -r '[.status // "none", .channel // "none", .customers, .drafted, .sent] | join(" ")' | tr '\n' ';')" = \
	"none none 4 0 0;sent email 1 1 1;" ]
run blotter counts --by status --json --as-of 2021-05-17T20:00:00Z
expect [ "$(stdout | jq -r '[.status // "none", .customers, .sent] | join(" ")' | tr '\n' ';')" = "none 4 0;released 1 0;" ]

it "finds customers twice by address, and by organisation and name, without regard to case"
run blotter duplicates customers --json
expect_exit 0
expect [ "$(stdout | jq -r '[.group, .why, .customer] | join(" ")' | tr '\n' ';')" = \
	"1 organisation and name C-1;1 organisation and name C-4;2 address C-1;2 address C-5;" ]
stdout | head -1 | jq -r 'keys_unsorted[]' >printed
documented "duplicates customers" >written
expect_same_files written printed

it "makes one customer of two for a reason: exposures, letters, addresses and number"
run blotter customer merge C-1 C-4
expect_refusal 64 "needs a reason"
run blotter customer merge C-4 C-4 --reason x
expect_refusal 64 "one customer already"
run blotter customer merge C-1 C-4 --reason "confirmed by phone"
expect_exit 0
merge=$(stdout | cut -d' ' -f1)
run blotter list customers --json --where ref:C-4
expect [ "$(stdout | jq -r '[.population, .status, .country, (.addresses | length)] | join(" ")')" = "targeted sent SG 2" ]
run blotter list exposures --json
expect [ "$(stdout | jq -r 'select(.customer == "C-4") | .data_categories // .categories' | tr -d '[]", \n' | tr ';' ' ')" != "" ]
run blotter list notifications --json
expect [ "$(stdout | jq -r .customer)" = C-4 ]
run blotter show C-1
expect_stdout_contains "C-4"
expect_stdout_contains "also       C-1"
run blotter show "$letter"
expect_stdout_contains "because: confirmed by phone"
given blotter verify
run blotter duplicates customers --json
expect [ "$(stdout | jq -r '[.group, .why, .customer] | join(" ")' | tr '\n' ';')" = "1 address C-4;1 address C-5;" ]

it "takes the whole merge back as one act"
run blotter undo "$merge"
expect_exit 0
run blotter list customers --json --where ref:C-1
expect [ "$(stdout | jq -r '[.population, .status, .organisation] | join(" ")')" = "viewed sent Bank Contoh" ]
run blotter list customers --json --where ref:C-4
expect [ "$(stdout | jq -r '[.population, .status // "none", (.addresses | length)] | join(" ")')" = "targeted none 1" ]
run blotter show C-1
expect_stdout_contains "C-1"
given blotter verify

it "takes what a list says of a number that was merged as being of the other customer"
given blotter customer merge C-1 C-4 --reason "confirmed by letter"
printf 'ref,organisation\nC-1,Bank Lama\n' >old.csv
given blotter import customers old.csv
run blotter list customers --json --where ref:C-1
expect_stdout_empty
printf 'customer,population,basis\nC-1,compromised,log\n' >old.csv
given blotter import exposures old.csv
run blotter list customers --json --where population:compromised
expect [ "$(stdout | jq -r .customer | tr '\n' ' ')" = "C-2 C-4 " ]
given blotter verify
