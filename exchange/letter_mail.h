/*
 * letter_mail.h - an approved letter as a message that mail programs take (RFC 5322, MIME).
 *
 * Everything that goes into a header is checked before, and what the mail part made of it after:
 * ASCII alone, lines of at most 998 octets, encoded words in lines of at most 76 (RFC 2047).
 */
#ifndef BLOTTER_EXCHANGE_LETTER_MAIL_H
#define BLOTTER_EXCHANGE_LETTER_MAIL_H

#include "exchange/mail.h"
#include "model/outbox.h"

/* Who sends: "Rina Wati <rina@soc.example>" or an address alone. */
struct mail_sender {
	struct str name;    /* empty: none */
	struct str address; /* of the strict kind */
};
/* ERR_USAGE. */
int mail_sender_read(struct mail_sender *s, const char *text, struct err *e);
void mail_sender_release(struct mail_sender *s);

/* The Message-ID, without < and >: public reference, number of the try, notebook, domain of the
 * sender. So a report that names it belongs to one letter of one notebook. */
void mail_id(struct str *out, const struct notification *n, const char *notebook,
    const struct mail_sender *from);
/* The public reference in a Message-ID of this notebook, cut out into `ref`; false: it is none. */
bool mail_id_read(const char *id, const char *notebook, char ref[REF_MAX]);

/* Appends the message. ERR_INVALID: something of the letter may not be in a header. */
int letter_mail(const struct mail_part *part, const struct outbox_letter *l,
    const struct mail_sender *from, const char *notebook, bool crlf, struct str *out,
    struct err *e);

/* Appends a message (lines ended by LF) to an mbox, as mboxrd: each line "From ", after any number
 * of >, gets one more. */
void mbox_put(struct str *out, const char *message, size_t n, const char *from, int64_t seconds);

#endif
