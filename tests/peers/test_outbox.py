#!/usr/bin/env python3
"""test_outbox.py - letters and lists as other programs read them: every .eml and mbox by Python's email and mailbox,
every XLSX by zipfile and xml.etree, and the spreadsheets by LibreOffice where it is installed. Recipients, subject,
body and language have to be those that were approved, for the demo and for names that are up to no good."""
import csv
import email
import email.policy
import email.utils
import json
import mailbox
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml
import zipfile

import case

PROGRAM = os.environ["TESTED"]
BUILD = os.path.dirname(PROGRAM)
SENDER = 'Müller, "Rina" <rina@soc.example>'
RTL = "شركة الأمن السيبراني المحدودة للخدمات"
NAMES = [
    "Sari", "Müller, Åsa", 'Doe, "Jane" <jane@evil.example>', "=?utf-8?q?=42cc=3A_evil=40evil.example?=", RTL,
    "ж" * 70, "a" * 170, "\U0001F6A8 \U0001F468‍\U0001F469‍\U0001F467 " * 6, "株式会社例" * 12, "From here on", ".",
    "x: y; z, <a> (b) [c] \\ @", "tab" + " " * 30 + "tab", "é" * 3, "ʼn'1=1", "<b>", "00123", "1E5", "2021-06-25",
    "2021-06-25\u00a0", "\u00a000123",
    "=1+1", "_x0041_", "-2+3", "true", "a" * 44 + " жж", "b" * 30 + " " + "c" * 13 + "  é é", "d" * 43 + " ж " + "e" * 40,
]
REFS = ["00123", "1E5", "2021-06-25", "=1+1", "_x0041_", "+62", "12 May", "TRUE"]
ADVISORY = """
blotter: advisory-template
format: 1
id: hostile
version: 1
title: "Hostile"
tlp: AMBER
audience: affected-customer
severity: high
languages: [en, ar, fr]
default_language: en
variables:
  customer_name: {type: string, source: customer, required: true}
  note: {type: string, source: operator, required: true}
channels:
  allow: [email, letter]
  prefer: email
approval:
  count: 1
  roles: [lead]
  author_may_approve: true
messages:
  email:
    subject:
      en: "To {{customer_name}}"
      ar: "إلى {{customer_name}}"
      fr: "To {{customer_name}}"
    body:
      en: |
        Dear {{customer_name}},

        From here on it is quoted.
        >From there too, and
        >>From above.
        .
        {{note}}
        trailing blanks   \u0020
        LONG
        end without more
      ar: |
        السيد {{customer_name}}،

        {{note}} ABC 123
        From هنا
      fr: |
        {{customer_name}} {{note}}
        BROKEN
actions: []
""".replace("LONG", "word " * 260 + "x" * 1200).replace(
    # wherever quoted-printable breaks such a line, it does so before "From " in one of them
    "BROKEN", "\n        ".join("x" * n + "From here" for n in range(68, 80)))


class Book:
    """A notebook of its own, and what the program says of it."""

    def __init__(self, folder):
        self.folder = folder
        self.environment = dict(os.environ, HOME=folder, XDG_STATE_HOME=folder + "/state", XDG_CONFIG_HOME=folder,
                                BLOTTER_AUTHOR="Rina Wati <rina@soc.example>", LC_ALL="C.UTF-8", TZ="UTC",
                                BLOTTER_DATA=os.environ.get("SRCDIR", "."))
        self.environment.pop("BLOTTER_NOTEBOOK", None)

    def run(self, *words, expected=0):
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, env=self.environment, capture_output=True, timeout=120)
        assert done.returncode == expected, (words, done.returncode, done.stderr)
        return done.stdout.decode("utf-8")

    def letters(self):
        """Of the released ones that go by mail: reference -> what was approved."""
        out = {}
        for line in self.run(*self.where, "list", "notifications", "--json").splitlines():
            row = json.loads(line)
            if row["channel"] != "email" or row["status"] not in ("released", "sent", "acknowledged", "closed"):
                continue
            shown = json.loads(self.run(*self.where, "notify", "preview", row["notification"], "--json"))
            out[row["notification"]] = dict(row, subject=shown["subject"], body=shown["body"])
        return out


