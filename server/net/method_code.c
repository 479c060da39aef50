/* Texts: evaluate, look at them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/log.h"
#include "net/evals.h"
#include "net/families.h"
#include "net/parts.h"
#include "net/reply.h"
#include "net/shim_frame.h"
#include "net/state.h"

static const char scope[] = "main";

static bool read_mode(const char *word, enum eval_mode *mode)
{
	static const char *const words[] = {[EVAL_MERGE] = "merge",
					    [EVAL_REPLACE] = "replace",
					    [EVAL_CHECK] = "check"};

	for (int i = 0; i < 3; i++)
		if (!strcmp(word, words[i])) {
			*mode = (enum eval_mode)i;
			return true;
		}
	return false;
}

static bool read_multiple(double cycles, struct eval_call *call)
{
	if (!(cycles > 0) || cycles > 1e6)
		return false;
	call->at = AT_MULTIPLE;
	call->multiple = cycles;
	return true;
}

static bool read_at(const struct osc_message *m, int i, struct eval_call *call)
{
	char *end;
	const char *word;
	double cycles;

	if (osc_is_number(m->types[i]))
		return read_multiple(osc_number(m, i), call);
	word = osc_string(m, i);
	if (!strcmp(word, "now"))
		return true;
	if (!strcmp(word, "cycle")) {
		call->at = AT_CYCLE;
		return true;
	}
	cycles = strtod(word, &end);
	return *word && !*end && read_multiple(cycles, call);
}

/* Mode and time from argument `from` on; answers what is wrong. */
static bool read_options(const struct request *rq, int from,
			 struct eval_call *call)
{
	const struct osc_message *m = rq->m;

	call->mode = EVAL_MERGE;
	call->at = AT_NOW;
	if (m->argc > from && !read_mode(osc_string(m, from), &call->mode)) {
		evals_refuse(call, "unknown mode",
			     "modes are merge, replace and check");
		return false;
	}
	if (m->argc > from + 1 && !read_at(m, from + 1, call)) {
		evals_refuse(call, "unknown time",
			     "times are now, cycle, or a number of cycles");
		return false;
	}
	if (rq->ntp && call->at == AT_NOW) {
		call->at = AT_NTP;
		call->ntp = rq->ntp;
	}
	return true;
}

static bool read_id(struct request *rq, int i, struct eval_call *call)
{
	double id = osc_number(rq->m, i);

	if (id < INT32_MIN || id > INT32_MAX) {
		reply_fail(rq, "the id does not fit in 32 bits", NULL);
		return false;
	}
	call->id = osc_integer(rq->m, i);
	call->has_id = call->id != 0;
	return true;
}

/* An id that was there already is answered from memory; 0 is no id. */
static bool known(struct request *rq, const struct eval_call *call)
{
	return call->has_id &&
	       (peer_answer_again(rq->peer, call->id) ||
		evals_answer_twice(rq->net, rq->peer, call->id));
}

static void start(struct net *net, const struct eval_call *call)
{
	if (ipc_is_utf8(call->text, call->len))
		evals_start(net, call);
	else
		evals_refuse(call, "the text is not UTF-8",
			     "an editor may keep it in another encoding: save "
			     "it as UTF-8");
}

static void code(struct request *rq)
{
	struct eval_call call = {.peer = rq->peer,
				 .request = rq->m->address,
				 .scope = scope,
				 .text = osc_string(rq->m, 0)};

	call.len = strlen(call.text);
	if (rq->m->argc > 1) {
		if (!read_id(rq, 1, &call))
			return;
		if (known(rq, &call))
			return;
	}
	if (read_options(rq, 2, &call))
		start(rq->net, &call);
}

static void start_parts(struct request *rq, struct eval_call *call,
			const struct strbuf *text)
{
	call->text = strbuf_str(text);
	call->len = text->len;
	call->request = "/phonon/code";
	start(rq->net, call);
}

