/* A JACK client of our own. PortAudio's never comes back from closing one whose
 * server died; this one does, and so finds the server that is started next. */
#include "config.h"
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "audio/noise.h"
#include "audio/output.h"
#include "base/wall.h"

#ifdef HAVE_JACK
#include <jack/jack.h>

enum { CHUNK_FRAMES = 1024, CHANNELS = 2 };

static struct {
	jack_client_t *client;
	jack_port_t *port[CHANNELS];
	const char *wanted; /* part of a device's name, or NULL */
	struct output *out;
	double rate_hz;
	atomic_bool left, gone, xrun;
	atomic_uint inside; /* callbacks under way */
	atomic_uint latency_frames;
	float chunk[CHANNELS * CHUNK_FRAMES];
} device;

/* --- Called by JACK --- */

/* When the first frame of this cycle is heard. */
static uint64_t heard(void)
{
	double frames = (double)atomic_load(&device.latency_frames) -
			(double)jack_frames_since_cycle_start(device.client);

	return wall_ntp() +
	       (uint64_t)(int64_t)(frames / device.rate_hz * 0x1p32);
}

static void pull(float *const to[CHANNELS], uint32_t at, uint32_t n,
		 uint64_t ntp)
{
	output_pull(device.out, device.chunk, n,
		    ntp + (uint64_t)(at / device.rate_hz * 0x1p32),
		    atomic_exchange(&device.xrun, false));
	for (uint32_t i = 0; i < n; i++)
		for (int c = 0; c < CHANNELS; c++)
			to[c][at + i] =
			    device.chunk[i * CHANNELS + (uint32_t)c];
}

static int on_cycle(jack_nframes_t frames, void *unused)
{
	float *to[CHANNELS];
	uint64_t ntp = heard();
	uint32_t n;

	(void)unused;
	atomic_fetch_add(&device.inside, 1);
	for (int c = 0; c < CHANNELS; c++) {
		to[c] = jack_port_get_buffer(device.port[c], frames);
		memset(to[c], 0, frames * sizeof(float));
	}
	for (uint32_t at = 0; at < frames && !atomic_load(&device.left);
	     at += n) {
		n = frames - at < CHUNK_FRAMES ? frames - at : CHUNK_FRAMES;
		pull(to, at, n, ntp);
	}
	atomic_fetch_sub(&device.inside, 1);
	return 0;
}

static int on_xrun(void *unused)
{
	(void)unused;
	atomic_store(&device.xrun, true);
	return 0;
}

static void on_shutdown(void *unused)
{
	(void)unused;
	atomic_store(&device.gone, true);
}

static void on_latency(jack_latency_callback_mode_t mode, void *unused)
{
	jack_latency_range_t range;

	(void)unused;
	if (mode != JackPlaybackLatency)
		return;
	jack_port_get_latency_range(device.port[0], mode, &range);
	atomic_store(&device.latency_frames, range.max);
}

/* --- Opening --- */

/* The first two inputs of the device asked for, or of the card; a server
 * without any plays nowhere until somebody connects us. */
static void connect_ports(void)
{
	const char **to = jack_get_ports(
	    device.client, device.wanted, JACK_DEFAULT_AUDIO_TYPE,
	    JackPortIsInput | (device.wanted ? 0 : JackPortIsPhysical));

	for (int c = 0; to && c < CHANNELS && to[c]; c++)
		jack_connect(device.client, jack_port_name(device.port[c]),
			     to[c]);
	jack_free(to);
}

static bool make_ports(void)
{
	static const char *const names[CHANNELS] = {"out_0", "out_1"};

	for (int c = 0; c < CHANNELS; c++) {
		device.port[c] = jack_port_register(
		    device.client, names[c], JACK_DEFAULT_AUDIO_TYPE,
		    JackPortIsOutput | JackPortIsTerminal, 0);
		if (!device.port[c])
			return false;
	}
	return true;
}

static void listen_to_jack(void)
{
	jack_set_process_callback(device.client, on_cycle, NULL);
	jack_set_xrun_callback(device.client, on_xrun, NULL);
	jack_set_latency_callback(device.client, on_latency, NULL);
	jack_on_shutdown(device.client, on_shutdown, NULL);
}

static enum status jack_open(const struct backend_options *o,
			     struct output *out, struct backend_state *state,
			     char why[256])
{
	jack_status_t status;

	noise_off();
	device.client = jack_client_open("phonon", JackNoStartServer, &status);
	noise_on();
	if (!device.client || !make_ports()) {
		snprintf(why, 256, "no JACK or PipeWire server runs");
		if (device.client)
			jack_client_close(device.client);
		return ST_NOTFOUND;
	}
	device.out = out;
	device.wanted = o->device;
	device.rate_hz = jack_get_sample_rate(device.client);
	atomic_store(&device.left, false);
	atomic_store(&device.gone, false);
	atomic_store(&device.xrun, false);
	listen_to_jack();
	*state = (struct backend_state){
	    .name = "JACK",
	    .rate_hz = device.rate_hz,
	    .frames = jack_get_buffer_size(device.client),
	};
	state->latency_s = 2 * state->frames / device.rate_hz;
	atomic_store(&device.latency_frames, 2 * state->frames);
	return ST_OK;
}

static void jack_close(void)
{
	noise_off();
	jack_client_close(device.client);
	noise_on();
}

static enum status jack_start(char why[256])
{
	noise_off();
	if (jack_activate(device.client) == 0) {
		connect_ports();
		noise_on();
		return ST_OK;
	}
	noise_on();
	snprintf(why, 256, "JACK does not take this client");
	jack_close();
	return ST_IO;
}

static void jack_leave(void)
{
	struct timespec short_time = {0, 100000};

	atomic_store(&device.left, true);
	while (atomic_load(&device.inside) > 0)
		nanosleep(&short_time, NULL);
}

static bool jack_alive(void)
{
	return !atomic_load(&device.gone);
}

#else

static enum status jack_open(const struct backend_options *o,
			     struct output *out, struct backend_state *state,
			     char why[256])
{
	(void)o;
	(void)out;
	(void)state;
	snprintf(why, 256, "this program was built without JACK");
	return ST_NOTFOUND;
}

static enum status jack_start(char why[256])
{
	(void)why;
	return ST_IO;
}

static void jack_leave(void)
{
}

static void jack_close(void)
{
}

static bool jack_alive(void)
{
	return false;
}

#endif

const struct backend backend_jack = {"jack",	 jack_open,  jack_start,
				     jack_leave, jack_close, jack_alive};
