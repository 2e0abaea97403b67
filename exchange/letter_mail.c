/* letter_mail.c - an approved letter as a message that mail programs take. */
#include "config.h" /* memmem and memrchr are extensions */

#include "exchange/letter_mail.h"

#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/text.h"
#include "base/when.h"
#include "model/customer.h"

enum { LINE_MAX_OCTETS = 998, WORD_LINE_MAX = 76 };

/* --- who sends -------------------------------------------------------------------------- */

/* Is it text without a control character, among them those above ASCII? */
static bool header_good(const char *s)
{
	size_t n = strlen(s);

	if (text_utf8_fault(s, n) != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)s[i], next = (unsigned char)s[i + 1];

		if (c < 0x20 || c == 0x7f || (c == 0xc2 && next < 0xa0))
			return false;
		if (c == 0xe2 && next == 0x80 && ((unsigned char)s[i + 2] & 0xfe) == 0xa8)
			return false; /* U+2028 and U+2029 are ends of lines to some */
	}
	return true;
}

int mail_sender_read(struct mail_sender *s, const char *text, struct err *e)
{
	const char *open = strrchr(text, '<'), *close = open ? strchr(open, '>') : NULL;
	const char *address = open ? open + 1 : text;
	size_t n = close ? (size_t)(close - address) : strlen(address);
	size_t name = open ? (size_t)(open - text) : 0;
	struct err why;

	*s = (struct mail_sender){ 0 };
	while (name > 0 && text[name - 1] == ' ')
		name--;
	if ((open && (!close || close[1])) || !header_good(text))
		return err_set(e, ERR_USAGE,
		    "the sender is of the form \"Rina Wati <rina@soc.example>\", not \"%.80s\"",
		    text);
	if (email_check(address, n, &why) < 0)
		return err_set(e, ERR_USAGE, "the sender: %s", why.text);
	str_put(&s->name, text, name);
	str_put(&s->address, address, n);
	return 0;
}

void mail_sender_release(struct mail_sender *s)
{
	str_release(&s->name);
	str_release(&s->address);
}

/* --- Message-ID --------------------------------------------------------------------------- */

void mail_id(struct str *out, const struct notification *n, const char *notebook,
    const struct mail_sender *from)
{
	const char *at = strrchr(str_text(&from->address), '@');

	str_printf(out, "%s-%lld.%s%s", n->public_ref, (long long)n->attempts + 1, notebook,
	    at ? at : "@blotter.invalid");
}

bool mail_id_read(const char *id, const char *notebook, char ref[REF_MAX])
{
	const char *dash = strchr(id, '-');
	size_t n = dash ? (size_t)(dash - id) : 0;
	size_t digits = dash ? strspn(dash + 1, "0123456789") : 0, m = strlen(notebook);

	if (!n || n >= REF_MAX || !digits || dash[digits + 1] != '.' ||
	    strncmp(dash + digits + 2, notebook, m) != 0 || dash[digits + 2 + m] != '@')
		return false;
	memcpy(ref, id, n);
	ref[n] = '\0';
	return true;
}

/* --- headers -------------------------------------------------------------------------------- */

/* Appends text as encoded words of whole characters, each on a line of its own: at most 75
 * characters and, from `column` on, 76 on the first line (RFC 2047 2). */
static void words_encode(struct str *out, const char *s, size_t n, size_t column)
{
	const size_t frame = 12; /* of =?utf-8?B? and its end */

	for (size_t at = 0; at < n;) {
		size_t room = (column < WORD_LINE_MAX - 24 ? WORD_LINE_MAX - 1 - column : 0);
		size_t take = room > frame ? (room - frame) / 4 * 3 : 0;

		if (!take) { /* too little is left on this line; the fold stands for the blank */
			if (out->len && out->at[out->len - 1] == ' ')
				out->len--;
			str_puts(out, "\n ");
			column = 1;
			continue;
		}
		if (take > n - at)
			take = n - at;
		while (at + take < n && ((unsigned char)s[at + take] & 0xc0) == 0x80)
			take--;
		str_puts(out, "=?utf-8?B?");
		base64_put(out, s + at, take);
		str_puts(out, at + take < n ? "?=\n " : "?=");
		at += take;
		column = 1;
	}
}

/* Is the word fit to stand as it is? */
static bool word_plain(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] >= 0x80 || (s[i] == '=' && i + 1 < n && s[i + 1] == '?'))
			return false;
	return n < WORD_LINE_MAX - 12;
}

/* The value of Subject: words as they are as far as they can be, folded between them, then the rest
 * in encoded words. */
static void subject_encode(struct str *out, const char *s)
{
	size_t column = sizeof "Subject: " - 1;

	for (bool first = true; *s; first = false) {
		size_t n = first ? strcspn(s, " ") : 1 + strcspn(s + 1, " ");

		/* blanks that follow blanks, or end it, would get lost in folding */
		if (!word_plain(s, n) || n == !first) {
			if (!first) {
				str_putc(out, ' ');
				s++;
			}
			words_encode(out, s, strlen(s), column + !first);
			return;
		}
		if (!first && column + n > WORD_LINE_MAX) {
			str_putc(out, '\n');
			column = 0;
		}
		str_put(out, s, n);
		s += n;
		column += n;
	}
}

