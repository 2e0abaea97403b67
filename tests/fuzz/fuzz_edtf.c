/* fuzz_edtf.c - what edtf_parse takes has ordered bounds and a text that it takes again. */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/when.h"

const char *const fuzz_name = "edtf_parse";
const char *const fuzz_seeds[] = { "1985-04-12", "1985-04", "1985", "1985-04-12T23:20:30Z",
	"1985-04-12T23:20:30-04:30", "T13:05:09", "2004-02-01/2005-02-08", "Y170000002",
	"Y-170000002", "2001-21", "1984?", "2004-06-11%", "201X", "1985-XX-XX", "../1985",
	"1985/..", "/1985", "-1985", "~", "/", "-", "Y", ".25", "+07:00", "Z", "[1667,1668]",
	NULL };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const zones[] = { "UTC", "Asia/Jakarta", "Europe/Berlin", "Pacific/Apia",
		"-09:30" };
	const char *zone = zones[n % 5];
	struct when w, again;
	struct err e = { 0 };
	struct str out = { 0 };

	if (edtf_parse(&w, (const char *)data, n, zone, &e) < 0) {
		MUST(e.kind == ERR_INVALID && e.text[0]);
		return 0;
	}
	MUST(w.earliest <= w.latest);
	MUST(edtf_parse(&again, w.edtf, strlen(w.edtf), zone, &e) == 0);
	MUST(strcmp(again.edtf, w.edtf) == 0 && again.earliest == w.earliest &&
	     again.latest == w.latest);
	when_show(&out, &w, "America/New_York", n % 2);
	must_be_harmless(str_text(&out), out.len);
	str_release(&out);
	return 0;
}
