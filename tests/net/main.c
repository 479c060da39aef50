#include "tests/support/suite.h"

extern const struct suite suite_framing, suite_packet, suite_shim_frame,
    suite_method, suite_parts, suite_net, suite_dispatch, suite_listen,
    suite_net_mixer, suite_shim;

int main(int argc, char **argv)
{
	static const struct suite *const suites[] = {
	    &suite_framing,  &suite_packet, &suite_shim_frame,
	    &suite_method,   &suite_parts,  &suite_net,
	    &suite_dispatch, &suite_listen, &suite_net_mixer,
	    &suite_shim,     NULL};

	return suite_main(argc, argv, suites);
}
