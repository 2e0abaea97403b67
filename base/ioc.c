/*
 * ioc.c - indicators in text.
 *
 * A text is first made true in one pass, which remembers of each byte whether it was defanged
 * there; then it is cut into words, and each word is asked once what it is. A URL runs on over
 * marks that would end another word.
 */
#include "base/ioc.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

const char *const ioc_kind_words[] = { "", "ipv4", "ipv6", "domain", "email", "url", "md5", "sha1",
	"sha256", "sha512", NULL };

enum { DOMAIN_MAX = 253, LABEL_MAX = 63, LOCAL_MAX = 64, URL_MAX = 4096 };

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool hex(char c)
{
	return digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static void put_lower(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		str_putc(out, lower(s[i]));
}

/* --- what was defanged -------------------------------------------------------------------- */

/* What stands defanged at the start of s: how many bytes, and what they mean. */
static size_t fang_length(const char *s, size_t n, const char **meant)
{
	static const struct {
		const char *typed, *meant;
	} fangs[] = { { "[.]", "." }, { "(.)", "." }, { "{.}", "." }, { "[dot]", "." },
		{ "(dot)", "." }, { "{dot}", "." }, { "[:]", ":" }, { "[://]", "://" },
		{ "[:]//", "://" }, { "[/]", "/" }, { "[@]", "@" }, { "(@)", "@" }, { "[at]", "@" },
		{ "(at)", "@" } };

	if (n == 0 || !strchr("[({", s[0]))
		return 0;
	for (size_t i = 0; i < sizeof fangs / sizeof *fangs; i++) {
		size_t m = strlen(fangs[i].typed);

		if (n >= m && strncasecmp(s, fangs[i].typed, m) == 0) {
			*meant = fangs[i].meant;
			return m;
		}
	}
	return 0;
}

/* Bytes of hxxp, hXXps or fxp before a colon, as typed or defanged; the true scheme. Before a dot
 * it is the name of a host. */
static size_t scheme_fang(const char *s, size_t n, const char **meant)
{
	static const struct {
		const char *typed, *meant;
	} schemes[] = { { "hxxps", "https" }, { "hxxp", "http" }, { "fxps", "ftps" },
		{ "fxp", "ftp" } };

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t m = strlen(schemes[i].typed);

		if (n > m && strncasecmp(s, schemes[i].typed, m) == 0 &&
		    (s[m] == ':' || (n > m + 1 && s[m] == '[' && s[m + 1] == ':'))) {
			*meant = schemes[i].meant;
			return m;
		}
	}
	return 0;
}

/* The text made true; `marks` (may be NULL) gets a byte for each of it, 1 where it was defanged. */
static void refang(struct str *out, struct str *marks, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		bool begins = i == 0 || (!letter(s[i - 1]) && !digit(s[i - 1]));
		const char *meant = NULL;
		size_t used = fang_length(s + i, n - i, &meant);

		if (!used && begins && (lower(s[i]) == 'h' || lower(s[i]) == 'f'))
			used = scheme_fang(s + i, n - i, &meant);
		if (!used) {
			str_putc(out, s[i++]);
			if (marks)
				str_putc(marks, 0);
			continue;
		}
		str_puts(out, meant);
		for (size_t k = 0; marks && meant[k]; k++)
			str_putc(marks, 1);
		i += used;
	}
}

/* Is there nothing in it that would be read as defanged? */
static bool true_already(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool begins = i == 0 || (!letter(s[i - 1]) && !digit(s[i - 1]));
		const char *meant;

		if (fang_length(s + i, n - i, &meant) ||
		    (begins && scheme_fang(s + i, n - i, &meant)))
			return false;
	}
	return true;
}

/* --- what a word is -------------------------------------------------------------------- */

/* Four numbers to 255 without leading zeros. */
static bool ipv4_good(const char *s, size_t n)
{
	int parts = 0;

	for (size_t i = 0; i < n; i++) {
		size_t from = i;
		int value = 0;

		while (i < n && digit(s[i]) && i - from < 4)
			value = 10 * value + (s[i++] - '0');
		if (i == from || i - from > 3 || value > 255 || (s[from] == '0' && i - from > 1))
			return false;
		parts++;
		if (i < n && (s[i] != '.' || i + 1 == n))
			return false;
	}
	return parts == 4;
}

