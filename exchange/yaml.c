/*
 * yaml.c - YAML that people write, as a small tree.
 *
 * libyaml's events are taken rather than its documents: they come with their place, and
 * what is refused is refused before memory or time is spent on it. libyaml is quadratic in flow
 * depth and in %TAG lines, so depth is checked event by event and %TAG before parsing.
 */
#include "exchange/yaml.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/str.h"
#include "base/text.h"
#include "exchange/in_file.h"

struct reader {
	struct yaml_document *d;
	const char *name;
	struct fault_list *faults;
	struct err *err;
	yaml_parser_t parser;
	struct yaml_node *stack[YAML_DEPTH_MAX]; /* open mappings and sequences */
	struct yaml_node *key[YAML_DEPTH_MAX];	 /* the key of each that waits for its value */
	int depth;
	long events;
	int documents;
};

__attribute__((format(printf, 5, 6))) static int refuse(struct reader *r, int line, int column,
    const char *code, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	fault_add(r->faults, line, column, code, "%s", text);
	return err_set(r->err, ERR_INVALID, "%s:%d:%d: %s: %s", r->name, line, column, code, text);
}

static int refuse_at(struct reader *r, yaml_mark_t mark, const char *code, const char *text)
{
	return refuse(r, (int)mark.line + 1, (int)mark.column + 1, code, "%s", text);
}

/* Line and column of a byte of the source, counted as libyaml does. */
static void locate(const struct reader *r, size_t offset, int *line, int *column)
{
	const char *s = r->d->source;

	*line = *column = 1;
	for (size_t i = 0; i < offset && i < r->d->size; i++) {
		if (s[i] == '\n' || (s[i] == '\r' && (i + 1 == r->d->size || s[i + 1] != '\n'))) {
			++*line;
			*column = 1;
		} else if (((unsigned char)s[i] & 0xc0) != 0x80)
			++*column;
	}
}

static bool forbidden(int32_t c)
{
	static const struct {
		int32_t from, to;
	} ranges[] = {{0x00, 0x08}, {0x0b, 0x1f}, {0x7f, 0x9f}, {0x200e, 0x200f}, {0x2028, 0x202e},
	    {0x2066, 0x2069}, {0xfdd0, 0xfdef}, {0xfeff, 0xfeff}};

	if ((c & 0xfffe) == 0xfffe)
		return true;
	for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
		if (c >= ranges[i].from && c <= ranges[i].to)
			return true;
	return false;
}

/* The character at s, which is UTF-8, and its length. */
static size_t decode(const char *s, int32_t *c)
{
	const unsigned char *u = (const unsigned char *)s;
	size_t len = u[0] < 0x80 ? 1 : u[0] < 0xe0 ? 2 : u[0] < 0xf0 ? 3 : 4;

	*c = len == 1 ? u[0] : u[0] & (0x7f >> len);
	for (size_t i = 1; i < len; i++)
		*c = *c << 6 | (u[i] & 0x3f);
	return len;
}

/* The first fault of n bytes: its offset, with the character in *c, or -1 there when it is not
 * UTF-8. n: none. */
static size_t text_fault(const char *s, size_t n, int32_t *c)
{
	size_t good = text_utf8_fault(s, n);

	for (size_t i = 0, len; i < good; i += len) {
		len = decode(s + i, c);
		if (forbidden(*c) && !(*c == '\r' && i + 1 < n && s[i + 1] == '\n'))
			return i;
	}
	*c = -1;
	return good;
}

/* What must hold for the bytes before libyaml sees them. */
static int source_check(struct reader *r)
{
	const char *s = r->d->source, *end = s + r->d->size;
	int32_t c;
	size_t at = text_fault(s, r->d->size, &c);
	int line, column;

	if (at < r->d->size) {
		locate(r, at, &line, &column);
		if (c < 0)
			return refuse(r, line, column, "E-YAML-ENC", "byte 0x%02x is not UTF-8",
			    (unsigned)(unsigned char)s[at]);
		return refuse(r, line, column, "E-YAML-CTRL", "character U+%04X is not allowed",
		    (unsigned)c);
	}
	for (line = 1; s < end; line++) {
		const char *next = memchr(s, '\n', (size_t)(end - s));

		if (strncmp(s, "%TAG", 4) == 0)
			return refuse(r, line, 1, "E-YAML-TAG", "tags are not allowed");
		s = next ? next + 1 : end;
	}
	return 0;
}

