#!/bin/sh
# What other programs know of an incident comes in: STIX bundles and VERIS records, all or nothing, and once.
. "${SRCDIR:-.}/tests/cli/lib.sh"
given blotter init a.blot
given blotter -f a.blot incident open INC-1 'mail read' --tlp GREEN --zone UTC
BLOTTER_NOTEBOOK=a.blot
export BLOTTER_NOTEBOOK

cat >bundle.json <<'JSON'
{"type": "bundle", "id": "bundle--11111111-1111-4111-8111-111111111111", "objects": [
 {"type": "opinion", "spec_version": "2.1", "id": "opinion--1", "created": "2021-06-27T10:00:00.000Z", "opinion": "disagree",
  "explanation": "it was not them", "authors": ["An embassy"], "object_refs": ["note--1"]},
 {"type": "identity", "spec_version": "2.1", "id": "identity--1", "name": "Sector CERT"},
 {"type": "intrusion-set", "spec_version": "2.1", "id": "intrusion-set--1", "name": "NOBELIUM", "first_seen": "2020-01-01T00:00:00.000Z",
  "aliases": ["NOBELIUM", "APT29", "Cozy Bear"], "object_marking_refs": ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"]},
 {"type": "campaign", "spec_version": "2.1", "id": "campaign--1", "name": "Spring of mail", "description": "many tenants"},
 {"type": "indicator", "spec_version": "2.1", "id": "indicator--1", "pattern_type": "stix", "pattern": "[ipv4-addr:value = '203.0.113.77']",
  "valid_from": "2021-05-16T00:00:00.000Z"},
 {"type": "indicator", "spec_version": "2.1", "id": "indicator--2", "pattern_type": "stix",
  "pattern": "[a:b = 'x' AND c:d = 'y']", "valid_from": "2021-05-16T00:00:00.000Z"},
 {"type": "report", "spec_version": "2.1", "id": "report--1", "name": "What we saw", "description": "In May.\nMore in June.",
  "published": "2021-06-25T12:00:00.000Z", "created_by_ref": "identity--1", "object_refs": ["note--1"]},
 {"type": "note", "spec_version": "2.1", "id": "note--1", "created": "2021-06-26T10:00:00.000Z", "content": "it was the group of the winter",
  "authors": ["A ministry"], "object_refs": ["report--1"], "external_references": [{"source_name": "statement", "url": "https://m.example/4"}],
  "labels": ["admiralty-scale:source-reliability=\"b\"", "admiralty-scale:information-credibility=\"2\"",
             "estimative-language:likelihood-probability=\"very-likely\"", "tlp:amber+strict"]},
 {"type": "malware", "spec_version": "2.1", "id": "malware--1", "is_family": false}
]}
JSON

it "takes actors with aliases, indicators, reports and claims of a STIX bundle"
run blotter import stix bundle.json
expect_exit 0
expect_stderr_contains "6 facts added, 0 there already, 2 not taken"
run blotter list assets --json
expect [ "$(stdout | jq -r 'select(.name == "NOBELIUM") | .aliases' | tr '\n' ' ' | grep -c 'APT29.*Cozy Bear')" = 1 ]
expect_stdout_contains '203.0.113.77'
expect_stdout_contains 'Spring of mail'
run blotter list entries --json
expect_stdout_contains 'What we saw\n\nIn May.\nMore in June.'
expect_stdout_contains '"source":"Sector CERT"'

it "understands what tags say a claim is worth, and which claim denies it"
run blotter list claims --json
expect [ "$(stdout | jq -r 'select(.by == "A ministry") | .admiralty + " " + .likelihood + " " + .url')" = "B2 very-likely https://m.example/4" ]
expect [ "$(stdout | jq -r 'select(.by == "An embassy") | .stance')" = denies ]
expect [ "$(stdout | jq -r 'select(.by == "An embassy") | .of')" != null ]

it "says when a file is graver than the incident"
expect_stderr_lacks x
given blotter incident open INC-3 'another' --tlp GREEN
run blotter -i INC-3 import stix bundle.json
expect_stderr_contains "it is TLP:AMBER+STRICT and the incident TLP:GREEN"
given blotter incident set INC-3 state=closed

it "passes over what is there already"
run blotter -i INC-1 import stix bundle.json
expect_exit 0
expect_stderr_contains "0 facts added, 6 there already"
expect_stderr_contains "nothing was written"

it "takes back what was sent out"
given blotter -i INC-1 export stix --where kind:communication -o out.json
given blotter incident open INC-4 'copy' --tlp RED
run blotter -i INC-4 import stix out.json
expect_exit 0
run blotter -i INC-4 list claims --json
expect [ "$(stdout | jq -r 'select(.by == "A ministry") | .admiralty')" = B2 ]
run blotter -i INC-4 list assets --json
expect_stdout_contains APT29
given blotter incident set INC-4 state=closed

cat >veris.json <<'JSON'
{"schema_version": "1.3.7", "incident_id": "V-77", "source_id": "vcdb", "security_incident": "Confirmed", "summary": "An agent's machine was entered.",
 "timeline": {"incident": {"year": 2021, "month": 5, "day": 16}, "discovery": {"unit": "Days", "value": 23}, "containment": {"unit": "Hours", "value": 1}},
 "actor": {"external": {"variety": ["State-affiliated"], "motive": ["Espionage"], "country": ["RU"]}},
 "action": {"hacking": {"variety": ["Use of stolen creds"], "vector": ["Web application"]}},
 "asset": {"assets": [{"variety": "P - Call center"}, {"variety": "U - Laptop"}], "cloud": ["Unknown"]},
 "attribute": {"confidentiality": {"data_disclosure": "Yes", "data": [{"variety": "Personal", "amount": 39}]}},
 "discovery_method": {"unknown": true}}
JSON

it "makes milestones, an entry and claims of a VERIS record"
given blotter incident open INC-2 'from elsewhere'
run blotter -i INC-2 import veris veris.json
expect_exit 0
run blotter show INC-2
expect_stdout_contains "occurred  2021-05-16"
expect_stdout_contains "detected  ~2021-06-08"
run blotter -i INC-2 list claims --json
expect_stdout_contains 'external.variety: State-affiliated'
expect [ "$(stdout | jq -r 'select(.about == "actor") | .by')" = "VERIS vcdb V-77" ]
expect_stdout_contains 'assets.variety: U - Laptop'
expect_stdout_contains 'confidentiality.data.amount: 39'
run blotter -i INC-2 list entries --json
expect_stdout_contains "An agent's machine was entered."
run blotter -i INC-2 import veris veris.json
expect_stderr_contains "0 facts added"
expect_stderr_contains "nothing was written"

it "takes back a VERIS record that was sent out"
run blotter -i INC-2 export veris -o back.json
expect_exit 0
given blotter incident open INC-5 'copy'
run blotter -i INC-5 import veris back.json
expect_exit 0
run blotter show INC-5
expect_stdout_contains "occurred  2021-05-16"
given blotter incident set INC-5 state=closed

# refused NAME SED-SCRIPT FILE WORDS: the good file, spoilt
refused() {
	sed "$2" "$3" >bad.json
	before=$(blotter journal head)
	run blotter -i INC-2 import "$1" bad.json
	expect_refusal 65 "$4"
	expect [ "$(blotter journal head)" = "$before" ]
}
it "refuses what is wrong by file and path, and writes nothing"
refused stix 's/"name": "NOBELIUM"/"name": 7/' bundle.json 'bad.json: objects[2].name: it is no text'
refused stix 's/"name": "NOBELIUM", //' bundle.json 'bad.json: objects[2].name: it is missing'
refused stix 's/2021-06-25T12:00:00.000Z/last week/' bundle.json 'bad.json: objects[6]: published'
refused stix 's/"type": "bundle"/"type": "report"/' bundle.json 'bad.json: type: it is "report", not a bundle'
refused stix 's/"objects": \[/"objects": {/; s/^\]}/}}/' bundle.json 'bad.json:'
refused stix 's/"aliases": \[/"aliases": [null, /' bundle.json 'an alias is no text'
refused veris 's/"year": 2021, //' veris.json 'bad.json: timeline.incident.year: it is missing'
refused veris 's/"month": 5/"month": 13/' veris.json 'bad.json: timeline.incident.month: it is not from 1 to 12'
refused veris 's/"day": 16/"day": 16.5/' veris.json 'bad.json: timeline.incident.day: it is no whole number'
refused veris 's/"month": 5, "day": 16/"month": 2, "day": 30/' veris.json 'bad.json: timeline.incident:'
refused veris 's/1.3.7/2.0/' veris.json 'bad.json: schema_version: it is 2.0'
refused veris 's/"actor": {"external"/"actor": [{"external"/; s/"RU"\]}}/"RU"]}}]/' veris.json 'bad.json: actor: it is no object'
refused veris 's/"summary": /"summary" /' veris.json 'bad.json:1:'
refused veris 's/"incident_id": "V-77"/"incident_id": "V-77", "incident_id": "V-78"/' veris.json 'duplicate'

it "only looks with --dry-run"
given blotter incident open INC-6 'dry'
before=$(blotter journal head)
run blotter -i INC-6 import stix bundle.json --dry-run
expect_exit 0
expect_stderr_contains "6 facts added"
expect [ "$(blotter journal head)" = "$before" ]
