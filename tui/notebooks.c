/* notebooks.c - the notebooks in a person's folder. */
#include "tui/notebooks.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "model/entry.h"
#include "model/open.h"
#include "tui/i18n.h"

static void pulse_due(struct notebook *nb, int64_t incident, struct pulse *out)
{
	struct open_page p = {
		.incident = incident, .now = notebook_time(nb), .from_end = true, .limit = 1
	};
	struct open_list l = { 0 };
	struct err e;

	if (open_page_load(nb, &p, &l, &e) == 0 && l.n > 0)
		out->due = l.at[0].due;
	open_list_release(&l);
}

static void pulse_last(struct notebook *nb, int64_t incident, struct pulse *out)
{
	struct entry_page p = { .incident = incident, .order = ENTRY_RECORDED,
		.from_end = true, .backward = true, .limit = 1 };
	struct entry_list l = { 0 };
	struct err e;

	if (entry_page_load(nb, &p, &l, &e) == 0 && l.n > 0)
		out->last = l.at[0].recorded;
	entry_list_release(&l);
}

void pulse_load(struct notebook *nb, int64_t incident, struct pulse *out)
{
	*out = (struct pulse){ .due = WHEN_FUTURE };
	pulse_due(nb, incident, out);
	pulse_last(nb, incident, out);
}

static bool is_notebook(const char *name)
{
	static const char end[] = ".blot";
	size_t n = strlen(name), m = sizeof end - 1;

	return n > m && name[0] != '.' && strcmp(name + n - m, end) == 0;
}

/* "HARBOUR" of ".../harbour.blot"; "" where an incident cannot be called so. */
static void name_of(const char *path, char out[REF_MAX])
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t n = strlen(name) - (is_notebook(name) ? strlen(".blot") : 0);

	out[0] = '\0';
	if (n < REF_MAX && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
					"0123456789._-") >= n)
		for (size_t i = 0; i <= n; i++)
			out[i] = (char)(i < n ? toupper((unsigned char)name[i]) : '\0');
}

int notebooks_begin(struct notebook *nb, const char *path, const struct notebook_options *o,
    const char *title, const char *zone, struct err *e)
{
	char time[WHEN_RFC3339], by_day[256], name[REF_MAX], ref[REF_MAX];
	struct incident fields = { .ref = name, .title = title, .zone = zone };

	when_rfc3339(when_now(), time);
	name_of(path, name);
	if (!*name)
		snprintf(name, sizeof name, "INC-%.10s", time);
	snprintf(by_day, sizeof by_day, _("Incident of %.10s"), time);
	if (!title || !*title)
		fields.title = by_day;
	return notebook_create(nb, path, o, e) < 0 ? -1 : incident_open(nb, &fields, ref, e);
}

static void found_release(struct found *f)
{
	free(f->path);
	free(f->name);
	incident_list_release(&f->all);
}

static int by_change(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	return x->changed == y->changed  ? strcmp(x->name, y->name)
	       : x->changed < y->changed ? 1
					 : -1;
}

/* What is known of the file already is taken over. */
static void found_keep(struct found *f, struct notebooks *before)
{
	for (size_t i = 0; i < before->n; i++) {
		struct found *was = &before->at[i];

		if (strcmp(was->path, f->path) != 0)
			continue;
		f->number = was->number;
		if (was->changed != f->changed || was->is == FOUND_BUSY)
			continue;
		f->is = was->is;
		f->pulse = was->pulse;
		f->all = was->all;
		was->all = (struct incident_list){ 0 };
	}
}

static void found_add(struct notebooks *l, const char *folder, const char *name,
    const struct stat *but, struct notebooks *before)
{
	struct str path = { 0 };
	struct stat st;

	str_printf(&path, "%s/%s", folder, name);
	if (lstat(str_text(&path), &st) == 0 && S_ISREG(st.st_mode) &&
	    (st.st_ino != but->st_ino || st.st_dev != but->st_dev)) {
		if (l->n == l->cap) {
			l->cap = l->cap ? 2 * l->cap : 16;
			l->at = xrealloc(l->at, l->cap * sizeof *l->at);
		}
		l->at[l->n] = (struct found){ .path = xstrdup(str_text(&path)),
			.name = xstrndup(name, strlen(name) - strlen(".blot")),
			.changed =
			    (int64_t)st.st_mtim.tv_sec * 1000000 + st.st_mtim.tv_nsec / 1000 };
		found_keep(&l->at[l->n], before);
		if (!l->at[l->n].number)
			l->at[l->n].number = ++l->numbers;
		l->n++;
	}
	str_release(&path);
}

void notebooks_find(struct notebooks *l, const char *folder, const char *but)
{
	struct notebooks before = *l;
	DIR *d = folder ? opendir(folder) : NULL;
	struct dirent *x;
	struct stat st = { 0 };

	*l = (struct notebooks){ .numbers = before.numbers };
	if (but)
		stat(but, &st);
	for (int i = 0; d && i < NAMES_MAX && (x = readdir(d)); i++)
		if (is_notebook(x->d_name))
			found_add(l, folder, x->d_name, &st, &before);
	if (d)
		closedir(d);
	if (l->n > 0)
		qsort(l->at, l->n, sizeof *l->at, by_change);
	while (l->n > NOTEBOOKS_MAX)
		found_release(&l->at[--l->n]);
	notebooks_release(&before);
}

static void found_read(struct found *f)
{
	struct notebook nb = { 0 };
	struct err e = { 0 };
	int status = notebook_open(&nb, f->path, DB_PEEK, &(struct notebook_options){ 0 }, &e);

	if (status == 0)
		status = incident_list_load(&nb, &f->all, &e);
	if (status == 0 && f->all.n > 0)
		pulse_load(&nb, f->all.at[0].thing, &f->pulse);
	f->is = status == 0 ? FOUND_READ : e.kind == ERR_BUSY ? FOUND_BUSY : FOUND_BROKEN;
	notebook_release(&nb);
}

bool notebooks_read(struct notebooks *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].is == FOUND_UNREAD) {
			found_read(&l->at[i]);
			return true;
		}
	return false;
}

const struct found *notebooks_of(const struct notebooks *l, int64_t number)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].number == number)
			return &l->at[i];
	return NULL;
}

void notebooks_release(struct notebooks *l)
{
	for (size_t i = 0; i < l->n; i++)
		found_release(&l->at[i]);
	free(l->at);
	*l = (struct notebooks){ .numbers = l->numbers };
}
