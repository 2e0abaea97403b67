/*
 * i18n.h - every sentence of the screens passes through _(), so that a translation has one place to
 * come in. Words of data (states, kinds) do not: they are the same in every language.
 */
#ifndef BLOTTER_TUI_I18N_H
#define BLOTTER_TUI_I18N_H

#include "base/locale.h"

#define _(text) locale_text(text) /* translated where it is shown */
#define N_(text) (text) /* only marked: in tables, translated later */

#endif
