#!/usr/bin/env python3
"""test_mustache.py - 10,000 letters to customers with hostile names, against another implementation of Mustache.

Our templates are a subset of Mustache, so on every template that blotter takes, an implementation that escapes nothing
must give the same bytes. npm's mustache is installed into the build folder for that; without npm, or where it
cannot be had, this test is skipped and says so. Names hold tags, quotes, formulas, replacement patterns of other
languages and letters of all directions: what looks like a tag in a value must stay text.
"""
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

import npm

BLOTTER = os.environ["TESTED"]
LETTERS = 10000
TLP = "AMBER"

NODE = r"""
const mustache = require('mustache'), fs = require('fs');
mustache.escape = x => x;
let n = 0;
for (const line of fs.readFileSync(0, 'utf8').split('\n')) {
	if (!line) continue;
	const o = JSON.parse(line);
	for (const part of ['subject', 'body']) {
		const ours = o[part], theirs = o.before[part] + mustache.render(o.template[part], o.view);
		if (ours !== theirs) {
			console.log(JSON.stringify({part, ours, theirs, template: o.template[part], view: o.view}, null, 1));
			process.exit(1);
		}
	}
	n++;
}
console.log(n);
"""

PIECES = ["PT Maju", "{{hotline}}", "{{{x}}}", "{{#data_seen}}", "{{/data_seen}}", "{{^a}}", "{{! x }}", "{{=<% %>=}}", "{{>p}}", "{{&y}}",
          "<b>&amp;</b>", "\"", "'", "$&", "$1", "\\n", "\\", "%s%n", "=1+1", "-- ;", "{", "}", "{{", "}}", "مرحبا", "שלום", "東京", "ﬁ", "é",
          "e\u0301", "👩\u200d💻", "Ünïcode", "A\u00a0B", "`id`", "$(id)", "|", "*_~", "#", "[x](y)", "\u2028"[:0] + "–", "İ", "ß"]
CATEGORIES = ["alpha", "beta-2", "gamma", "delta-x-y", "epsilon"]

# subject and body; each is used for one tier of customers
TEMPLATES = [
    ("To {{customer_name}}",
     "Dear {{contact_name}},\n\n{{customer_name}} / {{customer_ref}}\n{{#data_seen}}\n- {{.}}\n{{/data_seen}}\nCall {{hotline}}.\n"
     "{{#actions}}\n{{number}}. {{text}}\n{{/actions}}\n"),
    ("[{{case_id}}] {{#organisation}}{{.}}{{/organisation}}{{^organisation}}nobody{{/organisation}}",
     "{{! a remark }}\n{{#contact_name}}\nDear {{contact_name}},\n{{/contact_name}}\n{{^contact_name}}\nDear all,\n{{/contact_name}}\n"
     "a{{#data_seen}}, {{.}}{{/data_seen}} z {{hotline}}{{customer_ref}}{{customer_name}}\n"),
    ("{{case_id}}{{customer_ref}}",
     "  {{#data_seen}}  \n  * {{ . }} of {{customer_name}}\n  {{/data_seen}}  \n{{#actions}}{{#data_seen}}{{number}}{{.}} {{/data_seen}}{{/actions}}\n"
     "{{^organisation}}x{{/organisation}}|{{hotline}}|{{contact_name}}"),
    ("Re: {{customer_name}} {{hotline}}",
     "\n\n{{#organisation}}\n{{#contact_name}}\n{{contact_name}} at {{organisation}}\n{{/contact_name}}\n{{/organisation}}\n"
     "\t{{customer_name}}\t\n{{#actions}}\n   {{text}} ({{number}})\n{{/actions}}\nend"),
]
ACTIONS = ["Change the {name}.", "Block & <check> \"it\".", "تحقق"]
HOTLINE = "+62 {21} & \"call\" $& 東京"


def hostile(rng):
    return " ".join(rng.choice(PIECES) for _ in range(rng.randint(1, 5))).strip() or "x"


def customers(rng):
    """Values as the register holds them; a name that is missing is None."""
    out = []
    for i in range(LETTERS):
        out.append({"ref": "C-%05d" % i, "name": hostile(rng) if rng.random() < 0.8 else None,
                    "organisation": hostile(rng) if rng.random() < 0.8 else None, "tier": "t%d" % (i % len(TEMPLATES)),
                    "data": sorted(rng.sample(CATEGORIES, rng.randint(1, len(CATEGORIES))))})
    return out


def quoted(text):
    return json.dumps(text, ensure_ascii=False)


