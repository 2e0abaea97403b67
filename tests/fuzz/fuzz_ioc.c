/*
 * fuzz_ioc.c - indicators in any bytes: what is found is one, is kept in one form, and comes back
 * from being defanged.
 */
#include "tests/fuzz/fuzz.h"

#include <string.h>

#include "base/ioc.h"

const char *const fuzz_name = "ioc";
const char *const fuzz_seeds[] = { "203.0.113.77", "2001:db8::1", "evil.example",
	"hxxps://evil[.]example/a?b#c", "rani@evil.example", "d41d8cd98f00b204e9800998ecf8427e",
	"http://u:p@[::ffff:1.2.3.4]:80/", "ioc:", "ioc:\"a.example\"", "[.]", "(dot)", "[at]",
	"[://]", "hxxps.example", "http://", "ftp://", "xn--a", "\"", " ", ":", "/", "@", "\n",
	"\xff", "(", ")", "[", "]", NULL };

static void must_stay(const struct ioc *x)
{
	struct str kept = { 0 }, fanged = { 0 };

	MUST(x->count > 0);
	MUST(ioc_read(x->value, strlen(x->value), &kept) == x->kind);
	MUST(strcmp(str_text(&kept), x->value) == 0);
	ioc_defang(&fanged, x->value, strlen(x->value));
	str_reset(&kept);
	MUST(ioc_read(str_text(&fanged), fanged.len, &kept) == x->kind);
	MUST(strcmp(str_text(&kept), x->value) == 0);
	str_release(&kept);
	str_release(&fanged);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct ioc_list l = { 0 };
	struct str once = { 0 }, twice = { 0 };

	ioc_list_find(&l, (const char *)data, n);
	for (size_t i = 0; i < l.n; i++)
		must_stay(&l.at[i]);
	ioc_list_release(&l);
	ioc_defang_marked(&once, (const char *)data, n);
	ioc_defang_marked(&twice, str_text(&once), once.len);
	MUST(once.len == twice.len && (!once.len || memcmp(once.at, twice.at, once.len) == 0));
	str_release(&once);
	str_release(&twice);
	return 0;
}
