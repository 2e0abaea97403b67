#!/usr/bin/env python3
"""test_advisory_schema.py - the schema for editors says what the importer says.

Every advisory that is shipped has to pass schemas/yaml/advisory.schema.json by an independent validator, and every
fault planted here has to be refused by both: by the schema and by `import advisory --check`. Where the schema cannot know
(languages, ids that refer to each other) the fault is marked so, and the importer alone refuses it.
"""
import copy
import glob
import json
import os
import subprocess
import sys
import tempfile

BUILD = os.environ.get("BUILDDIR", ".")
SOURCE = os.environ.get("SRCDIR", ".")
BLOTTER = os.environ.get("TESTED", BUILD + "/blotter")

try:
    import jsonschema
    import yaml
except ImportError as missing:
    print("1..0 # SKIP %s: the schema for editors was NOT compared with the importer" % missing)
    sys.exit(77)

BOTH, IMPORTER = "both", "importer"


def put(*path_value):
    """A fault: the value put at a path of keys; a last key of None takes the one before away."""
    *path, value = path_value

    def plant(doc):
        for key in path[:-1]:
            doc = doc[key]
        doc[path[-1]] = value
    return plant


def drop(*path):
    def plant(doc):
        for key in path[:-1]:
            doc = doc[key]
        del doc[path[-1]]
    return plant


FAULTS = [
    (BOTH, "another kind", put("blotter", "obligation-rules")),
    (BOTH, "a newer format", put("format", 2)),
    (BOTH, "no format", drop("format")),
    (BOTH, "an id with capitals", put("id", "Note")),
    (BOTH, "an id with two hyphens", put("id", "a--b")),
    (BOTH, "an id over 64", put("id", "a" * 65)),
    (BOTH, "version 0", put("version", 0)),
    (BOTH, "a version that is text", put("version", "two")),
    (BOTH, "no title", drop("title")),
    (BOTH, "a title over 200", put("title", "x" * 201)),
    (BOTH, "a title of two lines", put("title", "a\nb")),
    (BOTH, "an unknown label", put("tlp", "WHITE")),
    (BOTH, "an unknown audience", put("audience", "everybody")),
    (BOTH, "an unknown severity", put("severity", "bad")),
    (BOTH, "no languages", put("languages", [])),
    (BOTH, "languages twice", put("languages", ["en", "id", "en"])),
    (BOTH, "a language that is none", put("languages", ["en", "in_donesian"])),
    (BOTH, "an unknown key", put("severty", "high")),
    (BOTH, "an unknown key inside", put("channels", "prefers", "email")),
    (BOTH, "an unknown channel", put("channels", "allow", ["email", "pigeon"])),
    (BOTH, "no channel", put("channels", "allow", [])),
    (BOTH, "no preferred channel", drop("channels", "prefer")),
    (BOTH, "a resend without max", put("channels", "resend", {"after": "P3D"})),
    (BOTH, "a resend of no length", put("channels", "resend", {"after": "3 days", "max": 3})),
    (BOTH, "a resend of 0 times", put("channels", "resend", {"after": "P3D", "max": 0})),
    (BOTH, "approval by nobody", put("approval", {"count": 0})),
    (BOTH, "approval of 21", put("approval", {"count": 21})),
    (BOTH, "a role with blanks", put("approval", {"count": 1, "roles": ["incident lead"]})),
    (BOTH, "roles twice", put("approval", {"count": 1, "roles": ["legal", "legal"]})),
    (BOTH, "author_may_approve that is text", put("approval", {"count": 1, "author_may_approve": "perhaps"})),
    (BOTH, "no messages", drop("messages")),
    (BOTH, "messages of an unknown channel", put("messages", "e-mail", {"body": {"en": "x", "id": "x"}})),
    (BOTH, "a message without body", drop("messages", "email", "body")),
    (BOTH, "an e-mail without subject", drop("messages", "email", "subject")),
    (BOTH, "a body that is text", put("messages", "email", "body", "x")),
    (BOTH, "a variable with capitals", put("variables", "Name", {"type": "string", "source": "case", "required": False})),
    (BOTH, "a variable of a name that is taken", put("variables", "actions", {"type": "string", "source": "case", "required": False})),
    (BOTH, "a variable without type", drop("variables", "name", "type")),
    (BOTH, "a variable of an unknown type", put("variables", "name", "type", "text")),
    (BOTH, "a variable of an unknown source", put("variables", "name", "source", "nobody")),
    (BOTH, "a variable that may be required", put("variables", "name", "required", "perhaps")),
    (BOTH, "a length of 0", put("variables", "name", "max_length", 0)),
    (BOTH, "a length of 10001", put("variables", "name", "max_length", 10001)),
    (BOTH, "more than 256 items at least", put("variables", "seen", "min", 257)),
    (BOTH, "an action without evidence", drop("actions", 0, "evidence")),
    (BOTH, "an action of unknown evidence", put("actions", 0, "evidence", "trust")),
    (BOTH, "an action due some day", put("actions", 0, "due", "7 days")),
    (BOTH, "an action due in no time", put("actions", 0, "due", "P0D")),
    (BOTH, "an action with a bad id", put("actions", 0, "id", "First!")),
    (BOTH, "a reference of an unknown kind", put("references", [{"kind": "rumour", "id": "x"}])),
    (BOTH, "a reference without id", put("references", [{"kind": "url"}])),
    (BOTH, "duties twice", put("obligations", ["eu-gdpr-33", "eu-gdpr-33"])),
    (BOTH, "a duty that is no id", put("obligations", ["GDPR 33"])),
    (IMPORTER, "a text that lacks a language", drop("messages", "email", "subject", "id")),
    (IMPORTER, "a text in a language too many", put("messages", "email", "subject", "fr", "A vous")),
    (IMPORTER, "a preferred channel that is not allowed", put("channels", "prefer", "letter")),
    (IMPORTER, "a name that nobody declared", put("messages", "email", "subject", "en", "{{nobody}}")),
    (IMPORTER, "a tag that is not ours", put("messages", "email", "subject", "en", "{{{name}}}")),
    (IMPORTER, "a section without end", put("messages", "email", "body", "en", "{{#seen}}")),
    (IMPORTER, "a required variable with a default", put("variables", "name", "default", {"en": "a", "id": "b"})),
    (IMPORTER, "an action after none", put("actions", 1, "after", "third")),
    (IMPORTER, "two actions of one id", put("actions", 1, "id", "first")),
]

