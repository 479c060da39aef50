/* The linker sends every call to the heap, to locks and to files through
 * here (see local.mk): none may come while a block is made. */
#include "tests/dsp/rig.h"
#include "tests/support/suite.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

static volatile bool watching;
static volatile int calls;

#define WATCH(type, name, parameters, arguments)                               \
	type __real_##name parameters;                                         \
	type __wrap_##name parameters;                                         \
	type __wrap_##name parameters                                          \
	{                                                                      \
		calls += watching;                                             \
		return __real_##name arguments;                                \
	}

WATCH(void *, malloc, (size_t n), (n))
WATCH(void *, calloc, (size_t n, size_t size), (n, size))
WATCH(void *, realloc, (void *p, size_t n), (p, n))
WATCH(void, free, (void *p), (p))
WATCH(int, pthread_mutex_lock, (pthread_mutex_t * m), (m))
WATCH(ssize_t, write, (int fd, const void *p, size_t n), (fd, p, n))
WATCH(FILE *, fopen, (const char *path, const char *mode), (path, mode))

static void block(struct rig *r)
{
	float out[2 * BLOCK_FRAMES];

	watching = true;
	dsp_block(r->d, out);
	watching = false;
}

static void everything(void)
{
	struct rig *r = rig_new(0.5f);
	struct message m;
	struct reply reply;

	calls = 0;
	for (uint32_t i = 0; i < 3000; i++) {
		for (uint32_t k = 0; k < 5; k++) {
			m = rig_voice(r, dsp_frame(r->d) + (i * 37 + k) % 200);
			m.slot = (uint16_t)(i % 20);
			m.voice.cut = i % 7 == 0;
			m.voice.shape = i % 3 ? 0 : 0.5f;
			m.voice.envelope = i % 5 == 0;
			m.voice.attack = 0.01f;
			m.voice.release = 0.3f;
			m.voice.end_rate = i % 4 ? 1 : 2;
			rig_send(r, &m);
		}
		m = (struct message){.kind = 1 + i % 5, .slot = 3};
		if (m.kind == MSG_MASTER || m.kind == MSG_RELEASE)
			m.master.gain = m.master.seconds = 0.5f;
		m.kind = i % 500 == 499 ? MSG_PANIC : m.kind;
		rig_send(r, &m);
		block(r);
		while (i % 100 == 0 && ring_pop(dsp_outbox(r->d), &reply, 1))
			;
	}
	CU_ASSERT_EQUAL(calls, 0);
	rig_free(r);
}

/* The watch itself sees what it should. */
static void watch(void)
{
	char *volatile p;

	calls = 0;
	watching = true;
	p = malloc(10);
	watching = false;
	free(p);
	CU_ASSERT_EQUAL(calls, 1);
}

static CU_TestInfo tests[] = {
    {"the watch sees a call", watch},
    {"no block asks for memory, a lock or a file", everything},
    CU_TEST_INFO_NULL,
};

const struct suite suite_calls = {"dsp/calls", tests};
