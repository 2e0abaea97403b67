/*
 * mail_gmime.c - the part that knows MIME, by GMime: mail.so.
 *
 * Letters are made of the fewest parts there are: one text. What came back is looked through no
 * deeper than a report of RFC 3464 goes: multipart/report, in it message/delivery-status and the
 * message, or its headers, that it is about.
 */
#include "exchange/mail.h"

#include <gmime/gmime.h>
#include <string.h>

/* --- letters ------------------------------------------------------------------------- */

/* A header and its value as they go out, folded by LF and a blank where it is long. */
static void header_put(GString *out, const char *name, const char *value)
{
	g_string_append(out, name);
	g_string_append(out, ": ");
	g_string_append(out, value);
	g_string_append_c(out, '\n');
}

static void date_put(GString *out, int64_t seconds)
{
	GDateTime *date = g_date_time_new_from_unix_utc(seconds);
	char *text = g_mime_utils_header_format_date(date);

	header_put(out, "Date", text);
	g_free(text);
	g_date_time_unref(date);
}

static void headers_put(GString *out, const struct mail_letter *l)
{
	date_put(out, l->date);
	header_put(out, "From", l->from);
	header_put(out, "Subject", l->subject);
	header_put(out, "To", l->to);
	g_string_append_printf(out, "Message-Id: <%s>\n", l->message_id);
	header_put(out, "Auto-Submitted", "auto-generated");
	header_put(out, "X-Blotter-Reference", l->reference);
	header_put(out, "Content-Language", l->language);
	header_put(out, "MIME-Version", "1.0");
	header_put(out, "Content-Type", "text/plain; charset=utf-8");
	header_put(out, "Content-Transfer-Encoding", l->base64 ? "base64" : "quoted-printable");
	g_string_append_c(out, '\n');
}

/* Appends text, each LF of it made a CRLF. */
static void crlf_put(GString *out, const char *p)
{
	for (const char *end; (end = strchr(p, '\n')); p = end + 1) {
		g_string_append_len(out, p, end - p);
		g_string_append_len(out, "\r\n", 2);
	}
	g_string_append(out, p);
}

