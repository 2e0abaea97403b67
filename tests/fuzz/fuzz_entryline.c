/* fuzz_entryline.c - a line is an entry with a text and a harmless preview, or an error inside the
 * line. */
#include "tests/fuzz/fuzz.h"

#include <locale.h>
#include <string.h>

#include "model/entryline.h"
#include "tui/preview.h"
#include "model/words.h"

#include "base/str.h"

const char *const fuzz_name = "entryline_parse";
const char *const fuzz_seeds[] = { "revoked the token", "@rani", "#contain", "#RW12.3", "^14:00",
	"^+72h", "-20m ", "! ", "? ", "+ ", "> ", "* ", "= Q3 ", "~2021-05-15/2021-05-31 ",
	"11:38 ", "25:10 ", "undated ", "kind:communication ", "kind:", "src:\"press office\"",
	"ref:RW12", "sev:2", "ioc:10.0.0.1", "~../09:10 ", "2021-05-16 13:00 Asia/Makassar ",
	"09:00 CET ", "\\@foo", "\n", "\033[2J", "\u202E", "\xff", "yesterday 09:00 ",
	"2021-03-28 02:30 ", NULL };

static void must_have_previewed(const struct entryline *l, const char *zone)
{
	struct str out = { 0 };

	entry_preview(l, zone, &out);
	must_be_harmless(str_text(&out), out.len);
	str_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static const char *const zones[] = { "UTC", "Asia/Jakarta", "Europe/Berlin" };
	struct when_context c = { INT64_C(1621226550500000), zones[n % 3], false };
	struct entryline l;
	struct err e = { 0 };

	setlocale(LC_CTYPE, "C.UTF-8");
	if (entryline_parse(&l, (const char *)data, n, &c, &e) < 0) {
		MUST(e.kind == ERR_INVALID && e.text[0] && l.fault_at <= n);
		return 0;
	}
	MUST(l.text[0] && entry_kind_find(l.kind, strlen(l.kind)));
	MUST(l.undated == !l.when.edtf[0] && l.when.earliest <= l.when.latest);
	must_have_previewed(&l, c.zone);
	entryline_release(&l);
	return 0;
}
