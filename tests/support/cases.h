/*
 * Owns: which directories of fixtures/ are parsing cases.
 * Must not know: what is in a case.
 */
#ifndef SUPPORT_CASES_H
#define SUPPORT_CASES_H

#include "support/files.h"

/* Every fixtures/LANGUAGE/CASE, in byte order; the folders of other tests are passed over. */
bool cases_list(struct file_list *cases);

#endif
