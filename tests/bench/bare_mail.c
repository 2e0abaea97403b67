/*
 * bare_mail.c - the yardstick for letters as mail: GMime as its manual shows it, one text for all.
 *
 * usage: bare_mail NOTEBOOK LIST.sql eml|mbox OUT
 *
 * For each row of LIST.sql (name, address and subject are its columns 5, 8 and 18) one message of a
 * fixed text of 1,600 octets, as OUT/NUMBER.eml or in the mbox OUT. No letter is rendered, none
 * compared with a hash, nothing is hashed. Prints nothing.
 */
#include "config.h" /* syncfs is an extension */

#include <fcntl.h>
#include <gmime/gmime.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NAME = 4, ADDRESS = 7, SUBJECT = 17, LINES = 24 };

static void die(const char *what)
{
	fprintf(stderr, "bare_mail: %s\n", what);
	exit(1);
}

static char *file_text(const char *path)
{
	char *text = NULL;

	if (!g_file_get_contents(path, &text, NULL, NULL))
		die(path);
	return text;
}

static GMimeObject *body_make(const char *text)
{
	GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");

	g_mime_text_part_set_charset(part, "utf-8");
	g_mime_text_part_set_text(part, text);
	g_mime_part_set_content_encoding(
	    GMIME_PART(part), GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	return GMIME_OBJECT(part);
}

static GMimeMessage *message_make(sqlite3_stmt *row, const char *text)
{
	const char *name = (const char *)sqlite3_column_text(row, NAME);
	const char *to = (const char *)sqlite3_column_text(row, ADDRESS);
	const char *subject = (const char *)sqlite3_column_text(row, SUBJECT);
	GMimeMessage *m = g_mime_message_new(TRUE);
	GMimeObject *body = body_make(text);
	GDateTime *date = g_date_time_new_from_unix_utc(1621242000);
	char id[64];

	g_mime_message_add_mailbox(m, GMIME_ADDRESS_TYPE_FROM, "Bench Mark", "bench@example.org");
	g_mime_message_add_mailbox(m, GMIME_ADDRESS_TYPE_TO, name, to ? to : "nobody@example.org");
	g_mime_message_set_subject(m, subject ? subject : "", "utf-8");
	g_mime_message_set_date(m, date);
	snprintf(id, sizeof id, "%lld@example.org", (long long)sqlite3_column_int64(row, 0));
	g_mime_message_set_message_id(m, id);
	g_mime_object_set_header(GMIME_OBJECT(m), "Auto-Submitted", "auto-generated", "utf-8");
	g_mime_object_set_header(GMIME_OBJECT(m), "Content-Language", "en", "utf-8");
	g_mime_message_set_mime_part(m, body);
	g_date_time_unref(date);
	g_object_unref(body);
	return m;
}

static void message_write(GMimeMessage *m, int folder, int mbox, long long number)
{
	static const char from[] = "From bench@example.org Mon May 17 09:00:00 2021\n";
	char name[32], *text = g_mime_object_to_string(GMIME_OBJECT(m), NULL);
	size_t n = strlen(text);
	int fd = mbox;

	snprintf(name, sizeof name, "%lld.eml", number);
	if (folder >= 0)
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (fd < 0 || (folder < 0 && write(fd, from, sizeof from - 1) < 0) ||
	    write(fd, text, n) != (ssize_t)n)
		die("cannot write");
	if (folder >= 0)
		close(fd);
	g_free(text);
}

int main(int argc, char **argv)
{
	static const char line[] =
	    "We have shut the intruder out, replaced the computer and told you.\n";
	char *sql, text[LINES * sizeof line] = "";
	int folder = -1, mbox = -1;
	sqlite3 *db;
	sqlite3_stmt *row;

	if (argc != 5)
		die("usage: bare_mail NOTEBOOK LIST.sql eml|mbox OUT");
	for (int i = 0; i < LINES; i++)
		memcpy(text + (size_t)i * (sizeof line - 1), line, sizeof line);
	sql = file_text(argv[2]);
	if (strcmp(argv[3], "eml") == 0)
		folder = mkdir(argv[4], 0700) < 0 ? -1 : open(argv[4], O_RDONLY | O_DIRECTORY);
	else
		mbox = open(argv[4], O_WRONLY | O_CREAT | O_EXCL, 0600);
	if (folder < 0 && mbox < 0)
		die(argv[4]);
	if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, sql, -1, &row, NULL) != SQLITE_OK)
		die(sqlite3_errmsg(db));
	g_mime_init();
	while (sqlite3_step(row) == SQLITE_ROW) {
		GMimeMessage *m = message_make(row, text);

		message_write(m, folder, mbox, (long long)sqlite3_column_int64(row, 0));
		g_object_unref(m);
	}
	if (folder >= 0 ? syncfs(folder) < 0 : fsync(mbox) < 0)
		die("cannot be flushed");
	return 0;
}
