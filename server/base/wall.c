#include "base/wall.h"

#include <time.h>

#define NTP_OF_1970 2208988800u

uint64_t wall_ntp(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return ((uint64_t)t.tv_sec + NTP_OF_1970) << 32 |
	       ((uint64_t)t.tv_nsec << 32) / 1000000000u;
}
