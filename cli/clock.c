/* clock.c - blotter clock set and list clocks: clocks that were wrong, and what they dated. */
#include "model/clock.h"

#include <stdlib.h>
#include <string.h>

#include "base/when.h"
#include "cli/command.h"
#include "cli/words.h"

/* "4m fast", "90s slow", "+4m", "-90s", "right": µs ahead of true time. */
static int ahead_read(const char *text, int64_t *ahead, struct err *e)
{
	static const struct {
		const char *word;
		int sign;
	} words[] = { { " fast", 1 }, { " ahead", 1 }, { " slow", -1 }, { " behind", -1 } };
	int sign = *text == '-' ? -1 : 1;
	size_t n = strlen(text);

	*ahead = 0;
	if (strcmp(text, "right") == 0)
		return 0;
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
		size_t m = strlen(words[i].word);

		if (n > m && strcmp(text + n - m, words[i].word) == 0) {
			sign = words[i].sign;
			n -= m;
		}
	}
	if (*text == '+' || *text == '-') {
		text++;
		n--;
	}
	if (when_span_parse(text, n, ahead, e) < 0)
		return err_set(e, ERR_USAGE,
		    "how far off is the clock? 4m fast, 1m30s slow, or right; not \"%s\"", text);
	*ahead *= sign;
	return 0;
}

/* Says how many entries get another time; asks before many do. */
static int clock_agree(struct command *c, const struct clock_set *set, struct clock_counts *counts,
    bool *go, struct err *e)
{
	char ref[REF_MAX];

	if (clock_set(&c->nb, c->incident, set, true, counts, ref, e) < 0)
		return -1;
	if (counts->dated)
		command_say(c, "%lld of its entries have only a date, and stay as they are",
		    (long long)counts->dated);
	*go = true;
	if (counts->shifted == 0 && !command_flag(c, "dry-run"))
		return 0;
	return command_agree(c, counts->shifted, "times of entries", go, e);
}

int command_clock_set(struct command *c, struct err *e)
{
	struct clock_set set = { .name = c->argv[0], .basis = command_option(c, "basis") };
	char *offset = words_join(c, 1);
	struct clock_counts counts;
	struct str what = { 0 };
	char ref[REF_MAX];
	bool go;
	int status = ahead_read(offset, &set.ahead, e);

	if (status == 0)
		status = clock_agree(c, &set, &counts, &go, e);
	if (status == 0 && go)
		status = clock_set(&c->nb, c->incident, &set, false, &counts, ref, e);
	if (status == 0 && go) {
		str_printf(&what, "%s ", set.name);
		if (set.ahead)
			clock_show_ahead(&what, set.ahead);
		else
			str_puts(&what, "right");
		command_done(c, &(struct done){ .ref = ref, .did = "clock",
				    .changed = counts.shifted, .text = str_text(&what) });
	}
	str_release(&what);
	free(offset);
	return status;
}

int command_list_clocks(struct command *c, struct err *e)
{
	static const struct field fields[] = {
		{ "ref", "REF", FIELD_TEXT, ROOM_MAY_GO },
		{ "name", "CLOCK", FIELD_TEXT, ROOM_KEPT },
		{ NULL, "OFF", FIELD_TEXT, ROOM_KEPT },
		{ "ahead_us", NULL, FIELD_INT, ROOM_MAY_GO },
		{ "basis", "BASIS", FIELD_TEXT, ROOM_WIDE },
	};
	struct clock_list l = { 0 };
	int status = clock_list_load(&c->nb, c->incident, &l, e);

	output_begin(c->out, fields, sizeof fields / sizeof fields[0]);
	for (size_t i = 0; status == 0 && i < l.n; i++) {
		const struct clock *k = &l.at[i];
		struct str off = { 0 };

		clock_show_ahead(&off, k->ahead);
		output_row(c->out, (struct cell[]){ { .text = k->public_ref }, { .text = k->name },
				       { .text = k->ahead ? str_text(&off) : "right" },
				       { .n = k->ahead }, { .text = k->basis } });
		str_release(&off);
	}
	output_end(c->out);
	clock_list_release(&l);
	return status;
}
