/* The server itself, with the messages that scsynth's clients know. */
#include "config.h"

#include <limits.h>
#include <stdio.h>
#include <unistd.h>
#include "base/log.h"
#include "net/families.h"
#include "net/later.h"
#include "net/reply.h"
#include "net/state.h"

static void status(struct request *rq)
{
	struct engine_figures f = {0};
	struct net_output out = {0};

	engine_figures(rq->net->o.engine, &f);
	if (rq->net->o.output)
		rq->net->o.output(rq->net->o.ctx, &out);
	reply_with(rq, "/status.reply", "iiiiiffdd", 1, (int32_t)f.voices,
		   (int32_t)f.voices, (int32_t)f.scopes, (int32_t)f.slots,
		   out.load * 100, out.peak_load * 100, f.rate_hz,
		   out.rate_hz > 0 ? out.rate_hz : f.rate_hz);
}

static void version(struct request *rq)
{
	int major = 0, minor = 0, patch = 0;
	char rest[16];

	sscanf(PACKAGE_VERSION, "%d.%d.%d", &major, &minor, &patch);
	snprintf(rest, sizeof(rest), ".%d", patch);
	reply_with(rq, "/version.reply", "siisss", "phonon-audio", major, minor,
		   rest, "main", "");
}

static void sync_(struct request *rq)
{
	reply_with(rq, "/synced", "i", (int32_t)osc_integer(rq->m, 0));
}

static void dump_osc(struct request *rq)
{
	rq->net->dump = osc_number(rq->m, 0) != 0;
	reply_done(rq, "");
}

static void error(struct request *rq)
{
	rq->net->quiet = osc_number(rq->m, 0) <= 0;
	reply_done(rq, "");
}

static void clear_scheduled(struct request *rq)
{
	engine_clear_scheduled(rq->net->o.engine);
	later_clear(rq->net);
	reply_done(rq, "");
}

static void memory(struct request *rq)
{
	double free_bytes =
	    (double)sysconf(_SC_AVPHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
	int32_t n = free_bytes > INT32_MAX ? INT32_MAX : (int32_t)free_bytes;

	reply_with(rq, "/rtMemoryStatus.reply", "ii", n, n);
}

static void quit(struct request *rq)
{
	if (rq->net->o.no_quit || !rq->net->o.quit) {
		reply_fail(rq, "this server was told not to be ended this way",
			   NULL);
		return;
	}
	reply_done(rq, "");
	rq->net->o.quit(rq->net->o.ctx);
}

static const struct method rows[] = {
    {"/status", "", 0, status, "",
     "/status.reply 1 voices voices scopes slots load peak_load rate "
     "actual_rate",
     "Figures, as scsynth gives them; loads in percent of a core.", ""},
    {"/version", "", 0, version, "",
     "/version.reply name major minor patch branch commit",
     "The version of the server.", ""},
    {"/sync", "n", METHOD_AFTER_CODE, sync_, "id", "/synced id",
     "Answered when the texts that came before are compiled.", "i 1"},
    {"/dumpOSC", "n", 0, dump_osc, "on", "/done \"/dumpOSC\"",
     "Print the messages that come in.", "i 1"},
    {"/error", "n", 0, error, "on", "/done \"/error\"",
     "Print failures on the server's terminal (with -V 2), or don't.", "i 1"},
    {"/clearSched", "", METHOD_CONDUCTOR, clear_scheduled, "",
     "/done \"/clearSched\"", "Drop what is scheduled for later.", ""},
    {"/rtMemoryStatus", "", 0, memory, "", "/rtMemoryStatus.reply free largest",
     "Memory that is free, in bytes, at most 2 GiB.", ""},
    {"/quit", "", METHOD_CONDUCTOR | METHOD_AFTER_CODE, quit, "",
     "/done \"/quit\"",
     "End the server: the sound fades, recordings are finished.", ""},
};

const struct method_family methods_server = {"The server", rows,
					     sizeof(rows) / sizeof(*rows)};