static int syntax_fault(struct reader *r)
{
	const yaml_parser_t *p = &r->parser;
	const char *problem = p->problem ? p->problem : "cannot be read";
	int line, column;

	if (p->error == YAML_READER_ERROR) {
		bool control = strstr(problem, "control characters") != NULL;

		locate(r, p->problem_offset, &line, &column);
		return refuse(
		    r, line, column, control ? "E-YAML-CTRL" : "E-YAML-ENC", "%s", problem);
	}
	line = (int)p->problem_mark.line + 1;
	column = (int)p->problem_mark.column + 1;
	if (!p->context)
		return refuse(r, line, column, "E-YAML-SYNTAX", "%s", problem);
	return refuse(r, line, column, "E-YAML-SYNTAX", "%s, %s (begun at %d:%d)", problem,
	    p->context, (int)p->context_mark.line + 1, (int)p->context_mark.column + 1);
}

static struct yaml_node *node_new(struct reader *r, enum yaml_kind kind, const yaml_event_t *ev)
{
	struct yaml_node *n = arena_alloc(&r->d->arena, sizeof *n);

	*n = (struct yaml_node){.kind = kind, .line = (int)ev->start_mark.line + 1,
	    .column = (int)ev->start_mark.column + 1};
	return n;
}

static void child_put(struct yaml_node *parent, struct yaml_node *child)
{
	if (parent->last)
		parent->last->next = child;
	else
		parent->first = child;
	parent->last = child;
	parent->count++;
}

static int key_add(struct reader *r, struct yaml_node *map, struct yaml_node *n)
{
	const struct yaml_node *same;

	if (n->kind != YAML_SCALAR)
		return refuse(r, n->line, n->column, "E-YAML-SYNTAX", "a key must be plain text");
	same = yaml_key(map, n->text);
	if (same)
		return refuse(r, n->line, n->column, "E-YAML-DUP",
		    "key \"%.80s\" given twice (first at %d:%d)", n->text, same->line,
		    same->column);
	if (map->count == YAML_KEYS_MAX)
		return refuse(r, n->line, n->column, "E-YAML-SIZE",
		    "more than %d keys in one mapping", YAML_KEYS_MAX);
	child_put(map, n);
	r->key[r->depth - 1] = n;
	return 0;
}

/* Hangs a new node where it belongs. */
static int node_add(struct reader *r, struct yaml_node *n)
{
	struct yaml_node *parent = r->depth ? r->stack[r->depth - 1] : NULL;

	if (!parent) {
		r->d->root = n;
		return 0;
	}
	if (parent->kind == YAML_SEQUENCE) {
		if (parent->count == YAML_ITEMS_MAX)
			return refuse(r, n->line, n->column, "E-YAML-SIZE",
			    "more than %d items in one list", YAML_ITEMS_MAX);
		child_put(parent, n);
		return 0;
	}
	if (!r->key[r->depth - 1])
		return key_add(r, parent, n);
	r->key[r->depth - 1]->value = n;
	r->key[r->depth - 1] = NULL;
	return 0;
}

static int marks_refused(
    struct reader *r, const yaml_event_t *ev, const void *anchor, const void *tag)
{
	if (anchor)
		return refuse_at(r, ev->start_mark, "E-YAML-ALIAS", "anchors are not allowed");
	if (tag)
		return refuse_at(r, ev->start_mark, "E-YAML-TAG", "tags are not allowed");
	return 0;
}

