/* Messages to the person at the server's terminal. [any thread but synth and
 * callback] */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* What is above `level` is not printed; LOG_INFO at start. */
void log_set_level(enum log_level level);
/* From now on messages go to stderr as it is now, whatever becomes of file
 * descriptor 2. */
void log_keep_stderr(void);
/* One line to stderr, without a newline in fmt. */
void log_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void log_debug(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

#endif
