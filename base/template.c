/*
 * template.c - a strict subset of Mustache, compiled to a flat list of operations.
 *
 * Reading on needs one idea: what a line is. Implementations of Mustache agree that a section
 * tag or comment alone on its line takes the line with it, and disagree once two of them
 * share a line with nothing else, or when the blank beside them is not ASCII. Such lines
 * are refused, so `struct line` follows what the current line has shown so far.
 */
#include "base/template.h"

#include <assert.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

enum { STEPS_LEAST = 1000000 }; /* operations and items that one rendering may take */
enum { FROM_VALUES = 0xff };    /* not of a frame: the value of a name */

enum op_kind { OP_LITERAL, OP_VALUE, OP_ITEM, OP_SECTION, OP_INVERTED };

struct op {
	uint8_t kind;
	uint8_t shape;	 /* of a section */
	uint8_t frame;	 /* of an item: which open section; of a section: the one it opens */
	uint8_t from;	 /* of a section: the frame whose field it goes by, or FROM_VALUES */
	uint16_t name;	 /* of a value or section; its field where it has a frame, 0 for {{.}} */
	uint16_t stride; /* of a section: values from one item to the next */
	uint32_t at;	 /* of a literal: where it begins in the text */
	uint32_t end; /* of a literal: where it ends; of a section: the operation after its body */
};

struct template {
	struct arena arena; /* text and the names needed for errors */
	const char *text;
	struct op *ops; /* owned */
	size_t count, room;
	bool used[TEMPLATE_NAMES_MAX];
	const char *required[TEMPLATE_NAMES_MAX]; /* its name where used and required, else NULL */
	uint8_t shape[TEMPLATE_NAMES_MAX];
	size_t names;
};

/* A section that is open while compiling. */
struct open {
	const char *tag; /* its name in the text */
	size_t tag_len;
	const struct template_name *name; /* NULL: not declared */
	bool inverted;
	size_t op;
	int line, column;
};

/* What the current line has shown so far. */
struct line {
	size_t start; /* offset */
	int tags;     /* section tags and comments */
	bool solid;   /* something that is not blank, or a value */
	bool odd;     /* a blank outside ASCII */
	int tag_line, tag_column; /* of the newest tag */
};

struct compiler {
	struct template *t;
	const char *text;
	size_t n, pos;
	size_t literal; /* where the literal not yet put begins */
	int row, column;
	const struct template_name *names;
	size_t count;
	struct template_faults *faults;
	struct open open[TEMPLATE_DEPTH_MAX];
	int depth;
	struct line line;
};

/* A tag, cut into its parts. */
struct tag {
	size_t end;   /* offset after it */
	char sigil;   /* '#', '^', '/', '!', one that is refused, or 0 for a value */
	const char *name;
	size_t len;
	int line, column;
};

__attribute__((format(printf, 5, 6))) static void fault_add(
    struct compiler *c, int line, int column, enum template_code code, const char *fmt, ...)
{
	struct template_fault *f;
	va_list ap;

	if (c->faults->count == TEMPLATE_FAULTS_MAX)
		return;
	f = &c->faults->at[c->faults->count++];
	f->line = line;
	f->column = column;
	f->code = code;
	va_start(ap, fmt);
	vsnprintf(f->text, sizeof f->text, fmt, ap);
	va_end(ap);
}

static struct op *op_add(struct compiler *c, enum op_kind kind)
{
	struct template *t = c->t;
	struct op *op;

	if (t->count == t->room) {
		t->room = t->room ? t->room * 2 : 32;
		t->ops = xrealloc(t->ops, t->room * sizeof *t->ops);
	}
	op = &t->ops[t->count++];
	memset(op, 0, sizeof *op);
	op->kind = (uint8_t)kind;
	return op;
}

static void literal_put(struct compiler *c, size_t end)
{
	struct op *op;

	if (end <= c->literal)
		return;
	op = op_add(c, OP_LITERAL);
	op->at = (uint32_t)c->literal;
	op->end = (uint32_t)end;
}

/* Goes on to `to`, counting lines and characters. */
static void advance(struct compiler *c, size_t to)
{
	for (; c->pos < to; c->pos++) {
		if (c->text[c->pos] == '\n') {
			c->row++;
			c->column = 1;
		} else if (((unsigned char)c->text[c->pos] & 0xc0) != 0x80)
			c->column++;
	}
}

static bool blank(char b)
{
	return b == ' ' || b == '\t';
}

