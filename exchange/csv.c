/*
 * csv.c - comma-separated values, read and written.
 *
 * libcsv pushes: it calls back for each field and row of the bytes it is given and cannot be halted
 * between. So one chunk is parsed at a time into a batch of rows, which are then handed out one by
 * one; a row that the chunk cuts off moves to the front of the next batch. Room for all that a
 * chunk can become is made before it is parsed, so the callbacks only copy. Rows of
 * one line, whose quotes are in place, do not need libcsv, which goes byte by byte: they are split
 * where they lie. What remains for it are line breaks in fields and everything that is wrong.
 */
#include "exchange/csv.h"

#include <assert.h>
#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "exchange/out_file.h"

enum { CHUNK = 128 * 1024, HELD_MAX = 4, COLUMN_MAX = 1 << 30 };

struct span {            /* a row of the batch */
	size_t first, n; /* fields */
	int64_t line;
};

struct csv_reader {
	char *name;       /* for messages; owned */
	int fd;           /* -1: bytes in memory, or nothing left to close */
	const char *rest; /* bytes in memory still to be read; borrowed */
	size_t rest_n;
	struct digest digest; /* of all bytes so far */
	uint8_t sha256[DIGEST_SIZE];
	struct csv_parser parser;
	bool started, ended;
	bool raw;     /* a line is a field: no quotes, no separators */
	size_t first; /* bytes of the first chunk, read but not yet parsed */
	unsigned char chunk[CHUNK + HELD_MAX];
	size_t held; /* bytes at the front of chunk: a character that the last read cut off */

	int64_t line;   /* line on which the next byte after the last complete field lies, from 1 */
	int64_t column; /* characters of that raw line before the chunk: for faults */
	bool after_cr;  /* the last line ended in CR: an LF now belongs to it */
	bool quotes;    /* the chunk may hold line breaks inside fields */

	/* The batch: complete rows, then the fields of one that is not complete. */
	char *text;
	size_t text_n, text_cap;
	struct csv_field *field;
	size_t field_n, field_cap;
	struct span *row;
	size_t row_n, row_cap, row_next;
	size_t open_field, open_text; /* where the incomplete row begins */
	int64_t open_line;
	int64_t number;   /* of the row handed out last */
	struct err fault; /* of a callback, told after the chunk */
};

/* --- line numbers ------------------------------------------------------------------ */

/* Line breaks in n bytes: LF, CRLF or CR; `cr` says that a CR came right before. */
static int64_t breaks_count(const char *s, size_t n, bool cr)
{
	int64_t breaks = 0;

	for (size_t i = 0; i < n; i++) {
		if (s[i] == '\r' || (s[i] == '\n' && !cr))
			breaks++;
		cr = s[i] == '\r';
	}
	return breaks;
}

