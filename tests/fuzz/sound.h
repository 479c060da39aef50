/* Signals played one after the other, each in the other's place. */
#ifndef TESTS_FUZZ_SOUND_H
#define TESTS_FUZZ_SOUND_H

#include "compile/compile.h"

struct sound;

struct sound *sound_new(void);
void sound_free(struct sound *s);
/* These signals play from now on (NULL: as before), for some blocks; what comes
 * out must be numbers within full scale. */
void sound_play(struct sound *s, const struct signals *signals);

#endif
