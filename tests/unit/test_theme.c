/*
 * test_theme.c - can every style be read? The contrast of ink and paper after WCAG 2.1, where a
 * theme brings both; and nothing tells a state by colour alone.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "tui/theme.h"

/* The three parts of a colour of xterm's table from 16 on: a cube of 6, then greys. */
static void rgb(int color, double out[3])
{
	static const int level[] = { 0, 95, 135, 175, 215, 255 };

	for (int i = 0; i < 3; i++) {
		static const int step[] = { 36, 6, 1 };
		int cube = color - 16;

		out[i] = color >= 232 ? 8 + 10 * (color - 232) : level[cube / step[i] % 6];
	}
}

static double luminance(int color)
{
	static const double weight[] = { 0.2126, 0.7152, 0.0722 };
	double part[3], sum = 0;

	rgb(color, part);
	for (int i = 0; i < 3; i++) {
		double c = part[i] / 255;

		sum += weight[i] * (c <= 0.03928 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(int a, int b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}

static void the_measure_of_contrast_is_right(void **state)
{
	assert_true(fabs(contrast(16, 231) - 21) < 0.01); /* black on white */
	assert_true(contrast(243, 231) > 4.5);		  /* #767676 is just enough */
	assert_true(contrast(244, 231) < 4.5);
	assert_true(contrast(21, 16) < 3); /* blue on black */
}

static void each_readable(enum theme t, double least)
{
	for (int s = 0; s < STYLES; s++) {
		struct look l = theme_look(t, (enum style)s);

		assert_in_range(l.ink, 16, 255);
		assert_in_range(l.paper, 16, 255);
		if (contrast(l.ink, l.paper) < least)
			fail_msg("style %d: %d on %d has a contrast of %.1f", s, l.ink, l.paper,
			    contrast(l.ink, l.paper));
	}
}

static void the_light_theme_can_be_read(void **state)
{
	each_readable(THEME_LIGHT, 4.5);
}

static void the_dark_theme_can_be_read(void **state)
{
	each_readable(THEME_DARK, 4.5);
}

static void the_theme_of_contrast_has_more_of_it(void **state)
{
	each_readable(THEME_CONTRAST, 7);
}

static void a_theme_has_one_paper(void **state)
{
	for (int t = 0; t < THEMES; t++)
		for (int s = 0; s < STYLES; s++)
			assert_int_equal(theme_look((enum theme)t, (enum style)s).paper,
			    theme_look((enum theme)t, STYLE_NORMAL).paper);
}

static void the_terminal_theme_takes_its_first_eight_colours_and_no_grey(void **state)
{
	for (int s = 0; s < STYLES; s++) {
		struct look l = theme_look(THEME_TERMINAL, (enum style)s);

		assert_int_equal(l.paper, -1);
		assert_in_range(l.ink + 1, 0, 7);
		assert_int_not_equal(l.ink, 0); /* black is invisible on many grounds */
	}
}

static void without_colours_what_matters_still_stands_out(void **state)
{
	static const enum style telling[] = { STYLE_CURSOR, STYLE_MARKED, STYLE_MARKED_CURSOR,
		STYLE_STRONG, STYLE_LATE, STYLE_ERROR, STYLE_KEY, STYLE_BANNER, STYLE_MATCH };

	for (int s = 0; s < STYLES; s++) {
		assert_int_equal(theme_look(THEME_MONO, (enum style)s).ink, -1);
		assert_int_equal(theme_look(THEME_MONO, (enum style)s).paper, -1);
	}
	for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
		for (int t = 0; t < THEMES; t++)
			if (t != THEME_CONTRAST)
				assert_int_not_equal(
				    theme_look((enum theme)t, telling[i]).attr, 0);
}

static void a_theme_is_shown_whole_or_not_at_all(void **state)
{
	assert_int_equal(theme_possible(THEME_DARK, 256), THEME_DARK);
	assert_int_equal(theme_possible(THEME_DARK, 16), THEME_TERMINAL);
	assert_int_equal(theme_possible(THEME_LIGHT, 8), THEME_TERMINAL);
	assert_int_equal(theme_possible(THEME_CONTRAST, 16), THEME_MONO);
	assert_int_equal(theme_possible(THEME_TERMINAL, 8), THEME_TERMINAL);
	assert_int_equal(theme_possible(THEME_TERMINAL, 0), THEME_MONO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_measure_of_contrast_is_right),
		cmocka_unit_test(the_light_theme_can_be_read),
		cmocka_unit_test(the_dark_theme_can_be_read),
		cmocka_unit_test(the_theme_of_contrast_has_more_of_it),
		cmocka_unit_test(a_theme_has_one_paper),
		cmocka_unit_test(the_terminal_theme_takes_its_first_eight_colours_and_no_grey),
		cmocka_unit_test(without_colours_what_matters_still_stands_out),
		cmocka_unit_test(a_theme_is_shown_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