static int64_t characters_count(const char *s, size_t n)
{
	int64_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

/* Bytes after the last line break, or all of them. */
static size_t tail_length(const char *s, size_t n)
{
	size_t i = n;

	while (i > 0 && s[i - 1] != '\n' && s[i - 1] != '\r')
		i--;
	return n - i;
}

/* Line and column (characters, from 1) of the byte at `at` of the chunk just read. */
static void position_find(const struct csv_reader *r, size_t at, int64_t *line, int64_t *column)
{
	const char *s = (const char *)r->chunk;
	size_t tail = tail_length(s, at);

	*line = r->line + breaks_count(s, at, r->after_cr);
	if (r->parser.entry_pos)
		*line += breaks_count((char *)r->parser.entry_buf, r->parser.entry_pos, false);
	*column = characters_count(s + at - tail, tail) + 1;
	if (tail == at)
		*column += r->column;
}

/* --- what libcsv calls --------------------------------------------------------------- */

static int never_space(unsigned char c)
{
	return 0;
}

/* Is there room for a field of n bytes in the row? Else the fault is set. */
static bool field_fits(struct csv_reader *r, size_t n)
{
	if (n > CSV_FIELD_MAX && !r->raw)
		err_set(&r->fault, ERR_INVALID, "%s:%lld: a field is longer than 64 KiB", r->name,
		    (long long)r->line);
	else if (r->field_n - r->open_field >= CSV_FIELDS_MAX)
		err_set(&r->fault, ERR_INVALID, "%s:%lld: the row has more than %d fields", r->name,
		    (long long)r->open_line, CSV_FIELDS_MAX);
	else if (r->text_n - r->open_text + n > CSV_ROW_MAX)
		err_set(&r->fault, ERR_INVALID, "%s:%lld: the row is longer than 1 MiB", r->name,
		    (long long)r->open_line);
	return !r->fault.kind;
}

static void field_take(void *bytes, size_t n, void *with)
{
	struct csv_reader *r = with;

	if (r->fault.kind)
		return;
	if (r->field_n == r->open_field)
		r->open_line = r->line;
	if (!field_fits(r, n))
		return;
	r->field[r->field_n].at = memcpy(r->text + r->text_n, bytes, n);
	r->field[r->field_n++].len = n;
	r->text[r->text_n + n] = '\0';
	r->text_n += n + 1;
	if (r->quotes)
		r->line += breaks_count(bytes, n, false);
	r->after_cr = false;
}

static void row_take(int end, void *with)
{
	struct csv_reader *r = with;

	if (r->fault.kind)
		return;
	if (r->field_n > r->open_field) {
		r->row[r->row_n].first = r->open_field;
		r->row[r->row_n].n = r->field_n - r->open_field;
		r->row[r->row_n++].line = r->open_line;
	}
	if (!(end == '\n' && r->after_cr && r->field_n == r->open_field))
		r->line++;
	r->after_cr = end == '\r';
	r->open_field = r->field_n;
	r->open_text = r->text_n;
}

/* --- chunks ------------------------------------------------------------------------- */

static ssize_t bytes_read(struct csv_reader *r, void *to, size_t n, struct err *e)
{
	ssize_t got;

	if (r->fd < 0) {
		if (n > r->rest_n)
			n = r->rest_n;
		if (n)
			memcpy(to, r->rest, n);
		r->rest += n;
		r->rest_n -= n;
		return (ssize_t)n;
	}
	do
		got = read(r->fd, to, n);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		err_set(e, ERR_IO, "%s: cannot be read: %s", r->name, strerror(errno));
	return got;
}

/* Fills the chunk after what was held back; *n gets the bytes there are. Fewer than CHUNK: the end.
 */
static int chunk_fill(struct csv_reader *r, size_t *n, struct err *e)
{
	size_t want = CHUNK, have = 0;

	while (have < want) {
		ssize_t got = bytes_read(r, r->chunk + r->held + have, want - have, e);

		if (got < 0)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	digest_add(&r->digest, r->chunk + r->held, have);
	r->ended = have < want;
	*n = r->held + have;
	r->held = 0;
	return 0;
}

/* Bytes at the end that begin a character which the next chunk may complete. */
static size_t cut_length(const unsigned char *s, size_t n)
{
	for (size_t back = 1; back <= 3 && back <= n; back++) {
		unsigned char c = s[n - back];

		if (c >= 0xf0)
			return back < 4 ? back : 0;
		if (c >= 0xe0)
			return back < 3 ? back : 0;
		if (c >= 0xc0)
			return back < 2 ? back : 0;
		if (c < 0x80)
			return 0;
	}
	return 0;
}

static bool all_ascii(const unsigned char *s, size_t n)
{
	uint64_t word, seen = 0;
	size_t i = 0;

	for (; i + 8 <= n; i += 8) {
		memcpy(&word, s + i, 8);
		seen |= word;
	}
	for (; i < n; i++)
		seen |= s[i];
	return !(seen & UINT64_C(0x8080808080808080));
}

static int chunk_check(struct csv_reader *r, size_t n, struct err *e)
{
	const unsigned char *nul = memchr(r->chunk, '\0', n);
	size_t text = nul ? (size_t)(nul - r->chunk) : n;
	size_t fault = all_ascii(r->chunk, text) ? text : text_utf8_fault((char *)r->chunk, text);
	int64_t line, column;

	if (fault == n)
		return 0;
	position_find(r, fault, &line, &column);
	return err_set(e, ERR_INVALID,
	    fault < text ? "%s:%lld:%lld: a byte that is not UTF-8"
			 : "%s:%lld:%lld: a NUL byte: this is not text",
	    r->name, (long long)line, (long long)column);
}

/* The incomplete row moves to the front, and there will be room for all that n bytes can become. */
static void batch_make(struct csv_reader *r, size_t n)
{
	size_t fields = r->field_n - r->open_field, bytes = r->text_n - r->open_text;
	size_t text = bytes + r->parser.entry_pos + 2 * n + 16, at = 0;

	if (fields) {
		memmove(r->text, r->text + r->open_text, bytes);
		memmove(r->field, r->field + r->open_field, fields * sizeof *r->field);
	}
	if (r->text_cap < text)
		r->text = xrealloc(r->text, r->text_cap = text);
	if (r->field_cap < fields + n + 2)
		r->field = xrealloc(r->field, (r->field_cap = fields + n + 2) * sizeof *r->field);
	if (r->row_cap < n + 2)
		r->row = xrealloc(r->row, (r->row_cap = n + 2) * sizeof *r->row);
	for (size_t i = 0; i < fields; i++) {
		r->field[i].at = r->text + at;
		at += r->field[i].len + 1;
	}
	r->field_n = fields;
	r->text_n = bytes;
	r->open_field = r->open_text = r->row_n = r->row_next = 0;
}

/* libcsv stopped at `at`; what it was given begins at `from`, which is the begin of a line. */
static int parse_fault(struct csv_reader *r, size_t from, size_t at, struct err *e)
{
	const char *s = (const char *)r->chunk, *held = (const char *)r->parser.entry_buf;
	size_t tail = tail_length(s + from, at - from);
	int64_t line = r->line + (held ? breaks_count(held, r->parser.entry_pos, false) : 0);
	int64_t column = characters_count(s + at - tail, tail) + 1 + (tail == at ? r->column : 0);

	return err_set(e, ERR_INVALID,
	    "%s:%lld:%lld: a quote in the midst of a field, or text after a closing quote", r->name,
	    (long long)line, (long long)column);
}

/* Ends the parse: the last row may lack its line end. */
static int batch_finish(struct csv_reader *r, struct err *e)
{
	r->quotes = true;
	if (csv_fini(&r->parser, field_take, row_take, r) != 0)
		return err_set(e, ERR_INVALID,
		    "%s:%lld: a quote that begins on this line is not closed", r->name,
		    (long long)r->line);
	digest_done(&r->digest, r->sha256);
	return 0;
}

static int field_check(struct csv_reader *r, struct err *e)
{
	if (r->fault.kind) {
		*e = r->fault;
		return -1;
	}
	if (r->raw && r->parser.entry_pos > CSV_ROW_MAX)
		return err_set(e, ERR_INVALID, "%s:%lld: the line is longer than 1 MiB", r->name,
		    (long long)r->line);
	if (r->parser.entry_pos > CSV_FIELD_MAX && !r->raw)
		return err_set(e, ERR_INVALID, "%s:%lld: a field is longer than 64 KiB%s", r->name,
		    (long long)r->line,
		    r->parser.quoted ? ": is a quote on this line not closed" : "");
	return 0;
}

/* --- rows of one line: most of them, and libcsv goes byte by byte ---------------------------- */

/* The end of a quoted field that begins at p, after its closing quote; NULL when it has none. */
static char *quoted_end(char *p, const char *end)
{
	for (p++; (p = memchr(p, '"', (size_t)(end - p))); p++)
		if (++p == end || *p != '"')
			return p;
	return NULL;
}

/* Is every quote of the line in its place, and closed before its end? */
static bool quotes_in_place(char *p, const char *end, char separator)
{
	for (;; p++) {
		char *stop;

		if (p < end && *p == '"') {
			p = quoted_end(p, end);
			if (!p || (p < end && *p != separator))
				return false;
		} else {
			stop = memchr(p, separator, (size_t)(end - p));
			if (memchr(p, '"', (size_t)((stop ? stop : end) - p)))
				return false;
			p = stop ? stop : (char *)end;
		}
		if (p == end)
			return true;
	}
}

/* Takes the quotes off n bytes that begin and end with one; returns how many are left, from s[1].
 */
static size_t unquote(char *s, size_t n)
{
	char *to = s + 1, *from = s + 1, *end = s + n - 1, *quote;

	while ((quote = memchr(from, '"', (size_t)(end - from)))) {
		size_t run = (size_t)(quote + 1 - from);

		memmove(to, from, run);
		to += run;
		from = quote + 2;
	}
	memmove(to, from, (size_t)(end - from));
	return (size_t)(to - s) - 1 + (size_t)(end - from);
}

/* Splits a line in place: fields stay in the chunk, and end where separators and quotes were. */
static void line_split(struct csv_reader *r, char *p, size_t n)
{
	char *end = p + n, *stop;

	do {
		bool quoted = p < end && *p == '"' && !r->raw;
		struct csv_field *f = &r->field[r->field_n];

		stop = quoted ? quoted_end(p, end)
			      : memchr(p, r->parser.delim_char, (size_t)(end - p));
		if (!stop)
			stop = end;
		f->at = quoted ? p + 1 : p;
		f->len = quoted ? unquote(p, (size_t)(stop - p)) : (size_t)(stop - p);
		if (!field_fits(r, f->len))
			return;
		r->field_n++;
		p = stop + 1;
		*stop = '\0';
		((char *)f->at)[f->len] = '\0';
	} while (stop < end);
}

/* Takes the lines from `at` on that are rows by themselves, without lone CR; returns where it
 * ended. */
static size_t lines_take(struct csv_reader *r, size_t at, size_t n)
{
	char *s = (char *)r->chunk;

	while (at < n && !r->fault.kind) {
		char *line = s + at, *end = memchr(line, '\n', n - at);
		size_t len = end ? (size_t)(end - line) : 0;

		if (!end)
			break;
		len -= len && line[len - 1] == '\r';
		if (memchr(line, '\r', len))
			break;
		if (r->quotes && memchr(line, '"', len) &&
		    !quotes_in_place(line, line + len, (char)r->parser.delim_char))
			break;
		r->open_line = r->line;
		if (len)
			line_split(r, line, len);
		row_take('\n', r);
		at = (size_t)(end - s) + 1;
	}
	return at;
}

static bool at_row_begin(const struct csv_reader *r)
{
	return r->field_n == r->open_field && !r->parser.entry_pos && !r->parser.quoted;
}

/* All of the chunk: rows of one line here, the others by libcsv, a line at a time. */
static int lines_parse(struct csv_reader *r, size_t n, struct err *e)
{
	size_t at = 0, to, done;

	while (at < n) {
		const unsigned char *end;

		if (at_row_begin(r))
			at = lines_take(r, at, n);
		end = memchr(r->chunk + at, '\n', n - at);
		to = end ? (size_t)(end - r->chunk) + 1 : n;
		done = r->fault.kind
			   ? 0
			   : csv_parse(&r->parser, r->chunk + at, to - at, field_take, row_take, r);
		if (field_check(r, e) < 0)
			return -1;
		if (done != to - at)
			return parse_fault(r, at, at + done, e);
		at = to;
	}
	return 0;
}

static int chunk_parse(struct csv_reader *r, size_t n, struct err *e)
{
	size_t cut = r->ended ? 0 : cut_length(r->chunk, n), tail;
	int64_t column;

	n -= cut;
	if (chunk_check(r, n, e) < 0)
		return -1;
	r->quotes = !r->raw && (r->parser.quoted || memchr(r->chunk, '"', n));
	tail = tail_length((char *)r->chunk, n);
	column = characters_count((char *)r->chunk + n - tail, tail) + (tail == n ? r->column : 0);
	batch_make(r, n);
	if (lines_parse(r, n, e) < 0)
		return -1;
	r->column = column < COLUMN_MAX ? column : COLUMN_MAX;
	memmove(r->chunk, r->chunk + n, cut);
	r->held = cut;
	return r->ended ? batch_finish(r, e) : 0;
}

/* --- the beginning of a file ----------------------------------------------------------- */

static int utf16_refuse(const struct csv_reader *r, size_t n, struct err *e)
{
	const unsigned char *s = r->chunk;
	const char *code = NULL;
	bool marked = n >= 2 && ((s[0] == 0xff && s[1] == 0xfe) || (s[0] == 0xfe && s[1] == 0xff));

	if (marked && n >= 4 && s[0] == 0xff && !s[2] && !s[3])
		code = "UTF-32";
	else if (marked)
		code = "UTF-16";
	else if (n >= 4 && s[0] && !s[1] && s[2] && !s[3])
		code = "UTF-16LE";
	else if (n >= 4 && !s[0] && s[1] && !s[2] && s[3])
		code = "UTF-16BE";
	if (!code)
		return 0;
	return err_set(e, ERR_INVALID,
	    "%s: this is %s, not UTF-8: convert it first: iconv -f %s -t UTF-8 %s", r->name, code,
	    code, r->name);
}

/* The most frequent of , ; and tab in the first line, outside quotes; a comma when there is none.
 */
static char separator_find(const unsigned char *s, size_t n)
{
	static const char candidate[] = { ',', ';', '\t' };
	size_t count[3] = { 0 }, best = 0;
	bool quoted = false;

	for (size_t i = 0; i < n && (quoted || (s[i] != '\n' && s[i] != '\r')); i++) {
		quoted ^= s[i] == '"';
		for (size_t k = 0; k < 3 && !quoted; k++)
			count[k] += s[i] == (unsigned char)candidate[k];
	}
	for (size_t k = 1; k < 3; k++)
		if (count[k] > count[best])
			best = k;
	return candidate[best];
}

/* Reads the first chunk, which tells encoding and separator. */
static int first_fill(struct csv_reader *r, struct err *e)
{
	size_t n;

	if (chunk_fill(r, &n, e) < 0)
		return -1;
	r->started = true;
	if (utf16_refuse(r, n, e) < 0)
		return -1;
	if (n >= 3 && memcmp(r->chunk, "\xef\xbb\xbf", 3) == 0)
		memmove(r->chunk, r->chunk + 3, n -= 3);
	if (!r->parser.delim_char)
		csv_set_delim(&r->parser, (unsigned char)separator_find(r->chunk, n));
	r->first = n;
	return 0;
}

/* Reads and parses the next chunk. */
static int chunk_next(struct csv_reader *r, struct err *e)
{
	size_t n;

	if (!r->started && first_fill(r, e) < 0)
		return -1;
	n = r->first;
	r->first = 0;
	if (!n && !r->ended && chunk_fill(r, &n, e) < 0)
		return -1;
	return chunk_parse(r, n, e);
}

static struct csv_reader *reader_new(const char *name, int fd, char separator)
{
	struct csv_reader *r = xcalloc(1, sizeof *r);

	r->name = xstrdup(name);
	r->fd = fd;
	r->line = 1;
	digest_init(&r->digest);
	csv_init(&r->parser, CSV_STRICT | CSV_STRICT_FINI | CSV_REPALL_NL);
	csv_set_space_func(&r->parser, never_space);
	csv_set_blk_size(&r->parser, CSV_FIELD_MAX);
	csv_set_delim(&r->parser, (unsigned char)separator);
	return r;
}

/* A device may do anything when it is read, and a folder cannot be. */
static int kind_check(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return err_set(e, ERR_IO, "%s: %s", path, strerror(errno));
	if (S_ISDIR(st.st_mode))
		return err_set(e, ERR_INVALID, "%s is a folder", path);
	if (!S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode))
		return err_set(e, ERR_INVALID, "%s is no ordinary file", path);
	return 0;
}

struct csv_reader *csv_reader_open(const char *path, char separator, struct err *e)
{
	struct stat st;
	int fd;

	if (strcmp(path, "-") == 0) {
		fd = fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 3);
		if (fd >= 0)
			return reader_new("stdin", fd, separator);
		err_set(e, ERR_IO, "stdin: %s", strerror(errno));
		return NULL;
	}
	if (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISFIFO(st.st_mode) &&
	    !S_ISDIR(st.st_mode)) {
		err_set(e, ERR_INVALID, "%s is no ordinary file", path);
		return NULL;
	}
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0) {
		err_set(e, err_of_open(errno), "%s: %s", path, strerror(errno));
		return NULL;
	}
	if (kind_check(fd, path, e) < 0) {
		close(fd);
		return NULL;
	}
	posix_fadvise(fd, 0, 0, POSIX_FADV_SEQUENTIAL);
	return reader_new(path, fd, separator);
}

