/*
 * status_mail.c - what delivery reports (RFC 3464) say of letters.
 *
 * A report is matched by the Message-ID that we gave the letter, which names the notebook too; else
 * by its reference, and then the letter must have gone to the address that the report is about.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "exchange/letter_mail.h"
#include "exchange/part.h"
#include "exchange/status.h"

enum { SHOWN = 200 }; /* bytes of what others wrote that are kept as a key */

struct reading {
	struct notebook *nb;
	struct status_lines *lines;
	int64_t number;
	struct err fault;
};

bool status_mail_is(const char *path)
{
	struct stat st;
	char head[512];
	ssize_t n = 0;
	size_t name;
	bool standard = strcmp(path, "-") == 0;
	int fd;

	/* a pipe is not even opened: who writes into it would take that for the reader */
	if ((standard ? fstat(STDIN_FILENO, &st) : stat(path, &st)) < 0 || !S_ISREG(st.st_mode))
		return false;
	fd = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd >= 0)
		n = pread(fd, head, sizeof head - 1, standard ? lseek(fd, 0, SEEK_CUR) : 0);
	if (fd >= 0)
		close(fd);
	head[n > 0 ? n : 0] = '\0';
	if (strncmp(head, "From ", 5) == 0)
		return true;
	/* a field of a header: "Return-Path:", with nothing of a CSV before the colon */
	name = strspn(head, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");
	return name > 1 && head[name] == ':' &&
	       (head[name + 1] == ' ' || head[name + 1] == '\t');
}

/* Texts of a report go into keys and codes: one line of UTF-8, and not long. */
static const char *plain(struct status_lines *l, const char *s)
{
	size_t n = s ? strlen(s) : 0;
	char *copy;

	if (!s)
		return NULL;
	n = n > SHOWN ? SHOWN : n;
	copy = arena_strndup(&l->mem, s, n);
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)copy[i] < 0x20 || (unsigned char)copy[i] >= 0x7f)
			copy[i] = '?';
	return copy;
}

/* The key by which a letter is found, or what a person recognises the report by. */
static const char *key_of(struct reading *in, const struct mail_report *r, bool *exact)
{
	char ref[REF_MAX];

	*exact = r->message_id && mail_id_read(r->message_id, in->nb->id, ref);
	if (*exact)
		return arena_strdup(&in->lines->mem, ref);
	if (r->reference && strlen(r->reference) < REF_MAX)
		return plain(in->lines, r->reference);
	return arena_printf(&in->lines->mem, "%s about %s", r->action,
	    r->recipient ? plain(in->lines, r->recipient) : "nobody");
}

static int report_take(void *with, const struct mail_report *r)
{
	struct reading *in = with;
	bool exact;
	struct status_line said = { .key = key_of(in, r, &exact),
		.result = plain(in->lines, r->action),
		.code = plain(in->lines, r->status),
		.channel = "email",
		.at = r->at * WHEN_SECOND,
		.number = ++in->number };

	said.recipient = exact ? NULL : r->recipient ? plain(in->lines, r->recipient) : "";
	if (status_line_add(in->lines, &said, &in->fault) < 0)
		return err_in(&in->fault, "report %lld", (long long)in->number);
	return 0;
}

/* A copy of the file that nobody changes meanwhile, from its beginning; -1. */
static int copy_open(
    struct notebook *nb, const char *path, uint8_t sha256[DIGEST_SIZE], struct err *e)
{
	bool standard = strcmp(path, "-") == 0;
	int from = standard ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	char *folder = folder_beside(nb->path), *piece = xmalloc(65536);
	int to = from < 0 ? err_set(e, err_of_open(errno), "%s: %s", path, strerror(errno))
			  : nameless_open(folder, e);
	struct digest d;
	ssize_t n = 1;

	digest_init(&d);
	while (to >= 0 && n > 0) {
		n = read(from, piece, 65536);
		if (n > 0) {
			digest_add(&d, piece, (size_t)n);
			if (write(to, piece, (size_t)n) != n)
				n = -1;
		}
	}
	if (to >= 0 && (n < 0 || lseek(to, 0, SEEK_SET) < 0)) {
		err_set(e, ERR_IO, "%s cannot be read: %s", path, strerror(errno));
		close(to);
		to = -1;
	}
	digest_done(&d, sha256);
	digest_release(&d);
	if (from >= 0)
		close(from);
	free(folder);
	free(piece);
	return to;
}

int status_mail_read(struct notebook *nb, const char *path, struct status_lines *l,
    struct import_result *r, uint8_t sha256[DIGEST_SIZE], struct err *e)
{
	const struct mail_part *part = part_load("mail", MAIL_TABLE, MAIL_VERSION, MAIL_WHAT, e);
	struct reading in = { .nb = nb, .lines = l };
	struct mail_count n = { 0 };
	char head[5] = "";
	bool good;
	int fd = part ? copy_open(nb, path, sha256, e) : -1;

	if (fd < 0)
		return -1;
	good = pread(fd, head, sizeof head, 0) >= 0 &&
	       part->reports(fd, memcmp(head, "From ", 5) == 0, report_take, &in, &n);
	close(fd);
	if (in.fault.kind) {
		*e = in.fault;
		return err_in(e, "%s", path);
	}
	if (!good)
		return err_set(e, ERR_INVALID, "%s is no mail", path);
	r->rows = (int64_t)l->n;
	import_say(&r->told, n.messages, "message", "messages");
	if (n.others)
		str_printf(&r->told, ", %lld no delivery report%s", (long long)n.others,
		    n.others == 1 ? "" : "s");
	str_putc(&r->told, '\n');
	return 0;
}
