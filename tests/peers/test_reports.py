#!/usr/bin/env python3
"""test_reports.py - reports as other programs read them: Python's html.parser, and a browser where there is one.

Whatever people wrote, nothing of it is markup; no page asks for anything; on A4 it is a PDF of pages.
"""
import html.parser
import os
import re
import shutil
import subprocess
import sys
import tempfile

import case

PROGRAM = os.environ["TESTED"]
SOURCES = os.environ["SRCDIR"]
HOSTILE = '<script>alert(1)</script> & "x" | **y** `z` <img src=http://x onerror=a> ]]> \u202eexe \x1b[31m {{title}} \x01\x02'
PLAIN = "".join(c for c in HOSTILE if c >= " " and c != "\u202e") # where control characters are refused
TEMPLATES = ["incident-report", "executive-summary", "customer-chronology", "regulator-chronology", "hand-over",
             "post-incident-review"]
TAGS = set("html head meta title style body header span h1 h2 h3 p ul li blockquote code strong br table thead tbody tr "
           "th td figure figcaption svg rect text footer hr".split())
EMPTY = {"meta", "br", "hr"}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "name", "class", "viewbox", "width", "height", "font-family",
              "font-size", "role", "x", "y", "rx", "text-anchor", "fill", "fill-opacity"}
BROWSER = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), None)


class Book:
    """A notebook in which every text that comes from outside is hostile, and the demo."""

    def __init__(self, folder):
        self.folder = folder
        self.run("init", "t.blot")
        self.run("-f", "t.blot", "incident", "open", "INC-1", PLAIN[:90], "--zone", "Asia/Jakarta")
        self.run("-f", "t.blot", "incident", "milestone", "INC-1", "detected", "2021-05-17 09:00", "--basis", PLAIN)
        for kind in ("observation", "decision", "claim", "question", "communication"):
            self.run("-f", "t.blot", "log", "2021-05-17 10:00 kind:%s %s" % (kind, HOSTILE))
        self.run("-f", "t.blot", "log", "+ tell them " + HOSTILE)
        with open(os.path.join(folder, "c.csv"), "w", encoding="utf-8") as f:
            f.write('ref,name,organisation\nC-1,"%s","%s"\n' % ((PLAIN.replace('"', '""'),) * 2))
        self.run("-f", "t.blot", "import", "customers", "c.csv")
        with open(os.path.join(folder, "x.csv"), "w", encoding="utf-8") as f:
            f.write("customer,population,data,basis\nC-1,viewed,invoice,log\n")
        self.run("-f", "t.blot", "import", "exposures", "x.csv")
        self.run("demo", "demo.blot")

    def run(self, *words):
        environment = dict(os.environ, HOME=self.folder, XDG_STATE_HOME=self.folder, XDG_CONFIG_HOME=self.folder,
                           BLOTTER_AUTHOR="Rina Wati <rina@soc.example>", LC_ALL="C.UTF-8", TZ="UTC", BLOTTER_DATA=SOURCES,
                           BLOTTER_CLOCK="2021-08-01T00:00:00Z")
        environment.pop("BLOTTER_NOTEBOOK", None)
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, env=environment, capture_output=True, timeout=120)
        assert done.returncode == 0, (words, done.returncode, done.stderr)
        return done.stdout.decode("utf-8")

    def report(self, template, form="html", *words):
        return self.run("-f", "t.blot", "export", "report", "--template", template, "--format", form, *words, "-o", "-")

    def story(self, template, form="html", *words):
        return self.run("-f", "demo.blot", "-i", "INC-2021-06", "export", "report", "--template", template, "--format", form,
                        *words, "-o", "-")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text, self.inside, self.sizes = {}, "", [], []

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        assert tag in TAGS, tag
        for name, value in attributes:
            assert name in ATTRIBUTES, (tag, name)
            assert name == "content" or "url" not in (value or ""), (tag, name, value)
        if tag not in EMPTY and not (tag == "rect" and self.get_starttag_text().endswith("/>")):
            self.inside.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        assert tag == "rect" and all(name in ATTRIBUTES for name, _ in attributes), (tag, attributes)

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


def parsed(text):
    page = Page()
    page.feed(text)
    page.close()
    assert not page.inside, page.inside
    return page


def every_page_is_well_formed_and_holds_no_markup_of_others(book):
    for template in TEMPLATES:
        for words in ((), ("--lang", "id"), ("--pseudonyms",)):
            page = parsed(book.report(template, "html", *words))
            assert page.tags["html"] == page.tags["body"] == page.tags["header"] == page.tags["footer"] == 1
            assert "\x1b" not in page.text and "\u202e" not in page.text
            assert "\x01" not in page.text and "\x02" not in page.text
    page = parsed(book.report("regulator-chronology"))
    assert "<script>alert(1)</script>" in page.text and "<img src=http://x onerror=a>" in page.text
    assert "{{title}}" in page.text and "**y**" in page.text and "`z`" in page.text