struct csv_reader *csv_reader_open_bytes(
    const char *name, const void *bytes, size_t n, struct err *e)
{
	struct csv_reader *r = reader_new(name, -1, '\0');

	r->rest = bytes;
	r->rest_n = n;
	return r;
}

static int all_write(int fd, const char *at, size_t n)
{
	while (n) {
		ssize_t done = write(fd, at, n);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -1;
		at += done;
		n -= (size_t)done;
	}
	return 0;
}

static int rest_copy(struct csv_reader *r, int to, struct err *e)
{
	char *piece = xmalloc(CHUNK);
	ssize_t n;

	while ((n = bytes_read(r, piece, CHUNK, e)) > 0)
		if (all_write(to, piece, (size_t)n) < 0) {
			n = err_set(
			    e, ERR_IO, "%s: no room to keep it: %s", r->name, strerror(errno));
			break;
		}
	free(piece);
	return n < 0 ? -1 : 0;
}

int csv_reader_spool(struct csv_reader *r, const char *folder, struct err *e)
{
	struct stat st;
	int fd;

	if (r->fd < 0 || r->ended || fstat(r->fd, &st) < 0 || S_ISREG(st.st_mode))
		return 0;
	fd = nameless_open(folder, e);
	if (fd < 0)
		return -1;
	if (rest_copy(r, fd, e) < 0 || lseek(fd, 0, SEEK_SET) < 0) {
		close(fd);
		return -1;
	}
	close(r->fd);
	r->fd = fd;
	return 0;
}

