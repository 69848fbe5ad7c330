#pragma once

// Function multiversioning: one source, compiled for each instruction set, chosen when the
// program starts. It needs ifunc support in the C library, and sanitizers do not like code that
// runs before they do. Every version gives the same answer: integers, or floating point without
// contraction or reordering.
#if defined(__x86_64__) && defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#if defined(__clang__)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer) || __has_feature(coverage_sanitizer)
#define BGPTE_MULTIVERSION
#endif
#endif
#if !defined(BGPTE_MULTIVERSION)
#define BGPTE_MULTIVERSION __attribute__((target_clones("avx2", "default")))
#endif
#else
#define BGPTE_MULTIVERSION
#endif
