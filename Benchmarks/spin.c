// Computes for so long, rests for so long, for ever: what any other program on the machine does to those beside it.
//
// usage: spin MILLISECONDS REST
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

int main(int count, char **words) {
    if (count != 3) return 64;
    for (;;) {
        for (double end = now() + atof(words[1]); now() < end;) {}
        usleep((useconds_t)(atof(words[2]) * 1e3));
    }
}