class Demo(Book):
    where = ("-f", "demo.blot", "-i", "INC-2021-06")

    def __init__(self, folder):
        super().__init__(folder)
        self.run("demo", "demo.blot")


class Hostile(Book):
    where = ("-f", "h.blot")

    def __init__(self, folder):
        super().__init__(folder)
        self.environment["BLOTTER_CLOCK"] = "2026-03-10T09:00:00Z"
        self.run("init", "h.blot")
        self.run("-f", "h.blot", "incident", "open", "INC-1", "Names", "--zone", "Asia/Jakarta")
        self.refs = REFS + ["C-%d" % i for i in range(len(REFS), len(NAMES))]
        with open(folder + "/c.csv", "w", encoding="utf-8", newline="") as f:
            rows = csv.writer(f)
            rows.writerow(["ref", "name", "email", "language", "country", "post"])
            for i, name in enumerate(NAMES):
                rows.writerow([self.refs[i], name, "a%d@b.example" % i, ("en", "ar", "fr")[i % 3], "US-TX", ""])
            rows.writerow(["P-1", "By post", "", "en", "ID", "Jl. Merdeka 1\nJakarta 10110\nIndonesia"])
        with open(folder + "/x.csv", "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([["customer", "population"]] + [[r, "viewed"] for r in self.refs + ["P-1"]])
        with open(folder + "/a.yaml", "w", encoding="utf-8") as f:
            f.write(ADVISORY)
        self.run("-f", "h.blot", "import", "customers", "c.csv")
        self.run("-f", "h.blot", "import", "exposures", "x.csv")
        self.run("-f", "h.blot", "import", "advisory", "a.yaml")
        self.run("-f", "h.blot", "notify", "draft", "hostile", "--set", "note=" + "ü" * 120, "--all", "--yes")
        for step in ("submit", "approve", "release"):
            words = ("--role", "lead") if step == "approve" else ()
            self.run("-f", "h.blot", "notify", step, "--all", "--yes", *words)


# --- mail ------------------------------------------------------------------------------------

ALLOWED = {"date", "from", "to", "subject", "message-id", "auto-submitted", "x-blotter-reference", "content-language",
           "mime-version", "content-type", "content-transfer-encoding"}


def lines_are_strict(data, end):
    assert data.endswith(end), data[-20:]
    assert b"\r" not in data.replace(b"\r\n", b"") and (end == b"\n" or data.count(b"\n") == data.count(b"\r\n"))
    header, _, body = data.partition(end + end)
    for line in header.split(end):
        assert all(0x20 <= c < 0x7f or c == 9 for c in line), line
        assert len(line) <= 998, line
        words = re.findall(rb"=\?[^?]*\?[bqBQ]\?[^?]*\?=", line)
        assert all(len(w) <= 75 for w in words), line
        assert not words or len(line) <= 76, (len(line), line)
        for word in words:  # no character is cut
            email.header.make_header(email.header.decode_header(word.decode()))
            for text, charset in email.header.decode_header(word.decode()):
                assert charset == "utf-8", word
                text.decode("utf-8")
    for line in body.split(end):
        assert len(line) <= 76 and all(0x20 <= c < 0x7f or c == 9 for c in line), line


def message_is(data, letter, end):
    lines_are_strict(data, end)
    m = email.message_from_bytes(data, policy=email.policy.default)
    assert not m.defects, m.defects
    names = [n.lower() for n in m.keys()]
    assert set(names) == ALLOWED and len(names) == len(ALLOWED), names
    assert m["To"].addresses[0].addr_spec == letter["address"] and len(m["To"].addresses) == 1, m["To"]
    assert m["From"].addresses[0].addr_spec == "rina@soc.example" and len(m["From"].addresses) == 1
    assert m["From"].addresses[0].display_name == 'Müller, "Rina"', m["From"].addresses
    assert str(m["Subject"]) == letter["subject"], (str(m["Subject"]), letter["subject"])
    assert m["Content-Language"] == letter["language"]
    assert m["Auto-Submitted"] == "auto-generated"
    assert m["X-Blotter-Reference"] == letter["notification"]
    assert re.fullmatch(r"<%s-\d+\.[0-9a-f]{32}@soc\.example>" % re.escape(letter["notification"]), m["Message-ID"])
    assert email.utils.parsedate_to_datetime(m["Date"]).isoformat()[:19] == letter["released_at"][:19]
    assert m.get_content_type() == "text/plain" and m.get_content_charset() == "utf-8"
    body = m.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")
    assert body == letter["body"], (body[:200], letter["body"][:200])
    tlp = "TLP:" + letter["tlp"]
    assert str(m["Subject"]).startswith("[%s] " % tlp) and body.startswith(tlp + "\n")


def eml_is_what_was_approved(book):
    letters = book.letters()
    book.run(*book.where, "export", "notifications", "--format", "eml", "--again", "--from", SENDER, "-o", "letters")
    folder = book.folder + "/letters"
    files = sorted(os.listdir(folder))
    assert files == sorted([r + ".eml" for r in letters] + ["SHA256SUMS", "manifest.json"]), files
    ids = set()
    for reference, letter in letters.items():
        with open("%s/%s.eml" % (folder, reference), "rb") as f:
            data = f.read()
        message_is(data, letter, b"\r\n")
        ids.add(email.message_from_bytes(data)["Message-ID"])
    assert len(ids) == len(letters) > 20, len(letters)
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=folder, check=True)
    shutil.rmtree(folder)


