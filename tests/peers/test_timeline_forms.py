#!/usr/bin/env python3
"""test_timeline_forms.py - the timeline as other programs read it: Python's csv, json, html.parser, xml.etree, libical
and a checker of calendar lines. Whatever people wrote, nothing of it is markup, and no page asks for anything."""
import csv
import ctypes
import ctypes.util
import html.parser
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree
from datetime import datetime, timezone

import case

PROGRAM = os.environ["TESTED"]
HOSTILE = '<script>alert(1)</script> & "x" \'y\' ]]> <img src=http://x onerror=a> \u202eexe \x1b[31m'
ENTRIES = [
    "2021-05-17 10:00 ! take the runners off #contain",
    "2021-05-16/2021-05-31 the account was used " + HOSTILE,
    "2021-05-17 11:00 + ^2021-05-20 tell them; soon, or \\never " + "\u00e9" * 60,
    "undated and short",
]


class Book:
    def __init__(self, folder):
        self.folder = folder
        self.run("init", "t.blot")
        self.run("-f", "t.blot", "incident", "open", "INC-1", HOSTILE[:60], "--zone", "Asia/Jakarta")
        for entry in ENTRIES:
            self.run("-f", "t.blot", "log", entry)

    def run(self, *words):
        environment = dict(os.environ, HOME=self.folder, XDG_STATE_HOME=self.folder, XDG_CONFIG_HOME=self.folder,
                           BLOTTER_AUTHOR="Rina Wati <rina@soc.example>", LC_ALL="C.UTF-8", TZ="UTC")
        environment.pop("BLOTTER_NOTEBOOK", None)
        done = subprocess.run([PROGRAM, *words], cwd=self.folder, env=environment, capture_output=True, timeout=60)
        assert done.returncode == 0, (words, done.returncode, done.stderr)
        return done.stdout.decode("utf-8")

    def export(self, form, *words):
        return self.run("-f", "t.blot", "export", "timeline", "--format", form, *words, "-o", "-")


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.rows, self.text, self.inside = set(), 0, "", []

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.rows += tag == "tr"
        for name, _ in attributes:
            assert name in ("lang", "charset", "http-equiv", "content", "name", "class"), (tag, name)
        if tag != "meta":
            self.inside.append(tag)

    def handle_endtag(self, tag):
        assert self.inside.pop() == tag, tag

    def handle_data(self, data):
        self.text += data


def a_page_is_well_formed_and_holds_no_markup_of_others(book):
    page = Page()
    page.feed(book.export("html"))
    page.close()
    assert not page.inside, page.inside
    assert page.tags <= set("html head meta title style body header h1 p span table thead tbody tr th td footer".split())
    assert page.rows == 1 + len(ENTRIES), page.rows
    assert "<img src=http://x onerror=a>" in page.text and "<script>" in page.text
    assert "\x1b" not in page.text and "\u202e" not in page.text
    assert "4 of 4 entries" in page.text


def a_page_asks_for_nothing(book):
    text = book.export("html")
    assert "default-src 'none'" in text
    assert not re.search(r"<[^>]*(https?:|url\(|@import)", text)


def a_picture_is_xml_with_a_lane_for_each_kind(book):
    text = book.export("svg")
    root = xml.etree.ElementTree.fromstring(text)
    space = "{http://www.w3.org/2000/svg}"
    assert root.tag == space + "svg"
    assert {e.tag for e in root.iter()} <= {space + t for t in ("svg", "rect", "text", "title")}
    counts = [int(e.text.split()[0]) for e in root.iter(space + "title")]
    assert sum(counts) == len(ENTRIES) - 1, counts
    assert "1 entry without a time is not drawn" in text
    lanes = {e.text for e in root.iter(space + "text") if e.get("text-anchor") == "end"}
    assert {"observation", "decision"} <= lanes, lanes