/* Bytes of the white space outside ASCII that begins here, 0 when it is something else. */
static size_t odd_blank(const char *s, size_t n)
{
	static const char *const blanks[] = { "\xc2\xa0", "\xe1\x9a\x80", "\xe2\x80\xa8",
		"\xe2\x80\xa9", "\xe2\x80\xaf", "\xe2\x81\x9f", "\xe3\x80\x80", "\xef\xbb\xbf",
		"\xc2\x85" };

	for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++) {
		size_t len = strlen(blanks[i]);

		if (n >= len && memcmp(s, blanks[i], len) == 0)
			return len;
	}
	if (n >= 3 && memcmp(s, "\xe2\x80", 2) == 0 && (unsigned char)s[2] <= 0x8a)
		return 3;
	return 0;
}

static void line_begin(struct compiler *c)
{
	c->line = (struct line){.start = c->pos};
}

static void line_end(struct compiler *c)
{
	if (c->line.solid || (c->line.tags < 2 && !(c->line.tags && c->line.odd)))
		return;
	fault_add(c, c->line.tag_line, c->line.tag_column, TEMPLATE_SECTION,
	    c->line.tags < 2 ? "a section tag beside a blank that is not a plain space"
			     : "two section tags alone on a line: give each its own line");
}

/* One piece of text outside tags. */
static void piece(struct compiler *c)
{
	char b = c->text[c->pos];
	size_t odd = odd_blank(c->text + c->pos, c->n - c->pos);

	if (b == '\n') {
		line_end(c);
		advance(c, c->pos + 1);
		line_begin(c);
		return;
	}
	if ((unsigned char)b < 0x20 && b != '\t')
		fault_add(c, c->row, c->column, TEMPLATE_TAG_FORBIDDEN,
		    "a control character (0x%02x)", (unsigned)b);
	if (odd)
		c->line.odd = true;
	else if (!blank(b))
		c->line.solid = true;
	advance(c, c->pos + (odd ? odd : 1));
}