def mbox_is_what_was_approved(book):
    letters = book.letters()
    book.run(*book.where, "export", "notifications", "--format", "mbox", "--again", "--from", SENDER, "-o", "l.mbox",
             "--overwrite")
    with open(book.folder + "/l.mbox", "rb") as f:
        data = f.read()
    assert b"\r" not in data and len(re.findall(rb"(?m)^From ", data)) == len(letters)
    box = mailbox.mbox(book.folder + "/l.mbox")
    assert len(box) == len(letters)
    for key in box.keys():
        message = box.get_bytes(key)
        message_is(message.rstrip(b"\n") + b"\n", letters[email.message_from_bytes(message)["X-Blotter-Reference"]], b"\n")
    box.close()


def the_demo_as_eml(demo, hostile):
    eml_is_what_was_approved(demo)


def the_demo_as_mbox(demo, hostile):
    mbox_is_what_was_approved(demo)


def hostile_names_as_eml(demo, hostile):
    eml_is_what_was_approved(hostile)


def hostile_names_as_mbox(demo, hostile):
    mbox_is_what_was_approved(hostile)


def no_name_brings_a_header(demo, hostile):
    for sender in ("a@b.example\r\nBcc: x@y.example", "X\nBcc: <x@y.example>", "two@a.example, b@c.example", "a@b@c", ""):
        hostile.run("-f", "h.blot", "export", "notifications", "--format", "mbox", "--from", sender, "-o", "-", expected=64)
    for bad in ('"x\r\nBcc: evil"@b.example', "a@b.example\nBcc: evil@b.example", "a b@c.example", "a,b@c.example", "<a@b.example>"):
        with open(hostile.folder + "/bad.csv", "w", encoding="utf-8", newline="") as f:
            csv.writer(f).writerows([["ref", "email"], ["X-1", bad]])
        hostile.run("-f", "h.blot", "import", "customers", "bad.csv", expected=65)


# --- spreadsheets --------------------------------------------------------------------------------

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def unescape(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def xlsx_rows(path):
    """All cells of the one sheet; each has to be text."""
    with zipfile.ZipFile(path) as z:
        assert all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in z.infolist()), [i.date_time for i in z.infolist()]
        core = z.read("docProps/core.xml").decode()
        assert len(set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core))) == 1 and "2000-01-01T" in core, core
        shared = []
        if "xl/sharedStrings.xml" in z.namelist():
            shared = ["".join(t.text or "" for t in s.iter(SHEET + "t"))
                      for s in xml.fromstring(z.read("xl/sharedStrings.xml")).iter(SHEET + "si")]
        sheet = xml.fromstring(z.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(SHEET + "f")), "a formula"
    rows = []
    for row in sheet.iter(SHEET + "row"):
        cells = {}
        for c in row.iter(SHEET + "c"):
            kind = c.get("t")
            if kind is None:
                assert c.find(SHEET + "v") is None, c.get("r")
                continue
            assert kind in ("s", "inlineStr"), (kind, c.get("r"))
            text = shared[int(c.find(SHEET + "v").text)] if kind == "s" else "".join(t.text or "" for t in c.iter(SHEET + "t"))
            cells[re.match("[A-Z]+", c.get("r")).group()] = unescape(text)
        rows.append(cells)
    return rows


