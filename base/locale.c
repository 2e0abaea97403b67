/* locale.c - the language and character set the process speaks. */
#include "base/locale.h"

#include "config.h"

#include <langinfo.h>
#include <libintl.h>
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Whether there is a catalogue of the language: gettext looks for one at each sentence anew. */
static bool translates;

/* The language the environment asks for messages, by the order of POSIX; NULL for none. */
static const char *language_wanted(void)
{
	static const char *const names[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const char *value = getenv(names[i]);

		if (value && *value)
			return value;
	}
	return NULL;
}

static bool is_plain(const char *locale)
{
	return strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0 || locale[0] == '.';
}

static void locale_fallback(void)
{
	const char *wanted = language_wanted();

	if (wanted && !is_plain(wanted)) {
		char *language = xstrndup(wanted, strcspn(wanted, ".@"));

		setenv("LANGUAGE", language, 0);
		free(language);
	}
	if (!setlocale(LC_ALL, "C.UTF-8"))
		setlocale(LC_ALL, "C");
}

void locale_choose(void)
{
	const char *folder = getenv("BLOTTER_LOCALE_DIR");

	if (!setlocale(LC_ALL, "") || strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		locale_fallback();
	bindtextdomain(PACKAGE, folder && *folder ? folder : BLOTTER_LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	translates = *gettext("") != '\0'; /* the head of the catalogue */
}

const char *locale_text(const char *sentence)
{
	return translates && *sentence ? gettext(sentence) : sentence;
}
