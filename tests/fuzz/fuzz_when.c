/* fuzz_when.c - what when_parse takes is EDTF with ordered bounds in a zone that can be used. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/when.h"

const char *const fuzz_name = "when_parse";
const char *const fuzz_seeds[] = { "now", "14:00", "09:02:11", "25:10", "-15m", "-2h30m", "+72h",
	"-3d", "today", "yesterday 09:00", "tomorrow", "~14:00", "~2021-05",
	"~2021-05-15/2021-05-31", "~../09:10", "~09:02/..", "second half of May 2021",
	"awal Februari 2024", "late Feb", "2021-05-17 13:05", "Asia/Makassar", "CET", "WIB",
	"+07:00", "Z", "/", "~", "..", "2021-03-28 02:30", "2021-10-31 02:30",
	"2021-05-17T13:05:00Z", "Y12345", "201X", "99999999w", "late Friday", "last week",
	"between 14:00 and about 15:30", "from 28 December to 3 January", "two weeks ago",
	"akhir pekan lalu", "jam 2 siang", "tadi malam", "perhaps ", "since ", "before ",
	"spring 2021", "Q1 2021", "16-31 May", "\xe2\x80\x93", " 9999", " 1000", "9999 years ago",
	"next ", NULL };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const zones[] = { "UTC", "Asia/Jakarta", "Europe/Berlin",
		"America/New_York", "-09:30" };
	struct when_context c = { INT64_C(1621226550500000) + (int64_t)n * 1234567, zones[n % 5],
		n % 2 };
	char canon[WHEN_ZONE_MAX];
	struct when w, again;
	struct err e = { 0 };
	struct str out = { 0 };

	if (when_parse(&w, (const char *)data, n, &c, &e) < 0) {
		MUST(e.kind == ERR_INVALID && e.text[0]);
		return 0;
	}
	MUST(w.edtf[0] && w.earliest <= w.latest);
	MUST(zone_check(w.zone, canon, &e) == 0);
	MUST(edtf_parse(&again, w.edtf, strlen(w.edtf), w.zone, &e) == 0);
	MUST(strcmp(again.edtf, w.edtf) == 0 && again.earliest == w.earliest &&
	     again.latest == w.latest);
	when_show(&out, &w, c.zone, false);
	must_be_harmless(str_text(&out), out.len);
	str_release(&out);
	return 0;
}
