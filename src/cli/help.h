/*
 * Owns: what --help and a start without input say.
 * Must not know: anything but words.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

extern const char help_text[];
extern const char help_short[];

#endif
