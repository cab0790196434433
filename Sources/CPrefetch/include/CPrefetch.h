#ifndef GATEHOUSE_PREFETCH_H
#define GATEHOUSE_PREFETCH_H

/// Begins to load the cache line of an address, which need not be valid.
static inline void gatehouse_prefetch(const void *_Nullable address) { __builtin_prefetch(address); }

#endif
