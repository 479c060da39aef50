#include "tests/support/suite.h"

extern const struct suite suite_clock, suite_engine, suite_writer;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_clock, &suite_engine, &suite_writer, NULL};

	return suite_main(argc, argv, suites);
}
