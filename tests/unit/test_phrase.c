/* test_phrase.c - imprecise times in words: as much as is known, never raw EDTF. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/phrase.h"

struct phrase_case {
	const char *edtf, *en, *id, *other;
};

static const struct phrase_case cases[] = {
	{ "", "", "", "" },
	{ "2021-05-16", "16 May 2021", "16 Mei 2021", "2021-05-16" },
	{ "2021-05-16~/2021-05-31~", "from about 16 to about 31 May 2021",
	    "sekitar 16 sampai 31 Mei 2021", "≈2021-05-16 – ≈2021-05-31" },
	{ "2021-05-16~/2021-05-31", "from about 16 to 31 May 2021",
	    "sekitar 16 Mei 2021 sampai 31 Mei 2021", "≈2021-05-16 – 2021-05-31" },
	{ "2021-05-28/2021-06-02", "from 28 May to 2 June 2021", "28 Mei sampai 2 Juni 2021",
	    "2021-05-28 – 2021-06-02" },
	{ "2020-12-28/2021-01-02", "from 28 December 2020 to 2 January 2021",
	    "28 Desember 2020 sampai 2 Januari 2021", "2020-12-28 – 2021-01-02" },
	{ "2021-05-03/2021-05-03", "3 May 2021", "3 Mei 2021", "2021-05-03" },
	{ "2021-05", "May 2021", "Mei 2021", "2021-05" },
	{ "2021-05-XX", "May 2021", "Mei 2021", "2021-05" },
	{ "2021-XX-XX", "2021", "2021", "2021" },
	{ "2021-05?", "perhaps May 2021", "mungkin Mei 2021", "≈2021-05" },
	{ "2021%", "perhaps about 2021", "mungkin sekitar 2021", "≈2021" },
	{ "202X", "the 2020s", "tahun 2020-an", "2020–2029" },
	{ "20XX", "2000–2099", "2000–2099", "2000–2099" },
	{ "19XX?/2004", "from perhaps 1900–1999 to 2004", "mungkin 1900–1999 sampai 2004",
	    "≈1900–1999 – 2004" },
	{ "2021-21", "spring 2021", "musim semi 2021", "2021" },
	{ "2021-05-16/2021-06", "from 16 May 2021 to June 2021", "16 Mei 2021 sampai Juni 2021",
	    "2021-05-16 – 2021-06" },
	{ "../2021-05-31", "until 31 May 2021", "sampai 31 Mei 2021", "… – 2021-05-31" },
	{ "/2021-05-31", "until 31 May 2021 (when it began is not known)",
	    "sampai 31 Mei 2021 (waktu mulainya tidak diketahui)", "? – 2021-05-31" },
	{ "2021-05-16/..", "since 16 May 2021", "sejak 16 Mei 2021", "2021-05-16 – …" },
	{ "2021-05-16/", "since 16 May 2021 (when it ended is not known)",
	    "sejak 16 Mei 2021 (waktu berakhirnya tidak diketahui)", "2021-05-16 – ?" },
	{ "2021-05-17T13:05:00+07:00", "17 May 2021, 13:05 WIB", "17 Mei 2021 pukul 13.05 WIB",
	    "2021-05-17 13:05 WIB" },
	{ "2021-05-17T13:05:30Z", "17 May 2021, 13:05:30 (UTC)", "17 Mei 2021 pukul 13.05.30 (UTC)",
	    "2021-05-17 13:05:30 (UTC)" },
	{ "2021-05-17T13:05:00+02:00/2021-05-17T13:40:00+02:00",
	    "from 17 May 2021, 13:05 to 13:40 (UTC+02:00)",
	    "17 Mei 2021 pukul 13.05 sampai 13.40 (UTC+02:00)",
	    "2021-05-17 13:05 – 13:40 (UTC+02:00)" },
	{ "2021-05-17T23:50:00Z/2021-05-18T00:10:00Z",
	    "from 17 May 2021, 23:50 to 18 May 2021, 00:10 (UTC)",
	    "17 Mei 2021 pukul 23.50 sampai 18 Mei 2021 pukul 00.10 (UTC)",
	    "2021-05-17 23:50 – 2021-05-18 00:10 (UTC)" },
	{ "2021-05-16T18:00:00+07:00/2021-05-16T23:59:59+07:00",
	    "from 16 May 2021, 18:00 to 23:59 WIB", "16 Mei 2021 pukul 18.00 sampai 23.59 WIB",
	    "2021-05-16 18:00 – 23:59 WIB" },
};

static void assert_phrase(const char *edtf, const char *language, const char *expected)
{
	struct when w = {.zone = "Asia/Jakarta"};
	struct str out = {0};

	strncpy(w.edtf, edtf, sizeof w.edtf - 1);
	phrase_when(&out, &w, language);
	assert_string_equal(str_text(&out), expected);
	str_release(&out);
}

static void english_and_indonesian_have_phrases(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_phrase(cases[i].edtf, "en", cases[i].en);
		assert_phrase(cases[i].edtf, "id", cases[i].id);
	}
}

static void other_languages_get_iso_dates(void **state)
{
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_phrase(cases[i].edtf, "jv", cases[i].other);
}

static void about_an_hour_is_said_as_it_was_meant(void **state)
{
	static const char typed[] = "~2021-05-17 14:00";
	const struct when_context c = {.zone = "Asia/Jakarta"};
	struct when w;
	struct str out = {0};
	struct err e;

	assert_int_equal(when_parse(&w, typed, strlen(typed), &c, &e), 0);
	phrase_when(&out, &w, "en");
	str_puts(&out, "; ");
	phrase_when(&out, &w, "id");
	str_puts(&out, "; ");
	phrase_when(&out, &w, "jv");
	assert_string_equal(str_text(&out),
	    "17 May 2021, about 14:00 WIB; 17 Mei 2021 sekitar pukul 14.00 WIB; "
	    "2021-05-17 ≈14:00 WIB");
	str_release(&out);
}

static void the_first_subtag_decides(void **state)
{
	assert_phrase("2021-05", "en-GB", "May 2021");
	assert_phrase("2021-05", "ID-id", "Mei 2021");
	assert_phrase("2021-05", "eng", "2021-05");
}

static void signs_of_edtf_never_get_through(void **state)
{
	assert_phrase("Y170000~", "en", "Y170000");
	assert_phrase("-1985?", "id", "-1985");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(english_and_indonesian_have_phrases),
		cmocka_unit_test(other_languages_get_iso_dates),
		cmocka_unit_test(about_an_hour_is_said_as_it_was_meant),
		cmocka_unit_test(the_first_subtag_decides),
		cmocka_unit_test(signs_of_edtf_never_get_through),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
