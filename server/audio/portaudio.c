/* PortAudio: JACK or PipeWire first, then ALSA's default. */
#include "config.h"
#include <portaudio.h>
#include <pa_jack.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include "audio/noise.h"
#include "audio/output.h"
#include "base/wall.h"

enum { SILENT_LOOKS = 20 }; /* without a callback: the device is gone */

static struct {
	PaStream *stream;
	struct output *out;
	double latency_s;
	atomic_bool left;   /* the callback asks for nothing any more, */
	atomic_uint inside; /* and this many are still asking */
	atomic_ulong calls;
	unsigned long calls_seen;
	int silent_looks;
} device;

static int callback(const void *in, void *to, unsigned long frames,
		    const PaStreamCallbackTimeInfo *time,
		    PaStreamCallbackFlags flags, void *unused)
{
	double ahead = time->outputBufferDacTime - time->currentTime;

	(void)in;
	(void)unused;
	if (!(ahead > 0 && ahead < 1))
		ahead = device.latency_s;
	atomic_fetch_add_explicit(&device.calls, 1, memory_order_relaxed);
	atomic_fetch_add(&device.inside, 1);
	if (atomic_load(&device.left))
		memset(to, 0, 2 * sizeof(float) * frames);
	else
		output_pull(device.out, to, (uint32_t)frames,
			    wall_ntp() + (uint64_t)(ahead * 0x1p32),
			    flags & paOutputUnderflow);
	atomic_fetch_sub(&device.inside, 1);
	return paContinue;
}

/* --- Which device --- */

static bool is_wanted(PaDeviceIndex i, const char *name)
{
	const PaDeviceInfo *d = Pa_GetDeviceInfo(i);

	return d && d->maxOutputChannels >= 2 && strstr(d->name, name);
}

static PaDeviceIndex default_of(PaHostApiTypeId type)
{
	PaHostApiIndex api = Pa_HostApiTypeIdToHostApiIndex(type);
	const PaHostApiInfo *info = api >= 0 ? Pa_GetHostApiInfo(api) : NULL;

	return info ? info->defaultOutputDevice : paNoDevice;
}

static PaDeviceIndex choose(const char *name, char why[256])
{
	static const PaHostApiTypeId order[] = {paJACK, paALSA};
	PaDeviceIndex found = paNoDevice;

	for (int i = 0; name && i < Pa_GetDeviceCount(); i++)
		if (is_wanted(i, name))
			return i;
	if (name)
		snprintf(why, 256, "no device is called \"%s\"", name);
	for (size_t i = 0; !name && i < 2 && found == paNoDevice; i++)
		found = default_of(order[i]);
	if (!name && found == paNoDevice)
		snprintf(why, 256,
			 "no JACK or PipeWire server runs, and ALSA "
			 "has no device");
	return found;
}

/* --- Opening --- */

static PaError open_at(PaDeviceIndex i, double rate_hz, unsigned frames)
{
	const PaDeviceInfo *info = Pa_GetDeviceInfo(i);
	PaStreamParameters p = {
	    .device = i,
	    .channelCount = 2,
	    .sampleFormat = paFloat32,
	    .suggestedLatency = frames > 0 ? 2 * frames / rate_hz
					   : info->defaultLowOutputLatency,
	};

	return Pa_OpenStream(&device.stream, NULL, &p, rate_hz, frames,
			     paClipOff | paDitherOff, callback, NULL);
}

/* At the wanted rate, else at the device's own. */
static PaError open_device(PaDeviceIndex i, const struct backend_options *o,
			   double *rate_hz, char why[256])
{
	const PaDeviceInfo *info = Pa_GetDeviceInfo(i);
	PaError error;

	*rate_hz = o->rate_hz > 0 ? o->rate_hz : info->defaultSampleRate;
	error = open_at(i, *rate_hz, o->frames);
	if (error == paNoError || *rate_hz == info->defaultSampleRate)
		return error;
	snprintf(why, 256, "it runs at %g Hz and not at %g",
		 info->defaultSampleRate, *rate_hz);
	*rate_hz = info->defaultSampleRate;
	return open_at(i, *rate_hz, o->frames);
}

static bool is_jack(PaDeviceIndex i)
{
	const PaDeviceInfo *info = Pa_GetDeviceInfo(i);

	return Pa_GetHostApiInfo(info->hostApi)->type == paJACK;
}

/* JACK's buffer is a property of its server; PortAudio knows it as the lowest
 * latency. */
