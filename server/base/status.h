/* The one set of error codes between layers. 0 is ok. Users' mistakes are a
 * struct diag (diag.h), not a status. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
	ST_OK = 0,
	ST_NOMEM,   /* the machine has no memory left */
	ST_LIMIT,   /* a budget of the program is used up */
	ST_EVAL,    /* the program asks for something without an answer */
	ST_INVALID, /* input that breaks its format */
	ST_NOTFOUND,
	ST_BUSY, /* somebody else holds it */
	ST_IO,
	ST_FULL, /* a queue has no room now */
	ST_CLOSED,
	ST_TIMEOUT,
	ST_DENIED,
};

#endif
