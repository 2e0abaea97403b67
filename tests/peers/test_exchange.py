#!/usr/bin/env python3
"""test_exchange.py - CSAF, STIX and VERIS against validators and schemas of others.

CSAF: the npm package @secvisogram/csaf-validator-lib, the schema and all mandatory tests. It is installed into the
build folder once; where npm or a registry is absent these cases are skipped, loudly. STIX: the schemas of OASIS, which
stand beside this. VERIS: its schemas, whose licence keeps them out of here: $TEST_SCHEMAS names a folder that has them
as veris/verisc-merged-1.3.7.json and -1.4.1.json.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import uuid
import warnings

import case
import npm

PROGRAM, SOURCES = os.environ["TESTED"], os.environ["SRCDIR"]
SCHEMAS = os.environ.get("TEST_SCHEMAS", "")
VALIDATOR = """
import validate from '@secvisogram/csaf-validator-lib/validate.js'
import * as mandatory from '@secvisogram/csaf-validator-lib/mandatoryTests.js'
import * as schema from '@secvisogram/csaf-validator-lib/schemaTests.js'
import { readFileSync } from 'fs'
const tests = [...Object.values(schema), ...Object.values(mandatory)]
for (const name of process.argv.slice(2)) {
  const r = await validate(tests, JSON.parse(readFileSync(name)))
  console.log(JSON.stringify({ name, ok: r.isValid, tests: r.tests.length, errors: r.tests.flatMap(t => t.errors.map(e => t.name + ' ' + JSON.stringify(e))) }))
}
"""


class Book:
    def __init__(self, folder):
        self.folder = folder
        self.run("demo", "demo.blot")
        self.run("init", "t.blot")
        self.run("-f", "t.blot", "incident", "open", "Case_7..b", "Old mail read", "--tlp", "CLEAR", "--severity", "3")
        self.run("-f", "t.blot", "incident", "milestone", "Case_7..b", "occurred", "2021-05")
        self.run("-f", "t.blot", "incident", "milestone", "Case_7..b", "detected", "2021-05-17 13:05")
        self.run("-f", "t.blot", "log", "a first step #T1110.003 #phishing")
        self.run("-f", "t.blot", "asset", "add", "actor", "NOBELIUM", "--alias", "APT29", "--alias", "Cozy Bear", "--first", "2020-03")
        for value in ("203.0.113.77", "evil.example", "d41d8cd98f00b204e9800998ecf8427e", "https://evil.example/a'b"):
            self.run("-f", "t.blot", "asset", "add", "indicator", value)
        self.run("-f", "t.blot", "claim", "it was a group", "--by", "A ministry", "--source", "statement", "--admiralty", "B2",
                 "--url", "https://a.example/statement", "--likelihood", "likely", "--about", "actor", "--quote", "it was them")
        first = json.loads(self.run("-f", "t.blot", "list", "claims", "--json").splitlines()[0])
        self.run("-f", "t.blot", "claim", "it was not", "--by", "B", "--source", "interview", "--stance", "denies", "--of",
                 first["ref"], "--admiralty", "F6")

    def run(self, *words, clock="2021-08-01T00:00:00Z", status=0):
        environment = dict(os.environ, HOME=self.folder, XDG_STATE_HOME=self.folder, XDG_CONFIG_HOME=self.folder,
                           BLOTTER_AUTHOR="Rina Wati <rina@soc.example>", LC_ALL="C.UTF-8", TZ="UTC", BLOTTER_DATA=SOURCES,
                           BLOTTER_CLOCK=clock)
        environment.pop("BLOTTER_NOTEBOOK", None)
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, env=environment, capture_output=True, timeout=120)
        assert done.returncode == status, (words, done.returncode, done.stderr)
        return done.stdout.decode("utf-8") if status == 0 else done.stderr.decode("utf-8")

    def csaf(self, notebook, incident, name, *words, **more):
        return self.run("-f", notebook, "-i", incident, "export", "csaf", "--publisher", "Example SOC", "--namespace",
                        "https://soc.example", "--reference", "https://soc.example/more", "-o", name, *words, **more)

    def story(self, what, *words, incident="INC-2021-06"):
        return json.loads(self.run("-f", "demo.blot", "-i", incident, "export", what, "-o", "-", *words))


def validator():
    """The folder with the validator, installed once for all runs of this build."""
    folder = npm.package_folder("@secvisogram/csaf-validator-lib", "2")
    if not folder:
        raise case.Skip("node, npm or its registry is absent: CSAF was not checked by its validator")
    script = os.path.join(folder, "run.mjs")
    with open(script, "w", encoding="utf-8") as f:
        f.write(VALIDATOR)
    return script


def csaf_passes_all_mandatory_tests_of_an_independent_validator(book):
    script = validator()
    names = []
    for number, clock in enumerate(("2021-08-01T00:00:00Z", "2021-08-02T00:00:00Z"), 1):
        book.csaf("demo.blot", "INC-2021-06", "inc-2021-06.json", "--overwrite", clock=clock)
        names.append("revision-%d.json" % number)
        shutil.copy(os.path.join(book.folder, "inc-2021-06.json"), os.path.join(book.folder, names[-1]))
    book.csaf("demo.blot", "INC-2020-12", "inc-2020-12.json", "--lang", "id", "--where", "kind:claim")
    book.csaf("t.blot", "Case_7..b", "case_7_b.json")
    names += ["inc-2020-12.json", "case_7_b.json"]
    spoilt = json.load(open(os.path.join(book.folder, names[1]), encoding="utf-8"))
    spoilt["document"]["tracking"]["version"] = "7"
    json.dump(spoilt, open(os.path.join(book.folder, "spoilt.json"), "w", encoding="utf-8"))
    done = subprocess.run(["node", script, *(os.path.join(book.folder, n) for n in [*names, "spoilt.json"])],
                          cwd=os.path.dirname(script), capture_output=True, timeout=300)
    told = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
    assert len(told) == 5, done.stderr.decode("utf-8")[-800:]
    assert all(one["tests"] > 40 for one in told)
    assert all(one["ok"] for one in told[:-1]), [one["errors"] for one in told]
    assert not told[-1]["ok"], "the validator takes a version that is not there"


def csaf_names_no_customer_and_counts_its_revisions(book):
    text = book.csaf("demo.blot", "INC-2021-06", "-", "--where", "#targeted or kind:claim")
    assert "C-00" not in text and "Customer E" in text
    document = json.loads(text)["document"]
    assert document["category"] == "csaf_security_incident_response"
    assert document["distribution"] == {"text": "TLP:AMBER+STRICT (TLP 2.0)", "tlp": {"label": "AMBER"}}
    tracking = document["tracking"]
    assert tracking["version"] == str(len(tracking["revision_history"])) == tracking["revision_history"][-1]["number"]
    later = json.loads(book.csaf("demo.blot", "INC-2021-06", "-"))["document"]["tracking"]
    assert int(later["version"]) == int(tracking["version"]) + 1
    assert later["initial_release_date"] == tracking["initial_release_date"]
    assert later["revision_history"][:-1] == tracking["revision_history"], "what went out is told otherwise"
    back = json.loads(book.csaf("demo.blot", "INC-2021-06", "-", clock="2021-07-20T00:00:00Z"))["document"]["tracking"]
    dates = [one["date"] for one in back["revision_history"]]
    assert dates == sorted(dates) and dates[-1] == back["current_release_date"], "a clock that was put back"
    steps = book.csaf("demo.blot", "INC-2021-06", "-", "--where", "kind:observation")
    assert "203[.]0[.]113[.]77" in steps and "203.0.113.77" not in steps
    def ordered(value):
        if isinstance(value, dict):
            assert list(value) == sorted(value), list(value)
        for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            ordered(one)
    ordered(json.loads(text))


def csaf_is_refused_where_the_standard_would_be_broken(book):
    assert "inc-2021-06.json" in book.csaf("demo.blot", "INC-2021-06", "other.json", status=64)
    assert "--reference" in book.run("-f", "t.blot", "export", "csaf", "-o", "-", status=64)
    assert "not the address" in book.csaf("t.blot", "Case_7..b", "-", "--reference", "javascript:alert(1)", status=64)
    assert "graver" in book.csaf("demo.blot", "INC-2021-06", "-", "--max-tlp", "GREEN", status=1)


def jsonschema():
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import jsonschema as found
    except ImportError:
        raise case.Skip("python3-jsonschema is absent: schemas of others were not asked")
    return found


def stix_validators():
    schema = jsonschema()
    store, validators = {}, {}
    for name in glob.glob(os.path.join(SOURCES, "tests", "peers", "stix", "*", "*.json")):
        with open(name, encoding="utf-8") as f:
            one = json.load(f)
        store[one["$id"]] = one
        # They refer to each other by file names, from the address of their own.
        store[re.sub(r"/[^/]*$", "", one["$id"]) + "/" + os.path.basename(name)] = one
        validators[os.path.basename(name)[:-5]] = one
    checkers = {}
    warnings.simplefilter("ignore")  # the resolver is an old one on purpose: Debian's has no other
    for name, one in validators.items():
        resolver = schema.RefResolver(one["$id"], one, store=store)
        checkers[name] = schema.Draft202012Validator(one, resolver=resolver)
    return checkers


def objects_checked(bundle, checkers):
    ids = {o["id"] for o in bundle["objects"]}
    for one in bundle["objects"]:
        faults = [f.message for f in checkers[one["type"]].iter_errors(one)]
        assert not faults, (one["type"], faults[:3])
        assert one["type"] == "marking-definition" or one["modified"] >= one["created"]
        for key, value in one.items():
            refs = [value] if key.endswith("_ref") else value if key.endswith("_refs") else []
            assert all(r in ids for r in refs), (one["id"], key)
        assert one["type"] == "marking-definition" or uuid.UUID(one["id"].split("--")[1]).version == 5, one["id"]
    return ids


def stix_objects_pass_the_schemas_of_oasis(book):
    checkers = stix_validators()
    bundle = json.loads(book.run("-f", "t.blot", "export", "stix", "--publisher", "Example SOC", "--where", "is:marked or kind:observation",
                                 "-o", "-"))
    objects_checked(bundle, checkers)
    kinds = sorted(o["type"] for o in bundle["objects"])
    assert kinds == ["identity", "incident", *["indicator"] * 4, "intrusion-set", "marking-definition", "note", "note", "opinion",
                     "report"], kinds
    actor = next(o for o in bundle["objects"] if o["type"] == "intrusion-set")
    assert actor["aliases"] == ["APT29", "Cozy Bear"] and actor["first_seen"] == "2020-03-01T00:00:00.000Z", actor
    patterns = {o["pattern"] for o in bundle["objects"] if o["type"] == "indicator"}
    assert "[ipv4-addr:value = '203.0.113.77']" in patterns and "[url:value = 'https://evil.example/a\\'b']" in patterns, patterns
    broken = dict(bundle["objects"][2], created="2021-05")
    assert list(checkers[broken["type"]].iter_errors(broken)), "the schema takes a month for a time"
    for words in ((), ("--where", "kind:communication or kind:decision"), ("--max-tlp", "AMBER+STRICT")):
        objects_checked(book.story("stix", *words), checkers)


def stix_is_the_same_until_something_changes(book):
    words = ("-f", "t.blot", "export", "stix", "--where", "kind:observation", "-o", "-")
    first, second = book.run(*words), book.run(*words, clock="2021-08-03T00:00:00Z")
    assert first == second
    entry = json.loads(book.run("-f", "t.blot", "list", "entries", "--json").splitlines()[0])["ref"]
    book.run("-f", "t.blot", "amend", entry, "a first step, seen again #T1110.003 #phishing", "--reason", "more is known",
             clock="2021-08-04T00:00:00Z")
    third = json.loads(book.run(*words, clock="2021-08-05T00:00:00Z"))
    before = {o["id"]: o for o in json.loads(first)["objects"]}
    changed = [o for o in third["objects"] if before[o["id"]] != o]
    assert {o["type"] for o in changed} == {"note", "report"}, changed
    assert all(o["modified"].startswith("2021-08-04T") for o in changed)


def stix_says_what_a_claim_is_worth_and_who_denies_it(book):
    objects = json.loads(book.run("-f", "t.blot", "export", "stix", "-o", "-"))["objects"]
    note = next(o for o in objects if o["type"] == "note")
    opinion = next(o for o in objects if o["type"] == "opinion")
    assert note["confidence"] == 70 and note["authors"] == ["A ministry"] and "“it was them”" in note["content"]
    assert 'admiralty-scale:source-reliability="b"' in note["labels"]
    assert 'admiralty-scale:information-credibility="2"' in note["labels"]
    assert 'estimative-language:likelihood-probability="likely"' in note["labels"]
    assert note["external_references"][0]["url"] == "https://a.example/statement"
    assert opinion["opinion"] == "strongly-disagree" and opinion["object_refs"] == [note["id"]]
    assert "confidence" not in opinion, "6 is no confidence"


def stix_keeps_links_also_negative_ones_and_the_ceiling(book):
    bundle = book.story("stix")
    types = sorted(o["relationship_type"] for o in bundle["objects"] if o["type"] == "relationship")
    assert "not-part-of" in types and "discovered-while" in types, types
    marking = next(o for o in bundle["objects"] if o["type"] == "marking-definition")
    assert marking["id"] == "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003" and "C-00" not in json.dumps(bundle)
    low = book.story("stix", "--max-tlp", "GREEN", incident="INC-2020-12")
    assert [o["type"] for o in low["objects"]].count("incident") == 1
    assert not [o for o in low["objects"] if o["type"] == "relationship"]


def veris_passes_the_schemas_of_both_versions(book):
    schema = jsonschema()
    if not os.path.isdir(os.path.join(SCHEMAS, "veris")):
        raise case.Skip("TEST_SCHEMAS names no folder with the schemas of VERIS: they were not asked")
    for version in ("1.3.7", "1.4.1"):
        with open(os.path.join(SCHEMAS, "veris", "verisc-merged-%s.json" % version), encoding="utf-8") as f:
            checker = schema.Draft4Validator(json.load(f))
        cases = [book.story("veris", "--schema", version), json.loads(book.run("-f", "t.blot", "export", "veris", "--schema", version, "-o", "-"))]
        for one in cases:
            faults = [(list(f.path), f.message[:200]) for f in checker.iter_errors(one)]
            assert not faults, faults
            assert one["schema_version"] == version
        assert list(checker.iter_errors(dict(cases[0], timeline={}))), "the schema takes an incident without year"


def veris_says_what_the_notebook_knows(book):
    one = book.story("veris")
    assert one["incident_id"] == "INC-2021-06" and one["victim"]["secondary"] == {"amount": 46}
    assert one["timeline"]["incident"] == {"year": 2021, "month": 5}
    assert one["timeline"]["containment"] == {"unit": "Hours", "value": 1}
    assert one["timeline"]["discovery"]["unit"] == "Days"
    assert "malware" in one["action"] and one["attribute"]["integrity"]["variety"] == ["Software installation"]
    assert one["attribute"]["confidentiality"]["data_disclosure"] == "Yes" and "C-00" not in json.dumps(one)
    other = json.loads(book.run("-f", "t.blot", "export", "veris", "-o", "-"))
    assert other["action"]["hacking"]["variety"] == ["Brute force"] and other["action"]["social"]["variety"] == ["Phishing"]


CASES = [csaf_passes_all_mandatory_tests_of_an_independent_validator, csaf_names_no_customer_and_counts_its_revisions,
         csaf_is_refused_where_the_standard_would_be_broken, stix_objects_pass_the_schemas_of_oasis,
         stix_is_the_same_until_something_changes, stix_says_what_a_claim_is_worth_and_who_denies_it,
         stix_keeps_links_also_negative_ones_and_the_ceiling, veris_passes_the_schemas_of_both_versions,
         veris_says_what_the_notebook_knows]


with tempfile.TemporaryDirectory() as folder:
    sys.exit(case.run_cases(CASES, Book(folder)))
