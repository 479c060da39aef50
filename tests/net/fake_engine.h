/* An engine that does what the test says, for the tests of net/: it writes down
 * what it was asked, and answers texts when told to. */
#ifndef TESTS_FAKE_ENGINE_H
#define TESTS_FAKE_ENGINE_H

#include <stddef.h>

/* What was asked so far, as "hush main d1; tempo 0.5; ...". Forgets it. */
const char *fake_engine_log(void);
void fake_engine_reset(void);
/* Texts that wait for their answer. */
size_t fake_engine_waiting(void);
/* Answer the oldest text: NULL accepts it, else it has that error at line 2,
 * column 3. */
void fake_engine_answer(const char *error);

#endif
