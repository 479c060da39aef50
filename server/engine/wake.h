/* One file descriptor that is readable when the control thread has something
 * to do: another thread is done with something, or it is time. */
#ifndef ENGINE_WAKE_H
#define ENGINE_WAKE_H

#include "base/status.h"

struct wake {
	int poll, event, timer; /* -1: not open */
	long period_us;
};

/* ST_IO when the system has no descriptors left. [control] */
enum status wake_init(struct wake *w);
void wake_finish(struct wake *w);
/* The one to wait for. [control] */
int wake_fd(const struct wake *w);
/* Make it readable. Never blocks. [any but synth and callback] */
void wake_up(struct wake *w);
/* Make it readable every us microseconds from now on. [control] */
void wake_every(struct wake *w, long us);
/* It was seen. [control] */
void wake_clear(struct wake *w);

#endif