GOOD = {
    "blotter": "advisory-template", "format": 1, "id": "note", "version": 2, "title": "A note", "tlp": "AMBER+STRICT",
    "audience": "affected-customer", "severity": "low", "languages": ["en", "id"], "default_language": "en",
    "references": [{"kind": "attack", "id": "T1078", "text": "Valid Accounts"}],
    "variables": {"name": {"type": "string", "source": "customer", "required": True, "max_length": 12},
                  "seen": {"type": "list", "source": "customer", "required": True, "min": 1}},
    "channels": {"allow": ["email", "phone"], "prefer": "email", "resend": {"after": "P3D", "max": 3}},
    "approval": {"count": 2, "roles": ["legal"], "author_may_approve": False},
    "messages": {"email": {"subject": {"en": "To {{name}}", "id": "Untuk {{name}}"},
                           "body": {"en": "{{name}}{{#seen}}{{.}}{{/seen}}{{#actions}}{{text}}{{/actions}}",
                                    "id": "{{name}}{{#seen}}{{.}}{{/seen}}{{#actions}}{{text}}{{/actions}}"}}},
    "actions": [{"id": "first", "text": {"en": "Do", "id": "Buat"}, "evidence": "none", "due": "P7D"},
                {"id": "second", "text": {"en": "And", "id": "Dan"}, "evidence": "log-check", "after": "first"}],
    "obligations": ["eu-gdpr-33"],
}


class Text(yaml.SafeLoader):
    """Dates stay text, as blotter reads them."""


Text.yaml_implicit_resolvers = {k: [r for r in v if r[0] != "tag:yaml.org,2002:timestamp"]
                                for k, v in yaml.SafeLoader.yaml_implicit_resolvers.items()}

cases = failures = 0


def case(good, sentence, why=""):
    global cases, failures
    cases += 1
    failures += not good
    print("%s %d - %s" % ("ok" if good else "not ok", cases, sentence))
    if not good and why:
        print("# " + str(why).replace("\n", "\n# "))


def importer_takes(here, text):
    path = here + "/a.yaml"
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    env = dict(os.environ, HOME=here, XDG_CONFIG_HOME=here, XDG_STATE_HOME=here)
    done = subprocess.run([BLOTTER, "import", "advisory", "--check", path], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode not in (0, 65):
        raise SystemExit("not ok - import advisory --check exits %d\n# %s" % (done.returncode, done.stdout.decode(errors="replace")))
    return done.returncode == 0


def main():
    with open(SOURCE + "/schemas/yaml/advisory.schema.json", encoding="utf-8") as f:
        schema = json.load(f)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    shipped = sorted(glob.glob(SOURCE + "/schemas/advisories/*.yaml"))
    case(len(shipped) >= 10, "at least ten advisories are shipped")
    for path in shipped:
        with open(path, encoding="utf-8") as f:
            doc = yaml.load(f, Text)
        faults = [e.message for e in validator.iter_errors(doc)]
        case(not faults, "%s passes the schema for editors" % os.path.basename(path), faults)
    with tempfile.TemporaryDirectory(prefix="blotter-schema-") as here:
        case(importer_takes(here, json.dumps(GOOD)) and validator.is_valid(GOOD), "what the faults are planted in is good to both")
        for who, name, plant in FAULTS:
            doc = copy.deepcopy(GOOD)
            plant(doc)
            taken, valid = importer_takes(here, json.dumps(doc)), validator.is_valid(doc)
            case(not taken and valid == (who == IMPORTER), "%s is refused by %s" % (name, who),
                 "importer %s, schema %s" % ("takes it" if taken else "refuses", "takes it" if valid else "refuses"))
    print("1..%d" % cases)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