void csv_reader_free(struct csv_reader *r)
{
	if (!r)
		return;
	if (r->fd >= 0)
		close(r->fd);
	csv_free(&r->parser);
	digest_release(&r->digest);
	free(r->name);
	free(r->text);
	free(r->field);
	free(r->row);
	free(r);
}

int csv_reader_peek(struct csv_reader *r, const char **line, size_t *n, struct err *e)
{
	const char *s = (const char *)r->chunk;

	assert(r->row_n == 0);
	if (!r->started && first_fill(r, e) < 0)
		return -1;
	*line = s;
	for (*n = 0; *n < r->first && s[*n] != '\n' && s[*n] != '\r';)
		++*n;
	return 0;
}

/* These two bytes are never part of UTF-8, which is all that gets to the parser. */
void csv_reader_raw(struct csv_reader *r)
{
	r->raw = true;
	csv_set_delim(&r->parser, 0xff);
	csv_set_quote(&r->parser, 0xfe);
}

/* --- rows -------------------------------------------------------------------------- */

int csv_reader_row(struct csv_reader *r, struct csv_row *row, struct err *e)
{
	const struct span *s;

	while (r->row_next == r->row_n) {
		if (r->ended && !r->first)
			return 0;
		if (chunk_next(r, e) < 0)
			return -1;
	}
	s = &r->row[r->row_next++];
	row->at = r->field + s->first;
	row->n = s->n;
	row->line = s->line;
	row->number = ++r->number;
	return 1;
}

