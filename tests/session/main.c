#include "tests/support/suite.h"

extern const struct suite suite_memory, suite_mixer, suite_nasty, suite_record,
    suite_slots, suite_transition, suite_undo, suite_unheard;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_slots,  &suite_transition, &suite_undo,
	    &suite_nasty,  &suite_mixer,      &suite_record,
	    &suite_memory, &suite_unheard,    NULL};

	return suite_main(argc, argv, suites);
}
