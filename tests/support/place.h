/*
 * Owns: an empty directory for each test, which is the current one while the test runs.
 * Must not know: what is written there.
 */
#ifndef SUPPORT_PLACE_H
#define SUPPORT_PLACE_H

/* A setup and a teardown of cmocka; the teardown removes the files, and directories if empty. */
int place_enter(void **state);
int place_leave(void **state);

#endif
