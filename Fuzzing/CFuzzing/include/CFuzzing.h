#ifndef CFUZZING_H
#define CFUZZING_H

#include <stddef.h>
#include <stdint.h>

/// One input for the code under test; always returns 0.
typedef int (*FuzzingInput)(const uint8_t *bytes, size_t count);

/// libFuzzer's driver as a function, so that a program with a main of its own can run it
/// (https://llvm.org/docs/LibFuzzer.html, "Using libFuzzer as a library").
int LLVMFuzzerRunDriver(int *argc, char ***argv, FuzzingInput input);

#endif