/* The value of From or To. A name is a quoted string where that is enough. */
static void mailbox_encode(struct str *out, const char *name, const char *address, size_t column)
{
	size_t n = name ? strlen(name) : 0, before = out->len;

	if (n && n <= WORD_LINE_MAX / 2 && word_plain(name, n)) {
		str_putc(out, '"');
		for (const char *p = name; *p; p++) {
			if (*p == '"' || *p == '\\')
				str_putc(out, '\\');
			str_putc(out, *p);
		}
		str_putc(out, '"');
	} else if (n)
		words_encode(out, name, n, column);
	if (n) {
		const char *lf = memrchr(out->at + before, '\n', out->len - before);
		size_t used = lf ? out->len - (size_t)(lf + 1 - out->at)
				 : column + out->len - before;

		str_puts(out, used + strlen(address) + 3 > WORD_LINE_MAX ? "\n " : " ");
	}
	str_printf(out, n ? "<%s>" : "%s", address);
}

/* --- the message ------------------------------------------------------------------------------ */

/* Would quoted-printable make it three times as long? */
static bool wants_base64(const char *body)
{
	size_t high = 0, n = strlen(body);

	for (size_t i = 0; i < n; i++)
		high += (unsigned char)body[i] >= 0x80;
	return high * 4 > n;
}

/* Is there a line that mailers take for their own, "From " or a lone dot? It may also begin where
 * quoted-printable broke a longer one. */
static bool lines_taken(const char *s, size_t n)
{
	const char *end = s + n;

	for (const char *line = s; line < end;) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		const char *p = line + strspn(line, ">");

		if (strncmp(p, "From ", 5) == 0 ||
		    (line[0] == '.' && line[1 + strspn(line + 1, "\r")] == '\n'))
			return true;
		line = lf ? lf + 1 : end;
	}
	return false;
}

static int letter_check(const struct outbox_letter *l, struct err *e)
{
	const char *ref = l->n->public_ref, *address = l->n->address, *language = l->n->language;
	struct err why;

	if (email_check(address, strlen(address), &why) < 0)
		return err_set(e, ERR_INVALID, "%s: %s", ref, why.text);
	if (l->contact && !header_good(l->contact))
		return err_set(e, ERR_INVALID,
		    "%s: the name of who is written to holds a control character", ref);
	if (!header_good(l->subject))
		return err_set(
		    e, ERR_INVALID, "%s: the subject holds a control character", ref);
	if (language[strspn(language, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789-")])
		return err_set(e, ERR_INVALID, "%s: \"%.40s\" is no language", ref, language);
	return 0;
}

/* What RFC 5322 2.1.1 and RFC 2047 2 demand, whatever made the message. */
static bool message_good(const char *s, size_t n)
{
	const char *end = s + n;
	bool header = true;

	for (const char *line = s; line < end;) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		size_t len = lf ? (size_t)(lf - line) : (size_t)(end - line);

		len -= len && line[len - 1] == '\r';
		for (size_t i = 0; i < len; i++)
			if ((unsigned char)line[i] >= 0x7f ||
			    ((unsigned char)line[i] < 0x20 && line[i] != '\t'))
				return false;
		header = header && len;
		if (len > LINE_MAX_OCTETS ||
		    (header && len > WORD_LINE_MAX && memmem(line, len, "=?", 2)))
			return false;
		line = lf ? lf + 1 : end;
	}
	return true;
}

static void bytes_put(void *to, const void *bytes, size_t n)
{
	str_put(to, bytes, n);
}

int letter_mail(const struct mail_part *part, const struct outbox_letter *l,
    const struct mail_sender *from, const char *notebook, bool crlf, struct str *out,
    struct err *e)
{
	struct str id = { 0 }, sender = { 0 }, to = { 0 }, subject = { 0 };
	struct mail_letter m = { .body = str_text(l->body),
		.language = l->n->language,
		.reference = l->n->public_ref,
		.date = l->n->released_at / WHEN_SECOND,
		.base64 = wants_base64(str_text(l->body)) };
	size_t before = out->len;
	int done = letter_check(l, e);

	mail_id(&id, l->n, notebook, from);
	mailbox_encode(&sender, str_text(&from->name), str_text(&from->address), 6);
	mailbox_encode(&to, l->contact, l->n->address, 4);
	subject_encode(&subject, l->subject);
	m.message_id = str_text(&id);
	m.from = str_text(&sender);
	m.to = str_text(&to);
	m.subject = str_text(&subject);
	if (done == 0)
		part->compose(&m, crlf, bytes_put, out);
	if (done == 0 && lines_taken(out->at + before, out->len - before)) {
		out->len = before;
		m.base64 = true;
		part->compose(&m, crlf, bytes_put, out);
	}
	if (done == 0 && !message_good(out->at + before, out->len - before))
		done = err_set(e, ERR_INVALID, "%s cannot be written as mail that RFC 5322 allows",
		    l->n->public_ref);
	str_release(&id);
	str_release(&sender);
	str_release(&to);
	str_release(&subject);
	return done;
}

/* --- mbox --------------------------------------------------------------------------------------
 */

void mbox_put(struct str *out, const char *message, size_t n, const char *from, int64_t seconds)
{
	static const char days[] = "SunMonTueWedThuFriSat";
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	int64_t day = seconds / 86400 - (seconds % 86400 < 0);
	struct civil c;
	const char *end = message + n;

	zone_civil("UTC", seconds * WHEN_SECOND, &c);
	str_printf(out, "From %s %.3s %.3s %2d %02d:%02d:%02d %04d\n", from,
	    days + 3 * ((day % 7 + 11) % 7), months + 3 * (c.month - 1), c.day, c.hour, c.minute,
	    c.second, c.year);
	for (const char *line = message; line < end;) {
		const char *lf = memchr(line, '\n', (size_t)(end - line));
		size_t len = lf ? (size_t)(lf + 1 - line) : (size_t)(end - line);

		if (strncmp(line + strspn(line, ">"), "From ", 5) == 0)
			str_putc(out, '>');
		str_put(out, line, len);
		line += len;
	}
	str_puts(out, n && message[n - 1] == '\n' ? "\n" : "\n\n");
}
