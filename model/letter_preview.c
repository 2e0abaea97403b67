/*
 * letter_preview.c - the same road as a draft takes, with stand-ins for what is not known yet.
 */
#include "model/letter_preview.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/exposure.h"
#include "model/incident.h"
#include "model/letter.h"
#include "model/notification.h"

struct preview {
	struct notebook *nb;
	struct letter_preview *p;
	struct letters letters;
	struct letter_case about;
	struct str settings;
	struct arena mem;
	const char *content;
};

/* --- what the letter is made of ------------------------------------------------------------ */

static int about_load(struct preview *x, struct err *e)
{
	struct incident_list l = { 0 };
	int status = incident_load(x->nb, x->p->incident, &l, e);

	if (status == 0 && l.n == 0)
		status = err_set(e, ERR_NOT_FOUND, "there is no such incident");
	if (status == 0)
		x->about = (struct letter_case){ .ref = arena_strdup(&x->mem, l.at[0].ref),
			.title = arena_strdup(&x->mem, l.at[0].title),
			.lead = l.at[0].lead ? arena_strdup(&x->mem, l.at[0].lead) : NULL,
			.zone = arena_strdup(&x->mem, l.at[0].zone) };
	incident_list_release(&l);
	return status;
}

static int letters_make(struct preview *x, struct err *e)
{
	return letters_init(
	    &x->letters, x->content, strlen(x->content), &x->about, str_text(&x->settings), e);
}

static int advisory_load(struct preview *x, struct err *e)
{
	struct advisory_row_list l = { 0 };
	struct advisory a = { 0 };
	int status = advisory_find(x->nb, x->p->advisory, &l, e);

	if (status == 0) {
		x->content = arena_strdup(&x->mem, l.at[0].content);
		status = advisory_from_json(&a, x->content, strlen(x->content), e);
	}
	if (status == 0)
		status = letter_settings(&a, x->p->settings, x->p->settings_n, &x->settings, e);
	advisory_release(&a);
	advisory_row_list_release(&l);
	return status < 0 ? -1 : letters_make(x, e);
}

/* --- stand-ins ------------------------------------------------------------------------------ */

/* Of a name that the advisory has. */
static size_t variable(const struct advisory *a, const char *name, size_t n)
{
	size_t i = 0;

	while (strncmp(a->variables[i].name, name, n) != 0 || a->variables[i].name[n])
		i++;
	return i;
}

/* "hotline=[hotline]"; a time is today, a number 0. */
static const char *stand_in(struct preview *x, const char *name)
{
	const struct advisory *a = &x->letters.advisory;
	char now[WHEN_RFC3339];

	when_rfc3339(when_now(), now);
	switch (a->variables[variable(a, name, strlen(name))].type) {
	case ADVISORY_DATE:
	case ADVISORY_EDTF:
		return arena_printf(&x->mem, "%s=%.10s", name, now);
	case ADVISORY_DATETIME:
		return arena_printf(&x->mem, "%s=%.19sZ", name, now);
	case ADVISORY_INTEGER:
		return arena_printf(&x->mem, "%s=0", name);
	case ADVISORY_STRING:
	case ADVISORY_LIST:
		break;
	}
	return arena_printf(&x->mem, "%s=[%s]", name, name);
}

/* The letters again, with a stand-in for each name of `missing`. */
static int fill_in(struct preview *x, struct err *e)
{
	const char *list[ADVISORY_VARIABLES_MAX];
	char *names = arena_strdup(&x->mem, str_text(&x->p->missing)), *at = NULL;
	struct str settings = { 0 };
	size_t n = 0;
	int status;

	for (char *name = strtok_r(names, ", ", &at); name && n < ADVISORY_VARIABLES_MAX;
	     name = strtok_r(NULL, ", ", &at))
		list[n++] = stand_in(x, name);
	if (n == 0)
		return 0;
	status = letters_settings(&x->letters, list, n, &settings, e);
	if (status == 0) {
		letters_release(&x->letters);
		str_release(&x->settings);
		x->settings = settings;
		return letters_make(x, e);
	}
	str_release(&settings);
	return status;
}

