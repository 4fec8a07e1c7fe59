/*
 * Owns: whether decoded text looks like words of a language: its letters, one script in a word,
 * where capitals stand.
 * Must not know: bytes, code pages, which language a text is in.
 */
#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include "outconn.h"

/*
 * Whether all characters of text that are not ASCII are letters of the language, small or capital,
 * or marks that every language prints, and the words that they stand in could be its words. letters
 * lists the letters that are not ASCII.
 */
bool letters_explain(oc_text text, oc_text letters);

#endif
