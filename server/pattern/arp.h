/* The orders in which arp plays the notes of a chord, by name. [any] */
#ifndef PATTERN_ARP_H
#define PATTERN_ARP_H

#include <stdbool.h>
#include <stddef.h>

bool arp_knows(const char *name);
/* Every name, to a function. */
void arp_each(void (*fn)(void *ctx, const char *name), void *ctx);
/* "did you mean a, b or c?" for a name that is none, or "". */
void arp_hint(const char *name, char *to, size_t size);

#endif