int csv_reader_header(struct csv_reader *r, struct csv_row *row, struct err *e)
{
	int got;

	r->number = -1;
	got = csv_reader_row(r, row, e);
	if (got == 0)
		return err_set(
		    e, ERR_INVALID, "%s is empty: its first line must name the columns", r->name);
	return got < 0 ? -1 : 0;
}

const char *csv_reader_name(const struct csv_reader *r)
{
	return r->name;
}

void csv_reader_sha256(struct csv_reader *r, uint8_t out[DIGEST_SIZE])
{
	memcpy(out, r->sha256, DIGEST_SIZE);
}

int csv_row_fault(
    const struct csv_reader *r, const struct csv_row *row, struct err *e, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return err_set(e, ERR_INVALID, "%s:%lld: row %lld: %s", r->name, (long long)row->line,
	    (long long)row->number, text);
}

/* --- writing -------------------------------------------------------------------------- */

void csv_put_begin(struct str *out, enum csv_profile p)
{
	if (p == CSV_EXCEL)
		str_put(out, "\xef\xbb\xbf", 3);
}

static void quoted_put(struct str *out, const char *s, size_t n)
{
	const char *end = s + n, *quote;

	str_putc(out, '"');
	while ((quote = memchr(s, '"', (size_t)(end - s)))) {
		str_put(out, s, (size_t)(quote - s + 1));
		str_putc(out, '"');
		s = quote + 1;
	}
	str_put(out, s, (size_t)(end - s));
	str_putc(out, '"');
}