/* --- for whom --------------------------------------------------------------------------------- */

static int somebody(struct preview *x, int64_t *customer, struct err *e)
{
	struct exposure_page page = { .incident = x->p->incident, .limit = 1 };
	struct exposure_list l = { 0 };
	int status = 0;

	*customer = x->p->customer;
	if (*customer == 0) {
		status = exposure_page_load(x->nb, &page, &l, e);
		*customer = status == 0 && l.n > 0 ? l.at[0].customer : 0;
	}
	exposure_list_release(&l);
	return status;
}

static struct letter_to told(const struct customer *c, const struct exposure *s)
{
	struct letter_to to = { .ref = c->ref, .name = c->name, .organisation = c->organisation,
		.country = c->country, .addresses = c->addresses };

	if (!s)
		return to;
	to.categories = s->categories;
	to.window = s->window;
	to.earliest = s->earliest;
	to.latest = s->latest;
	to.count = s->count;
	return to;
}

static int write(struct preview *x, const struct customer *c, const struct exposure *s,
    struct err *e)
{
	const struct advisory *a = &x->letters.advisory;
	struct address addresses[ADDRESSES_MAX];
	struct letter_to to = told(c, s);
	const char *language = x->p->language;
	const struct address *reached = NULL;

	if (to.addresses)
		reached = letter_address(
		    a, addresses, addresses_read(to.addresses, addresses, &x->mem));
	to.channel = reached ? reached->channel : NULL;
	to.address = reached ? reached->value : NULL;
	if (!language && c->language)
		language = letter_language(a, c->language);
	if (!language)
		language = a->default_language;
	snprintf(x->p->used, sizeof x->p->used, "%s", language);
	str_puts(&x->p->customer_ref, c->ref);
	return letters_write(
	    &x->letters, &to, to.channel, language, &x->p->subject, &x->p->body, e);
}

static int letter_make(struct preview *x, struct err *e)
{
	struct customer_list c = { 0 };
	struct exposure_list s = { 0 };
	int64_t customer;
	int status = somebody(x, &customer, e);

	if (status == 0 && customer)
		status = customer_load(x->nb, customer, x->p->incident, &c, e);
	if (status == 0 && customer)
		status = exposure_load(x->nb, x->p->incident, customer, &s, e);
	if (status == 0 && c.n > 0)
		status = write(x, &c.at[0], s.n > 0 ? &s.at[0] : NULL, e);
	customer_list_release(&c);
	exposure_list_release(&s);
	return status;
}

static int preview_tell(struct preview *x, struct err *e)
{
	struct letter_preview *p = x->p;
	const struct advisory *a = &x->letters.advisory;
	const char *names;

	letters_missing(&x->letters, &p->missing, &p->cannot);
	names = str_text(&p->missing);
	if (*names)
		p->type = a->variables[variable(a, names, strcspn(names, ","))].type;
	return fill_in(x, e) < 0 ? -1 : letter_make(x, e);
}

int letter_preview(struct notebook *nb, struct letter_preview *p, struct err *e)
{
	struct preview x = { .nb = nb, .p = p };
	int status = about_load(&x, e);

	if (status == 0)
		status = advisory_load(&x, e);
	if (status == 0) {
		status = p->check ? letters_check(&x.letters,
					variable(&x.letters.advisory, p->check,
					    strlen(p->check)),
					e)
				  : preview_tell(&x, e);
		letters_release(&x.letters);
	}
	str_release(&x.settings);
	arena_release(&x.mem);
	return status;
}

void letter_preview_release(struct letter_preview *p)
{
	str_release(&p->missing);
	str_release(&p->cannot);
	str_release(&p->subject);
	str_release(&p->body);
	str_release(&p->customer_ref);
}
