/* Hands on what plays: hush, panic, mute, solo. */
#include <string.h>
#include "net/families.h"
#include "net/reply.h"
#include "net/state.h"

static const char scope[] = "main";

static void hush(struct request *rq)
{
	const struct osc_message *m = rq->m;
	const char *target = NULL;
	double fade = -1;
	int at = 0;

	if (m->argc && !osc_is_number(m->types[0]))
		target = osc_string(m, at++);
	if (m->argc > at)
		fade = osc_number(m, at);
	if (m->argc > at && !(fade >= 0 && fade <= 60)) {
		reply_fail(rq, "a fade lasts 0 to 60 seconds", NULL);
		return;
	}
	reply_status(
	    rq, engine_hush(rq->net->o.engine, scope, target, fade, rq->ntp),
	    "no such slot");
}

static void unhush(struct request *rq)
{
	reply_status(rq,
		     engine_unhush(rq->net->o.engine, scope,
				   rq->m->argc ? osc_string(rq->m, 0) : NULL,
				   rq->ntp),
		     "no such slot");
}

static void panic(struct request *rq)
{
	engine_panic(rq->net->o.engine);
	reply_done(rq, "");
}

static void strip(struct request *rq, enum action_kind what)
{
	reply_status(rq,
		     engine_strip(rq->net->o.engine, what, scope,
				  osc_string(rq->m, 0), rq->ntp),
		     "no such slot");
}

static void mute(struct request *rq)
{
	strip(rq, ACT_MUTE);
}

static void unmute(struct request *rq)
{
	strip(rq, ACT_UNMUTE);
}

static void solo(struct request *rq)
{
	strip(rq, ACT_SOLO);
}

static void unsolo(struct request *rq)
{
	strip(rq, ACT_UNSOLO);
}

static const struct method rows[] = {
    {"/hush", "|s|n|sn", METHOD_TIMED, hush, "[slot] [fade in seconds]",
     "/done \"/hush\"",
     "Silence: patterns stop, voices and tones fade (0.2 s unless said), "
     "effects "
     "on events ring out within 2 s. The code stays.",
     "s d1"},
    {"/unhush", "|s", METHOD_TIMED, unhush, "[slot]", "/done \"/unhush\"",
     "What was hushed plays again.", ""},
    {"/panic", "", 0, panic, "", "/done \"/panic\"",
     "Everything silent at once, for everybody.", ""},
    {"/mute", "s", METHOD_TIMED | METHOD_AFTER_CODE, mute, "slot",
     "/done \"/mute\"", "Mute a slot.", "s d1"},
    {"/unmute", "s", METHOD_TIMED | METHOD_AFTER_CODE, unmute, "slot",
     "/done \"/unmute\"", "Unmute a slot.", "s d1"},
    {"/solo", "s", METHOD_TIMED | METHOD_AFTER_CODE, solo, "slot",
     "/done \"/solo\"",
     "Only this slot (and others that are solo) can be heard.", "s d1"},
    {"/unsolo", "s", METHOD_TIMED | METHOD_AFTER_CODE, unsolo, "slot",
     "/done \"/unsolo\"", "Undo /solo.", "s d1"},
};

const struct method_family methods_hands = {"Hands on", rows,
					    sizeof(rows) / sizeof(*rows)};
