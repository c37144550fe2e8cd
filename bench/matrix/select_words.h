/* SPDX-License-Identifier: MIT */
#ifndef SYSTOLL_SELECT_WORDS_H
#define SYSTOLL_SELECT_WORDS_H

#include "text/words.h"

/* The words of --abi, --paths, --calls, --clocks and --contexts, for help and hints; of is not
 * used. */
word_list abi_words, path_words, call_words, clock_words, context_words;

#endif