/* RFC 2045 6.8: line breaks of text become CRLF before base64. */
static void body_put(GString *out, const struct mail_letter *l, GString *text)
{
	GMimeEncoding how;
	size_t before = out->len;

	if (l->base64)
		crlf_put(text, l->body);
	else
		g_string_append(text, l->body);
	g_mime_encoding_init_encode(&how, l->base64 ? GMIME_CONTENT_ENCODING_BASE64
						    : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_string_set_size(out, before + g_mime_encoding_outlen(&how, text->len));
	g_string_set_size(out,
	    before + g_mime_encoding_flush(&how, text->str, text->len, out->str + before));
}

/* The headers come as they have to be, so a message is made of them and an encoded body: GMime's
 * objects for the same cost ten times as much. */
static void compose(const struct mail_letter *l, bool crlf,
    void (*put)(void *to, const void *bytes, size_t n), void *to)
{
	GString *message = g_string_sized_new(4096), *text = g_string_sized_new(4096);

	headers_put(message, l);
	body_put(message, l, text);
	if (crlf) {
		g_string_truncate(text, 0);
		crlf_put(text, message->str);
	}
	put(to, crlf ? text->str : message->str, crlf ? text->len : message->len);
	g_string_free(message, TRUE);
	g_string_free(text, TRUE);
}

/* --- reports -------------------------------------------------------------------------- */

enum { CONTENT_MAX = 1024 * 1024 }; /* bytes of a report that are looked at */

/* The content of a part as text; yours to g_free. */
static char *content_text(GMimeObject *part)
{
	GMimeDataWrapper *content =
	    GMIME_IS_PART(part) ? g_mime_part_get_content(GMIME_PART(part)) : NULL;
	GMimeStream *stream = g_mime_stream_mem_new();
	GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	char *text;

	if (content)
		g_mime_data_wrapper_write_to_stream(content, stream);
	text = g_strndup(
	    (const char *)bytes->data, bytes->len < CONTENT_MAX ? bytes->len : CONTENT_MAX);
	g_object_unref(stream);
	return text;
}

/* Cuts the first group of header lines off the text: those up to an empty one. Folded lines are
 * joined, line ends are LF after. NULL: there is none left. */
static char *group_take(char **rest)
{
	char *from = *rest + strspn(*rest, "\r\n"), *to = from, *group = from;

	if (!*from)
		return NULL;
	while (*from) {
		if (*from == '\r' && from[1] == '\n')
			from++;
		if (*from == '\n' && (from[1] == ' ' || from[1] == '\t')) {
			from++;
			continue;
		}
		if (*from == '\n' && (from[1] == '\n' || (from[1] == '\r' && from[2] == '\n'))) {
			from++;
			break;
		}
		*to++ = *from++;
	}
	*rest = from;
	if (*to)
		*to = '\0';
	return group;
}

/* The value of a field in a group, its type ("rfc822;") taken away where one is; yours to g_free,
 * NULL: it is not there. */
static char *field_take(const char *group, const char *name, bool typed)
{
	size_t n = strlen(name);

	for (const char *line = group; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *value = line + n;
		const char *type;
		char *copy;

		if (g_ascii_strncasecmp(line, name, n) != 0)
			continue;
		value += strspn(value, " \t");
		if (*value++ != ':')
			continue;
		copy = g_strstrip(g_strndup(value, strcspn(value, "\n")));
		type = typed ? strchr(copy, ';') : NULL;
		if (type)
			memmove(copy, type + 1, strlen(type));
		return g_strstrip(copy);
	}
	return NULL;
}

static int64_t date_seconds(const char *text)
{
	GDateTime *date = text ? g_mime_utils_header_decode_date(text) : NULL;
	int64_t at = date ? g_date_time_to_unix(date) : 0;

	if (date)
		g_date_time_unref(date);
	return at;
}

/* What the message was that a report is about. */
struct about {
	char *message_id, *reference;
	int64_t at; /* of the report itself */
};

/* In a message id the angle brackets do not belong to it. */
static char *id_bare(char *id)
{
	size_t n = id ? strlen(id) : 0;

	if (n > 1 && id[0] == '<' && id[n - 1] == '>') {
		memmove(id, id + 1, n - 2);
		id[n - 2] = '\0';
	}
	return id;
}

static void about_read(struct about *a, GMimeObject *part)
{
	if (GMIME_IS_MESSAGE_PART(part)) {
		GMimeMessage *m = g_mime_message_part_get_message(GMIME_MESSAGE_PART(part));

		if (m && !a->message_id) {
			a->message_id = g_strdup(g_mime_message_get_message_id(m));
			a->reference = g_strdup(
			    g_mime_object_get_header(GMIME_OBJECT(m), "X-Blotter-Reference"));
		}
		return;
	}
	if (g_mime_content_type_is_type(
		g_mime_object_get_content_type(part), "text", "rfc822-headers")) {
		char *text = content_text(part), *rest = text, *group = group_take(&rest);

		if (group && !a->message_id) {
			a->message_id = id_bare(field_take(group, "Message-ID", false));
			a->reference = field_take(group, "X-Blotter-Reference", false);
		}
		g_free(text);
	}
}

static int group_tell(const char *group, const struct about *a,
    int (*each)(void *with, const struct mail_report *r), void *with)
{
	char *action = field_take(group, "Action", false);
	char *status = field_take(group, "Status", false);
	char *final = field_take(group, "Final-Recipient", true);
	char *original = field_take(group, "Original-Recipient", true);
	char *date = field_take(group, "Last-Attempt-Date", false);
	struct mail_report r = { .message_id = a->message_id,
		.reference = a->reference,
		.recipient = original ? original : final,
		.action = action,
		.at = date_seconds(date) };
	int stop = 0;

	/* "5.1.1 (bad mailbox)": the comment does not belong to the code */
	if (status) {
		status[strcspn(status, " \t(")] = '\0';
		r.status = *status ? status : NULL;
	}
	if (!r.at)
		r.at = a->at;
	if (action)
		stop = each(with, &r);
	g_free(action);
	g_free(status);
	g_free(final);
	g_free(original);
	g_free(date);
	return stop;
}

/* The first group of a delivery status is about the message, each further one about a recipient. */
static int status_tell(GMimeObject *part, const struct about *a,
    int (*each)(void *with, const struct mail_report *r), void *with)
{
	char *text = content_text(part), *rest = text, *group = group_take(&rest);
	int stop = 0;

	while (group && stop == 0 && (group = group_take(&rest)))
		stop = group_tell(group, a, each, with);
	g_free(text);
	return stop;
}

/* 1: it was a report; 0: it was none; -1: told to stop. */
static int message_tell(
    GMimeMessage *m, int (*each)(void *with, const struct mail_report *r), void *with)
{
	GMimeObject *top = g_mime_message_get_mime_part(m), *status = NULL;
	GDateTime *date = g_mime_message_get_date(m);
	struct about a = { .at = date ? g_date_time_to_unix(date) : 0 };
	int stop;

	if (!top || !GMIME_IS_MULTIPART(top) ||
	    !g_mime_content_type_is_type(
		g_mime_object_get_content_type(top), "multipart", "report"))
		return 0;
	for (int i = 0; i < g_mime_multipart_get_count(GMIME_MULTIPART(top)); i++) {
		GMimeObject *part = g_mime_multipart_get_part(GMIME_MULTIPART(top), i);

		if (g_mime_content_type_is_type(
			g_mime_object_get_content_type(part), "message", "delivery-status"))
			status = part;
		else
			about_read(&a, part);
	}
	stop = status ? status_tell(status, &a, each, with) : 0;
	g_free(a.message_id);
	g_free(a.reference);
	return stop ? -1 : status != NULL;
}

static bool reports(int fd, bool mbox, int (*each)(void *with, const struct mail_report *r),
    void *with, struct mail_count *n)
{
	GMimeStream *stream;
	GMimeParser *parser;
	int got = 0;

	g_mime_init();
	stream = g_mime_stream_fs_new(fd);
	g_mime_stream_fs_set_owner(GMIME_STREAM_FS(stream), FALSE);
	parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_format(parser, mbox ? GMIME_FORMAT_MBOX : GMIME_FORMAT_MESSAGE);
	g_object_unref(stream);
	*n = (struct mail_count){ 0 };
	while (got >= 0 && !g_mime_parser_eos(parser)) {
		GMimeMessage *m = g_mime_parser_construct_message(parser, NULL);

		if (!m)
			break;
		n->messages++;
		got = message_tell(m, each, with);
		n->others += got == 0;
		g_object_unref(m);
	}
	g_object_unref(parser);
	return got >= 0;
}

extern const struct mail_part blotter_mail;
const struct mail_part blotter_mail = {
	.version = MAIL_VERSION, .compose = compose, .reports = reports
};
