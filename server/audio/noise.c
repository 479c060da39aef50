#include "config.h"
#include "audio/noise.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <unistd.h>
#include "base/log.h"

/* Opened at the first call, which no other thread sees, and kept. */
static int nowhere = -1, kept = -1;
/* Who wants quiet; one that hangs in a driver wants it for ever. */
static atomic_int quiet;

static void open_both(void)
{
	log_keep_stderr();
	nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	kept = fcntl(2, F_DUPFD_CLOEXEC, 3);
}

void noise_off(void)
{
	if (kept < 0)
		open_both();
	if (atomic_fetch_add(&quiet, 1) == 0 && kept >= 0 && nowhere >= 0)
		dup2(nowhere, 2);
}

void noise_on(void)
{
	if (atomic_fetch_sub(&quiet, 1) == 1 && kept >= 0)
		dup2(kept, 2);
}
