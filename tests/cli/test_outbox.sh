#!/bin/sh
# Letters on their way out: as mail, by post, as counts; only what was approved, and never twice.
. "${SRCDIR:-.}/tests/cli/lib.sh"
parts=$(dirname "$TESTED")
[ -e "$parts/mail.so" ] && [ -e "$parts/xlsx.so" ] || skip_all "mail.so or xlsx.so was not built"
given blotter init a.blot
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK
given blotter incident open INC-1 "One" --zone Asia/Jakarta
cat >customers.csv <<'END'
ref,organisation,name,email,language,country
C-1,Apotek Sehat,Putri,a@one.example,id,ID
C-2,Bank Contoh Tbk,Sari,b@two.example,en,US-TX
C-3,CV Maju Terus,Bob,c@three.example,en,US-CA
C-4,Kelas Empat,,,en,ID
END
cat >exposures.csv <<'END'
customer,population,data,from,to
C-1,viewed,billing-contact,2021-05-02,2021-05-03
C-2,viewed,billing-contact,2021-05-02,2021-05-03
C-3,targeted,billing-contact,2021-05-02,2021-05-03
C-4,cleared,billing-contact,2021-05-02,2021-05-03
END
given blotter import customers customers.csv
given blotter import exposures exposures.csv
given blotter import advisory "$SRCDIR/schemas/advisories/support-tool-exposure.yaml"
given blotter notify draft support-tool-exposure --where '-population:cleared' --yes \
	--set hotline=+62215550100 --set reply_by=2021-07-01
given blotter notify submit --all --yes
given blotter --as Dewi notify approve --all --yes --role legal
given blotter --as Andi notify approve --all --yes --role incident-lead
mail() {
	blotter export notifications --format "$@"
}

it "keeps letters in until they are released"
run mail mbox -o -
expect_exit 0
expect_stdout_empty
expect_stderr_contains "3 are not released"

it "writes a folder with a file for each letter, named by the reference alone"
given blotter notify release --where lang:en --yes
run mail eml -o letters
expect_exit 0
expect_stderr_contains "1 is not released"
expect [ "$(ls letters | tr '\n' ' ')" = "RW6.3.eml RW6.4.eml SHA256SUMS manifest.json " ]
expect [ "$(jq -r '.file, .rows, .left_out["are not released"]' letters/manifest.json | tr '\n' ' ')" = "letters 2 1 " ]
expect [ "$(sha256sum letters/SHA256SUMS | cut -c1-64)" = "$(jq -r .sha256 letters/manifest.json)" ]
expect [ "$(stat -c %a letters letters/RW6.3.eml | tr '\n' ' ')" = "700 600 " ]

it "never writes into a folder that is there"
run mail eml -o letters
expect_refusal 73 "letters is there already"
run mail eml -o letters --overwrite
expect_refusal 73 "letters is there already"
run mail eml -o -
expect_refusal 64 "take mbox"

it "leaves nothing behind when it is refused"
run mail eml --from 'nobody' -o others
expect_refusal 64 "the sender"
expect [ -z "$(find . -name '*.tmp')" ]
expect_no_file others

it "takes the sender from the settings"
mkdir -p "$XDG_CONFIG_HOME/blotter"
echo 'mail_from: SOC <soc@soc.example>' >"$XDG_CONFIG_HOME/blotter/config.yaml"
run mail mbox -o -
expect_stdout_contains 'From: "SOC" <soc@soc.example>'
run mail mbox --from x@y.example -o -
expect_stdout_contains 'From: x@y.example'

it "writes to no address that was marked compromised since, unless that is said and written down"
cat >marked.csv <<'END'
ref,email,compromised
C-2,b@two.example,b@two.example
END
given blotter import customers marked.csv
run mail mbox -o -
expect_stdout_lacks b@two.example
expect_stderr_contains "1 goes to an address that is marked compromised"
run mail mbox --override-compromised -o -
expect_stdout_contains b@two.example
run blotter journal list --limit 1 --json
expect_stdout_contains "addresses marked compromised were allowed"

it "writes nothing where a letter does not come out as it was approved"
cp a.blot bent.blot
damaged="$damaged bent.blot"
python3 - <<'END'
import sqlite3
db = sqlite3.connect("bent.blot")
db.execute("update notification set body_sha256 = zeroblob(32) where state = 'released'")
db.commit()
END
run blotter -f bent.blot export notifications --format mbox -o bent.mbox
expect_refusal 1 "does not come out in the bytes that were approved"
expect_no_file bent.mbox

it "says what it lacks where a part was not built"
mkdir alone
cp "$TESTED" alone/blotter
run alone/blotter export notifications --format mbox -o -
[ "$status" -eq 0 ] || expect_refusal 69 "this blotter was built without mail (GMime)"
run alone/blotter export notifications --format xlsx -o x.xlsx
[ "$status" -eq 0 ] || expect_refusal 69 "this blotter was built without XLSX (libxlsxwriter)"
run alone/blotter export notifications -o plain.csv
expect_exit 0

it "counts who is affected and who was told, by where they live too"
run blotter export counts -o counts.csv
expect_exit 0
line() {
	grep "^INC-1,[^,]*,$1," counts.csv | tr -d '\r' | cut -d, -f5-
}
expect [ "$(line total,all)" = "3,3,2,0,3,0" ]
expect [ "$(line population,cleared)" = "1,0,0,0,1,0" ]
expect [ "$(line country,US)" = "2,2,2,0,2,0" ]
expect [ "$(line residence,US-TX)" = "1,1,1,0,1,0" ]
expect [ "$(line status,approved)" = "1,1,0,0,1,0" ]

it "counts as of a date, and says of which record"
BLOTTER_CLOCK=2021-05-18T09:00:00Z
given blotter notify attempt RW6.4 --result accepted
run blotter export counts -o counts.csv --overwrite
expect [ "$(line total,all)" = "3,3,2,1,2,0" ]
run blotter --as-of 2021-05-17T12:00:00Z export counts -o counts.csv --overwrite
expect_exit 0
expect [ "$(line total,all)" = "3,3,2,0,3,0" ]
expect [ "$(cut -d, -f2 counts.csv | sort -u | tr '\n' ' ')" = "2021-05-17T12:00:00.000000Z as_of " ]
expect [ "$(jq -r .as_of counts.csv.manifest.json)" != "$(blotter journal head --json | jq -r .ref)" ]
run blotter --as-of 2021-05-17T12:00:00Z notify submit --all --yes
expect_refusal 64 "--as-of is for reading"

it "finds customers of a country by its parts, too"
run blotter list customers --where country:us --json
expect_stdout_lines 2
run blotter list customers --where country:US-TX --json
expect_stdout_lines 1