/* Copies while the bytes need no quotes; says whether that was all of them. */
static bool plain_put(struct str *out, const char *s, size_t n)
{
	static const bool special[256] = {
		[','] = true, ['"'] = true, ['\r'] = true, ['\n'] = true
	};
	char *to;
	size_t i = 0;

	str_need(out, n);
	to = out->at + out->len;
	for (; i < n && !special[(unsigned char)s[i]]; i++)
		to[i] = s[i];
	if (i < n)
		return false;
	to[n] = '\0';
	out->len += n;
	return true;
}

/* Sequences that count as blank or as the beginning of a formula; longest first within a first
 * byte. */
struct sequence {
	const char *bytes;
	size_t n;
};
#define SEQUENCE(s) \
	{ \
		s, sizeof s - 1 \
	}
static const struct sequence blank[] = {
	SEQUENCE(" "),
	SEQUENCE("'"),
	SEQUENCE("\xc2\xa0"),
	SEQUENCE("\xc2\xad"),
	SEQUENCE("\xef\xbb\xbf"),
	SEQUENCE("\xe2\x80\x80"),
	SEQUENCE("\xe2\x80\x81"),
	SEQUENCE("\xe2\x80\x82"),
	SEQUENCE("\xe2\x80\x83"),
	SEQUENCE("\xe2\x80\x84"),
	SEQUENCE("\xe2\x80\x85"),
	SEQUENCE("\xe2\x80\x86"),
	SEQUENCE("\xe2\x80\x87"),
	SEQUENCE("\xe2\x80\x88"),
	SEQUENCE("\xe2\x80\x89"),
	SEQUENCE("\xe2\x80\x8a"),
	SEQUENCE("\xe2\x80\x8b"),
	SEQUENCE("\xe2\x80\x8c"),
	SEQUENCE("\xe2\x80\x8d"),
	SEQUENCE("\xe2\x80\x8e"),
	SEQUENCE("\xe2\x80\x8f"),
	SEQUENCE("\xe2\x80\xaf"),
	SEQUENCE("\xe2\x81\x9f"),
	SEQUENCE("\xe2\x81\xa0"),
	SEQUENCE("\xe3\x80\x80"),
};
static const struct sequence formula[] = {
	SEQUENCE("="),
	SEQUENCE("+"),
	SEQUENCE("-"),
	SEQUENCE("@"),
	SEQUENCE("%"),
	SEQUENCE("|"),
	SEQUENCE("\t"),
	SEQUENCE("\r"),
	SEQUENCE("\n"),
	SEQUENCE("\xef\xbc\x9d") /* = */,
	SEQUENCE("\xef\xbc\x8b") /* + */,
	SEQUENCE("\xef\xbc\x8d") /* - */,
	SEQUENCE("\xef\xbc\xa0") /* @ */,
	SEQUENCE("\xef\xbc\x85") /* % */,
	SEQUENCE("\xef\xbd\x9c") /* | */,
	SEQUENCE("\xe2\x88\x92") /* minus sign */,
};