static int scalar_add(struct reader *r, const yaml_event_t *ev)
{
	static const enum yaml_style styles[] = {
	    [YAML_PLAIN_SCALAR_STYLE] = YAML_PLAIN,
	    [YAML_SINGLE_QUOTED_SCALAR_STYLE] = YAML_QUOTED,
	    [YAML_DOUBLE_QUOTED_SCALAR_STYLE] = YAML_QUOTED,
	    [YAML_LITERAL_SCALAR_STYLE] = YAML_LITERAL,
	    [YAML_FOLDED_SCALAR_STYLE] = YAML_FOLDED,
	};
	const char *text = (const char *)ev->data.scalar.value;
	size_t len = ev->data.scalar.length;
	struct yaml_node *n;
	int32_t c;

	if (marks_refused(r, ev, ev->data.scalar.anchor, ev->data.scalar.tag))
		return -1;
	n = node_new(r, YAML_SCALAR, ev);
	if (len > YAML_SCALAR_MAX)
		return refuse(r, n->line, n->column, "E-YAML-SIZE", "a text of more than %d KiB",
		    YAML_SCALAR_MAX / 1024);
	if (text_fault(text, len, &c) < len)
		return refuse(r, n->line, n->column, "E-YAML-CTRL",
		    "the text holds the character U+%04X by an escape", (unsigned)c);
	n->style = styles[ev->data.scalar.style];
	n->text = arena_strndup(&r->d->arena, text, len);
	n->len = len;
	return node_add(r, n);
}

static int collection_begin(struct reader *r, const yaml_event_t *ev, enum yaml_kind kind)
{
	bool map = kind == YAML_MAPPING;
	struct yaml_node *n;

	if (map ? marks_refused(r, ev, ev->data.mapping_start.anchor, ev->data.mapping_start.tag)
		: marks_refused(r, ev, ev->data.sequence_start.anchor, ev->data.sequence_start.tag))
		return -1;
	if (r->depth == YAML_DEPTH_MAX)
		return refuse(r, (int)ev->start_mark.line + 1, (int)ev->start_mark.column + 1,
		    "E-YAML-DEPTH", "more than %d levels inside each other", YAML_DEPTH_MAX);
	n = node_new(r, kind, ev);
	if (node_add(r, n))
		return -1;
	r->key[r->depth] = NULL;
	r->stack[r->depth++] = n;
	return 0;
}

static int document_begin(struct reader *r, const yaml_event_t *ev)
{
	if (r->documents++)
		return refuse_at(r, ev->start_mark, "E-YAML-MULTI", "a second document begins");
	if (ev->data.document_start.tag_directives.start !=
	    ev->data.document_start.tag_directives.end)
		return refuse_at(r, ev->start_mark, "E-YAML-TAG", "tags are not allowed");
	return 0;
}

static int event_take(struct reader *r, const yaml_event_t *ev)
{
	if (++r->events > YAML_EVENTS_MAX)
		return refuse_at(r, ev->start_mark, "E-YAML-SIZE", "too many parts in one file");
	switch (ev->type) {
	case YAML_DOCUMENT_START_EVENT:
		return document_begin(r, ev);
	case YAML_ALIAS_EVENT:
		return refuse_at(r, ev->start_mark, "E-YAML-ALIAS", "aliases are not allowed");
	case YAML_SCALAR_EVENT:
		return scalar_add(r, ev);
	case YAML_SEQUENCE_START_EVENT:
		return collection_begin(r, ev, YAML_SEQUENCE);
	case YAML_MAPPING_START_EVENT:
		return collection_begin(r, ev, YAML_MAPPING);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		r->depth--;
		return 0;
	default:
		return 0;
	}
}

static int events_run(struct reader *r)
{
	yaml_event_t ev;
	bool done = false;

	while (!done) {
		int bad;

		if (!yaml_parser_parse(&r->parser, &ev))
			return syntax_fault(r);
		done = ev.type == YAML_STREAM_END_EVENT;
		bad = event_take(r, &ev);
		yaml_event_delete(&ev);
		if (bad)
			return -1;
	}
	if (!r->d->root || yaml_null(r->d->root))
		return refuse(r, 1, 1, "E-YAML-EMPTY", "there is nothing in it");
	return 0;
}

int yaml_parse(struct yaml_document *d, const char *name, const char *bytes, size_t n,
    struct fault_list *faults, struct err *e)
{
	struct reader r = {.d = d, .name = name, .faults = faults, .err = e};
	int bad;