/* An address that means a machine: not the unspecified one, nor one's own. */
static bool ipv6_good(const char *s, size_t n, char canon[INET6_ADDRSTRLEN])
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr a;
	static const uint8_t zero[15];

	if (n < 3 || n >= sizeof text || !memchr(s, ':', n))
		return false;
	memcpy(text, s, n);
	text[n] = '\0';
	if (inet_pton(AF_INET6, text, &a) != 1)
		return false;
	if (memcmp(a.s6_addr, zero, 15) == 0 && a.s6_addr[15] <= 1)
		return false;
	return inet_ntop(AF_INET6, &a, canon, INET6_ADDRSTRLEN) != NULL;
}

static enum ioc_kind hash_kind(const char *s, size_t n)
{
	enum ioc_kind kind = n == 32    ? IOC_MD5
			     : n == 40  ? IOC_SHA1
			     : n == 64  ? IOC_SHA256
			     : n == 128 ? IOC_SHA512
					: IOC_NONE;

	for (size_t i = 0; kind && i < n; i++)
		if (!hex(s[i]))
			return IOC_NONE;
	return kind;
}

/* Endings of file names that people write more often than the domains that end so. */
static bool file_ending(const char *s, size_t n)
{
	static const char *const endings[] = { "7z", "bak", "bat", "bin", "blot", "bmp", "c", "cfg",
		"conf", "config", "cpp", "css", "csv", "dat", "db", "dll", "dmp", "doc", "docx",
		"eml", "evtx", "exe", "gif", "gz", "h", "hta", "htm", "html", "ico", "img", "ini",
		"iso", "jar", "java", "jpeg", "jpg", "js", "json", "jsonl", "key", "lnk", "local",
		"lock", "log", "md", "mem", "mp3", "mp4", "msg", "msi", "ocx", "odt", "old", "pcap",
		"pcapng", "pdf", "pem", "php", "pl", "png", "ppt", "pptx", "ps1", "py", "rar",
		"raw", "rb", "reg", "rs", "rtf", "scr", "service", "sh", "so", "sql", "svg", "swp",
		"sys", "tar", "tgz", "tmp", "toml", "ts", "txt", "vbs", "vmdk", "wav", "xls",
		"xlsx", "xml", "xz", "yaml", "yml", "zip" };

	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (strlen(endings[i]) == n && strncasecmp(endings[i], s, n) == 0)
			return true;
	return false;
}

/* Letters alone, or an encoded name; unless surely a host, not the first word of a sentence that
 * follows a full stop. */
static bool top_good(const char *s, size_t n, bool surely)
{
	bool letters = n >= 2;

	for (size_t i = 0; i < n; i++)
		letters = letters && letter(s[i]);
	if (!surely && letters && s[0] <= 'Z' && s[1] > 'Z')
		return false;
	return letters || (n > 4 && strncasecmp(s, "xn--", 4) == 0);
}

static bool label_good(const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!letter(s[i]) && !digit(s[i]) && s[i] != '-' && s[i] != '_')
			return false;
	return n > 0 && n <= LABEL_MAX && s[0] != '-' && s[n - 1] != '-';
}

/* Two labels and more. `surely`: it stands where only a host can, or was defanged. */
static bool domain_good(const char *s, size_t n, bool surely)
{
	size_t labels = 0, from = 0;

	if (n > DOMAIN_MAX)
		return false;
	for (size_t i = 0; i <= n; i++) {
		if (i < n && s[i] != '.')
			continue;
		if (!label_good(s + from, i - from))
			return false;
		labels++;
		if (i < n)
			from = i + 1;
	}
	return labels > 1 && top_good(s + from, n - from, surely) &&
	       (surely || !file_ending(s + from, n - from));
}

