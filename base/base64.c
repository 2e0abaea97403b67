/* base64.c - bytes as letters, and back. */
#include "base/base64.h"

#include <stdbool.h>
#include <stdint.h>

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void base64_put(struct str *out, const void *bytes, size_t n)
{
	const uint8_t *p = bytes;

	str_need(out, n / 3 * 4 + 4);
	for (size_t i = 0; i < n; i += 3) {
		size_t left = n - i;
		uint32_t v = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
			     (left > 2 ? p[i + 2] : 0);

		str_putc(out, letters[v >> 18]);
		str_putc(out, letters[v >> 12 & 63]);
		str_putc(out, left > 1 ? letters[v >> 6 & 63] : '=');
		str_putc(out, left > 2 ? letters[v & 63] : '=');
	}
}

static int letter_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Four letters; the bytes that they mean, or -1. */
static int four_read(const char *s, bool last, uint8_t out[3])
{
	int n = last && s[3] == '=' ? (s[2] == '=' ? 1 : 2) : 3;
	uint32_t v = 0;

	for (int i = 0; i < 4; i++) {
		int value = i > n ? 0 : letter_value(s[i]);

		if (value < 0)
			return -1;
		v = v << 6 | (uint32_t)value;
	}
	out[0] = (uint8_t)(v >> 16);
	out[1] = (uint8_t)(v >> 8);
	out[2] = (uint8_t)v;
	return (n < 3 && out[n]) ? -1 : n;
}

int base64_read(struct str *out, const char *s, size_t n)
{
	if (n % 4)
		return -1;
	for (size_t i = 0; i < n; i += 4) {
		uint8_t bytes[3];
		int m = four_read(s + i, i + 4 == n, bytes);

		if (m < 0)
			return -1;
		str_put(out, bytes, (size_t)m);
	}
	return 0;
}