def a_calendar_keeps_the_rules_of_its_lines(book):
    raw = book.export("ics")
    assert raw.endswith("\r\n") and "\n" not in raw.replace("\r\n", "")
    lines = raw[:-2].split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines), "a line over 75 octets"
    unfolded = raw[:-2].replace("\r\n ", "").split("\r\n")
    assert all(re.match(r"[A-Z-]+:", line) for line in unfolded), unfolded
    assert unfolded[0] == "BEGIN:VCALENDAR" and unfolded[-1] == "END:VCALENDAR"
    names = [line.split(":", 1)[0] for line in unfolded]
    assert names.count("UID") == names.count("DTSTAMP") == names.count("DUE") == unfolded.count("BEGIN:VTODO") == 1
    assert "DUE:20210520T165959Z" in unfolded and "METHOD" not in names
    summary = next(line for line in unfolded if line.startswith("SUMMARY:"))
    assert "tell them\\; soon\\, or \\\\never" in summary and "\u00e9" * 60 in summary, summary


class Ical:
    """What is asked of libical, by its C functions."""

    def __init__(self, text):
        self.lib = ctypes.CDLL(ctypes.util.find_library("ical"))
        for name in ("icalparser_parse_string", "icalcomponent_get_first_component", "icalcomponent_get_first_property"):
            getattr(self.lib, name).restype = ctypes.c_void_p
        self.lib.icalproperty_get_value_as_string.restype = ctypes.c_char_p
        self.whole = ctypes.c_void_p(self.lib.icalparser_parse_string(text.encode()))
        assert self.whole, "libical does not read it"

    def kind(self, of, name):
        return getattr(self.lib, "ical%s_string_to_kind" % of)(name.encode())

    def todos(self):
        return self.lib.icalcomponent_count_components(self.whole, self.kind("component", "VTODO"))

    def first(self, name):
        todo = ctypes.c_void_p(self.lib.icalcomponent_get_first_component(self.whole, self.kind("component", "VTODO")))
        value = self.lib.icalcomponent_get_first_property(todo, self.kind("property", name))
        return self.lib.icalproperty_get_value_as_string(ctypes.c_void_p(value)).decode()


def libical_reads_what_is_due_without_an_error(book):
    if not ctypes.util.find_library("ical"):
        raise case.Skip("libical is absent: calendars were not read by it")
    calendar = Ical(book.export("ics"))
    assert calendar.lib.icalcomponent_count_errors(calendar.whole) == 0
    assert calendar.lib.icalrestriction_check(calendar.whole)
    assert calendar.todos() == 1
    assert calendar.first("DUE") == "20210520T165959Z", calendar.first("DUE")
    assert calendar.first("STATUS") == "NEEDS-ACTION" and calendar.first("CLASS") == "CONFIDENTIAL"
    assert "tell them\\; soon\\, or" in calendar.first("SUMMARY"), calendar.first("SUMMARY")