static bool email_good(const char *s, size_t n)
{
	const char *at = memchr(s, '@', n);
	size_t local = at ? (size_t)(at - s) : 0;

	if (local == 0 || local > LOCAL_MAX || !true_already(s, local) || s[0] == '.' ||
	    s[local - 1] == '.')
		return false;
	for (size_t i = 0; i < local; i++)
		if (!letter(s[i]) && !digit(s[i]) &&
		    (!s[i] || !strchr("!#$%&'*+-/=?^_`{|}~.", s[i])))
			return false;
	return domain_good(at + 1, n - local - 1, true);
}

/* Bytes of http://, https://, ftp:// at the start; 0 when there is none. */
static size_t scheme_length(const char *s, size_t n)
{
	static const char *const schemes[] = { "http://", "https://", "ftp://", "ftps://" };

	for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
		size_t m = strlen(schemes[i]);

		if (n > m && strncasecmp(s, schemes[i], m) == 0)
			return m;
	}
	return 0;
}

struct part {
	const char *s;
	size_t n;
};

/* The host of a URL: without user, port and brackets. */
static struct part url_host(const char *s, size_t n)
{
	size_t from = scheme_length(s, n), end = from, at;
	struct part host = { s, 0 };
	const char *close;

	while (end < n && !strchr("/?#\\", s[end]))
		end++;
	for (at = end; at > from && s[at - 1] != '@'; at--)
		;
	from = at;
	if (from < end && s[from] == '[') {
		close = memchr(s + from, ']', end - from);
		if (close)
			host = (struct part){ s + from + 1, (size_t)(close - s) - from - 1 };
		return host;
	}
	at = from;
	while (at < end && s[at] != ':')
		at++;
	return (struct part){ s + from, at - from };
}

static enum ioc_kind host_kind(struct part host)
{
	char canon[INET6_ADDRSTRLEN];

	if (ipv4_good(host.s, host.n))
		return IOC_IPV4;
	if (ipv6_good(host.s, host.n, canon))
		return IOC_IPV6;
	return domain_good(host.s, host.n, true) ? IOC_DOMAIN : IOC_NONE;
}

static bool url_good(const char *s, size_t n)
{
	if (n > URL_MAX || !scheme_length(s, n))
		return false;
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)s[i] <= ' ' || s[i] == 0x7f)
			return false;
	return host_kind(url_host(s, n)) != IOC_NONE && true_already(s, n);
}

static enum ioc_kind word_kind(const char *s, size_t n, bool surely)
{
	char canon[INET6_ADDRSTRLEN];
	enum ioc_kind hash = hash_kind(s, n);

	if (hash)
		return hash;
	if (ipv4_good(s, n))
		return IOC_IPV4;
	if (url_good(s, n))
		return IOC_URL;
	if (ipv6_good(s, n, canon))
		return IOC_IPV6;
	if (email_good(s, n))
		return IOC_EMAIL;
	return domain_good(s, n, surely) ? IOC_DOMAIN : IOC_NONE;
}

/* In the form that is kept. */
static void kept_put(struct str *out, enum ioc_kind kind, const char *s, size_t n)
{
	char canon[INET6_ADDRSTRLEN] = "";
	size_t small = n;

	if (kind == IOC_IPV6 && ipv6_good(s, n, canon)) {
		str_puts(out, canon);
		return;
	}
	if (kind == IOC_URL) {
		struct part host = url_host(s, n);

		small = (size_t)(host.s - s) + host.n;
		/* a name and password before the host stay as they are */
		put_lower(out, s, scheme_length(s, n));
		str_put(out, s + scheme_length(s, n), (size_t)(host.s - s) - scheme_length(s, n));
		put_lower(out, host.s, host.n);
		str_put(out, s + small, n - small);
		return;
	}
	if (kind == IOC_EMAIL) {
		size_t local = (size_t)((const char *)memchr(s, '@', n) - s);

		str_put(out, s, local);
		s += local;
		n -= local;
	}
	put_lower(out, s, n);
}

/* --- making true ------------------------------------------------------------------------- */

void ioc_refang(struct str *out, const char *s, size_t n)
{
	refang(out, NULL, s, n);
}

enum ioc_kind ioc_read(const char *s, size_t n, struct str *out)
{
	struct str text = { 0 };
	enum ioc_kind kind;

