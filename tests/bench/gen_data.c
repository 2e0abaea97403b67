/*
 * gen_data.c - data to measure with, where no other generator is named.
 *
 * usage: gen_data customers|access|exposures|timeline-csv N
 *
 * Deterministic. A few accounts and a few customers do most of the looking, as they do.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint64_t state = 0x2545f4914f6cdd1d;

static uint64_t draw(uint64_t below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (state >> 11) % below;
}

static const char *const firsts[] = { "Ayu", "Bima", "Citra", "Dewi", "Eko", "Farah", "Gilang",
	"Hana", "Indra", "Jörg" };
static const char *const lasts[] = { "Wati", "Santoso", "Müller", "O'Neil, Jr.", "Tanaka", "Novák",
	"\"Bob\"", "Nasution" };
static const char *const forms[] = { "PT %s", "%s & Sons, LLC", "%s GmbH", "CV %s" };
static const char *const places[] = { "en,US", "id,ID", "de,DE", "ja,JP", "pt,BR" };
static const char *const plans[] = { "free", "pro", "enterprise" };
static const char *const records[] = { "profile", "invoice", "subscription", "note", "login" };

#define ONE_OF(words) words[draw(sizeof words / sizeof *words)]

static void quoted(const char *s)
{
	if (!strpbrk(s, ",\"\n")) {
		fputs(s, stdout);
		return;
	}
	putchar('"');
	for (; *s; s++)
		printf(*s == '"' ? "\"\"" : "%c", *s);
	putchar('"');
}

static void customers(long n)
{
	char name[80], word[40], organisation[120];

	printf("customer_id,name,organisation,email,language,country,billing_contact,billing_email,"
	       "services,plan,since,"
	       "notes\r\n");
	for (long i = 1; i <= n; i++) {
		snprintf(name, sizeof name, "%s %s", ONE_OF(firsts), ONE_OF(lasts));
		snprintf(word, sizeof word, "Maju %c%ld", (char)('A' + draw(26)), i / 7);
		snprintf(organisation, sizeof organisation, ONE_OF(forms), word);
		printf("C%08ld,", i);
		quoted(name);
		putchar(',');
		quoted(organisation);
		printf(",user%ld@org%ld.example,%s,%s "
		       "%s,billing@org%ld.example,mail;api,%s,2020-01-01,%s\r\n",
		    i, i / 7, ONE_OF(places), ONE_OF(firsts), "Wati", i / 7, ONE_OF(plans),
		    draw(5) ? "" : "\"asked, and was told\"");
	}
}

static void access_log(long n)
{
	uint64_t at = UINT64_C(1704067200000);

	printf("time,agent,customer_id,record\n");
	for (long i = 0; i < n; i++) {
		uint64_t who = draw(1000), whom = draw(1000);

		at += draw(5000);
		printf("%llu,agent%llu,C%08llu,%s\n", (unsigned long long)at,
		    (unsigned long long)(who * who * who * 300 / 1000000000),
		    (unsigned long long)(1 + (whom * whom * 1000 + draw(1000000)) % 1000000),
		    ONE_OF(records));
	}
}

static void exposures(long n)
{
	printf("customer,population,data,from,to,basis,confidence\n");
	for (long i = 1; i <= n; i++)
		printf("C%08ld,viewed,profile;invoice,2021-05-%02d,2021-05-31,log,high\n", i,
		    (int)(1 + draw(30)));
}

static const char *const did[] = { "opened", "closed", "restored", "queried", "rotated", "paged" };
static const char *const things[] = { "firewall", "session", "bucket", "replica", "mailbox",
	"queue" };
static const char *const whys[] = { "during maintenance", "after a timeout", "without a ticket",
	"for the on-call engineer" };
static const char *const events[] = { "Alert", "Last Access Time", "Content Modification Time" };

/* As Timesketch writes them. */
static void timeline(long n)
{
	uint64_t at = UINT64_C(1704067200000000);

	printf("message,datetime,timestamp_desc,timestamp,hostname,username,src_ip,tag\n");
	for (long i = 0; i < n; i++) {
		unsigned user = (unsigned)draw(5000), host = (unsigned)draw(400);
		const char *word = ONE_OF(did), *thing = ONE_OF(things), *why = ONE_OF(whys);

		at += draw(60000000);
		printf(
		    "user%u %s the %s on host%03u %s (req %06x),2024-01-01T00:00:00+00:00,%s,%llu,"
		    "host%03u,user%u,10.0.0.1,incident-%u\n",
		    user, word, thing, host, why, (unsigned)draw(1 << 24), ONE_OF(events),
		    (unsigned long long)at, host, user, (unsigned)draw(3));
	}
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*make)(long n);
	} kinds[] = { { "customers", customers }, { "access", access_log },
		{ "exposures", exposures }, { "timeline-csv", timeline } };

	for (size_t i = 0; argc == 3 && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, argv[1]) == 0)
			return kinds[i].make(strtol(argv[2], NULL, 10)), 0;
	fprintf(stderr, "usage: gen_data customers|access|exposures|timeline-csv N\n");
	return 64;
}
