/*
 * Owns: databases of several runs put together into one.
 * Must not know: how captures are read, what the columns mean.
 */
#ifndef DB_MERGE_H
#define DB_MERGE_H

#include "base/buffer.h"

/*
 * Adds the captures of every part to the database at path, which is made when it is not there. A
 * capture that is there with the same content stays; any other of its name is replaced, so that
 * the last part has the last word. All of it or nothing: false leaves the database as it was, and
 * problem says what is wrong, terminated, with *wrong the file that it is wrong with. Wait: how
 * long another program's lock is waited for, in milliseconds.
 */
bool merge_parts(const char *path, char *const *parts, size_t count, unsigned wait,
                 const char **wrong, struct buffer *problem);

#endif
