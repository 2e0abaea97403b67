/*
 * locale.h - the language and character set the process speaks.
 *
 * Widths come from libc, which knows none without UTF-8, so the locale is always one of UTF-8:
 * where the environment names one that this machine has not made (on Debian id_ID.UTF-8 mostly is
 * not), C.UTF-8 is used and its language part goes into LANGUAGE, from where gettext takes it.
 */
#ifndef BLOTTER_BASE_LOCALE_H
#define BLOTTER_BASE_LOCALE_H

/* Once, first thing in main: sets LANGUAGE where needed and the locale, and binds the translations
 * found in BLOTTER_LOCALE_DIR or else in the folder of the installation. */
void locale_choose(void);

/* The translation of a sentence of ours, or the sentence itself. Static memory. Data is never
 * passed. */
const char *locale_text(const char *sentence) __attribute__((format_arg(1)));

#endif