static size_t sequence_match(const struct sequence *of, size_t count, const char *s, size_t n)
{
	for (size_t i = 0; i < count; i++)
		if (n >= of[i].n && memcmp(s, of[i].bytes, of[i].n) == 0)
			return of[i].n;
	return 0;
}

#define MATCH(of, s, n) sequence_match(of, sizeof of / sizeof *of, s, n)

static bool formula_begins(const char *s, size_t n)
{
	size_t skip;

	while (n && (skip = MATCH(blank, s, n))) {
		s += skip;
		n -= skip;
	}
	return n && MATCH(formula, s, n);
}

void csv_defuse(struct str *out, const char *s, size_t n)
{
	const char *end = s + n;

	do {
		const char *next = s;

		while (next < end && *next != '\n' && *next != '\r')
			next++;
		if (formula_begins(s, (size_t)(end - s)))
			str_putc(out, '\'');
		while (next < end && (*next == '\n' || *next == '\r'))
			next++;
		str_put(out, s, (size_t)(next - s));
		s = next;
	} while (s < end);
}

/* Letters that stand in numbers, dates and times: 1E5, 12 May 2021, MAR1, 9:05 pm, 10T09Z. */
static bool word_converts(const char *s, size_t n)
{
	static const char *const words[] = { "e", "t", "z", "am", "pm" };
	static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strlen(words[i]) == n && strncasecmp(words[i], s, n) == 0)
			return true;
	for (size_t i = 0; n >= 3 && n <= 9 && months[i]; i += 3)
		if (strncasecmp(months + i, s, 3) == 0)
			return true;
	return false;
}

