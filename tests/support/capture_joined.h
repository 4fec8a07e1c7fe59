/*
 * Owns: which list joins which, and what a report on outlook.exe must say of each snapshot.
 * Must not know: texts of captures, the program.
 */
#ifndef SUPPORT_CAPTURE_JOINED_H
#define SUPPORT_CAPTURE_JOINED_H

#include "support/capture_truth.h"

/* The snapshots of the lists, each with its targets and their rows. */
void joined_log(struct sheet *log, const struct truth *truth);

#endif
