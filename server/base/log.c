#include "config.h"
#include "base/log.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int level = LOG_INFO;

static FILE *_Atomic kept;

static const char *const prefix[] = {
    [LOG_ERROR] = "phonon: error: ",
    [LOG_WARN] = "phonon: warning: ",
    [LOG_INFO] = "phonon: ",
    [LOG_DEBUG] = "phonon: debug: ",
};

void log_set_level(enum log_level to)
{
	atomic_store(&level, (int)to);
}

void log_keep_stderr(void)
{
	FILE *none = NULL, *copy;
	int fd;

	if (atomic_load(&kept))
		return;
	fd = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	copy = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (!copy)
		return;
	setvbuf(copy, NULL, _IOLBF, 0);
	if (!atomic_compare_exchange_strong(&kept, &none, copy))
		fclose(copy);
}

static void line(enum log_level at, const char *fmt, va_list ap)
{
	FILE *to = atomic_load(&kept);
	char text[1024];

	if ((int)at > atomic_load(&level))
		return;
	vsnprintf(text, sizeof(text), fmt, ap);
	fprintf(to ? to : stderr, "%s%s\n", prefix[at], text);
}

#define LOG_FUNCTION(name, at)                                                 \
	void name(const char *fmt, ...)                                        \
	{                                                                      \
		va_list ap;                                                    \
                                                                               \
		va_start(ap, fmt);                                             \
		line(at, fmt, ap);                                             \
		va_end(ap);                                                    \
	}

LOG_FUNCTION(log_error, LOG_ERROR)
LOG_FUNCTION(log_warn, LOG_WARN)
LOG_FUNCTION(log_info, LOG_INFO)
LOG_FUNCTION(log_debug, LOG_DEBUG)
