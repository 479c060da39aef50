/* An answer that is longer than a datagram comes as numbered messages
 * /phonon/part ,iiib number index count bytes. */
#ifndef COMMON_PARTS_H
#define COMMON_PARTS_H

#include <stddef.h>

struct parts;

/* Keep one such message of *n bytes. The whole answer and its length in *n,
 * once this was its last missing part, valid until the next call; else NULL. *p
 * begins as NULL; of two answers under way, only the newer is kept. */
const unsigned char *parts_take(struct parts **p, const unsigned char *packet,
				size_t *n);
void parts_free(struct parts *p);

#endif