def no_page_asks_for_anything(book):
    for template in TEMPLATES:
        text = book.report(template)
        assert "default-src 'none'" in text and "<script" not in text
        assert not re.search(r"<[^>]*(https?:|//|url\(|@import|javascript:|\son\w+=)", text.replace("<!DOCTYPE", "")), template
        assert "url(" not in text and "@import" not in text.split("</style>")[0]


def the_label_stands_at_the_top_and_the_bottom_of_every_printed_page(book):
    for template in TEMPLATES:
        style = book.story(template).split("</style>")[0]
        for place in ("top-right", "bottom-left"):
            assert '@page{@%s{content:"TLP:AMBER+STRICT"' % place in style, (template, place)


def the_charts_say_what_the_tables_say(book):
    page = parsed(book.story("regulator-chronology"))
    assert page.tags["svg"] >= 3 and page.tags["figure"] >= 3
    for words in ("data viewed", "39", "targeted", "billing contacts", "detected", "made public"):
        assert words in page.text, words
    assert "| data viewed | 39 |" in book.story("regulator-chronology", "md")


def markdown_keeps_hostile_text_in_its_cell(book):
    text = book.report("regulator-chronology", "md")
    for line in text.splitlines():
        bare = re.sub(r"\\.", "", line)
        assert "<script" not in bare and "<img" not in bare, line
        assert bare.count("**") % 2 == 0, line
    body = text.split("## Chronology")[1].split("\n## ")[0]
    rows = [line for line in body.splitlines() if line.startswith("|")]
    assert len(rows) == 2 + 6, rows
    for row in rows:
        assert re.sub(r"\\.", "", row).count("|") == 5, row


def plain_text_is_plain_and_fits_its_width(book):
    for template in TEMPLATES:
        text = book.story(template, "text")
        assert all(ord(c) >= 32 or c == "\n" for c in text)
        assert all(len(line) <= 100 for line in text.splitlines()), max(text.splitlines(), key=len)
    assert "\x1b" not in book.report("incident-report", "text")


def the_same_state_gives_the_same_report(book):
    first, second = (re.sub(r"RW\d+|[0-9a-f]{64}|\d\d:\d\d:\d\d", "-", book.story("executive-summary")) for _ in "ab")
    assert first == second


def browse(book, *words):
    if not BROWSER:
        raise case.Skip("no chromium on this machine: pages were not opened in a browser")
    said = subprocess.run([BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=" + book.folder + "/browser",
                           *words], cwd=book.folder, capture_output=True, timeout=120)
    return said.stdout.decode("utf-8", "replace") + said.stderr.decode("utf-8", "replace")


def a_browser_shows_every_report_without_asking_the_network(book):
    for template in TEMPLATES:
        name = os.path.join(book.folder, template + ".html")
        with open(name, "w", encoding="utf-8") as f:
            f.write(book.report(template))
        log = os.path.join(book.folder, "net.json")
        shown = browse(book, "--log-net-log=" + log, "--host-resolver-rules=MAP * ~NOTFOUND", "--disable-background-networking",
                       "--disable-component-update", "--dump-dom", "file://" + name)
        assert "INC-1" in shown and "<footer>" in shown, shown[-400:]
        with open(log, encoding="utf-8", errors="replace") as f:
            asked = {u for u in re.findall(r'"url":"([^"]*)"', f.read()) if u.startswith("http") and "//x" in u}
        assert not asked, asked


def a_browser_prints_the_longest_report_on_a4(book):
    name = os.path.join(book.folder, "print.html")
    with open(name, "w", encoding="utf-8") as f:
        f.write(book.story("regulator-chronology"))
    browse(book, "--no-pdf-header-footer", "--print-to-pdf=" + book.folder + "/print.pdf", "file://" + name)
    with open(book.folder + "/print.pdf", "rb") as f:
        pdf = f.read()
    assert pdf.startswith(b"%PDF-") and pdf.rstrip().endswith(b"%%EOF")
    boxes = re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf)
    assert len(boxes) > 3, boxes
    if shutil.which("pdftotext"):
        pages = subprocess.run(["pdftotext", book.folder + "/print.pdf", "-"], capture_output=True, check=True).stdout.decode("utf-8")
        assert all(page.count("TLP:AMBER+STRICT") >= 2 for page in pages.rstrip("\f").split("\f")), pages[:400]
    assert all(abs(float(w) - 595.3) < 1.5 and abs(float(h) - 841.9) < 1.5 for w, h in boxes), boxes


CASES = [every_page_is_well_formed_and_holds_no_markup_of_others, no_page_asks_for_anything,
         the_label_stands_at_the_top_and_the_bottom_of_every_printed_page,
         the_charts_say_what_the_tables_say, markdown_keeps_hostile_text_in_its_cell,
         plain_text_is_plain_and_fits_its_width, the_same_state_gives_the_same_report,
         a_browser_shows_every_report_without_asking_the_network, a_browser_prints_the_longest_report_on_a4]


with tempfile.TemporaryDirectory() as folder:
    sys.exit(case.run_cases(CASES, Book(folder)))