def column(n):
    return (chr(64 + n // 26) if n >= 26 else "") + chr(65 + n % 26)


def csv_rows(path):
    with open(path, encoding="utf-8", newline="") as f:
        return list(csv.reader(f))


def xlsx_says_what_csv_says(demo, hostile):
    for what in ("notifications", "customers", "counts", "post"):
        for book in (demo, hostile):
            book.run(*book.where, "export", what, "--format", "xlsx", "-o", "a.xlsx", "--overwrite")
            book.run(*book.where, "export", what, "--format", "csv", "-o", "a.csv", "--overwrite")
            ours = csv_rows(book.folder + "/a.csv")
            theirs = xlsx_rows(book.folder + "/a.xlsx")
            assert len(ours) == len(theirs), what
            for one, other in zip(ours, theirs):
                if what == "counts":
                    one[1] = other.get("B", "")  # as of now: the two were not at the same moment
                told = [other.get(column(i), "") for i in range(len(one))]
                assert told == one, (told, one)


def xlsx_comes_out_the_same_twice(demo, hostile):
    both = []
    for name in ("1.xlsx", "2.xlsx"):
        demo.run(*demo.where, "export", "customers", "--format", "xlsx", "-o", name)
        with open(demo.folder + "/" + name, "rb") as f:
            both.append(f.read())
    assert both[0] == both[1]


OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def office_reads_text_alone(demo, hostile):
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office:
        return "SKIP LibreOffice is not installed"
    for what in ("notifications", "customers"):
        for form, path in (("xlsx", what + ".xlsx"), ("csv", what + ".excel.csv")):
            hostile.run("-f", "h.blot", "export", what, "--format", form, "-o", path, "--overwrite",
                        *(("--profile", "excel") if form == "csv" else ()))
            subprocess.run([office, "-env:UserInstallation=file://%s/office" % hostile.folder, "--headless", "--convert-to",
                            "fods", path] + (["--infilter=CSV:44,34,76,1"] if form == "csv" else []),
                           cwd=hostile.folder, check=True, capture_output=True, timeout=300)
            tree = xml.parse("%s/%s.fods" % (hostile.folder, path[:-len("." + form)])).getroot()
            rows = [[c for c in row.iter(TABLE + "table-cell")] for row in tree.iter(TABLE + "table-row")]
            header = ["".join(p.text or "" for p in c.iter(TEXT + "p")) for c in rows[0]]
            seen = []
            for row in rows[1:]:
                for name, c in zip(header, row):
                    assert c.get(TABLE + "formula") is None, (name, c.get(TABLE + "formula"))
                    kind = c.get(OFFICE + "value-type")
                    if name in ("notification", "incident", "customer", "ref", "name", "organisation", "subject"):
                        assert kind in (None, "string"), (name, kind, "".join(c.itertext()))
                    if name in ("customer", "ref"):
                        seen.append("".join("".join(p.itertext()) for p in c.iter(TEXT + "p")).lstrip("'"))
            assert set(REFS) <= set(seen), (path, seen[:10])
    return None


def by_post_is_a_row_with_the_approved_text(demo, hostile):
    hostile.run("-f", "h.blot", "export", "post", "-o", "post.csv", "--overwrite")
    rows = csv_rows(hostile.folder + "/post.csv")
    one = dict(zip(rows[0], rows[1]))
    assert len(rows) == 2 and one["customer"] == "P-1", rows
    assert [one["address_%d" % i] for i in range(1, 5)] == ["Jl. Merdeka 1", "Jakarta 10110", "Indonesia", ""]
    assert one["body"].startswith("TLP:AMBER\n\nDear By post,\n") and len(one["body_sha256"]) == 64


def calendar(text):
    """The components of a calendar as nested lists of (name, parameters, value); RFC 5545 3.1."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    stack = [[]]
    for line in text.replace("\r\n ", "").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        name, *parameters = name.split(";")
        assert re.fullmatch(r"[A-Z-]+", name), line
        if name == "BEGIN":
            stack.append([])
        elif name == "END":
            done = stack.pop()
            stack[-1].append((value, [], done))
        else:
            stack[-1].append((name, parameters, value))
    assert len(stack) == 1 and len(stack[0]) == 1 and stack[0][0][0] == "VCALENDAR"
    return stack[0][0][2]


def deadlines_are_to_dos_of_a_calendar(demo, hostile):
    rules = os.path.join(os.environ.get("SRCDIR", "."), "schemas", "obligations")
    hostile.run("-f", "h.blot", "import", "obligations", os.path.join(rules, "eu.yaml"), os.path.join(rules, "others.yaml"))
    names = ["eu-gdpr-33", "eu-gdpr-33-2", "eu-nis2-23-72h", "eu-nis2-23-final", "us-hipaa-404", "us-tx-ag", "au-ndb"]
    hostile.run("-f", "h.blot", "obligation", "add", *names)
    for kind in ("aware", "discovered", "breach-determined"):
        hostile.run("-f", "h.blot", "incident", "milestone", "INC-1", kind, "2026-01-30T12:00:00Z", "--basis", RTL + ", ; \\ " * 9)
    hostile.run("-f", "h.blot", "obligation", "decide", "eu-gdpr-33", "not-required", "--reason", "no personal data")
    hostile.run("-f", "h.blot", "obligation", "file", "eu-nis2-23-72h", "--at", "2026-01-31T12:00:00Z")
    hostile.run("-f", "h.blot", "obligation", "hold", "us-hipaa-404", "--reason", "asked, by; the police")
    text = hostile.run("-f", "h.blot", "export", "deadlines", "-o", "-")
    assert not any(name in text for name in NAMES if len(name) > 8), "a customer is named"
    todos = [c for name, _, c in calendar(text) if name == "VTODO"]
    assert len(todos) == len(names)
    seen = {}
    for todo in todos:
        once = {}
        for name, parameters, value in todo:
            if name != "VALARM":
                assert name not in once, name
                once[name] = value
                continue
            alarm = {n: (p, v) for n, p, v in value}
            assert set(alarm) == {"ACTION", "DESCRIPTION", "TRIGGER"} and alarm["ACTION"][1] == "DISPLAY"
            assert alarm["TRIGGER"][0] == ["RELATED=END"] and "DUE" in once, alarm
        assert {"UID", "DTSTAMP", "SUMMARY", "STATUS", "SEQUENCE", "DESCRIPTION"} <= set(once), once
        assert once["CLASS"] == "CONFIDENTIAL" and "legal advice" in once["DESCRIPTION"]
        for name in ("DTSTAMP", "DUE", "COMPLETED"):
            assert re.fullmatch(r"\d{8}T\d{6}Z", once.get(name, "20260101T000000Z")), once
        seen[once["SUMMARY"].split(": ")[1].split(" ")[0]] = once
    assert len({o["UID"] for o in seen.values()}) == len(names)
    assert seen["eu-gdpr-33"]["STATUS"] == "CANCELLED"
    assert seen["eu-nis2-23-72h"]["STATUS"] == "COMPLETED" and seen["eu-nis2-23-72h"]["DUE"] == "20260202T120000Z"
    assert seen["eu-nis2-23-final"]["DUE"] == "20260302T225959Z"
    assert seen["us-tx-ag"]["DUE"] == "20260302T055959Z"
    assert "DUE" not in seen["us-hipaa-404"] and "asked\\, by\\; the police" in seen["us-hipaa-404"]["DESCRIPTION"]
    assert "internal target" in seen["au-ndb"]["SUMMARY"] and "DUE" in seen["au-ndb"]


MAIL = [the_demo_as_eml, the_demo_as_mbox, hostile_names_as_eml, hostile_names_as_mbox, no_name_brings_a_header]
SHEETS = [xlsx_says_what_csv_says, xlsx_comes_out_the_same_twice, office_reads_text_alone]
CASES = MAIL + SHEETS + [by_post_is_a_row_with_the_approved_text, deadlines_are_to_dos_of_a_calendar]


def missing(test):
    """Which part, not built here, does the case need?"""
    for part, cases in (("mail.so", MAIL), ("xlsx.so", SHEETS)):
        if test in cases and not os.path.exists(BUILD + "/" + part):
            return "SKIP %s was not built" % part
    return None


def main():
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        return case.run_cases(CASES, Demo(one), Hostile(other), missing=missing)


sys.exit(main())
