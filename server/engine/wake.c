#include "config.h"
#include "engine/wake.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

static bool watch(int poll, int fd)
{
	struct epoll_event e = {.events = EPOLLIN};

	return fd >= 0 && epoll_ctl(poll, EPOLL_CTL_ADD, fd, &e) == 0;
}

enum status wake_init(struct wake *w)
{
	w->poll = epoll_create1(EPOLL_CLOEXEC);
	w->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	w->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	w->period_us = 0;
	if (w->poll >= 0 && watch(w->poll, w->event) &&
	    watch(w->poll, w->timer))
		return ST_OK;
	wake_finish(w);
	return ST_IO;
}

static void shut(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

void wake_finish(struct wake *w)
{
	shut(&w->event);
	shut(&w->timer);
	shut(&w->poll);
}

int wake_fd(const struct wake *w)
{
	return w->poll;
}

void wake_up(struct wake *w)
{
	uint64_t one = 1;

	/* Fails only when it is readable already. */
	if (write(w->event, &one, sizeof(one)) < 0)
		return;
}

void wake_every(struct wake *w, long us)
{
	struct timespec t = {us / 1000000, us % 1000000 * 1000};
	struct itimerspec spec = {t, t};

	if (us == w->period_us)
		return;
	w->period_us = us;
	timerfd_settime(w->timer, 0, &spec, NULL);
}

void wake_clear(struct wake *w)
{
	uint64_t n;

	ssize_t seen = read(w->event, &n, sizeof(n));

	seen = read(w->timer, &n, sizeof(n));
	(void)seen; /* neither need have been the one */
}
