#pragma once

#include <cstdio>
#include <cstdlib>

/// What a fuzz target claims of every input; a breach is a finding, in every build.
#define MS_CLAIM(what)                                                        \
  do {                                                                        \
    if (!(what)) {                                                            \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what); \
      std::abort();                                                           \
    }                                                                         \
  } while (false)
