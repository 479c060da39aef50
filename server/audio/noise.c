#include "config.h"
#include "audio/noise.h"

#include <fcntl.h>
#include <unistd.h>
#include "base/log.h"

static int kept = -1;

void noise_off(void)
{
	int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);

	log_keep_stderr();
	kept = nowhere >= 0 ? fcntl(2, F_DUPFD_CLOEXEC, 3) : -1;
	if (kept >= 0)
		dup2(nowhere, 2);
	if (nowhere >= 0)
		close(nowhere);
}

void noise_on(void)
{
	if (kept < 0)
		return;
	dup2(kept, 2);
	close(kept);
	kept = -1;
}
