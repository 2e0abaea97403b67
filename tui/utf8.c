/* utf8.c - code points in and out. */
#include "tui/utf8.h"

uint32_t utf8_next(const char **s)
{
	const unsigned char *p = (const unsigned char *)*s;
	int more = *p < 0x80 ? 0 : *p < 0xe0 ? 1 : *p < 0xf0 ? 2 : 3;
	uint32_t ch = more == 0 ? *p : *p & (0x3fu >> more);

	for (int i = 1; i <= more; i++) {
		if ((p[i] & 0xc0) != 0x80) {
			*s += i;
			return 0xfffd;
		}
		ch = ch << 6 | (p[i] & 0x3fu);
	}
	*s += more + 1;
	return ch;
}

size_t utf8_encode(uint32_t ch, char out[UTF8_MAX])
{
	static const unsigned char lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };
	size_t n = ch < 0x80 ? 1 : ch < 0x800 ? 2 : ch < 0x10000 ? 3 : 4;

	for (size_t i = n - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (ch & 0x3f));
		ch >>= 6;
	}
	out[0] = (char)(lead[n == 1 ? 0 : n] | ch);
	return n;
}
