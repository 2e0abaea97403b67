/* place.c - the person's folders and settings, after the XDG base directory specification. */
#include "cli/place.h"

#include <errno.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/text.h"
#include "base/when.h"
#include "exchange/yaml.h"

static const char *home(void)
{
	const char *h = getenv("HOME");
	const struct passwd *login;

	if (h && h[0] == '/')
		return h;
	login = getpwuid(getuid());
	return login && login->pw_dir && login->pw_dir[0] == '/' ? login->pw_dir : "/";
}

/* $NAME/blotter where NAME is an absolute path, else what it stands for under the home. */
static char *folder(const char *name, const char *otherwise)
{
	const char *given = getenv(name);
	struct str s = { 0 };

	if (given && given[0] == '/')
		str_printf(&s, "%s/blotter", given);
	else
		str_printf(&s, "%s/%s/blotter", home(), otherwise);
	return str_take(&s);
}

static char *path_in(const char *in, const char *name)
{
	struct str s = { 0 };

	str_printf(&s, "%s/%s", in, name);
	return str_take(&s);
}

/* --- settings ---------------------------------------------------------------------------- */

static const char *const names[] = { "author", "tag", "notebook", "zone", "mail_from", NULL };

static char **setting_at(struct place *p, const char *name)
{
	char **const at[] = { &p->author, &p->tag, &p->notebook, &p->zone, &p->mail_from };

	for (size_t i = 0; names[i]; i++)
		if (strcmp(names[i], name) == 0)
			return at[i];
	return NULL;
}

static int setting_fault(struct place *p, const struct yaml_node *n, struct err *e, const char *fmt,
    const char *what, const char *more)
{
	struct str text = { 0 };

	str_printf(&text, fmt, what, more);
	err_set(e, ERR_CONFIG, "%s:%d:%d: %s", p->config, n->line, n->column, str_text(&text));
	str_release(&text);
	return -1;
}

static int setting_unknown(struct place *p, const struct yaml_node *key, struct err *e)
{
	const char *near = fault_nearest(key->text, names);
	struct str all = { 0 };

	if (!near)
		near = fault_nearest(key->text, setting_names);
	for (size_t i = 0; names[i]; i++)
		str_printf(&all, "%s%s", i ? ", " : "", names[i]);
	for (size_t i = 0; setting_names[i]; i++)
		str_printf(&all, ", %s", setting_names[i]);
	if (near)
		setting_fault(
		    p, key, e, "\"%s\" is no setting; did you mean \"%s\"?", key->text, near);
	else
		setting_fault(
		    p, key, e, "\"%s\" is no setting; there are %s", key->text, str_text(&all));
	str_release(&all);
	return -1;
}

/* One of the screens' own. */
static int screen_read(struct place *p, const struct yaml_node *key, struct err *e)
{
	struct err why = { 0 };

	if (setting_set(&p->screens, key->text, key->value->text, &why) == 0)
		return 0;
	return setting_fault(p, key->value, e, "%s%s", why.text, "");
}

static bool of_screens(const char *name)
{
	for (size_t i = 0; setting_names[i]; i++)
		if (strcmp(setting_names[i], name) == 0)
			return true;
	return false;
}

static int setting_read(struct place *p, const struct yaml_node *key, struct err *e)
{
	char **at = setting_at(p, key->text);
	const struct yaml_node *value = key->value;
	char zone[WHEN_ZONE_MAX];

	if (!at && !of_screens(key->text))
		return setting_unknown(p, key, e);
	if (yaml_null(value))
		return 0;
	if (value->kind != YAML_SCALAR || strchr(value->text, '\n'))
		return setting_fault(p, value, e, "%s is one line of text%s", key->text, "");
	if (!at)
		return screen_read(p, key, e);
	if (at == &p->zone && zone_check(value->text, zone, e) < 0) {
		struct err why = *e;

		return setting_fault(p, value, e, "%s: %s", "zone", why.text);
	}
	*at = xstrdup(value->text);
	return 0;
}