static bool name_valid(const char *s, size_t n)
{
	if (n == 0 || n > TEMPLATE_NAME_MAX || s[0] < 'a' || s[0] > 'z')
		return false;
	for (size_t i = 1; i < n; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') && !(s[i] >= '0' && s[i] <= '9') && s[i] != '_')
			return false;
	return true;
}

static bool name_is(const char *name, const struct tag *tag)
{
	return strlen(name) == tag->len && memcmp(name, tag->name, tag->len) == 0;
}

/* Cuts the tag at the current place. False: it is not closed. */
static bool tag_read(struct compiler *c, struct tag *tag)
{
	const char *s = c->text + c->pos + 2, *end = c->text + c->n, *close = s;

	*tag = (struct tag){.line = c->row, .column = c->column};
	if (s < end && *s && strchr("#^/!>=&{<$*", *s))
		tag->sigil = *s++;
	close = s;
	while (close + 1 < end && !(close[0] == '}' && close[1] == '}'))
		close++;
	if (close + 1 >= end)
		return false;
	tag->end = (size_t)(close + 2 - c->text);
	if (tag->sigil == '{' && close + 2 < end && close[2] == '}')
		tag->end++;
	while (s < close && blank(*s))
		s++;
	while (close > s && blank(close[-1]))
		close--;
	tag->name = s;
	tag->len = (size_t)(close - s);
	return true;
}

/* When only blanks lie between `from` and the end of the line: true, and where the next line
 * begins. */
static bool blank_to_end(const struct compiler *c, size_t from, size_t *next)
{
	while (from < c->n && blank(c->text[from]))
		from++;
	if (from < c->n && c->text[from] != '\n')
		return false;
	*next = from < c->n ? from + 1 : from;
	return true;
}

/* Puts the literal before the tag and goes behind the tag, or behind its line when it is alone. */
static void tag_pass(struct compiler *c, const struct tag *tag, bool value)
{
	struct line *l = &c->line;
	size_t next = tag->end;
	bool alone = !value && !l->solid && !l->odd && !l->tags && blank_to_end(c, tag->end, &next);

	literal_put(c, alone ? l->start : c->pos);
	advance(c, next);
	c->literal = next;
	if (alone) {
		line_begin(c);
		return;
	}
	if (value)
		l->solid = true;
	else
		l->tags++;
	l->tag_line = tag->line;
	l->tag_column = tag->column;
}

static int frame_of(const struct compiler *c, int depth)
{
	int frame = 0;

	for (int i = 0; i < depth; i++)
		frame += !c->open[i].inverted;
	return frame;
}

/* A field of a record whose section is open. */
struct field {
	int frame; /* -1: there is no such field */
	uint16_t number;
	const struct template_name *name; /* what shape it has */
};

static const struct template_name text_field = { .name = "", .shape = TEMPLATE_TEXT };

static const struct template_name *field_shape(
    const struct template_name *record, const struct tag *tag)
{
	for (const struct template_name *n = record->inside; n && n->name; n++)
		if (name_is(n->name, tag))
			return n;
	return &text_field;
}

/* The innermost record that has a field of this name. */
static struct field field_find(const struct compiler *c, const struct tag *tag)
{
	for (int i = c->depth - 1; i >= 0; i--) {
		const struct open *o = &c->open[i];

		if (!o->name || o->inverted || o->name->shape != TEMPLATE_RECORDS)
			continue;
		for (uint16_t f = 0; o->name->fields[f]; f++)
			if (name_is(o->name->fields[f], tag))
				return (struct field){ frame_of(c, i), f,
					field_shape(o->name, tag) };
	}
	return (struct field){ .frame = -1 };
}

static int name_find(struct compiler *c, const struct tag *tag)
{
	for (size_t i = 0; i < c->count; i++)
		if (name_is(c->names[i].name, tag)) {
			c->t->used[i] = true;
			return (int)i;
		}
	fault_add(c, tag->line, tag->column, TEMPLATE_UNDECLARED, "\"%.*s\" is not declared",
	    (int)tag->len, tag->name);
	return -1;
}

/* {{.}}: the item of the innermost section that has one. */
static void dot_put(struct compiler *c, const struct tag *tag)
{
	int i = c->depth - 1;
	struct op *op;

	while (i >= 0 && c->open[i].inverted)
		i--;
	if (i < 0) {
		fault_add(c, tag->line, tag->column, TEMPLATE_SECTION, "{{.}} outside a section");
		return;
	}
	if (c->open[i].name && c->open[i].name->shape == TEMPLATE_RECORDS) {
		fault_add(c, tag->line, tag->column, TEMPLATE_SECTION,
		    "{{.}} in \"%.*s\", whose items have fields: name one",
		    (int)c->open[i].tag_len, c->open[i].tag);
		return;
	}
	op = op_add(c, OP_ITEM);
	op->frame = (uint8_t)frame_of(c, i);
}

static void list_refuse(struct compiler *c, const struct tag *tag)
{
	fault_add(c, tag->line, tag->column, TEMPLATE_WRONG_SHAPE,
	    "\"%.*s\" is a list: write {{#%.*s}} ... {{/%.*s}}", (int)tag->len, tag->name,
	    (int)tag->len, tag->name, (int)tag->len, tag->name);
}

static void value_put(struct compiler *c, const struct tag *tag)
{
	struct field field;
	struct op *op;
	int name;

	if (tag->len == 1 && tag->name[0] == '.') {
		dot_put(c, tag);
		return;
	}
	field = field_find(c, tag);
	if (field.frame >= 0) {
		if (field.name->shape != TEMPLATE_TEXT) {
			list_refuse(c, tag);
			return;
		}
		op = op_add(c, OP_ITEM);
		op->frame = (uint8_t)field.frame;
		op->name = field.number;
		return;
	}
	name = name_find(c, tag);
	if (name < 0)
		return;
	if (c->names[name].shape != TEMPLATE_TEXT) {
		list_refuse(c, tag);
		return;
	}
	op = op_add(c, OP_VALUE);
	op->name = (uint16_t)name;
}

static uint16_t stride_of(const struct template_name *name)
{
	uint16_t n = 0;

	if (name->shape != TEMPLATE_RECORDS)
		return 1;
	while (name->fields[n])
		n++;
	return n;
}

/* After a fault that leaves the rest of the text without meaning. */
static void give_up(struct compiler *c)
{
	c->pos = c->literal = c->n;
	c->depth = 0;
	line_begin(c);
}

/* What the section goes by: a field of an open record, or a name. */
static void section_op(struct compiler *c, struct open *o, const struct tag *tag)
{
	struct field field = field_find(c, tag);
	int name = field.frame < 0 ? name_find(c, tag) : field.number;
	struct op *op = op_add(c, o->inverted ? OP_INVERTED : OP_SECTION);

	op->frame = (uint8_t)frame_of(c, c->depth);
	op->from = field.frame < 0 ? FROM_VALUES : (uint8_t)field.frame;
	if (name < 0)
		return;
	o->name = field.frame < 0 ? &c->names[name] : field.name;
	op->name = (uint16_t)name;
	op->shape = (uint8_t)o->name->shape;
	op->stride = stride_of(o->name);
}

static void section_open(struct compiler *c, const struct tag *tag)
{
	struct open *o;

	if (c->depth == TEMPLATE_DEPTH_MAX) {
		fault_add(c, tag->line, tag->column, TEMPLATE_SECTION,
		    "more than %d sections inside each other", TEMPLATE_DEPTH_MAX);
		give_up(c);
		return;
	}
	o = &c->open[c->depth];
	*o = (struct open){.tag = tag->name, .tag_len = tag->len, .inverted = tag->sigil == '^',
	    .line = tag->line, .column = tag->column, .op = c->t->count};
	section_op(c, o, tag);
	c->depth++;
}

static void section_close(struct compiler *c, const struct tag *tag)
{
	struct open *o = c->depth ? &c->open[c->depth - 1] : NULL;

	if (!o) {
		fault_add(c, tag->line, tag->column, TEMPLATE_SECTION,
		    "{{/%.*s}} closes a section that is not open", (int)tag->len, tag->name);
		return;
	}
	if (o->tag_len != tag->len || memcmp(o->tag, tag->name, tag->len) != 0)
		fault_add(c, tag->line, tag->column, TEMPLATE_SECTION,
		    "{{/%.*s}} where \"%.*s\" must be closed first (opened in line %d of the text)",
		    (int)tag->len, tag->name, (int)o->tag_len, o->tag, o->line);
	c->t->ops[o->op].end = (uint32_t)c->t->count;
	c->depth--;
}

static const char *sigil_refused(char sigil)
{
	static const struct {
		char sigil;
		const char *what;
	} refused[] = { { '>', "partials" }, { '=', "a change of delimiters" },
		{ '&', "unescaped values" }, { '{', "unescaped values" }, { '<', "inheritance" },
		{ '$', "blocks" }, { '*', "dynamic names" } };

	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
		if (refused[i].sigil == sigil)
			return refused[i].what;
	return NULL;
}

/* False when the tag is refused by its form alone. */
static bool tag_check(struct compiler *c, const struct tag *tag)
{
	const char *refused = sigil_refused(tag->sigil);

	if (refused) {
		fault_add(c, tag->line, tag->column, TEMPLATE_TAG_FORBIDDEN,
		    "{{%c is not allowed: no %s", tag->sigil, refused);
		return false;
	}
	if (tag->sigil == '!' || name_valid(tag->name, tag->len))
		return true;
	if (!tag->sigil && tag->len == 1 && tag->name[0] == '.')
		return true;
	fault_add(c, tag->line, tag->column, TEMPLATE_TAG_FORBIDDEN,
	    tag->len ? "a tag must hold one name of a-z, 0-9 and _, at most 32"
		     : "a tag without a name");
	return false;
}

static void tag_put(struct compiler *c)
{
	struct tag tag;
	bool good;

	if (!tag_read(c, &tag)) {
		fault_add(c, c->row, c->column, TEMPLATE_TAG_FORBIDDEN, "{{ without }}");
		give_up(c);
		return;
	}
	good = tag_check(c, &tag);
	tag_pass(c, &tag, tag.sigil == 0 || !good);
	if (!good || tag.sigil == '!')
		return;
	if (tag.sigil == '/')
		section_close(c, &tag);
	else if (tag.sigil)
		section_open(c, &tag);
	else
		value_put(c, &tag);
}

static void compile(struct compiler *c)
{
	while (c->pos < c->n) {
		if (c->pos + 1 < c->n && c->text[c->pos] == '{' && c->text[c->pos + 1] == '{')
			tag_put(c);
		else
			piece(c);
	}
	line_end(c);
	literal_put(c, c->n);
	for (int i = 0; i < c->depth; i++)
		fault_add(c, c->open[i].line, c->open[i].column, TEMPLATE_SECTION,
		    "section \"%.*s\" is not closed", (int)c->open[i].tag_len, c->open[i].tag);
}

struct template *template_new(const char *text, size_t n, const struct template_name *names,
    size_t count, struct template_faults *faults)
{
	struct template *t = xcalloc(1, sizeof *t);
	struct compiler c = {.t = t, .n = n, .row = 1, .column = 1, .names = names, .count = count,
	    .faults = faults};

	assert(count <= TEMPLATE_NAMES_MAX && n < UINT32_MAX);
	faults->count = 0;
	t->text = c.text = arena_strndup(&t->arena, text ? text : "", n);
	t->names = count;
	compile(&c);
	if (faults->count) {
		template_free(t);
		return NULL;
	}
	for (size_t i = 0; i < count; i++) {
		t->shape[i] = (uint8_t)names[i].shape;
		if (t->used[i] && names[i].required)
			t->required[i] = arena_strdup(&t->arena, names[i].name);
	}
	return t;
}

void template_free(struct template *t)
{
	if (!t)
		return;
	free(t->ops);
	arena_release(&t->arena);
	free(t);
}

bool template_uses(const struct template *t, size_t name)
{
	return name < t->names && t->used[name];
}

/* A rendering in progress. */
struct run {
	const struct template *t;
	const struct template_value *values;
	const struct template_value *frame[TEMPLATE_DEPTH_MAX]; /* the item of each open section */
	struct str *out;
	size_t start; /* length of `out` before */
	size_t most;  /* bytes that may be put */
	size_t steps; /* done so far: lists inside lists multiply without writing anything */
	size_t steps_most;
};

static int put(struct run *r, const char *at, size_t n)
{
	if (n > r->most - (r->out->len - r->start))
		return -1;
	if (n)
		str_put(r->out, at, n);
	return 0;
}

static bool present(const struct template_value *v, enum template_shape shape)
{
	return shape == TEMPLATE_TEXT ? v->at && v->len : v->count > 0;
}

static int range_run(struct run *r, size_t from, size_t to);

/* What a value or a section goes by. */
static const struct template_value *value_of(const struct run *r, const struct op *op)
{
	if (op->kind >= OP_SECTION && op->from != FROM_VALUES)
		return &r->frame[op->from][op->name];
	return &r->values[op->name];
}

static int section_run(struct run *r, const struct op *op, size_t body)
{
	const struct template_value *v = value_of(r, op);
	const struct template_value *item = op->shape == TEMPLATE_TEXT ? v : v->items;
	size_t count = op->shape == TEMPLATE_TEXT ? present(v, TEMPLATE_TEXT) : v->count;

	for (size_t i = 0; i < count; i++, item += op->stride) {
		r->frame[op->frame] = item;
		if (++r->steps > r->steps_most || range_run(r, body, op->end))
			return -1;
	}
	return 0;
}

static int op_run(struct run *r, const struct op *op, size_t body)
{
	const struct template_value *v;

	switch (op->kind) {
	case OP_LITERAL:
		return put(r, r->t->text + op->at, op->end - op->at);
	case OP_VALUE:
		v = value_of(r, op);
		return put(r, v->at, v->at ? v->len : 0);
	case OP_ITEM:
		v = &r->frame[op->frame][op->name];
		return put(r, v->at, v->at ? v->len : 0);
	case OP_SECTION:
		return section_run(r, op, body);
	default:
		return present(value_of(r, op), op->shape) ? 0 : range_run(r, body, op->end);
	}
}

static int range_run(struct run *r, size_t from, size_t to)
{
	while (from < to) {
		const struct op *op = &r->t->ops[from];

		if (++r->steps > r->steps_most || op_run(r, op, from + 1))
			return -1;
		from = op->kind >= OP_SECTION ? op->end : from + 1;
	}
	return 0;
}

int template_render_within(const struct template *t, const struct template_value *values,
    size_t most, struct str *out, struct err *e)
{
	struct run r = {.t = t, .values = values, .out = out, .start = out->len, .most = most,
	    .steps_most = most > STEPS_LEAST ? most : STEPS_LEAST};

	for (size_t i = 0; i < t->names; i++)
		if (t->required[i] && !present(&values[i], t->shape[i]))
			return err_set(e, ERR_INVALID, "\"%s\" has no value", t->required[i]);
	if (!range_run(&r, 0, t->count))
		return 0;
	out->len = r.start;
	if (out->at)
		out->at[out->len] = '\0';
	return err_set(e, ERR_INVALID, "the text would be longer than %zu KiB", most / 1024);
}

int template_render(const struct template *t, const struct template_value *values, struct str *out,
    struct err *e)
{
	return template_render_within(t, values, TEMPLATE_OUTPUT_MAX, out, e);
}
