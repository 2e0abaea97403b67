/* fault.c - what is wrong in a file somebody wrote. */
#include "exchange/fault.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void add(struct fault_list *l, int line, int column, const char *code, bool warning,
    const char *fmt, va_list ap)
{
	char text[1024];

	l->errors += !warning;
	if (l->count == FAULTS_MAX) {
		l->more++;
		return;
	}
	if (!l->at)
		l->at = xcalloc(FAULTS_MAX, sizeof *l->at);
	vsnprintf(text, sizeof text, fmt, ap);
	l->at[l->count++] = (struct fault){.line = line, .column = column, .code = code,
	    .warning = warning, .text = arena_strdup(&l->arena, text)};
}

void fault_add(struct fault_list *l, int line, int column, const char *code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(l, line, column, code, false, fmt, ap);
	va_end(ap);
}

void fault_warn(struct fault_list *l, int line, int column, const char *code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	add(l, line, column, code, true, fmt, ap);
	va_end(ap);
}

void fault_show(const struct fault *f, const char *file, struct str *out)
{
	str_puts(out, file);
	if (f->line)
		str_printf(out, ":%d", f->line);
	if (f->line && f->column)
		str_printf(out, ":%d", f->column);
	str_printf(out, ": %s: %s%s", f->code, f->warning ? "warning: " : "", f->text);
}

static int compare(const void *a, const void *b)
{
	const struct fault *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->text < y->text ? -1 : x->text > y->text;
}

void fault_list_sort(struct fault_list *l)
{
	if (l->count)
		qsort(l->at, l->count, sizeof *l->at, compare);
}

void fault_list_release(struct fault_list *l)
{
	free(l->at);
	arena_release(&l->arena);
	*l = (struct fault_list){0};
}

enum { NEAR_MAX = 40 };

static size_t min3(size_t a, size_t b, size_t c)
{
	if (b < a)
		a = b;
	return c < a ? c : a;
}

/* The edit distance of two words of at most NEAR_MAX bytes. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t row[NEAR_MAX + 1];

	for (size_t j = 0; j <= m; j++)
		row[j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t corner = row[0];

		row[0] = i;
		for (size_t j = 1; j <= m; j++) {
			size_t above = row[j];

			row[j] = min3(above + 1, row[j - 1] + 1, corner + (a[i - 1] != b[j - 1]));
			corner = above;
		}
	}
	return row[m];
}

const char *fault_nearest(const char *word, const char *const *words)
{
	size_t n = strlen(word), best = n / 3 + 2;
	const char *found = NULL;

	if (n > NEAR_MAX)
		return NULL;
	for (; *words; words++) {
		size_t m = strlen(*words), d;

		if (m > NEAR_MAX)
			continue;
		d = distance(word, n, *words, m);
		if (d < best) {
			best = d;
			found = *words;
		}
	}
	return found;
}