static void code_part(struct request *rq)
{
	struct eval_call call = {
	    .peer = rq->peer, .request = rq->m->address, .scope = scope};
	int64_t index = osc_integer(rq->m, 1), count = osc_integer(rq->m, 2);
	struct strbuf text;

	if (!read_id(rq, 0, &call) || known(rq, &call) ||
	    !read_options(rq, 4, &call))
		return;
	strbuf_init(&text);
	switch (parts_add(rq->peer, call.id, index, count, osc_string(rq->m, 3),
			  &text)) {
	case ST_CLOSED:
		start_parts(rq, &call, &text);
		break;
	case ST_OK:
		reply_done(rq, "iii", (int32_t)call.id, (int32_t)index,
			   (int32_t)count);
		break;
	case ST_LIMIT:
		reply_fail(rq, "the text is too long: 1 MiB is the most", NULL);
		break;
	case ST_INVALID:
		reply_fail(rq, "no such part",
			   "parts count from 0, there are at most 4096");
		break;
	default:
		reply_fail(rq, "the server has no memory left", NULL);
	}
	strbuf_finish(&text);
}

/* Slots may be said as in a program: d1, o1, 1. */
static void get(struct request *rq)
{
	const char *slot = osc_string(rq->m, 0);
	const char *text = engine_slot_text(rq->net->o.engine, scope, slot);

	if (text)
		reply_with(rq, "/phonon/get.reply", "ss", slot, text);
	else
		reply_fail(rq, "no such slot", NULL);
}

static void go(struct request *rq, int direction)
{
	struct eval_call call = {.peer = rq->peer,
				 .request = rq->row->address,
				 .scope = scope,
				 .text = "",
				 .mode = EVAL_MERGE,
				 .at = AT_NOW};
	int64_t n = rq->m->argc ? osc_integer(rq->m, 0) : 1;

	if (n < 1 || n > 1000) {
		reply_fail(rq, "steps are 1 to 1000", NULL);
		return;
	}
	call.undo = (int)n * direction;
	evals_start(rq->net, &call);
}

static void undo(struct request *rq)
{
	go(rq, 1);
}

static void redo(struct request *rq)
{
	go(rq, -1);
}

static const struct method rows[] = {
    {"/phonon/code", "s|sn|sns|snss|snsn", METHOD_TIMED, code,
     "code [id [mode [at]]]",
     "/done \"/phonon/code\" id generation cycle slots warnings [text of each "
     "warning], or for each error /fail \"/phonon/code\" message id line "
     "column end_line end_column hint number of",
     "Evaluate a text. Mode: merge (what it names is replaced, the rest plays "
     "on), replace (it becomes the whole scope) or check. At: now, cycle, or "
     "N for the next multiple of N cycles. An id that was there already in "
     "the last 60 s is answered from memory; 0 is none.",
     "s 'd1 $ sound \"bd sn\"'"},
    {"/phonon/code/part", "nnns|nnnss|nnnsss|nnnssn", METHOD_TIMED, code_part,
     "id index count text [mode [at]]",
     "/done \"/phonon/code/part\" id index count, and for the part that "
     "completes the text the answer of /phonon/code",
     "One of `count` parts of a text that is too long for a datagram; index "
     "counts from 0, parts may come in any order.",
     "iiis 7 0 1 'd1 $ sound \"bd sn\"'"},
    {"/eval", "s|sn|sns|snss|snsn", METHOD_TIMED, code, "code [id [mode [at]]]",
     "as /phonon/code, with \"/eval\"", "The same as /phonon/code.",
     "s 'd1 $ sound \"bd sn\"'"},
    {"/phonon/get", "s", METHOD_AFTER_CODE, get, "slot",
     "/phonon/get.reply slot text", "The text of a slot, as it was written.",
     "s d1"},
    {"/phonon/undo", "|i", METHOD_AFTER_CODE, undo, "[steps]",
     "/done \"/phonon/undo\" steps generation cycle slots warnings [text of "
     "each warning], or /fail \"/phonon/undo\" message ...",
     "The slots, buses and definitions are as they were before the last text "
     "(before so many texts). What no text of those touched plays on. Tempo, "
     "hush, outmix and the mixer stay as they are.",
     ""},
    {"/phonon/redo", "|i", METHOD_AFTER_CODE, redo, "[steps]",
     "as /phonon/undo, with \"/phonon/redo\"",
     "What was undone is done again, until another text comes.", ""},
};

const struct method_family methods_code = {"Code", rows,
					   sizeof(rows) / sizeof(*rows)};