	ioc_refang(&text, s, n);
	kind = word_kind(str_text(&text), text.len, true);
	if (out && kind)
		kept_put(out, kind, text.at, text.len);
	str_release(&text);
	return kind;
}

/* --- defanging ----------------------------------------------------------------------------- */

static void dots_put(struct str *out, const char *s, size_t n, const char *marks)
{
	for (size_t i = 0; i < n; i++)
		if (strchr(marks, s[i]))
			str_printf(out, "[%c]", s[i]);
		else
			str_putc(out, s[i]);
}

static void url_defang(struct str *out, const char *s, size_t n)
{
	struct part host = url_host(s, n);
	size_t before = (size_t)(host.s - s), scheme = lower(s[0]) == 'h' ? 4 : 3;

	str_puts(out, scheme == 4 ? "hxxp" : "fxp");
	str_put(out, s + scheme, before - scheme);
	dots_put(out, host.s, host.n, ".:");
	str_put(out, s + before + host.n, n - before - host.n);
}

void ioc_defang(struct str *out, const char *s, size_t n)
{
	switch (word_kind(s, n, true)) {
	case IOC_URL:
		url_defang(out, s, n);
		break;
	case IOC_IPV4:
	case IOC_IPV6:
	case IOC_DOMAIN:
		dots_put(out, s, n, ".:");
		break;
	case IOC_EMAIL:
		dots_put(out, s, n, ".@");
		break;
	default:
		str_put(out, s, n);
	}
}

/* The value after ioc: in a text, from i on: a word, or words in quotes. */
static struct part marked_value(const char *s, size_t n, size_t i)
{
	size_t end = i;
	const char *close = i < n && s[i] == '"' ? memchr(s + i + 1, '"', n - i - 1) : NULL;

	if (close)
		return (struct part){ s + i + 1, (size_t)(close - s) - i - 1 };
	while (end < n && !strchr(" \t\n\r", s[end]))
		end++;
	while (end > i && strchr(",;.!?)", s[end - 1]))
		end--;
	return (struct part){ s + i, end - i };
}

void ioc_defang_marked(struct str *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		bool begins = i == 0 || strchr(" \t\n\r", s[i - 1]);
		struct str text = { 0 };
		struct part value;

		if (!begins || n - i < 5 || memcmp(s + i, "ioc:", 4) != 0) {
			str_putc(out, s[i++]);
			continue;
		}
		value = marked_value(s, n, i + 4);
		str_put(out, s + i, (size_t)(value.s - s) - i);
		if (ioc_read(value.s, value.n, NULL)) {
			ioc_refang(&text, value.s, value.n);
			ioc_defang(out, str_text(&text), text.len);
		} else
			str_put(out, value.s, value.n);
		str_release(&text);
		i = (size_t)(value.s - s) + value.n;
	}
}

/* --- finding ------------------------------------------------------------------------------- */

enum { COMPACT_AT = 1 << 16 }; /* finds that are held before equal ones become one */

struct finding {
	struct ioc_list *out;
	const char *s, *marks;
	size_t n;
	size_t compact_at;
	size_t plain_until; /* no URL begins before: what looked like one was none */
};

static int ioc_compare(const void *a, const void *b)
{
	const struct ioc *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return strcmp(x->value, y->value);
}

/* Sorts, and makes equal ones one; what was held for the others is given back. */
static void list_compact(struct ioc_list *l)
{
	struct arena kept = { 0 };
	size_t n = 0;

	if (l->n)
		qsort(l->at, l->n, sizeof *l->at, ioc_compare);
	for (size_t i = 0; i < l->n; i++) {
		if (n && ioc_compare(&l->at[n - 1], &l->at[i]) == 0) {
			l->at[n - 1].count += l->at[i].count;
			continue;
		}
		l->at[n] = l->at[i];
		l->at[n].value = arena_strdup(&kept, l->at[i].value);
		n++;
	}
	arena_release(&l->mem);
	l->mem = kept;
	l->n = n;
}