static int settings_read(struct place *p, struct err *e)
{
	struct yaml_document d = { 0 };
	struct fault_list faults = { 0 };
	int status = 0;

	if (access(p->config, F_OK) != 0)
		return 0;
	if (yaml_read(&d, p->config, &faults, e) < 0) {
		if (e->kind == ERR_INVALID)
			e->kind = ERR_CONFIG;
		status =
		    faults.count == 1 && strcmp(faults.at[0].code, "E-YAML-EMPTY") == 0 ? 0 : -1;
		goto done;
	}
	if (d.root->kind != YAML_MAPPING) {
		status = setting_fault(
		    p, d.root, e, "%s%s", "settings are lines of the form name: value", "");
		goto done;
	}
	for (const struct yaml_node *key = d.root->first; key && status == 0; key = key->next)
		status = setting_read(p, key, e);
done:
	fault_list_release(&faults);
	yaml_document_release(&d);
	return status;
}

/* Asked before anything else: a look at another zone changes TZ for the time being. */
static char *zone_here(void)
{
	char link[512], zone[WHEN_ZONE_MAX];
	const char *tz = getenv("TZ"), *name;
	ssize_t n = tz ? -1 : readlink("/etc/localtime", link, sizeof link - 1);
	struct err ignored;

	link[n < 0 ? 0 : n] = '\0';
	name = strstr(link, "zoneinfo/");
	name = tz ? tz + (*tz == ':') : name ? name + strlen("zoneinfo/") : "";
	return zone_check(name, zone, &ignored) == 0 ? xstrdup(zone) : NULL;
}

/* --- what others call -------------------------------------------------------------------- */

int place_load(struct place *p, struct err *e)
{
	char *config = folder("XDG_CONFIG_HOME", ".config");

	memset(p, 0, sizeof *p);
	settings_init(&p->screens);
	p->here = zone_here();
	p->config = path_in(config, "config.yaml");
	p->keys = path_in(config, "keys.yaml");
	p->data = folder("XDG_DATA_HOME", ".local/share");
	p->state = folder("XDG_STATE_HOME", ".local/state");
	free(config);
	return settings_read(p, e);
}

void place_release(struct place *p)
{
	char **const at[] = { &p->config, &p->keys, &p->data, &p->state, &p->author, &p->tag,
		&p->notebook, &p->zone, &p->mail_from, &p->here };

	for (size_t i = 0; i < sizeof at / sizeof at[0]; i++) {
		free(*at[i]);
		*at[i] = NULL;
	}
}

char *place_login(void)
{
	const struct passwd *login = getpwuid(getuid());
	const char *name = login && login->pw_gecos ? login->pw_gecos : "";
	size_t n = strcspn(name, ",");
	struct str s = { 0 };

	if (n > 0 && text_utf8_fault(name, n) == n)
		str_put(&s, name, n);
	else if (login && login->pw_name)
		str_puts(&s, login->pw_name);
	else
		str_puts(&s, "nobody");
	return str_take(&s);
}

char *place_last(const struct place *p)
{
	char *name = path_in(p->state, "last");
	FILE *f = fopen(name, "re");
	char line[PATH_MAX + 2];
	char *last = NULL;

	free(name);
	if (!f)
		return NULL;
	if (fgets(line, sizeof line, f)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] == '/' && access(line, F_OK) == 0)
			last = xstrdup(line);
	}
	fclose(f);
	return last;
}

void place_remember(const struct place *p, const char *notebook)
{
	char full[PATH_MAX];
	struct err e = { 0 };
	char *name, *beside;
	FILE *f;

	name = path_in(p->state, "last");
	if (!notebook)
		unlink(name);
	if (!notebook || !realpath(notebook, full) || strchr(full, '\n') ||
	    folder_make(p->state, &e) < 0) {
		free(name);
		return;
	}
	beside = path_in(p->state, "last.new");
	f = fopen(beside, "we");
	if (f) {
		bool written = fchmod(fileno(f), 0600) == 0 && fprintf(f, "%s\n", full) > 0;

		if (fclose(f) == 0 && written)
			rename(beside, name);
	}
	free(name);
	free(beside);
}
