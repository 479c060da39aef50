#include "config.h"

#include "net/udp.h"

#include <string.h>
#include <sys/socket.h>
#include "net/peer.h"
#include "net/state.h"

enum { AT_ONCE = 64 }; /* datagrams before the loop turns again */

void udp_receive(struct listener *l)
{
	struct sockaddr_storage from;
	socklen_t len;
	struct peer *p;
	ssize_t n;

	for (int i = 0; i < AT_ONCE && !(i && net_turn_is_long(l->net)); i++) {
		len = sizeof(from);
		memset(&from, 0, sizeof(from));
		n = recvfrom(l->fd, l->net->datagram, UDP_MAX, MSG_DONTWAIT,
			     (struct sockaddr *)&from, &len);
		if (n < 0)
			return;
		/* A client asks whether anybody is here. */
		if (n == 0)
			continue;
		p = peer_udp(l->net, l, &from, len);
		if (p)
			dispatch_packet(l->net, p, l->net->datagram, (size_t)n);
	}
}