static void found(struct finding *f, enum ioc_kind kind, const char *s, size_t n)
{
	struct ioc_list *l = f->out;
	struct str value = { 0 };

	kept_put(&value, kind, s, n);
	if (l->n == l->cap) {
		l->cap = l->cap ? 2 * l->cap : 64;
		l->at = xrealloc(l->at, l->cap * sizeof *l->at);
	}
	l->at[l->n++] = (struct ioc){ kind, arena_strndup(&l->mem, value.at, value.len), 1 };
	str_release(&value);
	if (l->n < f->compact_at)
		return;
	list_compact(l);
	f->compact_at = 2 * l->n > COMPACT_AT ? 2 * l->n : COMPACT_AT;
}

static bool ends_word(char c)
{
	return (unsigned char)c <= ' ' || (unsigned char)c >= 0x7f ||
	       strchr("<>\"'`|,;(){}[]/\\=#!?&$%^*~", c);
}

static bool ends_url(char c)
{
	return (unsigned char)c <= ' ' || c == 0x7f || strchr("<>\"`", c);
}

/* Marks of the sentence around it are taken off the end, and a parenthesis that it did not open. */
static size_t url_trim(const char *s, size_t n)
{
	long open = 0;

	for (size_t i = 0; i < n; i++)
		open += s[i] == '(' ? 1 : s[i] == ')' ? -1 : 0;
	while (n > 0 && strchr(".,;:!?')]}*_", s[n - 1])) {
		if (s[n - 1] == ')' && open >= 0)
			break;
		open += s[n - 1] == ')';
		n--;
	}
	return n;
}

/* Takes the URL at i; where it goes on. What is none is looked at as words. */
static size_t url_take(struct finding *f, size_t i)
{
	size_t end = i, n;
	struct part host;

	while (end < f->n && !ends_url(f->s[end]))
		end++;
	n = url_trim(f->s + i, end - i);
	if (!url_good(f->s + i, n)) {
		f->plain_until = end;
		return i + scheme_length(f->s + i, f->n - i);
	}
	host = url_host(f->s + i, n);
	found(f, IOC_URL, f->s + i, n);
	found(f, host_kind(host), host.s, host.n);
	return end;
}

/* A word without the marks of the sentence; false where it is none of ours. */
static bool piece_take(struct finding *f, size_t from, size_t end)
{
	enum ioc_kind kind;

	while (from < end && strchr(".:-", f->s[from]))
		from++;
	while (end > from && strchr(".:-", f->s[end - 1]))
		end--;
	if (end - from < 4)
		return false;
	kind = word_kind(f->s + from, end - from, memchr(f->marks + from, 1, end - from) != NULL);
	if (kind)
		found(f, kind, f->s + from, end - from);
	return kind != IOC_NONE;
}

/* An IPv6 address begins or ends with colons; other words are parted by them. */
static void word_take(struct finding *f, size_t from, size_t end)
{
	char canon[INET6_ADDRSTRLEN];
	size_t at = from;

	if (ipv6_good(f->s + from, end - from, canon)) {
		found(f, IOC_IPV6, f->s + from, end - from);
		return;
	}
	if (piece_take(f, from, end))
		return;
	for (size_t i = from; i <= end; i++)
		if (i == end || f->s[i] == ':') {
			if (at > from || i < end)
				piece_take(f, at, i);
			at = i + 1;
		}
}

void ioc_list_find(struct ioc_list *out, const char *s, size_t n)
{
	struct str text = { 0 }, marks = { 0 };
	struct finding f = { .out = out, .compact_at = COMPACT_AT };

	refang(&text, &marks, s, n);
	f.s = str_text(&text);
	f.marks = str_text(&marks);
	f.n = text.len;
	for (size_t i = 0; i < f.n;) {
		size_t end = i;

		if (i >= f.plain_until && scheme_length(f.s + i, f.n - i)) {
			i = url_take(&f, i);
			continue;
		}
		while (end < f.n && !ends_word(f.s[end]))
			end++;
		if (end > i)
			word_take(&f, i, end);
		i = end > i ? end : i + 1;
	}
	list_compact(out);
	str_release(&text);
	str_release(&marks);
}

void ioc_list_release(struct ioc_list *l)
{
	free(l->at);
	arena_release(&l->mem);
	*l = (struct ioc_list){ 0 };
}
