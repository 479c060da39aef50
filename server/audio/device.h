/* The device thread: opens, watches, closes and reopens the way out, which may
 * block for seconds. */
#ifndef AUDIO_DEVICE_H
#define AUDIO_DEVICE_H

#include "audio/output.h"

struct device;

/* Begins to open for `out`, whose output_pull() is called from then on. NULL
 * without memory. [control] */
struct device *device_new(struct output *out, const struct backend_options *o,
			  bool null_only);
/* Closes. False: the device hangs; the thread is left behind, and what it may
 * still touch must stay. [control] */
bool device_free(struct device *d);
int device_event_fd(const struct device *d);
bool device_poll(struct device *d, struct output_event *to);
/* What the last OUTPUT_OPENED that was polled told. False: nothing is open. */
bool device_state(const struct device *d, struct backend_state *to);

#endif
