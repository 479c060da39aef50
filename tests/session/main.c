#include "tests/support/suite.h"

extern const struct suite suite_nasty, suite_slots, suite_transition,
    suite_undo, suite_mixer, suite_record;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_slots, &suite_transition, &suite_undo, &suite_nasty,
	    &suite_mixer, &suite_record,     NULL};

	return suite_main(argc, argv, suites);
}