	*d = (struct yaml_document){0};
	if (n > YAML_FILE_MAX)
		return refuse(&r, 1, 1, "E-YAML-SIZE", "the file is larger than %d KiB",
		    YAML_FILE_MAX / 1024);
	if (n >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0) {
		bytes += 3;
		n -= 3;
	}
	d->source = arena_strndup(&d->arena, bytes, n);
	d->size = n;
	if (source_check(&r))
		goto bad;
	if (!yaml_parser_initialize(&r.parser)) {
		err_set(e, ERR_IO, "out of memory");
		goto bad;
	}
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)d->source, n);
	bad = events_run(&r);
	yaml_parser_delete(&r.parser);
	if (!bad)
		return 0;
bad:
	yaml_document_release(d);
	return -1;
}

void yaml_document_release(struct yaml_document *d)
{
	arena_release(&d->arena);
	*d = (struct yaml_document){0};
}

int yaml_read(struct yaml_document *d, const char *path, struct fault_list *faults, struct err *e)
{
	struct str bytes = {0};
	const char *name;
	int bad;

	*d = (struct yaml_document){0};
	bad = in_file_read(path, YAML_FILE_MAX, &bytes, &name, e);
	if (!bad)
		bad = yaml_parse(d, name, str_text(&bytes), bytes.len, faults, e);
	str_release(&bytes);
	return bad;
}

const struct yaml_node *yaml_key(const struct yaml_node *mapping, const char *name)
{
	if (!mapping || mapping->kind != YAML_MAPPING)
		return NULL;
	for (const struct yaml_node *k = mapping->first; k; k = k->next)
		if (strcmp(k->text, name) == 0)
			return k;
	return NULL;
}

const struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *name)
{
	const struct yaml_node *k = yaml_key(mapping, name);

	return k ? k->value : NULL;
}

bool yaml_null(const struct yaml_node *n)
{
	if (n->kind != YAML_SCALAR || n->style != YAML_PLAIN)
		return false;
	return n->len == 0 || strcmp(n->text, "~") == 0 || strcmp(n->text, "null") == 0;
}

/* A line, from 1, of some text: where it begins; *n is its length without the line break. */
static const char *line_of(const char *s, size_t size, int line, size_t *n)
{
	const char *end = s + size, *stop;

	while (--line > 0 && s < end) {
		const char *lf = memchr(s, '\n', (size_t)(end - s));

		s = lf ? lf + 1 : end;
	}
	stop = memchr(s, '\n', (size_t)(end - s));
	*n = (size_t)((stop ? stop : end) - s);
	if (*n && s[*n - 1] == '\r')
		--*n;
	return s;
}

static int characters(const char *s, size_t n)
{
	int count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xc0) != 0x80;
	return count;
}

/* Bytes of the first `count` characters. */
static size_t bytes_of(const char *s, size_t n, int count)
{
	size_t i = 0;

	while (i < n && (count > 0 || ((unsigned char)s[i] & 0xc0) == 0x80))
		count -= ((unsigned char)s[i++] & 0xc0) != 0x80;
	return i;
}

static void literal_place(const struct yaml_document *d, const struct yaml_node *scalar, int line,
    int column, int *file_line, int *file_column)
{
	size_t have, want;
	const char *file = line_of(d->source, d->size, scalar->line + line, &have);
	const char *text = line_of(scalar->text, scalar->len, line, &want);

	if (want > have || memcmp(file + have - want, text, want) != 0)
		return;
	*file_line = scalar->line + line;
	*file_column = characters(file, have - want) + column;
}

void yaml_place(const struct yaml_document *d, const struct yaml_node *scalar, int line, int column,
    int *file_line, int *file_column)
{
	int quote = scalar->style == YAML_QUOTED;
	size_t have, before, skip;
	const char *file;

	*file_line = scalar->line;
	*file_column = scalar->column;
	if (scalar->style == YAML_LITERAL)
		literal_place(d, scalar, line, column, file_line, file_column);
	if (scalar->style == YAML_LITERAL || scalar->style == YAML_FOLDED || line != 1)
		return;
	file = line_of(d->source, d->size, scalar->line, &have);
	skip = bytes_of(file, have, scalar->column - 1 + quote);
	before = bytes_of(scalar->text, scalar->len, column - 1);
	if (have - skip >= before && memcmp(file + skip, scalar->text, before) == 0)
		*file_column = scalar->column + quote + column - 1;
}
