/*
 * export_mail.c - released letters as mail: a folder with one .eml for each, or one mbox.
 *
 * In the folder, SHA256SUMS (as sha256sum -c reads it) names every letter; its hash is the one that
 * the manifest and the record hold, so that it stands for all of them.
 */
#include <string.h>

#include "exchange/export.h"
#include "exchange/letter_mail.h"
#include "exchange/part.h"

struct post_bag {
	struct export *x;
	const struct mail_part *part;
	struct mail_sender from;
	struct str message, name;
};

static int file_put(struct post_bag *b, const struct outbox_letter *l, struct err *e)
{
	char hex[DIGEST_HEX];
	uint8_t sha256[DIGEST_SIZE];
	struct digest d;

	str_reset(&b->name);
	str_printf(&b->name, "%s.eml", l->n->public_ref);
	digest_init(&d);
	digest_add(&d, b->message.at, b->message.len);
	digest_done(&d, sha256);
	digest_release(&d);
	digest_hex(sha256, hex);
	str_printf(&b->x->file.buffer, "%s  %s\n", hex, b->name.at);
	return out_folder_put(&b->x->folder, b->name.at, b->message.at, b->message.len, e);
}

static int letter_put(void *with, const struct outbox_letter *l, struct err *e)
{
	struct post_bag *b = with;
	bool folder = b->x->folder.path != NULL;

	if (export_leaves_out(b->x, l->n->tlp))
		return 0;
	str_reset(&b->message);
	if (letter_mail(b->part, l, &b->from, b->x->nb->id, folder, &b->message, e) < 0)
		return -1;
	b->x->result->rows++;
	if (folder && file_put(b, l, e) < 0)
		return -1;
	if (!folder)
		mbox_put(&b->x->file.buffer, b->message.at, b->message.len,
		    str_text(&b->from.address), l->n->released_at / WHEN_SECOND);
	return out_file_flow(&b->x->file, e);
}

static int letters_write_out(struct export *x, struct err *e)
{
	const struct outbox_page p = { .incident = x->o->incident,
		.filter = x->o->filter,
		.channel = "email",
		.again = x->o->again,
		.override_compromised = x->o->override_compromised };
	struct post_bag b = { .x = x };
	int done = -1;

	b.part = part_load("mail", MAIL_TABLE, MAIL_VERSION, MAIL_WHAT, e);
	if (b.part && mail_sender_read(&b.from, x->o->from ? x->o->from : x->nb->author, e) == 0)
		done = outbox_each(x->nb, &p, letter_put, &b, &x->stay, e);
	x->result->left_out += x->stay.total;
	mail_sender_release(&b.from);
	str_release(&b.message);
	str_release(&b.name);
	return done;
}

int mail_export(struct notebook *nb, const struct export_options *o, struct export_result *result,
    struct err *e)
{
	return export_do(nb, o, result, letters_write_out, e);
}
