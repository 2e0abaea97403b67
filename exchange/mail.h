/*
 * mail.h - what the part that knows MIME does: letters as messages, and what came back of them.
 *
 * The part (mail_gmime.c) is loaded by part.h when mail is asked for. Nothing of blotter's is used
 * behind this table, so all that passes are texts and numbers.
 */
#ifndef BLOTTER_EXCHANGE_MAIL_H
#define BLOTTER_EXCHANGE_MAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { MAIL_VERSION = 1 };

/* A letter; all checked before. The first three are values of headers as they go out: ASCII,
 * encoded words (RFC 2047) where they must be, folded by LF and a blank. GMime would make encoded
 * words of more than 75 characters. */
struct mail_letter {
	const char *from, *to, *subject;
	const char *body, *language; /* the body in UTF-8, lines ended by LF */
	const char *message_id;      /* without < and > */
	const char *reference;       /* public reference, for X-Blotter-Reference */
	int64_t date;           /* seconds UTC */
	bool base64;            /* of the body, else quoted-printable */
};

/* What one delivery report (RFC 3464) says of one recipient. NULL: it does not say. */
struct mail_report {
	const char *message_id, *reference; /* of the message that it is about */
	const char *recipient, *action, *status;
	int64_t at; /* seconds UTC of the last attempt, else of the report; 0: unknown */
};

struct mail_count {
	int64_t messages; /* in the file */
	int64_t others;   /* that are no delivery reports */
};

struct mail_part {
	int version;
	/* The whole message, lines ended by CRLF or LF, given to `put`. */
	void (*compose)(const struct mail_letter *l, bool crlf,
	    void (*put)(void *to, const void *bytes, size_t n), void *to);
	/* Every report of a file, from where its descriptor (which is not closed) stands; mbox, or
	 * one message. `each` returns 0 to go on. false: stopped, or not to be read. */
	bool (*reports)(int fd, bool mbox, int (*each)(void *with, const struct mail_report *r),
	    void *with, struct mail_count *n);
};
/* extern const struct mail_part blotter_mail; in mail.so */
#define MAIL_TABLE "blotter_mail"
#define MAIL_WHAT "mail (GMime)"

#endif