def check_sketch(rows):
    assert len(rows) == 4, len(rows)
    for row in rows:
        at = datetime.strptime(row["datetime"], "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=timezone.utc)
        since = at - datetime(1970, 1, 1, tzinfo=timezone.utc)
        assert (since.days * 86400 + since.seconds) * 10**6 + since.microseconds == int(row["timestamp"]), row
        assert row["message"] and row["timestamp_desc"].startswith("Event Time")
    assert [row["timestamp_desc"] for row in rows][:2] == ["Event Time (earliest)", "Event Time (latest)"]
    assert rows[0]["edtf"] == "2021-05-16/2021-05-31" and rows[0]["message"] == rows[1]["message"]


def timesketch_reads_points_and_both_bounds_of_a_span(book):
    lines = book.export("jsonl", "--profile", "timesketch").splitlines()
    check_sketch([json.loads(line) for line in lines])
    check_sketch(list(csv.DictReader(io.StringIO(book.export("csv", "--profile", "timesketch"), newline=""))))


def what_went_out_for_timesketch_comes_back(book):
    with open(os.path.join(book.folder, "back.jsonl"), "w", encoding="utf-8") as f:
        f.write(book.export("jsonl", "--profile", "timesketch"))
    book.run("-f", "t.blot", "incident", "open", "INC-2", "back")
    said = book.run("-f", "t.blot", "-i", "INC-2", "import", "timeline", "back.jsonl", "--json")
    assert json.loads(said)["added"] == 4, said
    book.run("-f", "t.blot", "incident", "set", "INC-2", "state=closed")


def a_ceiling_keeps_title_and_times_in(book):
    for form in ("html", "svg", "md", "ics"):
        text = book.export(form, "--max-tlp", "GREEN")
        assert "alert" not in text and "2021-05-1" not in text, form
        assert "eft out" in text.replace("\r\n ", ""), form


def every_form_says_what_was_asked_and_left_out(book):
    asked = ("--where", "kind:decision", "--as-of", "2999-05-20", "--zone", "UTC", "--max-tlp", "AMBER")
    for form in ("html", "svg", "md", "ics"):
        text = re.sub(r"\s+", " ", book.export(form, *asked).replace("\r\n ", "").replace("\\n", " "))
        for sentence in ("0 of 0" if form == "ics" else "1 of 1", "Only what passes the filter: kind:decision",
                         "As the notebook was on 2999-05-20 23:59:59 UTC", "Written 20"):
            assert sentence in text, (form, sentence, text[-600:])
    for form in ("csv", "jsonl"):
        name = "asked." + form
        book.run("-f", "t.blot", "export", "timeline", "--format", form, *asked, "-o", name)
        with open(os.path.join(book.folder, name + ".manifest.json"), encoding="utf-8") as f:
            manifest = json.load(f)
        assert manifest["filter"] == "kind:decision" and manifest["max_tlp"] == "AMBER", manifest
        assert manifest["rows"] == 1 and manifest["as_of"], manifest


def what_is_done_is_done_in_the_calendar(book):
    assert "STATUS:NEEDS-ACTION" in book.export("ics")
    reference = [json.loads(line) for line in book.run("-f", "t.blot", "list", "tasks", "--json").splitlines()][0]["ref"]
    book.run("-f", "t.blot", "task", "done", reference, "told them")
    assert "STATUS:COMPLETED" in book.export("ics")


def a_picture_has_an_axis_within_it(book):
    space = "{http://www.w3.org/2000/svg}"
    root = xml.etree.ElementTree.fromstring(book.export("svg"))
    right = int(root.get("viewBox").split()[2])
    ticks = [e for e in root.iter(space + "text") if e.get("fill") == "#5a6673"]
    assert 2 <= len(ticks) <= 12 and all(re.fullmatch(r"\d{4}-\d\d-\d\d|\d\d:\d\d", e.text) for e in ticks), ticks
    places = [int(e.get("x")) for e in ticks]
    assert places == sorted(places) and places[-1] < right
    assert all(b - a > 60 for a, b in zip(places, places[1:])), places
    assert any(e.text.endswith(" due") for e in root.iter(space + "text"))


def times_are_shown_in_the_zone_asked_for(book):
    assert "2021-05-17 10:00 WIB" in book.export("html")
    assert "2021-05-17 03:00 UTC" in book.export("html", "--zone", "UTC")


CASES = [a_page_is_well_formed_and_holds_no_markup_of_others, a_page_asks_for_nothing,
         a_picture_is_xml_with_a_lane_for_each_kind, a_calendar_keeps_the_rules_of_its_lines,
         libical_reads_what_is_due_without_an_error, timesketch_reads_points_and_both_bounds_of_a_span, what_went_out_for_timesketch_comes_back,
         a_ceiling_keeps_title_and_times_in, every_form_says_what_was_asked_and_left_out,
         a_picture_has_an_axis_within_it, times_are_shown_in_the_zone_asked_for,
         what_is_done_is_done_in_the_calendar]


with tempfile.TemporaryDirectory() as folder:
    sys.exit(case.run_cases(CASES, Book(folder)))