static unsigned frames_of(PaDeviceIndex i, const struct backend_options *o,
			  double rate_hz)
{
	double s = Pa_GetStreamInfo(device.stream)->outputLatency;

	if (is_jack(i))
		s = Pa_GetDeviceInfo(i)->defaultLowOutputLatency;
	if (!is_jack(i) && o->frames > 0)
		return o->frames;
	return s * rate_hz < 16 ? 64 : (unsigned)(s * rate_hz + 0.5);
}

static void describe(PaDeviceIndex i, const struct backend_options *o,
		     double rate_hz, struct backend_state *state)
{
	const PaDeviceInfo *info = Pa_GetDeviceInfo(i);

	*state = (struct backend_state){
	    .rate_hz = rate_hz,
	    .frames = frames_of(i, o, rate_hz),
	    .latency_s = device.latency_s,
	};
	snprintf(state->name, sizeof(state->name), "%s: %s",
		 is_jack(i) ? "JACK" : Pa_GetHostApiInfo(info->hostApi)->name,
		 info->name);
}

static PaError open_as_told(PaDeviceIndex i, const struct backend_options *o,
			    struct backend_state *state, char why[256])
{
	double rate_hz;
	PaError error = open_device(i, o, &rate_hz, why);

	if (error != paNoError)
		return error;
	device.latency_s = Pa_GetStreamInfo(device.stream)->outputLatency;
	describe(i, o, rate_hz, state);
	return paNoError;
}

static PaError open_chosen(const struct backend_options *o,
			   struct backend_state *state, char why[256])
{
	PaDeviceIndex i = choose(o->device, why);
	PaError error;

	if (i == paNoDevice)
		return paInvalidDevice;
	error = open_as_told(i, o, state, why);
	if (error != paNoError)
		snprintf(why, 256, "%s can't be opened: %s",
			 Pa_GetDeviceInfo(i)->name, Pa_GetErrorText(error));
	return error;
}

static enum status pa_open(const struct backend_options *o, struct output *out,
			   struct backend_state *state, char why[256])
{
	PaError error;

	device.out = out;
	device.calls_seen = 0;
	device.silent_looks = 0;
	atomic_store(&device.calls, 0);
	atomic_store(&device.left, false);
	noise_off();
	PaJack_SetClientName("phonon");
	error = Pa_Initialize();
	if (error == paNoError) {
		error = open_chosen(o, state, why);
		if (error != paNoError)
			Pa_Terminate();
	} else {
		snprintf(why, 256, "PortAudio: %s", Pa_GetErrorText(error));
	}
	noise_on();
	return error == paNoError ? ST_OK : ST_NOTFOUND;
}

static enum status pa_start(char why[256])
{
	PaError error;

	noise_off();
	error = Pa_StartStream(device.stream);
	if (error != paNoError) {
		snprintf(why, 256, "the device can't be started: %s",
			 Pa_GetErrorText(error));
		Pa_CloseStream(device.stream);
		Pa_Terminate();
	}
	noise_on();
	return error == paNoError ? ST_OK : ST_IO;
}

static void pa_leave(void)
{
	struct timespec short_time = {0, 100000};

	atomic_store(&device.left, true);
	while (atomic_load(&device.inside) > 0)
		nanosleep(&short_time, NULL);
}

static void pa_close(void)
{
	noise_off();
	Pa_AbortStream(device.stream);
	Pa_CloseStream(device.stream);
	Pa_Terminate();
	noise_on();
}

static bool pa_alive(void)
{
	unsigned long calls = atomic_load(&device.calls);

	if (calls == device.calls_seen)
		device.silent_looks++;
	else
		device.silent_looks = 0;
	device.calls_seen = calls;
	return device.silent_looks < SILENT_LOOKS &&
	       Pa_IsStreamActive(device.stream) == 1;
}

const struct backend backend_portaudio = {"portaudio", pa_open,	 pa_start,
					  pa_leave,    pa_close, pa_alive};

int output_list_devices(void (*line)(void *ctx, const char *text), void *ctx)
{
	char text[256];
	bool is_there;
	int n = 0;

	noise_off();
	is_there = Pa_Initialize() == paNoError;
	for (int i = 0; is_there && i < Pa_GetDeviceCount(); i++) {
		const PaDeviceInfo *d = Pa_GetDeviceInfo(i);

		if (d->maxOutputChannels < 2)
			continue;
		snprintf(text, sizeof(text), "%s: %s (%g Hz)",
			 Pa_GetHostApiInfo(d->hostApi)->name, d->name,
			 d->defaultSampleRate);
		line(ctx, text);
		n++;
	}
	if (is_there)
		Pa_Terminate();
	noise_on();
	return n;
}
