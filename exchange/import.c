/* import.c - what all imports of lists share. */
#include "exchange/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"

enum { UNUSED_SHOWN = 400 }; /* bytes of the names of columns */

void import_result_release(struct import_result *r)
{
	str_release(&r->told);
}

void import_say(struct str *out, int64_t n, const char *one, const char *many)
{
	char digits[24];
	int len = snprintf(digits, sizeof digits, "%lld", (long long)n);

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			str_putc(out, ',');
		str_putc(out, digits[i]);
	}
	str_putc(out, ' ');
	str_puts(out, n == 1 ? one : many);
}

/* The header of the rejects is that of the file with two columns more. */
static void rejects_row_put(
    struct import *in, const struct csv_row *row, const char *line, const char *reason)
{
	for (size_t i = 0; i < row->n; i++)
		csv_put(&in->rejects.buffer, row->at[i].at, row->at[i].len, CSV_DATA, i == 0);
	csv_put_text(&in->rejects.buffer, line, CSV_DATA, 0);
	csv_put_text(&in->rejects.buffer, reason, CSV_DATA, 0);
	csv_put_end(&in->rejects.buffer);
}

int import_start(
    struct import *in, const struct import_options *o, struct import_result *result, struct err *e)
{
	memset(in, 0, sizeof *in);
	memset(result, 0, sizeof *result);
	in->o = o;
	in->result = result;
	in->format = "csv";
	in->reader = csv_reader_open(o->path, 0, e);
	return in->reader ? 0 : -1;
}

static int rejects_open(struct import *in, const struct csv_row *header, struct err *e)
{
	if (!in->o->rejects)
		return 0;
	if (out_file_open(&in->rejects, in->o->rejects, in->o->overwrite, e) < 0)
		return -1;
	rejects_row_put(in, header, "line", "reason");
	return 0;
}

int import_columns(
    struct import *in, const struct mapping_field *fields, size_t n, struct err *e)
{
	const char *name = csv_reader_name(in->reader);
	struct csv_row header;

	if (csv_reader_header(in->reader, &header, e) < 0 ||
	    mapping_make(&in->map, fields, n, in->o->map, name, &header, e) < 0)
		return -1;
	return rejects_open(in, &header, e);
}

int import_lines(struct import *in, struct err *e)
{
	const struct csv_field whole = { "row", 3 };
	const struct csv_row header = { .at = &whole, .n = 1 };

	if (in->o->map)
		return err_set(e, ERR_USAGE, "--map: %s has no columns to name",
		    csv_reader_name(in->reader));
	csv_reader_raw(in->reader);
	in->map.columns = 1;
	return rejects_open(in, &header, e);
}

int import_open(struct import *in, const struct import_options *o,
    const struct mapping_field *fields, size_t n, struct import_result *result, struct err *e)
{
	if (import_start(in, o, result, e) < 0)
		return -1;
	return import_columns(in, fields, n, e);
}

int import_spool(struct import *in, struct notebook *nb, struct err *e)
{
	char *folder = folder_beside(nb->path);
	int done = csv_reader_spool(in->reader, folder, e);

	free(folder);
	return done;
}

int import_reject(struct import *in, struct err *e)
{
	char line[24];

	if (e->kind != ERR_INVALID && e->kind != ERR_NOT_FOUND)
		return -1;
	if (!in->o->rejects) {
		struct err reason = *e;

		return csv_row_fault(in->reader, &in->row, e, "%s", reason.text);
	}
	snprintf(line, sizeof line, "%lld", (long long)in->row.line);
	rejects_row_put(in, &in->row, line, e->text);
	in->result->rejected++;
	memset(e, 0, sizeof *e);
	return out_file_flow(&in->rejects, e);
}

int import_row(struct import *in, struct err *e)
{
	int got;

	while ((got = csv_reader_row(in->reader, &in->row, e)) > 0) {
		in->result->rows++;
		if (in->row.n == in->map.columns)
			return 1;
		err_set(e, ERR_INVALID, "it has %zu fields, the header has %zu", in->row.n,
		    in->map.columns);
		if (import_reject(in, e) < 0)
			return -1;
	}
	return got;
}

/* Names the columns that nobody took; of very many the first. */
static void unused_say(const struct str *unused, struct str *told)
{
	size_t shown = unused->len, more = 0;

	for (size_t i = 0; i < unused->len; i++) {
		if (unused->at[i] != ',')
			continue;
		if (i > UNUSED_SHOWN && shown == unused->len)
			shown = i;
		more += i >= shown;
	}
	str_puts(told, "columns not taken: ");
	text_show(told, unused->at, shown, TEXT_ONE_LINE);
	if (more)
		str_printf(told, " and %zu more", more);
	str_putc(told, '\n');
}

int import_finish(struct import *in, struct err *e)
{
	struct import_result *r = in->result;

	if (in->map.unused.len)
		unused_say(&in->map.unused, &r->told);
	if (!in->o->rejects)
		return 0;
	if (r->rejected) {
		import_say(&r->told, r->rejected, "row rejected, see ", "rows rejected, see ");
		text_show(&r->told, in->o->rejects, strlen(in->o->rejects), TEXT_ONE_LINE);
		str_putc(&r->told, '\n');
	}
	return out_file_finish(&in->rejects, e);
}

int import_publish(struct import *in, struct err *e)
{
	return in->o->rejects && in->result->rejected ? out_file_publish(&in->rejects, e) : 0;
}

void import_release(struct import *in)
{
	csv_reader_free(in->reader);
	mapping_release(&in->map);
	out_file_release(&in->rejects);
	memset(in, 0, sizeof *in);
}

int import_transfer(struct import *in, struct act *a, const char *what, int64_t rows, struct err *e)
{
	uint8_t sha256[DIGEST_SIZE];
	struct transfer t = {
		.what = what,
		.file = strcmp(in->o->path, "-") == 0 ? NULL : in->o->path,
		.format = in->format,
		.rows = rows,
		.sha256 = sha256,
	};
	struct str left_out = { 0 };
	int done;

	csv_reader_sha256(in->reader, sha256);
	if (in->result->rejected) {
		str_printf(&left_out, "{\"rejected\":%lld}", (long long)in->result->rejected);
		t.left_out = left_out.at;
	}
	done = transfer_write(a, &t, e);
	str_release(&left_out);
	return done;
}
