/* Sample banks: a bank is a folder of sound files, `name:n` is file n modulo
 * their number, sorted by name. Names are indexed from the directories; headers
 * and data are read when somebody asks. */
#ifndef SAMPLE_BANK_H
#define SAMPLE_BANK_H

#include <stdbool.h>
#include <stddef.h>
#include "base/nearest.h"
#include "base/status.h"
#include "sample/sample.h"

struct banks;

/* An empty library. budget_bytes: decoded data kept at most (what sounds is
 * never evicted, whatever it takes; a file that is larger on its own is
 * refused); 0: the default, a quarter of the
 * machine's memory. NULL without memory. [control] */
struct banks *banks_new(size_t budget_bytes);
void banks_free(struct banks *b);
/* Index the banks below a folder: its sub-folders with sound files (.wav .aif
 * .aiff .aifc .flac .ogg, in any case; names that begin with a dot are not
 * looked at), which is how Dirt-Samples is laid out. Files are sorted by name,
 * byte by byte. A bank that an earlier folder had stays as it was. Returns
 * files found, -1 when the folder can't be read or memory ran out. 20,000
 * files in under a second. [control] */
long banks_add_folder(struct banks *b, const char *path);
/* Index a bank that was not there when its folder was added. False: it still
 * isn't, or there is no memory. [control] */
bool banks_look(struct banks *b, const char *name);
/* All files of all banks. */
size_t banks_count_files(const struct banks *b);
size_t banks_count(const struct banks *b);
const char *bank_name(const struct banks *b, size_t i);
size_t bank_size(const struct banks *b, size_t i);

/* Sample n (wrapped) of a bank, or NULL. Loads nothing. [control] */
struct sample *banks_find(struct banks *b, const char *name, long n);
/* Offer all names that come near (for "did you mean"). */
void banks_nearest(const struct banks *b, struct nearest *near);

/* Decode now, in this thread: ST_OK when s is ready (also if it was before).
 * Of a file with more than two channels the first two are taken; what is not
 * a number becomes silence. On ST_IO (can't be opened), ST_INVALID (no sound
 * file, or none of its sound can be read), ST_LIMIT (too long) or ST_NOMEM its
 * state is SAMPLE_FAILED. Touches only s. [loader, offline] */
enum status sample_load(struct sample *s);
/* Free data of ready samples nobody uses, least recently used first, until the
 * rest fits the budget. [control] */
void banks_evict(struct banks *b);
size_t banks_bytes(const struct banks *b);

#endif
