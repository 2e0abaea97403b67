/*
 * test_keys.c - every key in help works, every bound key is in help, and keys at random change
 * nothing: RANDOM_KEYS=100000 tries so many.
 */
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/screen/case.h"
#include "tui/command.h"
#include "tui/key.h"

enum { RANDOM_KEYS = 4000 };

/* A view in which the command holds: its key. */
static void go_where(struct screen *s, enum screen_command_id id)
{
	for (int view = 0; view < VIEWS; view++) {
		if (!(screen_commands[id].where & 1u << view))
			continue;
		screen_type(s, (char[]){ book_view_key((enum view_id)view), '\0' });
		return;
	}
}

/* One binding of the table ("gg", "PgDn", "C-f") as it is typed. */
static void press(struct screen *s, const char *word, size_t n)
{
	char name[20];
	size_t used;

	snprintf(name, sizeof name, "%.*s", (int)n, word);
	if (n > 1 && key_parse(name, &used) >= 0 && used == n) {
		snprintf(name, sizeof name, "<%.*s>", (int)n, word);
		screen_type(s, name);
	} else {
		screen_send(s, word, n);
	}
}

static void every_key_in_help_does_something(void **state)
{
	struct screen *s;

	setenv("VISUAL", "true", 1);
	setenv("PAGER", "true", 1);
	s = open_at(state, 24, 100);
	screen_shows(s, "10 rows");
	for (int i = 0; i < COMMANDS; i++) {
		const char *keys = screen_commands[i].keys;

		if (i == CMD_QUIT)
			continue;
		while (*keys) {
			size_t n = strcspn(keys, " ");

			go_where(s, (enum screen_command_id)i);
			press(s, keys, n);
			screen_settle(s);
			if (strstr(screen_text(s), "That key does nothing"))
				fail_msg("%.*s of %s does nothing", (int)n, keys,
				    screen_commands[i].name);
			screen_type(s, "<Esc><Esc>");
			keys += n + (keys[n] == ' ');
		}
	}
	screen_type(s, "1\005");
	screen_shows(s, "That key does nothing here");
	quit(state);
}

static void every_bound_key_is_in_help(void **state)
{
	struct screen *s = open_at(state, 24, 200);

	screen_shows(s, "10 rows");
	for (int i = 0; i < COMMANDS; i++) {
		const char *keys = screen_commands[i].keys;
		char label[KEY_NAME_MAX] = "";
		size_t used, n = strcspn(keys, " ");
		char first[20];
		int key;

		if (!*keys)
			continue;
		snprintf(first, sizeof first, "%.*s", (int)n, keys);
		key = key_parse(first, &used);
		key_label(key, label);
		go_where(s, (enum screen_command_id)i);
		screen_type(s, "?");
		screen_shows(s, "help>");
		screen_send(s, screen_commands[i].name, strlen(screen_commands[i].name));
		screen_shows(s, screen_commands[i].name);
		screen_shows(s, used == n ? label : first);
		screen_type(s, "<Esc>");
	}
	quit(state);
}

/* All that a keyboard sends but Enter, which confirms, and q, which ends: each with the same
 * chance, arrows and function keys among them. */
static void random_key(struct screen *s)
{
	static const char *const others[] = { "\033", "\033", "\033OA", "\033OB", "\033OC",
		"\033OD", "\033[5~", "\033[6~", "\033OH", "\033OF", "\033[2~", "\033[3~", "\033[Z",
		"\033OP", "\033OQ", "\033[<0;10;6M\033[<0;10;6m", "\033[<65;10;6M", "\303\251" };
	enum { OTHERS = sizeof others / sizeof *others };
	int key = rand() % (126 + OTHERS);
	char byte = (char)(key + 1);

	if (key >= 126) {
		screen_send(s, others[key - 126], strlen(others[key - 126]));
		return;
	}
	/* ^\ and ^Z are signals of the terminal, ^J and ^M are Enter */
	if (strchr("\n\r\x1c\x1a" "q", byte))
		byte = 'j';
	screen_send(s, &byte, 1);
}

static void random_keys_change_nothing_that_was_not_confirmed(void **state)
{
	const char *asked = getenv("RANDOM_KEYS");
	long n = asked ? strtol(asked, NULL, 10) : RANDOM_KEYS;
	struct screen *s;
	int64_t before = book_records(book(state));

	setenv("VISUAL", "true", 1);
	setenv("PAGER", "true", 1);
	s = open_at(state, 24, 80);
	srand(20210517);
	screen_shows(s, "10 rows");
	for (long i = 0; i < n; i++) {
		random_key(s);
		if (i % 500 == 499) { /* the past is left, where all can be written again */
			screen_type(s, "<Esc><Esc><Esc><Esc><Esc>");
			screen_settle(s);
			assert_int_equal(book_records(book(state)), before);
		}
	}
	screen_type(s, "<Esc><Esc><Esc><Esc><Esc>1");
	screen_shows(s, "[1 Log]");
	screen_settle(s);
	assert_int_equal(book_records(book(state)), before);
	quit(state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FULL(every_key_in_help_does_something),
		FULL(every_bound_key_is_in_help),
		FULL(random_keys_change_nothing_that_was_not_confirmed),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setlocale(LC_ALL, "");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
