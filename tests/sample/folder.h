/* A folder for the time of a test. */
#ifndef TESTS_SAMPLE_FOLDER_H
#define TESTS_SAMPLE_FOLDER_H

struct folder {
	char path[256];
};

void folder_make(struct folder *f);
/* Also what is in it. */
void folder_remove(const struct folder *f);
/* A path below it, in a static buffer; folders on the way are made. */
const char *folder_path(const struct folder *f, const char *name);
/* An empty file. */
void folder_touch(const struct folder *f, const char *name);
/* A sound file: value(frame, channel) of n frames; format as libsndfile's. */
void folder_sound(const struct folder *f, const char *name, int format,
		  int rate_hz, int channels, int n,
		  float (*value)(int frame, int channel));

#endif