/* Would a spreadsheet take this text for a number, a date or a truth? 00123 would lose its zeros,
 * 1E5 and 2021-06-25 would not come back. */
static bool converts(const char *s, size_t n)
{
	bool digit = false;
	size_t word;

	if ((n == 4 && strncasecmp(s, "true", 4) == 0) ||
	    (n == 5 && strncasecmp(s, "false", 5) == 0))
		return true;
	for (size_t i = 0; i < n; i += word) {
		word = MATCH(blank, s + i, n - i); /* these keep no date from being one */
		if (word)
			continue;
		digit = digit || (s[i] >= '0' && s[i] <= '9');
		for (word = 0; i + word < n; word++)
			if ((unsigned char)((s[i + word] | 32) - 'a') >= 26)
				break;
		if (word ? !word_converts(s + i, word) : !strchr("0123456789 .,:/-+%$()", s[i]))
			return false;
		word += !word;
	}
	return digit;
}

static void excel_put(struct str *out, const char *s, size_t n)
{
	struct str inert = { 0 };

	if (converts(s, n) && !formula_begins(s, n))
		str_putc(&inert, '\'');
	csv_defuse(&inert, s, n);
	quoted_put(out, str_text(&inert), inert.len);
	str_release(&inert);
}

void csv_put(struct str *out, const char *s, size_t n, enum csv_profile p, int first)
{
	if (!first)
		str_putc(out, ',');
	if (p == CSV_EXCEL)
		excel_put(out, s, n);
	else if (!plain_put(out, s, n))
		quoted_put(out, s, n);
}

void csv_put_text(struct str *out, const char *s, enum csv_profile p, int first)
{
	csv_put(out, s ? s : "", s ? strlen(s) : 0, p, first);
}

void csv_put_end(struct str *out)
{
	str_put(out, "\r\n", 2);
}
