/* Recordings: they begin and end in another thread, and the answer comes from
 * there. */
#include "net/record.h"

#include <string.h>
#include "net/families.h"
#include "net/peer.h"
#include "net/reply.h"
#include "net/state.h"

static const char start_address[] = "/phonon/record/start",
		  stop_address[] = "/phonon/record/stop";

static void start(struct request *rq)
{
	const char *mode = rq->m->argc > 1 ? osc_string(rq->m, 1) : "mix";
	struct net *net = rq->net;
	bool stems = strcmp(mode, "stems") == 0;
	char why[NET_WHY] = "this server has no recordings";

	if (!stems && strcmp(mode, "mix") != 0) {
		reply_fail(rq, "unknown mode", "modes are mix and stems");
		return;
	}
	if (!net->o.record || net->o.record(net->o.ctx, osc_string(rq->m, 0),
					    stems, why) != ST_OK)
		reply_fail(rq, why, NULL);
	else
		net->starter = peer_ref(rq->peer);
}

static void stop(struct request *rq)
{
	struct net *net = rq->net;
	char why[NET_WHY] = "this server has no recordings";

	if (!net->o.record_stop || net->o.record_stop(net->o.ctx, why) != ST_OK)
		reply_fail(rq, why, NULL);
	else
		net->stopper = peer_ref(rq->peer);
}

static void drop(struct peer **p)
{
	if (*p)
		peer_unref(*p);
	*p = NULL;
}

static void refuse(struct net *net, struct peer *p, const char *address,
		   const char *why)
{
	net->failures++;
	reply_to(p, false, "/fail", "ss", address, why);
}

void net_recording_begun(struct net *net, const char *path, const char *why)
{
	if (net->starter && why)
		refuse(net, net->starter, start_address, why);
	else if (net->starter)
		reply_to(net->starter, false, "/done", "ss", start_address,
			 path);
	drop(&net->starter);
}

void net_recording_ended(struct net *net, const char *path, double seconds,
			 const char *why)
{
	if (net->stopper && why)
		refuse(net, net->stopper, stop_address, why);
	else if (net->stopper)
		reply_to(net->stopper, false, "/done", "ssd", stop_address,
			 path, seconds);
	drop(&net->stopper);
}

void record_forget(struct net *net)
{
	drop(&net->starter);
	drop(&net->stopper);
}

static const struct method rows[] = {
    {"/phonon/record/start", "s|ss", METHOD_CONDUCTOR, start, "name [mode]",
     "/done \"/phonon/record/start\" path",
     "Record into the folder for recordings. The name's end says how: .wav "
     "(float, also where none is given) or .flac (24 bits). Mode: mix, or "
     "stems: a file for each slot besides the mix, in step with it.",
     "s take1.wav"},
    {"/phonon/record/stop", "", METHOD_CONDUCTOR, stop, "",
     "/done \"/phonon/record/stop\" path seconds",
     "The recording is finished; answered when the files are whole.", ""},
};

const struct method_family methods_record = {"Recording", rows,
					     sizeof(rows) / sizeof(*rows)};