def advisory(i):
    subject, body = TEMPLATES[i]
    lines = ["blotter: advisory-template", "format: 1", "id: peer-%d" % i, "version: 1", "title: x", "tlp: " + TLP, "audience: affected-customer",
             "severity: low", "languages: [en]", "variables:",
             "  case_id: {type: string, source: case, required: true}",
             "  customer_name: {type: string, source: customer, required: true}",
             "  customer_ref: {type: string, source: customer, required: true}",
             "  contact_name: {type: string, source: customer, required: false}",
             "  organisation: {type: string, source: customer, required: false}",
             "  data_seen: {type: list, source: customer, required: true, min: 1}",
             "  hotline: {type: string, source: operator, required: true}",
             "channels: {allow: [email], prefer: email}", "approval: {count: 1}", "messages:", "  email:",
             "    subject: {en: %s}" % quoted(subject), "    body: {en: %s}" % quoted(body), "actions:"]
    lines += ["  - {id: a%d, text: {en: %s}, evidence: none}" % (k, quoted(a)) for k, a in enumerate(ACTIONS)]
    return "\n".join(lines) + "\n"


def view(c):
    """What the letter is made of, worked out here and not by blotter."""
    v = {"case_id": "INC-1", "customer_name": c["organisation"] or c["name"] or c["ref"], "customer_ref": c["ref"],
         "data_seen": c["data"], "hotline": HOTLINE,
         "actions": [{"number": str(k + 1), "text": a} for k, a in enumerate(ACTIONS)]}
    for key, value in (("contact_name", c["name"]), ("organisation", c["organisation"])):
        if value:
            v[key] = value
    return v


def blotter(here, *words):
    env = {k: v for k, v in os.environ.items() if not k.startswith("BLOTTER_")}
    env.update(HOME=here, XDG_STATE_HOME=here + "/state", XDG_CONFIG_HOME=here, BLOTTER_CLOCK="2021-05-17T09:00:00Z")
    done = subprocess.run([BLOTTER, "-f", here + "/n.blot", "--as", "Rina <rina@soc.example>"] + list(words), env=env,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode != 0:
        raise SystemExit("not ok 1 - blotter %s\n# %s" % (" ".join(words), done.stderr.decode(errors="replace")))
    return done.stdout.decode()


def notebook_fill(here, register):
    blotter(here, "init", here + "/n.blot")
    blotter(here, "incident", "open", "INC-1", "One")
    with open(here + "/c.csv", "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow(["ref", "name", "organisation", "tier", "language", "email"])
        w.writerows([c["ref"], c["name"] or "", c["organisation"] or "", c["tier"], "en", c["ref"].lower() + "@peer.example"] for c in register)
    with open(here + "/x.csv", "w", encoding="utf-8", newline="") as f:
        w = csv.writer(f)
        w.writerow(["customer", "population", "data", "basis"])
        w.writerows([c["ref"], "viewed", ";".join(c["data"]), "log"] for c in register)
    blotter(here, "import", "customers", here + "/c.csv")
    blotter(here, "import", "exposures", here + "/x.csv")
    for i in range(len(TEMPLATES)):
        with open(here + "/a.yaml", "w", encoding="utf-8") as f:
            f.write(advisory(i))
        blotter(here, "import", "advisory", here + "/a.yaml")
        blotter(here, "notify", "draft", "peer-%d" % i, "--where", "tier:t%d" % i, "--set", "hotline=" + HOTLINE, "--yes")


def letters(here, register):
    """One JSON line for each letter: ours, the template, and what it is made of."""
    whose = {}
    for line in blotter(here, "list", "notifications", "--json").splitlines():
        o = json.loads(line)
        whose[o["notification"]] = o["customer"]
    by_ref = {c["ref"]: c for c in register}
    for line in blotter(here, "notify", "preview", "--all", "--json").splitlines():
        o = json.loads(line)
        c = by_ref[whose[o["notification"]]]
        subject, body = TEMPLATES[int(c["tier"][1:])]
        yield json.dumps({"subject": o["subject"], "body": o["body"], "template": {"subject": subject, "body": body}, "view": view(c),
                          "before": {"subject": "[TLP:%s] " % TLP, "body": "TLP:%s\n\n" % TLP}})


def compare(folder, lines):
    return subprocess.run(["node", "-e", NODE], input="\n".join(lines), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          cwd=folder, timeout=300)


def main():
    folder = npm.package_folder("mustache", "4.2.0")
    if not folder:
        print("1..0 # SKIP node, npm or its registry is absent: letters were NOT compared with another Mustache")
        sys.exit(77)
    register = customers(random.Random(20210625))
    with tempfile.TemporaryDirectory(prefix="blotter-mustache-") as here:
        notebook_fill(here, register)
        lines = list(letters(here, register))
    done = compare(folder, lines)
    good = done.returncode == 0 and done.stdout.strip() == str(LETTERS)
    print("%s 1 - %d letters to customers with hostile names are those of another Mustache, byte for byte" % ("ok" if good else "not ok", LETTERS))
    if not good:
        print("# " + done.stdout.replace("\n", "\n# "))
    planted = json.loads(lines[0])
    planted["body"] += " "
    seen = compare(folder, [json.dumps(planted)]).returncode != 0
    print("%s 2 - a letter with one byte more is seen to differ" % ("ok" if seen else "not ok"))
    print("1..2")
    sys.exit(0 if good and seen else 1)


if __name__ == "__main__":
    main()
