/* What libraries print on stderr while a device is opened is not for the
 * user. */
#ifndef AUDIO_NOISE_H
#define AUDIO_NOISE_H

/* From here on file descriptor 2 goes nowhere; our own messages (base/log.h)
 * still come through. Nests; the first call is made before there are threads
 * that close devices. [device] */
void noise_off(void);
void noise_on(void);

#endif
